"""Where one column ends and the next begins although hardly anything is between them.

Numbers stand at the right of their cell and names at the left of theirs: printed from a spreadsheet, ``12`` and ``佐藤``
are nearer to each other than two words. That they end and begin at the same place line after line says it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sekisho.inspection.readers.pdf_parts.glyphs import Floats
    from sekisho.inspection.readers.pdf_parts.lines import Segment

LEAST = 3
"""Lines that have to agree."""
ALIKE = 0.3
"""How many em the ends, and the beginnings, may differ."""
_NUMBER = re.compile(r"[0-9](?:[0-9,./-]*[0-9])?")
_COUNTED = re.compile(
    r"(?:[年月日時分秒号番人件円回歳才名通枚冊点個組]|か月|ヶ月|年度|年生|号室|世帯|以上|以下|未満)(?:[\s0-9、。・～-]|$)|丁目|番地"
)
"""What a number stands before as part of one value: 8 年 4 月, 3 丁目."""
_WIDE = re.compile(r"[\u3041-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def gutters(rows: Sequence[Sequence[Segment]], reach: float) -> Floats:
    """Return a wall (x, top, bottom) on each line where a column of numbers ends.

    ``rows``: the runs of each line, broken between a number and what follows it. ``reach``: from how many em on a gap
    separates cells anyway.
    """
    found = [(left, right) for row in rows for left, right in pairwise(row) if _meet(left, right, reach)]
    at = [(round(left.end / (ALIKE * left.em)), round(right.start / (ALIKE * left.em))) for left, right in found]
    counts = Counter(at)
    walls = [
        _wall(left, right)
        for (left, right), one in zip(found, at, strict=True)
        if sum(counts[near] for near in _around(one)) >= LEAST
    ]
    return np.array(walls, dtype=float).reshape(-1, 3)


def _around(at: tuple[int, int]) -> Iterator[tuple[int, int]]:
    yield from ((at[0] + x, at[1] + y) for x, y in product((-1, 0, 1), repeat=2))


def _meet(left: Segment, right: Segment, reach: float) -> bool:
    """Tell whether a number is followed closely by something that is no unit of it."""
    near = 0 < right.start - left.end <= reach * left.em
    return bool(near and _NUMBER.fullmatch(left.text) and _WIDE.match(right.text) and not _COUNTED.match(right.text))


def _wall(left: Segment, right: Segment) -> tuple[float, float, float]:
    top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
    return (left.end + right.start) / 2, top, bottom
