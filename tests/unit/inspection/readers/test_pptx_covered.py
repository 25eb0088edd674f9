import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.inspection.readers.pptx_files import (
    Slide,
    at,
    colour,
    covered,
    group,
    hidden,
    paragraph,
    picture,
    run,
    seen,
    shape,
    table,
)

from sekisho.inspection.containers.pictures import is_opaque
from sekisho.inspection.model import Covered, Hiding, Part, Place

BLACK = colour("000000")
# At 18 points a full-width character is 0.635 cm wide; the margin of a box is 0.25 cm.
LINE = "氏名：青木花子　園：A園"


def bar(
    left: float, top: float, wide: float, high: float, fill: str = BLACK, geometry: str = "rect", **more: object
) -> str:
    return shape(place=at(left, top, wide, high), fill=fill, geometry=geometry, **more)  # type: ignore[arg-type]


def text(*paragraphs: str, left: float = 1, top: float = 1, wide: float = 20, high: float = 1.5, **more: object) -> str:
    return shape(*(paragraphs or (LINE,)), place=at(left, top, wide, high), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("geometry", ["rect", "roundRect", "ellipse", "snip1Rect", "flowChartProcess"])
def test_a_word_under_a_bar(geometry: str) -> None:
    document = seen(text() + bar(3.1, 1, 2.6, 1.2, geometry=geometry))
    assert document.covered == (Covered(Place(Part.SLIDE, page=1), "青木花子"),)


@pytest.mark.parametrize(
    ("fill", "hides"),
    [
        (colour("FFFFFF"), True),
        (colour("tx1"), True),
        ('<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="000000"/></a:gs></a:gsLst></a:gradFill>', True),
        ('<a:pattFill prst="pct50"/>', True),
        ('<a:solidFill><a:srgbClr val="000000"><a:alpha val="50000"/></a:srgbClr></a:solidFill>', False),
        ("<a:noFill/>", False),
        ("", False),
    ],
)
def test_only_what_nothing_shines_through_hides(fill: str, hides: bool) -> None:
    assert covered(seen(text() + bar(3.1, 1, 2.6, 1.2, fill))) == (["青木花子"] if hides else [])


def test_a_shape_gets_its_fill_from_its_style_too() -> None:
    style = '<p:style><a:fillRef idx="1"><a:srgbClr val="000000"/></a:fillRef><a:fontRef idx="minor"/></p:style>'
    assert covered(seen(text() + bar(3.1, 1, 2.6, 1.2, "", style=style))) == ["青木花子"]
    assert covered(seen(text() + bar(3.1, 1, 2.6, 1.2, "<a:noFill/>", style=style))) == []


@pytest.mark.parametrize(
    "over",
    [
        bar(3.1, 1, 2.6, 1.2, geometry="rightArrow"),
        bar(3.1, 1, 2.6, 1.2, geometry="line"),
        bar(3.1, 1, 2.6, 0.1),  # a line under the name
        bar(3.1, 2.3, 2.6, 1),  # below the text
        bar(15, 1, 4, 1.2),  # where the box holds no text
        bar(1, 0, 20, 1.05),  # a band that touches the box
        bar(3.1, 1, 0.3, 1.2),
        bar(3.1, 1, 2.6, 1.2, more='hidden="1"'),
        shape("詳細", "はこちら", place=at(3.1, 1, 2.6, 1.2), fill=BLACK),  # a button beside what it hides a word of
    ],
)
def test_what_lies_over_a_box_and_hides_no_text(over: str) -> None:
    assert covered(seen(text() + over)) == []


def test_what_lies_below_a_text_hides_nothing() -> None:
    assert covered(seen(bar(3.1, 1, 2.6, 1.2) + text())) == []


def test_a_shape_that_comes_or_goes_hides_nothing_for_good() -> None:
    answer = text() + bar(3.1, 1, 2.6, 1.2, number=77)
    for kind, hides in (("exit", False), ("entr", False), ("emph", True)):
        timing = f'<p:timing><p:cTn presetClass="{kind}"><p:spTgt spid="77"/></p:cTn></p:timing>'
        assert covered(seen(answer, timing=timing)) == (["青木花子"] if hides else [])


def test_the_line_that_is_meant_is_found_among_others() -> None:
    lines = ("一行目の人", "二行目の人", "三行目の人")
    assert covered(seen(text(*lines, high=4) + bar(1, 1.95, 6, 0.7))) == ["二行目の人"]
    bottom = '<a:bodyPr anchor="b"/>'
    assert covered(seen(text(*lines, high=6, properties=bottom) + bar(1, 6.1, 6, 0.8))) == ["三行目の人"]


def test_centred_and_right_aligned_text_is_found_where_it_stands() -> None:
    for align, left in (("ctr", 9), ("r", 18)):
        content = paragraph("青木花子", f'<a:pPr algn="{align}"/>')
        assert covered(seen(text(content) + bar(left, 1, 4, 1.2))) == ["青木花子"]
        assert covered(seen(text(content) + bar(1.2, 1, 3, 1.2))) == []


def test_a_long_paragraph_is_broken_at_the_edge_of_its_box() -> None:
    content = "さくら野市保育幼稚園課からのお知らせです青木花子"
    # Twenty characters of 18 points fit into 13.2 cm.
    assert covered(seen(text(content, wide=13.3, high=3) + bar(1, 1.95, 3, 0.7))) == [content[20:]] or covered(
        seen(text(content, wide=13.3, high=3) + bar(1, 1.95, 3, 0.7))
    )


def test_a_large_font_from_the_layout_counts() -> None:
    big = '<a:lvl1pPr><a:defRPr sz="4400"/></a:lvl1pPr>'
    layout = shape("見出し", placeholder='type="title"', place=at(1, 1, 24, 3)).replace(
        "<a:lstStyle/>", f"<a:lstStyle>{big}</a:lstStyle>"
    )
    title = shape("青木花子と馬場陽菜", placeholder='type="title"')
    assert covered(seen(title + bar(9.2, 1, 6.5, 3), layout=layout)) == ["青木花子と馬場陽菜"]


def test_a_text_that_stands_upright_is_covered_where_its_box_is() -> None:
    upright = text("青木花子", wide=2, high=6, properties='<a:bodyPr vert="eaVert"/>')
    assert covered(seen(upright + bar(1, 1, 2, 6))) == ["青木花子"]
    assert covered(seen(upright + bar(1, 5, 2, 2))) == []


def test_a_cell_under_a_bar() -> None:
    people = table(["氏名", "園"], ["青木花子", "A園"], ["馬場陽菜", "B園"], place=at(1, 1, 10, 3, tag="p"))
    assert covered(seen(people + bar(1, 3, 5, 1))) == ["馬場陽菜"]
    assert covered(seen(people + bar(12, 3, 5, 1))) == []


def test_a_bar_in_a_group_and_a_turned_one() -> None:
    assert covered(seen(text() + group(bar(3.1, 1, 2.6, 1.2)))) == ["青木花子"]
    turned = shape(place=at(3.8, 0.3, 1.2, 2.6, 'rot="5400000"'), fill=BLACK)
    assert covered(seen(text() + turned)) == ["青木花子"]


def test_a_text_under_a_box_that_bears_a_text_itself() -> None:
    over = shape("お知らせ", place=at(0.5, 0.5, 22, 3), fill=colour("FFFFFF"))
    assert covered(seen(text() + over)) == [LINE.split("　", maxsplit=1)[0] + "　" + LINE.split("　")[1]]


def test_black_on_black_is_covered_by_its_own_box() -> None:
    document = seen(text(paragraph(run("青木花子", BLACK)), fill=BLACK))
    assert hidden(document) == {"青木花子": Hiding.COVERED}
    assert covered(document) == ["青木花子"]


def test_what_is_hidden_anyway_is_not_covered_as_well() -> None:
    document = seen(text(more='hidden="1"') + bar(1, 1, 20, 2))
    assert covered(document) == []
    assert Slide().shapes == ""


# ---------------------------------------------------------------- pictures


def png(alpha: list[list[int]], filters: int = 0, colours: int = 6) -> bytes:
    """Return a PNG whose lines are filtered in one way."""
    samples = {6: 4, 4: 2, 2: 3}[colours]
    before = bytes(len(alpha[0]) * samples)
    raw = b""
    for line in alpha:
        pixels = b"".join(
            bytes([9, 8, 7][: samples - 1]) + bytes([value]) if samples % 2 == 0 else b"\1\2\3" for value in line
        )
        raw += bytes([filters]) + bytes(_filtered(pixels, before, samples, filters))
        before = pixels
    head = struct.pack(">IIBBBBB", len(alpha[0]), len(alpha), 8, colours, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(raw)[:20]), (b"IDAT", zlib.compress(raw)[20:]), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks
    )


def _filtered(line: bytes, before: bytes, step: int, way: int) -> list[int]:
    result = []
    for at_, value in enumerate(line):
        left = line[at_ - step] if at_ >= step else 0
        up, corner = before[at_], before[at_ - step] if at_ >= step else 0
        guess = left + up - corner
        paeth = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
        result.append((value - (0, left, up, (left + up) // 2, paeth)[way]) % 256)
    return result


@pytest.mark.parametrize("filters", range(5))
@pytest.mark.parametrize("colours", [6, 4])
def test_a_picture_with_an_alpha_channel_is_opaque_where_that_is_full(filters: int, colours: int) -> None:
    assert is_opaque(png([[255] * 5] * 4, filters, colours))
    assert not is_opaque(png([[255] * 5, [255, 0, 255, 255, 255], [255] * 5], filters, colours))


@settings(deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([0, 128, 254, 255]), min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(0, 4),
)
def test_the_alpha_channel_is_judged_right_for_any_picture(alpha: list[list[int]], filters: int) -> None:
    assert is_opaque(png(alpha, filters)) == all(value == 255 for line in alpha for value in line)


def test_other_pictures() -> None:
    assert is_opaque(png([[0, 0]], colours=2))
    assert is_opaque(b"\xff\xd8\xff\xe0")
    for data in (
        b"GIF89a",
        b"",
        b"<svg/>",
        png([[255, 255]])[:45],
        png([[255, 255]])[:20],
        png([[255, 255]]).replace(b"\x08\x06", b"\x10\x06"),
    ):
        assert not is_opaque(data)


def test_a_text_under_a_picture() -> None:
    photo, clear = png([[255] * 4] * 4), png([[0] * 4] * 4)
    whole = at(0, 0, 25, 4)
    for data, hides in ((photo, True), (clear, False), (b"\xff\xd8\xff\xe0" + bytes(30), True)):
        document = seen(text() + picture("r2", whole), ("image", "media/image1.png", data))
        assert bool(covered(document)) is hides
    assert covered(seen(picture("r2", whole) + text(), ("image", "media/image1.png", photo))) == []
    faint = picture("r2", whole).replace('r:embed="r2"/>', 'r:embed="r2"><a:alphaModFix amt="20000"/></a:blip>')
    assert covered(seen(text() + faint, ("image", "media/image1.png", photo))) == []


def test_the_space_between_paragraphs_counts() -> None:
    apart = '<a:pPr><a:spcBef><a:spcPts val="3000"/></a:spcBef></a:pPr>'
    lines = [paragraph(run(word), apart) for word in ("一行目", "二行目", "三行目", "四行目")]
    # Each line is 0.76 cm high, with 1.06 cm above all but the first: the fourth begins 5.5 cm below the margin.
    assert covered(seen(text(*lines, high=9) + bar(1, 6.5, 6, 0.9))) == ["四行目"]
    half = [one.replace(apart, '<a:pPr><a:lnSpc><a:spcPct val="200000"/></a:lnSpc></a:pPr>') for one in lines]
    assert covered(seen(text(*half, high=9) + bar(1, 5.7, 6, 1.6))) == ["四行目"]
