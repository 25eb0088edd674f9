"""How tools and offices lay a report out."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from tests.unit.register.past.reports import HEADINGS, MEANING, Told

from sekisho.register.past.joining import width_of

FONT = Path("/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf")


def as_csv(
    told: Sequence[Told], headings: Sequence[str] = HEADINGS, encoding: str = "utf-8-sig", title: str = ""
) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if title:
        writer.writerow([title])
    writer.writerow(headings)
    writer.writerows(one.cells(headings) for one in told)
    return out.getvalue().encode(encoding)


def _place(headings: Sequence[str], meant: str) -> int:
    return next(at for at, heading in enumerate(headings) if MEANING.get(heading) == meant)


def as_xlsx(
    told: Sequence[Told],
    headings: Sequence[str] = HEADINGS,
    *,
    rows: str = "one",
    title: str = "令和５年度 事故の再発防止策の実施状況",
) -> bytes:
    """Return a workbook; ``rows``: one for an incident, or one for each measure with the other cells merged."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet["A1"] = title
    sheet.append([])
    sheet.append(list(headings))
    for one in told:
        if rows == "one":
            sheet.append(one.cells(headings))
            continue
        first = sheet.max_row + 1
        for n, measure in enumerate(one.measures):
            line = one.cells(headings) if n == 0 else ["" for _ in headings]
            line[_place(headings, "再発防止策")] = measure.label + measure.text
            if rows == "each":
                line[_place(headings, "実施状況")] = measure.status
            sheet.append([cell or None for cell in line])
        last = first + len(one.measures) - 1
        for column, heading in enumerate(headings, start=1):
            alone = MEANING.get(heading) == "再発防止策" or (rows == "each" and MEANING.get(heading) == "実施状況")
            if last > first and not alone:
                sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_html(told: Sequence[Told], headings: Sequence[str] = HEADINGS) -> bytes:
    def cell(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")

    rows = "".join("<tr>" + "".join(f"<td>{cell(c)}</td>" for c in one.cells(headings)) + "</tr>" for one in told)
    head = "".join(f"<th>{h}</th>" for h in headings)
    table = f"<table border=1><tr>{head}</tr>{rows}</table>"
    start = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>公表</title></head><body><h1>令和５年度の事故</h1>"
    return f"{start}{table}<p>担当：総務課</p></body></html>".encode()


def as_docx(told: Sequence[Told], headings: Sequence[str] = HEADINGS) -> bytes:
    from docx import Document as Word

    word = Word()
    word.add_paragraph("令和５年度 事故の再発防止策の実施状況")
    table = word.add_table(rows=1, cols=len(headings))
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.text = text
    for one in told:
        row = table.add_row()
        for cell, text in zip(row.cells, one.cells(headings), strict=True):
            lines = text.split("\n")
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def as_pipes(told: Sequence[Told], headings: Sequence[str] = HEADINGS) -> bytes:
    lines = ["# 令和５年度の事故", "", "| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(c.replace("\n", "<br>") for c in one.cells(headings)) + " |" for one in told]
    return "\n".join([*lines, ""]).encode()


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of so many letters, as a page does: no line begins with a full stop."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for char in paragraph:
            if width_of(line) >= 2 * width and char not in "。、）」ー":
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return [line for line in lines if line.strip()]


WIDTHS = {"番号": 3, "部署": 8, "事故の概要": 24, "再発防止策": 30, "実施状況": 44}


def width_for(heading: str) -> int:
    return WIDTHS.get(MEANING.get(heading, heading), 10)


def as_column_text(
    told: Sequence[Told], headings: Sequence[str] = HEADINGS, *, blank: bool = True, page: int = 0
) -> bytes:
    """Return the text as extraction leaves it: cell after cell. ``page``: after so many incidents a page ends."""
    lines = ["令和５年度 情報セキュリティ事故の再発防止策", " ".join(headings)]
    for n, one in enumerate(told):
        if page and n and n % page == 0:
            lines += [f"- {n // page} -", " ".join(headings)]
        cells = [wrapped(text, width_for(h)) for h, text in zip(headings, one.cells(headings), strict=True)]
        whose = MEANING.get(headings[1]) == "部署" and MEANING.get(headings[0]) == "番号"
        first = cells[0] + (cells[1] if whose else [])
        rest = cells[2 if len(first) > len(cells[0]) else 1 :]
        lines.append(" ".join(first))
        lines += [line for cell in rest for line in cell]
    return ("\n\n" if blank else "\n").join([*lines, ""]).encode()


def as_lines(told: Sequence[Told], headings: Sequence[str] = HEADINGS, *, gap: int = 2, tabs: bool = False) -> bytes:
    """Return the text line by line, columns side by side."""

    def padded(text: str, width: int) -> str:
        return text + " " * (2 * width + 4 + gap - width_of(text))

    def line(cells: Sequence[str]) -> str:
        if tabs:
            return "\t".join(cells).rstrip("\t")
        return "".join(padded(c, width_for(h)) for c, h in zip(cells, headings, strict=True)).rstrip()

    lines = ["令和５年度 事故の再発防止策の実施状況", "", line(headings)]
    for one in told:
        cells = [wrapped(text, width_for(h)) for h, text in zip(headings, one.cells(headings), strict=True)]
        high = max(map(len, cells))
        lines += [line([cell[n] if n < len(cell) else "" for cell in cells]) for n in range(high)]
        if not tabs:
            lines.append("")
    return "\n".join([*lines, ""]).encode()


def as_frames(told: Sequence[Told], headings: Sequence[str] = HEADINGS) -> bytes:
    """Return the text with a frame of strokes around every cell."""
    border = "+" + "+".join("-" * (2 * width_for(h) + 4) for h in headings) + "+"

    def rows(cells: Sequence[str]) -> list[str]:
        parted = [wrapped(text, width_for(h)) for h, text in zip(headings, cells, strict=True)]
        return [
            "|"
            + "|".join(
                (c[n] if n < len(c) else "") + " " * (2 * width_for(h) + 4 - width_of(c[n] if n < len(c) else ""))
                for c, h in zip(parted, headings, strict=True)
            )
            + "|"
            for n in range(max(map(len, parted)))
        ]

    lines = ["令和５年度の事故", border, *rows(headings), border]
    for one in told:
        lines += [*rows(one.cells(headings)), border]
    return "\n".join([*lines, ""]).encode()


def as_pdf(
    told: Sequence[Told],
    headings: Sequence[str] = HEADINGS,
    *,
    lines: str = "grid",
    middle: bool = False,
    size: float = 8.5,
) -> bytes:
    """Return a PDF of A4 landscape pages; ``lines``: a grid, across alone, or none."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    pdfmetrics.registerFont(TTFont("BIZ", str(FONT)))
    style = ParagraphStyle("cell", fontName="BIZ", fontSize=size, leading=size * 1.4, wordWrap="CJK")

    def cell(text: str) -> list[Paragraph]:
        return [Paragraph(line.replace("&", "&amp;").replace("<", "&lt;"), style) for line in text.split("\n")]

    def footer(canvas, template) -> None:  # noqa: ANN001  reportlab has no types
        canvas.setFont("BIZ", 8)
        canvas.drawCentredString(420, 20, f"- {template.page} -")

    room = sum(width_for(h) for h in headings)
    widths = [max(30, 780 * width_for(h) / room) for h in headings]
    drawn = {
        "grid": ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        "across": ("LINEBELOW", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
    }
    looks = [("VALIGN", (0, 0), (-1, -1), "MIDDLE" if middle else "TOP"), *([drawn[lines]] if lines in drawn else [])]
    table = Table(
        [[cell(h) for h in headings], *([cell(c) for c in one.cells(headings)] for one in told)],
        colWidths=widths,
        repeatRows=1,
        style=TableStyle(looks),
    )
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=30, rightMargin=30, topMargin=30, bottomMargin=40
    )
    template.build(
        [Paragraph("令和５年度 事故の再発防止策の実施状況", style), Spacer(1, 10), table],
        onFirstPage=footer,
        onLaterPages=footer,
    )
    return out.getvalue()
