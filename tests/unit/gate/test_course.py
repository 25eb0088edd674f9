"""The course of a dispatch: sent back, withdrawn, abandoned, into other hands, put aside, resumed."""

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.gate.case import (
    CHIEF,
    DRAFTER,
    EVERY,
    L1,
    L2,
    LOTS,
    P1,
    P2,
    SHORT,
    STRANGER,
    TOO_SHORT,
    WHY,
    Case,
    in_lots,
    parcel,
    somebody,
)

from sekisho.gate import commands as c
from sekisho.gate.model import WHOLE, Actor, Unit

WORKER, APPROVER, MAILROOM = (somebody(f"{role}-1", role) for role in ("worker", "approver", "mailroom"))
CONTRACTOR = somebody("contractor-1", "contractor")


# ---------------------------------------------------------------- every command has its people and its reason

COMMANDS: dict[str, tuple[c.Command, tuple[Actor, ...], tuple[Actor, ...]]] = {
    # what is said, who may say it, who may not
    "send back": (c.SendBack("trace", P1, WHY), (DRAFTER, WORKER, APPROVER, MAILROOM, CHIEF), (STRANGER,)),
    "withdraw": (c.Withdraw("p1", WHY), (DRAFTER, WORKER, APPROVER, CHIEF), (STRANGER, MAILROOM)),
    "abandon": (c.Abandon(WHY), (DRAFTER, CHIEF), (STRANGER, WORKER, APPROVER)),
    "reassign": (c.Reassign("encloser", "encloser-2", WHY), (CHIEF,), (STRANGER, DRAFTER, WORKER)),
    "hand over": (c.HandOver("drafter-2", WHY), (DRAFTER, CHIEF), (STRANGER, WORKER)),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_who_may_say_it(name: str) -> None:
    command, may, may_not = COMMANDS[name]
    for who in may_not:
        assert Case().walk("match").ask(command, who) == "takes_part", who.person
    for who in may:
        assert Case().walk("match").ask(replace(command, reason=TOO_SHORT), who) == "reasoned", who.person
        assert Case().walk("match").ask(command, who) == "", who.person


# ---------------------------------------------------------------- sent back


def test_what_is_sent_back_is_done_again_with_all_that_stands_on_it() -> None:
    case = Case().walk("match")
    assert case.ask(c.SendBack("trace", P1, WHY), APPROVER) == ""
    state = case.state
    for step, unit, done in (
        ("open", P1, True),
        ("trace", P1, False),
        ("trace", P2, True),
        ("report", WHOLE, False),
        ("approve", WHOLE, False),
    ):
        assert state.done(case.step(step), unit) == done, step
    assert {stamp.step for stamp, n in state.voided if n == state.n} == {"trace", "report", "approve"}
    assert case.walk().state.over


@pytest.mark.parametrize("step", ["attach", "inspect"])
def test_sent_back_to_the_content_it_is_inspected_again(step: str) -> None:
    case = Case().walk("match")
    assert case.ask(c.SendBack(step, P1, WHY), APPROVER) == ""
    assert not case.state.done(case.step("inspect"), P1)
    assert case.state.done(case.step("attach"), P1) == (step == "inspect")
    assert case.state.done(case.step("inspect"), P2)


@pytest.mark.parametrize(
    "command",
    [
        c.SendBack("nonsense", P1, WHY),
        c.SendBack("brief", WHOLE, WHY),
        c.SendBack("release", P1, WHY),
        c.SendBack("recheck", P1, WHY),
        c.SendBack("trace", Unit("parcel", "p9"), WHY),
        c.SendBack("trace", Unit("lot", "L9"), WHY),
    ],
)
def test_what_cannot_be_sent_back(command: c.SendBack) -> None:
    assert Case().walk("match").ask(command, APPROVER) == "there"


def test_what_has_left_is_not_sent_back() -> None:
    case = Case().walk("release")
    assert case.do("release", P1) == ""
    assert case.ask(c.SendBack("trace", P1, WHY), APPROVER) == "there"
    assert case.ask(c.SendBack("report", WHOLE, WHY), APPROVER) == "there"
    assert case.ask(c.SendBack("trace", P2, WHY), APPROVER) == ""


# ---------------------------------------------------------------- withdrawn, abandoned


def test_what_is_withdrawn_is_not_asked_for_any_more() -> None:
    case = Case().walk("match")
    assert case.ask(c.Withdraw("p9", WHY), DRAFTER) == "there"
    assert case.ask(c.Withdraw("p1", WHY), DRAFTER) == ""
    assert case.ask(c.Withdraw("p1", WHY), DRAFTER) == "there"
    assert list(case.state.units(case.step("match"))) == [P2]
    assert case.walk().state.over


def test_a_contractor_may_withdraw_what_it_makes() -> None:
    assert Case().ask(c.Withdraw("p1", WHY), CONTRACTOR) == ""


def test_what_has_left_is_not_withdrawn() -> None:
    case = Case().walk("release")
    assert case.do("release", P1) == ""
    assert case.ask(c.Withdraw("p1", WHY), DRAFTER) == "there"


def test_what_is_on_its_way_comes_to_an_end_before_the_dispatch_does() -> None:
    case = Case(SHORT).walk("release")
    assert case.do("release", P1) == ""
    assert case.ask(c.Abandon(WHY), DRAFTER) == "there"
    assert case.ask(case.ended(outcome="unknown"), case.who("release")) == ""
    assert case.ask(c.Abandon(WHY), DRAFTER) == "there"
    assert case.ask(c.SettleRelease(P1, False, WHY), CHIEF) == ""
    assert case.ask(c.Abandon(WHY), DRAFTER) == ""
    assert case.state.abandoned


def test_what_has_left_is_seen_to_its_end_before_the_dispatch_is_abandoned() -> None:
    case = Case().walk("release")
    assert case.do("release", P1) == ""
    assert case.ask(case.ended(P1), MAILROOM) == ""
    assert case.ask(c.Abandon(WHY), DRAFTER) == "there", "its password has not gone"
    for step in ("key", "recheck", "recheck", "return"):
        assert case.ask(c.Abandon(WHY), DRAFTER) == "there", step
        assert case.do(step, P1) == ""
    assert case.ask(c.Abandon(WHY), DRAFTER) == ""


# ---------------------------------------------------------------- into other hands


@pytest.mark.parametrize(("role", "person", "rule"), [("encloser", "", "there"), ("contractor", "x", "there")])
def test_only_a_role_of_the_procedure_is_reassigned(role: str, person: str, rule: str) -> None:
    assert Case().ask(c.Reassign(role, person, WHY), CHIEF) == rule


def test_a_role_may_be_reassigned_again() -> None:
    case = Case().walk("match")
    for person in ("encloser-2", "encloser-1"):
        assert case.ask(c.Reassign("encloser", person, WHY), CHIEF) == ""
    assert case.do("match", P1) == ""


def test_who_takes_over_drafts_and_who_drafted_before_did_too() -> None:
    case = Case().walk("open")
    second = somebody("drafter-2", "drafter", "approver")
    assert case.do("open", P1, second) == "role_held"
    assert case.ask(c.HandOver("", WHY), DRAFTER) == "there"
    assert case.ask(c.HandOver("drafter-1", WHY), DRAFTER) == "there"
    assert case.ask(c.HandOver("drafter-2", WHY), DRAFTER) == ""
    assert case.do("open", P1, second) == ""
    assert case.state.drafters == ["drafter-1", "drafter-2"]
    case.walk("approve")
    for person in ("drafter-1", "drafter-2"):
        told = case.do("approve", who=somebody(person, "approver"))
        assert told == "briefed"  # and once that is done
    late = Case(drafter=somebody("drafter-1", "drafter"))
    assert late.ask(c.HandOver("approver-1", WHY), DRAFTER) == ""
    assert late.walk("open").do("open", P1) == ""
    late.walk("approve")
    assert late.do("approve") == "not_own_case"


# ---------------------------------------------------------------- put aside


def test_the_open_unit_is_put_aside_with_a_reason() -> None:
    case = Case(LOTS, *in_lots("L1", "L2")).walk("match")
    assert case.ask(c.PutAside(L1, WHY), WORKER) == "there", "nothing is open"
    assert case.do("match", L1) == ""
    assert case.ask(c.PutAside(L2, WHY), WORKER) == "there"
    assert case.ask(c.PutAside(L1, TOO_SHORT), WORKER) == "reasoned"
    assert case.ask(c.PutAside(L1, WHY), STRANGER) == "takes_part"
    assert case.ask(c.PutAside(L1, WHY), WORKER) == ""
    assert case.do("match", L2) == ""
    assert case.do("count", L1) == "one_open"
    for step in ("count", "seal"):
        assert case.do(step, L2) == ""
    assert case.do("count", L1) == ""


def test_what_is_on_its_way_is_not_put_aside() -> None:
    wide = replace(LOTS, one_at_a_time=("match", "count", "seal", "release"))
    case = Case(wide, *in_lots("L1", "L2"))
    for one, unit in case.order():
        if unit == L2 and one.id == "match":
            break
        if one.kind == "release":
            assert case.do("release", unit) == ""
            assert case.ask(c.PutAside(unit, WHY), WORKER) == "there"
            assert case.do("match", L2) == "one_open"
            assert case.ask(case.ended(unit), case.who("release")) == ""
        else:
            assert case.do(one.id, unit) == ""
    assert case.do("match", L2) == ""


# ---------------------------------------------------------------- resumed


@pytest.mark.parametrize(
    ("who", "reason", "rule"),
    [
        (WORKER, WHY, ""),
        (CHIEF, WHY, ""),
        (WORKER, TOO_SHORT, "reasoned"),
        (STRANGER, WHY, "takes_part"),
        (somebody("encloser-1", "encloser"), WHY, "two_people"),
        (somebody("encloser-1", "worker"), WHY, "two_people"),
    ],
)
def test_resuming(who: Actor, reason: Any, rule: str) -> None:
    case = Case().walk("match")
    assert case.ask(c.Resume("match", P1, WHY), WORKER) == "there"
    assert case.do("match", P1, scans=()) == "matches"
    assert case.ask(c.Resume("match", P1, reason), who) == rule
    assert bool(case.state.halted) == bool(rule)
    assert [(step, unit) for step, unit, _ in case.state.mismatches] == [("match", P1)]


def test_who_entered_a_sheet_that_did_not_match_does_not_resume_either() -> None:
    case = Case().walk("match")
    paper = c.Paper(somebody("encloser-1", "encloser"), case.now)
    assert case.do("match", P1, WORKER, paper=paper, scans=()) == "matches"
    assert case.ask(c.Resume("match", P1, WHY), WORKER) == "two_people"
    assert case.ask(c.Resume("match", P1, WHY), somebody("encloser-1", "encloser")) == "two_people"
    assert case.ask(c.Resume("match", P1, WHY), MAILROOM) == ""


def test_a_dispatch_without_parcels_is_not_over() -> None:
    case = Case(EVERY, parcel("p1"))
    assert case.ask(c.Withdraw("p1", WHY), DRAFTER) == ""
    assert not case.state.over
