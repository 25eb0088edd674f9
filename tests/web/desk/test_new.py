"""送付を始める: what must not begin anything first, then what does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from tests.web.desk.registers import SUBJECTS, kindergartens, register

from sekisho.web import clock
from sekisho.web.desk.models import Counter, Dispatch, ParcelRow
from sekisho.web.desk.parcels import Addressee, addressee
from sekisho.web.installation import installation

if TYPE_CHECKING:
    from tests.web.city import City

Signing = Callable[[str], Client]
MAIL, SINGLE, TAX, WEB = (
    f"/dispatches/new/{one}/" for one in ("kindergartens-mail", "single", "tax-notices", "web-list")
)


def typed(**other: Any) -> dict[str, Any]:
    day = clock.today() + timedelta(days=3)
    told = {"act": "start", "hands": "3", "title": "園別名簿", "day": day.isoformat(), "clock": "15:00"}
    return {**told, "protection": "at-release", **other}


def addressees(number: str) -> list[Addressee]:
    rows = ParcelRow.objects.filter(dispatch=number).order_by("key")
    return [addressee(one.told, installation().cipher, number, one.key) for one in rows]


def begun(answer: Any) -> str:
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return str(answer["location"]).strip("/").split("/")[1]


def nothing_begun() -> bool:
    return not Dispatch.objects.exists() and not Counter.objects.exists() and not ParcelRow.objects.exists()


# ---------------------------------------------------------------- who may not


def test_who_is_no_drafter_does_not_come_in(client_of: Signing) -> None:
    for login in ("kano", "tachi", "nakata"):
        assert client_of(login).get("/dispatches/new/").status_code == 403
        assert client_of(login).post(MAIL, typed()).status_code == 403
    assert nothing_begun()


def test_another_department_than_ones_own_is_not_taken(city: City, client_of: Signing) -> None:
    register(city, "hoiku", "recipients", kindergartens(2))
    answer = client_of("asai").post(MAIL, typed(department="hoiku", chosen=["K001"]))
    assert answer.status_code == 422  # judged in their own department, which has no such recipient
    assert nothing_begun()


def test_no_such_procedure(client_of: Signing) -> None:
    assert client_of("miura").get("/dispatches/new/nothing/").status_code == 404


# ---------------------------------------------------------------- what is wrong stays at its field, and nothing is saved


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"chosen": []}, "宛先が選ばれていません"),
        ({"chosen": ["K001", "K999"]}, "使用中の宛先の台帳にありません"),
        ({"title": " "}, "案件の名前を書いてください"),
        ({"title": "名簿\x07一覧"}, "制御文字"),
        ({"title": "名簿\x00一覧"}, "制御文字"),
        ({"title": "あ" * 101}, "100文字まで"),
        ({"day": "あした"}, "日付が読めません"),
        ({"day": "2020-01-01"}, "過ぎた日時"),
        ({"day": ""}, "日付も書いてください"),
        ({"clock": "25:00"}, "時刻が読めません"),
        ({"protection": ""}, "暗号化のしかた"),
        ({"hand-0-name": "そら幼稚園"}, "メールアドレスを書いてください"),
        ({"hand-0-to": "a@b.example"}, "宛先の名前を書いてください"),
        ({"hand-0-name": "そら幼稚園", "hand-0-to": "a@b"}, "メールアドレスの形ではありません"),
        ({"hand-0-name": "そ\x00ら", "hand-0-to": "a@b.example"}, "制御文字"),
        ({"hand-0-name": "そら", "hand-0-id": "K001", "hand-0-to": "a@b.example"}, "同じ宛先が二度"),
        ({"numbers": "S0001"}, "本人の台帳がありません"),
    ],
)
def test_what_is_wrong_begins_nothing_and_what_was_typed_stays(
    city: City, client_of: Signing, wrong: dict[str, Any], told: str
) -> None:
    register(city, "hoiku", "recipients", kindergartens(3))
    answer = client_of("miura").post(MAIL, typed(**{"chosen": ["K001", "K002"], "purpose": "補助金", **wrong}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text
    assert 'value="補助金"' in text
    if "chosen" not in wrong:
        assert text.count(" checked>") >= 2
    assert nothing_begun()


def test_a_recipient_without_an_address_for_this_way(city: City, client_of: Signing) -> None:
    register(city, "hoiku", "recipients", "宛先番号,名称\nK001,あけぼの幼稚園\n")
    answer = client_of("miura").post(MAIL, typed(chosen=["K001"]))
    assert answer.status_code == 422
    assert "メールアドレスがありません: あけぼの幼稚園" in answer.content.decode()
    assert nothing_begun()


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("S9999", "本人の台帳にいません"),
        ("S0004", "住所が、本人の台帳にありません"),
        ("S0001 Ｓ０００１", "同じ宛先が二度"),
    ],
)
def test_a_number_that_is_nobodys(city: City, client_of: Signing, number: str, told: str) -> None:
    register(city, "shogai", "subjects", SUBJECTS)
    looked = " ".join(number.replace("Ｓ０００１", "S0001").split())
    answer = client_of("asai").post(SINGLE, typed(numbers=number, looked=looked))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert nothing_begun()


def test_a_letter_begins_only_after_its_name_was_seen(city: City, client_of: Signing) -> None:
    register(city, "shogai", "subjects", SUBJECTS)
    client = client_of("asai")
    answer = client.post(SINGLE, typed(numbers="S0001", looked="S0002"))
    assert answer.status_code == 422
    assert "泉 直子" in answer.content.decode()
    assert nothing_begun()


@pytest.mark.parametrize(
    ("lots", "told"),
    [
        ("", "ロットがひとつもありません"),
        ("A 501", "501通です"),
        ("A 0", "0通です"),
        ("A 10\nA 20", "二度あります"),
        ("四百", "1行目が読めません"),
        ("A -3", "1行目が読めません"),
    ],
)
def test_lots_that_are_none(client_of: Signing, lots: str, told: str) -> None:
    answer = client_of("sakuma").post(TAX, typed(lots=lots))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert nothing_begun()


def test_buttons_that_change_the_page_alone_begin_nothing(city: City, client_of: Signing) -> None:
    register(city, "hoiku", "recipients", kindergartens(20))
    client = client_of("miura")
    for act in ("find", "all", "none", "look", "more"):
        answer = client.post(MAIL, typed(act=act, find="幼稚園2", chosen=["K001"]))
        assert answer.status_code == 200
        assert 'value="園別名簿"' in answer.content.decode()
    assert nothing_begun()


# ---------------------------------------------------------------- what does begin


def test_the_chosen_ones_are_in_it_with_what_the_register_says(city: City, client_of: Signing) -> None:
    version = register(city, "hoiku", "recipients", kindergartens(5))
    number = begun(client_of("miura").post(MAIL, typed(chosen=["K002", "K004"], purpose="補助金")))
    told = addressees(number)
    assert [(one.id, one.to, one.given) for one in told] == [
        ("K002", ("office@k002.example.jp",), ""),
        ("K004", ("office@k004.example.jp",), ""),
    ]
    row = Dispatch.objects.get(pk=number)
    assert row.sources == {"recipients": version}
    assert row.protection == "at-release"
    assert row.planned_at is not None
    assert row.planned_at.astimezone(clock.JAPAN).strftime("%H:%M") == "15:00"


def test_what_a_search_does_not_show_stays_chosen(city: City, client_of: Signing) -> None:
    register(city, "hoiku", "recipients", kindergartens(12))
    answer = client_of("miura").post(MAIL, typed(act="find", find="Ｋ０１０", chosen=["K001"]))
    text = answer.content.decode()
    assert '<input type="hidden" name="chosen" value="K001">' in text
    assert text.count('type="checkbox" name="chosen"') == 1
    every = client_of("miura").post(MAIL, typed(act="all", find="Ｋ０１０", chosen=["K001"])).content.decode()
    assert "2件を選んでいます" in every


def test_how_many_are_chosen_is_not_said_where_no_script_follows_the_ticks(city: City, client_of: Signing) -> None:
    register(city, "hoiku", "recipients", kindergartens(2))
    text = client_of("miura").get(MAIL).content.decode()
    assert re.search(r'<p aria-live="polite" data-chosen="{count}件を選んでいます" hidden>', text)


def test_three_hundred_recipients_are_quick(city: City, client_of: Signing) -> None:
    register(city, "hoiku", "recipients", kindergartens(300))
    client = client_of("miura")
    client.get(MAIL)
    began = time.perf_counter()
    assert client.post(MAIL, typed(act="all")).content.decode().count(" checked>") >= 300
    number = begun(client.post(MAIL, typed(chosen=[f"K{one:03}" for one in range(1, 301)])))
    assert time.perf_counter() - began < 10
    assert len(addressees(number)) == 300


def test_a_letter_to_a_person_takes_the_address_from_the_register(city: City, client_of: Signing) -> None:
    register(city, "shogai", "subjects", SUBJECTS)
    client = client_of("asai")
    seen = client.post(SINGLE, typed(act="look", numbers="90003")).content.decode()
    assert "堤 玲奈" in seen
    number = begun(client.post(SINGLE, typed(numbers="90003", looked="90003")))
    [told] = addressees(number)
    assert (told.id, told.where, told.about, told.given) == ("S0003", "さくら野市南町3-1", ("S0003",), "person")
    assert "堤" not in client.get(f"/d/{number}/").content.decode()


def test_what_was_typed_by_hand_is_marked(client_of: Signing) -> None:
    hand = {"hand-0-name": "そら幼稚園", "hand-0-to": "sora@example.jp"}
    number = begun(client_of("miura").post(MAIL, typed(**hand)))
    [told] = addressees(number)
    assert (told.id, told.given) == ("そら幼稚園", "hand")


def test_lots_with_their_pieces(client_of: Signing) -> None:
    number = begun(client_of("sakuma").post(TAX, typed(lots="Ａ　４８０\n\nB 500")))
    assert [(one.lot, one.pieces) for one in addressees(number)] == [("A", 480), ("B", 500)]


def test_the_web_has_one_recipient(client_of: Signing) -> None:
    number = begun(client_of("maki").post(WEB, typed(hands="0")))
    assert [one.id for one in addressees(number)] == ["PUBLIC"]


def test_the_questions_lead_to_a_procedure_and_leave_the_others(client_of: Signing) -> None:
    client = client_of("miura")
    text = client.get("/dispatches/new/?to=people&way=post").content.decode()
    assert text.index("/dispatches/new/tax-notices/") < text.index("/dispatches/new/single/")
    assert text.count("/dispatches/new/") >= 7
    none = client.get("/dispatches/new/?to=person&way=hand").content.decode()
    assert "この送り方の手順がありません" in none
    assert "選んでください" in client.get("/dispatches/new/?way=post").content.decode()
