"""From rows and forms to persons: whose value is whose."""

import pytest
from tests.unit.inspection.recognition.city import PEOPLE, in_rows, listed, mentions, of, sheet

from sekisho.inspection.model import Part, Place

# ---------------------------------------------------------------- nobody


@pytest.mark.parametrize(
    "table",
    [
        [["No.", "氏名"], ["30001", "山本　次郎"]],  # a serial number that is somebody's number
        [["品目", "金額"], ["林業機械", "30001"], ["小林式", "30002"]],
        [["件数", "30,001"], ["合計", "30001"]],
        [["郵便番号", "件数"], ["400-1001", "30001"]],
        [["年月日", "人数"], ["1980-02-03", "12"]],
        [["地区", "世帯数"], ["中央一丁目", "30001"], ["旭町", "30004"]],
        [["会場", "さくら野市中央一丁目2番3号"]],
        [["施設名", "電話番号"], ["さくら野園", "055-911-9999"]],
    ],
)
def test_nobody(table: list[list[str]]) -> None:
    assert in_rows(table) == []


def test_numbers_of_another_kind_are_nobodys() -> None:
    # A 被保険者番号 that is some other person's 整理番号 by chance, in two of six rows.
    names = ["A0001", "A0002", "A0003", "A0006", "A0007", "A0010"]
    numbers = ["0030002", "0030001", "0930003", "0930006", "0930007", "0930010"]
    table = [
        ["氏名", "被保険者番号"],
        *([PEOPLE[who]["name"], number] for who, number in zip(names, numbers, strict=True)),
    ]
    found = mentions(sheet(table))
    assert [mention.settled for mention in found] == names
    assert not [fact for mention in found for fact in mention.strays]


def test_the_numbers_of_contracts_with_companies_are_nobodys() -> None:
    table = [
        ["契約番号", "名称", "金額"],
        ["0030001", "さくら野建設", "1"],
        ["0930002", "みどり商事", "2"],
        ["0930003", "旭運輸", "3"],
    ]
    assert in_rows(table) == []


def test_numbers_beside_masked_names_are_their_owners() -> None:
    table = [["整理番号", "氏名"], *([PEOPLE[who]["number"], "＊＊ ＊＊"] for who in ("A0001", "A0002", "A0003"))]
    assert [who for _, who in in_rows(table)] == ["A0001", "A0002", "A0003"]


def test_numbers_of_the_same_kind_in_the_wrong_rows_are_strays() -> None:
    names = ["A0001", "A0002", "A0003"]
    table = [
        ["氏名", "整理番号"],
        *([PEOPLE[who]["name"], PEOPLE[names[at - 1]]["number"]] for at, who in enumerate(names)),
    ]
    found = mentions(sheet(table))
    assert [mention.candidates for mention in found] != [(who,) for who in names] or all(m.strays for m in found)


# ---------------------------------------------------------------- rows


def test_every_row_counts_also_two_characters() -> None:
    assert in_rows([["氏名", "金額"], ["林　誠", "1,000"], ["林　一郎", "2,000"]]) == [("A2", "A0003"), ("A3", "A0001")]


@pytest.mark.parametrize("headings", [("氏", "名"), ("姓", "名"), ("名字", "名前"), ("family_name", "given_name")])
def test_names_split_over_two_columns(headings: tuple[str, str]) -> None:
    table = [[*headings, "生年月日"], ["林", "一郎", "1980-02-03"], ["林", "誠", "1958-11-12"]]
    assert in_rows(table) == [("A2", "A0001"), ("A3", "A0003")]


def test_split_readings() -> None:
    table = [["セイ", "メイ", "生年月日"], ["ハヤシ", "イチロウ", "1980-02-03"]]
    assert [who for _, who in in_rows(table)] in (
        [],
        ["A0001"],
    )  # a reading in two cells is more than the contract asks


@pytest.mark.parametrize(
    "name",
    [
        "林一郎",
        "林 一郎",
        "林　一郎",
        "林  一郎",
        " 林一郎 ",
        "林\n一郎",
        "林　一郎様",
        "林一郎 殿",
        "林 一郎（ハヤシ イチロウ）",
    ],
)
def test_spaces_and_forms_of_address_do_not_count(name: str) -> None:
    assert in_rows([["氏名"], [name]]) == [("A2", "A0001")]


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("高橋真理", "A0006"),
        ("髙橋眞理", "A0006"),
        ("⾼橋真理", "A0006"),  # Kangxi radical
        ("髙\U000e0100橋　真理", "A0006"),  # ideographic variation
        ("渡辺斎", "A0007"),
        ("渡邊　斎", "A0007"),
        ("林\ufe00一郎", "A0001"),
        ("⽥中美咲", "A0010"),
        ("長谷川さくら", "A0011"),
        ("長谷川サクラ", "A0011"),
        ("ｸﾞｴﾝ ﾃｨﾗﾝ", "A0012"),
        ("グエン・ティラン", "A0012"),
    ],
)
def test_spellings_of_one_name(name: str, who: str) -> None:
    assert in_rows([["氏名"], [name]]) == [("A2", who)]


@pytest.mark.parametrize("name", ["小林一郎", "林一朗", "高橋真理子", "渡部斎", "田中美咲希"])
def test_other_names_are_not_taken_for_it(name: str) -> None:
    who = [who for _, who in in_rows([["氏名"], [name]])]
    assert who == (["A0002"] if name == "小林一郎" else [])


@pytest.mark.parametrize(
    "day",
    [
        "1980-02-03",
        "1980/2/3",
        "昭和55年2月3日",
        "S55.2.3",
        "１９８０年２月３日",
        "昭55.2.3",
        "19800203",
        "昭和５５年２月３日生",
    ],
)
def test_dates_in_any_form(day: str) -> None:
    table = [["カナ", "生年月日"], ["ﾊﾔｼ ｲﾁﾛｳ", day]]
    assert in_rows(table) == [("A2", "A0001")]


@pytest.mark.parametrize("number", ["0030001", "30001", "００３０００１", " 0030001 ", "30001.0"])
def test_numbers_keep_their_owner_without_zeros_and_in_full_width(number: str) -> None:
    assert in_rows([["整理番号", "金額"], [number, "1,000"]]) == [("A2", "A0001")]


@pytest.mark.parametrize(
    "phone",
    ["055-911-2010", "0559112010", "055(911)2010", "０５５－９１１－２０１０", "055 911 2010", "+81-55-911-2010"],
)
def test_phones_in_any_form(phone: str) -> None:
    assert in_rows([["備考"], [phone]]) == [("A2", "A0010")]


def test_totals_and_notes_are_nobody_and_end_nothing() -> None:
    table = [
        ["氏名", "金額"],
        ["林　誠", "1,000"],
        ["小計", "1,000"],
        ["田中　美咲", "500"],
        ["合計", "1,500"],
        ["※金額は税込"],
    ]
    assert in_rows(table) == [("A2", "A0003"), ("A4", "A0010")]


def test_two_persons_side_by_side_in_one_row() -> None:
    table = [["No", "氏名", "生年月日", "No", "氏名", "生年月日"]]
    table += [["1", *of("A0001", "name", "birth_date"), "2", *of("A0004", "name", "birth_date")]]
    assert in_rows(table) == [("B2", "A0001"), ("E2", "A0004")]


# ---------------------------------------------------------------- somebody else in the row


@pytest.mark.parametrize("heading", ["保護者氏名", "保護者名", "世帯主氏名", "父氏名", "申請者名"])
def test_a_guardian_who_is_registered_is_named_and_not_listed(heading: str) -> None:
    table = [["氏名", "生年月日", heading], [*of("A0008", "name", "birth_date"), PEOPLE["A0009"]["name"]]]
    assert in_rows(table) == [("A2", "A0008"), ("C2", "A0009")]
    assert listed(table) == [("A2", "A0008")]


def test_the_guardians_facts_are_not_held_against_the_child() -> None:
    table = [["児童氏名", "生年月日", "保護者氏名", "保護者生年月日"]]
    table += [[*of("A0008", "name", "birth_date"), *of("A0009", "name", "birth_date")]]
    found = mentions(sheet(table))
    assert [mention.settled for mention in found] == ["A0008", "A0009"]
    assert not [fact for mention in found for fact in mention.facts if fact.agrees is False]


def test_a_guardian_who_is_not_registered_is_nobody() -> None:
    assert in_rows([["氏名", "保護者氏名"], [PEOPLE["A0008"]["name"], "山本　次郎"]]) == [("A2", "A0008")]


def test_somebody_in_a_remark_is_named() -> None:
    table = [["氏名", "備考"], ["林　誠", "田中美咲さんより聞き取り"], ["林　一郎", "転出予定"]]
    assert in_rows(table) == [("A2", "A0003"), ("B2", "A0010"), ("A3", "A0001")]


def test_somebody_in_an_address_is_named() -> None:
    table = [["氏名", "住所"], ["林　誠", "さくら野市本町三丁目6番7号 田中美咲方"]]
    assert in_rows(table) == [("A2", "A0003"), ("B2", "A0010")]


@pytest.mark.parametrize("cell", ["林　一郎\n田中　美咲", "林一郎／田中美咲", "林一郎（田中美咲）", "林一郎、田中美咲"])
def test_two_names_in_one_cell_are_two_persons(cell: str) -> None:
    assert {who for _, who in in_rows([["氏名"], [cell]])} == {"A0001", "A0010"}


# ---------------------------------------------------------------- forms


def test_a_form_of_labels_and_values() -> None:
    table = [["氏名", "佐藤　健"], ["生年月日", "昭和45年5月5日"], ["住所", "さくら野市旭町8番9号"], ["金額", "12,000"]]
    assert in_rows(table) == [("B1", "A0004")]


def test_two_labels_in_a_line() -> None:
    table = [
        ["氏名", "佐藤　健", "生年月日", "平成4年8月19日"],
        ["住所", "さくら野市桜台2-1-1", "電話番号", "055-911-2005"],
    ]
    assert in_rows(table) == [("B1", "A0005")]


def test_a_form_for_each_of_two_persons() -> None:
    table = [["氏名", "佐藤　健"], ["生年月日", "昭和45年5月5日"], ["氏名", "佐藤　健"], ["生年月日", "平成4年8月19日"]]
    assert in_rows(table) == [("B1", "A0004"), ("B3", "A0005")]


def test_a_form_with_a_guardian() -> None:
    table = [
        ["児童氏名", "森本　結"],
        ["生年月日", "平成31年4月2日"],
        ["保護者氏名", "森本　大輔"],
        ["電話番号", "055-911-2008"],
    ]
    assert in_rows(table) == [("B1", "A0008"), ("B3", "A0009")]


def test_a_label_without_a_value_gives_nothing_to_the_next() -> None:
    table = [["氏名", ""], ["生年月日", "昭和45年5月5日"]]
    assert in_rows(table) == []


def test_the_place_of_a_table_without_addresses_is_its_own() -> None:
    grid = sheet([["氏名"], ["田中美咲"]], part=Part.PAGE, name=None)
    page = type(grid)(Place(Part.PAGE, page=3), grid.rows, grid.columns, grid.texts, grid.strings, addressed=False)
    [mention] = mentions(page)
    assert mention.place == Place(Part.PAGE, page=3)


def test_staff_in_a_form_are_nobody() -> None:
    table = [["氏名", "佐藤　健"], ["生年月日", "昭和45年5月5日"], ["担当者", "田中　美咲"], ["園長", "林一郎"]]
    assert [who for _, who in in_rows(table)] == ["A0004"]


def test_staff_with_the_registers_facts_beside_the_name_are_persons() -> None:
    assert ("B1", "A0010") in in_rows([["担当者", "田中　美咲", "1999-09-09", "さくら野市南町7-7-7"]])
