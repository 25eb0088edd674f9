"""An OpenDocument spreadsheet: its sheets, and every other part of the package.

Source: OASIS ODF 1.3 Part 2 (packages), Part 3 (schema).
"""

from typing import Final

from lxml import etree

from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.opc import Package, elements, local_name, open_package, parse_xml
from sekisho.inspection.containers.pictures import is_large, picture_kind
from sekisho.inspection.model import Child, Coverage, Document, File, Hiding, Limits, Part, UnreadableFileError
from sekisho.inspection.readers.ods.content import Content
from sekisho.inspection.readers.ods.styles import Styles
from sekisho.inspection.readers.ods.sweep import sweep
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.words import say

_CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"
_SCRIPTS: Final = ("basic/", "dialogs/", "scripts/")
_NOTHING_TO_TELL: Final = frozenset({"mimetype", "meta-inf/manifest.xml", "layout-cache"})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOWHERE: Final = Owner()


def read(file: File, limits: Limits) -> Document:
    """Return everything that an ods file holds: a sheet is a ``Grid``, everything else a ``Text``, files inside children.

    Raises:
        UnreadableFileError: no spreadsheet, two parts of one name, or over a limit.

    """
    package = open_package(file.data, limits)
    if package.find(_CONTENT) is None:
        raise UnreadableFileError(say("表計算の文書（.ods）として読めません（content.xml がありません）"))
    seen = Seen()
    styles = Styles()
    for name in sorted(package.parts, key=lambda one: (one.lower() != _STYLES, one.lower() != _CONTENT)):
        try:
            _read_part(package, name, styles, limits, seen)
        except UnreadableFileError as error:
            seen.miss(name, error.sentence)
    touched = {one.part for one in seen.not_read}
    seen.not_read += [one for one in package.untouched() if one.part not in touched]
    total = len(package.parts)
    missed = len({one.part for one in seen.not_read if not one.asks})
    return Document(
        format="ods",
        coverage=Coverage(total, total - missed, tuple(seen.not_read)),
        texts=tuple(seen.texts),
        grids=tuple(seen.grids),
        children=tuple(seen.children),
        pictures=seen.pictures,
    )


def _read_part(package: Package, name: str, styles: Styles, limits: Limits, seen: Seen) -> None:
    data = package.read(name)
    lowered = name.lower()
    if lowered == _CONTENT:
        Content(styles, limits, seen).read(data, name)
    elif lowered in _NOTHING_TO_TELL or not data.strip(b"\x00"):
        return
    elif lowered.startswith("thumbnails/"):
        seen.pictures += 1
    elif picture_kind(data):
        _picture(name, data, seen)
    elif _is_xml(data):
        _read_xml(lowered, parse_xml(data), styles, seen)
    elif data.startswith(_OLE) or lowered.startswith("object"):
        _read_object(name, data, seen)
    elif lowered.startswith(_SCRIPTS):
        seen.add_all(_NOWHERE.place(Part.SCRIPT), readable(data), Hiding.BEHIND, name)
    else:
        seen.miss(name, say("種類の分からない部品です"))


def _read_xml(name: str, root: etree._Element, styles: Styles, seen: Seen) -> None:
    if name == _STYLES:
        styles.add(root)
        sweep(root, seen)
    elif name == "meta.xml":
        _properties(root, seen)
    elif name.startswith(_SCRIPTS):
        sweep(root, seen, part=Part.SCRIPT)
    elif name.startswith("object") and next(elements(root, "chart"), None) is not None:
        sweep(root, seen, part=Part.CHART)
    elif name.startswith("object"):
        sweep(root, seen, part=Part.EMBEDDED if name.endswith(_CONTENT) else Part.PROPERTY)
    else:
        sweep(root, seen, part=Part.PROPERTY)


def _properties(root: etree._Element, seen: Seen) -> None:
    """Add each property under its own name."""
    for element in root.iter(etree.Element):
        name = next((str(v) for k, v in element.items() if str(k).endswith("}name")), local_name(element))
        if element.text:
            seen.add(_NOWHERE.place(Part.PROPERTY), element.text, Hiding.BEHIND, name)
        if name != local_name(element):
            seen.add(_NOWHERE.place(Part.PROPERTY), name, Hiding.BEHIND, "property")


def _read_object(name: str, data: bytes, seen: Seen) -> None:
    """Add a file inside the document; beside it lies a picture of it, which is looked through."""
    if name.lower().startswith("objectreplacements/"):
        seen.pictures += 1
        seen.add_all(_NOWHERE.place(Part.TEXT_BOX), readable(data), Hiding.SEEN, "picture")
    else:
        place = _NOWHERE.place(Part.EMBEDDED)
        seen.children.append(Child(name.rpartition("/")[2], data, place, Hiding.BEHIND, shown=False))


def _picture(name: str, data: bytes, seen: Seen) -> None:
    seen.pictures += 1
    if name.lower().startswith("objectreplacements/"):
        return
    if picture_kind(data) in {"emf", "wmf"}:
        seen.add_all(_NOWHERE.place(Part.TEXT_BOX), readable(data), Hiding.SEEN, "picture")
    if is_large(data):
        seen.miss(name, say("画像の中の文字は読めません"), asks=True, place=_NOWHERE.place(Part.EMBEDDED))


def _is_xml(data: bytes) -> bool:
    return data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<")
