"""What each kind of step itself demands, beyond the rules that hold for all of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.gate.case import (
    BEGIN,
    CHIEF,
    DRAFTER,
    ENGINE,
    LOTS,
    P1,
    P2,
    TOO_SHORT,
    WHY,
    Case,
    ask,
    in_lots,
    parcel,
    procedure,
    somebody,
    step,
)

from sekisho.gate import commands as c
from sekisho.gate.model import WHOLE, Item, Unit

CONFIRMER, ENCLOSER, WORKER = (somebody(f"{role}-1", role) for role in ("confirmer", "encloser", "worker"))


# ---------------------------------------------------------------- files that were opened


def test_a_click_is_no_look_into_a_file() -> None:
    case = Case().walk("open")
    assert case.ask(case.good("open", P1), DRAFTER) == "opened_all"
    case.view(DRAFTER, P1, but=1)
    assert case.ask(case.good("open", P1), DRAFTER) == "opened_all"
    case.view(DRAFTER, P2)
    assert case.ask(case.good("open", P1), DRAFTER) == "opened_all"
    case.view(DRAFTER, P1)
    assert case.ask(case.good("open", P1), DRAFTER) == ""


def test_what_another_person_opened_is_not_opened() -> None:
    case = Case().walk("approve")
    approver = case.who("approve")
    assert case.ask(case.good("approve"), approver) == "opened_all"
    case.view(approver, WHOLE)
    assert case.ask(case.good("approve"), approver) == ""


def test_paper_alone_is_confirmed_by_another_method_and_approved_as_claimed() -> None:
    case = Case().walk("inspect")
    for unit in (P1, P2):
        only = c.Attach("attach", unit.id, (Item(f"sheet-{unit.id}", 1, "paper"),), (f"who-{unit.id}",))
        assert case.ask(only, WORKER) == ""
        assert case.ask(case.inspection(unit.id), ENGINE) == ""
    assert case.ask(case.good("open", P1), DRAFTER) == "opened_all"
    paper = Case(LOTS, parcel("p1", "L1"))
    assert paper.ask(c.Attach("attach", "p1", (Item("sheet", 1, "paper"),)), WORKER) == ""
    assert paper.ask(paper.inspection("p1"), ENGINE) == ""
    assert paper.do("approve", Unit("lot", "L1")) == ""
    assert paper.events[-1].data["evidence"] == "claimed"


# ---------------------------------------------------------------- rows that were drawn


@pytest.mark.parametrize(
    ("rule", "rows", "of"),
    [
        ("", 3, 20),
        ("", 5, 20),
        ("", 2, 2),  # all there are
        ("sample", 2, 20),
        ("sample", 1, 2),
        ("sample", 0, 20),
        ("sample", 0, 0),
    ],
)
def test_as_many_rows_are_drawn_as_the_step_asks_for(rule: str, rows: int, of: int) -> None:
    case = Case().walk("trace")
    told = tuple(f"row {n}" for n in range(rows))
    assert case.ask(c.Draw("trace", P1, case.basis(), rows=told, of=of), CONFIRMER) == rule


def test_one_row_drawn_three_times_is_one_row() -> None:
    case = Case().walk("trace")
    assert case.ask(c.Draw("trace", P1, case.basis(), rows=("r", "r", "r"), of=20), CONFIRMER) == "sample"


def test_rows_are_drawn_once_for_a_content() -> None:
    case = Case().walk("trace")
    draw = c.Draw("trace", P1, case.basis(), rows=("r1", "r2", "r3"), of=20)
    assert case.ask(draw, CONFIRMER) == ""
    assert case.ask(draw, CONFIRMER) == "drawn_once"
    assert case.ask(case.good("trace", P1, typed=("r1", "r2")), CONFIRMER) == "matches"
    assert case.ask(c.Resume("trace", P1, WHY), WORKER) == ""
    assert case.ask(draw, CONFIRMER) == "drawn_once", "what did not match is not drawn away"
    assert case.ask(case.good("trace", P1, typed=("r3", "r2", "r1")), CONFIRMER) == ""
    assert case.ask(c.ChangeSources({"subjects": "s2"}), WORKER) == ""
    assert ("trace", P1) not in case.state.draws


def test_nothing_is_drawn_for_another_method() -> None:
    case = Case().walk("source")
    draw = c.Draw("source", P1, case.basis(), rows=("r1",), of=1)
    assert case.ask(draw, case.who("source")) == "sample"


def test_rows_that_were_not_drawn_are_not_traced() -> None:
    case = Case().walk("trace")
    assert case.ask(case.good("trace", P1), CONFIRMER) == "there"


# ---------------------------------------------------------------- confirming by what is typed, scanned, counted


@pytest.mark.parametrize(
    ("id", "changed"),
    [
        ("scan", {"typed": ("code-p2",)}),
        ("scan", {"typed": ()}),
        ("scan", {"typed": ("code-p1", "code-p1")}),
        ("identify", {"typed": ("who-p2",)}),
        ("identify", {"typed": ("who-p1", "who-p2")}),
        ("sheets", {"number": 2}),
        ("sheets", {"number": None}),
    ],
)
def test_what_does_not_match_halts(id: str, changed: Mapping[str, Any]) -> None:  # noqa: A002  as the step calls it
    case = Case().walk(id)
    assert case.do(id, P1, **changed) == "matches"
    assert case.events[-1].type == "mismatched"
    assert (id, P1) in case.state.halted
    assert not case.state.done(case.step(id), P1)


def test_reading_against_the_source_is_claimed() -> None:
    case = Case().walk("source")
    assert case.do("source", P1) == ""
    assert case.events[-1].data["evidence"] == "claimed"


WIDE = procedure(
    "wide",
    *BEGIN,
    step("approve", "approve", "approver"),
    step("scan", "confirm", "confirmer", per="lot", method="scan"),
    step("identify", "confirm", "confirmer", per="lot", method="type_identifier"),
    step("release", "release", "worker", proofs=["stated"]),
    step("return", "return", "worker"),
    channel="post",
    lint=False,
)


@pytest.mark.parametrize(
    ("id", "changed"), [("scan", {"codes": {}}), ("scan", {"codes": {"envelope": "e"}}), ("identify", {})]
)
def test_where_one_parcel_has_nothing_to_match_the_lot_is_not_confirmed(id: str, changed: Mapping[str, Any]) -> None:  # noqa: A002
    case = Case(WIDE, parcel("p1", "L1"), parcel("p2", "L1", **changed))
    for key, about in (("p1", ("who-p1",)), ("p2", () if id == "identify" else ("who-p2",))):
        assert case.ask(c.Attach("attach", key, (Item("f", 1, "paper"),), about), WORKER) == ""
    case.walk(id)
    assert case.do(id, Unit("lot", "L1"), typed=("code-p1",) if id == "scan" else ("who-p1",)) == "there"


def test_a_lot_is_confirmed_in_any_order() -> None:
    case = Case(WIDE, *in_lots("L1", "L1")).walk("scan")
    assert case.do("scan", Unit("lot", "L1"), typed=("code-p2", "code-p1")) == ""


# ---------------------------------------------------------------- match


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("", {}),
        ("matches", {"scans": ()}),
        ("matches", {"scans": ({"document": "code-p1", "envelope": "code-p1"},)}),
        ("matches", {"scans": ({"document": "code-p1", "envelope": "code-p2", "return": "code-p1"},)}),
        ("matches", {"business": "別の業務"}),
        ("matches", {"business": ""}),
    ],
)
def test_matching(rule: str, changed: Mapping[str, Any]) -> None:
    case = Case().walk("match")
    assert case.do("match", P1, **changed) == rule


def test_a_lot_is_matched_piece_by_piece() -> None:
    case = Case(LOTS, *in_lots("L1", "L1")).walk("match")
    lot = Unit("lot", "L1")
    scans = case.good("match", lot).scans
    crossed = tuple({**scan, "envelope": other["envelope"]} for scan, other in zip(scans, scans[::-1], strict=True))
    assert case.do("match", lot, scans=crossed) == "matches"
    assert case.ask(c.Resume("match", lot, WHY), WORKER) == ""
    assert case.do("match", lot, scans=scans[:1]) == "matches"
    assert case.ask(c.Resume("match", lot, WHY), WORKER) == ""
    assert case.do("match", lot, scans=scans[::-1]) == ""


def test_what_bears_no_number_is_not_matched_and_not_halted() -> None:
    case = Case(LOTS, parcel("p1", "L1", codes={})).walk("match")
    assert case.do("match", Unit("lot", "L1")) == "there"
    assert not case.state.halted


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize(
    ("rule", "difference", "changed"),
    [
        ("", 0, {}),
        ("", 0, {"withdrawn": (), "reprinted": 0}),
        ("", 1, {"enclosed": 2}),
        ("", -1, {"enclosed": 4}),
        ("counts", 0, {"printed": -1}),
        ("counts", 0, {"reprinted": -1}),
        ("counts", 0, {"enclosed": 0}),
        ("counts", 0, {"withdrawn": ("n1", "n1"), "enclosed": 2}),
    ],
)
def test_counting(rule: str, difference: int, changed: Mapping[str, Any]) -> None:
    case = Case(LOTS, *in_lots("L1")).walk("count")
    lot = Unit("lot", "L1")
    assert case.do("count", lot, **changed) == rule
    if not rule:
        assert case.state.done(case.step("count"), lot) == (difference == 0)
        assert case.state.stamps["count", lot][0].answer["difference"] == difference


def test_the_second_who_counts_finds_the_same() -> None:
    case = Case().walk("count")
    assert case.do("count", P1) == ""
    assert case.do("count", P1, enclosed=2, printed=2) == "matches"
    assert case.ask(c.Resume("count", P1, WHY), WORKER) == ""
    assert case.do("count", P1) == ""


@pytest.mark.parametrize(
    ("who", "reason", "rule"),
    [
        (CHIEF, WHY, ""),
        (CHIEF, TOO_SHORT, "reasoned"),
        (WORKER, WHY, "takes_part"),
        (somebody("superior-1", "superior"), WHY, "takes_part"),
        (somebody("encloser-1", "chief"), WHY, "two_people"),
    ],
)
def test_a_difference_is_the_chiefs_to_explain(who: Any, reason: Any, rule: str) -> None:
    case = Case(LOTS, *in_lots("L1")).walk("count")
    lot = Unit("lot", "L1")
    assert case.ask(c.ExplainDifference("count", lot, WHY), CHIEF) == "there"
    assert case.do("count", lot, enclosed=2) == ""
    assert case.do("seal", lot, sealed=2) == "in_order"
    assert case.ask(c.ExplainDifference("count", lot, reason), who) == rule
    assert case.do("seal", lot, sealed=2) == ("in_order" if rule else "")


# ---------------------------------------------------------------- seal


@pytest.mark.parametrize(("sealed", "rule"), [(3, ""), (2, "matches"), (4, "matches"), (0, "matches")])
def test_sealed_is_enclosed(sealed: int, rule: str) -> None:
    case = Case().walk("seal")
    assert case.do("seal", P1, sealed=sealed) == rule


def test_no_reason_lets_an_open_envelope_go() -> None:
    case = Case(LOTS, *in_lots("L1")).walk("seal")
    lot = Unit("lot", "L1")
    assert case.do("seal", lot, sealed=2) == "matches"
    assert case.ask(c.ExplainDifference("seal", lot, WHY), CHIEF) == "there"
    assert case.ask(c.Resume("seal", lot, WHY), CHIEF) == ""
    assert case.do("seal", lot, sealed=2) == "matches"


# ---------------------------------------------------------------- report and approve


def test_the_superior_is_told_and_says_so() -> None:
    case = Case().walk("report")
    assert case.do("report", who=WORKER) == "role_held"
    assert case.do("report") == ""
    assert case.events[-1].data["evidence"] == "enforced"


def test_the_approver_has_seen_every_finding() -> None:
    case = Case(LOTS, *in_lots("L1")).walk("inspect")
    assert case.ask(case.inspection("p1", ask()), ENGINE) == ""
    assert case.ask(c.Answer("p1", "f2", case.basis(), WHY), WORKER) == ""
    lot = Unit("lot", "L1")
    assert case.do("approve", lot, seen=frozenset()) == "seen_all"
    assert case.do("approve", lot, seen=frozenset({"f1"})) == "seen_all"
    assert case.do("approve", lot) == ""


# ---------------------------------------------------------------- key, recheck, return


@pytest.mark.parametrize(
    ("way", "rule"), [("phone", ""), ("letter", ""), ("another_mail", "another_way"), ("", "another_way")]
)
def test_the_password_goes_another_way(way: str, rule: str) -> None:
    case = Case().walk("key")
    assert case.do("key", P1, way=way) == rule


def test_the_password_goes_after_the_file() -> None:
    case = Case().walk("release")
    assert case.do("key", P1) == "in_order"
    assert case.do("release", P1) == ""
    assert case.do("key", P1) == "in_order", "it is on its way, and may not have left"


@pytest.mark.parametrize(
    "live", [{}, {"p1": "other bytes"}, {"p1": "same", "p2": "a page that nobody approved"}, {"p2": "same"}]
)
def test_what_is_live_is_what_was_approved(live: dict[str, str]) -> None:
    case = Case().walk("recheck")
    told = {key: case.state.outgoing(key) if value == "same" else value for key, value in live.items()}
    assert case.do("recheck", P1, CONFIRMER, live=told) == "matches"
    assert case.do("recheck", P1, CONFIRMER) == "not_halted"


def test_a_page_is_looked_at_again_and_again() -> None:
    case = Case().walk("recheck")
    for _ in range(3):
        assert case.do("recheck", P1, CONFIRMER, role="confirmer") == ""
    case.walk()
    assert case.state.over
    assert case.do("recheck", P1, CONFIRMER, role="confirmer", live={"p1": "other bytes"}) == "matches"
    assert not case.state.over, "what was right yesterday is wrong today"
    assert case.ask(c.Resume("recheck", P1, WHY), WORKER) == ""
    assert case.state.over


def test_what_comes_back_bears_the_number_of_what_went_out() -> None:
    case = Case().walk("return")
    assert case.do("return", P1, code="code-p2") == "matches"
    assert case.do("return", P2, code="code-p2") == ""


def test_what_bore_no_number_cannot_be_matched_when_it_comes_back() -> None:
    case = Case(WIDE, parcel("p1", "L1", codes={"document": "d"})).walk("release")
    assert case.do("release") == ""
    assert case.ask(c.FinishRelease(WHOLE, "released", "stated"), WORKER) == ""
    assert case.do("return", code="d") == "there"
    assert not case.state.halted


def test_a_step_says_on_what_it_was_decided() -> None:
    case = Case().walk("attach")
    assert case.do("attach", P1) == ""
    data = case.events[-1].data
    assert data["procedure"] == case.state.procedure.digest
    assert data["training"] == {"業務マニュアル": "2025-03-31"}
    assert (data["person"], data["role"], data["deputy_of"]) == ("worker-1", "worker", "")
    case.walk("match")
    assert case.do("match", P1) == ""
    assert case.events[-1].data["saw"] == case.state.saw(P1)
    assert replace(case.state.stamps["match", P1][0], answer={}).evidence == "enforced"
