import io

import docx
import pytest
from tests.unit.inspection.readers.docx_files import (
    cell,
    hidden,
    made,
    opened,
    paragraph,
    rows,
    run,
    seen,
    style,
    styles,
    table,
    texts,
    xml,
)

from sekisho.inspection.model import File, Hiding, Limits, Part, UnreadableFileError
from sekisho.inspection.readers.docx import read


def test_an_honest_letter_hides_nothing() -> None:
    document = docx.Document()
    document.add_heading("補助金のお知らせ", 0)
    document.add_paragraph("山田").add_run("太郎様").bold = True
    document.sections[0].header.paragraphs[0].text = "さくら野市"
    grid = document.add_table(2, 2, "Table Grid")
    for row, words in enumerate([("番号", "氏名"), ("1", "佐藤 花子")]):
        for column, word in enumerate(words):
            grid.cell(row, column).text = word
    buffer = io.BytesIO()
    document.save(buffer)
    found = opened(buffer.getvalue())
    assert texts(found, Part.TEXT) == ["補助金のお知らせ", "山田太郎様"]
    assert texts(found, Part.HEADER_FOOTER) == ["さくら野市"]
    assert rows(found) == [(1, 1, "番号"), (1, 2, "氏名"), (2, 1, "1"), (2, 2, "佐藤 花子")]
    assert {part for part, _, _ in hidden(found)} == {Part.PROPERTY}
    assert not found.covered
    assert not found.children
    assert found.coverage.parts == found.coverage.read
    assert found.coverage.not_read == ()


def test_the_runs_of_a_paragraph_are_one_text() -> None:
    body = paragraph(run("山") + "<w:proofErr/>" + run("田") + "<w:bookmarkStart w:name='_GoBack'/>" + run("太郎"))
    assert texts(seen(body)) == ["山田太郎"]


def test_signs_between_runs_stay_in_the_text() -> None:
    body = paragraph(
        "<w:r><w:t>氏名</w:t><w:tab/><w:t>山田</w:t><w:br/><w:t>090</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/>"
        '<w:sym w:font="x" w:char="5C71"/><w:sym w:char="F0FC"/><w:sym w:char="?"/></w:r>'
    )
    assert texts(seen(body)) == ["氏名\t山田\n090-1山"]


def test_text_inside_controls_links_and_formulas_is_text() -> None:
    body = (
        "<w:sdt><w:sdtPr><w:alias w:val='申請者'/></w:sdtPr><w:sdtContent>" + paragraph("控え") + "</w:sdtContent></w:sdt>"
        + paragraph(
            "<w:sdt><w:sdtPr/><w:sdtContent>" + run("一") + "</w:sdtContent></w:sdt>"
            + "<w:hyperlink r:id='r1'>" + run("二") + "</w:hyperlink>"
            + "<w:smartTag><w:smartTagPr><w:attr w:val='人名'/></w:smartTagPr>" + run("三") + "</w:smartTag>"
            + "<m:oMath><m:r><m:t>四</m:t></m:r></m:oMath>"
        )
    )  # fmt: skip
    found = seen(body, ("hyperlink", "https://k.example.jp/", b""))
    assert texts(found, Part.TEXT) == ["控え", "一二三四"]
    assert texts(found, Part.HYPERLINK) == ["https://k.example.jp/"]
    assert texts(found, Part.PROPERTY) == ["申請者", "人名"]


def test_furigana_stands_beside_the_name_and_not_inside_it() -> None:
    ruby = "<w:r><w:ruby><w:rt>" + run("やまだ") + "</w:rt><w:rubyBase>" + run("山田") + "</w:rubyBase></w:ruby></w:r>"
    assert texts(seen(paragraph(ruby + run("太郎")))) == ["やまだ", "山田太郎"]
    old = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
    old += '<w:instrText>EQ \\* jc2 \\* "Font:ＭＳ 明朝" \\* hps10 \\o\\ad(\\s\\up 9(やまだ),山田)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(seen(paragraph(old + run("太郎")))) == ["やまだ", "山田太郎"]
    plain = '<w:fldSimple w:instr=" EQ \\f(山田,太郎) "/>'
    assert texts(seen(paragraph(plain))) == ["山田 太郎"]


def test_notes_headers_and_comments_are_their_own_places() -> None:
    found = seen(
        paragraph("本文"),
        ("header", "header1.xml", xml("w:hdr", paragraph("頭") + table(["表"]))),
        ("footer", "footer1.xml", xml("w:ftr", paragraph("足"))),
        ("footnotes", "footnotes.xml", xml("w:footnotes", "<w:footnote>" + paragraph("脚注") + "</w:footnote>")),
        ("endnotes", "endnotes.xml", xml("w:endnotes", "<w:endnote>" + paragraph("文末") + "</w:endnote>")),
        (
            "comments",
            "comments.xml",
            xml("w:comments", '<w:comment w:author="担当 一郎" w:initials="担">' + paragraph("確認") + "</w:comment>"),
        ),
    )
    assert texts(found, Part.HEADER_FOOTER) == ["足", "頭"]
    assert found.grids[0].place.part is Part.HEADER_FOOTER
    assert texts(found, Part.FOOTNOTE) == ["文末", "脚注"]
    assert texts(found, Part.COMMENT) == ["確認"]
    assert texts(found, Part.PROPERTY) == ["担当 一郎", "担"]


# ---------------------------------------------------------------- tables


def test_a_cell_of_several_paragraphs_is_one_cell_and_a_table_inside_is_another_table() -> None:
    inner = table(["内"])
    found = seen(table(["番号", cell(paragraph("山田") + paragraph("") + paragraph("太郎") + inner + paragraph(""))]))
    assert rows(found, 0) == [(1, 1, "内")]
    assert rows(found, 1) == [(1, 1, "番号"), (1, 2, "山田\n太郎")]
    assert not texts(found)
    assert found.grids[1].place_of(0).row is None


def test_merged_cells_keep_their_columns() -> None:
    found = seen(
        table(
            [cell("見出し", '<w:gridSpan w:val="2"/>'), "三"],
            [cell("縦", '<w:vMerge w:val="restart"/>'), "二", "三"],
            [cell("", "<w:vMerge/>"), "二", "三"],
            [cell("終", ""), "二", cell("三", '<w:gridSpan w:val="9999999999"/>')],
        )
    )
    assert (1, 3, "三") in rows(found)
    assert found.grids[0].merges[:2] == ((1, 1, 1, 2), (2, 1, 3, 1))


def test_rows_inside_controls_and_rows_that_begin_later_are_rows() -> None:
    late = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("b") + "</w:tr>"
    control = "<w:sdt><w:sdtPr/><w:sdtContent>" + late + "</w:sdtContent></w:sdt>"
    found = seen(
        "<w:tbl><w:tr>"
        + cell("a")
        + "<w:sdt><w:sdtContent>"
        + cell("c")
        + "</w:sdtContent></w:sdt></w:tr>"
        + control
        + "</w:tbl>"
    )
    assert rows(found) == [(1, 1, "a"), (1, 2, "c"), (2, 2, "b")]


@pytest.mark.parametrize(
    ("properties", "hiding"),
    [
        ("<w:hidden/>", Hiding.ROW),
        ('<w:hidden w:val="0"/>', Hiding.SEEN),
        ('<w:trHeight w:val="10" w:hRule="exact"/>', Hiding.ROW),
        ('<w:trHeight w:val="10" w:hRule="atLeast"/>', Hiding.SEEN),
        ('<w:trHeight w:val="300" w:hRule="exact"/>', Hiding.SEEN),
        ("<w:del/>", Hiding.DELETED),
    ],
)
def test_a_hidden_row_is_hidden(properties: str, hiding: Hiding) -> None:
    found = seen(f"<w:tbl><w:tr><w:trPr>{properties}</w:trPr>{cell('山田')}</w:tr></w:tbl>")
    assert found.grids[0].hiding_of(0) is hiding


def test_a_table_without_any_text_is_none() -> None:
    assert not seen(table(["", ""])).grids


# ---------------------------------------------------------------- revisions


def test_what_was_deleted_is_not_in_the_text_and_what_was_inserted_is() -> None:
    body = paragraph(
        run("宛先 ")
        + '<w:del w:author="担当"><w:r><w:delText>山田</w:delText></w:r></w:del>'
        + '<w:ins w:author="担当">' + run("佐藤") + "</w:ins>"
        + "<w:moveFrom>" + run("鈴木") + "</w:moveFrom><w:moveTo>" + run("田中") + "</w:moveTo>"
        + "<w:del><w:r><w:delInstrText>MERGEFIELD 氏名</w:delInstrText></w:r><w:r><w:instrText>REF 名</w:instrText></w:r></w:del>"
    )  # fmt: skip
    found = seen(body)
    assert texts(found, Part.TEXT) == ["宛先 佐藤田中"]
    revisions = [(text.text, text.hidden, text.name) for text in found.texts if text.place.part is Part.REVISION]
    assert revisions == [
        ("山田 鈴木 MERGEFIELD 氏名REF 名", Hiding.DELETED, "deleted"),
        ("佐藤田中", Hiding.SEEN, "inserted"),
    ]
    assert texts(found, Part.PROPERTY) == ["担当"]


def test_revisions_inside_a_table_are_revisions() -> None:
    content = paragraph("<w:del><w:r><w:delText>山田</w:delText></w:r></w:del><w:ins>" + run("佐藤") + "</w:ins>")
    found = seen(
        table(["x", cell(content)], ["y", cell(paragraph("<w:del><w:r><w:delText>林</w:delText></w:r></w:del>"))])
    )
    assert rows(found) == [(1, 1, "x"), (1, 2, "佐藤"), (2, 1, "y")]
    assert texts(found, Part.REVISION) == ["山田", "佐藤", "林"]


def test_who_changed_only_the_form_is_known_too() -> None:
    body = paragraph(run("x", '<w:b/><w:rPrChange w:author="佐藤 担当"/>'))
    assert texts(seen(body), Part.PROPERTY) == ["佐藤 担当"]


# ---------------------------------------------------------------- fields


def field(code: str, result: str = "") -> str:
    parts = [
        '<w:fldChar w:fldCharType="begin"/>',
        f"<w:instrText>{code}</w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
    ]
    return "".join(f"<w:r>{part}</w:r>" for part in parts) + run(result) + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    "code",
    ["PAGE", "TOC \\o &quot;1-3&quot;", "DATE \\@ &quot;yyyy&quot;", "= SUM(ABOVE)", "REF _Ref1", " ", "NUMPAGES"],
)
def test_fields_that_every_document_has_tell_nothing(code: str) -> None:
    found = seen(paragraph(field(code, "1")))
    assert [(text.place.part, text.text) for text in found.texts] == [(Part.TEXT, "1")]


def test_a_merge_field_shows_its_result_and_tells_its_code() -> None:
    found = seen(paragraph(field('MERGEFIELD "氏名"', "山田太郎") + run("様")))
    assert texts(found, Part.TEXT) == ["山田太郎様"]
    assert texts(found, Part.FIELD) == ['MERGEFIELD "氏名"']
    assert not hidden(found)


def test_a_field_inside_a_field_belongs_to_its_code() -> None:
    inner = field("MERGEFIELD 性別", "女")
    body = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText></w:r>' + inner
    body += '<w:r><w:instrText> = "女" "花子" "太郎"</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>' + run(
        "花子"
    )
    body += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    found = seen(paragraph(body))
    assert texts(found, Part.TEXT) == ["花子"]
    assert texts(found, Part.FIELD) == ["MERGEFIELD 性別", 'IF 女 = "女" "花子" "太郎"']


def test_a_field_may_span_paragraphs_and_may_never_end() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(seen(paragraph(begin + run("一")) + paragraph(run("二") + end) + paragraph("三"))) == [
        "一",
        "二",
        "三",
    ]
    open_end = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>QUOTE 山田</w:instrText></w:r>'
    assert texts(seen(paragraph(run("前") + open_end) + paragraph("佐藤"))) == ["前", "QUOTE 山田佐藤"]
    assert texts(seen(paragraph(begin + run("一")))) == ["一"]
    assert texts(seen(paragraph(end + run("一") + "<w:r><w:instrText>SET 名 山田</w:instrText></w:r>"))) == [
        "SET 名 山田",
        "一",
    ]


def test_what_a_field_fetches_from_outside_is_behind_the_text() -> None:
    found = seen(
        paragraph("<w:fldSimple w:instr=' INCLUDETEXT \"C:\\\\名簿\\\\山田.docx\" '>" + run("本文") + "</w:fldSimple>")
    )
    assert texts(found, Part.TEXT) == ["本文"]
    ((part, text, hiding),) = hidden(found)
    assert (part, hiding) == (Part.FIELD, Hiding.BEHIND)
    assert "山田" in text


def test_the_target_of_a_link_is_a_link() -> None:
    found = seen(paragraph(field('HYPERLINK "mailto:yamada@example.jp" \\o "山田へ"', "連絡")))
    assert "mailto:yamada@example.jp" in texts(found, Part.HYPERLINK)[0]
    assert texts(found, Part.TEXT) == ["連絡"]


# ---------------------------------------------------------------- hidden text


@pytest.mark.parametrize(
    "properties",
    [
        "<w:webHidden/>",
        '<w:vanish w:val="0"/>',
        "<w:specVanish/>",
        '<w:color w:val="auto"/>',
        '<w:color w:val="D9D9D9"/>',
        '<w:sz w:val="10"/>',
        '<w:highlight w:val="yellow"/>',
        '<w:highlight w:val="none"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
        '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>',
        '<w:shd w:val="pct15" w:color="auto" w:fill="FFFFFF"/>',
        "<w14:textFill><w14:noFill/></w14:textFill><w14:textOutline/>",
        "<w14:textFill><w14:solidFill/></w14:textFill>",
    ],
)
def test_text_that_can_be_seen_is_not_hidden(properties: str) -> None:
    found = seen(paragraph(run("山田太郎", properties)))
    assert texts(found, Part.TEXT) == ["山田太郎"]
    assert not hidden(found)
    assert not found.covered


@pytest.mark.parametrize(
    ("properties", "hiding"),
    [
        ("<w:vanish/>", Hiding.VANISH),
        ('<w:vanish w:val="true"/>', Hiding.VANISH),
        ('<w:color w:val="FFFFFF"/>', Hiding.FONT_COLOUR),
        ('<w:color w:val="FEFEFE"/>', Hiding.FONT_COLOUR),
        ('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>', Hiding.FONT_COLOUR),
        ("<w14:textFill><w14:noFill/></w14:textFill>", Hiding.FONT_COLOUR),
        ('<w:sz w:val="2"/>', Hiding.TINY_FONT),
        ('<w:sz w:val="4"/>', Hiding.TINY_FONT),
    ],
)
def test_text_that_cannot_be_seen_is_kept_out_of_the_paragraph(properties: str, hiding: Hiding) -> None:
    found = seen(paragraph(run("見える") + run("山田太郎", properties) + run("文")))
    assert texts(found, Part.TEXT) == ["見える文", "山田太郎"]
    assert hidden(found) == [(Part.TEXT, "山田太郎", hiding)]


def test_hidden_texts_side_by_side_are_one_and_others_are_set_apart() -> None:
    secret = "<w:vanish/>"
    found = seen(paragraph(run("山", secret) + run("田", secret) + run("と") + run("佐藤", secret)))
    assert hidden(found) == [(Part.TEXT, "山田 佐藤", Hiding.VANISH)]


def test_blanks_are_never_hidden_text() -> None:
    assert not hidden(seen(paragraph(run(" ", "<w:vanish/>") + run("山田"))))


@pytest.mark.parametrize(
    ("definitions", "mark"),
    [
        ([style("H", "<w:rPr><w:vanish/></w:rPr>", kind="character")], ("", '<w:rStyle w:val="H"/>')),
        (
            [style("B", "<w:rPr><w:vanish/></w:rPr>"), style("H", '<w:basedOn w:val="B"/>')],
            ('<w:pStyle w:val="H"/>', ""),
        ),
        ([style("N", "<w:rPr><w:vanish/></w:rPr>", default=True)], ("", "")),
    ],
)
def test_a_style_hides_as_well(definitions: list[str], mark: tuple[str, str]) -> None:
    found = seen(paragraph(run("山田", mark[1]), mark[0]), styles(*definitions))
    assert hidden(found) == [(Part.TEXT, "山田", Hiding.VANISH)]
    shown = seen(paragraph(run("山田", mark[1] + '<w:vanish w:val="0"/>'), mark[0]), styles(*definitions))
    assert not hidden(shown)


def test_styles_that_are_based_on_each_other_end() -> None:
    circle = [style("A", '<w:basedOn w:val="B"/>'), style("B", '<w:basedOn w:val="A"/><w:rPr><w:vanish/></w:rPr>')]
    assert hidden(seen(paragraph("山田", '<w:pStyle w:val="A"/>'), styles(*circle)))


def test_the_defaults_of_a_document_count() -> None:
    assert hidden(seen(paragraph("山田"), styles(defaults='<w:color w:val="FFFFFF"/>')))


WHITE = '<w:color w:val="FFFFFF"/>'


def test_white_text_on_a_dark_ground_is_an_honest_heading() -> None:
    dark = '<w:shd w:val="clear" w:fill="1F3864"/>'
    head = cell(paragraph(run("氏名", WHITE)), dark)
    fancy = style(
        "T",
        "<w:tblStylePr w:type='firstRow'><w:tcPr><w:shd w:fill='4472C4' w:val='clear'/></w:tcPr></w:tblStylePr>",
        kind="table",
    )
    for found in (
        seen(table([head], ["山田"])),
        seen(table([cell(paragraph(run("氏名", WHITE)))], properties=dark)),
        seen(table([cell(paragraph(run("氏名", WHITE)))], properties='<w:tblStyle w:val="T"/>'), styles(fancy)),
        seen(paragraph(run("見出し", WHITE), dark)),
        seen(paragraph(run("見出し", WHITE), '<w:pStyle w:val="D"/>'), styles(style("D", f"<w:pPr>{dark}</w:pPr>"))),
        seen(paragraph(run("見出し", WHITE)), before='<w:background w:color="1F3864"/>'),
    ):
        assert not hidden(found)
        assert not found.covered
        assert all(not hiding for grid in found.grids for hiding in grid.hidden_cells.values())


def test_white_text_in_a_white_table_is_hidden() -> None:
    plain = style("T", "<w:tcPr><w:shd w:fill='auto' w:val='clear'/></w:tcPr>", kind="table")
    body = table([cell(paragraph(run("山田", WHITE))), "佐藤"], properties='<w:tblStyle w:val="T"/>')
    found = seen(body, styles(plain))
    assert found.grids[0].hidden_cells == {0: Hiding.FONT_COLOUR}
    mixed = seen(table([cell(paragraph(run("見える") + run("山田", WHITE)))]))
    assert rows(mixed) == [(1, 1, "見える")]
    assert hidden(mixed) == [(Part.TEXT, "山田", Hiding.FONT_COLOUR)]


def test_what_is_no_document_is_an_error() -> None:
    for data in (b"PK\x03\x04 cut short", made("").replace(b'officeDocument" T', b'somethingElse_" T')):
        with pytest.raises(UnreadableFileError):
            read(File("a.docx", data), Limits())
