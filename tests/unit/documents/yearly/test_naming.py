from datetime import date

import pytest
from tests.unit.documents.yearly.seed import SEED

from sekisho.documents.yearly.model import Measured
from sekisho.documents.yearly.naming import day, period, said_of, state_of, title
from sekisho.register.counting import Count


def state(measured: Measured) -> str:
    return state_of(measured).render("ja")


def said(measured: Measured) -> str:
    return said_of(measured).render("ja")


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (2023, "2023年度（令和5年度）"),
        (2019, "2019年度（令和元年度）"),
        (2018, "2018年度（平成30年度）"),
        (1989, "1989年度（平成元年度）"),
        (1988, "1988年度（昭和63年度）"),
    ],
)
def test_a_fiscal_year_is_called_by_its_era(year: int, words: str) -> None:
    assert title(year).render("ja") == f"{words}情報セキュリティ事故の再発防止策の実施状況"


def test_a_day_is_told_in_both_calendars() -> None:
    assert day(date(2026, 11, 20), "ja") == "令和8年（2026年）11月20日"
    assert day(date(2019, 5, 1), "ja") == "令和元年（2019年）5月1日"
    assert day(date(1867, 1, 1), "ja") == "1867年1月1日"
    assert day(date(2026, 11, 20), "en") == "2026-11-20"


def test_nothing_unconfirmed_is_called_done() -> None:
    for measured in (
        Measured("no-occasion"),
        Measured("no-occasion", (Count(0, 0, "dispatch"),)),
        Measured("words-only"),
    ):
        assert "実施" not in state(measured)
        assert "行い" not in said(measured)
        assert "すべて" not in said(measured)
    assert "すべて" not in said(Measured("done", (Count(0, 0, "dispatch"),)))


@pytest.mark.parametrize(
    ("measured", "word"),
    [
        (Measured("done", (Count(38, 38, "dispatch"), Count(3, 4, "person"))), "実施 38/38"),
        (Measured("done"), "実施"),
        (Measured("exceptions", (Count(2, 3, "dispatch"),), 1), "例外あり 2/3・例外1"),
        (Measured("exceptions", exceptions=2), "例外あり・例外2"),
        (Measured("no-occasion", (Count(0, 0, "dispatch"),)), "対象なし＝未確認"),
        (Measured("words-only"), "根拠なし"),
    ],
)
def test_a_state_has_its_denominator(measured: Measured, word: str) -> None:
    assert state(measured) == word


@pytest.mark.parametrize(
    ("measured", "sentence"),
    [
        (Measured("exceptions", (Count(2, 3, "dispatch"),), 1), "送付3件のうち2件で行い、1件は理由を確かめて例外としました。"),
        (Measured("exceptions", (Count(2, 5, "dispatch"),), 1), "送付5件のうち2件で行いました。理由を確かめて例外としたことが1回あります。"),
        (Measured("exceptions", (Count(3, 3, "time"),), 1), "対象の行事3回のすべてで行いました。理由を確かめて例外としたことが1回あります。"),
        (Measured("exceptions", exceptions=2), "理由を確かめて例外としたことが2回あります。"),
        (Measured("done", (Count(38, 38, "dispatch"),)), "送付38件のすべてで行いました。"),
        (Measured("done", (Count(37, 38, "dispatch"),)), "送付38件のうち37件で行いました。"),
        (Measured("done", (Count(12, 12, "person"),)), "対象の職員12人の全員が行いました。"),
        (Measured("done", (Count(2, 3, "time"), Count(10, 12, "person"))), "対象の行事3回のうち2回で行いました。対象の職員12人のうち10人が行いました。"),
        (Measured("done", (Count(0, 0, "person"), Count(1, 1, "time"))), "対象の行事1回のすべてで行いました。"),
        (Measured("done"), "行ったことを確かめました。"),
        (Measured("no-occasion", (Count(0, 0, "dispatch"),)), "対象となる送付がまだなく、確かめられていません。"),
        (Measured("no-occasion", (Count(0, 0, "person"),)), "対象となる職員がまだなく、確かめられていません。"),
        (Measured("no-occasion", (Count(0, 0, "time"),)), "対象となる行事がまだなく、確かめられていません。"),
        (Measured("no-occasion"), "対象となることがまだなく、確かめられていません。"),
        (Measured("words-only", since=date(2024, 4, 16)), "確かめる方法がまだ決まっていません。"),
        (Measured("done", (Count(1, 1, "dispatch"),), since=date(2024, 4, 16)), "送付1件のすべてで行いました。令和6年（2024年）4月16日の分から数えています。"),
    ],
)  # fmt: skip
def test_a_citizen_is_told_what_was_counted(measured: Measured, sentence: str) -> None:
    assert said(measured) == sentence
    assert said_of(measured).render("en").isascii()


def test_the_days_counted() -> None:
    first, last = date(2026, 4, 1), date(2027, 3, 31)
    told = [
        (first, last, "令和8年（2026年）4月1日から令和9年（2027年）3月31日まで"),
        (first, None, "令和8年（2026年）4月1日から"),
        (None, last, "令和9年（2027年）3月31日まで"),
        (None, None, ""),
    ]
    for begin, end, words in told:
        assert period(type(SEED)("市", 2026, (), measured_from=begin, measured_until=end), "ja") == words
