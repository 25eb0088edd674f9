"""Moving people in bulk: the table out, the table in, all of it or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.people import actions, queries
from sekisho.web.people.moving import HEADINGS
from sekisho.web.people.sheet import read_rows

if TYPE_CHECKING:
    from django.test import Client
    from tests.web.city import City

Rows = Sequence[Sequence[str]]
Xlsx = Callable[[Rows], bytes]
DAY = clock.today() + timedelta(days=40)


@pytest.fixture
def client(client_of: Callable[[str], Client]) -> Client:
    return client_of("ishi")


def put(client: Client, data: bytes, name: str = "ido.xlsx", since: date = DAY) -> Any:
    return client.post("/people/moves/", {"since": since.isoformat(), "file": SimpleUploadedFile(name, data)})


def apply(client: Client, seen: Any) -> Any:
    found = re.search(r'name="moves" value="([^"]+)"', seen.content.decode())
    assert found
    return client.post("/people/moves/apply/", {"moves": found[1]})


KANO = ("00003", "加納 由紀", "保育幼稚園課", "確認者")


def test_the_table_that_went_out_changes_nothing(city: City, client: Client, tmp_path: Path) -> None:
    out = client.get("/people/moves/sheet.xlsx", {"since": DAY.isoformat()})
    assert out.headers["Content-Type"].endswith("sheet")
    (tmp_path / "ido.xlsx").write_bytes(out.content)
    rows = read_rows(tmp_path / "ido.xlsx", "ido.xlsx", HEADINGS, HEADINGS)
    assert {row["職員番号"] for row in rows} >= {"00001", "00036"}
    assert KANO in [tuple(row[one] for one in HEADINGS[:4]) for row in rows]
    before = installation().store.size()
    page = put(client, out.content)
    assert page.status_code == 200
    assert 'name="moves"' not in page.content.decode()  # nothing to apply, also for who has no post
    assert installation().store.size() == before


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("99999", "一 人", "", "", "介護保険課", "作業者"), "職員番号"),
        ((*KANO, "ない課", "確認者"), "次の課"),
        ((*KANO, "介護保険課", "市長"), "次の役割"),
        ((*KANO, "介護保険課", "関所"), "次の役割"),
        ((*KANO, "介護保険課", ""), "次の役割"),
        ((*KANO, "", "確認者"), "次の課"),
        (("00003", "加納 由紀", "介護保険課", "確認者", "住宅課", "確認者"), "いまの役割"),
        (("00003", "加納 由紀", "", "", "保育幼稚園課", "確認者"), "次の役割"),
        (("00036", "石川 真帆", "", "", "介護保険課", "課長"), "職員番号"),  # nobody moves themselves
    ],
)
def test_a_fault_is_told_by_row_and_column_and_nothing_can_be_applied(
    city: City, client: Client, xlsx: Xlsx, row: Sequence[str], column: str
) -> None:
    good = ("00001", "三浦 恵", "保育幼稚園課", "起案者", "介護保険課", "起案者")
    page = put(client, xlsx([HEADINGS, good, row]))
    assert page.status_code == 422
    text = page.content.decode()
    assert re.search(rf'<td class="r num">3</td><th scope="row">{column}</th>', text)
    assert 'name="moves"' not in text


def test_a_row_twice_is_a_fault(city: City, client: Client, xlsx: Xlsx) -> None:
    page = put(client, xlsx([HEADINGS, (*KANO, "介護保険課", "確認者"), (*KANO, "住宅課", "確認者")]))
    assert page.status_code == 422


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ido.pdf", b"%PDF-1.7"),
        ("ido.xlsx", b""),
        ("ido.xlsx", b"PK\x03\x04 broken"),
        ("ido.csv", "職員番号,氏名\n00003,加納 由紀\n".encode()),
    ],
)
def test_a_file_that_is_no_table_is_told_at_its_field(city: City, client: Client, name: str, data: bytes) -> None:
    page = put(client, data, name)
    assert page.status_code == 422
    assert 'class="field wrong"' in page.content.decode()


def test_everybody_moves_on_the_day_and_not_before(city: City, client: Client, xlsx: Xlsx) -> None:
    rows = [
        HEADINGS,
        (*KANO, "介護保険課", "確認者"),
        ("00001", "三浦 恵", "保育幼稚園課", "起案者", "", ""),
        ("00020", "志賀 文", "", "", "介護保険課", "課長"),
        ("00002", "佐伯 隼人", "保育幼稚園課", "作業者", "保育幼稚園課", "作業者"),
    ]
    before = installation().store.size()
    page = put(client, xlsx(rows))
    assert page.status_code == 200
    assert installation().store.size() == before  # seen, not done
    assert apply(client, page).status_code == 200
    assert installation().store.size() == before + 4
    kano, eve = queries.actor(city["kano"]), DAY - timedelta(days=1)
    assert queries.departments_of(kano, eve) == ("hoiku",)
    assert queries.departments_of(kano, DAY) == ("kaigo",)
    assert queries.holds_role(queries.actor(city["miura"]), "drafter", "hoiku", eve)
    assert not queries.departments_of(queries.actor(city["miura"]), DAY)
    assert queries.holds_role(queries.actor(city["shiga"]), "chief", "kaigo", DAY)
    assert queries.holds_role(queries.actor(city["shiga"]), "confirmer", "kaigo", DAY)
    assert queries.holds_role(queries.actor(city["saeki"]), "worker", "hoiku", DAY)


def test_the_stamp_is_of_the_old_section_until_the_day(
    city: City, client: Client, xlsx: Xlsx, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(client, put(client, xlsx([HEADINGS, (*KANO, "介護保険課", "確認者")])))
    assert queries.names([city["kano"]])[city["kano"]].section == "保育幼稚園"
    monkeypatch.setattr(clock, "today", lambda: DAY)
    assert queries.names([city["kano"]])[city["kano"]].section == "介護保険"


def test_what_changed_since_it_was_seen_is_not_applied(city: City, client: Client, xlsx: Xlsx) -> None:
    page = put(client, xlsx([HEADINGS, (*KANO, "介護保険課", "確認者")]))
    actions.end_post(
        post=city.posts["kano", "confirmer"],
        until=DAY + timedelta(days=9),
        by=queries.actor(city["ishi"]),
        at=clock.now(),
    )
    before = installation().store.size()
    assert apply(client, page).status_code == 409
    assert installation().store.size() == before


def test_a_preview_is_applied_once_and_by_who_saw_it(
    city: City, client: Client, client_of: Callable[[str], Client], xlsx: Xlsx
) -> None:
    page = put(client, xlsx([HEADINGS, (*KANO, "介護保険課", "確認者")]))
    assert apply(client_of("toda"), page).status_code == 403
    actions.give_post(person=city["toda"], role="security", since=clock.today(), by=actions.SYSTEM, at=clock.now())
    assert apply(client_of("toda"), page).status_code == 409
    assert apply(client, page).status_code == 200
    assert apply(client, page).status_code == 409
    assert client.post("/people/moves/apply/", {"moves": "forged:1:x"}).status_code == 409


def test_long_ago_is_refused(city: City, client: Client, xlsx: Xlsx) -> None:
    page = put(client, xlsx([HEADINGS, (*KANO, "介護保険課", "確認者")]), since=clock.today() - timedelta(days=60))
    assert page.status_code == 422


def test_the_same_table_as_csv(city: City, client: Client) -> None:
    rows = [HEADINGS, (*KANO, "介護保険課", "confirmer")]
    page = put(client, "\n".join(",".join(row) for row in rows).encode("cp932"), "ido.csv")
    assert page.status_code == 200
    assert apply(client, page).status_code == 200
