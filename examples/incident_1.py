"""Incident 1: six kindergartens outside the city, six workbooks by mail, all from one subsidy list.

The clerk filtered the list of all children six times and saved six times. In the third file the sheet of the
fifth kindergarten stayed behind, hidden; in the fourth a child stands next to its sibling, with whom it lives,
though it goes to another kindergarten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from city import Dice, Home, Resident, admit, age_on, by_reading, era_short, new_home
from names import BOYS, GIRLS, PARENTS, edits, fold
from plan import Incident, Place, Planted
from sheets import BOX, ERA, SANS, SERIF, Page, Workbook, csv_bytes, letter, workbook

OFFICE = "さくら野市 こども部 保育幼稚園課"
SHEET, LEFT_BEHIND = "対象児童名簿", "作業用（全園）"
FIRST_ROW = 9  # of the children, as the spreadsheet counts
MONTHLY_LIMIT = 25_700
HIDDEN_IN, HIDDEN_OF, VISIBLE_IN = "K03", "K05", "K04"
HEADING = (
    "No.", "児童番号", "園児氏名/氏", "園児氏名/名", "フリガナ/セイ", "フリガナ/メイ", "生年月日", "年齢", "保護者氏名",
    "住　　所", "補助対象期間/開始", "補助対象期間/終了", "月数", "補助単価\n（月額・円）", "補助額\n（円）", "備　考",
)  # fmt: skip
WIDTHS = (4.5, 9.5, 9, 9, 11.5, 13, 16.5, 5.5, 15, 32, 8, 8, 5.5, 11, 11.5, 14)


@dataclass(frozen=True, slots=True)
class Kindergarten:
    """A recipient; without a mail address it gets its list by post, another day."""

    id: str
    name: str
    kana: str
    mail: str
    postal: str
    address: str
    children: int

    @property
    def file(self) -> str:
        """The path of its list in the bundle."""
        return f"out/{self.id[1:]}_{self.name}_{SHEET}.xlsx"


KINDERGARTENS = (
    Kindergarten("K01", "つくしの森幼稚園", "ツクシノモリヨウチエン", "office@tsukushi-mori.example.jp", "000-2101", "みなと野市浜通り二丁目4番1号", 31),
    Kindergarten("K02", "こもれび坂幼稚園", "コモレビザカヨウチエン", "jimu@komorebi.example.jp", "000-2115", "みなと野市坂上町88番地", 27),
    Kindergarten("K03", "ひかり野第二幼稚園", "ヒカリノダイニヨウチエン", "hikarino2@hikarino.example.jp", "000-3302", "ひばり原市光町一丁目9番5号", 24),
    Kindergarten("K04", "みなと丘幼稚園", "ミナトオカヨウチエン", "info@minatooka.example.jp", "000-2120", "みなと野市港が丘三丁目12番7号", 29),
    Kindergarten("K05", "花園野幼稚園", "ハナゾノノヨウチエン", "hanazonono@hanazonono.example.jp", "000-3310", "ひばり原市花園15番地2", 14),
    Kindergarten("K06", "しらさぎ川幼稚園", "シラサギガワヨウチエン", "enmu@shirasagi.example.jp", "000-4408", "青海町大字川端201番地", 22),
    Kindergarten("K07", "大空の丘こども園", "オオゾラノオカコドモエン", "", "000-4411", "青海町大字岡本7番地3", 26),
    Kindergarten("K08", "あけぼの坂幼稚園", "アケボノザカヨウチエン", "", "000-3321", "ひばり原市曙町二丁目2番2号", 19),
)  # fmt: skip
BY_MAIL = tuple(place for place in KINDERGARTENS if place.mail)

BUNDLE = """\
# Six mails of one job: each kindergarten gets the list of its own children.
format     = 1
title      = "令和8年度 市外幼稚園補助金 対象児童名簿の送付"
channel    = "email"
date       = 2026-11-24
department = "保育幼稚園課"
purpose    = "補助金"

[sources]
subjects   = "sources/園児台帳.csv"
recipients = "sources/施設一覧.csv"

[columns.subjects]
subject_id   = "児童番号"
recipient_id = "施設番号"
name         = "園児の名前"
household_id = "世帯番号"

[columns.recipients]
recipient_id = "施設番号"
name         = "施設名"

# The office does not protect the files by hand: Sekisho does it when it releases them.
[policy]
protection = "at-release"
"""


@dataclass(frozen=True, slots=True)
class Register:
    """The subsidy list: all children, and for each household the guardian who is paid."""

    children: tuple[Resident, ...]
    guardians: dict[str, str]

    def of(self, kindergarten: str) -> list[Resident]:
        """Return the children of one kindergarten in the order of their readings."""
        return by_reading(child for child in self.children if kindergarten in child.lists)


def _draw_child(dice: Dice, number: int, home: Home, kindergarten: str) -> Resident:
    sex = dice.one(("男", "女"))
    given = dice.one(BOYS if sex == "男" else GIRLS)
    birth = dice.day(date(2020, 4, 2), date(2023, 4, 1))
    return Resident(f"Y26-{number:04}", home, given, sex, birth, frozenset((kindergarten,)))


def make_register() -> Register:
    """Return the register, the same in every run."""
    dice, taken, homes = Dice.thrown(1_2026), set[str](), list[Home]()
    children: list[Resident] = []
    for kindergarten in KINDERGARTENS:
        admitted = 0
        while admitted < kindergarten.children:
            # Every ninth child has a brother or sister who is on the list already.
            known = bool(homes) and dice.chance(0.11)
            home = dice.one(homes) if known else new_home(dice, len(homes) + 1, taken, mobile=dice.chance(0.8))
            if admit(children, _draw_child(dice, len(children) + 1, home, kindergarten.id)):
                admitted += 1
                homes += [] if home in homes else [home]
    return Register(tuple(children), _draw_guardians(dice, homes, children))


def _draw_guardians(dice: Dice, homes: list[Home], children: list[Resident]) -> dict[str, str]:
    # A parent is nobody in the register, and must not look like a child in it.
    registered = [fold(child.name) for child in children]
    guardians: dict[str, str] = {}
    for home in homes:
        while True:
            name = home.surname[0] + "　" + dice.one(PARENTS)[0]
            if all(edits(fold(name), other) > 1 for other in registered):
                break
        guardians[home.id] = name
    return guardians


def stranger(register: Register) -> Resident:
    """Return the child whose sibling goes to the fourth kindergarten while it goes to another one."""
    at_home = {child.home.id for child in register.of(VISIBLE_IN)}
    return next(
        child
        for other in BY_MAIL
        if other.id != VISIBLE_IN
        for child in register.of(other.id)
        if child.home.id in at_home
    )


def _months(child: Resident) -> tuple[str, int]:
    # Some came during the year.
    late = int(child.id[-2:]) % 13 == 0
    return ("R8.9", 7) if late else ("R8.4", 12)


def _write_rows(page: Page, register: Register, children: list[Resident]) -> None:
    text, small = page.style(**BOX), page.style(**BOX, font_size=10)
    middle = page.style(**BOX, align="center")
    day, money = page.style(**BOX, num_format=ERA, align="left"), page.style(**BOX, num_format="#,##0")
    styles = (middle, middle, *(text,) * 4, day, middle, text, small, *(middle,) * 3, *(money,) * 2, small)
    for index, child in enumerate(children):
        begin, months = _months(child)
        values = (
            index + 1, child.id, child.home.surname[0], child.given[0], child.home.surname[1], child.given[1],
            child.birth, age_on(child.birth, date(2026, 4, 1)), register.guardians[child.home.id], child.home.address,
            begin, "R9.3", months, MONTHLY_LIMIT, None, "年度途中入園" if months < 12 else "",
        )  # fmt: skip
        row = FIRST_ROW - 1 + index
        page.line(row, values, styles)
        page.sheet.write_formula(row, 14, f"=M{row + 1}*N{row + 1}", money, months * MONTHLY_LIMIT)
        page.sheet.set_row(row, 19.5)


def _write_total(page: Page, children: list[Resident]) -> None:
    row = FIRST_ROW - 1 + len(children)
    total = sum(_months(child)[1] for child in children) * MONTHLY_LIMIT
    bold = {**BOX, "bold": True, "bg_color": "#F2F2F2"}
    page.sheet.merge_range(row, 0, row, 9, f"合　計　　{len(children)}　名", page.style(**bold, align="center"))
    for column in (10, 11, 12, 13, 15):
        page.put(row, column, None, page.style(**bold))
    formula = f"=SUM(O{FIRST_ROW}:O{row})"
    page.sheet.write_formula(row, 14, formula, page.style(**bold, num_format="#,##0"), total)
    note = page.style(font_size=9)
    notes = (
        "※１　令和８年11月１日現在の在籍状況により作成しています。",
        "※２　在籍状況に相違がある場合は、令和８年12月４日（金）までに保育幼稚園課へ御連絡ください。",
        "※３　本名簿は補助金の事務以外に使用しないでください。",
    )
    for offset, words in enumerate(notes, 2):
        page.put(row + offset, 1, words, note)


def _write_list(book: Workbook, kindergarten: Kindergarten, register: Register, children: list[Resident]) -> None:
    page = book.page(SHEET, SERIF)
    page.widths(WIDTHS)
    page.put(0, 0, "様式第３号（第６条関係）", page.style(font_size=9))
    title = page.style(font_size=16, bold=True, align="center")
    page.sheet.merge_range(1, 0, 1, 15, "令和８年度　さくら野市市外幼稚園補助金　対象児童名簿", title)
    page.sheet.set_row(1, 27)
    right = page.style(align="right")
    page.sheet.merge_range(2, 12, 2, 15, "令和８年11月24日", right)
    page.sheet.merge_range(3, 0, 3, 8, f"{kindergarten.name}　御中", page.style(font_size=13, underline=1))
    page.sheet.merge_range(3, 10, 3, 15, "さくら野市こども部保育幼稚園課", right)
    page.put(4, 0, "下記の児童を補助の対象としていますので、内容の御確認をお願いします。", page.style(font_size=10))
    page.sheet.merge_range(4, 10, 4, 15, "担当：青木（内線2345）", page.style(align="right", font_size=10))
    page.head(6, HEADING)
    page.sheet.set_row(6, 18)
    page.sheet.set_row(7, 18)
    _write_rows(page, register, children)
    _write_total(page, children)
    page.print_setup(landscape=True, head_row=6, footer="&C&P ／ &N ページ")


def _write_left_behind(book: Workbook, register: Register) -> None:
    page = book.page(LEFT_BEHIND, SANS)
    bold, text, day = page.style(bold=True), page.style(), page.style(num_format="yyyy/m/d")
    head = ("施設名", "児童番号", "園児の名前", "フリガナ", "生年月日", "保護者", "住所", "補助額")
    page.line(0, head, (bold,) * 8)
    name = next(place.name for place in KINDERGARTENS if place.id == HIDDEN_OF)
    for row, child in enumerate(register.of(HIDDEN_OF), 1):
        values = (
            name, child.id, child.name, child.kana, child.birth, register.guardians[child.home.id],
            child.home.address, _months(child)[1] * MONTHLY_LIMIT,
        )  # fmt: skip
        page.line(row, values, (*(text,) * 4, day, *(text,) * 3))
    page.widths((20, 10, 14, 18, 11, 14, 32, 10))
    page.sheet.hide()


def _sources(register: Register) -> dict[str, bytes]:
    children = (
        (child.id, *child.lists, child.name, child.kana, era_short(child.birth), child.home.postal,
         child.home.address, child.home.phone, child.home.id)
        for child in sorted(register.children, key=lambda child: child.id)
    )  # fmt: skip
    head = ("児童番号", "施設番号", "園児の名前", "フリガナ", "生年月日", "郵便番号", "住所", "電話番号", "世帯番号")
    places = [
        (place.id, place.name, place.kana, "幼稚園", place.mail, place.postal, place.address) for place in KINDERGARTENS
    ]
    places_head = ("施設番号", "施設名", "フリガナ", "種別", "メールアドレス", "郵便番号", "住所")
    return {
        "sources/園児台帳.csv": csv_bytes(head, list(children), "utf-8-sig"),
        "sources/施設一覧.csv": csv_bytes(places_head, places, "cp932"),
    }


def _parcels() -> str:
    return "".join(
        f'\n[[parcel]]\nrecipient = "{place.id}"\nto        = "{place.mail}"\n'
        f'files     = ["{place.file}"]\ncomplete  = true\n'
        for place in BY_MAIL
    )


def _members(kindergarten: Kindergarten, register: Register, *, mistake: bool) -> list[Resident]:
    members = register.of(kindergarten.id)
    if mistake and kindergarten.id == VISIBLE_IN:
        return by_reading([*members, stranger(register)])
    return members


def make_bundle(*, mistake: bool) -> dict[str, bytes]:
    """Return the files of the bundle by their paths; without the mistake every list is clean."""
    register = make_register()
    files = {"bundle.toml": (BUNDLE + _parcels()).encode(), **_sources(register)}
    for place in BY_MAIL:
        book = workbook("市外幼稚園補助金 対象児童名簿", OFFICE)
        _write_list(book, place, register, _members(place, register, mistake=mistake))
        if mistake and place.id == HIDDEN_IN:
            _write_left_behind(book, register)
        files[place.file] = book.made()
    return files


def make_plan() -> Incident:
    """Return where the mistakes are planted."""
    register = make_register()
    file = {place.id: place.file for place in KINDERGARTENS}
    hidden = tuple(
        Place("cell", child.name, child.id, LEFT_BEHIND, row, letter(2))
        for row, child in enumerate(register.of(HIDDEN_OF), 2)
    )
    foreign = stranger(register)
    members = _members(next(place for place in BY_MAIL if place.id == VISIBLE_IN), register, mistake=True)
    row = FIRST_ROW + members.index(foreign)
    visible = Place("cell", foreign.home.surname[0] + foreign.given[0], foreign.id, SHEET, row, letter(2))
    planted = (
        Planted(
            "非表示のシートに他の園の児童が残っている",
            "a hidden sheet still holds the children of another kindergarten",
            "hidden", HIDDEN_IN, file[HIDDEN_IN], hidden,
        ),
        Planted(
            "非表示のシートの児童は、この園に知らせてよい児童ではない",
            "the children on the hidden sheet are not this kindergarten's to see",
            "scope", HIDDEN_IN, file[HIDDEN_IN], hidden,
        ),
        Planted(
            "きょうだいの行の隣に、他の園に通う児童の行がある",
            "next to its sibling stands a child who goes to another kindergarten",
            "scope", VISIBLE_IN, file[VISIBLE_IN], (visible,),
        ),
    )  # fmt: skip
    return Incident(
        1,
        "保育幼稚園課",
        "市外の幼稚園６園へのメールに、他の園の児童の情報を付けた",
        "mails to six kindergartens outside the city held children of other kindergartens",
        planted,
    )
