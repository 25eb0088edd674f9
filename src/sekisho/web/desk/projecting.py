"""The copies of a dispatch's state that lists are made of, written together with its events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sekisho.gate.deciding.findings import SECURITY
from sekisho.gate.procedure import Procedure
from sekisho.gate.state import State
from sekisho.web.desk.models import Dispatch


def project(row: Dispatch, state: State, at: datetime) -> None:
    """Copy how a dispatch stands into its row."""
    row.n = state.n
    row.procedure = state.procedure.digest
    row.phase = phase(state)
    row.halted = halted(state)
    row.waiting = "," + ",".join(sorted(set(waiting(state)))) + "," if row.phase == "open" else ","
    row.due_on = due_on(state)
    row.parcels = sum(not one.withdrawn for one in state.contents.values())
    row.changed_at = at
    if row.released_at is None and any(one.phase == "released" for one in state.leaving.values()):
        row.released_at = at
    row.save()


def phase(state: State) -> str:
    """Return ``open``, ``over`` or ``abandoned``."""
    if state.abandoned:
        return "abandoned"
    return "over" if state.over else "open"


def halted(state: State) -> bool:
    """Return whether something stops: a finding that nobody waived, or numbers that did not match."""
    return bool(state.halted) or any(
        one.severity == "stop" and not state.waived(key, one.id)
        for key, inspection in state.inspections.items()
        if key not in state.gone and inspection.saw == state.basis(key) and not state.contents[key].withdrawn
        for one in inspection.findings
    )


def waiting(state: State) -> Iterator[str]:
    """Give the roles for whom something is to be done now, whoever holds them."""
    for step in state.procedure.steps:
        for unit in state.units(step):
            if not state.done(step, unit) and state.undone_before(step, unit) is None:
                taken = {one.role for one in state.stamps.get((step.id, unit), ())}
                yield from (role for role in step.by if role not in taken and role != "engine")
    if state.halted or state.differences:
        yield "chief"
    for one in state.waivers:
        if one.granted is None and not one.void:
            found = state.inspections[one.parcel].findings if one.parcel in state.inspections else ()
            check = next((finding.check for finding in found if finding.id == one.finding), "")
            yield "security" if check in SECURITY else "chief"
    if any(state.open_findings(key) not in ((), ("",)) for key in state.contents if key not in state.gone):
        yield from preparing(state.procedure)
    if any(one.phase == "unknown" for one in state.leaving.values()):
        yield from ("chief", *state.procedure.release.by)


def due_on(state: State) -> date | None:
    """Return the day on which what is live is to be looked at again, without anything happening to the dispatch before."""
    looks = (state.next_look(step, unit) for step in state.procedure.of_kind("recheck") for unit in state.units(step))
    return min((one for one in looks if one is not None), default=None)


def preparing(procedure: Procedure) -> frozenset[str]:
    """Return the roles of those who answer findings: whoever puts files in, and the drafter, who has a part in some step."""
    every = {role for step in procedure.steps for role in step.by}
    return frozenset({role for step in procedure.of_kind("attach") for role in step.by} | ({"drafter"} & every))
