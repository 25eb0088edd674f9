"""Registered lists of the examples, put in force by the two people it takes, before an office opens."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from tests.web.city import City

from sekisho.web import clock
from sekisho.web.people.queries import actor
from sekisho.web.sources import actions, queries

DEMO = Path(__file__).parents[2] / "src" / "sekisho" / "data" / "demo"


def bundle(incident: str) -> Mapping[str, Any]:
    """Return the description of an example: its lists, and to whom its files go."""
    return tomllib.loads((DEMO / incident / "bundle.toml").read_text(encoding="utf-8"))


def register(city: City, incident: str, department: str, *, by: str, accepted_by: str) -> None:
    """Put the registered lists of an example in force in a department."""
    now = clock.now()
    for kind in bundle(incident)["sources"]:
        version = propose(city, incident, department, kind, by=by)
        actions.accept(version=version, saw="", by=actor(city[accepted_by]), at=now)
    assert set(queries.in_force(department, now.date())) >= set(bundle(incident)["sources"])


def propose(city: City, incident: str, department: str, kind: str, *, by: str) -> str:
    """Propose a registered list of an example; return its version, which waits for a second person."""
    now, path = clock.now(), DEMO / incident / bundle(incident)["sources"][kind]
    there = queries.in_force(department, now.date()).get(kind)
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
    return actions.propose(draft=draft, saw=there.id if there else "", by=actor(city[by]), at=now)


def open_dispatch(
    city: City,
    incident: str,
    procedure: str,
    department: str,
    *,
    by: str,
    title: str,
    first: int | None = None,
    only: Collection[str] = (),
) -> str:
    """Begin the dispatch of an example, to the recipients that its registered list names, or the first or ``only`` some of them.

    Return its number.
    """
    from sekisho.web.desk import shelf
    from sekisho.web.desk.actions import opening
    from sekisho.web.desk.parcels import Addressee

    now = clock.now()
    [chosen] = [one for one in shelf.usable() if one.name == procedure]
    told = bundle(incident)
    in_force = queries.in_force(department, now.date())
    rows = queries.source(in_force["recipients"].id).frame.select("recipient_id", "name").iter_rows()
    names = dict(rows)
    draft = opening.Draft(
        procedure=chosen.digest,
        department=department,
        title=title,
        addressees=[
            Addressee(one["recipient"], names[one["recipient"]], (one["to"],) if "to" in one else ())
            for one in told["parcel"][:first]
            if not only or one["recipient"] in only
        ],
        purpose=told.get("purpose", ""),
        sources={kind: (one.id, one.digest) for kind, one in in_force.items()},
        protection=told.get("policy", {}).get("protection", "none"),
    )
    return opening.open_dispatch(draft, by=actor(city[by]), at=now)
