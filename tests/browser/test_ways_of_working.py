"""The same pages for whoever has no mouse, whose browser runs no script, whose line is cut, and whose finger is quick."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.browser.office_work import bring, find_dispatch
from tests.browser.registering import DEMO, open_dispatch, propose, register
from tests.browser.somebody import Somebody
from tests.web.city import PASSWORD, City

TITLE = "市外幼稚園 補助金データ送付（2園分）"
OUT = DEMO / "incident-1/repaired/out"
FILES = {
    "つくしの森幼稚園": OUT / "01_つくしの森幼稚園_対象児童名簿.xlsx",
    "こもれび坂幼稚園": OUT / "02_こもれび坂幼稚園_対象児童名簿.xlsx",
}


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def two_of_the_six(city: City) -> None:
        register(city, "incident-1/repaired", "hoiku", by="miura", accepted_by="kano")
        propose(city, "incident-1/repaired", "hoiku", "recipients", by="miura")
        open_dispatch(city, "incident-1/repaired", "kindergartens-mail", "hoiku", by="miura", title=TITLE, first=2)

    return two_of_the_six


# ---------------------------------------------------------------- a keyboard and nothing else


def test_steps_are_done_by_the_keyboard_alone(somebody: Callable[..., Somebody]) -> None:
    saeki, ono, miura = somebody(), somebody("ono"), somebody("miura")
    number = find_dispatch(miura, TITLE)
    sign_in_by_keyboard(saeki, "saeki")
    saeki.tab_to("手順とリスクを見る")
    saeki.strike("Enter")
    saeki.tab_to("手順とリスクを共有した")
    saeki.strike("Enter")
    saeki.sees("佐伯さんが「事前共有」を済ませました")
    ono.go(f"/d/{number}/step/brief/dispatch/all/")
    ono.tab_to("手順とリスクを共有した")
    ono.strike("Space")
    bring(saeki, number, FILES)
    saeki.tab_to("資料として確定する")
    saeki.strike("Enter")
    saeki.rest()

    miura.go(f"/d/{number}/step/open/parcel/p0001/")
    miura.tab_to("開く 01_")
    miura.strike("Enter")
    miura.tab_to("次のファイルを開く")
    miura.tab_to("案件に戻る")
    miura.strike("Enter")
    miura.go(f"/d/{number}/step/open/parcel/p0001/")
    miura.tab_to("すべて開いて確かめた")
    miura.strike("Space")
    miura.go(f"/d/{number}/")
    miura.sees("三浦さんが「確認」を済ませました")


def test_the_first_stop_leads_past_the_head_of_the_page(somebody: Callable[..., Somebody]) -> None:
    miura = somebody("miura")
    miura.go("/dispatches/")
    miura.page.keyboard.press("Tab")
    assert miura.focused() == "本文へ"
    miura.strike("Enter")
    miura.page.keyboard.press("Tab")
    assert miura.page.evaluate("document.activeElement.closest('main') !== null")


def sign_in_by_keyboard(somebody: Somebody, login: str) -> None:
    somebody.page.goto("/")
    somebody.tab_to("利用者名")
    somebody.page.keyboard.type(login)
    somebody.tab_to("パスワード")
    somebody.page.keyboard.type(PASSWORD)
    somebody.strike("Enter")
    somebody.sees("自分の仕事")


# ---------------------------------------------------------------- a line that is cut


REASON = "別の園の依頼と取り違えていたため、三浦に確かめてから進めます。"


def test_without_a_line_nothing_is_sent_and_what_was_typed_stays(somebody: Callable[..., Somebody]) -> None:
    miura = somebody("miura")
    number = find_dispatch(miura, TITLE)
    miura.go(f"/d/{number}/course/")
    page = miura.page.get_by_role("region", name="案件を中止する").or_(
        miura.page.get_by_role("region", name="中止する")
    )
    page.get_by_role("textbox").fill(REASON)
    miura.cut_the_line()
    miura.press("案件を中止する", page)
    expect(miura.page.get_by_role("alert")).to_contain_text("サーバーとつながっていません")
    expect(page.get_by_role("textbox")).to_have_value(REASON)
    miura.mend_the_line()
    expect(miura.page.locator("#away")).to_be_hidden()
    miura.press("案件を中止する", page)
    miura.sees("三浦さんが案件を中止しました")


def test_where_the_server_did_not_answer_what_was_typed_comes_back(somebody: Callable[..., Somebody]) -> None:
    kano = somebody("kano")
    kano.go("/sources/hoiku/recipients/")
    kano.follow("令和", kano.page.get_by_role("row").filter(has_text="待ち"))
    kano.look()
    page = kano.page.get_by_role("textbox")
    page.fill(REASON)
    with kano.server_away():
        kano.press("受け入れない")
        kano.page.wait_for_url("chrome-error://**")
    kano.page.go_back()
    expect(page).to_have_value(REASON)
    kano.press("受け入れない")
    kano.sees(REASON)


# ---------------------------------------------------------------- a quick finger


def test_pressed_twice_is_done_once(somebody: Callable[..., Somebody]) -> None:
    saeki = somebody("saeki")
    number = find_dispatch(saeki, TITLE)
    saeki.go(f"/d/{number}/step/brief/dispatch/all/")
    saeki.press_twice("手順とリスクを共有した")
    assert saeki.path == f"/d/{number}/"
    saeki.go(f"/d/{number}/")
    done = saeki.page.get_by_role("listitem").filter(has_text="佐伯さんが「事前共有」を済ませました")
    expect(done).to_have_count(1)


# ---------------------------------------------------------------- no script


def test_without_a_script_files_are_brought_inspected_and_opened(somebody: Callable[..., Somebody]) -> None:
    saeki, ono, miura = (somebody(one, has_script=False) for one in ("saeki", "ono", "miura"))
    number = find_dispatch(saeki, TITLE)
    for one in (saeki, ono):
        one.go("/")
        one.follow("手順とリスクを見る")
        one.press("手順とリスクを共有した")
    bring(saeki, number, FILES)
    saeki.look()
    saeki.press("資料として確定する")
    saeki.rest()
    miura.go("/")
    miura.follow("確認を始める")
    miura.follow("始める")
    miura.press_all_the_same("すべて開いて確かめた")
    miura.sees("開いていない")
    miura.follow("開く", miura.page.locator("main table"))
    miura.follow("次のファイルを開く")
    miura.look()
    for key in ("p0001", "p0002"):
        miura.go(f"/d/{number}/step/open/parcel/{key}/")
        miura.press("すべて開いて確かめた")
    assert miura.path == f"/d/{number}/"
    miura.look()
