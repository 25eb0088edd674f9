"""Which stops are near misses, and how they are counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sekisho.inspection.checks import CHECKS
from sekisho.register.facts import Facts, Outcome, Stop
from sekisho.register.model import FAILURES, fiscal
from sekisho.register.near_misses import NearMiss, counted, failure_of, from_stops

ON = date(2026, 5, 12)
YEAR = fiscal(2026)


def dispatch(*stops: Stop, drill: bool = False, abandoned: bool = False) -> Facts:
    return Facts("8-1", "hoiku", "p", "v", "email", ON, None, drill, abandoned, (), (), stops, ())


def stop(check: str = "scope", outcome: Outcome = "changed", on: date = ON) -> Stop:
    return Stop(check, "", on, outcome)


def test_a_stop_that_was_waived_or_is_open_or_was_the_list_is_none() -> None:
    for outcome in ("waived", "open", "source"):
        assert not from_stops([dispatch(stop(outcome=outcome))])  # type: ignore[arg-type]


def test_a_drill_is_none() -> None:
    assert not from_stops([dispatch(stop(), drill=True)])


def test_a_file_with_hundreds_of_findings_is_one_near_miss_of_each_kind() -> None:
    found = from_stops([dispatch(*[stop()] * 190, stop("hidden"), stop(on=ON - timedelta(days=1)))])
    assert found == (
        NearMiss(ON - timedelta(days=1), "others-included", stopped=True, department="hoiku"),
        NearMiss(ON, "hidden", stopped=True, department="hoiku"),
    )


def test_numbers_that_did_not_match_would_have_been_swapped() -> None:
    [found] = from_stops([dispatch(Stop("", "match", ON, "changed"))])
    assert (found.failure, found.stopped) == ("swapped", True)


def test_every_check_is_of_a_kind() -> None:
    assert all(failure_of(stop(one.id)) in FAILURES for one in CHECKS)
    assert failure_of(stop("a check of another version")) == "other"


near = st.builds(
    NearMiss, st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.sampled_from(list(FAILURES)), stopped=st.booleans()
)


@given(st.lists(near, max_size=40))
def test_months_and_kinds_add_up(there: Sequence[NearMiss]) -> None:
    found = counted(there, YEAR)
    inside = [one for one in there if one.on in YEAR]
    assert found.total.total == len(inside)
    assert len(found.months) == 12
    for told in (found.months, found.kinds):
        assert sum(tally.stopped for _, tally in told) == sum(one.stopped for one in inside)
        assert sum(tally.written for _, tally in told) == sum(not one.stopped for one in inside)
    assert {kind for kind, _ in found.kinds} == {one.failure for one in inside}
