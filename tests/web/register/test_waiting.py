"""What of the register waits for whom, and who is reminded of it: once before, once on the day, by number alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.web.city import City

from sekisho.web import clock
from sekisho.web.desk.delivering import _notices
from sekisho.web.desk.models import Notification
from sekisho.web.people.queries import signing
from sekisho.web.register.models import Incident, Measure, Reminder, Series
from sekisho.web.register.queries import waiting
from sekisho.web.register.reminding import remind

Sign = Callable[[str], Client]
TODAY = clock.today()


@pytest.fixture
def city_options() -> Mapping[str, Any]:
    return {"notify_by_mail": True, "teams_address": "https://teams.example/hook", "address": "https://sekisho.example"}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=clock.JAPAN)


def rows(city: City) -> list[tuple[str, str]]:
    logins = {city[login]: login for login in city.people}
    return [(logins.get(one.person, ""), one.kind) for one in Notification.objects.order_by("pk")]


def text(answer: object) -> str:
    return re.sub(r"<[^>]+>", "", unescape(answer.content.decode()))  # type: ignore[attr-defined]


def series(client: Client, **more: str) -> None:
    told = {"title": "ある会議", "kind": "meeting", "rhythm": "once", "department": "hoiku", "since": TODAY.isoformat()}
    assert client.post("/register/occurrences/new/", told | more).status_code == 302


def incident(client: Client, **more: str) -> str:
    told = {"department": "hoiku", "outline": "ある事故", "failure": "swapped", "known_on": TODAY.isoformat()}
    answer = client.post("/register/new/", told | more)
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def measure(client: Client, where: str, **more: str) -> None:
    answer = client.post(
        f"{where}measures/new/", {"text": "確認者が番号を照合し、記録する。", "strength": "check", **more}
    )
    assert answer.status_code == 302, text(answer)


# ---------------------------------------------------------------- once, and to whom


def test_nobody_is_reminded_too_early(city: City, client_of: Sign) -> None:
    series(client_of("toda"))
    assert remind(at(TODAY - timedelta(days=15))) == 0
    assert not rows(city)
    assert not Reminder.objects.exists()


def test_once_before_and_once_on_the_day(city: City, client_of: Sign) -> None:
    series(client_of("toda"), owner=city["miura"])
    for day, expected in ((-14, 1), (-14, 0), (-3, 0), (0, 1), (0, 0), (1, 0), (90, 0)):
        assert remind(at(TODAY + timedelta(days=day))) == expected, day
    told = [("miura", "occurrence_soon"), ("", "occurrence_soon"), ("miura", "occurrence_due"), ("", "occurrence_due")]
    assert rows(city) == told


def test_where_nobody_has_it_the_chief_is_reminded_and_then_the_security_office(city: City, client_of: Sign) -> None:
    series(client_of("ishi"))
    series(client_of("ishi"), department="")
    series(client_of("ishi"), owner=city["moriya"])
    remind(at(TODAY))
    whom = [who for who, _ in rows(city) if who]
    assert whom == ["toda", "toda", "ishi"] or sorted(whom) == ["ishi", "toda", "toda"], "who left is not reminded"


def test_what_was_held_in_time_is_not_due(city: City, client_of: Sign) -> None:
    client = client_of("toda")
    series(client)
    client.post("/register/occurrences/1/held/", {"on": TODAY.isoformat(), "people": "3"})
    assert remind(at(TODAY)) == 0
    client.post("/register/occurrences/1/held/1/withdraw/")
    assert remind(at(TODAY)) == 1


def test_what_ended_is_not_due(city: City, client_of: Sign) -> None:
    client = client_of("toda")
    series(client)
    client.post("/register/occurrences/1/end/", {"on": TODAY.isoformat()})
    assert remind(at(TODAY)) == 0


def test_a_day_that_is_moved_is_reminded_of_anew(city: City, client_of: Sign) -> None:
    series(client_of("toda"))
    remind(at(TODAY))
    Series.objects.update(since=TODAY + timedelta(days=30))
    assert remind(at(TODAY + timedelta(days=30))) == 1


def test_measures_until_they_rest_on_something(city: City, client_of: Sign) -> None:
    toda = client_of("toda")
    where = incident(toda)
    measure(toda, where, due=TODAY.isoformat(), owner=city["miura"])
    assert remind(at(TODAY)) == 1
    assert rows(city) == [("miura", "measure_due"), ("", "measure_due")]
    assert "再発防止策 " in text(client_of("miura").get("/"))
    series(toda)
    assert toda.post(f"{where}1/tie/", {"to": "series||1"}).status_code == 302
    assert "まだ何にも結び付いていません" not in text(client_of("miura").get("/"))


def test_an_effect_is_judged_by_another_than_the_owner(city: City, client_of: Sign) -> None:
    toda = client_of("toda")
    where = incident(toda)
    measure(toda, where, judge_on=TODAY.isoformat(), owner=city["toda"])
    measure(toda, where, judge_on=TODAY.isoformat(), owner=city["miura"])
    assert remind(at(TODAY)) == 2
    assert sorted(who for who, kind in rows(city) if who and kind == "effect_due") == ["ishi", "toda"]
    assert "効果を、担当でない人が評価します" in text(client_of("toda").get("/"))
    assert "効果を、担当でない人が評価します" not in text(client_of("miura").get("/"))
    assert toda.post(f"{where}2/write/", {"text": "効果があった", "kind": "evaluation"}).status_code == 302
    assert "効果を、担当でない人が評価します" not in text(client_of("toda").get("/"))


def test_what_waits_for_a_safe_day_is_told_to_no_channel(city: City, client_of: Sign) -> None:
    ishi = client_of("ishi")
    where = incident(ishi, withheld="on", withheld_until=TODAY.isoformat())
    measure(ishi, where, due=TODAY.isoformat(), owner=city["miura"])
    assert remind(at(TODAY)) == 2
    assert sorted(rows(city)) == [("ishi", "withheld_due"), ("miura", "measure_due"), ("toda", "withheld_due")]
    for login, there in (("ishi", True), ("toda", True), ("hirano", False)):
        assert ("公表できる日" in text(client_of(login).get("/"))) == there


def test_where_nobody_can_be_told_nothing_is_kept(city: City, client_of: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    series(client_of("toda"))
    monkeypatch.setattr("sekisho.web.desk.notifying.is_on", lambda: False)
    assert remind(at(TODAY)) == 0
    assert not Reminder.objects.exists()


# ---------------------------------------------------------------- by number and link alone


def test_a_reminder_says_a_number_and_a_link(city: City, client_of: Sign) -> None:
    toda = client_of("toda")
    series(toda, owner=city["miura"])
    where = incident(toda)
    measure(toda, where, due=TODAY.isoformat(), judge_on=TODAY.isoformat(), owner=city["miura"])
    remind(at(TODAY))
    told = list(_notices(Notification.objects.filter(person=city["miura"])))
    year = Incident.objects.get().year
    assert {(one.number, one.url) for one in told} == {
        ("G-1", "https://sekisho.example/register/occurrences/1/"),
        (f"{year}-1-1", f"https://sekisho.example/register/{year}/1/1/"),
    }
    said = repr(told) + repr(list(Notification.objects.values_list("dispatch", "kind", "word")))
    for word in ("ある会議", "ある事故", "三浦", "照合し"):
        assert word not in said


def test_an_incident_of_a_past_report_with_a_word_for_a_number(city: City, client_of: Sign) -> None:
    measure(client_of("toda"), incident(client_of("toda")), due=TODAY.isoformat())
    Incident.objects.update(number="追加1")
    remind(at(TODAY))
    [one] = list(_notices(Notification.objects.filter(person=city["toda"])))
    assert (one.number, one.url) == (str(Incident.objects.get().year), "https://sekisho.example/register/")


# ---------------------------------------------------------------- on 自分の仕事


def test_what_is_due_stands_below_the_dispatches_of_whom_it_concerns(city: City, client_of: Sign) -> None:
    series(client_of("toda"), owner=city["miura"])
    for login, there in (("miura", True), ("toda", False), ("saeki", False), ("okabe", False), ("ishi", False)):
        page = client_of(login).get("/").content.decode()
        assert ("/register/occurrences/1/" in page) == there, login
    assert "今日が期限です" in text(client_of("miura").get("/"))


def test_everybody_is_shown_what_concerns_them_and_what_is_asked_of_few_is_asked_of_nobody_else(
    city: City, client_of: Sign
) -> None:
    toda, ishi = client_of("toda"), client_of("ishi")
    where = incident(toda)
    for owner in ("", "miura", "toda", "ishi", "okabe", "moriya"):
        series(ishi, department=str(owner and "hoiku"))
        measure(toda, where, due=TODAY.isoformat(), judge_on=TODAY.isoformat())
        for table in (Series, Measure):
            table.objects.filter(pk=table.objects.latest("pk").pk).update(owner=city[owner] if owner else "")
    incident(ishi, withheld="on", withheld_until=TODAY.isoformat())
    due = waiting.due_until(TODAY)
    known = waiting.offices(due, TODAY)
    concerned = set()
    for login in city.people:
        actor = signing.actor(city[login])
        mine = [f"/{one.path}/" for one in due if actor.person in known.whom(one)]
        assert [one.url for one in waiting.awaiting(actor, TODAY)] == mine, login
        concerned |= {login} if mine else set()
    assert concerned == {"miura", "toda", "ishi", "okabe"}


def test_the_questions_of_home_do_not_grow(city: City, client_of: Sign) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    toda, asked = client_of("toda"), []
    for _ in range(2):
        for _ in range(5):
            series(toda)
            measure(toda, incident(toda), due=TODAY.isoformat(), judge_on=TODAY.isoformat())
        with CaptureQueriesContext(connection) as found:
            assert toda.get("/").status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[1]
    assert Measure.objects.count() == 10
