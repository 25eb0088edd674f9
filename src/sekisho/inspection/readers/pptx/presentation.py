"""A PowerPoint file as a whole: which parts it has, which slide each belongs to, and who reads it.

Source: ECMA-376 Part 1, 13.3 (parts of a PresentationML package), 19.2.1 (presentation).
"""

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import (
    CONTENT_TYPES,
    Package,
    Relationship,
    attribute,
    child,
    elements,
    local_name,
    open_package,
    parse_xml,
    relation_id,
)
from sekisho.inspection.model import Coverage, Document, File, Hiding, Limits, Part, Place, UnreadableFileError
from sekisho.inspection.readers.pptx.backdrops import Backdrops
from sekisho.inspection.readers.pptx.geometry import number
from sekisho.inspection.readers.pptx.other_parts import read_link, read_other_part
from sekisho.inspection.readers.pptx.seen import Owner, Seen
from sekisho.inspection.readers.pptx.slide import Sheet, read_notes, read_slide, read_texts_of_layer
from sekisho.words import say

_LAYERS: Final = frozenset({"slideLayout", "slideMaster", "notesMaster", "handoutMaster"})
_ROOTS: Final = {"sld": "slide", "notes": "notesSlide", "sldLayout": "slideLayout", "sldMaster": "slideMaster",
                 "cmLst": "comments", "cmAuthorLst": "commentAuthors", "authorLst": "authors", "tagLst": "tags"}  # fmt: skip
"""What an orphan is, by its root."""
_BORDERS: Final = frozenset({"slide", "slideLayout", "slideMaster", "notesMaster", "officeDocument"})
"""Relationships at which a slide ends: what lies behind them belongs to others as well."""
_ORPHAN: Final = "orphan"


@dataclass(slots=True)
class _Reading:
    package: Package
    main: str
    seen: Seen
    kinds: dict[str, str]
    backdrops: Backdrops
    owners: dict[str, Owner] = field(default_factory=dict)
    slides: list[tuple[int, Hiding]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """Layouts and masters that some slide is drawn on."""
    read: int = 0


def read(file: File, limits: Limits) -> Document:
    """Read every part of a PowerPoint file: slides, notes, comments, masters, charts, diagrams, properties, leftovers.

    Tables become grids without addresses, everything else texts with the number of their slide; files inside become
    children. A part that cannot be read is named in the coverage and does not keep the others from being read.

    Raises:
        UnreadableFileError: no zip archive, over a limit, two parts of one name, or no presentation in it.

    """
    package = open_package(file.data, limits)
    seen = Seen()
    kinds = _kinds(package, seen)
    main = next((name for name, kind in kinds.items() if kind == "officeDocument"), None)
    if main is None:
        raise UnreadableFileError(say("PowerPointの本体がありません"))
    root = parse_xml(package.read(main))
    if local_name(root) != "presentation":
        raise UnreadableFileError(say("PowerPointの本体がありません"))
    reading = _Reading(package, main, seen, kinds, Backdrops(package, main, root))
    _own(root, reading)
    _links(reading)
    for name in sorted(package.parts, key=lambda one: _order(one, reading)):
        _read_part(name, reading)
    parts = len(package.parts)
    return Document(
        "pptx",
        Coverage(max(parts, reading.read + len(seen.not_read)), reading.read, tuple(seen.not_read)),
        tuple(seen.texts),
        tuple(seen.grids),
        tuple(seen.covered),
        tuple(seen.children),
        pictures=seen.pictures,
        slides=tuple(reading.slides),
    )


def _kinds(package: Package, seen: Seen) -> dict[str, str]:
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
    return kinds


def _own(root: etree._Element, reading: _Reading) -> None:
    """Give each part its slide, counted as the program shows it; a slide that is not in the list is shown by none."""
    first = int(number(attribute(root, "firstSlideNum"), 1.0))
    links = {link.id: link.part for link in _arrows(reading.package, reading.main)}
    for name, kind in reading.kinds.items():
        if kind == "slide":
            reading.owners[name] = Owner(None, Hiding.BEHIND)
    listed = child(root, "sldIdLst")  # the sections of a presentation list its slides once more
    for page, element in enumerate(elements(listed, "sldId") if listed is not None else (), start=first):
        part = links.get(relation_id(element))
        hiding = Hiding.SLIDE if part is not None and _is_hidden(part, reading) else Hiding.SEEN
        reading.slides.append((page, hiding))
        if part is None:
            why = say("スライド{page}の中身がファイルの中にありません", page=page)
            reading.seen.miss(f"slide {page}", why, place=Place(Part.SLIDE, page=page))
        else:
            reading.owners[part] = Owner(page, hiding)
    waiting = list(reading.owners)
    while waiting:
        source = waiting.pop()
        for arrow in _arrows(reading.package, source):
            part = arrow.part
            if part is not None and arrow.kind in {"slideLayout", "slideMaster"}:
                reading.used |= {
                    part,
                    *(one.part for one in _arrows(reading.package, part) if one.part and one.kind == "slideMaster"),
                }
            elif part is not None and arrow.kind not in _BORDERS and part not in reading.owners:
                reading.owners[part] = reading.owners[source]
                waiting.append(part)


def _is_hidden(part: str, reading: _Reading) -> bool:
    try:
        root = parse_xml(reading.package.read(part))
    except UnreadableFileError:
        return False  # it is named when its turn comes
    return attribute(root, "show") in {"0", "false"}


def _arrows(package: Package, source: str) -> tuple[Relationship, ...]:
    try:
        return package.relationships(source)
    except UnreadableFileError:
        return ()


def _links(reading: _Reading) -> None:
    for source in ("", *sorted(reading.package.reached)):
        for arrow in _arrows(reading.package, source):
            if arrow.external:
                read_link(arrow.kind, arrow.target, reading.owners.get(source, Owner()), reading.seen)


def _order(name: str, reading: _Reading) -> tuple[bool, int, bool, str]:
    """Sort parts by slide, each slide before what belongs to it, and what belongs to none behind all."""
    owner = reading.owners.get(name, Owner())
    return owner.page is None, owner.page or 0, reading.kinds.get(name) != "slide", name


def _read_part(name: str, reading: _Reading) -> None:
    missed = len(reading.seen.not_read)
    owner = reading.owners.get(name, Owner())
    try:
        data = reading.package.read(name)
        if not name.endswith(".rels") and name.casefold() != CONTENT_TYPES.casefold():
            _read_content(name, data, owner, reading)
    except UnreadableFileError as error:
        if not any(one.part == name for one in reading.seen.not_read):
            reading.seen.miss(name, error.sentence, place=owner.place(Part.SLIDE if owner.page else Part.FILE))
    # A picture that asks for a look has been read as far as it can be, and is not counted.
    reading.read += missed == len(reading.seen.not_read)


def _read_content(name: str, data: bytes, owner: Owner, reading: _Reading) -> None:
    kind, seen = reading.kinds.get(name, _ORPHAN), reading.seen
    if kind == _ORPHAN and data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        kind, owner = _ROOTS.get(local_name(parse_xml(data)), _ORPHAN), Owner(None, Hiding.BEHIND)
    if name == reading.main:
        _presentation(parse_xml(data), seen)
    elif kind == "slide":
        read_slide(Sheet(parse_xml(data), owner, reading.backdrops.of_slide(name), _pictures(name, reading)), seen)
    elif kind == "notesSlide":
        read_notes(parse_xml(data), reading.backdrops.plain(), owner, seen)
    elif kind in _LAYERS:
        used = name in reading.used or kind in {"notesMaster", "handoutMaster"}
        sheet = Sheet(parse_xml(data), Owner(), reading.backdrops.plain(), {})
        read_texts_of_layer(sheet, seen, used=used and kind in {"slideLayout", "slideMaster"})
    else:
        read_other_part(name, kind, data, owner, seen)


def _pictures(name: str, reading: _Reading) -> dict[str, bytes]:
    """Return the pictures of a slide by relationship; one that is damaged is named when its turn comes."""
    found: dict[str, bytes] = {}
    for arrow in _arrows(reading.package, name):
        if arrow.kind == "image" and arrow.part is not None:
            try:
                found[arrow.id] = reading.package.read(arrow.part)
            except UnreadableFileError:
                continue
    return found


def _presentation(root: etree._Element, seen: Seen) -> None:
    """Add the names of sections and of the shows that were put together from slides."""
    for element in elements(root, "section", "custShow"):
        seen.add(Place(Part.PROPERTY), attribute(element, "name"), Hiding.BEHIND, local_name(element))
    for protection in elements(root, "modifyVerifier"):
        seen.add(Place(Part.PROPERTY), attribute(protection, "userName"), Hiding.BEHIND, "author")
    style = child(root, "kinsoku")
    if style is not None:
        seen.add(Place(Part.PROPERTY), attribute(style, "lang"), Hiding.BEHIND, "kinsoku")
