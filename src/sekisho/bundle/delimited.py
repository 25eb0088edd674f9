"""A csv file as a table of texts: which encoding, which separator, and where it breaks."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sekisho.bundle.columns import recognise_header
from sekisho.bundle.model import BundleError
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

HEAD = 10
"""The header stands within this many rows."""

_HEAD_BYTES = 262_144
_BLOCK = 1 << 20
_SEPARATORS = ",\t;"
# What Python's cp932 lets through although Windows has no character there.
_UNDEFINED = "\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3"
_ENCODINGS = "UTF-8、UTF-16、CP932（Shift_JIS）"


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows as texts: column *i* is called ``str(i)``, and ``_row`` (``UInt32``) counts from 1.

    ``head`` are the first rows again, for whoever looks for the header; ``named`` tells that the file names its columns
    itself: then ``head`` is those names, and no row of ``frame``.
    """

    head: tuple[tuple[str, ...], ...]
    frame: pl.DataFrame
    named: bool = False


def read_delimited(data: bytes, *, file: str) -> Table:
    """Return the rows of a csv file, blank ones included; the header is a row like the others.

    UTF-8, UTF-8 with BOM, UTF-16 and CP932; comma, tab or semicolon, by which the header is found best.

    Raises:
        BundleError: no encoding fits, a NUL, a quote that is not closed.

    """
    utf8 = _as_utf8(data, file)
    start = _start(utf8)
    separator = _separator(start)
    head = tuple(map(tuple, _records(start, separator)))
    width = max(map(len, head), default=0)
    frame = _quick(utf8, separator, width)
    return Table(head, _slow(utf8, separator, file) if frame is None else frame)


def parse_delimited(data: bytes, *, file: str) -> list[list[str]]:
    """Return the rows of a csv file as lists of texts; the same as ``read_delimited``, for whoever writes rows again."""
    utf8 = _as_utf8(data, file)
    return _strict(utf8.decode("utf-8"), _separator(_start(utf8)), file)


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """Return rows of texts, as a workbook has them, as a table; short rows are filled with nulls."""
    import polars as pl

    width = max(map(len, rows), default=0)
    columns = {
        str(i): pl.Series([row[i] if i < len(row) else None for row in rows], dtype=pl.String) for i in range(width)
    }
    return Table(tuple(map(tuple, rows[:HEAD])), _numbered(pl.DataFrame(columns)))


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_row_index("_row", offset=1)


def _start(utf8: bytes) -> str:
    return utf8[:_HEAD_BYTES].decode("utf-8", errors="ignore")


def _separator(start: str) -> str:
    return max(_SEPARATORS, key=lambda mark: (_recognised(start, mark), -_SEPARATORS.index(mark)))


def _recognised(start: str, separator: str) -> int:
    """Return how many cells of the best row are headers that are known, were this the separator."""
    rows = _records(start, separator)
    best = max((sum(recognise_header(cell) is not None for cell in row) for row in rows), default=0)
    # Of headers that are not known the width must do.
    return 1000 * best + max(map(len, rows), default=0)


def _records(start: str, separator: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(io.StringIO(start, newline=""), delimiter=separator), HEAD))
    except csv.Error:  # a field beyond the limit: no csv with this separator
        return []


def _quick(utf8: bytes, separator: str, width: int) -> pl.DataFrame | None:
    """Return the rows at the speed of memory, or None where the file is not regular."""
    import polars as pl

    # Nothing tells a blank line from a blank cell in one column; a line ended by CR alone is one to the csv module only.
    if width < 2 or (b"\r" in utf8 and utf8.count(b"\r") != utf8.count(b"\r\n")):
        return None
    names = {str(i): pl.String() for i in range(width)}
    try:
        frame = pl.read_csv(utf8, has_header=False, separator=separator, schema=names, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    return _numbered(frame)


def _slow(utf8: bytes, separator: str, file: str) -> pl.DataFrame:
    return table_of(_strict(utf8.decode("utf-8"), separator, file)).frame


def _strict(text: str, separator: str, file: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:  # row by row, so that the number of the broken one is known
            rows.append(row)  # noqa: PERF402
    except csv.Error as error:
        message = say(
            '{file}の{row}行目は、引用符（"）が閉じていないか、閉じた後に文字が続いています。表計算ソフトで開いてCSVとして保存し直してください。',
            file=file,
            row=len(rows) + 1,
        )
        raise BundleError(message) from error
    return rows


def _as_utf8(data: bytes, file: str) -> bytes:
    """Return the file in UTF-8 without BOM."""
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
        fault = _fault(data, "utf-8")
        if fault is not None:
            raise _undecodable(data, fault, "UTF-8", file)
    elif utf16 := _utf16(data):
        data = _transcoded(data, utf16, file)
    else:
        fault = _fault(data, "utf-8")
        if fault is not None:
            data = _not_utf8(data, fault, file)
    nul = data.find(b"\0")
    if nul >= 0:
        row, column = _position(data, nul)
        raise BundleError(
            say(
                "{file}の{row}行目の{byte}バイト目に、文字ではないデータ（NUL）があります。CSVとして保存し直してください。",
                file=file,
                row=row,
                byte=column,
            )
        )
    return data


def _utf16(data: bytes) -> str | None:
    """Return the UTF-16 form that the file is in, by its BOM, or by its NULs where that gives a header that is known."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[: 2 * _HEAD_BYTES]
    if b"\0" not in head[:4096]:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        start = head.decode(encoding, errors="ignore")
        if any(recognise_header(cell) for mark in _SEPARATORS for row in _records(start, mark) for cell in row):
            return encoding
    return None


def _not_utf8(data: bytes, fault: int, file: str) -> bytes:
    """Return a file that breaks as UTF-8 at ``fault`` from CP932; a broken UTF-8 file is not taken for CP932."""
    # Three bytes that are a character in UTF-8 hardly ever begin a text in CP932; several of them never do.
    if _three_byte_characters(data[:fault]) >= 3:
        raise _undecodable(data, fault, "UTF-8", file)
    return _transcoded(data, "cp932", file)


def _three_byte_characters(valid: bytes) -> int:
    text = valid[:_HEAD_BYTES].decode("utf-8", errors="ignore")
    return sum("\u0800" <= char <= "\uffff" for char in text)


def _transcoded(data: bytes, encoding: str, file: str) -> bytes:
    """Return the file in UTF-8, block by block, so that it never stands in memory three times."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    out = io.BytesIO()
    shown = "CP932" if encoding == "cp932" else "UTF-16"
    for start in range(0, len(data) + 1, _BLOCK):
        block = data[start : start + _BLOCK]
        try:
            text = decoder.decode(block, final=start + _BLOCK > len(data))
            if encoding == "cp932" and any(char in text for char in _UNDEFINED):
                raise _undecodable(data, _first_undefined(data), shown, file)
            out.write(text.encode("utf-8"))
        except UnicodeError:
            fault = _fault(data, encoding)
            raise _undecodable(data, start if fault is None else fault, shown, file) from None
    return out.getvalue()


def _first_undefined(data: bytes) -> int:
    """Return where the first byte stands that CP932 gives no character."""
    text = data.decode("cp932", errors="replace")
    first = min(place for char in _UNDEFINED if (place := text.find(char)) >= 0)
    return len(text[:first].encode("cp932", errors="replace"))


def _fault(data: bytes, encoding: str) -> int | None:
    """Return where in ``data`` the encoding breaks, None where it does not."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for start in range(0, len(data) + 1, _BLOCK):
        block = data[start : start + _BLOCK]
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(block, final=start + _BLOCK > len(data))
        except UnicodeDecodeError as error:
            return max(0, start - held + error.start)
    return None


def _position(data: bytes, place: int, encoding: str = "utf-8") -> tuple[int, int]:
    """Return row and byte in the row, both from 1, of a place in the file."""
    if encoding != "UTF-16":
        return data.count(b"\n", 0, place) + 1, place - data.rfind(b"\n", 0, place)
    big = data.startswith(codecs.BOM_UTF16_BE)
    lines = data[:place].decode("utf-16-be" if big else "utf-16-le", errors="replace").split("\n")
    return len(lines), 2 * len(lines[-1]) + 1


def _undecodable(data: bytes, fault: int, encoding: str, file: str) -> BundleError:
    row, column = _position(data, fault, encoding)
    sentence: Sentence = say(
        "{file}の文字が読めません。{row}行目の{byte}バイト目が{encoding}の文字ではありません（読める文字コード: {known}）。"
        "元のシステムから出し直すか、表計算ソフトで「CSV UTF-8」として保存し直してください。",
        file=file,
        row=row,
        byte=column,
        encoding=encoding,
        known=_ENCODINGS,
    )
    return BundleError(sentence)
