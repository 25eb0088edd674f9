"""一通の郵送：one letter in a minute, through two pairs of hands at one screen.

The drafter types the person's number; the second person comes to the same screen at the mail corner, scans paper and label, and types
the birth date from the paper in the envelope. The mistake of 2023年度の事故2 lies near: somebody with nearly the same name.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.browser.office_work import answer_questions, bring_paper, count_pieces, look_together, put_in, scan
from tests.browser.registering import register
from tests.browser.somebody import Somebody
from tests.web.city import City

from sekisho.web.desk.codes import code

TITLE = "決定通知書の送付"
WHOSE, NAME = "0004021763", "田中　久美子"
BORN, BIRTH_OF_THE_OTHER = "S53.5.14", "S53.11.2"


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def lists_are_in_force(city: City) -> None:
        register(city, "incident-2/repaired", "shogai", by="asai", accepted_by="hara")

    return lists_are_in_force


def test_a_single_letter(somebody: Callable[..., Somebody]) -> None:
    asai, uchida = somebody("asai"), somebody("uchida")
    number = the_drafter_types_the_persons_number(asai)
    the_letter_is_registered(asai, number)
    the_approver_decides(uchida, number)
    the_drafter_does_not_go_on_alone(asai, number)
    the_second_person_comes_to_the_screen(asai)
    the_label_of_another_letter_is_stopped(asai, number)
    the_birth_date_of_the_other_person_is_stopped(asai, number)
    the_second_person_does_the_rest(asai, number)
    the_dispatch_is_over([asai, uchida], number)


def the_drafter_types_the_persons_number(asai: Somebody) -> str:
    """The name comes from the register and is looked at, before anything begins."""
    asai.go("/dispatches/new/")
    asai.follow("この手順で始める 一通の郵送")
    asai.page.get_by_label("案件の名前").fill(TITLE)
    asai.page.get_by_label("本人の番号", exact=True).fill(WHOSE)
    asai.send("この宛先で案件を始める")
    asai.sees("下の人で合っていれば、もう一度押してください")
    expect(asai.page.get_by_role("rowheader", name="田中 久美子")).to_be_visible()
    asai.look()
    asai.send("この宛先で案件を始める")
    expect(asai.page.get_by_role("heading", name=TITLE)).to_be_visible()
    asai.sees_not(NAME)
    asai.look()
    return asai.path.split("/")[2]


def the_letter_is_registered(asai: Somebody, number: str) -> None:
    asai.go(f"/d/{number}/files/")
    expect(asai.page.get_by_label("だれについての書類か")).to_have_value(WHOSE)
    bring_paper(asai, number, WHOSE, "決定通知書", 2)
    asai.look()
    put_in(asai)
    answer_questions(asai, number, "手元の申請書の番号と生年月日で、本人に間違いないことを確かめました。")


def the_approver_decides(uchida: Somebody, number: str) -> None:
    uchida.go("/")
    uchida.follow("開いて決裁")
    uchida.look()
    uchida.send("決裁する")


def the_drafter_does_not_go_on_alone(asai: Somebody, number: str) -> None:
    asai.go(f"/d/{number}/step/match/parcel/p0001/")
    scan(asai, code(number, 1), code(number, 1))
    asai.sees("まだできません")
    asai.sees("確認者の役割を今日この課で持つ人だけが行えます")
    asai.look()


def the_second_person_comes_to_the_screen(asai: Somebody) -> None:
    asai.second_person("hara")
    asai.sees("いま操作しているのは、二人目の原 千尋さんです")
    asai.look()


def the_label_of_another_letter_is_stopped(asai: Somebody, number: str) -> None:
    scan(asai, code(number, 1), code(number, 2))
    asai.sees("NG")
    asai.look()
    look_together(asai, "kishi", "かごの中の別のラベルでした。正しいラベルを貼りました。")


def the_birth_date_of_the_other_person_is_stopped(asai: Somebody, number: str) -> None:
    asai.go(f"/d/{number}/step/match/parcel/p0001/")
    asai.second_person("hara")
    scan(asai, code(number, 1), code(number, 1))
    asai.sees("OK")
    asai.look()
    asai.go(f"/d/{number}/step/identify/parcel/p0001/")
    asai.look()
    type_birth(asai, BIRTH_OF_THE_OTHER)
    asai.sees("入力が、記録と合いません")
    asai.sees_not("5月14日")
    asai.look()
    look_together(asai, "kishi", "名前の似た方の通知書でした。二人で見て入れ直しました。")


def type_birth(asai: Somebody, day: str) -> None:
    asai.page.get_by_label("紙に書いてある番号か生年月日").fill(day)
    asai.send("紙のとおりに入力した")


def the_second_person_does_the_rest(asai: Somebody, number: str) -> None:
    asai.go(f"/d/{number}/step/identify/parcel/p0001/")
    asai.second_person("hara")
    type_birth(asai, BORN)
    asai.sees("原さんが「確認」を済ませました")
    asai.go(f"/d/{number}/step/count/parcel/p0001/")
    count_pieces(asai, printed=1, enclosed=1)
    asai.go(f"/d/{number}/step/seal/parcel/p0001/")
    asai.page.get_by_label("封がしてあった通数").fill("1")
    asai.send("封を確かめた数を記録する")
    asai.go(f"/d/{number}/release/parcel/p0001/")
    asai.look()
    asai.page.get_by_text("照合していない").click()
    asai.page.get_by_label("差し出した通数").fill("1")
    asai.send("出したと記録する")


def the_dispatch_is_over(people: list[Somebody], number: str) -> None:
    for one in people:
        one.go("/")
        one.sees("いま待っているものはありません")
    asai = people[0]
    asai.go(f"/d/{number}/")
    asai.look()
    asai.go(f"/d/{number}/pass/parcel/p0001/")
    asai.sees("出したという、人の申告だけです")
    asai.look()
