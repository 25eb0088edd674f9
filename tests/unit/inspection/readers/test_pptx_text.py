import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.inspection.readers.pptx_files import (
    Deck,
    Slide,
    at,
    cell,
    colour,
    group,
    hidden,
    not_read,
    opened,
    packed,
    paragraph,
    rows,
    run,
    seen,
    shape,
    table,
    texts,
    xml,
)

from sekisho.inspection.model import Hiding, Part, Place, UnreadableFileError

CELLS = st.text(st.sampled_from("青木花子馬場陽菜千葉髙﨑 <>&\"'ーア0123"), max_size=10)
WHITE, BLACK = colour("FFFFFF"), colour("000000")


def test_texts_carry_the_number_of_their_slide() -> None:
    document = opened(Deck([Slide(shape("一")), Slide(shape("二", "三"))]).bytes())
    assert [(text.text, text.place) for text in document.texts if text.place.part is Part.SLIDE] == [
        ("一", Place(Part.SLIDE, page=1)),
        ("二", Place(Part.SLIDE, page=2)),
        ("三", Place(Part.SLIDE, page=2)),
    ]
    assert document.coverage.parts == document.coverage.read
    assert not_read(document) == []


def test_slides_are_counted_as_the_program_shows_them() -> None:
    document = opened(Deck([Slide(shape("一")), Slide(shape("二"))], attributes='firstSlideNum="10"').bytes())
    assert [text.place.page for text in document.texts if text.place.part is Part.SLIDE] == [10, 11]


def test_slides_stand_in_the_order_of_the_list() -> None:
    members = Deck([Slide(shape("一")), Slide(shape("二"))]).members()
    data = members["ppt/presentation.xml"].decode()
    data = data.replace('r:id="s1"', 'r:id="x"').replace('r:id="s2"', 'r:id="s1"').replace('r:id="x"', 'r:id="s2"')
    members["ppt/presentation.xml"] = data.encode()
    assert {t.text: t.place.page for t in opened(packed(members)).texts if t.place.part is Part.SLIDE} == {
        "二": 1,
        "一": 2,
    }


def test_pieces_breaks_and_fields_make_one_paragraph() -> None:
    content = run("青木") + "<a:br/>" + run("花子") + '<a:fld type="slidenum"><a:rPr/><a:t>3</a:t></a:fld>'
    assert texts(seen(shape(f"<a:p>{content}</a:p>")), Part.SLIDE) == ["青木\n花子3"]


def test_shapes_in_groups_are_read() -> None:
    inner = group(shape("奥"), group(shape("底")))
    assert texts(seen(shape("上") + inner), Part.SLIDE) == ["上", "奥", "底"]


def test_the_second_form_of_a_shape_is_read_where_it_says_something_else() -> None:
    both = f'<mc:AlternateContent><mc:Choice Requires="p14">{shape("一")}</mc:Choice><mc:Fallback>{shape("一", "別")}</mc:Fallback></mc:AlternateContent>'
    assert texts(seen(both), Part.SLIDE) == ["一", "別"]


def test_strict_files_and_templates_are_read_as_well() -> None:
    members = Deck([Slide(shape("青木花子") + table(["a", "b"]))]).members()
    strict = {
        name: data.replace(
            b"schemas.openxmlformats.org/presentationml/2006/main", b"purl.oclc.org/ooxml/presentationml/main"
        )
        .replace(b"schemas.openxmlformats.org/drawingml/2006/main", b"purl.oclc.org/ooxml/drawingml/main")
        .replace(
            b"schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, data in members.items()
    }
    document = opened(packed(strict))
    assert texts(document, Part.SLIDE) == ["青木花子"]
    assert rows(document) == [(1, 1, "a"), (1, 2, "b")]


# ---------------------------------------------------------------- tables


def test_a_table_is_a_grid_with_its_merged_cells() -> None:
    document = seen(
        table(
            [cell("氏名", attributes='gridSpan="2"'), cell("", attributes='hMerge="1"'), "園"],
            [cell("青木", "花子", attributes='rowSpan="2"'), "b", "c"],
            [cell("", attributes='vMerge="1"'), "e", "f"],
        )
    )
    assert rows(document) == [
        (1, 1, "氏名"), (1, 3, "園"), (2, 1, "青木\n花子"), (2, 2, "b"), (2, 3, "c"), (3, 2, "e"), (3, 3, "f")
    ]  # fmt: skip
    grid = document.grids[0]
    assert grid.merges == ((1, 1, 1, 2), (2, 1, 3, 1))
    assert (grid.place, grid.addressed) == (Place(Part.SLIDE, page=1), False)


def test_a_cell_under_another_one_is_behind() -> None:
    document = seen(table([cell("氏名", attributes='gridSpan="2"'), cell("馬場", attributes='hMerge="1"')]))
    assert document.grids[0].hidden_cells == {1: Hiding.BEHIND}


def test_the_colour_of_a_cells_text_against_its_ground() -> None:
    white = paragraph(run("馬場", WHITE))
    document = seen(table(["氏名", cell(white, properties=WHITE)], ["青木", cell(white, properties=colour("003366"))]))
    assert document.grids[0].hidden_cells == {1: Hiding.FONT_COLOUR}


def test_a_black_cell_with_black_text_is_blacked_out_but_for_a_heading() -> None:
    usual = '<a:tblPr firstRow="1"><a:tableStyleId>{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}</a:tableStyleId></a:tblPr>'
    dark = usual.replace("5C22544A-7EE6-4342-B048-85BDC9FD1C3A", "E8034E78-7F5D-4C2E-B375-FC64B27BC917")
    lines = ([cell("氏名", properties=BLACK)], [cell("馬場", properties=BLACK)])
    assert [one.text for one in seen(table(*lines, properties=usual)).covered] == ["馬場"]
    assert seen(table(*lines, properties=dark)).covered == ()
    told = xml(
        "a:tblStyleLst",
        '<a:tblStyle styleId="{E8034E78-7F5D-4C2E-B375-FC64B27BC917}"><a:wholeTbl><a:tcTxStyle><a:srgbClr val="000000"/></a:tcTxStyle></a:wholeTbl></a:tblStyle>',
    )
    document = seen(table(*lines, properties=dark), parts=(("tableStyles", "tableStyles.xml", told),))  # type: ignore[arg-type]
    assert [one.text for one in document.covered] == ["馬場"]


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_any_list_is_read_back_at_its_cells(lines: list[list[str]]) -> None:
    document = seen(table(*lines))
    wanted = [
        (row, column, text.strip())
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line, 1)
        if text.strip()
    ]
    assert (rows(document) if document.grids else []) == wanted


# ---------------------------------------------------------------- hidden


def test_an_honest_slide_hides_nothing() -> None:
    document = seen(
        shape("さくら野市", placeholder='type="title"', place=at(1, 1, 20, 2))
        + shape(paragraph(run("白い字", WHITE)), place=at(1, 4, 10, 2), fill=colour("003366"))
        + shape(place=at(1, 8, 10, 3), fill=colour("003366"))
        + shape(paragraph(run("白い字", WHITE)), place=at(2, 8.5, 6, 2))
        + shape(paragraph(run("うすい字", colour("BBBBBB"))), place=at(1, 12, 10, 2))
        + shape(paragraph(run("小さい字", attributes='sz="800"')), place=at(12, 12, 10, 2))
        + shape("はみ出した字", place=at(-3, 15, 10, 2))
        + table(["氏名", "園"], ["青木", "A園"], place=at(15, 5, 10, 2, tag="p"))
    )
    assert hidden(document) == {}
    assert document.covered == ()
    assert document.grids[0].hidden_cells == {}


@pytest.mark.parametrize(
    ("content", "hiding"),
    [
        (run("秘", WHITE), Hiding.FONT_COLOUR),
        (run("秘", colour("bg1")), Hiding.FONT_COLOUR),
        (run("秘", '<a:solidFill><a:schemeClr val="tx1"><a:lumMod val="5000"/><a:lumOff val="95000"/></a:schemeClr></a:solidFill>'), Hiding.FONT_COLOUR),
        (run("秘", '<a:solidFill><a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr></a:solidFill>'), Hiding.NO_INK),
        (run("秘", "<a:noFill/>"), Hiding.NO_INK),
        (run("秘", attributes='sz="100"'), Hiding.TINY_FONT),
        (run("秘", f'{BLACK}<a:highlight><a:srgbClr val="000000"/></a:highlight>'), Hiding.COVERED),
        (run("秘", f'{WHITE}<a:highlight><a:srgbClr val="FFFFFF"/></a:highlight>'), Hiding.FONT_COLOUR),
    ],
)  # fmt: skip
def test_a_piece_of_text_that_its_look_hides(content: str, hiding: Hiding) -> None:
    document = seen(shape(f"<a:p>{run('見える')}{content}</a:p>", place=at(1, 1, 10, 2)))
    assert hidden(document) == {"秘": hiding}
    assert "見える" in texts(document)


def test_the_colour_comes_from_wherever_the_text_inherits_it() -> None:
    plain = shape("秘", placeholder='type="body" idx="1"', place=at(1, 1, 10, 2))
    white = '<a:lvl1pPr><a:defRPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    assert hidden(seen(plain)) == {}
    assert hidden(seen(plain, master_styles=f"<p:bodyStyle>{white}</p:bodyStyle>")) == {"秘": Hiding.FONT_COLOUR}
    own = shape("秘", placeholder='type="body" idx="1"').replace("<a:lstStyle/>", f"<a:lstStyle>{white}</a:lstStyle>")
    assert hidden(seen(plain, layout=own)) == {"秘": Hiding.FONT_COLOUR}
    style = '<p:style><a:fillRef idx="0"/><a:fontRef idx="minor"><a:schemeClr val="lt1"/></a:fontRef></p:style>'
    assert hidden(seen(shape("秘", place=at(1, 1, 10, 2), style=style))) == {"秘": Hiding.FONT_COLOUR}
    filled = style.replace('idx="0"/>', 'idx="1"><a:srgbClr val="003366"/></a:fillRef>')
    assert hidden(seen(shape("見える", place=at(1, 1, 10, 2), style=filled))) == {}


def test_the_ground_is_whatever_lies_below() -> None:
    white = shape(paragraph(run("字", WHITE)), place=at(1, 1, 10, 2))
    black = shape(paragraph(run("字", BLACK)), place=at(1, 1, 10, 2))
    dark = '<p:bg><p:bgPr><a:solidFill><a:srgbClr val="000000"/></a:solidFill></p:bgPr></p:bg>'
    by_theme = '<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
    photo = '<p:bg><p:bgPr><a:blipFill><a:blip r:embed="r9"/></a:blipFill></p:bgPr></p:bg>'
    assert hidden(seen(white, background=dark)) == {}
    assert hidden(seen(black, background=dark)) == {"字": Hiding.FONT_COLOUR}
    assert hidden(seen(white, background=photo)) == {}
    assert hidden(seen(white, master_background=dark)) == {}
    navy = '<a:lt1><a:srgbClr val="000080"/></a:lt1>'
    assert hidden(seen(white, master_background=by_theme, scheme=navy)) == {}
    band = shape(place=at(0, 0, 34, 5), fill=colour("003366"))
    assert hidden(seen(band + white)) == {}
    assert hidden(seen(white, master=band)) == {}
    assert hidden(seen(white, master=band, attributes='showMasterSp="0"')) == {"字": Hiding.FONT_COLOUR}
    half = shape(place=at(0, 0, 3, 5), fill=colour("003366"))
    assert hidden(seen(half + white)) == {}  # what is seen on the dark half is seen


def test_shapes_that_nobody_sees() -> None:
    away = shape("外", place=at(40, 1, 5, 2)) + table(["氏名", "馬場"], place=at(1, 30, 10, 2, tag="p"))
    document = seen(away + shape("隠", more='hidden="1"') + group(shape("群"), more='hidden="true"'))
    assert hidden(document) == {"外": Hiding.OFF_PAGE, "隠": Hiding.BEHIND, "群": Hiding.BEHIND}
    assert document.grids[0].hidden is Hiding.OFF_PAGE


def test_a_group_moves_what_is_in_it() -> None:
    inner = shape("見える", place=at(100, 100, 5, 2))
    transform = '<a:xfrm><a:off x="360000" y="360000"/><a:ext cx="1800000" cy="720000"/><a:chOff x="36000000" y="36000000"/><a:chExt cx="1800000" cy="720000"/></a:xfrm>'
    assert hidden(seen(group(inner, transform=transform))) == {}
    assert hidden(seen(inner)) == {"見える": Hiding.OFF_PAGE}


def test_a_hidden_slide_hides_all_that_belongs_to_it() -> None:
    document = opened(
        Deck([Slide(shape("見える")), Slide(shape("秘") + table(["氏名", "馬場"]), attributes='show="0"')]).bytes()
    )
    assert hidden(document) == {"秘": Hiding.SLIDE}
    assert document.grids[0].hidden is Hiding.SLIDE


def test_a_slide_that_is_in_no_list_is_behind() -> None:
    kept = xml("p:sld", "<p:cSld><p:spTree>" + shape("残り") + "</p:spTree></p:cSld>")
    reached = Deck([Slide(shape("一"))], parts=(("slide", "slides/slide9.xml", kept),))
    orphan = Deck([Slide(shape("一"))], extra={"ppt/slides/slide9.xml": kept})
    for deck in (reached, orphan):
        assert hidden(opened(deck.bytes())) == {"残り": Hiding.BEHIND}


def test_placeholders_of_masters_are_nobody_and_what_they_draw_is_on_every_slide() -> None:
    prompt = shape("マスター タイトルの書式設定", placeholder='type="title"')
    document = seen(shape("一"), master=prompt + shape("さくら野市"), layout=shape("案"))
    assert texts(document, Part.SLIDE) == ["一", "案", "さくら野市"]
    assert [(t.text, t.hidden) for t in document.texts if t.place.part is Part.PROPERTY] == [
        ("マスター タイトルの書式設定", Hiding.BEHIND)
    ]


def test_a_layout_that_no_slide_uses_is_at_most_a_property() -> None:
    unused = xml("p:sldLayout", "<p:cSld><p:spTree>" + shape("見本 青木") + "</p:spTree></p:cSld>")
    deck = Deck([Slide(shape("一"))], parts=(("slideLayout", "slideLayouts/slideLayout2.xml", unused),))
    document = opened(deck.bytes())
    assert "見本 青木" in texts(document, Part.PROPERTY)
    assert texts(document, Part.SLIDE) == ["一"]


# ---------------------------------------------------------------- damage


def test_what_is_no_presentation_is_refused() -> None:
    for data in (b"", b"PK\x03\x04", packed({"a.txt": b"x"}), packed({"ppt/presentation.xml": b"<p/>"})):
        with pytest.raises(UnreadableFileError):
            opened(data)


@pytest.mark.parametrize(
    "content",
    [
        b"<p:sld",
        b"",
        b"\x00\x01",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><p:sld xmlns:p='p'/>",
        b"<p:sld xmlns:p='p'>" + b"<p:cSld>" * 300 + b"</p:cSld>" * 300 + b"</p:sld>",
    ],
)
def test_a_damaged_slide_is_named_and_the_others_are_read(content: bytes) -> None:
    members = Deck([Slide(shape("一")), Slide(shape("二"))]).members()
    members["ppt/slides/slide1.xml"] = content
    document = opened(packed(members))
    assert texts(document, Part.SLIDE) == ["二"]
    assert [one.part for one in document.coverage.not_read if "slide1" in one.part] == ["ppt/slides/slide1.xml"]


def test_a_slide_that_is_missing_is_named() -> None:
    members = Deck([Slide(shape("一")), Slide(shape("二"))]).members()
    del members["ppt/slides/slide1.xml"]
    assert any("スライド1" in why for why in not_read(opened(packed(members))))


@pytest.mark.parametrize(
    "name",
    [
        "ppt/_rels/presentation.xml.rels",
        "ppt/slides/_rels/slide1.xml.rels",
        "ppt/slideMasters/slideMaster1.xml",
    ],
)
def test_damage_elsewhere_is_named(name: str) -> None:
    members = Deck([Slide(shape("一"))]).members()
    members[name] = b"<broken"
    assert not_read(opened(packed(members)))


@pytest.mark.parametrize("depth", [100, 240, 300])
def test_groups_in_groups_are_read_to_the_bottom_or_named(depth: int) -> None:
    document = opened(Deck([Slide("<p:grpSp>" * depth + shape("底") + "</p:grpSp>" * depth)]).bytes())
    assert texts(document, Part.SLIDE) == ["底"] or not_read(document)
    assert depth > 200 or texts(document, Part.SLIDE) == ["底"]


WHOLE = Deck([Slide(shape("一") + table(["a", "b"]))]).bytes()


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=5), st.integers(1, len(WHOLE)))
def test_a_file_that_was_changed_is_refused_or_read(changes: list[tuple[int, int]], end: int) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    with contextlib.suppress(UnreadableFileError):
        assert opened(bytes(data[:end])).format == "pptx"


@pytest.mark.parametrize("value", ["nan", "inf", "-1e999", "", "x", "9" * 5000, "-1", "0", "１"])
def test_numbers_that_are_none_do_no_harm(value: str) -> None:
    size = f'<a:normAutofit fontScale="{value}"/>'
    odd = shape(
        run("字", attributes=f'sz="{value}"'),
        place=at(1, 1, 5, 5),
        properties=f'<a:bodyPr lIns="{value}">{size}</a:bodyPr>',
    )
    turned = shape("字", place=at(1, 1, 5, 5, f'rot="{value}"').replace('x="360000"', f'x="{value}"'))
    level = shape(
        paragraph(run("字"), f'<a:pPr lvl="{value}"><a:lnSpc><a:spcPct val="{value}"/></a:lnSpc></a:pPr>'),
        place=at(1, 1, 5, 5),
    )
    tinted = f'<a:solidFill><a:srgbClr val="FFFFFF"><a:lumMod val="{value}"/><a:alpha val="{value}"/></a:srgbClr></a:solidFill>'
    spans = table([cell("a", attributes=f'gridSpan="{value}" rowSpan="{value}"'), "b"], place=at(1, 1, 5, 5, tag="p"))
    bar = shape(place=at(1, 1, 5, 5), fill=tinted)
    document = opened(Deck([Slide(odd + turned + level + spans + bar)], attributes=f'firstSlideNum="{value}"').bytes())
    assert rows(document) == [(1, 1, "a"), (1, 2, "b")]
