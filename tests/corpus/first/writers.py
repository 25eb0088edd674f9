"""The same list in every format: bytes, and where each person then stands."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx
import openpyxl
import xlsxwriter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from tests.corpus.first.layouts import Laid

FONT = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"
Where = Mapping[str, Any]


def as_csv(laid: Laid, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return a list as text, as a spreadsheet saves it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(laid.rows)
    return out.getvalue().encode(encoding)


def by_xlsxwriter(laid: Laid) -> bytes:
    """Return a workbook; merged headings stay merged."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("名簿")
    for row, cells in enumerate(laid.rows):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text) if text else None
    for top, left, bottom, right in laid.merges:
        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, laid.rows[top - 1][left - 1])
    book.close()
    return out.getvalue()


def by_openpyxl(laid: Laid, change: Callable[[Any, Any], None] | None = None) -> bytes:
    """Return a workbook; ``change`` gets the book and its sheet before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名簿"
    for cells in laid.rows:
        sheet.append([text or None for text in cells])
    for top, left, bottom, right in laid.merges:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    if change:
        change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(laid: Laid, change: Callable[[Any], None] | None = None) -> bytes:
    """Return a Word file with the list as a table; ``change`` gets the document before it is saved."""
    document = docx.Document()
    document.add_paragraph("下記のとおり送付します。")
    table = document.add_table(rows=0, cols=max(len(cells) for cells in laid.rows))
    for cells in laid.rows:
        for cell, text in zip(table.add_row().cells, cells, strict=False):
            cell.text = text
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(laid: Laid, *, embedded: bool = True, change: Callable[[Canvas], None] | None = None) -> bytes:
    """Return a PDF page with the list in columns; ``change`` draws on it at the end."""
    font = "BIZ" if embedded else "HeiseiKakuGo-W5"
    pdfmetrics.registerFont(TTFont("BIZ", FONT) if embedded else UnicodeCIDFont(font))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4))
    canvas.setFont(font, 7)
    for line, cells in enumerate(laid.rows):
        for column, text in enumerate(cells):
            canvas.drawString(36 + column * 120, 540 - line * 18, text)
    if change:
        canvas.setFont(font, 7)
        change(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    """Return an archive whose names are written as Windows writes Japanese ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _cell(row: int, **more: Any) -> Where:
    return {"file": more.pop("file"), "where": {"part": "cell", "row": row} | more}


FORMATS: dict[str, tuple[str, Callable[[Laid], bytes], Callable[[int], Where]]] = {
    "csv": ("out/名簿.csv", as_csv, lambda row: _cell(row, file="out/名簿.csv")),
    "csv-bom": ("out/名簿.csv", lambda laid: as_csv(laid, "utf-8-sig"), lambda row: _cell(row, file="out/名簿.csv")),
    "csv-cp932": ("out/list.csv", lambda laid: as_csv(laid, "cp932"), lambda row: _cell(row, file="out/list.csv")),
    "tsv-utf16": (
        "out/list.tsv",
        lambda laid: as_csv(laid, "utf-16", "\t"),
        lambda row: _cell(row, file="out/list.tsv"),
    ),
    "xlsx": ("out/名簿.xlsx", by_xlsxwriter, lambda row: _cell(row, file="out/名簿.xlsx", sheet="名簿")),
    "xlsx-openpyxl": ("out/k01.xlsx", by_openpyxl, lambda row: _cell(row, file="out/k01.xlsx", sheet="名簿")),
    "docx": ("out/k01.docx", as_docx, lambda _: {"file": "out/k01.docx", "where": {"part": "text"}}),
    "pdf": ("out/k01.pdf", as_pdf, lambda _: {"file": "out/k01.pdf", "where": {"part": "page", "page": 1}}),
    "pdf-bare": (
        "out/k01.pdf",
        lambda laid: as_pdf(laid, embedded=False),
        lambda _: {"file": "out/k01.pdf", "where": {"part": "page", "page": 1}},
    ),
    "zip": (
        "out/k01.zip",
        lambda laid: zipped(**{"名簿.csv": as_csv(laid, "cp932")}),
        lambda row: _cell(row, file="out/k01.zip!/名簿.csv"),
    ),
    "zip-in-zip": (
        "out/k01.zip",
        lambda laid: zipped(**{"b.zip": zipped(**{"名簿.xlsx": by_xlsxwriter(laid)})}),
        lambda row: _cell(row, file="out/k01.zip!/b.zip!/名簿.xlsx", sheet="名簿"),
    ),
}
