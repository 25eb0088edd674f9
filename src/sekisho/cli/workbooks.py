"""Registered lists that are workbooks, read in a worker process as any stranger's file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.bundle.model import BundleError
from sekisho.inspection.model import File, Grid, Hiding, Part
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.bundle.master import MasterSheet
    from sekisho.inspection.gathering import Reader


def read_workbook(path: Path, reader: Reader) -> Sequence[Sequence[str]]:
    """Return the rows of the first visible sheet, blank ones included, as the sheet shows them.

    Raises:
        BundleError: the file cannot be read, is protected, or is no workbook.

    """
    _, document = next(iter(reader.read([File(path.name, path.read_bytes())])))
    if not document.protection.opened:
        raise BundleError(say("{file}はパスワードで保護されています。台帳は保護を外して渡してください。", file=path.name))
    if document.format != "xlsx" or not document.coverage.read:
        why = next((unread.why for unread in document.coverage.not_read), say("Excelブックではありません"))
        raise BundleError(say("{file}を台帳として読めません（{why}）。表計算ソフトで保存し直してください。", file=path.name, why=why))
    visible = (grid for grid in document.grids if grid.place.part is Part.CELL and grid.hidden is Hiding.SEEN)
    grid = next(visible, None)
    return [] if grid is None else _dense(grid)


def _dense(grid: Grid) -> list[list[str]]:
    width = max(grid.columns, default=0)
    rows: list[list[str]] = [[""] * width for _ in range(max(grid.rows, default=0))]
    for row, column, text in zip(grid.rows, grid.columns, grid.texts, strict=True):
        rows[row - 1][column - 1] = grid.strings[text]
    return rows


def read_master(path: Path, reader: Reader) -> Sequence[MasterSheet]:
    raise NotImplementedError
