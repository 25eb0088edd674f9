"""Near misses: half a minute to write one, never a name beside it, and the writer sees what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from tests.web.city import City
from tests.web.driving import Driver, book, finding
from tests.web.remains import changed, remains

from sekisho.register.near_misses import Tally
from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.register.models import NearMiss
from sekisho.web.register.periods import period
from sekisho.web.register.queries import near_misses

Sign = Callable[[str], Client]
LIST = "/register/near-misses/"
WORDS = "宛名の違う封筒に入れるところでした"


def text(answer: object) -> str:
    return re.sub(r"<[^>]+>", "", unescape(answer.content.decode()))  # type: ignore[attr-defined]


def told(**more: str) -> Mapping[str, str]:
    there = {"failure": "swapped", "channel": "post", "department": "hoiku", "text": WORDS}
    return {**there, "on": clock.today().isoformat(), **more}


def write(client: Client, **more: str) -> str:
    answer = client.post(f"{LIST}new/", told(**more))
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


# ---------------------------------------------------------------- who may not


@pytest.mark.parametrize("login", ["nakata", "doi", "moriya", "tachi-of-another"])
def test_who_is_not_of_the_department_writes_nothing(city: City, client_of: Sign, login: str) -> None:
    client, before = client_of(login.removesuffix("-of-another")), remains()
    assert client.post(f"{LIST}new/", told()).status_code in {403, 422}
    assert not changed(before, remains())


def test_contractors_see_no_count(city: City, client_of: Sign) -> None:
    for page in (LIST, f"{LIST}new/"):
        assert client_of("nakata").get(page).status_code == 403
    assert "/near-misses/" not in client_of("nakata").get("/").content.decode()


@pytest.mark.parametrize("login", ["saeki", "kano", "hirano", "okabe"])
def test_what_another_wrote_is_not_read(city: City, client_of: Sign, login: str) -> None:
    at = write(client_of("miura"))
    client = client_of(login)
    assert client.get(at).status_code == 404
    assert WORDS not in client.get(LIST).content.decode()


@pytest.mark.parametrize("login", ["miura", "toda", "saeki", "nakata"])
def test_only_the_security_office_answers(city: City, client_of: Sign, login: str) -> None:
    at = write(client_of("miura")).split("?")[0]
    client, before = client_of(login), remains()
    answer = client.post(at, {"text": "封筒に窓を付けます", "saw": "0"})
    assert answer.status_code in {403, 404}
    assert not changed(before, remains())


@pytest.mark.parametrize("path", ["0/", "99/", "99999999999999999999/"])
def test_what_is_not_there(city: City, client_of: Sign, path: str) -> None:
    assert client_of("ishi").get(LIST + path).status_code == 404


# ---------------------------------------------------------------- never a name


def test_nobody_is_told_who_wrote_it(city: City, client_of: Sign) -> None:
    at = write(client_of("miura"))
    for login in ("toda", "ishi"):
        for page in (LIST, at):
            shown = client_of(login).get(page).content.decode()
            assert WORDS in shown
            main = shown.split("<main")[1]
            assert "三浦" not in main
            assert city["miura"] not in main
            assert city["miura"].rpartition("/")[2] not in main
            assert "受け付けました" not in main, "it is thanked for by whom it was not written"


def test_the_event_names_nobody_and_holds_no_text(city: City, client_of: Sign) -> None:
    write(client_of("miura"))
    [one] = installation().store.stream("register/near-misses/1")
    assert one.by == "staff"
    assert city["miura"] not in repr(one)
    assert WORDS not in repr(one.data)
    assert WORDS.encode() not in bytes(NearMiss.objects.get().told)


def test_there_is_no_field_for_blame(city: City, client_of: Sign) -> None:
    page = client_of("miura").get(f"{LIST}new/").content.decode().split("<main")[1].split("</main>")[0]
    names = set(re.findall(r'name="([a-z_-]+)"', page)) - {"csrfmiddlewaretoken"}
    assert names == {"failure", "channel", "text", "on", "department"}


# ---------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    "more",
    [
        {"failure": ""},
        {"failure": "stupid"},
        {"channel": "pigeon"},
        {"department": "hoken"},
        {"on": "2999-01-01"},
        {"on": "1999-01-01"},
        {"on": ""},
        {"text": "あ" * 401},
        {"text": "あ\x00い"},
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_stays(city: City, client_of: Sign, more: dict[str, str]) -> None:
    client, before = client_of("miura"), remains()
    answer = client.post(f"{LIST}new/", told(**more))
    assert answer.status_code == 422
    assert "text" in more or WORDS in text(answer)
    assert not changed(before, remains())


def test_the_text_and_the_way_may_be_left_out(city: City, client_of: Sign) -> None:
    page = text(client_of("miura").get(write(client_of("miura"), text="", channel="")))
    assert "H-1 として受け付けました" in page


# ---------------------------------------------------------------- what came of it


def test_the_writer_sees_what_came_of_it(city: City, client_of: Sign) -> None:
    miura, ishi = client_of("miura"), client_of("ishi")
    at = write(miura).split("?")[0]
    assert "答えを待っています" in text(miura.get(LIST))
    assert "答えを待っています" in text(ishi.get("/"))
    assert ishi.post(at, {"text": "封筒に窓を付けます", "saw": "0"}).status_code == 302
    for page in (at, LIST):
        assert "封筒に窓を付けます" in text(miura.get(page))
    assert "答えを待っています" not in text(ishi.get("/"))
    assert "封筒に窓" not in text(client_of("saeki").get(LIST))


def test_two_answer_at_once(city: City, client_of: Sign) -> None:
    at, ishi = write(client_of("miura")).split("?")[0], client_of("ishi")
    assert ishi.post(at, {"text": "一つ目", "saw": "0"}).status_code == 302
    before = remains()
    assert ishi.post(at, {"text": "二つ目", "saw": "0"}).status_code == 409
    assert ishi.post(at, {"text": "二つ目"}).status_code == 409
    assert ishi.post(at, {"text": " ", "saw": "1"}).status_code == 422
    assert not changed(before, remains())
    assert ishi.post(at, {"text": "二つ目", "saw": "1"}).status_code == 302
    assert "二つ目" in text(client_of("miura").get(at))


def test_what_waits_stands_first_and_then_the_latest(city: City, client_of: Sign) -> None:
    miura, ishi = client_of("miura"), client_of("ishi")
    for number in range(1, 6):
        write(miura)
        if number in {1, 3}:
            ishi.post(f"{LIST}{number}/", {"text": "直しました", "saw": "0"})
    page = text(ishi.get(LIST)).split("職員が書いたもの　5件")[1]
    assert [int(one) for one in re.findall(r"H-(\d) ", page)] == [2, 4, 5, 3, 1]


def test_the_footer_leads_everybody_of_the_staff_there(city: City, client_of: Sign) -> None:
    for login in ("miura", "tachi", "ishi"):
        client = client_of(login)
        assert f'href="{LIST}new/"' in client.get("/").content.decode()
        assert client.get(f"{LIST}new/").status_code == 200


# ---------------------------------------------------------------- how they are counted


def test_a_stop_counts_once_something_else_is_there_instead(city: City, driver: Driver, client_of: Sign) -> None:
    days = period(clock.today().year - (clock.today().month < 4), clock.today()).days
    number = driver.open("kindergartens-mail")
    driver.up_to(number, "inspect")
    driver.inspected(number, "p0002")
    driver.inspected(number, "p0001", findings=[finding(number, "scope", "stop")])
    assert near_misses.counts(days).total == Tally(0, 0), "nobody has done anything about it yet"
    driver.attach(number, ["p0001"], **{"直した名簿.xlsx": book("見本 三郎")})
    assert near_misses.of_failure("others-included", days) == Tally(1, 0)
    write(client_of("miura"), failure="others-included")
    assert near_misses.of_failure("others-included", days) == Tally(1, 1)
    assert near_misses.of_failure("swapped", days) == Tally(0, 0)
    assert near_misses.counts(days, "hoken").total == Tally(0, 0)
    page = text(client_of("hirano").get(LIST))
    assert "2件（関所が止めた1件、職員が書いた1件）" in page
    assert NearMiss.objects.count() == 1, "what a stop caught is counted, not written down again"


def test_a_year_without_any_says_so(city: City, client_of: Sign) -> None:
    assert "まだありません" in text(client_of("miura").get(f"{LIST}?over=2024"))
    assert client_of("miura").get(f"{LIST}?over=x&page=y").status_code == 200


def test_the_oldest_day_is_a_year_ago(city: City, client_of: Sign) -> None:
    write(client_of("miura"), on=(clock.today() - timedelta(days=366)).isoformat())
    assert (
        client_of("miura").post(f"{LIST}new/", told(on=(clock.today() - timedelta(days=367)).isoformat())).status_code
        == 422
    )
