"""From a gate's state to what a pass says of it: who did each step and when, what was counted, what became of findings.

Pure over the state. It names nobody: ``people`` gives the person behind each alias, and raises ``KeyError`` for one that
it does not know (after a purge: give a person whose name says so).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sekisho.documents.inspection.view import TITLES
from sekisho.documents.passes.model import Counts, Deed, Found, Person, Stage, Text
from sekisho.gate.events import Event, upcast
from sekisho.gate.model import WHOLE, Finding, Proof, Stamp, Unit
from sekisho.gate.naming import METHODS, WAYS, kind_of
from sekisho.gate.procedure import Step
from sekisho.gate.state import JAPAN, State
from sekisho.words import Sentence, Titled, say

People = Mapping[str, Person]


def steps_of(state: State, people: People, started: Sequence[Event], unit: Unit = WHOLE) -> tuple[Stage, ...]:
    """Return the steps of the procedure in force, with what was done in each on a unit and on what it touches.

    ``unit``: what left together: a parcel, a lot, or the whole dispatch. ``started``: the events ``release_started`` of the
    dispatch (others among them do no harm): a state knows whom a release binds, they know who did it, in which role and when.
    Stamps that were voided stand after the others; those of a step that the present procedure does not have (it moved to a
    stricter one) are left out.
    """
    begun = [event for raw in started if (event := upcast(raw)).type == "release_started"]
    return tuple(
        Stage(
            kind=kind_of(step, state.procedure),
            title=Titled(step.title, step.title_en),
            deeds=tuple(_deeds(state, people, begun, step, unit)),
            how=tuple(_how(state, step, unit)),
            roles=step.by,
            counted=step.kind in {"count", "seal", "match"} or step.method == "count",
            paper=step.paper,
        )
        for step in state.procedure.steps
    )


def counts_of(state: State, unit: Unit = WHOLE) -> Counts | None:
    """Return what was counted on a unit and on what it touches, added up; ``None`` where the procedure counts nothing.

    What was posted is what was sealed: a release with another number is refused.
    """
    counted = _answers(state, "count", unit)
    if not state.procedure.of_kind("count"):
        return None
    if not counted:
        return Counts()
    sealed = _total(_answers(state, "seal", unit), "sealed")
    steps = state.procedure.of_kind("count")
    places = [(step.id, one) for step in steps for one in state.related(step, unit)]
    off = any(one.answer.get("difference") for place in places for one in state.stamps.get(place, ())[:1])
    return Counts(
        printed=_total(counted, "printed"),
        withdrawn=sum(len(taken) for one in counted if isinstance(taken := one.answer.get("withdrawn"), list)),
        reprinted=_total(counted, "reprinted"),
        enclosed=_total(counted, "enclosed"),
        sealed=sealed,
        posted=sealed if proof_of(state, unit) else None,
        explained=off and not any(place in state.differences for place in places),
    )


def findings_of(
    state: State, people: People, unit: Unit = WHOLE, places: Mapping[str, str] | None = None
) -> tuple[Found, ...]:
    """Return the findings on the present content of a unit, what stops first, with answers and exceptions.

    ``places``: where each is, by its id. Findings that went away with an older content are not in the state: whoever knows
    them adds them.
    """
    found = [
        (key, finding)
        for key in state.parcels(unit)
        if key in state.inspections
        for finding in state.inspections[key].findings
    ]
    order = ("stop", "ask", "note")
    return tuple(
        _found(state, people, key, finding, (places or {}).get(finding.id, ""))
        for key, finding in sorted(found, key=lambda one: order.index(one[1].severity))
    )


def proof_of(state: State, unit: Unit = WHOLE) -> Proof | None:
    """Return how it is known that a unit left; the weakest, where several left; ``None`` where one has not left."""
    ways = [state.leaving.get(one) for one in state.related(state.procedure.release, unit)]
    proofs = {one.proof if one and one.phase == "released" else None for one in ways} or {None}
    if None in proofs:
        return None
    weakest: tuple[Proof, ...] = ("stated", "compared", "sent")
    return next(one for one in weakest if one in proofs)


def because_of(state: State) -> tuple[str, ...]:
    """Return the incidents and measures that brought the steps, each once, in the order of the procedure."""
    return tuple(dict.fromkeys(one for step in state.procedure.steps for one in step.because))


# ---------------------------------------------------------------- who did a step


def _how(state: State, step: Step, unit: Unit) -> Iterator[Sentence]:
    if step.method == "trace_sample":
        yield say("{count}行を抜き出してたどる", count=step.sample)
    elif step.method:
        yield METHODS[step.method]
    answers = [
        one.answer.get("way") for place in state.related(step, unit) for one in state.stamps.get((step.id, place), ())
    ]
    for way in dict.fromkeys(one for one in answers if isinstance(one, str)):
        yield WAYS[way]


def _deeds(state: State, people: People, begun: Sequence[Event], step: Step, unit: Unit) -> Iterator[Deed]:
    if step.kind == "inspect":
        yield from _inspected(state, unit)
        return
    units = list(state.related(step, unit))
    made = [one for place in units for one in state.stamps.get((step.id, place), ())]
    if step.kind == "release":
        made = list(_released(state, begun, units))
    yield from _stamped(made, people, void=False)
    yield from _stamped(
        (one for one, _ in state.voided if one.step == step.id and one.unit in units), people, void=True
    )


def _released(state: State, begun: Sequence[Event], units: Sequence[Unit]) -> Iterator[Stamp]:
    """Give the beginning of each release that ended well, as the stamp that it is: the last beginning of a unit counts."""
    last = {(told["unit"][0], told["unit"][1]): (event, told) for event in begun if (told := _data(event))}
    for unit in units:
        leaving, found = state.leaving.get(unit), last.get((unit.per, unit.id))
        if leaving is None or leaving.phase != "released" or found is None:
            continue
        event, told = found
        done_at = told.get("done_at")
        yield Stamp(
            step=told["step"],
            unit=unit,
            person=told["person"],
            role=told["role"],
            at=event.at,
            n=leaving.n,
            saw=told["saw"],
            evidence=told["evidence"],
            deputy_of=told["deputy_of"],
            entered_by=event.by if done_at else "",
            done_at=datetime.fromisoformat(done_at) if done_at else None,
        )


def _data(event: Event) -> Mapping[str, Any]:
    return event.data


def _inspected(state: State, unit: Unit) -> Iterator[Deed]:
    times = sorted(state.inspections[key].at for key in state.parcels(unit) if key in state.inspections)
    for _, day in groupby(times, lambda at: at.astimezone(JAPAN).date()):
        of_day = list(day)
        yield Deed(None, of_day[-1], "engine", "enforced", times=len(of_day))


def _stamped(stamps: Iterable[Stamp], people: People, *, void: bool) -> Iterator[Deed]:
    """Give one deed for all that one person did of a step in one role on one day."""
    ordered = sorted(stamps, key=lambda one: (one.done_at or one.at, one.n))
    for stamp, times in _together(ordered):
        yield Deed(
            person=people[stamp.person],
            at=stamp.done_at or stamp.at,
            role=stamp.role,
            evidence=stamp.evidence,
            times=times,
            deputy_of=people[stamp.deputy_of] if stamp.deputy_of else None,
            entered_by=people[stamp.entered_by] if stamp.entered_by else None,
            entered_at=stamp.at if stamp.entered_by else None,
            void=void,
        )


def _together(stamps: list[Stamp]) -> Iterator[tuple[Stamp, int]]:
    first: dict[tuple[object, ...], Stamp] = {}
    times: dict[tuple[object, ...], int] = {}
    for one in stamps:
        day = (one.done_at or one.at).astimezone(JAPAN).date()
        key: tuple[object, ...] = (one.person, one.role, one.deputy_of, one.entered_by, one.evidence, day)
        first.setdefault(key, one)
        times[key] = times.get(key, 0) + 1
    for key, one in first.items():
        yield one, times[key]


# ---------------------------------------------------------------- counts and findings


def _answers(state: State, kind: str, unit: Unit) -> list[Stamp]:
    """Return one stamp for each unit that was counted: where two people counted, their numbers are the same."""
    return [
        made[0]
        for step in state.procedure.of_kind(kind)
        for one in state.related(step, unit)
        if (made := state.stamps.get((step.id, one)))
    ]


def _total(stamps: Iterable[Stamp], key: str) -> int | None:
    numbers = [number for one in stamps if isinstance(number := one.answer.get(key), int)]
    return sum(numbers) if numbers else None


def _found(state: State, people: People, key: str, finding: Finding, place: str) -> Found:
    asked = [one for one in state.waivers if (one.parcel, one.finding) == (key, finding.id) and not one.void]
    granted = next((one for one in asked if one.granted), None)
    outcome: Text = ""
    if granted is not None:
        outcome = say("例外を認めた")
    elif (key, finding.id) in state.answers:
        outcome = say("答えた")
    elif asked and asked[-1].granted is None:
        outcome = say("例外を求めている")
    elif finding.severity != "note":
        outcome = say("まだ")
    waived_by = people[granted.decided_by] if granted else None
    return Found(TITLES.get(finding.check, finding.check), finding.severity, place, outcome, waived_by)
