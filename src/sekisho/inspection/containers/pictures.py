"""Pictures: which bytes are one, and whether it is large enough to hold something that a person could read."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LARGE: Final = 300
"""Pixels in both directions. A logo is smaller, a list or a face that can be recognised is not."""
_PNG_HEAD: Final = 33
_LARGEST_PNG: Final = 200_000_000
"""Bytes of pixels up to which a picture is looked into."""
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
        frame = jpeg_frame(data) if kind == "jpeg" else None
    except struct.error:
        return None
    return (frame.width, frame.height) if frame else None


@dataclass(frozen=True, slots=True)
class JpegFrame:
    """What a JPEG says of itself: pixels, and how many channels of colour."""

    width: int
    height: int
    components: int


def jpeg_frame(data: bytes) -> JpegFrame | None:
    """Go from segment to segment up to the frame: the preview in an earlier segment has a frame of its own."""
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width, components = struct.unpack_from(">HHB", data, at + 5)
            return JpegFrame(width, height, components)
        if marker == 0xFF or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        (size,) = struct.unpack_from(">H", data, at + 2)
        at += 2 + size
    return None


def is_opaque(data: bytes) -> bool:
    """Tell whether a picture lets nothing through that lies below it; where that is not known, it is said not to.

    Source: PNG (third edition) 9.2 (filters): the filtered bytes of a channel that is 255 throughout are always the same.
    """
    kind = picture_kind(data)
    if kind != "png" or len(data) < _PNG_HEAD:
        return kind in {"jpeg", "bmp"}
    colours = data[25:26]
    if colours in {b"\x00", b"\x02", b"\x03"}:
        return b"tRNS" not in data[:4096]
    width, height, depth, interlaced = *struct.unpack_from(">II", data, 16), data[24], data[28]
    samples = {b"\x06": 4, b"\x04": 2}.get(colours, 0)
    row = 1 + width * samples
    if depth != 8 or interlaced or not samples or not width or row * height > _LARGEST_PNG:
        return False
    try:
        raw = zlib.decompressobj().decompress(png_data(data), row * height)
    except zlib.error:
        return False
    if len(raw) < row * height:
        return False
    import numpy as np  # late: most pictures are not looked into, and loading it takes longer than a small file

    rows = np.frombuffer(raw, dtype=np.uint8).reshape(height, row)
    return _is_full(rows[:, 0], rows[:, samples::samples])


def png_data(data: bytes) -> bytes:
    """Return the compressed pixels of a PNG, which may stand there in pieces."""
    pieces, at = [], 8
    while at + 8 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] == b"IDAT":
            pieces.append(data[at + 8 : at + 8 + size])
        at += 12 + size
    return b"".join(pieces)


def _is_full(filters: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> bool:
    """Tell whether the filtered bytes of the alpha channel are those of one that is 255 throughout."""
    import numpy as np

    expected = np.zeros_like(alpha)
    none, sub, up, average, paeth = (filters == number for number in range(5))
    expected[none] = 255
    expected[sub, 0] = 255
    expected[average, 0] = 128
    if up[0]:
        expected[0] = 255
    elif average[0]:
        expected[0], expected[0, 0] = 128, 255
    elif paeth[0]:
        expected[0, 0] = 255
    return bool(np.array_equal(alpha, expected))
