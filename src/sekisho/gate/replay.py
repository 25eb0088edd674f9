"""From events to a state: one small function for each type of event.

Replaying says what is; it judges nothing. Whether an event may happen at all has been decided before it was appended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias, cast

from sekisho.gate.events import Event, upcast
from sekisho.gate.model import WHOLE, Evidence, Finding, Item, Parcel, Proof, Stamp, Unit
from sekisho.gate.procedure import Procedure
from sekisho.gate.state import COUNTED, LASTING, Content, Inspection, Leaving, Phase, State, Waiver

Data: TypeAlias = Mapping[str, Any]
_NOTHING = Procedure("", "", "", (), "")


def replay(shelf: Mapping[str, Procedure], events: Iterable[Event]) -> State:
    """Return the state after these events; ``shelf`` holds every procedure that they name, by its digest.

    Raises:
        KeyError: a procedure is not on the shelf.

    """
    state = State(shelf, _NOTHING)
    advance(state, events)
    return state


def advance(state: State, events: Iterable[Event]) -> None:
    """Let a state take in the events that follow the ones it has seen.

    After an event that this release does not understand nothing more is taken in but the count: what it meant may
    have changed everything, so nothing is decided upon it (:func:`sekisho.gate.decide.decide` refuses).
    """
    for raw in events:
        event = raw if raw.known else upcast(raw)
        state.n += 1
        if state.last_at is None or event.at > state.last_at:
            state.last_at = event.at
        if not event.known and state.not_understood is None:
            state.not_understood = (state.n, event.type, event.v)
        if state.not_understood is None:
            _APPLY[event.type](state, event.data, event)


# ---------------------------------------------------------------- the dispatch and its content


def _opened(state: State, data: Data, event: Event) -> None:
    state.procedure = state.shelf[data["procedure"]]
    state.department = data["department"]
    state.drafters.append(event.by)
    state.drill = data["drill"]
    state.sources = data["sources"]
    _add(state, data["parcels"])


def _parcels_added(state: State, data: Data, event: Event) -> None:
    _add(state, data["parcels"])
    for one in data["parcels"]:
        _changed(state, one["id"])


def _add(state: State, parcels: Iterable[Data]) -> None:
    for one in parcels:
        parcel = Parcel(one["id"], one["recipient"], one["lot"], one["pieces"], one["codes"])
        state.contents[parcel.id] = Content(parcel)
        state.lots.setdefault(parcel.lot, []).append(parcel.id)


def _sources_changed(state: State, data: Data, event: Event) -> None:
    state.sources = data["sources"]
    for key, content in state.contents.items():
        if key not in state.gone:
            content.basis = ""
            _changed(state, key)


def _attached(state: State, data: Data, event: Event) -> None:
    content = state.contents[data["parcel"]]
    before = state.basis(content.parcel.id)
    content.items = tuple(Item(one["digest"], one["parts"], one["origin"]) for one in data["items"])
    content.about = tuple(data["about"])
    content.basis = ""
    _stamp(state, {**data} | {"unit": ["parcel", content.parcel.id], "saw": ""}, event)
    if state.basis(content.parcel.id) != before:
        _changed(state, content.parcel.id)


def _withdrawn(state: State, data: Data, event: Event) -> None:
    content = state.contents[data["parcel"]]
    content.withdrawn = True
    for step in state.procedure.steps:  # what was counted with it is counted again without it
        if step.kind in COUNTED and step.per != "parcel":
            _void(state, step.id, state.unit_of(step, content.parcel.id))
    unit = state.open_unit
    if unit is not None and not state.parcels(unit):
        state.open_unit = None


def _changed(state: State, key: str) -> None:
    """What saw the old content of a parcel does not count any more, not even when the old content comes back."""
    _uninspected(state, key)
    for waiver in state.waivers:
        waiver.void = waiver.void or waiver.parcel == key
    _void_around(state, key)


def _uninspected(state: State, key: str) -> None:
    state.inspections.pop(key, None)
    state.answers = {place: answer for place, answer in state.answers.items() if place[0] != key}


def _void_around(state: State, key: str) -> None:
    lot = state.contents[key].parcel.lot
    for unit in (Unit("parcel", key), Unit("lot", lot), WHOLE):
        for step in state.procedure.steps:
            if step.kind not in LASTING and unit.per == step.per:
                _void(state, step.id, unit)


def _void(state: State, step: str, unit: Unit) -> None:
    made = state.stamps.pop((step, unit), None)
    if made:
        state.voided += [(stamp, state.n) for stamp in made]
    state.differences.discard((step, unit))
    state.draws.pop((step, unit), None)


# ---------------------------------------------------------------- inspection, answers, waivers


def _served(state: State, data: Data, event: Event) -> None:
    state.served.setdefault((event.by, data["parcel"]), set()).add((data["item"], data["part"]))


def _inspected(state: State, data: Data, event: Event) -> None:
    key, findings = data["parcel"], data["findings"]
    told = tuple(Finding(one["id"], one["check"], one["severity"], one["escalates"]) for one in findings)
    before = state.inspections.get(key)
    state.inspections[key] = Inspection(data["saw"], data["engine"], told, event.at, state.n)
    if before is not None and {one.id for one in told} - {one.id for one in before.findings}:
        _void_around(state, key)  # nobody who confirmed or approved has seen what is new
    _follow_run(state, data["step"], _unit(data["unit"]))


def _answered(state: State, data: Data, event: Event) -> None:
    state.answers[data["parcel"], data["finding"]] = data["answer"]


def _waiver_asked(state: State, data: Data, event: Event) -> None:
    waiver = Waiver(data["parcel"], data["finding"], data["saw"], event.by, data["reason"], state.n)
    state.waivers.append(waiver)


def _waiver_decided(state: State, data: Data, event: Event) -> None:
    waiver = next(one for one in state.waivers if one.n == data["asked"])
    waiver.decided_by = event.by
    waiver.granted = event.type == "waiver_granted"


# ---------------------------------------------------------------- steps


def _unit(told: list[str]) -> Unit:
    return WHOLE if told[0] == "dispatch" else Unit(cast("Any", told[0]), told[1])


def _stamped(state: State, data: Data, event: Event) -> None:
    stamp = _stamp(state, data, event)
    if state.procedure.by_id[stamp.step].kind == "count" and stamp.answer["difference"]:
        state.differences.add((stamp.step, stamp.unit))


def _stamp(state: State, data: Data, event: Event) -> Stamp:
    done_at = data.get("done_at")
    unit = _unit(data["unit"])
    stamp = Stamp(
        step=data["step"],
        unit=unit,
        person=data["person"],
        role=data["role"],
        at=event.at,
        n=state.n,
        saw=data["saw"],
        evidence=cast("Evidence", data["evidence"]),
        deputy_of=data.get("deputy_of", ""),
        entered_by=event.by if done_at else "",
        done_at=datetime.fromisoformat(done_at) if done_at else None,
        answer=data.get("answer", {}),
    )
    made = state.stamps.setdefault((stamp.step, unit), [])
    if event.type == "attached":  # what is attached now was attached by this person alone
        state.voided += [(old, state.n) for old in made]
        made.clear()
    made.append(stamp)
    _follow_run(state, stamp.step, unit)
    return stamp


def _follow_run(state: State, step: str, unit: Unit) -> None:
    if step in state.procedure.one_at_a_time:
        state.open_unit = unit


def _drawn(state: State, data: Data, event: Event) -> None:
    state.draws[data["step"], _unit(data["unit"])] = tuple(data["rows"])


def _mismatched(state: State, data: Data, event: Event) -> None:
    place = (data["step"], _unit(data["unit"]))
    state.mismatches.append((*place, state.n))
    state.halted[place] = frozenset({event.by, data["person"]})


def _resumed(state: State, data: Data, event: Event) -> None:
    state.halted.pop((data["step"], _unit(data["unit"])), None)


def _difference_explained(state: State, data: Data, event: Event) -> None:
    state.differences.discard((data["step"], _unit(data["unit"])))


def _sent_back(state: State, data: Data, event: Event) -> None:
    unit = _unit(data["unit"])
    back = state.procedure.by_id[data["step"]]
    for step in (back, *state.procedure.after[back.id]):
        for one in state.related(step, unit):
            _void(state, step.id, one)
    if back.kind in {"attach", "inspect"}:
        for key in state.parcels(unit):
            _uninspected(state, key)


def _put_aside(state: State, data: Data, event: Event) -> None:
    state.open_unit = None


# ---------------------------------------------------------------- the exit


def _leaves(phase: Phase) -> Callable[[State, Data, Event], None]:
    def apply(state: State, data: Data, event: Event) -> None:
        unit = _unit(data["unit"])
        before = state.leaving.get(unit)
        people = (
            frozenset({data["person"], data["deputy_of"]} - {""})
            if before is None or phase == "started"
            else before.people
        )
        entered_by = event.by if data.get("done_at") else ""
        proof = cast("Proof | None", data.get("proof"))
        state.leaving[unit] = Leaving(phase, event.at, state.n, people, proof, entered_by)
        if phase == "started":
            for key in state.parcels(unit):
                state.basis(key)  # from here on it stays as it is, whatever lists come into force
                state.gone[key] = unit
        elif phase == "failed":
            for key in state.on_its_way(unit):
                _stayed(state, key)
        _follow_run(state, state.procedure.release.id, unit)

    return apply


def _stayed(state: State, key: str) -> None:
    """Bring back a parcel that did not leave: what came into force meanwhile holds for it too."""
    content = state.contents[key]
    before = content.basis
    del state.gone[key]
    content.left_before, content.basis = False, ""
    if state.basis(key) != before:
        _changed(state, key)


# ---------------------------------------------------------------- people and the way


def _abandoned(state: State, data: Data, event: Event) -> None:
    state.abandoned = True


def _reassigned(state: State, data: Data, event: Event) -> None:
    state.assigned[data["role"]] = data["person"]


def _handed_over(state: State, data: Data, event: Event) -> None:
    state.drafters.append(data["to"])


def _escalated(state: State, data: Data, event: Event) -> None:
    stricter = state.shelf[data["procedure"]]
    attach = stricter.of_kind("attach")[0].id
    attached = [
        one for made in state.stamps.values() for one in made if one.unit.per == "parcel" and _attaches(state, one)
    ]
    state.voided += [(stamp, state.n) for made in state.stamps.values() for stamp in made if stamp not in attached]
    state.stamps = {(attach, stamp.unit): [stamp] for stamp in attached}
    state.procedure = stricter
    state.differences.clear()
    state.draws.clear()
    state.assigned.clear()
    state.open_unit = None
    for key, content in state.contents.items():
        if key in state.gone:
            content.left_before = True
        else:
            content.basis = ""
            _changed(state, key)


def _attaches(state: State, stamp: Stamp) -> bool:
    return state.procedure.by_id[stamp.step].kind == "attach"


_APPLY: Mapping[str, Callable[[State, Data, Event], None]] = {
    "opened": _opened,
    "parcels_added": _parcels_added,
    "sources_changed": _sources_changed,
    "attached": _attached,
    "served": _served,
    "inspected": _inspected,
    "answered": _answered,
    "waiver_asked": _waiver_asked,
    "waiver_granted": _waiver_decided,
    "waiver_refused": _waiver_decided,
    "drawn": _drawn,
    "stamped": _stamped,
    "mismatched": _mismatched,
    "resumed": _resumed,
    "difference_explained": _difference_explained,
    "release_started": _leaves("started"),
    "released": _leaves("released"),
    "release_failed": _leaves("failed"),
    "release_unknown": _leaves("unknown"),
    "sent_back": _sent_back,
    "withdrawn": _withdrawn,
    "abandoned": _abandoned,
    "reassigned": _reassigned,
    "handed_over": _handed_over,
    "put_aside": _put_aside,
    "escalated": _escalated,
}
