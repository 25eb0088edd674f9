"""Pictures: which bytes are one, and whether it is large enough to hold something that a person could read."""

import re
import struct
from typing import Final

_LARGE: Final = 300
"""Pixels in both directions. A logo is smaller, a list or a face that can be recognised is not."""
_LARGE_BYTES: Final = 30_000
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xd7\xcd\xc6\x9a", "wmf"),
    (b"\x01\x00\x09\x00\x00\x03", "wmf"),
)
_JPEG_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(..)(..)[\x01-\x04]", re.DOTALL)


def picture_kind(data: bytes) -> str:
    """Return which kind of picture the bytes are, empty where they are none (SVG is XML, and read as such)."""
    if data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF":
        return "emf"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "heif"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def is_large(data: bytes) -> bool:
    """Tell whether a picture has 300 pixels in both directions; one that does not say its size is judged by its bytes."""
    size = _size(data, picture_kind(data))
    return min(size) >= _LARGE if size else len(data) > _LARGE_BYTES


def _size(data: bytes, kind: str) -> tuple[int, int] | None:
    try:
        if kind == "png":
            return struct.unpack_from(">II", data, 16)
        if kind == "gif":
            return struct.unpack_from("<HH", data, 6)
        if kind == "bmp":
            width, height = struct.unpack_from("<ii", data, 18)
            return abs(width), abs(height)
        if kind == "emf":
            left, top, right, bottom = struct.unpack_from("<iiii", data, 8)
            return abs(right - left), abs(bottom - top)
    except struct.error:
        return None
    frame = _JPEG_FRAME.search(data) if kind == "jpeg" else None
    return (int.from_bytes(frame.group(2)), int.from_bytes(frame.group(1))) if frame else None
