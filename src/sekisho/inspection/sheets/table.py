"""One sheet as a table while its cells come in, whichever reader finds them."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping
from itertools import islice
from operator import lt

from sekisho.inspection.model import Grid, Hiding, Limits, Part, Place, UnreadableFileError
from sekisho.inspection.sheets.seen import Owner
from sekisho.words import say

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

NARROW = 0.5
"""Width in characters below which a column shows nothing."""
_MERGE_STEPS = 5_000_000
_COLUMN_BITS = 15


class Table:
    """Takes cells in any order and makes a ``Grid`` of them: each text once, empty cells left out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._keys = array("q")
        self._texts = array("i")
        self._numbers: dict[str, int] = {}
        self._hidden: dict[int, Hiding] = {}

    def put(self, row: int, column: int, text: str, hiding: Hiding = Hiding.SEEN) -> None:
        """Add the cell in ``row`` and ``column`` (from 1). An empty text is no cell.

        Raises:
            UnreadableFileError: there are more cells than the limits allow.

        """
        if not text or text.isspace():
            return
        if len(self._keys) >= self._limits.cells:
            raise UnreadableFileError(say("セルが{limit}個を超えています", limit=self._limits.cells))
        key = row << _COLUMN_BITS | column
        self._keys.append(key)
        self._texts.append(self._numbers.setdefault(text, len(self._numbers)))
        if hiding:
            self._hidden[key] = hiding

    def __len__(self) -> int:
        """Return how many cells there are."""
        return len(self._keys)

    @property
    def shown(self) -> Container[str]:
        """The texts of all cells so far."""
        return self._numbers.keys()

    def _in_order(self) -> "tuple[array[int], array[int]]":
        """Return keys and texts by row, then column: most files list their cells so, and need no sorting."""
        keys = self._keys
        if all(map(lt, keys, islice(keys, 1, None))):
            return keys, self._texts
        order = sorted(range(len(keys)), key=keys.__getitem__)
        return array("q", (keys[i] for i in order)), array("i", (self._texts[i] for i in order))

    def grid(
        self,
        owner: Owner,
        *,
        merges: tuple[Area, ...] = (),
        hidden_rows: Mapping[int, Hiding] | None = None,
        hidden_columns: Mapping[int, Hiding] | None = None,
    ) -> Grid:
        """Return the cells in reading order; of rows and columns those that hold something are said to be hidden."""
        keys, texts = self._in_order()
        rows = array("i", (key >> _COLUMN_BITS for key in keys))
        columns = array("i", (key & (1 << _COLUMN_BITS) - 1 for key in keys))
        hidden_cells = (
            {i: self._hidden[key] for i, key in enumerate(keys) if key in self._hidden} if self._hidden else {}
        )
        for cell in merged_away(rows, columns, texts, merges):
            hidden_cells.setdefault(cell, Hiding.BEHIND)
        return Grid(
            Place(Part.CELL, owner.sheet),
            rows,
            columns,
            texts,
            tuple(self._numbers),
            merges=merges,
            hidden=owner.hiding,
            hidden_rows=_of(hidden_rows, rows),
            hidden_columns=_of(hidden_columns, columns),
            hidden_cells=hidden_cells,
        )


def merged_away(rows: "array[int]", columns: "array[int]", texts: "array[int]", merges: tuple[Area, ...]) -> list[int]:
    """Return the cells (in reading order) that a merge covers though they hold something else than what it shows."""
    away: list[int] = []
    steps = 0
    for top, left, bottom, right in merges:
        first, behind = bisect_left(rows, top), bisect_right(rows, bottom)
        steps += behind - first
        if steps > _MERGE_STEPS:
            break
        shown = -1
        for cell in range(first, behind):
            if not left <= columns[cell] <= right:
                continue
            if rows[cell] == top and columns[cell] == left:
                shown = texts[cell]
            elif texts[cell] != shown:
                away.append(cell)
    return away


def _of(hidden: Mapping[int, Hiding] | None, used: "array[int]") -> dict[int, Hiding]:
    if not hidden:
        return {}
    return {number: hidden[number] for number in sorted(set(used)) if number in hidden}
