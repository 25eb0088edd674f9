"""What waits for somebody: the same at 自分の仕事 and in the head of every page, whatever was kept in mind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.city import City
from tests.web.driving import Driver
from tests.web.situations import LOGINS, Desk

from sekisho.gate.model import Actor
from sekisho.web import clock
from sekisho.web.desk.models import Dispatch
from sekisho.web.desk.queries import lists, seeing
from sekisho.web.desk.queries.acts import acts
from sekisho.web.people import actions as people
from sekisho.web.people.queries import actor

_TOTAL = re.compile(r"あなたを待っています　(\d+)件")
_HEAD = re.compile(r'<a href="/"[^>]*>自分の仕事\s*(?:<[^>]*>)?(\d*)')


def afresh(who: Actor) -> set[str]:
    """Return the dispatches in which somebody may do something, each worked out anew."""
    now = clock.now()
    rows = [row for row in Dispatch.objects.exclude(phase="over") if seeing.may_see(row, who, now.date())]
    return {seen.number for seen in seeing.see_all(rows, who, now) if acts(seen)}


def waiting(who: Actor) -> set[str]:
    return {one.row.number for one in lists.due(who, clock.now())}


def test_what_waits_is_what_may_be_done(desk: Desk) -> None:
    for login, alias in desk.city.people.items():
        who = actor(alias)
        first = waiting(who)
        # Whoever comes to a job later may go through its steps and risks, and nothing waits for that before it is their turn.
        assert first <= afresh(who), login
        assert waiting(who) == first, "what is kept in mind says otherwise"


def test_head_and_page_say_one_number(desk: Desk) -> None:
    for login in LOGINS:
        client = desk.client(login)
        answer = client.get("/")
        if answer.status_code != 200:
            continue
        text = answer.content.decode()
        total, head = _TOTAL.search(text), _HEAD.search(text)
        assert total, login
        assert head, login
        assert int(head[1] or 0) == int(total[1]), login
        other = _HEAD.search(client.get("/dispatches/").content.decode())
        assert other
        assert other[1] == head[1], login


def test_it_follows_what_no_event_of_a_dispatch_tells(desk: Desk) -> None:
    city, now = desk.city, clock.now()
    number = desk.numbers["approving"]
    assert number in waiting(actor(city["ono"]))
    people.end_post(post=city.posts["ono", "approver"], until=now.date() - timedelta(days=1), by=people.SYSTEM, at=now)
    assert number not in waiting(actor(city["ono"]))
    assert number not in waiting(actor(city["hotta"]))
    people.give_post(
        person=city["hotta"], role="approver", department="hoiku", since=now.date(), by=people.SYSTEM, at=now
    )
    assert (number in waiting(actor(city["hotta"]))) == (number in afresh(actor(city["hotta"])))


def test_a_deputy_sees_it_from_their_day_on(driver: Driver, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    number, now = driver.open("kindergartens-mail"), clock.now()
    people.name_deputy(
        person=city["kano"],
        post=city.posts["saeki", "worker"],
        since=now.date() + timedelta(days=1),
        until=now.date() + timedelta(days=2),
        by=people.SYSTEM,
        at=now,
    )
    seen = []
    for day in range(4):
        monkeypatch.setattr(clock, "now", lambda day=day: now + timedelta(days=day))
        seen.append(number in waiting(actor(city["kano"])) and bool(afresh(actor(city["kano"]))))
    assert seen[1:] == [seen[1], seen[1], seen[0]]


def test_what_is_live_waits_again_on_its_day(
    driver: Driver, client_of: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    number, now = driver.open("web-list"), clock.now()
    state = driver.state(number)
    for step in state.procedure.steps:
        driver.do(number, step.id)
    logins = [driver.holder(number, role) for one in state.procedure.of_kind("recheck") for role in one.by]
    assert logins
    assert not any(number in waiting(driver.actor(login)) for login in logins)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))
    assert Dispatch.objects.get(pk=number).phase == "over"
    assert all(number in waiting(driver.actor(login)) for login in logins)


def test_the_head_asks_nothing_about_what_it_knows(desk: Desk) -> None:
    client = desk.client("saeki")
    client.get("/dispatches/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/dispatches/")
    assert not [one["sql"] for one in asked.captured_queries if "ledger_event" in one["sql"]]
