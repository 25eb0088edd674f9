"""欠落・重複: everyone is there, and nobody twice in one list."""

import pytest
from tests.unit.inspection.checks.said import run, said

from sekisho.inspection.checks.completeness import CHECK
from sekisho.inspection.model import Coverage, Document, Unread
from sekisho.inspection.worked import CAST, Terms, document, paragraph, parcel_case, roster, sheet
from sekisho.words import say

ALL = ("S0101", "S0102", "S0103", "S0104")
WHOLE = Terms(complete=True)


# ---------------------------------------------------------------- passes


def test_passes_everyone() -> None:
    assert said(CHECK, document(sheet(roster(*ALL))), WHOLE) == []


def test_passes_everyone_over_several_files() -> None:
    files = {f"out/{who}.xlsx": document(sheet(roster(who))) for who in ALL}
    assert said(CHECK, files, WHOLE) == []


def test_says_of_nobody_that_they_are_missing_where_a_file_could_not_be_read() -> None:
    closed = Document("doc", Coverage(1, 0, (Unread("file", say("読めません")),)))
    files = {"out/a.xlsx": document(sheet(roster("S0101"))), "out/b.doc": closed}
    assert said(CHECK, files, WHOLE) == []
    (lacking, whole, any_list) = (
        CHECK.lacks(parcel_case(files, terms=WHOLE)),
        CHECK.lacks(parcel_case({"out/a.xlsx": files["out/a.xlsx"]}, terms=WHOLE)),
        CHECK.lacks(parcel_case(files)),
    )
    assert lacking is not None
    assert "out/b.doc" in lacking.render("ja")
    assert (whole, any_list) == (None, None)


@pytest.mark.parametrize(
    "coverage",
    [
        Coverage(2, 1, (Unread("word/embeddings/1.bin", say("読めません")),)),
        Coverage(1, 0, (Unread("1", say("画像"), asks=True),)),
    ],
)
def test_a_part_that_was_not_read_is_no_excuse(coverage: Coverage) -> None:
    files = {"out/a.xlsx": document(sheet(roster(*ALL[:3]))), "out/b.pdf": Document("pdf", coverage)}
    assert said(CHECK, files, WHOLE) == [("stop", "missing", "file", "S0104")]


def test_passes_a_part_where_nothing_says_complete() -> None:
    assert said(CHECK, document(sheet(roster("S0101")))) == []


def test_passes_the_subjects_that_narrow_the_scope() -> None:
    assert said(CHECK, document(sheet(roster("S0101"))), Terms(complete=True, subjects=("S0101",))) == []


def test_passes_somebody_who_is_there_as_a_bare_name_of_two() -> None:
    assert said(CHECK, document(sheet([["氏名"], ["青木　花子"]])), Terms(complete=True, scope=("S0101",))) == []


def test_passes_one_person_on_two_sheets() -> None:
    assert said(CHECK, document(sheet(roster("S0101"), name="4月"), sheet(roster("S0101"), name="5月"))) == []


def test_passes_one_person_in_two_tables_of_one_sheet() -> None:
    assert said(CHECK, document(sheet([*roster("S0101"), [], *roster("S0101", columns=("birth_date", "name"))]))) == []


def test_passes_a_guardian_of_two_children() -> None:
    rows = [["氏名", "生年月日", "保護者氏名"]]
    rows += [[CAST[who]["name"], CAST[who]["birth_date"], CAST["S0104"]["name"]] for who in ("S0101", "S0102")]
    assert said(CHECK, document(sheet(rows))) == []


def test_passes_namesakes() -> None:
    assert said(CHECK, document(sheet(roster("S0101", "S0202")))) == []
    assert said(CHECK, document(sheet([["氏名"], ["青木　花子"], ["青木　花子"]]))) == []


def test_passes_a_name_twice_in_running_text() -> None:
    assert said(CHECK, document(paragraph("馬場陽菜さん"), paragraph("馬場陽菜さん"))) == []


def test_passes_the_name_in_a_title_above_the_list() -> None:
    assert said(CHECK, document(sheet([["馬場陽菜さん ほか"], *roster("S0102", "S0103")]))) == []


# ---------------------------------------------------------------- stops and asks


def test_stops_where_somebody_is_missing() -> None:
    [finding] = run(CHECK, document(sheet(roster("S0101", "S0102", "S0104"))), WHOLE)
    assert (finding.severity, finding.rule, finding.file, finding.subject_id) == (
        "stop",
        "missing",
        "out/list.xlsx",
        "S0103",
    )


def test_stops_for_each_who_is_missing_and_names_no_file_where_there_are_several() -> None:
    found = run(CHECK, {"out/a.xlsx": document(sheet(roster("S0101"))), "out/b.xlsx": document()}, WHOLE)
    assert [(finding.subject_id, finding.file) for finding in found] == [
        ("S0102", None),
        ("S0103", None),
        ("S0104", None),
    ]


def test_stops_where_only_a_namesake_is_there() -> None:
    terms = Terms(complete=True, scope=("S0101",))
    assert [subject for *_, subject in said(CHECK, document(sheet(roster("S0202"))), terms)] == ["S0101"]


def test_asks_about_the_same_person_twice() -> None:
    found = said(CHECK, document(sheet(roster("S0101", "S0102", "S0103", "S0101"))))
    assert found == [("ask", "twice", "A5", "S0101")]


@pytest.mark.parametrize("times", [2, 3])
def test_asks_for_every_further_row(times: int) -> None:
    found = said(CHECK, document(sheet(roster("S0102", *["S0101"] * times))))
    assert [where for _, _, where, _ in found] == [f"A{row}" for row in range(4, times + 3)]


def test_asks_also_where_the_two_rows_write_the_name_differently() -> None:
    rows = roster("S0101", "S0101")
    rows[2][0] = "青木花子様"
    assert said(CHECK, document(sheet(rows))) == [("ask", "twice", "A3", "S0101")]
