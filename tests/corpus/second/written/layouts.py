"""The ways in which a city hall lays out a list of people on a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from written.people import Person, wareki
from written.sheets import Grid

Column = tuple[str, Callable[[Person], Any]]
Layout = Callable[[Sequence[Person]], Grid]

BASIC: tuple[Column, ...] = (
    ("氏名", lambda p: p.name),
    ("フリガナ", lambda p: p.kana),
    ("生年月日", lambda p: p.birth),
    ("住所", lambda p: p.address),
)


def plain(people: Sequence[Person], columns: Sequence[Column] = BASIC, first: int = 1, left: int = 1) -> Grid:
    """A heading row and one row for each person."""
    return _table(Grid(), people, columns, first, left)


def _table(grid: Grid, people: Sequence[Person], columns: Sequence[Column], first: int, left: int) -> Grid:
    grid.put(first, left, [header for header, _ in columns], heading=True)
    for row, person in enumerate(people, first + 1):
        grid.put(row, left, [value(person) for _, value in columns])
        grid.at(person.id, row)
    return grid


def titled(people: Sequence[Person]) -> Grid:
    """A title, a date and an office above; a total and notes below."""
    columns: list[Column] = [
        ("園児氏名", lambda p: p.spaced("　")),
        ("生年月日", lambda p: wareki(p.birth)),
        ("保護者住所", lambda p: p.wide_address),
        ("補助額（円）", lambda p: 21_000 + 100 * p.house[1]),
    ]
    grid = plain(people, columns, first=5)
    grid.merge(1, 1, 1, 4, "令和８年度　施設等利用給付費　対象児童一覧")
    grid.cells[2, 4] = "令和8年11月20日現在"
    grid.cells[3, 4] = "さくら野市　保育幼稚園課"
    grid.put(len(people) + 6, 1, [f"合計　{len(people)}名", None, None, sum(21_000 + 100 * p.house[1] for p in people)])
    grid.cells[len(people) + 8, 1] = "※補助額は１１月分の見込みです。内訳は別紙をご覧ください。"
    return grid


def two_row_header(people: Sequence[Person]) -> Grid:
    """A heading of two rows with merged cells."""
    grid = Grid()
    for column, (word, deep) in enumerate(
        (("No.", 2), ("宛名番号", 2), ("対象者", 1), ("", 1), ("連絡先", 1), ("", 1)), 1
    ):
        if deep == 2:
            grid.merge(1, column, 2, column, word)
        elif word:
            grid.merge(1, column, 1, column + 1, word)
    grid.put(2, 3, ["氏名", "生年月日", "電話番号", "住所"], heading=True)
    for row, p in enumerate(people, 3):
        grid.put(row, 1, [row - 2, p.number, p.name, wareki(p.birth, "letter"), p.phone, p.short_address])
        grid.at(p.id, row)
    return grid


def split_name(people: Sequence[Person]) -> Grid:
    """Surname and given name in columns of their own, the birth date in four."""
    grid = Grid()
    grid.put(1, 1, ["通番", "氏", "名", "セイ", "メイ", "元号", "年", "月", "日", "町名"], heading=True)
    for row, p in enumerate(people, 2):
        era = wareki(p.birth)
        year = int(era[2 : era.index("年")].replace("元", "1"))
        name = [p.surname, p.given, p.kana_surname, p.kana_given]
        grid.put(row, 1, [row - 1, *name, era[:2], year, p.birth.month, p.birth.day, p.town])
        grid.at(p.id, row)
    return grid


def grouped(people: Sequence[Person]) -> Grid:
    """Blank rows and a heading for each class."""
    grid = Grid()
    grid.put(2, 2, ["氏名", "カナ", "生年月日", "備考"], heading=True)
    row = 2
    for index, p in enumerate(people):
        if index % 3 == 0:
            row += 2
            grid.cells[row, 2] = ("ひまわり組", "すみれ組", "ばら組")[index // 3 % 3]
        row += 1
        grid.put(row, 2, [p.spaced("　"), p.half_kana, f"{p.birth:%Y/%m/%d}", "" if index % 2 else "転入"])
        grid.at(p.id, row)
    return grid


def stacked(people: Sequence[Person]) -> Grid:
    """Two tables one under the other, each with its own heading."""
    half = (len(people) + 1) // 2
    grid = Grid()
    grid.cells[1, 1] = "１　新規申請分"
    _table(grid, people[:half], BASIC, 2, 1)
    grid.cells[half + 5, 1] = "２　継続分"
    columns: list[Column] = [("整理番号", lambda p: p.number), *BASIC[:1], BASIC[2], ("性別", lambda p: p.sex)]
    return _table(grid, people[half:], columns, half + 6, 1)


def side_by_side(people: Sequence[Person]) -> Grid:
    """Two tables beside one another, with an empty column between them."""
    half = (len(people) + 1) // 2
    grid = Grid()
    grid.cells[1, 1], grid.cells[1, 5] = "午前の部", "午後の部"
    _table(grid, people[:half], BASIC[:3], 2, 1)
    return _table(grid, people[half:], BASIC[:3], 2, 5)


def graph_paper(people: Sequence[Person]) -> Grid:
    """Squared paper: narrow columns, every field merged over many of them, two rows for each person."""
    grid = Grid(narrow=True)
    grid.merge(1, 1, 2, 30, "利用者名簿")
    for start, end, word in ((1, 2, "番"), (3, 12, "氏名"), (13, 19, "生年月日"), (20, 38, "住所／電話")):
        grid.merge(3, start, 4, end, word)
        grid.headings.add((3, start))
    for index, p in enumerate(people):
        row = 5 + 2 * index
        grid.merge(row, 1, row + 1, 2, index + 1)
        grid.merge(row, 3, row, 12, p.kana)
        grid.merge(row + 1, 3, row + 1, 12, p.spaced("　"))
        grid.merge(row, 13, row + 1, 19, wareki(p.birth))
        grid.merge(row, 20, row, 38, p.address)
        grid.merge(row + 1, 20, row + 1, 38, p.phone)
        grid.at(p.id, row)
        grid.at(p.id, row + 1)
    return grid


def vertical_forms(people: Sequence[Person]) -> Grid:
    """Label and value side by side, one block under the other for each person."""
    grid = Grid()
    grid.cells[1, 1] = "利用決定通知（控）"
    for index, p in enumerate(people):
        first = 3 + 7 * index
        pairs = (
            ("ふりがな", p.kana),
            ("氏　名", p.spaced("　")),
            ("生年月日", p.birth),
            ("住　所", p.address),
            ("電　話", p.phone),
        )
        for offset, (label, value) in enumerate(pairs):
            grid.put(first + offset, 2, [label], heading=True)
            grid.cells[first + offset, 3] = value
            grid.at(p.id, first + offset)
    return grid


def transposed(people: Sequence[Person]) -> Grid:
    """The fields downwards, the people to the right."""
    grid = Grid()
    for row, (label, value) in enumerate(BASIC, 2):
        grid.put(row, 1, [label], heading=True)
        grid.put(row, 2, [value(p) for p in people])
        for p in people:
            grid.at(p.id, row)
    grid.cells[1, 1] = "比較表"
    return grid


def bare(people: Sequence[Person]) -> Grid:
    """No heading at all, numbers as numbers."""
    grid = Grid()
    for row, p in enumerate(people, 1):
        grid.put(row, 1, [int(p.number), p.spaced(""), p.birth, p.town])
        grid.at(p.id, row)
    return grid


def numbers_only(people: Sequence[Person]) -> Grid:
    """Numbers that lost their leading zeros beside sums of money; no names."""
    columns: list[Column] = [
        ("被保険者番号", lambda p: int(p.number)),
        ("支給額", lambda p: 100_000 + 1_000 * p.house[1]),
    ]
    return plain(people, columns, first=2)


LAYOUTS: dict[str, Layout] = {
    "plain": plain,
    "titled": titled,
    "two-row-header": two_row_header,
    "split-name": split_name,
    "grouped": grouped,
    "stacked": stacked,
    "side-by-side": side_by_side,
    "graph-paper": graph_paper,
    "vertical-forms": vertical_forms,
    "transposed": transposed,
    "bare": bare,
    "numbers-only": numbers_only,
}
