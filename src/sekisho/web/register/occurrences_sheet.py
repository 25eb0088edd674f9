"""The list of occurrences (行事) as a workbook: numbers, days and titles, nobody's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from sekisho.web.register.queries.occurrences import SeriesView

HEADINGS = (
    "番号",
    "行事",
    "種類",
    "課",
    "周期",
    "いつから",
    "最後に行った日",
    "次の期限",
    "行った回数",
    "状態",
    "再発防止策",
)
_WIDTHS = (8, 36, 14, 22, 12, 14, 16, 14, 12, 16, 30)


def workbook(views: Iterable[SeriesView], made_at: datetime) -> bytes:
    """Return the workbook; text stays text, also where it looks like a formula or a number."""
    buffer = BytesIO()
    told = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, told) as book:
        # The library would write the time of the clock.
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("行事")
        for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, head)
        sheet.freeze_panes(1, 2)
        for row, view in enumerate(views, 1):
            for column, cell in enumerate(_cells(view)):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001  a day
                elif isinstance(cell, int):
                    sheet.write_number(row, column, cell)
                elif cell:
                    sheet.write_string(row, column, cell, text)
    return buffer.getvalue()


def _cells(view: SeriesView) -> Iterable[str | int | date | None]:
    yield f"G-{view.number}"
    yield view.title
    yield view.kind_words.render("ja")
    yield view.section or "全庁"
    yield view.rhythm_words.render("ja")
    yield from (view.since, view.last, view.due, view.times)
    yield view.due_words.render("ja")
    yield "、".join(one.name for one in view.measures)
