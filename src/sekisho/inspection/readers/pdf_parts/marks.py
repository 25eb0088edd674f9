"""Annotations that lie over text, and small rules about characters that the ink test leans on."""

import ctypes
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw

from sekisho.inspection.readers.pdf_parts.glyphs import Floats, View
from sekisho.inspection.readers.pdf_parts.lines import is_space
from sekisho.inspection.readers.pdf_parts.pdfium import PdfPage

OVER = frozenset({
    raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYGON, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_STAMP,
    raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_POLYLINE, raw.FPDF_ANNOT_REDACT,
    raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_WIDGET,
})  # fmt: skip
MOST = 5_000
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Marks:
    """Boxes as shown, one row each: of annotations that can cover text, and of redactions not carried out."""

    over: Floats
    redact: Floats


def marks_of(page: PdfPage, view: View) -> Marks:
    """Return the annotations of a page that lie over its text."""
    over: list[Box] = []
    redact: list[Box] = []
    for index in range(min(MOST, int(raw.FPDFPage_GetAnnotCount(page.raw)))):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        kind = int(raw.FPDFAnnot_GetSubtype(annotation))
        if kind in OVER:
            (redact if kind == raw.FPDF_ANNOT_REDACT else over).extend(_boxes(annotation))
        raw.FPDFPage_CloseAnnot(annotation)
    return Marks(_shown(over, view), _shown(redact, view))


def _boxes(annotation: ctypes.c_void_p) -> list[Box]:
    quad = raw.FS_QUADPOINTSF()
    found: list[Box] = []
    for index in range(min(MOST, int(raw.FPDFAnnot_CountAttachmentPoints(annotation)))):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
            x, y = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            found.append((min(x), min(y), max(x), max(y)))
    if found:
        return found
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    return [(min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top))]


def _shown(boxes: list[Box], view: View) -> Floats:
    if not boxes:
        return np.zeros((0, 4))
    left, bottom, right, top = np.array(boxes, dtype=np.float64).T
    return view.show_boxes(left, bottom, right, top)


def inside(x: Floats, y: Floats, boxes: Floats) -> NDArray[np.bool_]:
    """Tell which points lie in any of the boxes."""
    hit = np.zeros(len(x), dtype=np.bool_)
    for left, top, right, bottom in boxes.tolist():
        hit |= (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    return hit


def neutral(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which characters say nothing about being seen: blanks, thin signs, whatever no font maps."""
    quiet = is_space(codes) | ((codes > 0x20) & (codes < 0x30)) | ((codes >= 0x3A) & (codes < 0x41))
    quiet |= ((codes >= 0x5B) & (codes < 0x61)) | ((codes >= 0x7B) & (codes < 0xC0))
    quiet |= (codes >= 0x2010) & (codes < 0x2070) | ((codes >= 0x2500) & (codes < 0x2580))
    quiet |= (codes >= 0x3000) & (codes < 0x3005) | ((codes >= 0x3008) & (codes < 0x3021)) | (codes == 0x30FB)
    quiet |= (codes >= 0xFF00) & (codes < 0xFF10) | ((codes >= 0xFF1A) & (codes < 0xFF21)) | (codes == 0xFF65)
    quiet |= (
        ((codes >= 0xFF3B) & (codes < 0xFF41))
        | ((codes >= 0xFF5B) & (codes < 0xFF66))
        | (codes >= 0xFE00) & (codes < 0xFE50)
    )
    selectors = (codes >= 0xE0000) & (codes < 0xE0200)
    marks = (codes >= 0x300) & (codes < 0x370) | (codes == 0x3099) | (codes == 0x309A)
    return np.asarray(quiet | selectors | marks | (codes == 0xFFFE) | (codes == 0xFFFF) | (codes == 0xAD))


def spread(owners: NDArray[np.uint64], labels: NDArray[np.int8], quiet: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Give blanks and thin signs the label that the characters on both sides have, or on the one side there is."""
    if not labels.any() or not quiet.any():
        return labels
    known = np.flatnonzero(~quiet)
    if not len(known):
        return labels
    result = labels.copy()
    which = np.flatnonzero(quiet & (labels == 0))
    after = np.searchsorted(known, which)
    left, right = known[np.maximum(after - 1, 0)], known[np.minimum(after, len(known) - 1)]
    has_left = (after > 0) & (owners[left] == owners[which])
    has_right = (after < len(known)) & (owners[right] == owners[which])
    same = has_left & has_right & (labels[left] == labels[right])
    result[which[same]] = labels[left[same]]
    only_left, only_right = has_left & ~has_right, has_right & ~has_left
    result[which[only_left]] = labels[left[only_left]]
    result[which[only_right]] = labels[right[only_right]]
    return result
