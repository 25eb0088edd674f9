"""How many questions a page asks of the database does not grow with what is on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.conftest import run_queue
from tests.web.driving import ADDRESSEES, Driver, book, command_of, paper
from tests.web.situations import FIRST, LOT, REASON, Desk
from tests.web.views import READS, Read

from sekisho.gate import commands as c
from sekisho.gate.commands import Command
from sekisho.gate.model import WHOLE, Finding, Unit
from sekisho.gate.state import State
from sekisho.web import clock
from sekisho.web.desk import standing
from sekisho.web.desk.actions import files
from sekisho.web.desk.actions.telling import Pen, salt_of
from sekisho.web.desk.models import FileRow, InspectionRow, StandingApproval
from sekisho.web.desk.parcels import file_told, sealed_file
from sekisho.web.desk.queries import lists
from sekisho.web.installation import installation
from sekisho.web.people import actions as people
from sekisho.web.people.actions import SYSTEM
from sekisho.web.sources import keeping
from sekisho.web.sources.models import Version

FEW, MANY = 10, 200
"""More than stand on one page of any list."""
AT = {
    "bringing": ("kindergartens-mail", "attach"),
    "found": ("kindergartens-mail", "inspect"),
    "opening": ("kindergartens-mail", "open"),
    "tracing": ("kindergartens-mail", "trace"),
    "approving": ("kindergartens-mail", "approve"),
    "leaving": ("kindergartens-mail", "release"),
    "clinics": ("clinic-lists", "report"),
    "matching": ("guardian-certificate", "match"),
    "typing": ("guardian-certificate", "identify"),
    "lots": ("tax-notices", "count"),
    "sealing": ("tax-notices", "seal"),
}
"""What is crowded: the situations of `tests.web.situations`, each with so many parcels."""


class Crowd:
    """The same situations with so many parcels, files, findings, dispatches, people and versions."""

    def __init__(self, desk: Desk, size: int) -> None:
        self.driver, self.size = Driver(desk.city, run_queue), size
        self.numbers = {name: self._dispatch(*at) for name, at in AT.items()}
        self._findings(self.numbers["found"])
        self._people()
        self._versions(desk.marks["proposed"])
        self._approvals(desk.marks["standing"])
        for _ in range(size):
            self.driver.open("kindergartens-mail", planned_at=clock.now() + timedelta(days=1))
        marks = dict(desk.marks)
        marks["asks"] = self.asks
        marks["book"], marks["paper"] = self._files(self.numbers["opening"])
        self.desk = replace(desk, numbers={**desk.numbers, **self.numbers}, marks=marks)

    def _dispatch(self, procedure: str, step: str) -> str:
        lot = "L1" if procedure == "tax-notices" else ""
        told = [
            replace(ADDRESSEES[0], id=f"K{one}", name=f"園 {one}", lot=lot, about=(str(one),))
            for one in range(1, self.size + 1)
        ]
        number = self.driver.open(procedure, told)
        for one in self.driver.state(number).procedure.steps:
            if one.id == step and step != "attach":
                break
            self._do(number, one.id, put_in=one.id != step)
            if one.id == step:
                break
        return number

    def _do(self, number: str, step: str, *, put_in: bool) -> None:
        """Do a step on every unit by one act, as nobody could by hand."""
        driver, state = self.driver, self.driver.state(number)
        found = state.procedure.by_id[step]
        if found.kind == "attach":
            self._attach(number, driver.holder(number, found.by[0]), put_in=put_in)
            return
        if found.kind == "inspect":
            driver.inspected(number, *state.contents)
            return
        for role in found.by:
            login = driver.holder(number, role)
            driver.open_all(number, login)

            def doing(state: State, pen: Pen, role: str = role) -> list[Command]:
                made: list[Command] = []
                for unit in state.units(found):
                    base = (found.id, unit, state.saw(unit), role)
                    if found.method == "trace_sample":
                        rows = tuple(pen.mark(f"{unit} {one}") for one in range(found.sample))
                        made.append(c.Draw(*base, rows=rows, of=9))
                        made.append(c.Confirm(*base, typed=rows))
                    else:
                        made.append(command_of(number, state, pen, found, unit, role))
                return made

            driver.tell(number, login, doing)

    def _attach(self, number: str, login: str, *, put_in: bool) -> None:
        """Bring two files for the first parcel, and let every other one have the same."""
        driver, by, cipher = self.driver, self.driver.actor(login), installation().cipher
        for name, data in {"名簿.xlsx": book(), "通知.pdf": paper()}.items():
            files.take_in(number, "p0001", files.Incoming(name, [data]), by=by, at=clock.now())
        driver.work()
        for row in list(FileRow.objects.filter(dispatch=number, parcel="p0001").order_by("at")):
            told, copies = file_told(row.told, cipher, row.pk), []
            for key in list(driver.state(number).contents)[1:]:
                copy = FileRow.objects.get(pk=row.pk)
                copy.pk = f"{key}{row.pk}"[:32]
                copy.parcel, copy.told = key, sealed_file(told, cipher, copy.pk)
                copies.append(copy)
            FileRow.objects.bulk_create(copies)
        if put_in:
            files.put_in(number, list(driver.state(number).contents), by=by, at=clock.now())

    def _files(self, number: str) -> Sequence[str]:
        return [one.pk for one in FileRow.objects.filter(dispatch=number, parcel="p0001").order_by("at")]

    def _findings(self, number: str) -> None:
        """Find much on the first parcel; a part of it is answered, of another an exception is asked for and granted."""
        mark = Pen(salt_of(number)).mark
        asks = [Finding(mark(f"ask {one}"), "lookalike", "ask") for one in range(self.size)]
        stops = [Finding(mark(f"stop {one}"), "hidden", "stop") for one in range(self.size)]
        self.driver.inspected(number, "p0001", findings=[*asks, *stops])
        self.asks, half = asks[-1].id, self.size // 2
        basis = self.driver.state(number).basis("p0001")
        self.driver.tell(
            number,
            "saeki",
            lambda _, pen: [
                *(c.Answer("p0001", one.id, basis, pen.seal(f"{REASON} {one.id}")) for one in asks[:half]),
                *(c.AskWaiver("p0001", one.id, basis, pen.seal(f"{REASON} {one.id}")) for one in stops[:half]),
            ],
        )
        self.driver.tell(
            number,
            "toda",
            lambda _, pen: [
                c.DecideWaiver("p0001", one.id, basis, True, pen.seal(f"{REASON} ok")) for one in stops[: half // 2]
            ],
        )
        file = self._files(number)[0]
        words = [self._words(one, file) for one in (*asks, *stops)]
        looks = {"p0001": [("scope", "looked", {}), ("completeness", "unable", {"ja": "一覧がない", "en": "no list"})]}
        told = json.dumps({"findings": words, "looks": looks}, ensure_ascii=False)
        put = installation().files.put([told.encode()], most=10_000_000)
        InspectionRow.objects.create(dispatch_id=number, state="done", asked_by="", asked_at=clock.now(), report=put.id)

    def _words(self, one: Finding, file: str) -> dict[str, object]:
        said = {"ja": "似た名前の人がいます。", "en": "Somebody has a similar name."}
        told = {"id": one.id, "parcel": "p0001", "check": one.check, "message": said, "advice": said, "inner": ""}
        return {**told, "file": file, "place": ["cell", "名簿", 2, "B", None]}

    def _people(self) -> None:
        now, by = clock.now(), SYSTEM
        for one in range(self.size):
            alias = people.add_person(
                staff_number=f"8{one:04}", name=f"職員 {one}", family="職員", home="hoiku", by=by, at=now
            )
            people.give_post(person=alias, role="worker", department="hoiku", since=now.date(), by=by, at=now)
            people.open_account(person=alias, login=f"many-{one}", password=f"a long password {one}", by=by, at=now)

    def _approvals(self, given: str) -> None:
        cipher, copies = installation().cipher, []
        for one in range(self.size):
            copy = StandingApproval.objects.get(pk=given)
            texts = {
                name: cipher.open_text(bytes(getattr(copy, name)), f"desk_standing.{name}/{given}")
                for name in ("recipient", "name")
            }
            copy.pk = f"{one:032x}"
            for name, text in texts.items():
                setattr(copy, name, cipher.seal_text(text, f"desk_standing.{name}/{copy.pk}"))
            copies.append(copy)
        StandingApproval.objects.bulk_create(copies)

    def _versions(self, proposed: str) -> None:
        row = Version.objects.get(pk=proposed)
        copies = []
        for one in range(self.size):
            copy = Version.objects.get(pk=proposed)
            copy.pk, copy.state, copy.decided_at = f"{one:032x}", "withdrawn", row.proposed_at
            for sealed in ("name", "columns", "sha256", "salt"):
                setattr(copy, sealed, keeping.seal(copy, sealed, keeping.opened(row, sealed)))
            copies.append(copy)
        Version.objects.bulk_create(copies)


def questions(desk: Desk, read: Read) -> list[str]:
    """Return what one page asks, once everything that a process keeps in mind is there but how dispatches stand."""
    login = min(read.see - {"ishi"} if read.see and len(read.see) > 1 else read.see or {"toda"})
    client, url = desk.client(login), reverse(read.route, kwargs=read.args(desk))
    assert client.get(url).status_code in {200, 204, 302}, url
    standing._MEMORY.clear()
    lists._DUE.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return _without_turning([one["sql"] for one in asked.captured_queries])


def _without_turning(asked: list[str]) -> list[str]:
    """Leave out where the log is read on: so many events come with one question."""
    same = [one.split(" WHERE ")[0] for one in asked]
    return [one for at, one in enumerate(asked) if not ("ledger_event" in one and at and same[at] == same[at - 1])]


PAGES = [
    one for one in READS if (not one.where or one.where in AT or one.where == "hoiku") and one.route != "ui:healthz"
]


@pytest.mark.timeout(900)
def test_no_page_asks_more_where_more_is_there(fresh_desk: Callable[[], Desk]) -> None:
    crowded: dict[int, dict[str, list[str]]] = {}
    for size in (FEW, MANY):
        desk = Crowd(fresh_desk(), size).desk
        crowded[size] = {str(one): questions(desk, one) for one in PAGES if _there(desk, one)}
    more = {
        page: f"{len(few)} → {len(crowded[MANY][page])}: {_most(crowded[MANY][page])}"
        for page, few in crowded[FEW].items()
        if len(crowded[MANY][page]) > len(few)
    }
    assert not more, "\n".join(f"{page}: {told}" for page, told in more.items())


def _there(desk: Desk, read: Read) -> bool:
    return all(not str(one).startswith("@") for one in read.args(desk).values())


def _most(asked: list[str]) -> str:
    """Return what was asked most often, without its values."""
    shapes = [one.split(" WHERE ")[0][:140] for one in asked]
    return max(shapes, key=shapes.count, default="")


@pytest.mark.parametrize("unit", [FIRST, LOT, WHOLE, Unit("parcel", "p9999")])
def test_what_is_asked_about_a_unit_is_there(desk: Desk, unit: Unit) -> None:
    """The crowd is made with units that are of the dispatch; one that is not is nobody's."""
    url = f"/d/{desk.numbers['leaving']}/release/{unit.per}/{unit.id or 'all'}/"
    assert desk.client("saeki").get(url).status_code == (200 if unit == FIRST else 404)
