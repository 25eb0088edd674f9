"""Plain text: comma, tab or semicolon separated tables as a spreadsheet shows them, and prose line by line.

Source: RFC 4180, and what Excel does where the RFC is silent.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.inspection.containers.kind import BOMS
from sekisho.inspection.containers.naming import extension_of
from sekisho.inspection.model import (
    Coverage,
    Document,
    File,
    Grid,
    Limits,
    Part,
    Place,
    Text,
    Unread,
    UnreadableFileError,
)
from sekisho.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_TABLES: Final = frozenset({"csv", "tsv", "tab"})
DELIMITERS: Final = (",", "\t", ";")
_SNIFFED_LINES = 20
_SAMPLED_LINES = 400
_LINE_END = re.compile(rb"\r\n|\r|\n")
_PIECE = re.compile(rb"[^,;\t]+|[,;\t]")
_UTF8_WORD = re.compile(rb"(?<![\x80-\xff])(?:[\xe2-\xef][\x80-\xbf]{2}){2,}(?![\x80-\xff])")
_SEPARATOR_LINE = re.compile(r'"?sep=([^"])"?')
_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_NO_CP932: Final = ("\x80", "\xa0", "\uf8f1", "\uf8f2", "\uf8f3")
"""What Python makes of the five bytes that CP932 does not define."""
_UNKNOWN = "\ufffd"


@dataclass(frozen=True, slots=True)
class _Decoded:
    """``bad`` are the lines (from 1) that could not be decoded; ``others`` what stands in a second encoding, by line."""

    text: str
    bad: tuple[int, ...] = ()
    others: tuple[tuple[int, str], ...] = ()


def read(file: File, limits: Limits) -> Document:
    """Read a table or prose in UTF-8, UTF-16 (with its mark) or CP932; lines may differ in their encoding.

    A file under any other name than ``.csv`` or ``.tsv`` whose lines do not have the same columns is prose: each line becomes a ``Text``. Anything else becomes a
    ``Grid`` in which a quoted line break stays in its row, blank lines count, and ``="0123"`` shows 0123. Lines that
    cannot be decoded, or hold zero bytes, are read as far as they can be and named in the coverage.

    Raises:
        UnreadableFileError: more cells than the limit.

    """
    decoded = _decode(file.data)
    text = decoded.text
    zeros = _lines_with(text, "\0")
    if zeros:
        text = text.replace("\0", "")
    extension = extension_of(file.path)
    text = _without_separator_line(text)
    delimiter = _separator(decoded.text) or _sniff(text, prefer_tab=extension in {"tsv", "tab"})
    not_read = _not_read(decoded.bad, zeros)
    coverage = Coverage(1 + len(not_read), 1, not_read)
    others = tuple(Text(Place(Part.CELL, row=row), word) for row, word in decoded.others)
    if extension not in _TABLES and not _is_table(text, delimiter):
        return Document("csv", coverage, (*_prose(text), *others))
    return Document("csv", coverage, others, (_grid(text, delimiter, limits),))


def _not_read(bad: Sequence[int], zeros: Sequence[int]) -> tuple[Unread, ...]:
    reasons = (
        (bad, say("文字コードがほかの行と違うか壊れていて、読めない文字があります")),
        (zeros, say("文字ではないバイト（NUL）が混じっています")),
    )
    # A file that is broken from end to end is one finding, not a hundred thousand.
    return tuple(
        Unread(f"row {rows[0]}" + (f" (+{len(rows) - 1})" if len(rows) > 1 else ""), why, Place(Part.CELL, row=rows[0]))
        for rows, why in reasons
        if rows
    )


# ---------------------------------------------------------------- characters


def _decode(data: bytes) -> _Decoded:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _decode_marked(data, encoding)
    try:
        return _Decoded(data.decode())
    except UnicodeDecodeError:
        pass
    main = _main_encoding(data)
    if main == "cp932":
        text = _try(data, "cp932")
        if text is not None:
            return _Decoded(text, others=_words_in_utf8(data))
    return _decode_lines(data, main)


def _decode_marked(data: bytes, encoding: str) -> _Decoded:
    if encoding != "utf-16":
        rest = data[3:]
        try:
            return _Decoded(rest.decode())
        except UnicodeDecodeError:
            return _decode_lines(rest, "utf-8")
    try:
        return _Decoded(data.decode("utf-16"))
    except UnicodeDecodeError:
        text = data.decode("utf-16", "replace")
        return _Decoded(text, tuple(_lines_with(text, _UNKNOWN)))


def _main_encoding(data: bytes) -> str:
    """Return the encoding of most lines: a short CP932 list with one UTF-8 line is CP932, and the other way round."""
    lines = [line for line in _LINE_END.split(data[: 1 << 20]) if not line.isascii()][:_SAMPLED_LINES]
    good = sum(_try(line, "utf-8") is not None for line in lines)
    return "utf-8" if good * 2 > len(lines) else "cp932"


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    if encoding == "cp932" and any(mark in text for mark in _NO_CP932):
        return None
    return text


def _words_in_utf8(data: bytes) -> tuple[tuple[int, str], ...]:
    """Return what stands in UTF-8 inside a file that is valid CP932 to the end: both readings are possible, both are read."""
    found: list[tuple[int, str]] = []
    line, at, end = 1, 0, 0
    for start in _two_in_utf8(data):
        match = _UTF8_WORD.match(data, start) if start >= end else None
        word = _try(match.group(), "utf-8") if match else None
        if match and word is not None:
            line += len(_LINE_END.findall(data, at, start))
            at, end = start, match.end()
            found.append((line, word))
    return tuple(found)


def _two_in_utf8(data: bytes) -> list[int]:
    """Return where two characters of three bytes could stand; numpy looks ten times as fast as a pattern."""
    raw = np.frombuffer(data, dtype=np.uint8)
    if len(raw) < 6:
        return []
    first = (raw >= 0xE2) & (raw <= 0xEF)
    later = (raw & 0xC0) == 0x80
    both = first[:-5] & later[1:-4] & later[2:-3] & first[3:-2] & later[4:-1] & later[5:]
    return [int(at) for at in np.flatnonzero(both)]


def _decode_lines(data: bytes, main: str) -> _Decoded:
    """Decode line by line, and a line that fails cell by cell, in the main encoding first and then in the other one."""
    other = "cp932" if main == "utf-8" else "utf-8"
    texts: list[str] = []
    bad: list[int] = []
    for number, line in enumerate(_LINE_END.split(data), start=1):
        text = _try(line, main)
        if text is None or (other == "utf-8" and _UTF8_WORD.search(line)):
            text = _decode_cells(line, main, other)
            if _UNKNOWN in text:
                bad.append(number)
        texts.append(text)
    return _Decoded("\n".join(texts), tuple(bad))


def _decode_cells(line: bytes, main: str, other: str) -> str:
    """Decode a line cell by cell; UTF-8 goes first, since it says by itself whether it is."""
    whole = _try(line, "utf-8") or _try(line, main)
    if whole is not None:
        return whole
    return "".join(
        _try(piece, "utf-8") or _try(piece, main) or _try(piece, other) or _marked(piece, main)
        for piece in _PIECE.findall(line)
    )


def _marked(raw: bytes, encoding: str) -> str:
    """Decode what can be, with U+FFFD for the rest."""
    text = raw.decode(encoding, "replace")
    return text.translate({ord(mark): _UNKNOWN for mark in _NO_CP932}) if encoding == "cp932" else text


def _lines_with(text: str, mark: str) -> list[int]:
    if mark not in text:
        return []
    return [number for number, line in enumerate(_unix(text).split("\n"), start=1) if mark in line]


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


# ---------------------------------------------------------------- columns


def _separator(text: str) -> str:
    """Return the delimiter that a first line ``sep=;`` names, which Excel obeys and does not show."""
    match = _SEPARATOR_LINE.fullmatch(_unix(text[:16]).partition("\n")[0])
    return match.group(1) if match else ""


def _without_separator_line(text: str) -> str:
    return _unix(text).partition("\n")[2] if _separator(text) else text


def _sniff(text: str, *, prefer_tab: bool) -> str:
    """Return the delimiter with which most of the first lines have the same number of columns; quoted ones do not count."""
    best, best_score = ("\t" if prefer_tab else ","), (0, 0)
    for delimiter in ("\t", ",", ";") if prefer_tab else DELIMITERS:
        widths = [width for width in _widths(text, delimiter) if width]
        usual = max(set(widths), key=widths.count, default=1)
        score = (widths.count(usual) if usual > 1 else 0, usual)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    head = "\n".join(_unix(text[:65536]).split("\n", _SNIFFED_LINES)[:_SNIFFED_LINES])
    return [len(record) for record in _records(head, delimiter)]


def _is_table(text: str, delimiter: str) -> bool:
    """Tell whether a ``.txt`` is a table: at least two lines, all but a few with the same columns, two or more of them."""
    widths = [width for width in _widths(text, delimiter) if width]
    usual = max(set(widths), key=widths.count, default=1)
    needed = 0.8 if delimiter == "\t" else 1.0
    return usual > 1 and len(widths) > 1 and widths.count(usual) >= needed * len(widths)


def _records(text: str, delimiter: str) -> list[list[str]]:
    """Return the fields of every row; a quote that is never closed holds no more than its own line."""
    usual = csv.field_size_limit(2**31 - 1)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    finally:
        csv.field_size_limit(usual)
    if text.count('"') % 2 and rows and any("\n" in cell or "\r" in cell for cell in rows[-1]):
        rest = delimiter.join(rows.pop())
        rows += [line.split(delimiter) for line in _unix(rest).split("\n")]
    return rows


# ---------------------------------------------------------------- cells


def _prose(text: str) -> Iterable[Text]:
    for number, line in enumerate(_unix(text).split("\n"), start=1):
        if line.strip():
            yield Text(Place(Part.TEXT, row=number), line)


def _grid(text: str, delimiter: str, limits: Limits) -> Grid:
    texts, counts = _cells(text, delimiter)
    if len(texts) > limits.cells:
        raise UnreadableFileError(say("セルが{limit}個を超えています", limit=limits.cells))
    if '="' in text:
        texts = [_shown(cell) if cell.startswith('="') else cell for cell in texts]
    distinct = tuple(dict.fromkeys(texts))
    number_of = dict(zip(distinct, range(len(distinct)), strict=True))
    numbers = np.fromiter(map(number_of.__getitem__, texts), dtype=np.int64, count=len(texts))
    widths = np.array(counts, dtype=np.int64)
    rows = np.repeat(np.arange(1, len(widths) + 1), widths)
    columns = np.arange(len(texts)) - np.repeat(np.cumsum(widths) - widths, widths) + 1
    kept = numbers != number_of.get("", -1)
    return Grid(Place(Part.CELL), _array(rows[kept]), _array(columns[kept]), _array(numbers[kept]), distinct)


def _cells(text: str, delimiter: str) -> tuple[list[str], list[int]]:
    """Return all cells in one list, and how many of them each row has."""
    if '"' in text:
        records = _records(text, delimiter)
        return list(chain.from_iterable(records)), [len(record) for record in records]
    text = _unix(text)
    return text.replace("\n", delimiter).split(delimiter), [line.count(delimiter) + 1 for line in text.split("\n")]


def _shown(cell: str) -> str:
    """Return what a spreadsheet shows for ``="0123"``, the way in which an export keeps a number's zeros."""
    match = _FORMULA.fullmatch(cell)
    return match.group(1).replace('""', '"') if match else cell


def _array(values: NDArray[np.int64]) -> array[int]:
    result = array("i")
    result.frombytes(values.astype(np.int32).tobytes())
    return result
