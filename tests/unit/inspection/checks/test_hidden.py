"""隠れた情報: what the eye does not see leaves too."""

import pytest
from tests.unit.inspection.checks.said import run, said

from sekisho.inspection.checks.hidden import ASKING, CHECK, NOTED, SILENT
from sekisho.inspection.model import Child, Hiding, Part, Place
from sekisho.inspection.worked import Hidden, Terms, document, paragraph, roster, sheet

OWN = sheet(roster("S0101", "S0102"))
NUMBER = "個人番号 123456789018"
# What lies under a black box is the business of redaction, an OCR layer shows what its picture shows.
WAYS = [hiding for hiding in Hiding if hiding not in {Hiding.SEEN, Hiding.OCR, Hiding.COVERED}]


def asked(*content: object) -> list[tuple[str, str, str, str | None]]:
    return [one for one in said(CHECK, document(OWN, *content)) if one[0] != "note"]  # type: ignore[arg-type]  # pieces


# ---------------------------------------------------------------- passes


def test_passes_what_is_to_be_seen() -> None:
    assert asked() == []


def test_passes_a_foreign_person_in_plain_sight() -> None:
    # That is the business of another check.
    assert asked(sheet(roster("S0201"), name="2")) == []


@pytest.mark.parametrize(
    "part", sorted(NOTED | {Part.HEADER_FOOTER, Part.TEXT_BOX, Part.CHART, Part.SHEET_NAME, Part.FILE_NAME})
)
def test_passes_what_every_honest_file_has(part: Part) -> None:
    assert asked(paragraph("保育幼稚園課", part, name="creator")) == []


@pytest.mark.parametrize("part", sorted(SILENT))
def test_passes_without_a_word_what_is_in_every_file(part: Part) -> None:
    assert said(CHECK, document(OWN, paragraph("補助金", part))) == []


def test_passes_empty_rows_and_columns() -> None:
    rows = [*roster("S0101"), [], ["", "", "", ""]]
    hidden = Hidden(rows={4: Hiding.ROW, 9: Hiding.FILTERED}, columns={7: Hiding.COLUMN})
    assert said(CHECK, document(sheet(rows, hidden=hidden))) == []


def test_passes_an_empty_hidden_sheet() -> None:
    assert asked(sheet([], name="2", hidden=Hidden(Hiding.VERY_HIDDEN_SHEET))) == []


def test_passes_an_empty_comment() -> None:
    assert asked(paragraph("  \n", Part.COMMENT), paragraph("", Part.REVISION)) == []


def test_passes_text_that_a_scanner_read_out_of_its_picture() -> None:
    assert asked(paragraph("通知書", Part.PAGE, hidden=Hiding.OCR)) == []


def test_passes_members_of_an_archive() -> None:
    outer = document(Child("b.xlsx", b"", Place(Part.FILE)), kind="zip")
    assert said(CHECK, {"out/a.zip": outer, "out/a.zip!/b.xlsx": document(OWN)}) == []


def test_passes_my_numbers_in_plain_sight() -> None:
    assert asked(paragraph(NUMBER)) == []


def test_passes_as_a_question_at_most_where_nothing_says_who_may_see_whom() -> None:
    behind = sheet(roster("S0201"), name="2", hidden=Hidden(Hiding.SHEET))
    found = said(CHECK, document(OWN, behind), register="none")
    assert [severity for severity, *_ in found] == ["ask"]


# ---------------------------------------------------------------- stops


@pytest.mark.parametrize("hiding", [Hiding.SHEET, Hiding.VERY_HIDDEN_SHEET])
def test_stops_a_foreign_person_on_a_hidden_sheet(hiding: Hiding) -> None:
    behind = sheet(roster("S0201"), name="2", hidden=Hidden(hiding))
    assert asked(behind) == [("stop", f"person_{hiding.value}", "A2", "S0201")]


@pytest.mark.parametrize("hiding", WAYS)
def test_stops_a_foreign_person_in_text_hidden_in_any_way(hiding: Hiding) -> None:
    assert [one[0] for one in asked(paragraph("江口美咲さん", hidden=hiding))] == ["stop"]


@pytest.mark.parametrize("part", sorted(ASKING | NOTED))
def test_stops_a_foreign_person_in_parts_that_no_view_shows(part: Part) -> None:
    assert [one[0] for one in asked(paragraph("江口美咲さん", part))] == ["stop"]


def test_stops_a_my_number_that_is_hidden() -> None:
    assert [one[:2] for one in asked(paragraph(NUMBER, hidden=Hiding.VANISH))] == [("stop", "my_number")]
    assert [one[:2] for one in asked(paragraph(NUMBER, Part.COMMENT))] == [("stop", "my_number")]


def test_stops_each_hidden_row_with_a_foreign_person() -> None:
    grid = sheet(roster("S0101", "S0201", "S0102"), hidden=Hidden(rows={3: Hiding.FILTERED}))
    assert said(CHECK, document(grid)) == [("stop", "person_filtered_row", "A3", "S0201")]


def test_stops_in_a_file_embedded_in_another() -> None:
    outer = document(OWN, Child("b.xlsx", b"", Place(Part.EMBEDDED), shown=False))
    found = run(CHECK, {"out/a.xlsx": outer, "out/a.xlsx!/b.xlsx": document(sheet(roster("S0201")))})
    assert ("stop", "out/a.xlsx!/b.xlsx", "S0201") in [(f.severity, f.file, f.subject_id) for f in found]


# ---------------------------------------------------------------- asks


def test_asks_once_for_a_hidden_sheet() -> None:
    behind = sheet(roster("S0101", "S0102", "S0103"), name="2", hidden=Hidden(Hiding.SHEET))
    [finding] = run(CHECK, document(OWN, behind))
    assert (finding.severity, finding.place) == ("ask", Place(Part.CELL, "2"))


@pytest.mark.parametrize("part", sorted(ASKING))
def test_asks_about_other_content_in_parts_that_no_view_shows(part: Part) -> None:
    assert [one[0] for one in asked(paragraph("確認済み", part))] == ["ask"]


def test_asks_once_for_each_run_of_hidden_rows_and_once_for_columns() -> None:
    hidden = Hidden(
        rows={2: Hiding.ROW, 3: Hiding.ROW, 5: Hiding.FILTERED}, columns={2: Hiding.COLUMN, 3: Hiding.COLUMN}
    )
    found = said(CHECK, document(sheet(roster("S0101", "S0102", "S0103", "S0104"), hidden=hidden)))
    assert found == [
        ("ask", "there_hidden_row", "2", None),
        ("ask", "there_filtered_row", "5", None),
        ("ask", "there_hidden_column", "B", None),
    ]


def test_asks_about_a_cell_in_the_colour_of_its_ground() -> None:
    grid = sheet([["氏名"], ["備考"], ["メモ"]], hidden=Hidden(cells={(3, 1): Hiding.FONT_COLOUR}))
    assert said(CHECK, document(grid), Terms()) == [("ask", "there_font_colour", "A3", None)]


def test_asks_about_an_attachment() -> None:
    child = Child("b.pdf", b"", Place(Part.ATTACHMENT), shown=False)
    assert said(CHECK, {"out/a.pdf": document(child, kind="pdf"), "out/a.pdf!/b.pdf": document(kind="pdf")}) == [
        ("ask", "there_attachment", "attachment", None)
    ]
