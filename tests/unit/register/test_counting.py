"""The state of a measure: counted, always with its denominator, and never better than the evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.register.counting import Evidence, Held, Standing, Taught, standing
from sekisho.register.facts import Facts, Look, StepDone, Stop
from sekisho.register.model import Days, Tie

YEAR = Days(date(2026, 4, 1), date(2027, 3, 31))
DAY = date(2026, 10, 1)
TRACE = StepDone("trace", "confirm", ("enforced",), ("staff/1",))
SEAL = StepDone("seal", "seal", ("claimed",), ("staff/2",))
INSPECT = StepDone("inspect", "inspect", ("enforced",), ())
PLAIN = Facts(
    *("2026-0001", "hoiku", "mail", "v1", "email", DAY, DAY), False, False, (INSPECT, TRACE, SEAL), ("key",), (), ()
)
STEP, CHECK = Tie("step", "trace", "mail"), Tie("check", "scope", "mail")


def counted(*facts: Facts, ties: tuple[Tie, ...] = (STEP,), start: date | None = None, **more: object) -> Standing:
    return standing(ties, replace(Evidence(facts), **more), YEAR, start)  # type: ignore[arg-type]


def shares(found: Standing) -> list[str]:
    return [f"{one.done}/{one.of} {one.unit}" for one in found.counts]


# ---------------------------------------------------------------- what is not counted


def test_tied_to_nothing_is_words_only_whatever_was_sent() -> None:
    found = counted(PLAIN, PLAIN, ties=())
    assert (found.state, found.counts, found.stops) == ("words-only", (), 0)


@pytest.mark.parametrize(
    "facts",
    [
        replace(PLAIN, drill=True),
        replace(PLAIN, released_on=None),
        replace(PLAIN, released_on=YEAR.first - timedelta(days=1)),
        replace(PLAIN, released_on=YEAR.last + timedelta(days=1)),
        replace(PLAIN, procedure="post"),
    ],
)
def test_drills_unreleased_other_years_and_other_procedures_are_no_occasion(facts: Facts) -> None:
    found = counted(facts)
    assert (found.state, found.counts, found.missing) == ("no-occasion", (), 0)


def test_what_left_before_the_start_does_not_count_and_on_its_day_does() -> None:
    assert counted(PLAIN, start=DAY + timedelta(days=1)).state == "no-occasion"
    assert shares(counted(PLAIN, start=DAY)) == ["1/1 dispatch"]


def test_a_stop_of_a_dispatch_that_has_not_left_is_counted_as_a_stop_alone() -> None:
    stopped = replace(PLAIN, released_on=None, stops=(Stop("scope", "", DAY, "open"),))
    found = counted(stopped, ties=(CHECK,))
    assert (found.state, found.stops) == ("no-occasion", 1)


def test_another_check_is_neither_stopped_nor_excepted_by_this_one() -> None:
    other = replace(PLAIN, stops=(Stop("hidden", "", DAY, "waived"),), waivers=("hidden",))
    found = counted(other, ties=(CHECK,))
    assert (found.state, found.stops, found.waived) == ("done", 0, 0)


# ---------------------------------------------------------------- what is


def test_two_of_three_with_one_exception() -> None:
    excepted = replace(PLAIN, number="2026-0003", waivers=("scope",), stops=(Stop("scope", "", DAY, "waived"),))
    repaired = replace(PLAIN, number="2026-0002", stops=(Stop("scope", "", DAY, "changed"),))
    found = counted(PLAIN, repaired, excepted, ties=(CHECK,))
    assert (found.state, shares(found), found.excused, found.stops) == ("exceptions", ["2/3 dispatch"], 1, 2)
    assert [(one.number, one.excused) for one in found.misses] == [("2026-0003", True)]


def test_a_procedure_without_the_step_is_not_kept_and_no_exception_with_a_reason() -> None:
    found = counted(replace(PLAIN, steps=(INSPECT,)))
    assert (found.state, shares(found), found.excused, found.missing) == ("exceptions", ["0/1 dispatch"], 0, 1)


def test_a_step_that_is_still_to_be_done_is_told_otherwise_than_one_that_is_not_there() -> None:
    [miss] = counted(PLAIN, ties=(Tie("step", "key", "mail"),)).misses
    [gone] = counted(PLAIN, ties=(Tie("step", "nowhere", "mail"),)).misses
    assert miss.why.text != gone.why.text


def test_a_difference_that_the_chief_explained_is_an_exception_of_that_step() -> None:
    counting = StepDone("count", "count", ("claimed",), ("staff/2",), differences=1)
    facts = replace(PLAIN, steps=(INSPECT, counting))
    assert counted(facts, ties=(Tie("step", "count", "mail"),)).excused == 1


def test_any_waiver_is_an_exception_of_the_step_that_inspects() -> None:
    found = counted(replace(PLAIN, waivers=("hidden",)), ties=(Tie("step", "inspect", "mail"),))
    assert (found.state, found.excused, found.waived) == ("exceptions", 1, 1)


def test_all_of_several_ties_have_to_be_kept_and_one_exception_is_told_once() -> None:
    excepted = replace(PLAIN, waivers=("scope",))
    found = counted(PLAIN, excepted, ties=(STEP, CHECK, Tie("step", "inspect", "mail")))
    assert shares(found) == ["1/2 dispatch"]
    assert (len(found.misses), found.waived) == (1, 1)


def test_a_change_holds_from_its_version_on() -> None:
    old, new = replace(PLAIN, version="v1"), replace(PLAIN, version="v2")
    newer = replace(PLAIN, version="v3")
    found = counted(old, new, newer, ties=(Tie("procedure", "v2", "mail"),), versions={"mail": ("v1", "v2", "v3")})
    assert (found.state, shares(found)) == ("exceptions", ["2/3 dispatch"])


def test_claimed_where_a_person_said_a_part_of_it() -> None:
    found = counted(PLAIN, ties=(STEP, Tie("step", "seal", "mail")))
    assert (found.enforced, found.claimed, found.people) == (0, 1, 2)
    assert (counted(PLAIN).enforced, counted(PLAIN).claimed, counted(PLAIN).people) == (1, 0, 1)


def test_a_check_of_every_procedure_counts_what_was_inspected() -> None:
    other = replace(PLAIN, procedure="post")
    bare = replace(PLAIN, steps=(TRACE,))
    assert shares(counted(PLAIN, other, bare, ties=(Tie("check", "scope"),))) == ["2/2 dispatch"]


def test_a_mismatch_is_a_stop_of_its_step() -> None:
    facts = replace(PLAIN, stops=(Stop("", "trace", DAY, "changed"),))
    assert counted(facts).stops == 1
    assert counted(facts, ties=(CHECK,)).stops == 0


# ---------------------------------------------------------------- people and occurrences

COURSE, SERIES = Tie("course", "郵送物確認ルール"), Tie("series", "s1")


def test_people_are_counted_of_their_section() -> None:
    taught = {("郵送物確認ルール", ""): Taught(7, 9, (DAY,) * 7)}
    found = counted(ties=(COURSE,), taught=taught)
    assert (found.state, shares(found), found.excused, found.missing) == ("exceptions", ["7/9 person"], 0, 2)
    assert sum(one.applied for one in found.months) == 7
    assert counted(ties=(COURSE,)).state == "no-occasion"


@pytest.mark.parametrize(
    ("held", "state", "share"),
    [
        (Held("monthly", date(2026, 4, 1), ()), "exceptions", "0/12 time"),
        (Held("monthly", date(2026, 4, 1), tuple(date(2026 + (m > 12), (m - 1) % 12 + 1, 9) for m in range(4, 16))), "done", "12/12 time"),
        (Held("yearly", date(2026, 10, 1), ()), "no-occasion", ""),
        (Held("once", date(2026, 10, 1), (date(2026, 10, 3),)), "done", "1/1 time"),
        (Held("quarterly", date(2026, 4, 1), (DAY,) * 5), "exceptions", "1/4 time"),
    ],
)  # fmt: skip
def test_what_comes_again_is_owed_for_turns_that_have_ended(held: Held, state: str, share: str) -> None:
    found = counted(ties=(SERIES,), held={"s1": held})
    assert found.state == state
    assert shares(found) == ([share] if share else [])


def test_dispatches_are_told_before_people() -> None:
    found = counted(PLAIN, ties=(COURSE, STEP), taught={("郵送物確認ルール", ""): Taught(9, 9)})
    assert (found.state, shares(found)) == ("done", ["1/1 dispatch", "9/9 person"])


# ---------------------------------------------------------------- what always holds

FACTS = st.builds(
    Facts,
    number=st.integers(1, 9).map(lambda n: f"2026-{n:04}"),
    department=st.just("hoiku"),
    procedure=st.sampled_from(["mail", "post"]),
    version=st.sampled_from(["v1", "v2"]),
    channel=st.just("email"),
    opened_on=st.just(DAY),
    released_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    drill=st.booleans(),
    abandoned=st.just(False),
    steps=st.lists(st.sampled_from([INSPECT, TRACE, SEAL]), unique=True).map(tuple),
    undone=st.just(()),
    stops=st.lists(st.sampled_from([Stop("scope", "", DAY, "waived"), Stop("", "trace", DAY, "changed")])).map(tuple),
    waivers=st.lists(st.sampled_from(["scope", "hidden"]), max_size=3).map(tuple),
)
TIES = st.lists(
    st.sampled_from([STEP, CHECK, Tie("check", "scope"), Tie("procedure", "v2", "mail"), COURSE, SERIES]), unique=True
)


@given(st.lists(FACTS, max_size=12), TIES, st.none() | st.dates(date(2026, 1, 1), date(2027, 6, 1)))
def test_nothing_is_called_done_that_is_not(facts: list[Facts], ties: list[Tie], start: date | None) -> None:
    found = counted(*facts, ties=tuple(ties), start=start, versions={"mail": ("v1", "v2")})
    assert all(0 <= one.done <= one.of and one.of for one in found.counts)
    assert (found.state == "words-only") == (not ties)
    assert (found.state == "done") == (bool(found.counts) and not found.missing)
    assert (found.state == "no-occasion") == (bool(ties) and not found.counts)
    assert found.missing == sum(one.of - one.done for one in found.counts)
    assert found.excused <= found.missing
    dispatches = [one for one in found.counts if one.unit == "dispatch"]
    if dispatches:
        [count] = dispatches
        counting = [
            one for one in facts if one.released_on is not None and one.released_on in found.days and not one.drill
        ]
        assert count.of <= len(counting)
        assert found.enforced + found.claimed == count.done
        assert count.of - count.done <= len(found.misses)


@given(st.lists(FACTS, max_size=8), TIES, FACTS)
def test_one_more_dispatch_never_takes_an_exception_away(facts: list[Facts], ties: list[Tie], more: Facts) -> None:
    before = counted(*facts, ties=tuple(ties), versions={"mail": ("v1", "v2")})
    after = counted(*facts, more, ties=tuple(ties), versions={"mail": ("v1", "v2")})
    assert after.missing >= before.missing
    assert after.stops >= before.stops
    assert not (before.state == "exceptions" and after.state != "exceptions")


@given(st.lists(FACTS, max_size=8), TIES, st.randoms())
def test_the_order_of_dispatches_says_nothing(facts: list[Facts], ties: list[Tie], chance: object) -> None:
    mixed = list(facts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first = counted(*facts, ties=tuple(ties), versions={"mail": ("v1", "v2")})
    second = counted(*mixed, ties=tuple(ties), versions={"mail": ("v1", "v2")})
    assert replace(first, misses=()) == replace(second, misses=())
    assert len(first.misses) == len(second.misses)


# ---------------------------------------------------------------- a check that had nothing to look at


ANYWHERE = Tie("check", "scope", "")


@pytest.mark.parametrize("tie", [CHECK, ANYWHERE])
@pytest.mark.parametrize("looks", [{}, {"hidden": "looked"}, {"hidden": "unable"}])
def test_a_check_that_had_nothing_to_look_at_had_no_occasion(tie: Tie, looks: dict[str, Look]) -> None:
    found = counted(replace(PLAIN, looks=looks), ties=(tie,))
    assert (found.state, found.counts, found.misses) == ("no-occasion", (), ())


@pytest.mark.parametrize("tie", [CHECK, ANYWHERE])
def test_a_check_that_could_not_look_was_not_kept(tie: Tie) -> None:
    blind = replace(PLAIN, number="2026-0002", looks={"scope": "unable", "hidden": "looked"})
    found = counted(replace(PLAIN, looks={"scope": "looked"}), blind, ties=(tie,))
    assert (found.state, shares(found)) == ("exceptions", ["1/2 dispatch"])
    [miss] = found.misses
    assert (miss.number, miss.excused) == ("2026-0002", False)
    assert "見ていない" in miss.why.text


def test_a_step_asks_for_no_check() -> None:
    assert shares(counted(replace(PLAIN, looks={}))) == ["1/1 dispatch"]
