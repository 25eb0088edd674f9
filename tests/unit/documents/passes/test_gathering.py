from dataclasses import replace

import pytest
from tests.unit.documents.passes.sample import PASS, SHEET, STAGES, bare, pages
from tests.unit.gate.case import (
    CHIEF,
    EVERY,
    L1,
    LOTS,
    P1,
    SHORT,
    WHY,
    Case,
    ask,
    in_lots,
    parcel,
    procedure,
    somebody,
    step,
    stop,
)

from sekisho.documents.passes.gathering import because_of, counts_of, findings_of, proof_of, steps_of
from sekisho.documents.passes.model import Person, Stage
from sekisho.documents.passes.pdf import pdf
from sekisho.gate import commands as c
from sekisho.gate import shipped
from sekisho.gate.lint import load
from sekisho.gate.model import WHOLE, Deputy, Finding, Item, Unit
from sekisho.gate.state import State

DEED = STAGES[4].deeds[0]


class People(dict[str, Person]):
    """Everybody, by what the case calls them."""

    def __missing__(self, alias: str) -> Person:
        return Person("介護", alias, f"name of {alias}")


def stage(case: Case, id: str, unit: Unit = P1) -> Stage:  # noqa: A002
    stages = steps_of(case.state, People(), case.events, unit)
    return stages[[one.id for one in case.state.procedure.steps].index(id)]


def test_every_step_says_who_did_it_and_when() -> None:
    case = Case().walk()
    stages = steps_of(case.state, People(), case.events, P1)
    assert [str(one.title.ja) for one in stages] == [f"{one.id}の工程" for one in EVERY.steps]
    for told, one in zip(stages, EVERY.steps, strict=True):
        assert {deed.role for deed in told.deeds} == set(one.by), one.id
        assert not any(deed.void for deed in told.deeds)
    assert stage(case, "open").deeds[0].person == People()["drafter-1"]
    assert [deed.evidence for deed in stage(case, "source").deeds] == ["claimed"]
    assert [deed.evidence for deed in stage(case, "open").deeds] == ["enforced"]


def test_before_it_is_done_nobody_did_it() -> None:
    case = Case().walk("approve")
    assert stage(case, "approve").deeds == ()
    assert stage(case, "release").deeds == ()
    assert proof_of(case.state, P1) is None


def test_the_engine_makes_no_stamp() -> None:
    (deed,) = stage(Case().walk(), "inspect").deeds
    assert (deed.person, deed.role, deed.evidence) == (None, "engine", "enforced")


def test_what_one_person_did_for_two_parcels_is_one_deed_done_twice() -> None:
    case = Case().walk()
    (deed,) = stage(case, "match", WHOLE).deeds
    assert deed.times == 2
    assert stage(case, "match", P1).deeds[0].times == 1
    assert deed.at == stage(case, "match", P1).deeds[0].at


def test_a_voided_stamp_keeps_its_place() -> None:
    case = Case().walk("approve")
    assert case.do("attach", P1, items=(Item("another", 1),)) == ""
    deeds = stage(case, "open").deeds
    assert [deed.void for deed in deeds] == [True]
    first = stage(case, "attach").deeds
    assert [deed.void for deed in first] == [False, True]


def test_the_release_is_the_deed_of_who_did_it_and_not_of_whom_it_was_done_for() -> None:
    case = Case().walk("release")
    started = case.good("release", P1)
    assert case.ask(started, case.who("release")) == ""
    assert stage(case, "release").deeds == ()
    assert case.ask(case.ended(P1), case.who("release")) == ""
    (deed,) = stage(case, "release").deeds
    assert (deed.person, deed.role, deed.at) == (People()["mailroom-1"], "mailroom", case.events[-2].at)
    assert proof_of(case.state, P1) == "compared"
    assert proof_of(case.state, WHOLE) is None


def test_a_release_by_a_deputy_gives_the_absent_person_no_stamp() -> None:
    case = Case().walk("release")
    absent = somebody("mailroom-1", "mailroom")
    deputy = replace(somebody("mailroom-2"), deputies=(Deputy("mailroom-1", absent.posts[0]),))
    assert case.ask(case.good("release", P1, deputy_of="mailroom-1"), deputy) == ""
    assert case.ask(case.ended(P1), absent) == ""
    (deed,) = stage(case, "release").deeds
    assert (deed.person, deed.deputy_of) == (People()["mailroom-2"], People()["mailroom-1"])


def test_a_release_on_paper_says_when_it_left() -> None:
    case = Case().walk("release")
    done_at = case.now
    paper = c.Paper(somebody("mailroom-1", "mailroom"), done_at)
    assert case.ask(case.good("release", P1, paper=paper), somebody("worker-9", "worker")) == ""
    assert case.ask(case.ended(P1, proof="stated"), somebody("mailroom-1", "mailroom")) == ""
    (deed,) = stage(case, "release").deeds
    assert (deed.at, deed.evidence, deed.entered_by) == (done_at, "claimed", People()["worker-9"])
    assert proof_of(case.state, P1) == "stated"


def test_of_two_tries_the_one_that_left_is_the_deed() -> None:
    case = Case().walk("release")
    case.ask(case.good("release", P1), somebody("mailroom-1", "mailroom"))
    case.ask(case.ended(P1, "failed", None), case.who("release"))
    assert case.ask(case.good("release", P1), somebody("mailroom-2", "mailroom")) == ""
    assert case.ask(case.ended(P1), somebody("mailroom-2", "mailroom")) == ""
    assert [deed.person for deed in stage(case, "release").deeds] == [People()["mailroom-2"]]


def test_a_release_that_failed_is_no_deed() -> None:
    case = Case().walk("release")
    case.ask(case.good("release", P1), case.who("release"))
    case.ask(case.ended(P1, "failed", None), case.who("release"))
    assert stage(case, "release").deeds == ()


def test_a_step_on_paper_says_when_it_was_done_and_who_entered_it_when() -> None:
    case = Case().walk("match")
    done_at = case.now
    paper = c.Paper(somebody("encloser-1", "encloser"), done_at)
    assert case.do("match", P1, who=somebody("worker-9", "worker"), paper=paper) == ""
    (deed,) = stage(case, "match").deeds
    assert (deed.person, deed.at, deed.evidence) == (People()["encloser-1"], done_at, "claimed")
    assert (deed.entered_by, deed.entered_at) == (People()["worker-9"], case.now)


def test_counts_of_all_lots_are_added_up() -> None:
    case = Case(LOTS, *in_lots("L1", "L1", "L2")).walk()
    one, both = counts_of(case.state, L1), counts_of(case.state)
    assert one is not None
    assert both is not None
    assert (one.printed, one.withdrawn, one.reprinted, one.enclosed, one.sealed, one.posted) == (3, 1, 1, 3, 3, 3)
    assert (both.printed, both.enclosed, both.sealed, both.posted) == (6, 6, 6, 6)
    assert (one.difference, one.explained) == (0, False)


def test_what_is_not_counted_yet_is_left_open() -> None:
    case = Case(LOTS, *in_lots("L1", "L2")).walk("count")
    assert counts_of(case.state) == replace(
        counts_of(case.state), printed=None, enclosed=None, sealed=None, posted=None
    )
    assert counts_of(Case(SHORT, parcel("p1")).state) is None


def test_a_difference_is_explained_only_once_it_is() -> None:
    case = Case(LOTS, *in_lots("L1")).walk("count")
    assert case.do("count", L1, enclosed=2) == ""
    told = counts_of(case.state, L1)
    assert (told.difference, told.explained) == (1, False)
    assert case.ask(c.ExplainDifference("count", L1, WHY), CHIEF) == ""
    assert counts_of(case.state, L1).explained


def test_findings_say_what_became_of_them() -> None:
    case = Case().walk("inspect")
    case.ask(
        case.inspection("p1", Finding("f3", "hidden", "note"), ask("f2"), stop("f1", "hidden")),
        somebody("engine", "engine", where=""),
    )
    assert [
        (one.severity, one.outcome.text if one.outcome else "") for one in findings_of(case.state, People(), P1)
    ] == [
        ("stop", "まだ"),
        ("ask", "まだ"),
        ("note", ""),
    ]
    saw = case.basis()
    assert case.ask(c.Answer("p1", "f2", saw, WHY), somebody("worker-1", "worker")) == ""
    assert case.ask(c.AskWaiver("p1", "f1", saw, WHY), somebody("worker-1", "worker")) == ""
    assert findings_of(case.state, People(), P1)[0].outcome.text == "例外を求めている"
    assert case.ask(c.DecideWaiver("p1", "f1", saw, True, WHY), CHIEF) == ""
    first, second, _ = findings_of(case.state, People(), P1, {"f1": "名簿 B7"})
    assert (first.outcome.text, first.waived_by, first.place) == ("例外を認めた", People()["chief-1"], "名簿 B7")
    assert (second.outcome.text, second.waived_by) == ("答えた", None)


def test_a_person_nobody_knows_is_not_passed_over() -> None:
    case = Case().walk()
    with pytest.raises(KeyError):
        steps_of(case.state, {}, case.events, P1)


def test_because_is_each_once_in_order() -> None:
    used = procedure(
        "because",
        step("attach", "attach", "worker", per="parcel", because=["FY2023-1-②"]),
        step("inspect", "inspect", "engine", per="parcel", because=["FY2023-1", "FY2023-1-②"]),
        step("approve", "approve", "approver", per="parcel", differs_from=["attach"]),
        step("release", "release", "worker", per="parcel", proofs=["sent"]),
        lint=False,
    )
    assert because_of(Case(used).state) == ("FY2023-1-②", "FY2023-1")


def test_a_whole_dispatch_prints() -> None:
    case = Case().walk()
    told = replace(
        PASS,
        stages=steps_of(case.state, People(), case.events, P1),
        counts=counts_of(case.state, P1),
        findings=findings_of(case.state, People(), P1),
        proof=proof_of(case.state, P1),
    )
    made = "".join(pages(pdf(told)))
    assert all(bare(f"{one.id}の工程") in made for one in EVERY.steps)
    assert "confirmer-1" in made


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_procedure_has_a_check_sheet_and_a_pass_of_one_page(name: str) -> None:
    used = load(shipped.data(name), name)
    state = State({used.digest: used}, used)
    blank = steps_of(state, People(), [])
    sheet = replace(SHEET, stages=blank, counts=counts_of(state), lines=SHEET.lines[:1])
    assert len(pages(pdf(sheet))) == 1
    done = tuple(replace(one, deeds=tuple(replace(DEED, role=role) for role in one.roles)) for one in blank)
    left = replace(
        PASS, stages=done, counts=counts_of(state), lines=PASS.lines[:1], wrapper="", because=because_of(state)
    )
    assert len(pages(pdf(left))) == 1
