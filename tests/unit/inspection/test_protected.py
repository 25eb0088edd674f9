"""Addresses of people under 支援措置: where they may stand, and where not."""

import pytest
from tests.unit.inspection.checks.said import Said, run, said

from sekisho.bundle.model import PrintPiece, Source
from sekisho.inspection.checks.address import CHECK
from sekisho.inspection.model import Document, Grid, Part, Text
from sekisho.inspection.worked import CAST, Row, Terms, document, paragraph, people, roster, sheet

MAILING = Terms(mail="mailing")
COLUMNS = ("number", "name", "postal_code", "address")


def mailed(*who: str, change: dict[tuple[str, str], str] | None = None, **more: Row) -> Said:
    rows = sheet(roster(*who, columns=COLUMNS, change=change))
    return said(CHECK, document(rows), MAILING, register=register(**more))


HOME = CAST["S0101"]["address"]


def register(**more: Row) -> Source:
    """S0101 is under 支援措置; ``more``: other people, over those of the cast."""
    return people(*({**row, "protected": "1" if who == "S0101" else ""} for who, row in {**CAST, **more}.items()))


def handed(*content: Grid | Text, **more: Row) -> Said:
    return said(CHECK, document(*content), register=register(**more))


def test_passes_the_protected_persons_own_letter() -> None:
    assert mailed("S0101", "S0102", "S0103") == []
    own = Terms(recipients=({"recipient_id": "K01", "name": "青木　花子", "subject_id": "S0101"},), channel="post")
    assert said(CHECK, document(paragraph(f"青木　花子　様　{HOME}")), own, register=register()) == []
    index = (PrintPiece("1", 2, "S0101", None, 1, 1),)
    page = paragraph(f"{HOME}\n青木　花子　様", Part.PAGE, page=1)
    assert said(CHECK, document(page, kind="pdf"), Terms(mail=index), register=register()) == []


def test_passes_a_protected_persons_name_without_the_address() -> None:
    assert handed(sheet(roster("S0101", "S0102", columns=("name", "birth_date")))) == []


def test_passes_the_address_that_a_protected_person_has_left() -> None:
    left = {**CAST["S0101"], "moved_from": "さくら野市西町9番9号"}
    assert handed(paragraph("さくら野市西町9番9号"), S0101=left) == []


@pytest.mark.parametrize(
    "near", ["さくら野市中央1-2-31", "さくら野市中央1-2-3-101", "さくら野市中央1-2", "さくら野市中央2-2-3"]
)
def test_passes_an_address_that_only_looks_like_it(near: str) -> None:
    assert handed(paragraph(f"工事の場所は{near}です")) == []


def test_passes_the_end_of_a_longer_name_of_a_town() -> None:
    assert handed(paragraph("東中央1-2-3で工事"), S0101={**CAST["S0101"], "address": "中央1-2-3"}) == []


def test_passes_a_neighbour_in_the_same_building() -> None:
    neighbour = {**CAST["S0102"], "address": HOME}
    assert handed(sheet([["氏名", "住所"], ["馬場　陽菜", HOME]]), S0102=neighbour) == []


def test_passes_a_letter_to_the_same_household() -> None:
    husband = {**CAST["S0102"], "address": HOME, "household_id": "H1"}
    assert mailed("S0102", change={("S0102", "address"): HOME}, S0102=husband) == []


def test_asks_about_the_same_household_in_a_list() -> None:
    husband = {**CAST["S0102"], "address": HOME, "household_id": "H1"}
    found = handed(sheet([["氏名", "住所"], ["馬場　陽菜", HOME]]), S0102=husband)
    assert found == [("ask", "protected_household", "B2", "S0101")]


@pytest.mark.parametrize(
    "content",
    [
        sheet(roster("S0101", "S0102", columns=("name", "address"))),
        sheet([["氏名", "住所"], ["青木　花子", "中央1-2-3"]]),
        sheet([["場所"], ["さくら野市中央１丁目２番３号"]]),
        paragraph("住所は山梨県さくら野市中央1-2-3です。"),
        paragraph("さくら野市中央一丁目2番3号", Part.COMMENT),
        paragraph("さくら野市中央1-2-3 コーポ桜"),
    ],
)
def test_stops_a_protected_address_anywhere_else(content: Grid | Text) -> None:
    found = handed(content)
    assert {(severity, rule, who) for severity, rule, _, who in found} == {("stop", "protected", "S0101")}
    assert len(found) == 1


def test_stops_a_protected_address_on_another_persons_letter() -> None:
    found = mailed("S0102", "S0103", change={("S0103", "address"): HOME})
    assert ("stop", "protected", "D3", "S0101") in found
    index = (PrintPiece("1", 2, "S0102", None, 1, 1),)
    page = document(paragraph(f"{HOME}\n馬場　陽菜　様", Part.PAGE, page=1), kind="pdf")
    assert said(CHECK, page, Terms(mail=index), register=register()) == [("stop", "protected", "page", "S0101")]


def test_stops_a_protected_address_that_leaves_by_another_way_than_the_post() -> None:
    own = Terms(
        recipients=({"recipient_id": "K01", "name": "青木　花子", "subject_id": "S0101", "email": "a@b.example.jp"},),
        channel="email",
        to=("a@b.example.jp",),
    )
    read: Document = document(paragraph(HOME))
    assert said(CHECK, read, own, register=register()) == [("stop", "protected", "text", "S0101")]


def test_no_address_is_told_in_the_message() -> None:
    [finding] = run(CHECK, document(paragraph(HOME)), register=register())
    assert "中央" not in finding.message.render() + finding.advice.render()
