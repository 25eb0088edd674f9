"""Registered lists: csv, xlsx or parquet as frames whose columns carry the format's English names."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from sekisho.bundle.headers import HALVES, KNOWN, NEEDED, Layout, find_layout
from sekisho.bundle.model import BundleError, Source, SourceKind
from sekisho.bundle.tables import TEXTS, ReadWorkbook, read_table
from sekisho.japan.dates import from_serial, parse_date
from sekisho.words import Personal, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import polars as pl

    from sekisho.bundle.delimited import Table

__all__ = ["DATES", "ReadWorkbook", "day_of", "flag_of", "load_source", "source_of"]

DATES = ("birth_date", "valid_from", "valid_until", "granted_on", "withdrawn_on")
_IDS = ("subject_id", "recipient_id", "household_id", "number")
_UNIQUE: Mapping[SourceKind, str | None] = {
    "subjects": "subject_id",
    "recipients": "recipient_id",
    "scope": None,
    "consents": None,
}
_UNKNOWN = ("不明", "不詳", "未詳")
# Core systems write an open end as the last day that they know.
_OPEN_END = frozenset({"9999-12-31", "9999/12/31", "99991231", "99999999", "9999-99-99", "9999/99/99"})
_YES = (
    "1",
    "1.0",
    "○",
    "〇",
    "◯",
    "◎",
    "●",
    "レ",
    "✓",
    "✔",
    "有",
    "あり",
    "有り",
    "該当",
    "対象",
    "はい",
    "要",
    "true",
    "yes",
    "y",
)
_NO = (
    "0",
    "0.0",
    "×",
    "✕",
    "✖",
    "無",
    "なし",
    "無し",
    "非該当",
    "対象外",
    "いいえ",
    "不要",
    "false",
    "no",
    "n",
    "-",
    "ー",
    "―",
)


def load_source(
    kind: SourceKind, path: Path, columns: Mapping[str, str], *, read_workbook: ReadWorkbook, file: str = ""
) -> Source:
    """Return a registered list.

    ``columns`` maps canonical columns to headers, or to an empty text where none of the file's columns is that one,
    whatever is recognised. ``file`` is what messages call it.

    Ids and numbers come in NFKC. ``protected`` is ``1`` or null. Columns that the format does not know, and those that
    speak of somebody else (保護者氏名), keep their own header; My Numbers are left out. A number that stands for an id
    that the list lacks (宛名番号) is in both columns.

    Raises:
        BundleError: the file cannot be read, a column or a cell is wrong; says file, row and column.

    """
    shown = file or path.name
    digest, table = read_table(path, shown, read_workbook)
    return source_of(kind, table, columns, file=shown, sha256=digest, delimited=path.suffix.lower() in TEXTS)


def source_of(
    kind: SourceKind, table: Table, columns: Mapping[str, str], *, file: str, sha256: str, delimited: bool
) -> Source:
    """Return a table as a registered list; see `load_source`. ``delimited``: its file is a csv.

    Raises:
        BundleError: a column or a cell is wrong; says file, row and column.

    """
    layout = find_layout(kind, table.head, columns, file=file)
    if delimited:
        _check_width(table, layout, file)
    frame = _joined_names(_without_blank_rows(_cleaned(_chosen(table, layout))))
    frame = _typed(frame, layout, file)
    _check_needed(kind, frame, layout, file)
    _check_unique(kind, frame, layout, file)
    order = [column for column in KNOWN[kind] if column in frame.columns]
    rest = [column for column in frame.columns if column not in {"_row", *order}]
    return Source(kind, file, sha256, frame.select("_row", *order, *rest))


def _check_width(table: Table, layout: Layout, file: str) -> None:
    """Refuse a row of a csv with something beyond the last header: a separator too many has shifted its cells."""
    import polars as pl

    width = len(layout.headers)
    surplus = [c for c in table.frame.columns if c != "_row" and int(c) >= width]
    if not surplus:
        return
    below = table.frame.filter(pl.col("_row") > layout.row + 1)
    filled = pl.any_horizontal(pl.col(c).str.strip_chars().fill_null("") != "" for c in surplus)
    wrong = below.filter(filled)
    if wrong.height:
        raise BundleError(
            say(
                "{file}の{row}行目に、見出し（{width}列）より多いセルがあります。区切り文字の入った値を引用符で囲んで保存し直してください。",
                file=file,
                row=wrong["_row"][0],
                width=width,
            )
        )


def _chosen(table: Table, layout: Layout) -> pl.DataFrame:
    """Return the rows below the header, with the columns that matter under their names."""
    import polars as pl

    wanted = {**layout.others, **layout.places}
    frame = table.frame if table.named else table.frame.slice(layout.row + 1)
    return frame.select("_row", *(pl.col(str(i)).alias(name) for name, i in wanted.items()))


def _cleaned(frame: pl.DataFrame) -> pl.DataFrame:
    """Return texts without spaces around them and ="…"; empty ones are null, ids and numbers in NFKC."""
    import polars as pl

    return frame.with_columns(_cleaned_texts(column) for column in frame.get_columns() if column.dtype == pl.String)


def _cleaned_texts(texts: pl.Series) -> pl.Series:
    # Each step copies a register's column: it is taken only where it changes something.
    if texts.str.starts_with('="').any():  # how csv files keep zeros at the front
        texts = texts.str.replace(r'^="(.*)"$', "${1}")
    if texts.name in _IDS and (texts.str.len_bytes() != texts.str.len_chars()).any():
        texts = texts.str.normalize("NFKC")
    stripped = texts.str.strip_chars()
    if (stripped.str.len_bytes() != texts.str.len_bytes()).any():
        texts = stripped
    return texts.replace("", None) if (texts == "").any() else texts


def _without_blank_rows(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    names = [name for name in frame.columns if name != "_row"]
    return frame.filter(~pl.all_horizontal(pl.col(name).is_null() for name in names))


def _joined_names(frame: pl.DataFrame) -> pl.DataFrame:
    """Return 氏 and 名 as one name with a full-width space between them."""
    import polars as pl

    for whole, halves in HALVES.items():
        present = [half for half in halves if half in frame.columns]
        if present and whole not in frame.columns:
            joined = pl.concat_str(present, separator="\u3000", ignore_nulls=True).replace("", None).alias(whole)
            frame = frame.with_columns(joined)
        frame = frame.drop(present)
    return frame


def _typed(frame: pl.DataFrame, layout: Layout, file: str) -> pl.DataFrame:
    """Return dates as dates and ``protected`` as ``1`` or null."""
    import polars as pl

    for column, dtype in frame.schema.items():
        if column in DATES and dtype != pl.Date:
            frame = _with_values(frame, column, day_of, pl.Date(), _no_date, layout, file)
        elif column == "protected":
            frame = _with_values(frame, column, flag_of, pl.String(), _no_flag, layout, file)
    return frame


def _no_date(file: str, row: int, column: str, value: Personal) -> Sentence:
    return say(
        "{file}の{row}行目、列「{column}」の「{value}」が日付として読めません。2026-11-24、2026/11/24、令和8年11月24日、R8.11.24のように書いてください。",
        file=file,
        row=row,
        column=column,
        value=value,
    )


def _no_flag(file: str, row: int, column: str, value: Personal) -> Sentence:
    return say(
        "{file}の{row}行目、列「{column}」の「{value}」が、該当するかどうか読めません。該当は1、そうでなければ0か空欄にしてください。",
        file=file,
        row=row,
        column=column,
        value=value,
    )


def _with_values(
    frame: pl.DataFrame,
    column: str,
    read: Callable[[str, str], date | str | None],
    dtype: pl.DataType,
    wrong: Callable[[str, int, str, Personal], Sentence],
    layout: Layout,
    file: str,
) -> pl.DataFrame:
    """Return a column with each text read once. ``read`` raises ``ValueError`` for a text that means nothing."""
    import polars as pl

    texts = [text for text in frame[column].unique().to_list() if text is not None]
    values: list[date | str | None] = []
    unreadable: list[str] = []
    for text in texts:
        try:
            values.append(read(column, text))
        except ValueError:
            unreadable.append(text)
    if unreadable:
        first = frame.filter(pl.col(column).is_in(unreadable)).row(0, named=True)
        raise BundleError(wrong(file, first["_row"], layout.header_of(column), Personal(first[column])))
    known = pl.DataFrame({column: pl.Series(texts, dtype=pl.String), "_value": pl.Series(values, dtype=dtype)})
    joined = frame.select(column).join(known, on=column, how="left", maintain_order="left")
    return frame.with_columns(joined["_value"].alias(column))


def day_of(column: str, text: str) -> date | None:
    """Return the date that a cell of a date column means, None for an open end or an unknown birth date.

    Raises:
        ValueError: it means none.

    """
    if column in {"valid_until", "withdrawn_on"} and text in _OPEN_END:
        return None
    if column == "birth_date" and any(word in text for word in _UNKNOWN):
        return None
    day = _iso(text) or parse_date(text, compact=True)
    serial = unicodedata.normalize("NFKC", text).removesuffix(".0")
    if day is None and serial.isascii() and serial.isdigit() and len(serial) == 5:
        day = from_serial(int(serial))
    if day is None:
        raise ValueError(text)
    return day


def _iso(text: str) -> date | None:
    """Return a date in the usual form at once: a register has tens of thousands of them."""
    if len(text) != 10 or text[4] != "-" or not text.isascii() or text < "1850":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def flag_of(_column: str, text: str) -> str | None:
    """Return ``1`` for a word that says yes, None for one that says no.

    Raises:
        ValueError: it says neither.

    """
    word = unicodedata.normalize("NFKC", text).casefold()
    if word in _YES:
        return "1"
    if word in _NO:
        return None
    raise ValueError(text)


def _check_needed(kind: SourceKind, frame: pl.DataFrame, layout: Layout, file: str) -> None:
    for column in NEEDED[kind]:
        if frame[column].null_count():
            row = frame["_row"].filter(frame[column].is_null())[0]
            raise BundleError(
                say(
                    "{file}の{row}行目、列「{column}」が空です。値を入れるか、台帳の行でなければ（合計や注記など）消してください。",
                    file=file,
                    row=row,
                    column=layout.header_of(column),
                )
            )


def _check_unique(kind: SourceKind, frame: pl.DataFrame, layout: Layout, file: str) -> None:
    import polars as pl

    column = _UNIQUE[kind]
    if column is None or frame[column].n_unique() == frame.height:
        return
    double = frame.filter(pl.col(column).is_duplicated())
    value = double[column][0]
    rows = double["_row"].filter(double[column] == value)
    raise BundleError(
        say(
            "{file}の{first}行目と{second}行目で、列「{column}」の「{value}」が重なっています。一方を消すか、番号を直してください。",
            file=file,
            first=rows[0],
            second=rows[1],
            column=layout.header_of(column),
            value=Personal(value),
        )
    )
