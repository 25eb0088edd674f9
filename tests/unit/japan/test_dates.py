"""Dates as offices write them."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.japan.dates import ERAS, Era, era_text, find_dates, find_impossible, fiscal_year, from_serial, parse_date

days = st.dates(date(1868, 1, 1), date(2060, 12, 31))
THE_DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "2026", "2026年", "2026年11月", "11月24日", "2026/11", "2026/13/1", "2026/2/29", "2026/11/24頃", "約2026/11/24",
        "2026/11-24", "26/11/24", "8.11.24", "令和0年1月1日", "令和8年2月30日", "令和8年0月1日", "令和100年1月1日", "昭和五十年一月三十二日",
        "090-1234-5678", "0120-11-22", "2026/11/245", "20261124", "S500101", "A8.11.24", "2026/11/24 13:45", "2026/11/24,2026/11/25",
        "1026/11/24", "1-2-3", "令和〇十年1月1日", "昭和元", "慶応3年1月1日",
    ],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24", "2026/11/24", "2026.11.24", "２０２６．１１．２４", "2026年11月24日", "2026 年 11 月 24 日", "西暦2026年11月24日",
        "令和8年11月24日", "令和８年１１月２４日", "令和 8年11月24日 ", "令和八年十一月二十四日", "㋿8年11月24日", "R8.11.24", "r8.11.24", "R08/11/24",
        "R8-11-24", "令8.11.24", "Ｒ８．１１．２４", "R 8. 11. 24", "R.8.11.24", "2026/11/24（火）", "2026/11/24(火曜日)", "2026-11-24 00:00:00",
        "2026-11-24T00:00:00", "2026-11-24T00:00:00Z", "2026/11/24 0:00", "令和8年11月24日生", "令和8年11月24日 生まれ", "二〇二六年十一月二十四日",
        "2026ー11ー24", "2026−11−24", "平成38年11月24日", "H38.11.24",
    ],
)  # fmt: skip
def test_a_date_in_many_ways(text: str) -> None:
    assert parse_date(text) == THE_DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和元年4月1日", date(2019, 4, 1)),
        ("H元.1.8", date(1989, 1, 8)),
        ("平成31年11月1日", date(2019, 11, 1)),
        ("昭和64年2月1日", date(1989, 2, 1)),
        ("S50.1.1", date(1975, 1, 1)),
        ("昭和五十年一月一日", date(1975, 1, 1)),
        ("M45.7.29", date(1912, 7, 29)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("2026-1-5", date(2026, 1, 5)),
        ("2024/2/29", date(2024, 2, 29)),
    ],
)
def test_eras_and_their_edges(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["20261324", "12345678", "2026112", "202611245", "6500101", "S501301", "x20261124"])
def test_digits_alone_that_are_no_date(text: str) -> None:
    assert parse_date(text, compact=True) is None


@pytest.mark.parametrize(
    "text", ["20261124", "２０２６１１２４", "20261124.0", "R081124", "令081124", "5081124", "2026/11/24"]
)
def test_digits_alone_where_the_column_is_one_of_dates(text: str) -> None:
    assert parse_date(text, compact=True) == THE_DAY


@given(days)
def test_what_is_written_is_read(day: date) -> None:
    assert parse_date(era_text(day)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%Y%m%d}", compact=True) == day


@pytest.mark.parametrize("era", ERAS)
def test_an_era_begins_on_its_first_day(era: Era) -> None:
    assert era_text(era.start).startswith(f"{era.name}元年")
    assert not era_text(date.fromordinal(era.start.toordinal() - 1)).startswith(era.name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "電話 090-1234-5678",
        "〒123-4567",
        "第2026-11-24-3号",
        "A2026/11/24",
        "2026/2/30",
        "1.2.3",
        "令和8年度",
        "2026/11/24/5",
    ],
)
def test_no_date_in_a_text(text: str) -> None:
    assert list(find_dates(text)) == []


def test_dates_in_a_text() -> None:
    text = "㋿８年１１月２４日に申請、昭和50.1.1生（決定日：2026/12/1）。R9.1.5まで"
    found = list(find_dates(text))
    assert [day for _, _, day in found] == [THE_DAY, date(1975, 1, 1), date(2026, 12, 1), date(2027, 1, 5)]
    assert [text[start:end] for start, end, _ in found] == ["㋿８年１１月２４日", "昭和50.1.1", "2026/12/1", "R9.1.5"]


@pytest.mark.parametrize("mark", ["①", "⑫", "⓪", "❸", "⑴", "⒈", "㉑", "㊿"])
@pytest.mark.parametrize("written", ["令和8年11月24日", "2026年11月24日", "R8.11.24"])
def test_behind_the_mark_of_a_list(mark: str, written: str) -> None:
    assert list(find_dates(f"対策{mark}{written}から")) == [(3, 3 + len(written), THE_DAY)]


@given(st.text(st.sampled_from("令和R8.-/年月日12０元 生あ①"), max_size=30))
def test_what_is_found_is_a_date_by_itself(text: str) -> None:
    end_before = 0
    for start, end, day in find_dates(text):
        assert end_before <= start < end
        assert parse_date(text[start:end]) == day
        end_before = end


@pytest.mark.parametrize("number", [0, -1, 0.5, 60, 60.9, 2_958_466, math.inf, math.nan, 1e300])
def test_a_number_that_is_no_day(number: float) -> None:
    assert from_serial(number) is None


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (46350.75, THE_DAY),
        (2_958_465, date(9999, 12, 31)),
    ],
)
def test_a_day_as_a_number(number: float, day: date) -> None:
    assert from_serial(number) == day


def test_the_other_system_of_days() -> None:
    assert from_serial(0, date1904=True) == date(1904, 1, 1)
    assert from_serial(46350 - 1462, date1904=True) == THE_DAY
    assert from_serial(2_957_003, date1904=True) == date(9999, 12, 31)
    assert from_serial(-1, date1904=True) is None
    assert from_serial(2_957_004, date1904=True) is None


def test_fiscal_year() -> None:
    assert fiscal_year(date(2026, 3, 31)) == 2025
    assert fiscal_year(date(2026, 4, 1)) == 2026


@pytest.mark.parametrize(
    "text",
    ["2024年2月29日", "令和6年4月", "0120-12-34", "1234-56-78", "R6.4.16", "13月40日", "12.5.1"],
)
def test_what_is_a_day_or_no_date_at_all_is_not_impossible(text: str) -> None:
    assert list(find_impossible(text)) == []


@pytest.mark.parametrize("date", ["2023年2月29日", "令和６年13月1日", "R6.4.31", "2024/13/45"])
def test_a_day_that_no_calendar_has_is_found_as_written(date: str) -> None:
    text = f"平成30年3月31日に始め、{date}に終えた。"
    assert [text[start:end] for start, end in find_impossible(text)] == [date]
