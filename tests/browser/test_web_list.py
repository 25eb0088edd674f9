"""2023年度の事故5：ホームページに掲載した耐震診断士の名簿に、承諾を得ていない個人情報も掲載した。

The list as a workbook and as a PDF, with the mistakes of then: people who never agreed, a telephone that was not agreed to, a
black bar that hides nothing. Stopped; repaired, it is read against the consents, published, and compared with what is live.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.office_work import begin, bring, look_together, open_every_file, put_in
from tests.browser.registering import DEMO, register
from tests.browser.somebody import Somebody
from tests.web.city import City

TITLE = "木造住宅耐震診断士名簿 ホームページ掲載（11月）"
PUBLIC = "公衆（ホームページを見る人）"
MISTAKE, REPAIRED = DEMO / "incident-5/mistake/out", DEMO / "incident-5/repaired/out"


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def lists_are_in_force(city: City) -> None:
        register(city, "incident-5/repaired", "jutaku", by="maki", accepted_by="anzai")

    return lists_are_in_force


def test_a_list_on_the_web_site(somebody: Callable[..., Somebody]) -> None:
    maki, kojima, anzai, terai = (somebody(one) for one in ("maki", "kojima", "anzai", "terai"))
    number = begin(maki, "名簿のホームページ掲載", (), TITLE, "ホームページ掲載")

    people_without_consent_are_stopped_at_their_place(kojima, number)
    nothing_is_published_that_is_stopped(kojima, number)
    it_is_repaired(kojima, number)
    the_drafter_opens_everything(maki, number)
    who_brought_it_does_not_read_it_against_the_consents(kojima, anzai, number)
    the_approver_opens_everything_and_decides(terai, number)
    the_very_files_are_published(kojima, number)
    another_file_that_is_live_is_found(anzai, number)
    the_dispatch_is_over([maki, kojima, anzai, terai], number)


def people_without_consent_are_stopped_at_their_place(kojima: Somebody, number: str) -> None:
    bring(kojima, number, {PUBLIC: files_of(MISTAKE)})
    kojima.look()
    put_in(kojima)
    halt = kojima.page.get_by_role("region", name="止まっています")
    for file, place, told in (
        ("耐震診断士名簿.xlsx", "15行目", "有効な承諾がありません"),
        ("耐震診断士名簿.pdf", "1ページ", "有効な承諾がありません"),
        ("耐震診断士名簿.pdf", "2ページ", "まだ読み取れます"),
    ):
        found = halt.get_by_role("listitem").filter(has_text=told).filter(has_text=file).filter(has_text=place)
        expect(found).to_have_count(1)
    kojima.look()


def nothing_is_published_that_is_stopped(kojima: Somebody, number: str) -> None:
    kojima.go(f"/d/{number}/release/parcel/p0001/")
    kojima.page.get_by_label("公開したページから保存したファイル").set_input_files(files_of(MISTAKE))
    kojima.press_all_the_same("出したと記録する")
    expect(kojima.page.get_by_role("alert").filter(has_text="まだできません")).to_contain_text("検査の指摘が")
    kojima.look()


def it_is_repaired(kojima: Somebody, number: str) -> None:
    bring(kojima, number, {PUBLIC: files_of(REPAIRED)})
    put_in(kojima)
    kojima.sees_not("停止が消えるまで")
    kojima.sees("いま、あなたがすることはありません")


def the_drafter_opens_everything(maki: Somebody, number: str) -> None:
    maki.go("/")
    maki.follow("確認を始める")
    maki.press_all_the_same("すべて開いて確かめた")
    maki.sees("開いていない")
    maki.look()
    open_every_file(maki)
    maki.go(f"/d/{number}/step/open/parcel/p0001/")
    maki.send("すべて開いて確かめた")


def who_brought_it_does_not_read_it_against_the_consents(kojima: Somebody, anzai: Somebody, number: str) -> None:
    kojima.go(f"/d/{number}/step/consents/parcel/p0001/")
    kojima.sees("確認者の役割を今日この課で持つ人だけが行えます")
    kojima.look()
    anzai.go("/")
    anzai.follow("確認を始める")
    open_every_file(anzai)
    anzai.go(f"/d/{number}/step/consents/parcel/p0001/")
    anzai.look()
    anzai.send("一人ずつ読み合わせた")


def the_approver_opens_everything_and_decides(terai: Somebody, number: str) -> None:
    terai.go("/")
    terai.follow("開いて決裁")
    open_every_file(terai)
    terai.go(f"/d/{number}/step/approve/dispatch/all/")
    terai.look()
    terai.send("決裁する")


def the_very_files_are_published(kojima: Somebody, number: str) -> None:
    kojima.go("/")
    kojima.follow("送り出す")
    assert kojima.path == f"/d/{number}/release/parcel/p0001/"
    kojima.look()
    kojima.page.get_by_label("公開したページから保存したファイル").set_input_files(files_of(REPAIRED))
    kojima.send("出したと記録する")
    kojima.sees("「公開」が終わりました")


def another_file_that_is_live_is_found(anzai: Somebody, number: str) -> None:
    """The version with the mistake is live after all; the drafter is called to the screen, and it is put right."""
    anzai.go("/")
    anzai.follow("公開を確かめる")
    anzai.look()
    compare(anzai, MISTAKE)
    anzai.sees("公開されている内容が、決裁されたものと違います")
    anzai.sees("安西 浩さん本人では続けられません")
    anzai.look()
    look_together(anzai, "maki", "前の版が載っていました。決裁したファイルに載せ替えました。")
    anzai.go(f"/d/{number}/step/recheck/parcel/p0001/")
    compare(anzai, REPAIRED)
    anzai.sees("安西さんが「公開後確認」を済ませました")


def compare(anzai: Somebody, live: Path) -> None:
    anzai.page.locator("input[type=file]").set_input_files(files_of(live))
    anzai.send("公開中のものを比べる")


def the_dispatch_is_over(people: list[Somebody], number: str) -> None:
    for one in people:
        one.go("/")
        one.sees("いま待っているものはありません")
    maki = people[0]
    maki.go(f"/d/{number}/")
    maki.look()
    maki.follow("通行手形を見る")
    maki.sees("出たものを決裁された内容と照らしました")
    maki.look()


def files_of(out: Path) -> list[Path]:
    """Return the two files of the page of the web."""
    return [out / "耐震診断士名簿.xlsx", out / "耐震診断士名簿.pdf"]
