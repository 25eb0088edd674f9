"""Against which lists a dispatch is held: a newer version, a list that came with it, and what cannot be read as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.desk.driving import Driven, book, text
from tests.web.desk.registers import SUBJECTS, kindergartens, register

from sekisho.web import clock
from sekisho.web.desk.actions.telling import Pen, salt_of
from sekisho.web.desk.models import Dispatch, OwnList
from sekisho.web.desk.queries.seeing import see
from sekisho.web.desk.sources_in_force import digests
from sekisho.web.installation import installation
from sekisho.web.people.queries import by_pin, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.test import Client
    from tests.web.city import City

FOREIGN = book([("番号", "氏名", "生年月日"), (1, "泉 直子", "2020-05-01"), (2, "堤 玲奈", "2020-02-29")])
"""A list for K001 with a child of K002 in it."""


@pytest.fixture
def begun(city: City, work: Callable[[], int], client_of: Callable[[str], Client]) -> Driven:
    """A dispatch to two kindergartens, begun by the page."""
    register(city, "hoiku", "recipients", kindergartens(2))
    register(city, "hoiku", "subjects", SUBJECTS)
    typed = {"act": "start", "hands": "3", "title": "園別名簿", "protection": "at-release", "chosen": ["K001", "K002"]}
    answer = client_of("miura").post("/dispatches/new/kindergartens-mail/", typed)
    made = Driven.__new__(Driven)
    made.city, made.work, made.clients, made.department = city, work, {}, "hoiku"
    made.number = str(answer["location"]).strip("/").split("/")[1]
    for login in ("saeki", "ono"):
        made.do(login, "brief")
    return made


def upload(driven: Driven, name: str, data: bytes, kind: str = "scope", login: str = "miura") -> Any:
    file = SimpleUploadedFile(name, data)
    return driven.post(login, f"/d/{driven.number}/sources/", kind=kind, file=file)


def in_files() -> set[str]:
    return set(installation().files.ids())


def seen(driven: Driven) -> Any:
    account = by_pin("miura", "602814")
    assert account
    who = signed_in(account)
    assert who
    return see(driven.number, who, clock.now())


def judged_today(driven: Driven) -> bool:
    """Whether what is in force is what the dispatch was held against, as its release asks."""
    pen = Pen(salt_of(driven.number))
    return {kind: pen.mark(one) for kind, one in digests(seen(driven)).items()} == dict(driven.state.sources)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("範囲.csv", b"", "0バイト"),
        ("範囲.csv", "宛先番号,本人ID\nK001,S0001\n".encode()[:-9] + b"\xff\xfe\xff\n", "文字コード"),
        ("範囲.csv", "宛先番号,氏名\nK001,泉\n".encode(), "見出し"),
        ("範囲.csv", "宛先番号,本人ID\n".encode(), "見出しの他の行がありません"),
        ("範囲.pdf", b"%PDF-1.7", "読めない形式"),
        ("範囲.xlsx", b"PK\x03\x04 no workbook", "読めません"),
    ],
)
def test_what_is_no_list_changes_nothing(begun: Driven, name: str, data: bytes, told: str) -> None:
    before, row, events = in_files(), Dispatch.objects.get(pk=begun.number).sources, begun.events
    answer = upload(begun, name, data)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'class="field wrong"' in answer.content.decode()
    assert (in_files(), Dispatch.objects.get(pk=begun.number).sources, begun.events) == (before, row, events)
    assert not OwnList.objects.exists()


def test_without_its_kind_or_its_file_nothing_is_taken(begun: Driven) -> None:
    assert upload(begun, "範囲.csv", b"a", kind="").status_code == 422
    assert upload(begun, "範囲.csv", b"a", kind="people").status_code == 422
    assert begun.post("miura", f"/d/{begun.number}/sources/", kind="scope").status_code == 422
    assert not OwnList.objects.exists()


def test_who_has_no_part_in_it_sees_nothing(begun: Driven) -> None:
    assert begun.client("asai").get(f"/d/{begun.number}/sources/").status_code == 404
    assert upload(begun, "範囲.csv", "宛先番号,本人ID\nK001,S0001\n".encode(), login="asai").status_code == 404
    assert begun.post("asai", f"/d/{begun.number}/sources/renew/").status_code == 404
    assert not OwnList.objects.exists()


def test_one_cannot_go_back_to_a_list_that_nobody_registered(begun: Driven) -> None:
    assert upload(begun, "範囲.csv", "宛先番号,本人ID\nK001,S0001\n".encode()).status_code == 302
    assert begun.post("miura", f"/d/{begun.number}/sources/scope/registered/").status_code == 409
    assert begun.post("miura", f"/d/{begun.number}/sources/people/registered/").status_code == 404


# ---------------------------------------------------------------- a newer version


def test_the_same_version_asks_for_nothing(begun: Driven) -> None:
    assert judged_today(begun)
    assert "新しい台帳が使用中です" not in begun.page("miura", f"/d/{begun.number}/sources/")
    before = begun.events
    assert begun.post("miura", f"/d/{begun.number}/sources/renew/").status_code == 302
    assert begun.events == before


def test_a_newer_version_is_named_and_inspected_against(begun: Driven) -> None:
    begun.attach("saeki", {"p0001": ("名簿.xlsx", FOREIGN), "p0002": ("名簿.xlsx", FOREIGN)})
    version = register(
        begun.city,
        "hoiku",
        "subjects",
        SUBJECTS.replace(
            "S0003,堤 玲奈,2020-02-29,さくら野市南町3-1,K002", "S0003,堤 玲奈,2020-02-29,さくら野市南町3-1,K001"
        ),
    )
    assert not judged_today(begun)
    page = begun.page("saeki", f"/d/{begun.number}/sources/")
    assert "新しい台帳が使用中です" in page
    assert begun.post("saeki", f"/d/{begun.number}/sources/renew/").status_code == 302
    assert begun.events[-1] == "sources_changed"
    assert begun.work() >= 1
    assert Dispatch.objects.get(pk=begun.number).sources["subjects"] == version
    assert judged_today(begun)
    checks = {one.check for one in begun.state.inspections["p0001"].findings}
    assert "scope" not in checks  # by the newer list the child is of K001
    assert "今日、使用中の台帳で検査しました" in text(begun.page("saeki", f"/d/{begun.number}/sources/"))


# ---------------------------------------------------------------- a list that came with the dispatch


def test_a_list_of_ones_own_is_held_against_and_shown_everywhere(begun: Driven) -> None:
    begun.attach("saeki", {"p0001": ("名簿.xlsx", FOREIGN), "p0002": ("名簿.xlsx", FOREIGN)})
    assert "scope" in {one.check for one in begun.state.inspections["p0001"].findings}
    scope = "宛先番号,本人ID\nK001,S0001\nK001,S0003\nK002,S0003\n"
    assert upload(begun, "範囲.csv", scope.encode("cp932")).status_code == 302
    begun.work()
    assert "scope" not in {one.check for one in begun.state.inspections["p0001"].findings}
    assert "scope" in {one.check for one in begun.state.inspections["p0002"].findings}
    assert judged_today(begun)
    for url in (f"/d/{begun.number}/", f"/d/{begun.number}/sources/"):
        assert "自前" in begun.page("saeki", url)
    register(begun.city, "hoiku", "scope", scope)
    assert judged_today(begun)  # the dispatch stays with its own
    assert begun.post("saeki", f"/d/{begun.number}/sources/scope/registered/").status_code == 302
    begun.work()
    assert judged_today(begun)
    assert "自前" not in text(begun.page("saeki", f"/d/{begun.number}/")).replace("自前の一覧", "")
