"""2023年度の事故1：市外の幼稚園6園に、他園の児童の情報を含むデータを送った。

The same six mails, made with the same two mistakes: a hidden sheet with the children of another kindergarten, and a row of a
brother's sister who goes elsewhere. Both are stopped at their place; repaired, each kindergarten gets its own list and no other.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from email.message import EmailMessage

import pytest
import pyzipper
from openpyxl import load_workbook
from playwright.sync_api import expect
from tests.browser.office import Office
from tests.browser.registering import DEMO, bundle, open_dispatch, register
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


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def lists_are_in_force(city: City) -> None:
        register(city, "incident-1/repaired", "hoiku", by="miura", accepted_by="kano")
        open_dispatch(city, "incident-1/repaired", "kindergartens-mail", "hoiku", by="miura", title=TITLE)

    return lists_are_in_force


def test_lists_for_six_kindergartens(office: Office, somebody: Callable[..., Somebody]) -> None:
    miura, saeki, kano, ono = (somebody(one) for one in ("miura", "saeki", "kano", "ono"))
    number = dispatch_of(miura)

    # 事前共有
    for one in (saeki, ono):
        one.go("/")
        one.look("home" if one is saeki else "")
        one.follow("手順とリスクを見る")
        one.look("step-brief" if one is saeki else "")
        one.press("手順とリスクを共有した")

    # 資料：誤った二つのファイルを含む六つ
    bring(saeki, number, "incident-1/mistake", KINDERGARTENS)
    saeki.press("この資料を入れる")
    saeki.wait_for("停止が消えるまで")

    # 止まったところ
    halt = saeki.page.get_by_role("region", name="止まっています")
    for place in ("03_ひかり野第二幼稚園_対象児童名簿.xlsx", "作業用（全園）", "2行"):
        expect(halt).to_contain_text(place)
    expect(halt).to_contain_text("04_みなと丘幼稚園_対象児童名簿.xlsx")
    expect(halt).to_contain_text("29行")
    saeki.look("dispatch-stopped")
    saeki.follow("指摘を見る", halt)
    saeki.look("finding")
    miura.go(f"/d/{number}/step/open/parcel/p0003/")
    miura.sees("まだできません")
    miura.look("step-shut")

    # 直して入れ直す
    bring(saeki, number, "incident-1/repaired", {key: KINDERGARTENS[key] for key in ("K03", "K04")})
    saeki.press("この資料を入れる")
    saeki.wait_for("いま、あなたがすることはありません")
    saeki.look("dispatch-moving")

    # 起案者がすべて開く
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

    # 二人目が別の方法で：抜き出した行を台帳でたどる
    kano.go("/")
    kano.follow("確認を始める")
    kano.follow("始める")
    kano.look("step-trace-before")
    for key in KINDERGARTENS:
        kano.press("行を抜き出す")
        if key == "K01":
            kano.look("step-trace")
        trace(kano, key)
        kano.press("台帳のとおりに入力した")
    assert kano.path == f"/d/{number}/"
    kano.look()

    # 決裁
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

    # 送信：園ごとに一通
    saeki.go("/")
    saeki.follow("送り出す")
    saeki.look("release")
    for place in range(1, len(KINDERGARTENS) + 1):
        saeki.go(f"/d/{number}/release/parcel/p{place:04}/")
        saeki.press("送信する")
        saeki.wait_for("送信しました")
    saeki.look("release-done")

    # 鍵は電話で
    passwords = []
    for place in range(1, len(KINDERGARTENS) + 1):
        saeki.go(f"/d/{number}/step/key/parcel/p{place:04}/")
        saeki.look("step-key-before" if place == 1 else "")
        saeki.press("パスワードを一度だけ表示する")
        passwords.append(saeki.page.locator(".password").inner_text())
        saeki.look()
        saeki.page.get_by_label("電話").check()
        saeki.press("伝えたと記録する")
    assert len(set(passwords)) == len(KINDERGARTENS)
    saeki.go(f"/d/{number}/step/key/parcel/p0001/")
    saeki.sees_not(passwords[0])
    saeki.go(f"/d/{number}/")
    saeki.sees("通行手形を見る")
    saeki.look("dispatch-over")
    saeki.go("/dispatches/")
    expect(saeki.page.get_by_role("row").filter(has_text=TITLE)).to_contain_text("済み")

    # 届いたもの
    arrived = office.mails()
    assert len(arrived) == len(KINDERGARTENS)
    for told, password in zip(bundle("incident-1/repaired")["parcel"], passwords, strict=True):
        [(to, mail)] = [one for one in arrived if one[0] == [told["to"]]]
        assert [mail["To"]] == to
        assert not mail["Cc"]
        assert not mail["Bcc"]
        assert all(one not in str(mail) for one in passwords)
        [path] = [DEMO / "incident-1/repaired" / one for one in told["files"]]
        assert unpacked(mail, password) == {path.name: path.read_bytes()}
        for other in set(passwords) - {password}:
            with pytest.raises(RuntimeError):
                unpacked(mail, other)


def children() -> list[dict[str, str]]:
    """Return the rows of the register of children, as whoever traces has it before them."""
    with (DEMO / "incident-1/repaired/sources/園児台帳.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def trace(somebody: Somebody, key: str) -> None:
    """Type what the register says of the child of each drawn row: who that is, the row of the list says."""
    [path] = (DEMO / "incident-1/repaired/out").glob(f"{key[1:]}_*.xlsx")
    sheet = load_workbook(path).active
    rows = somebody.page.locator(".traced > li").all()
    assert len(rows) == 3
    for row in rows:
        [at] = re.findall(r"(\d+)行目", row.inner_text())
        name = spaceless(f"{sheet.cell(int(at), 3).value}{sheet.cell(int(at), 4).value}")
        [child] = [one for one in children() if one["施設番号"] == key and spaceless(one["園児の名前"]) == name]
        is_date = "生年月日" in row.locator("label").inner_text()
        row.get_by_role("textbox").fill(child["生年月日" if is_date else "児童番号"])


def spaceless(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def unpacked(mail: EmailMessage, password: str) -> dict[str, bytes]:
    """Open the one file that a mail brings, as its recipient does, and return what is in it."""
    [attachment] = mail.iter_attachments()
    with pyzipper.AESZipFile(io.BytesIO(attachment.get_content())) as archive:
        archive.setpassword(password.encode())
        return {one.filename: archive.read(one) for one in archive.infolist()}


def open_every_file(somebody: Somebody, picture: str = "") -> None:
    """Open the first file from the page of a step, and go on from one to the next until there is none."""
    somebody.follow("開く", somebody.page.locator("table"))
    somebody.look(picture)
    onwards = somebody.page.locator(".go .btn.main")
    while onwards.count():
        onwards.click()
    somebody.page.wait_for_load_state()


def dispatch_of(somebody: Somebody) -> str:
    somebody.go("/dispatches/")
    somebody.look("dispatches")
    somebody.follow(TITLE)
    return somebody.path.split("/")[2]


def bring(somebody: Somebody, number: str, example: str, names: dict[str, str]) -> None:
    """Bring the file of each kindergarten, and see that each was opened."""
    somebody.go(f"/d/{number}/files/")
    for key, name in names.items():
        [file] = (DEMO / example / "out").glob(f"{key[1:]}_*.xlsx")
        section = somebody.page.get_by_role("region", name=name, exact=True)
        section.get_by_label("ファイル").set_input_files(file)
        somebody.press("取り込む", section)
        expect(section.get_by_role("button", name="外す")).to_have_count(1)  # the one of before gave way
    somebody.wait_for("中身を見てから入れてください")
    somebody.look("files")
