"""The pages of people: who sees whom, what stands where, and how many questions that takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.city import COURSES, City

from sekisho.web import clock
from sekisho.web.people import actions, queries

ClientOf = Callable[[str], Client]
PATHS = ("", "new/", "training/", "departments/", "departments/hoiku/", "moves/", "moves/sheet.xlsx")


def url(city: City, login: str, more: str = "") -> str:
    return f"/people/staff/{city[login].removeprefix('staff/')}/{more}"


@pytest.mark.parametrize("login", ["miura", "ono", "seki", "nakata", "moriya"])
def test_others_see_no_page_of_people(city: City, client_of: ClientOf, login: str) -> None:
    client = client_of(login)
    pages = [f"/people/{path}" for path in PATHS]
    pages += [url(city, "kano", more) for more in ("", "change/", "posts/", "accounts/")]
    pages += [f"/people/posts/{city.posts['kano', 'confirmer']}/{more}/" for more in ("end", "deputy")]
    for page in pages:
        assert client.get(page).status_code == 403, page
    assert "/people/" not in client.get("/me/").content.decode()


def test_nobody_sees_anything_without_signing_in(city: City) -> None:
    client = Client(SERVER_NAME="localhost")
    for page in (*(f"/people/{path}" for path in PATHS), url(city, "kano"), "/me/", "/me/password/", "/me/pin/"):
        assert client.get(page).url.startswith("/sign-in/")  # type: ignore[attr-defined]


def test_a_chief_sees_their_own_section_alone(city: City, client_of: ClientOf) -> None:
    client = client_of("toda")
    text = client.get("/people/").content.decode()
    assert "加納 由紀" in text
    assert "河合 拓" not in text
    assert "河合 拓" not in client.post("/people/", {"text": "河合", "department": "hoken"}).content.decode()
    assert client.get(url(city, "kawai")).status_code == 404
    assert client.get("/people/staff/000000000000/").status_code == 404
    page = client.get(url(city, "kano")).content.decode()
    for word in ("アカウント", "kano@", "役割を付ける"):
        assert word not in page
    assert "代決者を決める" in page
    for path in ("new/", "departments/", "moves/", "moves/sheet.xlsx"):
        assert client.get(f"/people/{path}").status_code == 403
    people = client.get("/people/training/?department=hoken").content.decode()
    assert "河合 拓" not in people
    assert "戸田 久美" not in people.split("</header>")[1]  # their own is recorded by another one


def test_a_post_of_another_section_is_not_told_by_its_number(city: City, client_of: ClientOf) -> None:
    number = city.posts["kawai", "confirmer"]
    assert client_of("toda").get(f"/people/posts/{number}/deputy/").status_code == 404
    assert client_of("toda").get("/people/posts/999999/deputy/").status_code == 404


def test_people_are_found_by_name_and_number_and_neither_is_in_an_address(city: City, client_of: ClientOf) -> None:
    client = client_of("ishi")
    for text, there in (
        ("佐伯", 1),
        ("佐伯隼人", 1),
        ("佐伯　隼人", 1),
        ("0000", 9),
        ("いない", 0),
        ("%", 0),
        ("_", 0),
    ):
        page = client.post("/people/", {"text": text, "department": ""}).content.decode()
        assert page.count("/people/staff/") == there, text
    assert "佐伯" not in client.get("/people/?text=佐伯&department=kaigo").content.decode().split("<form")[0]
    page = client.post("/people/", {"text": "", "department": "kaigo"}).content.decode()
    assert "志賀 文" in page
    assert "佐伯 隼人" not in page


def test_a_title_names_nobody(city: City, client_of: ClientOf) -> None:
    client = client_of("ishi")
    for page in (url(city, "kano"), url(city, "kano", "posts/"), url(city, "kano", "change/"), "/people/"):
        title = client.get(page).content.decode().split("<title>")[1].split("</title>")[0]
        assert "加納" not in title


def test_questions_do_not_grow_with_people(city: City, client_of: ClientOf) -> None:
    client, now = client_of("ishi"), clock.now()

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(page).status_code == 200
        return len(found)

    pages = ("/people/", url(city, "kano"), "/people/training/?department=hoiku", "/people/departments/", "/me/")
    for page in pages:  # what is read once for the process is read
        asked(page)
    before = [asked(page) for page in pages]
    for number in range(12):
        alias = actions.add_person(
            staff_number=f"9{number:04}", name=f"一 人{number}", family="一", home="hoiku", by=actions.SYSTEM, at=now
        )
        told: dict[str, Any] = {"since": now.date(), "by": actions.SYSTEM, "at": now}
        actions.give_post(person=alias, role="worker", department="hoiku", **told)
        actions.give_post(person=city["kano"], role="worker", department="kaigo", **told | _one_day(number))
        actions.record_training(
            person=city["kano"], course=f"研修{number}", done_on=now.date(), until=now.date(), by=actions.SYSTEM, at=now
        )
    assert [asked(page) for page in pages] == before
    assert max(before) <= 24


def _one_day(number: int) -> dict[str, Any]:
    day = clock.today() + timedelta(days=number)
    return {"since": day, "until": day}


def test_who_is_before_the_screen_takes_five_questions(city: City, client_of: ClientOf) -> None:
    client = client_of("kano")
    with CaptureQueriesContext(connection) as found:
        client.post("/language/", {"language": "ja", "next": "/"})
    asked = [one["sql"] for one in found if one["sql"].lstrip().startswith("SELECT")]
    assert len(asked) <= 5, "\n".join(asked)


def test_courses_are_those_of_the_procedures(city: City, client_of: ClientOf) -> None:
    page = client_of("ishi").get("/people/training/").content.decode()
    assert all(f'value="{course}"' in page for course in COURSES)
    today = clock.today()
    made_up = {
        "course": "作り話",
        "people": [city["kano"]],
        "done_on": today.isoformat(),
        "until": (today + timedelta(days=300)).isoformat(),
    }
    client = client_of("toda")
    assert client.post("/people/training/", made_up).status_code == 422
    assert client.post("/people/training/", {**made_up, "course": COURSES[0], "people": []}).status_code == 422
    assert client.post("/people/training/", {**made_up, "course": COURSES[0]}).status_code == 200


def test_from_nobody_to_somebody_who_signs_in(city: City, client_of: ClientOf) -> None:
    client, today = client_of("ishi"), clock.today()
    wrong = {"staff_number": "", "name": "一条 人子", "family": "", "home": "nowhere", "mail": "no address"}
    page = client.post("/people/new/", wrong)
    assert page.status_code == 422
    assert page.content.decode().count('class="field wrong"') == 3
    assert "一条 人子" in page.content.decode()  # what was typed stays
    right = {**wrong, "staff_number": "90001", "family": "一条", "home": "kaigo", "mail": ""}
    made = client.post("/people/new/", right)
    assert made.status_code == 302
    assert client.post("/people/new/", right).status_code == 409
    post = {"department": "kaigo", "role": "worker", "since": "令和8年4月1日", "until": ""}
    assert client.post(f"{made.url}posts/", post).status_code == 422  # too long ago
    assert client.post(f"{made.url}posts/", {**post, "since": today.isoformat()}).status_code == 302
    page = client.post(f"{made.url}accounts/", {"login": "ICHIJO"})
    password = page.content.decode().split("<code>")[1].split("</code>")[0]
    new = Client(SERVER_NAME="localhost")
    assert new.post("/sign-in/", {"login": "ichijo", "password": password}).status_code == 302
    assert new.get("/").url == "/me/password/"  # type: ignore[attr-defined]


def test_departments_are_added_and_renamed(city: City, client_of: ClientOf) -> None:
    client = client_of("ishi")
    for told in (
        {"name": "", "short": "新", "code": "new"},
        {"name": "介護保険課", "short": "介護", "code": "new"},
        {"name": "新しい課", "short": "七文字は長い名", "code": "new"},
        {"name": "新しい課", "short": "新", "code": "kaigo"},
        {"name": "新しい課", "short": "新", "code": "課"},
    ):
        assert client.post("/people/departments/", told).status_code == 422, told
    assert client.post("/people/departments/", {"name": "新しい課", "short": "新", "code": "new"}).status_code == 302
    assert client.post("/people/departments/kaigo/", {"name": "新しい課", "short": "新"}).status_code == 422
    assert client.post("/people/departments/kaigo/", {"name": "長寿課", "short": "長寿"}).status_code == 302
    assert queries.departments()["kaigo"] == "長寿課"
    assert client.get("/people/departments/none/").status_code == 404


def test_training_that_ends_soon_is_told(city: City, client_of: ClientOf) -> None:
    today, now = clock.today(), clock.now()
    for course, days in (("すぐ切れる", 10), ("切れた", -1)):
        actions.record_training(
            person=city["sugita"],
            course=course,
            done_on=today - timedelta(days=300),
            until=today + timedelta(days=days),
            by=actions.SYSTEM,
            at=now,
        )
    for client, page in ((client_of("sugita"), "/me/"), (client_of("ishi"), url(city, "sugita"))):
        text = client.get(page).content.decode()
        assert "まもなく切れます" in text
        assert "切れています" in text


def test_every_page_speaks_english(city: City, client_of: ClientOf) -> None:
    client = client_of("ishi")
    client.post("/language/", {"language": "en", "next": "/"})
    for page in ("/people/", "/people/new/", "/people/moves/", "/people/training/", "/people/departments/", "/me/pin/"):
        text = client.get(page).content.decode()
        assert '<html lang="en">' in text
        for word in ("職員番号", "研修を", "暗証番号", "書いて", "まとめて"):
            assert word not in text, page
