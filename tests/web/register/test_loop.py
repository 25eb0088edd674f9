"""The loop: an incident, a measure, what runs it, dispatches, evidence, the state, which nobody sets by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from tests.web.city import City
from tests.web.driving import Driver, book, finding

from sekisho.gate import commands as c
from sekisho.gate.model import Unit
from sekisho.register.counting import Standing
from sekisho.register.facts import Facts
from sekisho.web import clock
from sekisho.web.register.models import FactsRow, Incident
from sekisho.web.register.periods import period
from sekisho.web.register.queries import incidents
from sekisho.web.register.queries.evidence import facts

OUTLINE = "市外の園にデータを送る際に、他園の児童の情報を含むデータを送った。"
MEASURE = "起案者とは別の確認者が、送信の前に、抜き出した行を園児台帳と照合し、番号を記録する。"
FIRST = Unit("parcel", "p0001")

Sign = Callable[[str], Client]


def text(answer: object) -> str:
    page = unescape(answer.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"<[^>]+>", "", page)


def enter(client: Client, **more: str) -> str:
    today = clock.today().isoformat()
    told = {
        "department": "hoiku",
        "outline": OUTLINE,
        "failure": "others-included",
        "channel": "email",
        "known_on": today,
    }
    answer = client.post("/register/new/", told | more)
    assert answer.status_code == 302, text(answer)
    return str(answer.url)


def measure(client: Client, at: str, words: str = MEASURE, **more: str) -> str:
    answer = client.post(f"{at}measures/new/", {"text": words, "strength": "check", **more})
    assert answer.status_code == 302, text(answer)
    return str(answer.url)


def tie(client: Client, at: str, to: str) -> int:
    return client.post(f"{at}tie/", {"to": to}).status_code


def standing(at: str) -> Standing:
    _, _, year, number, place, _ = at.split("/")
    today = clock.today()
    days = period(int(year), today).days
    view = incidents.of_year(int(year), days, None, today)[int(number) - 1]
    return incidents.measure(view, int(place)).standing


def leave(driver: Driver, number: str) -> None:
    for step in ("open", "trace", "approve", "release", "key"):
        driver.do(number, step)


def stopped(driver: Driver, number: str) -> None:
    """Bring a dispatch to where the engine stops one of its parcels."""
    driver.up_to(number, "inspect")
    driver.inspected(number, "p0002")
    driver.inspected(number, "p0001", findings=[finding(number, "scope", "stop")])


def waived(driver: Driver, number: str) -> None:
    [found] = driver.state(number).inspections["p0001"].findings
    ask = c.AskWaiver
    driver.tell(
        number,
        "saeki",
        lambda state, pen: ask("p0001", found.id, state.basis("p0001"), pen.seal("台帳の登録が遅れているため")),
    )
    driver.tell(
        number,
        "ishi",
        lambda state, pen: c.DecideWaiver(
            "p0001", found.id, state.basis("p0001"), True, pen.seal("台帳の側を確かめたため")
        ),
    )


@pytest.fixture
def three(city: City, driver: Driver) -> tuple[str, str, str]:
    """Three dispatches that left: one as it should, one stopped and repaired, one by an exception."""
    plain, repaired, excepted = (driver.open("kindergartens-mail") for _ in range(3))
    driver.up_to(plain, "release")
    leave(driver, plain)
    stopped(driver, repaired)
    driver.attach(repaired, ["p0001"], **{"直した名簿.xlsx": book("見本 太郎")})
    driver.inspected(repaired, "p0001")
    leave(driver, repaired)
    stopped(driver, excepted)
    waived(driver, excepted)
    leave(driver, excepted)
    return plain, repaired, excepted


def test_an_exception_is_counted_and_told(client_of: Sign, three: tuple[str, str, str]) -> None:
    ishi = client_of("ishi")
    at = measure(ishi, enter(ishi))
    assert standing(at).state == "words-only"
    assert tie(ishi, at, "check|kindergartens-mail|scope") == 302
    found = standing(at)
    assert (found.state, found.counts[0].done, found.counts[0].of, found.missing) == ("exceptions", 2, 3, 1)
    assert [one.number for one in found.misses] == [three[2]]
    assert (found.stops, found.waived) == (2, 1)
    page = text(ishi.get(at))
    assert "2/3" in page
    assert "例外あり" in page
    assert three[2] in page
    assert "送付3件のうち2件" in page


def test_another_step_of_the_same_dispatches_was_kept(client_of: Sign, three: tuple[str, str, str]) -> None:
    ishi = client_of("ishi")
    at = measure(ishi, enter(ishi))
    assert tie(ishi, at, "step|kindergartens-mail|trace") == 302
    found = standing(at)
    assert (found.state, found.counts[0].done, found.counts[0].of) == ("done", 3, 3)
    assert (found.enforced, found.claimed, found.people) == (3, 0, 1)


def test_what_left_before_the_start_is_not_counted(client_of: Sign, three: tuple[str, str, str]) -> None:
    ishi = client_of("ishi")
    later = (clock.today() + timedelta(days=1)).isoformat()
    at = measure(ishi, enter(ishi), start=later)
    assert tie(ishi, at, "step|kindergartens-mail|trace") == 302
    assert standing(at).state == "no-occasion"
    page = text(ishi.get(at))
    assert "対象なし＝未確認" in page
    assert "100" not in page


def test_drills_and_what_has_not_left_whole_do_not_count(city: City, client_of: Sign, driver: Driver) -> None:
    driver.open("kindergartens-mail")
    driver.open("kindergartens-mail", drill=True)
    ishi = client_of("ishi")
    at = measure(ishi, enter(ishi))
    assert tie(ishi, at, "step|kindergartens-mail|trace") == 302
    assert standing(at).state == "no-occasion"


def test_a_repaired_stop_is_a_near_miss_and_a_waived_one_is_none(three: tuple[str, str, str]) -> None:
    by_number = {one.number: one for one in facts()}
    assert [one.outcome for one in by_number[three[1]].stops] == ["changed"]
    assert [one.outcome for one in by_number[three[2]].stops] == ["waived"]


def test_what_was_counted_comes_out_the_same_from_the_events(three: tuple[str, str, str]) -> None:
    first: list[Facts] = list(facts())
    assert FactsRow.objects.count() == 3
    assert list(facts()) == first
    FactsRow.objects.all().delete()
    assert list(facts()) == first


def test_no_field_sets_a_state(client_of: Sign, three: tuple[str, str, str]) -> None:
    """Whatever is sent along with a form, what is shown is counted."""
    ishi = client_of("ishi")
    at = measure(ishi, enter(ishi), state="done", done="9", of="9")
    assert standing(at).state == "words-only"
    row = Incident.objects.get()
    ishi.post(f"{at}write/", {"text": "3件すべてで実施した。", "kind": "status", "state": "done"})
    ishi.post(f"{at}edit/", {"text": MEASURE, "strength": "check", "saw": str(row.n + 1), "state": "done"})
    assert standing(at).state == "words-only"
    assert "根拠なし" in text(ishi.get(at))
