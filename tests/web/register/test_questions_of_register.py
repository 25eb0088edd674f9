"""Pages of the register ask the database no more often, however many incidents there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.city import City

from sekisho.documents.yearly.model import Report
from sekisho.gate.model import Actor
from sekisho.register.model import Tie
from sekisho.web import clock
from sekisho.web.people.queries import actor
from sekisho.web.register.actions import incidents, measures, statuses
from sekisho.web.register.actions.incidents import Entry
from sekisho.web.register.actions.measures import Plan
from sekisho.web.register.queries.reports import report_of
from sekisho.web.register.telling import IncidentTold

FEW, MANY = 10, 200
TIES = (Tie("step", "trace", "kindergartens-mail"), Tie("check", "scope"), Tie("course", "個人情報の取扱い"))


def enter(by: Actor, count: int) -> None:
    now, today = clock.now(), clock.today()
    for _ in range(count):
        told = Entry(IncidentTold(outline="取り違えた。"), "hoiku", "swapped", known_on=today)
        made = incidents.enter(entry=told, by=by, at=now)
        place = measures.add(year=made.year, number=made.number, plan=Plan("番号を照合する。"), by=by, at=now)
        measures.tie(year=made.year, number=made.number, place=place, to=TIES[made.place % 3], by=by, at=now)
        told_of = {"year": made.year, "number": made.number, "place": place, "text": "始めた。", "evaluation": False}
        statuses.write(**told_of, by=by, at=now)


def asked(client: Client, page: str) -> int:
    client.get(page)  # what is counted once and kept is not asked again
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


@pytest.mark.timeout(300)
def test_no_page_asks_more_of_more_incidents(city: City, client_of: Callable[[str], Client]) -> None:
    by, client = actor(city["ishi"]), client_of("ishi")
    enter(by, FEW)
    year = clock.today().year if clock.today().month > 3 else clock.today().year - 1
    pages = ["/register/", f"/register/{year}/1/", f"/register/{year}/1/1/", f"/register/report/{year}/"]
    before = {page: asked(client, page) for page in pages}
    enter(by, MANY - FEW)
    assert {page: asked(client, page) for page in pages} == before
    report: Report = report_of(year, clock.today())
    assert len(report.rows) == MANY
