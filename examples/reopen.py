"""Looks with other libraries than those that wrote the files whether the planned mistakes are in them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import docx
import openpyxl  # type: ignore[import-untyped]  # ships no types
import pypdfium2

if TYPE_CHECKING:
    from pathlib import Path

    from plan import Asked, Incident, Place, Planted


class NotThereError(Exception):
    """The file does not hold what the plan says, or a repaired twin still does."""


def _plain(text: object) -> str:
    return "".join(str(text or "").split())


def _page_text(file: Path, number: int) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return _plain(document[number - 1].get_textpage().get_text_bounded())


@cache
def _sheets(file: Path) -> dict[str, Any]:
    book = openpyxl.load_workbook(file)
    return {name: book[name] for name in book.sheetnames}


@cache
def _letter(file: Path) -> str:
    letter = docx.Document(str(file))
    cells = (cell.text for table in letter.tables for row in table.rows for cell in row.cells)
    return _plain("\n".join([*(paragraph.text for paragraph in letter.paragraphs), *cells]))


def holds(file: Path, place: Place) -> bool:
    """Tell whether the planned text stands at its place; a name may be split over two neighbouring cells."""
    if place.page is not None:
        return _plain(place.text) in _page_text(file, place.page)
    if place.part == "text":
        return _plain(place.text) in _letter(file)
    sheet = _sheets(file).get(place.sheet or "")
    if sheet is None:
        return False
    first = sheet[f"{place.column}{place.row}"]
    both = _plain(first.value) + _plain(first.offset(column=1).value)
    return _plain(place.text) in (_plain(first.value), both)


def _verify_planted(folder: Path, planted: Planted) -> None:
    wrong, right = (folder / twin / planted.file for twin in ("mistake", "repaired"))
    for place in planted.places:
        if not holds(wrong, place):
            raise NotThereError(f"{wrong}: {place} is not there")
        if holds(right, place):
            raise NotThereError(f"{right}: {place} is still there")


def _verify_asked(folder: Path, asked: Asked) -> None:
    if not holds(folder / "repaired" / asked.file, asked.place):
        raise NotThereError(f"{folder / 'repaired' / asked.file}: {asked.place} is not there")


def verify(folder: Path, incident: Incident) -> None:
    """Return when every planted mistake is in the one bundle and gone from its twin, and what is asked about is there.

    Raises:
        NotThereError: otherwise.
    """
    for planted in incident.planted:
        _verify_planted(folder / f"incident-{incident.number}", planted)
    for asked in incident.asked:
        _verify_asked(folder / f"incident-{incident.number}", asked)
