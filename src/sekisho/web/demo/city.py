"""The demo city, built by the same actions as the pages use, with real files and real inspections."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sekisho.gate.commands import Brief, Command, Confirm
from sekisho.gate.model import WHOLE, Actor, Unit
from sekisho.japan.dates import fiscal_year
from sekisho.web import clock
from sekisho.web.demo import people, register
from sekisho.web.demo.running import Built, DemoError
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.actions import acting, files, inspecting
from sekisho.web.desk.actions.opening import Draft, open_dispatch
from sekisho.web.desk.models import Dispatch, FileRow
from sekisho.web.desk.parcels import Addressee
from sekisho.web.people.queries import actor, departments
from sekisho.web.register.queries.reports import published_years
from sekisho.web.running.worker import Worker
from sekisho.web.sources import actions as lists
from sekisho.web.sources import queries as lists_of

_MOST = 50_000_000
_YEAR_OF_FILES = 2026
"""The fiscal year in which the lists of the examples begin to hold."""


@dataclass(frozen=True, slots=True)
class Case:
    """One dispatch of the demo: what of the examples it is made of, by whom, in which department."""

    bundle: str
    procedure: str
    department: str
    title: str
    drafter: str
    worker: str
    confirmer: str


STOPPED = Case(
    "incident-1/mistake",
    "kindergartens-mail",
    "hoiku",
    "市外幼稚園補助金 対象児童名簿の送付",
    drafter="miura",
    worker="saeki",
    confirmer="kano",
)
WAITING = Case(
    "incident-3/repaired",
    "clinic-lists",
    "hoken",
    "保健事業対象者リストの送付",
    drafter="hirano",
    worker="nishi",
    confirmer="kawai",
)


def build(examples: Path) -> Built:
    """Build the city in the installation of this process, which is empty. ``examples``: the folder of the demo data.

    Raises:
        DemoError: something that is done in the background failed, or there is half a city.

    """
    if departments():
        raise DemoError
    at = clock.now()
    who = people.settle(at)
    shelf.register_shipped(by="system", at=at)
    numbers = _stopped(examples, who), _waiting(examples, who)
    return Built(*numbers, register.settle(examples, who["ishi"]))


def built() -> Built | None:
    """Return what is in the installation of this process; nothing where the city was not built there yet."""
    digests = {one.name: one.digest for one in shelf.usable()}
    numbers = Dispatch.objects.order_by("number").values_list("pk", flat=True)
    stopped = numbers.filter(procedure=digests[STOPPED.procedure]).first()
    waiting = numbers.filter(procedure=digests[WAITING.procedure]).first()
    years = published_years()
    return Built(stopped, waiting, years[0]) if stopped and waiting and years else None


def _stopped(examples: Path, who: Mapping[str, str]) -> str:
    """Bring the lists for the kindergartens to where the inspection stops them."""
    number = _begun(examples, STOPPED, who)
    for role, login in (("worker", STOPPED.worker), ("approver", "ono")):
        _do(number, partial(Brief, "brief", WHOLE, role=role), WHOLE, actor(who[login]))
    _filled(examples, STOPPED, number, actor(who[STOPPED.worker]))
    return number


def _waiting(examples: Path, who: Mapping[str, str]) -> str:
    """Bring the lists for the clinics to where the second person is to trace some of their rows."""
    number, worker = _begun(examples, WAITING, who), actor(who[WAITING.worker])
    _filled(examples, WAITING, number, worker)
    for key in standing.fresh(number).contents:
        unit = Unit("parcel", key)
        for row in FileRow.objects.filter(dispatch=number, parcel=key, state="current"):
            for part in range(1, row.parts + 1):
                files.serve(number, row.pk, part, by=worker, at=clock.now())
        _do(number, partial(Confirm, "open", unit, role="worker"), unit, worker)
    return number


def _do(number: str, step: Callable[..., Command], unit: Unit, by: Actor) -> None:
    """Do a step, on what is there now."""
    acting.act(number, lambda state, _pen: step(saw=state.saw(unit)), by=by, at=clock.now())


def _begun(examples: Path, case: Case, who: Mapping[str, str]) -> str:
    """Put the registered lists of an example in force, by two people, and begin its dispatch to their recipients."""
    told, at = _bundle(examples, case), clock.now()
    drafter, confirmer = actor(who[case.drafter]), actor(who[case.confirmer])
    for kind, name in told["sources"].items():
        draft = lists.take_in(
            department=case.department,
            kind=kind,
            as_of=at.date(),
            name=Path(name).name,
            chunks=[_of_this_year(examples / case.bundle / name, at)],
            most=_MOST,
            by=drafter,
            at=at,
        )
        version = lists.propose(draft=draft, saw="", by=drafter, at=at)
        lists.accept(version=version, saw="", by=confirmer, at=at)
    in_force = lists_of.in_force(case.department, at.date())
    procedure = next(one for one in shelf.usable() if one.name == case.procedure)
    return open_dispatch(
        Draft(
            procedure.digest,
            case.department,
            case.title,
            list(_addressees(told["parcel"], in_force["recipients"].id)),
            planned_at=_in_office_hours(at + timedelta(days=2)),
            purpose=told.get("purpose", ""),
            sources={kind: (one.id, one.digest) for kind, one in in_force.items()},
            protection=told.get("policy", {}).get("protection", "none"),
        ),
        by=drafter,
        at=at,
    )


def _addressees(parcels: Sequence[Mapping[str, Any]], recipients: str) -> Iterator[Addressee]:
    frame = lists_of.source(recipients).frame
    known = {row["recipient_id"]: row for row in frame.iter_rows(named=True)}
    for parcel in parcels:
        row = known[parcel["recipient"]]
        to = (parcel["to"],) if "to" in parcel else ()
        yield Addressee(parcel["recipient"], row["name"], to, "" if to else row.get("address") or "")


def _filled(examples: Path, case: Case, number: str, worker: Actor) -> None:
    """Put the files of an example into their parcels, and let them be inspected."""
    keys = list(standing.fresh(number).contents)
    for key, parcel in zip(keys, _bundle(examples, case)["parcel"], strict=True):
        for name in parcel["files"]:
            path = examples / case.bundle / name
            files.take_in(number, key, files.Incoming(path.name, [path.read_bytes()]), by=worker, at=clock.now())
    _work()
    files.put_in(number, keys, by=worker, at=clock.now())
    inspecting.ask_inspection(number, by=worker, at=clock.now())
    _work()


def _work() -> None:
    """Do what is queued, as the worker does.

    Raises:
        DemoError: a task failed.

    """
    Worker(batch=True).run()
    if DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).exists():
        raise DemoError


def _bundle(examples: Path, case: Case) -> Mapping[str, Any]:
    return tomllib.loads((examples / case.bundle / "bundle.toml").read_text(encoding="utf-8"))


def _of_this_year(path: Path, at: datetime) -> bytes:
    """Return a list as it would be this fiscal year: its days hold from the first of April of another one."""
    begins, now = f"{_YEAR_OF_FILES}/04/01".encode(), f"{fiscal_year(at.date())}/04/01".encode()
    return path.read_bytes().replace(begins, now)


def _in_office_hours(at: datetime) -> datetime:
    return at.replace(hour=10, minute=0, second=0, microsecond=0)
