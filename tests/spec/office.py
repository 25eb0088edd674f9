"""An office in which a scenario is told: each verb of the office is one line, and what is refused is refused in words.

A verb asserts that the gate lets it happen. What must be refused stands under ``with office.refuses(…)``, with the rule
and the very sentences that the person reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from tests.spec.people import People

from sekisho.gate import commands as c
from sekisho.gate.decide import decide
from sekisho.gate.events import Event
from sekisho.gate.lint import load
from sekisho.gate.model import WHOLE, Actor, Finding, Item, Parcel, Sealed, Unit, sealed
from sekisho.gate.offers import offers
from sekisho.gate.procedure import Procedure
from sekisho.gate.replay import advance, replay
from sekisho.gate.rules import RULES, Refusal
from sekisho.gate.state import JAPAN

SALT = b"the salt of a made-up dispatch"
SHIPPED: Mapping[str, Procedure] = {
    one.digest: one
    for file in sorted(files("sekisho").joinpath("data/procedures").iterdir(), key=lambda file: file.name)
    for one in [load(file.read_bytes(), file.name)]
}


def mark(text: str) -> str:
    """What an event holds instead of a text."""
    return sealed(SALT, text).digest


def because(text: str) -> Sealed:
    return sealed(SALT, text)


def finding(check: str, severity: Any, what: str, *, escalates: bool = False) -> Finding:
    return Finding(mark(check + what)[:16], check, severity, escalates)


@dataclass(frozen=True)
class Words:
    """A refusal as it is read: why, and what first; in Japanese and in English."""

    rule: str
    why: str
    first: str
    why_en: str
    first_en: str

    @classmethod
    def of(cls, refusal: Refusal) -> Words:
        why, first = refusal.why, refusal.first
        return cls(refusal.rule, why.render("ja"), first.render("ja"), why.render("en"), first.render("en"))


class Office:
    """One dispatch of a section, under a shipped procedure."""

    def __init__(self, procedure: str, section: str, at: datetime = datetime(2024, 4, 16, 9, 0, tzinfo=JAPAN)) -> None:
        self.shelf = SHIPPED
        self.digest = next(one.digest for one in SHIPPED.values() if one.name == procedure)
        self.people, self.section, self.now = People(section), section, at
        self.state, self.events = replay(self.shelf, []), list[Event]()
        self.sources = {"subjects": mark("台帳 4月1日")}
        self.expected: Words | None = None

    # ------------------------------------------------------------ saying

    def say(self, who: Actor, command: c.Command) -> None:
        self.now += timedelta(minutes=1)
        told = decide(self.state, command, who, self.now)
        words = Words.of(told.refusal) if told.refusal else None
        if words or self.expected:
            assert words == self.expected
            self.as_offered(who, command, told.refusal)
        self.expected = None
        self.events += told.events
        advance(self.state, told.events)

    def as_offered(self, who: Actor, command: c.Command, refusal: Refusal | None) -> None:
        """A button and its refusal do not differ: where a rule for all steps refuses, the offer says the same."""
        said_at_a_button = (
            isinstance(command, c.OnStep) and not isinstance(command, c.UseStanding) and not command.paper
        )
        if refusal is None or refusal.rule not in RULES or not said_at_a_button:
            return
        for offer in offers(self.state, who, self.now, command.deputy_of):  # type: ignore[attr-defined]
            if (offer.step.id, offer.unit) == (command.step, command.unit):  # type: ignore[attr-defined]
                assert offer.refusal == refusal

    @contextmanager
    def refuses(self, rule: str, why: str, first: str, why_en: str, first_en: str) -> Iterator[None]:
        self.expected = Words(rule, why, first, why_en, first_en)
        yield
        assert self.expected is None, "nobody asked for what was to be refused"

    def next_day(self, days: int = 1) -> None:
        self.now = self.now.replace(hour=9, minute=0) + timedelta(days=days)

    def on(self, step: str, parcel: str = "", *, lot: str = "", **told: Any) -> dict[str, Any]:
        """Which step on what, with what is on the screen now."""
        unit = Unit("lot", lot) if lot else Unit("parcel", parcel) if parcel else WHOLE
        return {"step": step, "unit": unit, "saw": self.state.saw(unit), **told}

    # ------------------------------------------------------------ what is sent

    def open(self, who: Actor, *recipients: str, codes: bool = False, pieces: int = 1, lots: bool = False) -> None:
        places = ("document", "envelope", "return") if codes else ()
        parcels = tuple(
            Parcel(f"p{n}", mark(name), f"L{n}" if lots else "", pieces, dict.fromkeys(places, mark(f"番号 {n}")))
            for n, name in enumerate(recipients, 1)
        )
        self.say(who, c.Open(self.digest, self.section, parcels, self.sources))

    def attach(
        self, who: Actor, parcel: str, items: Mapping[str, int], about: str = "", origin: str = "uploaded"
    ) -> None:
        """``items``: how many sheets or pages each has; ``about``: what is to be typed from the paper of that person."""
        told = tuple(Item(mark(name), parts, origin) for name, parts in items.items())
        self.say(who, c.Attach("attach", parcel, told, (mark(about),) if about else ()))

    def inspect(self, parcel: str, *findings: Finding) -> None:
        said = c.RecordInspection(parcel, self.state.basis(parcel), "0.9", findings)
        self.say(self.people.関所, said)

    def views(self, who: Actor, *parcels: str, but: int = 0) -> None:
        """The viewer shows every sheet and page, ``but`` the last ones."""
        for parcel in parcels:
            left = self.state.not_opened(who.person, Unit("parcel", parcel))
            for key, item, part in left[: len(left) - but]:
                self.say(who, c.Serve(key, item, part))

    # ------------------------------------------------------------ findings

    def answer(self, who: Actor, parcel: str, found: Finding, text: str) -> None:
        self.say(who, c.Answer(parcel, found.id, self.state.basis(parcel), because(text)))

    def ask_exception(self, who: Actor, parcel: str, found: Finding, reason: str) -> None:
        self.say(who, c.AskWaiver(parcel, found.id, self.state.basis(parcel), because(reason)))

    def decide_exception(self, who: Actor, parcel: str, found: Finding, *, grant: bool, reason: str) -> None:
        said = c.DecideWaiver(parcel, found.id, self.state.basis(parcel), grant, because(reason))
        self.say(who, said)

    # ------------------------------------------------------------ steps

    def brief(self, *people: Actor) -> None:
        for who in people:
            self.say(who, c.Brief(**self.on("brief")))

    def confirm(self, who: Actor, step: str, parcel: str, *typed: str, **told: Any) -> None:
        self.say(who, c.Confirm(**self.on(step, parcel, **told), typed=tuple(map(mark, typed))))

    def draw(self, who: Actor, step: str, rows: list[str], of: int, parcel: str = "", lot: str = "") -> None:
        self.say(who, c.Draw(**self.on(step, parcel, lot=lot), rows=tuple(map(mark, rows)), of=of))

    def trace(self, who: Actor, step: str, rows: list[str], parcel: str = "", lot: str = "") -> None:
        self.say(who, c.Confirm(**self.on(step, parcel, lot=lot), typed=tuple(map(mark, rows))))

    def match(self, who: Actor, parcel: str = "", lot: str = "", **told: Any) -> None:
        """Scan the codes; ``read``: what was read at some place instead of what belongs there."""
        read = {place: mark(text) for place, text in told.pop("read", {}).items()}
        unit = Unit("lot", lot) if lot else Unit("parcel", parcel)
        scans = tuple({**self.state.contents[key].parcel.codes, **read} for key in self.state.parcels(unit))
        self.say(who, c.Match(**self.on("match", parcel, lot=lot, **told), scans=scans))

    def count(self, who: Actor, parcel: str = "", lot: str = "", **told: Any) -> None:
        withdrawn = tuple(map(mark, told.pop("withdrawn", ())))
        self.say(who, c.Count(**self.on("count", parcel, lot=lot, **told), withdrawn=withdrawn))

    def explain(self, who: Actor, reason: str, lot: str) -> None:
        self.say(who, c.ExplainDifference("count", Unit("lot", lot), because(reason)))

    def seal(self, who: Actor, number: int, parcel: str = "", lot: str = "", **told: Any) -> None:
        self.say(who, c.Seal(**self.on("seal", parcel, lot=lot, **told), sealed=number))

    def resume(self, who: Actor, step: str, reason: str, parcel: str = "", lot: str = "") -> None:
        self.say(who, c.Resume(step, Unit("lot", lot) if lot else Unit("parcel", parcel), because(reason)))

    def report(self, who: Actor) -> None:
        self.say(who, c.Report(**self.on("report")))

    def approve(self, who: Actor, parcel: str = "", deputy_of: str = "") -> None:
        on = self.on("approve", parcel, deputy_of=deputy_of)
        self.say(who, c.Approve(**on, seen=self.state.findings(on["unit"])))

    def use_standing(self, who: Actor, parcel: str, given: c.Standing) -> None:
        self.say(who, c.UseStanding(**self.on("approve", parcel), standing=given))

    # ------------------------------------------------------------ out, and after

    def release(self, who: Actor, parcel: str = "", lot: str = "", posted: int | None = None, **told: Any) -> None:
        on = self.on("release", parcel, lot=lot, **told)
        self.say(who, c.StartRelease(**on, sources=self.sources, posted=posted))

    def left(self, who: Actor, proof: Any, parcel: str = "", lot: str = "", inner: str = "") -> None:
        """How it ended; ``inner``: what was inside instead of what was approved."""
        unit = Unit("lot", lot) if lot else Unit("parcel", parcel)
        bytes_ = {key: mark(inner) if inner else self.state.outgoing(key) for key in self.state.parcels(unit)}
        self.say(who, c.FinishRelease(unit, "released", proof, bytes_, mark("wrapper") if proof == "sent" else ""))

    def carry_key(self, who: Actor, parcel: str, way: str) -> None:
        self.say(who, c.CarryKey(**self.on("key", parcel), way=way))

    def recheck(self, who: Actor, parcel: str, live: str = "") -> None:
        told = {parcel: mark(live) if live else self.state.outgoing(parcel)}
        self.say(who, c.Recheck(**self.on("recheck", parcel), live=told))

    def comes_back(self, who: Actor, parcel: str, code: str) -> None:
        self.say(who, c.MatchReturn(**self.on("return", parcel), code=mark(code)))
