"""Tables of a page: which cell stands in which row and column.

Source: HTML Living Standard 4.9.12 (forming a table).
"""

from array import array
from dataclasses import dataclass, field
from typing import Final

from sekisho.inspection.model import Grid, Hiding, Part, Place

_MOST_COLUMNS: Final = 1000
_MOST_ROWS: Final = 65534


@dataclass(slots=True)
class Cell:
    """A cell while it is read: its paragraphs, each with what hides it."""

    row: int
    column: int
    paragraphs: list[tuple[str, Hiding]] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table while it is read. ``layout``: the row only places other tables, and its texts are running text.

    ``after``: how many texts stand before it.
    """

    part: Part
    hiding: Hiding
    after: int = 0
    row: int = 0
    column: int = 0
    layout: bool = False
    cell: Cell | None = None
    rows: "array[int]" = field(default_factory=lambda: array("i"))
    columns: "array[int]" = field(default_factory=lambda: array("i"))
    texts: "array[int]" = field(default_factory=lambda: array("i"))
    strings: dict[str, int] = field(default_factory=dict)
    hidden_rows: dict[int, Hiding] = field(default_factory=dict)
    hidden_columns: dict[int, Hiding] = field(default_factory=dict)
    hidden_cells: dict[int, Hiding] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    """By column: the last row that a cell from above reaches into."""
    columns_told: int = 0

    def begin_row(self, *, layout: bool, hidden: bool) -> None:
        """Begin the next row."""
        self.row += 1
        self.column = 0
        self.layout = layout
        if hidden:
            self.hidden_rows[self.row] = Hiding.ROW

    def tell_columns(self, span: str, *, hidden: bool) -> None:
        """Take in a ``col``, which stands for one column or several."""
        first = self.columns_told + 1
        self.columns_told += _count(span, _MOST_COLUMNS)
        if hidden:
            told = range(first, min(self.columns_told, _MOST_COLUMNS) + 1)
            self.hidden_columns.update(dict.fromkeys(told, Hiding.COLUMN))

    def begin_cell(self, colspan: str, rowspan: str) -> int:
        """Begin the next cell in the first column that no other cell reaches into.

        Returns how many slots of the row this took: the columns of the cell, and those before it that other cells hold.
        """
        before = self.column
        self.column += 1
        while self.taken.get(self.column, 0) >= self.row:
            self.column += 1
        wide = _count(colspan, _MOST_COLUMNS)
        high = _MOST_ROWS if rowspan.strip() == "0" else _count(rowspan, _MOST_ROWS)
        first = self.column
        last = first + wide - 1
        if high > 1:
            self.taken.update(dict.fromkeys(range(first, last + 1), self.row + high - 1))
        if wide > 1 or high > 1:
            self.merges.append((self.row, first, self.row + high - 1, last))
        self.column = last
        self.cell = Cell(self.row, first)
        return last - before

    def put(self, cell: Cell, text: str, hiding: Hiding) -> None:
        """Fill a cell."""
        if hiding:
            self.hidden_cells[len(self.texts)] = hiding
        self.rows.append(cell.row)
        self.columns.append(cell.column)
        self.texts.append(self.strings.setdefault(text, len(self.strings)))

    def grid(self) -> Grid | None:
        """Return the table, None where no cell holds anything. Its rows have no numbers on the page."""
        if not self.texts:
            return None
        self.merges = [(top, left, min(bottom, self.row), right) for top, left, bottom, right in self.merges]
        return Grid(
            Place(self.part),
            self.rows,
            self.columns,
            self.texts,
            tuple(self.strings),
            addressed=False,
            merges=tuple(one for one in self.merges if one[:2] != one[2:]),
            hidden=self.hiding,
            hidden_rows=self.hidden_rows,
            hidden_columns=self.hidden_columns,
            hidden_cells=self.hidden_cells,
            after=self.after,
        )


def _count(text: str, most: int) -> int:
    digits = text.strip()
    return min(max(int(digits[:9]), 1), most) if digits.isascii() and digits.isdigit() else 1
