"""The register and the yearly report: a past report comes in, a measure is tied to what runs it, and citizens read an edition."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.preparing import work
from tests.browser.somebody import Somebody
from tests.web.city import City
from tests.web.driving import Driver, book, finding

PAST = Path(__file__).parents[2] / "src" / "sekisho" / "data" / "demo" / "report-fy2023.txt"
YEAR = 2023
MAIL = "kindergartens-mail"
OUTLINE = "園に送る通知を、別の園の封筒に入れて送った。"


@pytest.fixture
def prepare() -> Callable[[City], None]:
    return three_left


def three_left(city: City) -> None:
    """Three dispatches leave, one of them after a stop was repaired: what a measure can be counted from."""
    driver = Driver(city, work)
    for stops in (False, True, False):
        number = driver.open(MAIL)
        if stops:
            driver.up_to(number, "inspect")
            driver.inspected(number, "p0002")
            driver.inspected(number, "p0001", findings=[finding(number, "scope", "stop")])
            driver.attach(number, ["p0001"], **{"直した名簿.xlsx": book("見本 太郎")})
            driver.inspected(number, "p0001")
        driver.up_to(number, "release")
        for step in ("release", "key"):
            driver.do(number, step)


def test_pages_of_the_register(somebody: Callable[..., Somebody]) -> None:
    ishi = somebody("ishi")
    past_report_comes_in(ishi)
    ishi.go(f"/register/?year={YEAR}")
    ishi.sees("根拠なし")
    ishi.look()
    ishi.follow("事例1を開く")
    ishi.look("incident")
    measures_are_tied(ishi)
    what_is_written(ishi)
    new_incident(ishi)
    edition_is_published(ishi)
    correction_is_an_edition(ishi)
    citizens_read(somebody)


def past_report_comes_in(ishi: Somebody) -> None:
    ishi.go("/register/")
    ishi.look("register-empty")
    ishi.follow("これまでの年度報告を取り込む")
    ishi.look("register-import")
    ishi.press("ファイルを読み取る")
    ishi.sees("ファイル")
    ishi.look()
    ishi.page.get_by_label("年度報告のファイル").set_input_files(PAST)
    ishi.press("ファイルを読み取る")
    ishi.sees("読み取った内容を確かめる")
    ishi.look("register-preview")
    number = ishi.page.locator("#i0-number")
    was = number.input_value()
    number.fill("2")
    ishi.press("登録する")
    ishi.sees("まだ登録できません")
    ishi.look("register-preview-refused")
    ishi.page.locator("#i0-number").fill(was)
    for one in ishi.page.locator("select[name^=d]").all():
        one.select_option("fine")
    ishi.press("登録する")
    expect(ishi.page.get_by_role("heading", name="事故と再発防止策", exact=True)).to_be_visible()


def measures_are_tied(ishi: Somebody) -> None:
    tied = {
        (1, 1): (f"check|{MAIL}|scope", f"check|{MAIL}|hidden"),
        (1, 2): (f"step|{MAIL}|open", f"step|{MAIL}|approve"),
        (2, 3): ("course||郵送物確認ルール",),
        (6, 1): ("step|tax-notices|seal",),
    }
    ishi.go(f"/register/{YEAR}/3/1/")
    ishi.look("measure-words-only")
    for (number, place), ties in tied.items():
        for tie in ties:
            _, procedure, _ = tie.split("|")
            ishi.go(f"/register/{YEAR}/{number}/{place}/tie/?procedure={procedure}")
            ishi.page.get_by_label("動かすもの").select_option(tie)
            if (number, place) == (1, 1):
                ishi.look("measure-tie" if tie == ties[0] else "")
            ishi.press("結び付ける", ishi.page.locator("form.measure"))
            ishi.sees("結び付きを外す")
    ishi.go(f"/register/{YEAR}/1/1/")
    ishi.sees("3/3")
    ishi.look("measure")
    ishi.go(f"/register/?year={YEAR}")
    ishi.look("register")


def what_is_written(ishi: Somebody) -> None:
    ishi.go(f"/register/{YEAR}/1/1/")
    ishi.press("実施状況として書く")
    ishi.sees("書いてください")
    ishi.look()
    ishi.page.get_by_label("書くこと").fill("園ごとに分けたファイルを、宛先ごとに検査してから送っている。")
    ishi.press("評価として書く")
    ishi.sees("園ごとに分けたファイルを")
    ishi.look("measure-written")


def new_incident(ishi: Somebody) -> None:
    ishi.go("/register/")
    ishi.follow("事故を登録")
    ishi.look("incident-new")
    ishi.press("登録する")
    ishi.sees("書いてください")
    ishi.look()
    ishi.page.get_by_label("部署").select_option("hoiku")
    ishi.page.get_by_label("事故の概要").fill(OUTLINE)
    ishi.page.get_by_label("事故の種類").select_option("wrong-recipient")
    ishi.page.get_by_label("職員の誰かが知った日").fill(ishi.page.evaluate("new Date().toISOString().slice(0, 10)"))
    ishi.press("登録する")
    ishi.sees("似た事故")
    ishi.sees("閉じるまでに要ること")
    ishi.look("incident-similar")
    none = ishi.page.get_by_label("どれの再発でもない")
    expect(none).not_to_be_checked()  # no answer is given beforehand
    none.check()
    ishi.press("見比べたことを記録する")
    ishi.sees("見比べました")
    expect(none).to_be_checked()
    ishi.look()
    ishi.follow("再発防止策を加える")
    ishi.look()
    ishi.page.get_by_label("再発防止策").fill("ダブルチェックを徹底する。")
    ishi.page.get_by_label("種類").select_option("check")
    ishi.press("保存する")
    ishi.sees("何にも結び付いていません")
    ishi.look()
    ishi.follow("工程に結び付ける")
    ishi.sees("この文のままでは")
    ishi.look("measure-vague")


def edition_is_published(ishi: Somebody) -> None:
    ishi.go(f"/register/report/{YEAR}/")
    ishi.look("report-unpublished")
    ishi.press("公表する")
    assert ishi.path == f"/report/{YEAR}/1/"


def correction_is_an_edition(ishi: Somebody) -> None:
    ishi.go(f"/register/report/{YEAR}/")
    ishi.sees("前の版から何も変わっていません。")
    ishi.look()
    ishi.go(f"/register/{YEAR}/5/")
    ishi.follow("書き直す")
    ishi.look()
    outline = ishi.page.get_by_label("事故の概要")
    outline.fill(outline.input_value().replace("掲載してしまった", "載せてしまった"))
    ishi.page.get_by_label("事故の種類").select_option("without-consent")  # a past report does not say it
    ishi.press("保存する")
    ishi.go(f"/register/report/{YEAR}/")
    ishi.sees("事故5の概要を改めました。")
    ishi.page.get_by_label("変わったところについて書き添えること").fill("事故5の概要の言葉を正しました。")
    ishi.look("report-correction")
    ishi.press("公表する")
    assert ishi.path == f"/report/{YEAR}/2/"


def citizens_read(somebody: Callable[..., Somebody]) -> None:
    citizen, scriptless = somebody(), somebody(has_script=False)
    citizen.go("/report/")
    citizen.look()
    citizen.follow("2023")
    citizen.sees("第2版")
    citizen.look("report-public")
    citizen.follow("第1版")
    citizen.sees("新しい版があります")
    citizen.look()
    citizen.go("/report/check/")
    citizen.look()
    scriptless.go(f"/report/{YEAR}/")
    expect(scriptless.page.get_by_role("row")).to_have_count(7)
    scriptless.look()
    for form in ("pdf", "xlsx", "csv", "json"):
        [at] = re.findall(rf'href="(/report/{YEAR}/2/report\.{form})"', scriptless.page.content())
        assert scriptless.page.request.get(at).ok
