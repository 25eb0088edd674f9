"""How a dispatch stands: nothing but the replay of its events, with the questions that the rules ask of it.

A :class:`State` changes by one way alone, :func:`sekisho.gate.replay.advance`; everything here only reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from sekisho.gate.model import WHOLE, Finding, Item, Parcel, Proof, Stamp, Unit
from sekisho.gate.procedure import Procedure, Step

JAPAN = timezone(timedelta(hours=9))
"""A day of an office is a day in Japan, wherever the machine's clock believes it is (no summer time since 1951)."""
LASTING = frozenset({"brief", "attach"})
"""Kinds of steps that are about the job and not about its content: a changed byte leaves them as they are."""
COUNTED = frozenset({"match", "count", "seal"})
"""Kinds of steps that are about the pieces on the table."""


@dataclass(slots=True)
class Content:
    """A parcel as it stands. ``basis``: digest of everything that a person or the engine saw of it, made when asked.

    ``left_before``: it had left before the dispatch moved to a stricter procedure, and the new steps do not ask for it.
    """

    parcel: Parcel
    items: tuple[Item, ...] = ()
    about: tuple[str, ...] = ()
    withdrawn: bool = False
    left_before: bool = False
    basis: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the engine said about a parcel when its content was ``saw``."""

    saw: str
    engine: str
    findings: tuple[Finding, ...]
    at: datetime
    n: int


@dataclass(slots=True)
class Waiver:
    """An exception from a stop: asked for by one person, granted or refused by another. It never leaves the state.

    ``void``: the content for which it was granted has changed since.
    """

    parcel: str
    finding: str
    saw: str
    asked_by: str
    reason: str
    n: int
    decided_by: str = ""
    granted: bool | None = None
    void: bool = False


Phase = Literal["started", "released", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Leaving:
    """How far a unit is on its way out. ``people``: who began to send it, and in whose name.

    ``entered_by``: who entered it, where it was done on paper.
    """

    phase: Phase
    at: datetime
    n: int
    people: frozenset[str]
    proof: Proof | None = None
    entered_by: str = ""


@dataclass(slots=True)
class State:
    """How a dispatch stands after ``n`` events."""

    shelf: Mapping[str, Procedure]
    procedure: Procedure
    n: int = 0
    last_at: datetime | None = None
    department: str = ""
    drafters: list[str] = field(default_factory=list)
    drill: bool = False
    abandoned: bool = False
    not_understood: tuple[int, str, int] | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)
    lots: dict[str, list[str]] = field(default_factory=dict)
    stamps: dict[tuple[str, Unit], list[Stamp]] = field(default_factory=dict)
    voided: list[tuple[Stamp, int]] = field(default_factory=list)
    served: dict[tuple[str, str], set[tuple[str, int]]] = field(default_factory=dict)
    inspections: dict[str, Inspection] = field(default_factory=dict)
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    waivers: list[Waiver] = field(default_factory=list)
    draws: dict[tuple[str, Unit], tuple[str, ...]] = field(default_factory=dict)
    differences: set[tuple[str, Unit]] = field(default_factory=set)
    leaving: dict[Unit, Leaving] = field(default_factory=dict)
    gone: dict[str, Unit] = field(default_factory=dict)
    mismatches: list[tuple[str, Unit, int]] = field(default_factory=list)
    halted: dict[tuple[str, Unit], frozenset[str]] = field(default_factory=dict)
    assigned: dict[str, str] = field(default_factory=dict)
    open_unit: Unit | None = None

    # ------------------------------------------------------------ units and content

    def units(self, step: Step) -> Iterator[Unit]:
        """Give the units on which a step is to be done: all that are still to leave or have left."""
        if step.per == "dispatch":
            yield WHOLE
        elif step.per == "lot":
            yield from (Unit("lot", lot) for lot, ids in self.lots.items() if any(map(self._stays, ids)))
        else:
            yield from (Unit("parcel", key) for key in self.contents if self._stays(key))

    def related(self, step: Step, unit: Unit) -> Iterable[Unit]:
        """Return the units of a step that share a parcel with ``unit``."""
        if step.per == "dispatch":
            return (WHOLE,)
        if step.per == unit.per:
            return (unit,)
        if unit is WHOLE or unit.per == "dispatch":
            return self.units(step)
        if step.per == "lot":
            return (Unit("lot", self.contents[unit.id].parcel.lot),)
        return [Unit("parcel", key) for key in self.parcels(unit)]

    def unit_of(self, step: Step, key: str) -> Unit:
        """Return the unit of a step to which a parcel belongs."""
        if step.per == "dispatch":
            return WHOLE
        return Unit("lot", self.contents[key].parcel.lot) if step.per == "lot" else Unit("parcel", key)

    def parcels(self, unit: Unit) -> list[str]:
        """Return the ids of a unit's parcels, those without the withdrawn ones."""
        if unit.per == "parcel":
            return [unit.id] if unit.id in self.contents and self._stays(unit.id) else []
        ids = self.contents if unit.per == "dispatch" else self.lots.get(unit.id, ())
        return [key for key in ids if self._stays(key)]

    def on_its_way(self, unit: Unit) -> list[str]:
        """Return the ids of the parcels that began to leave as this unit, whatever procedure is in force by now."""
        return [key for key, at in self.gone.items() if at == unit]

    def _stays(self, key: str) -> bool:
        return not (self.contents[key].withdrawn or self.contents[key].left_before)

    def saw(self, unit: Unit) -> str:
        """Return the digest of everything that whoever looks at the unit now has before them."""
        if unit.per == "parcel":
            return self.basis(unit.id)
        return _digest([self.basis(key) for key in self.parcels(unit)])

    def basis(self, key: str) -> str:
        """Return the digest of a parcel's content, recipient, people, sources and procedure."""
        content = self.contents[key]
        if not content.basis:
            content.basis = _digest(
                [
                    self.procedure.digest,
                    [content.parcel.recipient, content.parcel.lot, content.parcel.pieces],
                    sorted(content.parcel.codes.items()),
                    list(content.about),
                    [[item.digest, item.parts, item.origin] for item in content.items],
                    sorted(self.sources.items()),
                ]
            )
        return content.basis

    # ------------------------------------------------------------ what is done

    def done(self, step: Step, unit: Unit) -> bool:
        """Return whether a step is done on a unit of its own kind, on the content as it is now.

        What did not match and has not been looked at since is not done: a page that was right yesterday may be wrong today.
        """
        if (step.id, unit) in self.halted:
            return False
        if step.kind == "inspect":
            return all(not self.open_findings(key) for key in self.parcels(unit))
        if step.kind == "release":
            leaving = self.leaving.get(unit)
            return leaving is not None and leaving.phase == "released"
        made = self.stamps.get((step.id, unit), ())
        if step.kind == "attach":  # by whoever had to under the procedure that was in force then
            return bool(made)
        roles = {stamp.role for stamp in made}
        return roles.issuperset(step.by) and not (step.kind == "count" and (step.id, unit) in self.differences)

    def due_again(self, step: Step, unit: Unit, on: date) -> bool:
        """Return whether what is live is to be looked at once more: a day of the schedule came after the last look."""
        due = self.next_look(step, unit)
        return due is not None and due <= on

    def next_look(self, step: Step, unit: Unit) -> date | None:
        """Return the first day of the schedule after the last look at what is live; none where nothing is live."""
        left = [one.at for way in self.related(self.procedure.release, unit) if (one := self.leaving.get(way))]
        if not left or not self.done(step, unit):
            return None
        made = self.stamps[step.id, unit]
        looks = (max(_day(one.done_at or one.at) for one in made if one.role == role) for role in step.by)
        since, last = _day(max(left)), min(looks)
        return min((day for days in step.after_days if (day := since + timedelta(days=days)) > last), default=None)

    def undone_before(self, step: Step, unit: Unit) -> tuple[Step, Unit] | None:
        """Return the first step before this one, near or far, that is not done on what the unit touches."""
        for earlier in self.procedure.before[step.id]:
            for one in self.related(earlier, unit):
                if not self.done(earlier, one):
                    return earlier, one
        return None

    def open_findings(self, key: str) -> tuple[str, ...]:
        """Return what keeps an inspection from being done: ids of findings neither answered nor waived.

        ``("",)`` where the present content has not been inspected at all.
        """
        inspection = self.inspections.get(key)
        if inspection is None or inspection.saw != self.basis(key):
            return ("",)
        return tuple(
            one.id
            for one in inspection.findings
            if (one.severity == "stop" and not self.waived(key, one.id))
            or (one.severity == "ask" and (key, one.id) not in self.answers)
        )

    def waived(self, key: str, finding: str) -> bool:
        """Return whether a finding on the present content has been waived."""
        return any(one.granted and not one.void and (one.parcel, one.finding) == (key, finding) for one in self.waivers)

    def findings(self, unit: Unit) -> frozenset[str]:
        """Return the ids of all findings that stand on a unit's present content."""
        current = (self.inspections[key] for key in self.parcels(unit) if key in self.inspections)
        return frozenset(one.id for inspection in current for one in inspection.findings)

    def not_opened(self, person: str, unit: Unit) -> tuple[tuple[str, str, int], ...]:
        """Return what of a unit's files was not served to a person: parcel, item, and the sheet or page, from 1."""
        return tuple(
            (key, item.digest, part)
            for key in self.parcels(unit)
            for seen in (self.served.get((person, key), set()),)
            for item in self.contents[key].items
            if item.origin != "paper"
            for part in range(1, item.parts + 1)
            if (item.digest, part) not in seen
        )

    def all_paper(self, unit: Unit) -> bool:
        """Return whether nothing in a unit is a file that could be opened on a screen."""
        return all(item.origin == "paper" for key in self.parcels(unit) for item in self.contents[key].items)

    def opened(self) -> Unit | None:
        """Return the one unit that is open, where one at a time is: begun, and not yet through the whole run."""
        unit, by_id = self.open_unit, self.procedure.by_id
        if unit is None or all(self.done(by_id[key], unit) for key in self.procedure.one_at_a_time):
            return None
        return unit

    def outgoing(self, key: str) -> str:
        """Return the digest of the approved inner content of a parcel, whatever is put around it at release."""
        return _digest([item.digest for item in self.contents[key].items])

    @property
    def over(self) -> bool:
        """Whether everything is done that the procedure asks for; a dispatch is closed by nothing else."""
        return bool(self.contents) and all(
            self.done(step, unit) for step in self.procedure.steps for unit in self.units(step)
        )

    # ------------------------------------------------------------ people

    def day(self, now: datetime) -> date:
        """Return the day on which posts and training are judged: a clock that goes back revives neither."""
        latest = now if self.last_at is None else max(now, self.last_at)
        return _day(latest)

    def doers(self, step: str, unit: Unit) -> frozenset[str]:
        """Return who did a step on what a unit touches, whoever entered it; voided stamps do not count.

        Who acted for an absent person counts, and the absent person too: nothing is checked in one's own name.
        """
        of = self.procedure.by_id[step]
        units = self.related(of, unit)
        if of.kind == "release":
            sent = (self.leaving[one] for one in units if one in self.leaving)
            return frozenset(person for one in sent if one.phase != "failed" for person in one.people)
        return frozenset(
            person
            for one in units
            for stamp in self.stamps.get((step, one), ())
            for person in (stamp.person, stamp.deputy_of)
            if person
        )

    def briefed(self) -> frozenset[str]:
        """Return who has gone through the steps and the risks of this job."""
        return frozenset(
            stamp.person for step in self.procedure.of_kind("brief") for stamp in self.stamps.get((step.id, WHOLE), ())
        )


def _day(at: datetime) -> date:
    return at.astimezone(JAPAN).date()


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
