"""Codes on documents and envelopes: what a scanner reads, and what it misreads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.web.desk.codes import code, groups, is_code, scanned

CODES = st.builds(
    code, st.builds("{}-{:04}".format, st.integers(2024, 2040), st.integers(1, 99_999)), st.integers(1, 9_999)
)


@given(CODES, st.data())
def test_one_wrong_digit_is_noticed(right: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(right) - 1))
    digit = data.draw(st.sampled_from([one for one in "0123456789" if one != right[at]]))
    assert is_code(right)
    assert not is_code(right[:at] + digit + right[at + 1 :])


@given(CODES)
def test_a_digit_that_is_missing_makes_no_other_code_of_the_dispatch(right: str) -> None:
    assert scanned(" ".join(groups(right))) == right
    assert "".join(groups(right)) == right


@pytest.mark.parametrize("text", ["", "1", "abcdefgh", "12345678a", "２０２６０００１０００１９"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)
    assert groups(text) == (text,)


def test_how_it_is_read_aloud() -> None:
    assert groups(code("2026-0398", 812)) == ("2026", "0398", "0812", code("2026-0398", 812)[-1])
    assert scanned("２０２６－０３９８ 0812") == "202603980812"
