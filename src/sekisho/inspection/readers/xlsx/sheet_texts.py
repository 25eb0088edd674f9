"""What a sheet says besides its cells: headers and footers, links, lists to choose from, scenarios, tables.

Source: ECMA-376 Part 1, 18.3.1.
"""

from collections.abc import Container, Iterable

from lxml import etree

from sekisho.inspection.containers.opc import Relationship, attribute, child, elements, relation_id
from sekisho.inspection.model import Hiding, Part, column_letters
from sekisho.inspection.readers.xlsx.sheet import area
from sekisho.inspection.sheets.formulas import words
from sekisho.inspection.sheets.headers import header_texts
from sekisho.inspection.sheets.seen import Owner, Seen

_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def read_sheet_texts(
    root: etree._Element, links: Iterable[Relationship], shown: Container[str], owner: Owner, seen: Seen
) -> None:
    """Add every text of a sheet's XML that stands outside of its rows; ``shown`` are the texts of its cells."""
    _headers(root, owner, seen)
    _hyperlinks(root, {link.id: link for link in links}, shown, owner, seen)
    _validations(root, owner, seen)
    _conditions(root, shown, owner, seen)
    for scenario in elements(root, "scenario"):
        texts = [attribute(scenario, name) for name in ("name", "comment", "user")]
        texts += [attribute(cell, "val") for cell in elements(scenario, "inputCells")]
        seen.add_all(owner.place(Part.CELL), texts, owner.hiding or Hiding.BEHIND, "scenario")
    for ranged in elements(root, "protectedRange"):
        seen.add(owner.place(Part.DEFINED_NAME), attribute(ranged, "name"), owner.hiding or Hiding.BEHIND)


def read_table(root: etree._Element, shown: Container[str], owner: Owner, seen: Seen) -> None:
    """Add the names of a table, and those of its columns that no cell shows."""
    place = owner.place(Part.DEFINED_NAME)
    hiding = owner.hiding or Hiding.BEHIND
    seen.add_all(place, (attribute(root, name) for name in ("displayName", "name", "comment")), hiding, "table")
    for column in elements(root, "tableColumn"):
        texts = [attribute(column, "name"), attribute(column, "totalsRowLabel")]
        formulas = (one.text or "" for one in elements(column, "calculatedColumnFormula", "totalsRowFormula"))
        texts += [word for formula in formulas for word in words(formula)]
        seen.add_all(place, (text for text in texts if text not in shown), hiding, "table")
    criteria = [attribute(one, "val") for one in elements(root, "filter", "customFilter")]
    seen.add_all(place, (text for text in criteria if text not in shown), hiding, "filter")


def _headers(root: etree._Element, owner: Owner, seen: Seen) -> None:
    for element in elements(root, *_HEADERS):
        for section in header_texts(element.text or ""):
            seen.add(owner.place(Part.HEADER_FOOTER), section, owner.hiding)


def _hyperlinks(
    root: etree._Element, links: dict[str, Relationship], shown: Container[str], owner: Owner, seen: Seen
) -> None:
    for element in elements(root, "hyperlink"):
        link = links.get(relation_id(element))
        place = area(attribute(element, "ref"))
        row, column = (place[0], column_letters(place[1])) if place else (None, None)
        texts = [
            link.target if link else "",
            *(attribute(element, name) for name in ("location", "tooltip", "display")),
        ]
        seen.add_all(owner.place(Part.HYPERLINK, row, column), (t for t in texts if t not in shown), owner.hiding)


def _validations(root: etree._Element, owner: Owner, seen: Seen) -> None:
    for element in elements(root, "dataValidation"):
        texts = [attribute(element, name) for name in ("promptTitle", "prompt", "errorTitle", "error")]
        for formula in elements(element, "formula1", "formula2"):
            text = "".join(map(str, formula.itertext(etree.Element))).strip()
            if text.startswith('"'):
                texts += text.strip('"').replace('""', '"').split(",")
            else:
                texts += words(text)
        seen.add_all(owner.place(Part.DATA_VALIDATION), texts, owner.hiding)


def _conditions(root: etree._Element, shown: Container[str], owner: Owner, seen: Seen) -> None:
    for element in elements(root, "cfRule"):
        texts = [attribute(element, "text")]
        for formula in elements(element, "formula", "f"):
            texts += words(formula.text or "")
        seen.add_all(
            owner.place(Part.DATA_VALIDATION), (t for t in texts if t not in shown), owner.hiding, "conditional format"
        )
    criteria = child(root, "autoFilter")
    if criteria is not None:
        texts = [attribute(one, "val") for one in elements(criteria, "filter", "customFilter")]
        seen.add_all(
            owner.place(Part.DEFINED_NAME),
            (t for t in texts if t not in shown),
            owner.hiding or Hiding.BEHIND,
            "filter",
        )
