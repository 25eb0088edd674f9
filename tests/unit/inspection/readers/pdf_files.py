"""PDF files for tests, each made from nothing: what hides a text is chosen operator by operator."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from sekisho.inspection.model import Document, File, Hiding, Limits
from sekisho.inspection.readers.pdf import read

FONT, BORROWED = "BIZ", "HeiseiMin-W3"
SECRET = "桜庭菜々美"
_FILE = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"


def fonts() -> None:
    """Make the embedded and the borrowed font known to reportlab."""
    pdfmetrics.registerFont(TTFont(FONT, _FILE))
    pdfmetrics.registerFont(UnicodeCIDFont(BORROWED))


def made(draw: Callable[[Canvas], None], *, pages: int = 1, size: tuple[float, float] = A4, font: str = FONT) -> bytes:
    """Return a PDF of ``pages`` pages, each drawn by ``draw`` with the font set to 12 points."""
    fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for _ in range(pages):
        canvas.setFont(font, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    """Return a PDF after ``change`` was applied to its structure."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def annotated(data: bytes, **keys: object) -> bytes:
    """Return a PDF with one annotation more on its first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        annotation = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, **keys))
        page = pdf.pages[0].obj
        page["/Annots"] = pikepdf.Array([*page.get("/Annots", []), annotation])

    return changed(data, change)


def opened(data: bytes, **options: int) -> Document:
    """Read a PDF as the engine does."""
    return read(File("out/a.pdf", data), Limits(), **options)


def lines(document: Document, hidden: Hiding = Hiding.SEEN) -> list[list[str]]:
    """Return the rows of all grids with this hiding, as lists of texts."""
    rows = []
    for grid in document.grids:
        if grid.hidden is hidden:
            by_row: dict[int, list[str]] = {}
            for i, row in enumerate(grid.rows):
                by_row.setdefault(row, []).append(grid.text_of(i))
            rows += [by_row[row] for row in sorted(by_row)]
    return rows


def hidden_texts(document: Document) -> dict[Hiding, list[str]]:
    """Return what pages hide: by hiding, the texts of its cells."""
    found: dict[Hiding, list[str]] = {}
    for grid in document.grids:
        if grid.hidden:
            found.setdefault(grid.hidden, []).extend(grid.text_of(i) for i in range(len(grid.rows)))
    return found
