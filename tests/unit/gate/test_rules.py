"""Each rule for every step: what it refuses, by name, and what it lets pass."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.unit.gate.case import (
    DRAFTER,
    EVERY,
    LOTS,
    NOON,
    P1,
    P2,
    SHORT,
    STRANGER,
    WHY,
    Case,
    in_lots,
    parcel,
    somebody,
    stop,
)

from sekisho.gate import commands as c
from sekisho.gate import rules
from sekisho.gate.decide import decide
from sekisho.gate.model import WHOLE, Unit
from sekisho.gate.rules import RULES

Say = Callable[[Case], str]


# ---------------------------------------------------------------- nothing without a dispatch


def test_nothing_is_decided_without_a_time_zone() -> None:
    case = Case()
    with pytest.raises(ValueError, match="offset"):
        decide(case.state, c.Brief("brief"), DRAFTER, datetime(2024, 6, 3, 12, 0))  # noqa: DTZ001  as somebody might


def test_nothing_is_decided_about_a_dispatch_that_is_not_there() -> None:
    case = Case()
    case.state.n = 0
    told = decide(case.state, c.Brief("brief"), DRAFTER, NOON)
    assert told.refusal is not None
    assert told.refusal.rule == "there"


# ---------------------------------------------------------------- a table of refusals

TABLE: dict[str, tuple[str, str, Say]] = {
    # name: up to which step the case is walked, which rule refuses, what is said
    "an unknown step": ("match", "there", lambda case: case.ask(c.Match("nonsense", P1), case.who("match"))),
    "a command for another kind": ("match", "there", lambda case: case.ask(c.Seal("match", P1), case.who("match"))),
    "a unit of another kind": ("match", "there", lambda case: case.ask(c.Match("match", WHOLE), case.who("match"))),
    "an unknown parcel": (
        "match",
        "there",
        lambda case: case.ask(c.Match("match", Unit("parcel", "p9")), case.who("match")),
    ),
    "a parcel that was withdrawn": (
        "match",
        "there",
        lambda case: case.ask(c.Withdraw("p1", WHY), DRAFTER) or case.do("match", P1, saw=""),
    ),
    "a step before the release, after it left": ("key", "there", lambda case: case.do("seal", P1)),
    "done twice": ("scan", "not_done", lambda case: case.do("match", P1)),
    "briefed twice": ("attach", "not_done", lambda case: case.do("brief", who=somebody("worker-1", "worker"))),
    "somebody without the role": ("match", "role_held", lambda case: case.do("match", P1, DRAFTER)),
    "somebody of another section": ("match", "role_held", lambda case: case.do("match", P1, STRANGER)),
    "an administrator": (
        "approve",
        "role_held",
        lambda case: case.do("approve", who=somebody("root", "worker", "administrator")),
    ),
    "a role that the step does not have": (
        "match",
        "role_held",
        lambda case: case.ask(case.good("match", P1, role="chief"), somebody("chief-1", "chief", "encloser")),
    ),
    "another drafter": ("open", "role_held", lambda case: case.do("open", P1, somebody("drafter-2", "drafter"))),
    "training that is not there": (
        "attach",
        "trained",
        lambda case: case.do("attach", P1, somebody("worker-1", "worker", training={})),
    ),
    "training out of force": (
        "attach",
        "trained",
        lambda case: case.do(
            "attach", P1, somebody("worker-1", "worker", training={"業務マニュアル": date(2024, 6, 2)})
        ),
    ),
    "somebody who was not briefed": (
        "attach",
        "briefed",
        lambda case: case.do("attach", P1, somebody("worker-2", "worker")),
    ),
    "the same person for two": (
        "trace",
        "two_people",
        lambda case: case.do("trace", P1, somebody("worker-1", "confirmer")),
    ),
    "both roles of one step": (
        "seal",
        "two_people",
        lambda case: (
            case.ask(c.SendBack("count", P1, WHY), DRAFTER)
            or case.do("count", P1)
            or case.do("count", P1, somebody("encloser-1", "confirmer"))
        ),
    ),
    "the drafter approves": (
        "approve",
        "not_own_case",
        lambda case: case.do("approve", who=somebody("drafter-1", "approver")) or "",
    ),
    "too early": ("match", "in_order", lambda case: case.do("seal", P1)),
    "too early over all parcels": ("report", "in_order", lambda case: case.do("approve")),
    "a screen that is old": ("match", "current", lambda case: case.do("match", P1, saw="what was there")),
}


@pytest.mark.parametrize("name", TABLE)
def test_it_is_refused_by_its_rule(name: str) -> None:
    until, rule, say = TABLE[name]
    case = Case().walk(until)
    if name == "the drafter approves":  # who is briefed too, so that nothing else refuses
        case = Case(drafter=somebody("drafter-1", "drafter"))
        for one in ("worker-1", "drafter-1"):
            assert case.do("brief", who=somebody(one, "worker" if one == "worker-1" else "approver")) == ""
        case.walk(until)
    events = len(case.events)
    assert say(case) == rule
    assert all(one.type in {"served", "sent_back", "stamped", "withdrawn"} for one in case.events[events:])


def test_every_rule_has_a_refusal_in_a_test() -> None:
    """The rest of :data:`RULES` is in the tests below, each under the name of its rule."""
    below = {"understood", "not_abandoned", "assigned", "one_open", "not_halted", "on_paper"}
    assert {rule for _, rule, _ in TABLE.values()} | below >= set(RULES)


def test_a_rule_that_is_not_asked_refuses_nothing() -> None:
    case = Case().walk("match")
    ask = rules.Asked(case.state, case.step("match"), P1, "encloser", STRANGER, case.now)
    told = rules.refusal(ask)
    assert told is not None
    assert told.rule == "role_held"
    assert rules.refusal(ask, frozenset({"role_held"})) is None


# ---------------------------------------------------------------- the others


def test_an_abandoned_dispatch_stays_as_it_is() -> None:
    case = Case().walk("match")
    assert case.ask(c.Abandon(WHY), DRAFTER) == ""
    assert case.do("match", P1) == "not_abandoned"
    assert case.ask(c.Withdraw("p1", WHY), DRAFTER) == "not_abandoned"
    refusals = {one.refusal.rule for one in case.offered(case.who("match")).values() if one.refusal}
    assert refusals == {"not_abandoned"}


def test_an_assigned_role_is_one_persons() -> None:
    case = Case().walk("match")
    assert case.ask(c.Reassign("encloser", "encloser-2", WHY), somebody("chief-1", "chief")) == ""
    assert case.do("match", P1) == "assigned"
    assert case.do("match", P1, somebody("encloser-2", "encloser")) == ""


def test_one_unit_is_open_at_a_time() -> None:
    case = Case(LOTS, *in_lots("L1", "L2")).walk("match")
    first, second = Unit("lot", "L1"), Unit("lot", "L2")
    assert case.do("match", first) == ""
    assert case.do("match", second) == "one_open"
    assert case.do("count", second) == "in_order"
    for step in ("count", "seal"):
        assert case.do(step, first) == ""
    assert case.do("match", second) == ""


def test_what_did_not_match_is_halted_until_somebody_else_has_looked() -> None:
    case = Case().walk("scan")
    assert case.do("scan", P1, typed=("code-p2",)) == "matches"
    assert case.do("scan", P1) == "not_halted"
    assert case.do("scan", P1, somebody("confirmer-2", "confirmer")) == "not_halted"
    assert case.do("scan", P2) == ""
    assert case.ask(c.Resume("scan", P1, WHY), case.who("scan")) == "two_people"
    assert case.ask(c.Resume("scan", P1, WHY), case.who("match")) == ""
    assert case.do("scan", P1) == ""


def test_a_later_worker_is_offered_the_briefing() -> None:
    case = Case().walk("attach")
    late = somebody("worker-2", "worker")
    assert case.offered(late)["brief", WHOLE].refusal is None
    assert ("brief", WHOLE) not in case.offered(somebody("worker-1", "worker"))
    assert ("brief", WHOLE) not in case.offered(somebody("encloser-1", "encloser"))
    assert case.do("brief", who=late) == ""
    assert case.do("attach", P1, late) == ""


# ---------------------------------------------------------------- exceptions and approval


def test_who_judged_a_case_makes_it_not_their_own() -> None:
    case = Case(SHORT).walk("inspect")
    assert case.ask(case.inspection("p1", stop(check="hidden")), case.who("inspect")) == ""
    maker = case.who("attach")
    chief = somebody("chief-1", "chief", *(post.role for post in maker.posts))
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), maker) == ""
    assert case.ask(c.DecideWaiver("p1", "f1", case.basis(), True, WHY), chief) == ""
    items = case.state.contents["p1"].items
    again = c.Attach("attach", "p1", items, case.state.contents["p1"].about)
    assert case.ask(again, chief) == "not_own_case", "the bytes that were excepted"
    assert case.ask(again, maker) == ""
    assert case.ask(c.HandOver("chief-1", WHY), DRAFTER) == "two_people"
    assert case.do("approve", P1) == ""
    assert case.ask(c.HandOver(case.who("approve", P1).person, WHY), DRAFTER) == "two_people"
    assert case.ask(c.HandOver("drafter-2", WHY), DRAFTER) == ""


def test_who_granted_an_exception_does_not_approve() -> None:
    case = Case(SHORT).walk("inspect")
    assert case.ask(case.inspection("p1", stop(check="hidden")), case.who("inspect")) == ""
    chief = somebody("chief-1", "chief", "approver")
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), case.who("attach")) == ""
    assert case.ask(c.DecideWaiver("p1", "f1", case.basis(), True, WHY), chief) == ""
    assert case.do("approve", P1, chief) == "not_own_case"
    assert case.do("approve", P1) == ""


def test_who_refused_an_exception_may_approve() -> None:
    case = Case(SHORT, parcel("p1")).walk("inspect")
    assert case.ask(case.inspection("p1", stop(check="hidden")), case.who("inspect")) == ""
    chief = somebody("chief-1", "chief", "approver")
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), case.who("attach")) == ""
    assert case.ask(c.DecideWaiver("p1", "f1", case.basis(), False, WHY), chief) == ""
    assert case.ask(case.inspection("p1"), case.who("inspect")) == ""
    assert case.do("approve", P1, chief) == ""


def test_the_role_is_the_first_that_is_theirs_and_not_taken() -> None:
    case = Case().walk("count")
    both = somebody("both", "encloser", "confirmer")
    assert case.offered(both)["count", P1].role == "encloser"
    assert case.do("count", P1, somebody("encloser-1", "encloser")) == ""
    assert case.offered(both)["count", P1].role == "confirmer"
    assert case.offered(somebody("x", "superior"))["count", P1].role == "encloser"
    assert EVERY.by_id["count"].by == ("encloser", "confirmer")
