"""What a single text could say of a person, and what it never does."""

from datetime import date

import pytest
from tests.unit.inspection.recognition.city import CITY, people

from sekisho.inspection.recognition.readings import (
    address_of,
    day_of,
    days_inside,
    header_of,
    is_identifying,
    kanas_inside,
    numbers_inside,
    postal_of,
    read_texts,
)
from sekisho.inspection.recognition.register import Register

REGISTER = Register(CITY)


@pytest.mark.parametrize(
    "text",
    [
        "12,000円",
        "30001円",
        "￥0030001",
        "0030001件",
        "第0030001号",
        "0030001世帯",
        "400-1001",
        "2026-11-24",
        "20261124",
        "30001",
        "令和8年11月24日",
        "０３０００１㎡",
    ],
)
def test_amounts_counts_dates_and_postal_codes_identify_nobody(text: str) -> None:
    assert [kind for _, kind, _ in numbers_inside([text]) if kind in {"subject_id", "number"}] == []


@pytest.mark.parametrize(
    ("token", "labelled", "identifies"),
    [
        ("12345", False, False),
        ("12345", True, True),
        ("12345678", False, True),
        ("4001001", False, False),  # a postal code
        ("19800203", False, False),  # a date
        ("19800203", True, False),
        ("A12", False, False),
        ("A0123", False, True),
        ("ABCD", True, False),
    ],
)
def test_what_identifies_without_a_heading(token: str, *, labelled: bool, identifies: bool) -> None:
    assert is_identifying(token, token, labelled=labelled) is identifies


def test_numbers_phones_and_addresses_inside() -> None:
    found = set(numbers_inside(["整理番号：0030001、電話 055-911-2001、hayashi@mail.example.jp"]))
    assert {kind for _, kind, _ in found} == {"subject_id", "number", "phone", "email"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1980-02-03", date(1980, 2, 3)),
        ("昭和55年2月3日", date(1980, 2, 3)),
        ("19800203", date(1980, 2, 3)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("年", None),
        ("林", None),
        ("1980-02-30", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_days_inside() -> None:
    assert days_inside("S55.2.3生、平成4年8月19日転入") == {date(1980, 2, 3), date(1992, 8, 19)}
    assert days_inside("本文") == set()


def test_readings_inside() -> None:
    assert kanas_inside("氏名 ハヤシ イチロウ 様") == ["ハヤシ", "イチロウ", "ハヤシ　イチロウ"]
    assert kanas_inside("漢字の中") == []


def test_folds() -> None:
    assert postal_of("〒400-1001") == "4001001"
    assert postal_of("12") == ""
    assert address_of("さくら野市中央一丁目2番3号") == address_of("さくら野市中央1-2-3")
    assert header_of("氏名") is not None
    assert header_of("氏名" * 20) is None


def test_a_text_is_read_once_for_all_it_could_be() -> None:
    texts = [
        "林　一郎",
        "A0002",
        "055-911-2003",
        "koba@mail.example.jp",
        "30004",
        "メモ：田中美咲",
        "x" * 41,
        "森本　結 様",
    ]
    read = read_texts(REGISTER, texts, ["長い文の中の長谷川さくらさん" + "。" * 40])
    assert {text: [REGISTER.ids[at] for at in owners] for text, owners in read.names.items()} == {
        "林　一郎": ["A0001"],
        "森本　結 様": ["A0008"],
    }
    assert set(read.identifiers["subject_id"]) == {"A0002", "30004"}
    assert set(read.identifiers["number"]) == {"A0002", "30004"}
    assert set(read.identifiers["phone"]) == {"055-911-2003"}
    assert set(read.identifiers["email"]) == {"koba@mail.example.jp"}
    assert {text[:4] for text in read.inside} == {"メモ：田", "長い文の", "森本　結"}
    assert read.numbers_in("055-911-2003 へ", "phone") == ()
    assert read.says_fact("林　一郎")
    assert read.says_fact("1980-02-03")
    assert read.says_fact("30004")
    assert not read.says_fact("備考")


def test_a_register_without_a_column_is_never_asked_for_it() -> None:
    bare = Register(people({"subject_id": "X1", "name": "林 一郎"}))
    read = read_texts(bare, ["055-911-2001", "林一郎", "x1"], [])
    assert read.identifiers["phone"] == {}
    assert read.identifiers["email"] == {}
    assert list(read.names) == ["林一郎"]
    assert list(read.identifiers["subject_id"]) == ["x1"]
