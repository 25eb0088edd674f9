"""Incident 2: a 愛の手帳, made anew and posted to the guardian (成年後見人) of its holder.

The clerk looked up the guardian of 中田 久美子 for 田中 久美子, who lives in the same part of the city and is some months
older: the letter, and its row in the list of the day's post, went to another person's guardian. In another row
of that list the guardian is the right one, and the address is that of the guardian some rows below.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from city import Dice, Home, Resident, admit, era_long, era_short, new_home
from letters import Letter, as_docx
from names import MEN, PARENTS, WOMEN, Word, edits, fold, half_width
from plan import Asked, Incident, Place, Planted
from sheets import BOX, SANS, Cell, Page, csv_bytes, letter, workbook

OFFICE = "さくら野市 福祉部 障がい福祉課"
LETTER, MAILING, SHEET = "out/愛の手帳再交付通知.docx", "out/1124発送分_宛名一覧.xlsx", "宛名一覧"
FIRST_ROW = 6  # of the letters, as the spreadsheet counts
REGISTERED, WARDS, GUARDIANS, POSTED = 156, 30, 26, 27
TOWN = "緑が丘"
WARD_AT, ALIKE_AT = 40, 97  # places in the register
WARD: tuple[Word, Word, date] = ("田中", "タナカ"), ("久美子", "クミコ"), date(1978, 5, 14)
ALIKE: tuple[Word, Word, date] = ("中田", "ナカタ"), ("久美子", "クミコ"), date(1978, 11, 2)
CONTENTS = ("更新手続のお知らせ", "手当の現況届", "医療証の送付", "タクシー券の送付")
KINDS = ("弁護士", "司法書士", "社会福祉士", "親族")
HEADING = (
    "No.", "宛名番号", "対象者氏名", "送付先/番号", "送付先/氏名", "送付先/郵便番号", "送付先/住所", "文書名", "通数", "備考",
)  # fmt: skip
WIDTHS = (5, 13, 16, 10, 16, 11, 36, 22, 6, 12)

BUNDLE = """\
# One letter with a 手帳 to a guardian, and the list of the day's letters, of which it is one.
format     = 1
title      = "愛の手帳の再交付と11月24日の発送"
channel    = "post"
date       = 2026-11-24
department = "障がい福祉課"

# 手帳台帳 comes from the core system, 後見人等 and 後見関係 from what the family court's papers say.
[sources]
subjects   = "sources/手帳台帳.csv"
recipients = "sources/後見人等.csv"
scope      = "sources/後見関係.csv"

[columns.subjects]
subject_id   = "宛名番号"
name         = "氏名"
kana         = "カナ氏名"
number       = "手帳番号"
household_id = "世帯番号"

[columns.recipients]
recipient_id = "送付先番号"

[columns.scope]
recipient_id = "送付先番号"
subject_id   = "宛名番号"
valid_from   = "選任日"
valid_until  = "終了日"

[[parcel]]
recipient = "{guardian}"
files     = ["out/愛の手帳再交付通知.docx"]
subjects  = ["{ward}"]
items     = [{{ kind = "手帳", code = "{code}", sheets = 1 }}]

[[mailing]]
list = "out/1124発送分_宛名一覧.xlsx"
"""


@dataclass(frozen=True, slots=True)
class Guardian:
    """A guardian (成年後見人): a recipient who is nobody in the register."""

    id: str
    name: str
    kana: str
    kind: str
    postal: str
    address: str


@dataclass(frozen=True, slots=True)
class Guarded:
    """Whose guardian somebody is, from when until when (both included, None: open)."""

    guardian: Guardian
    person: Resident
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The holders of a 手帳, their guardians, and whose guardian each is or was."""

    people: tuple[Resident, ...]
    guardians: tuple[Guardian, ...]
    guarded: tuple[Guarded, ...]

    def guardian_of(self, person: Resident) -> Guardian | None:
        """Return a person's guardian today."""
        return next((one.guardian for one in self.guarded if one.person is person and one.until is None), None)

    @property
    def ward(self) -> Resident:
        """The holder of the 手帳 that is made anew."""
        return self.people[WARD_AT]

    @property
    def alike(self) -> Resident:
        """The person with whom the ward can be confused."""
        return self.people[ALIKE_AT]


def code(person: Resident) -> str:
    """Return the 手帳番号: seven digits."""
    return f"{int(person.id) * 7919 % 960_000 + 12_000:07}"


def make_register() -> Register:
    """Return the register, the same in every run."""
    dice, taken, homes = Dice.thrown(2_2026), set[str](), list[Home]()
    people: list[Resident] = []
    while len(people) < REGISTERED:
        at = len(people)
        if at in (WARD_AT, ALIKE_AT):
            people.append(_one_of_two(dice, at, taken))
            continue
        known = bool(homes) and dice.chance(0.06)  # brothers and sisters
        home = dice.one(homes) if known else new_home(dice, at + 1, taken, mobile=dice.chance(0.4))
        sex = dice.one(("男", "女"))
        birth = dice.day(date(1951, 4, 1), date(1996, 3, 31))
        if admit(people, Resident(_id(at), home, dice.one(MEN if sex == "男" else WOMEN), sex, birth)):
            homes += [] if home in homes else [home]
    guardians = _draw_guardians(dice, people, taken)
    return Register(tuple(people), guardians, _guard(dice, people, guardians))


def _id(at: int) -> str:
    return f"{4_020_000 + (at + 1) * 43:010}"


def _one_of_two(dice: Dice, at: int, taken: set[str]) -> Resident:
    surname, given, birth = WARD if at == WARD_AT else ALIKE
    home = new_home(dice, at + 1, taken, mobile=False)
    while home.town != TOWN:
        home = new_home(dice, at + 1, taken, mobile=False)
    return Resident(_id(at), replace(home, surname=surname), given, "女", birth)


def _draw_guardians(dice: Dice, people: list[Resident], taken: set[str]) -> tuple[Guardian, ...]:
    # A guardian is nobody in the register, and must not look like somebody in it, nor like another guardian.
    names = [fold(person.name) for person in people]
    guardians: list[Guardian] = []
    while len(guardians) < GUARDIANS:
        surname, given = dice.surname(), dice.one(PARENTS)
        name = surname[0] + "　" + given[0]
        if any(edits(fold(name), other) <= 1 for other in names):
            continue
        names.append(fold(name))
        number = len(guardians) + 1
        home = new_home(dice, number, taken, mobile=False)
        guardians.append(
            Guardian(f"G{number:03}", name, f"{surname[1]}　{given[1]}", dice.one(KINDS), home.postal, home.address)
        )
    return tuple(guardians)


def _guard(dice: Dice, people: list[Resident], guardians: tuple[Guardian, ...]) -> tuple[Guarded, ...]:
    # Every fifth person has a guardian; some guardians have two, and some people had another one before.
    wards = [person for at, person in enumerate(people) if at % 5 == 0 or at in (WARD_AT, ALIKE_AT)][:WARDS]
    guarded = []
    for at, person in enumerate(wards):
        since = dice.day(date(2016, 4, 1), date(2025, 12, 20))
        guarded.append(Guarded(guardians[at % GUARDIANS], person, since))
        if at % 9 == 4:
            before = guardians[(at + 11) % GUARDIANS]
            guarded.append(Guarded(before, person, date(2012, 6, 1), date.fromordinal(since.toordinal() - 1)))
    return tuple(sorted(guarded, key=lambda one: (one.guardian.id, one.person.id, one.since)))


def _must(guardian: Guardian | None) -> Guardian:
    if guardian is None:
        raise LookupError("the two of the story have guardians")
    return guardian


def _guardian(register: Register, *, mistake: bool) -> Guardian:
    return _must(register.guardian_of(register.alike if mistake else register.ward))


def _letter(register: Register, *, mistake: bool) -> bytes:
    ward, guardian = register.ward, _guardian(register, mistake=mistake)
    content = Letter(
        reference="８さ障第1187号",
        day="令和８年11月24日",
        addressee=(f"〒{guardian.postal}", guardian.address, f"成年後見人　{guardian.name}　様"),
        sender="さくら野市福祉部障がい福祉課長",
        title="愛の手帳の再交付について（通知）",
        body="日頃から障がい福祉行政に御協力をいただき、ありがとうございます。"
        "令和８年11月９日に申請のあった愛の手帳の再交付について、下記のとおり決定しましたので、手帳を同封して送付します。",
        facts=(
            ("本人氏名", f"{ward.name}　様"),
            ("フリガナ", ward.kana),
            ("生年月日", era_long(ward.birth)),
            ("住所", ward.home.address),
            ("手帳番号", f"第{code(ward)}号"),
            ("程度", "３度"),
            ("再交付の理由", "紛失"),
        ),
        enclosed="同封　愛の手帳　１冊",
        contact=("担当　障がい福祉課　手帳係　森", "電話　0999-20-0111（内線2610）"),
    )
    return as_docx(content, OFFICE)


@dataclass(frozen=True, slots=True)
class Row:
    """One letter of the day: about whom, to whom and where."""

    about: Resident
    guardian: Guardian | None
    name: str
    postal: str
    address: str
    content: str


def _row(register: Register, person: Resident, content: str) -> Row:
    guardian = register.guardian_of(person)
    if guardian:
        return Row(person, guardian, guardian.name, guardian.postal, guardian.address, content)
    return Row(person, None, person.name, person.home.postal, person.home.address, content)


def make_rows(register: Register, *, mistake: bool) -> list[Row]:
    """Return the letters of the day; with the mistake two of them go elsewhere."""
    chosen = [person for at, person in enumerate(register.people) if at % 6 == 5]
    people = sorted([*chosen[: POSTED - 1], register.ward], key=lambda person: person.id)
    rows = [
        _row(register, person, "手帳再交付通知" if person is register.ward else CONTENTS[at % len(CONTENTS)])
        for at, person in enumerate(people)
    ]
    if not mistake:
        return rows
    wrong, (slip, below) = _guardian(register, mistake=True), slipped(register, rows)
    rows[slip] = replace(rows[slip], postal=rows[below].postal, address=rows[below].address)
    at = people.index(register.ward)
    rows[at] = replace(rows[at], guardian=wrong, name=wrong.name, postal=wrong.postal, address=wrong.address)
    return rows


def slipped(register: Register, rows: list[Row]) -> tuple[int, int]:
    """Return the row whose address is that of the next guardian below, and the row of that one."""
    first, second, *_ = (at for at, row in enumerate(rows) if row.guardian and row.about is not register.ward)
    return first, second


def _write_rows(page: Page, rows: list[Row]) -> None:
    text, middle = page.style(**BOX), page.style(**BOX, align="center")
    styles = (middle, middle, text, middle, text, middle, text, text, middle, text)
    for index, row in enumerate(rows):
        kind = row.guardian.kind if row.guardian else "本人"
        values: tuple[Cell, ...] = (
            index + 1, row.about.id, row.about.name, row.guardian.id if row.guardian else None, row.name,
            row.postal, row.address, row.content, 1, kind,
        )  # fmt: skip
        page.line(FIRST_ROW - 1 + index, values, styles)
        page.sheet.set_row(FIRST_ROW - 1 + index, 19)


def _mailing(rows: list[Row]) -> bytes:
    book = workbook("宛名一覧", OFFICE)
    page = book.page(SHEET, SANS)
    page.widths(WIDTHS)
    title = page.style(font_size=14, bold=True, align="center")
    page.sheet.merge_range(0, 0, 0, 9, "令和８年11月24日　発送分　宛名一覧", title)
    page.sheet.merge_range(1, 7, 1, 9, "障がい福祉課　手帳係", page.style(align="right"))
    page.put(2, 0, "送付先が本人でないものは、後見人等の番号を記入すること。", page.style(font_size=9))
    page.head(3, HEADING)
    _write_rows(page, rows)
    after = FIRST_ROW - 1 + len(rows)
    total = page.style(**BOX, bold=True, align="center", bg_color="#F2F2F2")
    page.sheet.merge_range(after, 0, after, 7, f"合　計　　{len(rows)}　通", total)
    page.sheet.merge_range(after, 8, after, 9, "", total)
    page.print_setup(landscape=True, head_row=3, footer="&C&P／&N")
    return book.made()


def _sources(register: Register) -> dict[str, bytes]:
    people = [
        (person.id, code(person), person.name, half_width(person.kana).replace("　", " "), era_short(person.birth),
         person.sex, person.home.postal, person.home.address, person.home.phone, person.home.id)
        for person in register.people
    ]  # fmt: skip
    head = ("宛名番号", "手帳番号", "氏名", "カナ氏名", "生年月日", "性別", "郵便番号", "住所", "電話番号", "世帯番号")
    guardians = [(one.id, one.name, one.kana, one.kind, one.postal, one.address) for one in register.guardians]
    guarded = [
        (one.guardian.id, one.person.id, f"{one.since:%Y/%m/%d}", f"{one.until:%Y/%m/%d}" if one.until else "")
        for one in register.guarded
    ]
    return {
        "sources/手帳台帳.csv": csv_bytes(head, people, "cp932", quoted=True),
        "sources/後見人等.csv": csv_bytes(("送付先番号", "氏名", "フリガナ", "種別", "郵便番号", "住所"), guardians, "utf-8-sig"),
        "sources/後見関係.csv": csv_bytes(("送付先番号", "宛名番号", "選任日", "終了日"), guarded, "utf-8-sig"),
    }  # fmt: skip


def make_bundle(*, mistake: bool) -> dict[str, bytes]:
    """Return the files of the bundle by their paths; without the mistake the 手帳 goes to its holder's guardian."""
    register = make_register()
    ward, guardian = register.ward, _guardian(register, mistake=mistake)
    return {
        "bundle.toml": BUNDLE.format(guardian=guardian.id, ward=ward.id, code=code(ward)).encode(),
        **_sources(register),
        LETTER: _letter(register, mistake=mistake),
        MAILING: _mailing(make_rows(register, mistake=mistake)),
    }


def make_plan() -> Incident:
    """Return where the mistakes are planted."""
    register = make_register()
    ward, wrong, right = register.ward, _guardian(register, mistake=True), _guardian(register, mistake=False)
    rows = make_rows(register, mistake=True)
    slip, below = slipped(register, rows)
    about = next(at for at, row in enumerate(rows) if row.about is ward)
    in_letter = Place("text", f"成年後見人　{wrong.name}　様", ward.id)
    in_list = Place("cell", wrong.name, ward.id, SHEET, FIRST_ROW + about, letter(4))
    address = Place("cell", rows[below].address, None, SHEET, FIRST_ROW + slip, letter(6))
    planted = (
        Planted("再交付した手帳の通知が、名前の似た別人の成年後見人に宛ててある",
                "the letter with the certificate is addressed to the guardian of another person with a similar name",
                "scope", wrong.id, LETTER, (in_letter,)),
        Planted("宛名一覧のその行も、別人の成年後見人になっている",
                "the list of the day's letters has the other person's guardian in that row, too",
                "scope", None, MAILING, (in_list,)),
        Planted("送付先の氏名と番号は正しいが、住所が別の後見人のものになっている",
                "number and name of the guardian are right, and the address is another guardian's",
                "address", None, MAILING, (address,)),
    )  # fmt: skip
    asked = (
        Asked("名前の二字が入れ替わった人が同じ町にいて、生まれも近いので、どちらの手帳かを確かめる",
              "somebody with two characters swapped lives in the same town, and is of nearly the same age: whose is it?",
              "lookalike", right.id, LETTER, Place("text", ward.name, ward.id, other_subject_id=register.alike.id)),
        Asked("愛の手帳は配慮が必要な情報なので、この宛先に要るのかを確かめる",
              "the certificate is special-care data: does this recipient need it?",
              "sensitive", right.id, LETTER, Place("text", "愛の手帳")),
    )  # fmt: skip
    return Incident(
        2,
        "障がい福祉課",
        "再交付した愛の手帳を、氏名が類似した別人の成年後見人に送付した",
        "a certificate was posted to the guardian of another person with a similar name",
        planted,
        asked,
    )
