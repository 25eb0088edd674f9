"""A binary workbook: sheets, strings, styles and comments here, everything else as in an xlsx.

Source: MS-XLSB 2.1.7 (parts).
"""

import struct
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import CONTENT_TYPES, Package, open_package, parse_xml
from sekisho.inspection.model import (
    Coverage,
    Document,
    File,
    Hiding,
    Limits,
    Part,
    UnreadableFileError,
    column_letters,
)
from sekisho.inspection.readers.xlsb.records import records, rich_string, string, strings_in, words_in_formula
from sekisho.inspection.readers.xlsb.sheet import BinarySheet
from sekisho.inspection.readers.xlsb.styles import read_styles
from sekisho.inspection.readers.xlsx.other_parts import Parts, read_other_parts
from sekisho.inspection.readers.xlsx.strings import SharedStrings
from sekisho.inspection.readers.xlsx.styles import Styles
from sekisho.inspection.readers.xlsx.values import Book
from sekisho.inspection.sheets.formats import plain_number
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.inspection.sheets.table import Table
from sekisho.words import say

_SHEET, _PROPERTIES, _NAME, _ITEM = 156, 153, 39, 19
_AUTHOR, _COMMENT, _COMMENT_TEXT = 632, 635, 637
_NUMBERS: Final = frozenset({21, 27, 368})
"""Numbers that a pivot cache or a link keeps of its source."""
_STATES: Final = {1: Hiding.SHEET, 2: Hiding.VERY_HIDDEN_SHEET}
_KINDS: Final = {
    "table": Part.DEFINED_NAME, "pivotCacheDefinition": Part.PIVOT_CACHE, "pivotCacheRecords": Part.PIVOT_CACHE,
    "pivotTable": Part.DEFINED_NAME, "externalLink": Part.EXTERNAL_LINK, "connections": Part.EXTERNAL_LINK,
    "queryTable": Part.EXTERNAL_LINK, "xlBinaryIndex": Part.PROPERTY, "xlMacrosheet": Part.SCRIPT,
    "xlIntlMacrosheet": Part.SCRIPT, "slicer": Part.PROPERTY, "slicerCache": Part.PROPERTY,
    "timeline": Part.PROPERTY, "timelineCache": Part.PROPERTY, "revisionHeaders": Part.REVISION,
    "revisionLog": Part.REVISION, "usernames": Part.REVISION, "dialogsheet": Part.TEXT_BOX,
    "chartsheet": Part.CHART, "volatileDependencies": Part.PROPERTY,
}  # fmt: skip
"""Binary parts that are looked through record by record, and where their texts stand."""
_DAMAGED: Final = (struct.error, IndexError)


def read(file: File, limits: Limits) -> Document:
    """Return everything that an xlsb file holds: what it shows, what it hides, and what was not looked at.

    Raises:
        UnreadableFileError: no workbook, damaged as a whole, two parts of one name, or over a limit.

    """
    package = open_package(file.data, limits)
    found = (*package.related("", "officeDocument"), package.find("xl/workbook.bin"))
    name = next((one for one in found if one is not None), None)
    if name is None:
        raise UnreadableFileError(say("Excelブックとして読めません（ブックの本体がありません）"))
    seen = Seen()
    parts = _read_sheets(package, name, limits, seen)
    _read_binaries(package, parts, seen)
    read_other_parts(package, parts, seen)
    try:
        package.content_type(name)
    except UnreadableFileError as error:
        seen.miss(CONTENT_TYPES, error.sentence)
    touched = {one.part for one in seen.not_read}
    seen.not_read += [one for one in package.untouched() if one.part not in touched]
    total = len(package.parts)
    missed = min(total, len({one.part for one in seen.not_read if not one.asks}))
    return Document(
        format="xlsb",
        coverage=Coverage(total, total - missed, tuple(seen.not_read)),
        texts=tuple(seen.texts),
        grids=tuple(seen.grids),
        children=tuple(seen.children),
        pictures=seen.pictures,
    )


def _read_sheets(package: Package, name: str, limits: Limits, seen: Seen) -> Parts:
    sheets: list[tuple[str, Owner]] = []
    from_1904 = False
    for kind, body in records(package.read(name)):
        try:
            if kind == _SHEET:
                state, _ = struct.unpack_from("<II", body)
                relation, at = string(body, 8)
                sheets.append((relation, Owner(string(body, at)[0], _STATES.get(state, Hiding.SEEN))))
            elif kind == _PROPERTIES:
                from_1904 = bool(body[0] & 1)
            elif kind == _NAME:
                text, at = string(body, 9)
                texts = [text, *strings_in(body[at:]), *words_in_formula(body[at:])]
                seen.add_all(Owner().place(Part.DEFINED_NAME), texts, Hiding.BEHIND)
            else:
                seen.add_all(Owner().place(Part.PROPERTY), strings_in(body), Hiding.BEHIND, "record")
        except _DAMAGED:
            seen.miss(name, say("ブックの本体が途中で壊れています"))
    parts = Parts(read={name}, book=_book(package, name, limits, from_1904=from_1904, seen=seen))
    parts.read.update(one for kind in ("sharedStrings", "styles") for one in package.related(name, kind)[:1])
    links = {link.id: link for link in package.relationships(name)}
    for relation, owner in sheets:
        seen.add(owner.place(Part.SHEET_NAME), owner.sheet, owner.hiding)
        parts.titles.add(owner.sheet or "")
        link = links.get(relation)
        if link is None or link.part is None:
            why = say("シート「{sheet}」の中身がファイルの中にありません", sheet=owner.sheet or "")
            seen.miss(owner.sheet or "", why, place=owner.place(Part.CELL))
        else:
            parts.owners[link.part] = owner
            if link.kind == "worksheet":
                parts.read.add(link.part)
                _read_sheet(package, link.part, owner, parts, seen)
    return parts


def _read_sheet(package: Package, part: str, owner: Owner, parts: Parts, seen: Seen) -> None:
    sheet = BinarySheet(owner, parts.book, seen, Table(parts.book.limits))
    before = len(seen.not_read)
    try:
        sheet.read(package.read(part))
        links = package.relationships(part)
    except UnreadableFileError as error:
        seen.miss(part, error.sentence, place=owner.place(Part.CELL))
        parts.damaged = True
        return
    parts.damaged = parts.damaged or len(seen.not_read) > before
    parts.use(number for number in sheet.used if number < len(parts.used))
    parts.shown[owner.sheet] = sheet.table.shown
    targets = (link.target for link in links if link.external and link.target not in sheet.table.shown)
    seen.add_all(owner.place(Part.HYPERLINK), targets, owner.hiding)


def _book(package: Package, name: str, limits: Limits, *, from_1904: bool, seen: Seen) -> Book:
    texts: list[str] = []
    readings: dict[int, str] = {}
    for part in package.related(name, "sharedStrings")[:1]:
        try:
            for kind, body in records(package.read(part)):
                if kind == _ITEM:
                    text, reading = rich_string(body)
                    readings |= {len(texts): reading} if reading else {}
                    texts.append(text)
        except UnreadableFileError as error:
            seen.miss(part, error.sentence)
        except _DAMAGED:
            seen.miss(part, say("{part}が壊れています", part=part))
    seen.add_all(Owner().place(Part.PROPERTY), readings.values(), Hiding.BEHIND, "furigana")
    return Book(SharedStrings(tuple(texts)), _styles(package, name, seen), from_1904, limits)


def _styles(package: Package, name: str, seen: Seen) -> Styles:
    for part in package.related(name, "styles")[:1]:
        try:
            return read_styles(package.read(part), _theme(package, name))
        except UnreadableFileError as error:
            seen.miss(part, error.sentence)
        except _DAMAGED:
            seen.miss(part, say("{part}が壊れています", part=part))
    return Styles()


def _theme(package: Package, name: str) -> etree._Element | None:
    for part in package.related(name, "theme")[:1]:
        try:
            return parse_xml(package.read(part))
        except UnreadableFileError:
            return None  # its own reader names it
    return None


# ---------------------------------------------------------------- binary parts that are no sheet


def _read_binaries(package: Package, parts: Parts, seen: Seen) -> None:
    """Read the parts that an xlsx has as XML; the others are left to the readers of those."""
    sources = [("", Owner()), *((name, parts.owners.get(name, Owner())) for name in package.parts)]
    for source, owner in sources:
        try:
            links = package.relationships(source)
        except UnreadableFileError:
            continue  # named by the reader of the other parts
        for link in links:
            if link.part is None or link.part in parts.read or not link.part.lower().endswith(".bin"):
                continue
            if link.kind == "comments" or link.kind in _KINDS:
                parts.read.add(link.part)
                _read_binary(package, link.part, link.kind, owner, parts, seen)


def _read_binary(package: Package, name: str, kind: str, owner: Owner, parts: Parts, seen: Seen) -> None:
    try:
        data = package.read(name)
    except UnreadableFileError as error:
        seen.miss(name, error.sentence, place=owner.place(Part.FILE))
        return
    if kind == "comments":
        try:
            parts.comments.setdefault(owner.sheet, []).extend(_read_comments(data, owner, seen))
        except _DAMAGED:
            seen.miss(name, say("{part}が壊れています", part=name), place=owner.place(Part.COMMENT))
        return
    shown = parts.shown.get(owner.sheet, frozenset())
    texts: dict[str, None] = {}
    for number, body in records(data):
        texts |= dict.fromkeys((*strings_in(body), *words_in_formula(body)))
        if number in _NUMBERS and len(body) >= 8:
            texts[plain_number(repr(struct.unpack_from("<d", body, len(body) - 8)[0]))] = None
    hiding = owner.hiding or Hiding.BEHIND
    seen.add_all(owner.place(_KINDS[kind]), (text for text in texts if text not in shown), hiding, kind)


def _read_comments(data: bytes, owner: Owner, seen: Seen) -> list[str]:
    found: list[str] = []
    row = column = 0
    for kind, body in records(data):
        if kind == _AUTHOR:
            seen.add(owner.place(Part.PROPERTY), string(body)[0], Hiding.BEHIND, "author")
        elif kind == _COMMENT:
            _, row, _, column = struct.unpack_from("<4I", body)
        elif kind == _COMMENT_TEXT:
            text, _ = rich_string(body)
            found.append(text)
            seen.add(owner.place(Part.COMMENT, row + 1, column_letters(column + 1)), text, owner.hiding)
    return found
