"""A clean workbook: values, widths and number formats, and nothing else."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import xlsxwriter

from sekisho.bundle.model import BundleError
from sekisho.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sekisho.bundle.master import MasterCell

# A number format that shows nothing hides a value as well as a hidden column does.
_HIDING = re.compile(r";;|\[white\]|\[白\]", re.IGNORECASE)
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count a day that never was
_MOST_TEXT = 32_767
_MOST_ROWS = 1_048_576


def write_workbook(
    path: Path,
    sheet: str,
    rows: Sequence[Sequence[MasterCell]],
    widths: Mapping[int, float],
    *,
    today: date,
) -> None:
    """Write one sheet. Text stays text, also where it looks like a formula, a link or a number.

    Raises:
        BundleError: more rows or a longer text than a spreadsheet holds.

    """
    if len(rows) > _MOST_ROWS:
        raise BundleError(
            say(
                "{file}は{rows}行になり、表計算ソフトの上限を超えます。分けてください。", file=path.name, rows=len(rows)
            )
        )
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        # The library would write the time of the clock.
        book.set_properties({"created": datetime.combine(today, time())})
        worksheet = book.add_worksheet(sheet)
        for column, width in widths.items():
            if 0.5 <= width <= 255:
                worksheet.set_column(column - 1, column - 1, width)
        formats: dict[str, object] = {"": None}
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                code = _format(cell)
                if code not in formats:
                    formats[code] = book.add_format({"num_format": code})
                _write(worksheet, row, column, cell, formats[code], path.name)


def _format(cell: MasterCell) -> str:
    code = "" if _HIDING.search(cell.format) else cell.format
    is_day = isinstance(cell.value, date)
    return code or ("yyyy-mm-dd" if is_day else "")


def _write(worksheet: object, row: int, column: int, cell: MasterCell, style: object, file: str) -> None:
    value = cell.value
    if value is None or value == "":
        return
    sheet: xlsxwriter.worksheet.Worksheet = worksheet
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float) and abs(value) < float("inf"):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) >= _FIRST_DAY:
        sheet.write_datetime(row, column, value, style)
    else:
        text = value if isinstance(value, str) else cell.text
        if len(text) > _MOST_TEXT:
            raise BundleError(
                say(
                    "{file}の{row}行目に、表計算ソフトの上限（{limit}字）より長い文字があります。",
                    file=file,
                    row=row + 1,
                    limit=_MOST_TEXT,
                )
            )
        sheet.write_string(row, column, text, style)
