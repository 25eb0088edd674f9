"""Which rows may be drawn to be traced, and that the drawing favours none."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.inspection.model import Coverage, Hiding, Protection
from sekisho.inspection.showing.model import Cell, Row, Shown, ShownFile
from sekisho.web.desk.sampling import Candidate, Place, candidates, draw, folded


class Kept:
    """Rows as the viewer would read them from what it keeps."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self._rows = rows

    def rows(self, number: int, first: int, count: int) -> tuple[Row, ...]:
        return self._rows[first : first + count]


def shown(*rows: tuple[str, ...], tables: tuple[int, ...] = (), counted: bool = True) -> ShownFile:
    """A file of one part with these rows."""
    made = tuple(
        Row(
            at + 1 if counted else 0,
            Hiding.SEEN,
            tuple(Cell(column, text) for column, text in enumerate(row, 1) if text),
            tables[at] if tables else 0,
        )
        for at, row in enumerate(rows)
    )
    part = Shown(
        1, "table", "名簿", Hiding.SEEN, len(made), 0, "名簿", None, 9, tuple(range(1, 10)), (), 0, 0, (), Kept(made)
    )
    return ShownFile("名簿.xlsx", "xlsx", False, (part,), (), Protection(), Coverage(1, 1))


def found(*rows: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(one.label, one.value, " ".join(text for _, text in one.beside)) for one in candidates("f", shown(*rows))]


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (("行事", "場所"), ("遠足", "公園")),
        (("氏名", "住所"), ("仮名 一", "さくら野市")),
        (("No", "氏名"), ("1", "仮名 一")),  # a number that counts rows is nobody's
        (("個人番号", "氏名"), ("123456789018", "仮名 一")),  # a My Number is typed nowhere
        (("保護者番号", "保護者氏名"), ("77", "仮名 親")),
        (("園児番号", "氏名"), ("", "仮名 一")),
        (("園児番号", "氏名"), ("A1", "")),  # nothing to look it up by
        (("園児番号", "氏名"), ("A1", "仮名 一（A1）")),  # the answer stands beside it
        (("生年月日", "氏名"), ("不明", "仮名 一")),
    ],
)
def test_what_is_not_drawn(rows: tuple[tuple[str, ...], ...]) -> None:
    assert found(*rows) == []


def test_a_number_before_a_birth_date_and_the_name_beside_it() -> None:
    rows = (("名簿",), ("No", "園児番号", "氏名", "生年月日"), ("1", "Ａ００１２", "仮名 一", "2020-04-01"))
    assert found(*rows) == [("園児番号", "A0012", "仮名 一")]


def test_a_birth_date_where_there_is_no_number() -> None:
    rows = (("氏名", "フリガナ", "生年月日"), ("仮名 一", "カメイ", "令和2年4月1日"))
    assert found(*rows) == [("生年月日", "2020-04-01", "仮名 一 カメイ")]


def test_without_a_name_it_is_looked_up_by_another_value() -> None:
    assert found(("登録番号", "生年月日"), ("T-77", "1980-01-02")) == [("登録番号", "T77", "1980-01-02")]


def test_each_table_of_a_letter_has_its_headings_and_rows_are_counted_as_they_are_shown() -> None:
    rows = (
        ("園児番号", "氏名"),
        ("A1", "仮名 一"),
        ("本文だけの段落です。",),
        ("氏名", "生年月日"),
        ("仮名 二", "2020-05-01"),
    )
    file = shown(*rows, tables=(1, 1, 0, 2, 2), counted=False)
    assert [(one.label, one.place.row) for one in candidates("f", file)] == [("園児番号", 2), ("生年月日", 5)]


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("number", "00123", "１２３"),
        ("number", "123.0", "123"),
        ("number", "T-1 2", "t12"),
        ("birth_date", "S48.11.2", "昭和48年11月2日"),
        ("birth_date", "19731102", "1973/11/2"),
    ],
)
def test_one_value_in_several_hands(column: str, one: str, other: str) -> None:
    assert folded(column, one) == folded(column, other) != ""


THERE = [Candidate(Place("f", 1, "", n), "園児番号", "number", str(n), (("氏名", "仮名"),)) for n in range(40)]


@given(st.integers(0, 40), st.integers(1, 50))
def test_as_many_as_are_wanted_none_twice_in_the_order_of_the_file(there: int, wanted: int) -> None:
    drawn = draw(THERE[:there], wanted)
    places = [one.place.row for one in drawn]
    assert len(drawn) == min(there, wanted)
    assert places == sorted(set(places))


def test_no_row_is_favoured() -> None:
    counts = Counter(one.place.row for _ in range(2_000) for one in draw(THERE[:10], 3))
    assert set(counts) == set(range(10))
    # 600 are expected of each; six standard deviations are 123.
    assert all(abs(count - 600) < 123 for count in counts.values())


def beside(*rows: tuple[str, ...]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(one.value, one.beside) for one in candidates("f", shown(*rows))]


def test_a_heading_over_two_rows_shows_the_whole_name() -> None:
    told = beside(
        ("対象児童名簿",),
        ("児童番号", "氏名", "", "生年月日"),
        ("", "姓", "名", ""),
        ("A1", "仮名", "一", "2020-04-01"),
        ("A2", "見本", "二", "2020-04-02"),
    )
    assert told == [
        ("A1", (("氏名／姓", "仮名"), ("氏名／名", "一"))),
        ("A2", (("氏名／姓", "見本"), ("氏名／名", "二"))),
    ]


def test_below_the_heading_of_somebody_else_nobody_is_looked_up() -> None:
    told = beside(
        ("児童番号", "氏名", "", "生年月日", "保護者氏名", ""),
        ("", "姓", "名", "", "姓", "名"),
        ("A1", "仮名", "一", "2020-04-01", "仮名", "親"),
    )
    assert told == [("A1", (("氏名／姓", "仮名"), ("氏名／名", "一")))]


def test_a_title_is_no_upper_heading() -> None:
    assert beside(("対象児童名簿",), ("児童番号", "氏名"), ("A1", "仮名 一")) == [("A1", (("氏名", "仮名 一"),))]


def test_a_row_of_data_is_no_second_heading() -> None:
    assert [value for value, _ in beside(("児童番号", "氏名"), ("A1", "氏名"), ("A2", "仮名 一"))] == ["A1", "A2"]
