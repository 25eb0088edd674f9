"""2023年度の事故1：市外の幼稚園6園に、他園の児童の情報を含むデータを送った。

The same six mails, made with the same two mistakes: a hidden sheet with the children of another kindergarten, and a row of a
brother's sister who goes elsewhere. Both are stopped at their place; repaired, each kindergarten gets its own list and no other.
"""

import hashlib
import io
import re
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
import pyzipper
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
    bring(saeki, number, "incident-1/repaired", {key: KINDERGARTENS[key] for key in ("K03", "K04")}, instead=True)
    saeki.press("この資料を入れる")
    saeki.wait_for("いま、あなたがすることはありません")
    saeki.look("dispatch-moving")

    # 起案者がすべて開く
    miura.go("/")
    miura.follow("確認を始める")
    miura.look("units")
    miura.follow("始める")
    expect(miura.page.get_by_role("button", name="すべて開いて確かめた")).to_have_attribute("aria-disabled", "true")
    miura.press("すべて開いて確かめた")
    miura.sees("開いていない")
    miura.look("step-open")
    open_every_file(miura, "viewer")
    for name in KINDERGARTENS.values():
        miura.go(f"/d/{number}/step/open/")
        miura.follow("始める", miura.page.get_by_role("listitem").filter(has_text=name))
        miura.press("すべて開いて確かめた")
    miura.go(f"/d/{number}/")


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


def bring(somebody: Somebody, number: str, example: str, names: dict[str, str], *, instead: bool = False) -> None:
    """Bring the file of each kindergarten, and see that each was opened."""
    somebody.go(f"/d/{number}/files/")
    for place, (key, name) in enumerate(names.items(), 1):
        [file] = (DEMO / example / "out").glob(f"{key[1:]}_*.xlsx")
        section = somebody.page.get_by_role("region", name=name, exact=True)
        section.get_by_label("ファイル").set_input_files(file)
        somebody.press("取り込む", section)
        if instead:  # what is in now stays until it is taken out
            somebody.press("外す", somebody.page.get_by_role("region", name=name, exact=True))
    somebody.wait_for("中身を見てから入れてください")
    somebody.look("files")
