"""Staff are nobody's data; 様 behind the name, or the register's other facts beside it, make it a person's."""

import pytest
from tests.unit.inspection.recognition.city import in_rows, in_text, mentions, of, paragraph, sheet

from sekisho.inspection.model import Part
from sekisho.inspection.recognition.staff import ends_as_unit, is_author_property, is_role, names_staff


@pytest.mark.parametrize(
    "text",
    [
        "担当：田中美咲",
        "担当　田中　美咲",
        "担当者：田中美咲（内線2010）",
        "発行者 さくら野市長 田中美咲",
        "さくら野市長　田中　美咲",
        "保育幼稚園課長　田中美咲",
        "課長 田中美咲",
        "保育幼稚園課 田中美咲",
        "保育幼稚園課　保育係　田中　美咲",
        "問い合わせ先：田中美咲",
        "作成者:田中美咲",
        "起案者　田中美咲",
        "田中美咲課長",
        "田中美咲 主査",
        "田中係長",
        "担当者名：田中美咲",
        "担当者氏名　田中美咲",
        "担当者（田中美咲）",
        "担当　林一郎、田中美咲",
        "担当: 林 一郎 / 田中 美咲",
        "課長 林一郎 係長 長谷川さくら 主事 田中美咲",
        "さくら野市役所 田中美咲",
    ],
)
def test_staff_in_a_line_are_nobody(text: str) -> None:
    assert in_text(text) == []


@pytest.mark.parametrize(
    "name", ["creator", "lastModifiedBy", "Author", "manager", "Last Author", "last saved by", "Comment Author"]
)
def test_who_wrote_the_file_is_nobody(name: str) -> None:
    assert in_text("田中美咲", Part.PROPERTY, name=name) == []


@pytest.mark.parametrize("part", [Part.COMMENT, Part.REVISION, Part.ANNOTATION])
def test_who_wrote_a_comment_is_nobody(part: Part) -> None:
    assert in_text("田中美咲", part, name="author") == []
    assert in_text("田中美咲さんの件", part) == ["A0010"]


@pytest.mark.parametrize("name", ["title", "subject", "keywords", "description", "対象者", ""])
def test_any_other_property_can_name_somebody(name: str) -> None:
    assert in_text("田中美咲", Part.PROPERTY, name=name) == ["A0010"]


def test_the_name_below_the_unit_in_a_signature_is_nobody() -> None:
    lines = ("いつもお世話になっております。", "さくら野市 福祉部 保育幼稚園課", "田中　美咲", "電話 055-911-9999")
    assert not mentions(*(paragraph(line) for line in lines))


def test_a_name_below_anything_else_is_a_person() -> None:
    found = mentions(paragraph("次の方を対象とします。"), paragraph("田中　美咲"))
    assert [mention.settled for mention in found] == ["A0010"]


@pytest.mark.parametrize(
    "text", ["担当者 田中美咲様", "園長 田中美咲 様", "さくら野市役所 田中美咲 殿", "課長 田中美咲さん"]
)
def test_whoever_is_addressed_is_a_person(text: str) -> None:
    assert in_text(text) == ["A0010"]


@pytest.mark.parametrize(
    "text",
    [
        "担当：田中美咲（平成11年9月9日生）",
        "担当：田中美咲 さくら野市南町7-7-7",
        "担当：田中美咲 055-911-2010",
        "担当：田中美咲 misaki@mail.example.jp",
    ],
)
def test_the_registers_facts_make_the_name_a_persons(text: str) -> None:
    assert in_text(text) == ["A0010"]


@pytest.mark.parametrize(
    "table",
    [
        [["担当", "田中　美咲"]],
        [["担当", "林　一郎", "田中　美咲"], ["氏名", "住所"], of("A0001", "name", "address")],
        [["課長", "係長", "担当"], ["林一郎", "長谷川さくら", "田中美咲"]],
        [["さくら野市役所 保育幼稚園課"], ["田中　美咲"], ["電話 055-911-0000"]],
        [["さくら野市役所 保育幼稚園課"], ["田中", "美咲"]],
        [["担当者：", "田中美咲"], ["発行者", "林一郎"]],
        [["連絡先", "田中美咲"], ["電話番号", "055-911-9999"]],
        [["", "", "担当", "田中美咲"], ["氏名", "住所"], of("A0001", "name", "address")],
        [["作成：田中美咲"], ["氏名", "住所"], of("A0001", "name", "address")],
    ],
)
def test_staff_above_a_table_are_nobody(table: list[list[str]]) -> None:
    assert "A0010" not in [who for _, who in in_rows(table)]


@pytest.mark.parametrize("heading", ["担任", "園長", "主治医", "ケアマネジャー", "担当者氏名", "記入者", "民生委員"])
def test_a_column_of_those_who_act_for_an_office_is_nobodys(heading: str) -> None:
    table = [["氏名", "生年月日", heading], [*of("A0001", "name", "birth_date"), "田中　美咲"]]
    assert in_rows(table) == [("A2", "A0001")]


def test_a_name_below_a_unit_counts_under_its_heading_and_beside_its_facts() -> None:
    assert in_rows([["氏名"], ["保育課"], ["田中　美咲"]]) == [("A3", "A0010")]
    assert in_rows([["保育課"], ["田中　美咲", "1999-09-09"]]) == [("A2", "A0010")]
    assert in_rows([["旭町の方"], ["田中　美咲"]]) == [("A2", "A0010")]


def test_whoever_is_addressed_behind_staff_is_a_person() -> None:
    assert in_text("担当 林一郎、田中美咲様") == ["A0010"]


def test_the_persons_own_column_is_not_that_of_whoever_is_in_charge() -> None:
    table = [["氏名", "生年月日", "担当者"], [*of("A0001", "name", "birth_date"), "田中　美咲"]]
    assert in_rows(table) == [("A2", "A0001")]


def test_words() -> None:
    assert is_role("担当者：")
    assert is_role(" 発行者 ".strip())
    assert not is_role("氏名")
    assert names_staff("カチョウ", "") is False
    assert names_staff("担当", "")
    assert not names_staff("担当", "様")
    assert not names_staff("", "ノ件")
    assert ends_as_unit("保育幼稚園課")
    assert not ends_as_unit("次の方")
    assert is_author_property("Last_Author")
    assert not is_author_property("title")


def test_a_contact_over_a_phone_is_the_persons_own() -> None:
    table = [["氏名", "連絡先"], of("A0001", "name", "phone")]
    [mention] = mentions(sheet(table))
    assert [(fact.kind, fact.typed, fact.agrees) for fact in mention.facts] == [
        ("name", True, True),
        ("phone", True, True),
    ]
