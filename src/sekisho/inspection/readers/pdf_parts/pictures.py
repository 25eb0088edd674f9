"""The pages of a PDF as pictures for a person's eye: as PDFium draws them, with their annotations.

Source: PNG (third edition), W3C.
"""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sekisho.inspection.readers.pdf_parts.pdfium import PdfiumError, PdfPage, draw, open_document, opened_page

SCALE = 2.0
"""Pixels per point: 144 dpi, so that a furigana of 4 points can be read."""
PIXELS = 4_000_000
"""Of a page, however large its paper: A3 in full."""
_GREY = 12
"""Up to this difference between its channels a page has no colour that anybody sees."""
_LEVEL = 4


def draw_pages(data: bytes, most: int) -> Iterator[bytes]:
    """Yield each page as a PNG; empty where it cannot be drawn, or where those before have come to ``most`` bytes.

    Raises:
        PdfiumError: the file cannot be opened.

    """
    document = open_document(data)
    try:
        for number in range(len(document)):
            picture = b""
            if most > 0:
                try:
                    with opened_page(document, number) as page:
                        picture = png_of(_pixels(page))
                except (PdfiumError, MemoryError, ValueError):
                    picture = b""
            most -= len(picture)
            yield picture
    finally:
        document.close()


def _pixels(page: PdfPage) -> NDArray[np.uint8]:
    width, height = page.get_size()
    return draw(page, min(SCALE, (PIXELS / max(width * height, 1.0)) ** 0.5), colour=True)


def png_of(pixels: NDArray[np.uint8]) -> bytes:
    """Return blue, green, red pixels as a PNG: 16 greys where the page has no colour, which is a quarter of the size."""
    high, wide = pixels.shape[:2]
    apart = pixels.max(axis=2) - pixels.min(axis=2)
    if apart.size == 0 or int(apart.max()) <= _GREY:
        depth, colours, lines = 4, 0, _nibbles(pixels[:, :, 1])
    else:
        depth, colours, lines = 8, 2, np.ascontiguousarray(pixels[:, :, ::-1]).reshape(high, 3 * wide)
    filtered = np.zeros((high, 1 + lines.shape[1]), dtype=np.uint8)
    filtered[:, 1:] = lines
    head = struct.pack(">IIBBBBB", wide, high, depth, colours, 0, 0, 0)
    body = zlib.compress(filtered.tobytes(), _LEVEL)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _nibbles(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return 16 greys, two pixels in a byte."""
    high, wide = grey.shape
    even = np.zeros((high, wide + wide % 2), dtype=np.uint8)
    even[:, :wide] = (grey.astype(np.uint16) * 15 + 127) // 255
    return np.asarray((even[:, ::2] << 4) | even[:, 1::2], dtype=np.uint8)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
