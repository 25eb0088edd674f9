"""The cells of a page's lines -> columns: what stands below each other has one number, so that headings meet values."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from sekisho.inspection.model import Grid, Hiding, Place
from sekisho.inspection.readers.pdf_parts.lines import Segment

FAR = 1.8
"""A gap of so many em between lines may be one between tables."""


@dataclass(slots=True, eq=False)
class _Column:
    """A stretch of the page's width in which cells stand, and the rows in which one does."""

    start: float
    end: float
    rows: set[int] = field(default_factory=set)
    number: int = 0


def number_columns(rows: Sequence[Sequence[Segment]]) -> list[list[int]]:
    """Return the column number (from 1) of each cell; a table of another shape on the same page begins anew."""
    numbers: list[list[int]] = []
    columns: list[_Column] = []
    homes: list[list[_Column] | None] = []
    for index, row in enumerate(rows):
        apart = index > 0 and row[0].top - rows[index - 1][0].bottom > FAR * row[0].em
        home = _fit(columns, row, index, strict=apart) if len(row) > 1 else None
        if home is None and len(row) > 1:
            numbers += _numbered(columns, homes, rows[len(numbers) : index])
            columns, homes = [], []
            home = _fit(columns, row, index, strict=False)
        homes.append(home)
    return numbers + _numbered(columns, homes, rows[len(numbers) :])


def _fit(columns: list[_Column], row: Sequence[Segment], index: int, *, strict: bool) -> list[_Column] | None:
    """Put a row's cells into the columns, new ones where needed.

    None, and nothing done, where two meet in one; where ``strict``, also where one lies across several.
    """
    chosen = [_nearest(columns, cell) for cell in row]
    taken = [id(column) for column, _ in chosen if column is not None]
    if len(set(taken)) < len(taken) or (strict and any(column is not None and not alone for column, alone in chosen)):
        return None
    home = []
    for cell, (column, alone) in zip(row, chosen, strict=True):
        if column is None:
            column = _Column(cell.start, cell.end)  # noqa: PLW2901  # the new column stands for the missing one
            columns.append(column)
        elif alone:
            column.start, column.end = min(column.start, cell.start), max(column.end, cell.end)
        column.rows.add(index)
        home.append(column)
    return home


def _nearest(columns: Sequence[_Column], cell: Segment) -> tuple[_Column | None, bool]:
    """Return the column that a cell overlaps most, and whether it is the only one."""
    best, most, hits = None, 0.0, 0
    start, end = cell.start, cell.end
    for column in columns:
        if column.start < end and start < column.end:
            overlap = min(column.end, end) - max(column.start, start)
            hits += 1
            if overlap > most:
                best, most = column, overlap
    return best, hits == 1


def _numbered(
    columns: list[_Column], homes: Sequence[list[_Column] | None], rows: Sequence[Sequence[Segment]]
) -> list[list[int]]:
    ordered = _merged(sorted(columns, key=lambda c: c.start))
    for number, column in enumerate(ordered, start=1):
        column.number = number
    result = []
    for row, home in zip(rows, homes, strict=True):
        if home is None:
            below = _nearest(ordered, row[0])[0]
            result.append([below.number if below is not None else 1])
            continue
        numbers: list[int] = []
        for wanted in home:
            own = wanted.number or _around(ordered, wanted)
            numbers.append(max(own, numbers[-1] + 1 if numbers else 1))
        result.append(numbers)
    return result


def _around(ordered: Sequence[_Column], part: _Column) -> int:
    """Return the number of the column into which ``part`` was merged."""
    return next((column.number for column in ordered if column.start <= part.start and part.end <= column.end), 1)


def _merged(columns: list[_Column]) -> list[_Column]:
    """Join a heading set in the middle with its values at the left: they never stand in one row, and are neighbours."""
    at = 0
    while at + 1 < len(columns):
        left, right = columns[at], columns[at + 1]
        rare = min(len(left.rows), len(right.rows)) <= 2 < max(len(left.rows), len(right.rows))
        if rare and not left.rows & right.rows and not _better(columns, at):
            columns[at : at + 2] = [_Column(left.start, max(left.end, right.end), left.rows | right.rows)]
        else:
            at += 1
    return columns


def _better(columns: list[_Column], at: int) -> bool:
    """Tell whether the right one of the pair fits the next column still better: it is nearer, and never beside it."""
    if at + 2 >= len(columns):
        return False
    left, middle, right = columns[at : at + 3]
    if len(middle.rows) > len(left.rows) or middle.rows & right.rows:
        return False
    return right.start - middle.end < middle.start - left.end


def make_grid(place: Place, rows: Sequence[Sequence[Segment]], hidden: Hiding = Hiding.SEEN) -> Grid:
    """Return the lines of a page as a table without addresses."""
    strings: dict[str, int] = {}
    row_numbers, column_numbers, texts = array("l"), array("l"), array("l")
    for number, (row, columns) in enumerate(zip(rows, number_columns(rows), strict=True), start=1):
        for cell, column in zip(row, columns, strict=True):
            row_numbers.append(number)
            column_numbers.append(column)
            texts.append(strings.setdefault(cell.text, len(strings)))
    return Grid(place, row_numbers, column_numbers, texts, tuple(strings), addressed=False, hidden=hidden)
