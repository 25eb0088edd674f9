"""突合: what stands in one row belongs to one person, and is what the register says."""

import pytest
from tests.unit.inspection.checks.said import run, said

from sekisho.inspection.checks.reconcile import CHECK
from sekisho.inspection.recognition import bulk
from sekisho.inspection.worked import CAST, Terms, document, paragraph, people, roster, sheet

FOUR = ("S0101", "S0102", "S0103", "S0104")
COLUMNS = ("subject_id", "name", "kana", "birth_date", "address", "phone")
ANYBODY = Terms(scope=tuple(CAST))


def table(change: dict[tuple[str, str], str] | None = None, columns: tuple[str, ...] = COLUMNS) -> list[list[str]]:
    return roster(*FOUR, columns=columns, change=change)


def of(rows: list[list[str]]) -> list[tuple[str, str, str, str | None]]:
    return said(CHECK, document(sheet(rows)), ANYBODY)


# ---------------------------------------------------------------- passes


def test_passes_what_the_register_says() -> None:
    assert of(table()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "馬場陽菜"),
        ("name", "馬塲 陽菜"),
        ("name", "馬場陽菜 様"),
        ("kana", "ばばひな"),
        ("kana", "ﾊﾞﾊﾞ ﾋﾅ"),
        ("birth_date", "R2.7.30"),
        ("birth_date", "令和２年７月３０日"),
        ("birth_date", "2020/7/30"),
        ("address", "さくら野市緑町4-5"),
        ("address", "緑町４番５号"),
        ("phone", "0559110102"),
        ("subject_id", "Ｓ０１０２"),
    ],
)
def test_passes_the_same_in_other_words(column: str, value: str) -> None:
    assert of(table({("S0102", column): value})) == []


@pytest.mark.parametrize("value", ["", "―", "－", "不明", "同上", "〃", "非公開", "＊＊＊", "なし", "×"])
@pytest.mark.parametrize("column", ["kana", "birth_date", "address", "phone"])
def test_passes_what_says_nothing(column: str, value: str) -> None:
    assert of(table({("S0102", column): value})) == []


def test_passes_numbers_of_another_kind() -> None:
    change = {(who, "number"): f"88{at}1234" for at, who in enumerate(FOUR)}
    assert of(table(change, ("name", "birth_date", "number"))) == []


def test_passes_a_phone_of_another_kind() -> None:
    change = {(who, "phone"): f"055-999-00{at}0" for at, who in enumerate(FOUR)}
    assert of(table(change)) == []


def test_passes_the_shared_phone_of_a_household() -> None:
    mother = dict(
        CAST["S0101"],
        subject_id="S0301",
        name="青木 春子",
        kana="アオキ ハルコ",
        birth_date="1990-01-01",
        number="0099999",
    )
    rows = roster("S0101", columns=("name", "phone"))
    assert (
        said(CHECK, document(sheet(rows)), Terms(scope=("S0101", "S0301")), register=people(*CAST.values(), mother))
        == []
    )


def test_passes_a_guardian_beside_the_child() -> None:
    rows = [["氏名", "生年月日", "保護者氏名", "保護者電話番号"]]
    rows += [[CAST["S0101"]["name"], CAST["S0101"]["birth_date"], "山本　次郎", "090-9999-0000"]]
    assert of(rows) == []


def test_passes_values_without_a_heading() -> None:
    rows = [["氏名", "備考"], [CAST["S0101"]["name"], "1999-01-01"], [CAST["S0102"]["name"], "さくら野市西町9番9号"]]
    assert of(rows) == []


def test_passes_running_text() -> None:
    text = "馬場陽菜さん（住所 さくら野市西町9番9号、1999年1月1日に転入）"
    assert said(CHECK, document(paragraph(text)), ANYBODY) == []


def test_passes_what_the_register_does_not_know() -> None:
    sparse = people({"subject_id": "S0101", "name": "青木花子"})
    assert said(CHECK, document(sheet(roster("S0101"))), Terms(scope=("S0101",)), register=sparse) == []


def test_passes_people_who_are_not_registered() -> None:
    assert of([["氏名", "生年月日", "住所"], ["山本　次郎", "1999-01-01", "さくら野市西町9番9号"]]) == []


@pytest.mark.parametrize(("column", "value"), [("address", "さくら野市西町9番9号"), ("postal_code", "400-0009")])
def test_passes_an_address_of_a_mailing_on_to_address(column: str, value: str) -> None:
    rows = roster(*FOUR, columns=("number", "name", "postal_code", "address"), change={("S0102", column): value})
    assert said(CHECK, document(sheet(rows)), Terms(mail="mailing")) == []


# ---------------------------------------------------------------- stops


def test_stops_somebody_elses_address_in_a_mailing_too() -> None:
    change = {("S0102", "address"): CAST["S0103"]["address"]}
    rows = roster("S0102", "S0103", columns=("number", "name", "address"), change=change)
    [finding] = run(CHECK, document(sheet(rows)), Terms(mail="mailing"))
    assert (finding.rule, finding.subject_id, finding.other_subject_id) == ("mixed", "S0103", "S0102")


def rotated(column: str) -> dict[tuple[str, str], str]:
    return {(who, column): CAST[FOUR[at - 1]][column] for at, who in enumerate(FOUR)}


@pytest.mark.parametrize("column", ["kana", "birth_date", "address", "phone"])
def test_stops_a_column_shifted_by_one(column: str) -> None:
    found = run(CHECK, document(sheet(table(rotated(column)))), ANYBODY)
    letter = "ABCDEF"[COLUMNS.index(column)]
    assert [(f.severity, f.rule, f.place.column, f.place.row, f.subject_id, f.other_subject_id) for f in found] == [
        ("stop", "mixed", letter, at + 2, FOUR[at - 1], who) for at, who in enumerate(FOUR)
    ]


def test_stops_ids_that_are_shifted_against_their_persons() -> None:
    found = of(table(rotated("subject_id"), ("subject_id", "name", "birth_date")))
    assert [(severity, rule) for severity, rule, _, _ in found] == [("stop", "mixed")] * 4


def test_stops_two_columns_of_one_other_person_once() -> None:
    change = {("S0101", "birth_date"): CAST["S0102"]["birth_date"], ("S0101", "address"): CAST["S0102"]["address"]}
    found = run(
        CHECK, document(sheet(table(change, ("subject_id", "name", "phone", "birth_date", "address")))), ANYBODY
    )
    assert [(f.rule, f.subject_id, f.other_subject_id) for f in found] == [("mixed", "S0102", "S0101")]


def test_stops_an_old_address() -> None:
    assert of(table({("S0102", "address"): "さくら野市西町9番9号"})) == [("stop", "differs_address", "E3", "S0102")]


def test_stops_a_birth_date_that_is_nobodys() -> None:
    assert of(table({("S0102", "birth_date"): "1999-01-01"})) == [("stop", "differs_birth_date", "D3", "S0102")]


def test_stops_a_name_that_is_quite_another() -> None:
    assert of(table({("S0102", "name"): "山本　次郎"})) == [("stop", "differs_name", "B3", "S0102")]


def test_stops_a_phone_that_differs_where_the_column_mostly_agrees() -> None:
    assert of(table({("S0102", "phone"): "055-999-0000"})) == [("stop", "differs_phone", "F3", "S0102")]


def test_stops_one_value_in_a_long_list_whose_other_rows_are_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "ROWS", 2)
    assert of(table({("S0102", "phone"): "055-999-0000"})) == [("stop", "differs_phone", "F3", "S0102")]


def test_stops_at_what_is_the_strangers_where_the_row_is_for_somebody_in_scope() -> None:
    change = {("S0101", column): CAST["S0201"][column] for column in ("name", "birth_date")}
    rows = roster("S0101", columns=("subject_id", "name", "birth_date"), change=change)
    [finding] = run(CHECK, document(sheet(rows)), Terms(scope=("S0101",)))
    assert (finding.rule, finding.subject_id, finding.other_subject_id) == ("mixed", "S0201", "S0101")


def test_stops_a_form_too() -> None:
    rows = [["氏名", "馬場　陽菜"], ["生年月日", CAST["S0102"]["birth_date"]], ["住所", "さくら野市西町9番9号"]]
    assert of(rows) == [("stop", "differs_address", "B3", "S0102")]


# ---------------------------------------------------------------- asks


def test_asks_about_a_name_with_one_character_off() -> None:
    assert of(table({("S0102", "name"): "馬場　陽奈"})) == [("ask", "differs_name", "B3", "S0102")]
