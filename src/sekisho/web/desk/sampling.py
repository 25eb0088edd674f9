"""Rows to be traced to another source: what of a parcel's files may be drawn, as the viewer shows them, and the drawing.

Of each row one value is to be typed: a number that stands for the person, else the birth date. Beside it stands by what
to look it up; where that holds the value too, the row is none to draw, so that nobody finds the answer on the page.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sekisho.bundle.columns import recognise_header
from sekisho.inspection.showing.model import Row, Shown, ShownFile
from sekisho.japan.dates import parse_date
from sekisho.japan.identifiers import fold_identifier, strip_zeros

ASKED = ("number", "subject_id", "birth_date")
"""Columns of which a value is asked, the best first."""
LOOKED_UP = ("name", "family_name", "given_name", "kana", "family_kana", "given_kana")
BESIDE = ("birth_date", "number", "subject_id")
"""By what a row is looked up: the name; where it has none, another of the values that may be asked."""
_HEADING_ROWS = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: file by its id, part from 1, ``row`` as the file counts it; ``sheet``: what the part is called."""

    file: str
    part: int
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be drawn. ``label``: the heading of the column asked; ``value``: what is to be typed, folded.

    ``beside``: by what to look it up, with the headings.
    """

    place: Place
    label: str
    column: str
    value: str
    beside: tuple[tuple[str, str], ...]


def folded(column: str, text: str) -> str:
    """Return a value as it is compared: a date as its day, a number without what a spreadsheet adds or leaves out."""
    if column == "birth_date":
        day = parse_date(text, compact=True)
        return day.isoformat() if day else ""
    return strip_zeros(fold_identifier(text))


def candidates(file: str, shown: ShownFile) -> Iterator[Candidate]:
    """Give every row of a file that may be drawn."""
    for part in shown.every_part:
        # What the file does not count (a table of a letter) is counted as the viewer shows it.
        counted = [replace(row, number=row.number or at) for at, row in enumerate(part.rows(), 1)]
        for _, rows in groupby(counted, lambda one: one.table):
            yield from _of_table(file, part, list(rows))


def draw(there: Sequence[Candidate], wanted: int) -> list[Candidate]:
    """Return ``wanted`` of the rows, or all, each as likely as any other, in the order of the files."""
    chosen = secrets.SystemRandom().sample(range(len(there)), min(wanted, len(there)))
    return [there[at] for at in sorted(chosen)]


def _of_table(file: str, part: Shown, rows: Sequence[Row]) -> Iterator[Candidate]:
    heading, columns = _heading(rows)
    asked = _asked(columns)
    if asked is None:
        return
    at, column = asked
    labels = {one.column: one.text.strip() for one in rows[heading].cells}
    sheet = part.title if isinstance(part.title, str) else ""
    for row in rows[heading + 1 :]:
        cells = {one.column: one.text.strip() for one in row.cells}
        value = folded(column, cells.get(at, ""))
        beside = tuple(_beside(columns, labels, cells, at))
        if value and beside and not any(_tells(text, column, value) for _, text in beside):
            yield Candidate(Place(file, part.number, sheet, row.number), labels[at], column, value, beside)


def _heading(rows: Sequence[Row]) -> tuple[int, Mapping[int, str]]:
    """Return the row of the headings, that of the first rows with most of them, and what each column is."""
    best: tuple[int, Mapping[int, str]] = (0, {})
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        found = {
            one.column: header.column
            for one in row.cells
            if (header := recognise_header(one.text.strip())) is not None and not header.whose
        }
        if len(found) > max(1, len(best[1])):
            best = (at, found)
    return best


def _asked(columns: Mapping[int, str]) -> tuple[int, str] | None:
    for wanted in ASKED:
        for at, column in columns.items():
            if column == wanted:
                return at, column
    return None


def _beside(
    columns: Mapping[int, str], labels: Mapping[int, str], cells: Mapping[int, str], asked: int
) -> Iterator[tuple[str, str]]:
    named = [at for at, column in columns.items() if column in LOOKED_UP and cells.get(at)]
    other = [at for at, column in columns.items() if column in BESIDE and at != asked and cells.get(at)]
    for at in named or other[:1]:
        yield labels[at], cells[at]


def _tells(text: str, column: str, value: str) -> bool:
    """Return whether a text gives away what is to be typed."""
    return value in strip_zeros(fold_identifier(text)) or folded(column, text) == value
