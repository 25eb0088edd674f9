"""The cells of a sheet, the fast way: for the plain XML that spreadsheet programs write.

Rows are cut out of the XML by one regular expression that is made for the columns of the sheet, so that a whole row
costs one match; then each column is converted at once. Whatever is not matched is looked at too: unless it is
blank, the sheet is not plain, and ``NotPlainError`` sends it to ``every_cell``, which is slower and knows all of XML.

Source: ECMA-376 Part 1, 18.3.1 (worksheets).
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import lt

from lxml import etree

from sekisho.inspection.containers.opc import parse_xml
from sekisho.inspection.model import UnreadableFileError
from sekisho.inspection.readers.xlsx import arrays
from sekisho.inspection.readers.xlsx.every_cell import column_number
from sekisho.inspection.readers.xlsx.strings import NotPlainError, unescape
from sekisho.inspection.readers.xlsx.values import ABSENT, Book, Cells, Values, hold_cells
from sekisho.inspection.sheets.formulas import Formula

_HEAD = re.compile(rb'\s*(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?[^<>]*\?>\s*)?<worksheet[\s>]')
_DATA = re.compile(rb"<sheetData(?:>|(/>))")
# An alternative that is empty costs half of what "(…)?" costs.
_VALUE = r'<(?:v|is><t(?: xml:space="preserve")?)>([^<]*)</(?:v|t></is)>'
_CELL = rf'(?:<c r="%s\1"([^<>]*)>(?:{_VALUE}</c>|)|)'
_FORMULA = r"(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>)|)"
_FORMULA_CELL = rf'(?:<c r="%s\1"([^<>/]*)(?:/>|>{_FORMULA}(?:<v/>|{_VALUE}|)</c>)|)'
_REFERENCE = re.compile(r'<c r="([A-Z]{1,3})[0-9]')
_WORDS = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]+)"[^<>]*><f(?: [^<>]*[^<>/])?>([^<]*(?:"|&quot;)[^<]*)</f>(?:<v(?:/>|>([^<]*)</v>))?'
)
_ATTRIBUTE = re.compile(r' (s|t|cm|vm|ph)="([A-Za-z0-9]*)"')
_NO_HEIGHT = re.compile(r' ht="0(?:\.0+)?"')
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_WIDEST = 256
_LARGEST_BLOCK = 4_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns the rows have, and whether there are formulas: what the expression for a row is made of."""

    columns: tuple[str, ...] = ()
    formulas: bool = False

    def cut(self, text: str) -> list[str] | None:
        """Cut ``text`` at its rows; None where more than blanks is left between them."""
        if not self.columns:
            return None
        parts = _row_pattern(self).split(text)
        return None if "".join(parts[:: 3 + 2 * len(self.columns)]).strip() else parts


def plain_cells(pieces: Iterable[bytes], book: Book, values: Values) -> tuple[Cells, etree._Element]:
    """Return the cells of a sheet, and its XML without them.

    Raises:
        NotPlainError: the XML is not in the plain shape; ``every_cell`` reads it.
        UnreadableFileError: more cells than the limits allow, or the part is damaged.

    """
    cells = Cells()
    shape = Shape()
    frame: list[bytes] = []
    try:
        for text in _chunks(pieces, frame):
            shape = _add_chunk(text, shape, cells, values)
            hold_cells(len(cells.ids), book.limits)
    except (UnicodeDecodeError, ValueError, OverflowError) as error:
        raise NotPlainError from error
    try:
        root = parse_xml(b"".join(frame))
    except UnreadableFileError as error:
        raise NotPlainError from error
    return cells, root


def _chunks(pieces: Iterable[bytes], frame: list[bytes]) -> Iterator[str]:
    """Yield whole rows as text; what stands before and behind them goes to ``frame``."""
    waiting = b""
    begun = False
    for piece in pieces:
        waiting += piece
        if not begun:
            found = _DATA.search(waiting)
            if found is None:
                continue
            begun = True
            if not _HEAD.match(waiting) or b"<!" in waiting[: found.start()]:
                raise NotPlainError
            frame += [waiting[: found.start()], b"<sheetData/>"]
            waiting = waiting[found.end() :] if found[1] is None else b"</sheetData>" + waiting[found.end() :]
        cut = waiting.rfind(b"</row>") + 6
        if cut >= 6:
            yield waiting[:cut].decode()
            waiting = waiting[cut:]
    before, end, behind = waiting.partition(b"</sheetData>")
    if not begun or not end:
        raise NotPlainError
    if before.strip():
        yield before.decode()
    frame.append(behind)


def _add_chunk(text: str, shape: Shape, cells: Cells, values: Values) -> Shape:
    """Add the rows in ``text``; return the shape that fitted."""
    fitting, parts = _rows_of(text, shape)
    columns = fitting.columns
    stride = 3 + 2 * len(columns)
    rows = [int(row) for row in parts[1::stride]]
    if not rows:
        return fitting
    if not all(map(lt, rows, rows[1:])) or (cells.rows and rows[0] <= cells.rows[-1]) or rows[0] < 1:
        raise NotPlainError
    heads = parts[2::stride]
    for head in {head for head in heads if head}:
        if _HIDDEN.search(head) or _NO_HEIGHT.search(head):
            cells.hidden_rows.update(row for row, other in zip(rows, heads, strict=True) if other == head)
    _add_block(parts, rows, columns, cells, values, escaped="&" in text or "\r" in text)
    if fitting.formulas:
        _add_formulas(text, cells)
    return fitting


def _add_block(
    parts: list[str], rows: list[int], columns: tuple[str, ...], cells: Cells, values: Values, *, escaped: bool
) -> None:
    width, stride = len(columns), 3 + 2 * len(columns)
    if width * len(rows) > _LARGEST_BLOCK:
        raise NotPlainError
    block = array("i", bytes(4 * width * len(rows)))
    row_block = array("i", block)
    numbered = array("i", rows)
    for j in range(width):
        stored: list[str | None] = list(parts[4 + 2 * j :: stride])
        if escaped:
            stored = [_characters(one) if one else one for one in stored]
        block[j::width] = _column(parts[3 + 2 * j :: stride], stored, values)
        row_block[j::width] = numbered
    column_block = array("i", [column_number(letters) for letters in columns]) * len(rows)
    least = min(block)
    if least < ABSENT:
        raise NotPlainError
    if least == ABSENT:
        many = len(cells.ids) > arrays.MANY
        block, row_block, column_block = arrays.without(ABSENT, block, row_block, column_block, many=many)
    cells.ids.extend(block)
    cells.rows.extend(row_block)
    cells.columns.extend(column_block)


def _column(heads: list[str], stored: list[str | None], values: Values) -> "array[int]":
    """Return the numbers of one column's values; ``heads`` are the cells' attributes, None where there is no cell."""
    kinds: list[str | None] = list(heads)
    tables: dict[str | None, Mapping[str | None, int]] = {}
    shared: set[str | None] = {None}
    for head in set(kinds):
        kind, style = ("", 0) if head is None else _attributes(head)
        tables[head] = values.table(kind, style)
        if values.is_plain_shared(kind, style):
            shared.add(head)
    if shared.issuperset(tables):
        return _shared(stored, values)
    if len(tables) == 1:
        return array("i", map(tables[kinds[0]].__getitem__, stored))
    shared.discard(None)
    if shared:
        of_shared = iter(_shared([v for h, v in zip(kinds, stored, strict=True) if h in shared], values))
        return array(
            "i", [next(of_shared) if h in shared else tables[h][v] for h, v in zip(kinds, stored, strict=True)]
        )
    return array("i", [tables[h][v] for h, v in zip(kinds, stored, strict=True)])


def _shared(stored: list[str | None], values: Values) -> "array[int]":
    try:
        numbers = array("i", map(int, stored))  # type: ignore[arg-type] # None is what the except is for
    except (TypeError, ValueError):
        numbers = array("i", [int(one) if one else ABSENT for one in stored])
    if max(numbers, default=0) >= values.shared_count:
        raise NotPlainError
    return numbers


def _add_formulas(text: str, cells: Cells) -> None:
    for letters, row, formula, cached in _WORDS.findall(text):
        cells.formulas.append(
            Formula(int(row), column_number(letters), _characters(formula), _characters(cached) if cached else None)
        )


def _characters(text: str) -> str:
    return unescape(text.replace("\r\n", "\n").replace("\r", "\n"))


def _rows_of(text: str, shape: Shape) -> tuple[Shape, list[str]]:
    """Cut ``text`` into what is between two rows, number and attributes of the second, attributes and value per column.

    Tried first is the shape of the rows before; then one with formulas, then one with the columns of these rows too.
    """
    parts = shape.cut(text)
    if parts is None and shape.columns and not shape.formulas:
        shape = Shape(shape.columns, formulas=True)
        parts = shape.cut(text)
    if parts is None:
        columns = tuple(sorted({*shape.columns, *_REFERENCE.findall(text)}, key=column_number))
        if len(columns) > _WIDEST:
            raise NotPlainError
        shape = Shape(columns, formulas="<f" in text)
        parts = shape.cut(text)
    if parts is None:
        raise NotPlainError
    return shape, parts


@lru_cache(maxsize=64)
def _row_pattern(shape: Shape) -> re.Pattern[str]:
    cell = _FORMULA_CELL if shape.formulas else _CELL
    return re.compile(rf'<row r="([0-9]+)"([^<>/]*)(?:/>|>{"".join(cell % one for one in shape.columns)}</row>)')


@lru_cache(maxsize=4096)
def _attributes(head: str) -> tuple[str, int]:
    """Return type and style that a cell's attributes say."""
    found = _ATTRIBUTE.findall(head)
    # The slash is what is left of a cell that closes itself.
    if _ATTRIBUTE.sub("", head).removesuffix("/").strip():
        raise NotPlainError
    pairs = dict(found)
    return pairs.get("t", ""), int(pairs.get("s") or 0)
