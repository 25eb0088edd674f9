"""Parts that are no slide: comments, charts, diagrams, pictures, properties, macros, files inside the file, leftovers.

Source: ECMA-376 Part 1, 13.3 (parts of a PresentationML package), 15.2 (shared parts), 19.4 (comments);
[MS-PPTX] 2.1.31 (modern comments).
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from sekisho.inspection.containers.embedded import equation_texts, files_in
from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.macros import macro_texts
from sekisho.inspection.containers.office import any_texts, drawn_texts, is_xml, properties
from sekisho.inspection.containers.opc import attribute, elements, local_name, parse_xml
from sekisho.inspection.containers.pictures import is_large, picture_kind
from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.readers.pptx.seen import Owner, Seen
from sekisho.words import say

_EMBEDDED: Final = frozenset({"package", "oleObject", "embeddings"})
_PROPERTIES: Final = frozenset({"core-properties", "extended-properties", "custom-properties"})
_SILENT: Final = frozenset(
    {
        "theme", "themeOverride", "font", "chartStyle", "chartColorStyle", "diagramLayout", "diagramQuickStyle",
        "diagramColors", "tableStyles", "presProps", "htmlPubSaveAs",
    }
)  # fmt: skip
"""Parts that only say how something looks; their texts are names of styles and fonts, and numbers."""
_CHARTS: Final = frozenset({"chart", "chartEx", "chartUserShapes"})
_DIAGRAMS: Final = frozenset({"diagramData", "diagramDrawing"})
_AUTHORS: Final = frozenset({"commentAuthors", "authors", "person"})
_MEDIA: Final = frozenset({"audio", "video", "media", "model3d"})
_BINARY: Final = {
    "printerSettings": Part.PROPERTY,
    "activeXControlBinary": Part.FORM_FIELD,
    "legacyDiagramText": Part.SLIDE,
    "legacyDocTextInfo": Part.CUSTOM_XML,
    "customProperty": Part.PROPERTY,
    "origin": Part.PROPERTY,
}
_LONG: Final = 7
"""Digits from which a number of a chart can be somebody's."""


def read_link(kind: str, target: str, owner: Owner, seen: Seen) -> None:
    """Add a target outside of the file: where a link leads, which workbook a chart was drawn from."""
    if kind == "hyperlink":
        seen.add(owner.place(Part.HYPERLINK), target, owner.hiding)
    else:
        seen.add(owner.place(Part.EXTERNAL_LINK), target, owner.hiding or Hiding.BEHIND, kind)


def read_other_part(name: str, kind: str, data: bytes, owner: Owner, seen: Seen) -> None:
    """Read a part by the ``kind`` of the relationship that leads to it (``orphan`` where none does).

    Raises:
        UnreadableFileError: it is XML, and damaged.

    """
    if kind in _EMBEDDED:
        _embedded(name.rpartition("/")[2], data, owner, seen)
    elif kind in _SILENT or not data.strip(b"\x00"):
        return
    elif kind == "thumbnail":
        seen.pictures += 1
    elif picture_kind(data) and kind not in _MEDIA:
        _picture(name, data, owner, seen)
    elif kind == "vbaProject":
        seen.add_all(Place(Part.SCRIPT), macro_texts(data), Hiding.BEHIND, kind)
    elif kind in _BINARY and not is_xml(data):
        seen.add_all(owner.place(_BINARY[kind]), readable(data), Hiding.BEHIND, kind)
    elif kind in _MEDIA:
        seen.miss(name, say("音声や動画の中身は確かめられません"), asks=True, place=owner.place(Part.EMBEDDED))
    elif kind == "vmlDrawing":
        _old_drawing(data, owner, seen)
    elif not is_xml(data):
        seen.miss(name, say("種類の分からない部品です"), place=owner.place(Part.FILE))
    else:
        _read_xml(kind, parse_xml(data), owner, seen)


def _read_xml(kind: str, root: etree._Element, owner: Owner, seen: Seen) -> None:
    if kind in _PROPERTIES:
        for name, text in properties(root):
            seen.add(Place(Part.PROPERTY), text, Hiding.BEHIND, name)
    elif kind == "comments":
        _comments(root, owner, seen)
    elif kind in _AUTHORS:
        _authors(root, seen)
    elif kind in _CHARTS:
        texts = (text for text in drawn_texts(root) if not _is_short_number(text))
        seen.add_all(owner.place(Part.CHART), texts, owner.hiding)
        _names(root, owner, seen)
    elif kind in _DIAGRAMS:
        seen.add_new(owner.place(Part.SLIDE), drawn_texts(root), owner.hiding)
        _names(root, owner, seen)
    elif kind == "tags":
        for tag in elements(root, "tag"):
            seen.add(owner.place(Part.PROPERTY), attribute(tag, "val"), Hiding.BEHIND, attribute(tag, "name"))
    elif kind == "image":
        seen.pictures += 1
        seen.add_all(
            owner.place(Part.SLIDE), (one.text or "" for one in root.iter(etree.Element)), owner.hiding, "picture"
        )
    else:
        seen.add_all(owner.place(Part.CUSTOM_XML), any_texts(root), Hiding.BEHIND, kind)


def _comments(root: etree._Element, owner: Owner, seen: Seen) -> None:
    """Add comments of both generations, answers included."""
    place = owner.place(Part.COMMENT)
    for comment in elements(root, "cm", "reply"):
        for one in comment:
            if local_name(one) == "text":
                seen.add(place, one.text, owner.hiding or Hiding.BEHIND)
            elif local_name(one) == "txBody":
                for paragraph in elements(one, "p"):
                    text = "".join(piece.text or "" for piece in elements(paragraph, "t"))
                    seen.add(place, text, owner.hiding or Hiding.BEHIND)


def _authors(root: etree._Element, seen: Seen) -> None:
    for author in elements(root, "cmAuthor", "author", "person"):
        for name in ("name", "displayName", "initials"):
            seen.add(Place(Part.PROPERTY), attribute(author, name), Hiding.BEHIND, "author")
        seen.add(Place(Part.PROPERTY), attribute(author, "userId"), Hiding.BEHIND, "user")


def _names(root: etree._Element, owner: Owner, seen: Seen) -> None:
    texts: Iterator[str] = (
        attribute(one, name) for one in elements(root, "cNvPr", "docPr") for name in ("descr", "title")
    )
    seen.add_all(owner.place(Part.ALT_TEXT), texts, Hiding.BEHIND, "description")


def _old_drawing(data: bytes, owner: Owner, seen: Seen) -> None:
    """Add the texts of old drawings (VML), which is often not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(data, parser)
    if root is not None:
        seen.add_new(owner.place(Part.SLIDE), any_texts(root), owner.hiding, "drawing")


def _embedded(name: str, data: bytes, owner: Owner, seen: Seen) -> None:
    equation = equation_texts(data)
    if equation is not None:
        seen.add_all(owner.place(Part.EMBEDDED), equation, owner.hiding, "equation")
        return
    for inner, content in files_in(name, data):
        seen.embed(inner, content, owner)


def _picture(name: str, data: bytes, owner: Owner, seen: Seen) -> None:
    seen.pictures += 1
    if picture_kind(data) in {"emf", "wmf"}:
        seen.add_all(owner.place(Part.SLIDE), readable(data), owner.hiding, "picture")
    if is_large(data):
        seen.miss(name, say("画像の中の文字は読めません"), asks=True, place=owner.place(Part.EMBEDDED))


def _is_short_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return sum(char.isdigit() for char in text) < _LONG
