"""A registered file as a table, whatever its format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.bundle.delimited import Table, read_delimited, table_of
from sekisho.bundle.model import BundleError
from sekisho.words import say

if TYPE_CHECKING:
    import polars as pl

ReadWorkbook = Callable[[Path], Sequence[Sequence[str]]]
"""Gives the rows of the first visible sheet, blank rows included, texts as the sheet shows them, dates in ISO form.

Raises ``BundleError`` where the workbook cannot be read. Injected: this package opens no workbook itself.
"""

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})


def read_table(path: Path, file: str, read_workbook: ReadWorkbook) -> tuple[str, Table]:
    """Return the SHA-256 of a list and its rows as texts (dates of a parquet file as dates).

    Raises:
        BundleError: the file cannot be opened, is of another format, is broken.

    """
    suffix = path.suffix.lower()
    if suffix not in WORKBOOKS | TEXTS | {".parquet"}:
        raise BundleError(
            say(
                "{file}は台帳として読めない形式です。CSV、xlsx、parquetのどれかで保存し直してください。",
                file=file,
            )
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BundleError(
            say(
                "{file}を開けません（{reason}）。ファイルの場所と権限を確かめてください。",
                file=file,
                reason=error.strerror,
            )
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    if suffix in WORKBOOKS:
        return digest, table_of(read_workbook(path))
    return digest, _parquet(data, file) if suffix == ".parquet" else read_delimited(data, file=file)


def _parquet(data: bytes, file: str) -> Table:
    """Return a parquet file as a table; its first record is row 1."""
    import polars as pl

    try:
        frame = pl.read_parquet(data)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BundleError(
            say("{file}はparquetとして読めません。壊れていないか、元のシステムから出し直してください。", file=file)
        ) from error
    texts = []
    for i, column in enumerate(frame.get_columns()):
        texts.append(_parquet_text(column, file).alias(str(i)))
    return Table((tuple(frame.columns),), pl.DataFrame(texts).with_row_index("_row", offset=1), named=True)


def _parquet_text(column: pl.Series, file: str) -> pl.Series:
    """Return a typed column as text, or as dates where it holds dates."""
    import polars as pl

    kind = column.dtype
    if kind in (pl.String, pl.Date):
        return column
    if kind == pl.Datetime:
        return column.dt.date()
    if kind == pl.Boolean:
        return column.cast(pl.UInt8).cast(pl.String)
    if kind.is_float():  # 12.0 was a whole number before a table with gaps made it a float
        text = column.cast(pl.String)
        return text.str.replace(r"\.0$", "")
    if kind.is_integer() or kind.is_decimal() or kind in (pl.Categorical, pl.Enum, pl.Null):
        return column.cast(pl.String)
    raise BundleError(
        say(
            "{file}の列「{column}」は、文字や日付ではない型（{type}）です。文字の列にして保存し直してください。",
            file=file,
            column=column.name,
            type=str(kind),
        )
    )
