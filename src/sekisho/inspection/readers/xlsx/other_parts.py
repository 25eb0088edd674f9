"""Every part that is no sheet: sorted by the kind of the relationship that reaches it.

Parts that nothing reaches are read as well: no program shows them, and they leave with the file.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from lxml import etree

from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.macros import macro_texts
from sekisho.inspection.containers.opc import CONTENT_TYPES, Package, local_name, parse_xml
from sekisho.inspection.containers.pictures import is_large, picture_kind
from sekisho.inspection.model import Child, Hiding, Part, UnreadableFileError
from sekisho.inspection.readers.xlsx.caches import (
    read_connections,
    read_external,
    read_pivot,
    read_pivot_table,
    read_revisions,
)
from sekisho.inspection.readers.xlsx.drawings import (
    read_chart,
    read_comments,
    read_drawing,
    read_persons,
    read_threads,
    read_vml,
)
from sekisho.inspection.readers.xlsx.properties import read_any_xml, read_properties
from sekisho.inspection.readers.xlsx.sheet import read_sheet
from sekisho.inspection.readers.xlsx.sheet_texts import read_table
from sekisho.inspection.readers.xlsx.values import Book
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.words import say

_NOTHING_TO_TELL = frozenset({
    "theme", "styles", "sharedStrings", "calcChain", "sheetMetadata", "customXmlProps", "chartStyle",
    "chartColorStyle", "themeOverride", "style", "colors", "chartUserShapesProps", "vbaProjectSignature",
    "vbaProjectSignatureAgile", "vbaProjectSignatureV3", "rdRichValueStructure", "rdRichValueTypes",
    "FeaturePropertyBag", "origin", "pivotCacheRecords",
})  # fmt: skip
_PROPERTIES = frozenset({"core-properties", "extended-properties", "custom-properties"})
_EMBEDDED = frozenset({"package", "oleObject", "embeddings", "attachedToolbars"})
_CONTROLS = frozenset({"ctrlProp", "control", "activeXControl", "activeXControlBinary", "slicer", "slicerCache",
                       "timeline", "timelineCache", "customProperty", "signature", "xmlMaps"})  # fmt: skip
_EXTERNAL = frozenset({"externalLink", "externalLinkPath", "externalLinkLongPath"})
_CONNECTIONS = frozenset({"connections", "queryTable", "xlConnection"})
_REVISIONS = frozenset({"revisionHeaders", "revisionLog", "usernames"})
_DRAWINGS = frozenset({"drawing", "chartUserShapes", "diagramDrawing", "diagramData"})
_LAST = frozenset({"vmlDrawing", "legacyDrawing"})
"""Read after all comments, since they repeat them."""


@dataclass(slots=True)
class Parts:
    """What is known when the sheets have been read.

    ``read``: parts that are done; ``owners``: the sheet of a part; ``shown``: the texts that each sheet's cells show;
    ``used``: 1 for each shared string that some cell uses, which says nothing where a sheet is ``damaged``.
    """

    read: set[str]
    book: Book
    owners: dict[str, Owner] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    shown: dict[str | None, Container[str]] = field(default_factory=dict)
    used: bytearray = field(init=False)
    comments: dict[str | None, list[str]] = field(default_factory=dict)
    damaged: bool = False

    def __post_init__(self) -> None:
        """No shared string is used yet."""
        self.used = bytearray(len(self.book.shared.texts))

    def use(self, numbers: Iterable[int]) -> None:
        """Note which shared strings some cell uses."""
        used = self.used
        for number in numbers:
            used[number] = 1


def read_other_parts(package: Package, parts: Parts, seen: Seen) -> None:
    """Read every part that is not read yet; what cannot be read is named in ``seen``."""
    kinds = _kinds(package, parts, seen)
    for name in sorted((n for n in kinds if n not in parts.read), key=lambda n: kinds[n] in _LAST):
        _guarded(_read_reached, package, name, kinds[name], parts, seen)
    for name in package.parts:
        plumbing = name in package.reached or name == package.find(CONTENT_TYPES)
        if name not in kinds and name not in parts.read and not plumbing:
            _guarded(_read_orphan, package, name, "", parts, seen)
    if not parts.damaged:
        _unused_strings(parts, seen)


def _guarded(
    reader: Callable[[Package, str, str, Parts, Seen], None],
    package: Package,
    name: str,
    kind: str,
    parts: Parts,
    seen: Seen,
) -> None:
    try:
        reader(package, name, kind, parts, seen)
    except UnreadableFileError as error:
        seen.miss(name, error.sentence, place=parts.owners.get(name, Owner()).place(Part.FILE))


def _kinds(package: Package, parts: Parts, seen: Seen) -> dict[str, str]:
    """Return the kind of each part that is reached, and spread each sheet over the parts below it."""
    kinds: dict[str, str] = {}
    for source in ("", *sorted(package.reached)):
        try:
            arrows = package.relationships(source)
        except UnreadableFileError as error:
            seen.miss(package.relations_part(source) or source, error.sentence)
            continue
        for arrow in arrows:
            if arrow.part is not None:
                kinds.setdefault(arrow.part, arrow.kind)
    waiting = list(parts.owners)
    while waiting:
        source = waiting.pop()
        try:
            below = [arrow.part for arrow in package.relationships(source) if arrow.part is not None]
        except UnreadableFileError:
            continue
        for part in below:
            if part not in parts.owners and part not in parts.read and kinds[part] != "pivotCacheDefinition":
                parts.owners[part] = parts.owners[source]
                waiting.append(part)
    return kinds


def _read_reached(package: Package, name: str, kind: str, parts: Parts, seen: Seen) -> None:
    owner = parts.owners.get(name, Owner())
    data = package.read(name)
    if kind in _NOTHING_TO_TELL:
        return
    if kind in _EMBEDDED:
        seen.children.append(
            Child(name.rpartition("/")[2], data, owner.place(Part.EMBEDDED), owner.hiding or Hiding.BEHIND, shown=False)
        )
    elif kind == "thumbnail":
        seen.pictures += 1
    elif kind == "vbaProject":
        seen.add_all(owner.place(Part.SCRIPT), macro_texts(data), Hiding.BEHIND)
    elif kind == "printerSettings":
        seen.add_all(owner.place(Part.PROPERTY), readable(data), Hiding.BEHIND, "printer")
    elif kind in _LAST:
        read_vml(data, parts.comments.get(owner.sheet, []), owner, seen)
    elif picture_kind(data):
        _picture(name, data, owner, seen)
    elif kind in _CONTROLS and not _looks_like_xml(data):
        seen.add_all(owner.place(Part.PROPERTY), readable(data), Hiding.BEHIND, kind)
    elif not _looks_like_xml(data):
        seen.miss(name, say("種類の分からない部品です"), place=owner.place(Part.FILE))
    else:
        _read_xml(package, name, kind, parse_xml(data), parts, seen)


def _read_xml(package: Package, name: str, kind: str, root: etree._Element, parts: Parts, seen: Seen) -> None:
    owner = parts.owners.get(name, Owner())
    shown = parts.shown.get(owner.sheet, frozenset())
    if kind == "comments":
        parts.comments.setdefault(owner.sheet, []).extend(read_comments(root, owner, seen))
    elif kind == "threadedComment":
        read_threads(root, owner, seen)
    elif kind == "person":
        read_persons(root, owner, seen)
    elif kind == "table":
        read_table(root, shown, owner, seen)
    elif kind in _DRAWINGS:
        read_drawing(root, owner, seen)
    elif kind in {"chart", "chartEx"}:
        read_chart(root, owner, seen)
    elif kind == "pivotCacheDefinition":
        records = [parse_xml(package.read(one)) for one in package.related(name, "pivotCacheRecords")]
        read_pivot(root, records[0] if records else None, seen)
    elif kind == "pivotTable":
        read_pivot_table(root, seen)
    elif kind in _EXTERNAL:
        read_external(root, package.relationships(name), seen)
    else:
        _read_rest(root, kind, parts, owner, seen)


def _read_rest(root: etree._Element, kind: str, parts: Parts, owner: Owner, seen: Seen) -> None:
    if kind in _CONNECTIONS:
        read_connections(root, seen)
    elif kind in _REVISIONS:
        read_revisions(root, seen)
    elif kind in _PROPERTIES:
        read_properties(root, parts.titles, seen)
    elif kind in _CONTROLS:
        read_any_xml(root, Part.PROPERTY, seen, kind, owner.sheet)
    elif kind == "image":
        read_any_xml(root, Part.TEXT_BOX, seen, kind, owner.sheet)
    else:
        read_any_xml(root, Part.CUSTOM_XML, seen, kind, owner.sheet)


def _read_orphan(package: Package, name: str, _kind: str, parts: Parts, seen: Seen) -> None:
    data = package.read(name)
    if not data.strip(b"\x00"):
        return
    if picture_kind(data):
        _picture(name, data, Owner(), seen)
    elif not _looks_like_xml(data):
        seen.miss(name, say("どこからも使われていない、種類の分からない部品です"))
    else:
        root = parse_xml(data)
        if local_name(root) == "worksheet":
            sheet = read_sheet(package, name, Owner(name, Hiding.BEHIND), parts.book, seen)
            parts.use(sheet.used)
        else:
            read_any_xml(root, Part.CUSTOM_XML, seen, name)


def _picture(name: str, data: bytes, owner: Owner, seen: Seen) -> None:
    seen.pictures += 1
    if picture_kind(data) in {"emf", "wmf"}:
        seen.add_all(owner.place(Part.TEXT_BOX), readable(data), owner.hiding, "picture")
    if is_large(data):
        seen.miss(name, say("画像の中の文字は読めません"), asks=True, place=owner.place(Part.EMBEDDED))


def _unused_strings(parts: Parts, seen: Seen) -> None:
    """Add shared strings that no cell uses: the remains of what was deleted."""
    shared = parts.book.shared
    if 0 not in parts.used:
        return
    place = Owner().place(Part.PROPERTY)
    left = [number for number, used in enumerate(parts.used) if not used]
    seen.add_all(place, (shared.texts[number] for number in left), Hiding.BEHIND, "unused string")
    seen.add_all(place, (shared.furigana.get(number) for number in left), Hiding.BEHIND, "furigana")


def _looks_like_xml(data: bytes) -> bool:
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    return start.startswith((b"<", b"\x00<"))
