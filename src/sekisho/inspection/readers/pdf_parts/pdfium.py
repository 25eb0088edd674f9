"""PDFium with types: the few calls that the reader needs, and none of them from a thread.

The calls made once per character get plain integers for their pointers: that halves their cost.
"""

import ctypes
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import PdfDocument, PdfiumError, PdfPage, PdfTextPage, raw

__all__ = ["PageText", "PdfDocument", "PdfPage", "PdfiumError"]

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
INVISIBLE, CLIP_ONLY = 3, 7
ANNOTATIONS = raw.FPDF_ANNOT

_Pointer = ctypes.c_void_p
STEP = 5
"""Every so many characters one is asked for its object: those between two of one object belong to it."""


def _plain(function: Callable[..., Any], result: type[Any], *arguments: type[Any]) -> Callable[..., Any]:
    address = ctypes.cast(function, _Pointer).value or 0  # type: ignore[arg-type]  # ctypes takes its functions too
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_loose_box = _plain(raw.FPDFText_GetLooseCharBox, ctypes.c_int, _Pointer, ctypes.c_int, _Pointer)
_text_object = _plain(raw.FPDFText_GetTextObject, _Pointer, _Pointer, ctypes.c_int)
_unicode = _plain(raw.FPDFText_GetUnicode, ctypes.c_uint, _Pointer, ctypes.c_int)
_matrix = _plain(raw.FPDFText_GetMatrix, ctypes.c_int, _Pointer, ctypes.c_int, _Pointer)
_size = _plain(raw.FPDFText_GetFontSize, ctypes.c_double, _Pointer, ctypes.c_int)


def open_document(data: bytes) -> PdfDocument:
    """Open a PDF.

    Raises:
        PdfiumError: PDFium refuses it.

    """
    return PdfDocument(data)


@contextmanager
def opened_page(document: PdfDocument, index: int) -> Iterator[PdfPage]:
    """Load page ``index`` (from 0), and give its memory back afterwards.

    Raises:
        PdfiumError: the page cannot be loaded.

    """
    page = document[index]
    try:
        yield page
    finally:
        page.close()


@contextmanager
def text_of(page: PdfPage) -> Iterator["PageText"]:
    """Read the characters of a page, and give their memory back afterwards."""
    textpage = page.get_textpage()
    try:
        yield PageText(textpage)
    finally:
        textpage.close()


def page_box(page: PdfPage) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of what of the page is shown, in the page's own coordinates."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page.raw, box)
    return box.left, box.bottom, box.right, box.top


def page_turn(page: PdfPage) -> int:
    """Return by how many quarters the page is turned clockwise when shown."""
    return int(raw.FPDFPage_GetRotation(page.raw)) % 4


class PageText:
    """The characters of one page, by their number."""

    def __init__(self, textpage: PdfTextPage) -> None:
        self._raw = ctypes.cast(textpage.raw, _Pointer).value
        self._text = textpage.raw
        self.count = max(0, int(raw.FPDFText_CountChars(textpage.raw)))

    def codes(self) -> NDArray[np.uint32]:
        """Return the UTF-16 unit of each character (a code point beyond it is two characters); 0 where the font gives none."""
        units = (ctypes.c_ushort * (2 * self.count + 2))()
        length = int(raw.FPDFText_GetText(self._text, 0, self.count, units)) - 1
        if length == self.count:
            return np.asarray(np.frombuffer(bytes(units), dtype=np.uint16, count=length).astype(np.uint32))
        numbers = map(_unicode, repeat(self._raw), range(self.count))
        return np.fromiter(numbers, dtype=np.uint32, count=self.count)

    def boxes(self) -> NDArray[np.float32]:
        """Return left, top, right, bottom of each character's advance box, in the page's own coordinates."""
        boxes = np.zeros((self.count, 4), dtype=np.float32)
        start, page, call = boxes.ctypes.data, self._raw, _loose_box
        deque(map(call, repeat(page), range(self.count), range(start, start + 16 * self.count, 16)), maxlen=0)
        return boxes

    def owners(self) -> NDArray[np.uint64]:
        """Return for each character the address of its text object; 0 where PDFium made the character up.

        The characters of one object stand together, so few of them are asked.
        """
        count, page, call = self.count, self._raw, _text_object
        marks = np.unique(np.append(np.arange(0, count, STEP), max(count - 1, 0))) if count else np.zeros(0, np.int64)
        known = _addresses(map(call, repeat(page), marks.tolist()), len(marks))
        owners = np.zeros(count, dtype=np.uint64)
        owners[marks] = known
        for offset in range(1, STEP):
            between = marks[:-1] + offset
            inside = between < marks[1:]
            same = inside & (known[:-1] == known[1:]) & (known[:-1] != 0)
            owners[between[same]] = known[:-1][same]
            asked = between[inside & ~same]
            owners[asked] = _addresses(map(call, repeat(page), asked.tolist()), len(asked))
        return owners

    def frame(self, index: int) -> tuple[float, float, float, float, float, float, float]:
        """Return the text matrix (a … f) and font size of the object of character ``index``."""
        matrix = raw.FS_MATRIX()
        _matrix(self._raw, index, ctypes.addressof(matrix))
        size = float(_size(self._raw, index))
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f, size


def _addresses(values: Iterator[int | None], count: int) -> NDArray[np.uint64]:
    return np.fromiter((value or 0 for value in values), dtype=np.uint64, count=count)


def draw(page: PdfPage, scale: float, *, colour: bool = False) -> NDArray[np.uint8]:
    """Draw a page with its annotations: an array of height by width grey values, or by 3 for blue, green, red."""
    bitmap = page.render(
        scale=scale,
        grayscale=not colour,
        may_draw_forms=False,
        draw_annots=True,
        optimize_mode=None,
        fill_color=(255, 255, 255, 255),
    )
    try:
        pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    if colour:
        return pixels[:, :, :3]
    return pixels.reshape(pixels.shape[0], pixels.shape[1])
