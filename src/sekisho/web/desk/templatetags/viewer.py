"""Filters of the viewer: letters of columns, cells in their columns, places in words."""

from __future__ import annotations

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
def cells(row: Row, columns: int) -> list[Cell]:
    """Return the cells of a row, an empty one in each column that has none."""
    there = {cell.column: cell for cell in row.cells}
    return [there.get(number) or Cell(number, "", Hiding.SEEN) for number in range(1, columns + 1)]


@register.filter
def words_of(place: Place) -> tuple[Sentence, ...]:
    """Return a place in words."""
    return place_words(place)
