"""One sheet: its cells as a table, and what keeps each of them from the eye.

Source: ECMA-376 Part 1, 18.3.1 (worksheets), 18.5.1 (tables).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from sekisho.inspection.containers.opc import Package, attribute, child, elements, parse_xml
from sekisho.inspection.model import Grid, Hiding, Part, Place, UnreadableFileError, column_letters
from sekisho.inspection.readers.xlsx.cells import plain_cells
from sekisho.inspection.readers.xlsx.every_cell import SheetXml, column_number, every_cell
from sekisho.inspection.readers.xlsx.strings import NotPlainError
from sekisho.inspection.readers.xlsx.values import Book, Cells, Resolved, Values
from sekisho.inspection.sheets.formulas import hidden_words
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.inspection.sheets.table import NARROW, Area, merged_away

_AREA = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?)?\Z")
_TRUE = frozenset({"1", "true", "on"})
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(slots=True)
class Sheet:
    """What the rest of the reader needs of a sheet: its XML without rows, its strings, the shared strings it uses."""

    root: etree._Element | None
    shown: "Shown"
    used: tuple[int, ...]


class Shown:
    """The texts that a sheet's cells show; a set of them is made only where somebody asks."""

    def __init__(self, strings: tuple[str, ...]) -> None:
        self._strings = strings
        self._set: frozenset[str] | None = None

    def __contains__(self, text: object) -> bool:
        if self._set is None:
            self._set = frozenset(self._strings)
        return text in self._set


def read_sheet(package: Package, part: str, owner: Owner, book: Book, seen: Seen) -> Sheet:
    """Read one worksheet part into a ``Grid``, furigana and words of formulas beside it.

    Raises:
        UnreadableFileError: the part cannot be inflated, or holds more cells than the limits allow.

    """
    values = Values(book)
    try:
        cells, root = plain_cells(package.pieces(part), book, values)
        xml = SheetXml(cells, root)
    except NotPlainError:
        values = Values(book)
        xml = every_cell(package.pieces(part), book, values)
    if xml.broken is not None:
        seen.miss(part, xml.broken)
    first_cells = _first_cells(xml.cells, book)
    resolved = values.resolve(xml.cells)
    sheet = Sheet(xml.root, Shown(resolved.strings), resolved.used)
    seen.grids.append(_grid(xml, resolved, owner, _tables(package, part)))
    for number, (row, column) in first_cells.items():
        seen.add(
            owner.place(Part.PROPERTY, row, column_letters(column)),
            book.shared.furigana[number],
            owner.hiding or Hiding.BEHIND,
            "furigana",
        )
    for (row, column), reading in xml.readings.items():
        seen.add(
            owner.place(Part.PROPERTY, row, column_letters(column)), reading, owner.hiding or Hiding.BEHIND, "furigana"
        )
    for words in hidden_words(xml.cells.formulas, sheet.shown):
        hiding = owner.hiding or (Hiding.BEHIND if words.behind else Hiding.SEEN)
        seen.add(owner.place(Part.CELL, words.row, column_letters(words.column)), words.text, hiding, "formula")
    return sheet


def area(reference: str) -> Area | None:
    """Return the rows and columns of a reference (``A1``, ``$B$2:C9``, ``A:C``, ``3:5``), None where it is none."""
    found = _AREA.match(reference)
    if found is None or not reference:
        return None
    left, top, right, bottom = found.groups()
    if right is None and bottom is None:
        if left is None or top is None:
            return None
        right, bottom = left, top
    return (
        int(top or 1),
        column_number(left) if left else 1,
        int(bottom or _LAST_ROW),
        column_number(right) if right else _LAST_COLUMN,
    )


def _grid(xml: SheetXml, resolved: Resolved, owner: Owner, tables: list[etree._Element]) -> Grid:
    cells, root = xml.cells, xml.root
    merges = tuple(_areas(() if root is None else elements(root, "mergeCell")))
    hidden_cells = dict(resolved.hidden_cells)
    _show_table_heads(cells, resolved, tables, hidden_cells)
    for cell in merged_away(cells.rows, cells.columns, resolved.texts, merges):
        hidden_cells.setdefault(cell, Hiding.BEHIND)
    return Grid(
        place=Place(Part.CELL, owner.sheet),
        rows=cells.rows,
        columns=cells.columns,
        texts=resolved.texts,
        strings=resolved.strings,
        merges=merges,
        hidden=owner.hiding,
        hidden_rows=_hidden_rows(cells, root, tables),
        hidden_columns=_hidden_columns(cells, root),
        hidden_cells=hidden_cells,
    )


def _areas(holders: Iterable[etree._Element]) -> Iterable[Area]:
    return (found for one in holders if (found := area(attribute(one, "ref"))) is not None)


def _tables(package: Package, part: str) -> list[etree._Element]:
    """Return the tables of a sheet; one that is damaged is named when its own part is read."""
    found = []
    try:
        names = package.related(part, "table")
    except UnreadableFileError:
        return []
    for name in names:
        try:
            found.append(parse_xml(package.read(name)))
        except UnreadableFileError:
            continue
    return found


def _hidden_rows(cells: Cells, root: etree._Element | None, tables: list[etree._Element]) -> dict[int, Hiding]:
    """Return the hidden rows that hold something, and whether a filter hides them."""
    if not cells.hidden_rows:
        return {}
    holders = [*tables, *([] if root is None else [root])]
    filters = [f for h in holders if (f := child(h, "autoFilter")) is not None and child(f, "filterColumn") is not None]
    filtered = list(_areas(filters))
    return {
        row: Hiding.FILTERED if any(top < row <= bottom for top, _, bottom, _ in filtered) else Hiding.ROW
        for row in sorted(cells.hidden_rows.intersection(cells.rows))
    }


def _hidden_columns(cells: Cells, root: etree._Element | None) -> dict[int, Hiding]:
    """Return the hidden columns that hold something: marked so, or too narrow to show a character."""
    if root is None:
        return {}
    form = child(root, "sheetFormatPr")
    standard = 8.0 if form is None else _width(attribute(form, "defaultColWidth"), 8.0)
    spans = []
    for col in (one for cols in root.iterchildren(etree.Element) for one in elements(cols, "col")):
        narrow = _width(attribute(col, "width"), standard) < NARROW
        gone = narrow or attribute(col, "hidden").lower() in _TRUE
        spans.append((_whole(attribute(col, "min")), _whole(attribute(col, "max")), gone))
    if standard >= NARROW and not any(gone for _, _, gone in spans):
        return {}
    hidden = {}
    for column in sorted(set(cells.columns)):
        states = [gone for first, last, gone in spans if first <= column <= last]
        if states[-1] if states else standard < NARROW:
            hidden[column] = Hiding.COLUMN
    return hidden


def _show_table_heads(
    cells: Cells, resolved: Resolved, tables: list[etree._Element], hidden_cells: dict[int, Hiding]
) -> None:
    """Take back what looks hidden in the heads of tables: their style lays a dark colour under white letters."""
    if not resolved.bare:
        return
    heads = [
        (place[0], place[1], place[3])
        for table in tables
        if (place := area(attribute(table, "ref"))) is not None and child(table, "tableStyleInfo") is not None
    ]
    for cell in resolved.bare:
        row, column = cells.rows[cell], cells.columns[cell]
        if any(row == top and left <= column <= right for top, left, right in heads):
            hidden_cells.pop(cell, None)


def _first_cells(cells: Cells, book: Book) -> dict[int, tuple[int, int]]:
    """Return the first cell of each shared string that furigana stands over, each reading once."""
    readings = book.shared.furigana
    if not readings:
        return {}
    first: dict[int, int] = dict(zip(reversed(cells.ids), range(len(cells.ids) - 1, -1, -1), strict=True))
    once = {reading: number for number, reading in reversed(readings.items()) if number in first}
    return {n: (cells.rows[first[n]], cells.columns[first[n]]) for n in reversed(once.values())}


def _width(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
