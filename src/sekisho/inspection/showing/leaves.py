"""The sheets and pages of a file: what a person opens one by one, and what is counted of a file that leaves.

A workbook has a leaf for each of its sheets, empty and hidden ones too, and one for each table that no sheet shows (a
pivot cache, the values kept of a linked workbook). A PDF has its pages, a presentation its slides. Everything else is one
leaf: a letter, a web page, a mail, a picture, an archive, which is the list of what is in it, and a file that could not be
read. Files inside files have leaves of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sekisho.inspection.model import Document, FileResult, Grid, Hiding, Part
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from sekisho.inspection.showing.model import ShownFile

Kind = Literal["table", "page", "text"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet or page. ``grid`` is the table of a sheet that has one; ``page`` the number that its places bear."""

    kind: Kind
    title: str | Sentence
    hidden: Hiding = Hiding.SEEN
    sheet: str | None = None
    page: int | None = None
    grid: Grid | None = None


def parts_of(file: FileResult | ShownFile) -> int:
    """Return how many sheets and pages a file has, those of the files inside it too: at least one.

    Inspection and viewer say the same of the same bytes.
    """
    if isinstance(file, FileResult):
        return file.parts
    return len(file.parts) + sum(map(parts_of, file.children))


def leaves_of(document: Document) -> tuple[Leaf, ...]:
    """Return the sheets and pages of a document itself, in the order in which the program shows them: at least one."""
    if document.slides:
        return tuple(
            Leaf("page", say("スライド{page}", page=number), hidden, page=number) for number, hidden in document.slides
        )
    if document.pages:
        return tuple(Leaf("page", say("{page}ページ", page=page), page=page) for page in range(1, document.pages + 1))
    return _sheets(document) or (Leaf("page" if document.format == "picture" else "text", ""),)


def _sheets(document: Document) -> tuple[Leaf, ...]:
    """Return the sheets of a workbook or list, none where the document is neither."""
    named = [(text.place.sheet, text.hidden) for text in document.texts if text.place.part is Part.SHEET_NAME]
    tables = [grid for grid in document.grids if grid.place.part is Part.CELL]
    if not named and not tables:
        return ()
    by_name: dict[str | None, list[Grid]] = {}
    for grid in tables:
        by_name.setdefault(grid.place.sheet, []).append(grid)
    leaves: list[Leaf] = []
    for sheet, hidden in named:
        grids = by_name.get(sheet)
        leaves.append(Leaf("table", sheet or "", hidden, sheet, grid=grids.pop(0) if grids else None))
    left = (grid for grids in by_name.values() for grid in grids)
    leaves += [Leaf("table", grid.place.sheet or "", grid.hidden, grid.place.sheet, grid=grid) for grid in left]
    behind = (grid for grid in document.grids if grid.place.part is not Part.CELL)
    leaves += [
        Leaf("table", _behind(grid), grid.hidden or Hiding.BEHIND, grid.place.sheet, grid=grid) for grid in behind
    ]
    return tuple(leaves)


def _behind(grid: Grid) -> Sentence:
    if grid.place.part is Part.PIVOT_CACHE:
        return say("ピボットテーブルが持っている元の表")
    if grid.place.part is Part.EXTERNAL_LINK:
        return say("リンク先のブックから写した表（{sheet}）", sheet=grid.place.sheet or "?")
    return say("どのシートにも出ない表")
