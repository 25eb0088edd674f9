"""Numbers that must come one after the other: which of them are missing, come late, or come twice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Step = Literal["next", "ahead", "late", "again"]
"""next: as it should be. ahead: those between are missing so far. late: was missing, is here now. again: was here before."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Numbers of a run from ``start`` to before ``end`` that did not come. ``seq``: place in the log of what came instead."""

    run: str
    start: int
    end: int
    seq: int


class Numbering:
    """Any number of runs, each from ``first`` on. Holds one number for each run, and the holes."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._next: dict[str, int] = {}
        self._holes: dict[str, list[Hole]] = {}

    def next(self, run: str) -> int:
        """Return the number that should come."""
        return self._next.get(run, self._first)

    def take(self, run: str, number: int, seq: int) -> Step:
        """Note that a number came, at a place in the log."""
        due = self.next(run)
        if number >= due:
            self._next[run] = number + 1
            if number == due:
                return "next"
            self._holes.setdefault(run, []).append(Hole(run, due, number, seq))
            return "ahead"
        return "late" if self.fill(run, number) else "again"

    def lack(self, run: str, end: int, seq: int) -> None:
        """Note that all numbers before ``end`` should have come by now."""
        if (due := self.next(run)) < end:
            self._holes.setdefault(run, []).append(Hole(run, due, end, seq))

    def fill(self, run: str, number: int) -> bool:
        """Take a number out of the holes, and return whether it was in one."""
        holes = self._holes.get(run, [])
        place = bisect_right(holes, number, key=lambda hole: hole.start) - 1
        if place < 0 or number >= (hole := holes[place]).end:
            return False
        rest = (Hole(run, hole.start, number, hole.seq), Hole(run, number + 1, hole.end, hole.seq))
        holes[place : place + 1] = [part for part in rest if part.start < part.end]
        return True

    def holes(self) -> Iterator[Hole]:
        """Yield what is missing of every run."""
        for holes in self._holes.values():
            yield from holes
