"""Parts that are not XML: pictures, printer settings, macros, and files inside the file."""

import re
import struct

_UTF16 = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x30-\x9f]|[\x01-\xef]\xff){6,}")
_BYTES = re.compile(rb"(?:[\x20-\x7e\xa1-\xdf]|[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]){6,}")
_WORD = re.compile(r"\w{2,}")
LARGE = 300
"""Pixels in both directions from which a picture can hold a list that a person could read."""

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xd7\xcd\xc6\x9a", "wmf"),
    (b"\x01\x00\x09\x00\x00\x03", "wmf"),
    (b"RIFF", "webp"),
)


def picture_kind(data: bytes) -> str:
    """Return which kind of picture the bytes are, empty where they are none."""
    if data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF":
        return "emf"
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), "")
    return kind if kind != "webp" or data[8:12] == b"WEBP" else ""


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a picture in pixels by its header, None where the header does not say."""
    kind = picture_kind(data)
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
        return _jpeg_size(data) if kind == "jpeg" else None
    except struct.error:
        return None


def is_large(data: bytes) -> bool:
    """Tell whether a picture is large enough to hold something to read; one that does not say its size is, by bytes."""
    size = picture_size(data)
    return min(size) >= LARGE if size else len(data) > 30_000


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        (size,) = struct.unpack_from(">H", data, at + 2)
        at += 2 + size
    return None


def readable(data: bytes) -> list[str]:
    """Return the runs of six and more characters that can be read in ``data`` as UTF-16 or CP932, each once."""
    found: dict[str, None] = {}
    for run in _UTF16.findall(data):
        _keep(run.decode("utf-16-le", "replace"), found)
    for run in _BYTES.findall(data):
        _keep(run.decode("cp932", "replace"), found)
    return list(found)


def _keep(text: str, found: dict[str, None]) -> None:
    text = text.strip()
    if _WORD.search(text) and "\ufffd" not in text:
        found.setdefault(text)
