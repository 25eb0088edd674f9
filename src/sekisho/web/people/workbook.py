"""The table for moving people, as a workbook: the present posts, and lists to choose the next ones from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

from sekisho.gate.naming import ROLES
from sekisho.web.people.actions.posts import HELD
from sekisho.web.people.moving import HEADINGS
from sekisho.web.people.queries.roll import PostView

_WIDTHS = (12, 18, 22, 18, 22, 18)
_MOST_ROWS = 20_000


def moves_workbook(
    rows: Iterable[tuple[str, str, PostView | None]], sections: Sequence[str], made_at: datetime
) -> bytes:
    """Return the workbook; text stays text, also where it looks like a formula or a number.

    ``rows``: staff number, name and post, as `queries.moves.numbered` gives them. ``sections``: names to choose from.
    """
    buffer = BytesIO()
    told = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, told) as book:
        # The library would write the time of the clock.
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        sheet, choices = book.add_worksheet("異動"), book.add_worksheet("選択肢")
        for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width, text)
            sheet.write_string(0, column, heading, head)
        sheet.freeze_panes(1, 2)
        for number, cells in enumerate(_cells(rows), 1):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell, text)
        roles = [ROLES[role].render("ja") for role in HELD]
        for column, (heading, words) in enumerate((("課", sections), ("役割", roles))):
            choices.set_column(column, column, 22, text)
            choices.write_column(0, column, [heading, *words], text)
            if words:
                source = f"=選択肢!${'AB'[column]}$2:${'AB'[column]}${len(words) + 1}"
                place = column + HEADINGS.index("次の課")
                sheet.data_validation(1, place, _MOST_ROWS, place, {"validate": "list", "source": source})
    return buffer.getvalue()


def _cells(rows: Iterable[tuple[str, str, PostView | None]]) -> Iterable[tuple[str, ...]]:
    for number, name, post in rows:
        section, role = (post.department, ROLES[post.role].render("ja")) if post else ("", "")
        yield number, name, section, role, section, role
