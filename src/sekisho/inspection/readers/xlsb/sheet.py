"""One binary sheet: its cells as a table, what hides them, and every text that stands outside of them.

Rows and columns are counted by the cells that are there, so a sheet with one cell in its last corner costs two cells.
Source: MS-XLSB 2.1.7.62 (worksheet part), 2.4 (records).
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sekisho.inspection.model import Hiding, Part, column_letters
from sekisho.inspection.readers.xlsb.records import records, rich_string, string, strings_in, words_in_formula
from sekisho.inspection.readers.xlsx.values import Book
from sekisho.inspection.sheets.formats import show_number, show_text
from sekisho.inspection.sheets.formulas import words
from sekisho.inspection.sheets.headers import header_texts
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.inspection.sheets.table import NARROW, Area, Table
from sekisho.words import say

_ROW, _BLANK, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = range(8)
_FORMULA_TEXT, _FORMULA_REAL, _FORMULA_BOOL, _FORMULA_ERROR, _RICH_TEXT = 8, 9, 10, 11, 62
_SHORT: Final = {12: _BLANK, 13: _RK, 14: _ERROR, 15: _BOOL, 16: _REAL, 17: _TEXT, 18: _SHARED}
"""Cells that stand right behind the cell before: without a column."""
_COLUMN, _FORMAT, _MERGE, _FILTER, _FILTER_COLUMN, _LINK, _HEADERS = 60, 485, 176, 161, 163, 494, 479
_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_PARTS: Final = {64: Part.DATA_VALIDATION, 463: Part.DATA_VALIDATION, 165: Part.DEFINED_NAME, 542: Part.DEFINED_NAME}
"""Where the texts of records stand that are looked through as a whole; everything else is a property."""


@dataclass(slots=True)
class BinarySheet:
    """Takes a sheet apart record by record."""

    owner: Owner
    book: Book
    seen: Seen
    table: Table
    row: int = 0
    column: int = 0
    hidden_rows: dict[int, Hiding] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    spans: list[tuple[int, int, bool]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    filters: list[tuple[int, int]] = field(default_factory=list)
    filtering: bool = False
    rows_hidden: bool = False
    used: set[int] = field(default_factory=set)
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    others: list[tuple[Part, str]] = field(default_factory=list)
    known: dict[tuple[int, bytes], tuple[str, Hiding]] = field(default_factory=dict)

    def read(self, data: bytes) -> None:
        """Read the part ``data`` into a ``Grid``. What comes before a damage is read, and the damage named.

        Raises:
            UnreadableFileError: more cells than the limits allow.

        """
        try:
            for kind, body in records(data):
                self._one(kind, body)
        except (struct.error, IndexError):
            why = say("シート「{sheet}」が途中で壊れています", sheet=self.owner.sheet or "")
            self.seen.miss(self.owner.sheet or "", why, place=self.owner.place(Part.CELL))
        grid = self.table.grid(
            self.owner, merges=tuple(self.merges), hidden_rows=self._rows(), hidden_columns=self._columns()
        )
        self.seen.grids.append(grid)
        self._texts()

    def _one(self, kind: int, body: bytes) -> None:
        if kind == _ROW:
            self._begin_row(body)
        elif kind in _SHORT:
            self._cell(_SHORT[kind], self.column + 1, body, 4)
        elif kind <= _FORMULA_ERROR or kind == _RICH_TEXT:
            self._cell(kind, struct.unpack_from("<I", body)[0], body, 8)
        elif kind in _SETTINGS:
            _SETTINGS[kind](self, body)
        else:
            part = _PARTS.get(kind, Part.PROPERTY)
            self.others += [(part, text) for text in strings_in(body) + self._choices(part, body)]

    @staticmethod
    def _choices(part: Part, body: bytes) -> list[str]:
        found = words_in_formula(body) if part is Part.DATA_VALIDATION else []
        return [choice for text in found for choice in text.split("\0")]

    def _begin_row(self, body: bytes) -> None:
        row, _, height, _, flags = struct.unpack_from("<IIHBB", body)
        self.row, self.column = row, -1
        self.rows.add(row + 1)
        if flags & 0x10 or height == 0:
            self.hidden_rows[row + 1] = Hiding.ROW

    def _cell(self, kind: int, column: int, body: bytes, at: int) -> None:
        self.column = column
        if kind == _BLANK:
            return
        style = struct.unpack_from("<I", body, at - 4)[0] & 0xFFFFFF
        key = (style, bytes((kind,)) + body[at:])
        if key not in self.known:
            self.known[key] = self._show(kind, style, body, at)
        self.table.put(self.row + 1, column + 1, *self.known[key])
        if _FORMULA_TEXT <= kind <= _FORMULA_ERROR:
            self.formulas += [(self.row + 1, column + 1, text) for text in words_in_formula(body[at:])]

    def _show(self, kind: int, style: int, body: bytes, at: int) -> tuple[str, Hiding]:
        look = self.book.styles.look(style)
        if kind in {_RK, _REAL, _FORMULA_REAL}:
            value = _rk(body, at) if kind == _RK else struct.unpack_from("<d", body, at)[0]
            shown = show_number(look.form, repr(value), from_1904=self.book.from_1904)
        elif kind in {_BOOL, _FORMULA_BOOL}:
            return ("TRUE" if body[at] else "FALSE"), look.hiding
        elif kind in {_ERROR, _FORMULA_ERROR}:
            return _ERRORS.get(body[at], "#ERROR"), look.hiding
        else:
            shown = show_text(look.form, self._text(kind, body, at))
        return shown.text, Hiding.NUMBER_FORMAT if shown.hidden else look.hiding

    def _text(self, kind: int, body: bytes, at: int) -> str:
        if kind == _SHARED:
            number: int = struct.unpack_from("<I", body, at)[0]
            self.used.add(number)
            return self.book.shared.texts[number]
        if kind == _RICH_TEXT:
            text, reading = rich_string(body, at)
            self.seen.add(self.owner.place(Part.PROPERTY, self.row + 1), reading, Hiding.BEHIND, "furigana")
            return text
        return string(body, at)[0]

    # ------------------------------------------------------------ settings of the sheet

    def columns(self, body: bytes) -> None:
        """Note the width of some columns."""
        first, last, width, _, flags = struct.unpack_from("<IIIIH", body)
        self.spans.append((first + 1, last + 1, bool(flags & 1) or width < NARROW * 256))

    def standard(self, body: bytes) -> None:
        """Note how rows are that say nothing themselves."""
        self.rows_hidden = bool(struct.unpack_from("<IHHH", body)[3] & 2)

    def merge(self, body: bytes) -> None:
        """Note a merge."""
        top, bottom, left, right = struct.unpack_from("<4I", body)
        self.merges.append((top + 1, left + 1, bottom + 1, right + 1))

    def filter(self, body: bytes) -> None:
        """Note the rows of a filter, which hides nothing yet."""
        top, bottom = struct.unpack_from("<2I", body)
        self.filters.append((top + 1, bottom + 1))

    def criterion(self, _body: bytes) -> None:
        """Note that the filter is at work."""
        self.filtering = True

    def link(self, body: bytes) -> None:
        """Add the words of a link; where it leads stands in the part's relationships."""
        row, _, column, _ = struct.unpack_from("<4I", body)
        at, texts = 16, []
        for _ in range(4):
            text, at = string(body, at)
            texts.append(text)
        place = self.owner.place(Part.HYPERLINK, row + 1, column_letters(column + 1))
        self.seen.add_all(place, texts[1:], self.owner.hiding)

    def headers(self, body: bytes) -> None:
        """Add headers and footers of odd, even and first pages."""
        at = 2
        for _ in range(6):
            coded, at = string(body, at)
            for text in header_texts(coded):
                self.seen.add(self.owner.place(Part.HEADER_FOOTER), text, self.owner.hiding)

    # ------------------------------------------------------------ when all records are read

    def _rows(self) -> dict[int, Hiding]:
        hidden = dict(self.hidden_rows)
        if self.filtering:
            hidden |= {
                row: Hiding.FILTERED for row in hidden if any(top < row <= bottom for top, bottom in self.filters)
            }
        return hidden

    def _columns(self) -> dict[int, Hiding]:
        hidden: dict[int, Hiding] = {}
        for first, last, gone in self.spans:
            for column in range(first, min(last, 16_384) + 1):
                hidden[column] = Hiding.COLUMN if gone else Hiding.SEEN
        return {column: hiding for column, hiding in hidden.items() if hiding}

    def _texts(self) -> None:
        shown, told = self.table.shown, set()
        for row, column, text in self.formulas:
            if text not in shown and text not in told and words(f'"{text}"'):
                told.add(text)
                self.seen.add(
                    self.owner.place(Part.CELL, row, column_letters(column)), text, self.owner.hiding, "formula"
                )
        for part, text in dict.fromkeys(self.others):
            if text not in shown:
                seen_too = part is Part.DATA_VALIDATION
                hiding = Hiding.SEEN if seen_too else Hiding.BEHIND
                self.seen.add(self.owner.place(part), text, self.owner.hiding or hiding, "record")


_SETTINGS: Final[dict[int, Callable[[BinarySheet, bytes], None]]] = {
    _COLUMN: BinarySheet.columns,
    _FORMAT: BinarySheet.standard,
    _MERGE: BinarySheet.merge,
    _FILTER: BinarySheet.filter,
    _FILTER_COLUMN: BinarySheet.criterion,
    _LINK: BinarySheet.link,
    _HEADERS: BinarySheet.headers,
}


def _rk(body: bytes, at: int) -> float:
    """Return a number in its short form: 30 bits of an integer or of the upper half of a double, maybe hundredths."""
    (raw,) = struct.unpack_from("<I", body, at)
    whole, upper = struct.pack("<I", raw), struct.pack("<I", raw & ~3 & 0xFFFFFFFF)
    value: float = struct.unpack("<i", whole)[0] >> 2 if raw & 2 else struct.unpack("<d", bytes(4) + upper)[0]
    return value / 100 if raw & 1 else value
