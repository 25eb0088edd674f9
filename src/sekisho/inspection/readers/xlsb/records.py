"""Records of binary parts, and the strings in them.

Source: MS-XLSB 2.1.4 (records), 2.5.122 (RichStr), 2.5.168 (XLWideString), 2.5.166 (XLNullableWideString).
"""

import struct
from collections.abc import Iterator
from typing import Final

_NOTHING: Final = 0xFFFFFFFF
_LONGEST: Final = 32_767
_RICH, _PHONETIC = 1, 2


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record, up to the end or to where the part is cut off."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end and shift < 28:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def string(data: bytes, at: int = 0) -> tuple[str, int]:
    """Return the string at ``at``, empty where it is null, and where it ends.

    Raises:
        struct.error: there is none, or it is cut short.

    """
    (count,) = struct.unpack_from("<I", data, at)
    if count == _NOTHING:
        return "", at + 4
    end = at + 4 + 2 * count
    if end > len(data):
        raise struct.error
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def rich_string(data: bytes, at: int = 0) -> tuple[str, str]:
    """Return text and furigana of a rich string. Raises ``struct.error`` as ``string`` does."""
    (flags,) = struct.unpack_from("<B", data, at)
    text, at = string(data, at + 1)
    if not flags & _PHONETIC:
        return text, ""
    if flags & _RICH:
        (runs,) = struct.unpack_from("<I", data, at)
        at += 4 + 4 * runs
    return text, string(data, at)[0]


def strings_in(data: bytes) -> list[str]:
    """Return everything in a record that could be a string: a length, and as many printable characters behind it."""
    found = []
    at = 0
    while at + 6 <= len(data):
        (count,) = struct.unpack_from("<I", data, at)
        if 0 < count <= _LONGEST and at + 4 + 2 * count <= len(data):
            text, end = string(data, at)
            if text.isprintable() and any(char.isalnum() for char in text):
                found.append(text)
                at = end
                continue
        at += 1
    return found


def words_in_formula(tokens: bytes) -> list[str]:
    """Return what could be text constants in the tokens of a formula (PtgStr: 0x17, length, characters)."""
    found = []
    at = tokens.find(b"\x17")
    while 0 <= at < len(tokens) - 4:
        (count,) = struct.unpack_from("<H", tokens, at + 1)
        end = at + 3 + 2 * count
        text = tokens[at + 3 : end].decode("utf-16-le", "replace")
        if 0 < count <= 255 and end <= len(tokens) and text.replace("\0", "").isprintable():
            found.append(text)
            at = tokens.find(b"\x17", end)
        else:
            at = tokens.find(b"\x17", at + 1)
    return found
