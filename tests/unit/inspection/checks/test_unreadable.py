"""検査不能: whatever could not be looked at is said, never passed."""

from dataclasses import replace

from tests.unit.inspection.checks.said import run, said

from sekisho.inspection.checks.unreadable import CHECK
from sekisho.inspection.model import Child, Cipher, Misnamed, Part, Place, Protection, Unread
from sekisho.inspection.worked import document, paragraph, roster, sheet
from sekisho.words import say

WHY = say("壊れています")
SCAN = Unread("page 2", WHY, Place(Part.PAGE, page=2), asks=True)


def test_passes_what_was_read() -> None:
    assert said(CHECK, document(sheet(roster("S0101")), paragraph("本文"))) == []


def test_passes_an_empty_file() -> None:
    assert said(CHECK, document()) == []


def test_passes_a_file_whose_password_was_not_given_which_is_another_matter() -> None:
    closed = Protection(Cipher.STRONG, "AES-256", opened=False)
    assert said(CHECK, document(Unread("file", WHY), protection=closed)) == []


def test_stops_a_part_that_was_not_read_and_gives_the_reason() -> None:
    [finding] = run(CHECK, document(Unread("xl/chart1.xml", WHY)))
    assert (finding.severity, finding.rule, finding.message) == ("stop", "unread_xl/chart1.xml", WHY)


def test_stops_each_part_and_each_file_inside_a_file() -> None:
    inner = document(Unread("a", WHY), Unread("b", WHY))
    found = run(CHECK, {"out/a.zip": document(Child("b.xlsx", b"", Place(Part.FILE))), "out/a.zip!/b.xlsx": inner})
    assert [(f.file, f.rule) for f in found] == [("out/a.zip!/b.xlsx", "unread_a"), ("out/a.zip!/b.xlsx", "unread_b")]
    assert len({f.id for f in found}) == 2


def test_asks_about_a_page_without_text() -> None:
    [finding] = run(CHECK, document(paragraph("本文", Part.PAGE, page=1), SCAN, kind="pdf"))
    assert (finding.severity, finding.place) == ("ask", Place(Part.PAGE, page=2))


def test_a_name_that_promises_what_the_file_is_not_asks_once_and_says_what_to_do() -> None:
    [finding] = run(CHECK, replace(document(paragraph("本文")), misnamed=Misnamed(WHY)))
    assert (finding.severity, finding.rule, finding.message) == ("ask", "misnamed", WHY)


def test_a_closed_file_under_a_wrong_name_asks_too() -> None:
    closed = document(Unread("file", WHY), protection=Protection(Cipher.STRONG, "AES-256", opened=False))
    assert [finding.rule for finding in run(CHECK, replace(closed, misnamed=Misnamed(WHY)))] == ["misnamed"]


def test_what_to_do_comes_from_whoever_knows() -> None:
    advice = say("開いて保存し直してください。")
    [finding] = run(CHECK, document(Unread("file", WHY, advice=advice)))
    assert finding.advice == advice


def test_a_name_whose_program_cannot_open_the_file_stops() -> None:
    [finding] = run(CHECK, replace(document(paragraph("本文")), misnamed=Misnamed(WHY, opens=False)))
    assert (finding.severity, finding.rule) == ("stop", "misnamed")
