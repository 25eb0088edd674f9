"""Dispatches of the demo city, brought on their way by the same actions as the pages use, with real files and inspections."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sekisho.gate.commands import Command
from sekisho.gate.model import Actor, Unit
from sekisho.gate.state import State
from sekisho.japan.dates import fiscal_year
from sekisho.web import clock
from sekisho.web.demo.running import DemoError
from sekisho.web.demo.staff import STAFF
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.actions import acting, files, inspecting
from sekisho.web.desk.actions.opening import Draft, open_dispatch
from sekisho.web.desk.models import FileRow
from sekisho.web.desk.parcels import Addressee
from sekisho.web.people.queries import actor
from sekisho.web.running.worker import Worker
from sekisho.web.sources import actions as lists
from sekisho.web.sources import queries as lists_of

_MOST = 50_000_000
_YEAR_OF_FILES = 2026
"""The fiscal year in which the lists of the examples begin to hold."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a dispatch is made of. ``bundle``: the example whose files are brought; ``only``: to these recipients, all where empty."""

    bundle: str
    procedure: str
    department: str
    title: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Town:
    """Where the demo is built. ``examples``: the folder of its data; ``who``: the alias of each person by their sign-in."""

    examples: Path
    who: Mapping[str, str]

    def holder(self, role: str, department: str) -> Actor:
        """Return who holds a role in a department, or for the whole city."""
        found = [one for one in STAFF if role in one.roles]
        mine = [one for one in found if one.department == department]
        return actor(self.who[(mine or found)[0].login])

    def told(self, bundle: str) -> Mapping[str, Any]:
        """Return what an example says of itself."""
        return tomllib.loads((self.examples / bundle / "bundle.toml").read_text(encoding="utf-8"))

    def parcels(self, case: Case, bundle: str = "") -> list[Mapping[str, Any]]:
        """Return the parcels of a dispatch as its example has them, or another one of the same recipients."""
        there = self.told(bundle or case.bundle)["parcel"]
        return [one for one in there if not case.only or one["recipient"] in case.only]


def put_lists_in_force(town: Town, bundle: str, department: str) -> None:
    """Put the registered lists of an example in force, by two people."""
    at = clock.now()
    drafter, confirmer = town.holder("drafter", department), town.holder("confirmer", department)
    for kind, name in town.told(bundle)["sources"].items():
        draft = lists.take_in(
            department=department,
            kind=kind,
            as_of=at.date(),
            name=Path(name).name,
            chunks=[_of_this_year(town.examples / bundle / name, at)],
            most=_MOST,
            by=drafter,
            at=at,
        )
        version = lists.propose(draft=draft, saw="", by=drafter, at=at)
        lists.accept(version=version, saw="", by=confirmer, at=at)


def begun(town: Town, case: Case) -> str:
    """Begin a dispatch to its recipients, by the lists that are in force; return its number."""
    told, at = town.told(case.bundle), clock.now()
    in_force = lists_of.in_force(case.department, at.date())
    procedure = next(one for one in shelf.usable() if one.name == case.procedure)
    return open_dispatch(
        Draft(
            procedure.digest,
            case.department,
            case.title,
            list(_addressees(town.parcels(case), in_force["recipients"].id)),
            planned_at=_in_office_hours(at + timedelta(days=2)),
            purpose=told.get("purpose", ""),
            sources={kind: (one.id, one.digest) for kind, one in in_force.items()},
            protection=told.get("policy", {}).get("protection", "none"),
        ),
        by=town.holder("drafter", case.department),
        at=at,
    )


def filled(town: Town, case: Case, number: str, bundle: str = "", keys: Iterable[str] = ()) -> None:
    """Put files into their parcels, and let them be inspected.

    ``bundle``: the example that they are taken from, the one of the case where it is empty. ``keys``: of these parcels, all where empty.
    """
    worker, wanted = town.holder("worker", case.department), set(keys)
    there = list(standing.fresh(number).contents)
    chosen = [one for one in there if not wanted or one in wanted]
    for key, parcel in zip(there, town.parcels(case, bundle), strict=True):
        for name in parcel["files"] if key in chosen else ():
            path = town.examples / (bundle or case.bundle) / name
            files.take_in(number, key, files.Incoming(path.name, [path.read_bytes()]), by=worker, at=clock.now())
    worked()
    files.put_in(number, chosen, by=worker, at=clock.now())
    inspecting.ask_inspection(number, by=worker, at=clock.now())
    worked()


def done(number: str, step: Callable[[State], Command], by: Actor) -> State:
    """Do a step, on what is there now."""
    return acting.act(number, lambda state, _pen: step(state), by=by, at=clock.now())


def opened(number: str, unit: Unit, by: Actor) -> None:
    """Let somebody open every sheet and page of a unit, one after the other."""
    keys = standing.fresh(number).parcels(unit)
    for row in FileRow.objects.filter(dispatch=number, parcel__in=keys, state="current").order_by("parcel", "pk"):
        for part in range(1, row.parts + 1):
            files.serve(number, row.pk, part, by=by, at=clock.now())


def worked() -> None:
    """Do what is queued, as the worker does.

    Raises:
        DemoError: a task failed.

    """
    Worker(batch=True).run()
    if DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).exists():
        raise DemoError


def _addressees(parcels: Sequence[Mapping[str, Any]], recipients: str) -> Iterator[Addressee]:
    frame = lists_of.source(recipients).frame
    known = {row["recipient_id"]: row for row in frame.iter_rows(named=True)}
    for parcel in parcels:
        row = known[parcel["recipient"]]
        to = (parcel["to"],) if "to" in parcel else ()
        yield Addressee(parcel["recipient"], row["name"], to, "" if to else row.get("address") or "")


def _of_this_year(path: Path, at: datetime) -> bytes:
    """Return a list as it would be this fiscal year: its days hold from the first of April of another one."""
    begins, now = f"{_YEAR_OF_FILES}/04/01".encode(), f"{fiscal_year(at.date())}/04/01".encode()
    return path.read_bytes().replace(begins, now)


def _in_office_hours(at: datetime) -> datetime:
    return at.replace(hour=10, minute=0, second=0, microsecond=0)
