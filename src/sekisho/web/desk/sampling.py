"""Rows to be traced to another source: what of a parcel's files may be drawn, as the viewer shows them, and the drawing.

Of each row one value is to be typed: a number that stands for the person, else the birth date. Beside it stands by what
to look it up; where that holds the value too, the row is none to draw, so that nobody finds the answer on the page.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    heading = _heading(rows)
    columns, labels = heading.columns, heading.labels
    asked = _asked(columns)
    if asked is None:
        return
    at, column = asked
    sheet = part.title if isinstance(part.title, str) else ""
    for row in rows[heading.end :]:
        cells = {one.column: one.text.strip() for one in row.cells}
        value = folded(column, cells.get(at, ""))
        beside = tuple(_beside(columns, labels, cells, at))
        if value and beside and not any(_tells(text, column, value) for _, text in beside):
            yield Candidate(Place(file, part.number, sheet, row.number), labels[at], column, value, beside)


@dataclass(frozen=True, slots=True)
class _Heading:
    """The heading of a table. ``end``: the first row below it; ``columns``: what each is; ``labels``: what stands above it."""

    end: int = 1
    columns: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)


def _heading(rows: Sequence[Row]) -> _Heading:
    """Return the heading: that of the first rows with most columns that are known, with the row below where it holds headings alone."""
    best = _Heading()
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        upper = _texts(row)
        lower = _texts(rows[at + 1]) if at + 1 < len(rows) else {}
        made = _joined(at, upper, lower if _is_heading(lower) and _known(upper) > 1 else {})
        if len(made.columns) > max(1, len(best.columns)):
            best = made
    return best


def _texts(row: Row) -> dict[int, str]:
    return {one.column: text for one in row.cells if (text := one.text.strip())}


def _known(texts: Mapping[int, str]) -> int:
    return sum(recognise_header(text) is not None for text in texts.values())


def _is_heading(texts: Mapping[int, str]) -> bool:
    """Return whether a row holds headings and nothing else, of two columns at least: 姓 and 名 below 氏名."""
    found = [recognise_header(text) for text in texts.values()]
    return None not in found and len({one.column for one in found if one}) > 1


def _joined(at: int, upper: Mapping[int, str], lower: Mapping[int, str]) -> _Heading:
    """Return the heading of a row, and of the row below it: a column is what its lowest heading says, under the upper one's."""
    columns: dict[int, str] = {}
    labels: dict[int, str] = {}
    for column in sorted({*upper, *lower}):
        above = upper.get(column, "")
        if not above:  # an upper heading over several columns is written in the first of them
            above = upper.get(max((one for one in upper if one < column), default=0), "")
        labels[column] = "／".join(text for text in (above, lower.get(column, "")) if text)
        found = [recognise_header(text) for text in (above, lower.get(column, "")) if text]
        own = found[-1]
        if own is not None and not any(one is not None and one.whose for one in found):
            columns[column] = own.column
    return _Heading(at + (2 if lower else 1), columns, labels)


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
