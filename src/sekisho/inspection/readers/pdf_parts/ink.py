"""Which characters of a page a reader does not see: the page is drawn with its text and without.

A character whose place does not change has no ink. Then the objects say what hides it (``reasons``).
"""

import numpy as np
from numpy.typing import NDArray

from sekisho.inspection.readers.pdf_parts.drawing import (
    changed_share,
    compare,
    ink_boxes,
    sampled_share,
    scale_for,
    stand_ins,
)
from sekisho.inspection.readers.pdf_parts.glyphs import Floats, Glyphs, View
from sekisho.inspection.readers.pdf_parts.marks import Marks, inside, neutral, spread
from sekisho.inspection.readers.pdf_parts.objects import (
    Thing,
    clip_box,
    ink_of,
    set_active,
    texts_among,
    things_of,
    without_font,
)
from sekisho.inspection.readers.pdf_parts.pdfium import PdfPage
from sekisho.inspection.readers.pdf_parts.reasons import COVERED, LAYER, OFF_PAGE, SEEN, TINY, Labels, Scene, explain

TINIEST = 2.0
"""Letters below this size, in points, are none that anybody reads."""
SMALL = 6.0
"""Letters below this size are looked at twice as large."""
LEAST_INK, LEAST_SURE = 0.05, 0.02
SMALLEST_SCALE = 0.6
"""Below this many pixels per point the comparison says nothing."""
BLOCKS = np.array([0x2588, 0x25A0, 0x2B1B, 0x25AE, 0x2586, 0x2587], dtype=np.uint32)
"""Signs that are black boxes."""


def judge(
    page: PdfPage, glyphs: Glyphs, view: View, things: list[Thing], marks: Marks, layers: PdfPage | None
) -> Labels | None:
    """Return for each character by what it is hidden, as a position in ``HIDINGS``; None where the page is too large.

    ``layers``: the same page in a copy in which no layer is switched off.
    """
    labels = np.zeros(len(glyphs), dtype=np.int8)
    if not len(glyphs):
        return labels
    scale = scale_for(glyphs, 1.0 if np.quantile(glyphs.em, 0.05) >= SMALL else 2.0)
    if scale < SMALLEST_SCALE:
        return None
    quiet = neutral(glyphs.codes)
    _by_place(glyphs, labels, quiet)
    texts = texts_among(things)
    borrowed = without_font(texts)
    shown = texts
    if borrowed:
        set_active(borrowed, active=False)
        away = {thing.address for thing in borrowed}
        shown = [thing for thing in texts if thing.address not in away]
        shown += stand_ins(page, glyphs, view, [(t, ink) for t in borrowed if (ink := ink_of(t)).visible])
    boxes = ink_boxes(glyphs)
    clipped = _clipped(glyphs, view, borrowed)
    doubtful = (labels == SEEN) & ~quiet
    doubtful &= (sampled_share(compare(page, shown, scale, colour=False), boxes) < LEAST_INK) | clipped
    if doubtful.any():
        sharp = compare(page, shown, scale_for(glyphs, 2.0 * max(scale, 1.0)), colour=True)
        share = np.where(clipped, 0.0, changed_share(sharp, boxes))
        doubtful &= (share < LEAST_SURE) & (_in_company(doubtful, quiet) | (share == 0))
        which = np.flatnonzero(doubtful)
        labels[which] = explain(Scene(glyphs, view, things, marks, sharp), which)
        if layers is not None:
            labels[which[_shows(layers, sharp.scale, boxes)[which]]] = LAYER
    _by_marks(glyphs, labels, marks, quiet)
    return spread(glyphs.owners, labels, quiet)


def _by_place(glyphs: Glyphs, labels: Labels, quiet: NDArray[np.bool_]) -> None:
    x, y = _middles(glyphs)
    labels[~quiet & ((x < 0) | (y < 0) | (x > glyphs.width) | (y > glyphs.height))] = OFF_PAGE
    labels[~quiet & (labels == SEEN) & (glyphs.em < TINIEST)] = TINY


def _middles(glyphs: Glyphs) -> tuple[Floats, Floats]:
    return (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2


def _clipped(glyphs: Glyphs, view: View, borrowed: list[Thing]) -> NDArray[np.bool_]:
    """Tell which characters of fonts that the file does not bring along stand outside of their clipping path."""
    away = np.zeros(len(glyphs), dtype=np.bool_)
    x, y = _middles(glyphs)
    for thing in borrowed:
        box = clip_box(thing)
        if box is not None and not thing.nested:
            left, bottom, right, top = (np.array([value]) for value in box)
            away |= (glyphs.owners == thing.address) & ~inside(x, y, view.show_boxes(left, bottom, right, top))
    return away


def _in_company(doubtful: NDArray[np.bool_], quiet: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which doubtful characters have another one right beside them: one alone may be a pale letter."""
    solid = np.flatnonzero(~quiet)
    state = np.concatenate([[False], doubtful[solid], [False]])
    result = np.zeros(len(doubtful), dtype=np.bool_)
    result[solid] = state[1:-1] & (state[:-2] | state[2:])
    return result


def _shows(page: PdfPage, scale: float, boxes: Floats) -> NDArray[np.bool_]:
    return np.asarray(
        changed_share(compare(page, texts_among(things_of(page)), scale, colour=True), boxes) >= LEAST_SURE
    )


def _by_marks(glyphs: Glyphs, labels: Labels, marks: Marks, quiet: NDArray[np.bool_]) -> None:
    """Mark what a redaction that was not carried out, or a sign that is a black box, lies on."""
    x, y = _middles(glyphs)
    labels[inside(x, y, marks.redact) & ~quiet & (labels == SEEN)] = COVERED
    blocks = np.flatnonzero(np.isin(glyphs.codes, BLOCKS))
    if 0 < len(blocks) < 2000:
        others = ~np.isin(glyphs.codes, BLOCKS) & ~quiet & (labels == SEEN)
        labels[inside(x, y, glyphs.boxes[blocks]) & others] = COVERED
