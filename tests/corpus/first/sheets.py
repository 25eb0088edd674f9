"""Office sheets as workbooks of three makers, honest and with one child of another kindergarten."""

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter
from tests.corpus.first.city import OWN, STRANGER, Case
from tests.corpus.first.offices import OFFICES, Sheet
from tests.corpus.first.packages import workbook

Sheets = Mapping[str, Sheet]


def drawn_by_xlsxwriter(sheets: Sheets) -> bytes:
    """Return a workbook with dates as dates, widths and merged areas."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    day = book.add_format({"num_format": "yyyy/mm/dd"})
    for title, sheet in sheets.items():
        page = book.add_worksheet(title)
        if sheet.width:
            page.set_column(0, 60, sheet.width)
        for top, left, bottom, right in sheet.merges:
            page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        for (row, column), value in sheet.cells.items():
            whole = datetime.combine(value, time()) if isinstance(value, date) else value
            page.write(row - 1, column - 1, whole, day if isinstance(value, date) else None)
    book.close()
    return out.getvalue()


def drawn_by_openpyxl(sheets: Sheets) -> bytes:
    """Return a workbook in which dates show by era, as Japanese Excel offers it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, sheet in sheets.items():
        page = book.create_sheet(title)
        for (row, column), value in sheet.cells.items():
            cell = page.cell(row, column, value)
            if isinstance(value, date):
                cell.number_format = '[$-411]ggge"年"m"月"d"日"'
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for column in range(1, 61 if sheet.width else 1):
            page.column_dimensions[get_column_letter(column)].width = sheet.width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


MAKERS: tuple[Callable[[Sheets], bytes], ...] = (drawn_by_xlsxwriter, drawn_by_openpyxl, workbook)
FILE = "out/k01.xlsx"


def stranger_at(sheet: Sheet, title: str = "名簿") -> dict[str, Any]:
    """Return what must be found of the stranger on a sheet."""
    rows = sheet.rows_of[STRANGER.id]
    return {
        "check": "scope",
        "severity": "stop",
        "parcel": "K01",
        "file": FILE,
        "where": {"part": "cell", "sheet": title, "row": rows},
        "subject_id": STRANGER.id,
    }


def cases() -> Iterator[Case]:
    """Yield every layout by one maker honest, by the next one with a stranger, and several sheets in one book."""
    for n, (name, lay) in enumerate(OFFICES.items()):
        scope = "source" if n % 2 else "subjects"
        yield Case(f"office-{name}-honest", {FILE: MAKERS[n % 3]({"名簿": lay(OWN)})}, scope=scope)
        yield Case(f"office-{name}-again-honest", {FILE: MAKERS[(n + 1) % 3]({"名簿": lay(OWN[::-1])})}, scope=scope)
        mixed = lay((*OWN[:4], STRANGER, *OWN[4:]))
        yield Case(
            f"office-{name}-stranger",
            {FILE: MAKERS[(n + 2) % 3]({"名簿": mixed})},
            must=[stranger_at(mixed)],
            scope=scope,
        )
    cover = Sheet()
    cover.put(2, 2, "表紙")
    cover.put(4, 2, "送付枚数", 3)
    books = {"表紙": cover, "４月": OFFICES["grouped"](OWN), "５月": OFFICES["forms"](OWN[:4])}
    for n, make in enumerate(MAKERS):
        yield Case(f"office-book-{n}-honest", {FILE: make(books)})
        mixed = OFFICES["forms"]((*OWN[:3], STRANGER))
        yield Case(
            f"office-book-{n}-stranger", {FILE: make(books | {"５月": mixed})}, must=[stranger_at(mixed, "５月")]
        )
