"""Days and moments as an office writes them: 11月24日（火）, 令和8年11月24日, 今日 9:12."""

from __future__ import annotations

from datetime import date, datetime

from sekisho.japan.dates import ERAS
from sekisho.web.clock import JAPAN
from sekisho.words import Sentence, Titled, say

MONTHS = (
    say("1月"), say("2月"), say("3月"), say("4月"), say("5月"), say("6月"),
    say("7月"), say("8月"), say("9月"), say("10月"), say("11月"), say("12月"),
)  # fmt: skip
WEEKDAYS = (say("月"), say("火"), say("水"), say("木"), say("金"), say("土"), say("日"))
"""From Monday, as :meth:`datetime.date.weekday` counts."""


def day_of(moment: date | datetime) -> date:
    """Return the day in Japan; a moment must know its time zone."""
    return in_japan(moment).date() if isinstance(moment, datetime) else moment


def in_japan(moment: datetime) -> datetime:
    """Return the same moment by the clock of an office in Japan.

    Raises:
        ValueError: the moment does not say in which time zone it is.

    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(JAPAN)


def clock_of(moment: datetime) -> str:
    """Return hour and minute: 9:12."""
    here = in_japan(moment)
    return f"{here.hour}:{here.minute:02}"


def when(moment: datetime, today: date) -> Sentence:
    """Return a moment: today's by its hour, another one by its day, and with its year where that is not this one."""
    day, time = day_of(moment), clock_of(moment)
    if day == today:
        return say("今日 {time}", time=time)
    return say("{day} {time}", day=wareki(day) if day.year != today.year else _month_and_day(day), time=time)


def with_weekday(day: date | datetime, today: date) -> Sentence:
    """Return a day with its day of the week, and with its year where that is not this one."""
    one = day_of(day)
    said = wareki(one) if one.year != today.year else _month_and_day(one)
    return say("{day}（{weekday}）", day=said, weekday=WEEKDAYS[one.weekday()])


def wareki(day: date | datetime) -> Sentence:
    """Return a day with the year of its era, as it stands in a document; the English says the western year.

    Raises:
        ValueError: the day is before the first era that we know.

    """
    one = day_of(day)
    era, year = era_year(one)
    written = Titled(f"{era}{'元' if year == 1 else year}年", str(one.year))
    return say("{year}{month}{day}日", year=written, month=MONTHS[one.month - 1], day=one.day)


def era_year(day: date) -> tuple[str, int]:
    """Return the era of a day, and the year in it.

    Raises:
        ValueError: the day is before the first era that we know.

    """
    for era in reversed(ERAS):
        if day >= era.start:
            return era.name, day.year - era.start.year + 1
    raise ValueError(f"before the first era: {day}")


def _month_and_day(day: date) -> Sentence:
    return say("{month}{day}日", month=MONTHS[day.month - 1], day=day.day)
