"""Incidents: who enters them, how they are closed, what is held against each other, and what nobody may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from tests.web.city import City

from sekisho.register.closing import CLOCK
from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.register.models import Decision, Incident, Status
from sekisho.web.register.queries.incidents import missing

OUTLINE = "宛名と中の書類を見比べずに封をし、別の人に送った。"
REASON = "開けられずに戻ったことを、封の写真で確かめた。"
TOMORROW = (clock.today() + timedelta(days=1)).isoformat()
Sign = Callable[[str], Client]


def text(answer: object) -> str:
    return re.sub(r"<[^>]+>", "", unescape(answer.content.decode()))  # type: ignore[attr-defined]


def enter(client: Client, **more: str) -> str:
    told = {
        "department": "hoiku",
        "outline": OUTLINE,
        "failure": "wrong-recipient",
        "known_on": clock.today().isoformat(),
    }
    answer = client.post("/register/new/", told | more)
    assert answer.status_code == 302, text(answer)
    return str(answer.url)


def row(at: str) -> Incident:
    _, _, year, number, *_ = at.split("/")
    return Incident.objects.get(year=year, number=number)


def saw(at: str) -> dict[str, str]:
    return {"saw": str(row(at).n)}


def plan(client: Client, at: str, owner: str) -> str:
    told = {"text": "確認者が封の前に宛名と書類を照合し、印を押す。", "strength": "check", "owner": owner}
    answer = client.post(f"{at}measures/new/", {**told, "due": clock.today().isoformat()})
    assert answer.status_code == 302, text(answer)
    return str(answer.url)


# ---------------------------------------------------------------- entering


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"outline": "　"}, "書いてください"),
        ({"outline": "あ" * 4001}, "書いてください"),
        ({"outline": "見えない\x07文字"}, "見えない文字"),
        ({"failure": ""}, "一覧から選んでください"),
        ({"failure": "made-up"}, "一覧から選んでください"),
        ({"known_on": ""}, "知った日を書いてください"),
        ({"known_on": TOMORROW}, "これからの日付"),
        ({"happened_on": TOMORROW}, "知った日より後"),
        ({"people": "-1"}, "0"),
        ({"department": "hoken"}, "一覧から選んでください"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(
    client_of: Sign, more: dict[str, str], words: str
) -> None:
    told = {
        "department": "hoiku",
        "outline": OUTLINE,
        "failure": "wrong-recipient",
        "known_on": clock.today().isoformat(),
    }
    answer = client_of("miura").post("/register/new/", told | more)
    assert answer.status_code == 422
    assert words in text(answer)
    if more.get("outline", OUTLINE) == OUTLINE:
        assert OUTLINE in text(answer), "what was typed is still there"
    assert not Incident.objects.exists()


def test_numbers_go_on_within_their_fiscal_year_and_are_not_given_twice(client_of: Sign) -> None:
    ishi = client_of("ishi")
    first, second = enter(ishi), enter(ishi)
    Incident.objects.filter(pk=row(second).pk).update(number="3")  # as a past report may have had it
    third = enter(ishi)
    assert [row(one).place for one in (first, third)] == [1, 3]
    assert row(third).number == "4"


def test_neither_an_address_nor_an_event_tells_what_happened(client_of: Sign) -> None:
    at = enter(client_of("miura"), cause="封をする前に電話に出た。")
    assert re.fullmatch(r"/register/\d{4}/\d+/", at)
    for one in installation().store.records():
        assert OUTLINE not in str(one.data)
        assert "電話" not in str(one.data)


# ---------------------------------------------------------------- writing again


def test_what_was_on_the_screen_decides(client_of: Sign) -> None:
    ishi, toda = client_of("ishi"), client_of("toda")
    at = enter(ishi)
    told = {
        "department": "hoiku",
        "outline": "一人目の文。",
        "failure": "lost",
        "known_on": clock.today().isoformat(),
        **saw(at),
    }
    assert ishi.post(f"{at}edit/", told).status_code == 302
    answer = toda.post(f"{at}edit/", told | {"outline": "二人目の文。"})
    assert answer.status_code == 409
    assert "別の人がこの事故を書き換えました" in text(answer)
    assert "一人目の文。" in text(toda.get(at))


def test_a_chief_does_not_hand_an_incident_to_another_section(client_of: Sign) -> None:
    at = enter(client_of("ishi"))
    told = {
        "department": "hoken",
        "outline": OUTLINE,
        "failure": "lost",
        "known_on": clock.today().isoformat(),
        **saw(at),
    }
    assert client_of("toda").post(f"{at}edit/", told).status_code in {403, 422}
    assert row(at).department == "hoiku"


# ---------------------------------------------------------------- judging


def test_the_judge_of_an_effect_is_not_its_owner_by_whatever_account(client_of: Sign, city: City) -> None:
    ishi, toda = client_of("ishi"), client_of("toda")
    at = enter(ishi)
    measure = plan(ishi, at, city["toda"])
    told = {"text": "効果があった。", "kind": "evaluation"}
    answer = toda.post(f"{measure}write/", told)
    assert answer.status_code == 403
    assert "自分で評価することはできません" in text(answer)
    assert toda.post(f"{at}write/", told).status_code == 403, "nor of the whole, of which theirs is a part"
    assert not Status.objects.exists()
    assert toda.post(f"{measure}write/", told | {"kind": "status"}).status_code == 302
    assert ishi.post(f"{measure}write/", told).status_code == 302
    assert [one.evaluation for one in Status.objects.order_by("pk")] == [False, True]


def test_no_address_changes_or_removes_an_entry(client_of: Sign, city: City) -> None:
    ishi = client_of("ishi")
    measure = plan(ishi, enter(ishi), city["miura"])
    ishi.post(f"{measure}write/", {"text": "始めた。", "kind": "status"})
    for way in (ishi.put, ishi.patch, ishi.delete):
        assert way(f"{measure}write/").status_code == 405
    assert Status.objects.count() == 1


# ---------------------------------------------------------------- closing


def test_an_incident_is_closed_when_nothing_is_missing_and_then_stays(client_of: Sign, city: City) -> None:
    ishi = client_of("ishi")
    before = enter(ishi)
    at = enter(ishi, cause="見比べる相手を決めていなかった。")
    assert ishi.post(f"{at}close/", saw(at)).status_code == 409
    plan(ishi, at, city["miura"])
    today = clock.today().isoformat()
    for duty in CLOCK:
        told = {"duty": duty, "decided": "not-needed", "on": today, "reason": REASON}
        assert ishi.post(f"{at}decide/", told).status_code == 302
    assert ishi.post(f"{at}close/", saw(at)).status_code == 409, "nobody looked at the one that is like it"
    assert ishi.post(f"{at}similar/", {}).status_code == 409, "no answer is no answer"
    assert ishi.post(f"{at}similar/", {"before": str(row(at).pk)}).status_code == 404, "none of itself"
    assert ishi.post(f"{at}similar/", {"before": str(row(before).pk)}).status_code == 302
    assert not missing(row(at))
    assert ishi.post(f"{at}close/", saw(at)).status_code == 302
    assert row(at).closed_on == clock.today()
    assert row(at).before_id == row(before).pk
    assert ishi.post(f"{at}measures/new/", {"text": REASON, "strength": "check"}).status_code == 409
    assert ishi.post(f"{at}reopen/", saw(at)).status_code == 302
    assert ishi.post(f"{at}measures/new/", {"text": REASON, "strength": "check"}).status_code == 302


@pytest.mark.parametrize(
    "more", [{"reason": " "}, {"on": TOMORROW}, {"duty": "forget"}, {"decided": "perhaps"}, {"on": ""}]
)
def test_a_decision_has_a_duty_a_day_that_was_and_a_reason(client_of: Sign, more: dict[str, str]) -> None:
    ishi = client_of("ishi")
    at = enter(ishi)
    told = {"duty": "full", "decided": "done", "on": clock.today().isoformat(), "reason": REASON}
    assert ishi.post(f"{at}decide/", told | more).status_code == 422
    assert not Decision.objects.exists()


# ---------------------------------------------------------------- what waits for a safe day


def test_what_is_withheld_is_not_there_for_another_section(client_of: Sign) -> None:
    at = enter(client_of("ishi"), withheld="on", withheld_until=(clock.today() + timedelta(days=30)).isoformat())
    hirano = client_of("hirano")
    assert hirano.get(at).status_code == 404
    assert OUTLINE not in text(hirano.get("/register/"))
    assert OUTLINE in text(client_of("miura").get("/register/"))
