"""The chart of near misses by month as inline SVG: what a stop caught below, what somebody wrote on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sekisho.register.near_misses import Tally

STEP, BAR, FIRST, FLOOR, TALLEST, GAP = 44, 28, 28, 130, 96, 6
"""Widths and heights, in the chart's own units; it is 560 wide and 172 high."""


@dataclass(frozen=True, slots=True)
class Column:
    """One month. ``x``, ``middle``: its left edge and its middle; ``top``: where its number stands."""

    month: int
    tally: Tally
    x: int
    middle: int
    stopped_y: int
    stopped: int
    written_y: int
    written: int
    top: int


def columns(months: Sequence[tuple[date, Tally]]) -> tuple[Column, ...]:
    """Return the columns of a chart, the tallest as high as there is room; nothing where there is nothing to draw."""
    most = max((tally.total for _, tally in months), default=0)
    if not most:
        return ()
    return tuple(_column(place, first.month, tally, most) for place, (first, tally) in enumerate(months))


def _column(place: int, month: int, tally: Tally, most: int) -> Column:
    x = FIRST + place * STEP
    whole = round(tally.total / most * TALLEST)
    stopped = round(tally.stopped / most * TALLEST)
    return Column(
        month, tally, x, x + BAR // 2, FLOOR - stopped, stopped, FLOOR - whole, whole - stopped, FLOOR - whole - GAP
    )
