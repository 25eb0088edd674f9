"""Who may act, and when: deputies, two accounts of one person, posts that change, clocks that go back, paper."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.unit.gate.case import (
    COURSES,
    ELSEWHERE,
    HERE,
    LONG_AGO,
    LOTS,
    NOON,
    P1,
    P2,
    SHORT,
    STRANGER,
    WHOLE,
    WHY,
    Case,
    in_lots,
    somebody,
)

from sekisho.gate import commands as c
from sekisho.gate.model import Actor, Deputy, Post, Unit
from sekisho.gate.state import JAPAN

# ---------------------------------------------------------------- deputies


def standing_in(person: str, principal: str, *posts: Post, own: str = "superior") -> Actor:
    return replace(somebody(person, own), deputies=tuple(Deputy(principal, post) for post in posts))


def approver(since: date = LONG_AGO, until: date | None = None, where: str = HERE) -> Post:
    return Post(where, "approver", since, until)


@pytest.mark.parametrize(
    ("post", "principal", "rule"),
    [
        (approver(), "approver-9", ""),
        (approver(), "approver-8", "role_held"),  # in the place of somebody else
        (approver(until=date(2024, 6, 2)), "approver-9", "role_held"),
        (approver(since=date(2024, 6, 4)), "approver-9", "role_held"),
        (approver(where=ELSEWHERE), "approver-9", "role_held"),
        (Post(HERE, "chief", LONG_AGO), "approver-9", "role_held"),
    ],
)
def test_a_deputy_acts_within_the_post(post: Post, principal: str, rule: str) -> None:
    case = Case(LOTS, *in_lots("L1")).walk("approve")
    deputy = standing_in("deputy", "approver-9", post)
    unit = Unit("lot", "L1")
    assert case.do("approve", unit, deputy, deputy_of=principal) == rule
    if not rule:
        made = case.state.stamps["approve", unit][0]
        assert (made.person, made.deputy_of) == ("deputy", "approver-9")


def test_where_no_deputy_may_act_none_does() -> None:
    case = Case(SHORT).walk("approve")
    deputy = standing_in("deputy", "approver-1", approver())
    assert case.do("approve", P1, deputy, deputy_of="approver-1") == "role_held"
    assert case.do("approve", P1, deputy) == "role_held"
    assert case.do("approve", P1) == ""


@pytest.mark.parametrize(("doer", "principal"), [("worker-1", "approver-9"), ("deputy", "worker-1")])
def test_nobody_is_two_people_through_a_deputy(doer: str, principal: str) -> None:
    """Neither who attached it as a deputy of somebody else, nor somebody else in the name of who attached it."""
    case = Case(replace(SHORT, steps=tuple(replace(one, deputy=True) for one in SHORT.steps))).walk("approve")
    deputy = standing_in(doer, principal, approver())
    assert case.do("approve", P1, deputy, deputy_of=principal) == "two_people"


def test_an_absent_person_and_their_deputy_are_both_briefed() -> None:
    """Neither checks the other's work: whoever approves has to know the job, whoever was to approve it knew it before."""
    case = Case()
    absent, deputy = somebody("approver-9", "approver"), standing_in("deputy", "approver-9", approver())
    assert case.do("brief", WHOLE, absent, role="approver") == ""
    assert case.do("brief", WHOLE, deputy, deputy_of="approver-9", role="approver") == ""
    assert {"approver-9", "deputy"} <= case.state.briefed()
    assert case.do("brief", WHOLE, deputy, deputy_of="approver-9", role="approver") == "not_done", "once is enough"
    assert case.do("brief", WHOLE, absent, role="approver") == "not_done"


def test_who_comes_back_is_briefed_after_their_deputy() -> None:
    case = Case()
    deputy = standing_in("deputy", "approver-9", approver())
    assert case.do("brief", WHOLE, deputy, deputy_of="approver-9", role="approver") == ""
    assert case.do("brief", WHOLE, somebody("approver-9", "approver"), role="approver") == ""


@pytest.mark.parametrize(
    ("first", "then", "refused"),
    [("worker-9", "worker-9", "not_done"), ("deputy", "worker-9", "two_people"), ("worker-9", "deputy", "two_people")],
)
def test_nobody_is_briefed_as_two_through_a_deputy(first: str, then: str, refused: str) -> None:
    """Worker and approver are two: whoever was briefed as one is not the other, nor is anybody in their name."""
    case = Case()
    people = {
        "worker-9": (somebody("worker-9", "worker", "approver"), ""),
        "deputy": (standing_in("deputy", "worker-9", approver(), Post(HERE, "worker", LONG_AGO)), "worker-9"),
    }
    for login, role, rule in ((first, "worker", ""), (then, "approver", refused)):
        who, name = people[login]
        assert case.do("brief", WHOLE, who, deputy_of=name, role=role) == rule


def test_two_accounts_are_one_person() -> None:
    case = Case().walk("trace")
    other = replace(somebody("worker-1", "confirmer"), account="second account")
    assert case.do("trace", P1, other) == "two_people"


def test_who_released_does_not_recheck() -> None:
    case = Case().walk("recheck")
    assert case.do("recheck", P1, somebody("mailroom-1", "confirmer")) == "two_people"
    assert case.do("recheck", P1, somebody("confirmer-1", "confirmer")) == ""
    deputy = replace(
        somebody("confirmer-3", "superior"), deputies=(Deputy("mailroom-1", Post(HERE, "superior", LONG_AGO)),)
    )
    assert case.do("recheck", P1, deputy, deputy_of="mailroom-1", role="superior") == "two_people"


def test_a_release_that_failed_binds_nobody() -> None:
    case = Case(SHORT).walk("release")
    assert case.do("release", P1) == ""
    assert case.state.doers("release", P1) == {"worker-1"}
    assert case.ask(case.ended(P1, "failed"), case.who("release")) == ""
    assert case.state.doers("release", P1) == set()


# ---------------------------------------------------------------- posts, days, clocks

APRIL = date(2024, 4, 1)


@pytest.mark.parametrize(
    ("at", "leaves", "comes"),
    [
        (datetime(2024, 3, 31, 23, 50, tzinfo=JAPAN), "", "role_held"),
        (datetime(2024, 4, 1, 0, 10, tzinfo=JAPAN), "role_held", ""),
    ],
)
def test_posts_change_on_the_first_of_april(at: datetime, leaves: str, comes: str) -> None:
    old = Actor("old", (Post(HERE, "worker", LONG_AGO, APRIL - timedelta(days=1)),), training=COURSES)
    new = Actor("new", (Post(HERE, "worker", APRIL),), training=COURSES)
    for who, rule in ((old, leaves), (new, comes)):
        case = Case(LOTS, *in_lots("L1"))
        case.state.last_at = None
        case.now = at
        assert case.do("attach", P1, who) == rule


def test_a_clock_that_goes_back_revives_no_post() -> None:
    case = Case(LOTS, *in_lots("L1"))  # opened in June
    case.now = datetime(2024, 3, 20, 9, 0, tzinfo=JAPAN)
    old = Actor("old", (Post(HERE, "worker", LONG_AGO, APRIL),), training=COURSES)
    assert case.do("attach", P1, old) == "role_held"
    assert case.state.day(case.now) == NOON.date()


def test_a_day_is_a_day_in_japan() -> None:
    case = Case(LOTS, *in_lots("L1"))
    late = datetime.fromisoformat("2024-06-03T15:30:00+00:00")  # half past midnight in Japan
    assert case.state.day(late) == date(2024, 6, 4)


# ---------------------------------------------------------------- paper


def sheet(case: Case, who: Actor, minutes: int = 0) -> c.Paper:
    return c.Paper(who, case.now + timedelta(minutes=minutes))


def test_a_step_on_paper_is_entered_by_another_person() -> None:
    case = Case().walk("match")
    encloser, other = somebody("encloser-1", "encloser"), somebody("worker-1", "worker")
    assert case.do("match", P1, encloser, paper=sheet(case, encloser)) == "on_paper"
    assert case.do("match", P1, other, paper=sheet(case, encloser)) == ""
    made = case.state.stamps["match", P1][0]
    assert (made.person, made.entered_by, made.evidence) == ("encloser-1", "worker-1", "claimed")
    assert made.done_at is not None


@pytest.mark.parametrize(
    ("minutes", "rule"),
    [(60, "on_paper"), (-100_000, "on_paper"), (0, "")],
    ids=["later than it is entered", "before it was approved", "in between"],
)
def test_a_sheet_bears_a_time_that_can_be(minutes: int, rule: str) -> None:
    case = Case().walk("match")
    paper = sheet(case, somebody("encloser-1", "encloser"), minutes)
    assert case.do("match", P1, somebody("worker-1", "worker"), paper=paper) == rule


def test_a_step_that_is_not_for_paper_is_done_on_screen() -> None:
    case = Case().walk("report")
    told = case.do("report", who=somebody("worker-1", "worker"), paper=sheet(case, somebody("superior-1", "superior")))
    assert told == "on_paper"


def test_who_enters_a_sheet_has_a_part_in_the_dispatch() -> None:
    case = Case().walk("match")
    paper = sheet(case, somebody("encloser-1", "encloser"))
    assert case.do("match", P1, STRANGER, paper=paper) == "takes_part"


def test_on_paper_posts_are_those_of_the_day_it_was_done() -> None:
    """Two sheets of 31 March are entered on 2 April, after who did them has another post."""
    case = Case()
    case.now, case.state.last_at = datetime(2024, 3, 31, 9, 0, tzinfo=JAPAN), None
    case.walk("match")
    done = case.now + timedelta(minutes=5)
    case.now = datetime(2024, 4, 2, 9, 0, tzinfo=JAPAN)
    left = Actor("encloser-1", (Post(HERE, "encloser", LONG_AGO, APRIL - timedelta(days=1)),))
    enters = somebody("worker-1", "worker")
    for unit in (P1, P2):
        assert case.do("match", unit, enters, paper=c.Paper(left, done)) == ""
    assert case.do("scan", P1, enters, paper=c.Paper(left, case.now)) == "role_held"
    came = Actor("encloser-2", (Post(HERE, "encloser", APRIL),))
    assert case.ask(c.SendBack("match", P1, WHY), enters) == ""
    assert case.do("match", P1, enters, paper=c.Paper(came, done)) == "role_held"


def test_a_release_on_paper_is_judged_on_its_own_day() -> None:
    case = Case().walk("release")
    posted = c.Paper(somebody("mailroom-1", "mailroom"), case.now + timedelta(minutes=1))
    case.now += timedelta(days=1)
    enters = somebody("worker-1", "worker")
    late = replace(posted, done_at=case.now)
    assert case.do("release", P1, enters, paper=late) == "judged_today"
    assert case.do("release", P1, enters, paper=posted) == ""
    assert case.events[-1].data["person"] == "mailroom-1"
    assert case.events[-1].data["evidence"] == "claimed"
    assert case.events[-1].data["done_at"] == posted.done_at.isoformat()
    assert case.state.doers("release", P1) == {"mailroom-1"}
