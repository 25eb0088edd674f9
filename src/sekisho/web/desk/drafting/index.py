"""The index of a print run, or any list of the people to whom pieces go: of each row the lot and the person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sekisho.bundle.columns import fold_header, recognise_header
from sekisho.bundle.model import BundleError
from sekisho.bundle.tables import read_table
from sekisho.inspection.workbooks import read_workbook
from sekisho.inspection.worker.pool import Pool
from sekisho.web.installation import installation
from sekisho.web.sources import keeping
from sekisho.web.sources.intake import IntakeError, check_name
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.bundle.delimited import Table

_LOT = frozenset(fold_header(one) for one in ("ロット", "ロット番号", "ロット名", "箱", "箱番号", "lot", "lot_no"))
_PERSON = ("subject_id", "number")


def rows_of(name: str, chunks: Iterable[bytes]) -> list[tuple[int, str, str]]:
    """Return of each row its number as the file counts, its lot (empty where there is no such column), and the person's number.

    Raises:
        IntakeError: it cannot be read, or has no column of numbers.

    """
    check_name(name)
    most = installation().options.upload_megabytes * 1_000_000
    with keeping.in_clear(name, chunks, most) as path:
        if not path.stat().st_size:
            raise IntakeError(
                "file",
                say("「{file}」が空（0バイト）です。元のファイルを開いて確かめ、保存し直してください。", file=name),
            )
        try:
            with Pool() as pool:
                _, table = read_table(path, name, partial(read_workbook, reader=pool, file=name, whole=True))
        except BundleError as error:
            raise IntakeError("file", error.sentence) from error
    return _rows(table, name)


def _rows(table: Table, name: str) -> list[tuple[int, str, str]]:
    for at, headers in enumerate(table.head):
        person, lot = _columns(headers)
        if person is not None:
            found = []
            for row in table.frame.slice(at + 1).iter_rows(named=True):
                told = _text(row, person)
                if told or any(value for key, value in row.items() if key != "_row"):
                    found.append((int(row["_row"]), _text(row, lot), told))
            return found
    raise IntakeError(
        "file",
        say(
            "「{file}」に、本人の番号の列が見つかりません。1行目に「宛名番号」などの見出しを書いてください。", file=name
        ),
    )


def _columns(headers: Sequence[str]) -> tuple[int | None, int | None]:
    found = {at: recognise_header(text) for at, text in enumerate(headers)}
    person = next(
        (at for one in _PERSON for at, told in found.items() if told and told.column == one and not told.whose), None
    )
    lot = next((at for at, text in enumerate(headers) if fold_header(text) in _LOT), None)
    return person, lot


def _text(row: dict[str, object], column: int | None) -> str:
    value = row.get(str(column)) if column is not None else None
    return unicodedata.normalize("NFKC", str(value or "")).strip()
