"""The nine invariants of the contract, looked after by code that shares nothing with the rules it watches.

It sees events alone, and keeps its own small books: when each parcel last changed, who did what and when. Nothing of
:class:`sekisho.gate.state.State` is used here except where it says what a person is shown.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.gate.people import HERE

from sekisho.gate.events import Event
from sekisho.gate.model import Actor
from sekisho.gate.procedure import Procedure, Step
from sekisho.gate.state import JAPAN, State

ANYWHERE = {"outside_confirmer", "security", "mailroom", "contractor", "contractor_confirmer", "engine"}


@dataclass
class Made:
    step: str
    unit: tuple[str, str]
    person: str
    principal: str
    role: str
    n: int
    answer: dict[str, Any]
    void: bool = False


@dataclass
class Watch:
    procedures: dict[str, Procedure]
    people: list[Actor]
    procedure: Procedure = None  # type: ignore[assignment]
    n: int = 0
    latest: datetime = None  # type: ignore[assignment]
    lots: dict[str, str] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)
    sources: Any = None
    withdrawn: set[str] = field(default_factory=set)
    gone: dict[str, str] = field(default_factory=dict)
    ways: dict[str, Any] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    made: list[Made] = field(default_factory=list)
    inspected: dict[str, tuple[int, list[dict[str, Any]], date]] = field(default_factory=dict)
    answered: dict[tuple[str, str], int] = field(default_factory=dict)
    asked: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    granted: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    granters: set[str] = field(default_factory=set)
    by_granter: list[tuple[tuple[str, str], int, str]] = field(default_factory=list)
    changed: dict[str, int] = field(default_factory=dict)
    findings_new: dict[str, int] = field(default_factory=dict)
    drafters: list[str] = field(default_factory=list)
    explained: dict[tuple[str, tuple[str, str]], int] = field(default_factory=dict)
    running: tuple[str, str] | None = None
    halted: dict[tuple[str, tuple[str, str]], set[str]] = field(default_factory=dict)
    drill: bool = False
    served: set[tuple[str, str, str, int]] = field(default_factory=set)

    # -------------------------------------------------------- books

    def take(self, event: Event, actor: Actor) -> None:
        self.n += 1
        self.latest = event.at if self.latest is None else max(self.latest, event.at)
        kind, data = event.type, event.data
        getattr(self, f"on_{kind}")(dict(data), actor, event)

    def step(self, key: str) -> Step:
        return next(one for one in self.procedure.steps if one.id == key)

    def before(self, key: str) -> list[Step]:
        todo, seen = list(self.step(key).needs), []
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.append(one)
                todo += self.step(one).needs
        return [self.step(one) for one in seen]

    def parcels(self, unit: tuple[str, str]) -> list[str]:
        per, key = unit
        ids = [one for one in self.content if one not in self.withdrawn and one not in self.left]
        return [one for one in ids if per == "dispatch" or (self.lots[one] if per == "lot" else one) == key]

    def units(self, step: Step, among: list[str]) -> set[tuple[str, str]]:
        if step.per == "dispatch":
            return {("dispatch", "")}
        return {(step.per, self.lots[one] if step.per == "lot" else one) for one in among}

    def change(self, parcel: str) -> None:
        self.changed[parcel] = self.n
        self.inspected.pop(parcel, None)
        self.void_around(parcel)

    def void_around(self, parcel: str) -> None:
        touched = {("dispatch", ""), ("lot", self.lots[parcel]), ("parcel", parcel)}
        for one in self.made:
            if one.unit in touched and self.procedure_kind(one.step) not in {"brief", "attach", "release"}:
                one.void = True

    def procedure_kind(self, key: str) -> str:
        return next((one.kind for one in self.procedure.steps if one.id == key), "old")

    def valid(self, step: str, unit: tuple[str, str]) -> list[Made]:
        return [one for one in self.made if (one.step, one.unit) == (step, unit) and not one.void]

    # -------------------------------------------------------- what is done

    def done(self, step: Step, unit: tuple[str, str]) -> bool:
        if step.kind == "inspect":
            return all(self.clean(one) for one in self.parcels(unit))
        if step.kind == "release":
            return all(self.gone.get(one) == "released" for one in self.parcels(unit))
        stamps = self.valid(step.id, unit)
        if step.kind == "attach":
            return bool(stamps)
        if step.kind == "count" and stamps and self.open_difference(step.id, unit, stamps):
            return False
        return {one.role for one in stamps} >= set(step.by)

    def open_difference(self, step: str, unit: tuple[str, str], stamps: list[Made]) -> bool:
        told = stamps[-1].answer
        closes = told["printed"] - len(told["withdrawn"]) + told["reprinted"] == told["enclosed"]
        return not closes and self.explained.get((step, unit), 0) < stamps[-1].n

    def clean(self, parcel: str) -> bool:
        if parcel not in self.inspected or self.inspected[parcel][0] < self.changed.get(parcel, 0):
            return False
        since = self.changed.get(parcel, 0)
        for one in self.inspected[parcel][1]:
            place = (parcel, one["id"])
            if one["severity"] == "ask" and self.answered.get(place, -1) < since:
                return False
            if one["severity"] == "stop" and not any(n > since for n in self.granted[place]):
                return False
        return True

    def everything_before(self, key: str, unit: tuple[str, str]) -> None:
        among = self.parcels(unit)
        for earlier in self.before(key):
            for one in self.units(earlier, among):
                assert self.done(earlier, one), f"{self.why(earlier, one)}: {earlier.id} is not done for {one} at {key}"

    def why(self, step: Step, unit: tuple[str, str]) -> int:
        """Which invariant is broken where a step before is not done: 6 where it does not close, 3 where it is void."""
        if step.kind == "count" and self.valid(step.id, unit):
            return 6
        old = any((one.step, one.unit) == (step.id, unit) for one in self.made)
        return 3 if old or (step.kind == "inspect" and self.inspected) else 1

    # -------------------------------------------------------- people

    def holds(self, actor: Actor, role: str, deputy_of: str, on: date) -> bool:
        posts = [one.post for one in actor.deputies if one.principal == deputy_of] if deputy_of else actor.posts
        return any(
            one.role == role
            and (one.department == HERE or role in ANYWHERE)
            and one.since <= on <= (one.until or date.max)
            for one in posts
        )

    def apart(self, made: Made) -> None:
        mine = {made.person, made.principal} - {""}
        among = self.parcels(made.unit)
        step = self.step(made.step)
        for other in self.procedure.steps:
            if other.id not in step.differs_from and step.id not in other.differs_from:
                continue
            for unit in self.units(other, among):
                for one in self.valid(other.id, unit):
                    assert not mine & {one.person, one.principal}, f"2: {made.step} and {other.id} by one person"
        same = [one for one in self.valid(made.step, made.unit) if one is not made and one.role != made.role]
        assert not any(mine & {one.person, one.principal} for one in same), f"2: both roles of {made.step} by one"
        if step.kind == "attach":
            since = self.changed.get(made.unit[1], 0)
            excepted = {by for (parcel, _), n, by in self.by_granter if parcel == made.unit[1] and n > since}
            assert not mine & excepted, "5: who waived prepares what was excepted"
        if step.kind == "approve":
            assert not mine & set(self.drafters), "2: the drafter approves"
            assert not mine & self.granters, "5: who waived approves"

    # -------------------------------------------------------- events

    def on_opened(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        self.procedure = self.procedures[data["procedure"]]
        self.sources, self.drill = data["sources"], data["drill"]
        self.drafters.append(event.by)
        self.on_parcels_added(data, actor, event)

    def on_parcels_added(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        for one in data["parcels"]:
            self.lots[one["id"]] = one["lot"]
            self.content[one["id"]] = {"codes": one["codes"], "items": None, "about": None}
        for one in data["parcels"]:
            self.change(one["id"])

    def on_sources_changed(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        self.sources = data["sources"]
        for one in self.content:
            if one not in self.gone:
                self.change(one)

    def on_attached(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        parcel, content = data["parcel"], self.content[data["parcel"]]
        assert parcel not in self.gone, "1: content changed after it left"
        for one in self.valid(data["step"], ("parcel", parcel)):
            one.void = True
        if (content["items"], content["about"]) != (data["items"], data["about"]):
            content["items"], content["about"] = data["items"], data["about"]
            self.change(parcel)
        self.stamp(data | {"unit": ["parcel", parcel], "answer": {}}, actor, event)

    def on_served(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        self.served.add((event.by, data["parcel"], data["item"], data["part"]))

    def on_inspected(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        parcel = data["parcel"]
        assert actor.person == "engine", "1: somebody else than the engine inspected"
        self.in_run(data["step"], tuple(data["unit"]))
        self.everything_before(data["step"], tuple(data["unit"]))
        old = {one["id"] for one in self.inspected[parcel][1]} if parcel in self.inspected else None
        self.inspected[parcel] = (self.n, data["findings"], self.day(event.at))
        if old is not None and {one["id"] for one in data["findings"]} - old:
            self.void_around(parcel)
        self.running = tuple(data["unit"]) if data["step"] in self.procedure.one_at_a_time else self.running

    def day(self, at: datetime) -> date:
        return at.astimezone(JAPAN).date()

    def on_answered(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        self.answered[data["parcel"], data["finding"]] = self.n

    def on_waiver_asked(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        assert data["reason"], "5: no reason"
        self.asked[self.n] = (data["parcel"], data["finding"], event.by)

    def on_waiver_granted(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        parcel, finding, asked_by = self.asked[data["asked"]]
        assert data["reason"], "5: no reason"
        assert event.by != asked_by, "5: granted to oneself"
        assert event.by not in self.drafters, "5: granted by who drafted"
        rank = "security" if data["check"] in {"scope", "consent", "sensitive"} else "chief"
        assert self.holds(actor, rank, "", self.day(self.latest)), "5: rank"
        for step in self.procedure.steps:
            if step.kind == "approve":
                for unit in self.units(step, [parcel]):
                    assert all(event.by not in {one.person, one.principal} for one in self.valid(step.id, unit)), "5"
        self.granted[parcel, finding].append(self.n)
        self.by_granter.append(((parcel, finding), self.n, event.by))
        self.granters.add(event.by)

    def on_waiver_refused(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        assert data["reason"], "5: no reason"

    def on_drawn(self, data: dict[str, Any], actor: Actor, event: Event) -> None: ...

    def on_stamped(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        self.stamp(data, actor, event)

    def stamp(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        unit, step = tuple(data["unit"]), self.step(data["step"])
        made = Made(step.id, unit, data["person"], data["deputy_of"], data["role"], self.n, data["answer"])
        if "standing" not in made.answer:
            self.who(data, actor, made, step)
        self.in_run(step.id, unit)
        self.everything_before(step.id, unit)
        if step.kind not in {"brief", "recheck", "attach"}:
            assert not [one for one in self.valid(step.id, unit) if one.role == made.role], "8: stamped twice"
        assert self.parcels(unit), "1: nothing there"
        if step.kind != "key" and self.procedure.release.id not in {one.id for one in self.before(step.id)}:
            assert not all(one in self.gone for one in self.parcels(unit)), "1: after it left"
        assert (step.id, unit) not in self.halted, "6: goes on after a mismatch"
        self.apart(made)
        self.demands(step, unit, data, actor)
        self.made.append(made)
        self.running = unit if step.id in self.procedure.one_at_a_time else self.running

    def who(self, data: dict[str, Any], actor: Actor, made: Made, step: Step) -> None:
        on = self.day(self.latest)
        if "done_at" in data:
            assert step.paper, "paper where none is allowed"
            assert actor.person != made.person, "2: entered by who did it"
            on = self.day(datetime.fromisoformat(data["done_at"]))
            assert data["evidence"] == "claimed", "paper is claimed"
        doers = [one for one in self.people if one.person == made.person]
        assert any(self.holds(one, made.role, made.principal, on) for one in doers), (
            f"2: {made.person} is no {made.role}"
        )
        assert made.role in step.by, "2: role"
        assert not made.principal or step.deputy, "2: deputy"

    def demands(self, step: Step, unit: tuple[str, str], data: dict[str, Any], actor: Actor) -> None:
        contents = {one: self.content[one] for one in self.parcels(unit)}
        opens = step.method == "open_files" or (step.kind == "approve" and "standing" not in data["answer"])
        if opens:
            for key, content in contents.items():
                for item in content["items"]:
                    for part in range(1, item["parts"] + 1):
                        seen = (data["person"], key, item["digest"], part) in self.served
                        assert seen or item["origin"] == "paper", "1: not opened"
        if step.kind == "match":
            codes = sorted(sorted(content["codes"].items()) for content in contents.values())
            assert sorted(sorted(scan.items()) for scan in data["answer"]["scans"]) == codes, "6: codes"
        if step.method == "type_identifier":
            people = sorted(one for content in contents.values() for one in content["about"])
            assert data["answer"]["typed"] == people, "another person's identifier"
        if step.kind == "seal":
            counted = self.totals("count", "enclosed", step.id, unit)
            assert counted <= {data["answer"]["sealed"]}, "6: sealed is not enclosed"
        if step.kind == "key":
            assert data["answer"]["way"] in step.ways, "the same way as the file"

    def totals(self, kind: str, key: str, before: str, unit: tuple[str, str]) -> set[int]:
        among = self.parcels(unit)
        steps = [one for one in self.before(before) if one.kind == kind]
        made = {(step.id, one): self.valid(step.id, one) for step in steps for one in self.units(step, among)}
        for place, stamps in made.items():
            assert len({one.answer[key] for one in stamps}) <= 1, f"6: two people counted differently at {place}"
        return {sum(made[step.id, one][0].answer[key] for one in self.units(step, among)) for step in steps}

    def in_run(self, step: str, unit: tuple[str, str]) -> None:
        run = self.procedure.one_at_a_time
        if step not in run or self.running in {None, unit}:
            return
        closed = all(self.done(self.step(one), self.running) for one in run)
        assert closed or not self.parcels(self.running), f"4: {unit} was begun while {self.running} is open"

    def on_mismatched(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        self.halted[data["step"], tuple(data["unit"])] = {data["person"], event.by}

    def on_resumed(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        people = self.halted.pop((data["step"], tuple(data["unit"])))
        assert event.by not in people, "2: who did not match resumes"

    def on_difference_explained(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        assert data["reason"], "6: no reason"
        assert self.holds(actor, "chief", "", self.day(self.latest)), "6: not the chief"
        self.explained[data["step"], tuple(data["unit"])] = self.n

    def on_release_started(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        unit = tuple(data["unit"])
        assert not self.drill, "a drill leaves"
        assert self.parcels(unit), "1: nothing to release"
        self.everything_before(data["step"], unit)
        self.in_run(data["step"], unit)
        for one in self.parcels(unit):
            assert one not in self.gone, "1: released twice"
            on = self.day(datetime.fromisoformat(data["done_at"]) if "done_at" in data else self.latest)
            assert self.inspected[one][2] == on, "1: not judged on the day"
            self.gone[one] = "started"
            self.ways[one] = (unit, self.sources, self.procedure.digest)
        assert data["sources"] == self.sources, "1: judged against old sources"
        made = Made(data["step"], unit, data["person"], data["deputy_of"], data["role"], self.n, {})
        self.apart(made)
        self.made.append(made)
        if any(step.kind == "seal" for step in self.before(data["step"])):
            counted = self.totals("count", "enclosed", data["step"], unit)
            sealed = self.totals("seal", "sealed", data["step"], unit)
            assert counted | sealed == {data["posted"]}, "6: posted, sealed and enclosed are not one number"
        self.running = unit if data["step"] in self.procedure.one_at_a_time else self.running

    def on_released(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        for one in self.on_its_way(tuple(data["unit"])):
            assert self.gone[one] in {"started", "unknown"}, "1: released without a beginning, or twice"
            self.gone[one] = "released"
        assert data["proof"] != "sent" or actor.person == "engine", "a person says that the software sent it"

    def on_release_failed(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        for one in self.on_its_way(tuple(data["unit"])):
            assert self.gone.pop(one) in {"started", "unknown"}
            self.left.discard(one)
            if self.ways[one][1:] != (self.sources, self.procedure.digest):
                self.change(one)
        for made in self.valid(data["step"], tuple(data["unit"])):
            made.void = True

    def on_its_way(self, unit: tuple[str, str]) -> list[str]:
        return [one for one in self.gone if self.ways[one][0] == unit]

    def on_release_unknown(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        for one in self.on_its_way(tuple(data["unit"])):
            assert self.gone[one] == "started"
            self.gone[one] = "unknown"

    def on_sent_back(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        among = self.parcels(tuple(data["unit"]))
        assert not any(one in self.gone for one in among), "1: sent back after it left"
        again = [
            one
            for one in self.procedure.steps
            if one.id == data["step"] or data["step"] in {b.id for b in self.before(one.id)}
        ]
        for step in again:
            for unit in self.units(step, among):
                for one in self.valid(step.id, unit):
                    one.void = True
        if self.step(data["step"]).kind in {"attach", "inspect"}:
            for one in among:
                self.inspected.pop(one, None)

    def on_withdrawn(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        assert data["parcel"] not in self.gone, "1: withdrawn after it left"
        parcel = data["parcel"]
        self.withdrawn.add(parcel)
        for one in self.made:  # what was counted with it is counted again
            together = one.unit in {("dispatch", ""), ("lot", self.lots[parcel])}
            one.void = one.void or (together and self.procedure_kind(one.step) in {"count", "seal", "match"})

    def on_abandoned(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        assert all(one == "released" for one in self.gone.values()), "8: abandoned on its way"

    def on_reassigned(self, data: dict[str, Any], actor: Actor, event: Event) -> None: ...

    def on_handed_over(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        approvers = {one.person for one in self.made if not one.void and self.procedure_kind(one.step) == "approve"}
        assert data["to"] not in approvers | self.granters, (
            "2: who approved or granted an exception becomes the drafter"
        )
        self.drafters.append(data["to"])

    def on_put_aside(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        assert not any(one in self.gone for one in self.parcels(tuple(data["unit"]))), "4: laid aside on its way"
        self.running = None

    def on_escalated(self, data: dict[str, Any], actor: Actor, event: Event) -> None:
        attach = next(one.id for one in self.procedure.steps if one.kind == "attach")
        self.procedure = self.procedures[data["procedure"]]
        new = next(one.id for one in self.procedure.steps if one.kind == "attach")
        for one in self.made:
            if one.step == attach and not one.void:
                one.step = new
            else:
                one.void = True
        self.left |= set(self.gone)
        self.running = None
        for one in self.parcels(("dispatch", "")):
            self.changed[one] = self.n

    # -------------------------------------------------------- what is shown

    def look(self, state: State, shown: dict[str, list[Any]]) -> None:
        """``shown``: of each person, the stamps as they see them."""
        for step in self.procedure.steps:
            if not step.blind or all(
                self.done(step, unit) for unit in self.units(step, self.parcels(("dispatch", "")))
            ):
                continue
            for person, stamps in shown.items():
                for one in stamps:
                    if one.step in step.differs_from and person not in {one.person, one.entered_by}:
                        assert not one.answer, "7: the first answer is shown before the second is given"
        waivers = {(one.parcel, one.finding, one.n) for one in state.waivers}
        assert waivers >= {(a, b, n) for n, (a, b, _) in self.asked.items()}, "5: a waiver disappeared"
