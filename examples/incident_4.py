"""Incident 4: 要介護認定情報 for care offices, printed, enclosed and posted by a contractor.

Two offices asked for the papers of as many clients on the same day. The contractor's hand put the papers of the one
behind the covering letter of the other, and the other way round. For another office the matching number of the
office before it was typed once more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from city import Dice, Home, Resident, admit, age_on, by_reading, era_long, era_short, new_home
from names import MEN, WOMEN, half_width
from plan import Asked, Incident, Place, Planted
from print_stream import Job, Piece, Sheet, as_pdf, first_pages, index, numbered
from sheets import csv_bytes

PDF, INDEX = "out/認定情報提供_印刷.pdf", "out/認定情報提供_索引.csv"
DAY = date(2026, 11, 24)
OFFICES, CLIENTS_LEFT = 24, 88  # offices with papers today; people of whom nobody asked
SWAPPED = ("0007", "0015")  # pieces of as many sheets
DOUBLED, GIVEN_TWICE = "0020", "0019"  # the piece that bears the other's matching number
LEVELS = ("要支援1", "要支援2", "要介護1", "要介護2", "要介護3", "要介護4", "要介護5")
PLACES = (
    "あおぞら", "こもれび", "ひまわり", "みずほ", "やまびこ", "つばさ", "ほほえみ", "なごみ", "かえで", "すずらん", "さくら野中央", "緑が丘",
    "けやき通り", "せせらぎ", "はるかぜ", "ゆうやけ", "わかば", "たんぽぽ", "あさがお", "ふれあい", "きずな", "まごころ", "のぞみ", "ひだまり",
    "おおぞら", "月見野",
)  # fmt: skip
NAMED = ("居宅介護支援事業所", "ケアプランセンター", "介護相談センター")

BUNDLE = """\
# One print file, a piece for each care office: printed, enclosed and posted by the contractor.
format     = 1
title      = "要介護・要支援認定情報の提供（11月24日分）"
channel    = "post"
date       = 2026-11-24
department = "介護保険課"
purpose    = "居宅サービス計画の作成"

# 認定台帳 and 事業所一覧 come from the core system, 居宅届出 from the forms in which people name their office.
[sources]
subjects   = "sources/認定台帳.csv"
recipients = "sources/事業所一覧.csv"
scope      = "sources/居宅届出.csv"

[columns.subjects]
subject_id   = "宛名番号"
name         = "氏名"
kana         = "カナ氏名"
number       = "被保険者番号"
household_id = "世帯番号"
protected    = "支援措置"

[columns.recipients]
recipient_id = "事業所番号"
name         = "事業所名"

[columns.scope]
recipient_id = "事業所番号"
subject_id   = "宛名番号"
valid_from   = "届出日"
valid_until  = "終了日"

[[print]]
file  = "out/認定情報提供_印刷.pdf"
index = "out/認定情報提供_索引.csv"
"""

JOB = Job(
    "要介護認定等情報の提供",
    "さくら野市福祉部介護保険課",
    "取扱注意　目的以外に使用しないでください",
    r"""
#let cover(sheet) = {
  align(right)[#sheet.reference \ 令和８年11月24日]
  v(4mm)
  [〒#sheet.postal \ #sheet.address \ #text(size: 12pt)[#sheet.office　御中]]
  v(4mm)
  align(right)[さくら野市福祉部介護保険課長]
  v(8mm)
  titled("要介護認定等に係る情報の提供について")
  v(4mm)
  par(first-line-indent: (amount: 1em, all: true))[
    令和８年11月に依頼のあった次の方について、認定に係る情報を別紙のとおり提供します。居宅サービス計画又は介護予防サービス計画の作成以外の目的には使用しないでください。]
  v(4mm)
  align(center)[記]
  v(2mm)
  grid-of((10mm, 28mm, 36mm, 1fr, 34mm), ("No.", "被保険者番号", "氏名", "カナ氏名", "生年月日"), sheet.clients)
  v(4mm)
  [提供する書類　別紙　#{sheet.clients.len()}枚]
  align(right)[以上]
  v(12mm)
  align(right)[担当　認定係　馬場　電話　0999-20-0111（内線2530）]
}
#let detail(sheet) = {
  align(right)[別紙]
  titled("要介護認定等情報提供書")
  v(5mm)
  pairs-of(44mm, sheet.facts)
  v(5mm)
  [審査会の意見等]
  block(width: 100%, height: 34mm, stroke: 0.4pt + luma(90), inset: 3mm, sheet.opinion)
  v(3mm)
  text(size: 8.5pt)[上記のとおり提供します。　さくら野市]
}
#let layouts = (cover: cover, detail: detail)
""",
)
OPINIONS = (
    "サービスの種類の指定はありません。",
    "状態の変化に注意してください。サービスの種類の指定はありません。",
    "口腔機能の向上に資するサービスの利用が望まれます。",
)


@dataclass(frozen=True, slots=True)
class Office:
    """A care office (居宅介護支援事業所): a recipient."""

    id: str
    name: str
    postal: str
    address: str


@dataclass(frozen=True, slots=True)
class Certified:
    """A certified person (被保険者) with what the office learns."""

    person: Resident
    level: str
    applied: date
    decided: date
    months: int
    opinion: str

    @property
    def number(self) -> str:
        """The 被保険者番号: ten digits."""
        return f"{int(self.person.id) * 7919 % 960_000 + 12_000:010}"


@dataclass(frozen=True, slots=True)
class Register:
    """The offices, the certified people in the order of their 宛名番号, and which of the people chose which office."""

    offices: tuple[Office, ...]
    people: tuple[Certified, ...]
    earlier: tuple[tuple[str, Resident, date], ...]  # who left which office, and when

    def of(self, office: str) -> list[Certified]:
        """Return an office's clients in the order of their readings."""
        order = by_reading(one.person for one in self.people if office in one.person.lists)
        return sorted(
            (one for one in self.people if office in one.person.lists), key=lambda one: order.index(one.person)
        )


def make_register() -> Register:
    """Return the register, the same in every run."""
    dice, taken, homes = Dice.thrown(4_2026), set[str](), list[Home]()
    people: list[Resident] = []
    offices = tuple(_draw_office(dice, number, taken) for number in range(1, OFFICES + 1))
    # The two offices whose papers are swapped have as many clients as each other.
    sizes = [2 if f"{at:04}" in SWAPPED else 1 + dice.below(4) for at in range(1, OFFICES + 1)]
    for office, size in (*zip((office.id for office in offices), sizes, strict=True), ("", CLIENTS_LEFT)):
        admitted = 0
        while admitted < size:
            known = bool(homes) and dice.chance(0.15)  # married couples
            home = dice.one(homes) if known else new_home(dice, len(people) + 1, taken, mobile=dice.chance(0.1))
            if admit(people, _draw(dice, len(people) + 1, home, office)):
                admitted += 1
                homes += [] if home in homes else [home]
    certified = tuple(_certify(dice, person) for person in people)
    left = [one.person for one in certified if not one.person.lists][::9]
    return Register(offices, certified, tuple((dice.one(offices).id, who, date(2026, 8, 31)) for who in left))


def _draw_office(dice: Dice, number: int, taken: set[str]) -> Office:
    home = new_home(dice, number, taken, mobile=False)
    name = f"{PLACES[number - 1]}{NAMED[number % 3]}"
    return Office(f"1399{number * 37 + 100:06}", name, home.postal, home.address)


def _draw(dice: Dice, count: int, home: Home, office: str) -> Resident:
    sex = dice.one(("男", "女"))
    birth = dice.day(date(1928, 4, 1), date(1959, 3, 31))
    lists = frozenset((office,)) if office else frozenset[str]()
    return Resident(f"{2_080_000 + count * 41:010}", home, dice.one(MEN if sex == "男" else WOMEN), sex, birth, lists)


def _certify(dice: Dice, person: Resident) -> Certified:
    applied = dice.day(date(2026, 9, 1), date(2026, 10, 15))
    return Certified(
        person, dice.one(LEVELS), applied, applied + timedelta(days=25 + dice.below(8)), dice.one((12, 24, 36)), dice.one(OPINIONS)
    )  # fmt: skip


def _cover(office: Office, clients: list[Certified], number: int) -> Sheet:
    rows = [
        [
            str(at),
            one.number,
            one.person.name,
            half_width(one.person.kana).replace("　", " "),
            era_short(one.person.birth),
        ]
        for at, one in enumerate(clients, 1)
    ]
    words: dict[str, object] = {
        "reference": f"８さ介第{2200 + number}号",
        "office": office.name,
        "postal": office.postal,
        "address": office.address,
        "clients": rows,
    }
    return Sheet("cover", words, "", 0, 0)


def _detail(one: Certified) -> Sheet:
    until = date(one.applied.year + one.months // 12, one.applied.month, 1) - timedelta(days=1)
    person = one.person
    facts = [
        ["被保険者番号", one.number],
        ["フリガナ", person.kana],
        ["氏名", person.name],
        ["生年月日", f"{era_long(person.birth)}（{age_on(person.birth, DAY)}歳）"],
        ["性別", person.sex],
        ["要介護状態区分", one.level],
        ["申請年月日", era_long(one.applied)],
        ["認定年月日", era_long(one.decided)],
        ["認定の有効期間", f"{era_long(one.applied)}から{era_long(until)}まで"],
    ]
    return Sheet("detail", {"facts": facts, "opinion": one.opinion}, "", 0, 0)


def make_pieces(register: Register, *, mistake: bool) -> list[Piece]:
    """Return the pieces in the order of the file; with the mistake two have each other's papers."""
    pieces = []
    for number, office in enumerate(register.offices, 1):
        clients = register.of(office.id)
        sheets = (_cover(office, clients, number), *map(_detail, clients))
        pieces.append(numbered(Piece(f"{number:04}", office.id, f"{52_600_000 + number * 1013}", sheets)))
    return _swapped(pieces) if mistake else pieces


def _swapped(pieces: list[Piece]) -> list[Piece]:
    by_id = {piece.id: piece for piece in pieces}
    one, other = (by_id[key] for key in SWAPPED)
    by_id[one.id] = replace(one, sheets=(one.sheets[0], *other.sheets[1:]))
    by_id[other.id] = replace(other, sheets=(other.sheets[0], *one.sheets[1:]))
    wrong = by_id[DOUBLED]
    by_id[DOUBLED] = numbered(replace(wrong, matching_number=by_id[GIVEN_TWICE].matching_number))
    return [by_id[piece.id] for piece in pieces]


def _sources(register: Register) -> dict[str, bytes]:
    people = [
        (one.person.id, one.number, one.person.name, half_width(one.person.kana).replace("　", " "),
         era_long(one.person.birth), one.person.sex, one.person.home.postal, one.person.home.address,
         one.person.home.phone, one.person.home.id, "1" if at % 70 == 30 else "0")
        for at, one in enumerate(register.people)
    ]  # fmt: skip
    head = (
        "宛名番号", "被保険者番号", "氏名", "カナ氏名", "生年月日", "性別", "郵便番号", "住所", "電話番号", "世帯番号", "支援措置",
    )  # fmt: skip
    offices = [(one.id, one.name, "居宅介護支援事業所", one.postal, one.address) for one in register.offices]
    chosen = [(office, one.person.id, "2026/10/01", "") for one in register.people for office in one.person.lists]
    ended = [(office, person.id, "2025/04/01", f"{until:%Y/%m/%d}") for office, person, until in register.earlier]
    return {
        "sources/認定台帳.csv": csv_bytes(head, people, "cp932", quoted=True),
        "sources/事業所一覧.csv": csv_bytes(("事業所番号", "事業所名", "種別", "郵便番号", "住所"), offices, "cp932", quoted=True),
        "sources/居宅届出.csv": csv_bytes(("事業所番号", "宛名番号", "届出日", "終了日"), sorted(chosen + ended), "utf-8-sig"),
    }  # fmt: skip


def make_bundle(*, mistake: bool) -> dict[str, bytes]:
    """Return the files of the bundle by their paths; without the mistake every piece holds its own papers."""
    register = make_register()
    pieces = make_pieces(register, mistake=mistake)
    return {
        "bundle.toml": BUNDLE.encode(),
        **_sources(register),
        PDF: as_pdf(JOB, pieces),
        INDEX: index(pieces, "事業所番号"),
    }


def _strangers(register: Register, pieces: list[Piece]) -> tuple[Place, ...]:
    first = first_pages(pieces)
    office_of = {piece.id: piece.addressee for piece in pieces}
    one, other = SWAPPED
    return tuple(
        Place("page", client.person.name, client.person.id, page=first[piece] + at)
        for piece, whose in ((one, other), (other, one))
        for at, client in enumerate(register.of(office_of[whose]), 1)
    )


def make_plan() -> Incident:
    """Return where the mistakes are planted."""
    register = make_register()
    pieces = make_pieces(register, mistake=True)
    strangers = _strangers(register, pieces)
    given_twice = next(piece.matching_number for piece in pieces if piece.id == GIVEN_TWICE)
    doubled = (Place("page", given_twice, page=first_pages(pieces)[DOUBLED]),)
    planted = (
        Planted("二つの事業所の別紙が入れ替わり、別の人のページが入っている",
                "the papers of two offices are swapped: the pages are other people's",
                "pages", None, PDF, strangers),
        Planted("入れ替わった別紙の人は、その事業所に知らせてよい人ではない",
                "the people of the swapped papers are not that office's to know about",
                "scope", None, PDF, strangers),
        Planted("一つの照合番号が、二つの事業所の通についている",
                "one matching number stands on the papers of two offices",
                "pages", None, PDF, doubled),
    )  # fmt: skip
    special = Place("page", "要介護状態区分", page=2)
    asked = (
        Asked("要介護認定は配慮が必要な情報なので、この宛先に要るのかを確かめる",
              "care needs are special-care data: does this recipient need them?",
              "sensitive", None, PDF, special),
    )  # fmt: skip
    return Incident(
        4,
        "介護保険課",
        "居宅介護支援事業所に提供する要介護認定情報の書類が、委託先で２事業所間で入れ替わった",
        "a contractor swapped the papers of two care offices",
        planted,
        asked,
    )
