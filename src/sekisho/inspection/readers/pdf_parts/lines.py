"""Characters at places -> lines and their cells, by position alone: the order in the file says nothing.

A *run* is a piece of text without a wide gap. Runs at one height are a line; a line's runs are joined
where the gap is that of a word, and stay cells where it is that of a column.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.inspection.readers.pdf_parts.glyphs import Floats
from sekisho.inspection.readers.pdf_parts.gutters import LEAST, gutters

CELL_GAP = 1.0
"""From how many em on a gap separates cells."""
UPRIGHT_GAP = 1.2
"""The same in vertical writing, where the full-width space in a name leaves no trace but its room, not quite one em."""
SPACED_GAP = 1.7
"""The same where the gap holds a space: a full-width space inside a name is one em, and is no border."""
RUN_GAP = 0.45
"""The same inside a run, where a character drawn later may still come in between."""
WORD_GAP, KANJI_GAP = 0.18, 0.4
PARTED = 0.1
"""From how many em on a letter stands apart from the number before it."""
HANGING = 0.5
"""How much of an em a full stop or a comma leaves empty at its right."""
_STOPS = np.array([0x3001, 0x3002, 0xFF0C, 0xFF0E], dtype=np.uint32)
TRACKED_GAP, TRACKED_DIGITS, TRACKED_PAIR = 4.2, 2.6, 2.3
"""Up to how many em evenly spaced characters are one word: letters; digits in boxes; two kanji alone."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A cell of a line: its text, start and end along the line, top and bottom, size of its letters, all in points."""

    text: str
    start: float
    end: float
    top: float
    bottom: float
    em: float
    row: int = 0

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return (self.top + self.bottom) / 2


def is_space(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which code points are blanks: ASCII, no-break, the typographic ones, the full-width one."""
    typographic = (codes >= 0x2000) & (codes <= 0x200B)
    return np.asarray((codes <= 0x20) | (codes == 0xA0) | (codes == 0x3000) | (codes == 0xFEFF) | typographic)


def lay_out(
    codes: NDArray[np.uint32],
    frame: Floats,
    em: Floats,
    first: int = 0,
    borders: Floats | None = None,
    space: float = CELL_GAP,
) -> list[list[Segment]]:
    """Return the lines, from the top, each with its cells from the start of the line; the first has number ``first``.

    ``frame``: start, end, top, bottom of each character, in reading direction. ``borders``: x, top, bottom of drawn
    lines that no cell reaches across. ``space``: from how many em on a gap separates cells.
    """
    walls = borders if borders is not None else np.zeros((0, 3))
    rows = _rows(_runs(codes, frame, em, walls))
    parted = _rows(_runs(codes, frame, em, walls, parted=True)) if _parts(codes, frame, em) else rows
    more = gutters(parted, space)
    if len(more):
        walls = np.concatenate((walls, more))
        rows = _rows(_runs(codes, frame, em, walls))
    return [_cells(row, number, walls, space) for number, row in enumerate(rows, start=first)]


def latin_ends(before: str, after: str) -> bool:
    """Tell whether two pieces of text need a blank between them: words of a script that has blanks."""
    return before[-1:].isascii() and after[:1].isascii() and before[-1:] not in {"-", ""}


def _walled(start: Floats, end: Floats, level: Floats, walls: Floats) -> NDArray[np.bool_]:
    """Tell for which gaps (from ``start`` to ``end`` at height ``level``) a drawn line stands in between."""
    hit = np.zeros(len(start), dtype=np.bool_)
    for x, top, bottom in walls.tolist():
        hit |= (start <= x + 1) & (x - 1 <= end) & (top <= level) & (level <= bottom)
    return hit


# ---------------------------------------------------------------- runs


def _parts(codes: NDArray[np.uint32], frame: Floats, em: Floats) -> bool:
    """Tell quickly whether there are as many numbers close before a letter as a column of them needs."""
    solid = np.flatnonzero(~is_space(codes) & (em > 0))
    return int(np.count_nonzero(_after_number(codes[solid], frame[solid], em[solid]))) >= LEAST


def _after_number(codes: NDArray[np.uint32], frame: Floats, em: Floats) -> NDArray[np.bool_]:
    """Tell which characters are Japanese letters that follow a digit, with hardly anything between."""
    before = np.roll(codes, 1)
    gap = (frame[:, 0] - np.roll(frame[:, 1], 1)) / np.maximum(em, 0.1)
    return np.asarray((before >= 0x30) & (before <= 0x39) & is_wide(codes) & (gap > PARTED))


def _runs(
    codes: NDArray[np.uint32], frame: Floats, em: Floats, walls: Floats, *, parted: bool = False
) -> list[Segment]:
    """Return the runs in the order of the file; ``parted``: broken also where a letter follows a number closely."""
    blank = is_space(codes)
    solid = np.flatnonzero(~blank & (em > 0))
    if not len(solid):
        return []
    blanks_before = np.cumsum(blank)[solid]
    spaced = np.diff(blanks_before, prepend=blanks_before[0]) > 0
    codes, frame, em = codes[solid], frame[solid], em[solid]
    codes, frame, em, spaced = _without_doubles(codes, frame, em, spaced)
    size = np.maximum(em, np.roll(em, 1))
    gap = (frame[:, 0] - np.roll(frame[:, 1], 1)) / size
    level = np.abs(frame[:, 3] - np.roll(frame[:, 3], 1)) / size
    broken = (gap > np.where(spaced, SPACED_GAP, RUN_GAP)) | (gap < -0.5) | (level > 0.25)
    if len(walls):
        # A full stop may hang over the border: its right half is empty.
        inked = np.roll(frame[:, 1] - HANGING * em * np.isin(codes, _STOPS), 1)
        broken |= (gap > 0.05) & _walled(inked, frame[:, 0], (frame[:, 2] + frame[:, 3]) / 2, walls)
    if parted:
        broken |= _after_number(codes, frame, em)
    broken[0] = True
    kanji = is_wide(codes)
    word = spaced | (gap > np.where(kanji & np.roll(kanji, 1), KANJI_GAP, WORD_GAP))
    starts = np.flatnonzero(broken)
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    breaks = np.flatnonzero(word & ~broken).tolist()
    low = np.minimum.reduceat(frame, starts)
    high = np.maximum.reduceat(frame, starts)
    ems = np.maximum.reduceat(em, starts)
    ends = np.append(starts[1:], len(codes))
    return _assemble(
        text,
        starts.tolist(),
        ends.tolist(),
        breaks,
        np.column_stack([low[:, 0], high[:, 1], low[:, 2], high[:, 3], ems]),
        frame,
    )


def _assemble(
    text: str, starts: list[int], ends: list[int], breaks: list[int], boxes: Floats, frame: Floats
) -> list[Segment]:
    runs, at = [], 0
    for first, last, (start, end, top, bottom, em) in zip(starts, ends, boxes.tolist(), strict=True):
        pieces, begin = [], first
        while at < len(breaks) and breaks[at] < last:
            if breaks[at] > begin:
                pieces.append(text[begin : breaks[at]])
                begin = breaks[at]
            at += 1
        pieces.append(text[begin:last])
        joined = _joined(pieces, frame, first, em) if len(pieces) > 1 else pieces[0]
        runs.append(Segment(joined, start, end, top, bottom, em))
    return runs


def _joined(pieces: list[str], frame: Floats, first: int, em: float) -> str:
    """Join words by a blank; letters that stand apart evenly are one word."""
    if len(pieces) > 2 and all(len(piece) == 1 for piece in pieces):
        middles = (frame[first : first + len(pieces), 0] + frame[first : first + len(pieces), 1]) / 2
        steps = np.diff(middles)
        if steps.max() - steps.min() < 0.2 * em:
            return "".join(pieces)
    return " ".join(pieces)


def is_wide(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which code points are Japanese letters, as wide as they are high."""
    return np.asarray((codes >= 0x2E80) & ((codes < 0xFF61) | (codes > 0xFFDC)) & ((codes < 0xFE00) | (codes > 0xFE0F)))


def _without_doubles(
    codes: NDArray[np.uint32], frame: Floats, em: Floats, spaced: NDArray[np.bool_]
) -> tuple[NDArray[np.uint32], Floats, Floats, NDArray[np.bool_]]:
    """Leave out a character drawn again on itself, moved by less than 0.3 em: bold made by printing twice."""
    if not _may_double(codes, frame, em):
        return codes, frame, em, spaced
    cell = np.maximum(0.3 * em, 0.1)
    near = np.zeros(len(codes), dtype=np.bool_)
    for half in (0.0, 0.5):
        key = np.column_stack([codes, np.floor(frame[:, 0] / cell + half), np.floor(frame[:, 3] / cell + half)])
        order = np.lexsort((np.arange(len(codes)), key[:, 2], key[:, 1], key[:, 0]))
        same = (key[order][1:] == key[order][:-1]).all(axis=1)
        close = np.abs(frame[order][1:, [0, 3]] - frame[order][:-1, [0, 3]]).max(axis=1) < 0.3 * em[order][1:]
        near[order[1:][same & close]] = True
    keep = ~near
    return codes[keep], frame[keep], em[keep], spaced[keep]


def _may_double(codes: NDArray[np.uint32], frame: Floats, em: Floats) -> bool:
    """Tell quickly whether some character may be drawn on itself."""
    cell = max(float(em.max()) * 0.3, 0.1)
    for half in (0.0, 0.5):
        x = np.clip(frame[:, 0] / cell + half, -1e5, 1e5).astype(np.int64) & 0xFFFFF
        y = np.clip(frame[:, 3] / cell + half, -1e5, 1e5).astype(np.int64) & 0xFFFFF
        key = np.sort((codes.astype(np.int64) << 40) | (x << 20) | y)
        if (key[1:] == key[:-1]).any():
            return True
    return False


# ---------------------------------------------------------------- lines


def _rows(runs: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    band: Segment | None = None
    for run in sorted(runs, key=lambda r: (r.middle, r.start)):
        if band is not None and _level(band, run) and not _stacked(rows[-1], run):
            rows[-1].append(run)
            if run.em > band.em:
                band = run
        else:
            rows.append([run])
            band = run
    for row in rows:
        row.sort(key=lambda r: r.start)
    return rows


def _level(a: Segment, b: Segment) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap >= 0.55 * min(a.bottom - a.top, b.bottom - b.top)


def _stacked(row: Iterable[Segment], run: Segment) -> bool:
    """Tell whether ``run`` stands below something of the row: two small lines beside a large one stay two."""
    edge = 0.3 * run.em
    return any(
        other.start < run.end - edge
        and run.start < other.end - edge
        and abs(other.middle - run.middle) > 0.3 * min(run.em, other.em)
        for other in row
    )


# ---------------------------------------------------------------- cells


def _cells(row: list[Segment], number: int, walls: Floats, space: float) -> list[Segment]:
    cells: list[Segment] = []
    near = walls[(walls[:, 1] <= row[0].middle) & (row[0].middle <= walls[:, 2])] if len(walls) else walls
    for run in _tracked(row, near):
        if cells and _belongs(cells[-1], run, space) and not _between(cells[-1], run, near):
            cells[-1] = _merge(cells[-1], run, _glue(cells[-1], run), number)
        else:
            cells.append(_merge(run, None, "", number))
    return cells


def _between(left: Segment, right: Segment, walls: Floats) -> bool:
    if not len(walls) or right.start <= left.end:
        return False
    end = left.end - (HANGING * left.em if left.text[-1] in "、。，．" else 0)
    return any(end - 1 <= x <= right.start + 1 for x in walls[:, 0].tolist())


def _belongs(left: Segment, right: Segment, space: float) -> bool:
    gap = right.start - left.end
    return -0.6 * max(left.em, right.em) < gap <= space * max(min(left.em, right.em), 0.6 * max(left.em, right.em))


def _glue(left: Segment, right: Segment) -> str:
    gap = right.start - left.end
    both = _wide(left.text[-1]) and _wide(right.text[0])
    return " " if gap > (KANJI_GAP if both else WORD_GAP) * max(left.em, right.em) else ""


def _merge(left: Segment, right: Segment | None, glue: str, number: int) -> Segment:
    if right is None:
        return Segment(left.text, left.start, left.end, left.top, left.bottom, left.em, number)
    return Segment(
        left.text + glue + right.text,
        left.start,
        max(left.end, right.end),
        min(left.top, right.top),
        max(left.bottom, right.bottom),
        max(left.em, right.em),
        number,
    )


def _tracked(row: list[Segment], walls: Floats) -> list[Segment]:
    """Join characters that stand alone and evenly spaced: 山 田 太 郎 over a whole column is one name."""
    result: list[Segment] = []
    at = 0
    while at < len(row):
        end = _even_until(row, at, walls)
        run = row[at]
        for other in row[at + 1 : end]:
            run = _merge(run, other, "", 0)
        result.append(run)
        at = end
    return result


def _even_until(row: list[Segment], at: int, walls: Floats) -> int:
    end = at + 1
    step = 0.0
    while end < len(row) and _single(row[end - 1]) and _single(row[end]):
        pitch = (row[end].start + row[end].end - row[end - 1].start - row[end - 1].end) / 2
        size = row[at].em
        gap = row[end].start - row[end - 1].end
        digits = row[at].text.isascii() or row[end].text.isascii()
        if gap > (TRACKED_DIGITS if digits else TRACKED_GAP) * size or (step and abs(pitch - step) > 0.2 * size):
            break
        step = step or pitch
        end += 1
    count = end - at
    if count == 2:
        return end if _is_pair(row, at) and not _between(row[at], row[at + 1], walls) else at + 1
    return end


def _is_pair(row: Sequence[Segment], at: int) -> bool:
    """Tell whether two kanji that stand apart are one word: the second is not nearer to what follows."""
    left, right = row[at : at + 2]
    gap = right.start - left.end
    following = row[at + 2].start - right.end if at + 2 < len(row) else gap
    return gap <= min(TRACKED_PAIR * left.em, following) and _wide(left.text) and _wide(right.text)


def _single(run: Segment) -> bool:
    return len(run.text) == 1 and unicodedata.category(run.text)[0] in "LN"


def _wide(letter: str) -> bool:
    return ord(letter) >= 0x2E80 and not 0xFF61 <= ord(letter) <= 0xFFDC and not 0xFE00 <= ord(letter) <= 0xFE0F
