"""The pages of registered lists, as a browser gets them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from tests.unit.web.sources.conftest import HERE, NOW, SUBJECTS, TODAY, Town, register

from sekisho.web.sources import actions, queries

NEW = f"/sources/{HERE}/subjects/new/"
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def upload(client: Client, data: str | bytes, as_of: str = "令和8年11月24日", name: str = "台帳.csv") -> object:
    content = data.encode() if isinstance(data, str) else data
    return client.post(NEW, {"file": SimpleUploadedFile(name, content), "as_of": as_of})


def pages(town: Town) -> list[str]:
    """Return every page that can be opened, with a draft of 青木 and a version that waits."""
    version, draft = town.propose(register(3)), town.take(register(3), by="榎本")
    return [
        f"/sources/drafts/{draft}/",
        f"/sources/drafts/{draft}/difference/",
        f"/sources/versions/{version}/",
        f"/sources/{HERE}/subjects/",
        NEW,
    ]


# ---------------------------------------------------------------- who sees nothing


def test_who_has_not_signed_in_is_led_to_the_sign_in(town: Town) -> None:
    for path in ("/sources/", *pages(town)):
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("name", ["土井", "江口", "福田"])
def test_another_section_finds_no_page(town: Town, name: str) -> None:
    client = town.signed(name)
    for path in pages(town):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "氏名 1" not in answer.content.decode()
    assert HERE not in text(client, "/sources/")


@pytest.mark.parametrize("name", ["土井", "江口", "福田"])
def test_another_section_does_nothing(town: Town, name: str) -> None:
    version, draft = town.propose(register(3)), town.take(register(3), by="榎本")
    client, before = town.signed(name), town.events()
    for act in ("accept", "refuse", "withdraw"):
        answer = client.post(f"/sources/versions/{version}/{act}/", {"saw": "", "reason": "違う"})
        assert answer.status_code == 404, act
    for act in ("propose", "discard"):
        assert client.post(f"/sources/drafts/{draft}/{act}/", {"saw": ""}).status_code == 404, act
    assert client.post(f"/sources/drafts/{draft}/", {}).status_code == 404
    assert upload(client, register(3)).status_code == 404  # type: ignore[attr-defined]
    assert town.events() == before


def test_a_draft_is_its_uploaders_alone(town: Town) -> None:
    draft = town.take(register(3), by="榎本")
    for path in (f"/sources/drafts/{draft}/", f"/sources/drafts/{draft}/difference/"):
        text(town.signed("馬場"), path, 404)


@pytest.mark.parametrize("path", ["/sources/hoiku/nonsense/", "/sources/hoiku/nonsense/new/", "/sources/versions/x/"])
def test_what_is_not_there_is_not_found(town: Town, path: str) -> None:
    text(town.signed("青木"), path, 404)


def test_every_act_is_a_post(town: Town) -> None:
    version, draft = town.propose(register(3)), town.take(register(3), by="榎本")
    client = town.signed("榎本")
    paths = [f"/sources/versions/{version}/{act}/" for act in ("accept", "refuse", "withdraw")]
    paths += [f"/sources/drafts/{draft}/{act}/" for act in ("propose", "discard")]
    assert [client.get(path).status_code for path in paths] == [405] * 5


def test_a_form_from_elsewhere_is_refused(town: Town) -> None:
    version = town.propose(register(3))
    client = town.signed("馬場")
    client.handler.enforce_csrf_checks = True
    assert client.post(f"/sources/versions/{version}/accept/", {"saw": ""}).status_code == 403
    assert town.current() == ""


def test_who_supplied_it_has_no_button_and_is_told_whom_to_ask(town: Town) -> None:
    version = town.propose(register(3))
    found = text(town.signed("青木"), f"/sources/versions/{version}/")
    assert "/accept/" not in found
    assert "別の人に頼んでください" in found
    assert "/withdraw/" in found
    assert town.signed("青木").post(f"/sources/versions/{version}/accept/", {"saw": ""}).status_code == 403


# ---------------------------------------------------------------- names where they are needed, and nowhere else


def test_no_name_of_the_list_outside_its_difference(town: Town) -> None:
    town.accept(register(3), name="青木の台帳.csv")
    town.propose(register(4))
    client = town.signed("馬場")
    for path in ("/sources/", f"/sources/{HERE}/subjects/", NEW, f"/sources/versions/{town.current()}/"):
        assert "氏名 1" not in text(client, path)


def test_titles_and_addresses_name_no_file_and_nobody(town: Town) -> None:
    draft = town.take(SUBJECTS + "S1,山本 花子,,,\n", name="山本花子.csv")
    client = town.signed("青木")
    for path in (f"/sources/drafts/{draft}/", f"/sources/drafts/{draft}/difference/"):
        found = text(client, path)
        assert "花子" in found
        assert "花子" not in TITLE.findall(found)[0]
        assert not re.search(r'(?:href|action)="[^"]*花子', found)


def test_what_is_in_a_file_is_shown_as_text(town: Town) -> None:
    draft = town.take('本人ID,氏名,"<b>備考</b>"\nS1,<script>x</script>,\n', name="<i>.csv")
    for path in (f"/sources/drafts/{draft}/", f"/sources/drafts/{draft}/difference/"):
        found = text(town.signed("青木"), path)
        assert "<script>x" not in found
        assert "<b>備考" not in found
        assert "<i>.csv" not in found


# ---------------------------------------------------------------- errors at the field


def test_an_upload_without_file_and_day(town: Town) -> None:
    answer = town.signed("青木").post(NEW, {})
    found = answer.content.decode()
    assert answer.status_code == 422
    assert "台帳のファイルを選んでください" in found
    assert "何日の時点の台帳かを書いてください" in found


@pytest.mark.parametrize(
    ("data", "as_of", "says"),
    [
        (b"", "2026-11-24", "0バイト"),
        (register(1), "きのう", "何日の時点の台帳かを書いてください"),
        (register(1), "2027-01-01", "今日より後"),
        (register(1).encode() + b"S9,\xff,,,\n", "2026-11-24", "3行目"),
    ],
)
def test_what_is_wrong_stands_at_the_field(town: Town, data: str | bytes, as_of: str, says: str) -> None:
    answer = upload(town.signed("青木"), data, as_of)
    found = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert says in re.sub(r"<[^>]*>", "", "".join(re.findall(r'<div class="error".*?</div>', found)))
    assert f'value="{as_of}"' in found


def test_an_id_twice_stands_at_its_column_and_a_way_out_beside_it(town: Town) -> None:
    answer = upload(town.signed("青木"), SUBJECTS + "S1,青木,,,\nS1,馬場,,,\n")
    found = text(town.signed("青木"), answer["Location"])  # type: ignore[index]
    row = next(row for row in found.split("<tr>") if "本人ID" in row)
    assert "2行目と3行目" in row
    assert NEW in found


def test_a_column_that_does_not_exist_cannot_be_chosen(town: Town) -> None:
    draft = town.take(register(1))
    answer = town.signed("青木").post(f"/sources/drafts/{draft}/", {"column-0": "shoe_size"})
    assert answer.status_code == 422


def test_a_refusal_without_a_reason_is_asked_for_one(town: Town) -> None:
    version = town.propose(register(3))
    answer = town.signed("馬場").post(f"/sources/versions/{version}/refuse/", {"reason": " "})
    assert answer.status_code == 422
    assert "受け入れない理由を書いてください" in answer.content.decode()


# ---------------------------------------------------------------- the whole way


def test_from_the_upload_to_what_is_in_force(town: Town) -> None:
    supplier, other = town.signed("青木"), town.signed("馬場")
    assert "まだありません" in text(supplier, "/sources/")
    answer = upload(supplier, "記号,氏名\nS1,青木 一\nS2,馬場 二\n")
    draft = answer["Location"]  # type: ignore[index]
    assert "このままでは出せません" in text(supplier, draft)
    answer = supplier.post(draft, {"column-0": "subject_id", "column-1": "name"})
    assert answer["Location"] == f"{draft}difference/"
    assert "馬場 二" in text(supplier, answer["Location"])
    answer = supplier.post(f"{draft}propose/", {"saw": ""})
    version = answer["Location"]
    assert "受け入れ待ち" in text(other, "/sources/")
    assert "馬場 二" in text(other, version)
    assert other.post(f"{version}accept/", {"saw": ""})["Location"] == version
    found = text(other, "/sources/")
    assert "青木 一" in found
    assert "馬場 一" in found
    assert list(queries.in_force(HERE, TODAY)) == ["subjects"]
    assert "使用中" in text(supplier, f"/sources/{HERE}/subjects/")


def test_a_refused_list_comes_back_with_its_reason(town: Town) -> None:
    version = town.propose(register(3))
    path = f"/sources/versions/{version}/"
    town.signed("千葉").post(f"{path}refuse/", {"reason": "去年の台帳です"})
    assert "去年の台帳です" in text(town.signed("青木"), path)


def test_a_draft_can_be_thrown_away(town: Town) -> None:
    draft = town.take(register(3))
    client = town.signed("青木")
    assert "下書きを続ける" in text(client, "/sources/")
    client.post(f"/sources/drafts/{draft}/discard/")
    assert "下書きを続ける" not in text(client, "/sources/")


def test_accepting_what_was_compared_with_another_list_is_refused(town: Town) -> None:
    town.accept(register(3))
    version = town.propose(register(4))
    answer = town.signed("馬場").post(f"/sources/versions/{version}/accept/", {"saw": ""})
    assert answer.status_code == 409


def test_rows_come_in_pages(town: Town) -> None:
    version = town.propose(register(120))
    client, path = town.signed("馬場"), f"/sources/versions/{version}/"
    first, last = text(client, path), text(client, f"{path}?section=added&page=3")
    assert first.count("<td>氏名 ") == 50
    assert last.count("<td>氏名 ") == 20
    assert "page=2" in first
    assert "page=4" not in last


@pytest.mark.parametrize("page", ["0", "-1", "x", "９", "99999999999999999999"])
def test_a_page_that_is_not_there_is_one_that_is(town: Town, page: str) -> None:
    version = town.propose(register(3))
    text(town.signed("馬場"), f"/sources/versions/{version}/?page={page}")


def test_every_page_reads_in_english(town: Town) -> None:
    client = town.signed("榎本")
    client.cookies["sekisho_language"] = "en"
    for path in ("/sources/", *pages(town)):
        found = text(client, path)
        assert 'lang="en"' in found
        found = found[found.index("<main") : found.index("</main>")]
        # What people, sections and files are called stays as it is.
        for name in (*(f"{one} 一" for one in town.people), "保育幼稚園課", "台帳.csv"):
            found = found.replace(name, "")
        rest = re.sub(r"<t[dh][^>]*>.*?</t[dh]>|<option.*?</option>", "", found)
        assert not re.findall(r"[ぁ-ヿ一-鿿]+", rest), path


# ---------------------------------------------------------------- questions to the database


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        text(client, path)
    return len(caught)


def test_questions_do_not_grow_with_rows(town: Town) -> None:
    few = {}
    for count in (10, 200):
        version = town.propose(register(count))
        draft = town.take(register(count), by="榎本")
        found = {
            "version": asked(town.signed("榎本"), f"/sources/versions/{version}/"),
            "draft": asked(town.signed("榎本"), f"/sources/drafts/{draft}/difference/"),
            "columns": asked(town.signed("榎本"), f"/sources/drafts/{draft}/"),
        }
        assert few in ({}, found)
        few = found
        actions.withdraw(version=version, by=town.actor("青木"), at=NOW)


def test_questions_do_not_grow_with_versions(town: Town) -> None:
    counts = []
    for _ in range(2):
        for _ in range(6):
            actions.withdraw(version=town.propose(register(1)), by=town.actor("青木"), at=NOW)
        town.accept(register(1))
        client = town.signed("青木")
        counts.append((asked(client, "/sources/"), asked(client, f"/sources/{HERE}/subjects/")))
    assert counts[0] == counts[1]


def test_every_address_is_looked_at_by_these_tests() -> None:
    named = {name for name in get_resolver("sekisho.web.sources.urls").reverse_dict if isinstance(name, str)}
    assert named == {
        *("lists", "columns", "draft-difference", "propose", "discard"),
        *("version", "accept", "refuse", "withdraw", "history", "upload"),
    }
    assert reverse("sources:lists", urlconf="tests.unit.web.sources.urls") == "/sources/"
