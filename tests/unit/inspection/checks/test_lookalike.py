"""紛らわしい人: who is asked about, and the honest neighbour of everyone who is."""

from dataclasses import replace

import pytest
from tests.unit.inspection.checks.said import brief, said_of

from sekisho.bundle.model import PrintPiece, Source
from sekisho.inspection.case import ParcelCase
from sekisho.inspection.checks.lookalike import CHECK
from sekisho.inspection.model import Finding, Grid, Part
from sekisho.inspection.similarity import Similarity
from sekisho.inspection.worked import CAST, Row, Terms, document, paragraph, parcel_case, people, roster, sheet

ONE = CAST["S0101"]
NEAR = {**CAST["S0202"], "address": "さくら野市中央九丁目1番1号"}
"""Of the same name, in the same town, born in another year."""
WHOLE = ("number", "name", "postal_code", "address")
LETTER = document(paragraph("手帳の再交付について"))


def about(*subjects: str, register: Source, terms: Terms | None = None) -> ParcelCase:
    return parcel_case(LETTER, terms=terms or Terms(subjects=subjects, channel="post"), register=register)


def post(rows: list[list[str]], register: Source | None = None, **terms: object) -> ParcelCase:
    return parcel_case(document(sheet(rows)), terms=Terms(mail="mailing", **terms), register=register)  # type: ignore[arg-type]


def found(case: ParcelCase) -> list[Finding]:
    return list(CHECK.run(case))


def rules(case: ParcelCase) -> list[str]:
    return [finding.rule for finding in found(case)]


def like(**more: str) -> Row:
    return {**CAST["S0202"], **more}


# ---------------------------------------------------------------- passes


@pytest.mark.parametrize(
    "other",
    [
        like(),
        like(address=""),
        like(name="青木　花代", kana="アオキ　ハナヨ", address="さくら野市中央九丁目1番1号"),
        like(
            name="馬場　葵",
            kana="ババ　アオイ",
            birth_date=ONE["birth_date"],
            household_id="H1",
            address=ONE["address"],
        ),
    ],
)
def test_passes_who_is_far_enough_from_everybody(other: Row) -> None:
    assert found(about("S0101", register=people(ONE, other))) == []


def test_passes_names_beside_their_own_addresses() -> None:
    assert rules(post(roster("S0101", "S0102", "S0103", columns=("name", "address")))) == []


def test_passes_a_name_of_another_town() -> None:
    assert found(about("S0101", register=people(ONE, like(address="もみじ市中央一丁目2番3号")))) == []


def test_passes_one_reading_born_two_years_apart() -> None:
    other = like(name="青木　華子", birth_date="2018-04-12", address="さくら野市中央九丁目1番1号")
    assert found(about("S0101", register=people(ONE, other))) == []


def test_passes_one_reading_where_no_birth_date_is_known() -> None:
    other = like(name="青木　華子", birth_date="", address="さくら野市中央九丁目1番1号")
    assert found(about("S0101", register=people(ONE, other))) == []


def test_passes_siblings() -> None:
    brother = like(
        name="青木　健", kana="アオキ　ケン", birth_date="2019-04-12", household_id="H1", address=ONE["address"]
    )
    assert found(about("S0101", "S0202", register=people(ONE, brother))) == []


def test_passes_a_list_that_is_about_no_single_person() -> None:
    rows = roster("S0101", "S0202")
    assert found(parcel_case(document(sheet(rows)), register=people(ONE, NEAR))) == []


def test_passes_a_parcel_to_an_office() -> None:
    offices = ({"recipient_id": "K01", "name": "青木　花子", "subject_id": ""},)
    assert found(about(register=people(ONE, NEAR), terms=Terms(recipients=offices, channel="post"))) == []


def test_passes_another_way_to_write_a_name_where_the_rest_agrees() -> None:
    high = {**ONE, "name": "髙橋　花子"}
    rows = roster("S0101", columns=WHOLE, change={("S0101", "name"): "高橋　花子"})
    assert found(post(rows, people(high))) == []


def test_passes_a_mailing_of_different_people() -> None:
    assert found(post(roster("S0101", "S0102", "S0103", columns=WHOLE))) == []


def listed(other: Row, offices: int) -> ParcelCase:
    """A mailing to two people who are alike and to so many offices, where pairs count up to 5 rows, of one reading up to 3."""
    recipients = tuple({"recipient_id": f"K{at}", "name": f"事業所{at}"} for at in range(offices))
    rows = [["宛先番号", "氏名", "住所"], ["", ONE["name"], ONE["address"]], ["", other["name"], other["address"]]]
    rows += [[row["recipient_id"], row["name"], "さくら野市緑町1番"] for row in recipients]
    case = post(rows, people(ONE, other), recipients=recipients)
    return replace(case, similarity=Similarity(rows=5, rows_by_reading=3))


def test_passes_namesakes_in_a_list_too_long_for_the_question() -> None:
    assert rules(listed(like(), 3)) == ["alike_E_list"] * 2
    assert rules(listed(like(), 4)) == []


def test_passes_one_reading_in_a_list_too_long_for_the_question() -> None:
    assert rules(listed(like(name="青木　華子"), 1)) == ["alike_R_list"] * 2
    assert rules(listed(like(name="青木　華子"), 2)) == []


def test_passes_a_name_that_nobody_else_has_even_when_it_stands_alone() -> None:
    assert found(post([["氏名", "住所"], ["馬場　陽菜", ""]])) == []


def test_passes_a_name_that_is_like_nobodys() -> None:
    assert found(post([["氏名", "住所"], ["山本　次郎", "さくら野市緑町4番5号"]])) == []


def test_passes_loose_ends_without_a_register() -> None:
    assert found(parcel_case(LETTER, terms=Terms(subjects=("S0101",)), register="none")) == []


def test_passes_rows_whose_guardian_is_named_beside() -> None:
    rows = [["氏名", "生年月日", "住所", "保護者氏名"], [ONE["name"], ONE["birth_date"], ONE["address"], "青木　春子"]]
    assert found(post(rows)) == []


def test_passes_an_address_that_merely_differs() -> None:
    rows = roster("S0101", columns=WHOLE, change={("S0101", "address"): "さくら野市西町9番9号"})
    assert found(post(rows)) == []


def test_passes_a_print_file_of_different_people() -> None:
    index = (PrintPiece("1", 2, "S0101", None, 1, 1), PrintPiece("2", 3, "S0102", None, 2, 2))
    pages = [paragraph(text, Part.PAGE, page=at) for at, text in enumerate(("青木　花子　様", "馬場　陽菜　様"), 1)]
    assert found(parcel_case(document(*pages, kind="pdf"), terms=Terms(mail=index))) == []


# ---------------------------------------------------------------- asks: against the register


def test_asks_about_a_name_twice_in_one_town() -> None:
    [finding] = found(about("S0101", register=people(ONE, NEAR)))
    assert (finding.severity, finding.rule) == ("ask", "alike_E_town")
    assert (finding.subject_id, finding.other_subject_id) == ("S0101", "S0202")


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        (like(birth_date=ONE["birth_date"]), "alike_E_birth_date"),
        (like(name="青木　華子", birth_date="2020-12-01", address="さくら野市中央九丁目1番1号"), "alike_R_town"),
        (like(name="青木　子花", kana="アオキ　コハナ", birth_date=ONE["birth_date"]), "alike_S_birth_date"),
        (like(name="青木　花代", kana="アオキ　ハナヨ", birth_date=ONE["birth_date"]), "alike_D_birth_date"),
        (like(name="青木　華子", household_id="H1"), "alike_R_household"),
        ({"subject_id": "S0202", "name": "髙木　花子", "birth_date": ONE["birth_date"]}, "alike_D_birth_date"),
    ],
)
def test_asks_by_every_part_of_the_rule(other: Row, rule: str) -> None:
    assert rules(about("S0101", register=people(ONE, other))) == [rule]


def test_asks_without_a_column_of_readings() -> None:
    bare = [{key: value for key, value in row.items() if key != "kana"} for row in (ONE, NEAR)]
    assert rules(about("S0101", register=people(*bare))) == ["alike_E_town"]


def test_asks_about_the_guardian_to_whom_it_goes() -> None:
    mother = like(subject_id="S0301", name="青木　華子", birth_date="1990-01-01", address="さくら野市西町5番5号")
    guardian = ({"recipient_id": "K01", "name": "青木　華子", "subject_id": "S0301"},)
    terms = Terms(scope=("S0101",), recipients=guardian, channel="post")
    [finding] = found(about(register=people(ONE, mother), terms=terms))
    assert (finding.rule, finding.subject_id, finding.other_subject_id) == ("alike_R_household", "S0301", "S0101")


def test_asks_once_for_a_person_and_says_how_many_there_are() -> None:
    register = people(ONE, NEAR, {**NEAR, "subject_id": "S0203", "birth_date": "1999-09-09"})
    [finding] = found(about("S0101", register=register))
    assert "ほかに1人" in finding.message.render()


def test_asks_inside_one_parcel() -> None:
    found_rules = rules(about("S0101", "S0202", register=people(ONE, like(address="もみじ市緑町1番"))))
    assert found_rules == ["alike_E_list"] * 2


def test_asks_about_the_addressee_of_a_print_piece() -> None:
    index = (PrintPiece("1", 2, "S0101", None, 1, 1),)
    read = document(paragraph("青木　花子　様", Part.PAGE, page=1), kind="pdf")
    [finding] = found(parcel_case(read, terms=Terms(mail=index), register=people(ONE, NEAR)))
    assert (finding.rule, finding.place.page) == ("alike_E_town", 1)


# ---------------------------------------------------------------- asks: rows of a mailing


def test_asks_about_a_row_that_meets_the_register_after_one_edit() -> None:
    rows = [["氏名", "住所"], ["馬場　陽奈", "さくら野市西町9番9号"]]
    assert said_of(CHECK, post(rows)) == [("ask", "one_edit", "A2", "S0102")]
    rows = roster("S0102", columns=WHOLE, change={("S0102", "name"): "馬場　陽奈"})
    assert said_of(CHECK, post(rows)) == [("ask", "one_edit", "B2", "S0102")]


def test_asks_about_a_row_of_two_people() -> None:
    rows = roster("S0101", columns=WHOLE, change={("S0101", "number"): CAST["S0102"]["number"]})
    [finding] = found(post(rows))
    assert (finding.severity, finding.rule) == ("ask", "two_people")
    assert {finding.subject_id, finding.other_subject_id} == {"S0101", "S0102"}


def test_asks_about_a_name_beside_another_persons_address_and_nothing_else() -> None:
    rows = roster("S0102", "S0103", columns=("name", "address"))
    assert rules(post(rows)) == []
    swapped = {("S0102", "address"): CAST["S0103"]["address"]}
    [finding] = found(post(roster("S0102", "S0103", columns=("name", "address"), change=swapped)))
    assert (finding.rule, finding.subject_id, finding.other_subject_id) == ("two_people", "S0102", "S0103")


def test_asks_about_a_name_alone_that_two_people_have() -> None:
    [finding] = found(post([["氏名", "住所"], ["青木　花子", ""]]))
    assert brief(finding) == ("ask", "name_alone", "A2", None)
    assert "2人" in finding.message.render()


# ---------------------------------------------------------------- what it says


def words(other: Row, register: Source | None = None) -> str:
    [finding] = found(about("S0101", register=register or people(ONE, other)))
    return finding.message.render()


def test_the_question_names_what_tells_them_apart() -> None:
    assert "生年月日は2019-09-15" in words(NEAR)
    assert "番号は0012350" in words({**NEAR, "birth_date": ONE["birth_date"]})
    same = {**NEAR, "birth_date": ONE["birth_date"], "number": ONE["number"]}
    assert "住所はさくら野市中央九丁目1番1号" in words(same)
    assert "識別番号はS0202" in words({**same, "address": ONE["address"]})


def test_the_question_never_tells_a_protected_address() -> None:
    same = {**NEAR, "birth_date": ONE["birth_date"], "number": ONE["number"], "protected": "1"}
    assert "中央九丁目" not in words(same)


def test_the_question_is_masked() -> None:
    [finding] = found(about("S0101", register=people(ONE, NEAR)))
    said = finding.message.render(mask=True)
    assert [value for value in ("青木", "花子", "2019-09-15") if value in said] == []


def test_the_sheet_of_a_cell_is_told() -> None:
    read = document(worked_sheet(), kind="xlsx")
    [finding] = found(parcel_case(read, terms=Terms(mail="mailing"), register=people(ONE, NEAR)))
    assert (finding.place.sheet, finding.place.row, finding.subject_id) == ("二枚目", 2, "S0101")


def worked_sheet() -> Grid:
    return sheet(roster("S0101", columns=WHOLE), name="二枚目")
