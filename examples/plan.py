"""What is planted where: the plan that `expected.toml` tells to whoever judges the engine.

The places come from the layout that the maker lays out, never from the engine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where one planted person stands, as the file's own program shows it.

    `text` is what whoever opens the file reads there: in the cell `column``row` (joined with the next cell
    where the name is split over two), or on the page.
    """

    part: str
    text: str
    subject_id: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    page: int | None = None
    other_subject_id: str | None = None


@dataclass(frozen=True, slots=True)
class Planted:
    """One mistake: the check that must stop it, in which parcel's file, and at which places."""

    ja: str
    en: str
    check: str
    parcel: str
    file: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident of the report with its two bundles."""

    number: int
    department: str
    ja: str
    en: str
    planted: tuple[Planted, ...]


_HEAD = """\
# Where the demo's mistakes are planted. Written by examples/make.py from its plan, before any inspection.
# Each [[incident.planted]] must be a finding of severity "stop" of that check, in that parcel and file, at every
# [[incident.planted.place]]: part, sheet, row and page must be equal, subject_id too.
# "column" and "text" tell a reader where to look and what stands there; a check may name another cell of the row.
# The bundle "repaired" must pass.
format = 1
"""


def _pairs(pairs: tuple[tuple[str, str | int | None], ...]) -> list[str]:
    # A JSON string without control characters is a TOML string too.
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in pairs if value is not None]


def _place(place: Place) -> str:
    pairs = (
        ("part", place.part),
        ("sheet", place.sheet),
        ("row", place.row),
        ("column", place.column),
        ("page", place.page),
        ("subject_id", place.subject_id),
        ("other_subject_id", place.other_subject_id),
        ("text", place.text),
    )
    return f"    {{ {', '.join(_pairs(pairs))} }},"


def _planted(number: int, planted: Planted) -> list[str]:
    head = (
        ("bundle", f"incident-{number}/mistake"),
        ("check", planted.check),
        ("parcel", planted.parcel),
        ("file", planted.file),
        ("ja", planted.ja),
        ("en", planted.en),
    )
    return ["", "[[incident.planted]]", *_pairs(head), "place = [", *map(_place, planted.places), "]"]


def as_toml(incidents: tuple[Incident, ...]) -> str:
    """Return the plan as the text of `expected.toml`."""
    lines = [_HEAD.rstrip()]
    for incident in incidents:
        head = (
            ("number", incident.number),
            ("department", incident.department),
            ("ja", incident.ja),
            ("en", incident.en),
            ("mistake", f"incident-{incident.number}/mistake"),
            ("repaired", f"incident-{incident.number}/repaired"),
        )
        lines += ["", "[[incident]]", *_pairs(head)]
        for planted in incident.planted:
            lines += _planted(incident.number, planted)
    return "\n".join(lines) + "\n"
