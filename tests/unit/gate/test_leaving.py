"""The exit: beginning, ending, proofs, and what to make of an end that nobody knows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.gate.case import (
    CHIEF,
    DRAFTER,
    ENGINE,
    EVERY,
    LOTS,
    P1,
    P2,
    SHORT,
    STRANGER,
    TOO_SHORT,
    WHY,
    Case,
    in_lots,
    somebody,
)

from sekisho.gate import commands as c
from sekisho.gate.deciding.leaving import nothing_gone
from sekisho.gate.model import Actor, Unit
from sekisho.gate.rules import Asked

MAILROOM = somebody("mailroom-1", "mailroom")
L1 = Unit("lot", "L1")


def started() -> Case:
    case = Case().walk("release")
    assert case.do("release", P1) == ""
    return case


# ---------------------------------------------------------------- beginning


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("", {}),
        ("there", {"step": "nonsense"}),
        ("there", {"step": "seal"}),
        ("current", {"saw": "old"}),
        ("judged_today", {"sources": {"subjects": "s2"}}),
        ("judged_today", {"sources": {}}),
        ("all_posted", {"posted": 2}),
        ("all_posted", {"posted": None}),
    ],
)
def test_beginning(rule: str, changed: dict[str, Any]) -> None:
    case = Case().walk("release")
    assert case.ask(case.good("release", P1, **changed), MAILROOM) == rule
    assert (P1 in case.state.leaving) == (not rule)


def test_it_is_on_record_before_anything_leaves() -> None:
    case = started()
    told = case.events[-1]
    assert told.type == "release_started"
    assert told.data["parcels"] == {"p1": case.state.outgoing("p1")}
    assert told.data["sources"] == {"subjects": "s1"}
    assert (told.data["person"], told.data["role"], told.data["procedure"]) == ("mailroom-1", "mailroom", EVERY.digest)
    assert not case.state.done(case.step("release"), P1)


def test_consent_is_judged_again_on_the_day() -> None:
    case = Case().walk("release")
    case.now += timedelta(days=1)
    assert case.do("release", P1) == "judged_today"
    assert case.ask(case.inspection("p1"), ENGINE) == ""
    assert case.do("release", P1) == ""
    assert case.do("release", P2) == "judged_today"


def test_nothing_leaves_twice() -> None:
    case = started()
    assert case.do("release", P1) == "there"
    assert case.ask(case.ended(), MAILROOM) == ""
    assert case.do("release", P1) == "there"
    ask = Asked(case.state, case.step("release"), P1, "mailroom", MAILROOM, case.now)
    told = nothing_gone(ask)
    assert told is not None
    assert told.refusal is not None
    assert told.refusal.rule == "nothing_gone"


def test_a_drill_does_not_leave() -> None:
    case = Case(SHORT, drill=True).walk("release")
    assert case.do("release", P1) == "no_drill"


def test_a_lot_leaves_with_the_number_that_was_sealed() -> None:
    case = Case(LOTS, *in_lots("L1", "L1")).walk("release")
    assert case.do("release", L1, posted=4) == "all_posted"
    assert case.do("release", L1) == ""
    assert set(case.state.gone) == {"p1", "p2"}


# ---------------------------------------------------------------- ending


@pytest.mark.parametrize(
    ("rule", "who", "changed"),
    [
        ("", MAILROOM, {"proof": "compared"}),
        ("", MAILROOM, {"proof": "stated", "inner": {}}),
        ("", ENGINE, {"proof": "sent"}),
        ("proven", MAILROOM, {"proof": "sent"}),  # a person does not say what the software did
        ("proven", ENGINE, {"proof": "compared"}),
        ("proven", ENGINE, {"proof": "stated"}),
        ("proven", MAILROOM, {"proof": None}),
        ("matches", MAILROOM, {"proof": "compared", "inner": {"p1": "other bytes"}}),
        ("matches", MAILROOM, {"proof": "compared", "inner": {}}),
        ("matches", ENGINE, {"proof": "sent", "inner": {"p1": "other bytes"}}),
        ("takes_part", DRAFTER, {}),
        ("takes_part", STRANGER, {}),
        ("there", MAILROOM, {"unit": P2}),
    ],
)
def test_ending(rule: str, who: Actor, changed: dict[str, Any]) -> None:
    case = started()
    assert case.ask(replace(case.ended(), **changed), who) == rule
    assert case.state.done(case.step("release"), P1) == (not rule)


def test_who_entered_from_paper_that_it_left_says_how_it_ended_and_nobody_else_without_the_role() -> None:
    case = Case().walk("release")
    enterer, other = somebody("worker-1", "worker"), somebody("worker-2", "worker")
    posted = c.Paper(MAILROOM, case.now + timedelta(minutes=1))
    assert case.ask(case.good("release", P1, paper=posted), enterer) == ""
    assert case.ask(case.ended(P1, proof="stated"), other) == "takes_part"
    assert case.ask(case.ended(P1, proof="stated"), Actor("")) == "takes_part"
    assert case.ask(case.ended(P1, proof="stated"), enterer) == ""
    assert case.state.leaving[P1].people == {MAILROOM.person}


def test_who_began_at_the_screen_in_a_role_since_lost_does_not_end_it() -> None:
    assert started().ask(started().ended(P1), somebody("mailroom-1", "worker")) == "takes_part"


def test_a_proof_that_the_procedure_does_not_take() -> None:
    case = Case(SHORT).walk("release")
    assert case.do("release", P1) == ""
    assert case.ask(case.ended(proof="stated"), case.who("release")) == "proven"
    assert case.ask(case.ended(proof="compared"), case.who("release")) == ""


def test_what_was_not_the_same_is_looked_at_by_another_before_it_counts_as_gone() -> None:
    case = started()
    assert case.ask(replace(case.ended(), inner={"p1": "other bytes"}), MAILROOM) == "matches"
    assert case.ask(case.ended(), MAILROOM) == "not_halted"
    assert case.ask(case.ended(proof="stated"), MAILROOM) == "not_halted"
    assert case.ask(c.Resume("release", P1, WHY), MAILROOM) == "two_people"
    assert case.ask(c.Resume("release", P1, WHY), case.who("seal")) == ""
    assert case.ask(case.ended(), MAILROOM) == ""


def test_what_failed_may_be_sent_again_by_a_person() -> None:
    case = started()
    assert case.ask(case.ended(outcome="failed"), ENGINE) == ""
    assert not case.state.gone
    assert case.ask(case.ended(), MAILROOM) == "there"
    assert case.do("release", P1) == ""
    assert case.ask(case.ended(), MAILROOM) == ""
    assert case.ask(case.ended(), MAILROOM) == "there"


# ---------------------------------------------------------------- an end that nobody knows


@pytest.mark.parametrize(
    ("rule", "who", "reason"),
    [
        ("", MAILROOM, WHY),
        ("", CHIEF, WHY),
        ("reasoned", CHIEF, TOO_SHORT),
        ("takes_part", DRAFTER, WHY),
        ("takes_part", ENGINE, WHY),
    ],
)
@pytest.mark.parametrize("left", [True, False])
def test_settling(rule: str, who: Actor, reason: Any, left: bool) -> None:
    case = started()
    assert case.ask(c.SettleRelease(P1, left, reason), who) == "there", "it is on its way"
    assert case.ask(case.ended(outcome="unknown"), ENGINE) == ""
    assert case.ask(case.ended(), MAILROOM) == "there"
    assert case.do("release", P1) == "there", "nothing is sent again by itself"
    assert case.ask(c.SettleRelease(P1, left, reason), who) == rule
    if not rule:
        assert case.state.done(case.step("release"), P1) == left
        assert case.state.leaving[P1].proof == ("stated" if left else None)
        assert case.ask(c.SettleRelease(P1, left, reason), who) == "there"
        assert case.do("release", P1) == ("there" if left else "")
