"""Two drawings of a page, with its text and without: where they differ, text is to be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw

from sekisho.inspection.readers.pdf_parts.glyphs import ASCENT, Floats, Glyphs, View
from sekisho.inspection.readers.pdf_parts.objects import UNIT, Colour, Handle, Ink, Thing, set_active
from sekisho.inspection.readers.pdf_parts.pdfium import PdfPage, draw

PIXELS = 12_000_000
"""No drawing is larger."""
FAINT = 8
"""A pixel that changes by less (of 255) shows nothing."""
SAMPLES = (8, 4)
"""How many pixels of a character are looked at first: down and across."""
BLACK: Colour = (0, 0, 0, 255)


@dataclass(frozen=True, slots=True)
class Drawing:
    """``changed``: the pixels that show text. ``bare``: the page without its text."""

    changed: NDArray[np.bool_]
    bare: NDArray[np.uint8]
    scale: float


def scale_for(glyphs: Glyphs, wanted: float) -> float:
    """Return pixels per point: ``wanted``, less where the page is huge."""
    return float(min(wanted, (PIXELS / max(glyphs.width * glyphs.height, 1.0)) ** 0.5))


def compare(page: PdfPage, texts: list[Thing], scale: float, *, colour: bool) -> Drawing:
    """Draw the page with ``texts`` and without them; afterwards they stay switched off."""
    set_active(texts, active=True)
    full = draw(page, scale, colour=colour)
    set_active(texts, active=False)
    bare = draw(page, scale, colour=colour)
    apart = np.maximum(full, bare) - np.minimum(full, bare)
    return Drawing(np.asarray((apart.max(axis=2) if colour else apart) > FAINT), bare, scale)


def ink_boxes(glyphs: Glyphs) -> Floats:
    """Return the inner part of each character's box: what a neighbour or the next line prints does not reach it."""
    boxes = glyphs.boxes.copy()
    level = (glyphs.angle == 0) & (glyphs.em > 0)
    base, em = glyphs.base[:, 1], glyphs.em
    boxes[:, 1] = np.where(level, np.maximum(boxes[:, 1], base - ASCENT * em), boxes[:, 1])
    boxes[:, 3] = np.where(level, np.minimum(boxes[:, 3], base + 0.05 * em), boxes[:, 3])
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    edge = np.stack([0.08 * wide, 0.06 * high, -0.08 * wide, -0.06 * high], axis=1)
    return np.asarray(boxes + edge)


def changed_share(drawing: Drawing, boxes: Floats) -> Floats:
    """Return which share of the pixels of each box changed."""
    high, wide = drawing.changed.shape
    sums = np.zeros((high + 1, wide + 1), dtype=np.int32)
    np.cumsum(drawing.changed, axis=0, dtype=np.int32, out=sums[1:, 1:])
    np.cumsum(sums[1:, 1:], axis=1, out=sums[1:, 1:])
    scaled = np.nan_to_num(boxes * drawing.scale)
    left = np.clip(np.floor(scaled[:, 0]), 0, wide - 1).astype(np.int64)
    top = np.clip(np.floor(scaled[:, 1]), 0, high - 1).astype(np.int64)
    right = np.maximum(np.clip(np.ceil(scaled[:, 2]), 1, wide).astype(np.int64), left + 1)
    bottom = np.maximum(np.clip(np.ceil(scaled[:, 3]), 1, high).astype(np.int64), top + 1)
    count = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.asarray(count / ((right - left) * (bottom - top)))


def sampled_share(drawing: Drawing, boxes: Floats) -> Floats:
    """Return about which share of each box changed, from a few of its pixels: quick, and the doubtful are looked at again."""
    high, wide = drawing.changed.shape
    scaled = np.clip(np.nan_to_num(boxes * drawing.scale), -1e6, 1e6).astype(np.float32)
    rows = (np.arange(SAMPLES[0], dtype=np.float32) + 0.5) / SAMPLES[0]
    columns = (np.arange(SAMPLES[1], dtype=np.float32) + 0.5) / SAMPLES[1]
    y = (scaled[:, 1, None] + (scaled[:, 3] - scaled[:, 1])[:, None] * rows).astype(np.int32).clip(0, high - 1)
    x = (scaled[:, 0, None] + (scaled[:, 2] - scaled[:, 0])[:, None] * columns).astype(np.int32).clip(0, wide - 1)
    hit = drawing.changed.ravel().take(y[:, :, None] * np.int32(wide) + x[:, None, :])
    return np.asarray(hit.mean(axis=(1, 2)))


def cut_out(drawing: Drawing, box: Floats) -> NDArray[np.uint8]:
    """Return the pixels of the page without its text in ``box``."""
    high, wide = drawing.bare.shape[:2]
    left, top, right, bottom = (np.nan_to_num(box) * drawing.scale).tolist()
    x = int(min(max(left, 0), wide - 1))
    y = int(min(max(top, 0), high - 1))
    return drawing.bare[y : max(int(min(bottom, high)), y + 1), x : max(int(min(right, wide)), x + 1)]


def stand_ins(page: PdfPage, glyphs: Glyphs, view: View, texts: Sequence[tuple[Thing, Ink]]) -> list[Thing]:
    """Put rectangles where ``texts`` stand, in their colour and at their height in the pile; return these.

    Their fonts are not in the file: whether this machine can draw them must not decide what a reader sees.
    """
    placed: list[tuple[int, Handle]] = []
    for thing, ink in texts:
        words = _words(glyphs, np.flatnonzero(glyphs.owners == thing.address))
        placed += [(thing.top, _rectangle(view, box, ink.colour or BLACK)) for box in words]
    made = []
    for top, handle in sorted(placed, key=lambda item: -item[0]):
        raw.FPDFPage_InsertObjectAtIndex(page.raw, handle, top + 1)
        made.append(Thing(0, UNIT, handle, top, nested=False))
    return made


def _words(glyphs: Glyphs, which: NDArray[np.int64]) -> list[Floats]:
    boxes = glyphs.boxes[which]
    if not len(boxes):
        return []
    far = 0.4 * glyphs.em[which][1:]
    apart = np.maximum(
        np.maximum(boxes[1:, 0] - boxes[:-1, 2], boxes[:-1, 0] - boxes[1:, 2]),
        np.maximum(boxes[1:, 1] - boxes[:-1, 3], boxes[:-1, 1] - boxes[1:, 3]),
    )
    starts = np.append(0, np.flatnonzero(apart > far) + 1)
    low, high = np.minimum.reduceat(boxes, starts), np.maximum.reduceat(boxes, starts)
    return [np.array([a[0], a[1], b[2], b[3]]) for a, b in zip(low, high, strict=True)]


def _rectangle(view: View, box: Floats, colour: Colour) -> Handle:
    x, y = view.back(float(box[0]), float(box[1]))
    u, v = view.back(float(box[2]), float(box[3]))
    handle: Handle = raw.FPDFPageObj_CreateNewRect(min(x, u), min(y, v), abs(u - x), abs(v - y))
    raw.FPDFPageObj_SetFillColor(handle, *colour)
    raw.FPDFPath_SetDrawMode(handle, raw.FPDF_FILLMODE_ALTERNATE, 0)
    return handle
