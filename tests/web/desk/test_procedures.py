"""手順 as pages: what everybody sees, how a new version comes in by two people, and what does not get in."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.city import PASSWORD
from tests.web.remains import changed, remains

from sekisho.gate import shipped
from sekisho.web import clock
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.models import ProcedureProposal, ProcedureText
from sekisho.web.desk.queries import procedures as queries
from sekisho.web.installation import installation
from sekisho.web.people import actions as people

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tests.web.city import City
    from tests.web.driving import Driver

NAME = "kindergartens-mail"
TEXT = shipped.data(NAME).decode()
STRICTER = TEXT.replace("sample = 3\n", "sample = 5\n").replace("3人", "5人")
WEAKER = TEXT.replace("sample = 3\n", "sample = 2\n").replace("3人", "2人")
NEW, REASON = "/procedure-proposals/new/", "三人のままでよいと課長会で決めた"


@pytest.fixture
def ishi(client_of: Callable[[str], Client]) -> Client:
    return client_of("ishi")


def told(answer: Any) -> str:
    """Return what a page says, without its tags."""
    page = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def look(client: Client, text: str, **more: Any) -> Any:
    return client.post(NEW, {"act": "look", "text": text, **more})


def saw(answer: Any) -> str:
    return unescape(re.search(r'name="saw" value="([^"]*)"', answer.content.decode())[1])  # type: ignore[index]


def proposed(client: Client, text: str, **more: Any) -> str:
    """Propose a text by the pages, and return where the proposal is."""
    seen = saw(look(client, text))
    answer = client.post(NEW, {"act": "propose", "text": text, "saw": seen, **more})
    assert answer.status_code == 302, told(answer)
    return str(answer["location"])


def accept(client: Client, url: str, **more: Any) -> Any:
    return client.post(f"{url}accept/", {"saw": saw(client.get(url)), **more})


def newest() -> str:
    return shelf.versions(NAME)[-1].digest


# ---------------------------------------------------------------- what everybody sees


def test_everybody_sees_what_there_is_and_nobody_else(client_of: Callable[[str], Client]) -> None:
    for login in ("miura", "nakata", "ishi"):
        page = client_of(login).get("/procedures/")
        assert page.status_code == 200
        assert all(one.procedure.title in told(page) for one in shelf.versions())
        one = client_of(login).get(f"/procedures/{NAME}/")
        assert "関所に備え付け" in told(one)
        assert "抜き出した3人を園児台帳でたどり番号を打つ" in told(one)
        assert "FY2023-1-②" in told(one)
    assert "提案する" not in told(client_of("miura").get(f"/procedures/{NAME}/"))
    assert Client().get("/procedures/").status_code == 302


@pytest.mark.parametrize(
    "url", ["/procedures/none/", f"/procedures/{NAME}/versions/2/", f"/procedures/{NAME}/versions/0/"]
)
def test_what_is_not_there_says_so(ishi: Client, url: str) -> None:
    answer = ishi.get(url)
    assert answer.status_code == 404
    assert "手順の一覧から選び直してください。" in told(answer)


def test_the_pages_lead_to_the_procedures(client_of: Callable[[str], Client], driver: Driver) -> None:
    number = driver.open(NAME)
    for url in ("/dispatches/", "/dispatches/new/"):
        assert 'href="/procedures/"' in client_of("miura").get(url).content.decode()
    assert f'href="/procedures/{NAME}/"' in client_of("miura").get(f"/d/{number}/").content.decode()


# ---------------------------------------------------------------- two people


def test_an_accepted_version_is_for_the_next_dispatch_and_not_for_the_open_one(
    driver: Driver, ishi: Client, client_of: Callable[[str], Client]
) -> None:
    before, old = driver.open(NAME), newest()
    url = proposed(ishi, STRICTER)
    assert newest() == old, "a proposal is not on the shelf"
    page = told(client_of("toda").get(url))
    assert "抜き出す行の数が「3」から「5」に変わりました。" in page
    assert "＋ 増えた行" in page
    assert "− なくなった行" in page
    assert accept(client_of("toda"), url).status_code == 302
    driver.up_to(before, "approve")
    assert standing.fresh(before).procedure.digest == old
    after = driver.open(NAME)
    assert standing.fresh(after).procedure.digest == newest() != old
    shown = told(client_of("miura").get(f"/procedures/{NAME}/"))
    assert "第2版" in shown
    assert "石川 真帆" in shown
    assert "戸田 久美" in shown
    assert "前の版で動いている案件は1件です。" in shown
    assert "抜き出す行の数が「3」から「5」に" in told(client_of("miura").get(f"/procedures/{NAME}/versions/2/"))
    assert "最初の版です。" in told(client_of("miura").get(f"/procedures/{NAME}/versions/1/"))
    [row] = [one for one in queries.listed() if one.version.procedure.name == NAME]
    assert (row.version.number, row.open, row.older) == (2, 1, 1)


def test_what_is_written_down_of_it(ishi: Client, client_of: Callable[[str], Client]) -> None:
    url = proposed(ishi, WEAKER, seen="on")
    client_of("toda").post(f"{url}refuse/", {"reason": REASON})
    accept(client_of("okabe"), proposed(ishi, STRICTER))
    events = [one for one in installation().store.stream("procedures") if "proposal" in one.data or one.n > 7]
    kinds = [one.type.removeprefix("procedure_") for one in events]
    assert kinds == ["proposed", "refused", "proposed", "accepted", "registered"]
    assert events[0].data["weaker"] == 1
    assert REASON not in "".join(one.text for one in events)
    assert all("園別" not in one.text for one in events)


def test_nobody_accepts_their_own_not_by_a_second_account_and_not_as_chief(
    city: City, ishi: Client, client_of: Callable[[str], Client]
) -> None:
    now, by = clock.now(), people.SYSTEM
    people.open_account(person=city["ishi"], login="ishi-window", password=PASSWORD, pin="602814", by=by, at=now)
    since = now.date() - timedelta(days=1)
    people.give_post(person=city["ishi"], role="chief", department="joho", since=since, by=by, at=now)
    url, there = proposed(ishi, STRICTER), remains()
    for login in ("ishi", "ishi-window"):
        client = client_of(login)
        assert "この手順を受け入れる" not in told(client.get(url))
        for act, sent in (("accept", {"saw": newest(), "seen": "on"}), ("refuse", {"reason": REASON})):
            answer = client.post(f"{url}{act}/", sent)
            assert answer.status_code == 403
            assert "別のアカウントでも同じ人とみなします。" in told(answer)
            assert "課長に頼んでください。" in told(answer)
    assert "procedures" not in str(changed(there, remains()))
    assert ProcedureProposal.objects.get().state == "proposed"


@pytest.mark.parametrize("login", ["miura", "ono", "toda", "tachi", "nakata", "moriya"])
def test_the_wrong_role_changes_nothing(ishi: Client, client_of: Callable[[str], Client], login: str) -> None:
    url, client, seen = proposed(ishi, STRICTER), client_of(login), saw(look(ishi, WEAKER))
    there = remains()
    assert client.get(NEW).status_code == 403
    answer = client.post(NEW, {"act": "propose", "text": WEAKER, "saw": seen, "seen": "on"})
    assert answer.status_code == 403
    assert "情報セキュリティ担当に伝えてください。" in told(answer)
    assert client.post(f"{url}withdraw/").status_code == 403
    if login != "toda":
        assert client.get(url).status_code == 403
        assert client.post(f"{url}accept/", {"saw": newest(), "seen": "on"}).status_code == 403
        assert client.post(f"{url}refuse/", {"reason": REASON}).status_code == 403
    assert not changed(there, remains())


def test_taken_back_or_refused_it_is_over_and_can_be_mended(ishi: Client, client_of: Callable[[str], Client]) -> None:
    url = proposed(ishi, STRICTER)
    assert ishi.post(f"{url}withdraw/").status_code == 302
    assert accept(client_of("toda"), proposed(ishi, STRICTER)).status_code == 302
    assert client_of("toda").post(f"{url}accept/", {"saw": newest()}).status_code == 409
    other = proposed(ishi, WEAKER, seen="on")
    empty = client_of("toda").post(f"{other}refuse/", {"reason": " "})
    assert empty.status_code == 422
    assert "受け入れない理由を書いてください。" in told(empty)
    assert client_of("toda").post(f"{other}refuse/", {"reason": REASON}).status_code == 302
    assert REASON in told(ishi.get(other))
    again = ishi.get(f"{NEW}?proposal={other.split('/')[2]}")
    assert "sample = 2" in told(again)


def test_one_waits_at_a_time_and_what_was_seen_decides(ishi: Client, client_of: Callable[[str], Client]) -> None:
    seen = saw(look(ishi, WEAKER))
    url = proposed(ishi, STRICTER)
    second = ishi.post(NEW, {"act": "propose", "text": WEAKER, "saw": seen, "seen": "on"})
    assert second.status_code == 409
    assert "受け入れを待っている提案がもう一つ" in told(second)
    accept(client_of("toda"), url)
    late = ishi.post(NEW, {"act": "propose", "text": WEAKER, "saw": seen, "seen": "on"})
    assert late.status_code == 409
    assert "違いをもう一度見てから" in told(late)
    assert "「5」から「2」に" in told(late)
    other = ishi.post(NEW, {"act": "propose", "text": WEAKER + "# 別の文\n", "saw": saw(late), "seen": "on"})
    assert other.status_code == 409
    assert ProcedureProposal.objects.filter(state="proposed").count() == 0


def test_what_gets_weaker_is_told_first_and_has_to_be_read(ishi: Client, client_of: Callable[[str], Client]) -> None:
    page = look(ishi, WEAKER + 'because = ["ちがう番号"]\n')
    assert page.status_code == 422, "because stands there twice"
    page = look(ishi, WEAKER.replace('title = "園別名簿のメール送付"', 'title = "園別名簿の送付"'))
    assert told(page).index("弱くなる") < told(page).index("手順の名前が")
    unread = ishi.post(NEW, {"act": "propose", "text": WEAKER, "saw": saw(look(ishi, WEAKER))})
    assert unread.status_code == 409
    assert "注意と弱くなるところを読んでから" in told(unread)
    url = proposed(ishi, WEAKER, seen="on")
    assert accept(client_of("toda"), url).status_code == 409
    assert newest() == shelf.versions(NAME)[0].digest
    assert accept(client_of("toda"), url, seen="on").status_code == 302


# ---------------------------------------------------------------- drill: what does not get in


def test_an_error_is_shown_at_its_line(ishi: Client) -> None:
    broken = TEXT.replace('by = ["confirmer"]', 'by = ["confirmr"]')
    line = broken[: broken.index("confirmr")].count("\n") + 1
    answer = look(ishi, broken)
    assert answer.status_code == 422
    assert f"{line}行目 誤り：" in told(answer)
    assert "confirmr" in answer.content.decode()
    assert 'name="saw" value=' not in answer.content.decode()
    assert ishi.post(NEW, {"act": "propose", "text": broken, "saw": "x"}).status_code == 422
    assert not ProcedureProposal.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'name = "a\n', "TOMLとして読めません"),
        (b"x = " + b"[" * 20_000, "TOMLとして読めません"),
        (b"smallest_section = " + b"9" * 9_000, "TOMLとして読めません"),
        (b"# \n" * 5_000, "2000行まで"),
        (b"\0" * 5_000_000, "手順が大きすぎます"),
        (TEXT.encode("cp932"), "UTF-8で保存し直してください"),
        (TEXT.encode("utf-16"), "UTF-8で保存し直してください"),
        (b"", "工程（[[step]]）がひとつもありません"),
        (b"[[step]]\n" * 200, "60までです"),
    ],
)
def test_what_is_no_procedure_says_what_to_do(ishi: Client, data: bytes, says: str) -> None:
    there = remains()
    answer = look(ishi, "", file=SimpleUploadedFile("手順.toml", data))
    assert answer.status_code == 422
    assert says in told(answer)
    assert "行目 誤り：" in told(answer)
    assert not changed(there, remains())


def test_a_text_that_is_no_text(ishi: Client) -> None:
    assert look(ishi, "a\0b").status_code == 422


def test_the_same_text_is_no_new_version_however_its_lines_end(ishi: Client) -> None:
    for same in (TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT):
        answer = look(ishi, "", file=SimpleUploadedFile("x.toml", same.encode()))
        assert answer.status_code == 422
        assert "第1版と同じ内容です。" in told(answer)


def test_a_text_area_changes_nothing(ishi: Client, client_of: Callable[[str], Client]) -> None:
    """A browser ends lines otherwise; what is kept is the text that was seen."""
    accept(client_of("toda"), proposed(ishi, STRICTER.replace("\n", "\r\n")))
    assert bytes(ProcedureText.objects.get(pk=newest()).text) == STRICTER.encode()
    shown = ishi.get(f"{NEW}?from={NAME}").content.decode()
    assert unescape(re.search(r"<textarea[^>]*>\r?\n(.*?)</textarea>", shown, re.DOTALL)[1]) == STRICTER  # type: ignore[index]


def test_another_name_is_another_procedure(ishi: Client, client_of: Callable[[str], Client]) -> None:
    renamed = TEXT.replace(f'name = "{NAME}"', 'name = "nursery-mail"')
    assert "新しい手順として提案します。いまある手順の新しい版ではありません。" in told(look(ishi, renamed))
    accept(client_of("toda"), proposed(ishi, renamed))
    assert len(shelf.versions(NAME)) == 1
    assert [one.number for one in shelf.versions("nursery-mail")] == [1]
    assert client_of("miura").get("/dispatches/new/nursery-mail/").status_code == 200


def test_a_stricter_procedure_that_is_not_there(ishi: Client) -> None:
    text = STRICTER.replace('channel = "email"', 'channel = "email"\nescalates_to = "nowhere"')
    answer = look(ishi, text)
    assert answer.status_code == 422
    assert "より厳しい手順「nowhere」は登録されていません。" in told(answer)


def test_what_is_shipped_later_does_not_take_the_place_of_an_own_version(
    ishi: Client, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(client_of("toda"), proposed(ishi, STRICTER))
    own, later = newest(), (TEXT + "# 備え付けの新しい版\n").encode()
    monkeypatch.setattr(shipped, "data", lambda name, of=shipped.data: later if name == NAME else of(name))
    shelf.register_shipped(by="system", at=clock.now())
    assert newest() == own
    assert "備え付けの版を見る" in told(ishi.get(f"/procedures/{NAME}/"))
    assert "備え付けの新しい版" in ishi.get(f"{NEW}?from={NAME}&shipped=1").content.decode()


# ---------------------------------------------------------------- what others ask


def test_which_steps_name_a_measure(city: City) -> None:
    found = {(procedure.name, step.id) for procedure, step in queries.steps_because("FY2023-1-②")}
    assert found >= {(NAME, "open"), (NAME, "trace"), (NAME, "approve")}
    assert queries.steps_because("FY2023-1-⑨") == ()
