"""Sheets as offices draw them: cells of any kind at any place, and the rows in which each person ended up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.corpus.first.city import Child
from tests.corpus.first.layouts import short, spoken, wareki

Value = str | int | date


@dataclass(slots=True)
class Sheet:
    """A sheet in the making: values by (row, column) from 1, merged areas, the rows of each person."""

    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows_of: dict[str, list[int]] = field(default_factory=dict)
    width: float | None = None

    def put(self, row: int, column: int, *values: Value) -> None:
        """Write values side by side; an empty one leaves its cell out."""
        self.cells |= {(row, column + n): value for n, value in enumerate(values) if value != ""}

    def merge(self, area: tuple[int, int, int, int], value: Value) -> None:
        """Write a value over (first row, first column, last row, last column)."""
        self.merges.append(area)
        self.put(area[0], area[1], value)

    def at(self, child: Child, *rows: int) -> None:
        self.rows_of.setdefault(child.id, []).extend(rows)


Layout = Callable[[Sequence[Child]], Sheet]
HALF = str.maketrans(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン　",
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ ",
)
VOICED = dict(zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボ", "カキクケコサシスセソタチツテトハヒフヘホ", strict=True))
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


def half(kana: str) -> str:
    """Return a reading in half-width kana, as old systems print it."""
    return "".join(VOICED[c] + "ﾞ" if c in VOICED else c for c in kana).translate(HALF)


def _table(sheet: Sheet, people: Sequence[Child], first: int, left: int, heads: Sequence[str]) -> int:
    """Write a list with some of the usual columns; return the row after it."""
    facts: dict[str, Callable[[Child], Value]] = {
        "氏名": lambda c: c.name,
        "フリガナ": lambda c: c.kana,
        "生年月日": lambda c: c.birth,
        "住所": lambda c: c.address,
        "電話": lambda c: c.phone,
    }
    sheet.put(first, left, *heads)
    for row, child in enumerate(people, start=first + 1):
        sheet.put(row, left, *(facts[head](child) for head in heads))
        sheet.at(child, row)
    return first + len(people) + 1


def stacked(people: Sequence[Child]) -> Sheet:
    """Three tables below one another, each with other columns; the last one holds sums alone."""
    sheet, middle = Sheet(), len(people) // 2
    sheet.put(1, 1, "１　新規の方")
    row = _table(sheet, people[:middle], 2, 1, ["氏名", "フリガナ", "生年月日"])
    sheet.put(row + 1, 1, "２　継続の方")
    row = _table(sheet, people[middle:], row + 2, 1, ["氏名", "住所", "電話"])
    sheet.put(row + 1, 1, "３　集計")
    sheet.put(row + 2, 1, "区分", "人数", "金額")
    sheet.put(row + 3, 1, "新規", middle, middle * 21000)
    sheet.put(row + 4, 1, "継続", len(people) - middle, 84000)
    return sheet


def side_by_side(people: Sequence[Child]) -> Sheet:
    """Two tables beside one another, a column left free between them."""
    sheet, middle = Sheet(), (len(people) + 1) // 2
    sheet.put(1, 1, "午前")
    sheet.put(1, 5, "午後")
    _table(sheet, people[:middle], 2, 1, ["氏名", "生年月日", "電話"])
    _table(sheet, people[middle:], 2, 5, ["氏名", "生年月日", "電話"])
    return sheet


def squares(people: Sequence[Child]) -> Sheet:
    """方眼紙: columns of 2 mm, every field merged over a dozen of them, two rows to a person."""
    sheet = Sheet(width=0.9)
    sheet.merge((1, 1, 2, 40), "施設等利用費　対象者名簿")
    for first, last, head in ((1, 3, "No."), (4, 16, "氏名"), (17, 26, "生年月日"), (27, 46, "住所")):
        sheet.merge((4, first, 5, last), head)
    for n, child in enumerate(people):
        row = 6 + 2 * n
        sheet.merge((row, 1, row + 1, 3), n + 1)
        sheet.merge((row, 4, row, 16), child.kana)
        sheet.merge((row + 1, 4, row + 1, 16), child.name)
        sheet.merge((row, 17, row + 1, 26), spoken(child))
        sheet.merge((row, 27, row + 1, 46), child.address)
        sheet.at(child, row, row + 1)
    return sheet


def forms(people: Sequence[Child]) -> Sheet:
    """Label and value, one form below the other, each with its guardian and the office's own person in charge."""
    sheet = Sheet()
    for n, child in enumerate(people):
        row = 1 + 9 * n
        sheet.put(row, 1, "利用者票")
        pairs: tuple[tuple[str, Value], ...] = (
            ("フリガナ", child.kana),
            ("氏　　名", child.name),
            ("生年月日", spoken(child)),
            ("住　　所", child.address),
            ("保護者氏名", f"{child.family}　源左衛門"),
            ("担当", "松平"),
        )
        for below, (label, value) in enumerate(pairs, start=1):
            sheet.put(row + below, 1, label, value)
            sheet.at(child, row + below)
    return sheet


def grouped(people: Sequence[Child]) -> Sheet:
    """Classes with their own line, blank rows between them, a subtotal below each."""
    sheet, row = Sheet(), 4
    sheet.merge((1, 1, 1, 5), "在籍児童一覧（令和８年１１月１日現在）")
    sheet.put(4, 2, "児童氏名", "ふりがな", "生年月日", "備考")
    for n, child in enumerate(people):
        if n % 3 == 0:
            row += 2
            sheet.put(row, 1, f"{'ばらゆりきくうめ'[n // 3 * 2 : n // 3 * 2 + 2]}組")
        row += 1
        sheet.put(row, 2, child.name, child.kana, wareki(child), "" if n % 2 else "転入")
        sheet.at(child, row)
        if n % 3 == 2:
            row += 1
            sheet.put(row, 2, "小計", "3名")
    sheet.put(row + 2, 2, "総計", f"{len(people)}名")
    sheet.put(row + 4, 1, "（注）年齢は令和８年４月１日現在です。")
    return sheet


def eras_apart(people: Sequence[Child]) -> Sheet:
    """元号, 年, 月 and 日 in four columns, 氏 and 名 in two."""
    sheet = Sheet()
    sheet.put(1, 1, "通番", "氏", "名", "元号", "年", "月", "日", "住所")
    for row, c in enumerate(people, start=2):
        era = spoken(c)
        sheet.put(row, 1, row - 1, c.family, c.given, era[:2], int(wareki(c)[1:].split(".")[0]), c.birth.month)
        sheet.put(row, 7, c.birth.day, short(c.address))
        sheet.at(c, row)
    return sheet


def old_system(people: Sequence[Child]) -> Sheet:
    """Half-width kana, full-width digits, dates without signs, names without a gap."""
    sheet = Sheet()
    sheet.put(1, 1, "氏名カナ", "氏名漢字", "生年月日", "住所", "電話番号")
    for row, c in enumerate(people, start=2):
        sheet.put(row, 1, half(c.kana), c.family + c.given, f"{c.birth:%Y%m%d}", c.address.translate(WIDE))
        sheet.put(row, 5, c.phone.translate(WIDE))
        sheet.at(c, row)
    return sheet


def as_numbers(people: Sequence[Child]) -> Sheet:
    """Phones and dates that the spreadsheet turned into numbers: the leading zero is gone."""
    sheet = Sheet()
    sheet.put(3, 2, "園児名", "生年月日", "連絡先", "補助額")
    for row, c in enumerate(people, start=4):
        sheet.put(row, 2, c.name, int(f"{c.birth:%Y%m%d}"), int(c.phone.replace("-", "")), 21000 + row)
        sheet.at(c, row)
    sheet.put(4 + len(people), 2, "合計", "", "", 21000 * len(people))
    return sheet


def repeated(people: Sequence[Child]) -> Sheet:
    """The heading again on every printed page of four people, a page number below."""
    sheet, row = Sheet(), 1
    for first in range(0, len(people), 4):
        row = _table(sheet, people[first : first + 4], row, 1, ["氏名", "フリガナ", "生年月日", "電話"])
        sheet.put(row, 3, f"{first // 4 + 1}／{-(-len(people) // 4)}")
        row += 2
    return sheet


def two_lines(people: Sequence[Child]) -> Sheet:
    """Reading and name in one cell, one above the other; 様 behind the name."""
    sheet = Sheet()
    sheet.put(2, 1, "№", "ふりがな\n氏名", "生年月日\n（年齢）")
    for row, c in enumerate(people, start=3):
        sheet.put(row, 1, row - 2, f"{c.kana}\n{c.name} 様", f"{spoken(c)}\n（{2026 - c.birth.year}歳）")
        sheet.at(c, row)
    return sheet


def no_heading(people: Sequence[Child]) -> Sheet:
    """No heading at all."""
    sheet = Sheet()
    for row, c in enumerate(people, start=1):
        sheet.put(row, 1, row, c.name.replace("　", ""), c.birth, c.phone, "可" if row % 2 else "否")
        sheet.at(c, row)
    return sheet


def three_heads(people: Sequence[Child]) -> Sheet:
    """A heading of three rows, merged both ways; guardians who are in no register; amounts by month."""
    sheet = Sheet()
    for column, head in ((1, "番号"), (2, "児童氏名"), (3, "生年月日"), (4, "保護者氏名")):
        sheet.merge((2, column, 4, column), head)
    sheet.merge((2, 5, 2, 8), "支給額")
    sheet.merge((3, 5, 3, 6), "上期")
    sheet.merge((3, 7, 3, 8), "下期")
    sheet.put(4, 5, "4月", "5月", "10月", "11月")
    for row, c in enumerate(people, start=5):
        sheet.put(row, 1, row - 4, c.name, c.birth, f"{c.family}　源左衛門", 5000, 5000, 6000, 6000)
        sheet.at(c, row)
    return sheet


def transposed(people: Sequence[Child]) -> Sheet:
    """The facts downwards, the people to the right."""
    sheet = Sheet()
    sheet.put(2, 1, "氏名", *(c.name for c in people))
    sheet.put(3, 1, "生年月日", *(c.birth for c in people))
    sheet.put(4, 1, "電話番号", *(c.phone for c in people))
    for child in people:
        sheet.at(child, 2, 3, 4)
    return sheet


def bare_names(people: Sequence[Child]) -> Sheet:
    """Names alone, ticked off."""
    sheet = Sheet()
    sheet.put(1, 1, "出欠表")
    sheet.put(2, 1, "", "名前", "出", "欠")
    for row, c in enumerate(people, start=3):
        sheet.put(row, 1, row - 2, c.name, "○")
        sheet.at(c, row)
    return sheet


OFFICES: dict[str, Layout] = {
    "stacked": stacked,
    "side-by-side": side_by_side,
    "squares": squares,
    "forms": forms,
    "grouped": grouped,
    "eras-apart": eras_apart,
    "old-system": old_system,
    "as-numbers": as_numbers,
    "repeated": repeated,
    "two-lines": two_lines,
    "no-heading": no_heading,
    "three-heads": three_heads,
    "transposed": transposed,
    "bare-names": bare_names,
}
