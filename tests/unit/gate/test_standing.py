"""Approvals given beforehand (専決): each of their limits."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from tests.unit.gate.case import ENGINE, HERE, P1, SHORT, STRANGER, WHY, Case, ask, somebody, stop

from sekisho.gate import commands as c
from sekisho.gate.deciding.standing import year_end
from sekisho.gate.model import Actor, Finding
from sekisho.gate.state import JAPAN

WORKER = somebody("worker-1", "worker")
GIVEN = c.Standing("s1", "approver-1", SHORT.digest, HERE, "recipient-p1", 3, date(2024, 4, 1), date(2025, 3, 31))


def uses(case: Case, given: c.Standing | None = GIVEN, who: Actor = WORKER, **changed: Any) -> str:
    command = c.UseStanding("approve", P1, case.state.saw(P1), standing=given)
    return case.ask(replace(command, **changed), who)


def test_a_standing_approval_stands_in_the_name_of_who_gave_it() -> None:
    case = Case(SHORT).walk("approve")
    assert uses(case) == ""
    made = case.state.stamps["approve", P1][0]
    assert (made.person, made.role, made.answer) == ("approver-1", "approver", {"standing": "s1"})
    assert case.events[-1].by == "worker-1"
    assert case.walk().state.over


@pytest.mark.parametrize(
    "changed",
    [
        {"procedure": "another digest"},
        {"department": "住宅課"},
        {"recipient": "recipient-p2"},
        {"sheets": 2},
        {"since": date(2024, 6, 4)},
        {"until": date(2024, 6, 2)},
        {"since": date(2023, 4, 1)},  # whatever it says, it ended on 31 March
        {"granted_by": ""},
    ],
)
def test_its_limits(changed: dict[str, Any]) -> None:
    case = Case(SHORT).walk("approve")
    assert uses(case, replace(GIVEN, **changed)) == "standing"


@pytest.mark.parametrize(
    ("since", "end"),
    [
        (date(2024, 4, 1), date(2025, 3, 31)),
        (date(2024, 12, 31), date(2025, 3, 31)),
        (date(2025, 1, 1), date(2025, 3, 31)),
        (date(2025, 3, 31), date(2025, 3, 31)),
    ],
)
def test_it_ends_with_the_fiscal_year(since: date, end: date) -> None:
    assert year_end(since) == end


@pytest.mark.parametrize(("day", "rule"), [((2025, 3, 31), ""), ((2025, 4, 1), "standing")])
def test_it_holds_to_its_last_day(day: tuple[int, int, int], rule: str) -> None:
    case = Case(SHORT).walk("inspect")
    case.now = datetime(*day, 9, 0, tzinfo=JAPAN)
    case.walk("approve")
    assert uses(case) == rule


@pytest.mark.parametrize(
    ("finding", "rule"),
    [
        (ask(), ""),
        (Finding("f", "hidden", "note"), ""),
        (stop("f1", "hidden"), "standing"),
        (Finding("f", "sensitive", "note", escalates=True), "standing"),
    ],
)
def test_what_stops_does_not_leave_on_it(finding: Finding, rule: str) -> None:
    case = Case(replace(SHORT, escalates_to="")).walk("inspect")
    assert case.ask(case.inspection("p1", finding), ENGINE) == ""
    if finding.severity == "ask":
        assert uses(case) == "in_order"
        assert case.ask(c.Answer("p1", finding.id, case.basis(), WHY), WORKER) == ""
    if finding.severity == "stop":
        assert case.ask(c.AskWaiver("p1", finding.id, case.basis(), WHY), WORKER) == ""
        chief = somebody("chief-1", "chief")
        assert case.ask(c.DecideWaiver("p1", finding.id, case.basis(), True, WHY), chief) == ""
    assert uses(case) == rule


def test_it_is_used_only_where_the_procedure_says_so() -> None:
    steps = tuple(replace(one, standing=False) for one in SHORT.steps)
    case = Case(replace(SHORT, steps=steps)).walk("approve")
    assert uses(case) == "standing"
    assert uses(case, step="release") == "there"
    assert uses(case, step="nonsense") == "there"
    assert uses(Case(SHORT).walk("approve"), None) == "standing"


def test_it_is_used_by_somebody_who_has_a_part_and_on_what_is_on_the_screen() -> None:
    case = Case(SHORT).walk("approve")
    assert uses(case, who=STRANGER) == "takes_part"
    assert uses(case, saw="old") == "current"
    assert uses(case) == ""
    assert uses(case) == "not_done"


@pytest.mark.parametrize(("granted_by", "rule"), [("worker-1", "two_people"), ("drafter-1", "not_own_case")])
def test_nobody_approves_the_own_case_beforehand(granted_by: str, rule: str) -> None:
    case = Case(SHORT).walk("approve")
    assert uses(case, replace(GIVEN, granted_by=granted_by)) == rule


def test_it_stands_in_whatever_role_the_step_is_approved() -> None:
    steps = tuple(replace(one, by=("chief",)) if one.kind == "approve" else one for one in SHORT.steps)
    case = Case(replace(SHORT, steps=steps)).walk("approve")
    assert uses(case) == ""
    assert case.state.done(case.step("approve"), P1)


def test_where_two_have_to_approve_it_is_not_enough() -> None:
    steps = tuple(replace(one, by=("approver", "chief")) if one.kind == "approve" else one for one in SHORT.steps)
    assert uses(Case(replace(SHORT, steps=steps)).walk("approve")) == "standing"
