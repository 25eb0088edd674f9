"""Tables as CSV, xlsx and parquet, and changes to the parts of a finished Office package."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal

import openpyxl
import polars
import xlsxwriter
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

Row = list[Any]
MADE = datetime(2026, 11, 20, 9, 30)


@dataclass(slots=True)
class Grid:
    """A sheet: cells by (row, column) from 1, merged ranges, headings, and the rows in which each person stands."""

    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    headings: set[tuple[int, int]] = field(default_factory=set)
    rows: dict[str, list[int]] = field(default_factory=dict)
    narrow: bool = False
    title: str = "名簿"

    def put(self, row: int, column: int, values: list[Any], heading: bool = False) -> None:
        """Writes the values from left to right."""
        for offset, value in enumerate(values):
            self.cells[row, column + offset] = value
            if heading:
                self.headings.add((row, column + offset))

    def merge(self, row: int, column: int, last_row: int, last_column: int, value: Any) -> None:
        """Writes the value into a merged range."""
        self.cells[row, column] = value
        self.merges.append((row, column, last_row, last_column))

    def at(self, person_id: str, row: int) -> None:
        """Notes that the person stands in the row."""
        self.rows.setdefault(person_id, []).append(row)

    def where(self, person_id: str) -> dict[str, object]:
        """The place of the person for a finding: any one of the person's rows."""
        rows = self.rows[person_id]
        return {"sheet": self.title, "row": rows[0] if len(rows) == 1 else rows}

    def table(self) -> list[Row]:
        """All rows from the first, short rows filled up."""
        height, width = (max(c[i] for c in self.cells) for i in (0, 1))
        return [[self.cells.get((r, c)) for c in range(1, width + 1)] for r in range(1, height + 1)]


def from_rows(rows: list[Row], title: str = "名簿") -> Grid:
    """A grid whose first row is the heading."""
    grid = Grid(title=title)
    for number, row in enumerate(rows, 1):
        grid.put(number, 1, row, heading=number == 1)
    return grid


def openpyxl_book(*grids: Grid) -> openpyxl.Workbook:
    """The grids as the sheets of a workbook that may still be changed."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = book.properties.modified = MADE
    book.properties.creator = "さくら野市"
    line = Side(style="thin")
    for grid in grids:
        sheet = book.create_sheet(grid.title)
        for (row, column), value in grid.cells.items():
            cell = sheet.cell(row, column, value)
            cell.font = Font(name="游ゴシック", bold=(row, column) in grid.headings)
            if (row, column) in grid.headings:
                cell.fill = PatternFill("solid", fgColor="DDEBF7")
                cell.border = Border(line, line, line, line)
            if isinstance(value, date):
                cell.number_format = "yyyy/mm/dd"
        for r1, c1, r2, c2 in grid.merges:
            sheet.merge_cells(start_row=r1, start_column=c1, end_row=r2, end_column=c2)
            sheet.cell(r1, c1).alignment = Alignment(horizontal="center", vertical="center")
        width = 2.6 if grid.narrow else 16.0
        for column in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
    return book


def book_bytes(book: openpyxl.Workbook) -> bytes:
    """The workbook as a file."""
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        core = package.read("docProps/core.xml").decode()
    saved = core[core.index("<dcterms:modified") : core.index("</dcterms:modified>")]
    fixed = saved[: saved.index(">") + 1] + MADE.isoformat() + "Z"
    return repack(buffer.getvalue(), {"docProps/core.xml": (saved, fixed)})


def xlsx(*grids: Grid) -> bytes:
    """The grids as a workbook written by openpyxl."""
    return book_bytes(openpyxl_book(*grids))


def xlsx_other(*grids: Grid) -> bytes:
    """The grids as a workbook written by XlsxWriter (shared strings, printer settings, frozen panes, a filter)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy/mm/dd"})
    book.set_properties({"author": "さくら野市", "created": MADE})
    bold = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1})
    plain = book.add_format({"font_name": "BIZ UDPゴシック"})
    for grid in grids:
        sheet = book.add_worksheet(grid.title)
        sheet.set_column(0, 40, 2.6 if grid.narrow else 15)
        for r1, c1, r2, c2 in grid.merges:
            sheet.merge_range(r1 - 1, c1 - 1, r2 - 1, c2 - 1, "", plain)
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        for (row, column), value in grid.cells.items():
            form = bold if (row, column) in grid.headings else day if isinstance(value, date) else plain
            moment = datetime.combine(value, time()) if isinstance(value, date) else value
            sheet.write(row - 1, column - 1, moment, form)
        sheet.set_paper(9)
        sheet.set_landscape()
    book.close()
    return buffer.getvalue()


def csv_bytes(rows: list[Row], encoding: str = "utf-8", delimiter: str = ",", quote_all: bool = False) -> bytes:
    """The rows as CSV with CRLF, dates as 2026/11/24."""
    text = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    for row in rows:
        writer.writerow(["" if v is None else f"{v:%Y/%m/%d}" if isinstance(v, date) else v for v in row])
    return text.getvalue().encode(encoding)


def table_bytes(rows: list[Row], form: str) -> bytes:
    """The rows as a source file: `xlsx`, `parquet`, or CSV in the encoding that `form` names."""
    if form == "xlsx":
        return xlsx(from_rows(rows, "Sheet1"))
    if form == "parquet":
        columns = {str(h): [None if r[i] is None else str(r[i]) for r in rows[1:]] for i, h in enumerate(rows[0])}
        buffer = io.BytesIO()
        polars.DataFrame(columns).write_parquet(buffer)
        return buffer.getvalue()
    return csv_bytes(rows, form)


def repack(
    package: bytes, change: Mapping[str, tuple[str, str]], add: Mapping[str, bytes | str] | None = None
) -> bytes:
    """The package with, in each part of `change`, the first text replaced by the second (which must occur),
    and the parts of `add` added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        assert set(change) <= set(old.namelist()), set(change) - set(old.namelist())
        for info in old.infolist():
            data = old.read(info)
            if info.filename in change:
                before, after = change[info.filename]
                text = data.decode()
                assert before in text, (info.filename, before, text[:2000])
                data = text.replace(before, after, 1).encode()
            new.writestr(zipfile.ZipInfo(info.filename, MADE.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
        for name, part in (add or {}).items():
            new.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
