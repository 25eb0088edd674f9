"""Who is meant: namesakes are told apart by whatever else stands in the row, or the row is left open."""

import pytest
from tests.unit.inspection.recognition.city import CITY, PEOPLE, in_rows, in_text, mentions, of, people

from sekisho.inspection.recognition.settle import says_something, stands_in
from sekisho.inspection.worked import paragraph, sheet

NAMESAKES = ("A0004", "A0005")
HEADINGS = {
    "kana": "フリガナ",
    "birth_date": "生年月日",
    "address": "住所",
    "phone": "電話番号",
    "number": "整理番号",
    "subject_id": "識別番号",
    "postal_code": "郵便番号",
}


@pytest.mark.parametrize("who", NAMESAKES)
@pytest.mark.parametrize("fact", HEADINGS)
def test_namesakes_are_told_apart_by_one_more_fact(who: str, fact: str) -> None:
    assert in_rows([["氏名", HEADINGS[fact]], of(who, "name", fact)]) == [("A2", who)]


@pytest.mark.parametrize("who", NAMESAKES)
@pytest.mark.parametrize("fact", ["birth_date", "address", "phone", "number", "subject_id"])
def test_the_fact_counts_under_no_heading_too(who: str, fact: str) -> None:
    assert in_rows([["氏名", "備考"], of(who, "name", fact)]) == [("A2", who)]


@pytest.mark.parametrize(
    "text", ["佐藤健さん、1970年5月5日生", "佐藤健（電話055-911-2004）", "さくら野市旭町8-9 佐藤健様"]
)
def test_in_a_paragraph_too(text: str) -> None:
    assert in_text(f"住民の{text}") == ["A0004"]


def test_a_bare_name_of_two_people_stays_open() -> None:
    assert in_rows([["氏名", "金額"], ["佐藤　健", "12,000"]]) == [("A2", "A0004/A0005")]
    [mention] = mentions(sheet([["氏名"], ["佐藤健"]]))
    assert mention.settled is None
    assert not mention.contradicted


def test_what_they_share_does_not_tell_them_apart() -> None:
    assert in_rows([["氏名", "性別"], ["佐藤健", "男"]]) == [("A2", "A0004/A0005")]


def test_a_bare_name_of_one_person_is_that_person() -> None:
    assert in_rows([["氏名"], ["林誠"], ["林　一郎"]]) == [("A2", "A0003"), ("A3", "A0001")]


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("生年月日", "1901-01-01"),
        ("住所", "さくら野市遠野9番9号"),
        ("フリガナ", "リン　カズロウ"),
        ("電話番号", "055-911-9999"),
    ],
)
def test_a_name_alone_against_another_fact_may_be_somebody_else(heading: str, value: str) -> None:
    [mention] = mentions(sheet([["氏名", heading], ["林一郎", value]]))
    assert mention.contradicted
    assert mention.settled is None
    assert mention.candidates == ("A0001",)


@pytest.mark.parametrize("value", ["1901-01-01", "さくら野市遠野9番9号"])
def test_a_value_under_no_heading_contradicts_nothing(value: str) -> None:
    assert in_rows([["氏名", "備考"], ["林一郎", value]]) == [("A2", "A0001")]


def test_an_id_is_its_owners_whatever_else_differs() -> None:
    table = [["識別番号", "氏名", "生年月日"], ["A0001", "林　一浪", "1901-01-01"]]
    assert in_rows(table) == [("A2", "A0001")]


def test_name_and_birth_date_outweigh_an_id() -> None:
    table = [["識別番号", "氏名", "生年月日"], ["A0002", *of("A0001", "name", "birth_date")]]
    assert in_rows(table) == [("B2", "A0001")]
    [mention] = mentions(sheet(table))
    assert [(fact.kind, fact.owners) for fact in mention.strays] == [("subject_id", ("A0002",))]


def test_another_persons_birth_date_in_the_row_is_known_by_the_list() -> None:
    table = [["識別番号", "氏名", "生年月日"], of("A0001", "subject_id", "name", "birth_date")]
    table += [[*of("A0002", "subject_id", "name"), PEOPLE["A0001"]["birth_date"]]]
    _, second = mentions(sheet(table))
    assert [(fact.kind, fact.owners) for fact in second.strays] == [("birth_date", ("A0001",))]


def test_a_phone_is_shared_in_a_household() -> None:
    table = [["氏名", "電話番号"], of("A0008", "name", "phone"), of("A0009", "name", "phone")]
    found = mentions(sheet(table))
    assert [mention.settled for mention in found] == ["A0008", "A0009"]
    assert not [fact for mention in found for fact in mention.strays]


def test_a_phone_beside_an_unregistered_name_says_nothing() -> None:
    assert in_rows([["氏名", "電話番号"], ["山本　次郎", PEOPLE["A0001"]["phone"]]]) == []


def test_somebody_unregistered_is_nobody() -> None:
    table = [["氏名", "生年月日", "住所"], ["山本　次郎", "1980-02-03", "さくら野市中央一丁目2番3号"]]
    assert in_rows(table) == []


def test_sex_and_postal_code_are_nobody() -> None:
    assert in_rows([["性別", "郵便番号"], ["男", "400-1001"]]) == []


def test_kana_and_birth_date_are_a_person_and_kana_alone_is_not() -> None:
    assert in_rows([["フリガナ", "生年月日"], of("A0005", "kana", "birth_date")]) == [("A2", "A0005")]
    assert in_rows([["フリガナ"], of("A0005", "kana")]) == []
    assert in_rows([["フリガナ", "生年月日"], [*of("A0005", "kana"), "1970-05-05"]]) == []


def test_facts_that_the_register_lacks_contradict_nothing() -> None:
    sparse = people(
        {"subject_id": "X1", "name": "林 一郎"}, {"subject_id": "X2", "name": "林 誠", "birth_date": "1958-11-12"}
    )
    table = [["氏名", "生年月日", "住所", "電話番号"], ["林一郎", "1980-02-03", "さくら野市中央1-2-3", "055-911-2001"]]
    assert in_rows(table, sparse) == [("A2", "X1")]


def test_values_that_say_nothing_contradict_nothing() -> None:
    table = [
        ["氏名", "生年月日", "フリガナ", "住所", "郵便番号", "性別", "電話番号"],
        ["林一郎", "不明", "―", "―", "―", "―", "なし"],
    ]
    assert in_rows(table) == [("A2", "A0001")]


@pytest.mark.parametrize(
    "value", ["同上", "〃", "不明", "非公開", "施設入所中", "転出（市外）", "＊＊＊", "×", "N/A", "上記に同じ", "ー"]
)
def test_words_in_place_of_an_address_contradict_nothing(value: str) -> None:
    assert in_rows([["氏名", "住所"], ["林一郎", value]]) == [("A2", "A0001")]


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("address", "さくら野市遠野", True),
        ("address", "遠野町", True),
        ("address", "遠野9-9", True),
        ("address", "市外", False),
        ("kana", "ハヤシ", True),
        ("kana", "ー", False),
        ("kana", "漢字", False),
        ("name", "林", True),
        ("name", "―", False),
        ("name", "同上", False),
        ("number", "0030001", True),
        ("number", "なし", False),
        ("email", "hayashi＠mail", True),
        ("phone", "非公開", False),
    ],
)
def test_what_can_contradict(kind: str, text: str, *, says: bool) -> None:
    assert says_something(kind, text) is says


def test_two_people_of_one_paragraph_share_its_facts_and_keep_their_own() -> None:
    text = "林一郎（昭和55年2月3日生）と佐藤健（昭和45年5月5日生）について"
    assert in_text(text) == ["A0001", "A0004"]


def test_an_unsettled_name_does_not_hide_who_is_identified_beside_it() -> None:
    assert in_text("林誠の森の件、電話 055-911-2010") == ["A0010"]


@pytest.mark.parametrize(
    ("part", "whole", "is_in"),
    [
        ("1-2-3", "サクラノ市中央1-2-3", True),
        ("1-2-3", "サクラノ市中央1-2-31", False),
        ("1-2", "サクラノ市中央1-2-3", False),
        ("2-3", "サクラノ市中央1-2-3", False),
        ("中央1-2-3", "サクラノ市中央1-2-3", True),
        ("西町", "東町", False),
    ],
)
def test_an_address_stands_inside_another_only_as_it_is(part: str, whole: str, is_in: bool) -> None:
    assert stands_in(part, whole) is is_in


def test_the_order_of_rows_changes_nothing() -> None:
    table = [of(who, "name", "birth_date") for who in ("A0004", "A0005", "A0001")] + [["佐藤健", ""]]
    heading = ["氏名", "生年月日"]
    forward = {who for _, who in in_rows([heading, *table])}
    backward = {who for _, who in in_rows([heading, *reversed(table)])}
    assert forward == backward == {"A0004", "A0005", "A0001", "A0004/A0005"}


def test_paragraphs_do_not_help_each_other() -> None:
    found = mentions(paragraph("佐藤健"), paragraph("1970年5月5日"), register=CITY)
    assert [mention.candidates for mention in found] == [NAMESAKES]
