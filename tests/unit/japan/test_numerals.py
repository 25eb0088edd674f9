"""Numbers in kanji."""

from __future__ import annotations

import pytest

from sekisho.japan.numerals import kanji_number


@pytest.mark.parametrize("text", ["", "山", "一山", "一二三四五", "十百", "二三十", "〇十", "12345", "十十"])
def test_no_number(text: str) -> None:
    assert kanji_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("〇", 0), ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("五十六", 56), ("百五", 105), ("二百三十四", 234), ("千", 1000),
        ("二〇二六", 2026), ("1２", None), ("12", 12), ("2十3", 23), ("壱拾弐", 12),
    ],
)  # fmt: skip
def test_number(text: str, number: int | None) -> None:
    assert kanji_number(text) == number
