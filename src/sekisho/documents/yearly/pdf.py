"""The yearly report as a PDF: A4 landscape, the five columns, and behind them what an inside report has besides."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from pathlib import Path

from sekisho.documents.printing import code
from sekisho.documents.printing.paper import typeset
from sekisho.documents.yearly.model import Report
from sekisho.documents.yearly.view import RowView
from sekisho.documents.yearly.writing import view
from sekisho.gate.lettering import width

TEMPLATE = Path(__file__).parent / "report.typ"
LINE = (2, 6, 14, 19, 27)
"""Full-width letters that surely go into a line of each column."""
LINES = 18
"""Lines of a row that surely fit on a page, which holds about 35. A row that may have more is measured by Typst: that takes time."""


def pdf(report: Report, lang: str = "ja") -> bytes:
    """Return the report as PDF/UA-1, the same bytes for the same report; ``lang`` is ``ja`` or ``en``.

    A row stands on one page; one that is longer than a page goes on, its number repeated.

    Raises:
        ValueError: the QR code has too much to say.

    """
    shown = view(report, lang)
    tall = [number for number, row in enumerate(shown.rows) if _lines(row) > LINES]
    words = {"view": shown, "tall": tall, "codes": bool(shown.code)}
    return typeset(TEMPLATE, words, lines=True, code=code.svg(shown.code) if shown.code else "")


def _lines(row: RowView) -> int:
    """Return how many lines a row has at most."""
    measures = [f"{one.label}{one.text}" for one in row.measures]
    status = [f"{one.label}\n{one.text}" for one in row.status]
    status += [f"{one.label}{one.word}{one.said}" for one in row.results]
    columns: tuple[Iterable[str], ...] = ((row.number,), (row.department,), (row.outline,), measures, status)
    return max(_of(texts, room) for texts, room in zip(columns, LINE, strict=True))


def _of(texts: Iterable[str], room: int) -> int:
    return sum(ceil((width(line, 10) / 10 + 1) / room) for text in texts for line in text.split("\n"))
