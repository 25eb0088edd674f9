"""Lists that are workbooks, read in a worker process as any stranger's file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.bundle.master import MasterCell, MasterSheet
from sekisho.bundle.model import BundleError
from sekisho.inspection.model import Cipher, Document, File, Grid, Hiding, Part, Text
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.inspection.gathering import Reader

_READ_MASTER = "sekisho.inspection.worker.master:read_master"
_MOST_CELLS = 50_000_000
"""Blank ones included: one cell in the last corner of a sheet makes it one of 17,000,000,000."""
_WORKBOOKS = frozenset({"xlsx", "xlsm"})


def read_workbook(path: Path, reader: Reader, *, file: str = "", whole: bool = False) -> Sequence[Sequence[str]]:
    """Return the rows of the first visible sheet, blank ones included, as the sheet shows them.

    ``file`` is what messages call it. ``whole``: a workbook of which a part cannot be read is refused.

    Raises:
        BundleError: the file cannot be read, is protected, or is no workbook.

    """
    document = _workbook(path, reader, file or path.name)
    unread = next((unread for unread in document.coverage.not_read if whole and not unread.asks), None)
    if unread is not None:
        raise BundleError(
            say(
                "{file}に読めない部分があります（{part}: {why}）。その部分を除いて保存し直してください。",
                file=file or path.name,
                part=unread.part,
                why=unread.why,
            )
        )
    grid = next((grid for grid in _sheets(document) if grid.hidden is Hiding.SEEN), None)
    if grid is None:
        return []
    height, width = max(grid.rows, default=0), max(grid.columns, default=0)
    if height * width > _MOST_CELLS:
        raise BundleError(
            say(
                "{file}の表が大きすぎます（{rows}行×{columns}列）。表の外の行と列を消して保存し直してください。",
                file=file or path.name,
                rows=height,
                columns=width,
            )
        )
    rows: list[list[str]] = [[""] * width for _ in range(height)]
    for row, column, text in zip(grid.rows, grid.columns, grid.texts, strict=True):
        rows[row - 1][column - 1] = grid.strings[text]
    return rows


def read_master(path: Path) -> Sequence[MasterSheet]:
    """Return every sheet of a list that is to be cut, hidden ones too.

    Raises:
        BundleError: the file cannot be read whole, is protected, or is no workbook.

    """
    from sekisho.inspection.worker.pool import Pool

    with Pool(reader=_READ_MASTER) as pool:
        document = _workbook(path, pool, path.name)
    unread = next((unread for unread in document.coverage.not_read if not unread.asks), None)
    if unread is not None:
        raise BundleError(
            say(
                "{file}に読めない部分があり（{part}: {why}）、切り分けられません。",
                file=path.name,
                part=unread.part,
                why=unread.why,
            )
        )
    stored = {
        (text.place.sheet, text.place.row, text.place.column): text
        for text in document.texts
        if text.place.part is Part.CELL
    }
    return [_master_sheet(grid, stored) for grid in _sheets(document)]


def _workbook(path: Path, reader: Reader, file: str) -> Document:
    _, document = next(iter(reader.read([File(path.name, path.read_bytes())])))
    if not document.protection.opened or document.protection.cipher is Cipher.STRONG:
        raise BundleError(say("{file}はパスワードで保護されています。保護を外して渡してください。", file=file))
    if document.format not in _WORKBOOKS or not document.coverage.read:
        why = next((unread.why for unread in document.coverage.not_read), say("Excelブックではありません"))
        raise BundleError(say("{file}を読めません（{why}）。表計算ソフトで保存し直してください。", file=file, why=why))
    return document


def _sheets(document: Document) -> list[Grid]:
    return [grid for grid in document.grids if grid.place.part is Part.CELL]


def _master_sheet(grid: Grid, stored: Mapping[tuple[str | None, int | None, str | None], Text]) -> MasterSheet:
    width = max(grid.columns, default=0)
    empty = MasterCell()
    rows = [[empty] * width for _ in range(max(grid.rows, default=0))]
    for cell, (row, column) in enumerate(zip(grid.rows, grid.columns, strict=True)):
        place = grid.place_of(cell)
        rows[row - 1][column - 1] = _master_cell(grid.text_of(cell), stored.get((place.sheet, place.row, place.column)))
    widths = {
        _number(column or ""): float(text.text)
        for (sheet, row, column), text in stored.items()
        if row is None and sheet == grid.place.sheet and text.text.replace(".", "", 1).isdigit()
    }
    return MasterSheet(
        grid.place.sheet or "",
        rows,
        widths,
        grid.hidden is not Hiding.SEEN,
        tuple(sorted(grid.hidden_rows)),
        tuple(sorted(grid.hidden_columns)),
    )


def _master_cell(text: str, stored: Text | None) -> MasterCell:
    if stored is None:
        return MasterCell(text or None, text)
    if stored.name == "boolean":
        return MasterCell(stored.text == "1", text)
    try:
        number = float(stored.text)
    except ValueError:
        return MasterCell(text or None, text)
    if not math.isfinite(number):
        return MasterCell(text or None, text)
    return MasterCell(int(number) if number.is_integer() and abs(number) < 1e15 else number, text, stored.name)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
