"""What of a page nobody but the eye can read: fonts without meaning, pictures, outlines."""

import ctypes

import numpy as np
from pypdfium2 import raw

from sekisho.inspection.model import Part, Place, Unread
from sekisho.inspection.readers.pdf_parts.glyphs import Floats, Glyphs, View
from sekisho.inspection.readers.pdf_parts.marks import inside
from sekisho.inspection.readers.pdf_parts.objects import Thing, bounds, font_name, texts_among
from sekisho.inspection.readers.pdf_parts.pdfium import IMAGE, PATH
from sekisho.inspection.readers.pdf_parts.reasons import OCR, SEEN, Labels
from sekisho.words import Sentence, say

SYMBOLS = ("wingdings", "webdings", "symbol", "dingbats", "marlett", "mtextra", "emoji", "icon", "awesome")
"""Fonts whose characters are pictures by intention; their codes are private ones."""
FEW = 20
"""A page with fewer letters than this is a picture with a note on it."""
OUTLINES, CURVES = 40, 400
"""From so many filled paths, or so many points in them, a page without text may be text turned into outlines."""
GRID = 80


def unread_fonts(glyphs: Glyphs, things: list[Thing], number: int, bad_fonts: frozenset[str]) -> tuple[Unread, ...]:
    """Return the page as unread where the codes of a font's characters mean nothing: no letter can be known."""
    if not len(glyphs):
        return ()
    codes = glyphs.codes
    strange = (
        (codes == 0) | (codes == 0xFFFD) | ((codes >= 0xE000) & (codes < 0xF900)) | (codes < 0x20) | (codes >= 0xF0000)
    )
    strange |= (codes >= 0x7F) & (codes < 0xA0)
    strange &= (codes != 9) & (codes != 2)
    if not strange.any() and not bad_fonts:
        return ()
    names = {thing.address: font_name(raw.FPDFTextObj_GetFont(thing.handle)) for thing in texts_among(things)}
    owners, where = np.unique(glyphs.owners, return_inverse=True)
    fonts = [names.get(owner, "") for owner in owners.tolist()]
    for font in sorted(set(fonts)):
        if any(word in font.lower() for word in SYMBOLS):
            continue
        used = np.isin(where, [i for i, name in enumerate(fonts) if name == font])
        solid = used & (codes != 0x20) & (codes != 0x3000)
        lost = int((strange & used).sum())
        if (lost >= 5 and lost > 0.3 * solid.sum()) or (font in bad_fonts and solid.sum() >= 2):
            return (
                _unread(
                    number, say("文字コードの分からないフォントが使われていて、文字を読み取れません。"), asks=False
                ),
            )
    return ()


def unread_pictures(glyphs: Glyphs, labels: Labels, things: list[Thing], view: View, number: int) -> tuple[Unread, ...]:
    """Return the page as unread where it is mostly a picture, or drawn in outlines, and its text says little."""
    words = (glyphs.codes > 0x20) & (glyphs.codes != 0x3000)
    shown = words & ((labels == SEEN) | (labels == OCR))
    boxes = _image_boxes(things, view)
    share, over = _share(boxes, view), 0
    if len(boxes):
        x, y = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
        over = int((inside(x, y, boxes) & shown).sum())
    count = int(shown.sum())
    picture = share > 0.2 if count < FEW else share > 0.6 and over < 5 * FEW
    if picture:
        return (_unread(number, say("画像のページです。文字を読み取れないので、目で確かめてください。"), asks=True),)
    if count < FEW and _outlined(things):
        return (
            _unread(number, say("図形だけのページです。文字を読み取れないので、目で確かめてください。"), asks=True),
        )
    return ()


def _unread(number: int, why: Sentence, *, asks: bool) -> Unread:
    return Unread(f"page {number}", why, Place(Part.PAGE, page=number), asks)


def _image_boxes(things: list[Thing], view: View) -> Floats:
    boxes = [bounds(thing) for thing in things if thing.kind == IMAGE]
    if not boxes:
        return np.zeros((0, 4))
    left, bottom, right, top = np.array(boxes, dtype=np.float64).T
    return view.show_boxes(left, bottom, right, top)


def _share(boxes: Floats, view: View) -> float:
    """Return which share of the page the boxes cover together, on a coarse grid."""
    grid = np.zeros((GRID, GRID), dtype=np.bool_)
    wide, high = view.size
    for left, top, right, bottom in (np.nan_to_num(boxes) / np.array([wide, high, wide, high]) * GRID).tolist():
        x, y = round(min(max(left, 0), GRID)), round(min(max(top, 0), GRID))
        grid[y : round(min(max(bottom, 0), GRID)), x : round(min(max(right, 0), GRID))] = True
    return float(grid.mean())


def _outlined(things: list[Thing]) -> bool:
    filled = points = 0
    for thing in things:
        if thing.kind == PATH:
            mode, stroked = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(thing.handle, mode, stroked)
            segments = int(raw.FPDFPath_CountSegments(thing.handle))
            if mode.value and segments > 5:
                filled += 1
                points += segments
    return filled >= OUTLINES or points >= CURVES
