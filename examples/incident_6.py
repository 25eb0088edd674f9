"""Incident 6: 納税通知書 of the residents' tax, one print file of many pieces.

In the report the notices were posted unsealed, which no file shows: sealing is a step of the procedure. What the
print file itself can get wrong lies close by: one person's second sheet went behind another's, so that the one
piece has a sheet too many and the other one too few.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from city import Dice, Home, Resident, admit, new_home
from names import MEN, PARENTS, WOMEN, half_width
from plan import Incident, Place, Planted
from print_stream import Job, Piece, Sheet, as_pdf, first_pages, index, numbered
from sheets import csv_bytes

PDF, INDEX = "out/納税通知書_11月随時.pdf", "out/納税通知書_11月随時_索引.csv"
REGISTERED, NOTICES = 168, 38
SURPLUS, LACKING = "R8-00012", "R8-00024"  # the second sheet of the latter lies behind the former
LONG = 7  # every so many notices need a third sheet

BUNDLE = """\
# One print file, a piece for each person who has to pay.
format     = 1
title      = "令和8年度 市民税・県民税・森林環境税 納税通知書（11月随時分）"
channel    = "post"
date       = 2026-11-24
department = "市民税課"

[sources]
subjects = "sources/納税義務者台帳.csv"

[columns.subjects]
subject_id   = "宛名番号"
name         = "氏名"
kana         = "カナ氏名"
number       = "通知書番号"
household_id = "世帯番号"
protected    = "支援措置"

[[print]]
file  = "out/納税通知書_11月随時.pdf"
index = "out/納税通知書_11月随時_索引.csv"
"""

JOB = Job(
    "市民税・県民税・森林環境税 納税通知書",
    "さくら野市市民部市民税課",
    "さくら野市",
    r"""
#let head(sheet, title) = {
  titled(title)
  v(4mm)
  grid(columns: (1fr, 1fr), align: (left, right),
    [通知書番号　#sheet.notice], [納税義務者　#sheet.name　様])
  v(4mm)
}
#let notice(sheet) = {
  grid(columns: (1fr, 1fr), align: (left, right),
    [〒#sheet.postal \ #sheet.address \ #v(2mm) #text(size: 12pt)[#sheet.name　様]],
    [通知書番号　#sheet.notice \ 令和８年11月24日 \ さくら野市長 \ （公印省略）])
  v(24mm)
  titled("令和８年度　市民税・県民税・森林環境税　納税通知書")
  v(4mm)
  [地方税法及びさくら野市市税条例により、次のとおり決定しましたので通知します。納期限までに納めてください。]
  v(4mm)
  grid-of((1fr, 1fr, 1fr), ("区分", "税額", "納期限"), sheet.terms)
  v(4mm)
  [この通知の内容に不服があるときは、この通知を受け取った日の翌日から起算して３か月以内に、市長に対して審査請求をすることができます。]
  v(10mm)
  align(right)[担当　市民税課 課税係　電話　0999-20-0111（内線2210）]
}
#let account(sheet) = {
  head(sheet, "課税明細書")
  pairs-of(70mm, sheet.facts)
}
#let more(sheet) = {
  head(sheet, "課税明細書（所得の内訳）")
  grid-of((1fr, 1fr, 1fr), ("所得の種類", "収入金額等", "所得金額"), sheet.incomes)
}
#let layouts = (notice: notice, account: account, more: more)
""",
)


@dataclass(frozen=True, slots=True)
class Taxed:
    """One person who has to pay, with the year's income in yen."""

    person: Resident
    notice: str
    income: int
    rent: int  # of it from letting; 0 for most


def make_register() -> tuple[Taxed, ...]:
    """Return the register in the order of 宛名番号, the same in every run; the first ones get a notice."""
    dice, taken, homes = Dice.thrown(6_2026), set[str](), list[Home]()
    people: list[Resident] = []
    while len(people) < REGISTERED:
        count = len(people) + 1
        # Couples and grown-up children; several of one household may have a notice each.
        known = bool(homes) and dice.chance(0.25)
        home = dice.one(homes) if known else new_home(dice, count, taken, mobile=dice.chance(0.5))
        birth = dice.day(date(1948, 4, 1), date(2002, 3, 31))
        sex = dice.one(("男", "女"))
        young = birth.year > 1979
        given = dice.one(PARENTS if young else MEN if sex == "男" else WOMEN)
        lists = frozenset(("notices",)) if count <= NOTICES else frozenset[str]()
        if admit(people, Resident(f"{3_110_000 + count * 29:010}", home, given, sex, birth, lists)):
            homes += [] if home in homes else [home]
    return tuple(
        Taxed(person, f"8{61_000 + at * 17:07}", 900_000 + dice.below(5000) * 1000, dice.below(900) * 1000 if at % LONG == 3 else 0)
        for at, person in enumerate(people)
    )  # fmt: skip


def _yen(amount: int) -> str:
    return f"{amount:,}円"


def _sheets(one: Taxed) -> tuple[Sheet, ...]:
    base = max(0, one.income + one.rent - 430_000) // 1000 * 1000
    city, prefecture = base * 6 // 100 // 100 * 100 + 3000, base * 4 // 100 // 100 * 100 + 1000
    total = city + prefecture + 1000
    last = total // 2 // 1000 * 1000
    home = one.person.home
    words: dict[str, object] = {"name": one.person.name, "notice": one.notice}
    terms = [
        ["第３期（随時）", _yen(total - last), "令和８年11月30日"],
        ["第４期", _yen(last), "令和９年２月１日"],
        ["合計", _yen(total), ""],
    ]
    facts = [
        ["総所得金額等", _yen(one.income + one.rent)],
        ["所得控除の合計", _yen(430_000)],
        ["課税標準額", _yen(base)],
        ["市民税（所得割・均等割）", _yen(city)],
        ["県民税（所得割・均等割）", _yen(prefecture)],
        ["森林環境税", _yen(1000)],
        ["年税額", _yen(total)],
        ["納付済額", _yen(0)],
    ]
    sheets = [
        Sheet("notice", {**words, "postal": home.postal, "address": home.address, "terms": terms}, "", 0, 0),
        Sheet("account", {**words, "facts": facts}, "", 0, 0),
    ]
    if one.rent:
        incomes = [
            ["給与", _yen(one.income * 4 // 3), _yen(one.income)],
            ["不動産", _yen(one.rent * 2), _yen(one.rent)],
        ]
        sheets.append(Sheet("more", {**words, "incomes": incomes}, "", 0, 0))
    return tuple(sheets)


def make_pieces(register: tuple[Taxed, ...], *, mistake: bool) -> list[Piece]:
    """Return the pieces in the order of the file; with the mistake one sheet lies behind another person's."""
    pieces = [
        numbered(Piece(f"R8-{number:05}", one.person.id, f"{71_300_000 + number * 1013}", _sheets(one)))
        for number, one in enumerate(register[:NOTICES], 1)
    ]
    if not mistake:
        return pieces
    by_id = {piece.id: piece for piece in pieces}
    # As the enclosing machine counted them: the index follows the sheets, and each keeps what is printed at its foot.
    by_id[SURPLUS] = replace(by_id[SURPLUS], sheets=(*by_id[SURPLUS].sheets, by_id[LACKING].sheets[1]))
    by_id[LACKING] = replace(by_id[LACKING], sheets=by_id[LACKING].sheets[:1])
    return [by_id[piece.id] for piece in pieces]


def make_bundle(*, mistake: bool) -> dict[str, bytes]:
    """Return the files of the bundle by their paths; without the mistake every piece holds its own sheets."""
    register = make_register()
    pieces = make_pieces(register, mistake=mistake)
    people = [
        (one.person.id, one.notice if at < NOTICES else "", one.person.name, half_width(one.person.kana).replace("　", " "),
         f"{one.person.birth:%Y/%m/%d}", one.person.sex, one.person.home.postal, one.person.home.address,
         one.person.home.phone, one.person.home.id, "1" if at in (4, 90) else "0")
        for at, one in enumerate(register)
    ]  # fmt: skip
    head = (
        "宛名番号", "通知書番号", "氏名", "カナ氏名", "生年月日", "性別", "郵便番号", "住所", "電話番号", "世帯番号", "支援措置",
    )  # fmt: skip
    return {
        "bundle.toml": BUNDLE.encode(),
        "sources/納税義務者台帳.csv": csv_bytes(head, people, "cp932", quoted=True),
        PDF: as_pdf(JOB, pieces),
        INDEX: index(pieces, "宛名番号"),
    }


def make_plan() -> Incident:
    """Return where the mistakes are planted."""
    pieces = make_pieces(make_register(), mistake=True)
    first = first_pages(pieces)
    by_id = {piece.id: piece for piece in pieces}
    lacking = by_id[LACKING]
    person = lacking.addressee
    name = str(lacking.sheets[0].words["name"])
    surplus = (Place("page", name, person, page=first[SURPLUS] + len(by_id[SURPLUS].sheets) - 1),)
    planted = (
        Planted("別の人の二枚目が、後ろに余分に入っている",
                "another person's second sheet lies behind the right ones",
                "pages", None, PDF, surplus),
        Planted("余分な一枚の人は、この通の宛名の人ではない",
                "the person of the surplus sheet is not the one to whom the letter goes",
                "scope", None, PDF, surplus),
        Planted("二枚目がない通がある（索引は１枚、印刷は１／２）",
                "a piece lacks its second sheet: one by the index, 1／2 by what is printed",
                "pages", None, PDF, (Place("page", "1／2", page=first[LACKING]),)),
    )  # fmt: skip
    return Incident(
        6,
        "市民税課",
        "納税通知書を封緘しないまま発送した（封緘は手順で、枚数と中身は検査で確かめる）",
        "tax notices were posted unsealed (sealing is a step of the procedure; sheets and contents are checked)",
        planted,
    )
