"""他者混入: who may see whom, anywhere in a parcel."""

from dataclasses import replace

import pytest
from tests.unit.inspection.checks.said import run, said, said_of

from sekisho.bundle.model import PrintPiece
from sekisho.inspection.checks.scope import CHECK
from sekisho.inspection.model import Child, Document, Hiding, Part, Place
from sekisho.inspection.worked import CAST, Hidden, Terms, document, paragraph, parcel_case, people, roster, sheet

OWN = sheet(roster("S0101", "S0102", "S0103"))
NONE = Terms(scope=())


# ---------------------------------------------------------------- passes


def test_passes_an_empty_file() -> None:
    assert said(CHECK, document()) == []


def test_passes_the_recipients_own() -> None:
    assert said(CHECK, document(OWN)) == []


def test_passes_people_who_are_not_registered() -> None:
    rows = [["氏名", "生年月日"], ["山本　次郎", "2020-01-01"]]
    assert said(CHECK, document(sheet(rows), paragraph("山本次郎さん")), NONE) == []


def test_passes_staff_of_the_city() -> None:
    texts = [
        paragraph("担当：江口美咲"),
        paragraph("さくら野市長　江口　美咲"),
        paragraph("江口美咲", Part.PROPERTY, name="creator"),
    ]
    assert said(CHECK, document(OWN, *texts)) == []


def test_passes_a_bare_name_where_one_of_its_bearers_is_in_scope() -> None:
    assert said(CHECK, document(sheet([["氏名"], ["青木　花子"]]))) == []


def test_passes_a_contradicted_name_where_its_bearer_is_in_scope() -> None:
    # What differs is the business of another check.
    assert said(CHECK, document(sheet([["氏名", "生年月日"], ["馬場　陽菜", "1999-01-01"]]))) == []


def test_passes_every_field_where_the_scope_names_none() -> None:
    columns = ("name", "kana", "birth_date", "sex", "postal_code", "address", "phone", "number")
    assert said(CHECK, document(sheet(roster("S0101", columns=columns))), Terms(scope=("S0101",))) == []


def test_passes_the_fields_that_the_scope_names() -> None:
    terms = Terms(fields={"S0101": "name;birth_date;address"})
    assert said(CHECK, document(sheet(roster("S0101"))), terms) == []


def test_passes_name_reading_and_id_always() -> None:
    rows = roster("S0101", columns=("subject_id", "name", "kana"))
    assert said(CHECK, document(sheet(rows)), Terms(fields={"S0101": "birth_date"})) == []


def test_passes_a_value_of_the_household_in_anothers_row() -> None:
    mother = dict(
        CAST["S0201"],
        subject_id="S0301",
        name="青木 春子",
        kana="アオキ ハルコ",
        phone=CAST["S0101"]["phone"],
        household_id="H1",
    )
    register = people(*CAST.values(), mother)
    rows = roster("S0101", columns=("name", "birth_date", "phone"))
    assert said(CHECK, document(sheet(rows)), Terms(scope=("S0101",)), register=register) == []


def test_passes_the_subjects_that_a_parcel_names_for_itself() -> None:
    register = people(*({k: v for k, v in row.items() if k != "recipient_id"} for row in CAST.values()))
    assert said(CHECK, document(sheet(roster("S0201"))), Terms(subjects=("S0201",)), register=register) == []


def test_passes_values_of_somebody_else_who_is_in_scope_too() -> None:
    change = {("S0101", "birth_date"): CAST["S0102"]["birth_date"], ("S0101", "phone"): CAST["S0102"]["phone"]}
    rows = roster("S0101", columns=("subject_id", "name", "birth_date", "phone"), change=change)
    assert said(CHECK, document(sheet(rows))) == []


COLUMNS = ("number", "name", "address")
PRINTED = (PrintPiece("1", 2, "S0102", None, 1, 1), PrintPiece("2", 3, None, "K01", 2, 2))


def printed(*pages: str) -> Document:
    return document(*(paragraph(text, Part.PAGE, page=at) for at, text in enumerate(pages, 1)), kind="pdf")


def test_passes_every_row_of_a_mailing_to_the_person_in_it() -> None:
    rows = sheet(roster("S0101", "S0102", "S0201", columns=COLUMNS))
    assert said(CHECK, document(rows), Terms(mail="mailing", scope=())) == []


def test_passes_the_family_of_an_addressee() -> None:
    child = {**CAST["S0102"], "subject_id": "S0301", "name": "馬場　葵", "number": "0099999"}
    rows = [["氏名", "住所", "世帯員"], [CAST["S0102"]["name"], CAST["S0102"]["address"], "馬場　葵"]]
    assert said(CHECK, document(sheet(rows)), Terms(mail="mailing"), register=people(*CAST.values(), child)) == []


def test_passes_whom_the_recipient_of_a_piece_may_see() -> None:
    guardian = ({"recipient_id": "K01", "name": "千葉　次郎"},)
    rows = [["宛先番号", "氏名", "住所", "児童氏名"], ["K01", "千葉　次郎", "さくら野市西町1番", "千葉　結衣"]]
    terms = Terms(mail="mailing", scope=("S0103",), recipients=guardian)
    assert said(CHECK, document(sheet(rows)), terms) == []
    terms = Terms(mail=PRINTED, scope=("S0103",), recipients=guardian)
    assert said(CHECK, printed("馬場　陽菜　様", "千葉次郎様　千葉　結衣さんについて"), terms) == []


# ---------------------------------------------------------------- stops


def test_stops_somebody_else_in_the_row_of_a_mailing() -> None:
    rows = [["宛先番号", "氏名", "住所", "児童氏名"], ["K01", "千葉　次郎", "さくら野市西町1番", "馬場　陽菜"]]
    terms = Terms(mail="mailing", scope=("S0103",), recipients=({"recipient_id": "K01", "name": "千葉　次郎"},))
    assert said(CHECK, document(sheet(rows)), terms) == [("stop", "foreign", "D2", "S0102")]


def test_stops_whom_another_piece_may_name() -> None:
    terms = Terms(mail=PRINTED, scope=("S0103",), recipients=({"recipient_id": "K01", "name": "千葉　次郎"},))
    found = run(CHECK, printed("千葉　結衣さんについて", "馬場　陽菜　様"), terms)
    assert [(f.severity, f.place.page, f.subject_id) for f in found] == [("stop", 1, "S0103"), ("stop", 2, "S0102")]


def test_stops_a_name_on_a_page_of_no_piece() -> None:
    found = run(CHECK, printed("馬場　陽菜　様", "", "馬場　陽菜　様"), Terms(mail=PRINTED, scope=("S0103",)))
    assert [(f.severity, f.place.page, f.subject_id) for f in found] == [("stop", 3, "S0102")]


@pytest.mark.parametrize("at", [0, 1, 3])
def test_stops_a_foreign_row_wherever_it_stands(at: int) -> None:
    who = ["S0101", "S0102", "S0103"]
    who.insert(at, "S0201")
    assert said(CHECK, document(sheet(roster(*who)))) == [("stop", "foreign", f"A{at + 2}", "S0201")]


@pytest.mark.parametrize("part", [part for part in Part if part is not Part.CELL])
def test_stops_a_foreign_name_in_any_part(part: Part) -> None:
    read = document(OWN, paragraph("江口美咲さんの件", part))
    assert said(CHECK, read) == [("stop", "foreign", part.value, "S0201")]


@pytest.mark.parametrize(
    "hidden",
    [
        Hidden(sheet=Hiding.VERY_HIDDEN_SHEET),
        Hidden(rows={2: Hiding.ROW}),
        Hidden(columns={1: Hiding.COLUMN}),
        Hidden(cells={(2, 1): Hiding.FONT_COLOUR}),
    ],
)
def test_stops_a_foreign_row_however_hidden(hidden: Hidden) -> None:
    assert said(CHECK, document(OWN, sheet(roster("S0201"), name="2", hidden=hidden))) == [
        ("stop", "foreign", "A2", "S0201")
    ]


def test_stops_in_a_file_name_and_in_a_file_inside_a_file() -> None:
    inner = document(sheet(roster("S0201")))
    outer = document(Child("b.xlsx", b"", Place(Part.FILE)), kind="zip")
    files = {"out/a.zip": outer, "out/a.zip!/b.xlsx": inner, "out/江口美咲.pdf": document(kind="pdf")}
    found = run(CHECK, files)
    assert [(f.file, f.place.part, f.subject_id) for f in found] == [
        ("out/a.zip!/b.xlsx", Part.CELL, "S0201"),
        ("out/江口美咲.pdf", Part.FILE_NAME, "S0201"),
    ]


def test_stops_a_namesake_who_is_told_apart() -> None:
    assert said(CHECK, document(sheet(roster("S0202")))) == [("stop", "foreign", "A2", "S0202")]


def test_stops_fields_that_the_scope_keeps_back() -> None:
    terms = Terms(fields={"S0101": "name;address", "S0102": ""})
    assert said(CHECK, document(sheet(roster("S0101", "S0102"))), terms) == [
        ("stop", "field_birth_date", "B2", "S0101")
    ]


@pytest.mark.parametrize("kind", ["phone", "number"])
def test_stops_a_single_value_of_somebody_foreign(kind: str) -> None:
    columns = ("subject_id", "name", "birth_date", kind)
    rows = roster("S0101", "S0102", columns=columns, change={("S0101", kind): CAST["S0201"][kind]})
    [finding] = run(CHECK, document(sheet(rows)))
    assert (finding.severity, finding.rule, finding.subject_id, finding.other_subject_id) == (
        "stop",
        f"stray_{kind}",
        "S0201",
        "S0101",
    )


def test_stops_everybody_where_the_scope_is_empty() -> None:
    assert [subject for *_, subject in said(CHECK, document(OWN), NONE)] == ["S0101", "S0102", "S0103"]


# ---------------------------------------------------------------- asks


def test_asks_about_a_bare_name_of_several_who_are_all_foreign() -> None:
    assert said(CHECK, document(sheet([["氏名"], ["青木　花子"]])), Terms(scope=("S0102",))) == [
        ("ask", "unsettled", "A2", None)
    ]


def test_asks_where_the_only_bearer_of_a_name_is_foreign_and_contradicted() -> None:
    rows = [["氏名", "生年月日"], ["江口　美咲", "1999-01-01"]]
    assert said(CHECK, document(sheet(rows))) == [("ask", "unsettled", "A2", "S0201")]


def test_on_the_web_consent_is_the_scope() -> None:
    case = parcel_case(document(OWN), terms=Terms(consents=({"subject_id": "S0101", "granted_on": "2026-01-01"},)))
    assert [subject for *_, subject in said_of(CHECK, case)] == ["S0102", "S0103"]
    nothing = replace(case, allowed=None, consented=None)
    assert not nothing.judges
