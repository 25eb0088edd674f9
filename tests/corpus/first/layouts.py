"""How an office lays a list out: rows of cells, and in which row a person ended up."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.corpus.first.city import Child

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Laid:
    """A list as rows of cells; ``row_of`` the row (from 1) of each person; ``merges`` as (row, first, row, last)."""

    rows: Rows
    row_of: dict[str, int]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def wareki(child: Child) -> str:
    """Return a birth date as ledgers write it: H31.4.1, R2.1.1."""
    heisei = child.birth.year < 2019 or (child.birth.year == 2019 and child.birth.month < 5)
    return (
        f"{'H' if heisei else 'R'}{child.birth.year - (1988 if heisei else 2018)}.{child.birth.month}.{child.birth.day}"
    )


def short(address: str) -> str:
    """Return an address as people write it: 花見台1-2-3."""
    return re.sub(r"(\d+)丁目(\d+)番(\d+)号", r"\1-\2-\3", address)


def spoken(child: Child) -> str:
    """Return a birth date in words: 平成31年4月1日."""
    era, rest = wareki(child)[0], wareki(child)[1:].split(".")
    return f"{'平成' if era == 'H' else '令和'}{rest[0]}年{rest[1]}月{rest[2]}日"


def _laid(
    top: Rows, people: Sequence[Child], cells: Callable[[int, Child], list[str]], below: Rows, **more: object
) -> Laid:
    rows = [*top, *(cells(number, child) for number, child in enumerate(people, start=1)), *below]
    row_of = {child.id: len(top) + number for number, child in enumerate(people, start=1)}
    return Laid(rows, row_of, **more)  # type: ignore[arg-type]


def plain(people: Sequence[Child]) -> Laid:
    """Headings in row 1, one person a row."""
    return _laid(
        [["本人ID", "氏名", "フリガナ", "生年月日", "住所", "電話番号"]],
        people,
        lambda _, c: [c.id, c.name, c.kana, c.birth.isoformat(), c.address, c.phone],
        [],
    )


def titled(people: Sequence[Child]) -> Laid:
    """A title, the office, blank rows, a serial number, dates by era, a total and a note."""
    return _laid(
        [
            ["令和８年度　補助金　対象児童一覧"],
            ["", "", "", "保育幼稚園課"],
            [""],
            ["No.", "園児氏名", "生年月日", "現住所", "備考"],
        ],
        people,
        lambda n, c: [str(n), c.name.replace("　", " "), wareki(c), short(c.address), ""],
        [["合計", f"{len(people)}名"], [""], ["※取扱注意"]],
    )


def split(people: Sequence[Child]) -> Laid:
    """Family and given name in columns of their own, and so their readings."""
    return _laid(
        [["連番", "姓", "名", "セイ", "メイ", "生年月日", "クラス"]],
        people,
        lambda n, c: [str(n), c.family, c.given, c.family_kana, c.given_kana, f"{c.birth:%Y/%m/%d}", "ばら組"],
        [],
    )


def two_rows(people: Sequence[Child]) -> Laid:
    """Headings in two rows, the upper one merged over the lower; guardians beside the children."""
    return _laid(
        [["番号", "園児", "", "", "保護者", ""], ["", "氏名", "フリガナ", "生年月日", "氏名", "続柄"]],
        people,
        lambda n, c: [str(n), c.name, c.kana, spoken(c), f"{c.family}　太郎丸", "父"],
        [["計", str(len(people))]],
        merges=((1, 1, 2, 1), (1, 2, 1, 4), (1, 5, 1, 6)),
    )


LAYOUTS: dict[str, Callable[[Sequence[Child]], Laid]] = {
    "plain": plain,
    "titled": titled,
    "split": split,
    "two-rows": two_rows,
}
