"""Inspections, answers and exceptions."""

from dataclasses import replace

import pytest
from tests.unit.gate.case import (
    CHIEF,
    DRAFTER,
    ENGINE,
    EVERY,
    P1,
    P2,
    SECURITY,
    SHORT,
    STRANGER,
    TOO_SHORT,
    WHY,
    Case,
    ask,
    parcel,
    somebody,
    stop,
)

from sekisho.gate import commands as c
from sekisho.gate.model import Actor, Finding, Item, Sealed

WORKER = somebody("worker-1", "worker")


def found(*findings: Finding, **told: object) -> Case:
    """A dispatch in which the engine has found something in the first parcel."""
    case = Case(SHORT, shelf=(EVERY,), **told).walk("inspect")
    assert case.ask(case.inspection("p1", *findings), ENGINE) == ""
    return case


# ---------------------------------------------------------------- the engine


def test_only_the_engine_inspects() -> None:
    case = Case(SHORT).walk("inspect")
    for who in (WORKER, CHIEF, SECURITY, DRAFTER):
        assert case.ask(case.inspection("p1"), who) == "role_held"
    assert case.ask(case.inspection("p1"), ENGINE) == ""


def test_what_is_not_there_is_not_inspected() -> None:
    case = Case(SHORT)
    assert case.ask(case.inspection("p1"), ENGINE) == "in_order"
    assert case.ask(c.RecordInspection("p9", "", "1", ()), ENGINE) == "there"
    case.walk("inspect")
    assert case.ask(replace(case.inspection("p1"), saw="other bytes"), ENGINE) == "current"
    case.walk("again")
    assert case.ask(case.inspection("p1"), ENGINE) == "there"


def test_a_new_finding_voids_who_has_not_seen_it_and_the_same_ones_void_nobody() -> None:
    case = found(ask("f1"))
    assert case.ask(c.Answer("p1", "f1", case.basis(), WHY), WORKER) == ""
    case.walk("release")
    assert case.ask(case.inspection("p1", ask("f1")), ENGINE) == ""
    assert case.state.done(case.step("approve"), P1)
    assert case.ask(case.inspection("p1", ask("f1"), Finding("f9", "hidden", "note")), ENGINE) == ""
    assert not case.state.done(case.step("approve"), P1)
    assert case.state.done(case.step("approve"), P2)


def test_a_note_keeps_nobody() -> None:
    assert found(Finding("f1", "hidden", "note")).state.done(EVERY.by_id["inspect"], P1)


# ---------------------------------------------------------------- moving to the stricter procedure


def test_a_my_number_moves_the_dispatch() -> None:
    case = found(stop(check="sensitive", escalates=True))
    assert case.state.procedure is EVERY
    assert case.state.done(case.step("attach"), P1)
    assert not case.state.done(case.step("inspect"), P2), "what was inspected is inspected under the stricter procedure"
    assert case.walk().state.over


def test_exceptions_and_answers_do_not_move_with_it() -> None:
    case = found(stop(), ask())
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), WORKER) == ""
    assert case.ask(c.DecideWaiver("p1", "f1", case.basis(), True, WHY), SECURITY) == ""
    assert case.ask(c.Answer("p1", "f2", case.basis(), WHY), WORKER) == ""
    assert case.state.done(case.step("inspect"), P1)
    assert case.ask(case.inspection("p2", stop("f7", "sensitive", escalates=True)), ENGINE) == ""
    for who, role in ((WORKER, "worker"), (somebody("approver-1", "approver"), "approver")):
        assert case.do("brief", who=who, role=role) == ""
    assert case.ask(case.inspection("p1", stop(), ask()), ENGINE) == ""
    assert case.state.open_findings("p1") == ("f1", "f2")
    assert [(one.granted, one.void) for one in case.state.waivers] == [(True, True)]


def test_without_the_stricter_procedure_nothing_moves() -> None:
    case = Case(SHORT).walk("inspect")
    assert case.ask(case.inspection("p1", stop(escalates=True)), ENGINE) == "there"


def test_what_had_left_before_stays_out_and_what_came_back_comes_in() -> None:
    case = Case(SHORT, parcel("p1"), parcel("p2"), parcel("p3"), shelf=(EVERY,)).walk("release")
    for unit in (P1, P2):
        assert case.do("release", unit) == ""
    assert case.ask(case.ended(P1), WORKER) == ""
    assert case.ask(case.inspection("p3", stop(check="sensitive", escalates=True)), ENGINE) == ""
    assert case.state.parcels(P1) == case.state.parcels(P2) == []
    finish = c.FinishRelease(P2, "released", "compared", {"p2": "other bytes"})
    mailroom = somebody("mailroom-1", "mailroom")
    assert case.ask(finish, mailroom) == "matches", "it is compared all the same"
    assert case.ask(c.Resume("release", P2, WHY), WORKER) == ""
    assert case.ask(c.FinishRelease(P2, "failed"), mailroom) == ""
    assert case.state.parcels(P2) == ["p2"]
    assert not case.state.done(case.step("inspect"), P2)
    assert case.walk().state.over
    assert case.state.contents["p1"].left_before


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("rule", "who", "finding", "answer"),
    [
        ("", WORKER, "f2", Sealed("a", 1)),
        ("reasoned", WORKER, "f2", Sealed("", 0)),
        ("takes_part", STRANGER, "f2", WHY),
        ("there", WORKER, "f1", WHY),  # a stop is not answered
        ("there", WORKER, "f9", WHY),
    ],
)
def test_answering(rule: str, who: Actor, finding: str, answer: Sealed) -> None:
    case = found(stop(), ask())
    assert case.ask(c.Answer("p1", finding, case.basis(), answer), who) == rule


def test_whoever_drafted_it_answers_also_where_no_step_is_theirs_and_another_drafter_does_not() -> None:
    case = found(ask("f1"))
    assert all("drafter" not in step.by for step in case.state.procedure.steps)
    answer = c.Answer("p1", "f1", case.basis(), WHY)
    assert case.ask(answer, somebody("drafter-2", "drafter")) == "takes_part"
    assert case.ask(answer, DRAFTER) == ""


def test_an_answer_is_about_what_is_there_now() -> None:
    case = found(ask())
    assert case.ask(c.Answer("p1", "f2", "old", WHY), WORKER) == "current"
    assert case.ask(c.Answer("p9", "f2", "", WHY), WORKER) == "there"
    assert case.ask(c.Attach("attach", "p1", (Item("new", 1),)), WORKER) == ""
    assert case.ask(c.Answer("p1", "f2", case.basis(), WHY), WORKER) == "there"


def test_an_answer_is_not_changed_under_an_approval() -> None:
    case = found(ask())
    assert case.ask(c.Answer("p1", "f2", case.basis(), WHY), WORKER) == ""
    assert case.ask(c.Answer("p1", "f2", case.basis(), WHY), WORKER) == "", "the same once more"
    assert case.do("approve", P1) == ""
    assert case.ask(c.Answer("p1", "f2", case.basis(), Sealed("another", 9)), WORKER) == "not_done"
    assert case.ask(c.SendBack("inspect", P1, WHY), WORKER) == ""
    assert case.ask(case.inspection("p1", ask()), ENGINE) == ""
    assert case.state.open_findings("p1") == ("f2",)
    assert case.ask(c.Answer("p1", "f2", case.basis(), Sealed("another", 9)), WORKER) == ""
    assert not case.state.done(case.step("approve"), P1)


# ---------------------------------------------------------------- exceptions


def asked(check: str = "scope", by: Actor = WORKER) -> Case:
    case = found(stop(check=check))
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), by) == ""
    return case


def decides(case: Case, who: Actor, *, grant: bool = True, reason: Sealed = WHY) -> str:
    return case.ask(c.DecideWaiver("p1", "f1", case.basis(), grant, reason), who)


@pytest.mark.parametrize(
    ("check", "who", "rule"),
    [
        ("scope", SECURITY, ""),
        ("consent", SECURITY, ""),
        ("sensitive", SECURITY, ""),
        ("hidden", CHIEF, ""),
        ("unreadable", CHIEF, ""),
        ("scope", CHIEF, "waiver_rank"),
        ("consent", CHIEF, "waiver_rank"),
        ("sensitive", CHIEF, "waiver_rank"),
        ("hidden", SECURITY, "waiver_rank"),
        ("hidden", WORKER, "waiver_rank"),
        ("hidden", STRANGER, "waiver_rank"),  # a chief elsewhere
        ("hidden", somebody("superior-1", "superior"), "waiver_rank"),
        ("scope", ENGINE, "waiver_rank"),
    ],
)
def test_who_grants_an_exception(check: str, who: Actor, rule: str) -> None:
    case = asked(check)
    assert decides(case, who) == rule
    assert case.state.done(case.step("inspect"), P1) == (not rule)


@pytest.mark.parametrize("person", ["worker-1", "drafter-1", "worker-2", "approver-1"])
def test_nobody_grants_an_exception_in_a_case_of_their_own(person: str) -> None:
    """Who attached it, who drafted it, who asked, who approved before."""
    case = found(stop("f0", "hidden"))
    again = somebody("worker-2", "worker")
    if person == "approver-1":
        assert case.ask(case.inspection("p1"), ENGINE) == ""
        assert case.do("approve", P1) == ""
        assert case.ask(case.inspection("p1", stop("f1", "hidden")), ENGINE) == ""
        case.state.stamps["approve", P1] = [stamp for stamp, _ in case.state.voided if stamp.step == "approve"]
    else:
        assert case.ask(case.inspection("p1", stop("f1", "hidden")), ENGINE) == ""
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), again) == ""
    assert decides(case, somebody(person, "chief")) == "waiver_people"
    assert decides(case, CHIEF) == ""


def test_an_exception_has_a_reason_on_both_sides() -> None:
    case = found(stop())
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), TOO_SHORT), WORKER) == "reasoned"
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), STRANGER) == "takes_part"
    assert case.ask(c.AskWaiver("p1", "f1", "old", WHY), WORKER) == "current"
    assert decides(case, SECURITY) == "there", "nobody has asked"
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), WORKER) == ""
    assert decides(case, SECURITY, reason=TOO_SHORT) == "reasoned"
    assert case.ask(c.DecideWaiver("p1", "f1", "old", True, WHY), SECURITY) == "current"


def test_what_is_no_stop_has_no_exception() -> None:
    case = found(ask())
    assert case.ask(c.AskWaiver("p1", "f2", case.basis(), WHY), WORKER) == "there"
    assert case.ask(c.DecideWaiver("p1", "f2", case.basis(), True, WHY), SECURITY) == "there"


def test_an_exception_is_asked_for_once_and_again_after_a_refusal() -> None:
    case = asked()
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), WORKER) == "not_done"
    assert decides(case, SECURITY, grant=False) == ""
    assert not case.state.done(case.step("inspect"), P1)
    assert decides(case, SECURITY) == "there", "decided already"
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), WORKER) == ""
    assert decides(case, SECURITY) == ""
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), WORKER) == "not_done"
    assert [one.granted for one in case.state.waivers] == [False, True]


def test_an_exception_is_for_the_content_that_was_seen() -> None:
    case = asked()
    assert decides(case, SECURITY) == ""
    case.walk("release")
    assert case.ask(c.Attach("attach", "p1", (Item("new", 1),)), WORKER) == ""
    assert case.ask(case.inspection("p1", stop()), ENGINE) == ""
    assert case.state.open_findings("p1") == ("f1",)
    assert [(one.granted, one.void) for one in case.state.waivers] == [(True, True)], "it stays on record"
    assert case.ask(c.AskWaiver("p1", "f1", case.basis(), WHY), WORKER) == ""
    assert decides(case, SECURITY) == ""


def test_another_parcels_exception_is_none() -> None:
    case = asked()
    assert case.ask(case.inspection("p2", stop()), ENGINE) == ""
    assert decides(case, SECURITY) == ""
    assert case.state.open_findings("p2") == ("f1",)
