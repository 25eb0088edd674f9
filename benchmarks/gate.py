"""Measures the gate: replaying a dispatch from its events, and offering what may be done in one of many parcels.

Replaying is held against `json.loads` of the same bytes; both must grow with the events and no faster. Takes the better
of several turns, since the rest is the machine. Ends with status 1 where a bound is broken.

    python -P benchmarks/gate.py [--times 7] [--write]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from sekisho.gate import commands as c
from sekisho.gate import shipped
from sekisho.gate.decide import decide
from sekisho.gate.events import Event
from sekisho.gate.lint import load
from sekisho.gate.model import Actor, Item, Parcel, Post, Unit
from sekisho.gate.offers import offers
from sekisho.gate.procedure import Procedure
from sekisho.gate.replay import advance, replay
from sekisho.gate.state import JAPAN, State

HEAD = ("what", "Sekisho", "peer", "measured", "bound", "")
NAME = "kindergartens-mail"
ROLES = ("drafter", "worker", "confirmer", "approver")
TEN_TIMES, JSON_TIMES = 12.0, 10.0
"""The bounds: ten times the events in at most 12 times the time; 1,000 events in at most 10 times that of `json.loads`."""
SECTION = "課"
LONG_AGO = date(2020, 4, 1)
PEOPLE = {role: Actor(role, (Post(SECTION, role, LONG_AGO),)) for role in ROLES}
ENGINE = Actor("engine", (Post("", "engine", LONG_AGO),))


class Dispatch:
    """A dispatch to many kindergartens, made by the gate itself: cut, inspected, opened sheet by sheet, inspected again."""

    def __init__(self, procedure: Procedure, parcels: int) -> None:
        self.state = replay({procedure.digest: procedure}, [])
        self.events: list[Event] = []
        self.now = datetime(2026, 4, 1, 9, tzinfo=JAPAN)
        told = tuple(Parcel(f"p{n:04}", f"{n:064x}") for n in range(parcels))
        self.say(c.Open(procedure.digest, SECTION, told, {"subjects": "5e" * 32, "scope": "a1" * 32}), "drafter")
        for role in ("worker", "approver"):
            self.say(c.Brief("brief", saw=self.state.saw(Unit("dispatch")), role=role), role)

    def say(self, command: c.Command, role: str) -> None:
        """Let the person of a role say a command, which must be accepted."""
        self.now += timedelta(seconds=7)
        told = decide(self.state, command, PEOPLE.get(role, ENGINE), self.now)
        if told.refusal is not None:
            raise SystemExit(told.refusal.why.render("en"))
        advance(self.state, told.events)
        self.events += told.events

    def round(self, number: int, *, most: int) -> None:
        """Make every parcel's file anew and look at it, until the dispatch has so many events."""
        for key in self.state.contents:
            if len(self.events) >= most:
                return
            digest = f"{number:032x}{int(key[1:]):032x}"
            self.say(c.Attach("attach", key, (Item(digest, 5, "cut"),), (f"{int(key[1:]):064x}",)), "worker")
            self.say(c.RecordInspection(key, self.state.basis(key), "0.1.0", ()), "engine")
            for part in range(1, 6):
                self.say(c.Serve(key, digest, part), "drafter")
            self.say(c.Confirm("open", Unit("parcel", key), self.state.basis(key)), "drafter")


def made(procedure: Procedure, events: int) -> Dispatch:
    """Return a dispatch with so many events."""
    dispatch = Dispatch(procedure, events // 20)
    number = 0
    while len(dispatch.events) < events:
        number += 1
        dispatch.round(number, most=events)
    del dispatch.events[events:]
    return dispatch


def lines(events: list[Event]) -> list[str]:
    """Return events as the ledger keeps them, one JSON text each."""
    return [json.dumps([e.type, e.v, e.at.isoformat(), e.by, e.data], separators=(",", ":")) for e in events]


def replayed(procedure: Procedure, texts: list[str]) -> State:
    """Return the state from the texts: read, made events, replayed."""
    told = (json.loads(text) for text in texts)
    events = (Event(kind, version, datetime.fromisoformat(at), by, data) for kind, version, at, by, data in told)
    return replay({procedure.digest: procedure}, events)


def best(what: Callable[[], object], times: int) -> float:
    """Return the seconds of the quickest of several turns."""
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        what()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def measured(times: int) -> list[tuple[str, str, str, float, float]]:
    """Return of each measurement: what, ours, against what, the ratio, and the most that it may be."""
    procedure = load(shipped.data(NAME), f"{NAME}.toml")
    few, many = lines(made(procedure, 1_000).events), lines(made(procedure, 10_000).events)
    one, ten = (best(lambda texts=texts: replayed(procedure, texts), times) for texts in (few, many))
    bare = best(lambda: [json.loads(text) for text in few], times)
    rows = [("replay of 10,000 events", f"{1000 * ten:.0f} ms", f"of 1,000 {1000 * one:.1f} ms", ten / one, TEN_TIMES)]
    rows += [
        ("replay of 1,000 events", f"{1000 * one:.1f} ms", f"json.loads {1000 * bare:.1f} ms", one / bare, JSON_TIMES)
    ]
    small, large = (Dispatch(procedure, count) for count in (50, 500))
    for dispatch in (small, large):
        dispatch.round(1, most=10**6)
    fifty, hundreds = (best(lambda d=d: offers(d.state, PEOPLE["confirmer"], d.now), times) for d in (small, large))
    told = f"{1000 * hundreds:.0f} ms", f"50 parcels {1000 * fifty:.1f} ms"
    return [*rows, ("offers over 500 parcels", *told, hundreds / fifty, TEN_TIMES)]


def main() -> int:
    """Measure, tell, and return 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    asked = parser.parse_args()
    rows = measured(asked.times)
    cells = [
        (what, ours, peer, f"{ratio:.1f} ×", f"≤ {most:g} ×", "holds" if ratio <= most else "BROKEN")
        for what, ours, peer, ratio, most in rows
    ]
    text = f"{page.machine()}\n\n{page.table([HEAD, *cells])}"
    print(text)
    if asked.write:
        page.write("gate", text)
    return int(any(ratio > most for *_, ratio, most in rows))


if __name__ == "__main__":
    # Behind the standard library: beside this script lies one called inspect.
    sys.path.append(str(Path(__file__).resolve().parent))
    import page

    sys.exit(main())
