"""Telephone numbers. All numbers are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.japan.phones import find_phones, fold_phone, fold_phones

anything = st.text(
    st.one_of(st.sampled_from("0123456789０９-ー()（） +.\x00"), st.characters(exclude_categories=["Cs"])), max_size=16
)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "なし", "1234567", "2026-11-24", "2026/11/24", "123-4567", "0901234567", "090-1234-567", "0001234567", "00012345678",
        "090-1234-56789", "03-1234-5678/045-123-4567", "本町1-2-3", "123456789012", "+1 212 555 0100", "0190123456789", "山田09012345678",
        "+810312", "0112345678901",
    ],
)  # fmt: skip
def test_no_telephone_number(text: str) -> None:
    assert fold_phone(text) == ""


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+81 90-1234-5678", "09012345678"),
        ("+81(0)3-1234-5678", "0312345678"),
        ("010-81-3-1234-5678", "0312345678"),
        ("０９０（１２３４）５６７８", "09012345678"),
        ("090ー1234ー5678", "09012345678"),
        ("090.1234.5678", "09012345678"),
        ("09012345678", "09012345678"),
        ("9012345678", "09012345678"),
        ("9012345678.0", "09012345678"),
        ("312345678", "0312345678"),
        ("(03)1234-5678", "0312345678"),
        ("03-1234-5678（代表）", "0312345678"),
        ("03-1234-5678(内線123)", "0312345678"),
        ("03-1234-5678 内線 123", "0312345678"),
        ("TEL：03-1234-5678", "0312345678"),
        ("携帯 090-1234-5678 (母)", "09012345678"),
        ("0120-123-456", "0120123456"),
        ("0800-123-4567", "08001234567"),
        ("050-1234-5678", "05012345678"),
        ("01234-5-6789", "0123456789"),
    ],
)
def test_a_telephone_number(text: str, digits: str) -> None:
    assert fold_phone(text) == digits
    assert fold_phone(digits) == digits


@given(anything)
def test_folding_a_key_gives_the_key(text: str) -> None:
    assert fold_phone(fold_phone(text)) == fold_phone(text)


@given(st.lists(anything, max_size=8))
def test_a_column_is_folded_as_its_cells(texts: list[str]) -> None:
    assert fold_phones(texts) == [fold_phone(text) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9012345678",
        "12-090-1234-5678",
        "090-1234-5678-9",
        "2026-11-24",
        "A0312345678",
        "0312345678901",
        "〒012-3456",
        "090-0000-0000",
    ],
)
def test_no_telephone_number_in_a_text(text: str) -> None:
    assert list(find_phones(text)) == []


def test_telephone_numbers_in_a_text() -> None:
    text = "電話０３－１２３４－５６７８、携帯090(1234)5678又は+81 90 1111 2222 045-123-4567。"
    found = list(find_phones(text))
    assert [digits for *_, digits in found] == ["0312345678", "09012345678", "09011112222", "0451234567"]
    assert [text[start:end] for start, end, _ in found] == [
        "０３－１２３４－５６７８",
        "090(1234)5678",
        "+81 90 1111 2222",
        "045-123-4567",
    ]
