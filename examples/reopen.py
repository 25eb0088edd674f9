"""Looks with other libraries than those that wrote the files whether the planned mistakes are in them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import openpyxl  # type: ignore[import-untyped]  # ships no types
import pypdfium2

if TYPE_CHECKING:
    from pathlib import Path

    from plan import Incident, Place, Planted


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


def holds(file: Path, place: Place) -> bool:
    """Tell whether the planned text stands at its place; a name may be split over two neighbouring cells."""
    if place.page is not None:
        return _plain(place.text) in _page_text(file, place.page)
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


def verify(folder: Path, incident: Incident) -> None:
    """Return when every planted mistake is in the one bundle and gone from its twin.

    Raises:
        NotThereError: otherwise.
    """
    for planted in incident.planted:
        _verify_planted(folder / f"incident-{incident.number}", planted)
