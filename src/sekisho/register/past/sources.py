"""A document as its reader gives it -> tables of rows and lines of running text, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sekisho.inspection.model import Document, Grid, Hiding, Part, Text
from sekisho.register.past.columns import columns_of
from sekisho.register.past.labels import label_at
from sekisho.register.past.model import Problem, Spot
from sekisho.register.past.rows import Row, Table, in_lines
from sekisho.words import say

_PAPER: Final = re.compile(
    r"(?:(?:https?|file)://\S+|[-－‐–ー]?0(?:[/／]0)?(?:ページ|頁)?[-－‐–ー]?|0/0/0[,、]?0:0(?:AM|PM)?)+"
)
"""What a browser prints around a page, and page numbers that cannot be anything else, digits as 0."""
_RUNNING = frozenset({Part.TEXT, Part.BODY, Part.PAGE})


@dataclass(slots=True)
class Source:
    """What a document holds: tables, lines of text, and what of it was left aside, as problems."""

    tables: list[Table] = field(default_factory=list)
    lines: list[tuple[str, Spot]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)


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
            source.tables.append(_table(grid, plain=document.format == "csv"))
            source.problems += _hidden(grid, whole=False)
            source.sheets.append(grid.place.sheet or "")
    if paged:
        _take_running(source)
    else:
        source.lines = list(_lines(running))
    return source


def _take_running(source: Source) -> None:
    """Take the lines out of a document's pages that stand at the head or the foot of several of them."""
    ends: dict[tuple[int, str], list[tuple[Table, Row]]] = {}
    for table in source.tables:
        for place, row in [*enumerate(table.rows[:2]), *((-1, row) for row in table.rows[-2:])]:
            ends.setdefault((min(place, 0), _key(row)), []).append((table, row))
    for (_, key), found in ends.items():
        tables = {id(table) for table, _ in found}
        running = 2 * len(tables) > max(len(source.tables), 3) and all(map(_runs_on_top, found))
        if running or (_PAPER.fullmatch(key) and (key != "0" or all(map(_stands_apart, found)))):
            for table, row in found:
                if row in table.rows:
                    source.furniture += row.cells.values()
                    below = table.rows[table.rows.index(row) + 1 : table.rows.index(row) + 2]
                    for one in below:
                        one.top |= row.top
                    table.rows.remove(row)


def _stands_apart(found: tuple[Table, Row]) -> bool:
    """Tell whether a number alone stands apart from the table: one in it may be that of an incident."""
    table, row = found
    if table.wrapped:
        return len(row.cells) == 1 and bool(row.spans)
    after = table.rows[1:2] if row is table.rows[0] else []
    return (row is table.rows[-1] and row.blank) or any(one.blank for one in after)


def _runs_on_top(found: tuple[Table, Row]) -> bool:
    """Tell whether a line can be one that is printed on every page: outside of the boxes, short, no sentence, no heading."""
    table, row = found
    text = "".join(row.cells.values())
    outside = not table.wrapped or (len(row.cells) == 1 and bool(row.spans))
    plain = len(text) < 60 and "。" not in text and label_at(text.strip()) is None
    return outside and plain and columns_of(enumerate(row.cells.values(), start=1)) is None


def _key(row: Row) -> str:
    return re.sub(r"[0-9０-９]+", "0", re.sub(r"\s", "", "".join(row.cells.values())))


def _lines(texts: list[Text]) -> Iterator[tuple[str, Spot]]:
    before = 0
    for text in texts:
        # A reader that leaves blank lines out still counts them.
        if text.place.row is not None and text.place.row - before > 1:
            yield "", Spot()
        before = text.place.row or 0
        for line in text.text.split("\n"):
            yield line, Spot(page=text.place.page, row=text.place.row)


def _hidden(grid: Grid, *, whole: bool) -> Iterator[Problem]:
    hidden = [cell for cell in range(len(grid.texts)) if grid.hiding_of(cell) is not Hiding.SEEN]
    if not hidden and not whole:
        return
    place = Spot(grid.place.page, grid.place.sheet, None if whole else grid.rows[hidden[0]])
    yield Problem(
        "hidden", say("表示されていない部分（{count}セル）は読み込みませんでした。", count=len(hidden)), place
    )


def _table(grid: Grid, *, plain: bool) -> Table:
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
    return Table(
        ordered,
        soft=(bool(page) and not grid.addressed) or (plain and in_lines(ordered)),
        wrapped=bool(page) and grid.addressed,
    )
