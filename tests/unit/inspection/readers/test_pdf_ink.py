"""What a reader of the page does not see is found, and what is seen is never called hidden."""

from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.colors import blue, red
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import (
    BORROWED,
    FONT,
    SECRET,
    annotated,
    changed,
    hidden_texts,
    lines,
    made,
    opened,
)

from sekisho.inspection.model import Hiding, Part

AROUND = "見えている文です。担当は総務課です。"


def _page(canvas: Canvas) -> None:
    for k in range(8):
        canvas.drawString(60, 780 - 20 * k, AROUND)


def _image(size: tuple[int, int], colour: tuple[int, int, int]) -> ImageReader:
    return ImageReader(Image.new("RGB", size, colour))


# ---------------------------------------------------------------- controls: nothing is hidden


def yellow(c: Canvas) -> None:
    c.setFillColorRGB(1, 1, 0)
    c.rect(50, 500, 300, 30, fill=1, stroke=0)
    c.setFillGray(0)
    c.drawString(60, 510, SECRET)


def watermark(c: Canvas) -> None:
    c.saveState()
    c.setFillGray(0.65)
    c.setFont(c._fontname, 60)
    c.translate(150, 300)
    c.rotate(45)
    c.drawString(0, 0, "写し　複製禁止")
    c.restoreState()


def table(c: Canvas) -> None:
    c.setFillColorRGB(0.1, 0.2, 0.5)
    c.rect(50, 500, 400, 20, fill=1, stroke=0)
    c.setFillGray(1)
    c.drawString(60, 505, "氏名")
    c.drawString(200, 505, "住所")
    for k in range(6):
        c.setFillGray(0.9 if k % 2 else 1)
        c.rect(50, 480 - 20 * k, 400, 20, fill=1, stroke=1)
        c.setFillGray(0)
        c.drawString(60, 485 - 20 * k, SECRET)
        c.drawString(200, 485 - 20 * k, "さくら野市中央一丁目")


def shadow(c: Canvas) -> None:
    c.setFillGray(0.7)
    c.drawString(61.5, 508.5, SECRET)
    c.setFillGray(0)
    c.drawString(60, 510, SECRET)


def over_photo(c: Canvas) -> None:
    c.drawImage(_image((40, 40), (200, 230, 200)), 50, 480, 300, 60)
    c.drawString(60, 510, SECRET)


def yellow_letters(c: Canvas) -> None:
    c.setFillColorRGB(0.95, 0.8, 0)
    c.drawString(60, 510, SECRET)


def form_in_form(c: Canvas) -> None:
    for name, inner in (("inner", None), ("outer", "inner")):
        c.beginForm(name)
        if inner is None:
            c.setFont(FONT, 12)
            c.setFillGray(0.9)
            c.rect(-5, -5, 150, 20, fill=1, stroke=0)
            c.setFillGray(0)
            c.drawString(0, 0, SECRET)
        else:
            c.doForm(inner)
        c.endForm()
    c.saveState()
    c.translate(60, 480)
    c.scale(1.5, 1.5)
    c.doForm("outer")
    c.restoreState()
    c.setFillGray(0.97)
    c.rect(300, 300, 100, 100, fill=1, stroke=0)


def small_dense(c: Canvas) -> None:
    c.setFont(c._fontname, 4)
    for k in range(100):
        c.drawString(60, 600 - 5 * k, "1-2 一ノ瀬・ー二 " + SECRET * 10)
    c.setFont(c._fontname, 12)


def bordered(c: Canvas) -> None:
    c.drawString(60, 510, SECRET)
    c.setLineWidth(1)
    c.rect(40, 400, 500, 420, fill=0, stroke=1)
    c.line(60, 515, 300, 515)


def see_through(c: Canvas) -> None:
    c.drawString(60, 510, SECRET)
    c.setFillAlpha(0.3)
    c.setFillColorRGB(1, 1, 0)
    c.rect(50, 500, 300, 30, fill=1, stroke=0)


def inside_form(c: Canvas) -> None:
    c.beginForm("part")
    c.setFont(FONT, 12)
    c.drawString(0, 0, SECRET)
    c.endForm()
    c.saveState()
    c.translate(60, 510)
    c.doForm("part")
    c.restoreState()


def clipped_loosely(c: Canvas) -> None:
    path = c.beginPath()
    path.rect(40, 400, 500, 400)
    c.clipPath(path, stroke=0)
    c.drawString(60, 510, SECRET)


CONTROLS = [
    yellow,
    watermark,
    table,
    shadow,
    over_photo,
    yellow_letters,
    small_dense,
    bordered,
    see_through,
    inside_form,
    form_in_form,
    clipped_loosely,
]


@pytest.mark.parametrize("font", [FONT, BORROWED])
@pytest.mark.parametrize("control", CONTROLS)
def test_what_is_seen_is_not_hidden(control: Callable[[Canvas], None], font: str) -> None:
    document = opened(made(lambda c: (_page(c), control(c)), font=font))
    assert hidden_texts(document) == {}
    assert document.covered == ()
    assert document.coverage.not_read == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_hides_nothing(turn: int) -> None:
    data = changed(made(lambda c: (_page(c), table(c))), lambda pdf: pdf.pages[0].rotate(turn, relative=False))
    assert hidden_texts(opened(data)) == {}


def test_a_cropped_page_hides_only_what_is_cropped_away() -> None:
    def crop(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].cropbox = pikepdf.Array([0, 600, 595, 842])

    document = opened(changed(made(lambda c: (_page(c), c.drawString(60, 100, SECRET))), crop))
    assert hidden_texts(document) == {Hiding.OFF_PAGE: [SECRET]}


def test_a_highlighter_and_a_frame_of_an_annotation_hide_nothing() -> None:
    data = made(lambda c: (_page(c), c.drawString(60, 510, SECRET)))
    box = [55, 505, 200, 525]
    yellow_mark = annotated(
        data, Subtype=pikepdf.Name.Highlight, Rect=box, C=[1, 1, 0], QuadPoints=[55, 525, 200, 525, 55, 505, 200, 505]
    )
    frame = annotated(yellow_mark, Subtype=pikepdf.Name.Square, Rect=box, C=[1, 0, 0])
    assert hidden_texts(opened(frame)) == {}


# ---------------------------------------------------------------- plantings: each is found


def vector_box(c: Canvas) -> None:
    c.drawString(60, 510, SECRET)
    c.rect(55, 505, 100, 20, fill=1, stroke=0)


def white_box(c: Canvas) -> None:
    c.drawString(60, 510, SECRET)
    c.setFillGray(1)
    c.rect(55, 505, 100, 20, fill=1, stroke=0)


def under_image(c: Canvas) -> None:
    c.drawString(60, 510, SECRET)
    c.drawImage(_image((10, 10), (90, 160, 90)), 50, 500, 150, 30)


def bar(c: Canvas) -> None:
    c.drawString(60, 510, SECRET)
    c.setLineWidth(16)
    c.line(55, 514, 160, 514)


def black_on_black(c: Canvas) -> None:
    c.rect(55, 505, 100, 20, fill=1, stroke=0)
    c.drawString(60, 510, SECRET)


def form_under_box(c: Canvas) -> None:
    font = c._fontname
    c.beginForm("part")
    c.setFont(font, 12)
    c.drawString(0, 0, SECRET)
    c.endForm()
    c.saveState()
    c.translate(60, 510)
    c.doForm("part")
    c.restoreState()
    c.rect(55, 505, 100, 20, fill=1, stroke=0)


def nested_bar(c: Canvas) -> None:
    c.drawString(60, 510, SECRET)
    c.beginForm("bar")
    c.setLineWidth(8)
    c.line(0, 10, 50, 10)
    c.endForm()
    c.saveState()
    c.translate(55, 494)
    c.scale(2, 2)
    c.doForm("bar")
    c.restoreState()


def shaded(c: Canvas) -> None:
    c.drawString(60, 510, SECRET)
    c.saveState()
    path = c.beginPath()
    path.rect(55, 505, 100, 20)
    c.clipPath(path, stroke=0)
    c.linearGradient(55, 505, 155, 525, (red, blue))
    c.restoreState()


def blocks(c: Canvas) -> None:
    c.drawString(60, 510, SECRET)
    c.drawString(60, 510, "■■■■■")


@pytest.mark.parametrize("font", [FONT, BORROWED])
@pytest.mark.parametrize(
    "plant", [vector_box, white_box, under_image, bar, black_on_black, form_under_box, nested_bar, shaded, blocks]
)
def test_covered_text_is_found(plant: Callable[[Canvas], None], font: str) -> None:
    document = opened(made(lambda c: (_page(c), plant(c)), font=font))
    assert [item.text for item in document.covered] == [SECRET]
    assert document.covered[0].place.part is Part.PAGE
    assert hidden_texts(document) == {Hiding.COVERED: [SECRET]}
    assert [AROUND] in lines(document)


def white(c: Canvas) -> None:
    c.setFillGray(1)
    c.drawString(60, 510, SECRET)


def blue_on_blue(c: Canvas) -> None:
    c.setFillColorRGB(0.7, 0.8, 1)
    c.rect(50, 500, 300, 30, fill=1, stroke=0)
    c.drawString(60, 510, SECRET)


def invisible(c: Canvas) -> None:
    text = c.beginText(60, 510)
    text.setTextRenderMode(3)
    text.textOut(SECRET)
    c.drawText(text)


def transparent(c: Canvas) -> None:
    c.setFillAlpha(0)
    c.drawString(60, 510, SECRET)


def clipped(c: Canvas) -> None:
    path = c.beginPath()
    path.rect(300, 300, 50, 50)
    c.saveState()
    c.clipPath(path, stroke=0)
    c.drawString(60, 510, SECRET)
    c.restoreState()


def right_of_page(c: Canvas) -> None:
    c.drawString(700, 510, SECRET)


def below_page(c: Canvas) -> None:
    c.drawString(60, -40, SECRET)


def tiny(c: Canvas) -> None:
    c.setFont(c._fontname, 0.5)
    c.drawString(60, 510, SECRET)
    c.setFont(c._fontname, 12)


@pytest.mark.parametrize("font", [FONT, BORROWED])
@pytest.mark.parametrize(
    ("plant", "hiding"),
    [
        (white, Hiding.NO_INK),
        (blue_on_blue, Hiding.NO_INK),
        (invisible, Hiding.NO_INK),
        (transparent, Hiding.NO_INK),
        (clipped, Hiding.NO_INK),
        (right_of_page, Hiding.OFF_PAGE),
        (below_page, Hiding.OFF_PAGE),
        (tiny, Hiding.TINY_FONT),
    ],
)
def test_text_without_ink_is_found(plant: Callable[[Canvas], None], hiding: Hiding, font: str) -> None:
    document = opened(made(lambda c: (_page(c), plant(c)), font=font))
    assert hidden_texts(document) == {hiding: [SECRET]}
    assert document.covered == ()


def test_only_the_covered_words_of_a_line_are_covered() -> None:
    def draw(c: Canvas) -> None:
        _page(c)
        c.drawString(60, 510, f"担当は{SECRET}です")
        c.rect(60 + 36, 505, 60, 20, fill=1, stroke=0)

    document = opened(made(draw))
    assert [item.text for item in document.covered] == [SECRET]


@pytest.mark.parametrize("font", [FONT, BORROWED])
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_covered_text_is_found_on_a_turned_page(turn: int, font: str) -> None:
    data = changed(
        made(lambda c: (_page(c), vector_box(c)), font=font), lambda pdf: pdf.pages[0].rotate(turn, relative=False)
    )
    assert [item.text for item in opened(data).covered] == [SECRET]


@pytest.mark.parametrize(
    "keys",
    [
        {"Subtype": pikepdf.Name.Square, "C": [0, 0, 0], "IC": [0, 0, 0]},
        {"Subtype": pikepdf.Name.Highlight, "C": [0, 0, 0], "QuadPoints": [55, 525, 130, 525, 55, 505, 130, 505]},
        {"Subtype": pikepdf.Name.Redact, "QuadPoints": [55, 525, 130, 525, 55, 505, 130, 505]},
        {"Subtype": pikepdf.Name.Redact},
    ],
)
def test_text_under_a_covering_annotation_is_covered(keys: dict[str, object]) -> None:
    data = annotated(made(lambda c: (_page(c), c.drawString(60, 510, SECRET))), Rect=[55, 505, 130, 525], **keys)
    assert [item.text for item in opened(data).covered] == [SECRET]
