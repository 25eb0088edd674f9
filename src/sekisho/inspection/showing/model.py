"""What a viewer shows of a file: plain data, read in slices from one compact form (see ``stored``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from sekisho.inspection.model import Coverage, Hiding, Place, Protection, Unread
from sekisho.inspection.showing.leaves import Kind
from sekisho.words import Sentence


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something. ``column`` counts from 1; ``hidden``: by its column or by itself.

    ``across`` and ``down``: over how many columns and rows a merge stretches it.
    """

    column: int
    text: str
    hidden: Hiding = Hiding.SEEN
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or a paragraph (``table`` 0) as its only cell.

    ``number`` as the file counts it (the row of a sheet, the line of a mail), 0 where it does not. ``table`` numbers the
    tables of a page, a letter, a slide from 1. A row of a great many cells comes in pieces with the same number.
    """

    number: int
    hidden: Hiding
    cells: tuple[Cell, ...]
    table: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the cells or the running text: a comment, a header, a property, a note, a text without ink.

    ``name`` is what the file calls it.
    """

    place: Place
    name: str
    text: str
    hidden: Hiding


class Source(Protocol):
    """Where the rows, asides and pictures of a part are read from, by the number of the part in the whole file."""

    def rows(self, number: int, first: int, count: int) -> tuple[Row, ...]:
        """Return ``count`` rows from the position ``first`` on."""

    def asides(self, number: int, first: int, count: int) -> tuple[Aside, ...]:
        """Return ``count`` asides from the position ``first`` on."""

    def picture(self, number: int) -> bytes | None:
        """Return the picture of a page."""

    def position_of(self, number: int, row: int) -> int | None:
        """Return where the first row with the number ``row`` stands."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One sheet or page. ``number`` counts from 1 through a file and all that is inside it.

    ``sheet`` and ``page`` are those of the places on it. ``columns`` is the last column in use, ``used_columns`` are those that
    hold something: a single cell may stand far to the right of all others. ``width`` and ``height`` are the pixels of its picture, 0 without one.
    ``not_shown`` names what a person does not see here.
    """

    number: int
    kind: Kind
    title: str | Sentence
    hidden: Hiding
    row_count: int
    aside_count: int
    sheet: str | None
    page: int | None
    columns: int
    used_columns: tuple[int, ...]
    hidden_columns: tuple[tuple[int, Hiding], ...]
    width: int
    height: int
    not_shown: tuple[Unread, ...]
    _source: Source = field(repr=False, compare=False)

    def rows(self, first: int = 0, count: int | None = None) -> tuple[Row, ...]:
        """Return ``count`` rows (all, where it is None) from the position ``first`` (from 0) on."""
        return self._source.rows(self.number, *self._slice(first, count, self.row_count))

    def asides(self, first: int = 0, count: int | None = None) -> tuple[Aside, ...]:
        """Return ``count`` asides (all, where it is None) from the position ``first`` (from 0) on."""
        return self._source.asides(self.number, *self._slice(first, count, self.aside_count))

    def picture(self) -> bytes | None:
        """Return the page as a PNG, None where it has no picture."""
        return self._source.picture(self.number)

    def position_of(self, row: int) -> int | None:
        """Return the position (from 0) of the first row whose number is ``row``, None where none is."""
        return self._source.position_of(self.number, row)

    @staticmethod
    def _slice(first: int, count: int | None, total: int) -> tuple[int, int]:
        first = min(max(first, 0), total)
        return first, total - first if count is None else min(max(count, 0), total - first)


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file with its sheets and pages, and the files inside it. ``path`` names those with ``!/``.

    ``hidden``: it lies inside another file where no view of that shows it.
    """

    path: str
    format: str
    hidden: bool
    parts: tuple[Shown, ...]
    children: tuple[ShownFile, ...]
    protection: Protection
    coverage: Coverage

    @property
    def every_part(self) -> tuple[Shown, ...]:
        """The parts of the file and of everything inside it, in the order of their numbers."""
        return (*self.parts, *(part for child in self.children for part in child.every_part))


def part_with(file: ShownFile, number: int) -> Shown | None:
    """Return the part of a file, or of one inside it, with this number."""
    parts = file.every_part
    return parts[number - 1] if 1 <= number <= len(parts) else None


def part_at(file: ShownFile, path: str, place: Place) -> Shown | None:
    """Return the part on which a place of the file ``path`` lies: of ``file`` itself, or of one inside it.

    What belongs to a file as a whole lies beside its first part. None where there is no such file, sheet or page.
    """
    if path != file.path:
        found = (part_at(child, path, place) for child in file.children)
        return next((part for part in found if part is not None), None)
    if place.sheet is None and place.page is None:
        return file.parts[0]
    return next((part for part in file.parts if (part.sheet, part.page) == (place.sheet, place.page)), None)
