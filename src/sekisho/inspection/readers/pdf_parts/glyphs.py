"""Where each character of a page stands as the page is shown, and in which direction its text runs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.inspection.readers.pdf_parts.pdfium import PageText, PdfPage, page_box, page_turn
from sekisho.inspection.readers.pdf_parts.upright import VERTICAL, Marks, find_upright

Floats = NDArray[np.float64]
ASCENT, DESCENT = 0.88, 0.12
"""How far an em reaches above and below its baseline: the square of a Japanese character."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of a page that its content draws, spaces among them; arrays of one length.

    ``boxes`` are left, top, right, bottom in points as the page is shown, from its upper left corner, y downwards.
    ``owners`` is the text object of each, ``em`` its size, ``angle`` where its line runs, in degrees against the
    clock (0: to the right, 270: downwards), ``base`` a point of its baseline. ``width`` and ``height`` are the page's.
    """

    codes: NDArray[np.uint32]
    boxes: Floats
    owners: NDArray[np.uint64]
    em: Floats
    angle: NDArray[np.int64]
    upright: NDArray[np.bool_]
    base: Floats
    width: float
    height: float

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class View:
    """How the page's own coordinates become those of the page as shown: turned by quarters, y downwards."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height in points as shown."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (wide, high) if self.turn % 2 == 0 else (high, wide)

    def show(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return where points of the page are shown."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Return the page's own coordinates of a point as shown."""
        if self.turn == 0:
            return x + self.left, self.top - y
        if self.turn == 1:
            return y + self.left, x + self.bottom
        if self.turn == 2:
            return self.right - x, y + self.bottom
        return self.right - y, self.top - x

    def show_boxes(self, left: Floats, bottom: Floats, right: Floats, top: Floats) -> Floats:
        """Return boxes as shown: left, top, right, bottom of each, one row per box."""
        x, y = self.show(left, bottom)
        u, v = self.show(right, top)
        return np.stack([np.minimum(x, u), np.minimum(y, v), np.maximum(x, u), np.maximum(y, v)], axis=1)


def view_of(page: PdfPage) -> View:
    """Return how ``page`` is shown."""
    left, bottom, right, top = page_box(page)
    return View(left, bottom, right, top, page_turn(page))


def read_glyphs(text: PageText, view: View) -> Glyphs:
    """Return the characters of a page; those that PDFium makes up between words and lines are left out."""
    codes, boxes, owners = text.codes(), text.boxes().astype(np.float64), text.owners()
    drawn = (owners != 0) & ~((codes == 0x20) & (boxes[:, 2] <= boxes[:, 0]) & (boxes[:, 1] <= boxes[:, 3]))
    drawn &= (codes != 0x0D) & (codes != 0x0A)
    high = np.append(
        (codes[:-1] >= 0xD800) & (codes[:-1] < 0xDC00) & (codes[1:] >= 0xDC00) & (codes[1:] < 0xE000), False
    )
    codes = np.where(high, 0x10000 + ((codes & 0x3FF) << 10) + (np.roll(codes, -1) & 0x3FF), codes).astype(np.uint32)
    drawn &= ~np.roll(high, 1)
    numbers = np.flatnonzero(drawn)
    codes, owners = codes[numbers], owners[numbers]
    shown = view.show_boxes(boxes[numbers, 0], boxes[numbers, 3], boxes[numbers, 2], boxes[numbers, 1])
    _attach(codes, shown)
    wide, tall = view.size
    starts = np.flatnonzero(np.diff(owners, prepend=np.uint64(0))) if len(owners) else np.zeros(0, np.int64)
    frames = [text.frame(int(numbers[i])) for i in starts]
    lengths = np.diff(np.append(starts, len(owners)))
    angle = np.repeat(np.array([_direction(f, view.turn) for f in frames], dtype=np.int64), lengths)
    em = np.repeat(np.array([abs(f[6]) * math.hypot(f[2], f[3]) for f in frames], dtype=np.float64), lengths)
    x, y = view.show(np.array([f[4] for f in frames]), np.array([f[5] for f in frames]))
    base = np.repeat(np.stack([x, y], axis=1), lengths, axis=0) if frames else np.zeros((0, 2))
    upright = find_upright(Marks(codes, shown, em, angle, starts, lengths))
    return Glyphs(codes, shown, owners, em, np.where(upright, VERTICAL, angle), upright, base, wide, tall)


def _attach(codes: NDArray[np.uint32], boxes: Floats) -> None:
    """Put variation selectors and combining marks at the end of the character they belong to: they take no room."""
    marks = (
        ((codes >= 0xE0100) & (codes < 0xE01F0))
        | ((codes >= 0xFE00) & (codes < 0xFE10))
        | (codes == 0x3099)
        | (codes == 0x309A)
    )
    for i in np.flatnonzero(marks).tolist():
        boxes[i, 0] = boxes[i, 2] = boxes[max(i - 1, 0), 2]


def _direction(frame: tuple[float, ...], turn: int) -> int:
    angle = math.degrees(math.atan2(frame[1], frame[0])) - 90 * turn
    nearest = round(angle / 90) * 90
    return round(nearest if abs(angle - nearest) < 3 else angle) % 360


def reading_frame(glyphs: Glyphs, which: NDArray[np.int64], angle: int) -> Floats:
    """Return boxes of the characters ``which`` in the frame in which lines of ``angle`` run to the right.

    Columns: start and end along the line, top and bottom of the em across it.
    """
    along = math.cos(math.radians(angle)), -math.sin(math.radians(angle))
    across = -along[1], along[0]
    boxes, em = glyphs.boxes[which], glyphs.em[which]
    middle = np.stack([(boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2], axis=1)
    centre = middle @ np.array(along)
    lying = angle % 180 == 0
    extent = boxes[:, 2] - boxes[:, 0] if lying else boxes[:, 3] - boxes[:, 1]
    half = (extent if angle % 90 == 0 else em) / 2
    base = glyphs.base[which] @ np.array(across)
    level = middle @ np.array(across)
    upright = glyphs.upright[which]
    top = np.where(upright, level - em / 2, base - ASCENT * em)
    return np.stack([centre - half, centre + half, top, top + em], axis=1)
