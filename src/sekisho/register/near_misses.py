"""Near misses (ヒヤリ・ハット): what would have gone wrong, as stops show it and as people write it; only ever counted.

A stop is a near miss where what left afterwards was something else: whoever was let through as they were by an exception,
or by another list, nearly did nothing. Findings come in hundreds where one wrong file was brought, so a dispatch counts once
for each kind of failure, on the day on which it first stopped. Drills do not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sekisho.register.facts import Facts, Stop
from sekisho.register.model import FAILURES, Days

_BY_CHECK: Mapping[str, str] = {
    "scope": "others-included",
    "reconcile": "swapped",
    "lookalike": "swapped",
    "pages": "swapped",
    "address": "wrong-recipient",
    "consent": "without-consent",
    "hidden": "hidden",
    "redaction": "hidden",
    "protection": "unsealed",
}
"""What would have happened, had it left with a finding of a check; the others are of no kind of their own."""
_BY_STEP = "swapped"
"""What two numbers that do not match would have become."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """One near miss. ``stopped``: it comes from a stop, and nobody wrote it. ``department``: where it happened."""

    on: date
    failure: str
    stopped: bool
    department: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there were: those that a stop caught, and those that people wrote."""

    stopped: int = 0
    written: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.stopped + self.written


@dataclass(frozen=True, slots=True)
class Counted:
    """Near misses of some days. ``months``: every one of them by its first day; ``kinds``: every kind of failure that was."""

    days: Days
    total: Tally
    months: tuple[tuple[date, Tally], ...]
    kinds: tuple[tuple[str, Tally], ...]


def failure_of(stop: Stop) -> str:
    """Return the kind of failure that a stop kept from happening."""
    return _BY_CHECK.get(stop.check, "other") if stop.check else _BY_STEP


def from_stops(facts: Iterable[Facts]) -> tuple[NearMiss, ...]:
    """Return the near misses that stops show, in the order in which dispatches are given."""
    return tuple(near for one in facts if not one.drill for near in _of(one))


def counted(near: Sequence[NearMiss], days: Days) -> Counted:
    """Return how many there were in some days, by month and by kind; kinds with most of them first."""
    inside = [one for one in near if one.on in days]
    months = Counter((one.on.replace(day=1), one.stopped) for one in inside)
    kinds = Counter((one.failure, one.stopped) for one in inside)
    told = [(key, _tally(kinds, key)) for key in FAILURES if kinds[key, True] or kinds[key, False]]
    return Counted(
        days,
        Tally(sum(one.stopped for one in inside), sum(not one.stopped for one in inside)),
        tuple((first, _tally(months, first)) for first in _months(days)),
        tuple(sorted(told, key=lambda one: -one[1].total)),
    )


def _of(facts: Facts) -> Iterable[NearMiss]:
    first: dict[str, date] = {}
    for stop in facts.stops:
        if stop.outcome == "changed":
            kind = failure_of(stop)
            first[kind] = min(stop.on, first.get(kind, stop.on))
    for kind, on in first.items():
        yield NearMiss(on, kind, stopped=True, department=facts.department)


def _tally(found: Counter[tuple[str, bool]] | Counter[tuple[date, bool]], key: object) -> Tally:
    return Tally(found[key, True], found[key, False])  # type: ignore[index]


def _months(days: Days) -> Iterable[date]:
    first = days.first.replace(day=1)
    while first <= days.last:
        yield first
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
