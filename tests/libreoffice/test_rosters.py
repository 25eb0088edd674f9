"""Workbooks with people in odd places, saved by LibreOffice: the same people, and as hidden as before."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.libreoffice.office import LibreOffice, Step
from tests.libreoffice.roster_files import BOOKS, TIP
from tests.unit.inspection.recognition.rosters import CITY

from sekisho.inspection.model import Part, Report
from sekisho.inspection.run import Options, inspect_files
from sekisho.inspection.worker.pool import Pool

ROUTES = ("xlsx", "ods", "xls", "ods xlsx", "xls xlsx")
EVERY_SHEET = Step("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
ALIKE = {"there_very_hidden_sheet": "there_hidden_sheet"}
"""LibreOffice knows one kind of hidden sheet."""
LOST = {(Part.HYPERLINK, TIP["subject_id"])}
"""LibreOffice keeps no tip of a link; that the name is gone is looked up in the file."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who stands in which cell, who stands in what else, and what is hidden where. Beside cells the place may be coarser."""

    cells: frozenset[tuple[str | None, int | None, str | None, str | None]]
    beside: frozenset[tuple[Part, str | None]]
    hidden: frozenset[tuple[str | None, int | None, str]]

    @property
    def people(self) -> set[str | None]:
        return {who for *_, who in self.cells}


def seen(report: Report) -> Seen:
    people = report.people or ()
    return Seen(
        frozenset((p.place.sheet, p.place.row, p.place.column, p.subject_id) for p in people if p.place.part == "cell"),
        frozenset((p.place.part, p.subject_id) for p in people if p.place.part != "cell"),
        frozenset(
            (one.place.sheet, one.place.row, ALIKE.get(one.rule, one.rule))
            for one in report.findings
            if one.check == "hidden" and one.severity != "note" and one.place.part == "cell"
        ),
    )


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("books")
    made = {name: folder / f"{name}.xlsx" for name in BOOKS}
    for name, path in made.items():
        BOOKS[name](path)
    return made


@pytest.mark.parametrize("route", ROUTES)
def test_the_same_people_are_found_at_the_same_places(
    route: str, books: dict[str, Path], office: LibreOffice, pool: Pool
) -> None:
    made = office.convert(books.values(), *map(Step, route.split()))
    for name, book in books.items():
        before, after = (
            seen(inspect_files([path], Options(), reader=pool, subjects=CITY)) for path in (book, made[book])
        )
        assert before.cells or before.beside
        assert after.cells == before.cells, name
        assert after.beside == before.beside - LOST, name
        assert after.hidden == before.hidden, name


def test_in_lists_as_text_nobody_is_lost(books: dict[str, Path], office: LibreOffice, pool: Pool) -> None:
    for book in books.values():
        before = seen(inspect_files([book], Options(), reader=pool, subjects=CITY))
        files = office.sheets_of(book, EVERY_SHEET)
        assert len(files) == len({sheet for sheet, *_ in before.cells})
        after = seen(inspect_files(files, Options(), reader=pool, subjects=CITY))
        assert {(row, who) for _, row, _, who in after.cells} == {(row, who) for _, row, _, who in before.cells}


def test_on_paper_every_row_of_a_list_is_found(books: dict[str, Path], office: LibreOffice, pool: Pool) -> None:
    made = office.convert([books["layouts"], books["beside"]], Step("pdf"))
    for book, paper in made.items():
        before = seen(inspect_files([book], Options(), reader=pool, subjects=CITY))
        printed = inspect_files([paper], Options(), reader=pool, subjects=CITY)
        assert before.people <= {who for _, who in seen(printed).beside}


def test_what_is_lost_is_not_in_the_file(books: dict[str, Path], office: LibreOffice) -> None:
    (saved,) = office.convert([books["beside"]], Step("fods")).values()
    text = saved.read_text(encoding="utf-8")
    assert TIP["name"] not in text
    assert TIP["number"] in text  # the link itself is there
