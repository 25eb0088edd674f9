"""2023年度の事故1：市外の幼稚園6園に、他園の児童の情報を含むデータを送った。

The same six mails, made with the same two mistakes: a hidden sheet with the children of another kindergarten, and the row of a
brother who goes elsewhere. Both are stopped at their place; repaired, each kindergarten gets its own list and no other.
"""

import csv
import io
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from pathlib import Path

import pytest
import pyzipper
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import expect
from tests.browser.office import Office
from tests.browser.office_work import begin, bring, open_every_file, spaceless, trace
from tests.browser.registering import DEMO, bundle, register
from tests.browser.somebody import Somebody
from tests.web.city import City

TITLE = "市外幼稚園 補助金データ送付（11月分）"
KINDERGARTENS = {
    "K01": "つくしの森幼稚園",
    "K02": "こもれび坂幼稚園",
    "K03": "ひかり野第二幼稚園",
    "K04": "みなと丘幼稚園",
    "K05": "花園野幼稚園",
    "K06": "しらさぎ川幼稚園",
}
MISTAKE, REPAIRED = DEMO / "incident-1/mistake", DEMO / "incident-1/repaired"


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def lists_are_in_force(city: City) -> None:
        register(city, "incident-1/repaired", "hoiku", by="miura", accepted_by="kano")

    return lists_are_in_force


def test_lists_for_six_kindergartens(office: Office, somebody: Callable[..., Somebody]) -> None:
    miura, saeki, kano, ono = (somebody(one) for one in ("miura", "saeki", "kano", "ono"))
    number = begin(miura, "園別名簿のメール送付", KINDERGARTENS.values(), TITLE, "補助金")

    worker_and_approver_go_through_the_steps(saeki, ono)
    the_mistake_is_stopped_at_its_place(saeki, number)
    nobody_goes_on_with_what_is_stopped(miura, number)
    it_is_repaired(saeki, number)
    the_drafter_opens_everything(miura, number)
    somebody_else_traces_rows_to_the_register(kano, number)
    the_approver_opens_everything_and_decides(ono, number)
    each_kindergarten_is_sent_one_mail(saeki, number)
    passwords = the_passwords_go_by_telephone(saeki, number)
    the_dispatch_is_over([miura, saeki, kano, ono], number)

    each_kindergarten_has_its_own_list_and_no_other(office, passwords)


def worker_and_approver_go_through_the_steps(saeki: Somebody, ono: Somebody) -> None:
    for one in (saeki, ono):
        one.go("/")
        one.look("home" if one is saeki else "")
        one.follow("手順とリスクを見る")
        one.look("step-brief" if one is saeki else "")
        one.press("手順とリスクを共有した")


def the_mistake_is_stopped_at_its_place(saeki: Somebody, number: str) -> None:
    bring(saeki, number, files_of(MISTAKE, KINDERGARTENS))
    saeki.look("files")
    saeki.press("資料として確定する")
    saeki.rest()
    saeki.sees("停止が消えるまで")
    halt = saeki.page.get_by_role("region", name="止まっています")
    for place in (
        ("03_ひかり野第二幼稚園_対象児童名簿.xlsx", "シート「作業用（全園）」", "2行目"),
        ("04_みなと丘幼稚園_対象児童名簿.xlsx", "シート「対象児童名簿」", "29行目"),
    ):
        found = halt.get_by_role("listitem").filter(has_text=place[0]).first
        for step in place:
            expect(found).to_contain_text(step)
    saeki.look("dispatch-stopped")
    saeki.follow("指摘を見る", halt)
    saeki.look("finding")


def nobody_goes_on_with_what_is_stopped(miura: Somebody, number: str) -> None:
    miura.go(f"/d/{number}/step/open/parcel/p0003/")
    miura.sees("まだできません")
    miura.look("step-shut")


def it_is_repaired(saeki: Somebody, number: str) -> None:
    bring(saeki, number, files_of(REPAIRED, ("K03", "K04")))
    saeki.press("資料として確定する")
    saeki.rest()
    saeki.sees("いま、あなたがすることはありません")
    saeki.sees_not("停止が消えるまで")
    saeki.look("dispatch-moving")


def the_drafter_opens_everything(miura: Somebody, number: str) -> None:
    miura.go("/")
    miura.follow("確認を始める")
    miura.look("units")
    miura.follow("始める")
    expect(miura.page.get_by_role("button", name="すべて開いて確かめた")).to_have_attribute("aria-disabled", "true")
    miura.press_all_the_same("すべて開いて確かめた")
    miura.sees("開いていない")
    miura.look("step-open")
    open_every_file(miura, "viewer")
    for name in KINDERGARTENS.values():
        miura.go(f"/d/{number}/step/open/")
        miura.follow("始める", miura.page.get_by_role("listitem").filter(has_text=name))
        miura.press("すべて開いて確かめた")


def somebody_else_traces_rows_to_the_register(kano: Somebody, number: str) -> None:
    kano.go("/")
    kano.follow("確認を始める")
    kano.follow("始める")
    kano.look("step-trace-before")
    for key, file in zip(KINDERGARTENS, files_of(REPAIRED, KINDERGARTENS).values(), strict=True):
        kano.press("行を抜き出す")
        kano.look("step-trace" if key == "K01" else "")
        trace(kano, file, lambda sheet, row, asked, key=key: of_the_register(key, sheet, row, asked))
        kano.press("台帳のとおりに入力した")
    assert kano.path == f"/d/{number}/"


def of_the_register(key: str, sheet: Worksheet, row: int, asked: str) -> str:
    """Return what the register says of the child in a row of the list of a kindergarten."""
    with (REPAIRED / "sources/園児台帳.csv").open(encoding="utf-8-sig", newline="") as file:
        children = [one for one in csv.DictReader(file) if one["施設番号"] == key]
    name = spaceless(f"{sheet.cell(row, 3).value}{sheet.cell(row, 4).value}")
    [child] = [one for one in children if spaceless(one["園児の名前"]) == name]
    return child["生年月日" if "生年月日" in asked else "児童番号"]


def the_approver_opens_everything_and_decides(ono: Somebody, number: str) -> None:
    ono.go("/")
    ono.follow("開いて決裁")
    ono.press_all_the_same("決裁する")
    ono.sees("開いていない")
    ono.look("step-approve-shut")
    open_every_file(ono)
    ono.go(f"/d/{number}/step/approve/dispatch/all/")
    ono.look("step-approve")
    ono.press("決裁する")
    assert ono.path == f"/d/{number}/"


def each_kindergarten_is_sent_one_mail(saeki: Somebody, number: str) -> None:
    saeki.go("/")
    saeki.follow("送り出す")
    saeki.look("release")
    for place in range(1, len(KINDERGARTENS) + 1):
        saeki.go(f"/d/{number}/release/parcel/p{place:04}/")
        saeki.press_twice("送信する")
        saeki.rest()
        saeki.sees("送信しました")
    saeki.look("release-done")


def the_passwords_go_by_telephone(saeki: Somebody, number: str) -> list[str]:
    passwords = []
    for place in range(1, len(KINDERGARTENS) + 1):
        saeki.go(f"/d/{number}/step/key/parcel/p{place:04}/")
        saeki.look("step-key" if place == 1 else "")
        saeki.press("パスワードを一度だけ表示する")
        passwords.append(saeki.page.locator(".password").inner_text())
        saeki.look()
        saeki.page.get_by_label("電話").check()
        saeki.press("伝えたと記録する")
    saeki.go(f"/d/{number}/step/key/parcel/p0001/")
    saeki.sees_not(passwords[0])
    return passwords


def the_dispatch_is_over(people: list[Somebody], number: str) -> None:
    for one in people:
        one.go("/")
        one.sees("いま待っているものはありません")
    saeki = people[1]
    saeki.look("home-after")
    saeki.go(f"/d/{number}/")
    saeki.look("dispatch-over")
    saeki.follow("通行手形を見る")
    saeki.look("passes")
    saeki.go("/dispatches/")
    expect(saeki.page.get_by_role("row").filter(has_text=TITLE)).to_contain_text("済み")


def each_kindergarten_has_its_own_list_and_no_other(office: Office, passwords: list[str]) -> None:
    arrived = office.mails()
    assert len(arrived) == len(set(passwords)) == len(KINDERGARTENS)
    for told, password in zip(bundle("incident-1/repaired")["parcel"], passwords, strict=True):
        [(to, mail)] = [one for one in arrived if one[0] == [told["to"]]]
        assert [mail["To"]] == to
        assert not mail["Cc"]
        assert not mail["Bcc"]
        assert not any(one in str(mail) for one in passwords)
        [file] = [REPAIRED / one for one in told["files"]]
        assert unpacked(mail, password) == {file.name: file.read_bytes()}
        for other in set(passwords) - {password}:
            with pytest.raises(RuntimeError):
                unpacked(mail, other)


def files_of(example: Path, keys: Iterable[str]) -> dict[str, Path]:
    """Return the file of each kindergarten by its name."""
    return {KINDERGARTENS[key]: next((example / "out").glob(f"{key[1:]}_*.xlsx")) for key in keys}


def unpacked(mail: EmailMessage, password: str) -> dict[str, bytes]:
    """Open the one file that a mail brings, as its recipient does, and return what is in it."""
    [attachment] = mail.iter_attachments()
    with pyzipper.AESZipFile(io.BytesIO(attachment.get_content())) as archive:
        archive.setpassword(password.encode())
        return {one.filename: archive.read(one) for one in archive.infolist()}
