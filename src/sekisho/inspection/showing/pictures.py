"""Pictures of pages on their way to a browser: they come from a process that has opened a stranger's file.

Source: PNG (third edition), W3C.
"""

from __future__ import annotations

import struct
import zlib

MOST_PIXELS = 4_100_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FORMS = {(4, 0): 4, (8, 2): 24}
"""Bits of a pixel by depth and kind of colour: 16 greys, or red, green, blue."""
_HEAD, _TAIL = 33, 12


def is_sound(picture: object) -> bool:
    """Tell whether a PNG is of the plain kind that the drawing process makes, whole, and not larger than it may be.

    Whatever else a browser's decoder could be fed is turned away here.
    """
    if not isinstance(picture, bytes) or len(picture) < _HEAD + 2 * _TAIL or not picture.startswith(_SIGNATURE):
        return False
    wide, high, depth, colours, *rest = struct.unpack_from(">IIBBBBB", picture, 16)
    bits = _FORMS.get((depth, colours))
    body = len(picture) - _HEAD - 2 * _TAIL
    frames = ((8, b"IHDR", 13), (_HEAD, b"IDAT", body), (len(picture) - _TAIL, b"IEND", 0))
    if bits is None or any(rest) or not 0 < wide * high <= MOST_PIXELS:
        return False
    if not all(_is_chunk(picture, at, kind, length) for at, kind, length in frames):
        return False
    return _inflates_to(picture[_HEAD + 8 : _HEAD + 8 + body], high * (1 + (wide * bits + 7) // 8))


def _is_chunk(picture: bytes, at: int, kind: bytes, length: int) -> bool:
    told, name = struct.unpack_from(">I4s", picture, at)
    (check,) = struct.unpack_from(">I", picture, at + 8 + length)
    return bool(told == length and name == kind and check == zlib.crc32(picture[at + 4 : at + 8 + length]))


def _inflates_to(body: bytes, size: int) -> bool:
    inflater = zlib.decompressobj()
    try:
        return len(inflater.decompress(body, size + 1)) == size and inflater.eof and not inflater.unused_data
    except zlib.error:
        return False
