"""Several facts in one cell: a reading above a name, a postal code above an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.inspection.recognition.city import PEOPLE, in_rows, listed, mentions, of, sheet

from sekisho.bundle.columns import Header
from sekisho.inspection.recognition.readings import header_of
from sekisho.inspection.recognition.stacked import MOST, parts_of, pieces_of, stacked_headers


def said(label: str, text: str) -> list[tuple[str, str, str]]:
    parts = parts_of(label, header_of(label), text)
    return [(part.header.whose + part.header.column, part.text, "told" if part.told else "") for part in parts]


def against(table: list[list[str]]) -> list[tuple[str, str]]:
    found = mentions(sheet(table))
    return [(fact.kind, fact.text) for m in found for fact in m.facts if fact.agrees is False and fact.typed]


# ---------------------------------------------------------------- one fact, or nothing


@pytest.mark.parametrize(
    "label",
    [
        "", "氏名", "ふりがな", "氏名フリガナ", "生年月日\n（年齢）", "電話番号（日中）", "姓\n名", "セイ／メイ", "氏名・生年月日・備考", "名称・氏名", "電話\n携帯",
        "ご住所\n※番地まで", "児童の\n氏名", "氏名（保護者）",
    ],
)  # fmt: skip
def test_a_heading_of_one_fact_is_not_taken_apart(label: str) -> None:
    assert stacked_headers(label) == ()


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("", "ハヤシ イチロウ\n林　一郎"),
        ("備考", "ハヤシ イチロウ\n林　一郎"),
        ("氏名", "林\n一郎"),
        ("氏名", "林　一郎\n田中　美咲"),
        ("氏名", "林　一郎（ハヤシ）"),
        ("氏名", "林　一郎"),
        ("ふりがな", "はやし　いちろう"),
        ("ふりがな", "はやし\nいちろう"),
        ("住所\n電話番号", "さくら野市中央一丁目2番3号"),
        ("氏名", "ハヤシ イチロウ\n林　一郎\n（旧姓　田中）"),
    ],
)
def test_a_cell_of_one_fact_is_not_taken_apart(label: str, text: str) -> None:
    assert said(label, text) == []


def test_the_name_of_a_class_above_a_name_contradicts_nobody() -> None:
    table = [["氏名", "生年月日"], *(["ばらぐみ\n" + PEOPLE[who]["name"], PEOPLE[who]["birth_date"]] for who in PEOPLE)]
    assert [who for _, who in listed(table)] == list(PEOPLE)
    assert against(table) == []


def test_a_foreign_name_in_kana_alone_is_both() -> None:
    table = [["ふりがな\n氏名", "生年月日"], ["グエン　ティラン\nグエン　ティラン", PEOPLE["A0012"]["birth_date"]]]
    assert listed(table) == [("A2", "A0012")]
    assert against(table) == []


@given(st.text(max_size=30), st.text(max_size=30))
def test_parts_are_pieces_of_the_text(label: str, text: str) -> None:
    for part in parts_of(label, header_of(label), text):
        assert part.text in text
    assert len(pieces_of(text)) <= MOST


# ---------------------------------------------------------------- several facts


@pytest.mark.parametrize(
    "label",
    [
        "ふりがな\n氏名",
        "フリガナ／氏名",
        "氏名（フリガナ）",
        "氏　名\n（ふりがな）",
        "児童氏名\r\nふりがな",
        "カナ・氏名",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "はやし　いちろう\n林　一郎",
        "林　一郎\nはやし　いちろう",
        "林　一郎（はやし　いちろう）",
        "林　一郎(はやし　いちろう) 様",
    ],
)
def test_a_reading_and_a_name(label: str, text: str) -> None:
    assert sorted(said(label, text)) == [("kana", "はやし　いちろう", "told"), ("name", "林　一郎", "told")]


@pytest.mark.parametrize(("text", "kind"), [("林　一郎", "name"), ("ハヤシ　イチロウ", "kana")])
def test_one_alone_says_by_itself_which_it_is(text: str, kind: str) -> None:
    assert said("ふりがな\n氏名", text) == [(kind, text, "told")]


def test_a_reading_above_a_name_under_either_heading() -> None:
    text = "ハヤシ イチロウ\n林　一郎"
    assert said("氏名", text) == [("name", "林　一郎", "told"), ("kana", "ハヤシ イチロウ", "")]
    assert said("ふりがな", text) == [("name", "林　一郎", "told"), ("kana", "ハヤシ イチロウ", "told")]


def test_a_guardians_reading_is_the_guardians() -> None:
    assert stacked_headers("保護者氏名\nふりがな") == (Header("name", "保護者"), Header("kana", "保護者"))
    assert stacked_headers("児童氏名\n保護者氏名") == (Header("name"), Header("name", "保護者"))
    assert said("児童氏名\n保護者氏名", "森本　結\n森本　大輔") == [
        ("name", "森本　結", "told"),
        ("保護者name", "森本　大輔", "told"),
    ]


@pytest.mark.parametrize("label", ["ふりがな\n氏名", "氏名（ふりがな）", "氏名\nフリガナ"])
def test_a_list_of_readings_above_names(label: str) -> None:
    people = ["A0001", "A0002", "A0004"]
    table = [["No", label, "生年月日"]]
    table += [["1", f"{PEOPLE[who]['kana']}\n{PEOPLE[who]['name']} 様", PEOPLE[who]["birth_date"]] for who in people]
    assert listed(table) == [(f"B{at}", who) for at, who in enumerate(people, start=2)]
    assert against(table) == []


def test_the_reading_of_somebody_else_is_held_against_the_row() -> None:
    table = [
        ["ふりがな\n氏名", "生年月日"],
        [f"コバヤシ　イチロウ\n{PEOPLE['A0001']['name']}", PEOPLE["A0001"]["birth_date"]],
    ]
    assert against(table) == [("kana", "コバヤシ　イチロウ")]


def test_other_facts_one_above_the_other() -> None:
    heads = ["氏名", "〒\n住所", "電話番号\nメールアドレス"]
    right, wrong = (
        [
            PEOPLE["A0001"]["name"],
            "\n".join(of("A0001", "postal_code", "address")),
            "\n".join(of(who, "phone", "email")),
        ]
        for who in ("A0001", "A0002")
    )
    assert against([heads, right]) == []
    assert against([heads, wrong]) == [("phone", "055-911-2002"), ("email", "koba@mail.example.jp")]


def test_a_form_with_a_reading_above_the_name() -> None:
    table = [["ふりがな\n氏名", "さとう　たける\n佐藤　健"], ["住所", PEOPLE["A0005"]["address"]]]
    assert in_rows(table) == [("B1", "A0005")]
    other = [["ふりがな\n氏名", "こばやし　いちろう\n林　一郎"], ["住所", PEOPLE["A0001"]["address"]]]
    assert against(other) == [("kana", "こばやし　いちろう")]
