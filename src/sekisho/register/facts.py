"""What a dispatch says of measures: which steps were done by how many and on what evidence, what stopped, what was waived.

It is made from the events of the dispatch and nothing else, so that anybody who has them can count again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sekisho.gate.events import Event
from sekisho.gate.model import WHOLE, Evidence, Json, Proof, Unit
from sekisho.gate.procedure import Procedure, Step
from sekisho.gate.replay import advance, replay
from sekisho.gate.state import JAPAN, State

Outcome = Literal["changed", "source", "waived", "open"]
"""What became of a stop. changed: content or recipient is another now, or it did not leave at all. source: the list was
wrong, and is another. waived: it left as it was, by an exception. open: it has not been settled yet."""
Look = Literal["looked", "unable"]
"""looked: a check looked at every parcel that it has to do with. unable: at one of them it could not, since something was missing."""
_LOOKED: Look = "looked"
_UNABLE: Look = "unable"
_PROVES: Mapping[Proof, Evidence] = {"sent": "enforced", "compared": "detectable", "stated": "claimed"}


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that stopped: a parcel by a ``check``, however much it found there, or at a ``step`` where something did not match.

    The other one of the two is empty.
    """

    check: str
    step: str
    on: date
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step of the procedure as it was done on every unit.

    ``evidence``: the kinds of its evidence, each once. ``people``: who did it, by alias; they are counted and never shown.
    ``differences``: how often numbers differed and a chief gave the reason.
    """

    step: str
    kind: str
    evidence: tuple[Evidence, ...]
    people: tuple[str, ...]
    differences: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What a dispatch says. ``version``: digest of the procedure it ended under; ``released_on``: the day on which the last of it left.

    ``steps``: those that are done, everywhere; ``undone``: the others of its procedure. ``waivers``: the check of each exception that was granted on what left.
    ``looks``: how each check that had to do with any of the parcels looked at them; None where that is not recorded.
    """

    number: str
    department: str
    procedure: str
    version: str
    channel: str
    opened_on: date
    released_on: date | None
    drill: bool
    abandoned: bool
    steps: tuple[StepDone, ...]
    undone: tuple[str, ...]
    stops: tuple[Stop, ...]
    waivers: tuple[str, ...]
    looks: Mapping[str, Look] | None = None

    @property
    def inspected(self) -> bool:
        """Whether the engine inspected all of it."""
        return any(one.kind == "inspect" for one in self.steps)

    def done(self, step: str) -> StepDone | None:
        """Return how a step was done, or nothing where it was not, or is none of its procedure."""
        return next((one for one in self.steps if one.step == step), None)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A finding that stopped, as it was first seen: of which parcel, and what that parcel was then."""

    parcel: str
    finding: str
    check: str
    on: date
    content: tuple[object, ...]


_WEIGHTS: tuple[Outcome, ...] = ("open", "waived", "source", "changed")
"""Of several findings of one check in one parcel, what tells what became of the stop: the first of these."""


def facts_of(number: str, shelf: Mapping[str, Procedure], events: Iterable[Event]) -> Facts:
    """Return what a dispatch says. ``shelf``: every procedure that its events name, by digest.

    Raises:
        KeyError: a procedure is not on the shelf.
        ValueError: there are no events.

    """
    state, seen, opened = replay(shelf, ()), dict[tuple[str, str], _Seen](), None
    mismatches, differences = list[Stop](), dict[str, int]()
    looks = dict[str, Mapping[str, Look] | None]()
    for event in events:
        advance(state, [event])
        on = event.at.astimezone(JAPAN).date()
        opened = opened or on
        if event.type == "inspected":
            _note(state, str(event.data["parcel"]), on, seen)
            looks[str(event.data["parcel"])] = _looks(event.data)
        elif event.type == "mismatched":
            mismatches.append(Stop("", str(event.data["step"]), on, "changed"))
        elif event.type == "difference_explained":
            step = str(event.data["step"])
            differences[step] = differences.get(step, 0) + 1
    if opened is None:
        raise ValueError("a dispatch without events says nothing")
    return Facts(
        number=number,
        department=state.department,
        procedure=state.procedure.name,
        version=state.procedure.digest,
        channel=state.procedure.channel,
        opened_on=opened,
        released_on=_released_on(state),
        drill=state.drill,
        abandoned=state.abandoned,
        steps=tuple(_done(state, step, differences) for step in state.procedure.steps if _everywhere(state, step)),
        undone=tuple(step.id for step in state.procedure.steps if not _everywhere(state, step)),
        stops=(*_stops(state, seen.values()), *mismatches),
        waivers=tuple(_waivers(state, seen)),
        looks=_together([told for key, told in looks.items() if not state.contents[key].withdrawn]),
    )


def _looks(data: Mapping[str, Json]) -> Mapping[str, Look] | None:
    """Return how each check looked at a parcel, by the event of its inspection."""
    looked, unable = data.get("looked"), data.get("unable")
    if not isinstance(looked, list) or not isinstance(unable, list):
        return None
    return dict.fromkeys(map(str, looked), _LOOKED) | dict.fromkeys(map(str, unable), _UNABLE)


def _together(parcels: Sequence[Mapping[str, Look] | None]) -> Mapping[str, Look] | None:
    """Return how each check looked at all of the parcels; None where of one, or of all, it is not recorded."""
    found: dict[str, Look] = {}
    for told in parcels:
        if told is None:
            return None
        found |= {check: look for check, look in told.items() if found.get(check) != _UNABLE}
    return found if parcels else None


def _note(state: State, parcel: str, on: date, seen: dict[tuple[str, str], _Seen]) -> None:
    for one in state.inspections[parcel].findings:
        if one.severity == "stop" and (parcel, one.id) not in seen:
            seen[parcel, one.id] = _Seen(parcel, one.id, one.check, on, _content(state, parcel))


def _stops(state: State, seen: Iterable[_Seen]) -> Iterator[Stop]:
    found: dict[tuple[str, str], list[_Seen]] = {}
    for one in seen:
        found.setdefault((one.parcel, one.check), []).append(one)
    for (_, check), ones in found.items():
        outcome = min((_outcome(state, one) for one in ones), key=_WEIGHTS.index)
        yield Stop(check, "", min(one.on for one in ones), outcome)


def _content(state: State, parcel: str) -> tuple[object, ...]:
    """Return what of a parcel is content or recipient, and no list and no procedure."""
    content = state.contents[parcel]
    return (content.parcel.recipient, content.about, tuple((item.digest, item.parts) for item in content.items))


def _outcome(state: State, stop: _Seen) -> Outcome:
    content = state.contents[stop.parcel]
    if content.withdrawn or state.abandoned or _content(state, stop.parcel) != stop.content:
        return "changed"
    if state.waived(stop.parcel, stop.finding):
        return "waived"
    inspection = state.inspections.get(stop.parcel)
    if inspection is None or any(one.id == stop.finding for one in inspection.findings):
        return "open"
    return "source"


def _waivers(state: State, seen: Mapping[tuple[str, str], _Seen]) -> Iterable[str]:
    """Give the check of each exception that what left went by."""
    for one in state.waivers:
        if one.granted and not one.void and not state.contents[one.parcel].withdrawn:
            yield seen[one.parcel, one.finding].check


def _released_on(state: State) -> date | None:
    release = state.procedure.release
    units = list(state.units(release))
    if not units or not all(state.done(release, unit) for unit in units):
        return None
    return max(state.leaving[unit].at.astimezone(JAPAN).date() for unit in units)


def _everywhere(state: State, step: Step) -> bool:
    units = list(state.units(step)) or [WHOLE]
    return all(_done_on(state, step, unit) for unit in units)


def _done_on(state: State, step: Step, unit: Unit) -> bool:
    # What has left is not inspected again: it left by an inspection that counted then.
    if step.kind == "inspect" and all(key in state.gone for key in state.parcels(unit)):
        return True
    return state.done(step, unit)


def _done(state: State, step: Step, differences: Mapping[str, int]) -> StepDone:
    units = list(state.units(step))
    if step.kind == "inspect":
        return StepDone(step.id, step.kind, ("enforced",), ())
    if step.kind == "release":
        left = [one for unit in units if (one := state.leaving.get(unit))]
        evidence = {_PROVES[one.proof] if one.proof else "claimed" for one in left}
        people = {person for one in left for person in one.people}
    else:
        stamps = [stamp for unit in units for stamp in state.stamps.get((step.id, unit), ())]
        evidence = {stamp.evidence for stamp in stamps}
        people = {stamp.person for stamp in stamps}
    return StepDone(step.id, step.kind, tuple(sorted(evidence)), tuple(sorted(people)), differences.get(step.id, 0))
