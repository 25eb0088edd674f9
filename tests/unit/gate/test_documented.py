"""The table of events in docs/dev/gate.md is the table of events."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.unit.gate.case import (
    CHIEF,
    DRAFTER,
    ENGINE,
    EVERY,
    L1,
    LOTS,
    P1,
    P2,
    SECURITY,
    SHORT,
    WHY,
    Case,
    ask,
    in_lots,
    parcel,
    somebody,
    stop,
)

from sekisho.gate import commands as c
from sekisho.gate.events import TYPES, Event

PAGE = Path(__file__).resolve().parents[3] / "docs" / "dev" / "gate.md"
ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (.+) \|$", re.MULTILINE)
WORKER = somebody("worker-1", "worker")


def one_of_each() -> Iterable[Event]:
    """Dispatches in which everything happens that can."""
    case = Case(SHORT, parcel("p1"), parcel("p2"), shelf=(EVERY,)).walk("approve")
    said = [
        (case.inspection("p1", ask(), stop(), stop("f3")), ENGINE),
        (c.Answer("p1", "f2", case.basis(), WHY), WORKER),
        (c.AskWaiver("p1", "f1", case.basis(), WHY), WORKER),
        (c.AskWaiver("p1", "f3", case.basis(), WHY), WORKER),
        (c.DecideWaiver("p1", "f1", case.basis(), True, WHY), SECURITY),
        (c.DecideWaiver("p1", "f3", case.basis(), False, WHY), SECURITY),
        (c.Reassign("approver", "approver-1", WHY), CHIEF),
        (c.HandOver("drafter-2", WHY), DRAFTER),
        (c.AddParcels((parcel("p3"),)), DRAFTER),
        (c.ChangeSources({"subjects": "s2"}), WORKER),
        (c.Withdraw("p3", WHY), DRAFTER),
        (case.inspection("p1", stop(escalates=True)), ENGINE),
    ]
    for command, who in said:
        now = case.inspection("p1", *command.findings) if isinstance(command, c.RecordInspection) else command
        assert case.ask(now, who) == ""
    yield from case.events

    case = Case().walk("trace")
    assert case.do("trace", P1, typed=()) == "matches"
    assert case.ask(c.Resume("trace", P1, WHY), WORKER) == ""
    assert case.ask(c.SendBack("open", P1, WHY), WORKER) == ""
    case.walk("match")
    assert case.do("match", P1, WORKER, paper=c.Paper(somebody("encloser-1", "encloser"), case.now)) == ""
    case.walk("release")
    posted = c.Paper(somebody("mailroom-1", "mailroom"), case.now)
    assert case.do("release", P1, WORKER, paper=posted) == ""
    for left in (False, True):
        assert case.do("release", P2) == ""
        assert case.ask(case.ended(P2, "unknown"), ENGINE) == ""
        assert case.ask(c.SettleRelease(P2, left, WHY), CHIEF) == ""
    assert case.ask(case.ended(P1, "failed"), ENGINE) == ""
    assert case.do("release", P1) == ""
    assert case.ask(case.ended(P1), case.who("release")) == ""
    yield from case.events

    case = Case(LOTS, *in_lots("L1")).walk("count")
    assert case.do("count", L1, enclosed=2) == ""
    assert case.ask(c.ExplainDifference("count", L1, WHY), CHIEF) == ""
    assert case.ask(c.PutAside(L1, WHY), WORKER) == ""
    assert case.ask(c.Abandon(WHY), DRAFTER) == ""
    yield from case.events


def test_the_table_of_events_is_current() -> None:
    rows = {
        kind: (int(version), keys.split(", ")) for kind, version, keys in ROW.findall(PAGE.read_text(encoding="utf-8"))
    }
    assert {kind: version for kind, (version, _) in rows.items()} == dict(TYPES)
    always: dict[str, set[str]] = {}
    ever: dict[str, set[str]] = {}
    for event in one_of_each():
        always[event.type] = always.get(event.type, set(event.data)) & set(event.data)
        ever[event.type] = ever.get(event.type, set()) | set(event.data)
    assert set(ever) == set(TYPES), "one of each"
    for kind, (_, keys) in rows.items():
        assert {key for key in keys if not key.endswith("?")} == always[kind], kind
        assert {key.removesuffix("?") for key in keys} == ever[kind], kind
