"""承諾: on the web stands nobody, and no field of anybody, without a consent in force on the day."""

import pytest
from tests.unit.inspection.checks.said import said

from sekisho.inspection.checks.consent import CHECK
from sekisho.inspection.worked import Row, Terms, document, paragraph, roster, sheet

COLUMNS = ("name", "birth_date", "address", "phone")


def web(*consents: Row, purpose: str = "") -> Terms:
    return Terms(consents=consents, purpose=purpose)


def consent(who: str, **more: str) -> Row:
    return {"subject_id": who, "granted_on": "2026-04-01", **more}


def of(
    terms: Terms, *who: str, change: dict[tuple[str, str], str] | None = None
) -> list[tuple[str, str, str, str | None]]:
    return said(CHECK, document(sheet(roster(*who, columns=COLUMNS, change=change))), terms)


# ---------------------------------------------------------------- passes


def test_passes_whoever_has_agreed() -> None:
    assert of(web(consent("S0101"), consent("S0102")), "S0101", "S0102") == []


@pytest.mark.parametrize(
    "more",
    [
        {"granted_on": "2026-11-24"},
        {"withdrawn_on": "2026-11-25"},
        {"purpose": "講習"},
        {"fields": "name;birth_date;address;phone"},
        {"fields": "氏名、生年月日、住所、電話番号"},
    ],
)
def test_passes_a_consent_in_force(more: Row) -> None:
    assert of(web(consent("S0101", **more), purpose="講習"), "S0101") == []


def test_passes_two_consents_that_together_name_every_field() -> None:
    assert of(web(consent("S0101", fields="name;phone"), consent("S0101", fields="birth_date;address")), "S0101") == []


def test_passes_a_name_alone_where_the_name_alone_was_agreed_to() -> None:
    read = document(sheet([["氏名"], ["馬場　陽菜"]]), paragraph("馬場陽菜さん"))
    assert said(CHECK, read, web(consent("S0102", fields="name"))) == []


@pytest.mark.parametrize("value", ["", "―", "非公開", "＊＊＊", "公開しない", "同意なし", "・・・", "（省略）"])
def test_passes_fields_that_are_kept_back(value: str) -> None:
    change = {("S0103", column): value for column in COLUMNS[1:]}
    assert of(web(consent("S0103", fields="name")), "S0103", change=change) == []


def test_passes_a_bare_name_where_one_of_its_bearers_has_agreed() -> None:
    assert said(CHECK, document(sheet([["氏名"], ["青木　花子"]])), web(consent("S0101"))) == []


def test_passes_people_who_are_not_registered() -> None:
    rows = [["氏名", "電話番号"], ["山本　次郎", "090-9999-0000"]]
    assert said(CHECK, document(sheet(rows)), web(consent("S0101"))) == []


# ---------------------------------------------------------------- stops


@pytest.mark.parametrize(
    "more",
    [
        {"granted_on": "2026-11-25"},
        {"withdrawn_on": "2026-11-24"},
        {"withdrawn_on": "2026-10-01"},
        {"purpose": "別の目的"},
    ],
)
def test_stops_without_a_consent_in_force(more: Row) -> None:
    terms = web(consent("S0101", **more), consent("S0102"), purpose="講習")
    assert of(terms, "S0101", "S0102") == [("stop", "without", "A2", "S0101")]


def test_stops_whoever_never_agreed_also_in_running_text() -> None:
    found = said(CHECK, document(paragraph("馬場陽菜さんの作品")), web(consent("S0101")))
    assert found == [("stop", "without", "text", "S0102")]


def test_stops_each_field_that_was_not_agreed_to() -> None:
    found = of(web(consent("S0103", fields="name;address")), "S0103")
    assert found == [("stop", "field_birth_date", "B2", "S0103"), ("stop", "field_phone", "D2", "S0103")]


def test_stops_a_field_also_where_the_register_says_something_else() -> None:
    change = {("S0103", "phone"): "090-9999-0000"}
    found = of(web(consent("S0103", fields="name;address;birth_date")), "S0103", change=change)
    assert found == [("stop", "field_phone", "D2", "S0103")]


# ---------------------------------------------------------------- asks


def test_asks_where_none_of_several_bearers_has_agreed() -> None:
    found = said(CHECK, document(sheet([["氏名"], ["青木　花子"]])), web(consent("S0103")))
    assert found == [("ask", "without", "A2", None)]
