"""2023年度の事故6：納税通知書を、封緘しないまま発送した。

Two boxes of notices, from the print file to the post office. Nothing leaves before every envelope was looked at: one that is open is
found where the seals are counted, a missing one where the pieces are, and the next box stays shut until the one before is done.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from openpyxl import Workbook
from playwright.sync_api import expect
from tests.browser.office_work import (
    answer_questions,
    bring,
    count_pieces,
    look_together,
    open_every_file,
    put_in,
    scan,
    spaceless,
)
from tests.browser.registering import DEMO, register
from tests.browser.somebody import Somebody
from tests.web.city import City

from sekisho.web.desk.codes import code

TITLE = "納税通知書の発送（11月随時分）"
BOXES = {"1箱": (1, 2, 3), "2箱": (6, 7)}
"""Which pieces of the print file are in which box."""
PRINTED = DEMO / "incident-6/repaired"
PRINT_FILE, INDEX = PRINTED / "out/納税通知書_11月随時.pdf", PRINTED / "out/納税通知書_11月随時_索引.csv"


@dataclass(frozen=True)
class Delivered:
    """What the printer delivered: the index of all boxes, of each box its print file and its list; ``numbers`` by name."""

    index: Path
    boxes: Mapping[str, list[Path]]
    numbers: Mapping[str, str]


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def the_register_is_in_force(city: City) -> None:
        register(city, "incident-6/repaired", "shimin", by="sakuma", accepted_by="kubota")

    return the_register_is_in_force


@pytest.fixture
def delivered(tmp_path: Path) -> Delivered:
    """Two boxes with the first pieces of the run of the example."""
    rows, register = _read(INDEX), _read(PRINTED / "sources/納税義務者台帳.csv")
    people = {one["宛名番号"]: one for one in register}
    index = tmp_path / "索引.csv"
    lines = [f"{one['宛名番号']},{box}" for box, pieces in BOXES.items() for one in (rows[at - 1] for at in pieces)]
    index.write_text("\n".join(("宛名番号,ロット", *lines, "")), encoding="utf-8")
    boxes, numbers = {}, {}
    for box, pieces in BOXES.items():
        mine = [rows[at - 1] for at in pieces]
        numbers |= {spaceless(people[one["宛名番号"]]["氏名"]): people[one["宛名番号"]]["通知書番号"] for one in mine}
        boxes[box] = [
            _pages(tmp_path / f"納税通知書_{box}.pdf", mine),
            _list(tmp_path / f"索引_{box}.xlsx", mine, people),
        ]
    return Delivered(index, boxes, numbers)


def _read(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="cp932", newline="") as file:
        return list(csv.DictReader(file))


def _pages(made: Path, pieces: list[dict[str, str]]) -> Path:
    with pikepdf.open(PRINT_FILE) as whole, pikepdf.new() as box:
        for one in pieces:
            box.pages.extend(whole.pages[int(one["開始ページ"]) - 1 : int(one["終了ページ"])])
        box.save(made)
    return made


def _list(made: Path, pieces: list[dict[str, str]], people: Mapping[str, Mapping[str, str]]) -> Path:
    book = Workbook()
    book.active.append(["通番号", "通知書番号", "氏名", "照合番号"])
    for one in pieces:
        person = people[one["宛名番号"]]
        book.active.append([one["通番号"], person["通知書番号"], person["氏名"], one["照合番号"]])
    book.save(made)
    return made


def test_two_boxes_of_tax_notices(somebody: Callable[..., Somebody], delivered: Delivered) -> None:
    sakuma, fujii, kubota, yano = (somebody(one) for one in ("sakuma", "fujii", "kubota", "yano"))
    imai, oba, tachi = (somebody(one) for one in ("imai", "oba", "tachi"))
    number = begin_with_an_index(sakuma, delivered.index)

    worker_and_approver_go_through_the_steps(fujii, yano)
    what_was_delivered_is_brought(fujii, number, delivered)
    questions_are_answered(sakuma, number)
    pieces_are_traced_to_the_tax_register(kubota, number, delivered.numbers)
    the_approver_opens_everything_and_decides(yano, number)
    notices_and_envelopes_are_matched(imai, number)
    nothing_is_posted_that_nobody_saw_sealed(tachi, number)
    a_notice_that_is_missing_needs_the_chiefs_reason(imai, oba, number)
    the_next_box_stays_shut(imai, number)
    an_open_envelope_is_found(kubota, number)
    the_next_box_goes_the_same_way(imai, kubota, number)
    the_boxes_are_handed_in(tachi, number)
    the_dispatch_is_over([sakuma, fujii, kubota, yano, imai, oba, tachi], number)


def begin_with_an_index(sakuma: Somebody, index: Path) -> str:
    sakuma.go("/dispatches/new/tax-notices/")
    sakuma.page.get_by_label("または、通知書の名簿から").set_input_files(index)
    sakuma.page.get_by_label("案件の名前").fill(TITLE)
    sakuma.look()
    sakuma.send("この宛先で案件を始める")
    expect(sakuma.page.get_by_role("heading", name=TITLE)).to_be_visible()
    return sakuma.path.split("/")[2]


def worker_and_approver_go_through_the_steps(fujii: Somebody, yano: Somebody) -> None:
    for one in (fujii, yano):
        one.go("/")
        one.follow("手順とリスクを見る")
        one.send("手順とリスクを共有した")


def what_was_delivered_is_brought(fujii: Somebody, number: str, delivered: Delivered) -> None:
    bring(fujii, number, delivered.boxes)
    fujii.look()
    put_in(fujii)


def questions_are_answered(sakuma: Somebody, number: str) -> None:
    answer_questions(sakuma, number, "課税台帳の番号と住所で確かめました。本人に間違いありません。")


def pieces_are_traced_to_the_tax_register(kubota: Somebody, number: str, numbers: Mapping[str, str]) -> None:
    for box in BOXES:
        kubota.go(f"/d/{number}/step/trace/lot/{box}/")
        kubota.send("行を抜き出す")
        for row in kubota.page.locator(".traced > li").all():
            name = row.locator("dl div", has_text="氏名").locator("dd").inner_text()
            row.get_by_role("textbox").fill(numbers[spaceless(name)])
        if box == "1箱":
            kubota.look()
        kubota.send("台帳のとおりに入力した")


def the_approver_opens_everything_and_decides(yano: Somebody, number: str) -> None:
    yano.go("/")
    yano.follow("開いて決裁")
    open_every_file(yano)
    yano.go(f"/d/{number}/step/approve/dispatch/all/")
    yano.look()
    yano.send("決裁する")


def notices_and_envelopes_are_matched(imai: Somebody, number: str) -> None:
    """The pile lies the other way round: which box it is, the first code says."""
    imai.go(f"/d/{number}/step/match/parcel/p0001/")
    scan(imai, code(number, 2), code(number, 2), code(number, 1))
    imai.look()
    scan(imai, code(number, 1))
    imai.sees("OK")
    imai.sees("照合済み 2 / 2")
    imai.look()


def nothing_is_posted_that_nobody_saw_sealed(tachi: Somebody, number: str) -> None:
    """The mistake of then."""
    tachi.go(f"/d/{number}/release/lot/1箱/")
    tachi.press_all_the_same("出したと記録する")
    tachi.sees("まだできません")
    tachi.sees("先に「印刷・引抜き・再作成・封入の数を合わせる」を済ませてください")
    tachi.look()


def a_notice_that_is_missing_needs_the_chiefs_reason(imai: Somebody, oba: Somebody, number: str) -> None:
    imai.go(f"/d/{number}/step/count/lot/1箱/")
    imai.look()
    count_pieces(imai, printed=4, enclosed=3)
    imai.go(f"/d/{number}/step/count/lot/1箱/")
    imai.sees("数が合っていません。課長の理由を待っています。")
    imai.look()
    oba.go("/")
    oba.look()
    oba.go(f"/d/{number}/step/count/lot/1箱/explain/")
    oba.look()
    oba.page.get_by_label("理由").fill("一通は試し刷りでした。廃棄したことを確かめました。")
    oba.send("差の理由を記録する")


def the_next_box_stays_shut(imai: Somebody, number: str) -> None:
    imai.go(f"/d/{number}/step/count/lot/2箱/")
    imai.sees("この手順は一つずつ進めます")
    imai.look()


def an_open_envelope_is_found(kubota: Somebody, number: str) -> None:
    kubota.go("/")
    kubota.follow("封を確かめる")
    kubota.go(f"/d/{number}/step/seal/lot/1箱/")
    kubota.look()
    tell_the_seals(kubota, 2)
    kubota.sees("封緘した数が、封入した数と違います")
    kubota.look()
    look_together(kubota, "imai", "一通の封がされていませんでした。封をして、三通とも見直しました。")
    kubota.go(f"/d/{number}/step/seal/lot/1箱/")
    tell_the_seals(kubota, 3)


def tell_the_seals(kubota: Somebody, sealed: int) -> None:
    kubota.page.get_by_label("封がしてあった通数").fill(str(sealed))
    kubota.send("封を確かめた数を記録する")


def the_next_box_goes_the_same_way(imai: Somebody, kubota: Somebody, number: str) -> None:
    imai.go(f"/d/{number}/step/count/lot/2箱/")
    count_pieces(imai, printed=2, enclosed=2)
    kubota.go(f"/d/{number}/step/seal/lot/2箱/")
    tell_the_seals(kubota, 2)


def the_boxes_are_handed_in(tachi: Somebody, number: str) -> None:
    for place, (box, pieces) in enumerate(BOXES.items(), 1):
        tachi.go(f"/d/{number}/release/lot/{box}/")
        tachi.page.get_by_role("radio", name=re.compile("照合した")).check()
        tachi.page.get_by_label("封筒のラベルの番号").fill(code(number, place))
        tachi.page.get_by_label("差し出した通数").fill(str(len(pieces)))
        if box == "1箱":
            tachi.look()
        tachi.send("出したと記録する")


def the_dispatch_is_over(people: list[Somebody], number: str) -> None:
    for one in people:
        one.go("/")
        one.sees("いま待っているものはありません")
    sakuma = people[0]
    sakuma.go(f"/d/{number}/")
    sakuma.look()
    sakuma.go(f"/d/{number}/pass/lot/1箱/")
    sakuma.sees("出たものを決裁された内容と照らしました")
    sakuma.look()
