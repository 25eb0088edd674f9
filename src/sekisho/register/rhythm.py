"""What comes again (行事の周期): how many turns were kept in some days, when it is due next, when somebody is reminded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from sekisho.register.model import MONTHS, Days

BEFORE = timedelta(days=14)
"""How long before a day somebody is reminded of it for the first time."""
Stage = Literal["soon", "due"]
_DAY = timedelta(days=1)


def turns(rhythm: str, days: Days) -> Iterator[Days]:
    """Give the turns that begin within days, the first of them with their first day; the last one may end after them.

    What comes but once has none.
    """
    months, place = MONTHS[rhythm], 0
    while months and (first := _later(days.first, place * months)) <= days.last:
        place += 1
        yield Days(first, _later(days.first, place * months) - _DAY)


def kept(rhythm: str, since: date, ended: date | None, held: Iterable[date], days: Days) -> tuple[int, int]:
    """Return in how many turns within days it was held, and in how many it had to be.

    Nothing is owed before it began, after it ended, or for a turn that still runs; held twice in a turn is held once, so
    that a busy spring does not stand for the autumn. What comes but once is owed from its day on until it was held.
    """
    on = sorted(held)
    if not MONTHS[rhythm]:
        return _once(since, ended, on, days)
    span = Days(max(days.first, since), min(days.last, ended) if ended else days.last)
    done = owed = 0
    for turn in turns(rhythm, span):
        has = any(day in turn and day <= span.last for day in on)
        done += has
        owed += has or turn.last <= span.last
    return done, owed


def next_due(rhythm: str, since: date, held: Iterable[date]) -> date | None:
    """Return the last day by which it is to be held next; nothing where it comes once and has been."""
    done = sorted(held)
    months = MONTHS[rhythm]
    if not months:
        return None if done else since
    return _later(done[-1], months) if done else _later(since, months) - _DAY


def stage(due: date, today: date) -> Stage | None:
    """Return of what somebody is to be reminded: that a day comes soon, or that it is there; nothing before that."""
    if today >= due:
        return "due"
    return "soon" if due - today <= BEFORE else None


def _once(since: date, ended: date | None, on: list[date], days: Days) -> tuple[int, int]:
    if on and on[0] < days.first:
        return 0, 0
    if on and on[0] <= days.last:
        return 1, 1
    return 0, int(since <= days.last and (ended is None or since <= ended))


def _later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a month that is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1).day
    return date(year, month, min(day.day, last))
