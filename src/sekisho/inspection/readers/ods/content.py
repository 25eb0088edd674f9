"""The sheets of a spreadsheet, row by row: a repeated row or cell that is empty costs nothing however often it comes.

Source: OASIS ODF 1.3 Part 3, 9.1 (tables).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, elements, local_name
from sekisho.inspection.model import Hiding, Limits, Part, UnreadableFileError, column_letters
from sekisho.inspection.readers.ods.cells import other_texts, plain, shown
from sekisho.inspection.readers.ods.styles import Styles
from sekisho.inspection.readers.ods.sweep import add_annotation, sweep
from sekisho.inspection.sheets.formulas import Formula, hidden_words
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.inspection.sheets.table import Table
from sekisho.words import Sentence, say

_VISIBILITY: Final = {"collapse": Hiding.ROW, "filter": Hiding.FILTERED}
_WATCHED: Final = ("{*}automatic-styles", "{*}table", "{*}table-row", "{*}table-column")
_MOST_COLUMNS: Final = 32_000
_MOST_ROWS: Final = 1 << 24


@dataclass(slots=True)
class _Sheet:
    """One table while its rows come in. ``row`` is the one that comes next; ``defaults`` the styles of its columns."""

    owner: Owner
    table: Table
    row: int = 1
    columns: int = 0
    hidden_rows: dict[int, Hiding] = field(default_factory=dict)
    hidden_columns: dict[int, Hiding] = field(default_factory=dict)
    defaults: list[tuple[int, str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    too_many: bool = False


class Content:
    """Reads ``content.xml``: tables into grids, everything on them and beside them into texts."""

    def __init__(self, styles: Styles, limits: Limits, seen: Seen) -> None:
        self._styles, self._limits, self._seen = styles, limits, seen
        self._open: list[_Sheet] = []

    def read(self, data: bytes, part: str) -> None:
        """Read the part ``data``. What comes before a damage is read, and the damage named."""
        events = etree.iterparse(
            BytesIO(data),
            events=("start", "end"),
            tag=_WATCHED,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        broken: Sentence | None = None
        try:
            for event, element in events:
                self._event(event, element)
        except etree.XMLSyntaxError:
            broken = say("XMLとして読めません（壊れています）")
        except UnreadableFileError as error:
            broken = error.sentence
        while self._open:
            self._close()
        root = events.root
        if root is not None:
            if root.getroottree().docinfo.internalDTD is not None:
                broken = broken or say("XMLに文書型宣言（DOCTYPE）があり、安全に読めません")
            sweep(root, self._seen)
        if broken:
            self._seen.miss(part, broken)

    def _event(self, event: str, element: etree._Element) -> None:
        name = local_name(element)
        if event == "start":
            if name == "table":
                self._begin(element)
        elif name == "automatic-styles":
            self._styles.add(element)
        elif name == "table" and self._open:
            self._around(element)
            self._close()
        elif name == "table-column" and self._open:
            self._column(element, self._open[-1])
        elif name == "table-row" and self._open:
            self._row(element, self._open[-1])
            element.clear()

    def _begin(self, element: etree._Element) -> None:
        displayed = self._styles.displayed(attribute(element, "style-name"))
        hiding = Hiding.SEEN if displayed else Hiding.SHEET
        if self._open:
            hiding = self._open[-1].owner.hiding or hiding
        name = attribute(element, "name") or None
        owner = Owner(name, hiding)
        self._seen.add(owner.place(Part.SHEET_NAME), name, hiding)
        self._open.append(_Sheet(owner, Table(self._limits)))

    def _around(self, table: etree._Element) -> None:
        """Read what a sheet holds besides rows and columns, as shapes that lie on it: hidden with it where it is."""
        for child in list(table.iterchildren(etree.Element)):
            if not local_name(child).startswith(("table-row", "table-column", "table-header")):
                sweep(child, self._seen, self._open[-1].owner)
                child.clear()

    def _close(self) -> None:
        sheet = self._open.pop()
        shown_texts = sheet.table.shown
        self._seen.grids.append(
            sheet.table.grid(
                sheet.owner,
                merges=tuple(sheet.merges),
                hidden_rows=sheet.hidden_rows,
                hidden_columns=sheet.hidden_columns,
            )
        )
        for words in hidden_words(sheet.formulas, shown_texts):
            place = sheet.owner.place(Part.CELL, words.row, column_letters(words.column))
            hiding = sheet.owner.hiding or (Hiding.BEHIND if words.behind else Hiding.SEEN)
            self._seen.add(place, words.text, hiding, "formula")

    def _column(self, element: etree._Element, sheet: _Sheet) -> None:
        count = _count(element, "number-columns-repeated")
        gone = attribute(element, "visibility") in _VISIBILITY
        gone = gone or self._styles.small("table-column", attribute(element, "style-name"))
        first, sheet.columns = sheet.columns + 1, sheet.columns + count
        if gone:
            last = min(sheet.columns, _MOST_COLUMNS)
            sheet.hidden_columns.update(dict.fromkeys(range(first, last + 1), Hiding.COLUMN))
        sheet.defaults.append((sheet.columns, attribute(element, "default-cell-style-name")))

    def _row(self, element: etree._Element, sheet: _Sheet) -> None:
        count = _count(element, "number-rows-repeated")
        first, sheet.row = sheet.row, sheet.row + count
        before = len(sheet.table)
        column = 1
        default = attribute(element, "default-cell-style-name")
        for cell in element.iterchildren(etree.Element):
            name = local_name(cell)
            if name == "table-cell" and count == 1 and (simple := plain(cell)) is not None and column <= _MOST_COLUMNS:
                text, hiding, style = simple
                sheet.table.put(first, column, text, hiding or self._look(style, default, sheet, column))
                column += 1
            elif name in {"table-cell", "covered-table-cell"}:
                wide = _count(cell, "number-columns-repeated")
                self._cell(cell, sheet, (first, column, count, wide), default)
                column += wide
            else:
                sweep(cell, self._seen, sheet.owner)
        hiding = _VISIBILITY.get(attribute(element, "visibility"), Hiding.SEEN)
        if self._styles.small("table-row", attribute(element, "style-name")):
            hiding = hiding or Hiding.ROW
        if hiding and len(sheet.table) > before:
            sheet.hidden_rows.update(dict.fromkeys(range(first, first + count), hiding))

    def _cell(self, cell: etree._Element, sheet: _Sheet, at: tuple[int, int, int, int], default: str) -> None:
        if not len(cell) and not cell.attrib:
            return
        row, column, rows, columns = at
        text, hiding = shown(cell, self._styles)
        if text:
            if rows * columns > self._limits.cells or column + columns > _MOST_COLUMNS or row + rows > _MOST_ROWS:
                self._too_many(sheet)
                rows = columns = 1
            if local_name(cell) == "covered-table-cell":
                hiding = Hiding.BEHIND
            hiding = hiding or self._look(attribute(cell, "style-name"), default, sheet, column)
            for place in _places(row, min(column, _MOST_COLUMNS), rows, columns):
                sheet.table.put(*place, text, hiding)
        self._beside(cell, sheet, row, column, text)

    def _look(self, style: str, default: str, sheet: _Sheet, column: int) -> Hiding:
        """Return by what a cell's style hides it: its own, else its row's, else its column's."""
        return self._styles.hiding(style or default or _default_of(sheet, column))

    def _too_many(self, sheet: _Sheet) -> None:
        """Name a sheet that repeats a text more often than the limits allow; the text itself is read once."""
        if not sheet.too_many:
            sheet.too_many = True
            why = say(
                "シート「{sheet}」は、同じ値のセルを多く繰り返しすぎていて、全部は読めません",
                sheet=sheet.owner.sheet or "",
            )
            self._seen.miss(sheet.owner.sheet or "table", why, place=sheet.owner.place(Part.CELL))

    def _beside(self, cell: etree._Element, sheet: _Sheet, row: int, column: int, text: str) -> None:
        letters = column_letters(column) if column <= _MOST_COLUMNS else None
        for other, hiding in other_texts(cell, text, self._styles):
            self._seen.add(sheet.owner.place(Part.CELL, row, letters), other, sheet.owner.hiding or hiding, "value")
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down * right > 1:
            sheet.merges.append((row, column, row + down - 1, column + right - 1))
        formula = attribute(cell, "formula")
        if '"' in formula:
            sheet.formulas.append(Formula(row, column, formula, text))
        for note in elements(cell, "annotation"):
            add_annotation(note, sheet.owner, row, letters, self._seen)
        sweep(cell, self._seen, sheet.owner, row, letters, text)


def _count(element: etree._Element, name: str) -> int:
    text = attribute(element, name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 12 else 1


def _places(row: int, column: int, rows: int, columns: int) -> Iterator[tuple[int, int]]:
    for down in range(rows):
        for right in range(columns):
            yield row + down, column + right


def _default_of(sheet: _Sheet, column: int) -> str:
    return next((style for last, style in sheet.defaults if column <= last), "")
