"""One document -> its sheets and pages as a person looks at them, nothing that the document holds left out.

Cells and running text become rows in reading order; everything else stands beside them. What belongs to the file as a
whole stands beside its first sheet or page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from sekisho.inspection.model import Document, Grid, Hiding, Part, Place, Text, Unread
from sekisho.inspection.numbered import numbered
from sekisho.inspection.showing.leaves import Leaf, leaves_of
from sekisho.inspection.showing.model import Aside, Cell, Row
from sekisho.words import say

WIDEST = 500
"""Cells up to which a row is one piece."""
_RUNNING = frozenset({Part.TEXT, Part.BODY, Part.SLIDE})
"""Parts that are read from top to bottom; a header of a mail that its program shows stands at their head."""
_PRINTED = frozenset({Part.PAGE, Part.LAYER})
"""Parts whose paragraphs are the lines of a page once more, see ``_tell_paragraphs``."""
_BETWEEN = "\u3000"
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Arranged:
    """One leaf with all that is shown of it. ``rows`` is read once: a sheet may have millions of cells."""

    leaf: Leaf
    rows: Iterable[Row] = ()
    asides: list[Aside] = field(default_factory=list)
    picture: bytes = b""
    not_shown: list[Unread] = field(default_factory=list)

    @property
    def hidden_columns(self) -> tuple[tuple[int, Hiding], ...]:
        """The columns of a sheet that are hidden as a whole."""
        grid = self.leaf.grid
        return tuple(sorted(grid.hidden_columns.items())) if grid is not None else ()


def arranged(document: Document) -> list[Arranged]:
    """Return every sheet and page of a document, without those of files inside it."""
    found = [Arranged(leaf) for leaf in leaves_of(document)]
    homes = _Homes(found)
    for text in document.texts:
        leaf = homes.of(text.place).leaf
        printed = leaf.kind != "table" and text.place.part in _PRINTED  # beside a table no lines say the same
        if not (printed or _stands_over(text, leaf) or _is_row(text, leaf)):
            homes.of(text.place).asides.append(Aside(text.place, text.name, text.text, text.hidden))
    if found[0].leaf.kind == "table":
        for one in found:
            one.rows = _rows(one.leaf.grid) if one.leaf.grid is not None else ()
    else:
        _arrange_running(document, homes)
    _tell_covered(document, homes)
    _tell_not_shown(document, homes)
    for one, picture in zip(found, document.drawn, strict=False):
        one.picture = picture
    return found


class _Homes:
    """To which sheet or page a place belongs; what belongs to none belongs to the first."""

    def __init__(self, found: list[Arranged]) -> None:
        self.found = found
        self._by_place: dict[tuple[str | None, int | None], Arranged] = {}
        for one in found:
            self._by_place.setdefault((one.leaf.sheet, one.leaf.page), one)

    def of(self, place: Place) -> Arranged:
        """Return the leaf on which a place lies."""
        return self._by_place.get((place.sheet, place.page), self.found[0])


def _stands_over(text: Text, leaf: Leaf) -> bool:
    """Tell whether a text is the name of the file, which stands over all its parts, or the title of its sheet."""
    title = text.place.part is Part.SHEET_NAME and (text.text, text.hidden) == (leaf.title, leaf.hidden)
    return title or text.place.part is Part.FILE_NAME


def _is_row(text: Text, leaf: Leaf) -> bool:
    """Tell whether a text is one of the paragraphs of its page, and stands in their order."""
    if leaf.kind == "table" or text.place.page != leaf.page:
        return False
    return (
        text.place.part in _RUNNING
        or (text.place.part is Part.CELL and text.place.row is not None)
        or (text.place.part is Part.REVISION and text.hidden is Hiding.DELETED)
        or (text.place.part is Part.HEADER and not text.hidden)
    )


# ---------------------------------------------------------------- tables


def _rows(grid: Grid, table: int = 1) -> Iterator[Row]:
    """Yield the rows of a table; what hides the whole of it is told once, with its leaf or its rows."""
    if not grid.rows:
        return
    spans = {(top, left): (right - left + 1, bottom - top + 1) for top, left, bottom, right in grid.merges}
    hidden_columns, hidden_cells = grid.hidden_columns, grid.hidden_cells
    plain = not (spans or hidden_columns or hidden_cells)
    strings, hidden_rows = grid.strings, grid.hidden_rows
    cells: list[Cell] = []
    current = grid.rows[0]
    for at, (row, column, text) in enumerate(zip(grid.rows, grid.columns, grid.texts, strict=True)):
        if row != current or len(cells) >= WIDEST:
            yield Row(current, hidden_rows.get(current, Hiding.SEEN), tuple(cells), table)
            cells, current = [], row
        if plain:
            cells.append(Cell(column, strings[text]))
            continue
        hidden = hidden_columns.get(column) or hidden_cells.get(at, Hiding.SEEN)
        across, down = spans.get((row, column), (1, 1))
        cells.append(Cell(column, strings[text], hidden, across, down))
    yield Row(current, hidden_rows.get(current, Hiding.SEEN), tuple(cells), table)


def _lines(grid: Grid) -> Iterator[tuple[str, Hiding]]:
    """Yield each row of a table as one line, what is hidden in it by another way as a line of its own."""
    for row in _rows(grid):
        ways: dict[Hiding, list[str]] = {}
        for cell in row.cells:
            ways.setdefault(grid.hidden or row.hidden or cell.hidden, []).append(cell.text)
        for hidden, texts in ways.items():
            yield _BETWEEN.join(texts), hidden


# ---------------------------------------------------------------- running text


def _arrange_running(document: Document, homes: _Homes) -> None:
    """Put paragraphs and tables of letters, pages and slides in their order, each on its own page."""
    rows: dict[int, list[Row]] = {id(one): [] for one in homes.found}
    tables: dict[int, int] = {}
    waiting = sorted(numbered(document).grids, key=lambda grid: grid.after)
    at = 0
    for count, text in enumerate(document.texts):
        while at < len(waiting) and waiting[at].after <= count:
            _put_table(waiting[at], homes.of(waiting[at].place), rows, tables)
            at += 1
        home = homes.of(text.place)
        if _is_row(text, home.leaf):
            rows[id(home)].append(_paragraph_row(text))
    for grid in waiting[at:]:
        _put_table(grid, homes.of(grid.place), rows, tables)
    for one in homes.found:
        one.rows = rows[id(one)]
    _tell_paragraphs(document, homes)


def _paragraph_row(text: Text) -> Row:
    cells = [Cell(1, text.name)] if text.name and text.place.part is Part.HEADER else []
    return Row(text.place.row or 0, Hiding.SEEN, (*cells, Cell(len(cells) + 1, text.text, text.hidden)))


def _put_table(grid: Grid, home: Arranged, rows: dict[int, list[Row]], tables: dict[int, int]) -> None:
    """Put a table among the rows of its page, or beside them where the page does not show it."""
    if grid.place.part not in _RUNNING and (grid.place.part is not Part.PAGE or grid.hidden):
        home.asides += [Aside(grid.place, "", line, hidden) for line, hidden in _lines(grid)]
        return
    tables[id(home)] = tables.get(id(home), 0) + 1
    for row in _rows(grid, tables[id(home)]):
        rows[id(home)].append(replace(row, hidden=grid.hidden or row.hidden) if grid.hidden else row)


def _tell_paragraphs(document: Document, homes: _Homes) -> None:
    """Add what a page's paragraphs say beyond its lines: mostly they are the same words, joined."""
    said: dict[tuple[int | None, Hiding], list[str]] = {}
    for grid in document.grids:
        words = said.setdefault((grid.place.page, grid.hidden), [])
        words += [_SPACE.sub("", grid.strings[text]) for text in grid.texts]
    for text in document.texts:
        if text.place.part in _PRINTED and not _made_of(text.text, said.get((text.place.page, text.hidden), [])):
            homes.of(text.place).asides.append(Aside(text.place, text.name, text.text, text.hidden))


def _made_of(paragraph: str, words: Iterable[str]) -> bool:
    """Tell whether a paragraph is some of ``words`` in their order, one after the other."""
    left = _SPACE.sub("", paragraph)
    for word in words:
        if word and left.startswith(word):
            left = left[len(word) :]
            if not left:
                return True
    return not left


# ---------------------------------------------------------------- what is covered, what is not shown


def _tell_covered(document: Document, homes: _Homes) -> None:
    """Add what lies under a bar or a picture, unless it is told as covered already."""
    told = {(text.place, text.text) for text in document.texts if text.hidden is Hiding.COVERED}
    for grid in document.grids:
        if grid.hidden is Hiding.COVERED:
            told |= {(grid.place, text) for text in grid.strings}
    for one in document.covered:
        if (one.place, one.text) not in told:
            homes.of(one.place).asides.append(Aside(one.place, "", one.text, Hiding.COVERED))


def _tell_not_shown(document: Document, homes: _Homes) -> None:
    for unread in document.coverage.not_read:
        homes.of(unread.place).not_shown.append(unread)
    if document.pages:
        for one, picture in zip_longest(homes.found, document.drawn, fillvalue=None):
            if one and not picture:
                one.not_shown.append(_not_drawn(one.leaf))
    elif document.pictures and not any(document.drawn):
        why = say("画像が{count}枚あります。ここには映しません。", count=document.pictures)
        homes.found[0].not_shown.append(Unread("pictures", why, asks=True))


def _not_drawn(leaf: Leaf) -> Unread:
    why = say("このページの見た目は描けませんでした。読み取った文字だけを示します。")
    return Unread(f"page {leaf.page}", why, Place(Part.PAGE, page=leaf.page), asks=True)
