"""Which characters of a page stand upright in vertical writing, one below the other.

A font for vertical writing sets a whole column as one object; a browser sets every character by itself, in horizontal
writing as in vertical, with the digits on their side or two of them beside each other in the room of one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

VERTICAL = 270
"""Where vertical writing runs, in degrees against the clock."""
CLOSELY = 1.2
"""Up to how many em characters of vertical writing are apart."""
FEWEST = 4
"""Steps downwards on a page from which on it can be one of vertical writing."""
MOSTLY = 2
"""How many times as many as steps to the right."""
ABREAST = 4
"""Digits and letters set beside each other in the room of one character (縦中横) are at most so many."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters of a page in the order in which they are drawn, and their objects: first character and length.

    ``boxes``: left, top, right, bottom of each as shown. ``angle``: where the line of its object runs.
    """

    codes: NDArray[np.uint32]
    boxes: Floats
    em: Floats
    angle: NDArray[np.int64]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]


def find_upright(marks: Marks) -> Bools:
    """Tell of each character whether it stands upright in vertical writing.

    Boxes of what stands abreast are moved one below the other, in their order.
    """
    if not len(marks.starts):
        return np.zeros(0, dtype=np.bool_)
    level = marks.angle == 0
    upright = _stacked(marks) & level
    alone = level & np.repeat(marks.lengths == 1, marks.lengths) & (marks.codes > 0x20) & (marks.em > 0)
    if _is_vertical(marks, upright, alone):
        _unstack(marks, np.flatnonzero(alone))
        return np.asarray(upright | alone)
    if upright.any() or (marks.angle == VERTICAL).any():
        _spread(marks, upright, alone)
    return np.asarray(upright)


def _stacked(marks: Marks) -> Bools:
    """Tell of each character whether it stands upright in a column of characters: vertical writing.

    Either one object sets them one below the other, or they are objects of one character each, set as closely
    as in a line; the rows of a table are further apart.
    """
    boxes, em, starts, lengths = marks.boxes, marks.em, marks.starts, marks.lengths
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    across = np.maximum.reduceat(x, starts) - np.minimum.reduceat(x, starts)
    down = np.maximum.reduceat(y, starts) - np.minimum.reduceat(y, starts)
    within = (down > 2 * across) & (down > 0.5 * em[starts])
    x, y, size = x[starts], y[starts], np.maximum(em[starts], 0.1)
    step = np.diff(y) / size[:-1]
    follows = (lengths[:-1] == 1) & (lengths[1:] == 1) & (np.abs(np.diff(x)) < 0.15 * size[:-1])
    follows &= (step > 0.8) & (step < CLOSELY) & (np.abs(np.diff(size)) < 0.05 * size[:-1])
    run = np.concatenate([[False], follows, [False]])
    edges = np.flatnonzero(run[1:] != run[:-1])
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if last - first >= 2:
            within[first : last + 1] = True
    return np.repeat(within, lengths)


def _is_vertical(marks: Marks, upright: Bools, alone: Bools) -> bool:
    """Tell whether the characters of a page mostly follow each other downwards."""
    middle = (marks.boxes[:, :2] + marks.boxes[:, 2:]) / 2
    step = np.diff(middle, axis=0) / np.maximum(marks.em[:-1, None], 0.1)
    pairs = alone[:-1] & alone[1:]
    near = 0.15
    down = pairs & (np.abs(step[:, 0]) < near) & (step[:, 1] > 0.8) & (step[:, 1] < CLOSELY)
    right = pairs & (np.abs(step[:, 1]) < near) & (step[:, 0] > 0.3) & (step[:, 0] < CLOSELY)
    longer = (marks.angle[marks.starts] == 0) & (marks.lengths > 1) & ~upright[marks.starts]
    rightwards = int(np.count_nonzero(right)) + int((marks.lengths[longer] - 1).sum())
    return int(np.count_nonzero(down)) >= max(FEWEST, MOSTLY * rightwards)


def _unstack(marks: Marks, alone: NDArray[np.int64]) -> None:
    """Put what stands abreast in the room of one character one below the other."""
    boxes, em = marks.boxes, marks.em
    group: list[int] = []
    for i in [*alone.tolist(), -1]:
        last = group[-1] if group else -1
        beside = last >= 0 and i == last + 1 and abs(boxes[i, 1] - boxes[last, 1]) < 0.1 * em[i]
        if (
            beside
            and boxes[i, 2] - boxes[group[0], 0] <= CLOSELY * em[i]
            and boxes[i, 0] >= boxes[last, 2] - 0.1 * em[i]
        ):
            group.append(i)
            continue
        if 1 < len(group) <= ABREAST:
            left, right = boxes[group[0], 0], boxes[group[-1], 2]
            edges = np.linspace(boxes[group[0], 1], boxes[group[0], 3], len(group) + 1)
            for k, member in enumerate(group):
                boxes[member] = left, edges[k], right, edges[k + 1]
        group = [i]


def _spread(marks: Marks, upright: Bools, alone: Bools) -> None:
    """Take in what is drawn right before or behind vertical writing, and stands right above or below it."""
    boxes, em = marks.boxes, marks.em
    for order, before in ((range(1, len(em)), -1), (range(len(em) - 2, -1, -1), 1)):
        for i in order:
            other = i + before
            if not alone[i] or upright[i] or not (upright[other] or marks.angle[other] == VERTICAL):
                continue
            upper, lower = (other, i) if before < 0 else (i, other)
            gap = boxes[lower, 1] - boxes[upper, 3]
            aside = abs(boxes[i, 0] + boxes[i, 2] - boxes[other, 0] - boxes[other, 2]) / 2
            upright[i] = aside < 0.15 * em[i] and -0.3 * em[i] < gap < 0.35 * em[i]
