"""Incident 5: a workbook and a PDF with the city's 木造住宅耐震診断士, for the web.

Some people on them never agreed, withdrew, or agreed to something else; one agreed to all but the telephone.
One refused the day before: the clerk deleted the row in the workbook and painted it black in the PDF.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from city import Dice, Resident, admit, new_home
from names import MEN, WOMEN
from plan import Incident, Place, Planted
from public_list import PublicList, Row, as_pdf
from sheets import BOX, SANS, Cell, Page, csv_bytes, letter, workbook

OFFICE = "さくら野市 都市整備部 住宅課"
TITLE = "さくら野市木造住宅耐震診断士名簿"
SHEET = "診断士名簿"
WORKBOOK, PDF = "out/耐震診断士名簿.xlsx", "out/耐震診断士名簿.pdf"
FIRST_ROW = 8  # of the people, as the spreadsheet counts
PER_PAGE = 30
REGISTERED, LISTED = 61, 47
PURPOSE = "ホームページ掲載"
NAME_ONLY, WITH_PHONE = "登録番号;氏名;フリガナ", "登録番号;氏名;フリガナ;電話番号"
HEADING = ("No.", "登録番号", "氏名", "フリガナ", "勤務先", "対応地区", "連絡先/電話番号", "連絡先/備考")
WIDTHS = (5, 11, 16, 20, 28, 10, 16, 20)
WORKPLACES = (
    "みどり設計室", "北斗建築設計事務所", "株式会社木の香", "有限会社さくら野住建", "アトリエ・けやき", "株式会社四季工房",
    "桜台一級建築士事務所", "こだま建築企画", "株式会社青空ホーム", "合同会社ひのき舎",
)  # fmt: skip
AREAS = ("全域", "東部", "西部", "南部", "北部")

BUNDLE = """\
# One page of the web, two files of it: everyone may see them.
format     = 1
title      = "木造住宅耐震診断士名簿のホームページ掲載"
channel    = "web"
date       = 2026-11-24
department = "住宅課"
purpose    = "ホームページ掲載"

[sources]
subjects = "sources/診断士台帳.xlsx"
consents = "sources/掲載承諾.csv"

[columns.subjects]
subject_id = "登録番号"
name       = "氏名"

[columns.consents]
subject_id   = "登録番号"
purpose      = "目的"
fields       = "項目"
granted_on   = "承諾日"
withdrawn_on = "撤回日"

[[parcel]]
recipient = "PUBLIC"
files     = ["out/耐震診断士名簿.xlsx", "out/耐震診断士名簿.pdf"]
"""

# full: everything may be shown; name: all but the telephone; the others may not be shown at all.
Answer = Literal["full", "name", "never", "withdrawn", "elsewhere", "refused", "unlisted"]
# By their place in the register: the people of the mistake.
PLANTED_ANSWERS: dict[int, Answer] = {9: "never", 22: "withdrawn", 35: "elsewhere", 41: "refused"}
PHONE_SHOWN = 14  # agreed to all but the telephone, and it is shown
NAMESAKE, NAMED_FIRST = 50, 4  # the later one has the name of the earlier one, and is on no list


@dataclass(frozen=True, slots=True)
class Expert:
    """A registered 診断士 with the answer given about the web."""

    person: Resident
    answer: Answer
    granted: date
    workplace: str
    area: str
    course: int  # fiscal year of 令和 in which the course was taken


def make_register() -> tuple[Expert, ...]:
    """Return the register in the order of registration numbers, the same in every run."""
    dice, taken, people = Dice.thrown(5_2026), set[str](), list[Resident]()
    # Those who are not on the list are spread among the others.
    unlisted = {4 * place + 2 for place in range(REGISTERED - LISTED)} - {PHONE_SHOWN, *PLANTED_ANSWERS}
    while len(people) < REGISTERED:
        place = len(people)
        sex = "女" if dice.chance(0.2) else "男"
        home = new_home(dice, place + 1, taken, mobile=dice.chance(0.5))
        lists = frozenset[str]() if place in unlisted else frozenset(("web",))
        birth = dice.day(date(1956, 4, 1), date(1996, 3, 31))
        given = dice.one(WOMEN if sex == "女" else MEN)
        if place == NAMESAKE:
            first = people[NAMED_FIRST]
            home, given, sex = replace(home, surname=first.home.surname), first.given, first.sex
        admit(people, Resident(f"T{1001 + place * 3}", home, given, sex, birth, lists))
    return tuple(_answered(dice, place, person) for place, person in enumerate(people))


def _answered(dice: Dice, place: int, person: Resident) -> Expert:
    by_chance: Answer = "full" if dice.chance(0.75) else "name"
    answer = PLANTED_ANSWERS.get(place, by_chance if person.lists else "unlisted")
    if place == PHONE_SHOWN:
        answer = "name"
    granted = dice.day(date(2024, 4, 8), date(2026, 10, 30))
    return Expert(person, answer, granted, dice.one(WORKPLACES), dice.one(AREAS), 2 + dice.below(6))


def _shown(register: tuple[Expert, ...], *, mistake: bool) -> list[Expert]:
    wrong = ("never", "withdrawn", "elsewhere") if mistake else ()
    return [expert for expert in register if expert.answer in ("full", "name", *wrong)]


def _phone(expert: Expert, register: tuple[Expert, ...], *, mistake: bool) -> str:
    slip = mistake and expert is register[PHONE_SHOWN]
    return "－" if expert.answer == "name" and not slip else expert.person.home.phone


def _write_people(page: Page, register: tuple[Expert, ...], *, mistake: bool) -> int:
    text, middle = page.style(**BOX), page.style(**BOX, align="center")
    styles = (middle, middle, text, text, text, middle, middle, text)
    people = _shown(register, mistake=mistake)
    for index, expert in enumerate(people):
        person = expert.person
        values: tuple[Cell, ...] = (
            index + 1, person.id, person.name, person.kana, expert.workplace, expert.area,
            _phone(expert, register, mistake=mistake), f"令和{expert.course}年度講習修了",
        )  # fmt: skip
        page.line(FIRST_ROW - 1 + index, values, styles)
        page.sheet.set_row(FIRST_ROW - 1 + index, 18)
    return len(people)


def _workbook(register: tuple[Expert, ...], *, mistake: bool) -> bytes:
    book = workbook(TITLE, OFFICE)
    page = book.page(SHEET, SANS)
    page.widths(WIDTHS)
    page.sheet.merge_range(0, 0, 0, 7, TITLE, page.style(font_size=15, bold=True, align="center"))
    page.sheet.set_row(0, 26)
    page.sheet.merge_range(1, 5, 1, 7, "令和８年11月24日現在", page.style(align="right"))
    page.sheet.merge_range(2, 5, 2, 7, "さくら野市都市整備部住宅課", page.style(align="right"))
    page.put(
        3,
        0,
        "木造住宅の耐震診断を行う者として市に登録された方のうち、掲載を承諾された方の名簿です。",
        page.style(font_size=10),
    )
    page.head(5, HEADING)
    count = _write_people(page, register, mistake=mistake)
    after = FIRST_ROW - 1 + count
    total = page.style(**BOX, bold=True, align="center", bg_color="#F2F2F2")
    page.sheet.merge_range(after, 0, after, 7, f"掲載者　計　{count}　名", total)
    page.put(after + 2, 0, "※　電話番号欄の「－」は、住宅課が取り次ぎます。", page.style(font_size=9))
    page.put(after + 3, 0, "※　診断の申込みは住宅課の窓口で受け付けています。", page.style(font_size=9))
    page.print_setup(landscape=False, head_row=5, footer="&C&P／&N")
    return book.made()


def _printed(register: tuple[Expert, ...], *, mistake: bool) -> list[Expert]:
    shown = _shown(register, mistake=mistake)
    return [expert for expert in register if expert in shown or expert.answer == "refused"]


def _pdf(register: tuple[Expert, ...], *, mistake: bool) -> bytes:
    rows = []
    for number, expert in enumerate(_printed(register, mistake=mistake), 1):
        person, covered = expert.person, expert.answer == "refused"
        cells = (
            str(number), person.id, person.name, person.kana, expert.workplace, expert.area,
            _phone(expert, register, mistake=mistake),
        )  # fmt: skip
        # Repaired, the bar stays for the eye, and nothing is under it.
        gone = covered and not mistake
        rows.append(Row((str(number), *[""] * 6) if gone else cells, covered))
    content = PublicList(
        title=TITLE,
        day="令和8年11月24日現在　さくら野市住宅課",
        lead="木造住宅の耐震診断を行う者として市に登録された方のうち、掲載を承諾された方の名簿です。",
        head=("No.", "登録番号", "氏名", "フリガナ", "勤務先", "地区", "電話番号"),
        pages=tuple(tuple(rows[start : start + PER_PAGE]) for start in range(0, len(rows), PER_PAGE)),
        notes=("※　電話番号欄の「－」は、住宅課が取り次ぎます。", "※　黒塗りの欄は、掲載を取りやめたものです。"),
    )
    return as_pdf(content)


def _consent(expert: Expert, place: int) -> tuple[str, ...] | None:
    granted = f"{expert.granted:%Y/%m/%d}"
    match expert.answer:
        case "full":
            # Older forms asked for everything at once, for any purpose.
            old = place % 2 == 0
            return (expert.person.id, "" if place % 4 == 0 else PURPOSE, "" if old else WITH_PHONE, granted, "")
        case "name":
            return (expert.person.id, PURPOSE, NAME_ONLY, granted, "")
        case "withdrawn":
            return (expert.person.id, PURPOSE, "", "2025/05/12", "2026/10/15")
        case "elsewhere":
            return (expert.person.id, "講習会の案内", "", granted, "")
        case "never" | "refused" | "unlisted":
            return None


def _sources(register: tuple[Expert, ...]) -> dict[str, bytes]:
    book = workbook("耐震診断士台帳", OFFICE)
    page = book.page("台帳", SANS)
    bold, text, day = page.style(bold=True), page.style(), page.style(num_format="yyyy/m/d")
    page.line(0, ("登録番号", "氏名", "フリガナ", "性別", "生年月日", "郵便番号", "住所", "電話番号"), (bold,) * 8)
    for row, expert in enumerate(register, 1):
        person, home = expert.person, expert.person.home
        values = (person.id, person.name, person.kana, person.sex, person.birth, home.postal, home.address, home.phone)
        page.line(row, values, (*(text,) * 4, day, *(text,) * 3))
    page.widths((10, 16, 18, 6, 12, 10, 34, 15))
    consents = [given for place, expert in enumerate(register) if (given := _consent(expert, place))]
    head = ("登録番号", "目的", "項目", "承諾日", "撤回日")
    return {"sources/診断士台帳.xlsx": book.made(), "sources/掲載承諾.csv": csv_bytes(head, consents, "cp932")}


def make_bundle(*, mistake: bool) -> dict[str, bytes]:
    """Return the files of the bundle by their paths; without the mistake every list is clean."""
    register = make_register()
    return {
        "bundle.toml": BUNDLE.encode(),
        **_sources(register),
        WORKBOOK: _workbook(register, mistake=mistake),
        PDF: _pdf(register, mistake=mistake),
    }


def _in_workbook(register: tuple[Expert, ...], expert: Expert, text: str, column: int) -> Place:
    row = FIRST_ROW + _shown(register, mistake=True).index(expert)
    return Place("cell", text, expert.person.id, SHEET, row, letter(column))


def _in_pdf(register: tuple[Expert, ...], expert: Expert, text: str) -> Place:
    page = 1 + _printed(register, mistake=True).index(expert) // PER_PAGE
    return Place("page", text, expert.person.id, page=page)


def make_plan() -> Incident:
    """Return where the mistakes are planted."""
    register = make_register()
    never = [expert for expert in register if expert.answer in ("never", "withdrawn", "elsewhere")]
    refused = next(expert for expert in register if expert.answer == "refused")
    slip = register[PHONE_SHOWN]
    phone, covered = slip.person.home.phone, (_in_pdf(register, refused, refused.person.name),)
    people = (
        "承諾のない方、承諾を撤回した方、別の目的だけ承諾した方が載っている",
        "it shows people who never agreed, who withdrew, or who agreed to another purpose only",
    )
    field = (
        "電話番号の掲載を承諾していない方の電話番号が載っている",
        "it shows the telephone of someone who agreed to all but the telephone",
    )
    planted = (
        Planted(*people, "consent", "PUBLIC", WORKBOOK,
                tuple(_in_workbook(register, expert, expert.person.name, 2) for expert in never)),
        Planted(*field, "consent", "PUBLIC", WORKBOOK, (_in_workbook(register, slip, phone, 6),)),
        Planted(*people, "consent", "PUBLIC", PDF,
                tuple(_in_pdf(register, expert, expert.person.name) for expert in never)),
        Planted(*field, "consent", "PUBLIC", PDF, (_in_pdf(register, slip, phone),)),
        Planted("黒い四角を重ねただけで、下の文字が読める",
                "a black bar was laid over the row, and the text under it can still be read",
                "redaction", "PUBLIC", PDF, covered),
        Planted("黒塗りの下の方は、掲載を承諾していない",
                "the person under the bar did not agree to be shown",
                "consent", "PUBLIC", PDF, covered),
    )  # fmt: skip
    return Incident(
        5,
        "住宅課",
        "ホームページに掲載した木造住宅耐震診断士のリストに、承諾を得ていない個人情報があった",
        "a list for the web site showed personal information without consent",
        planted,
    )
