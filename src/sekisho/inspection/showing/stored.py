"""A shown file as one run of bytes, of which a viewer reads the index and the slices that it needs.

Nothing in it is code: an index and blocks of compressed JSON, and pictures as they are. ::

    SKSHOWN 1 | length of the index (4 bytes) | index | blocks and pictures, one after the other

The index comes first, and names each block with its place behind the index, so that a reader who is given the bytes from
the beginning knows early how far to read. A block holds up to 500 rows or asides, fewer where they are wide.
"""

from __future__ import annotations

import json
import struct
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from sekisho.inspection.model import Coverage, Protection
from sekisho.inspection.showing.arranging import Arranged
from sekisho.inspection.showing.codes import (
    HIDINGS,
    Json,
    coverage_code,
    coverage_of,
    place_code,
    place_of,
    protection_code,
    protection_of,
    unread_code,
    unread_of,
    words_code,
    words_of,
)
from sekisho.inspection.showing.model import Aside, Cell, Row, Shown, ShownFile

MAGIC = b"SKSHOWN\x01"
"""The last byte is the version of the form."""
IN_A_BLOCK = 500
_CELLS_IN_A_BLOCK = 20_000
_CHARACTERS_IN_A_BLOCK = 1_000_000
_LEVEL = 4
_BROKEN = (zlib.error, ValueError, KeyError, TypeError, IndexError, struct.error)

ReadAt = Callable[[int, int], bytes]
"""Gives bytes of the stored form: from which on, and how many."""


class StoredFormError(Exception):
    """The bytes are no shown file, of another version, or not whole."""


@dataclass(frozen=True, slots=True)
class FileToStore:
    """What is to be stored of one file, with the files inside it."""

    path: str
    format: str
    hidden: bool
    parts: Sequence[Arranged]
    children: Sequence[FileToStore]
    protection: Protection
    coverage: Coverage


# ---------------------------------------------------------------- writing


@dataclass(slots=True)
class _Blocks:
    """Blocks one after the other, before the index that names them is known."""

    pieces: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, data: bytes) -> list[int]:
        """Add bytes, and return where they stand and how many they are."""
        at = self.size
        self.pieces.append(data)
        self.size += len(data)
        return [at, len(data)]


def chunks(file: FileToStore) -> Iterator[bytes]:
    """Yield the stored form piece by piece."""
    blocks = _Blocks()
    index = _packed(_file_index(file, blocks))
    yield MAGIC + struct.pack(">I", len(index))
    yield index
    yield from blocks.pieces


def _packed(value: Json) -> bytes:
    return zlib.compress(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), _LEVEL
    )


def _file_index(file: FileToStore, blocks: _Blocks) -> Json:
    return {
        "path": file.path,
        "format": file.format,
        "hidden": file.hidden,
        "protection": protection_code(file.protection),
        "coverage": coverage_code(file.coverage),
        "parts": [_part_index(part, blocks) for part in file.parts],
        "children": [_file_index(child, blocks) for child in file.children],
    }


def _part_index(part: Arranged, blocks: _Blocks) -> Json:
    rows, used = _Writer(blocks), set[int]()
    for row in part.rows:
        rows.add(_row_code(row), row.number, len(row.cells), sum(len(cell.text) for cell in row.cells))
        used.update(cell.column for cell in row.cells)
    asides = _Writer(blocks)
    for aside in part.asides:
        asides.add([place_code(aside.place), aside.name, aside.text, aside.hidden.value], 0, 1, len(aside.text))
    return {
        "kind": part.leaf.kind,
        "title": words_code(part.leaf.title),
        "hidden": part.leaf.hidden.value,
        "sheet": part.leaf.sheet,
        "page": part.leaf.page,
        "columns": _ranges(used),
        "hidden_columns": [[column, hidden.value] for column, hidden in part.hidden_columns],
        "rows": rows.close(),
        "asides": asides.close(),
        "picture": blocks.add(part.picture) if part.picture else None,
        "size": list(picture_size(part.picture)),
        "not_shown": [unread_code(one) for one in part.not_shown],
    }


@dataclass(slots=True)
class _Writer:
    """Gathers rows or asides into blocks: each is told as [how many, lowest number, highest number, from, length]."""

    blocks: _Blocks
    index: list[list[int]] = field(default_factory=list)
    waiting: list[Json] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    cells: int = 0
    characters: int = 0

    def add(self, code: Json, number: int, cells: int, characters: int) -> None:
        """Add one row or aside."""
        self.waiting.append(code)
        self.numbers.append(number)
        self.cells += cells
        self.characters += characters
        full = self.cells >= _CELLS_IN_A_BLOCK or self.characters >= _CHARACTERS_IN_A_BLOCK
        if full or len(self.waiting) >= IN_A_BLOCK:
            self._end()

    def close(self) -> list[list[int]]:
        """Return the index of everything that was added."""
        if self.waiting:
            self._end()
        return self.index

    def _end(self) -> None:
        where = self.blocks.add(_packed(self.waiting))
        self.index.append([len(self.waiting), min(self.numbers), max(self.numbers), *where])
        self.waiting, self.numbers, self.cells, self.characters = [], [], 0, 0


def _ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Return numbers as [first, last] of those that follow each other."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def _row_code(row: Row) -> Json:
    return [row.number, row.hidden.value, row.table, [_cell_code(cell) for cell in row.cells]]


def _cell_code(cell: Cell) -> Json:
    if cell.across == cell.down == 1:
        return [cell.column, cell.text, cell.hidden.value] if cell.hidden else [cell.column, cell.text]
    return [cell.column, cell.text, cell.hidden.value, cell.across, cell.down]


def picture_size(picture: bytes) -> tuple[int, int]:
    """Return width and height of a PNG in pixels, zeros where there is none."""
    if not picture:
        return 0, 0
    width, height = struct.unpack_from(">II", picture, 16)
    return int(width), int(height)


# ---------------------------------------------------------------- reading


def opened(read: ReadAt) -> ShownFile:
    """Return a shown file of which ``read`` gives the bytes; only what is asked for is read.

    Raises:
        StoredFormError: it is no shown file, or of a version that nobody here knows.

    """
    head = read(0, len(MAGIC) + 4)
    if head[: len(MAGIC)] != MAGIC or len(head) != len(MAGIC) + 4:
        raise StoredFormError
    (length,) = struct.unpack(">I", head[len(MAGIC) :])
    data = read(len(head), length)
    if len(data) != length:
        raise StoredFormError
    try:
        index = json.loads(zlib.decompress(data))
        source = _Stored(read, len(head) + length, list(_parts_in(index)))
        return _file_of(index, source, iter(range(1, len(source.parts) + 1)))
    except _BROKEN as error:
        raise StoredFormError from error


def from_bytes(data: bytes) -> ShownFile:
    """Return the shown file in ``data``.

    Raises:
        StoredFormError: it is no shown file, or of a version that nobody here knows.

    """
    return opened(lambda first, count: data[first : first + count])


def _parts_in(index: Json) -> Iterator[Json]:
    yield from index["parts"]
    for child in index["children"]:
        yield from _parts_in(child)


def _file_of(index: Json, source: _Stored, numbers: Iterator[int]) -> ShownFile:
    parts = tuple(_part_of(part, next(numbers), source) for part in index["parts"])
    return ShownFile(
        index["path"],
        index["format"],
        index["hidden"],
        parts,
        tuple(_file_of(child, source, numbers) for child in index["children"]),
        protection_of(index["protection"]),
        coverage_of(index["coverage"]),
    )


def _part_of(part: Json, number: int, source: _Stored) -> Shown:
    width, height = part["size"]
    return Shown(
        number,
        part["kind"],
        words_of(part["title"]),
        HIDINGS[part["hidden"]],
        sum(block[0] for block in part["rows"]),
        sum(block[0] for block in part["asides"]),
        part["sheet"],
        part["page"],
        max((last for _, last in part["columns"]), default=0),
        tuple(column for first, last in part["columns"] for column in range(first, last + 1)),
        tuple((column, HIDINGS[hidden]) for column, hidden in part["hidden_columns"]),
        width,
        height,
        tuple(map(unread_of, part["not_shown"])),
        source,
    )


@dataclass(frozen=True)
class _Stored:
    """The blocks behind the index, which ends at ``start``."""

    read: ReadAt
    start: int
    parts: Sequence[Json]

    def rows(self, number: int, first: int, count: int) -> tuple[Row, ...]:
        """Return ``count`` rows from the position ``first`` on."""
        return tuple(map(_row_of, self._items(number, "rows", first, count)))

    def asides(self, number: int, first: int, count: int) -> tuple[Aside, ...]:
        """Return ``count`` asides from the position ``first`` on."""
        return tuple(map(_aside_of, self._items(number, "asides", first, count)))

    def picture(self, number: int) -> bytes | None:
        """Return the picture of a page."""
        where = self.parts[number - 1]["picture"]
        return None if where is None else self._bytes(*where)

    def position_of(self, number: int, row: int) -> int | None:
        """Return where the first row with the number ``row`` stands."""
        before = 0
        for block in self.parts[number - 1]["rows"]:
            if block[1] <= row <= block[2]:
                for at, code in enumerate(self._block(block)):
                    if code[0] == row:
                        return before + at
            before += block[0]
        return None

    def _items(self, number: int, kind: str, first: int, count: int) -> list[Json]:
        blocks = self.parts[number - 1][kind]
        ends = self._ends[number, kind]
        found: list[Json] = []
        at = bisect_right(ends, first)
        while at < len(blocks) and len(found) < count:
            before = ends[at] - blocks[at][0]
            found += self._block(blocks[at])[max(0, first - before) : max(0, first - before) + count - len(found)]
            at += 1
        return found

    @cached_property
    def _ends(self) -> dict[tuple[int, str], list[int]]:
        """After how many rows or asides each block of a part ends."""
        return {
            (number, kind): list(accumulate(block[0] for block in part[kind]))
            for number, part in enumerate(self.parts, start=1)
            for kind in ("rows", "asides")
        }

    def _block(self, block: Sequence[int]) -> list[Json]:
        try:
            items: list[Json] = json.loads(zlib.decompress(self._bytes(*block[3:])))
        except _BROKEN as error:
            raise StoredFormError from error
        return items

    def _bytes(self, at: int, length: int) -> bytes:
        data = self.read(self.start + at, length)
        if len(data) != length:
            raise StoredFormError
        return data


def _row_of(code: Json) -> Row:
    number, hidden, table, cells = code
    return Row(number, HIDINGS[hidden], tuple(map(_cell_of, cells)), table)


def _cell_of(code: Json) -> Cell:
    if len(code) == 2:
        return Cell(*code)
    column, text, hidden, *merge = code
    return Cell(column, text, HIDINGS[hidden], *merge)


def _aside_of(code: Json) -> Aside:
    place, name, text, hidden = code
    return Aside(place_of(place), name, text, HIDINGS[hidden])
