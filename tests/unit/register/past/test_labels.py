"""Marks of lists: what is one, which number it has, and what several of them together name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.register.past.labels import label_at, mark_at


@pytest.mark.parametrize(
    "text",
    ["", "確認", "2024年", "1.5倍", "２人で", "10時", "（委託先）", "A課", "-1", "アンケート", "（12345）", "0."],
)
def test_what_is_no_label(text: str) -> None:
    assert label_at(text) is None


@pytest.mark.parametrize(
    ("text", "label", "ordinal"),
    [
        ("①確認", "①", 1),
        ("⑳確認", "⑳", 20),
        ("㉑確認", "㉑", 21),
        ("❸確認", "❸", 3),
        ("⑴確認", "⑴", 1),
        ("(12)確認", "(12)", 12),
        ("（２）確認", "（２）", 2),
        ("3.確認", "3.", 3),
        ("３．確認", "３．", 3),
        ("4）確認", "4）", 4),
        ("ア　確認", "ア", 1),
        ("（イ）確認", "（イ）", 2),
        ("Ⅱ確認", "Ⅱ", 2),
        ("（三）確認", "（三）", 3),
        ("a)確認", "a)", 1),
        ("・確認", "・", 0),
        ("- 確認", "-", 0),
        ("対策２：確認", "対策２：", 2),
        ("【対策③】確認", "【対策③】", 3),
    ],
)
def test_labels_with_their_number(text: str, label: str, ordinal: int) -> None:
    found = label_at(text)
    assert found is not None
    assert (found.text, found.ordinal) == (label, ordinal)
    assert text[: found.end] == label


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        ("①した", [1]),
        ("①②した", [1, 2]),
        ("①～③いずれも", [1, 2, 3]),
        ("①〜③", [1, 2, 3]),
        ("①から④まで", [1, 2, 3, 4]),
        ("①、③は", [1, 3]),
        ("①及び②", [1, 2]),
        ("①・②・④", [1, 2, 4]),
        ("(1)～(3)とも", [1, 2, 3]),
        ("（１）及び（２）", [1, 2]),
        ("②から①", [2]),
    ],
)
def test_references_to_several(text: str, ordinals: list[int]) -> None:
    mark = mark_at(text)
    assert mark is not None
    assert [label.ordinal for label in mark.labels] == ordinals


@given(st.text(max_size=20))
def test_nothing_raises_and_a_label_is_a_beginning(text: str) -> None:
    found = label_at(text)
    assert found is None or (text.startswith(found.text) and found.end == len(found.text))
    mark_at(text)
