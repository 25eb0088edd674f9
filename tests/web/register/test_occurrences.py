"""Occurrences: who begins, writes, takes back and ends; what is told of them, and to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.web.city import City
from tests.web.remains import changed, remains

from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.register.models import Occurrence, Series
from sekisho.web.register.queries import evidence
from sekisho.web.register.queries.evidence import _held

Sign = Callable[[str], Client]
LIST = "/register/occurrences/"
TITLE = "封入作業の研修会"


def text(answer: object) -> str:
    return re.sub(r"<[^>]+>", "", unescape(answer.content.decode()))  # type: ignore[attr-defined]


def plan(**more: str) -> Mapping[str, str]:
    told = {"title": TITLE, "kind": "meeting", "rhythm": "monthly", "department": "hoiku"}
    return {**told, "since": (clock.today() - timedelta(days=40)).isoformat(), **more}


def begin(client: Client, **more: str) -> str:
    answer = client.post(f"{LIST}new/", plan(**more))
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def hold(client: Client, at: str, on: date | None = None, **more: str) -> int:
    told = {"on": (on or clock.today()).isoformat(), "people": "12", "text": "誤封入の例を見た", **more}
    return client.post(f"{at}held/", told).status_code


# ---------------------------------------------------------------- who may not


@pytest.mark.parametrize("login", ["miura", "ono", "okabe", "nakata", "moriya"])
def test_others_begin_nothing(city: City, client_of: Sign, login: str) -> None:
    client, before = client_of(login), remains()
    answer = client.post(f"{LIST}new/", plan())
    assert answer.status_code in {403, 422}
    assert not changed(before, remains())


def test_a_chief_begins_nothing_of_the_whole_city(city: City, client_of: Sign) -> None:
    toda, before = client_of("toda"), remains()
    assert toda.post(f"{LIST}new/", plan(department="")).status_code == 403
    assert toda.post(f"{LIST}new/", plan(department="hoken")).status_code == 422
    assert not changed(before, remains())


@pytest.mark.parametrize("login", ["miura", "okabe", "nakata"])
def test_others_write_withdraw_and_end_nothing(city: City, client_of: Sign, login: str) -> None:
    at = begin(client_of("toda"))
    assert hold(client_of("toda"), at) == 302
    client, before = client_of(login), remains()
    assert hold(client, at, clock.today() - timedelta(days=1)) == 403
    assert client.get(f"{at}held/").status_code == 403
    assert client.post(f"{at}held/1/withdraw/").status_code == 403
    assert client.post(f"{at}end/", {"on": clock.today().isoformat()}).status_code == 403
    assert not changed(before, remains())


def test_contractors_see_nothing(city: City, client_of: Sign) -> None:
    at = begin(client_of("toda"))
    client = client_of("nakata")
    for page in (LIST, at, f"{LIST}list.xlsx", f"{LIST}new/"):
        assert client.get(page).status_code == 403


def test_who_has_it_writes_that_it_was_held_and_no_more(city: City, client_of: Sign) -> None:
    at, miura = begin(client_of("toda"), owner=city["miura"]), client_of("miura")
    assert hold(miura, at) == 302
    assert miura.post(f"{at}held/1/withdraw/").status_code == 403
    assert miura.post(f"{at}end/", {"on": clock.today().isoformat()}).status_code == 403
    assert hold(client_of("kano"), at, clock.today() - timedelta(days=1)) == 403


@pytest.mark.parametrize("path", ["99/", "99/held/", "0/", "99999999999999999999/"])
def test_what_is_not_there(city: City, client_of: Sign, path: str) -> None:
    begin(client_of("toda"))
    assert client_of("toda").get(LIST + path).status_code == 404
    assert client_of("toda").post(f"{LIST}1/held/99999999999999999999/withdraw/").status_code == 404


# ---------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"on": "+1"}, "これからの日付"),
        ({"on": "-41"}, "始まる前の日"),
        ({"people": "-1"}, "数を書いてください"),
        ({"people": "たくさん"}, "数を書いてください"),
    ],
)
def test_a_day_or_number_that_cannot_be(city: City, client_of: Sign, more: dict[str, str], wrong: str) -> None:
    client = client_of("toda")
    at = begin(client)
    if "on" in more:
        more["on"] = (clock.today() + timedelta(days=int(more["on"]))).isoformat()
    before = remains()
    told = {"on": clock.today().isoformat(), "people": "3", "text": "記録はここ", **more}
    answer = client.post(f"{at}held/", told)
    assert answer.status_code == 422
    assert re.search(wrong, text(answer))
    assert "記録はここ" in text(answer), "what was typed stays"
    assert not changed(before, remains())


def test_a_day_stands_once_until_it_is_taken_back(city: City, client_of: Sign) -> None:
    client = client_of("toda")
    at = begin(client)
    assert hold(client, at) == 302
    assert hold(client, at) == 422
    assert client.post(f"{at}held/1/withdraw/").status_code == 302
    assert hold(client, at) == 302


def test_training_counts_heads_alone(city: City, client_of: Sign) -> None:
    client = client_of("toda")
    at = begin(client, kind="training")
    assert "参加した人（あれば）" not in text(client.get(f"{at}held/"))
    assert hold(client, at, people="") == 422
    assert hold(client, at, who="佐伯 隼人") == 302
    assert "佐伯 隼人" not in client.get(at).content.decode()
    assert 'href="/people/training/"' in client.get(at).content.decode()


# ---------------------------------------------------------------- what counts


def test_what_was_taken_back_does_not_count_and_stays(city: City, client_of: Sign) -> None:
    client = client_of("toda")
    at = begin(client)
    yesterday = clock.today() - timedelta(days=1)
    hold(client, at, yesterday)
    hold(client, at)
    assert _held()["1"].on == (yesterday, clock.today())
    assert client.post(f"{at}held/2/withdraw/").status_code == 302
    assert _held()["1"].on == (yesterday,)
    assert "取り消しました" in text(client.get(at))
    assert Occurrence.objects.count() == 2, "nothing is deleted"
    before = remains()
    assert client.post(f"{at}held/2/withdraw/").status_code == 409
    assert not changed(before, remains())
    kinds = [one.type for one in installation().store.stream("register/occurrences/1")]
    assert kinds == ["series_begun", "occurrence_written", "occurrence_written", "occurrence_withdrawn"]


def test_after_its_end_nothing_is_written_and_nothing_owed(city: City, client_of: Sign) -> None:
    client = client_of("toda")
    at = begin(client)
    yesterday = clock.today() - timedelta(days=1)
    assert hold(client, at) == 302
    assert client.post(f"{at}end/", {"on": yesterday.isoformat()}).status_code == 422, "it was held after that day"
    client.post(f"{at}held/1/withdraw/")
    assert client.post(f"{at}end/", {"on": yesterday.isoformat()}).status_code == 302
    before = remains()
    assert hold(client, at) == 409
    assert client.post(f"{at}end/", {"on": yesterday.isoformat()}).status_code == 409
    assert not changed(before, remains())
    assert "終わったもの　1件" in text(client.get(LIST))
    assert _held()["1"].ended == yesterday
    assert evidence.evidence(clock.today()).held["1"].ended == yesterday


def test_what_is_overdue_comes_first(city: City, client_of: Sign) -> None:
    client, today = client_of("ishi"), clock.today()
    begin(client, title="あとの会議", rhythm="yearly", since=today.isoformat())
    begin(client, title="過ぎた会議", since=(today - timedelta(days=70)).isoformat())
    begin(client, title="一度の訪問", rhythm="once", since=(today + timedelta(days=3)).isoformat(), department="")
    page = text(client.get(LIST))
    assert page.index("過ぎた会議") < page.index("一度の訪問") < page.index("あとの会議")
    assert "期限を過ぎたもの1件" in page
    hold(client, f"{LIST}2/")
    assert "期限を過ぎたもの" not in text(client.get(LIST))


# ---------------------------------------------------------------- what is told


def test_minutes_are_read_by_the_section_alone(city: City, client_of: Sign) -> None:
    at = begin(client_of("toda"))
    hold(client_of("toda"), at, who="加納さんと佐伯さん", text="誤りの例を見ました")
    for login, there in (("miura", True), ("ishi", True), ("hirano", False)):
        page = client_of(login).get(at).content.decode()
        assert ("誤りの例を見ました" in page, "加納さん" in page) == (there, there), login
        assert "12人" in page


def test_no_text_in_titles_addresses_and_events(city: City, client_of: Sign) -> None:
    client = client_of("toda")
    at = begin(client, contractor="印刷の会社", owner=city["miura"])
    hold(client, at, who="加納さん")
    title = client.get(at).content.decode().split("<title>")[1].split("</title>")[0]
    assert TITLE not in title
    told = repr([one.data for one in installation().store.stream("register/occurrences/1")])
    for word in (TITLE, "印刷", "加納", "誤封入", "三浦"):
        assert word not in told
    row = Series.objects.get()
    assert TITLE.encode() not in bytes(row.told)


def test_the_workbook_holds_days_and_nobody(city: City, client_of: Sign) -> None:
    client = client_of("toda")
    at = begin(client, title="=1+1 の会議", owner=city["miura"])
    hold(client, at)
    answer = client.get(f"{LIST}list.xlsx")
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:2] == ("G-1", "=1+1 の会議")
    assert sheet["B2"].data_type == "s"
    assert rows[1][6].date() == clock.today()
    assert "三浦" not in repr(rows)


def test_an_empty_list_says_what_to_do(city: City, client_of: Sign) -> None:
    assert "行事はまだありません" in text(client_of("toda").get(LIST))
    assert "行事を始める" not in text(client_of("miura").get(LIST)).replace("ここで始めて", "")
