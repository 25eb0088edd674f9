"""What comes again (行事の周期): how often it is due in some days, and when it is due next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sekisho.register.model import MONTHS, Days


def expected(rhythm: str, days: Days) -> int:
    """Return how many turns of a rhythm have ended within days; nothing is owed for a turn that still runs.

    A turn begins with the first of the days. What comes but once is owed once.
    """
    if days.last < days.first:
        return 0
    months, turns = MONTHS[rhythm], 0
    if not months:
        return 1
    while _later(days.first, (turns + 1) * months).toordinal() <= days.last.toordinal() + 1:
        turns += 1
    return turns


def next_due(rhythm: str, since: date, held: Iterable[date]) -> date | None:
    """Return the last day by which it is to be held next; nothing where it comes once and has been."""
    done = sorted(held)
    months = MONTHS[rhythm]
    if not months:
        return None if done else since
    return _later(done[-1] if done else since, months)


def _later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a month that is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1).day
    return date(year, month, min(day.day, last))
