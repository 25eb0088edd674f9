"""The report as a table of text: the five columns, and two for what was counted."""

from __future__ import annotations

import csv
import io

from sekisho.documents.yearly.cells import cells, counted
from sekisho.documents.yearly.model import Report
from sekisho.documents.yearly.naming import shown
from sekisho.documents.yearly.writing import view
from sekisho.words import say

BOM = b"\xef\xbb\xbf"
"""So that the spreadsheets of offices read it as UTF-8."""
_STARTS = frozenset("=+-@＝＋－＠'\t\r\n")
"""What begins a formula or a command in some spreadsheet, and the apostrophe itself."""


def write_csv(report: Report, lang: str = "ja") -> bytes:
    """Return the report as CSV (RFC 4180, lines end in CRLF) in UTF-8 with a byte order mark; ``lang`` is ``ja`` or ``en``.

    A text that a spreadsheet would take for a formula has an apostrophe in front, and so has a text that begins with one:
    where a cell begins with an apostrophe, the rest is the text, letter for letter (:func:`unguarded`).

    Raises:
        UnicodeEncodeError: a text has half a character.

    """
    told = view(report, lang)
    lines = io.StringIO(newline="")
    table = csv.writer(lines)
    table.writerow((*told.heads, *(shown(one, lang) for one in (say("記録から数えた結果"), say("結果の説明")))))
    for row in told.rows:
        table.writerow(map(guarded, (*cells(row), *counted(row.results))))
    return BOM + lines.getvalue().encode()


def guarded(text: str) -> str:
    """Return a text with an apostrophe in front where a spreadsheet would not take it for text."""
    start = text.lstrip(" \u3000\u00a0\ufeff\u200b")[:1]
    return f"'{text}" if start in _STARTS and start else text


def unguarded(cell: str) -> str:
    """Return the text of a cell."""
    return cell.removeprefix("'")
