"""OpenDocument spreadsheets: what the sheets show and hide, and every other text in the package."""

import io

import pytest
import python_calamine
from tests.unit.inspection.readers.ods_files import MIME, cell, content, opened, parts_of, row, spaced, style, table
from tests.unit.inspection.readers.xlsx_files import cells, hidings, pack, texts

from sekisho.inspection.model import Document, File, Hiding, Limits, Part, Place, UnreadableFileError
from sekisho.inspection.readers.ods import read
from sekisho.inspection.reading import read_file

ONE = table(
    row(cell("氏名"), cell("番号")), row(cell("山田太郎"), cell("12", 'office:value-type="float" office:value="12"'))
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


def first(body: str, styles: str = "") -> dict[str, str]:
    return cells(opened(content(body, styles)).grids[0])


def value(kind: str, stored: str, text: str | None = None) -> str:
    name = {"date": "date-value", "string": "string-value", "boolean": "boolean-value", "time": "time-value"}.get(
        kind, "value"
    )
    said = "" if text is None else f"<text:p>{text}</text:p>"
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{stored}">{said}</table:table-cell>'


# ---------------------------------------------------------------- what is shown


def test_a_plain_list_hides_nothing_and_is_read_whole() -> None:
    document = opened(content(ONE))
    assert cells(document.grids[0]) == {"A1": "氏名", "B1": "番号", "A2": "山田太郎", "B2": "12"}
    assert not hidings(document.grids[0])
    assert document.coverage.not_read == ()
    assert [text.place for text in document.texts] == [Place(Part.SHEET_NAME, "名簿")]


@pytest.mark.parametrize(
    ("made", "shown", "hiding"),
    [
        (value("float", "1234", "00001234"), "00001234", Hiding.SEEN),
        (value("float", "1234567", "1,234,567"), "1234567", Hiding.SEEN),
        (value("float", "3", "第3号"), "第3号", Hiding.SEEN),
        (value("float", "1", "男"), "男", Hiding.SEEN),
        (value("float", "0.4567", "45.7%"), "0.4567", Hiding.SEEN),
        (value("float", "123456789018", "1.23E+11"), "123456789018", Hiding.SEEN),
        (value("float", "0", ""), None, Hiding.SEEN),
        (value("float", "5", ""), "5", Hiding.NUMBER_FORMAT),
        (value("float", "123456789018", "済"), "123456789018", Hiding.NUMBER_FORMAT),
        (value("float", "7"), "7", Hiding.SEEN),
        (value("date", "2026-11-24T00:00:00", "令和8年11月24日"), "2026-11-24", Hiding.SEEN),
        (value("date", "2026-11-24", ""), "2026-11-24", Hiding.NUMBER_FORMAT),
        (value("boolean", "true"), "TRUE", Hiding.SEEN),
        (value("time", "PT10H00M00S", "10:00"), "10:00", Hiding.SEEN),
        (value("string", "山田"), "山田", Hiding.SEEN),
        (value("string", "山田", ""), "山田", Hiding.NUMBER_FORMAT),
    ],
)
def test_values_show_as_the_cell_says(made: str, shown: str | None, hiding: Hiding) -> None:
    document = opened(content(table(row(made))))
    assert cells(document.grids[0]).get("A1") == shown
    assert hidings(document.grids[0]).get("A1", Hiding.SEEN) is hiding


def test_paragraphs_spaces_tabs_and_spans_are_one_text() -> None:
    inside = '<text:p>山田<text:s text:c="2"/><text:span>太</text:span>郎<text:tab/>様</text:p><text:p>御中</text:p>'
    assert first(table(row(f"<table:table-cell>{inside}</table:table-cell>"))) == {"A1": "山田  太郎\t様\n御中"}


def test_a_second_reader_sees_the_same_cells() -> None:
    rows = [row(*(cell(f"{r}の{c}") if (r + c) % 3 else cell() for c in range(6))) for r in range(30)]
    made = pack(parts_of(content(table(*rows))))
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("名簿")
    shown = [v for line in theirs.to_python(skip_empty_area=False) for v in line if v != ""]
    assert list(cells(read(File("a.ods", made), Limits()).grids[0]).values()) == shown


# ---------------------------------------------------------------- repetition


def test_empty_rows_and_cells_cost_nothing_however_often_they_come() -> None:
    far = row(cell("", 'table:number-columns-repeated="16383"'), cell("尾"))
    empty = row(cell("", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048574"')
    document = opened(content(table(row(cell("頭")), empty, far)), limits=Limits(cells=2))
    assert cells(document.grids[0]) == {"A1": "頭", "XFD1048576": "尾"}
    assert document.coverage.not_read == ()


def test_a_repeated_text_stands_in_each_place() -> None:
    made = row(cell("済", 'table:number-columns-repeated="2"'), cell("終"), attributes='table:number-rows-repeated="2"')
    assert first(table(made)) == {"A1": "済", "B1": "済", "C1": "終", "A2": "済", "B2": "済", "C2": "終"}


def test_a_text_repeated_beyond_every_limit_is_named_and_the_rest_is_read() -> None:
    flood = row(cell("山", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048576"')
    document = opened(content(table(flood, row(cell("次の行"))) + table(row(cell("次の表")), name="次")))
    assert [unread.part for unread in document.coverage.not_read] == ["名簿"]
    assert [text for grid in document.grids for text in cells(grid).values()] == ["山", "次の行", "次の表"]


# ---------------------------------------------------------------- what is hidden


def test_what_hides_a_cell_is_told() -> None:
    styles = (
        style("white", "table-cell", '<style:text-properties fo:color="#ffffff"/>')
        + style("heir", "table-cell", attributes='style:parent-style-name="white"')
        + style("tiny", "table-cell", '<style:text-properties fo:font-size="1pt"/>')
        + style("head", "table-cell", '<style:table-cell-properties fo:background-color="#000080"/><style:text-properties fo:color="#ffffff"/>')
        + style("thin", "table-column", '<style:table-column-properties style:column-width="0.2mm"/>')
        + style("flat", "table-row", '<style:table-row-properties style:row-height="0cm"/>')
        + style("gone", "text", '<style:text-properties text:display="none"/>')
    )  # fmt: skip
    columns = (
        '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
        '<table:table-column table:style-name="thin"/><table:table-column table:default-cell-style-name="white"/>'
    )
    made = table(
        columns,
        row(
            cell("白", 'table:style-name="white"'),
            cell("継", 'table:style-name="heir"'),
            cell("小", 'table:style-name="tiny"'),
        ),
        row(cell("見", 'table:style-name="head"'), cell(), cell(), cell("列"), cell("細"), cell("既定")),
        row(cell("隠"), attributes='table:visibility="collapse"'),
        row(cell("絞"), attributes='table:visibility="filter"'),
        row(cell("平"), attributes='table:style-name="flat"'),
        row(
            cell("頭", 'table:number-columns-spanned="2"'),
            "<table:covered-table-cell><text:p>下</text:p></table:covered-table-cell>",
        ),
    )
    document = opened(content(made, styles))
    assert hidings(document.grids[0]) == {
        "A1": Hiding.FONT_COLOUR, "B1": Hiding.FONT_COLOUR, "C1": Hiding.TINY_FONT, "D2": Hiding.COLUMN,
        "E2": Hiding.COLUMN, "F2": Hiding.FONT_COLOUR, "A3": Hiding.ROW, "A4": Hiding.FILTERED, "A5": Hiding.ROW,
        "B6": Hiding.BEHIND,
    }  # fmt: skip
    assert document.grids[0].merges == ((6, 1, 6, 2),)


def test_a_hidden_sheet_hides_its_cells_and_its_name() -> None:
    styles = style("ta", "table", '<style:table-properties table:display="false"/>')
    document = opened(
        content(ONE + table(row(cell("佐藤花子")), name="控え", attributes='table:style-name="ta"'), styles)
    )
    assert [grid.hidden for grid in document.grids] == [Hiding.SEEN, Hiding.SHEET]
    assert [text.hidden for text in document.texts] == [Hiding.SEEN, Hiding.SHEET]


def test_a_shape_that_lies_on_a_sheet_is_hidden_with_it() -> None:
    shape = "<table:shapes><draw:custom-shape><text:p>図形の字</text:p></draw:custom-shape></table:shapes>"
    away = style("ta2", "table", '<style:table-properties table:display="false"/>')
    sheets = table(shape, row(cell("甲"))) + table(
        shape, row(cell("乙")), name="控え", attributes='table:style-name="ta2"'
    )
    document = opened(content(sheets, away))
    shapes = [(text.place, text.hidden) for text in document.texts if text.text == "図形の字"]
    assert shapes == [(Place(Part.TEXT_BOX, "名簿"), Hiding.SEEN), (Place(Part.TEXT_BOX, "控え"), Hiding.SHEET)]


def test_letters_that_vanish_are_read_as_hidden() -> None:
    styles = style("gone", "text", '<style:text-properties text:display="none"/>')
    document = opened(content(table(row(cell('山田<text:span text:style-name="gone">佐藤花子</text:span>'))), styles))
    assert cells(document.grids[0]) == {"A1": "山田"}
    assert [(t.text, t.hidden) for t in document.texts if t.name == "value"] == [("山田佐藤花子", Hiding.BEHIND)]


# ---------------------------------------------------------------- other texts


def told(document: Document, part: Part) -> list[str]:
    return texts(document, part)


@pytest.mark.parametrize(
    ("inside", "part", "expected"),
    [
        ("<office:annotation><dc:creator>作成者</dc:creator><text:p>覚え書き</text:p></office:annotation>", Part.COMMENT, ["覚え書き"]),
        ("<draw:frame><draw:text-box><text:p>箱の文字</text:p></draw:text-box></draw:frame>", Part.TEXT_BOX, ["箱の文字"]),
        ("<draw:frame><svg:title>題の字</svg:title><svg:desc>説明の字</svg:desc></draw:frame>", Part.ALT_TEXT, ["題の字", "説明の字"]),
        ('<text:p><text:a xlink:href="http://example.jp/">先</text:a></text:p>', Part.HYPERLINK, ["http://example.jp/"]),
        ("<text:p><text:ruby><text:ruby-base>山</text:ruby-base><text:ruby-text>やま</text:ruby-text></text:ruby></text:p>", Part.CELL, ["山やま"]),
    ],
)  # fmt: skip
def test_what_hangs_on_a_cell_is_read_in_its_place(inside: str, part: Part, expected: list[str]) -> None:
    document = opened(content(table(row(cell(), f"<table:table-cell>{inside}</table:table-cell>"))))
    found = [text for text in document.texts if text.place.part is part]
    assert [text.text for text in found] == expected
    assert {(text.place.sheet, text.place.row, text.place.column) for text in found} == {("名簿", 1, "B")}


def test_words_of_a_formula_that_no_cell_shows_are_read() -> None:
    made = cell("乙", """office:value-type="string" table:formula='of:=IF([.A1]=1;"山田太郎";"乙")'""")
    assert [text.text for text in opened(content(table(row(cell("甲"), made)))).texts if text.name == "formula"] == [
        "山田太郎"
    ]


def test_a_text_beside_a_value_is_not_lost() -> None:
    document = opened(content(table(row(value("float", "5", "山田太郎2"), value("string", "佐藤花子", "別の文字")))))
    assert [text.text for text in document.texts if text.name == "value"] == ["山田太郎2", "佐藤花子"]


@pytest.mark.parametrize(
    ("beside", "part", "expected"),
    [
        ("<table:tracked-changes><table:deletion><text:p>消した人</text:p></table:deletion></table:tracked-changes>", Part.REVISION, "消した人"),
        ('<table:content-validations><table:content-validation><table:help-message table:title="案内の題"/></table:content-validation></table:content-validations>', Part.DATA_VALIDATION, "案内の題"),
        ('<table:named-expressions><table:named-range table:name="範囲の名"/></table:named-expressions>', Part.DEFINED_NAME, "範囲の名"),
        ('<table:data-pilot-tables><table:data-pilot-member table:name="集計の人"/></table:data-pilot-tables>', Part.PIVOT_CACHE, "集計の人"),
        ("<table:shapes><draw:custom-shape><text:p>図形の字</text:p></draw:custom-shape></table:shapes>", Part.TEXT_BOX, "図形の字"),
        ('<office:forms><form:text form:current-value="記入した人"/></office:forms>', Part.FORM_FIELD, "記入した人"),
        ("<table:何か>知らない要素</table:何か>", Part.PROPERTY, "知らない要素"),
    ],
)  # fmt: skip
def test_every_text_beside_the_cells_is_read(beside: str, part: Part, expected: str) -> None:
    assert expected in told(opened(content(ONE + beside)), part)


def test_every_other_part_is_read_or_named() -> None:
    more: dict[str, str | bytes] = {
        "meta.xml": spaced('<office:document-meta><office:meta><dc:creator>書いた人</dc:creator><meta:user-defined meta:name="係">福祉の人</meta:user-defined></office:meta></office:document-meta>'),
        "styles.xml": spaced("<office:document-styles><office:master-styles><style:header><text:p>頭の字</text:p></style:header></office:master-styles></office:document-styles>"),
        "Object 1/content.xml": spaced("<office:document-content><chart:chart><table:table><text:p>図の値</text:p></table:table></chart:chart></office:document-content>"),
        "Object 2/content.xml": spaced("<office:document-content><text:p>中の文書</text:p></office:document-content>"),
        "Object 3": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "Basic/Standard/Module1.xml": "<module>Rem マクロの人</module>",
        "Thumbnails/thumbnail.png": PNG,
        "Pictures/large.png": PNG + (900).to_bytes(4, "big") * 2,
        "Pictures/small.png": PNG + (9).to_bytes(4, "big") * 2,
        "unknown.bin": b"\x01\x02\x03",
    }  # fmt: skip
    document = opened(content(ONE), more)
    assert {"書いた人", "係", "福祉の人"} <= set(told(document, Part.PROPERTY))
    assert told(document, Part.HEADER_FOOTER) == ["頭の字"]
    assert told(document, Part.CHART) == ["図の値"]
    assert told(document, Part.EMBEDDED) == ["中の文書"]
    assert "Rem マクロの人" in told(document, Part.SCRIPT)
    assert [child.name for child in document.children] == ["Object 3"]
    assert [(unread.part, unread.asks) for unread in document.coverage.not_read] == [
        ("Pictures/large.png", True),
        ("unknown.bin", False),
    ]
    assert document.pictures == 3


# ---------------------------------------------------------------- damage


def test_a_damaged_sheet_keeps_what_came_before_and_is_named() -> None:
    xml = content(ONE)
    document = opened(xml[: xml.index("12")])
    assert cells(document.grids[0]) == {"A1": "氏名", "B1": "番号"}
    assert [unread.part for unread in document.coverage.not_read] == ["content.xml"]


@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE a [<!ENTITY b "山田">]>', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>']
)
def test_a_document_type_is_refused(declared: str) -> None:
    xml = content(table(row(cell("&b;")))).replace("?>", "?>" + declared, 1)
    assert [unread.part for unread in opened(xml).coverage.not_read] == ["content.xml"]


def test_a_damaged_part_hides_nothing_in_another() -> None:
    document = opened(content(ONE), {"styles.xml": "<broken", "meta.xml": "<broken"})
    assert cells(document.grids[0])["A2"] == "山田太郎"
    assert [unread.part for unread in document.coverage.not_read] == ["styles.xml", "meta.xml"]


def test_a_file_without_content_is_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read(File("a.ods", pack({"mimetype": MIME})), Limits())


def test_the_whole_way_from_bytes() -> None:
    document = read_file(File("名簿.ods", pack(parts_of(content(ONE)))), Limits())
    assert (document.format, cells(document.grids[0])["A2"]) == ("ods", "山田太郎")


def test_the_short_way_and_the_long_way_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    styles = style("white", "table-cell", '<style:text-properties fo:color="#ffffff"/>')
    made = content(
        table(
            '<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="white"/>',
            row(cell("氏名"), cell("白", 'table:style-name="white"'), cell("既定")),
            row(value("float", "1234", "00001234"), value("float", "123456789018", "済"), value("float", "5", "山田5")),
            row(cell("行"), attributes='table:default-cell-style-name="white"'),
            row(value("float", "1234567", "1,234,567"), value("date", "2026-11-24", "本日"), cell(" ")),
        ),
        styles,
    )
    short = opened(made)
    monkeypatch.setattr("sekisho.inspection.readers.ods.content.plain", lambda _: None)
    assert opened(made) == short
