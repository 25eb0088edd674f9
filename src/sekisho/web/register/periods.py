"""Over which days measures are counted (測る期間): a fiscal year, the present one only until today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from sekisho.japan.dates import fiscal_year
from sekisho.register.model import Days, fiscal
from sekisho.web.ui.pages import number_in
from sekisho.words import Sentence, say

_EARLIEST = 1989


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal year as a page offers it."""

    year: int
    days: Days
    title: Sentence


def period(year: int, today: date) -> Period:
    """Return a fiscal year, the present one until today."""
    whole = fiscal(year)
    days = Days(whole.first, min(whole.last, max(today, whole.first)))
    return Period(year, days, title_of(year))


def offered(today: date, first: int) -> tuple[Period, ...]:
    """Return the fiscal years over which may be counted, the present one first."""
    now = fiscal_year(today)
    return tuple(period(year, today) for year in range(now, min(first, now) - 1, -1))


def known(year: int, today: date) -> bool:
    """Return whether there can be a report of a fiscal year: it has begun, and cities had computers."""
    return _EARLIEST <= year <= fiscal_year(today)


def asked(request: HttpRequest, today: date) -> Period:
    """Return the fiscal year that a page is asked to count over; the present one where it is none."""
    now = fiscal_year(today)
    year = number_in(request.GET, "over", now)
    return period(year if known(year, today) else now, today)


def title_of(year: int) -> Sentence:
    """Return 令和5年度（2023）."""
    return say("令和{era}年度（{year}）", era=_era(year), year=year) if year >= _REIWA else say("{year}年度", year=year)


_REIWA = 2019


def _era(year: int) -> str:
    return "元" if year == _REIWA else str(year - _REIWA + 1)
