"""The records of a workbook stream, and the strings in them.

Source: MS-XLS 2.1.4 (records), 2.5.293 and 2.5.294 (strings), 2.4.265 (SST), 2.5.86 (ExtRst).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

BOF: Final = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
EOF: Final = 0x000A
CONTINUE: Final = 0x003C
SST: Final = 0x00FC
BIFF8: Final = 0x0600
_RENAMED: Final = b"\xfe\x7f"
_NEEDED: Final = frozenset({
    *BOF, EOF, SST, CONTINUE, 0x0085, 0x0022, 0x0042, 0x002F, 0x005C,
    0x001E, 0x041E, 0x0031, 0x0231, 0x0043, 0x0243, 0x0443, 0x00E0, 0x0092, 0x0293, 0x0045, 0x0044,
    0x0000, 0x0200, 0x0008, 0x0208, 0x007D, 0x0024, 0x0055, 0x0099, 0x0025, 0x0225, 0x00E5,
    0x0001, 0x0201, 0x00BE, 0x0002, 0x0003, 0x0203, 0x027E, 0x00BD, 0x0004, 0x0204, 0x00D6, 0x00FD, 0x0005, 0x0205,
    0x0006, 0x0206, 0x0406, 0x0007, 0x0207, 0x0021, 0x0221, 0x04BC, 0x0036, 0x0236, 0x0037,
})  # fmt: skip
"""The workbook, its strings and styles, rows and columns, and cells of every generation."""
_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08


@dataclass(slots=True)
class Record:
    """One record at byte ``at`` of the stream. ``more``: the pieces in the CONTINUE records behind it."""

    at: int
    kind: int
    data: bytes
    more: list[bytes] = field(default_factory=list)

    @property
    def whole(self) -> bytes:
        """The content with everything that continues it."""
        return b"".join((self.data, *self.more)) if self.more else self.data


def records(stream: bytes) -> Iterator[Record]:
    """Yield the records of ``stream`` up to its end, or to where it is cut off."""
    at, last = 0, None
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + size]
        if kind == CONTINUE and last is not None:
            last.more.append(data)
        else:
            if last is not None:
                yield last
            last = Record(at, kind, data)
        at += 4 + size
    if last is not None:
        yield last


def essentials(stream: bytes) -> bytes:
    """Return the stream with every record renamed, in its place, that is not needed to read cells.

    xlrd gives up a whole workbook where any record is built in a way that it does not expect.
    """
    out = bytearray(stream)
    at, kept = 0, True
    while at + 4 <= len(out):
        kind, size = struct.unpack_from("<HH", out, at)
        kept = kept if kind == CONTINUE else kind in _NEEDED
        if not kept:
            out[at : at + 2] = _RENAMED
        at += 4 + size
    return bytes(out)


def string(data: bytes, at: int, *, wide_count: bool = True) -> tuple[str, int]:
    """Return the Unicode string whose length stands at ``at`` (in two bytes, or one), and where it ends.

    Raises:
        struct.error: there is none.

    """
    (count,) = struct.unpack_from("<H" if wide_count else "<B", data, at)
    return characters(data, at + (2 if wide_count else 1), count)


def characters(data: bytes, at: int, count: int) -> tuple[str, int]:
    """Return ``count`` characters behind the byte at ``at`` that says how wide they are, and where they end.

    Raises:
        struct.error: the byte is missing.

    """
    (flags,) = struct.unpack_from("<B", data, at)
    end = at + 1 + count * (2 if flags & _WIDE else 1)
    raw = data[at + 1 : end]
    return raw.decode("utf-16-le" if flags & _WIDE else "latin-1", "replace"), end


def words_in_formula(tokens: bytes) -> list[str]:
    """Return what could be text constants in the tokens of a formula (ptgStr: 0x17, length, width, characters).

    Tokens are not taken apart one by one, so that one of a kind that nobody knows hides nothing behind it.
    """
    found = []
    at = tokens.find(b"\x17")
    while 0 <= at < len(tokens) - 3:
        count, flags = tokens[at + 1], tokens[at + 2]
        end = at + 3 + count * (1 + (flags & _WIDE))
        if flags <= _WIDE and count and end <= len(tokens):
            text = characters(tokens, at + 2, count)[0]
            if text.replace("\0", "").isprintable():
                found.append(text)
                at = tokens.find(b"\x17", end)
                continue
        at = tokens.find(b"\x17", at + 1)
    return found


def shared_strings(record: Record) -> tuple[list[str], list[str]]:
    """Return the texts of the shared string table, and the furigana over them.

    A table that is damaged gives what comes before the damage.
    """
    reader = _Pieces([record.data, *record.more])
    texts: list[str] = []
    readings: list[str] = []
    try:
        _, count = struct.unpack("<II", reader.take(8))
        while len(texts) < count:
            (length,) = struct.unpack("<H", reader.take(2))
            flags = reader.take(1)[0]
            runs = struct.unpack("<H", reader.take(2))[0] if flags & _RICH else 0
            extra = struct.unpack("<I", reader.take(4))[0] if flags & _PHONETIC else 0
            texts.append(reader.text(length, flags))
            reader.take(4 * runs)
            reading = _reading(reader.take(extra)) if extra else ""
            if reading:
                readings.append(reading)
    except (struct.error, IndexError):
        pass
    return texts, readings


def _reading(extra: bytes) -> str:
    """Return the furigana of an ExtRst structure: reserved, size, font, count, then the characters."""
    try:
        (count,) = struct.unpack_from("<H", extra, 10)
    except struct.error:
        return ""
    return extra[14 : 14 + 2 * count].decode("utf-16-le", "replace").strip("\x00")


class _Pieces:
    """Reads on over the borders of CONTINUE records; characters that go on there bear their width anew."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece = self._at = 0

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes. Raises ``IndexError`` where there are fewer."""
        out = b""
        while len(out) < size:
            if self._at >= len(self._pieces[self._piece]):
                self._piece, self._at = self._piece + 1, 0
                continue
            got = self._pieces[self._piece][self._at : self._at + size - len(out)]
            self._at += len(got)
            out += got
        return out

    def text(self, count: int, flags: int) -> str:
        """Return the next ``count`` characters."""
        out = ""
        while len(out) < count:
            if self._at >= len(self._pieces[self._piece]):
                self._piece, self._at = self._piece + 1, 1
                flags = self._pieces[self._piece][0]
                continue
            width = 2 if flags & _WIDE else 1
            raw = self._pieces[self._piece][self._at : self._at + width * (count - len(out))]
            self._at += len(raw)
            out += raw.decode("utf-16-le", "replace") if width > 1 else raw.decode("latin-1")
        return out
