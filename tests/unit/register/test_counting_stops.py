"""What stopped, as a measure counts it: how often something was stopped, and never more exceptions than that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sekisho.register.counting import Evidence, standing
from sekisho.register.facts import Facts, Outcome, StepDone, Stop
from sekisho.register.model import Days, Tie

ON = date(2026, 11, 20)
DAYS = Days(date(2026, 4, 1), date(2027, 3, 31))
STEPS = (StepDone("inspect", "inspect", ("enforced",), ()), StepDone("match", "match", ("enforced",), ("a",)))


def dispatch(stops: Sequence[Stop], waivers: Sequence[str] = (), number: str = "2026-0001") -> Facts:
    return Facts(number, "hoiku", "p", "v", "email", ON, ON, False, False, STEPS, (), tuple(stops), tuple(waivers))


def stop(check: str = "scope", step: str = "", outcome: Outcome = "changed") -> Stop:
    return Stop(check, step, ON, outcome)


def test_a_check_of_another_measure_stops_nothing_here() -> None:
    told = standing([Tie("check", "hidden", "p")], Evidence([dispatch([stop()])]), DAYS)
    assert (told.state, told.stops, told.waived) == ("done", 0, 0)


def test_hundreds_of_findings_of_one_wrong_file_are_one_stop() -> None:
    told = standing([Tie("check", "scope", "p")], Evidence([dispatch([stop()] * 190)]), DAYS)
    assert told.stops == 1
    every = standing([Tie("step", "inspect", "p")], Evidence([dispatch([*[stop()] * 190, stop("hidden")])]), DAYS)
    assert every.stops == 2
    both = [dispatch([stop()] * 2), dispatch([stop()], number="2026-0002")]
    assert standing([Tie("check", "scope", "p")], Evidence(both), DAYS).stops == 2


def test_each_number_that_does_not_match_is_a_stop() -> None:
    told = standing([Tie("step", "match", "p")], Evidence([dispatch([stop("", "match")] * 3)]), DAYS)
    assert told.stops == 3
    assert sum(one.stops for one in told.months) == 3


def test_exceptions_are_counted_as_the_stops_are() -> None:
    found = [stop(outcome="waived")] * 14
    told = standing([Tie("check", "scope", "p")], Evidence([dispatch(found, ["scope"] * 14)]), DAYS)
    assert (told.state, told.stops, told.waived, told.missing) == ("exceptions", 1, 1, 1)
    assert [one.why.render("ja") for one in told.misses] == ["検査の指摘14件を、理由と二人目の判断で例外としました。"]
