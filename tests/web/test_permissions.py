"""Who may do what, over HTTP: every address, by everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.deed import SECURITY, SITUATIONS, Deed, seers
from tests.web.deeds import DEEDS, OF_EVERYBODY
from tests.web.remains import changed, remains
from tests.web.situations import LOGINS, Desk
from tests.web.views import READS, Read

NOBODY = ""
OPENED = {"miura", SECURITY, "saeki-window"}
"""Who has opened everything before, may not at all, or is somebody who has a moment ago by another account."""


def addresses(of: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Give the name of every address of the web app."""
    for one in (of or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            assert one.name, f"{one.pattern} has no name"
            yield f"{space}{one.name}"
        else:
            yield from addresses(one, f"{space}{one.namespace}:" if one.namespace else space)


def url(desk: Desk, one: Deed | Read) -> str:
    return reverse(one.route, kwargs=one.args(desk)) + (one.query if isinstance(one, Deed) else "")


def test_every_address_is_declared() -> None:
    declared = {one.route for one in (*DEEDS, *READS)} | set(OF_EVERYBODY)
    assert set(addresses()) == declared, "say in tests/web/deeds.py or tests/web/views.py who may"


def test_every_situation_is_read_by_some_page() -> None:
    assert {one.where for one in READS if one.where in SITUATIONS} == set(SITUATIONS)


# ---------------------------------------------------------------- who writes


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_only_who_may_does_it(fresh_desk: Callable[[], Desk], deed: Deed) -> None:
    desk = fresh_desk()
    before = remains()
    for login in sorted(set(LOGINS) - set(deed.may)):
        answer = desk.client(login).post(url(desk, deed), deed.post(desk))
        wanted = {403, 404} if login in deed.see else {404}
        assert answer.status_code in wanted | ({422} if deed.choice else set()), f"{login}: {answer.status_code}"
    assert not changed(before, remains()), "somebody was refused, and something is written"
    for login in deed.may:
        desk = fresh_desk()
        answer = desk.client(login).post(url(desk, deed), deed.post(desk))
        assert answer.status_code in {200, 302}, f"{login}: {answer.status_code} {answer.content.decode()}"
        assert bool(changed(before, remains())) == deed.writes, f"{login} did it, and nothing is written"


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_nobody_does_it(desk: Desk, deed: Deed) -> None:
    before = remains()
    answer = desk.client(NOBODY).post(url(desk, deed), deed.post(desk))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")
    assert not changed(before, remains())


def test_an_ended_post_ends_today(desk: Desk) -> None:
    """Who did it yesterday and may no longer is among those who are tried: otherwise the table above proves little."""
    from sekisho.web import clock
    from sekisho.web.people.queries import actor

    today = clock.today()
    posts = actor(desk.city["moriya"]).posts
    assert posts
    assert all(one.holds(today - timedelta(days=1)) and not one.holds(today) for one in posts)
    assert "moriya" in LOGINS
    assert all("moriya" not in deed.may for deed in DEEDS)


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_only_from_our_own_page(desk: Desk, deed: Deed) -> None:
    before = remains()
    answer = desk.client(deed.may[0], checks=True).post(url(desk, deed), deed.post(desk))
    assert answer.status_code == 403
    assert not changed(before, remains())


@pytest.mark.parametrize("route", OF_EVERYBODY)
def test_what_everybody_may_send_comes_from_our_own_page_too(desk: Desk, route: str) -> None:
    for login in (NOBODY, "miura"):
        answer = desk.client(login, checks=True).post(reverse(route), OF_EVERYBODY[route])
        assert answer.status_code == 403


@pytest.mark.parametrize("route", sorted(set(OF_EVERYBODY) - {"people:sign-in"}))
def test_what_everybody_may_send_writes_nothing(desk: Desk, route: str) -> None:
    before = remains()
    for login in (NOBODY, "miura", "moriya"):
        answer = desk.client(login).post(reverse(route), OF_EVERYBODY[route])
        assert answer.status_code in {302, 303, 422}
    assert not changed(before, remains())


# ---------------------------------------------------------------- who reads

WRITTEN = {
    "desk:part": {"ledger", "ledger_event", "ledger_head", "desk_dispatch"},
    "ui:healthz": {"running_worker"},
    "register:near-misses": {"register_facts"},
}
"""What is written by looking: that a page was served by the viewer; one row, to find out whether anything can be; and what
was counted from the events of dispatches, which comes out the same at any time."""


@pytest.mark.parametrize("read", READS, ids=str)
def test_only_who_may_see_it_sees_it(desk: Desk, read: Read) -> None:
    before = remains()
    for login in LOGINS:
        answer = desk.client(login).get(url(desk, read))
        there = read.see is None or login in read.see
        shut = {403, 404} if read.told else {404}
        wanted = {403} if login in read.barred else {200, 204, 302, 503} if there else shut
        assert answer.status_code in wanted, f"{login}: {answer.status_code}"
    assert changed(before, remains()) <= WRITTEN.get(read.route, set()), "reading has written"


@pytest.mark.parametrize("read", READS, ids=str)
def test_nobody_sees_it(desk: Desk, read: Read) -> None:
    before = remains()
    answer = desk.client(NOBODY).get(url(desk, read))
    if read.public:
        assert answer.status_code in {200, 503}
    else:
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")
    assert changed(before, remains()) <= WRITTEN.get(read.route, set())


def test_the_viewer_counts_what_was_served_to_who_works_on_it(desk: Desk) -> None:
    for read in [one for one in READS if one.serves]:
        for login in LOGINS:
            before = desk.state(read.where).n
            desk.client(login).head(url(desk, read))
            assert desk.state(read.where).n == before, "what nobody was sent was not served"
            desk.client(login).get(url(desk, read))
            assert desk.state(read.where).n == before + (login in seers(read.where) and login not in OPENED)


# ---------------------------------------------------------------- by which method


@pytest.mark.parametrize("route", sorted({one.route for one in (*DEEDS, *READS)} | set(OF_EVERYBODY)))
def test_other_methods_are_refused(desk: Desk, route: str) -> None:
    ways = _ways(desk, route)
    client = desk.client("saeki")
    before = remains()
    for address, methods in ways.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - methods:
            answer = client.generic(method, address)
            assert answer.status_code == 405, f"{method} {route}: {answer.status_code}"
    assert not changed(before, remains())


def _ways(desk: Desk, route: str) -> Mapping[str, set[str]]:
    """Return the addresses of a route with the methods that it is declared for."""
    both: list[Any] = [one for one in (*DEEDS, *READS) if one.route == route]
    methods = {"POST"} if route in OF_EVERYBODY or any(isinstance(one, Deed) for one in both) else set()
    methods |= {"GET"} if any(isinstance(one, Read) for one in both) else set()
    return {url(desk, one): methods for one in both[:1]} or {reverse(route): methods}
