"""What a workbook remembers of data that stands elsewhere: pivot caches, linked workbooks, connections, revisions.

Source: ECMA-376 Part 1, 18.10 (pivot), 18.14 (external workbooks), 18.13 (connections), 18.11 (shared workbooks).
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from sekisho.inspection.containers.opc import Relationship, attribute, child, elements, local_name
from sekisho.inspection.model import Grid, Hiding, Part, Place, Text
from sekisho.inspection.readers.xlsx.every_cell import column_number
from sekisho.inspection.readers.xlsx.sheet import area
from sekisho.inspection.readers.xlsx.strings import text_and_reading
from sekisho.inspection.sheets.formats import plain_number
from sekisho.inspection.sheets.formulas import words
from sekisho.inspection.sheets.seen import Seen

_VALUES = frozenset({"s", "n", "d", "b", "e"})
_PIVOT = Place(Part.PIVOT_CACHE)
_LINK = Place(Part.EXTERNAL_LINK)


@dataclass(frozen=True, slots=True)
class PivotFields:
    """The fields of a pivot cache: their names, and the values that records point to by number."""

    names: tuple[str, ...]
    items: tuple[tuple[str, ...], ...]


def read_pivot(definition: etree._Element, records: etree._Element | None, seen: Seen) -> None:
    """Add a pivot cache: its records as a table, and the values that no record uses any more."""
    found = list(elements(definition, "cacheField"))
    items = []
    for one in found:
        shared = child(one, "sharedItems")
        items.append(tuple(_value(v) for v in ([] if shared is None else shared.iterchildren(etree.Element))))
    fields = PivotFields(tuple(attribute(one, "name") for one in found), tuple(items))
    for one in elements(definition, "worksheetSource", "cacheSource"):
        seen.add_all(_PIVOT, (attribute(one, name) for name in ("name", "sheet")), Hiding.BEHIND, "source")
    texts = [word for one in found for word in words(attribute(one, "formula"))]
    seen.add_all(_PIVOT, texts, Hiding.BEHIND, "formula")
    rows = [] if records is None else [_record(r, fields) for r in elements(records, "r")]
    if rows:
        seen.grids.append(table(_PIVOT, [list(fields.names), *rows]))
    used = {text for row in rows for text in row}
    for name, values in zip(fields.names, fields.items, strict=True):
        seen.add_all(_PIVOT, (value for value in values if value not in used), Hiding.BEHIND, name)
        if not rows:
            seen.add(_PIVOT, name, Hiding.BEHIND, "field")


def read_pivot_table(root: etree._Element, seen: Seen) -> None:
    """Add the words that people gave to fields and items of a pivot table."""
    texts = [attribute(one, "caption") for one in elements(root, "pivotField", "pageField", "dataField")]
    texts += [attribute(one, "n") for one in elements(root, "item")]
    seen.add_all(_PIVOT, texts, Hiding.BEHIND, "caption")


def read_external(root: etree._Element, links: Iterable[Relationship], seen: Seen) -> None:
    """Add a linked workbook: where it lies, its sheets' names, and the values kept of its cells."""
    seen.add_all(_LINK, (link.target for link in links), Hiding.BEHIND, "target")
    names = [attribute(one, "val") for one in elements(root, "sheetName")]
    texts = [*names, *(attribute(one, "name") for one in elements(root, "definedName", "ddeItem", "oleItem"))]
    texts += [attribute(one, name) for one in elements(root, "ddeLink") for name in ("ddeService", "ddeTopic")]
    texts += [one.text or "" for one in elements(root, "val")]
    seen.add_all(_LINK, texts, Hiding.BEHIND, "name")
    for data in elements(root, "sheetData"):
        number = attribute(data, "sheetId")
        sheet = names[int(number)] if number.isdigit() and int(number) < len(names) else None
        grid = _external_sheet(data, Place(Part.EXTERNAL_LINK, sheet))
        if grid.texts:
            seen.grids.append(grid)


def read_connections(root: etree._Element, seen: Seen) -> None:
    """Add connections and query tables: names, servers, files and commands."""
    wanted = ("name", "description", "connection", "command", "sourceFile", "url", "commandText", "sourceDatabaseName")
    texts = [attribute(one, name) for one in root.iter(etree.Element) for name in wanted]
    seen.add_all(_LINK, texts, Hiding.BEHIND, "connection")


def read_revisions(root: etree._Element, seen: Seen) -> None:
    """Add what a shared workbook remembers of changes: who, and the old and new cells."""
    place = Place(Part.REVISION)
    who = (attribute(one, "userName") or attribute(one, "name") for one in elements(root, "header", "userInfo"))
    seen.add_all(place, who, Hiding.BEHIND, "author")
    for cell in elements(root, "oc", "nc"):
        inline, value = child(cell, "is"), child(cell, "v")
        text = text_and_reading(inline)[0] if inline is not None else "" if value is None else value.text or ""
        where = area(attribute(cell, "r"))
        seen.texts += [Text(Place(Part.REVISION, None, where[0] if where else None), text, Hiding.BEHIND)] * bool(text)
    texts = [attribute(one, "author") or attribute(one, "newName") for one in elements(root, "rcmt", "rsnm")]
    seen.add_all(place, texts, Hiding.BEHIND)


def table(place: Place, rows: list[list[str]]) -> Grid:
    """Return rows of texts as a table behind everything that is seen."""
    numbered, columns, texts = array("i"), array("i"), array("i")
    strings: dict[str, int] = {}
    for row, line in enumerate(rows, 1):
        for column, text in enumerate(line, 1):
            if text.strip():
                numbered.append(row)
                columns.append(column)
                texts.append(strings.setdefault(text, len(strings)))
    return Grid(place, numbered, columns, texts, tuple(strings), addressed=False, hidden=Hiding.BEHIND)


def _value(element: etree._Element) -> str:
    value = attribute(element, "v")
    if local_name(element) == "d":
        return value.removesuffix("T00:00:00")
    return plain_number(value) if local_name(element) == "n" else value


def _record(record: etree._Element, fields: PivotFields) -> list[str]:
    line = []
    for index, element in enumerate(record.iterchildren(etree.Element)):
        kind = local_name(element)
        if kind == "x" and index < len(fields.items):
            number = attribute(element, "v")
            known = fields.items[index]
            line.append(known[int(number)] if number.isdigit() and int(number) < len(known) else "")
        else:
            line.append(_value(element) if kind in _VALUES else "")
    return line


def _external_sheet(data: etree._Element, place: Place) -> Grid:
    cells = sorted(_external_cells(data))
    strings: dict[str, int] = {}
    texts = array("i", [strings.setdefault(text, len(strings)) for _, _, text in cells])
    rows, columns = array("i", [cell[0] for cell in cells]), array("i", [cell[1] for cell in cells])
    return Grid(place, rows, columns, texts, tuple(strings), hidden=Hiding.BEHIND)


def _external_cells(data: etree._Element) -> Iterator[tuple[int, int, str]]:
    for cell in elements(data, "cell"):
        value = child(cell, "v")
        reference = attribute(cell, "r")
        letters = reference.rstrip("0123456789")
        text = "" if value is None else (value.text or "").strip()
        if text and letters.isascii() and letters.isalpha() and reference[len(letters) :].isdigit():
            shown = text if attribute(cell, "t") else plain_number(text)
            yield int(reference[len(letters) :]), column_number(letters), shown
