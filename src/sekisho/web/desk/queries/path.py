"""The path of gates of a dispatch, as it stands now."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.gate.model import Stamp, Unit
from sekisho.gate.naming import METHODS, ROLES, kind_of
from sekisho.gate.procedure import Step
from sekisho.web.clock import JAPAN
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.ui.path import Gate, GateState, StampView, Words
from sekisho.words import Sentence, Titled, say

_STAMPS = 2
"""Stamps that stand at one gate; who else was there is on the pass."""


def gates(seen: Seen) -> tuple[Gate, ...]:
    """Return every step as a gate, in the order of the procedure."""
    return tuple(_gate(seen, step, number) for number, step in enumerate(seen.state.procedure.steps, 1))


def _gate(seen: Seen, step: Step, number: int) -> Gate:
    units = list(seen.state.units(step))
    state = _state(seen, step, units)
    kind = kind_of(step, seen.state.procedure)
    return Gate(
        number,
        Titled(kind.render("ja"), kind.render("en")),
        _detail(step),
        state,
        _words(seen, step, units, state),
        tuple(_stamps(seen, step, units)),
        tuple(_proof(seen, step, units, state)),
        "" if state == "shut" else f"/d/{seen.number}/step/{step.id}/",
    )


def _state(seen: Seen, step: Step, units: list[Unit]) -> GateState:
    state = seen.state
    if units and all(state.done(step, unit) for unit in units):
        return "done"
    if any((step.id, unit) in state.halted for unit in units):
        return "halt"
    if step.kind == "inspect" and stops(seen):
        return "halt"
    if step.kind == "release" and any(one.phase == "unknown" for one in state.leaving.values()):
        return "halt"
    reached = any(not state.done(step, unit) and state.undone_before(step, unit) is None for unit in units)
    return "now" if reached and not state.abandoned else "shut"


def stops(seen: Seen) -> int:
    """Return how many findings stop the dispatch now."""
    state = seen.state
    return sum(
        one.severity == "stop" and not state.waived(key, one.id)
        for key, inspection in state.inspections.items()
        if key not in state.gone and not state.contents[key].withdrawn and inspection.saw == state.basis(key)
        for one in inspection.findings
    )


def _detail(step: Step) -> Words:
    if step.kind == "confirm":
        return ROLES[step.by[0]]
    return ""


def _words(seen: Seen, step: Step, units: list[Unit], state: GateState) -> Sentence | str:
    done = sum(seen.state.done(step, unit) for unit in units)
    if state == "halt" and step.kind == "inspect":
        return say("停止 {count}件", count=stops(seen))
    if state == "now" and len(units) > 1 and done:
        return say("{done}/{all}", done=done, all=len(units))
    return ""


def _stamps(seen: Seen, step: Step, units: list[Unit]) -> Iterator[StampView]:
    made = [stamp for unit in units for stamp in seen.state.stamps.get((step.id, unit), ())]
    known: set[str] = set()
    for stamp in sorted(made, key=lambda one: one.n):
        if stamp.person not in known and stamp.person != "engine":
            known.add(stamp.person)
            yield stamp_view(seen, stamp)
        if len(known) == _STAMPS:
            return
    if not made:
        for stamp, _ in [one for one in seen.state.voided if one[0].step == step.id][:1]:
            yield stamp_view(seen, stamp, void=True)


def stamp_view(seen: Seen, stamp: Stamp, *, void: bool = False) -> StampView:
    """Return a stamp as a page draws it."""
    who, at = seen.name(stamp.person), (stamp.done_at or stamp.at).astimezone(JAPAN)
    return StampView(who.section, at.date(), who.family, who.name, at, void)


def _proof(seen: Seen, step: Step, units: list[Unit], state: GateState) -> Iterator[Sentence | str]:
    if state == "done":
        made = [stamp for unit in units for stamp in seen.state.stamps.get((step.id, unit), ())]
        if made:
            last = max((one.done_at or one.at) for one in made).astimezone(JAPAN)
            yield f"{last.hour}:{last.minute:02}"
        if step.per != "dispatch" and len(units) > 1:
            yield say("{count}束", count=len(units)) if step.per == "parcel" else say("{count}ロット", count=len(units))
        return
    if step.method:
        yield METHODS[step.method]
    yield _who(step)


def _who(step: Step) -> Sentence:
    return say("{roles}が行う", roles=[ROLES[role] for role in step.by])
