"""Every text of an OpenDocument tree that is not what a cell shows, sorted by what it stands in.

Source: OASIS ODF 1.3 Part 3.
"""

import re
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import elements, local_name
from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.sheets.seen import Owner, Seen

_CONTAINERS: Final = {
    "tracked-changes": Part.REVISION, "change-info": Part.REVISION, "deletion": Part.REVISION,
    "content-validations": Part.DATA_VALIDATION, "conditional-formats": Part.DATA_VALIDATION,
    "named-expressions": Part.DEFINED_NAME, "database-ranges": Part.DEFINED_NAME, "label-ranges": Part.DEFINED_NAME,
    "data-pilot-tables": Part.PIVOT_CACHE, "dde-links": Part.EXTERNAL_LINK, "table-source": Part.EXTERNAL_LINK,
    "cell-range-source": Part.EXTERNAL_LINK, "scenario": Part.CELL, "forms": Part.FORM_FIELD,
    "scripts": Part.SCRIPT, "event-listeners": Part.SCRIPT, "header": Part.HEADER_FOOTER, "footer": Part.HEADER_FOOTER,
    "header-left": Part.HEADER_FOOTER, "footer-left": Part.HEADER_FOOTER, "header-first": Part.HEADER_FOOTER,
    "footer-first": Part.HEADER_FOOTER, "chart": Part.CHART, "frame": Part.TEXT_BOX, "custom-shape": Part.TEXT_BOX,
    "g": Part.TEXT_BOX, "rect": Part.TEXT_BOX, "ellipse": Part.TEXT_BOX, "caption": Part.TEXT_BOX,
    "text-box": Part.TEXT_BOX, "line": Part.TEXT_BOX, "polygon": Part.TEXT_BOX, "path": Part.TEXT_BOX,
    "title": Part.ALT_TEXT, "desc": Part.ALT_TEXT, "ruby-text": Part.PROPERTY, "meta": Part.PROPERTY,
    "settings": Part.PROPERTY, "font-face-decls": Part.PROPERTY, "styles": Part.PROPERTY,
    "automatic-styles": Part.PROPERTY, "master-styles": Part.PROPERTY, "object": Part.TEXT_BOX,
}  # fmt: skip
_SHOWN: Final = frozenset(
    {Part.HEADER_FOOTER, Part.CHART, Part.TEXT_BOX, Part.DATA_VALIDATION, Part.FORM_FIELD, Part.HYPERLINK}
)
_LINKS: Final = frozenset({"a", "table-source", "dde-source"})
_TELLING = re.compile(r"[^\x00-\x7f]|@|[0-9]{7}|[A-Za-z]{2,} [A-Za-z]{2,}")
"""What could be about somebody; names of styles and measures are not."""
_NUMBER = re.compile(r"-?[0-9.,]+\Z")
_PARAGRAPHS: Final = frozenset({"p", "h"})
_READ_ELSEWHERE: Final = frozenset({"annotation"})
_SAID: Final = frozenset({"value", "string-value", "date-value", "formula", "name"})
"""Attributes of cells that are read with the cell, and names of sheets."""


def add_annotation(note: etree._Element, owner: Owner, row: int | None, column: str | None, seen: Seen) -> None:
    """Add a note and who wrote it."""
    texts = ["".join(map(str, one.itertext())) for one in elements(note, *_PARAGRAPHS)]
    seen.add(owner.place(Part.COMMENT, row, column), "\n".join(texts), owner.hiding)
    for one in elements(note, "creator", "creator-initials"):
        seen.add(owner.place(Part.PROPERTY, row), one.text, Hiding.BEHIND, "author")


def sweep(
    root: etree._Element,
    seen: Seen,
    owner: Owner | None = None,
    row: int | None = None,
    column: str | None = None,
    shown: str = "",
    part: Part | None = None,
) -> None:
    """Add each text below ``root`` that is not in ``shown`` already: paragraphs as a whole, other texts, attributes."""
    owner = owner or Owner()
    told: set[tuple[Part, str]] = set()
    waiting: list[tuple[etree._Element, Part | None, bool]] = [(root, part, False)]
    while waiting:
        element, inside, within = waiting.pop()
        name = local_name(element)
        if row is not None and name in _READ_ELSEWHERE:
            continue
        # What a cell shows is read with the cell.
        within = within or (row is not None and name in _PARAGRAPHS and element.getparent() is root)
        inside = _CONTAINERS.get(name, inside)
        # Of what stands in a paragraph only attributes are new.
        waiting += [(one, inside, within or name in _PARAGRAPHS) for one in reversed(element)]
        for where, text in [
            *([] if within else _own_texts(element, name, inside)),
            *_attributes(element, name, inside),
        ]:
            if text.strip() and text.strip() not in shown and (where, text) not in told:
                told.add((where, text))
                hiding = owner.hiding or (Hiding.SEEN if where in _SHOWN else Hiding.BEHIND)
                seen.add(owner.place(where, row, column), text, hiding, name)


def _own_texts(element: etree._Element, name: str, inside: Part | None) -> list[tuple[Part, str]]:
    where = inside or Part.PROPERTY
    if name in _PARAGRAPHS:
        return [(inside or Part.TEXT_BOX, "".join(map(str, element.itertext())))]
    is_text = not isinstance(element, etree._ProcessingInstruction)  # noqa: SLF001  lxml has no public name
    return [(where, text) for text in (element.text if is_text else "", element.tail) if text and text.strip()]


def _attributes(element: etree._Element, name: str, inside: Part | None) -> list[tuple[Part, str]]:
    texts: list[tuple[Part, str]] = []
    for key, value in element.attrib.items() if name else ():
        local = str(key).rpartition("}")[2]
        in_cell = name.endswith(("table-cell", "table")) and local in _SAID
        if local == "href":
            inner = str(value).startswith(("./", "Pictures/", "Object"))
            texts += [] if inner else [(Part.HYPERLINK if name in _LINKS else Part.EXTERNAL_LINK, str(value))]
        elif not in_cell and _TELLING.search(str(value)) and not _NUMBER.match(str(value)):
            texts.append((inside or Part.PROPERTY, str(value)))
    return texts
