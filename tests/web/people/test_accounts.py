"""Accounts: what a temporary password opens, and when a session ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.web.city import PASSWORD, PIN, City

from sekisho.web import clock
from sekisho.web.people import actions, queries
from sekisho.web.people.queries.persons import whole
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused

OWN = "mikan tegami sora 8"


def number_of(alias: str) -> int:
    found = whole(alias)
    assert found is not None
    return found.accounts[0].number


def test_a_temporary_password_opens_nothing_but_the_page_for_ones_own(
    city: City, client_of: Callable[[str], Client]
) -> None:
    account, security = number_of(city["kano"]), queries.actor(city["ishi"])
    before = client_of("kano")
    password = actions.reset_password(account=account, by=security, at=clock.now())
    assert before.get("/").url.startswith("/sign-in/")  # type: ignore[attr-defined]  # the old session is over
    client = Client(SERVER_NAME="localhost")
    assert client.post("/sign-in/", {"login": "kano", "password": PASSWORD}).status_code == 422
    assert client.post("/sign-in/", {"login": "kano", "password": password}).status_code == 302
    for path in ("/", "/dispatches/", "/sources/", "/me/", "/me/pin/", "/people/"):
        assert client.get(path).url == "/me/password/"  # type: ignore[attr-defined]
    page = client.post("/me/password/", {"old": password, "password": password, "again": password})
    assert page.status_code == 422
    assert client.post("/me/password/", {"old": password, "password": OWN, "again": OWN}).status_code == 302
    assert client.get("/").status_code == 200


def test_a_temporary_password_makes_no_second_person(city: City, client_of: Callable[[str], Client]) -> None:
    client = client_of("miura")
    password = actions.reset_password(account=number_of(city["kano"]), by=queries.actor(city["ishi"]), at=clock.now())
    for typed in (password, PIN):
        assert client.post("/second/", {"login": "kano", "password": typed}).status_code == 422


def test_what_security_opens_is_temporary_whatever_they_say(city: City) -> None:
    security = queries.actor(city["ishi"])
    made = actions.open_account(
        person=city["kano"], login="Kano-2", password=OWN, temporary=False, by=security, at=clock.now()
    )
    found = queries.signed_in(made)
    assert found is not None
    assert found.temporary
    assert found.login == "kano-2"
    with pytest.raises(Refused):
        actions.open_account(
            person=city["kano"], login="kano-3", password=OWN, pin="704153", by=security, at=clock.now()
        )
    with pytest.raises(TypedError):
        actions.open_account(person=city["miura"], login="ＫＡＮＯ-2", password=OWN, by=security, at=clock.now())


def test_a_closed_account_is_signed_out(city: City, client_of: Callable[[str], Client]) -> None:
    client, account = client_of("kano"), number_of(city["kano"])
    security = queries.actor(city["ishi"])
    actions.close_account(account=account, by=security, at=clock.now())
    assert client.get("/").status_code == 302
    assert Client(SERVER_NAME="localhost").post("/sign-in/", {"login": "kano", "password": PASSWORD}).status_code == 422
    actions.reopen_account(account=account, by=security, at=clock.now())
    assert client_of("kano").get("/").status_code == 200


def test_nobody_closes_their_own(city: City) -> None:
    security = queries.actor(city["ishi"])
    for act in (actions.close_account, actions.reset_password, actions.unlock_account):
        with pytest.raises(Refused):
            act(account=number_of(city["ishi"]), by=security, at=clock.now())


def test_too_often_wrong_locks_until_security_unlocks(city: City, client_of: Callable[[str], Client]) -> None:
    client = Client(SERVER_NAME="localhost")
    answers = [client.post("/sign-in/", {"login": "kano", "password": "wrong"}) for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "15分間" in answers[-1].content.decode()
    assert client.post("/sign-in/", {"login": "kano", "password": PASSWORD}).status_code == 429
    actions.unlock_account(account=number_of(city["kano"]), by=queries.actor(city["ishi"]), at=clock.now())
    assert client.post("/sign-in/", {"login": "KANO ", "password": PASSWORD}).status_code == 302


def test_ones_own_password_is_asked_for_through_the_same_lock(city: City, client_of: Callable[[str], Client]) -> None:
    client, other = client_of("kano"), client_of("kano")
    wrong = {"old": "not this one", "password": OWN, "again": OWN}
    assert client.post("/me/password/", wrong).status_code == 422
    assert client.post("/me/password/", {**wrong, "old": PASSWORD, "again": "another one"}).status_code == 422
    assert client.post("/me/password/", {**wrong, "old": PASSWORD}).status_code == 302
    assert client.get("/me/").status_code == 200  # whoever changed it stays signed in
    assert other.get("/me/").status_code == 302  # the others end
    statuses = [client.post("/me/pin/", {"old": "wrong", "pin": "704153", "again": "704153"}) for _ in range(5)]
    assert statuses[-1].status_code == 429


def test_a_pin_of_ones_own_lets_one_step_in(city: City, client_of: Callable[[str], Client]) -> None:
    kano, miura = client_of("kano"), client_of("miura")
    for pin in ("123456", "1234", "77777777"):
        assert kano.post("/me/pin/", {"old": PASSWORD, "pin": pin, "again": pin}).status_code == 422
    assert kano.post("/me/pin/", {"old": PASSWORD, "pin": "704153", "again": "704153"}).status_code == 302
    assert miura.post("/second/", {"login": "kano", "password": PIN}).status_code == 422
    assert miura.post("/second/", {"login": "kano", "password": "704153"}).status_code == 302
    assert miura.get("/me/").status_code == 409  # whose settings would that be?


def test_a_pin_signs_nobody_in(city: City) -> None:
    assert Client(SERVER_NAME="localhost").post("/sign-in/", {"login": "kano", "password": PIN}).status_code == 422


def test_who_does_nothing_is_signed_out_and_a_poll_is_nothing(
    city: City, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, start = client_of("kano"), clock.now()
    client.get("/")

    def later(minutes: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=minutes))

    later(50)
    assert client.get("/", headers={"Sekisho-Poll": "1"}).status_code == 200
    later(59)
    assert client.get("/", headers={"Sekisho-Poll": "1"}).status_code == 200
    later(61)
    assert client.get("/", headers={"Sekisho-Poll": "1"}).status_code == 302
    assert client.get("/").status_code == 302


def test_an_act_prolongs(city: City, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    client, start = client_of("kano"), clock.now()
    for minutes in (50, 100, 150):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        assert client.get("/me/").status_code == 200


def test_a_password_is_on_the_page_that_made_it_alone(city: City, client_of: Callable[[str], Client]) -> None:
    client = client_of("ishi")
    key = city["kano"].removeprefix("staff/")
    page = client.post(f"/people/staff/{key}/accounts/", {"login": "kano-2"})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    password = page.content.decode().split("<code>")[1].split("</code>")[0]
    assert password not in client.get(f"/people/staff/{key}/").content.decode()
    assert Client(SERVER_NAME="localhost").post("/sign-in/", {"login": "kano-2", "password": password}).url == "/"  # type: ignore[attr-defined]
