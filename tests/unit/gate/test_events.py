"""Events of other versions: lifted where somebody knows how, counted where nobody does, and then nothing is decided."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.unit.gate.case import DRAFTER, ENGINE, P1, SHORT, WHY, Case, somebody

from sekisho.gate import commands as c
from sekisho.gate import events
from sekisho.gate.events import TYPES, Event, upcast
from sekisho.gate.model import Json
from sekisho.gate.replay import _APPLY, replay


def walked() -> Case:
    return Case(SHORT).walk()


def attached_before(data: Mapping[str, Json]) -> Mapping[str, Json]:
    """How a made-up version 0 of ``attached`` told its items: pairs, and the person as ``who``."""
    pairs = data["pairs"]
    assert isinstance(pairs, list)
    items: list[Json] = [{"digest": one[0], "parts": one[1], "origin": "uploaded"} for one in pairs]  # type: ignore[index]
    rest = {key: value for key, value in data.items() if key not in {"pairs", "who"}}
    return {**rest, "items": items, "person": data["who"]}


def as_version_0(event: Event) -> Event:
    if event.type != "attached":
        return event
    items = [one for one in event.data["items"] if isinstance(one, dict)]  # type: ignore[union-attr]
    pairs: list[Json] = [[one["digest"], one["parts"]] for one in items if one["origin"] == "uploaded"]
    rest = {key: value for key, value in event.data.items() if key not in {"items", "person"}}
    return replace(event, v=0, data={**rest, "pairs": pairs, "who": event.data["person"]})


def test_an_older_version_is_lifted(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(SHORT)
    case.ask(replace(case.good("attach", P1), items=case.good("attach", P1).items[:1]), somebody("worker-1", "worker"))
    old = [as_version_0(one) for one in case.events]
    assert [one.v for one in old] == [1, 0]
    assert replay(case.shelf, old).not_understood == (2, "attached", 0)
    monkeypatch.setitem(events.UPCASTERS, ("attached", 0), attached_before)  # type: ignore[misc]
    assert replay(case.shelf, old) == case.state


def test_it_is_lifted_step_by_step_and_the_old_event_stays_as_it_is() -> None:
    old = Event("served", -1, walked().now, "p", {"a": 1})
    lifted = upcast(old, {("served", -1): lambda data: {**data, "b": 2}, ("served", 0): lambda data: {**data, "c": 3}})
    assert (lifted.v, lifted.data) == (TYPES["served"], {"a": 1, "b": 2, "c": 3})
    assert (old.v, old.data) == (-1, {"a": 1})
    assert lifted.known
    assert not old.known


@pytest.mark.parametrize(
    ("kind", "version"), [("served", 2), ("served", 99), ("teleported", 1)], ids=["newer", "much newer", "unknown"]
)
def test_after_what_nobody_understands_nothing_is_decided(kind: str, version: int) -> None:
    case = Case(SHORT).walk("approve")
    before = case.state.n
    strange = Event(kind, version, case.now, "p", {"parcel": "p1"})
    case.state = replay(case.shelf, [*case.events, strange, *case.events[-2:]])
    assert case.state.n == before + 3, "it is counted all the same"
    assert case.state.not_understood == (before + 1, kind, version)
    approver = somebody("approver-1", "approver")
    every = [
        (case.good("approve", P1), approver),
        (c.Open(SHORT.digest, "", ()), DRAFTER),
        (c.Withdraw("p1", WHY), DRAFTER),
        (c.Abandon(WHY), DRAFTER),
        (case.inspection("p1"), ENGINE),
        (c.Serve("p1", "file-p1", 1), approver),
        (case.ended(), ENGINE),
    ]
    assert {case.ask(command, who) for command, who in every} == {"understood"}
    offered = case.offered(approver).values()
    assert offered
    assert {one.refusal.rule if one.refusal else "" for one in offered} == {"understood"}
    refusal = next(iter(offered)).refusal
    assert refusal is not None
    assert refusal.why.render() == (
        f"この案件の{before + 1}番目の証跡（{kind} 第{version}版）は、このバージョンでは読めません。"
    )
    assert refusal.first.render("en") == (
        "Open it with a newer version of Sekisho. The events can still be verified with this one."
    )


def test_every_type_that_is_written_is_read() -> None:
    assert set(TYPES) == set(_APPLY)


def test_the_time_of_the_last_event_never_goes_back() -> None:
    case = walked()
    early = replace(case.events[-1], at=case.events[0].at)
    assert replay(case.shelf, [*case.events[:-1], early]).last_at == case.events[-2].at


def test_a_procedure_that_is_not_on_the_shelf_is_named() -> None:
    case = walked()
    with pytest.raises(KeyError, match=SHORT.digest):
        replay({}, case.events)
