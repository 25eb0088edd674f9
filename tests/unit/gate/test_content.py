"""What is in a dispatch: opening it, adding recipients, lists in force, files, and what the viewer has shown."""

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.gate.case import (
    DRAFTER,
    ENGINE,
    EVERY,
    HERE,
    LOTS,
    NOON,
    P1,
    P2,
    SHORT,
    STRANGER,
    WHY,
    Case,
    ask,
    in_lots,
    parcel,
    somebody,
)

from sekisho.gate import commands as c
from sekisho.gate.decide import decide
from sekisho.gate.model import Actor, Item, Parcel, Unit
from sekisho.gate.procedure import Procedure
from sekisho.gate.replay import replay

WORKER = somebody("worker-1", "worker")


# ---------------------------------------------------------------- open


def opening(procedure: Procedure, *parcels: Parcel, who: Actor = DRAFTER, digest: str = "") -> str:
    state = replay({procedure.digest: procedure}, [])
    told = decide(state, c.Open(digest or procedure.digest, HERE, parcels, {}), who, NOON)
    assert bool(told.events) == (told.refusal is None)
    return told.refusal.rule if told.refusal else ""


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("", {"parcels": (parcel("p1"), parcel("p2"))}),
        ("", {"parcels": (parcel("p1", pieces=20_000),)}),  # no step of this procedure is done in lots
        ("there", {"parcels": ()}),
        ("there", {"parcels": (parcel("p1"), parcel("p1"))}),
        ("there", {"parcels": (parcel(""),)}),
        ("there", {"parcels": (parcel("p1", pieces=0),)}),
        ("there", {"parcels": (parcel("p1"),), "digest": "of a procedure that nobody registered"}),
        ("role_held", {"parcels": (parcel("p1"),), "who": WORKER}),
        ("role_held", {"parcels": (parcel("p1"),), "who": STRANGER}),
    ],
)
def test_opening(rule: str, told: dict[str, Any]) -> None:
    assert opening(EVERY, *told.pop("parcels"), **told) == rule


@pytest.mark.parametrize(
    ("rule", "parcels"),
    [
        ("", (parcel("p1", "L1", 500), parcel("p2", "L2", 500))),
        ("", (parcel("p1", "L1", 250), parcel("p2", "L1", 250))),
        ("there", (parcel("p1", "L1", 501),)),
        ("there", (parcel("p1", "L1", 250), parcel("p2", "L1", 251))),
        ("there", (parcel("p1", "L1"), parcel("p2", ""))),
    ],
)
def test_lots_hold_five_hundred_pieces(rule: str, parcels: tuple[Parcel, ...]) -> None:
    assert opening(LOTS, *parcels) == rule


def test_a_dispatch_is_opened_once() -> None:
    case = Case()
    assert case.ask(c.Open(EVERY.digest, HERE, (parcel("p3"),)), DRAFTER) == "there"


# ---------------------------------------------------------------- more recipients


@pytest.mark.parametrize(
    ("rule", "who", "parcels"),
    [
        ("", DRAFTER, (parcel("p3"),)),
        ("", WORKER, (parcel("p3"),)),
        ("takes_part", STRANGER, (parcel("p3"),)),
        ("takes_part", somebody("mailroom-1", "mailroom"), (parcel("p3"),)),
        ("there", DRAFTER, ()),
        ("there", DRAFTER, (parcel("p1"),)),
    ],
)
def test_adding_recipients(rule: str, who: Actor, parcels: tuple[Parcel, ...]) -> None:
    case = Case().walk("report")
    assert case.ask(c.AddParcels(parcels), who) == rule
    assert ("p3" in case.state.contents) == (not rule)


def test_who_approved_has_not_approved_what_is_added() -> None:
    case = Case().walk("match")
    assert case.ask(c.AddParcels((parcel("p3"),)), DRAFTER) == ""
    assert case.do("match", P1) == "in_order"
    assert case.walk().state.over


def test_nothing_joins_a_lot_that_is_leaving() -> None:
    case = Case(LOTS, *in_lots("L1", "L2")).walk("release")
    assert case.do("release", Unit("lot", "L1")) == ""
    assert case.ask(c.AddParcels((parcel("p3", "L1"),)), DRAFTER) == "there"
    assert case.ask(c.AddParcels((parcel("p3", "L9"),)), DRAFTER) == ""
    other = Case(SHORT).walk("release")
    assert other.do("release", P1) == ""
    assert other.ask(c.AddParcels((parcel("p3"),)), DRAFTER) == ""


def test_nothing_joins_a_dispatch_that_leaves_as_a_whole() -> None:
    steps = tuple(replace(one, per="dispatch") if one.kind == "release" else one for one in SHORT.steps)
    case = Case(replace(SHORT, steps=steps)).walk("release")
    assert case.do("release") == ""
    assert case.ask(c.AddParcels((parcel("p3"),)), DRAFTER) == "there"


# ---------------------------------------------------------------- lists in force


def test_another_list_voids_what_was_judged_by_the_old_one() -> None:
    case = Case().walk("match")
    assert case.ask(c.ChangeSources({"subjects": "s1"}), ENGINE) == ""
    assert case.events[-1].type != "sources_changed"
    assert case.state.done(case.step("approve"), next(case.state.units(case.step("approve"))))
    assert case.ask(c.ChangeSources({"subjects": "s2"}), STRANGER) == "takes_part"
    assert case.ask(c.ChangeSources({"subjects": "s2"}), ENGINE) == ""
    assert case.do("match", P1) == "in_order"
    assert {stamp.step for stamp, _ in case.state.voided} >= {"open", "trace", "report", "approve"}
    assert case.state.done(case.step("attach"), P1)
    assert case.state.done(case.step("brief"), next(case.state.units(case.step("brief"))))
    case.sources = {"subjects": "s2"}
    assert case.walk().state.over


def test_what_is_on_its_way_is_judged_by_the_list_of_its_day() -> None:
    case = Case(SHORT).walk("release")
    assert case.do("release", P1) == ""
    assert case.ask(c.ChangeSources({"subjects": "s2"}), ENGINE) == ""
    assert case.state.done(case.step("inspect"), P1)
    assert not case.state.done(case.step("inspect"), P2)


def test_what_came_back_is_judged_by_the_list_in_force() -> None:
    case = Case(SHORT).walk("release")
    assert case.do("release", P1) == ""
    assert case.ask(c.ChangeSources({"subjects": "s2"}), ENGINE) == ""
    assert case.ask(case.ended(P1, "failed"), WORKER) == ""
    assert not case.state.done(case.step("inspect"), P1)
    assert not case.state.done(case.step("approve"), P1)
    case.sources = {"subjects": "s2"}
    assert case.do("release", P1) == "in_order"


# ---------------------------------------------------------------- files

FILE, SHEET = Item("file", 2), Item("sheet", 1, "paper")


@pytest.mark.parametrize(
    ("rule", "items"),
    [
        ("", (FILE, SHEET)),
        ("there", ()),
        ("there", (FILE, FILE)),
        ("there", (replace(FILE, parts=0),)),
    ],
)
def test_attaching(rule: str, items: tuple[Item, ...]) -> None:
    case = Case().walk("attach")
    assert case.ask(c.Attach("attach", "p1", items, ("who",)), WORKER) == rule


def test_attaching_is_a_step_like_any_other() -> None:
    case = Case().walk("attach")
    assert case.ask(c.Attach("inspect", "p1", (FILE,)), WORKER) == "there"
    assert case.ask(c.Attach("nonsense", "p1", (FILE,)), WORKER) == "there"
    assert case.ask(c.Attach("attach", "p9", (FILE,)), WORKER) == "there"
    assert case.ask(c.Attach("attach", "p1", (FILE,)), somebody("worker-2", "worker")) == "briefed"
    case.walk("key")
    assert case.ask(c.Attach("attach", "p1", (FILE,)), WORKER) == "there"


def test_the_same_bytes_void_nothing_and_a_changed_byte_voids_all() -> None:
    case = Case().walk("approve")
    same = case.good("attach", P1)
    assert case.ask(same, WORKER) == ""
    assert case.state.done(case.step("trace"), P1)
    assert case.ask(replace(same, about=("somebody else",)), WORKER) == ""
    assert not case.state.done(case.step("trace"), P1)
    assert case.ask(same, WORKER) == ""
    assert not case.state.done(case.step("trace"), P1), "what was void does not come back with the old content"
    assert case.state.done(case.step("trace"), P2)


def test_the_last_who_attached_is_who_attached() -> None:
    case = Case(SHORT).walk("approve")
    assert case.ask(case.good("attach", P1), somebody("worker-2", "worker")) == ""
    assert case.state.doers("attach", P1) == {"worker-2"}
    assert [stamp.person for stamp, _ in case.state.voided] == ["worker-1"]


# ---------------------------------------------------------------- the viewer


@pytest.mark.parametrize(
    ("rule", "who", "command"),
    [
        ("", DRAFTER, c.Serve("p1", "file-p1", 1)),
        ("takes_part", STRANGER, c.Serve("p1", "file-p1", 1)),
        ("there", DRAFTER, c.Serve("p9", "file-p1", 1)),
        ("there", DRAFTER, c.Serve("p1", "file-p2", 1)),
        ("there", DRAFTER, c.Serve("p1", "paper-p1", 1)),
        ("there", DRAFTER, c.Serve("p1", "file-p1", 0)),
        ("there", DRAFTER, c.Serve("p1", "file-p1", 3)),
    ],
)
def test_what_the_viewer_shows(rule: str, who: Actor, command: c.Serve) -> None:
    case = Case().walk("inspect")
    assert case.ask(command, who) == rule


def test_a_page_is_shown_once_in_the_log() -> None:
    case = Case().walk("inspect")
    assert case.ask(c.Serve("p1", "file-p1", 1), DRAFTER) == ""
    events = len(case.events)
    assert case.ask(c.Serve("p1", "file-p1", 1), DRAFTER) == ""
    assert len(case.events) == events


# ---------------------------------------------------------------- out of a lot


def test_a_lot_is_counted_again_without_what_was_withdrawn() -> None:
    case = Case(LOTS, *in_lots("L1", "L1", "L2")).walk("release")
    lot = Unit("lot", "L1")
    assert case.ask(c.Withdraw("p1", WHY), DRAFTER) == ""
    assert case.do("release", lot) == "in_order"
    for step in ("match", "count", "seal"):
        assert not case.state.done(case.step(step), lot)
        assert case.state.done(case.step(step), Unit("lot", "L2"))
    assert case.state.done(case.step("approve"), lot)
    assert case.walk().state.over


def test_the_open_unit_closes_when_all_of_it_is_withdrawn() -> None:
    case = Case(LOTS, *in_lots("L1", "L2")).walk("match")
    assert case.do("match", Unit("lot", "L1")) == ""
    assert case.ask(c.Withdraw("p1", WHY), DRAFTER) == ""
    assert case.do("match", Unit("lot", "L2")) == ""


def test_answers_belong_to_the_content_they_were_given_for() -> None:
    case = Case(SHORT).walk("inspect")
    assert case.ask(case.inspection("p1", ask()), ENGINE) == ""
    assert case.ask(c.Answer("p1", "f2", case.basis(), WHY), WORKER) == ""
    assert case.state.done(case.step("inspect"), P1)
    assert case.ask(c.Attach("attach", "p1", (FILE,)), WORKER) == ""
    assert case.ask(case.inspection("p1", ask()), ENGINE) == ""
    assert not case.state.done(case.step("inspect"), P1)
