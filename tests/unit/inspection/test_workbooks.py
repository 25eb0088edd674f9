"""Lists that are workbooks: what a worker read of them as rows of texts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from sekisho.bundle.model import BundleError
from sekisho.inspection.model import Coverage, Document, File, Limits, Unread
from sekisho.inspection.reading import read_file
from sekisho.inspection.workbooks import read_workbook
from sekisho.words import say


class Reads:
    """Reads in this process, and gives a document in which these parts are missing."""

    def __init__(self, *missing: Unread) -> None:
        self.missing = missing

    def begin(self, files: Iterable[File]) -> None:
        """Nothing is begun early."""

    def read(self, files: Iterable[File], *, taken: Iterable[str] = ()) -> Iterator[tuple[File, Document]]:
        for file in files:
            document = read_file(file, Limits())
            coverage = Coverage(document.coverage.parts, document.coverage.read, self.missing)
            yield file, replace(document, coverage=coverage)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = Workbook()
    book.active.append(("本人ID", "氏名"))
    book.active.append(("S1", "青木"))
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


SEEN_BY_A_PERSON = Unread("xl/media/image1.png", say("0 バイトのファイルです"), asks=True)
LOST = Unread("xl/worksheets/sheet2.xml", say("0 バイトのファイルです"))


@pytest.mark.parametrize(("missing", "whole"), [((), True), ((SEEN_BY_A_PERSON,), True), ((LOST,), False)])
def test_rows_of_what_was_read(path: Path, missing: tuple[Unread, ...], whole: bool) -> None:
    assert read_workbook(path, Reads(*missing), whole=whole) == [["本人ID", "氏名"], ["S1", "青木"]]


def test_where_all_of_it_is_needed_a_part_that_is_lost_is_named(path: Path) -> None:
    with pytest.raises(BundleError) as caught:
        read_workbook(path, Reads(LOST), file="台帳.xlsx", whole=True)
    told = caught.value.sentence.render()
    assert "台帳.xlsx" in told
    assert "xl/worksheets/sheet2.xml" in told


def test_a_cell_in_the_last_corner(path: Path) -> None:
    book = Workbook()
    book.active.cell(1_048_576, 16_384, "x")
    book.save(path)
    with pytest.raises(BundleError) as caught:
        read_workbook(path, Reads())
    assert "1048576行×16384列" in caught.value.sentence.render()
