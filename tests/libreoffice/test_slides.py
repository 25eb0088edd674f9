"""Presentations: who stands on a slide, in its table, in the notes and on a hidden slide is found in each format with a reader."""

from pathlib import Path

import pytest
from tests.libreoffice.bundles import text_of
from tests.libreoffice.conversions import UNREADABLE
from tests.libreoffice.office import LibreOffice, Step
from tests.libreoffice.roster_files import said
from tests.libreoffice.slide_files import box, grid, slide, write
from tests.unit.inspection.recognition.rosters import CITY, POPULATION

from sekisho.inspection.model import Report
from sekisho.inspection.run import Options, inspect_files
from sekisho.inspection.worker.pool import Pool

SHOWN, SPOKEN, AWAY, LISTED = POPULATION[0], POPULATION[1], POPULATION[2], POPULATION[3:6]
PLACES = {
    ("slide", 1, SHOWN["subject_id"]),
    ("notes", 1, SPOKEN["subject_id"]),
    *(("slide", 2, one["subject_id"]) for one in LISTED),
    ("slide", 3, AWAY["subject_id"]),
}
ON_PAPER = {("page", 1, SHOWN["subject_id"]), *(("page", 2, one["subject_id"]) for one in LISTED)}
"""Notes and hidden slides are not printed."""


@pytest.fixture(scope="session")
def slides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slides") / "説明会.fodp"
    rows = [["氏名", "生年月日", "整理番号"], *([one["name"], one["birth_date"], one["number"]] for one in LISTED)]
    write(
        path,
        slide(1, box(f"{said(SHOWN)}の例", 2), notes=f"{said(SPOKEN)}のことは話さない"),
        slide(2, box("対象者", 2), grid(rows, 5)),
        slide(3, box(f"{said(AWAY)}の分は次回", 2), hidden=True),
    )
    return path


def looked_at(file: Path, pool: Pool) -> Report:
    return inspect_files([file], Options(), reader=pool, subjects=CITY)


def people(report: Report) -> set[tuple[str, int | None, str | None]]:
    return {(str(one.place.part), one.place.page, one.subject_id) for one in report.people or ()}


@pytest.mark.parametrize("route", ["pptx", "odp pptx", "ppt pptx"])
def test_everybody_is_found_on_slides(route: str, slides: Path, office: LibreOffice, pool: Pool) -> None:
    (made,) = office.convert([slides], *map(Step, route.split())).values()
    report = looked_at(made, pool)
    assert people(report) == PLACES
    hidden = {
        (str(one.place.part), one.place.page)
        for one in report.findings
        if one.check == "hidden" and one.severity != "note"
    }
    assert {("notes", 1), ("slide", 3)} <= hidden


def test_on_paper_everybody_is_found_who_is_printed(slides: Path, office: LibreOffice, pool: Pool) -> None:
    (made,) = office.convert([slides], Step("pdf")).values()
    assert people(looked_at(made, pool)) == ON_PAPER
    printed = text_of(made)
    assert not [one["name"] for one in (SPOKEN, AWAY) if "".join(one["name"].split()) in printed]


@pytest.mark.parametrize("ending", UNREADABLE["fodp"])
def test_a_presentation_without_a_reader_stops(ending: str, slides: Path, office: LibreOffice, pool: Pool) -> None:
    (made,) = office.convert([slides], Step(ending)).values()
    report = looked_at(made, pool)
    assert [(one.check, one.severity, one.file) for one in report.findings] == [("unreadable", "stop", made.as_posix())]
    assert report.files[0].coverage.read == 0
