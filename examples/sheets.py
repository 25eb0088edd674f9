"""Workbooks and lists as offices make them, always with the same bytes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence

MADE = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001  workbooks know no time zone

Cell = str | int | date | None
Style = dict[str, object]

ERA = '[$-411]ggge"年"m"月"d"日";@'
ERA_SHORT = "[$-411]ge.m.d;@"
SERIF, SANS = "ＭＳ Ｐ明朝", "ＭＳ Ｐゴシック"
BOX: Style = {"border": 1, "valign": "vcenter"}
HEAD: Style = {**BOX, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7", "font_size": 10}


def letter(column: int) -> str:
    """Return the letter of a column counted from 0 (only A to Z are needed)."""
    return chr(ord("A") + column)


@dataclass(slots=True)
class Page:
    """One sheet that is being written; rows and columns count from 0 as in the writing library."""

    book: Any  # the writing library has no types
    sheet: Any
    font: str

    def style(self, **properties: object) -> Any:  # noqa: ANN401  the writing library has no types
        """Return a cell style in the sheet's font."""
        return self.book.add_format({"font_name": self.font, "font_size": 11, **properties})

    def put(self, row: int, column: int, value: Cell, style: object) -> None:
        """Write one value as its type says; digits in a text stay text."""
        if isinstance(value, date):
            self.sheet.write_datetime(row, column, datetime.combine(value, time()), style)
        elif isinstance(value, int):
            self.sheet.write_number(row, column, value, style)
        elif value is None:
            self.sheet.write_blank(row, column, None, style)
        else:
            self.sheet.write_string(row, column, value, style)

    def line(self, row: int, values: Sequence[Cell], styles: Sequence[object]) -> None:
        """Write a row from column A on."""
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            self.put(row, column, value, style)

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns from A on, in characters."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def head(self, row: int, titles: Sequence[str]) -> None:
        """Write a heading of two rows: 'above/below' stands under a merged heading, the rest spans both rows."""
        style = self.style(**HEAD)
        column = 0
        while column < len(titles):
            above, _, below = titles[column].partition("/")
            if not below:
                self.sheet.merge_range(row, column, row + 1, column, above, style)
                column += 1
                continue
            last = column
            while last < len(titles) and titles[last].startswith(above + "/"):
                self.sheet.write_string(row + 1, last, titles[last].partition("/")[2], style)
                last += 1
            self.sheet.merge_range(row, column, row, last - 1, above, style)
            column = last

    def print_setup(self, *, landscape: bool, head_row: int, footer: str) -> None:
        """Set A4, margins, one page wide, the repeated heading (two rows from `head_row`) and the footer."""
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(head_row, head_row + 1)
        self.sheet.set_footer(footer)
        self.sheet.freeze_panes(head_row + 2, 0)


@dataclass(slots=True)
class Workbook:
    """A workbook that is being written into memory."""

    book: Any  # the writing library has no types
    memory: io.BytesIO

    def page(self, name: str, font: str) -> Page:
        """Append a sheet."""
        return Page(self.book, self.book.add_worksheet(name), font)

    def made(self) -> bytes:
        """Return the bytes; the workbook takes nothing more after this."""
        self.book.close()
        return self.memory.getvalue()


def workbook(title: str, office: str) -> Workbook:
    """Return an empty workbook with the properties that Office writes, and a fixed date."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    book.set_properties({"title": title, "author": office, "company": "さくら野市", "created": MADE})
    return Workbook(book, memory)


def csv_bytes(head: Sequence[str], rows: Sequence[Sequence[str]], encoding: str, *, quoted: bool = False) -> bytes:
    """Return a list with Windows line ends; `quoted` puts every value in quotation marks as core systems do.

    Raises:
        UnicodeEncodeError: a character is not in the encoding.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)
