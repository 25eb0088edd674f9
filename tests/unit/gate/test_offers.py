"""What a person may do next, and what they may see of other people's answers."""

from datetime import timedelta

from tests.unit.gate.case import (
    BEGIN,
    DRAFTER,
    HERE,
    LONG_AGO,
    P1,
    P2,
    STRANGER,
    WHOLE,
    Case,
    procedure,
    somebody,
    step,
)

from sekisho.gate.model import Actor, Deputy, Post
from sekisho.gate.offers import visible
from sekisho.gate.rules import RULES

BLIND = procedure(
    "blind",
    *BEGIN,
    step("first", "confirm", "worker", per="parcel", method="type_identifier"),
    step("second", "confirm", "confirmer", per="parcel", method="scan", blind=True, differs_from=["first"]),
    step("third", "confirm", "encloser", per="parcel", method="count"),
    step("approve", "approve", "approver"),
    step("release", "release", "worker", per="parcel", proofs=["stated"]),
    channel="post",
)
WORKER, CONFIRMER = somebody("worker-1", "worker"), somebody("confirmer-1", "confirmer")


def test_every_step_that_is_not_done_is_offered_or_refused_in_words() -> None:
    case = Case().walk("match")
    for who in (DRAFTER, STRANGER, case.who("match")):
        for (name, unit), offer in case.offered(who).items():
            assert not case.state.done(case.step(name), unit)
            if offer.refusal:
                assert offer.refusal.rule in RULES
                assert offer.refusal.why.render()
                assert offer.refusal.first.render("en")
    free = {name for name, one in case.offered(case.who("match")).items() if one.refusal is None}
    assert free == {("match", P1), ("match", P2)}
    assert not any(one.refusal is None for one in case.offered(STRANGER).values())


def test_what_is_offered_is_accepted() -> None:
    case = Case()
    for name in ("brief", "attach", "inspect"):
        who = case.who(name, P1 if name != "brief" else WHOLE)
        for (step_id, unit), offer in case.offered(who).items():
            if offer.refusal is None:
                assert case.do(step_id, unit, who) == ""


def answers(case: Case, person: str, of: str) -> list[bool]:
    """Whether this person sees the answers of a step, unit by unit."""
    return [bool(one.answer) for one in visible(case.state, person) if one.step == of]


def test_the_second_sees_nothing_of_the_first_before_the_last_piece() -> None:
    case = Case(BLIND).walk("second")
    assert answers(case, "worker-1", "first") == [True, True], "one's own answer is no secret"
    assert answers(case, "confirmer-1", "first") == [False, False]
    assert answers(case, "approver-1", "first") == [False, False]
    assert case.do("second", P1) == ""
    assert answers(case, "confirmer-1", "first") == [False, False], "not one by one"
    assert answers(case, "worker-1", "second") == [False]
    assert answers(case, "confirmer-1", "second") == [True]
    assert case.do("second", P2) == ""
    assert answers(case, "confirmer-1", "first") == [True, True]
    assert answers(case, "worker-1", "second") == [True, True]


def test_a_step_without_a_blind_one_is_seen_at_once() -> None:
    case = Case(BLIND).walk("third")
    assert case.do("third", P1) == ""
    assert answers(case, "approver-1", "third") == [True]


LIVE = procedure(
    "live",
    *BEGIN,
    step("approve", "approve", "approver"),
    step("release", "release", "worker", per="parcel", proofs=["compared"]),
    step("recheck", "recheck", "confirmer", per="parcel", after_days=[1, 30]),
    channel="web",
)


def test_what_is_live_is_looked_at_again_on_the_days_of_the_schedule() -> None:
    case, who = Case(LIVE).walk(), somebody("confirmer-1", "confirmer")
    assert case.state.over
    left = case.now

    def offered_after(days: int) -> bool:
        case.now = left + timedelta(days=days)
        return any(name == "recheck" and one.refusal is None for (name, _), one in case.offered(who).items())

    assert [offered_after(days) for days in (0, 1, 2)] == [False, True, True]
    for unit in (P1, P2):
        assert case.do("recheck", unit, who) == ""
    assert [offered_after(days) for days in (3, 29, 30, 31)] == [False, False, True, True]
    for unit in (P1, P2):
        assert case.do("recheck", unit, who) == ""
    assert not offered_after(400)


def test_nobody_is_asked_to_look_again_at_what_has_not_left() -> None:
    case = Case(LIVE).walk("release")
    case.now += timedelta(days=40)
    named = {name for name, _ in case.offered(somebody("confirmer-1", "confirmer"))}
    assert "recheck" in named  # as a step that is not done, refused
    assert not any(case.state.due_again(case.step("recheck"), unit, case.now.date()) for unit in (P1, P2))


def test_a_deputy_is_offered_the_briefing_in_the_name_of_whom_they_stand_in_for() -> None:
    case = Case().walk("attach")
    role = case.step("brief").by[0]
    deputy = Actor("deputy-1", deputies=(Deputy("absent-1", Post(HERE, role, LONG_AGO)),))
    assert ("brief", WHOLE) not in case.offered(deputy)
    assert case.offered(deputy, "absent-1")["brief", WHOLE].refusal is None
    assert case.do("brief", WHOLE, deputy, deputy_of="absent-1") == ""
    assert ("brief", WHOLE) not in case.offered(deputy, "absent-1")
