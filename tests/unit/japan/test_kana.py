"""Readings as official systems write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.japan.kana import fold_kana, fold_kanas, is_kana

kana_text = st.text(
    st.one_of(
        st.sampled_from("あアｱぁァｧがガｶﾞはﾊﾟっッャュョヴう゛゜ヷヺー-－〜～・ ゝゞヽヾ々\U000e0100\u3099\x00"),
        st.characters(min_codepoint=0x3040, max_codepoint=0x30FF),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ヂ", "ジ"),
        ("ヅ", "ズ"),
        ("オウ", "オオ"),
        ("カ", "ガ"),
        ("ハ", "パ"),
        ("タロウ", "タロ"),
        ("サトー", "サトウ"),
    ],
)
def test_different_readings_stay_apart(one: str, other: str) -> None:
    assert fold_kana(one) != fold_kana(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ｻｸﾗｲ　ｼｮｳﾀﾞ", "サクライシヨウダ"),
        ("さくらい しょうだ", "サクライショウダ"),
        ("かっぱ", "カツパ"),
        ("は゜", "パ"),
        ("サト-", "サトー"),
        ("サト～", "サトー"),
        ("ヴァン", "バン"),
        ("ウ゛ィ", "ビ"),
        ("ヷ", "バ"),
        ("みすゞ", "ミスズ"),
        ("マリア・テレサ", "マリアテレサ"),
    ],
)
def test_spellings_of_one_reading_meet(one: str, other: str) -> None:
    assert fold_kana(one) == fold_kana(other)


@given(kana_text)
def test_folding_a_key_gives_the_key(text: str) -> None:
    assert fold_kana(fold_kana(text)) == fold_kana(text)


@given(st.lists(kana_text, max_size=8))
def test_a_column_is_folded_as_its_cells(texts: list[str]) -> None:
    assert fold_kanas(texts) == [fold_kana(text) for text in texts]


@pytest.mark.parametrize("text", ["", " ", "ー", "・", "山田", "ヤマダ太郎", "yamada", "ヤマダ1"])
def test_what_is_not_kana(text: str) -> None:
    assert not is_kana(text)


@pytest.mark.parametrize("text", ["ヤマダ", "やまだ　たろう", "ﾔﾏﾀﾞ ﾀﾛｳ", "マリア・テレサ", "サトー", "か゛く"])
def test_what_is_kana(text: str) -> None:
    assert is_kana(text)
