"""Characters without ink -> what hides each: a box, a picture, the paper's colour, or nothing that can be named."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.inspection.model import Hiding
from sekisho.inspection.readers.pdf_parts.drawing import Drawing, cut_out
from sekisho.inspection.readers.pdf_parts.glyphs import Floats, Glyphs, View
from sekisho.inspection.readers.pdf_parts.marks import Marks, inside
from sekisho.inspection.readers.pdf_parts.objects import Ink, Thing, bounds, covers, ink_of
from sekisho.inspection.readers.pdf_parts.pdfium import IMAGE

HIDINGS = (
    Hiding.SEEN, Hiding.OFF_PAGE, Hiding.TINY_FONT, Hiding.LAYER_OFF, Hiding.COVERED, Hiding.OCR, Hiding.NO_INK,
)  # fmt: skip
SEEN, OFF_PAGE, TINY, LAYER, COVERED, OCR, NO_INK = range(7)
Labels = NDArray[np.int8]

SCAN = 0.7
"""A picture over this share of the page is a scan: text below it is what was recognised in it."""
FLAT = 14.0
"""Up to this standard deviation of its grey values a place of a picture shows nothing."""
DARK = 110.0
"""Grey values below this are those of a black box."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A page with all that may explain why a character has no ink."""

    glyphs: Glyphs
    view: View
    things: list[Thing]
    marks: Marks
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Pile:
    """What can hide text: boxes as shown, heights in the pile; which are pictures, and which of these are scans."""

    boxes: Floats
    heights: NDArray[np.int64]
    pictures: NDArray[np.bool_]
    scans: NDArray[np.bool_]


def pile_of(things: list[Thing], view: View) -> Pile:
    """Return the objects of a page that can hide what lies below them."""
    heights = [height for height, thing in enumerate(things) if covers(thing)]
    pictures = np.array([things[height].kind == IMAGE for height in heights], dtype=np.bool_)
    if not heights:
        return Pile(np.zeros((0, 4)), np.zeros(0, np.int64), pictures, pictures)
    left, bottom, right, top = np.array([bounds(things[height]) for height in heights], dtype=np.float64).T
    boxes = view.show_boxes(left, bottom, right, top)
    wide, high = view.size
    shown = np.clip(boxes, 0, [wide, high, wide, high])
    share = (shown[:, 2] - shown[:, 0]) * (shown[:, 3] - shown[:, 1]) / max(wide * high, 1.0)
    return Pile(boxes, np.array(heights, dtype=np.int64), pictures, pictures & (share >= SCAN))


def explain(scene: Scene, which: NDArray[np.int64]) -> Labels:
    """Return for each of the characters ``which``, none of them with ink, by what it is hidden."""
    glyphs = scene.glyphs
    pile = pile_of(scene.things, scene.view)
    places = {thing.address: height for height, thing in enumerate(scene.things)}
    result = np.full(len(which), NO_INK, dtype=np.int8)
    owners = glyphs.owners[which]
    for owner in np.unique(owners).tolist():
        members = np.flatnonzero(owners == owner)
        height = places.get(owner, -1)
        ink = ink_of(scene.things[height]) if height >= 0 else Ink(visible=True, colour=None)
        result[members] = _of_object(scene, pile, which[members], ink, height)
    return result


def _of_object(scene: Scene, pile: Pile, which: NDArray[np.int64], ink: Ink, height: int) -> Labels:
    boxes = scene.glyphs.boxes[which]
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    on_picture = inside(x, y, pile.boxes[pile.pictures])
    drawn = np.array([_like_letters(scene.drawing, box) for box in boxes]) if on_picture.any() else on_picture
    recognised = on_picture & drawn
    recognised |= on_picture & (recognised.mean() >= 0.5 or (len(which) <= 2 and bool(pile.scans.any())))
    if not ink.visible:
        return np.where(recognised, OCR, NO_INK).astype(np.int8)
    above = pile.heights > height
    under_scan = inside(x, y, pile.boxes[above & pile.scans]) & recognised
    covered = inside(x, y, pile.boxes[above]) | inside(x, y, scene.marks.over)
    pale = ink.colour is not None and _grey(ink.colour) > 255 - DARK
    black = np.array([not pale and _greys(cut_out(scene.drawing, box)).mean() < DARK for box in boxes])
    return np.where(under_scan, OCR, np.where(covered | black, COVERED, NO_INK)).astype(np.int8)


def _like_letters(drawing: Drawing, box: Floats) -> bool:
    """Tell whether the page shows something in and right around ``box``: an even place shows nothing."""
    edge = 0.3 * (box[3] - box[1])
    return bool(_greys(cut_out(drawing, box + np.array([-edge, -edge, edge, edge]))).std() > FLAT)


def _greys(pixels: NDArray[np.uint8]) -> Floats:
    values = pixels.astype(np.float64)
    return np.asarray(values @ np.array([0.11, 0.59, 0.3]) if values.ndim == 3 else values)


def _grey(colour: tuple[int, int, int, int]) -> float:
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
