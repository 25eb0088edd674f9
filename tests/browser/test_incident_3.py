"""2023年度の事故3：事業対象者リストの作成を誤り、その医療機関の患者でない方の情報を郵送した。

Four lists by post, with the mistakes of then: made from last year's assignments, and with columns that slid by a row. Stopped and
made anew, each leaves in its own envelope: scanned, counted, sealed by another person, handed in by the mail room.
"""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import expect
from tests.browser.office import Office
from tests.browser.office_work import begin, bring, open_every_file, spaceless, trace
from tests.browser.registering import DEMO, register
from tests.browser.somebody import Somebody
from tests.web.city import City

from sekisho.japan.dates import parse_date
from sekisho.web.desk.codes import code

TITLE = "保健事業対象者リストの郵送"
CLINICS = {
    "M01": "さくら野中央医院",
    "M02": "みどり坂クリニック",
    "M03": "北野原ファミリークリニック",
    "M04": "ひなた台医院",
}
PARCELS = {f"p{place:04}": key for place, key in enumerate(CLINICS, 1)}
MISTAKE, REPAIRED = DEMO / "incident-3/mistake", DEMO / "incident-3/repaired"


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def lists_are_in_force(city: City) -> None:
        register(city, "incident-3/repaired", "hoken", by="hirano", accepted_by="kawai")

    return lists_are_in_force


def test_lists_for_four_clinics(office: Office, somebody: Callable[..., Somebody]) -> None:
    hirano, nishi, kawai, mizuno, tachi = (somebody(one) for one in ("hirano", "nishi", "kawai", "mizuno", "tachi"))
    number = begin(hirano, "医療機関別リストの郵送", CLINICS.values(), TITLE)

    who_has_not_read_the_manual_makes_no_list(somebody("sugita"), number)
    the_mistake_is_stopped_at_its_place(nishi, number)
    it_is_made_anew(nishi, number)
    the_questions_are_answered(hirano, number)
    the_maker_opens_everything(nishi, number)
    somebody_else_traces_rows_to_the_register(kawai, number)
    the_superior_is_told_and_the_approver_decides(mizuno, number)
    codes = codes_of(nishi, number)
    a_wrong_envelope_is_stopped(nishi, kawai, somebody("okabe"), number, codes)
    each_list_is_matched_with_its_envelope_and_counted(nishi, number, codes)
    another_person_looks_at_the_seals(kawai, number)
    the_mail_room_hands_them_in(tachi, number, codes)
    the_dispatch_is_over([hirano, nishi, kawai, mizuno, tachi], number)


def who_has_not_read_the_manual_makes_no_list(sugita: Somebody, number: str) -> None:
    sugita.go(f"/d/{number}/files/")
    sugita.sees("リスト作成業務マニュアル")
    expect(sugita.page.locator("input[type=file]")).to_have_count(0)
    sugita.look()


def the_mistake_is_stopped_at_its_place(nishi: Somebody, number: str) -> None:
    bring(nishi, number, files_of(MISTAKE))
    nishi.press("資料として確定する")
    nishi.rest()
    halt = nishi.page.get_by_role("region", name="止まっています")
    for place in (
        ("M01_さくら野中央医院.xlsx", "45行目", "見せてよい人ではありません"),
        ("M02_みどり坂クリニック.xlsx", "26行目", ""),
    ):
        found = halt.get_by_role("listitem").filter(has_text=place[0]).first
        for step in place:
            expect(found).to_contain_text(step)
    nishi.look("post-stopped")


def it_is_made_anew(nishi: Somebody, number: str) -> None:
    bring(nishi, number, files_of(REPAIRED))
    nishi.press("資料として確定する")
    nishi.rest()
    nishi.sees_not("停止が消えるまで")
    nishi.look("post-moving")


def the_questions_are_answered(hirano: Somebody, number: str) -> None:
    """Answer what is asked also where everything is right: people with nearly the same name."""
    hirano.go(f"/d/{number}/findings/")
    hirano.look("findings")
    for _ in range(50):
        hirano.go(f"/d/{number}/findings/")
        if not hirano.page.locator("main").get_by_role("link", name=re.compile("^答える")).count():
            return
        hirano.follow("答える")
        hirano.look()
        hirano.page.get_by_role("textbox").fill("住所と生年月日を台帳で確かめました。本人に間違いありません。")
        hirano.press("回答する")
    raise AssertionError("the questions never end")


def the_maker_opens_everything(nishi: Somebody, number: str) -> None:
    nishi.go(f"/d/{number}/step/open/parcel/p0001/")
    open_every_file(nishi)
    for key in PARCELS:
        nishi.go(f"/d/{number}/step/open/parcel/{key}/")
        nishi.press("すべて開いて確かめた")


def somebody_else_traces_rows_to_the_register(kawai: Somebody, number: str) -> None:
    files = files_of(REPAIRED)
    for parcel, key in PARCELS.items():
        kawai.go(f"/d/{number}/step/trace/parcel/{parcel}/")
        kawai.press("行を抜き出す")
        trace(kawai, files[CLINICS[key]], of_the_register)
        kawai.press("台帳のとおりに入力した")
    kawai.go(f"/d/{number}/")
    kawai.look()


def of_the_register(sheet: Worksheet, row: int, asked: str) -> str:
    """Return what the register of the insured says of the person in a row."""
    with (REPAIRED / "sources/被保険者台帳.csv").open(encoding="cp932", newline="") as file:
        insured = list(csv.DictReader(file))
    kana, birth = spaceless(str(sheet.cell(row, 4).value)), parse_date(str(sheet.cell(row, 5).value))
    [person] = [one for one in insured if spaceless(one["カナ氏名"]) == kana and parse_date(one["生年月日"]) == birth]
    return person["生年月日" if "生年月日" in asked else "被保険者番号"]


def the_superior_is_told_and_the_approver_decides(mizuno: Somebody, number: str) -> None:
    mizuno.go(f"/d/{number}/step/report/dispatch/all/")
    mizuno.look("step-report")
    mizuno.press("報告を受けた")
    mizuno.go(f"/d/{number}/step/approve/dispatch/all/")
    open_every_file(mizuno)
    mizuno.go(f"/d/{number}/step/approve/dispatch/all/")
    mizuno.look()
    mizuno.press("決裁する")


def codes_of(nishi: Somebody, number: str) -> dict[str, str]:
    """Return the code that list and envelope of each parcel bear."""
    nishi.go(f"/d/{number}/pass/parcel/p0001/")
    nishi.look("check-sheet")
    return {parcel: code(number, place) for place, parcel in enumerate(PARCELS, 1)}


def a_wrong_envelope_is_stopped(
    nishi: Somebody, kawai: Somebody, okabe: Somebody, number: str, codes: dict[str, str]
) -> None:
    nishi.go(f"/d/{number}/step/match/parcel/p0001/")
    nishi.look("step-match")
    scan(nishi, codes["p0001"])
    nishi.look()
    scan(nishi, codes["p0002"])
    nishi.sees("NG")
    nishi.look("step-match-ng")
    nishi.sees_not(CLINICS["M02"])
    okabe.go("/")
    okabe.look()
    okabe.follow("現物を確かめる")
    okabe.look("step-resume")
    okabe.page.get_by_role("textbox").fill("封筒を取り違えていました。正しい封筒に入れ直しました。")
    okabe.page.locator("main form button.main").click()
    okabe.look()


def each_list_is_matched_with_its_envelope_and_counted(nishi: Somebody, number: str, codes: dict[str, str]) -> None:
    for parcel in PARCELS:
        nishi.go(f"/d/{number}/step/match/parcel/{parcel}/")
        scan(nishi, codes[parcel])
        scan(nishi, codes[parcel])
        nishi.sees("OK")
        nishi.look("step-match-ok" if parcel == "p0003" else "")
    for parcel in PARCELS:
        nishi.go(f"/d/{number}/step/count/parcel/{parcel}/")
        nishi.look("step-count" if parcel == "p0001" else "")
        for label, count in (("印刷した", "1"), ("再作成した", "0"), ("封入した", "1")):
            nishi.page.get_by_label(re.compile(f"^{label}")).fill(count)
        nishi.press("数を記録する")


def another_person_looks_at_the_seals(kawai: Somebody, number: str) -> None:
    for parcel in PARCELS:
        kawai.go(f"/d/{number}/step/seal/parcel/{parcel}/")
        kawai.look("step-seal" if parcel == "p0001" else "")
        kawai.page.get_by_label(re.compile("^封がしてあった")).fill("1")
        kawai.press("封を確かめた数を記録する")


def the_mail_room_hands_them_in(tachi: Somebody, number: str, codes: dict[str, str]) -> None:
    tachi.go("/")
    tachi.look("home-mailroom")
    for parcel in PARCELS:
        tachi.go(f"/d/{number}/release/parcel/{parcel}/")
        tachi.look("release-post" if parcel == "p0001" else "")
        tachi.page.get_by_role("radio", name=re.compile("照合した")).check()
        tachi.page.get_by_label(re.compile("^封筒のラベルの番号")).fill(codes[parcel])
        tachi.page.get_by_label(re.compile("^差し出した")).fill("1")
        tachi.press("出したと記録する")


def the_dispatch_is_over(people: list[Somebody], number: str) -> None:
    for one in people:
        one.go("/")
        one.sees("いま待っているものはありません")
    hirano = people[0]
    hirano.go(f"/d/{number}/")
    hirano.sees("通行手形を見る")
    hirano.look("post-over")
    hirano.go(f"/d/{number}/pass/parcel/p0001/")
    hirano.look("pass")


def scan(somebody: Somebody, code: str) -> None:
    """Scan a code: the scanner types digits and Enter, wherever the focus is."""
    with somebody.page.expect_navigation():
        somebody.page.keyboard.type(code)
        somebody.page.keyboard.press("Enter")


def files_of(example: Path) -> dict[str, Path]:
    """Return the list of each clinic by its name."""
    return {name: next((example / "out").glob(f"*_{key}_*.xlsx")) for key, name in CLINICS.items()}
