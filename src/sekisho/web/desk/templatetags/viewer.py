"""Filters of the viewer: letters of columns, cells in their columns, places in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from sekisho.inspection.model import Hiding, Place, column_letters
from sekisho.inspection.showing.model import Row
from sekisho.web.desk.queries.places import place_words
from sekisho.words import Sentence

register = template.Library()


@register.filter
def letters(number: int) -> str:
    """Return the letters of a column."""
    return column_letters(number)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell in the table of a sheet. ``span``: over how many columns of the table; ``over``: it runs on beyond their width."""

    text: str
    hidden: Hiding = Hiding.SEEN
    span: int = 1
    over: bool = False


@register.filter
def cells(row: Row, columns: Sequence[tuple[int, bool]]) -> list[Drawn]:
    """Return the cells of a row in the columns of its sheet, an empty one in each that has none.

    A merged cell spans its columns. What stands alone in its row, as a title does, runs on over the empty ones beside it
    and makes no column wide, as in a spreadsheet.
    """
    numbers = [number for number, _ in columns]
    there = {cell.column: cell for cell in row.cells}
    alone = len(there) == 1 and len(row.cells) == 1
    made: list[Drawn] = []
    at = 0
    while at < len(numbers):
        cell = there.get(numbers[at])
        if cell is None:
            made.append(Drawn(""))
            at += 1
            continue
        end = cell.column + cell.across
        span = len(numbers) - at if alone else max(1, sum(cell.column <= one < end for one in numbers[at:]))
        made.append(Drawn(cell.text, cell.hidden, span, over=alone and span > 1))
        at += span
    return made


@register.filter
def words_of(place: Place) -> tuple[Sentence, ...]:
    """Return a place in words."""
    return place_words(place)
