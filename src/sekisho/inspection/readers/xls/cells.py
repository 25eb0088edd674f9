"""The cells of the sheets, as xlrd finds them, with what hides them.

xlrd keeps its rows ragged here: a cell in the last row and column costs that one row, not the sixteen million cells
that the sheet then claims to have.
Source: MS-XLS 2.4 (records of a sheet); xlrd 2.0.
"""

import io
import struct
from collections.abc import Mapping
from typing import Any, Final

import xlrd
from xlrd.compdoc import CompDocError

from sekisho.inspection.model import Hiding, Limits, UnreadableFileError
from sekisho.inspection.readers.xls.records import essentials
from sekisho.inspection.sheets.formats import parse_format, show_number, show_text, whitens
from sekisho.inspection.sheets.looks import BLACK, PLAIN_LOOK, WHITE, Colour, Look, look_of
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.inspection.sheets.table import NARROW, Area, Table
from sekisho.words import say

BROKEN: Final = (
    xlrd.XLRDError, CompDocError, struct.error, AssertionError, LookupError, ValueError, TypeError, AttributeError,
    OverflowError, RecursionError, UnboundLocalError,
)  # fmt: skip
"""What xlrd lets through where a file is damaged."""
_WINDOW_TEXT, _WINDOW = 0x40, 0x41
_AUTOMATIC = 0x7FFF
_SOLID = 1
_EMPTY = frozenset({xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK})


class Book:
    """A workbook as xlrd opened it, with the looks of its cell styles. ``shown``: the texts that any cell shows."""

    def __init__(self, stream: bytes) -> None:
        """Open ``stream``. Raises one of ``BROKEN``."""
        self._book: Any = xlrd.open_workbook(
            file_contents=essentials(stream),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
        self.from_1904 = self._book.datemode == 1
        self.names: list[str] = list(self._book.sheet_names())
        self._looks = [self._look(xf) for xf in self._book.xf_list]
        self.shown: set[str] = set()

    def read_sheet(self, number: int, owner: Owner, limits: Limits, seen: Seen, *, filtered: bool) -> None:
        """Add sheet ``number`` as a table.

        ``filtered``: a filter is at work in the sheet.

        Raises:
            UnreadableFileError: the sheet is damaged, or has more cells than the limits allow.

        """
        try:
            sheet = self._book.sheet_by_index(number)
            table = self._table(sheet, limits)
        except BROKEN as error:
            raise UnreadableFileError(
                say("シート「{sheet}」が壊れていて、読めません", sheet=owner.sheet or "")
            ) from error
        hidden_rows = _hidden_rows(sheet, Hiding.FILTERED if filtered else Hiding.ROW)
        merges: tuple[Area, ...] = tuple(
            (top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
        )
        seen.grids.append(
            table.grid(owner, merges=merges, hidden_rows=hidden_rows, hidden_columns=_hidden_columns(sheet))
        )
        self.shown.update(seen.grids[-1].strings)
        self._book.unload_sheet(number)

    def _table(self, sheet: Any, limits: Limits) -> Table:  # noqa: ANN401  xlrd has no types
        table = Table(limits)
        known: dict[tuple[int, object], tuple[str, Hiding]] = {}
        for row in range(sheet.nrows):
            kinds = sheet.row_types(row)
            if not any(kinds):
                continue
            values = sheet.row_values(row)
            for column, kind in enumerate(kinds):
                if kind in _EMPTY:
                    continue
                key = (sheet.cell_xf_index(row, column), (kind, values[column]))
                if key not in known:
                    known[key] = self._show(kind, values[column], self._look_at(key[0]))
                table.put(row + 1, column + 1, *known[key])
        return table

    def _look_at(self, xf: int) -> Look:
        return self._looks[xf] if 0 <= xf < len(self._looks) else PLAIN_LOOK

    def _show(self, kind: int, value: Any, look: Look) -> tuple[str, Hiding]:  # noqa: ANN401  text, number or code
        if kind == xlrd.XL_CELL_BOOLEAN:
            return ("TRUE" if value else "FALSE"), look.hiding
        if kind == xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(value, str(value)), look.hiding
        is_text = kind == xlrd.XL_CELL_TEXT
        shown = (
            show_text(look.form, value) if is_text else show_number(look.form, repr(value), from_1904=self.from_1904)
        )
        return shown.text, Hiding.NUMBER_FORMAT if shown.hidden else look.hiding

    def _look(self, xf: Any) -> Look:  # noqa: ANN401  xlrd has no types
        code = self._code(xf.format_key)
        font = self._book.font_list[xf.font_index]
        ink = WHITE if whitens(code) else self._colour(font.colour_index, BLACK)
        filled = xf.background.fill_pattern != 0
        paper: Colour | None = WHITE
        if filled:
            solid = xf.background.fill_pattern == _SOLID
            paper = self._colour(xf.background.pattern_colour_index, WHITE) if solid else None
        return look_of(parse_format(code), ink, font.height / 20, paper, filled=filled)

    def _code(self, key: int) -> str:
        found = self._book.format_map.get(key)
        return found.format_str if found is not None else "General"

    def _colour(self, index: int, automatic: Colour) -> Colour:
        if index in {_WINDOW_TEXT, _AUTOMATIC}:
            return BLACK
        if index == _WINDOW:
            return WHITE
        found: Colour | None = self._book.colour_map.get(index)
        return found or automatic


def _hidden_rows(sheet: Any, hiding: Hiding) -> Mapping[int, Hiding]:  # noqa: ANN401  xlrd has no types
    rows = {row + 1: hiding for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    if sheet.default_row_hidden:
        rows |= {row + 1: hiding for row in range(sheet.nrows) if row not in sheet.rowinfo_map}
    return rows


def _hidden_columns(sheet: Any) -> Mapping[int, Hiding]:  # noqa: ANN401  xlrd has no types
    columns = {
        c + 1: Hiding.COLUMN for c, info in sheet.colinfo_map.items() if info.hidden or info.width < NARROW * 256
    }
    if sheet.defcolwidth == 0:
        columns |= {c + 1: Hiding.COLUMN for c in range(sheet.ncols) if c not in sheet.colinfo_map}
    return columns
