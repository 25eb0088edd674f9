"""2023年度の事故2：再交付した愛の手帳を、氏名が類似した別人の成年後見人に送付した。

The letter to the guardian of then is stopped before anything is printed. With the right guardian it is approved, enclosed, held
against the paper by a second person, sealed and handed in; the wrong envelope and the other person's birth date go nowhere.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.office_work import (
    answer_questions,
    begin,
    bring,
    bring_paper,
    count_pieces,
    look_together,
    open_every_file,
    put_in,
    say_about_whom,
    scan,
    spelt,
)
from tests.browser.registering import DEMO, register
from tests.browser.somebody import Somebody
from tests.web.city import City

from sekisho.web.desk.codes import code

TITLE = "愛の手帳の再交付（11月24日分）"
WRONG, RIGHT = "濵田　俊介", "斎藤　雄大"
"""The guardians of 中田　久美子 and of 田中　久美子."""
WHOSE, BORN, BIRTH_OF_THE_OTHER = "0004021763", "昭和５３年５月１４日", "昭和53年11月2日"
HEAR = """
    window.heard = [];
    const make = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () {
        const tone = make.call(this), start = tone.start;
        tone.start = function (...when) { heard.push(tone.frequency.value); return start.apply(this, when); };
        return tone;
    };
"""
"""Notes down the pitch of each tone that a page sounds."""
MISTAKE, REPAIRED = (DEMO / f"incident-2/{one}/out/愛の手帳再交付通知.docx" for one in ("mistake", "repaired"))


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def lists_are_in_force(city: City) -> None:
        register(city, "incident-2/repaired", "shogai", by="asai", accepted_by="hara")

    return lists_are_in_force


def test_a_certificate_to_a_guardian(somebody: Callable[..., Somebody]) -> None:
    asai, tsuda, hara, uchida, tachi = (somebody(one) for one in ("asai", "tsuda", "hara", "uchida", "tachi"))
    number = begin(asai, "手帳・証明書の郵送", (WRONG,), TITLE)

    the_letter_to_the_wrong_guardian_is_stopped(tsuda, number)
    the_right_guardian_takes_the_place(asai, number)
    the_letter_is_written_anew(tsuda, number)
    whose_it_is_was_looked_up(tsuda, number)
    the_approver_opens_everything_and_decides(uchida, number)
    the_envelope_of_before_is_stopped(tsuda, number)
    the_letter_is_enclosed(tsuda, number)
    who_enclosed_it_is_not_the_second_person(tsuda, number)
    the_birth_date_of_the_other_person_is_stopped(tsuda, number)
    the_second_person_types_what_stands_on_the_paper(tsuda, number)
    the_second_person_seals_it(hara, number)
    the_mail_room_hands_it_in(tachi, number)
    the_dispatch_is_over([asai, tsuda, hara, uchida, tachi], number)


def the_letter_to_the_wrong_guardian_is_stopped(tsuda: Somebody, number: str) -> None:
    the_papers_are_brought(tsuda, number, WRONG, MISTAKE)
    tsuda.look()
    put_in(tsuda)
    halt = tsuda.page.get_by_role("region", name="止まっています")
    found = halt.get_by_role("listitem").filter(has_text="見せてよい人ではありません")
    expect(found).to_contain_text("愛の手帳再交付通知.docx")
    tsuda.look()
    tsuda.follow("指摘を見る", halt)
    tsuda.sees("この宛先に見せてよい人ではありません")
    tsuda.look()


def the_papers_are_brought(tsuda: Somebody, number: str, guardian: str, letter: Path) -> None:
    bring(tsuda, number, {guardian: letter})
    bring_paper(tsuda, number, guardian, "愛の手帳", 1, code="0353197")
    say_about_whom(tsuda, number, guardian, [WHOSE])


def the_right_guardian_takes_the_place(asai: Somebody, number: str) -> None:
    """The parcel to the wrong one is withdrawn, and the right one added: nobody writes over an address."""
    asai.go(f"/d/{number}/recipients/")
    asai.page.get_by_role("checkbox", name=re.compile(f"^{spelt(RIGHT)}")).check()
    asai.look()
    asai.send("この宛先を足す")
    asai.go(f"/d/{number}/course/")
    page = asai.page.get_by_role("region", name="取り下げる")
    page.get_by_label("どれを").select_option("p0001")
    page.get_by_role("textbox").fill("名前の似た別の方の成年後見人でした。正しい後見人を足しました。")
    asai.look()
    asai.send("取り下げる", page)
    asai.sees_not("停止が消えるまで")


def the_letter_is_written_anew(tsuda: Somebody, number: str) -> None:
    the_papers_are_brought(tsuda, number, RIGHT, REPAIRED)
    put_in(tsuda)
    expect(tsuda.page.get_by_role("region", name="確かめて答えること")).to_be_visible()
    tsuda.look()


def whose_it_is_was_looked_up(tsuda: Somebody, number: str) -> None:
    """Also where everything is right it is asked whose the certificate is: somebody has nearly the same name."""
    tsuda.go(f"/d/{number}/findings/")
    tsuda.sees("紛らわしい人です")
    tsuda.look()
    answer_questions(tsuda, number, "申請書と手帳台帳の番号、生年月日、住所で、本人に間違いないことを確かめました。")


def the_approver_opens_everything_and_decides(uchida: Somebody, number: str) -> None:
    uchida.go("/")
    uchida.follow("開いて決裁")
    uchida.press_all_the_same("決裁する")
    uchida.sees("開いていない")
    uchida.look()
    open_every_file(uchida)
    uchida.go(f"/d/{number}/step/approve/dispatch/all/")
    uchida.look()
    uchida.send("決裁する")


def the_envelope_of_before_is_stopped(tsuda: Somebody, number: str) -> None:
    """The label of the withdrawn parcel is still on the desk: its envelope is scanned with the new letter."""
    tsuda.page.add_init_script(HEAR)
    tsuda.go(f"/d/{number}/step/match/parcel/p0002/")
    tsuda.look()
    scan(tsuda, code(number, 2))
    tsuda.look()
    scan(tsuda, code(number, 1))
    tsuda.sees("NG")
    tsuda.sees_not(WRONG)
    expect(tsuda.page.locator("#id_code")).to_have_count(0)
    assert tsuda.page.evaluate("heard") == [220, 220, 220]
    tsuda.look()
    look_together(tsuda, "hara", "前の宛先の封筒でした。捨てて、新しい封筒に替えました。")


def the_letter_is_enclosed(tsuda: Somebody, number: str) -> None:
    tsuda.go(f"/d/{number}/step/match/parcel/p0002/")
    scan(tsuda, code(number, 2), code(number, 2))
    tsuda.sees("OK")
    assert tsuda.page.evaluate("heard") == [1320]
    tsuda.look()
    tsuda.go(f"/d/{number}/step/count/parcel/p0002/")
    tsuda.look()
    count_pieces(tsuda, printed=1, enclosed=1)


def who_enclosed_it_is_not_the_second_person(tsuda: Somebody, number: str) -> None:
    tsuda.go(f"/d/{number}/step/identify/parcel/p0002/")
    tsuda.page.get_by_label("紙に書いてある番号か生年月日").fill(BORN)
    tsuda.press_all_the_same("紙のとおりに入力した")
    tsuda.sees("まだできません")
    tsuda.look()


def the_birth_date_of_the_other_person_is_stopped(tsuda: Somebody, number: str) -> None:
    """The second person comes to the same screen; the birth date is that of whom the name was taken for."""
    tsuda.go(f"/d/{number}/step/identify/parcel/p0002/")
    tsuda.second_person("hara")
    tsuda.look()
    it_is_one_column_on_a_tablet(tsuda)
    tsuda.page.get_by_label("紙に書いてある番号か生年月日").fill(BIRTH_OF_THE_OTHER)
    tsuda.send("紙のとおりに入力した")
    tsuda.sees("合いません")
    tsuda.sees("どこが違うかは出しません")
    tsuda.look()
    look_together(tsuda, "kishi", "手帳を取り違えていました。手帳台帳と照らして入れ直しました。")


def it_is_one_column_on_a_tablet(tsuda: Somebody) -> None:
    wide = tsuda.page.viewport_size
    assert wide
    tsuda.page.set_viewport_size({"width": 820, "height": 1180})
    work, act = (tsuda.page.locator(one).bounding_box() for one in ("main .one", ".act-box"))
    assert work
    assert act
    assert (work["x"], work["width"]) == (act["x"], act["width"])
    tsuda.page.set_viewport_size(wide)


def the_second_person_types_what_stands_on_the_paper(tsuda: Somebody, number: str) -> None:
    tsuda.go(f"/d/{number}/step/identify/parcel/p0002/")
    tsuda.second_person("hara")
    tsuda.page.get_by_label("紙に書いてある番号か生年月日").fill(BORN)
    tsuda.send("紙のとおりに入力した")
    tsuda.sees("原さんが「確認」を済ませました")


def the_second_person_seals_it(hara: Somebody, number: str) -> None:
    hara.go("/")
    hara.follow("封を確かめる")
    hara.go(f"/d/{number}/step/seal/parcel/p0002/")
    hara.look()
    hara.page.get_by_label("封がしてあった通数").fill("1")
    hara.send("封を確かめた数を記録する")


def the_mail_room_hands_it_in(tachi: Somebody, number: str) -> None:
    tachi.go("/")
    tachi.look()
    tachi.go(f"/d/{number}/release/parcel/p0002/")
    tachi.page.get_by_role("radio", name=re.compile("照合した")).check()
    tachi.page.get_by_label("封筒のラベルの番号").fill(code(number, 2))
    tachi.page.get_by_label("差し出した通数").fill("1")
    tachi.look()
    tachi.send("出したと記録する")


def the_dispatch_is_over(people: list[Somebody], number: str) -> None:
    for one in people:
        one.go("/")
        one.sees("いま待っているものはありません")
    asai = people[0]
    asai.go(f"/d/{number}/")
    asai.look()
    asai.go(f"/d/{number}/pass/parcel/p0002/")
    asai.sees("人が出し、出たものを決裁された内容と照らしました")
    asai.look()
