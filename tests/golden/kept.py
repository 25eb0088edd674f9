"""Streams of events and the states they give, kept as files, so that a later version can show that it reads them alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sekisho.gate.events import Event
from sekisho.gate.model import Stamp, Unit
from sekisho.gate.procedure import Procedure
from sekisho.gate.procedure import read as reading
from sekisho.gate.state import Content, State

FOLDER = Path(__file__).parent / "gate"


# ---------------------------------------------------------------- events


def line(event: Event) -> str:
    told = {"type": event.type, "v": event.v, "at": event.at.isoformat(), "by": event.by, "data": event.data}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def event(text: str) -> Event:
    told = json.loads(text)
    return Event(told["type"], told["v"], datetime.fromisoformat(told["at"]), told["by"], told["data"])


# ---------------------------------------------------------------- state


def rendered(state: State) -> str:
    """The state as a person can read and compare it. What is empty is left out, so that a later field changes nothing here."""
    told = {
        "n": state.n,
        "last_at": state.last_at and state.last_at.isoformat(),
        "procedure": f"{state.procedure.name} {state.procedure.digest}",
        "department": state.department,
        "drafters": state.drafters,
        "drill": state.drill,
        "abandoned": state.abandoned,
        "not_understood": state.not_understood and list(state.not_understood),
        "sources": dict(state.sources),
        "parcels": {key: _parcel(state, key, content) for key, content in state.contents.items()},
        "lots": {lot: ids for lot, ids in state.lots.items() if lot},
        "stamps": [_stamp(one) for made in state.stamps.values() for one in made],
        "voided": [{**_stamp(one), "by_event": n} for one, n in state.voided],
        "waivers": [_filled(vars_of(one)) for one in state.waivers],
        "draws": {_place(place): list(rows) for place, rows in state.draws.items()},
        "differences": sorted(map(_place, state.differences)),
        "leaving": {
            _unit(unit): _filled(
                {
                    "phase": one.phase,
                    "at": one.at.isoformat(),
                    "n": one.n,
                    "people": sorted(one.people),
                    "proof": one.proof,
                }
            )
            for unit, one in state.leaving.items()
        },
        "gone": {key: _unit(unit) for key, unit in state.gone.items()},
        "mismatches": [f"{step} {_unit(unit)} by event {n}" for step, unit, n in state.mismatches],
        "halted": {_place(place): sorted(people) for place, people in state.halted.items()},
        "assigned": state.assigned,
        "open": state.open_unit and _unit(state.open_unit),
        "over": state.over,
    }
    return json.dumps(_filled(told), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _parcel(state: State, key: str, content: Content) -> Mapping[str, Any]:
    inspection, parcel = state.inspections.get(key), content.parcel
    return _filled(
        {
            "recipient": parcel.recipient,
            "lot": parcel.lot,
            "pieces": parcel.pieces,
            "codes": dict(parcel.codes),
            "items": [f"{one.origin} {one.parts} {one.digest}" for one in content.items],
            "about": list(content.about),
            "withdrawn": content.withdrawn,
            "left_before": content.left_before,
            "basis": state.basis(key),
            "inspection": inspection
            and {
                "saw": inspection.saw,
                "engine": inspection.engine,
                "n": inspection.n,
                "at": inspection.at.isoformat(),
                "findings": [f"{one.severity} {one.check} {one.id}" for one in inspection.findings],
            },
            "answers": {finding: told for (parcel, finding), told in state.answers.items() if parcel == key},
            "served": {
                person: sorted(f"{item} {part}" for item, part in seen)
                for (person, parcel), seen in state.served.items()
                if parcel == key
            },
        }
    )


def _stamp(one: Stamp) -> Mapping[str, Any]:
    told = {**vars_of(one), "at": one.at.isoformat(), "answer": dict(one.answer)}
    return _filled({**told, "unit": _unit(one.unit), "done_at": one.done_at and one.done_at.isoformat()})


def vars_of(one: Any) -> dict[str, Any]:
    return {key: getattr(one, key) for key in one.__slots__}


def _unit(unit: Unit) -> str:
    return f"{unit.per} {unit.id}".strip()


def _place(place: tuple[str, Unit]) -> str:
    return f"{place[0]} {_unit(place[1])}"


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value not in (None, "", False, [], {})}


# ---------------------------------------------------------------- the files


@dataclass(frozen=True)
class Kept:
    """One scenario as it was kept: ``1-kindergartens-2`` is the second form of its events."""

    folder: Path
    name: str
    number: int

    @property
    def events(self) -> Path:
        return self.folder / f"{self.name}-{self.number}.jsonl"

    @property
    def state(self) -> Path:
        return self.folder / f"{self.name}-{self.number}.state.json"


def kept(folder: Path) -> list[Kept]:
    """Everything that was kept, the forms of one scenario in their order."""
    parts = (path.stem.rpartition("-") for path in folder.glob("*.jsonl"))
    return sorted(
        (Kept(folder, name, int(number)) for name, _, number in parts), key=lambda one: (one.name, one.number)
    )


def newest(folder: Path, name: str) -> Kept | None:
    return max((one for one in kept(folder) if one.name == name), key=lambda one: one.number, default=None)


def read(one: Kept) -> list[Event]:
    return [event(text) for text in one.events.read_text(encoding="utf-8").splitlines()]


def shelf(folder: Path) -> dict[str, Procedure]:
    """The procedures as they were, whatever is shipped and whatever the lint says by now; a stream names them by digest."""
    found = (reading(path.read_bytes(), path.name)[0] for path in sorted((folder / "procedures").glob("*.toml")))
    return {one.digest: one for one in found}


def released(folder: Path) -> dict[str, str]:
    """Of each file that went out with a release, its SHA-256."""
    lines = (folder / "released.sha256").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (one.split("  ") for one in lines if one and not one.startswith("#"))}


def write(folder: Path, name: str, events: Iterable[Event], state: State) -> Kept:
    """Keep a scenario: in the place of its newest form, or beside it where that one was released."""
    last, told = newest(folder, name), list(events)
    text = "".join(f"{line(each)}\n" for each in told)
    fixed = last is not None and last.events.name in released(folder)
    if last is not None and fixed and last.events.read_text(encoding="utf-8") == text:
        return last
    one = Kept(folder, name, 1 if last is None else last.number + fixed)
    one.events.write_text(text, encoding="utf-8", newline="\n")
    one.state.write_text(rendered(state), encoding="utf-8", newline="\n")
    _keep_procedures(folder)
    return one


def _keep_procedures(folder: Path) -> None:
    """Have the procedures that the streams name, and no others."""
    place = folder / "procedures"
    place.mkdir(exist_ok=True)
    named = {
        each.data["procedure"] for one in kept(folder) for each in read(one) if each.type in {"opened", "escalated"}
    }
    for path in files("sekisho").joinpath("data/procedures").iterdir():
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest in named:
            (place / f"{Path(path.name).stem}-{digest[:8]}.toml").write_bytes(content)
    for path in place.glob("*.toml"):
        if hashlib.sha256(path.read_bytes()).hexdigest() not in named:
            path.unlink()
