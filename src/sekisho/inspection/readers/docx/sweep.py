"""What a part says beside its text: authors, bookmarks, form fields, alternative texts, tags.

Source: ECMA-376 Part 1, 17.13 (annotations), 17.16.5 (form fields), 17.5 (structured document tags), 20.4.2.5 (docPr).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from sekisho.inspection.containers.office import is_default_name
from sekisho.inspection.containers.opc import attribute, local_name
from sekisho.inspection.model import Hiding, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.inspection.readers.docx.seen import Seen

_VALUES: Final = {
    "bookmarkStart": ("name", Part.BOOKMARK, ""),
    "tblCaption": ("val", Part.ALT_TEXT, "caption"),
    "tblDescription": ("val", Part.ALT_TEXT, "description"),
    "alias": ("val", Part.PROPERTY, "alias"),
    "tag": ("val", Part.PROPERTY, "tag"),
    "permStart": ("ed", Part.PROPERTY, "editor"),
    "hyperlink": ("tooltip", Part.HYPERLINK, "tooltip"),
    "hlinkClick": ("tooltip", Part.HYPERLINK, "tooltip"),
    "textpath": ("string", Part.TEXT_BOX, ""),
    "attr": ("val", Part.PROPERTY, "tag"),
    "customXml": ("element", Part.PROPERTY, "tag"),
}
"""By the element: which attribute tells something, what kind of place it is, and how it is called."""
_FORM_TEXTS: Final = frozenset({"name", "default", "listEntry", "helpText", "statusText"})
_DRAWING_NAMES: Final = frozenset({"docPr", "cNvPr"})


def sweep(root: etree._Element, seen: Seen, hiding: Hiding) -> None:
    """Add everything of ``root`` that is not its text; ``hiding`` is what hides the whole part."""
    authors: dict[str, None] = {}
    for element in root.iter():
        if isinstance(element, etree._Comment):  # noqa: SLF001 - lxml has no public name
            seen.add(Part.CUSTOM_XML, element.text, Hiding.BEHIND, "comment")
            continue
        name = local_name(element)
        authors.update(dict.fromkeys(_authors(element)))
        if name in _VALUES:
            which, part, label = _VALUES[name]
            value = attribute(element, which)
            if not (name == "bookmarkStart" and value.startswith("_")):
                seen.add(part, value, hiding or (Hiding.BEHIND if part is Part.PROPERTY else Hiding.SEEN), label)
        elif name == "ffData":
            seen.add_all(Part.FORM_FIELD, _form_texts(element), hiding)
        elif name in {"comboBox", "dropDownList"}:
            entries = [attribute(one, which) for one in element for which in ("displayText", "value")]
            seen.add_all(Part.FORM_FIELD, entries, hiding)
        else:
            _alternative_texts(element, name, seen, hiding)
    seen.add_all(Part.PROPERTY, authors, Hiding.BEHIND, "author")


def _authors(element: etree._Element) -> Iterator[str]:
    """Yield who changed or commented; a comment's initials too."""
    for name, value in element.items():
        if str(name).rpartition("}")[2] in {"author", "initials"}:
            yield str(value)


def _form_texts(data: etree._Element) -> Iterator[str]:
    for element in data.iter(etree.Element):
        if local_name(element) in _FORM_TEXTS:
            yield attribute(element, "val")


def _alternative_texts(element: etree._Element, name: str, seen: Seen, hiding: Hiding) -> None:
    if name in _DRAWING_NAMES:
        seen.add(Part.ALT_TEXT, attribute(element, "descr"), hiding, "description")
        seen.add(Part.ALT_TEXT, attribute(element, "title"), hiding, "title")
        own = attribute(element, "name")
        if not is_default_name(own):
            seen.add(Part.ALT_TEXT, own, hiding, "name")
    elif name in {"shape", "rect", "roundrect", "oval", "group", "imagedata"}:
        seen.add(Part.ALT_TEXT, attribute(element, "alt"), hiding, "description")
        seen.add(Part.ALT_TEXT, attribute(element, "title"), hiding, "title")
