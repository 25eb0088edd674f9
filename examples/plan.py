"""What is planted where: the plan that `expected.toml` tells to whoever judges the engine.

The places come from the layout that the maker lays out, never from the engine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where one planted person, or sign, stands, as the file's own program shows it.

    `text` is what whoever opens the file reads there: in the cell `column``row` (joined with the next cell
    where the name is split over two), on the page, or anywhere in the text. Without a person it is a number or
    another sign that is wrong there.
    """

    part: str
    text: str
    subject_id: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    page: int | None = None
    other_subject_id: str | None = None


@dataclass(frozen=True, slots=True)
class Planted:
    """One mistake: the check that must stop it, in which parcel's file (None: of a list of mail pieces), where."""

    ja: str
    en: str
    check: str
    parcel: str | None
    file: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that must be asked though everything is right: of a twin, and of nothing else in it."""

    ja: str
    en: str
    check: str
    parcel: str | None
    file: str
    place: Place


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident of the report with its two bundles; `asked`: what must be asked about the repaired one."""

    number: int
    department: str
    ja: str
    en: str
    planted: tuple[Planted, ...]
    asked: tuple[Asked, ...] = ()


_HEAD = """\
# Where the demo's mistakes are planted. Written by examples/make.py from its plan, before any inspection.
# Each [[incident.planted]] must be a finding of severity "stop" of that check, in that parcel and file, at every
# [[incident.planted.place]]: part, sheet, row and page must be equal, subject_id too.
# "column" and "text" tell a reader where to look and what stands there; a check may name another cell of the row.
# Without "parcel" the file is a list of mail pieces or a print file; without "subject_id" nobody is meant.
# The bundle "repaired" must pass, but for each [[incident.asked]]: a finding of severity "ask" at that place, since
# whoever sends must think there also when everything is right. Nothing else may be asked.
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


def _entry(table: str, bundle: str, entry: Planted | Asked, places: tuple[Place, ...]) -> list[str]:
    head = (
        ("bundle", bundle),
        ("check", entry.check),
        ("parcel", entry.parcel),
        ("file", entry.file),
        ("ja", entry.ja),
        ("en", entry.en),
    )
    return ["", f"[[incident.{table}]]", *_pairs(head), "place = [", *map(_place, places), "]"]


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
            lines += _entry("planted", f"incident-{incident.number}/mistake", planted, planted.places)
        for asked in incident.asked:
            lines += _entry("asked", f"incident-{incident.number}/repaired", asked, (asked.place,))
    return "\n".join(lines) + "\n"
