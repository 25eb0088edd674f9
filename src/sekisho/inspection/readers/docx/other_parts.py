"""Parts that are not the text of the document: properties, settings, charts, macros, files inside the file, leftovers.

Source: ECMA-376 Part 1, 15.2 (shared parts), 17.15 (settings), 21.2 (charts).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.macros import macro_texts
from sekisho.inspection.containers.opc import attribute, elements, local_name, parse_xml
from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers.docx.embedded import read_embedded
from sekisho.inspection.readers.docx.pictures import is_large, picture_kind
from sekisho.inspection.readers.docx.sweep import any_texts, sweep
from sekisho.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.inspection.readers.docx.seen import Seen

_EMBEDDED: Final = frozenset({"package", "oleObject", "aFChunk", "subDocument"})
_PROPERTIES: Final = frozenset({"core-properties", "extended-properties", "custom-properties"})
_SILENT: Final = frozenset(
    {
        "styles", "stylesWithEffects", "fontTable", "font", "theme", "themeOverride", "chartStyle", "chartColorStyle",
        "diagramLayout", "diagramQuickStyle", "diagramColors", "commentsIds", "commentsExtended",
        "commentsExtensible", "webSettings",
    }
)  # fmt: skip
"""Parts that only say how something looks or belongs together; their texts are names of styles and fonts, and numbers."""
_CHARTS: Final = frozenset({"chart", "chartEx", "chartUserShapes"})
_DIAGRAMS: Final = frozenset({"diagramData", "diagramDrawing"})
_BINARY: Final = {
    "wordVbaData": Part.SCRIPT,
    "printerSettings": Part.PROPERTY,
    "attachedToolbars": Part.PROPERTY,
    "activeXControlBinary": Part.FORM_FIELD,
    "customProperty": Part.PROPERTY,
    "origin": Part.PROPERTY,
}
_LINKED: Final = frozenset({"hyperlink"})
_MERGE: Final = frozenset({"mailMergeSource", "mailMergeHeaderSource", "recipientData"})
_PARTS: Final = {
    "people": Part.PROPERTY,
    "signature": Part.PROPERTY,
    "control": Part.FORM_FIELD,
    "recipientData": Part.FIELD,
}
_SETTINGS_TEXTS: Final = {
    "docVar": ("name", "val"),
    "attachedSchema": ("val",),
    "saveThroughXslt": ("id",),
}
_PLACE = re.compile(r"%\d")


def read_link(kind: str, target: str, seen: Seen) -> None:
    """Add a target outside of the file: where a link leads, which template or data source was used."""
    if kind in _LINKED:
        seen.add(Part.HYPERLINK, target)
    elif kind == "attachedTemplate":
        seen.add(Part.PROPERTY, target, Hiding.BEHIND, "template")
    elif kind in _MERGE:
        seen.add(Part.FIELD, target, Hiding.BEHIND, "data source")
    else:
        seen.add(Part.EXTERNAL_LINK, target, Hiding.BEHIND, kind)


def read_other_part(name: str, kind: str, data: bytes, seen: Seen) -> None:
    """Read a part by the ``kind`` of the relationship that leads to it (``orphan`` where none does).

    Raises:
        UnreadableFileError: it is XML, and damaged.

    """
    if kind in _EMBEDDED:
        read_embedded(name.rpartition("/")[2], data, seen)
    elif kind in _SILENT or not data.strip(b"\x00"):
        return
    elif kind == "thumbnail":
        seen.pictures += 1
    elif picture_kind(data):
        _picture(name, data, seen)
    elif kind == "vbaProject":
        seen.add_all(Part.SCRIPT, macro_texts(data), Hiding.BEHIND, kind)
    elif kind in _BINARY and not _is_xml(data):
        seen.add_all(_BINARY[kind], readable(data), Hiding.BEHIND, kind)
    elif not _is_xml(data):
        seen.miss(name, say("種類の分からない部品です"))
    else:
        _read_xml(kind, parse_xml(data), seen)


def _read_xml(kind: str, root: etree._Element, seen: Seen) -> None:
    if kind in _PROPERTIES:
        _properties(root, seen)
    elif kind == "settings":
        _settings(root, seen)
    elif kind == "numbering":
        _numbering(root, seen)
    elif kind in _CHARTS:
        seen.add_all(Part.CHART, _drawn_texts(root))
        sweep(root, seen, Hiding.SEEN)
    elif kind in _DIAGRAMS:
        known = {text.text for text in seen.texts}
        seen.add_all(Part.TEXT_BOX, (text for text in _drawn_texts(root) if text not in known))
        sweep(root, seen, Hiding.SEEN)
    elif kind == "people":
        seen.add_all(
            Part.PROPERTY, (attribute(one, "author") for one in elements(root, "person")), Hiding.BEHIND, "author"
        )
        seen.add_all(
            Part.PROPERTY, (attribute(one, "userId") for one in elements(root, "presenceInfo")), Hiding.BEHIND, "user"
        )
    elif kind == "image":
        seen.pictures += 1
        seen.add_all(Part.TEXT_BOX, (one.text or "" for one in root.iter(etree.Element)), Hiding.SEEN, "picture")
    else:
        seen.add_all(_PARTS.get(kind, Part.CUSTOM_XML), any_texts(root), Hiding.BEHIND, kind)


def _picture(name: str, data: bytes, seen: Seen) -> None:
    seen.pictures += 1
    if picture_kind(data) in {"emf", "wmf"}:
        seen.add_all(Part.TEXT_BOX, readable(data), Hiding.SEEN, "picture")
    if is_large(data):
        seen.miss(name, say("画像の中の文字は読めません"), asks=True, place=Part.EMBEDDED)


def _properties(root: etree._Element, seen: Seen) -> None:
    """Add each property under its own name."""
    for element in root.iter(etree.Element):
        if element.text and len(element) == 0:
            parent = element.getparent()
            custom = parent is not None and local_name(parent) == "property"
            name = attribute(parent, "name") if parent is not None and custom else local_name(element)
            seen.add(Part.PROPERTY, element.text, Hiding.BEHIND, name)
    seen.add_all(
        Part.PROPERTY, (attribute(one, "name") for one in elements(root, "property")), Hiding.BEHIND, "property"
    )


def _settings(root: etree._Element, seen: Seen) -> None:
    """Add document variables, and where a mail merge takes its rows from: its query can name a person."""
    for variable in elements(root, *_SETTINGS_TEXTS):
        for which in _SETTINGS_TEXTS[local_name(variable)]:
            seen.add(Part.PROPERTY, attribute(variable, which), Hiding.BEHIND, local_name(variable))
    for merge in elements(root, "mailMerge"):
        told = {
            "connectString",
            "query",
            "addressFieldName",
            "mailSubject",
            "udl",
            "table",
            "src",
            "name",
            "mappedName",
        }
        found = (attribute(one, "val") for one in elements(merge, *told))
        seen.add_all(Part.FIELD, found, Hiding.BEHIND, "mail merge")
    sweep(root, seen, Hiding.SEEN)


def _numbering(root: etree._Element, seen: Seen) -> None:
    """Add the words that a numbering writes before each paragraph; dots, brackets and single signs are none."""
    texts = (_PLACE.sub("", attribute(one, "val")) for one in elements(root, "lvlText"))
    seen.add_all(
        Part.TEXT, (text for text in texts if sum(char.isalpha() for char in text) > 1), Hiding.SEEN, "numbering"
    )


def _drawn_texts(root: etree._Element) -> Iterator[str]:
    """Yield the texts of a drawing paragraph by paragraph, and the values that a chart keeps."""
    for element in elements(root, "p", "v", "f", "pt"):
        name = local_name(element)
        if name == "p":
            yield "".join(one.text or "" for one in elements(element, "t"))
        elif name in {"v", "f"} or len(element) == 0:
            yield element.text or ""


def _is_xml(data: bytes) -> bool:
    return data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<")
