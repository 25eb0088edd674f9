"""黒塗り: nothing that was blacked out can still be read."""

import pytest
from tests.unit.inspection.checks.said import run, said

from sekisho.inspection.checks.redaction import CHECK, SHOWN
from sekisho.inspection.model import Covered, Hiding, Part, Place
from sekisho.inspection.worked import document, paragraph, roster, sheet

PAGE = Place(Part.PAGE, page=1)


def test_passes_a_file_without_boxes() -> None:
    assert said(CHECK, document(sheet(roster("S0101")), paragraph("江口美咲", Part.PAGE, page=1))) == []


@pytest.mark.parametrize("text", ["", " ", "\u3000\n\t"])
def test_passes_a_box_over_nothing(text: str) -> None:
    assert said(CHECK, document(Covered(PAGE, text))) == []


def test_passes_hidden_text_which_is_another_matter() -> None:
    assert said(CHECK, document(paragraph("江口美咲", hidden=Hiding.VANISH))) == []


def test_stops_a_name_under_a_box_and_says_whose() -> None:
    read = document(paragraph("登録者 江口 美咲 様", Part.PAGE, page=1), Covered(PAGE, "江口 美咲"))
    [finding] = run(CHECK, read)
    assert (finding.severity, finding.place, finding.subject_id) == ("stop", PAGE, "S0201")
    assert "江口 美咲" in finding.message.render()
    assert "江口" not in finding.message.render(mask=True)


def test_stops_each_box_and_tells_them_apart() -> None:
    found = run(CHECK, document(Covered(PAGE, "所得の額"), Covered(PAGE, "x" * 99)))
    assert [(f.rule, f.subject_id) for f in found] == [("covered_1", None), ("covered_2", None)]
    assert len({f.id for f in found}) == 2
    assert "x" * SHOWN in found[1].message.render()
    assert "x" * (SHOWN + 1) not in found[1].message.render()
