import pytest
from tests.unit.inspection.readers.docx_files import (
    cell,
    hidden,
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

from sekisho.inspection.model import Document, Hiding, Part

BLACK_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
BLACK_INK = '<w:color w:val="000000"/>'
POINT = 12700


def covered(document: Document) -> list[str]:
    return [one.text for one in document.covered]


def shape(
    *,
    wide: float = 100,
    high: float = 14,
    fill: str = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>',
    behind: str = "0",
    wrap: str = "wrapNone",
    vertical: str = "paragraph",
    offset: int = 0,
    text: str = "",
    after: str = "",
) -> str:
    box = f"<wps:txbx><w:txbxContent>{paragraph(text)}</w:txbxContent></wps:txbx>" if text else ""
    return (
        f'<w:r><w:drawing><wp:anchor behindDoc="{behind}"><wp:positionV relativeFrom="{vertical}">'
        f"<wp:posOffset>{offset * POINT}</wp:posOffset></wp:positionV>"
        f'<wp:extent cx="{int(wide * POINT)}" cy="{int(high * POINT)}"/><wp:{wrap}/><wp:docPr id="1" name="正方形/長方形 1"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:spPr>{fill}</wps:spPr>{after}{box}</wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></w:r>"
    )


def vml(style: str = "", attributes: str = 'fillcolor="black"', inside: str = "", name: str = "rect") -> str:
    css = f"position:absolute;width:100pt;height:14pt;margin-top:0;z-index:5;{style}"
    return f'<w:r><w:pict><v:{name} style="{css}" {attributes}>{inside}</v:{name}></w:pict></w:r>'


# ---------------------------------------------------------------- honest


@pytest.mark.parametrize(
    "drawn",
    [
        shape(high=2),
        shape(wide=5),
        shape(behind="1"),
        shape(wrap="wrapSquare"),
        shape(wrap="wrapTopAndBottom"),
        shape(vertical="page"),
        shape(vertical="margin"),
        shape(offset=300),
        shape(offset=-100),
        shape(fill="<a:noFill/>"),
        shape(fill='<a:gradFill><a:srgbClr val="000000"/></a:gradFill>'),
        shape(fill='<a:solidFill><a:srgbClr val="FFFF00"/></a:solidFill>'),
        shape(fill='<a:solidFill><a:srgbClr val="000000"><a:alpha val="40000"/></a:srgbClr></a:solidFill>'),
        shape(
            fill='<a:solidFill><a:schemeClr val="tx1"><a:lumMod val="50000"/><a:lumOff val="50000"/></a:schemeClr></a:solidFill>'
        ),
        shape(fill='<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'),
        shape(fill='<a:solidFill><a:sysClr val="window" lastClr="FFFFFF"/></a:solidFill>'),
        shape(fill='<a:solidFill><a:sysClr val="window"/></a:solidFill>'),
        shape(fill="<a:solidFill/>"),
        shape(fill="", after='<wps:style><a:fillRef idx="0"><a:schemeClr val="dk1"/></a:fillRef></wps:style>'),
        shape(fill="", after='<wps:style><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef></wps:style>'),
        shape(fill=""),
        shape(text="見出し"),
        vml("height:2pt"),
        vml("width:5pt"),
        vml("z-index:-1"),
        vml("margin-top:300pt"),
        vml("position:relative"),
        vml("mso-position-vertical-relative:page"),
        vml(attributes='fillcolor="black" filled="f"'),
        vml(attributes='fillcolor="#ff0"'),
        vml(attributes=""),
        vml(inside='<v:fill opacity=".5"/>'),
        vml(inside='<v:fill opacity="32768f"/>'),
        vml(inside='<v:fill opacity="50%"/>'),
        vml(inside='<w10:wrap type="square"/>'),
        vml(inside="<v:textbox><w:txbxContent>" + paragraph("見出し") + "</w:txbxContent></v:textbox>"),
    ],
)
def test_a_drawing_that_covers_nothing_is_no_redaction(drawn: str) -> None:
    assert not covered(seen(paragraph(run("申請者 山田太郎") + drawn)))


def test_a_black_box_over_nothing_is_no_redaction() -> None:
    assert not covered(seen(paragraph(shape())))


@pytest.mark.parametrize("body", [
    table([cell("氏名", BLACK_SHADE)], ["山田"]),
    "<w:tbl><w:tr>" + cell("a") + "</w:tr><w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell("氏名", BLACK_SHADE) + "</w:tr></w:tbl>",
    table(["a"], [cell("氏名", '<w:shd w:val="clear" w:fill="1F3864"/>')]),
    paragraph("見出し", '<w:shd w:val="clear" w:fill="1F3864"/>'),
    paragraph(run("　", '<w:highlight w:val="black"/>')),
])  # fmt: skip
def test_automatic_text_of_a_dark_heading_is_white_and_can_be_seen(body: str) -> None:
    found = seen(body)
    assert not covered(found)
    assert not hidden(found)


# ---------------------------------------------------------------- blacked out


@pytest.mark.parametrize(
    "properties",
    [
        '<w:highlight w:val="black"/>',
        '<w:highlight w:val="black"/>' + BLACK_INK,
        BLACK_SHADE,
        BLACK_SHADE + BLACK_INK,
        '<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>' + BLACK_INK,
        '<w:shd w:val="pct95" w:color="auto" w:fill="auto"/>' + BLACK_INK,
        '<w:shd w:val="clear" w:fill="1A1A1A"/><w:color w:val="111111"/>',
        '<w:highlight w:val="darkBlue"/><w:color w:val="000080"/>',
    ],
)
def test_dark_text_on_dark_is_blacked_out_and_can_still_be_read(properties: str) -> None:
    found = seen(paragraph(run("申請者 ") + run("山田", properties) + run("太郎", properties) + run(" 様")))
    assert covered(found) == ["山田太郎"]
    assert hidden(found) == [(Part.TEXT, "山田太郎", Hiding.COVERED)]
    assert texts(found)[0] == "申請者  様"


def test_a_paragraph_and_a_cell_can_be_blacked_out() -> None:
    assert covered(seen(paragraph("山田太郎", BLACK_SHADE))) == ["山田太郎"]
    assert covered(seen(paragraph(run("山田太郎", BLACK_INK), BLACK_SHADE))) == ["山田太郎"]
    by_style = styles(style("K", "<w:rPr>" + BLACK_SHADE + BLACK_INK + "</w:rPr>", kind="character"))
    assert covered(seen(paragraph(run("山田", '<w:rStyle w:val="K"/>')), by_style)) == ["山田"]
    found = seen(table(["氏名", "市"], [cell(paragraph("山田") + paragraph("太郎"), BLACK_SHADE), "さくら野市"]))
    assert covered(found) == ["山田\n太郎"]
    assert found.grids[0].hidden_cells == {2: Hiding.COVERED}
    assert rows(found)[2] == (2, 1, "山田\n太郎")
    assert not hidden(found)


def test_the_first_row_of_a_table_is_blacked_out_by_black_letters() -> None:
    assert covered(seen(table([cell(paragraph(run("山田", BLACK_INK)), BLACK_SHADE)]))) == ["山田"]


@pytest.mark.parametrize(
    "drawn",
    [
        shape(),
        shape(offset=10),
        shape(vertical="line", offset=-5),
        shape(fill='<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'),
        shape(fill='<a:solidFill><a:prstClr val="black"/></a:solidFill>'),
        shape(fill='<a:solidFill><a:sysClr val="windowText" lastClr="000000"/></a:solidFill>'),
        shape(fill="", after='<wps:style><a:fillRef idx="1"><a:schemeClr val="dk1"/></a:fillRef></wps:style>'),
        vml(),
        vml(attributes='fillcolor="#000"'),
        vml(attributes='fillcolor="#0a0a0a [3213]"', name="shape"),
        vml("mso-position-vertical-relative:line;margin-top:3mm;height:.3in"),
        vml(inside='<v:fill opacity="1"/><w10:wrap type="none"/>'),
    ],
)
def test_a_dark_shape_in_front_of_its_paragraph_covers_it(drawn: str) -> None:
    assert covered(seen(paragraph(run("申請者 山田太郎") + drawn))) == ["申請者 山田太郎"]
    assert covered(seen(table(["x", cell(paragraph(run("山田") + drawn))]))) == ["山田"]


def test_both_forms_of_one_shape_cover_once() -> None:
    both = f"<w:r><mc:AlternateContent><mc:Choice>{shape()[5:-6]}</mc:Choice><mc:Fallback>{vml()[5:-6]}</mc:Fallback></mc:AlternateContent></w:r>"
    assert covered(seen(paragraph(run("山田太郎") + both))) == ["山田太郎"]


# ---------------------------------------------------------------- text boxes


def box(content: str, fill: str = "") -> str:
    return (
        '<w:drawing><wp:inline><wp:docPr id="1" name="テキスト ボックス 2"/><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def old_box(content: str, attributes: str = "") -> str:
    return f'<w:pict><v:shape style="width:50pt" {attributes}><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>'


def both_forms(first: str, second: str) -> str:
    return f"<w:r><mc:AlternateContent><mc:Choice>{first}</mc:Choice><mc:Fallback>{second}</mc:Fallback></mc:AlternateContent></w:r>"


def test_a_text_box_is_read_once_though_it_is_written_twice() -> None:
    content = paragraph("山田太郎") + table(["番号"])
    found = seen(paragraph(run("本文") + both_forms(box(content), old_box(content))))
    assert [(text.place.part, text.text) for text in found.texts] == [(Part.TEXT, "本文"), (Part.TEXT_BOX, "山田太郎")]
    assert [grid.place.part for grid in found.grids] == [Part.TEXT_BOX]


def test_a_second_form_that_says_something_else_is_read_too() -> None:
    found = seen(paragraph(both_forms(box(paragraph("山田")), old_box(paragraph("佐藤") + table(["林"])))))
    assert texts(found, Part.TEXT_BOX) == ["山田", "佐藤"]
    assert rows(found) == [(1, 1, "林")]
    whole = (
        "<mc:AlternateContent><mc:Choice>"
        + paragraph("一")
        + "</mc:Choice><mc:Fallback>"
        + paragraph("一")
        + paragraph("二")
        + "</mc:Fallback></mc:AlternateContent>"
    )
    assert texts(seen(whole)) == ["一", "二"]


def test_a_sign_that_old_programs_do_not_know_is_read_once() -> None:
    assert texts(seen(paragraph(run("前") + both_forms("<w:t>山</w:t>", "<w:t>田</w:t>")))) == ["前山"]
    assert texts(seen(paragraph(run("前") + both_forms("<w:x/>", "<w:t>田</w:t>")))) == ["前田"]


def test_a_box_in_a_box_is_read_once() -> None:
    inner = paragraph("<w:r>" + box(paragraph("内")) + "</w:r>" + run("外"))
    assert texts(seen(paragraph("<w:r>" + box(inner) + "</w:r>")), Part.TEXT_BOX) == ["外", "内"]


def test_white_letters_in_a_box_are_hidden_on_white_alone() -> None:
    white = paragraph(run("山田", '<w:color w:val="FFFFFF"/>'))
    for honest in (
        box(white),
        box(white, "<a:noFill/>"),
        box(white, '<a:solidFill><a:srgbClr val="1F3864"/></a:solidFill>'),
        old_box(white),
        old_box(white, 'fillcolor="navy"'),
    ):
        assert not hidden(seen(paragraph(f"<w:r>{honest}</w:r>")))
    for secret in (
        box(white, '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'),
        old_box(white, 'fillcolor="white"'),
    ):
        assert hidden(seen(paragraph(f"<w:r>{secret}</w:r>"))) == [(Part.TEXT_BOX, "山田", Hiding.FONT_COLOUR)]
    black = box(paragraph(run("山田", BLACK_INK)), '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>')
    assert covered(seen(paragraph(f"<w:r>{black}</w:r>"))) == ["山田"]


def test_a_box_in_a_header_is_a_box() -> None:
    header = ("header", "header1.xml", xml("w:hdr", paragraph("<w:r>" + box(paragraph("山田")) + "</w:r>")))
    assert texts(seen("", header), Part.TEXT_BOX) == ["山田"]
