"""From what a cell stores to what it shows, each different value once.

A cell is kept as a number that stands for (type, style, stored value): the number of a shared string where its style
shows it as it is, and one from a table per type and style otherwise. Only at the end does each of them become a text.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import compress, count
from operator import itemgetter
from typing import cast

from sekisho.inspection.model import Hiding, Limits, UnreadableFileError
from sekisho.inspection.readers.xlsx import arrays
from sekisho.inspection.readers.xlsx.strings import SharedStrings, unquote_controls
from sekisho.inspection.readers.xlsx.styles import Styles
from sekisho.inspection.sheets.formats import Shown, plain_number, show_number, show_text
from sekisho.inspection.sheets.formulas import Formula
from sekisho.inspection.sheets.looks import Look
from sekisho.words import say

ABSENT = -1
"""Stands for a cell that shows nothing since it holds nothing."""
_NUMBERS = frozenset({"", "n"})
_STORED_AS_SHOWN = frozenset({"str", "inlineStr"})


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share."""

    shared: SharedStrings = field(default_factory=SharedStrings)
    styles: Styles = field(default_factory=Styles)
    from_1904: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(slots=True)
class Cells:
    """The cells of one sheet while it is read, and what its rows say. ``ids`` are explained by ``Values``."""

    rows: "array[int]" = field(default_factory=lambda: array("i"))
    columns: "array[int]" = field(default_factory=lambda: array("i"))
    ids: "array[int]" = field(default_factory=lambda: array("i"))
    hidden_rows: set[int] = field(default_factory=set)
    formulas: list[Formula] = field(default_factory=list)

    def put_in_order(self) -> None:
        """Sort by row, then column: a file may list its cells as it likes."""
        keys = [row << 15 | column for row, column in zip(self.rows, self.columns, strict=True)]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        if len(order) > 1 and order != list(range(len(order))):
            pick = itemgetter(*order)
            self.rows, self.columns = array("i", pick(self.rows)), array("i", pick(self.columns))
            self.ids = array("i", pick(self.ids))


@dataclass(frozen=True, slots=True)
class Resolved:
    """Texts instead of numbers: ``texts`` into ``strings``; what hides cell by cell; which shared strings were used.

    ``bare``: those of ``hidden_cells`` that are white with no fill of their own.
    """

    texts: "array[int]"
    strings: tuple[str, ...]
    hidden_cells: Mapping[int, Hiding]
    bare: frozenset[int]
    used: tuple[int, ...]


class Values:
    """Numbers for the stored values of one sheet."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._next = count(len(book.shared.texts)).__next__
        self._tables: dict[tuple[str, int], defaultdict[str | None, int]] = {}

    @property
    def shared_count(self) -> int:
        """Return how many shared strings there are."""
        return len(self._book.shared.texts)

    def is_plain_shared(self, kind: str, style: int) -> bool:
        """Tell whether a cell of this type and style is just its shared string."""
        look = self._book.styles.look(style)
        return kind == "s" and look.form.text is None and look.hiding is Hiding.SEEN

    def table(self, kind: str, style: int) -> "defaultdict[str | None, int]":
        """Return the table of this type and style: stored value to number, new ones made on being asked for."""
        key = (kind, style)
        if key not in self._tables:
            table: defaultdict[str | None, int] = defaultdict(self._next)
            table[None] = table[""] = ABSENT
            self._tables[key] = table
        return self._tables[key]

    def number(self, kind: str, style: int, stored: str | None) -> int:
        """Return the number of one stored value, ``ABSENT`` where the cell is empty."""
        if stored and stored.isascii() and stored.isdigit() and self.is_plain_shared(kind, style):
            index = int(stored)
            if index < len(self._book.shared.texts):
                return index
        return self.table(kind, style)[stored]

    def resolve(self, cells: Cells) -> Resolved:
        """Turn the numbers of ``cells`` into texts; cells that show nothing are taken out of ``cells``."""
        shared = self._book.shared
        shown, hidden, bare, used = self._shown()
        numbers = arrays.different(cells.ids)
        empty = shared.blank | {n for n, text in shown.items() if not text or text.isspace()}
        empty = empty.intersection(numbers) if empty else empty
        if empty:
            used |= empty & shared.blank
            keep = [number not in empty for number in cells.ids]
            cells.rows, cells.columns, cells.ids = (
                array("i", compress(column, keep)) for column in (cells.rows, cells.columns, cells.ids)
            )
            numbers = [number for number in numbers if number not in empty]
        behind = bisect_left(numbers, len(shared.texts))
        strings = (*map(shared.texts.__getitem__, numbers[:behind]), *map(shown.__getitem__, numbers[behind:]))
        # Without a gap the numbers can stay.
        gapless = not numbers or numbers[-1] == len(numbers) - 1
        texts = cells.ids if gapless else arrays.numbered(cells.ids, numbers)
        at = {i: hidden[n] for i, n in enumerate(cells.ids) if n in hidden} if hidden else {}
        bare_at = frozenset(i for i in at if cells.ids[i] in bare)
        return Resolved(texts, strings, at, bare_at, (*numbers[:behind], *used))

    def _shown(self) -> tuple[dict[int, str], dict[int, Hiding], set[int], set[int]]:
        """Return what each number of the tables shows, what hides it, which are bare, which shared strings they used."""
        shown: dict[int, str] = {}
        hidden: dict[int, Hiding] = {}
        bare: set[int] = set()
        used: set[int] = set()
        for (kind, style), table in self._tables.items():
            look = self._book.styles.look(style)
            del table[None], table[""]
            if (
                kind in _STORED_AS_SHOWN
                and look.form.text is None
                and look.hiding is Hiding.SEEN
                and _no_escapes(table)
            ):
                shown.update(zip(table.values(), cast("Iterable[str]", table), strict=True))
                continue
            if kind in _NUMBERS and look.form.plain and look.hiding is Hiding.SEEN:
                shown.update(zip(table.values(), map(plain_number, cast("Iterable[str]", table)), strict=True))
                continue
            for stored, number in table.items():
                one = self._show(kind, look, str(stored))
                shown[number] = one.text
                hiding = Hiding.NUMBER_FORMAT if one.hidden else look.hiding
                if hiding:
                    hidden[number] = hiding
                    bare.update((number,) if look.bare and not one.hidden else ())
            if kind == "s":
                numbers = (int(stored) for stored in table if stored and stored.isascii() and stored.isdigit())
                used.update(number for number in numbers if number < self.shared_count)
        return shown, hidden, bare, used

    def _show(self, kind: str, look: Look, stored: str) -> Shown:
        if kind == "s":
            texts = self._book.shared.texts
            index = int(stored) if stored.isascii() and stored.isdigit() else len(texts)
            return show_text(look.form, texts[index] if index < len(texts) else stored)
        if kind in _STORED_AS_SHOWN:
            return show_text(look.form, unquote_controls(stored))
        if kind == "b":
            return Shown({"1": "TRUE", "0": "FALSE"}.get(stored, stored))
        if kind == "d":
            return Shown(stored.removesuffix("T00:00:00"))
        if kind == "e":
            return Shown(stored)
        return show_number(look.form, stored, from_1904=self._book.from_1904)


def _no_escapes(table: Iterable[str | None]) -> bool:
    return "_x" not in "\n".join(cast("Iterable[str]", table))


def hold_cells(cells: int, limits: Limits) -> None:
    """Refuse more cells than ``limits`` allow.

    Raises:
        UnreadableFileError: there are more.

    """
    if cells > limits.cells:
        raise UnreadableFileError(say("セルが{limit}個を超えています", limit=limits.cells))
