"""The cells of a page's lines -> columns: what stands below each other has one number, so that headings meet values."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from sekisho.inspection.model import Grid, Hiding, Place
from sekisho.inspection.readers.pdf_parts.lines import Segment


@dataclass(slots=True)
class _Column:
    """A stretch of the page's width in which cells stand, and the rows in which one does."""

    start: float
    end: float
    rows: set[int] = field(default_factory=set)

    def overlap(self, cell: Segment) -> float:
        return min(self.end, cell.end) - max(self.start, cell.start)


def number_columns(rows: Sequence[Sequence[Segment]]) -> list[list[int]]:
    """Return the column number (from 1) of each cell; a table of another shape on the same page begins anew."""
    numbers: list[list[int]] = []
    columns: list[_Column] = []
    first = 0
    for index, row in enumerate(rows):
        if len(row) > 1 and not _fit(columns, row, index):
            numbers += _numbered(columns, rows[first:index])
            columns, first = [], index
            _fit(columns, row, index)
    return numbers + _numbered(columns, rows[first:])


def _fit(columns: list[_Column], row: Sequence[Segment], index: int) -> bool:
    """Put a row's cells into the columns, new ones where needed; False, and nothing done, where two meet in one."""
    chosen: list[tuple[_Column | None, bool]] = []
    for cell in row:
        hits = [c for c in columns if c.overlap(cell) > 0]
        chosen.append((max(hits, key=lambda c: c.overlap(cell), default=None), len(hits) == 1))
    taken = [id(column) for column, _ in chosen if column is not None]
    if len(set(taken)) < len(taken):
        return False
    for cell, (column, alone) in zip(row, chosen, strict=True):
        if column is None:
            column = _Column(cell.start, cell.end)
            columns.append(column)
        elif alone:
            column.start, column.end = min(column.start, cell.start), max(column.end, cell.end)
        column.rows.add(index)
    return True


def _numbered(columns: list[_Column], rows: Sequence[Sequence[Segment]]) -> list[list[int]]:
    ordered = _merged(sorted(columns, key=lambda c: c.start))
    result = []
    for row in rows:
        numbers: list[int] = []
        for cell in row:
            best = max(range(len(ordered)), key=lambda i: (ordered[i].overlap(cell) > 0, ordered[i].overlap(cell)), default=0)
            number = 1 if len(row) == 1 and ordered and ordered[best].overlap(cell) <= 0 else best + 1
            numbers.append(max(number, numbers[-1] + 1 if numbers else 1))
        result.append(numbers)
    return result


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
