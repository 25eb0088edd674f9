"""A new incident held against those before it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sekisho.register.recurrence import SHARED, Traits, like

NEW = Traits(9, date(2026, 10, 1), "others-included", "mail", "email", "hoiku")


def past(number: int, **traits: str) -> Traits:
    return Traits(number, date(2025, 5, number), **traits)


def test_nothing_in_common_is_not_like_it() -> None:
    assert like(NEW, [past(1, failure="lost", procedure="post", channel="post", department="shimin")]) == ()


def test_what_is_not_known_is_like_nothing() -> None:
    assert like(Traits(9, date(2026, 10, 1)), [past(1)]) == ()


def test_other_is_no_kind_of_failure_in_common() -> None:
    assert like(Traits(9, date(2026, 10, 1), failure="other"), [past(1, failure="other")]) == ()


def test_neither_itself_nor_what_came_later() -> None:
    later = Traits(10, date(2026, 10, 2), "others-included")
    assert like(NEW, [NEW, later]) == ()


def test_those_of_one_day_are_held_against_each_other_once() -> None:
    one, other = Traits(1, NEW.on, "lost"), Traits(2, NEW.on, "lost")
    assert [found.id for found in like(other, [one])] == [1]
    assert like(one, [other]) == ()


def test_the_same_failure_or_procedure_is_suspected_and_the_same_department_alone_is_not() -> None:
    there = [
        past(1, failure="others-included"),
        past(2, procedure="mail"),
        past(3, department="hoiku"),
        past(4, channel="email"),
    ]
    suspected = {one.id: one.suspected for one in like(NEW, there)}
    assert suspected == {1: True, 2: True, 3: False, 4: False}


def test_more_in_common_comes_first_then_what_weighs_more_then_the_latest() -> None:
    there = [
        past(1, department="hoiku"),
        past(2, failure="others-included"),
        past(3, failure="others-included"),
        past(4, channel="email", department="hoiku"),
    ]
    assert [one.id for one in like(NEW, there)] == [4, 3, 2, 1]


@given(st.lists(st.builds(Traits, id=st.integers(10, 50), on=st.dates(date(2020, 1, 1), date(2026, 9, 1)),
                          failure=st.sampled_from(["", "lost", "others-included"]), department=st.sampled_from(["", "hoiku"]))))  # fmt: skip
def test_everything_that_shares_something_is_there(there: list[Traits]) -> None:
    found = [one.id for one in like(NEW, there)]
    sharing = [one for one in there if any(getattr(one, key) == getattr(NEW, key) for key in SHARED)]
    assert sorted(found) == sorted(one.id for one in sharing)
