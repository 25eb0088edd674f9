"""My Numbers: a label, a heading or a whole column makes them certain; a lone one is perhaps a chance."""

import pytest

from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.recognition.numbers import MyNumber, my_numbers_of, says_my_number
from sekisho.inspection.worked import Hidden, cell, document, paragraph, sheet
from sekisho.japan.identifiers import find_my_numbers

VALID = tuple(
    f"{stem}{digit}"
    for stem in range(11111111111, 99999999999, 7777777777)
    for digit in range(10)
    if any(find_my_numbers(f"{stem}{digit}"))
)
ONE = "123456789018"


def in_text(text: str, **more: str) -> list[bool]:
    return [number.certain for number in my_numbers_of(document(paragraph(text, **more)))]  # type: ignore[arg-type]  # name


def in_rows(rows: list[list[str]]) -> list[tuple[Place, bool]]:
    return [(number.place, number.certain) for number in my_numbers_of(document(sheet(rows)))]


def wrong(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def test_there_is_one_valid_number_for_every_stem() -> None:
    assert len(VALID) == len({number[:-1] for number in VALID}) >= 10


# ---------------------------------------------------------------- none


@pytest.mark.parametrize(
    "text",
    [
        "",
        "個人番号",
        "個人番号 " + wrong(ONE),
        "個人番号 12345678901",
        "個人番号 1234567890188",
        "電話 055-911-2010",
        "100,200,300,400",
        "令和8年11月24日",
    ],
)
def test_no_number(text: str) -> None:
    assert in_text(text) == []
    assert in_rows([[text]]) == []


def test_none_in_an_empty_document() -> None:
    assert my_numbers_of(document()) == ()
    assert my_numbers_of(document(sheet([]))) == ()


def test_a_column_with_wrong_check_digits_is_none() -> None:
    assert in_rows([["個人番号"], *([wrong(number)] for number in VALID)]) == []


# ---------------------------------------------------------------- perhaps


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        f"伝票 {ONE}",
        f"法人番号の一部 {ONE}",
        f"個人番号カードの申請書ID {ONE}",
        f"マイナンバーカード交付番号：{ONE}",
        f"個人番号は{'別紙のとおり。' * 6}{ONE}",
    ],
)
def test_a_lone_number_is_uncertain(text: str) -> None:
    assert in_text(text) == [False]


def test_four_numbers_in_a_column_are_uncertain() -> None:
    assert in_rows([["伝票"], *([number] for number in VALID[:4])]) == [(cell(row, 1), False) for row in range(2, 6)]


def test_a_column_in_which_one_in_ten_is_valid_by_chance_is_of_another_kind() -> None:
    rows = [["伝票"], *([number] for number in VALID), [wrong(ONE)]]
    assert not any(certain for _, certain in in_rows(rows))


def test_one_number_five_times_is_no_column_of_them() -> None:
    assert not any(certain for _, certain in in_rows([["伝票"], *([ONE] for _ in range(8))]))


def test_a_heading_of_another_table_says_nothing() -> None:
    rows = [["氏名", "個人番号"], ["林一郎", ""], [], ["氏名", "伝票番号", "住所"], ["林一郎", ONE, "中央"]]
    assert in_rows(rows) == [(cell(5, 2), False)]


def test_a_label_for_something_else_between_says_so() -> None:
    assert in_rows([["個人番号", "", "電話番号", ONE]]) == [(cell(1, 4), False)]


def test_a_heading_over_another_column_says_nothing() -> None:
    assert in_rows([["個人番号", "伝票"], ["", ONE]]) == [(cell(2, 2), False)]


# ---------------------------------------------------------------- certain


@pytest.mark.parametrize(
    "text",
    [
        f"個人番号：{ONE}",
        f"個人番号（マイナンバー） {ONE}",
        f"マイナンバー {ONE[:4]} {ONE[4:8]} {ONE[8:]}",
        f"ﾏｲﾅﾝﾊﾞｰ {ONE[:4]}-{ONE[4:8]}-{ONE[8:]}",
        f"My Number: {ONE}",
        f"あなたの個人番号は {ONE.translate(str.maketrans('0123456789', '０１２３４５６７８９'))} です",
    ],
)
def test_a_label_before_it(text: str) -> None:
    assert in_text(text) == [True]


def test_the_name_of_a_property_or_field() -> None:
    assert in_text(ONE, name="個人番号") == [True]
    assert in_text(ONE, name="整理番号") == [False]


@pytest.mark.parametrize("heading", ["個人番号", "マイナンバー", "個人番号（12桁）", "my_number", "保護者の個人番号"])
def test_a_heading(heading: str) -> None:
    rows = [["氏名", heading], ["林一郎", ONE], ["林誠", ""], ["田中美咲", VALID[0]]]
    assert in_rows(rows) == [(cell(2, 2), True), (cell(4, 2), True)]


def test_a_heading_in_two_rows() -> None:
    assert in_rows([["", "番号"], ["氏名", "個人番号"], ["林一郎", ONE]]) == [(cell(3, 2), True)]


def test_a_label_to_the_left() -> None:
    assert in_rows([["個人番号", "", "", ONE]]) == [(cell(1, 4), True)]
    assert in_rows([["個人番号", "（本人）", ONE]]) == [(cell(1, 3), True)]


def test_label_and_number_in_one_cell() -> None:
    assert in_rows([["氏名", "備考"], ["林一郎", f"個人番号 {ONE}"]]) == [(cell(2, 2), True)]


def test_a_column_of_five_different_ones() -> None:
    assert in_rows([["x"], *([number] for number in VALID[:5])]) == [(cell(row, 1), True) for row in range(2, 7)]


def test_one_digit_in_each_cell() -> None:
    row = ["個人番号", "", *ONE]
    assert in_rows([row]) == [(cell(1, 3), True)]


def test_eleven_digits_in_cells_are_none() -> None:
    assert in_rows([["個人番号", *ONE[:-1]]]) == []


# ---------------------------------------------------------------- where


def test_it_is_said_where_and_how_hidden() -> None:
    hidden = Hidden(columns={2: Hiding.COLUMN})
    read = document(
        sheet([["氏名"], ["林一郎"]]),
        sheet([["氏名", "個人番号"], ["林一郎", ONE]], name="2", hidden=hidden),
        paragraph(f"個人番号 {ONE}", Part.COMMENT, hidden=Hiding.BEHIND),
    )
    assert my_numbers_of(read) == (
        MyNumber(cell(2, 2, "2"), Hiding.COLUMN, certain=True, row=(1, 2)),
        MyNumber(Place(Part.COMMENT), Hiding.BEHIND, certain=True),
    )


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("個人番号", True),
        ("マイ ナンバー", True),
        ("特定個人情報", True),
        ("個人番号カード", False),
        ("法人番号", False),
        ("番号", False),
        ("個人番号カード、個人番号", True),
    ],
)
def test_what_says_my_number(label: str, *, says: bool) -> None:
    assert says_my_number(label) is says
