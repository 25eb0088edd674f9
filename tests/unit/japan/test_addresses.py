"""Postal addresses. All places are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.japan.addresses import (
    Address,
    address_keys,
    fold_address,
    fold_addresses,
    fold_postal,
    same_address,
    same_town,
    same_towns,
    split_address,
    town,
)

written = st.text(
    st.sampled_from(
        "さくら野市本町一二三十番丁目地号室棟条区字大小郡村東京都北海道県0123１２-－ーのノ之がヶケガッツ 　・,.〒々ヽ髙廣aA館線階\x00:住所"
    ),
    max_size=20,
)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("さくら野市本町1-2-3", "さくら野市本町1-2-31"),
        ("さくら野市本町1-2-3", "さくら野市本町1-23"),
        ("さくら野市本町1-2", "さくら野市本町1-2-3"),
        ("さくら野市本町12-3", "さくら野市本町1-23"),
        ("さくら野市本町1-2-3", "さくら野市東本町1-2-3"),
        ("本町1-2-3", "東本町1-2-3"),
        ("さくら野市本町1-2-3", "さくら野市元町1-2-3"),
        ("さくら野市本町1-2-3", "もみじ野市本町1-2-3"),
        ("東京都さくら野市本町1-2-3", "大阪府さくら野市本町1-2-3"),
        ("さくら野市本町1-2-3 コーポ101", "さくら野市本町1-2-3 コーポ102"),
        ("さくら野市本町1-2-3 コーポ", "さくら野市本町1-2-3 ハイツ"),
        ("さくら野市本町1-2-3-101", "さくら野市本町1-2-3 コーポ102"),
        ("さくら野市本町1-2-3 101", "さくら野市本町1-2-3101"),
        ("さくら野市本町", "さくら野市本町1"),
        ("さくら野市", "さくら野市"),
        ("", ""),
        ("", "さくら野市本町1-2-3"),
        ("1-2-3", "さくら野市本町1-2-3"),
        ("北1条西2-3", "北1条東2-3"),
        ("三番町5-6", "二番町5-6"),
    ],
)
def test_different_addresses_stay_apart(one: str, other: str) -> None:
    assert not same_address(one, other)
    assert not same_address(other, one)


@pytest.mark.parametrize(
    "text",
    [
        "さくら野市本町１丁目２番３号", "さくら野市本町一丁目２番３号", "さくら野市本町一丁目2-3", "さくら野市本町1-2-3", "さくら野市本町１−２ー３",
        "さくら野市本町1―2―3", "さくら野市本町一丁目二番三号", "さくら野市本町一-二-三", "さくら野市本町 1丁目 2番 3号", "〒123-4567 さくら野市本町1-2-3",
        "１２３－４５６７　さくら野市本町1-2-3", "〒1234567さくら野市本町1-2-3", "千葉県さくら野市本町1-2-3", "千葉県 さくら野市　本町　１－２－３",
        "さくら野市大字本町1-2-3", "さくら野市字本町1-2-3", "さくら野市本町1丁目2番地3", "さくら野市本町1丁目2番地の3", "さくら野市本町1の2の3", "さくら野市本町1ノ2ノ3",
        "さくら野市本町1・2・3", "住所：さくら野市本町1-2-3", "さくら野市本町1丁2番3号", "サクラ野市本町1-2-3", "さくら野市本町01-02-03",
    ],
)  # fmt: skip
def test_the_ways_to_write_an_address_meet(text: str) -> None:
    assert fold_address(text) == "サクラ野市本町1-2-3"
    assert same_address(text, "さくら野市本町1-2-3")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("さくら野市関ヶ原1", "さくら野市関が原1番地"),
        ("さくら野市関ケ原1", "さくら野市関ガ原1"),
        ("さくら野市一之瀬2", "さくら野市一ノ瀬2"),
        ("さくら野市一の瀬2", "さくら野市一ノ瀬二番地"),
        ("さくら野市四ツ谷2", "さくら野市四ッ谷2"),
        ("さくら野市瀧澤2", "さくら野市滝沢2"),
        ("さくら野市佐々木2", "さくら野市佐佐木2"),
        ("さくら野市三番町5番6号", "さくら野市3番町5-6"),
        ("さくら野市北一条西二丁目3番4号", "さくら野市北1条西2-3-4"),
        ("さくら野市十二丁目三十四番地", "さくら野市12-34"),
        ("さくら野市本町1-2-3 コーポ101号室", "さくら野市本町1-2-3コーポ１０１"),
        ("さくら野市本町1-2-3 Ａ-101", "さくら野市本町1-2-3-A101"),
    ],
)
def test_spellings_of_one_address_meet(one: str, other: str) -> None:
    assert fold_address(one) == fold_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("さくら野市本町1-2-3", "本町1-2-3"),
        ("千葉県さくら野市本町1-2-3", "本町1丁目2番3号"),
        ("さくら野市中央区本町1-2-3", "中央区本町1-2-3"),
        ("さくら野市本町1-2-3", "さくら野市本町1-2-3 コーポさくら101"),
        ("さくら野市本町1-2-3", "さくら野市本町1-2-3-101"),
        ("さくら野市本町1-2-3-101", "さくら野市本町1-2-3 コーポさくら101号室"),
        ("さくら野市本町1-2-3 コーポさくら", "さくら野市本町1-2-3 コーポさくら101"),
        ("花岡郡さくら野町大字上1-2", "さくら野町上1-2"),
    ],
)
def test_what_one_side_leaves_out_makes_no_difference(one: str, other: str) -> None:
    assert same_address(one, other)
    assert same_address(other, one)
    first, second = address_keys([one, other])
    assert first == second != ""


def test_no_key_without_a_number() -> None:
    assert address_keys(["さくら野市本町", "", "さくら野市役所気付"]) == ["", "", ""]


@pytest.mark.parametrize(
    "text",
    [
        "千本二葉町",
        "五十嵐町",
        "八幡町",
        "三好町",
        "四日市町",
        "十字街",
        "万代町",
        "大文字町",
        "一色",
        "京都町",
        "山県町",
    ],
)
def test_kanji_numbers_in_names_of_places_stay(text: str) -> None:
    assert not any(char.isdigit() for char in fold_address(text))
    assert fold_address(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", Address("", "", "", "", "")),
        ("千葉県さくら野市本町1-2-3 コーポ101", Address("千葉県", "サクラ野市", "本町", "1-2-3", "コーポ101")),
        ("東京都花岡区本町1-2", Address("東京都", "花岡区", "本町", "1-2", "")),
        ("花岡市中央区本町1-2", Address("", "花岡市中央区", "本町", "1-2", "")),
        ("花岡郡さくら野町大字上字下1番地", Address("", "花岡郡サクラ野町", "上下", "1", "")),
        ("花岡郡山野村12", Address("", "花岡郡山野村", "", "12", "")),
        ("四日市市本町1", Address("", "四日市市", "本町", "1", "")),
        ("市川市本町1", Address("", "市川市", "本町", "1", "")),
        ("郡山市本町1", Address("", "郡山市", "本町", "1", "")),
        ("大和郡山市本町1", Address("", "大和郡山市", "本町", "1", "")),
        ("町田市本町1", Address("", "町田市", "本町", "1", "")),
        ("余市郡余市町本町1", Address("", "余市郡余市町", "本町", "1", "")),
        ("本町1-2", Address("", "", "本町", "1-2", "")),
        ("さくら野市本町", Address("", "サクラ野市", "本町", "", "")),
        ("さくら野市三番町5-6", Address("", "サクラ野市", "3番町", "5-6", "")),
        ("北海道さくら野市北一条西2丁目3-4", Address("北海道", "サクラ野市", "北1条西", "2-3-4", "")),
        ("さくら野市本町1-2 3号棟401", Address("", "サクラ野市", "本町", "1-2", "3号棟401")),
    ],
)
def test_parts(text: str, parts: Address) -> None:
    assert split_address(text) == parts


def test_town() -> None:
    assert town("さくら野市本町一丁目2-3") == town("千葉県さくら野市大字本町5") == "本町"
    assert town("さくら野市") == ""


@given(st.one_of(written, anything))
def test_folding_a_key_gives_the_key(text: str) -> None:
    assert fold_address(fold_address(text)) == fold_address(text)


@given(st.lists(st.one_of(written, anything), max_size=6))
def test_a_column_is_folded_as_its_cells(texts: list[str]) -> None:
    assert fold_addresses(texts) == [fold_address(text) for text in texts]


@given(written, written)
def test_the_same_address_is_the_same_both_ways_and_has_one_key(one: str, other: str) -> None:
    assert same_address(one, other) == same_address(other, one)
    keys = address_keys([one, other])
    if same_address(one, other) and all(keys):
        assert keys[0] == keys[1]


@pytest.mark.parametrize(
    "text", ["", "123", "123-456", "12-34567", "1234-567", "12345678", "〒", "123-4567本町", "012345", "12345"]
)
def test_no_postal_code(text: str) -> None:
    assert fold_postal(text) == ""


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("123-4567", "1234567"), ("〒123-4567", "1234567"), ("〒 １２３－４５６７", "1234567"), ("1234567", "1234567"), ("123 4567", "1234567"),
        ("1234567.0", "1234567"), ("612345", "0612345"), ("612345.0", "0612345"), ("123ー4567", "1234567"),
    ],
)  # fmt: skip
def test_postal_code(text: str, digits: str) -> None:
    assert fold_postal(text) == digits
    assert fold_postal(digits) == digits


PLACES = ("山梨県", "東京都", ""), ("さくら野市", "市川市", "北郡山町", "旭区", ""), ("旭町", "市川町", "町", "旭", "")


@given(st.lists(st.tuples(*map(st.sampled_from, PLACES)), unique=True, max_size=20))
def test_the_same_towns_as_compared_one_by_one(places: list[tuple[str, str, str]]) -> None:
    addresses = [Address(*place, "", "") for place in places]
    everyone = range(len(places))
    expected = [(a, b) for a in everyone for b in everyone if same_town(addresses[a], addresses[b])]
    assert sorted(same_towns(addresses)) == expected
