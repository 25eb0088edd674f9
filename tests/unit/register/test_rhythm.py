"""Turns of what comes again: month ends, nothing owed for what still runs, and no busy spring for the autumn."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.register.counting import Evidence, Held, standing
from sekisho.register.model import MONTHS, RHYTHMS, Days, Tie, fiscal
from sekisho.register.rhythm import BEFORE, kept, next_due, stage, turns

DAY = timedelta(days=1)
AGAIN = sorted(set(RHYTHMS) - {"once"})
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
YEAR = fiscal(2026)


def test_every_rhythm_has_its_months() -> None:
    assert set(MONTHS) == set(RHYTHMS)
    assert MONTHS["once"] == 0
    assert all(12 % MONTHS[one] == 0 for one in AGAIN), "turns fill a year"


# ---------------------------------------------------------------- what must not be


def test_nothing_is_owed_for_a_turn_that_still_runs() -> None:
    assert kept("monthly", date(2026, 4, 1), None, [], Days(date(2026, 4, 1), date(2026, 4, 29))) == (0, 0)
    assert kept("monthly", date(2026, 4, 1), None, [], Days(date(2026, 4, 1), date(2026, 4, 30))) == (0, 1)


def test_nothing_is_owed_before_it_began_or_after_it_ended() -> None:
    assert kept("monthly", date(2027, 1, 1), None, [], Days(YEAR.first, date(2026, 12, 31))) == (0, 0)
    assert kept("monthly", YEAR.first, date(2026, 5, 31), [], YEAR) == (0, 2)
    assert kept("yearly", YEAR.first, date(2026, 5, 31), [], YEAR) == (0, 0)


def test_a_busy_spring_does_not_stand_for_the_autumn() -> None:
    april = [date(2026, 4, one) for one in range(1, 13)]
    assert kept("monthly", YEAR.first, None, april, YEAR) == (1, 12)
    assert kept("quarterly", YEAR.first, None, april, YEAR) == (1, 4)


def test_what_comes_once_is_owed_once_and_not_every_year() -> None:
    by = date(2026, 6, 30)
    assert kept("once", by, None, [], fiscal(2025)) == (0, 0), "its day has not come"
    assert kept("once", by, None, [date(2026, 6, 10)], YEAR) == (1, 1), "before its day is in time"
    assert kept("once", by, None, [date(2026, 6, 10)], fiscal(2027)) == (0, 0), "it was held"
    assert kept("once", by, None, [], fiscal(2027)) == (0, 1), "it still was not"
    assert kept("once", by, date(2026, 5, 1), [], YEAR) == (0, 0), "it ended before its day"


def test_a_turn_that_runs_counts_where_it_was_held() -> None:
    today = Days(YEAR.first, date(2026, 4, 10))
    assert kept("yearly", YEAR.first, None, [date(2026, 4, 2)], today) == (1, 1)


# ---------------------------------------------------------------- month ends


@pytest.mark.parametrize(
    ("held", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 2, 28), date(2026, 3, 28)),
    ],
)
def test_a_month_later(held: date, due: date) -> None:
    assert next_due("monthly", date(2020, 1, 1), [held]) == due


def test_half_a_year_and_a_year_later() -> None:
    assert next_due("half-yearly", date(2020, 1, 1), [date(2026, 8, 31)]) == date(2027, 2, 28)
    assert next_due("yearly", date(2020, 1, 1), [date(2028, 2, 29)]) == date(2029, 2, 28)
    assert next_due("quarterly", date(2026, 11, 30), []) == date(2027, 2, 27)


def test_turns_that_begin_at_the_end_of_a_month_leave_no_day_out() -> None:
    found = list(turns("monthly", Days(date(2026, 1, 31), date(2026, 5, 30))))
    assert [one.first for one in found] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


# ---------------------------------------------------------------- whatever the days


@given(st.sampled_from(AGAIN), days, st.integers(0, 2000))
def test_turns_follow_each_other_day_by_day(rhythm: str, first: date, length: int) -> None:
    span = Days(first, first + timedelta(days=length))
    found = list(turns(rhythm, span))
    assert found[0].first == first
    assert all(one.first <= one.last for one in found)
    assert all(after.first == before.last + DAY for before, after in itertools.pairwise(found))
    assert found[-1].first <= span.last <= found[-1].last


@given(st.sampled_from(sorted(RHYTHMS)), days, st.lists(days, max_size=20), days, st.integers(0, 800))
def test_never_more_kept_than_owed(rhythm: str, since: date, held: list[date], first: date, length: int) -> None:
    span = Days(first, first + timedelta(days=length))
    done, owed = kept(rhythm, since, None, held, span)
    assert 0 <= done <= owed
    assert kept(rhythm, since, None, [*held, *held], span) == (done, owed), "twice on a day is once"
    more, still = kept(rhythm, since, None, [*held, span.last], span)
    if span.last >= since and not (rhythm == "once" and any(one < span.first for one in held)):
        assert more >= done
        assert still >= owed


@given(st.sampled_from(AGAIN), days, st.integers(1, 12))
def test_whoever_holds_it_when_it_is_due_owes_nothing(rhythm: str, since: date, times: int) -> None:
    held: list[date] = []
    for _ in range(times):
        due = next_due(rhythm, since, held)
        assert due is not None
        held.append(due)
    done, owed = kept(rhythm, since, None, held, Days(since, held[0]))
    assert (done, owed) == (1, 1)


@given(st.sampled_from(sorted(RHYTHMS)), days, st.lists(days, min_size=1, max_size=5))
def test_the_next_day_is_after_the_last_one(rhythm: str, since: date, held: list[date]) -> None:
    due = next_due(rhythm, since, held)
    assert due is None if rhythm == "once" else due is not None and due > max(held)


@given(days, st.integers(-60, 60))
def test_a_reminder_comes_soon_before_and_then_on_the_day(due: date, late: int) -> None:
    told = stage(due, due + timedelta(days=late))
    assert told == ("due" if late >= 0 else "soon" if -late <= BEFORE.days else None)


# ---------------------------------------------------------------- as a measure sees it


def test_a_measure_on_a_series_says_of_how_many() -> None:
    tie = Tie("series", "1")
    held = Held("quarterly", YEAR.first, (date(2026, 4, 5), date(2026, 10, 1)))
    found = standing([tie], Evidence(held={"1": held}), YEAR)
    assert (found.state, found.missing) == ("exceptions", 2)
    assert [(one.done, one.of) for one in found.counts] == [(2, 4)]


def test_a_measure_on_a_series_that_ended_owes_nothing_more() -> None:
    held = Held("monthly", YEAR.first, (date(2026, 4, 5),), date(2026, 4, 30))
    assert standing([Tie("series", "1")], Evidence(held={"1": held}), YEAR).state == "done"
