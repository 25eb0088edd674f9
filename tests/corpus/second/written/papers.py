"""PDF files: lists and letters by several tools, and the places in them where text can hide."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import fpdf
import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from written.sheets import MADE, Row

FONTS = {
    "IPAexGothic": ("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf", "fonts-ipaexfont"),
    "IPAexMincho": ("/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf", "fonts-ipaexfont"),
    "BIZUDGothic": ("/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf", "fonts-morisawa-bizud-gothic"),
}
HEADING = "施設等利用給付費　対象児童一覧"
Drawing = Callable[[Canvas], None]


def font_file(name: str) -> str:
    """The path of an embeddable font; FileNotFoundError names the Debian package that holds it."""
    path, package = FONTS[name]
    if not Path(path).exists():
        raise FileNotFoundError(f"{path}: install the Debian package {package}")
    return path


def use_font(name: str) -> str:
    """Registers the font (the CID font HeiseiKakuGo-W5, which is not embedded, too) and gives its name back."""
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(name) if name.startswith("Heisei") else TTFont(name, font_file(name)))
    return name


def pdf_list(rows: Sequence[Row], font: str = "IPAexGothic", black: bool = False, heading: str = HEADING) -> bytes:
    """A heading and a ruled table; with `black`, white headings on a black band."""
    buffer = io.BytesIO()
    use_font(font)
    style: list[tuple[Any, ...]] = [("FONT", (0, 0), (-1, -1), font, 9), ("GRID", (0, 0), (-1, -1), 0.4, colors.grey)]
    if black:
        style += [("BACKGROUND", (0, 0), (-1, 0), colors.black), ("TEXTCOLOR", (0, 0), (-1, 0), colors.white)]
    table = Table([["" if v is None else str(v) for v in row] for row in rows], repeatRows=1)
    table.setStyle(TableStyle(style))
    template = SimpleDocTemplate(buffer, pagesize=A4, invariant=1, title="一覧", author="さくら野市")
    template.build([Paragraph(heading, ParagraphStyle("h", fontName=font, fontSize=13, leading=20)), table])
    return buffer.getvalue()


def pdf_list_other(rows: Sequence[Row], font: str = "BIZUDGothic") -> bytes:
    """The same list by another tool."""
    paper = fpdf.FPDF()
    paper.set_creation_date(MADE)
    paper.add_font("f", "", font_file(font))
    paper.set_font("f", size=9)
    paper.add_page()
    paper.cell(0, 10, HEADING, new_x="LMARGIN", new_y="NEXT")
    with paper.table(first_row_as_headings=False) as table:
        for row in rows:
            table.row(["" if v is None else str(v) for v in row])
    return bytes(paper.output())


def pdf_pages(*pages: Drawing, font: str = "IPAexGothic") -> bytes:
    """One page for each drawing, the font set to 11 points."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle("通知")
    for draw in pages:
        canvas.setFont(use_font(font), 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(texts: Sequence[str], top: float = 780, left: float = 72, step: float = 20) -> Drawing:
    """Draws the texts under one another."""

    def draw(canvas: Canvas) -> None:
        for index, text in enumerate(texts):
            canvas.drawString(left, top - step * index, text)

    return draw


def together(*drawings: Drawing) -> Drawing:
    """All the drawings on one page, in this order."""

    def draw(canvas: Canvas) -> None:
        for each in drawings:
            canvas.saveState()
            each(canvas)
            canvas.restoreState()

    return draw


def black_box(left: float, bottom: float, width: float, height: float) -> Drawing:
    """A filled black rectangle."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0, 0)
        canvas.rect(left, bottom, width, height, stroke=0, fill=1)

    return draw


def black_line(left: float, middle: float, length: float, thickness: float) -> Drawing:
    """A line so thick that it looks like a rectangle."""

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(thickness)
        canvas.line(left, middle, left + length, middle)

    return draw


def coloured(texts: Sequence[str], top: float, level: float, left: float = 72) -> Drawing:
    """Texts in a grey of the given level (1 is white)."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(level)
        lines(texts, top, left)(canvas)

    return draw


def picture(texts: Sequence[str], size: tuple[int, int] = (1000, 1414), black: Sequence[int] = ()) -> Image.Image:
    """A scan: the texts as pixels, those whose index is in `black` painted over."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(font_file("IPAexMincho"), 26)
    for index, text in enumerate(texts):
        box = (90, 100 + 60 * index)
        if index in black:
            draw.rectangle((*box, box[0] + 26 * len(text), box[1] + 34), fill=0)
        else:
            draw.text(box, text, fill=0, font=font)
    return image


def image_bytes(image: Image.Image, form: str) -> bytes:
    """The picture as a file (`PNG`, `JPEG`, `TIFF`)."""
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def scanned(image: Image.Image, recognised: Sequence[str] = ()) -> bytes:
    """A page that is a picture, with an invisible text layer where texts were recognised."""

    def draw(canvas: Canvas) -> None:
        canvas.drawInlineImage(image, 0, 0, A4[0], A4[1])
        text = canvas.beginText(54, 770)
        text.setTextRenderMode(3)
        for line in recognised:
            text.textLine(line)
        canvas.drawText(text)

    return pdf_pages(draw)


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The PDF after a change by another tool."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def encrypted(pdf: bytes, user: str, owner: str, revision: Literal[2, 3, 6] = 6, aes: bool = True) -> bytes:
    """The PDF with passwords: revision 6 is AES-256; revision 3 without AES is RC4 with 128 bits, 2 with 40."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        rules = pikepdf.Encryption(user=user, owner=owner, R=revision, aes=aes, metadata=aes)
        document.save(buffer, encryption=rules)
    return buffer.getvalue()


def on_hidden_layer(pdf: bytes, other: bytes) -> bytes:
    """The first page of `other` laid over the first page of `pdf`, on a layer that is switched off."""

    def change(document: pikepdf.Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as source:
            name = document.pages[0].add_overlay(source.pages[0], None)
        group = pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("作業用"))
        layer = document.make_indirect(group)
        document.pages[0].resources.XObject[name].OC = layer
        off = pikepdf.Dictionary(ON=pikepdf.Array(), OFF=pikepdf.Array([layer]), Order=pikepdf.Array([layer]))
        document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=off)

    return changed(pdf, change)


def without_first_page(pdf: bytes) -> bytes:
    """A PDF of two pages whose first page was taken out by an incremental save: its bytes are still there."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages, kept = document.Root.Pages.objgen[0], document.pages[1].obj.objgen[0]
        root, size = document.Root.objgen[0], len(document.objects) + 1
    body = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    previous = int(body[body.rindex(b"startxref") + 9 : body.rindex(b"%%EOF")])
    new = f"{pages} 0 obj\n<< /Type /Pages /Kids [ {kept} 0 R ] /Count 1 >>\nendobj\n".encode()
    table = f"xref\n{pages} 1\n{len(body):010d} 00000 n \n"
    trailer = f"trailer\n<< /Size {size} /Root {root} 0 R /Prev {previous} >>\n"
    return body + new + f"{table}{trailer}startxref\n{len(body) + len(new)}\n%%EOF\n".encode()
