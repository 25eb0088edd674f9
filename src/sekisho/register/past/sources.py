"""A document as its reader gives it -> tables of rows and lines of running text, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sekisho.inspection.model import Document, Grid, Hiding, Part, Text
from sekisho.register.past.model import Problem, Spot
from sekisho.register.past.tables import Row, Table
from sekisho.words import say

_RUNNING = frozenset({Part.TEXT, Part.BODY, Part.PAGE})


@dataclass(slots=True)
class Source:
    """What a document holds: tables, lines of text, and what of it was left aside, as problems."""

    tables: list[Table] = field(default_factory=list)
    lines: list[tuple[str, Spot]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)


def source_of(document: Document) -> Source:
    """Return what is seen of a document; what is hidden in it is not published, so it is left aside and named."""
    source = Source()
    paged = document.format == "pdf"
    running = [text for text in document.texts if text.place.part in _RUNNING and text.hidden is Hiding.SEEN]
    for grid in document.grids:
        if grid.hidden is not Hiding.SEEN or grid.place.part in {Part.HEADER_FOOTER, Part.COMMENT, Part.FOOTNOTE}:
            source.problems += _hidden(grid, whole=True) if grid.texts else ()
            continue
        if grid.texts:
            source.tables.append(_table(grid))
            source.problems += _hidden(grid, whole=False)
            source.sheets.append(grid.place.sheet or "")
    if not paged:
        source.lines = list(_lines(running))
    return source


def _lines(texts: list[Text]) -> Iterator[tuple[str, Spot]]:
    for text in texts:
        for line in text.text.split("\n"):
            yield line, Spot(page=text.place.page, row=text.place.row)


def _hidden(grid: Grid, *, whole: bool) -> Iterator[Problem]:
    hidden = [cell for cell in range(len(grid.texts)) if grid.hiding_of(cell) is not Hiding.SEEN]
    if not hidden and not whole:
        return
    place = Spot(grid.place.page, grid.place.sheet, None if whole else grid.rows[hidden[0]])
    if whole and grid.place.part is not Part.CELL:
        return
    yield Problem(
        "hidden", say("表示されていない部分（{count}セル）は読み込みませんでした。", count=len(hidden)), place
    )


def _table(grid: Grid) -> Table:
    origin = {
        (row, column): (top, left, bottom, right)
        for top, left, bottom, right in grid.merges[:5000]
        for row in range(top, min(bottom, top + 500) + 1)
        for column in range(left, min(right, left + 60) + 1)
    }
    page = grid.place.page
    rows: dict[int, Row] = {}
    for cell in range(len(grid.texts)):
        if grid.hiding_of(cell) is Hiding.SEEN:
            number, column = grid.rows[cell], grid.columns[cell]
            row = rows.setdefault(number, Row({}, Spot(page, grid.place.sheet, None if page else number)))
            row.cells[column] = grid.text_of(cell)
            if (number, column) in origin:
                row.spans[column] = origin[number, column][3]
    for (number, column), (top, _, _, _) in origin.items():
        if number > top and number in rows:
            rows[number].merged |= {column}
    ordered = [rows[number] for number in sorted(rows)]
    previous = 0
    for number, row in sorted(rows.items()):
        row.blank = number - previous > 1
        previous = number
    if ordered and page and page > 1:
        ordered[0].top = True
    # Of a page, only a drawn table has addresses: there a row is a row, and the lines inside of its cells are the layout's.
    return Table(ordered, soft=bool(page) and not grid.addressed, wrapped=bool(page) and grid.addressed)
