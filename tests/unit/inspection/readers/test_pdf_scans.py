"""A scan with recognised text is honest; the traps of fonts that draw unlike others are no reason for an alarm."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import BORROWED, FONT, hidden_texts, made, opened

from sekisho.inspection.model import Hiding


def _scan(words: bool) -> ImageReader:
    """Draw a page as a scanner sees it: strokes that stand for letters, or bare paper."""
    picture = Image.new("L", (1240, 1754), 245)
    pen = ImageDraw.Draw(picture)
    if words:
        for k in range(12):
            y = 250 + 40 * k
            for x in range(125, 700, 25):
                pen.rectangle((x, y - 20, x + 18, y - 14), fill=30)
                pen.rectangle((x + 6, y - 20, x + 10, y), fill=30)
    return ImageReader(picture)


def _recognised(c: Canvas, *, words: bool, below: bool) -> None:
    if not below:
        c.drawImage(_scan(words), 0, 0, 595, 842)
    for k in range(12):
        text = c.beginText(60, 722 - 19.2 * k)
        text.setTextRenderMode(0 if below else 3)
        text.textOut("山田太郎の書類を送ります。以上です。")
        c.drawText(text)
    if below:
        c.drawImage(_scan(words), 0, 0, 595, 842)


@pytest.mark.parametrize("font", [FONT, BORROWED])
@pytest.mark.parametrize("below", [False, True])
def test_text_recognised_in_a_scan_is_no_more_than_that(below: bool, font: str) -> None:
    document = opened(made(lambda c: _recognised(c, words=True, below=below), font=font))
    assert set(hidden_texts(document)) == {Hiding.OCR}
    assert document.covered == ()
    assert document.coverage.not_read == ()
    assert document.pictures == 1


def test_invisible_text_over_bare_paper_of_a_picture_is_hidden() -> None:
    document = opened(made(lambda c: _recognised(c, words=False, below=False)))
    assert set(hidden_texts(document)) == {Hiding.NO_INK}


# ---------------------------------------------------------------- traps


def test_a_type_3_font_is_seen() -> None:
    document = opened(type_3(b"0 0 600 600 re f"))
    assert hidden_texts(document) == {}


def test_a_font_whose_letters_are_blank_hides_its_text() -> None:
    document = opened(type_3(b""))
    assert hidden_texts(document) == {Hiding.NO_INK: ["ABAB"]}


def type_3(glyph: bytes) -> bytes:
    """Return a page with letters of a font that draws them by operators of its own."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    stream = pikepdf.Stream(pdf, b"700 0 0 0 600 600 d1 " + glyph)
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, 0, 700, 700], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(A=stream, B=stream), FirstChar=65, LastChar=66, Widths=[700, 700],
        Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=[65, pikepdf.Name.A, pikepdf.Name.B]),
        Resources=pikepdf.Dictionary(),
    )  # fmt: skip
    page = pdf.pages[0]
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    page.obj.Contents = pdf.make_stream(b"BT /F 20 Tf 50 200 Td (ABAB) Tj ET")
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()
