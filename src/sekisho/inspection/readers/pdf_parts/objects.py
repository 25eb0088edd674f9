"""The objects of a page in the order in which they are painted, those inside forms among them."""

import ctypes
from dataclasses import dataclass
from typing import TypeAlias

from pypdfium2 import raw

from sekisho.inspection.readers.pdf_parts.pdfium import CLIP_ONLY, FORM, IMAGE, INVISIBLE, PATH, SHADING, TEXT, PdfPage

DEPTH, MOST = 12, 300_000
"""How deep forms may stand in forms, and how many objects of a page are looked at."""
OPAQUE = 200
"""From this alpha (of 255) on, paint hides what lies below."""
THICK = 2.5
"""From how many points on a line is a bar."""

Handle: TypeAlias = ctypes.c_void_p
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Colour: TypeAlias = tuple[int, int, int, int]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Thing:
    """One object: its kind, the matrix of the form around it, and its place (or its form's) in the page's list."""

    kind: int
    around: Matrix
    handle: Handle
    top: int
    nested: bool

    @property
    def address(self) -> int:
        """Return its address, by which characters name their owner."""
        return address_of(self.handle)


def address_of(handle: Handle) -> int:
    """Return the address that a handle holds."""
    return ctypes.c_void_p.from_buffer(handle).value or 0


def things_of(page: PdfPage) -> list[Thing]:
    """Return the objects of a page from the lowest to the highest; a form itself is left out, its content stands there.

    Nothing below ``DEPTH`` and beyond ``MOST`` is returned.
    """
    found: list[Thing] = []
    count = int(raw.FPDFPage_CountObjects(page.raw))
    for index in range(min(count, MOST)):
        _collect(raw.FPDFPage_GetObject(page.raw, index), UNIT, index, 0, found)
    return found


def _collect(handle: Handle, around: Matrix, top: int, depth: int, found: list[Thing]) -> None:
    kind = int(raw.FPDFPageObj_GetType(handle))
    if kind != FORM:
        found.append(Thing(kind, around, handle, top, depth > 0))
        return
    if depth >= DEPTH:
        return
    inner = times(_matrix(handle), around)
    for index in range(int(raw.FPDFFormObj_CountObjects(handle))):
        if len(found) >= MOST:
            return
        _collect(raw.FPDFFormObj_GetObject(handle, index), inner, top, depth + 1, found)


def _matrix(handle: Handle) -> Matrix:
    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, m):
        return UNIT
    return m.a, m.b, m.c, m.d, m.e, m.f


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies ``first``, then ``then``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def bounds(thing: Thing) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of an object in the page's own coordinates."""
    values = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(thing.handle, *values)
    left, bottom, right, top = (v.value for v in values)
    if thing.around == UNIT:
        return left, bottom, right, top
    a, b, c, d, e, f = thing.around
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    return (
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )


def fill_colour(thing: Thing) -> Colour | None:
    """Return red, green, blue, alpha with which an object is filled; None for a pattern."""
    values = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(thing.handle, *values):
        return None
    red, green, blue, alpha = (v.value for v in values)
    return red, green, blue, alpha


def covers(thing: Thing) -> bool:
    """Tell whether an object can hide what lies below: a filled path, a bar, a picture, a shading."""
    if thing.kind in {IMAGE, SHADING}:
        return True
    if thing.kind != PATH:
        return False
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing.handle, mode, stroked)
    colour = fill_colour(thing)
    if mode.value and (colour is None or colour[3] >= OPAQUE):
        return True
    return bool(stroked.value) and _line_width(thing) >= THICK


def _line_width(thing: Thing) -> float:
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(thing.handle, width)
    a, b, c, d = thing.around[:4]
    return float(width.value * abs(a * d - b * c) ** 0.5)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text object is painted: whether at all, and its colour where that is one."""

    visible: bool
    colour: Colour | None


def ink_of(thing: Thing) -> Ink:
    """Return how a text object is painted."""
    mode = int(raw.FPDFTextObj_GetTextRenderMode(thing.handle))
    colour = fill_colour(thing)
    seen = mode not in {INVISIBLE, CLIP_ONLY} and (colour is None or colour[3] > 4)
    return Ink(seen, colour)


def without_font(texts: list[Thing]) -> list[Thing]:
    """Return the text objects whose font the file does not bring along."""
    known: dict[int, bool] = {}
    found = []
    for thing in texts:
        font = raw.FPDFTextObj_GetFont(thing.handle)
        address = address_of(font)
        if address not in known:
            known[address] = not font or bool(raw.FPDFFont_GetIsEmbedded(font))
        if not known[address]:
            found.append(thing)
    return found


def font_name(font: Handle | None) -> str:
    """Return the name of a font as its file gives it."""
    if not font:
        return ""
    length = int(raw.FPDFFont_GetBaseFontName(font, None, 0))
    buffer = ctypes.create_string_buffer(max(length, 1))
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    return buffer.value.decode("utf-8", "replace")


def set_active(things: list[Thing], *, active: bool) -> None:
    """Have objects drawn, or not."""
    call = raw.FPDFPageObj_SetIsActive
    for thing in things:
        call(thing.handle, active)


def texts_among(things: list[Thing]) -> list[Thing]:
    """Return the text objects among ``things``."""
    return [thing for thing in things if thing.kind == TEXT]


def clip_box(thing: Thing) -> tuple[float, float, float, float] | None:
    """Return the smallest of the rectangles around an object's clipping paths, in page coordinates; None without one."""
    path = raw.FPDFPageObj_GetClipPath(thing.handle)
    boxes = [_path_box(path, index) for index in range(max(0, int(raw.FPDFClipPath_CountPaths(path))))] if path else []
    solid = [box for box in boxes if box is not None]
    if not solid:
        return None
    left, bottom = max(b[0] for b in solid), max(b[1] for b in solid)
    return left, bottom, min(b[2] for b in solid), min(b[3] for b in solid)


def _path_box(path: Handle, index: int) -> tuple[float, float, float, float] | None:
    points = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(1000, int(raw.FPDFClipPath_CountPathSegments(path, index)))):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, index, number), x, y)
        points.append((x.value, y.value))  # the call fills x and y
    if not points:
        return None
    return min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points)
