"""The cells of a sheet, the complete way: whatever XML allows, at a third of the speed of ``cells``.

Prefixed and strict namespaces, missing ``r`` on rows and cells, rich inline strings, comments, CDATA, any encoding.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from sekisho.inspection.containers.opc import local_name
from sekisho.inspection.containers.zip import DamagedPartError
from sekisho.inspection.readers.xlsx.strings import text_and_reading
from sekisho.inspection.readers.xlsx.values import ABSENT, Book, Cells, Values, hold_cells
from sekisho.inspection.sheets.formulas import Formula
from sekisho.words import Sentence, say

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")
_TRUE = frozenset({"1", "true", "on"})
_LAST_ROW = 1_048_576


@dataclass(slots=True)
class SheetXml:
    """What was read of a sheet: its cells, its XML without rows, furigana of inline strings, and how it broke off."""

    cells: Cells
    root: etree._Element | None
    readings: dict[tuple[int, int], str] = field(default_factory=dict)
    broken: Sentence | None = None


def every_cell(pieces: Iterable[bytes], book: Book, values: Values) -> SheetXml:
    """Return the cells of a sheet. Where the XML is damaged, what came before stays, and ``broken`` says so.

    Raises:
        UnreadableFileError: more cells than the limits allow.

    """
    parser = etree.XMLPullParser(
        events=("end",), tag="{*}row", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    rows = _Rows(SheetXml(Cells(), None), values)
    sheet = rows.sheet
    try:
        for piece in pieces:
            parser.feed(piece)
            rows.take(parser)
            hold_cells(len(sheet.cells.ids), book.limits)
        sheet.root = parser.close()
        rows.take(parser)
    except etree.XMLSyntaxError:
        # Rows that were whole before the XML broke off are still in the queue.
        rows.take(parser)
        sheet.broken = say("XMLとして読めません（壊れています）")
    except DamagedPartError as error:
        sheet.broken = error.sentence
    if sheet.root is not None and sheet.root.getroottree().docinfo.internalDTD is not None:
        sheet.broken = say("XMLに文書型宣言（DOCTYPE）があり、安全に読めません")
    sheet.cells.put_in_order()
    return sheet


class _Rows:
    """Takes rows from a pull parser, and drops them from the tree."""

    def __init__(self, sheet: SheetXml, values: Values) -> None:
        self.sheet = sheet
        self._row = 0
        self._values = values

    def take(self, parser: etree.XMLPullParser) -> None:
        for _, row in parser.read_events():
            if not isinstance(row, etree._Element):  # noqa: SLF001 - the events are typed wider than they come
                continue
            parent = row.getparent()
            if self.sheet.root is None:
                self.sheet.root = row.getroottree().getroot()
            self._take_row(row)
            row.clear()
            if parent is not None:
                parent.remove(row)

    def _take_row(self, row: etree._Element) -> None:
        number = row.get("r", "")
        self._row = min(int(number), _LAST_ROW) if number.isascii() and number.isdigit() else self._row + 1
        if row.get("hidden", "").lower() in _TRUE or _is_zero(row.get("ht", "")):
            self.sheet.cells.hidden_rows.add(self._row)
        tag = str(row.tag)[:-3] + "c"
        column = 0
        for cell in row:
            if cell.tag == tag:
                column = self._take_cell(cell, column)

    def _take_cell(self, cell: etree._Element, before: int) -> int:
        found = _REFERENCE.match(cell.get("r", ""))
        row, column = (min(int(found[2]), _LAST_ROW), column_number(found[1])) if found else (self._row, before + 1)
        stored, formula, reading = _stored(cell)
        style = cell.get("s", "")
        number = self._values.number(cell.get("t", ""), int(style) if style.isdigit() else 0, stored)
        cells = self.sheet.cells
        if number != ABSENT:
            cells.rows.append(row)
            cells.columns.append(column)
            cells.ids.append(number)
        if reading:
            self.sheet.readings[row, column] = reading
        if '"' in formula:
            cells.formulas.append(Formula(row, column, formula, stored or None))
        return column


def _stored(cell: etree._Element) -> tuple[str, str, str]:
    """Return what the cell stores, its formula, and the furigana over an inline string."""
    stored = formula = reading = ""
    for part in cell:
        name = local_name(part)
        if name == "v":
            stored = _text(part)
        elif name == "f":
            formula = _text(part)
        elif name == "is":
            # Escapes are resolved once, where all values are shown: here the text stays as it is stored.
            text, reading = text_and_reading(part, resolve=False)
            stored = stored or text
    return stored, formula, reading


def _text(element: etree._Element) -> str:
    """Return an element's text, also where a comment cuts it in two."""
    return (element.text or "") if len(element) == 0 else "".join(map(str, element.itertext(etree.Element)))


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """Return the number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _is_zero(text: str) -> bool:
    try:
        return bool(text) and float(text) == 0
    except ValueError:
        return False
