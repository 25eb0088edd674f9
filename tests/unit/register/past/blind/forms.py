"""The forms of a report: files as offices make them."""

import csv
import io
from html import escape
from typing import Any

import docx
import typst
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from tests.unit.register.past.blind.grids import Cell, Report, Table


def _weights(table: Table) -> list[int]:
    count = len(table.header[0])
    weights = []
    for at in range(count):
        longest = max((len(row[at].text) for row in table.body if row[at] is not None), default=1)  # type: ignore[union-attr]
        weights.append(2 if longest < 4 else 5 if longest < 14 else 8 if longest < 30 else 14)
    return weights


def as_csv(report: Report, encoding: str = "utf-8", *, titles: bool = True) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if titles:
        writer.writerows([title] for title in report.titles)
    for table in report.tables:
        if table.above:
            writer.writerow([table.above])
        for row in [*table.header, *table.body]:
            writer.writerow([cell.text if cell else "" for cell in row])
    writer.writerows([note] for note in report.notes)
    return out.getvalue().encode(encoding)


def as_xlsx(
    report: Report,
    *,
    hidden: int | None = None,
    empty_left: int = 0,
    repeat_header: int = 0,
    blank_rows: bool = False,
    cover: bool = False,
) -> bytes:
    """``hidden``: a column that is hidden. ``repeat_header``: after so many rows. ``cover``: a sheet in front."""
    book = Workbook()
    sheet = book.active
    if cover:
        _cover(sheet, report)
        sheet = book.create_sheet("一覧")
    at, left = 1, 1 + empty_left
    for title in report.titles:
        sheet.cell(at, left, title)
        sheet.merge_cells(None, at, left, at, left + len(report.tables[0].header[0]) - 1)
        at += 1
    at += blank_rows
    for table in report.tables:
        if table.above:
            sheet.cell(at, left, table.above)
            at += 1
        at = _fill(sheet, table, at, left, repeat_header) + 1
    for note in report.notes:
        sheet.cell(at, left, note)
        at += 1
    if hidden is not None:
        sheet.column_dimensions[get_column_letter(hidden)].hidden = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cover(sheet: Any, report: Report) -> None:
    sheet.title = "表紙"
    sheet["B5"] = report.titles[0]
    sheet["B7"] = "みずほ台市総務部情報政策課"
    sheet["B8"] = "令和６年６月"


def _fill(sheet: Any, table: Table, at: int, left: int, repeat_header: int) -> int:
    """Write a table from row ``at`` on, and return the row below it."""
    rows, widths = list(table.header), [2.2 * weight for weight in _weights(table)]
    for place, row in enumerate(table.body):
        if repeat_header and place and place % repeat_header == 0:
            rows.extend(table.header)
        rows.append(row)
    for number, row in enumerate(rows, at):
        for column, cell in enumerate(row, left):
            if cell is not None:
                _write(sheet, number, column, cell)
        lines = [_lines(cell, width) / cell.down for cell, width in zip(row, widths, strict=True) if cell]
        sheet.row_dimensions[number].height = 16 * max(lines, default=1)
    for column, width in enumerate(widths, left):
        sheet.column_dimensions[get_column_letter(column)].width = width
    return at + len(rows)


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    thin = Side(style="thin")
    there = sheet.cell(row, column)
    there.value = int(cell.text) if cell.text.isascii() and cell.text.isdigit() else cell.text
    there.alignment = Alignment(wrap_text=True, vertical="top")
    there.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    if cell.down > 1 or cell.across > 1:
        sheet.merge_cells(None, row, column, row + cell.down - 1, column + cell.across - 1)


def _lines(cell: Cell, width: float) -> int:
    """Return how many lines a cell takes; a row of a workbook is as high as somebody made it."""
    return sum(1 + 2 * len(line) // int(width) for line in cell.text.split("\n"))


def as_docx(report: Report, *, style: str = "Table Grid", heading: bool = False) -> bytes:
    paper = docx.Document()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    for title in report.titles:
        paper.add_heading(title, 1) if heading else paper.add_paragraph(title)
    for table in report.tables:
        if table.above:
            paper.add_paragraph(table.above)
        _draw(paper, table, style)
    for note in report.notes:
        paper.add_paragraph(note)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _draw(paper: Any, table: Table, style: str) -> None:
    rows, weights = [*table.header, *table.body], _weights(table)
    made = paper.add_table(len(rows), len(weights), style=style)
    made.autofit = False
    for column, weight in enumerate(weights):
        for there in made.columns[column].cells:
            there.width = Mm(267 * weight / sum(weights))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if cell is None:
                continue
            there = made.cell(y, x)
            if cell.down > 1 or cell.across > 1:
                there = there.merge(made.cell(y + cell.down - 1, x + cell.across - 1))
            first, *others = cell.text.split("\n")
            there.paragraphs[0].text = first
            for line in others:
                there.add_paragraph(line)


def as_html(
    report: Report, *, paragraphs: bool = False, borders: str = "all", head: bool = True, middle: bool = False
) -> bytes:
    """``paragraphs``: cells hold ``<p>`` instead of ``<br>``. ``borders``: all, none, rows."""
    rule = {"all": "td,th{border:1px solid #333}", "none": "", "rows": "tr{border-bottom:1px solid #333}"}[borders]
    parts = [
        (
            "<!DOCTYPE html><html lang=ja><head><meta charset=utf-8><title>再発防止策の実施状況｜あおば野市公式ホームページ</title>"
            "<style>@page{size:A4 landscape;margin:14mm}body{font:9pt 'IPAexGothic'}table{border-collapse:collapse;width:100%}"
            f"{rule}td,th{{padding:3px;vertical-align:{'middle' if middle else 'top'};text-align:left}}</style></head><body>"
        )
    ]
    parts += [f"<h1>{escape(title)}</h1>" for title in report.titles]
    for table in report.tables:
        if table.above:
            parts.append(f"<h2>{escape(table.above)}</h2>")
        weights = _weights(table)
        parts.append("<table>" + "".join(f'<col style="width:{100 * w / sum(weights):.1f}%">' for w in weights))
        for tag, rows in (("th", table.header), ("td", table.body)):
            if tag == "th" and head:
                parts.append("<thead>")
            for row in rows:
                parts.append("<tr>")
                for cell in row:
                    if cell is None:
                        continue
                    spans = (f" rowspan={cell.down}" if cell.down > 1 else "") + (
                        f" colspan={cell.across}" if cell.across > 1 else ""
                    )
                    lines = [escape(line) for line in cell.text.split("\n")]
                    inner = "".join(f"<p>{line}</p>" for line in lines) if paragraphs else "<br>".join(lines)
                    parts.append(f"<{tag}{spans}>{inner}</{tag}>")
                parts.append("</tr>\n")
            if tag == "th" and head:
                parts.append("</thead>")
        parts.append("</table>")
    parts += [f"<p>{escape(note)}</p>" for note in report.notes]
    parts.append("</body></html>")
    return "".join(parts).encode()


def as_typst(
    report: Report,
    *,
    borders: str = "all",
    footer: str = "1",
    size: float = 9,
    repeat: bool = True,
    align: str = "top + left",
    portrait: bool = False,
    font: str = "IPAexGothic",
) -> bytes:
    """``borders``: all, none, rows. ``footer``: the typst numbering of pages (``1``, ``- 1 -``, ``1 / 1``)."""
    stroke = {"all": "0.5pt", "none": "none", "rows": "(top: 0.5pt, bottom: 0.5pt)"}[borders]
    body = [
        f'#set page(paper: "a4", flipped: {str(not portrait).lower()}, margin: 14mm, numbering: "{footer}")',
        f'#set text(font: "{font}", size: {size}pt, lang: "ja")',
        "#set par(leading: 0.5em, spacing: 0.6em)",
    ]
    body += [f"#align(center)[#text(size: 12pt)[#{_quoted(title)}]]" for title in report.titles]
    for table in report.tables:
        if table.above:
            body.append(f"#{_quoted(table.above)}")
            body.append("")
        weights = ", ".join(f"{w}fr" for w in _weights(table))
        body.append(f"#table(columns: ({weights},), stroke: {stroke}, align: {align},")
        body.append(f"table.header(repeat: {str(repeat).lower()}, {_cells(table.header)}),")
        body.append(_cells(table.body) + ")")
    for note in report.notes:
        body += [f"#{_quoted(note)}", ""]
    return typst.compile("\n".join(body).encode())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'text("{escaped}")'


def _cells(rows: list[list]) -> str:  # type: ignore[type-arg]
    cells = []
    for row in rows:
        for cell in row:
            if cell is None:
                continue
            lines = " \\ ".join(f"#{_quoted(line)}" for line in cell.text.split("\n"))
            spans = f"rowspan: {cell.down}, colspan: {cell.across}, breakable: true"
            cells.append(f"table.cell({spans})[{lines}]")
    return ", ".join(cells)
