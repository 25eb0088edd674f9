"""A dispatch that invented people push about at random: most of what they try makes sense, much of it must be refused."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.gate.people import ENGINE, HERE, START, office
from tests.gate.watch import Watch

from sekisho.gate import commands as c
from sekisho.gate.decide import decide
from sekisho.gate.deciding.outcome import Decided
from sekisho.gate.events import Event
from sekisho.gate.model import WHOLE, Actor, Finding, Item, Parcel, Sealed, Unit
from sekisho.gate.offers import offers, visible
from sekisho.gate.procedure import Procedure, Step
from sekisho.gate.replay import advance, replay
from sekisho.gate.state import State

CHECKS = ("scope", "consent", "sensitive", "hidden", "lookalike", "reconcile")
WHY = Sealed("理由", 12)


@dataclass
class World:
    """One dispatch, its people, its events, and the watch."""

    shelf: dict[str, Procedure]
    procedure: Procedure
    rng: Random
    state: State = None  # type: ignore[assignment]
    events: list[Event] = field(default_factory=list)
    commands: int = 0
    accepted: int = 0
    now: datetime = START
    files: int = 0
    sources: dict[str, str] = field(default_factory=lambda: {"subjects": "s1"})

    def __post_init__(self) -> None:
        self.state = replay(self.shelf, [])
        self.people = office(self.procedure)
        for one in self.shelf.values():
            if one.name == self.procedure.escalates_to:
                known = {actor.person for actor in self.people}
                self.people += [actor for actor in office(one) if actor.person not in known]
        self.watch = Watch(self.shelf, self.people)
        self.open()

    # -------------------------------------------------------- saying a command

    def say(self, command: c.Command, actor: Actor) -> Decided:
        self.commands += 1
        told = decide(self.state, command, actor, self.now)
        if told.events:
            for event in told.events:
                self.watch.take(event, actor)
            advance(self.state, told.events)
            self.events += told.events
        self.accepted += told.refusal is None
        return told

    def open(self) -> None:
        r = self.rng
        lots = any(step.per == "lot" for step in self.procedure.steps)
        parcels = tuple(self.parcel(f"p{n}", f"L{n % 2}" if lots else "") for n in range(r.randint(1, 4)))
        drafter = self.person(r.choice(["drafter-1", "drafter-2"]))
        drill = r.random() < 0.03
        told = self.say(c.Open(self.procedure.digest, HERE, parcels, self.sources, drill), drafter)
        assert told.refusal is None, told.refusal

    def parcel(self, key: str, lot: str) -> Parcel:
        code = dict.fromkeys(("document", "envelope", "return"), f"code-{key}")
        return Parcel(key, f"recipient-{key}", lot, self.rng.randint(1, 5), code)

    # -------------------------------------------------------- one try

    def go(self) -> None:
        """Let somebody try something."""
        r = self.rng
        self.now += timedelta(minutes=r.choice([1, 1, 5, 30, 600, -45, -2000] if r.random() < 0.2 else [1, 2, 3]))
        if r.random() < 0.8:
            self.sensible()
        else:
            self.anything()
        if r.random() < 0.05:
            shown = {one.person: list(visible(self.state, one.person)) for one in self.people}
            self.watch.look(self.state, shown)

    def sensible(self) -> None:
        """A person who may do something does it, mostly rightly."""
        r = self.rng
        if r.random() < 0.25 and self.waits():
            self.settle()
            return
        for actor in r.sample(self.people, min(8, len(self.people))):
            deputy = actor.deputies[0].principal if actor.deputies and r.random() < 0.2 else ""
            open_to = [one for one in offers(self.state, actor, self.now, deputy) if one.refusal is None]
            if actor is ENGINE and r.random() < 0.7:  # what was inspected waits for people, not for the engine
                open_to = [one for one in open_to if not self.waits()]
            if open_to:
                offer = r.choice(open_to)
                self.do(offer.step, offer.unit, actor, deputy)
                return
        self.settle()

    def waits(self) -> bool:
        return any(self.state.open_findings(key) not in {(), ("",)} for key in self.state.contents)

    def settle(self) -> None:
        """Nobody is offered anything: findings, differences, halts and unknown ends wait for somebody."""
        r, state = self.rng, self.state
        for key, inspection in state.inspections.items():
            for one in inspection.findings:
                if one.id in state.open_findings(key):
                    return self.meet(key, one, state.basis(key))
        for step, unit in list(state.halted):
            self.say(c.Resume(step, unit, WHY), r.choice(self.people))
        for step, unit in list(state.differences):
            self.say(c.ExplainDifference(step, unit, WHY), r.choice(self.people))
        for unit, leaving in list(state.leaving.items()):
            if leaving.phase == "started":
                self.finish(unit)
            elif leaving.phase == "unknown":
                self.say(c.SettleRelease(unit, r.random() < 0.5, WHY), r.choice(self.people))
        return None

    def meet(self, key: str, finding: Finding, basis: str) -> None:
        r = self.rng
        if finding.severity == "ask":
            self.say(c.Answer(key, finding.id, basis, Sealed("a", 4)), r.choice(self.people))
            return
        self.say(c.AskWaiver(key, finding.id, basis, WHY), r.choice(self.people))
        for actor in r.sample(self.people, 6):
            reason = WHY if r.random() < 0.9 else Sealed("", 0)
            self.say(c.DecideWaiver(key, finding.id, basis, r.random() < 0.9, reason), actor)

    def do(self, step: Step, unit: Unit, actor: Actor, deputy: str = "") -> Decided | None:
        """Do a step on a unit, mostly as it should be done."""
        r, state = self.rng, self.state
        known = unit.per != "parcel" or unit.id in state.contents
        saw = state.saw(unit) if known and r.random() < 0.97 else "old"
        base: dict[str, Any] = {"step": step.id, "unit": unit, "saw": saw, "deputy_of": deputy}
        if step.paper and r.random() < 0.3 and step.kind in {"confirm", "match", "count", "seal", "return", "key"}:
            base["paper"] = c.Paper(actor, self.now - timedelta(hours=r.choice([1, 5, -1])))
            actor = r.choice(self.people)
        return getattr(self, f"do_{step.kind}")(step, unit, actor, base)

    def do_brief(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        return self.say(c.Brief(**base), actor)

    def do_attach(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        items = tuple(self.item() for _ in range(self.rng.randint(1, 2)))
        about = tuple(f"person-{unit.id}-{n}" for n in range(self.rng.randint(1, 2)))
        return self.say(c.Attach(step.id, unit.id, items, about, base["deputy_of"]), actor)

    def item(self) -> Item:
        self.files += self.rng.random() < 0.9
        return Item(
            f"file-{self.files}-{self.rng.random() < 0.5}",
            self.rng.randint(1, 3),
            self.rng.choice(["uploaded", "cut", "paper"]),
        )

    def do_inspect(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided | None:
        told = None
        for key in self.state.parcels(unit):
            told = self.say(c.RecordInspection(key, self.state.basis(key), "1", self.findings(key)), ENGINE)
        return told

    def findings(self, key: str) -> tuple[Finding, ...]:
        r = self.rng
        if r.random() < 0.7:
            return ()
        severities = r.choices(["stop", "ask", "note"], k=r.randint(1, 2))
        escalates = r.random() < 0.1
        return tuple(
            Finding(f"f-{key}-{r.randint(1, 3)}-{n}", r.choice(CHECKS), one, escalates)
            for n, one in enumerate(severities)
        )  # type: ignore[arg-type]

    def open_all(self, unit: Unit, actor: Actor) -> None:
        if self.rng.random() < 0.1:
            return
        for key, item, part in self.state.not_opened(actor.person, unit):
            self.say(c.Serve(key, item, part), actor)

    def do_confirm(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        r, state = self.rng, self.state
        self.open_all(unit, actor)
        contents = [state.contents[key] for key in state.parcels(unit)]
        typed: list[str] = []
        if step.method == "trace_sample":
            rows = tuple(f"row-{n}" for n in range(r.randint(max(step.sample, 1) - (r.random() < 0.1), 6)))
            self.say(c.Draw(**base, rows=rows, of=r.choice([3, 100])), actor)
            typed = list(state.draws.get((step.id, unit), ()))
        elif step.method == "scan":
            typed = [one.parcel.codes["document"] for one in contents]
        elif step.method == "type_identifier":
            typed = [person for one in contents for person in one.about]
        if r.random() < 0.05:
            typed = [*typed[1:], "someone else"]
        number = sum(item.parts for one in contents for item in one.items) + (r.random() < 0.05)
        return self.say(c.Confirm(**base, typed=tuple(typed), number=number), actor)

    def do_match(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        scans = [dict(self.state.contents[key].parcel.codes) for key in self.state.parcels(unit)]
        if scans and self.rng.random() < 0.08:
            scans[-1]["envelope"] = "code-other"
        business = self.state.procedure.business if self.rng.random() < 0.95 else "other"
        return self.say(c.Match(**base, scans=tuple(scans), business=business), actor)

    def do_count(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        r = self.rng
        told = [one.answer for one in self.state.stamps.get((step.id, unit), ())]
        if told and r.random() < 0.9:  # the second of two who count finds the same
            known: dict[str, Any] = {key: told[0][key] for key in ("printed", "reprinted", "enclosed")}
            return self.say(c.Count(**base, **known, withdrawn=tuple(told[0]["withdrawn"])), actor)  # type: ignore[arg-type]
        printed, withdrawn, reprinted = r.randint(3, 9), tuple(f"n{n}" for n in range(r.randint(0, 2))), r.randint(0, 1)
        enclosed = printed - len(withdrawn) + reprinted + (r.random() < 0.15)
        counted = c.Count(**base, printed=printed, withdrawn=withdrawn, reprinted=reprinted, enclosed=enclosed)
        return self.say(counted, actor)

    def total(self, kind: str, key: str, unit: Unit) -> int:
        state = self.state
        return sum(
            int(str(made.answer[key]))
            for step in state.procedure.of_kind(kind)[:1]
            for one in state.related(step, unit)
            for made in state.stamps.get((step.id, one), ())[:1]
        )

    def do_seal(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        return self.say(
            c.Seal(**base, sealed=self.total("count", "enclosed", unit) - (self.rng.random() < 0.08)), actor
        )

    def do_report(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        return self.say(c.Report(**base), actor)

    def do_approve(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        r, state = self.rng, self.state
        if step.standing and r.random() < 0.3:
            recipient = next((state.contents[key].parcel.recipient for key in state.parcels(unit)), "")
            day = state.day(self.now)
            granted = r.choice(self.people).person
            given = c.Standing("s1", granted, state.procedure.digest, HERE, recipient, r.randint(1, 9), day, day)
            return self.say(c.UseStanding(**{**base, "deputy_of": ""}, standing=given), actor)
        self.open_all(unit, actor)
        seen = state.findings(unit) if r.random() < 0.95 else frozenset()
        return self.say(c.Approve(**base, seen=seen), actor)

    def do_key(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        way = self.rng.choice(step.ways) if step.ways and self.rng.random() < 0.9 else "same_mail"
        return self.say(c.CarryKey(**base, way=way), actor)

    def do_release(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        r = self.rng
        if r.random() < 0.8:
            for key in self.state.parcels(unit):
                before = self.state.inspections.get(key)
                again = before.findings if before else ()
                self.say(c.RecordInspection(key, self.state.basis(key), "1", again), ENGINE)
        posted = self.total("seal", "sealed", unit) + (r.random() < 0.05)
        sources = self.sources if r.random() < 0.95 else {"subjects": "old"}
        told = self.say(c.StartRelease(**base, sources=sources, posted=posted), actor)
        if told.refusal is None and r.random() < 0.8:
            self.finish(unit)
        return told

    def finish(self, unit: Unit) -> None:
        r, state = self.rng, self.state
        outcome = r.choices(["released", "failed", "unknown"], [8, 1, 1])[0]
        proof = r.choice([*state.procedure.release.proofs, "sent", "stated"])
        actor = ENGINE if proof == "sent" and r.random() < 0.9 else r.choice(self.people)
        inner = {key: state.outgoing(key) for key in state.parcels(unit)}
        if inner and r.random() < 0.05:
            inner[next(iter(inner))] = "other bytes"
        self.say(c.FinishRelease(unit, outcome, proof, inner, "w"), actor)  # type: ignore[arg-type]

    def do_recheck(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        live = {key: self.state.outgoing(key) for key in self.state.parcels(unit)}
        if self.rng.random() < 0.05:
            live["p9"] = "unknown page"
        return self.say(c.Recheck(**base, live=live), actor)

    def do_return(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        code = f"code-{unit.id}" if unit.per == "parcel" and self.rng.random() < 0.9 else "code-p0"
        return self.say(c.MatchReturn(**base, code=code), actor)

    # -------------------------------------------------------- what nobody should be able to do

    def anything(self) -> None:
        """Anybody tries anything, at any time, with whatever there is."""
        r, state = self.rng, self.state
        actor, step = r.choice(self.people), r.choice(state.procedure.steps)
        units = list(state.units(step)) or [WHOLE]
        unit = r.choice([*units, WHOLE, Unit("parcel", "p0"), Unit("lot", "L1")])
        key = r.choice(list(state.contents))
        tries = [
            lambda: self.do(step, unit, actor),
            lambda: self.do(step, unit, actor),
            lambda: self.do(step, unit, actor),
            lambda: self.say(c.SendBack(step.id, unit, WHY), actor),
            lambda: self.again(key, actor),
            lambda: self.say(c.Withdraw(key, WHY), actor) if r.random() < 0.2 else None,
            lambda: self.say(c.HandOver(r.choice(self.people).person, WHY), actor) if r.random() < 0.2 else None,
            lambda: (
                self.say(c.Reassign(r.choice(step.by), r.choice(self.people).person, WHY), actor)
                if r.random() < 0.2
                else None
            ),
            lambda: self.say(c.PutAside(unit, WHY), actor),
            lambda: self.say(c.Abandon(WHY), actor) if r.random() < 0.03 else None,
            lambda: (
                self.say(c.AddParcels((self.parcel(f"p{r.randint(0, 6)}", r.choice(["", "L1"])),)), actor)
                if r.random() < 0.2
                else None
            ),
            lambda: self.new_sources(actor) if r.random() < 0.3 else None,
            lambda: self.say(c.RecordInspection(key, state.basis(key), "1", ()), actor),
            lambda: self.finish(unit),
            self.settle,
        ]
        r.choice(tries)()

    def again(self, key: str, actor: Actor) -> None:
        """The same bytes once more: nothing that was done is undone by it, except who attached them."""
        state, content = self.state, self.state.contents[key]
        attach = state.procedure.of_kind("attach")[0]
        if not content.items:
            return
        before = {place: list(made) for place, made in state.stamps.items() if place[0] != attach.id}
        told = self.say(c.Attach(attach.id, key, content.items, content.about), actor)
        if told.refusal is None:
            after = {place: made for place, made in state.stamps.items() if place[0] != attach.id}
            assert after == before, "3: the same bytes again voided something"

    def new_sources(self, actor: Actor) -> None:
        sources = {"subjects": self.rng.choice(["s1", "s2", "s3"])}
        if self.say(c.ChangeSources(sources), actor).refusal is None:
            self.sources = sources

    # -------------------------------------------------------- at the end

    def person(self, name: str) -> Actor:
        return next(one for one in self.people if one.person == name)

    def replayed(self) -> State:
        return replay(self.shelf, self.events)
