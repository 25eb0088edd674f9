"""Invented people who do each step of a dispatch as it should be done, one after the other, until it is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sekisho.cli.walk.content import Content
from sekisho.gate import commands as c
from sekisho.gate.decide import decide
from sekisho.gate.deciding.outcome import Decided
from sekisho.gate.events import Event
from sekisho.gate.model import Actor, Post, Unit, sealed
from sekisho.gate.procedure import Procedure, Step
from sekisho.gate.replay import advance, replay
from sekisho.gate.rules import Asked, Refusal, refusal
from sekisho.gate.state import State

LONG_AGO, LONG = date(2020, 4, 1), date(2040, 3, 31)
ENGINE = Actor("engine", (Post("", "engine", LONG_AGO),))
VERSION = "0.1.0"


class StuckError(Exception):
    """Nobody can do anything any more, and the dispatch is not over."""


@dataclass
class Clerk:
    """One dispatch under way. ``record`` is told each batch of events as it is accepted."""

    procedure: Procedure
    shelf: dict[str, Procedure]
    content: Content
    department: str
    salt: bytes
    now: datetime
    record: Callable[[Sequence[Event]], None]
    state: State = field(init=False)
    people: dict[str, Actor] = field(init=False)
    events: int = 0

    def __post_init__(self) -> None:
        self.state = replay(self.shelf, [])
        roles = sorted({role for step in self.procedure.steps for role in step.by} | {"drafter", "chief"})
        courses = {course: LONG for step in self.procedure.steps for course in step.training}
        # Whoever makes a thing could also confirm it, if only the roles were asked: the rules know better.
        also = {"worker": ("confirmer",), "encloser": ("confirmer",)}
        self.people = {
            role: Actor(
                f"staff-{number:02}",
                tuple(Post(self.department, one, LONG_AGO) for one in (role, *also.get(role, ()))),
                training=courses,
            )
            for number, role in enumerate(roles, 1)
        }
        self.people["engine"] = ENGINE

    # ------------------------------------------------------------ saying

    def tell(self, command: c.Command, role: str) -> Decided:
        """Let the person of a role say a command; what is decided is on record before anything else happens."""
        self.now += timedelta(minutes=1)
        told = decide(self.state, command, self.people[role], self.now)
        if told.events:
            self.record(told.events)
            advance(self.state, told.events)
            self.events += len(told.events)
        return told

    def must(self, command: c.Command, role: str) -> None:
        """Say a command that is to be accepted.

        Raises:
            StuckError: it is refused.

        """
        told = self.tell(command, role)
        if told.refusal is not None:
            raise StuckError(f"{type(command).__name__}: {told.refusal.rule}")

    def open(self) -> None:
        """Begin the dispatch, and let everybody who has to be told go through the steps and the risks."""
        self.must(c.Open(self.procedure.digest, self.department, self.content.parcels, self.content.sources), "drafter")
        for step in self.procedure.of_kind("brief"):
            for role in step.by:
                self.must(c.Brief(step.id, saw=self.state.saw(Unit("dispatch")), role=role), role)

    def attach(self, key: str, content: Content) -> Decided:
        """Put a parcel's items together."""
        step = self.procedure.of_kind("attach")[0]
        return self.tell(c.Attach(step.id, key, content.items[key], content.about[key]), step.by[0])

    def inspect(self, key: str, content: Content) -> Decided:
        """Record what the engine found in a parcel."""
        return self.tell(c.RecordInspection(key, self.state.basis(key), VERSION, content.findings[key]), "engine")

    # ------------------------------------------------------------ going on

    def next(self) -> tuple[Step, Unit, str] | None:
        """Return the first step in the order of the procedure that somebody may do, on which unit, and in which role."""
        state, opened = self.state, self.state.opened()
        for step in self.procedure.steps:
            in_run = opened is not None and step.id in self.procedure.one_at_a_time
            for unit in state.units(step):
                if state.done(step, unit) or (in_run and unit != opened):
                    continue
                for role in step.by:
                    if refusal(Asked(state, step, unit, role, self.people[role], self.now)) is None:
                        return step, unit, role
        return None

    def settle(self) -> None:
        """Answer what the engine asks; what matched nobody's expectation is looked at by the chief."""
        for key in self.state.parcels(Unit("dispatch")):
            inspection = self.state.inspections.get(key)
            still = self.state.open_findings(key)
            for one in inspection.findings if inspection else ():
                if one.severity == "ask" and one.id in still:
                    answer = sealed(self.salt, "書類を見て確かめた")
                    self.must(c.Answer(key, one.id, self.state.basis(key), answer), self.worker)
        for step, unit in list(self.state.halted):
            self.must(c.Resume(step, unit, sealed(self.salt, "現物を見て正しいものに替えた")), "chief")

    @property
    def worker(self) -> str:
        """The role of whoever puts the items together."""
        return self.procedure.of_kind("attach")[0].by[0]

    def do(self, step: Step, unit: Unit, role: str) -> None:
        """Do a step on a unit as it should be done."""
        base: dict[str, Any] = {"step": step.id, "unit": unit, "saw": self.state.saw(unit)}
        if step.kind == "attach":
            self.must(c.Attach(step.id, unit.id, self.content.items[unit.id], self.content.about[unit.id]), role)
        elif step.kind == "inspect":
            for key in self.state.parcels(unit):
                if self.inspect(key, self.content).refusal:
                    raise StuckError(step.id)
            self.settle()
            if not self.state.done(step, unit):  # what stops stays, however often it is inspected
                raise StuckError(step.id)
        elif step.kind == "release":
            self.release(step, unit, role, base)
        else:
            self.must(self.command(step, unit, role, base), role)

    def command(self, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> c.Command:
        """Return the command of a step with what the step demands."""
        state, keys = self.state, self.state.parcels(unit)
        pieces = sum(state.contents[key].parcel.pieces for key in keys)
        made: dict[str, Callable[[], c.Command]] = {
            "brief": lambda: c.Brief(**base),
            "confirm": lambda: self.confirm(step, unit, role, base),
            "match": lambda: c.Match(
                **base,
                scans=tuple(state.contents[key].parcel.codes for key in keys),
                business=self.procedure.business,
            ),
            "count": lambda: c.Count(**base, printed=pieces, enclosed=pieces),
            "seal": lambda: c.Seal(**base, sealed=pieces),
            "report": lambda: c.Report(**base),
            "approve": lambda: self.approve(unit, role, base),
            "key": lambda: c.CarryKey(**base, way=step.ways[0]),
            "recheck": lambda: c.Recheck(**base, live={key: state.outgoing(key) for key in keys}),
            "return": lambda: c.MatchReturn(**base, code=state.contents[keys[0]].parcel.codes["return"]),
        }
        return made[step.kind]()

    def look(self, unit: Unit, role: str) -> None:
        """Open every sheet and page of a unit."""
        for key, item, part in self.state.not_opened(self.people[role].person, unit):
            self.must(c.Serve(key, item, part), role)

    def confirm(self, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> c.Confirm:
        """Confirm by the step's method."""
        contents = [self.state.contents[key] for key in self.state.parcels(unit)]
        typed: list[str] = []
        if step.method == "open_files":
            self.look(unit, role)
        elif step.method == "trace_sample":
            typed = [sealed(self.salt, f"row {number} of {unit.id}").digest for number in range(step.sample)]
            self.must(c.Draw(**base, rows=tuple(typed), of=100), role)
        elif step.method == "scan":
            typed = [one.parcel.codes["document"] for one in contents]
        elif step.method == "type_identifier":
            typed = [person for one in contents for person in one.about]
        number = sum(item.parts for one in contents for item in one.items)
        return c.Confirm(**base, typed=tuple(typed), number=number)

    def approve(self, unit: Unit, role: str, base: dict[str, Any]) -> c.Approve:
        """Approve, with every file opened and every finding seen."""
        self.look(unit, role)
        return c.Approve(**base, seen=self.state.findings(unit))

    def release(self, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> None:
        """Send a unit, and record that it left: Sekisho itself where the procedure lets it, else as it is stated."""
        for key in self.state.parcels(unit):
            self.inspect(key, self.content)
        pieces = sum(self.state.contents[key].parcel.pieces for key in self.state.parcels(unit))
        self.must(c.StartRelease(**base, sources=self.content.sources, posted=pieces), role)
        inner = {key: self.state.outgoing(key) for key in self.state.parcels(unit)}
        by_software = step.proofs[0] == "sent"
        finished = c.FinishRelease(unit, "released", step.proofs[0], inner)  # type: ignore[arg-type]
        self.must(finished, "engine" if by_software else role)


def refused(told: Decided) -> Refusal:
    """Return the refusal of something that has to be refused.

    Raises:
        StuckError: it was accepted.

    """
    if told.refusal is None:
        raise StuckError("accepted")
    return told.refusal
