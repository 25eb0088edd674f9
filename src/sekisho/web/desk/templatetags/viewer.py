"""Filters of the viewer: letters of columns, cells in their columns, places in words."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from sekisho.inspection.model import Hiding, Place, column_letters
from sekisho.inspection.showing.model import Cell, Row
from sekisho.web.desk.queries.places import place_words
from sekisho.words import Sentence

register = template.Library()


@register.filter
def letters(number: int) -> str:
    """Return the letters of a column."""
    return column_letters(number)


@register.filter
def cells(row: Row, columns: Sequence[tuple[int, bool]]) -> list[Cell]:
    """Return the cells of a row in the columns of its sheet, an empty one in each that has none."""
    there = {cell.column: cell for cell in row.cells}
    return [there.get(number) or Cell(number, "", Hiding.SEEN) for number, _ in columns]


@register.filter
def words_of(place: Place) -> tuple[Sentence, ...]:
    """Return a place in words."""
    return place_words(place)
