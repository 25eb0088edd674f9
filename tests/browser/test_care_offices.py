"""2023年度の事故4：委託先が、2つの居宅介護支援事業所の間で書類を取り違えて送付した。

One office after the other, by the contractor's people. The annexes that were swapped then are stopped before anything is printed;
the next office stays shut until the one before has left, and what comes back bears the number of what went out.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect
from tests.browser.office_work import (
    answer_questions,
    begin,
    bring,
    count_pieces,
    look_together,
    open_every_file,
    put_in,
    say_about_whom,
    scan,
)
from tests.browser.registering import DEMO, register
from tests.browser.somebody import Somebody
from tests.web.city import City

from sekisho.web.desk.codes import code

TITLE = "要介護認定情報の提供（11月24日分）"
OFFICES = ("ほほえみケアプランセンター", "はるかぜ居宅介護支援事業所")
PEOPLE = (("0000246864", "0000571543"), ("0000655765", "0000020444"))
"""By the numbers that their papers bear (被保険者番号), office by office."""
PAGES = (range(21, 24), range(48, 51))
"""The pages of each office in the print file, from 0: a letter and an annex for each person."""
Papers = Mapping[str, list[Path]]


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def lists_are_in_force(city: City) -> None:
        register(city, "incident-4/repaired", "kaigo", by="ogura", accepted_by="shiga")

    return lists_are_in_force


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    """The papers of each office as the contractor made them: with the annexes swapped, and repaired."""
    return {
        one: [_of_one_office(one, place, tmp_path) for place in range(len(OFFICES))] for one in ("mistake", "repaired")
    }


def _of_one_office(example: str, place: int, folder: Path) -> Path:
    made = folder / example / f"認定情報_{OFFICES[place]}.pdf"
    made.parent.mkdir(exist_ok=True)
    with pikepdf.open(DEMO / f"incident-4/{example}/out/認定情報提供_印刷.pdf") as whole, pikepdf.new() as one:
        one.pages.extend(whole.pages[page] for page in PAGES[place])
        one.save(made)
    return made


def test_papers_for_two_care_offices(somebody: Callable[..., Somebody], papers: Papers) -> None:
    ogura, nakata, doi, hotta, tanabe = (somebody(one) for one in ("ogura", "nakata", "doi", "hotta", "tanabe"))
    number = begin(ogura, "居宅介護支援事業所への認定情報の提供（委託）", OFFICES, TITLE, "居宅サービス計画の作成")

    the_swapped_annexes_are_stopped(nakata, number, papers["mistake"][0])
    the_next_office_stays_shut(nakata, number)
    its_own_papers_take_their_place(nakata, number, papers["repaired"][0])
    care_needs_are_answered_for(nakata, number)
    the_citys_approver_decides_on_this_office(hotta, number)
    the_other_offices_return_envelope_is_stopped(nakata, number)
    the_papers_are_matched_and_counted(nakata, number)
    a_number_of_the_other_offices_people_is_stopped(doi, number)
    another_employee_types_their_numbers_and_seals(doi, number, 1)
    it_leaves_and_the_next_office_opens(nakata, number)
    the_second_office_goes_the_same_way(nakata, doi, hotta, number, papers["repaired"][1])
    what_comes_back_bears_the_number_of_what_went_out(tanabe, number)
    the_dispatch_is_over([ogura, nakata, doi, hotta, tanabe], number)


def the_swapped_annexes_are_stopped(nakata: Somebody, number: str, papers: Path) -> None:
    bring(nakata, number, {OFFICES[0]: papers})
    say_about_whom(nakata, number, OFFICES[0], PEOPLE[0])
    nakata.look()
    put_in(nakata)
    halt = nakata.page.get_by_role("region", name="止まっています")
    found = halt.get_by_role("listitem").filter(has_text="見せてよい人ではありません")
    expect(found).to_contain_text(papers.name)
    expect(found).to_contain_text("2ページ")
    nakata.look()
    nakata.follow("指摘を見る", halt)
    nakata.sees("見せてよい人ではありません")
    nakata.look()


def the_next_office_stays_shut(nakata: Somebody, number: str) -> None:
    """Nobody lays the papers of the second office on the table while those of the first are there."""
    nakata.go(f"/d/{number}/files/")
    section = nakata.page.get_by_role("region", name=re.compile(f" {OFFICES[1]}$"))
    expect(section).to_contain_text("この手順は一つずつ進めます")
    expect(section.locator("input[type=file]")).to_have_count(0)
    nakata.look()


def its_own_papers_take_their_place(nakata: Somebody, number: str, papers: Path) -> None:
    bring(nakata, number, {OFFICES[0]: papers})
    put_in(nakata)
    nakata.sees_not("停止が消えるまで")


def care_needs_are_answered_for(nakata: Somebody, number: str) -> None:
    answer_questions(nakata, number, "居宅サービス計画の作成に要るもので、事業所からの依頼書で確かめました。")


def the_citys_approver_decides_on_this_office(hotta: Somebody, number: str, parcel: str = "p0001") -> None:
    hotta.go("/")
    hotta.follow("開いて決裁")
    assert hotta.path == f"/d/{number}/step/approve/parcel/{parcel}/"
    open_every_file(hotta)
    hotta.go(f"/d/{number}/step/approve/parcel/{parcel}/")
    if parcel == "p0001":
        hotta.look()
    hotta.send("決裁する")


def the_other_offices_return_envelope_is_stopped(nakata: Somebody, number: str) -> None:
    nakata.go(f"/d/{number}/step/match/parcel/p0001/")
    nakata.look()
    scan(nakata, code(number, 1), code(number, 1))
    nakata.sees("返信用封筒の番号を読み取ってください")
    nakata.look()
    scan(nakata, code(number, 2))
    nakata.sees("NG")
    expect(nakata.page.locator("#id_code")).to_have_count(0)
    nakata.look()
    look_together(nakata, "doi", "返信用封筒が次の事業所のものでした。入れ直しました。")


def the_papers_are_matched_and_counted(nakata: Somebody, number: str, place: int = 1) -> None:
    nakata.go(f"/d/{number}/step/match/parcel/p{place:04}/")
    scan(nakata, *[code(number, place)] * 3)
    nakata.sees("OK")
    if place == 1:
        nakata.look()
    nakata.go(f"/d/{number}/step/count/parcel/p{place:04}/")
    count_pieces(nakata, printed=1, enclosed=1)


def a_number_of_the_other_offices_people_is_stopped(doi: Somebody, number: str) -> None:
    """An annex of the other office lies in the envelope: its number is typed as it stands there."""
    doi.go("/")
    doi.follow("確認を始める")
    assert doi.path == f"/d/{number}/step/identify/parcel/p0001/"
    doi.look()
    type_numbers(doi, (PEOPLE[0][0], PEOPLE[1][0]))
    doi.sees("合いません")
    doi.sees_not(PEOPLE[0][1])
    doi.look()
    look_together(doi, "nakata", "別の事業所の別紙が入っていました。二人で見て入れ直しました。")


def type_numbers(doi: Somebody, numbers: tuple[str, ...]) -> None:
    doi.page.get_by_label("入っている紙に書いてある番号か生年月日").fill("\n".join(numbers))
    doi.send("紙のとおりに入力した")


def another_employee_types_their_numbers_and_seals(doi: Somebody, number: str, place: int) -> None:
    doi.go(f"/d/{number}/step/identify/parcel/p{place:04}/")
    type_numbers(doi, PEOPLE[place - 1])
    doi.sees("土井さんが「確認」を済ませました")
    doi.go(f"/d/{number}/step/seal/parcel/p{place:04}/")
    doi.page.get_by_label("封がしてあった通数").fill("1")
    doi.send("封を確かめた数を記録する")


def it_leaves_and_the_next_office_opens(nakata: Somebody, number: str, place: int = 1) -> None:
    nakata.go(f"/d/{number}/release/parcel/p{place:04}/")
    nakata.page.get_by_role("radio", name=re.compile("照合した")).check()
    nakata.page.get_by_label("封筒のラベルの番号").fill(code(number, place))
    nakata.page.get_by_label("差し出した通数").fill("1")
    nakata.send("出したと記録する")
    nakata.sees("「委託先の発送」が終わりました")


def the_second_office_goes_the_same_way(
    nakata: Somebody, doi: Somebody, hotta: Somebody, number: str, papers: Path
) -> None:
    bring(nakata, number, {OFFICES[1]: papers})
    say_about_whom(nakata, number, OFFICES[1], PEOPLE[1])
    put_in(nakata)
    care_needs_are_answered_for(nakata, number)
    the_citys_approver_decides_on_this_office(hotta, number, "p0002")
    the_papers_are_matched_and_counted(nakata, number, 2)
    another_employee_types_their_numbers_and_seals(doi, number, 2)
    it_leaves_and_the_next_office_opens(nakata, number, 2)


def what_comes_back_bears_the_number_of_what_went_out(tanabe: Somebody, number: str) -> None:
    tanabe.go(f"/d/{number}/step/return/parcel/p0001/")
    tanabe.look()
    type_code(tanabe, code(number, 2))
    tanabe.sees("返ってきたものの番号が、送ったものと合いません")
    tanabe.look()
    look_together(tanabe, "ueki", "もう一つの事業所からの返送でした。それぞれの案件に分けました。")
    for place in (1, 2):
        tanabe.go(f"/d/{number}/step/return/parcel/p{place:04}/")
        type_code(tanabe, code(number, place))


def type_code(tanabe: Somebody, text: str) -> None:
    tanabe.page.get_by_label("返ってきたものの番号").fill(text)
    tanabe.send("番号を照合する")


def the_dispatch_is_over(people: list[Somebody], number: str) -> None:
    for one in people:
        one.go("/")
        one.sees("いま待っているものはありません")
    ogura = people[0]
    ogura.go(f"/d/{number}/")
    ogura.look()
    ogura.go(f"/d/{number}/pass/parcel/p0001/")
    ogura.sees("出たものを決裁された内容と照らしました")
    ogura.look()
