"""Names in running text: a name inside a longer word is nobody, and two characters alone are not enough."""

import pytest
from tests.unit.inspection.recognition.city import in_text, people

from sekisho.inspection.model import Part


@pytest.mark.parametrize(
    "text",
    [
        "林業の振興について",
        "森林誠実管理計画",  # 林誠 across two words
        "小林市との協定",
        "佐藤健康診断センター",  # 佐藤健 in a longer word
        "田中美咲町の祭り",
        "中央公民館",
        "林誠の森",  # two characters, nothing beside them
        "森本結婚相談所",
        "",
        "　",
    ],
)
def test_nobody_stands_inside_a_word(text: str) -> None:
    assert in_text(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("小林一郎さんの申請", "A0002"),
        ("林一郎さんの申請", "A0001"),
        ("申請者：林一郎", "A0001"),
        ("林　一郎　様", "A0001"),
        ("林 一郎様方", "A0001"),
        ("（林一郎）", "A0001"),
        ("氏名林一郎", "A0001"),
        ("保護者 森本大輔 殿", "A0009"),
        ("田中美咲、以上。", "A0010"),
        ("田中美咲", "A0010"),
        ("対象は田中美咲です", "A0010"),
        ("長谷川さくらさんは欠席", "A0011"),
        ("グエン・ティランさんへ", "A0012"),
        ("園児の氏名は田中美咲（9歳）", "A0010"),
    ],
)
def test_a_full_name_of_three_characters_counts(text: str, who: str) -> None:
    assert in_text(text) == [who]


def test_the_longer_name_wins_where_two_overlap() -> None:
    assert in_text("小林一郎") == ["A0002"]
    assert in_text("小林一郎と林一郎") == ["A0002", "A0001"]


@pytest.mark.parametrize("text", ["林誠", " 林誠 ", "林誠、欠席", "林誠と協議", "林誠様の件について"])
def test_two_characters_alone_are_nobody(text: str) -> None:
    assert in_text(text) == []


@pytest.mark.parametrize("text", ["林　誠 様", "林誠様", "林誠　殿"])
def test_two_characters_that_are_addressed_are_a_person(text: str) -> None:
    assert in_text(text) == ["A0003"]


@pytest.mark.parametrize(
    "text",
    [
        "林誠（昭和33年11月12日生）",
        "林誠 1958/11/12",
        "林誠さん 電話055-911-2003",
        "林誠様 さくら野市本町3-6-7",
        "整理番号0030003 林誠",
    ],
)
def test_two_characters_count_beside_another_fact(text: str) -> None:
    assert "A0003" in in_text(text)


def test_the_facts_of_somebody_else_do_not_help() -> None:
    assert in_text("林誠 2001年10月10日の会議") == []


@pytest.mark.parametrize(
    "text",
    [
        "金額は30,001円です",
        "0030001円を支払う",
        "昭和55年2月3日",
        "〒400-1001",
        "A0001件",
        "第0030001号議案",
        "1980年2月3日の会議",
    ],
)
def test_numbers_that_look_like_an_id_are_nobody(text: str) -> None:
    assert in_text(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("整理番号：0030001", "A0001"),
        ("整理番号 ００３０００１", "A0001"),
        ("宛名番号は30001です", "A0001"),
        ("お問い合わせのあったA0010の件", "A0010"),
        ("電話 (055)911-2010", "A0010"),
        ("055ー911ー2010へ", "A0010"),
        ("misaki@mail.example.jp に送った", "A0010"),
        ("ＭＩＳＡＫＩ＠mail.example.jp", "A0010"),
    ],
)
def test_what_identifies_a_person_without_the_name(text: str, who: str) -> None:
    assert in_text(text) == [who]


def test_a_household_phone_alone_is_whoever_lives_there() -> None:
    assert in_text("電話 055-911-2008") == ["A0008/A0009"]


@pytest.mark.parametrize(
    "text",
    [
        "ﾀﾅｶ ﾐｻｷ 1999年9月9日",
        "たなかみさき（平成11年9月9日生）",
        "カナ：タナカ ミサキ 生年月日：H11.9.9",
        "タナカミサキさんは1999/9/9生まれ",
    ],
)
def test_reading_and_birth_date_are_a_person(text: str) -> None:
    assert in_text(text) == ["A0010"]


@pytest.mark.parametrize("text", ["タナカ ミサキ", "1999年9月9日", "タナカ ミサキ 2001年10月10日"])
def test_reading_or_birth_date_alone_is_nobody(text: str) -> None:
    assert in_text(text) == []


@pytest.mark.parametrize(
    "part", [Part.FILE_NAME, Part.SHEET_NAME, Part.COMMENT, Part.FOOTNOTE, Part.TEXT_BOX, Part.ALT_TEXT]
)
def test_any_part_can_name_somebody(part: Part) -> None:
    assert in_text("田中美咲_申請書.pdf", part) == ["A0010"]
    assert in_text("林業振興計画.pdf", part) == []


@pytest.mark.parametrize("text", ["高橋（田中）美咲", "田中、美咲、健の三名", "担当は田中：美咲の件", "田中｜美咲"])
def test_no_name_goes_on_over_a_bracket_or_a_comma(text: str) -> None:
    assert in_text(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "田中　美咲",
        "田中・美咲",
        "田中_美咲",
        "20261124_田中美咲-申請書.xlsx",
        "申請書(田中 美咲).docx",
        "田中美咲.pdf",
    ],
)
def test_marks_inside_and_around_a_name(text: str) -> None:
    assert in_text(text, Part.FILE_NAME) == ["A0010"]


def test_two_names_in_brackets() -> None:
    assert in_text("田中美咲（林一郎）") == ["A0010", "A0001"]


def test_one_person_twice_in_a_paragraph_is_one_mention() -> None:
    assert in_text("田中美咲さんについて。田中美咲さんは") == ["A0010"]


LATIN = people(
    {"subject_id": "L1", "name": "SMITH JOHN"},
    {"subject_id": "L2", "name": "カトウ"},
    {"subject_id": "L3", "name": "マリア ロペス"},
    {"subject_id": "L4", "name": "斎藤 一"},
)


@pytest.mark.parametrize(
    "text",
    [
        "Smithers John",
        "SMITH JOHNSON",
        "goldsmith john",
        "サカトウガラシ",
        "サカトウ",
        "カトウキョウコ",
    ],
)
def test_nobody_inside_a_longer_word_of_another_script(text: str) -> None:
    assert in_text(text, register=LATIN) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Mr. Smith John", "L1"),
        ("ｓｍｉｔｈ　ｊｏｈｎ様", "L1"),
        ("カトウさん", "L2"),
        ("申請者カトウは", "L2"),
        ("マリア・ロペスさんの件", "L3"),
        ("斉藤一様", ""),
    ],
)
def test_names_in_other_scripts(text: str, who: str) -> None:
    assert in_text(text, register=LATIN) == [who] * bool(who)
