"""The key under which spellings of one name meet, and what it must keep apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.japan.names import alternates, fold_name, fold_names, name_forms, same_name, split_honorific
from sekisho.japan.variants import fold_kanji, other_kanji

RANGES = (
    (0x20, 0x7F),
    (0x2E80, 0x2FD6),
    (0x3000, 0x3400),
    (0x3400, 0xA000),
    (0xF900, 0xFB00),
    (0xFE00, 0x10000),
    (0x20000, 0x323B0),
)
EVERY_CHARACTER = [chr(code) for first, after in RANGES for code in range(first, after)]

name_text = st.text(
    st.one_of(
        st.sampled_from(
            "山田太郎髙高橋﨑崎邉邊辺々ヽヾゝゞ〻ー-－・ 　ヶケがガヵ゛゜ﾞｶﾊﾟ\U000e0100\ufe00⻄⽥一ノaAéİß=.'\x00"
        ),
        st.sampled_from(EVERY_CHARACTER),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("斎藤", "斉藤"),
        ("玉木", "王木"),
        ("山田功", "山田切"),
        ("川崎", "川碕"),
        ("太田", "大田"),
        ("土田", "士田"),
        ("未来", "末来"),
        ("包", "幹"),
        ("幹", "片"),
        ("包", "片"),
        ("きよ", "きょ"),
        ("カナ", "カーナ"),
        ("山田太郎", "太郎山田"),
        ("ニ", "二"),
        ("", ""),
        ("　", "・"),
        ("", "山田"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("山嵜", "山崎"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("渡邉󠄂", "渡邉"),
        ("葛󠄀城", "葛城"),
        ("𠮷田", "吉田"),
        ("齋藤", "斎藤"),
        ("齊藤", "斉藤"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("澤田", "沢田"),
        ("廣瀨", "広瀬"),
        ("眞子", "真子"),
        ("渕上", "淵上"),
        ("籠谷", "篭谷"),
        ("藪田", "薮田"),
        ("檜山", "桧山"),
        ("凜", "凛"),
        ("鷗", "鴎"),
        ("⻄⽥", "西田"),
        ("塚本", "塚本"),
        ("佐々木", "佐佐木"),
        ("佐〻木", "佐佐木"),
        ("みすゞ", "ミスズ"),
        ("竜ヶ崎", "龍が崎"),
        ("関ケ原", "関ヵ原"),
        ("ﾀｶﾊｼ ｹﾞﾝ", "たかはし　げん"),
        ("か゛く", "ガク"),
        ("ミ−ア", "ミーア"),
        ("マリア・テレサ", "マリアテレサ"),
        ("ANNE-MARIE O'NEIL", "Ａｎｎｅ　Ｍａｒｉｅ　Oneil"),
        ("山田\u200b太郎", "山 田 太 郎"),
        ("山田\x00太郎", "山田太郎"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other) != ""
    assert same_name(one, other)


def test_every_character_folds_once_and_to_something_readable() -> None:
    folded = fold_names(EVERY_CHARACTER)
    assert fold_names(folded) == folded
    assert "\ufffd" not in {char for char in folded if char} - {"\ufffd"}
    assert all(other == fold_name(char) for char, other in zip(EVERY_CHARACTER[:3000], folded, strict=False))


def test_a_folded_kanji_is_a_kanji_of_the_old_standard_or_itself() -> None:
    for char in EVERY_CHARACTER:
        plain = unicodedata.normalize("NFKC", char)
        if len(plain) == 1 and plain != (folded := fold_kanji(plain)):
            assert len(folded) == 1
            assert len(folded.encode("euc_jp")) == 2
            assert folded not in other_kanji(plain)


@given(name_text)
def test_folding_a_key_gives_the_key(text: str) -> None:
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert "\ufffd" in text or "\ufffd" not in folded


@given(st.lists(name_text, max_size=8))
def test_a_column_is_folded_as_its_cells(texts: list[str]) -> None:
    assert fold_names(texts) == [fold_name(text) for text in texts]


@given(name_text)
def test_alternates_are_keys_and_never_the_name_itself(text: str) -> None:
    others = alternates(text)
    assert len(others) == len(set(others)) <= 8
    assert fold_name(text) not in others
    assert [fold_name(other) for other in others] == list(others)


def test_most_names_have_no_alternates() -> None:
    assert alternates("髙橋太郎") == ()


def test_a_kanji_with_several_candidates_gives_each() -> None:
    assert fold_name("㓛刀") == "㓛刀"
    assert set(alternates("㓛刀")) == {"切刀", "功刀"}
    assert same_name("㓛刀", "功刀")
    assert not same_name("功刀", "切刀")
    assert len(alternates("㓛㓛㓛㓛㓛㓛")) == 8


@pytest.mark.parametrize(
    "text", ["山田太郎", "山田健児", "様", "田様", "君", "林 氏", "ちゃん", "山田のりこ", "児", "児玉", "王昭君子"]
)
def test_a_name_without_a_form_of_address_stays(text: str) -> None:
    if text == "林 氏":
        assert split_honorific(text) == "林 氏"
    assert split_honorific(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "山田太郎様", "山田太郎　様", "山田太郎さま", "山田太郎殿", "山田太郎 氏", "山田太郎さん", "山田太郎君", "山田太郎くん ",
        "山田太郎ちゃん", "山田太郎御中", "山田太郎先生", "山田太郎 児", "山田太郎児", "山田太郎保護者様", "山田太郎の保護者様", " 山田太郎 ",
    ],
)  # fmt: skip
def test_a_form_of_address_is_dropped(text: str) -> None:
    assert split_honorific(text) == "山田太郎"


def test_name_forms_of_a_plain_cell_is_the_cell() -> None:
    assert name_forms("山田太郎") == ("山田太郎",)
    assert name_forms(" 　 ") == ()
    assert name_forms("（") == ("（",)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("山田太郎（ヤマダタロウ）", {"山田太郎", "ヤマダタロウ"}),
        ("山田太郎(ヤマダタロウ)様", {"山田太郎", "ヤマダタロウ"}),
        ("【転出】山田太郎", {"山田太郎"}),
        ("山田　太郎 様（保護者）", {"山田　太郎"}),
        ("山田太郎／ヤマダタロウ", {"山田太郎", "ヤマダタロウ"}),
        ("ヤマダタロウ\n山田太郎 様", {"山田太郎", "ヤマダタロウ"}),
        ("山田（旧姓 川口）花子", {"山田花子", "旧姓 川口"}),
    ],
)
def test_name_forms_finds_the_name(cell: str, wanted: set[str]) -> None:
    assert wanted <= set(name_forms(cell))
    assert name_forms(cell)[0] == cell
