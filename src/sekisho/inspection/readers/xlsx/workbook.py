"""A workbook: every part of the file goes to whoever knows its kind, and none is left unnamed.

Source: ECMA-376 Part 1, 12 (SpreadsheetML packages) and 18.2 (workbook).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from sekisho.inspection.containers.opc import (
    Package,
    attribute,
    child,
    elements,
    local_name,
    open_package,
    parse_xml,
    relation_id,
)
from sekisho.inspection.model import Coverage, Document, File, Hiding, Limits, Part, Place, UnreadableFileError
from sekisho.inspection.readers.xlsx.other_parts import Parts, read_other_parts
from sekisho.inspection.readers.xlsx.properties import read_names
from sekisho.inspection.readers.xlsx.sheet import read_sheet
from sekisho.inspection.readers.xlsx.sheet_texts import read_sheet_texts
from sekisho.inspection.readers.xlsx.strings import SharedStrings, read_strings
from sekisho.inspection.readers.xlsx.styles import Styles, read_styles
from sekisho.inspection.readers.xlsx.values import Book
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.words import say

_STATES = {"hidden": Hiding.SHEET, "veryHidden": Hiding.VERY_HIDDEN_SHEET}
_TRUE = frozenset({"1", "true", "on"})


def read(file: File, limits: Limits) -> Document:
    """Return everything that an xlsx or xlsm file holds: what it shows, what it hides, and what was not looked at.

    A sheet is a ``Grid``; everything else is a ``Text`` in its part; files inside are children.

    Raises:
        UnreadableFileError: no workbook, damaged as a whole, two parts of one name, or over a limit.

    """
    with _no_collection():
        package = open_package(file.data, limits)
        name = _workbook_part(package)
        workbook = parse_xml(package.read(name))
        if local_name(workbook) != "workbook":
            raise UnreadableFileError(say("Excelブックとして読めません（ブックの本体がありません）"))
        seen = Seen()
        parts = _read_sheets(package, name, workbook, limits, seen)
        read_other_parts(package, parts, seen)
    return _document(package, name, seen)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector away: millions of short texts without cycles are half as fast under its eyes."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _workbook_part(package: Package) -> str:
    found = (*package.related("", "officeDocument"), package.find("xl/workbook.xml"))
    name = next((one for one in found if one is not None), None)
    if name is None:
        raise UnreadableFileError(say("Excelブックとして読めません（ブックの本体がありません）"))
    return name


def _read_sheets(package: Package, name: str, workbook: etree._Element, limits: Limits, seen: Seen) -> Parts:
    """Read strings, styles and all sheets; return what the other parts need to know."""
    links = {link.id: link for link in package.relationships(name)}
    titles = [attribute(one, "name") for one in elements(workbook, "sheet")]
    read_names(workbook, tuple(titles), seen)
    book = _book(package, name, workbook, limits, seen)
    parts = Parts(read={name}, book=book)
    # A second one of them shows nowhere: it is read as any other part.
    parts.read.update(one for kind in ("sharedStrings", "styles", "theme") for one in package.related(name, kind)[:1])
    parts.titles.update(titles)
    for element, title in zip(elements(workbook, "sheet"), titles, strict=True):
        owner = Owner(title, _STATES.get(attribute(element, "state"), Hiding.SEEN))
        seen.add(owner.place(Part.SHEET_NAME), title, owner.hiding)
        link = links.get(relation_id(element))
        if link is None or link.part is None:
            seen.miss(
                title,
                say("シート「{sheet}」の中身がファイルの中にありません", sheet=title),
                place=owner.place(Part.CELL),
            )
            continue
        parts.owners[link.part] = owner
        parts.read.add(link.part)
        if link.kind in {"chartsheet", "dialogsheet"}:
            _read_without_cells(package, link.part, owner, seen)
        else:
            _read_one(package, link.part, owner, parts, seen)
    return parts


def _read_without_cells(package: Package, part: str, owner: Owner, seen: Seen) -> None:
    """Read a sheet that is a chart or a dialog: it has headers and footers, but no cells."""
    try:
        read_sheet_texts(parse_xml(package.read(part)), package.relationships(part), frozenset(), owner, seen)
    except UnreadableFileError as error:
        seen.miss(part, error.sentence, place=owner.place(Part.HEADER_FOOTER))


def _read_one(package: Package, part: str, owner: Owner, parts: Parts, seen: Seen) -> None:
    try:
        sheet = read_sheet(package, part, owner, parts.book, seen)
    except UnreadableFileError as error:
        seen.miss(part, error.sentence, place=owner.place(Part.CELL))
        parts.damaged = True
        return
    parts.use(sheet.used)
    parts.shown[owner.sheet] = sheet.shown
    if sheet.root is None:
        return
    try:
        links = package.relationships(part)
    except UnreadableFileError:
        links = ()
    read_sheet_texts(sheet.root, links, sheet.shown, owner, seen)


def _book(package: Package, name: str, workbook: etree._Element, limits: Limits, seen: Seen) -> Book:
    shared, styles = SharedStrings(), Styles()
    for part in package.related(name, "sharedStrings")[:1]:
        try:
            shared = read_strings(package.read(part))
        except UnreadableFileError as error:
            seen.miss(part, error.sentence)
    theme = _xml(package, package.related(name, "theme"), seen)
    root = _xml(package, package.related(name, "styles"), seen)
    if root is not None:
        styles = read_styles(root, theme)
        names = (attribute(one, "name") for one in elements(root, "cellStyle") if not attribute(one, "builtinId"))
        seen.add_all(Place(Part.PROPERTY), names, Hiding.BEHIND, "style")
    properties = child(workbook, "workbookPr")
    from_1904 = properties is not None and attribute(properties, "date1904").lower() in _TRUE
    return Book(shared, styles, from_1904, limits)


def _xml(package: Package, parts: tuple[str, ...], seen: Seen) -> etree._Element | None:
    for part in parts[:1]:
        try:
            return parse_xml(package.read(part))
        except UnreadableFileError as error:
            seen.miss(part, error.sentence)
    return None


def _document(package: Package, workbook: str, seen: Seen) -> Document:
    try:
        macros = "macroenabled" in package.content_type(workbook).lower()
    except UnreadableFileError as error:
        seen.miss("[Content_Types].xml", error.sentence)
        macros = False
    touched = {one.part for one in seen.not_read}
    seen.not_read += [one for one in package.untouched() if one.part not in touched]
    total = len(package.parts)
    missed = len({one.part for one in seen.not_read} & set(package.parts))
    return Document(
        format="xlsm" if macros else "xlsx",
        coverage=Coverage(total, total - missed, tuple(seen.not_read)),
        texts=tuple(seen.texts),
        grids=tuple(seen.grids),
        children=tuple(seen.children),
        pictures=seen.pictures,
    )
