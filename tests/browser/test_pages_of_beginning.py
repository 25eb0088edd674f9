"""The pages on which a dispatch begins and gets its files, as the manual shows them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.registering import register as register_example
from tests.browser.somebody import Somebody
from tests.web.city import City
from tests.web.desk.driving import book

KINDERGARTENS = {"K01": "つくしの森幼稚園", "K02": "こもれび坂幼稚園", "K04": "みなと丘幼稚園"}


@pytest.fixture
def prepare() -> Callable[[City], None]:
    return lambda city: register_example(city, "incident-1/repaired", "hoiku", by="miura", accepted_by="kano")


def test_pages_of_beginning(somebody: Callable[..., Somebody], tmp_path: Path) -> None:
    miura, ono, saeki = somebody("miura"), somebody("ono"), somebody("saeki")
    number = begun(miura)
    for one in (saeki, ono):
        one.go(f"/d/{number}/step/brief/dispatch/all/")
        one.press("手順とリスクを共有した")
    saeki.go(f"/d/{number}/files/")
    saeki.look("files-empty")
    list_is_cut(saeki, number, tmp_path)
    saeki.go(f"/d/{number}/files/several/")
    saeki.look("files-several")
    miura.go(f"/d/{number}/sources/")
    miura.look("dispatch-lists")
    miura.go(f"/d/{number}/recipients/")
    miura.look("recipients")


def begun(miura: Somebody) -> str:
    miura.go("/dispatches/new/")
    miura.page.get_by_label("電子メール").check()
    miura.page.get_by_label("事業所や施設、いくつも").check()
    miura.press("合う手順を見る")
    miura.look("new-questions")
    miura.follow("この手順で始める")
    for name in KINDERGARTENS.values():
        miura.page.get_by_label(name).check()
    miura.page.get_by_label("案件の名前").fill("市外幼稚園 補助金データ送付（11月分）")
    miura.look()
    miura.press("この宛先で案件を始める")
    return miura.path.split("/")[2]


def list_is_cut(saeki: Somebody, number: str, folder: Path) -> None:
    children = [("K01", "Y26-0901", "相川 実"), ("K02", "Y26-0902", "石黒 澪"), ("K04", "Y26-0903", "上原 蓮")]
    whole = folder / "対象児童一覧.xlsx"
    whole.write_bytes(book([("施設番号", "児童番号", "園児の名前"), *children]))
    saeki.go(f"/d/{number}/files/cut/")
    saeki.page.get_by_label("全部の宛先が載った一つの名簿").set_input_files(whole)
    saeki.press("取り込んで列を選ぶ")
    saeki.wait_for("宛先の書いてある列を選ぶ")
    saeki.page.get_by_label("施設番号").check()
    saeki.look("cut-column")
    saeki.press("この列で切り分ける")
    saeki.wait_for("切り分けました")
    saeki.look("cut")
    saeki.press("この切り分けを資料にする")
