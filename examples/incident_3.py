"""Incident 3: lists of people for a health programme, printed and posted to four medical institutions.

The first list was drawn from last year's assignments, so that it names people who have since gone elsewhere.
In the second one a cell was inserted: birth dates and telephones slid down by one row. In the third one the
column of numbers was sorted alone. The fourth list is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from city import Dice, Home, Resident, admit, age_on, by_reading, era_long, era_short, new_home
from names import MEN, WOMEN, half_width
from plan import Incident, Place, Planted
from sheets import BOX, ERA, ERA_SHORT, SANS, SERIF, Cell, Page, csv_bytes, letter, workbook

OFFICE = "さくら野市 市民部 保険年金課"
SHEET = "対象者リスト"
FIRST_ROW = 8  # of the people, as the spreadsheet counts
EIGHT = "00000000"
OUTDATED, SHIFTED, SORTED = "M01", "M02", "M03"
SHIFT_FROM = 17  # the place in the list, counted from 0, at which the cell was inserted
YEAR_START, CHANGE = date(2026, 4, 1), date(2026, 10, 1)
HEADING = (
    "No.", "被保険者番号", "氏　名", "カナ氏名", "生年月日", "性別", "年齢", "電話番号", "区分",
    "医療機関記入欄/実施日", "医療機関記入欄/備考",
)  # fmt: skip
WIDTHS = (5, 13, 16, 19, 16.5, 5.5, 5.5, 15, 7, 12, 20)


@dataclass(frozen=True, slots=True)
class Clinic:
    """A recipient, the number of its people, and the way in which its list was written."""

    id: str
    name: str
    kana: str
    postal: str
    address: str
    people: int
    birth: str  # "text": S23.4.1 as text; otherwise the number format of a date
    number: str  # the number format of the 被保険者番号: "@" is text, EIGHT a number that shows its zeros

    @property
    def file(self) -> str:
        """The path of its list in the bundle."""
        return f"out/事業対象者リスト_{self.id}_{self.name}.xlsx"


CLINICS = (
    Clinic("M01", "さくら野中央医院", "サクラノチュウオウイイン", "000-1000", "さくら野市中央三丁目31番2号", 58, "text", "@"),
    Clinic("M02", "みどり坂クリニック", "ミドリザカクリニック", "000-1052", "さくら野市緑が丘一丁目33番10号", 47, ERA, EIGHT),
    Clinic("M03", "北野原ファミリークリニック", "キタノハラファミリークリニック", "000-1078", "さくら野市北野原二丁目40番5号", 41, ERA_SHORT, "@"),
    Clinic("M04", "ひなた台医院", "ヒナタダイイイン", "000-1130", "さくら野市花見台四丁目35番1号", 52, "text", EIGHT),
)  # fmt: skip
NOT_ASSIGNED = 196  # insured people who are on no list this year

BUNDLE = """\
# Four letters: each institution gets the list of the people who chose it.
format     = 1
title      = "令和8年度 保健事業対象者リストの送付"
channel    = "post"
date       = 2026-11-24
department = "保険年金課"

# 被保険者台帳 and 受託医療機関 come from the core system, 対象者割当 from the programme's own ledger.
[sources]
subjects   = "sources/被保険者台帳.csv"
recipients = "sources/受託医療機関.csv"
scope      = "sources/対象者割当.csv"

[columns.subjects]
subject_id   = "宛名番号"
name         = "氏名"
kana         = "カナ氏名"
number       = "被保険者番号"
household_id = "世帯番号"
protected    = "支援措置"

[columns.recipients]
recipient_id = "医療機関番号"
name         = "医療機関名"

[columns.scope]
recipient_id = "医療機関番号"
subject_id   = "宛名番号"
fields       = "提供項目"
valid_from   = "開始日"
valid_until  = "終了日"
"""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who may be made known to which institution, from when until when (both included, None: open)."""

    clinic: str
    person: Resident
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The insured people, their assignments, and those under protection."""

    people: tuple[Resident, ...]
    assigned: tuple[Assigned, ...]
    protected: frozenset[str]

    def of(self, clinic: str) -> list[Resident]:
        """Return the people assigned to the institution today, in the order of their readings."""
        return by_reading(entry.person for entry in self.assigned if entry.clinic == clinic and entry.until is None)


def number(person: Resident) -> str:
    """Return the 被保険者番号: eight digits, the first of them zeros."""
    # Spread over the numbers, so that the order of numbers is not the order of names.
    return f"{int(person.id) * 7919 % 960_000 + 12_000:08}"


def _draw(dice: Dice, count: int, home: Home, clinic: str) -> Resident:
    sex = dice.one(("男", "女"))
    birth = dice.day(date(1949, 4, 2), date(1986, 4, 1))
    lists = frozenset((clinic,)) if clinic else frozenset[str]()
    return Resident(f"{1_040_000 + count * 37:010}", home, dice.one(MEN if sex == "男" else WOMEN), sex, birth, lists)


def make_register() -> Register:
    """Return the register, the same in every run."""
    dice, taken, homes = Dice.thrown(3_2026), set[str](), list[Home]()
    people: list[Resident] = []
    for clinic, size in (*((clinic.id, clinic.people) for clinic in CLINICS), ("", NOT_ASSIGNED)):
        admitted = 0
        while admitted < size:
            # Every fifth lives with somebody who is registered already; but in the list whose telephones slide
            # down, each telephone is one person's, so that it is plain whose it is.
            known = bool(homes) and clinic != SHIFTED and dice.chance(0.2)
            home = dice.one(homes) if known else new_home(dice, len(people) + 1, taken, mobile=dice.chance(0.4))
            if admit(people, _draw(dice, len(people) + 1, home, clinic)):
                admitted += 1
                homes += [] if home in homes or clinic == SHIFTED else [home]
    protected = frozenset(person.id for person in people[7 :: len(people) // 3])
    return Register(tuple(people), _assign(people), protected)


def _assign(people: list[Resident]) -> tuple[Assigned, ...]:
    assigned = []
    for person in people:
        for clinic in person.lists:
            moved = person.id in _moved_here(people)
            assigned.append(Assigned(clinic, person, CHANGE if moved else YEAR_START))
            if moved:
                assigned.append(Assigned(OUTDATED, person, YEAR_START, date(2026, 9, 30)))
    return tuple(sorted(assigned, key=lambda entry: (entry.clinic, entry.person.id)))


def _moved_here(people: list[Resident]) -> frozenset[str]:
    # Three who left the first institution for the fourth in October.
    fourth = [person.id for person in people if "M04" in person.lists]
    return frozenset((fourth[3], fourth[20], fourth[41]))


def strangers(register: Register) -> list[Resident]:
    """Return the people whom the outdated list names: three who went elsewhere, one who never was a patient."""
    gone = [entry.person for entry in register.assigned if entry.until is not None]
    never = next(person for person in register.people if not person.lists)
    return by_reading([*gone, never])


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is written: whose name it bears, and whose other values."""

    named: Resident
    number: Resident
    rest: Resident | None  # whose birth date and telephone; None where the inserted cell left them empty


def _rows(clinic: Clinic, register: Register, *, mistake: bool) -> list[Row]:
    people = register.of(clinic.id)
    if mistake and clinic.id == OUTDATED:
        people = by_reading([*people, *strangers(register)])
    numbers, rest = list(people), list[Resident | None](people)
    if mistake and clinic.id == SHIFTED:
        rest = [*people[:SHIFT_FROM], None, *people[SHIFT_FROM:-1]]
    if mistake and clinic.id == SORTED:
        numbers = sorted(people, key=number)
    return [Row(*values) for values in zip(people, numbers, rest, strict=True)]


def _birth(clinic: Clinic, person: Resident | None) -> Cell:
    if person is None:
        return None
    return era_short(person.birth) if clinic.birth == "text" else person.birth


def _write_rows(page: Page, clinic: Clinic, rows: list[Row]) -> None:
    text, middle = page.style(**BOX), page.style(**BOX, align="center")
    narrow = page.style(**BOX, font_size=10, shrink=True)
    day = middle if clinic.birth == "text" else page.style(**BOX, align="left", num_format=clinic.birth)
    eight = page.style(**BOX, align="center", num_format=clinic.number)
    styles = (middle, eight, text, narrow, day, middle, middle, middle, middle, text, text)
    for index, row in enumerate(rows):
        code = number(row.number)
        values: tuple[Cell, ...] = (
            index + 1, int(code) if clinic.number == EIGHT else code, row.named.name,
            half_width(row.named.kana).replace("　", " "), _birth(clinic, row.rest), row.named.sex,
            age_on(row.named.birth, date(2027, 3, 31)), row.rest.home.phone if row.rest else None,
            "継続" if int(row.named.id) % 3 else "新規", None, None,
        )  # fmt: skip
        page.line(FIRST_ROW - 1 + index, values, styles)
        page.sheet.set_row(FIRST_ROW - 1 + index, 21)


def _workbook(clinic: Clinic, rows: list[Row]) -> bytes:
    book = workbook("事業対象者リスト", OFFICE)
    page = book.page(SHEET, SANS if clinic.number == EIGHT else SERIF)
    page.widths(WIDTHS)
    title = page.style(font_size=15, bold=True, align="center")
    page.sheet.merge_range(0, 0, 0, 10, "令和８年度　保健事業　対象者リスト", title)
    page.sheet.set_row(0, 26)
    right = page.style(align="right")
    page.sheet.merge_range(1, 8, 1, 10, "令和８年11月24日", right)
    page.sheet.merge_range(2, 0, 2, 5, f"{clinic.name}　御中", page.style(font_size=13, underline=1))
    page.sheet.merge_range(2, 7, 2, 10, "さくら野市市民部保険年金課", right)
    page.sheet.merge_range(3, 7, 3, 10, "担当：馬場（内線2418）", page.style(align="right", font_size=10))
    page.put(4, 0, "貴院を希望された対象者は次のとおりです。年齢は令和９年３月31日現在です。", page.style(font_size=10))
    page.head(5, HEADING)
    _write_rows(page, clinic, rows)
    after = FIRST_ROW - 1 + len(rows)
    total = page.style(**BOX, bold=True, align="center", bg_color="#F2F2F2")
    page.sheet.merge_range(after, 0, after, 8, f"合　計　　{len(rows)}　名", total)
    page.sheet.merge_range(after, 9, after, 10, "", total)
    small = page.style(font_size=9)
    page.put(after + 2, 0, "※　実施後、「実施日」を記入のうえ、令和９年１月29日（金）までに返送してください。", small)
    page.put(after + 3, 0, "※　この名簿は鍵のかかる場所に保管し、事業終了後は市に返却してください。", small)
    page.print_setup(landscape=True, head_row=5, footer="&L取扱注意&R&P／&N")
    return book.made()


def _sources(register: Register) -> dict[str, bytes]:
    people = [
        (person.id, number(person), person.name, half_width(person.kana).replace("　", " "), era_long(person.birth),
         person.sex, person.home.postal, person.home.address, person.home.phone, person.home.id,
         "1" if person.id in register.protected else "0")
        for person in register.people
    ]  # fmt: skip
    head = (
        "宛名番号",
        "被保険者番号",
        "氏名",
        "カナ氏名",
        "生年月日",
        "性別",
        "郵便番号",
        "住所",
        "電話番号",
        "世帯番号",
        "支援措置",
    )
    clinics = [(clinic.id, clinic.name, clinic.kana, "医療機関", clinic.postal, clinic.address) for clinic in CLINICS]
    assigned = [
        (entry.clinic, entry.person.id, "", f"{entry.since:%Y/%m/%d}", f"{entry.until:%Y/%m/%d}" if entry.until else "")
        for entry in register.assigned
    ]
    return {
        "sources/被保険者台帳.csv": csv_bytes(head, people, "cp932", quoted=True),
        "sources/受託医療機関.csv": csv_bytes(
            ("医療機関番号", "医療機関名", "フリガナ", "種別", "郵便番号", "住所"), clinics, "cp932", quoted=True
        ),
        "sources/対象者割当.csv": csv_bytes(
            ("医療機関番号", "宛名番号", "提供項目", "開始日", "終了日"), assigned, "cp932"
        ),
    }


def make_bundle(*, mistake: bool) -> dict[str, bytes]:
    """Return the files of the bundle by their paths; without the mistake every list is clean."""
    register = make_register()
    parcels = "".join(
        f'\n[[parcel]]\nrecipient = "{clinic.id}"\nfiles     = ["{clinic.file}"]\ncomplete  = true\n'
        for clinic in CLINICS
    )
    files = {"bundle.toml": (BUNDLE + parcels).encode(), **_sources(register)}
    for clinic in CLINICS:
        files[clinic.file] = _workbook(clinic, _rows(clinic, register, mistake=mistake))
    return files


def _places(clinic: str, register: Register) -> tuple[str, tuple[Place, ...]]:
    made = next(entry for entry in CLINICS if entry.id == clinic)
    foreign = strangers(register)
    places = []
    for row, line in enumerate(_rows(made, register, mistake=True), FIRST_ROW):
        if clinic == OUTDATED and line.named in foreign:
            places.append(Place("cell", line.named.name, line.named.id, SHEET, row, letter(2)))
        whose = line.named.id
        if clinic == SHIFTED and line.rest is not None and line.rest is not line.named:
            phone, wrong = line.rest.home.phone, line.rest.id
            places.append(Place("cell", phone, wrong, SHEET, row, letter(7), other_subject_id=whose))
        if clinic == SORTED and line.number is not line.named:
            code, wrong = number(line.number), line.number.id
            places.append(Place("cell", code, wrong, SHEET, row, letter(1), other_subject_id=whose))
    return made.file, tuple(places)


def make_plan() -> Incident:
    """Return where the mistakes are planted."""
    register = make_register()
    kinds = (
        (OUTDATED, "scope", "昨年度の割当から作ったため、この医療機関の患者ではない方が載っている",
         "made from last year's assignments: it names people who are not this institution's patients"),
        (SHIFTED, "reconcile", "途中から生年月日と電話番号が一行ずれ、前の行の方のものになっている",
         "from the middle on, birth dates and telephones slid by one row and are those of the person above"),
        (SORTED, "reconcile", "被保険者番号の列だけを並べ替え、番号が別の方のものになっている",
         "the column of numbers was sorted alone, and each number is another person's"),
    )  # fmt: skip
    planted = []
    for clinic, check, ja, en in kinds:
        file, places = _places(clinic, register)
        planted.append(Planted(ja, en, check, clinic, file, places))
    return Incident(
        3,
        "保険年金課",
        "医療機関に郵送した事業対象者リストに、その医療機関の患者ではない方の情報があった",
        "lists posted to medical institutions held people who are not their patients",
        tuple(planted),
    )
