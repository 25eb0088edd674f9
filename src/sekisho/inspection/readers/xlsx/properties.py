"""Properties of the file, names that a workbook defines, and XML that nobody foresaw.

Source: ECMA-376 Part 1, 15.2.12 (properties), 18.2.5 (defined names).
"""

import re
from collections.abc import Container, Iterator

from lxml import etree

from sekisho.inspection.containers.opc import attribute, elements, local_name
from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.sheets.formulas import words
from sekisho.inspection.sheets.seen import Seen

_TELLING = re.compile(r"[^\x00-\x7f]|@|[0-9]{7}")
_PROPERTY = Place(Part.PROPERTY)


def read_properties(root: etree._Element, known: Container[str], seen: Seen) -> None:
    """Add every property under its own name; lists of sheet names repeat what is ``known``."""
    for element in root.iter(etree.Element):
        text = (element.text or "").strip()
        if text and len(element) == 0 and text not in known:
            seen.add(_PROPERTY, text, Hiding.BEHIND, _property_name(element))
    for element in elements(root, "property"):
        seen.add(_PROPERTY, attribute(element, "name"), Hiding.BEHIND, "property")


def read_names(workbook: etree._Element, sheets: tuple[str, ...], seen: Seen) -> None:
    """Add defined names, the words in them and what is said about them; the program's own names are nothing."""
    for element in elements(workbook, "definedName"):
        name = attribute(element, "name")
        index = attribute(element, "localSheetId")
        sheet = sheets[int(index)] if index.isdigit() and int(index) < len(sheets) else None
        place = Place(Part.DEFINED_NAME, sheet)
        if not name.startswith("_xlnm."):
            seen.add(place, name, Hiding.BEHIND, name)
        texts = [*words(element.text or ""), attribute(element, "comment"), attribute(element, "description")]
        seen.add_all(place, texts, Hiding.BEHIND, name)
    for element in elements(workbook, "customWorkbookView"):
        seen.add(_PROPERTY, attribute(element, "name"), Hiding.BEHIND, "view")
    for element in elements(workbook, "fileSharing"):
        seen.add(_PROPERTY, attribute(element, "userName"), Hiding.BEHIND, "reserved by")


def read_any_xml(root: etree._Element, part: Part, seen: Seen, name: str = "", sheet: str | None = None) -> None:
    """Add all texts of ``root``, comments too, and those attributes that could be about a person."""
    seen.add_all(Place(part, sheet), any_texts(root), Hiding.BEHIND, name)


def any_texts(root: etree._Element) -> Iterator[str]:
    """Yield the texts of an XML tree in order, and telling attributes."""
    for node in root.iter():
        if node.text and not isinstance(node, etree._ProcessingInstruction):  # noqa: SLF001 - lxml has no public name
            yield node.text.strip()
        if node is not root and node.tail:
            yield node.tail.strip()
        if isinstance(node.tag, str):
            yield from (str(value) for value in node.attrib.values() if _TELLING.search(str(value)))


def _property_name(element: etree._Element) -> str:
    parent = element.getparent()
    if parent is not None and local_name(parent) == "property":
        return attribute(parent, "name")
    return local_name(element)
