"""The print file of a lot and its index: which pages are whose piece, so that each is inspected as what goes to one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.bundle.delimited import Table
from sekisho.bundle.mail import index_of, is_index
from sekisho.bundle.model import BundleError, PrintPiece, PrintRun
from sekisho.bundle.tables import TEXTS, WORKBOOKS, read_table
from sekisho.inspection.workbooks import read_workbook
from sekisho.words import Personal, say

if TYPE_CHECKING:
    from sekisho.inspection.gathering import Reader
    from sekisho.web.desk.parcels import Addressee


def print_run(told: Addressee, names: Mapping[str, str], folder: Path, reader: Reader) -> PrintRun | None:
    """Return the print file of a lot; None where no file of it is an index. ``names``: what each path is called.

    Raises:
        BundleError: the index cannot be used, or is of other pieces than the lot; or it is not one print file that it tells of.

    """
    indexes = list(_indexes(names, folder, reader))
    if not indexes:
        return None
    if len(indexes) > 1:
        raise BundleError(
            say(
                "ロット「{lot}」に索引が{count}つあります（{files}）。一つを残して、ほかは外してください。",
                lot=told.name,
                count=len(indexes),
                files=tuple(names[path] for path, _ in indexes),
            )
        )
    prints = [path for path in names if path.lower().endswith(".pdf")]
    if len(prints) != 1:
        raise BundleError(
            say(
                "ロット「{lot}」の索引「{file}」は一つの印刷ファイル（PDF）のものですが、PDFが{count}つあります。一つだけを入れてください。",
                lot=told.name,
                file=names[indexes[0][0]],
                count=len(prints),
            )
        )
    path, table = indexes[0]
    pieces = index_of(table, names[path])
    _of_this_lot(told, names[path], pieces)
    return PrintRun(prints[0], path, pieces)


def _indexes(names: Mapping[str, str], folder: Path, reader: Reader) -> Iterator[tuple[str, Table]]:
    for path, name in names.items():
        if Path(path).suffix.lower() not in WORKBOOKS | TEXTS:
            continue
        try:
            _, table = read_table(folder / path, name, partial(read_workbook, reader=reader, file=name, whole=True))
        except BundleError:
            continue  # no list at all: what it is otherwise, the inspection of the file says
        if is_index(table):
            yield path, table


def _of_this_lot(told: Addressee, file: str, pieces: tuple[PrintPiece, ...]) -> None:
    if len(pieces) != told.pieces:
        raise BundleError(
            say(
                "索引「{file}」は{found}通ですが、ロット「{lot}」は{pieces}通です。索引を出し直すか、案件を作り直してください。",
                file=file,
                found=len(pieces),
                lot=told.name,
                pieces=told.pieces,
            )
        )
    people = set(told.about)
    stranger = next((one for one in pieces if people and one.subject_id and one.subject_id not in people), None)
    if stranger is not None:
        raise BundleError(
            say(
                "索引「{file}」の{row}行目の「{person}」は、ロット「{lot}」の人ではありません。別のロットの索引ではないか、確かめてください。",
                file=file,
                row=stranger.row,
                person=Personal(stranger.subject_id or ""),
                lot=told.name,
            )
        )
