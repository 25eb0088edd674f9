"""Registered lists of the examples, put in force by the two people it takes, before an office opens."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from tests.web.city import City

from sekisho.web import clock
from sekisho.web.people.queries import actor
from sekisho.web.sources import actions, queries

DEMO = Path(__file__).parents[2] / "src" / "sekisho" / "data" / "demo"


def bundle(incident: str) -> Mapping[str, object]:
    """Return the description of an example: to whom its files go."""
    return tomllib.loads((DEMO / incident / "bundle.toml").read_text(encoding="utf-8"))


def register(city: City, incident: str, department: str, *, by: str, accepted_by: str) -> None:
    """Put the registered lists of an example in force in a department."""
    now = clock.now()
    folder = DEMO / incident
    for kind, name in tomllib.loads((folder / "bundle.toml").read_text(encoding="utf-8"))["sources"].items():
        path = folder / name
        draft = actions.take_in(
            department=department,
            kind=kind,
            as_of=now.date(),
            name=path.name,
            chunks=[path.read_bytes()],
            most=10_000_000,
            by=actor(city[by]),
            at=now,
        )
        version = actions.propose(draft=draft, saw="", by=actor(city[by]), at=now)
        actions.accept(version=version, saw="", by=actor(city[accepted_by]), at=now)
    assert set(queries.in_force(department, now.date())) >= {"subjects", "recipients"}
