"""Small charts as inline SVG (月ごとの棒): plain numbers in, places of bars out. A table with the same numbers stands behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.register.counting import Month
from sekisho.words import Sentence, say

STEP, BAR, TALLEST, FLOOR, MARK = 17, 13, 21, 31, 6
"""Widths and heights of a small chart, in its own units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart. ``stop``: a month in which something stopped has a red square above its bar."""

    x: int
    y: int
    height: int
    stop: bool
    stop_x: float
    stop_y: int


@dataclass(frozen=True, slots=True)
class Spark:
    """A small chart of months. ``words``: the same for whoever does not see it."""

    width: int
    bars: tuple[Bar, ...]
    words: tuple[Sentence, ...]


def spark(months: Sequence[Month]) -> Spark:
    """Return the chart of some months, the tallest bar as high as there is room."""
    most = max((one.applied for one in months), default=0)
    bars = []
    for place, one in enumerate(months):
        height = max(2, round(one.applied / most * TALLEST)) if one.applied else 0
        y = FLOOR - height
        bars.append(Bar(place * STEP, y, height, bool(one.stops), place * STEP + (BAR - MARK) / 2, y - MARK - 2))
    return Spark(max(1, len(months)) * STEP, tuple(bars), tuple(map(_words, months)))


def _words(one: Month) -> Sentence:
    if one.stops:
        return say("{month}月{count}件（停止{stops}）", month=one.first.month, count=one.applied, stops=one.stops)
    return say("{month}月{count}件", month=one.first.month, count=one.applied)
