"""The drawn lines of a table -> its cells: what stands in one box is one cell, and boxes of one height are a row."""

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from pypdfium2 import raw

from sekisho.inspection.readers.pdf_parts.glyphs import Floats, View
from sekisho.inspection.readers.pdf_parts.lines import Segment, latin_ends
from sekisho.inspection.readers.pdf_parts.objects import Thing, bounds
from sekisho.inspection.readers.pdf_parts.pdfium import PATH

MOST, MOST_POINTS = 4_000, 20_000
"""Pages with more paths are drawings, not tables."""
THIN = 2.5
SHORTEST_ACROSS, SHORTEST_DOWN = 10.0, 6.0
WIDE_FILL = 100.0
"""A filled area of at least this width may be a row of a table; a smaller one marks words."""
MOST_LINES, HIGHEST = 8, 200.0
"""A box with more lines, or a higher one, is a frame around a text, not a cell."""
SAME = 1.5
PADDING = 6.0
"""A line that leaves less room in its box than one letter and this was broken because it was full."""
Line = tuple[float, float, float, float]
Box = tuple[float, float, float, float]
"""Top, bottom, left, right of a cell between drawn lines."""
Band = tuple[str, float]
"""Where a row stands: a line of text, or boxes that begin at one height."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Lines as shown. ``across``: y, start, end of each; ``down``: x, top, bottom of each."""

    across: Floats
    down: Floats

    @property
    def boxes(self) -> bool:
        """Tell whether they can make boxes at all."""
        return len(self.across) > 1 and len(self.down) > 1


def rules_of(things: Sequence[Thing], view: View) -> Rules:
    """Return the lines of a page that run along its edges."""
    paths = [thing for thing in things if thing.kind == PATH]
    lines = [line for thing in paths for line in _lines(thing)] if len(paths) <= MOST else []
    if not lines:
        return Rules(np.zeros((0, 3)), np.zeros((0, 3)))
    left, bottom, right, top = np.array(lines, dtype=np.float64).T
    boxes = view.show_boxes(left, bottom, right, top)
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    flat = boxes[(high <= THIN) & (wide >= SHORTEST_ACROSS)]
    steep = boxes[(wide <= THIN) & (high >= SHORTEST_DOWN)]
    across = np.column_stack([(flat[:, 1] + flat[:, 3]) / 2, flat[:, 0], flat[:, 2]])
    down = np.column_stack([(steep[:, 0] + steep[:, 2]) / 2, steep[:, 1], steep[:, 3]])
    return Rules(np.unique(across.round(1), axis=0), np.unique(down.round(1), axis=0))


def _lines(thing: Thing) -> Iterator[Line]:
    """Return the lines of a path as boxes left, bottom, right, top, in the page's own coordinates."""
    count = int(raw.FPDFPath_CountSegments(thing.handle))
    left, bottom, right, top = bounds(thing)
    if right - left <= THIN or top - bottom <= THIN:
        yield left, bottom, right, top
        return
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing.handle, mode, stroked)
    if 4 <= count <= 6:
        if stroked.value or (mode.value and right - left >= WIDE_FILL):
            yield from ((left, bottom, right, bottom), (left, top, right, top))
        if stroked.value:
            yield from ((left, bottom, left, top), (right, bottom, right, top))
    elif stroked.value and 6 < count <= MOST_POINTS and not thing.nested:
        yield from _pieces(thing, count)


def _pieces(thing: Thing, count: int) -> Iterator[Line]:
    x, y = ctypes.c_float(), ctypes.c_float()
    last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(thing.handle, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO and (
            abs(here[0] - last[0]) < 0.5 or abs(here[1] - last[1]) < 0.5
        ):
            yield min(last[0], here[0]), min(last[1], here[1]), max(last[0], here[0]), max(last[1], here[1])
        last = here


# ---------------------------------------------------------------- boxes


def in_boxes(rows: list[list[Segment]], rules: Rules) -> list[list[Segment]]:
    """Return the rows of the page after each box of a table has become one cell; other lines stay as they are."""
    cells = [cell for row in rows for cell in row]
    if not cells or not rules.boxes:
        return rows
    boxes = boxes_of(cells, rules)
    members: dict[Box, list[Segment]] = defaultdict(list)
    for cell, box in zip(cells, boxes, strict=True):
        if box is not None:
            members[box].append(cell)
    good = {
        box
        for box, held in members.items()
        if len({cell.row for cell in held}) <= MOST_LINES and box[1] - box[0] <= HIGHEST
    }
    if not any(len(held) > 1 for box, held in members.items() if box in good):
        return rows
    found: dict[Band, list[Segment]] = defaultdict(list)
    band_of_row = {
        cell.row: _band(box) for cell, box in zip(cells, boxes, strict=True) if box in good and box is not None
    }
    loose = [cell for cell, box in zip(cells, boxes, strict=True) if box is None or box not in good]
    afloat = _afloat(good, [(band_of_row[cell.row], cell) for cell in loose if cell.row in band_of_row])
    for box in good:
        found[_band(box)].append(_one(members[box], box))
    for cell in loose:
        band = band_of_row.get(cell.row)
        found[("line", cell.row) if band is None or band in afloat else band].append(cell)
    ordered = sorted(found.values(), key=lambda row: min(cell.top for cell in row))
    return [sorted((replace(c, row=number) for c in row), key=lambda c: c.start) for number, row in enumerate(ordered)]


def _afloat(boxes: Iterable[Box], beside: Sequence[tuple[Band, Segment]]) -> set[Band]:
    """Return the heights at which a single box, a note say, lies beside several lines of a list without lines of its own.

    There, values stand below each other in two columns at least; in a row of a table they would not.
    """
    alone = {band for band, count in Counter(map(_band, boxes)).items() if count == 1}
    below: Counter[Band] = Counter()
    for band, upper in beside:
        below[band] += any(
            other == band and lower.row > upper.row and lower.start < upper.end and upper.start < lower.end
            for other, lower in beside
        )
    return {band for band in alone if below[band] >= 2}


def _band(box: Box) -> Band:
    return "box", round(box[0] / SAME)


def boxes_of(cells: Sequence[Segment], rules: Rules) -> list[Box | None]:
    """Return for each cell the top, bottom, left and right of the box around it; None where a side is open."""
    x = np.array([(cell.start + cell.end) / 2 for cell in cells])
    y = np.array([cell.middle for cell in cells])
    spans = (rules.across[:, 1] - SAME <= x[:, None]) & (x[:, None] <= rules.across[:, 2] + SAME)
    top = np.where(spans & (rules.across[:, 0] <= y[:, None]), rules.across[:, 0], -np.inf).max(axis=1)
    bottom = np.where(spans & (rules.across[:, 0] > y[:, None]), rules.across[:, 0], np.inf).min(axis=1)
    beside = (rules.down[:, 1] - SAME <= y[:, None]) & (y[:, None] <= rules.down[:, 2] + SAME)
    left = np.where(beside & (rules.down[:, 0] <= x[:, None]), rules.down[:, 0], -np.inf).max(axis=1)
    right = np.where(beside & (rules.down[:, 0] > x[:, None]), rules.down[:, 0], np.inf).min(axis=1)
    sides = np.column_stack([top, bottom, left, right])
    closed = np.isfinite(sides).all(axis=1)
    return [
        (side[0], side[1], side[2], side[3]) if whole else None
        for side, whole in zip(sides.tolist(), closed.tolist(), strict=True)
    ]


def _one(held: Sequence[Segment], box: Box) -> Segment:
    """Join what stands in a box: without a break where a line is full, else line below line."""
    held = sorted(held, key=lambda cell: (cell.row, cell.start))
    text, last = held[0].text, held[0]
    for cell in held[1:]:
        if cell.row == last.row:
            glue = " "
        elif last.end - last.start >= box[3] - box[2] - last.em - PADDING:
            glue = " " if latin_ends(text, cell.text) else ""
        else:
            glue = "\n"
        text, last = text + glue + cell.text, cell
    first = held[0]
    return Segment(
        text,
        min(c.start for c in held),
        max(c.end for c in held),
        min(c.top for c in held),
        max(c.bottom for c in held),
        first.em,
        first.row,
    )
