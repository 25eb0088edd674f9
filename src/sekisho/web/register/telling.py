"""What people write in the register, as it lies sealed in the tables, and how it comes out again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from sekisho.gate.model import sealed
from sekisho.ledger.canonical import JSON
from sekisho.register.model import Tie
from sekisho.web.installation import installation
from sekisho.web.register.models import Incident, Measure, NearMiss, Occurrence, Series, Status, TieRow


@dataclass(frozen=True, slots=True)
class IncidentTold:
    """The texts of an incident. ``section``: the department as a past report calls it, where none of today is meant.

    ``data``: which data it was about. ``contractor``: the contractor's part. ``more``: further columns of a past report.
    """

    section: str = ""
    outline: str = ""
    cause: str = ""
    data: str = ""
    contractor: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StatusTold:
    """A status entry. ``label``: the mark of the measures it speaks of, as it stands in a past report (①, ①～③, （評価）)."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """One text, and whom else it names."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class HeldTold:
    """What was written of something that was held. ``text``: the minutes. ``who``: the people, where more than a number is kept."""

    text: str = ""
    who: str = ""
    contractor: str = ""


_Made = TypeVar("_Made")


def seal(told: object, key: str) -> tuple[bytes, JSON]:
    """Return a dataclass sealed for its own place, and what an event may say of it: its digest under a salt that lies sealed with it."""
    salt = secrets.token_bytes(32)
    text = json.dumps(asdict(told), ensure_ascii=False, sort_keys=True)  # type: ignore[call-overload]
    kept = json.dumps({"salt": salt.hex(), "told": text}, ensure_ascii=False)
    return installation().cipher.seal_text(kept, key), sealed(salt, text).digest


def opened(data: bytes, key: str, make: Callable[..., _Made]) -> _Made:
    """Return what was sealed for a place."""
    return make(**_values(json.loads(_kept(data, key)["told"])))


def digest(data: bytes, key: str) -> str:
    """Return the digest of what lies in a place, as the event about it says it."""
    kept = _kept(data, key)
    return sealed(bytes.fromhex(kept["salt"]), kept["told"]).digest


def _kept(data: bytes, key: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(installation().cipher.open_text(bytes(data), key))
    return found


def _values(told: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(map(_tupled, value)) if isinstance(value, list) else value for key, value in told.items()}


def _tupled(value: Any) -> Any:  # noqa: ANN401  any value of JSON
    return tuple(value) if isinstance(value, list) else value


# ---------------------------------------------------------------- what lies in which place


def incident_told(row: Incident) -> IncidentTold:
    """Return what was written of an incident."""
    return opened(row.told, place_of(row), IncidentTold)


def measure_text(measure: Measure) -> str:
    """Return what a measure says."""
    return opened(measure.told, place_of_measure(measure), Written).text


def entry_told(entry: Status) -> StatusTold:
    """Return what a status entry or an evaluation says."""
    return opened(entry.told, place_of_entry(entry), StatusTold)


def tie_of(row: TieRow) -> Tie:
    """Return what a row says that a measure rests on."""
    return Tie(row.kind, row.name, row.procedure)


def place_of(row: Incident, decision: int = 0) -> str:
    """Return the name of the place of what is written of an incident, or of its so many-th decision."""
    what = f"register_decision.told/{row.year}/{row.place}/{decision}" if decision else ""
    return what or f"register_incident.told/{row.year}/{row.place}"


def place_of_measure(measure: Measure) -> str:
    """Return the name of the place of what a measure says."""
    return f"register_measure.told/{measure.incident_id}/{measure.place}"


def place_of_entry(entry: Status) -> str:
    """Return the name of the place of what an entry says."""
    return f"register_status.told/{entry.pk}"


def place_of_series(row: Series) -> str:
    """Return the name of the place of the title of a series."""
    return f"register_series.told/{row.pk}"


def place_of_occurrence(row: Occurrence) -> str:
    """Return the name of the place of what is written of something that was held."""
    return f"register_occurrence.told/{row.series_id}/{row.place}"


def place_of_near_miss(row: NearMiss) -> str:
    """Return the name of the place of what somebody wrote of a near miss."""
    return f"register_near_miss.told/{row.pk}"


def place_of_answer(row: NearMiss) -> str:
    """Return the name of the place of what came of a near miss."""
    return f"register_near_miss.answer/{row.pk}"
