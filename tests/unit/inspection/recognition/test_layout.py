"""Tables as offices lay them out: which heading stands over which value."""

import pytest
from tests.unit.inspection.recognition.city import PEOPLE, in_rows, listed, mentions, of

from sekisho.inspection.model import Part
from sekisho.inspection.recognition.layout import blocks_of, column_over, lines_of
from sekisho.inspection.worked import sheet

LIST = ("A0001", "A0004", "A0005")
TWO = ("name", "birth_date")


def body(*columns: str) -> list[list[str]]:
    return [of(who, *(columns or TWO)) for who in LIST]


def cells(column: str, first: int) -> list[tuple[str, str]]:
    return [(f"{column}{first + at}", who) for at, who in enumerate(LIST)]


# ---------------------------------------------------------------- nothing to find


def test_nothing_in_an_empty_sheet() -> None:
    assert in_rows([]) == []
    assert lines_of(sheet([])) == []
    assert list(blocks_of([], lambda text: False)) == []


def test_headings_alone_are_nobody() -> None:
    assert in_rows([["氏名", "生年月日", "住所"]]) == []


@pytest.mark.parametrize("word", ["氏名", "住所", "生年月日", "電話番号", "備考", "合計", "No."])
def test_a_heading_is_no_value(word: str) -> None:
    assert in_rows([[word], [word]]) == []


# ---------------------------------------------------------------- where the table begins


def test_title_rows_and_blank_rows() -> None:
    table = [["令和8年度 補助金対象者一覧"], [], ["さくら野市 保育幼稚園課"], [], ["氏名", "生年月日"], *body()]
    assert in_rows(table) == cells("A", 6)


def test_blank_rows_inside_a_table_end_nothing() -> None:
    first, *rest = body()
    assert in_rows([["氏名", "生年月日"], first, [], [], *rest]) == [("A2", LIST[0]), ("A5", LIST[1]), ("A6", LIST[2])]


def test_empty_columns_before_the_table() -> None:
    table = [["", "", "氏名", "生年月日"], *(["", "", *row] for row in body())]
    assert in_rows(table) == cells("C", 2)


@pytest.mark.parametrize(
    "headings",
    [
        ("名前", "誕生日"),
        ("園児名", "生年月日（和暦）"),
        ("氏　名", "生 年 月 日"),
        ("※氏名", "生年月日*"),
        ("Name", "Date of Birth"),
        ("対象者氏名", "生年\n月日"),
    ],
)
def test_headings_in_other_words(headings: tuple[str, str]) -> None:
    assert in_rows([[*headings], *body()]) == cells("A", 2)


def test_a_table_without_headings() -> None:
    assert in_rows(body()) == cells("A", 1)


# ---------------------------------------------------------------- headings in two rows, merged cells


def test_headings_in_two_rows_under_merged_groups() -> None:
    table = [["本人", "", "保護者", ""], ["氏名", "生年月日", "氏名", "生年月日"]]
    table += [[*of("A0008", *TWO), *of("A0009", *TWO)]]
    merges = ((1, 1, 1, 2), (1, 3, 1, 4))
    assert in_rows(table, merges=merges) == [("A3", "A0008"), ("C3", "A0009")]
    found = mentions(sheet(table, merges=merges))
    assert [mention.listed for mention in found] == [True, False]
    assert not [fact for mention in found for fact in mention.facts if fact.agrees is False]


def test_a_heading_merged_over_two_rows() -> None:
    table = [["氏名", "生年月日", "連絡先", ""], ["", "", "住所", "電話番号"]]
    table += [of(who, "name", "birth_date", "address", "phone") for who in LIST]
    merges = ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4))
    assert in_rows(table, merges=merges) == cells("A", 3)
    for mention in mentions(sheet(table, merges=merges)):
        assert {fact.kind for fact in mention.facts if fact.agrees and fact.typed} == {
            "name",
            "birth_date",
            "address",
            "phone",
        }


def test_a_name_merged_over_two_columns() -> None:
    table = [["氏名", "", "生年月日"], *([name, "", day] for name, day in body())]
    merges = tuple((row, 1, row, 2) for row in range(1, 5))
    assert in_rows(table, merges=merges) == cells("A", 2)


# ---------------------------------------------------------------- 方眼紙


def squared(texts: list[tuple[int, str]], width: int = 60) -> list[str]:
    row = [""] * width
    for column, text in texts:
        for at, char in enumerate(text):
            row[column + at] = char
    return row


def test_one_character_in_each_cell() -> None:
    table = [squared([(0, "氏名"), (30, "生年月日")])]
    table += [squared([(0, name), (30, day)]) for name, day in body()]
    assert in_rows(table) == cells("A", 2)


def test_marks_with_a_cell_of_their_own() -> None:
    table = [squared([(0, "氏名"), (30, "電話番号")]), squared([(0, "山本次郎"), (30, "055-911-2010")])]
    assert in_rows(table) == []  # somebody else's name: the phone alone says nothing
    assert in_rows([squared([(0, "備考"), (30, "電話")]), squared([(30, "055-911-2010")])]) == [("AE2", "A0010")]


def test_a_form_on_squared_paper() -> None:
    table = [squared([(2, "氏名"), (10, "佐藤健")]), squared([(2, "生年月日"), (30, "昭和45年5月5日")])]
    assert in_rows(table) == [("K1", "A0004")]


def test_wide_cells_on_a_fine_grid() -> None:
    row = [""] * 40
    rows = []
    for name, day in [("氏名", "生年月日"), *body()]:
        line = list(row)
        line[3], line[20] = name, day
        rows.append(line)
    merges = tuple((at, first, at, last) for at in range(1, 5) for first, last in ((4, 18), (21, 35)))
    assert in_rows(rows, merges=merges) == cells("D", 2)


# ---------------------------------------------------------------- several tables


def test_tables_below_each_other_have_their_own_headings() -> None:
    table = [["氏名", "生年月日"], *body(), [], ["生年月日", "氏名"], *([day, name] for name, day in body())]
    assert in_rows(table) == [*cells("A", 2), *cells("B", 7)]
    numbers = [mention.table for mention in mentions(sheet(table))]
    assert len(set(numbers[:3])) == len(set(numbers[3:])) == 1
    assert numbers[0] != numbers[3]


def test_tables_of_two_sheets_have_other_numbers() -> None:
    found = mentions(sheet([["氏名"], ["林一郎"]], name="1"), sheet([["氏名"], ["林一郎"]], name="2"))
    assert found[0].table != found[1].table


def test_tables_side_by_side() -> None:
    left, right = body(), [of(who, *TWO) for who in ("A0002", "A0006", "A0010")]
    table = [["氏名", "生年月日", "", "氏名", "生年月日"], *([*a, "", *b] for a, b in zip(left, right, strict=True))]
    found = set(in_rows(table))
    assert found == {*cells("A", 2), ("D2", "A0002"), ("D3", "A0006"), ("D4", "A0010")}


def test_a_form_above_a_table() -> None:
    table = [["園名", "さくら野園"], ["電話番号", "055-911-9999"], [], ["氏名", "生年月日"], *body()]
    assert in_rows(table) == cells("A", 5)


def test_a_form_below_a_table_does_not_disturb_it() -> None:
    table = [["氏名", "生年月日"], *body(), [], ["担当", "田中　美咲"]]
    assert in_rows(table) == cells("A", 2)


def test_headings_again_on_every_page() -> None:
    first, *rest = body()
    assert in_rows([["氏名", "生年月日"], first, ["氏名", "生年月日"], *rest]) == [
        ("A2", LIST[0]),
        ("A4", LIST[1]),
        ("A5", LIST[2]),
    ]
    assert len(listed([["氏名", "生年月日"], first, ["氏名", "生年月日"], *rest])) == 3


# ---------------------------------------------------------------- the parts


def test_lines_of_some_rows_alone() -> None:
    lines = lines_of(sheet([["氏名"], ["林一郎"], ["林誠"]]), frozenset({2}))
    assert [(line.row, [unit.text for unit in line.units]) for line in lines] == [(2, ["林一郎"])]


def test_the_heading_over_a_value() -> None:
    [block] = blocks_of(
        lines_of(sheet([["氏名", "", "住所"], ["林一郎", "x", "中央1-2-3", "y"]])), lambda text: text[-1].isdigit()
    )
    name, between, address, after = block.lines[0].units
    assert [column.label for column in block.columns] == ["氏名", "住所"]
    assert column_over(block.columns, name) == (block.columns[0], True)
    assert column_over(block.columns, between) == (block.columns[0], False)
    assert column_over(block.columns, address) == (block.columns[1], True)
    assert column_over((), after) == (None, False)


def test_the_city_is_whole() -> None:
    assert len(PEOPLE) == 12


# ---------------------------------------------------------------- headings in the middle of what they head

GROUPED = [
    ["対象者氏名", "", "", "送付先", "", "文書名"],
    ["", "番号", "氏名", "郵便番号", "住所", ""],
    ["石川　正雄", "G002", "森　千春", "000-1000", "さくら野市中央二丁目2番9号", "通知"],
]


def whose(rows: list[list[str]], part: Part) -> list[str]:
    (block,) = blocks_of(lines_of(sheet(rows, name=None, part=part)), lambda text: False)
    return [column.header.whose for column in block.columns if column.header and column.header.column == "name"]


def test_on_a_page_a_heading_in_the_middle_begins_over_the_first_that_nothing_else_heads() -> None:
    assert whose(GROUPED, Part.PAGE) == ["", "送付先"]


def test_on_a_sheet_a_heading_begins_where_its_cell_does() -> None:
    assert whose(GROUPED, Part.CELL) == ["", ""]


def test_on_a_page_nothing_says_where_one_of_two_groups_begins() -> None:
    rows = [["", "対象者", "", "", "送付先", ""], ["番号", "氏名", "住所", "氏名", "郵便番号", "住所"]]
    above, _ = lines_of(sheet(rows, name=None, part=Part.PAGE))
    assert [(unit.text, unit.first) for unit in above.units] == [("対象者", 1), ("送付先", 5)]


def test_on_a_page_values_are_no_headings_to_begin_over() -> None:
    rows = [["氏名", "", "続柄"], ["佐藤　一", "花子", "妻"]]
    lines = lines_of(sheet(rows, name=None, part=Part.PAGE))
    assert [[unit.first for unit in line.units] for line in lines] == [[1, 3], [1, 2, 3]]
