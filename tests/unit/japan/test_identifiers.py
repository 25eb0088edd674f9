"""Numbers and codes, and the My Number among other numbers. All numbers are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.japan.identifiers import (
    find_my_numbers,
    fold_identifier,
    fold_identifiers,
    is_my_number,
    my_number_check_digit,
    strip_zeros,
)

anything = st.text(
    st.one_of(st.sampled_from("0123Ｓ４ー-－ \x00ßﬁŉ"), st.characters(exclude_categories=["Cs"])), max_size=12
)
VALID = "123456789018"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("００１２-３４５", "0012345"),
        (" s0123 ", "S0123"),
        ("Ｓ−０１２３", "S0123"),
        ("00 12\u3000345", "0012345"),
        ("", ""),
        ("－", ""),
    ],
)
def test_fold_identifier(text: str, folded: str) -> None:
    assert fold_identifier(text) == folded


@given(anything)
def test_folding_a_key_gives_the_key(text: str) -> None:
    assert fold_identifier(fold_identifier(text)) == fold_identifier(text)


@given(st.lists(anything, max_size=8))
def test_a_column_is_folded_as_its_cells(texts: list[str]) -> None:
    assert fold_identifiers(texts) == [fold_identifier(text) for text in texts]


@pytest.mark.parametrize(
    ("folded", "bare"),
    [
        ("0012345", "12345"), ("12345", "12345"), ("12345.0", "12345"), ("0012345.00", "12345"), ("0", "0"), ("000", "0"), ("", ""),
        ("S0123", "S0123"), ("0123A", "0123A"), ("12345.5", "12345.5"), ("²", "²"),
    ],
)  # fmt: skip
def test_strip_zeros(folded: str, bare: str) -> None:
    assert strip_zeros(folded) == bare


@pytest.mark.parametrize("text", ["", "1234567890", "123456789012", "1234567890a", "１２３４５６７８９０１"])
def test_the_check_digit_needs_eleven_digits(text: str) -> None:
    with pytest.raises(ValueError, match="eleven digits"):
        my_number_check_digit(text)


def test_the_check_digit_by_hand() -> None:
    # 1·6+2·5+3·4+4·3+5·2+6·7+7·6+8·5+9·4+0·3+1·2 = 212, 212 mod 11 = 3, 11 - 3 = 8
    assert my_number_check_digit("12345678901") == 8
    assert my_number_check_digit("00000000000") == 0  # remainder 0
    assert my_number_check_digit("00000000006") == 0  # 6·2 = 12, remainder 1


@pytest.mark.parametrize(
    "digits", ["", "12345678901", "123456789012", "1234567890188", "000000000000", "１２３４５６７８９０１８"]
)
def test_no_my_number(digits: str) -> None:
    assert not is_my_number(digits)


def test_my_number() -> None:
    assert is_my_number(VALID)


@pytest.mark.parametrize(
    "text",
    [
        "", "123456789012", "1" + VALID, VALID + "0", f"1-{VALID}", f"{VALID}-1", f"{VALID}.5", f"0.{VALID}", f"A{VALID}", f"{VALID}A",
        "1234-56789018", "1234-5678 9018", "12-3456-789018", "1234-5678-9018-1", "0-1234-5678-9018", "1234-5678-901", "090-1234-5678",
        f"{VALID}/1", f"1,{VALID}", f"{VALID} 1", f"1 {VALID}", "7123456789018",
    ],
)  # fmt: skip
def test_no_my_number_in_a_text(text: str) -> None:
    assert list(find_my_numbers(text)) == []


@pytest.mark.parametrize(
    "written",
    [
        VALID,
        "1234-5678-9018",
        "1234 5678 9018",
        "１２３４５６７８９０１８",
        "１２３４－５６７８－９０１８",
        "１２３４　５６７８　９０１８",
        "1234ー5678ー9018",
    ],
)
def test_my_number_in_a_text(written: str) -> None:
    text = f"個人番号（{written}）と記載、{written}。"
    found = list(find_my_numbers(text))
    assert [digits for _, _, digits in found] == [VALID, VALID]
    assert all(text[start:end] == written for start, end, _ in found)


@given(st.integers(0, 10**11 - 1))
def test_every_number_with_its_check_digit_is_found(number: int) -> None:
    first = f"{number:011d}"
    digits = f"{first}{my_number_check_digit(first)}"
    assert [found for *_, found in find_my_numbers(f"番号:{digits}")] == ([digits] if len(set(digits)) > 1 else [])
