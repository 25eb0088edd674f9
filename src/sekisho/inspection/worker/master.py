"""A workbook that is to be cut into clean ones: besides what its sheets show, the numbers they store and their widths.

Inspection needs what a person sees; a list written anew needs what the cell holds, or a number would become a text.
Source: ECMA-376 Part 1, 18.3.1.4 (c), 18.3.1.13 (col), 18.8.30 (numFmt).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho.inspection.containers.opc import Package, attribute, child, elements, open_package, parse_xml, relation_id
from sekisho.inspection.model import (
    Cipher,
    Document,
    File,
    Limits,
    Part,
    Place,
    Text,
    UnreadableFileError,
    column_letters,
)
from sekisho.inspection.reading import read_file
from sekisho.inspection.sheets.formats import built_in, parse_format

if TYPE_CHECKING:
    from lxml import etree

WIDTH = "width"
BOOLEAN = "boolean"
_WORKBOOKS = frozenset({"xlsx", "xlsm"})
_FROM_1904 = 1462
"""Days from the first day of the 1900 system to that of the 1904 system."""


def read_master(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Return the workbook as inspection reads it, with further texts in the places of cells and columns.

    A cell that stores a number: the number, ``name`` its format; a truth value: ``1`` or ``0``, ``name`` ``boolean``; a
    column: its width in characters, ``name`` ``width``. A protected workbook is given as it is.
    """
    document = read_file(file, limits, jobs=jobs)
    if document.format not in _WORKBOOKS or document.protection.cipher is not Cipher.NONE:
        return document
    package = open_package(file.data, limits)
    return replace(document, texts=(*document.texts, *_stored(package)))


def _stored(package: Package) -> Iterator[Text]:
    name = next(iter(package.related("", "officeDocument")), None) or package.find("xl/workbook.xml")
    if name is None:
        return
    workbook = parse_xml(package.read(name))
    properties = child(workbook, "workbookPr")
    from_1904 = properties is not None and attribute(properties, "date1904").lower() in {"1", "true", "on"}
    formats = _formats(package, name)
    links = {link.id: link.part for link in package.relationships(name)}
    for sheet in elements(workbook, "sheet"):
        part = links.get(relation_id(sheet))
        if part is None:
            continue
        try:
            root = parse_xml(package.read(part))
        except UnreadableFileError:
            continue  # inspection has said so
        yield from _widths(root, attribute(sheet, "name"))
        yield from _numbers(root, attribute(sheet, "name"), formats, from_1904=from_1904)


def _formats(package: Package, workbook: str) -> Sequence[str]:
    """Return the format code of each cell style, empty for the general one."""
    for part in package.related(workbook, "styles")[:1]:
        root = parse_xml(package.read(part))
        own = {attribute(one, "numFmtId"): attribute(one, "formatCode") for one in elements(root, "numFmt")}
        styles = child(root, "cellXfs")
        return [_code(attribute(xf, "numFmtId"), own) for xf in (elements(styles, "xf") if styles is not None else ())]
    return []


def _code(number: str, own: dict[str, str]) -> str:
    code = own.get(number) or built_in(int(number) if number.isdigit() else 0)
    return "" if code == "General" else code


def _widths(root: etree._Element, sheet: str) -> Iterator[Text]:
    columns = child(root, "cols")
    for one in elements(columns, "col") if columns is not None else ():
        first, last = attribute(one, "min"), attribute(one, "max")
        if first.isdigit() and last.isdigit():
            for column in range(int(first), min(int(last), int(first) + 255) + 1):
                yield Text(Place(Part.CELL, sheet, None, column_letters(column)), attribute(one, "width"), name=WIDTH)


def _numbers(root: etree._Element, sheet: str, formats: Sequence[str], *, from_1904: bool) -> Iterator[Text]:
    row_number = 0
    for row in elements(root, "row"):
        told = attribute(row, "r")
        row_number = int(told) if told.isdigit() else row_number + 1
        column = 0
        for cell in elements(row, "c"):
            letters = attribute(cell, "r").rstrip("0123456789")
            column = _column(letters) if letters else column + 1
            place = Place(Part.CELL, sheet, row_number, column_letters(column))
            value = child(cell, "v")
            stored = (value.text or "").strip() if value is not None else ""
            kind = attribute(cell, "t", "n") or "n"
            if stored and kind == "b":
                yield Text(place, stored, name=BOOLEAN)
            elif stored and kind == "n":
                style = attribute(cell, "s", "0")
                code = formats[int(style)] if style.isdigit() and int(style) < len(formats) else ""
                yield Text(place, _day(stored, code) if from_1904 else stored, name=code)


def _day(stored: str, code: str) -> str:
    """Return a day of the 1904 system as one of the 1900 system; other numbers as they are."""
    if any(section.day for section in parse_format(code).numbers):
        return repr(float(stored) + _FROM_1904)
    return stored


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
