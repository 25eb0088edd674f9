import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.bundle.columns import COLUMNS, Header, fold_header, recognise_header

NO_HEADER = (
    "",
    " ",
    "山田 太郎",
    "山田太郎",
    "ヤマダ タロウ",
    "園田 一名",
    "母里 あや",
    "氏家 名子",
    "令和8年11月24日",
    "2026-11-24",
    "2026/11/24",
    "R8.11.24",
    "090-1234-5678",
    "0123456789",
    "office@k01.example.jp",
    "さくら野市桜台1丁目2番3号",
    "さくら野幼稚園",
    "名前を書いてください",
    "住所が変わったときは届け出てください。",
    "氏名・生年月日",
    "氏名/住所",
    "園だより",
    "本人確認",
    "個人情報",
    "学校給食",
    "病院受診",
    "住所不定",
    "電話番号簿",
    "児童数",
    "園児数",
    "男",
    "女",
    "子",
    "妻",
    "長男",
    "本人",
    "備考",
    "合計",
    "年齢",
    "続柄",
    "金額",
    "（",
    "※",
    "電話番号（FAX）",
    "電話（保護者の勤務先）",
    "氏名（続柄）",
    "旧番号",
    "法人種別",
    "氏名" * 20,
)


@pytest.mark.parametrize("text", NO_HEADER)
def test_data_and_ordinary_words_are_no_headers(text: str) -> None:
    assert recognise_header(text) is None


@pytest.mark.parametrize(("column", "text"), [(column, text) for column, texts in COLUMNS.items() for text in texts])
def test_every_header_of_the_table_is_its_column(column: str, text: str) -> None:
    assert recognise_header(text) == Header(column)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("児童氏名", "name"),
        ("園児の名前", "name"),
        ("患者氏名", "name"),
        ("利用者名", "name"),
        ("被保険者氏名", "name"),
        ("対象者氏名", "name"),
        ("氏　　名", "name"),
        ("氏\n名", "name"),
        ("氏名※必須", "name"),
        ("【必須】氏名", "name"),
        ("氏名（自署）", "name"),
        ("氏名（児童）", "name"),
        ("ﾌﾘｶﾞﾅ", "kana"),
        ("氏名（カナ）", "kana"),
        ("生年月日(和暦)", "birth_date"),
        ("生年月日（年齢）", "birth_date"),
        ("住所１", "address"),
        ("ＴＥＬ：", "phone"),
        ("電話番号②", "phone"),
        ("電話番号（日中）", "phone"),
        ("E-mail", "email"),
        ("宛名コード", "number"),
        ("受給者番号", "number"),
        ("個人番号（12桁）", "my_number"),
        ("園コード", "recipient_id"),
        ("事業所番号", "recipient_id"),
        ("幼稚園番号", "recipient_id"),
        ("送付先のコード", "recipient_id"),
        ("園児ID", "subject_id"),
        ("Date of Birth", "birth_date"),
        ("Child's name", "name"),
        ("№", "serial"),
        ("連番", "serial"),
        ("〒", "postal_code"),
    ],
)
def test_spellings_of_a_header_of_the_listed_person(text: str, column: str) -> None:
    assert recognise_header(text) == Header(column)


@pytest.mark.parametrize(
    ("text", "column", "whose"),
    [
        ("保護者氏名", "name", "保護者"),
        ("保護者の氏名", "name", "保護者"),
        ("保護者", "name", "保護者"),
        ("氏名（保護者）", "name", "保護者"),
        ("保護者１氏名", "name", "保護者1"),
        ("世帯主名", "name", "世帯主"),
        ("代理人住所", "address", "代理人"),
        ("成年後見人氏名", "name", "成年後見人"),
        ("送付先住所", "address", "送付先"),
        ("緊急連絡先", "phone", "緊急連絡先"),
        ("緊急連絡先①電話番号", "phone", "緊急連絡先1"),
        ("園所在地", "address", "園"),
        ("園名", "name", "園"),
        ("医療機関名", "name", "医療機関"),
        ("事業所の電話番号", "phone", "事業所"),
        ("法人番号", "number", "法人"),
        ("担当者", "name", "担当者"),
        ("旧姓", "family_name", "旧"),
        ("Guardian's name", "name", "guardian"),
    ],
)
def test_headers_of_somebody_else_say_whose(text: str, column: str, whose: str) -> None:
    assert recognise_header(text) == Header(column, whose)


@given(st.text(max_size=40))
def test_folding_is_idempotent_and_recognition_never_fails(text: str) -> None:
    assert fold_header(fold_header(text)) == fold_header(text)
    recognise_header(text)


@given(st.sampled_from([text for texts in COLUMNS.values() for text in texts]), st.sampled_from(" 　\n"), st.data())
def test_spaces_and_width_make_no_difference(text: str, space: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    wide = "".join(chr(ord(char) + 0xFEE0) if re.fullmatch("[!-~]", char) else char for char in text)
    expected = recognise_header(text)
    if fold_header(text):  # a sign alone (〒, #) is looked up as it is
        assert recognise_header(text[:cut] + space + text[cut:]) == expected
        assert recognise_header(unicodedata.normalize("NFD", wide)) == expected
