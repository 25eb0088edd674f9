import io

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from tests.unit.inspection.readers.xlsx_files import (
    MAIN,
    ONE,
    cells,
    document,
    inline,
    open_bytes,
    pack,
    parts_of,
    relations,
    sheet,
    style_sheet,
    texts,
    with_part,
)

from sekisho.inspection.model import Document, File, Hiding, Limits, Part, UnreadableFileError
from sekisho.inspection.readers.xlsx import read

QUIET = {Part.SHEET_NAME, Part.PROPERTY}


def with_book_part(kind: str, content: str | bytes, arrows: list[tuple[str, str, str]] | None = None) -> Document:
    made = parts_of(ONE, book_arrows=[("x1", kind, "extra/one.xml")])
    made["xl/extra/one.xml"] = content
    if arrows:
        made["xl/extra/_rels/one.xml.rels"] = relations(arrows)
    return document(made)


def test_honest_files_of_two_writers_say_nothing_hidden_and_leave_nothing_unread() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["氏名", "山田"])
    first = io.BytesIO()
    book.save(first)
    second = io.BytesIO()
    other = xlsxwriter.Workbook(second)
    page = other.add_worksheet("一覧")
    page.write_row(0, 0, ["氏名", "山田"])
    page.freeze_panes(1, 0)
    page.print_area("A1:B1")
    page.autofilter("A1:B1")
    other.close()
    for data in (first.getvalue(), second.getvalue()):
        doc = open_bytes(data)
        assert doc.coverage.not_read == ()
        assert doc.coverage.read == doc.coverage.parts
        assert {t.place.part for t in doc.texts} <= QUIET
        assert not any(doc.grids[0].hiding_of(i) for i in range(len(doc.grids[0].rows)))
        assert doc.children == ()


def test_headers_and_footers() -> None:
    behind = '<headerFooter><oddHeader>&amp;L&amp;"ＭＳ 明朝,標準"&amp;12担当 青木&amp;C&amp;K01+000題&amp;R&amp;D</oddHeader><oddFooter>&amp;P / &amp;N ページ</oddFooter></headerFooter>'
    doc = document(parts_of(sheet("", behind=behind)))
    assert texts(doc, Part.HEADER_FOOTER) == ["担当 青木", "題", "/  ページ"]


def test_hyperlinks() -> None:
    behind = '<hyperlinks><hyperlink ref="B3" r:id="h1" tooltip="山田へ" display="氏名"/><hyperlink ref="C4" location="隠し!A1"/></hyperlinks>'
    made = parts_of(
        sheet(f'<row r="1">{inline("A1", "氏名")}</row>', behind=behind),
        sheet_arrows=[("h1", "hyperlink", "mailto:y@example.jp")],
    )
    found = [t for t in document(made).texts if t.place.part is Part.HYPERLINK]
    assert [(t.text, t.place.row, t.place.column) for t in found] == [
        ("mailto:y@example.jp", 3, "B"), ("山田へ", 3, "B"), ("隠し!A1", 4, "C"),
    ]  # fmt: skip


def test_validations_conditions_scenarios_and_ranges() -> None:
    behind = (
        '<scenarios><scenario name="案" user="馬場"><inputCells r="A1" val="山田"/></scenario></scenarios>'
        '<protectedRanges><protectedRange name="範囲" sqref="A1"/></protectedRanges>'
        '<conditionalFormatting sqref="A1"><cfRule type="containsText" text="佐藤花子"><formula>A1="鈴木一郎"</formula></cfRule></conditionalFormatting>'
        '<dataValidations><dataValidation type="list" prompt="選ぶ"><formula1>"男,女"</formula1></dataValidation>'
        '<dataValidation type="list"><formula1>$A$1:$A$9</formula1></dataValidation></dataValidations>'
    )
    doc = document(parts_of(sheet("", behind=behind)))
    assert texts(doc, Part.DATA_VALIDATION) == ["選ぶ", "男", "女", "佐藤花子", "鈴木一郎"]
    assert texts(doc, Part.CELL) == ["案", "馬場", "山田"]
    assert texts(doc, Part.DEFINED_NAME) == ["範囲"]


def test_defined_names_and_views() -> None:
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">名簿!$A$1</definedName>'
        '<definedName name="_xlnm._FilterDatabase" hidden="1">名簿!$A$1</definedName>'
        '<definedName name="担当者" comment="注">"山田太郎"</definedName></definedNames>'
        '<customWorkbookViews><customWorkbookView name="青木の表示"/></customWorkbookViews><fileSharing userName="馬場"/>'
    )
    doc = document(parts_of(ONE, book=names))
    assert texts(doc, Part.DEFINED_NAME) == ["担当者", "山田太郎", "注"]
    assert texts(doc, Part.PROPERTY) == ["青木の表示", "馬場"]


def test_comments_threads_persons_and_the_shapes_that_repeat_them() -> None:
    arrows = [(k, k, f"/xl/{k}.xml") for k in ("vmlDrawing", "comments", "threadedComment")]
    made = parts_of(ONE, sheet_arrows=arrows, book_arrows=[("p", "person", "/xl/person.xml")])
    made["xl/comments.xml"] = (
        f'<comments xmlns="{MAIN}"><authors><author>青木</author><author>tc={{1}}</author></authors><commentList>'
        '<comment ref="C3"><text><r><t>山田は</t></r><r><t>転出</t></r></text></comment><comment><text><t>x</t></text></comment></commentList></comments>'
    )
    made["xl/threadedComment.xml"] = (
        '<ThreadedComments xmlns="urn:t"><threadedComment ref="B2"><text>佐藤の件</text></threadedComment><threadedComment/></ThreadedComments>'
    )
    made["xl/person.xml"] = (
        '<personList xmlns="urn:t"><person displayName="馬場" userId="baba@example.jp"/></personList>'
    )
    made["xl/vmlDrawing.xml"] = (
        '<xml xmlns:v="urn:v"><v:shape alt="代わり" title="図 1"><v:textbox><div>山田は<br>転出</div></v:textbox></v:shape>'
        "<v:shape><v:textbox><div>別の<font>文</font></div></v:textbox></v:shape></xml>"
    )
    doc = document(made)
    assert texts(doc, Part.COMMENT) == ["青木", "山田は転出", "x", "佐藤の件"]
    assert [(t.place.row, t.place.column) for t in doc.texts if t.text == "山田は転出"] == [(3, "C")]
    assert texts(doc, Part.PROPERTY) == ["馬場", "baba@example.jp"]
    assert texts(doc, Part.TEXT_BOX) == ["別の文"]
    assert texts(doc, Part.ALT_TEXT) == ["代わり"]
    assert all(t.hidden is Hiding.BEHIND for t in doc.texts if t.place.part is Part.COMMENT)


def test_comments_of_openpyxl_do_not_come_twice() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["B2"] = "山田"
    book.active["B2"].comment = Comment("転出", "青木")
    file = io.BytesIO()
    book.save(file)
    doc = open_bytes(file.getvalue())
    assert texts(doc, Part.COMMENT) == ["青木", "転出"]
    assert texts(doc, Part.TEXT_BOX) == []


def test_damaged_vml_says_what_is_left() -> None:
    assert with_part("vmlDrawing", "<").texts[0].text == "名簿"


@pytest.mark.parametrize(
    "name", ["Picture 1", "図 2", "図形 3", "TextBox 4", "テキスト ボックス 5", "四角形: 角を丸くする 6", "Chart 7"]
)
def test_names_that_the_program_gives_are_nothing(name: str) -> None:
    xml = f'<xdr:wsDr xmlns:xdr="urn:x"><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="{name}"/></xdr:nvSpPr></xdr:sp><xdr:pic/></xdr:wsDr>'
    assert texts(with_part("drawing", xml), Part.ALT_TEXT) == []


def test_shapes_with_text() -> None:
    shape = (
        '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="山田の欄" descr="印" {0}/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>上</a:t></a:r><a:br/>'
        '<a:r><a:t>下</a:t></a:r></a:p><a:p><a:r><a:t>次</a:t></a:r></a:p></xdr:txBody><a:hlinkClick tooltip="行先"/></xdr:sp>'
    )
    xml = f'<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="urn:a">{shape.format("")}{shape.format("hidden=" + chr(34) + "1" + chr(34))}</xdr:wsDr>'
    doc = with_part("drawing", xml)
    found = [(t.text, t.hidden, t.place.sheet) for t in doc.texts if t.place.part is Part.TEXT_BOX]
    assert found == [(t, h, "名簿") for h in (Hiding.SEEN, Hiding.BEHIND) for t in ("上\n下", "次")]
    assert texts(doc, Part.ALT_TEXT)[:2] == ["印", "山田の欄"]
    assert texts(doc, Part.HYPERLINK) == ["行先", "行先"]


def test_charts_keep_texts_of_their_cells() -> None:
    xml = (
        '<c:chart xmlns:c="urn:c" xmlns:a="urn:a"><c:title><c:tx><c:rich><a:p><a:r><a:t>題</a:t></a:r></a:p></c:rich></c:tx></c:title>'
        '<c:ser><c:tx><c:v>系列</c:v></c:tx><c:cat><c:strCache><c:pt idx="0"><c:v>山田</c:v></c:pt></c:strCache></c:cat>'
        '<c:val><c:numCache><c:pt idx="0"><c:v>12.5</c:v></c:pt></c:numCache></c:val></c:ser></c:chart>'
    )
    assert texts(with_part("chart", xml), Part.CHART) == ["題", "山田", "系列"]


PIVOT = (
    f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet"><worksheetSource ref="A1:B3" sheet="元"/></cacheSource><cacheFields>'
    '<cacheField name="氏名"><sharedItems><s v="山田"/><s v="去った人"/></sharedItems></cacheField><cacheField name="生年月日"><sharedItems/></cacheField>'
    '<cacheField name="計" formula="IF(1,&quot;式の人&quot;)"/></cacheFields></pivotCacheDefinition>'
)


def test_pivot_caches_with_records_are_tables() -> None:
    made = parts_of(ONE, book_arrows=[("p", "pivotCacheDefinition", "pivot.xml")])
    made["xl/pivot.xml"] = PIVOT
    made["xl/_rels/pivot.xml.rels"] = relations([("r", "pivotCacheRecords", "records.xml")])
    made["xl/records.xml"] = (
        f'<pivotCacheRecords xmlns="{MAIN}"><r><x v="0"/><d v="1980-01-02T00:00:00"/><n v="5.0"/></r><r><x v="9"/><m/></r></pivotCacheRecords>'
    )
    doc = document(made)
    assert doc.coverage.not_read == ()
    grid = doc.grids[1]
    assert (grid.place.part, grid.hidden) == (Part.PIVOT_CACHE, Hiding.BEHIND)
    assert [grid.text_of(i) for i in range(len(grid.rows))] == ["氏名", "生年月日", "計", "山田", "1980-01-02", "5"]
    assert texts(doc, Part.PIVOT_CACHE) == ["元", "式の人", "去った人"]


def test_pivot_caches_without_records_and_pivot_tables() -> None:
    assert texts(with_book_part("pivotCacheDefinition", PIVOT), Part.PIVOT_CACHE) == [
        "元", "式の人", "山田", "去った人", "氏名", "生年月日", "計",
    ]  # fmt: skip
    table = f'<pivotTableDefinition xmlns="{MAIN}"><pivotField caption="題"><items><item n="名付けた"/></items></pivotField></pivotTableDefinition>'
    assert texts(with_part("pivotTable", table), Part.PIVOT_CACHE) == ["題", "名付けた"]


def test_external_links_keep_path_and_cells() -> None:
    xml = (
        f'<externalLink xmlns="{MAIN}"><externalBook><sheetNames><sheetName val="元表"/></sheetNames><definedNames><definedName name="名"/></definedNames>'
        '<sheetDataSet><sheetData sheetId="0"><row r="2"><cell r="B2" t="str"><v>山田</v></cell><cell r="A2"><v>7.0</v></cell><cell r="?"><v>1</v></cell><cell r="C2"/></row></sheetData>'
        '<sheetData sheetId="5"/></sheetDataSet></externalBook><ddeLink ddeService="s" ddeTopic="話"/></externalLink>'
    )
    doc = with_book_part("externalLink", xml, [("r", "externalLinkPath", "file:///C:/青木/元.xlsx")])
    assert texts(doc, Part.EXTERNAL_LINK) == ["file:///C:/青木/元.xlsx", "元表", "名", "s", "話"]
    assert cells(doc.grids[1]) == {"A2": "7", "B2": "山田"}
    assert doc.grids[1].place.sheet == "元表"
    assert doc.grids[1].hidden is Hiding.BEHIND


def test_connections_and_revisions() -> None:
    xml = f'<connections xmlns="{MAIN}"><connection name="台帳"><dbPr connection="DSN=x" command="SELECT"/></connection></connections>'
    assert texts(with_book_part("connections", xml), Part.EXTERNAL_LINK) == ["台帳", "DSN=x", "SELECT"]
    log = f'<revisions xmlns="{MAIN}"><rcc><oc r="A1" t="inlineStr"><is><t>前の人</t></is></oc><nc r="bad"><v>5</v></nc><nc r="A1"/></rcc><rsnm newName="新"/></revisions>'
    assert texts(with_book_part("revisionLog", log), Part.REVISION) == ["前の人", "5", "新"]
    heads = f'<headers xmlns="{MAIN}"><header userName="青木"/></headers>'
    assert texts(with_book_part("revisionHeaders", heads), Part.REVISION) == ["青木"]


def test_properties_by_name() -> None:
    made = parts_of(
        ONE,
        root_arrows=[("c", "core-properties", "docProps/core.xml"), ("u", "custom-properties", "docProps/custom.xml")],
    )
    made["docProps/core.xml"] = (
        '<cp xmlns:dc="urn:dc"><dc:creator>千葉</dc:creator><dc:title>名簿</dc:title><dc:x/></cp>'
    )
    made["docProps/custom.xml"] = (
        '<Properties xmlns:vt="urn:v"><property name="担当"><vt:lpwstr>江口</vt:lpwstr></property></Properties>'
    )
    found = [(t.name, t.text) for t in document(made).texts if t.place.part is Part.PROPERTY]
    assert found == [("creator", "千葉"), ("担当", "江口"), ("property", "担当")]


def test_custom_xml_unknown_xml_and_orphans() -> None:
    made = parts_of(ONE, root_arrows=[("c", "customXml", "customXml/item1.xml")])
    made["customXml/item1.xml"] = '<?p x?><a n="山田" z="plain">本文<!-- 注 --><b>中</b>尾</a>'
    made["left/over.xml"] = "<a>残り</a>"
    made["xl/worksheets/old.xml"] = sheet(f'<row r="1">{inline("A1", "古い人")}</row>')
    made["zero.dat"] = b"\x00" * 9
    doc = document(made)
    found = [(t.text, t.name) for t in doc.texts if t.place.part is Part.CUSTOM_XML]
    assert found == [
        ("山田", "customXml"),
        ("本文", "customXml"),
        ("注", "customXml"),
        ("中", "customXml"),
        ("尾", "customXml"),
        ("残り", "left/over.xml"),
    ] or {t for t, _ in found} == {"山田", "本文", "注", "中", "尾", "残り"}
    assert (doc.grids[1].place.sheet, doc.grids[1].hidden) == ("xl/worksheets/old.xml", Hiding.BEHIND)
    assert doc.coverage.not_read == ()


def test_tables_tell_names_that_no_cell_shows() -> None:
    xml = (
        f'<table xmlns="{MAIN}" name="T" displayName="T" ref="A1:B2"><tableColumns><tableColumn name="氏名" totalsRowLabel="合計"/>'
        '<tableColumn name="古い見出し"><calculatedColumnFormula>"山田太郎"</calculatedColumnFormula></tableColumn></tableColumns></table>'
    )
    assert texts(with_part("table", xml), Part.DEFINED_NAME) == ["T", "合計", "古い見出し", "山田太郎"]
    assert [u.part for u in with_part("table", "<").coverage.not_read] == ["xl/extra/one.xml"]


def test_styles_with_a_name_and_damaged_styles() -> None:
    styles = style_sheet(
        more='<cellStyles><cellStyle name="標準" builtinId="0"/><cellStyle name="青木の書式"/></cellStyles>'
    )
    assert texts(document(parts_of(ONE, styles=styles)), Part.PROPERTY) == ["青木の書式"]
    doc = document(parts_of(ONE, styles="<", strings="<"))
    assert {u.part for u in doc.coverage.not_read} == {"xl/styles.xml", "xl/sharedStrings.xml"}


def test_missing_sheets_and_damaged_relationships() -> None:
    made = parts_of(ONE, sheet_arrows=[("r", "comments", "x.xml")])
    made["xl/worksheets/_rels/sheet1.xml.rels"] = "<"
    doc = document(made)
    assert cells(doc.grids[0]) == {"A1": "氏名"}
    assert [u.part for u in doc.coverage.not_read] == ["xl/worksheets/_rels/sheet1.xml.rels"]
    del made["xl/worksheets/sheet1.xml"]
    assert "名簿" in [u.part for u in document(made).coverage.not_read]


def test_chart_sheets_and_damaged_types() -> None:
    made = parts_of(ONE)
    made["xl/_rels/workbook.xml.rels"] = relations([("rId1", "chartsheet", "worksheets/sheet1.xml")])
    made["[Content_Types].xml"] = "<"
    doc = document(made)
    assert doc.grids == ()
    assert [u.part for u in doc.coverage.not_read] == ["[Content_Types].xml"]


def test_macro_workbooks_by_their_type() -> None:
    made = parts_of(ONE)
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    made["[Content_Types].xml"] = (
        f'<Types xmlns="urn:t"><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    )
    assert document(made).format == "xlsm"
    assert document(parts_of(ONE)).format == "xlsx"


def test_two_parts_of_one_name_are_refused() -> None:
    made = parts_of(ONE)
    made["XL/worksheets/Sheet1.xml"] = ONE
    with pytest.raises(UnreadableFileError):
        document(made)


def test_truncated_files_and_flipped_bits_are_refused_or_named() -> None:
    data = pack(parts_of(ONE))
    with pytest.raises(UnreadableFileError):
        read(File("a.xlsx", data[:-80]), Limits())
    at = data.index(b"xl/worksheets/sheet1.xml") + 40
    broken = data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]
    assert [u.part for u in open_bytes(broken).coverage.not_read] == ["xl/worksheets/sheet1.xml"]


def test_hidden_sheets_hide_what_belongs_to_them() -> None:
    made = parts_of(ONE, state='state="hidden"', sheet_arrows=[("d", "drawing", "/xl/d.xml")])
    made["xl/d.xml"] = '<w xmlns:a="urn:a"><sp><cNvPr name="x 1"/><txBody><a:p><a:t>箱</a:t></a:p></txBody></sp></w>'
    [text] = [t for t in document(made).texts if t.place.part is Part.TEXT_BOX]
    assert text.hidden is Hiding.SHEET
