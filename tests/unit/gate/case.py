"""A dispatch for the tests of single rules: every step can be done as it should be, and then one thing is changed.

``walk`` does the steps up to one; ``good`` gives the command that would do the next; ``ask`` says one and tells the rule
that refuses it, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sekisho.gate import commands as c
from sekisho.gate.decide import decide
from sekisho.gate.deciding.outcome import Decided
from sekisho.gate.events import Event
from sekisho.gate.lint import load
from sekisho.gate.model import WHOLE, Actor, Finding, Item, Parcel, Post, Sealed, Unit
from sekisho.gate.offers import Offer, offers
from sekisho.gate.procedure import Procedure, Step, read
from sekisho.gate.replay import advance, replay
from sekisho.gate.roles import role_for
from sekisho.gate.state import JAPAN

HERE, ELSEWHERE = "介護保険課", "住宅課"
NOON = datetime(2024, 6, 3, 12, 0, tzinfo=JAPAN)
LONG_AGO, FAR = date(2020, 4, 1), date(2025, 3, 31)
WHY, TOO_SHORT = Sealed("理由の印", 12), Sealed("短い", 4)
COURSES = {"業務マニュアル": FAR}
P1, P2 = Unit("parcel", "p1"), Unit("parcel", "p2")
L1, L2 = Unit("lot", "L1"), Unit("lot", "L2")


def step(id: str, kind: str, *by: str, per: str = "dispatch", **told: Any) -> str:  # noqa: A002  as the file says it
    listed = ", ".join(f'"{role}"' for role in by)
    lines = [f'id = "{id}"', f'kind = "{kind}"', f'title = "{id}の工程"', f"by = [{listed}]", f'per = "{per}"']
    lines += [f"{key} = {_toml(value)}" for key, value in told.items()]
    return "\n".join(["[[step]]", *lines, ""])


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return str(value) if isinstance(value, int) else f'"{value}"'


def procedure(name: str, *steps: str, lint: bool = True, **top: Any) -> Procedure:
    """A procedure from its steps; without the lint of today, as one that was registered under an earlier one."""
    told = {"name": name, "title": name, "channel": "email", "smallest_section": 4, **top}
    text = "\n".join([*(f"{key} = {_toml(value)}" for key, value in told.items()), *steps])
    return load(text.encode(), name) if lint else read(text.encode(), name)[0]


BEGIN = (
    step("attach", "attach", "worker", per="parcel", training=["業務マニュアル"]),
    step("inspect", "inspect", "engine", per="parcel"),
)
EVERY = procedure(
    "every",
    step("brief", "brief", "worker", "approver"),
    *BEGIN,
    step("open", "confirm", "drafter", per="parcel", method="open_files"),
    step("source", "confirm", "outside_confirmer", per="parcel", method="read_against_source"),
    step(
        "trace", "confirm", "confirmer", per="parcel", method="trace_sample", sample=3, differs_from=["attach", "open"]
    ),
    step("report", "report", "superior"),
    step("approve", "approve", "approver", differs_from=["attach", "trace"]),
    step("match", "match", "encloser", per="parcel", paper=True),
    step("scan", "confirm", "confirmer", per="parcel", method="scan", paper=True, differs_from=["match"]),
    step("identify", "confirm", "confirmer", per="parcel", method="type_identifier", paper=True),
    step("sheets", "confirm", "encloser", per="parcel", method="count", paper=True),
    step("count", "count", "encloser", "confirmer", per="parcel", paper=True),
    step("seal", "seal", "confirmer", per="parcel", paper=True, differs_from=["match"]),
    step("release", "release", "mailroom", per="parcel", proofs=["sent", "compared", "stated"], paper=True),
    step("key", "key", "worker", per="parcel", ways=["phone", "letter"], paper=True),
    step("recheck", "recheck", "confirmer", "superior", per="parcel", differs_from=["release"]),
    step("return", "return", "worker", per="parcel", paper=True),
    business="医療費",
)
"""One step of each kind, and each method."""
LOTS = procedure(
    "lots",
    *BEGIN,
    step("approve", "approve", "approver", per="lot"),
    step("match", "match", "encloser", per="lot"),
    step("count", "count", "encloser", per="lot"),
    step("seal", "seal", "confirmer", per="lot", differs_from=["count"]),
    step("release", "release", "mailroom", per="lot", proofs=["compared", "stated"]),
    channel="post",
    one_at_a_time=["match", "count", "seal"],
    lint=False,
)
SHORT = procedure(
    "short",
    *BEGIN,
    step("approve", "approve", "approver", per="parcel", standing=True, differs_from=["attach"], deputy=False),
    step("release", "release", "worker", per="parcel", proofs=["compared"], paper=False),
    step("again", "return", "confirmer", per="parcel"),
    channel="post",
    escalates_to="every",
)


def somebody(person: str, *roles: str, where: str = HERE, training: Mapping[str, date] = COURSES) -> Actor:
    return Actor(person, tuple(Post(where, role, LONG_AGO) for role in roles), training=training)


ENGINE = somebody("engine", "engine", where="")
DRAFTER = somebody("drafter-1", "drafter")
CHIEF, SECURITY = somebody("chief-1", "chief"), somebody("security-1", "security", where=ELSEWHERE)
STRANGER = somebody("stranger", "drafter", "worker", "encloser", "confirmer", "approver", "chief", where=ELSEWHERE)


class Case:
    def __init__(
        self, used: Procedure = EVERY, *parcels: Parcel, shelf: tuple[Procedure, ...] = (), **told: Any
    ) -> None:
        self.shelf = {one.digest: one for one in (used, *shelf)}
        self.state, self.events, self.now = replay(self.shelf, []), list[Event](), NOON
        self.sources = {"subjects": "s1"}
        self.drafter = told.pop("drafter", DRAFTER)
        opened = c.Open(used.digest, HERE, parcels or (parcel("p1"), parcel("p2")), self.sources, **told)
        assert self.ask(opened, self.drafter) == ""

    # -------------------------------------------------------- saying

    def told(self, command: c.Command, who: Actor) -> Decided:
        self.now += timedelta(minutes=1)
        decided = decide(self.state, command, who, self.now)
        self.events += decided.events
        advance(self.state, decided.events)
        return decided

    def ask(self, command: c.Command, who: Actor) -> str:
        """Say a command; return the rule that refuses it, or nothing."""
        refusal = self.told(command, who).refusal
        return refusal.rule if refusal else ""

    def offered(self, who: Actor, deputy_of: str = "") -> dict[tuple[str, Unit], Offer]:
        return {(one.step.id, one.unit): one for one in offers(self.state, who, self.now, deputy_of)}

    def step(self, id: str) -> Step:  # noqa: A002
        return self.state.procedure.by_id[id]

    # -------------------------------------------------------- as it should be

    def who(self, id: str, unit: Unit = WHOLE) -> Actor:  # noqa: A002
        """The ordinary person for a step: the first of its roles that is not taken."""
        one = self.step(id)
        everybody = somebody("", *one.by)
        role = role_for(self.state, one, unit, everybody, self.state.day(self.now), "")
        return ENGINE if role == "engine" else somebody(f"{role}-1", role)

    def good(self, id: str, unit: Unit = WHOLE, **changed: Any) -> Any:  # noqa: A002
        """The command that does a step as it should be done, with ``changed`` parts."""
        one = self.step(id)
        make: Callable[[Step, Unit], c.Command] = getattr(self, f"_{one.kind}")
        return replace(make(one, unit), **changed)  # type: ignore[type-var]

    def do(self, id: str, unit: Unit = WHOLE, who: Actor | None = None, **changed: Any) -> str:  # noqa: A002
        """Do a step, looking into every file before, and say what refuses it."""
        person = who or self.who(id, unit)
        one = self.step(id)
        if one.method == "open_files" or one.kind == "approve":
            self.view(person, unit)
        if one.method == "trace_sample" and (id, unit) not in self.state.draws:
            self.ask(c.Draw(id, unit, self.state.saw(unit), rows=("r1", "r2", "r3"), of=20), person)
        if one.kind == "inspect":
            return "".join(self.ask(self.inspection(key), ENGINE) for key in self.state.parcels(unit))
        return self.ask(self.good(id, unit, **changed), person)

    def walk(self, until: str = "") -> Case:
        """Do every step on every unit up to the first of one step; or to the end."""
        for one, unit in self.order():
            if one.id == until:
                return self
            while not self.state.done(one, unit):
                assert self.do(one.id, unit) == "", one.id
                if one.kind == "release":
                    assert self.ask(self.ended(unit), self.who("release")) == ""
        return self

    def order(self) -> Iterator[tuple[Step, Unit]]:
        """Every step on every unit, the run in which one unit is open at once unit by unit."""
        run = self.state.procedure.one_at_a_time
        for one in self.state.procedure.steps:
            if one.id not in run:
                yield from ((one, unit) for unit in self.state.units(one))
            elif one.id == run[0]:
                yield from ((self.step(key), unit) for unit in self.state.units(one) for key in run)

    def view(self, who: Actor, unit: Unit, but: int = 0) -> None:
        left = self.state.not_opened(who.person, unit)
        for key, item, part in left[: len(left) - but]:
            self.ask(c.Serve(key, item, part), who)

    def inspection(self, key: str = "p1", *findings: Finding) -> c.RecordInspection:
        return c.RecordInspection(key, self.state.basis(key), "1.0", findings)

    def ended(self, unit: Unit = P1, outcome: Any = "released", proof: Any = "compared") -> c.FinishRelease:
        inner = {key: self.state.outgoing(key) for key in self.state.parcels(unit)}
        return c.FinishRelease(unit, outcome, proof, inner)

    def basis(self, key: str = "p1") -> str:
        return self.state.basis(key)

    # -------------------------------------------------------- one for each kind

    def _on(self, one: Step, unit: Unit) -> dict[str, Any]:
        known = unit.per != "parcel" or unit.id in self.state.contents
        return {"step": one.id, "unit": unit, "saw": self.state.saw(unit) if known else ""}

    def _brief(self, one: Step, unit: Unit) -> c.Command:
        return c.Brief(**self._on(one, unit))

    def _attach(self, one: Step, unit: Unit) -> c.Command:
        return c.Attach(
            one.id, unit.id, (Item(f"file-{unit.id}", 2), Item(f"paper-{unit.id}", 1, "paper")), (f"who-{unit.id}",)
        )

    def _confirm(self, one: Step, unit: Unit) -> c.Command:
        contents = [self.state.contents[key] for key in self.state.parcels(unit)]
        typed = {
            "trace_sample": list(self.state.draws.get((one.id, unit), ())),
            "scan": [content.parcel.codes.get("document", "") for content in contents],
            "type_identifier": [person for content in contents for person in content.about],
        }.get(one.method, [])
        number = sum(item.parts for content in contents for item in content.items) if one.method == "count" else None
        return c.Confirm(**self._on(one, unit), typed=tuple(typed), number=number)

    def _match(self, one: Step, unit: Unit) -> c.Command:
        scans = tuple(dict(self.state.contents[key].parcel.codes) for key in self.state.parcels(unit))
        return c.Match(**self._on(one, unit), scans=scans, business=self.state.procedure.business)

    def _count(self, one: Step, unit: Unit) -> c.Command:
        return c.Count(**self._on(one, unit), printed=3, withdrawn=("n2",), reprinted=1, enclosed=3)

    def _seal(self, one: Step, unit: Unit) -> c.Command:
        return c.Seal(**self._on(one, unit), sealed=3)

    def _report(self, one: Step, unit: Unit) -> c.Command:
        return c.Report(**self._on(one, unit))

    def _approve(self, one: Step, unit: Unit) -> c.Command:
        return c.Approve(**self._on(one, unit), seen=self.state.findings(unit))

    def _key(self, one: Step, unit: Unit) -> c.Command:
        return c.CarryKey(**self._on(one, unit), way="phone")

    def _recheck(self, one: Step, unit: Unit) -> c.Command:
        return c.Recheck(
            **self._on(one, unit), live={key: self.state.outgoing(key) for key in self.state.parcels(unit)}
        )

    def _return(self, one: Step, unit: Unit) -> c.Command:
        return c.MatchReturn(**self._on(one, unit), code=f"code-{unit.id or 'p1'}")

    def _release(self, one: Step, unit: Unit) -> c.Command:
        counted = any(other.kind == "seal" for other in self.state.procedure.steps)
        return c.StartRelease(**self._on(one, unit), sources=self.sources, posted=3 if counted else None)


def parcel(key: str, lot: str = "", pieces: int = 1, **changed: Any) -> Parcel:
    codes = dict.fromkeys(("document", "envelope", "return"), f"code-{key}")
    return replace(Parcel(key, f"recipient-{key}", lot, pieces, codes), **changed)


def in_lots(*lots: str) -> tuple[Parcel, ...]:
    return tuple(parcel(f"p{n}", lot) for n, lot in enumerate(lots, 1))


def stop(id: str = "f1", check: str = "scope", **told: Any) -> Finding:  # noqa: A002
    return Finding(id, check, "stop", **told)


def ask(id: str = "f2", check: str = "lookalike") -> Finding:  # noqa: A002
    return Finding(id, check, "ask")
