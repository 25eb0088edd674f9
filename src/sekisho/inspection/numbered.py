"""Lists of mail pieces whose format names no rows: each row is a piece, so each needs a number of its own."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sekisho.inspection.model import Document, Grid, Place

Line = tuple[str | None, int | None, int | None]
"""A row: sheet, page, row."""


def line_of(place: Place) -> Line:
    """Return the row that a place belongs to; of places without a row the same for all of a sheet."""
    return place.sheet, place.page if place.row is not None else None, place.row


def numbered(document: Document) -> Document:
    """Return a document with numbered rows: of a page, a letter, a slide, from 1 on, through all tables of one place.

    A spreadsheet has its own numbers, and stays as it is.
    """
    if any(grid.addressed for grid in document.grids):
        return document
    return replace(document, grids=tuple(_numbered(document.grids)))


def _numbered(grids: Sequence[Grid]) -> Iterator[Grid]:
    last: dict[Place, int] = {}
    for grid in grids:
        before = last.get(grid.place, 0)
        last[grid.place] = before + max(grid.rows, default=0)
        yield replace(
            grid,
            rows=array("l", [row + before for row in grid.rows]),
            addressed=True,
            merges=tuple((top + before, left, bottom + before, right) for top, left, bottom, right in grid.merges),
            hidden_rows={row + before: hiding for row, hiding in grid.hidden_rows.items()},
        )
