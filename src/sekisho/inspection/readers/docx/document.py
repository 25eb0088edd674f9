"""A Word file as a whole: which parts it has, and which reader each of them goes to.

Source: ECMA-376 Part 1, 11.3 (parts of a WordprocessingML package).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sekisho.inspection.containers.opc import (
    CONTENT_TYPES,
    Package,
    attribute,
    child,
    local_name,
    open_package,
    parse_xml,
)
from sekisho.inspection.model import Coverage, Document, File, Hiding, Limits, Part, UnreadableFileError
from sekisho.inspection.readers.docx.blocks import read_story
from sekisho.inspection.readers.docx.looks import WHITE, Ground, Styles, read_styles
from sekisho.inspection.readers.docx.other_parts import read_link, read_other_part
from sekisho.inspection.readers.docx.runs import Story
from sekisho.inspection.readers.docx.seen import Seen
from sekisho.inspection.readers.docx.sweep import sweep
from sekisho.words import say

if TYPE_CHECKING:
    from lxml import etree

_STORIES: Final = {
    "officeDocument": Part.TEXT,
    "header": Part.HEADER_FOOTER,
    "footer": Part.HEADER_FOOTER,
    "footnotes": Part.FOOTNOTE,
    "endnotes": Part.FOOTNOTE,
    "comments": Part.COMMENT,
    "glossaryDocument": Part.CUSTOM_XML,
}
"""By the kind of the relationship that leads to the part."""
_ORPHAN_STORIES: Final = frozenset({"document", "hdr", "ftr", "footnotes", "endnotes", "comments", "glossaryDocument"})
_GLOSSARY: Final = "/glossary/"
_ORPHAN: Final = "orphan"
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")


@dataclass(slots=True)
class _Reading:
    package: Package
    styles: Styles
    seen: Seen
    kinds: dict[str, str]
    read: int = 0


def read(file: File, limits: Limits) -> Document:
    """Read every part of a Word file: body, headers, notes, comments, revisions, fields, boxes, properties, and leftovers.

    Tables become grids without addresses, everything else texts; files inside become children. A part that cannot be
    read is named in the coverage and does not keep the others from being read.

    Raises:
        UnreadableFileError: no zip archive, over a limit, two parts of one name, or no main document.

    """
    package = open_package(file.data, limits)
    seen = Seen()
    kinds = _kinds(package, seen)
    mains = [name for name, kind in kinds.items() if kind == "officeDocument"]
    if not mains:
        raise UnreadableFileError(say("Word文書の本体がありません"))
    reading = _Reading(package, _styles(package, mains[0]), seen, kinds)
    for name in sorted(package.parts, key=lambda one: (kinds.get(one) != "officeDocument", one)):
        _read_part(name, reading)
    parts = len(package.parts)
    touched = {one.part for one in seen.not_read}
    left = [one for one in package.untouched() if one.part not in touched]
    seen.not_read += left
    read = reading.read - len(left)
    return Document(
        "docx",
        Coverage(max(parts, read + len(seen.not_read)), read, tuple(seen.not_read)),
        tuple(seen.texts),
        tuple(seen.grids),
        tuple(seen.covered),
        tuple(seen.children),
        pictures=seen.pictures,
    )


def _kinds(package: Package, seen: Seen) -> dict[str, str]:
    """Return the kind of each part that is reached, and tell the targets outside of the file."""
    kinds: dict[str, str] = {}
    for source in ("", *sorted(package.reached)):
        try:
            arrows = package.relationships(source)
        except UnreadableFileError as error:
            seen.miss(f"{source or '/'} (rels)", error.sentence)
            continue
        for arrow in arrows:
            if arrow.part is not None:
                kinds.setdefault(arrow.part, arrow.kind)
            elif arrow.external:
                read_link(arrow.kind, arrow.target, seen)
    return kinds


def _styles(package: Package, main: str) -> Styles:
    """Return the document's styles; without them (the damage is named where the part is read) nothing is hidden by one."""
    for name in package.related(main, "styles"):
        try:
            return read_styles(parse_xml(package.read(name)))
        except UnreadableFileError:
            break
    return Styles()


def _read_part(name: str, reading: _Reading) -> None:
    kind = reading.kinds.get(name, _ORPHAN)
    missed = len(reading.seen.not_read)
    try:
        if name.endswith(".rels") or name.casefold() == CONTENT_TYPES.casefold():
            reading.package.read(name)
        elif kind in _STORIES:
            behind = kind == "glossaryDocument" or _GLOSSARY in name
            _read_story(parse_xml(reading.package.read(name)), kind, reading, behind=behind)
        else:
            _read_other(name, kind, reading)
    except UnreadableFileError as error:
        if not any(one.part.startswith(name) for one in reading.seen.not_read):
            reading.seen.miss(name, error.sentence)
    # A picture that asks for a look has been read as far as it can be, and is not counted.
    reading.read += missed == len(reading.seen.not_read)


def _read_other(name: str, kind: str, reading: _Reading) -> None:
    data = reading.package.read(name)
    if kind == _ORPHAN and data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        root = parse_xml(data)
        if local_name(root) in _ORPHAN_STORIES:
            _read_story(root, _ORPHAN, reading, behind=True)
            return
    read_other_part(name, kind, data, reading.seen)


def _read_story(root: etree._Element, kind: str, reading: _Reading, *, behind: bool) -> None:
    hiding = Hiding.BEHIND if behind else Hiding.SEEN
    story = Story(_STORIES.get(kind, Part.CUSTOM_XML), reading.styles, reading.seen, hiding, _page(root))
    read_story(root, story)
    sweep(root, reading.seen, hiding)


def _page(root: etree._Element) -> Ground:
    """Return the colours that the page can have: white, and the one that a page colour gives where it is shown."""
    background = child(root, "background")
    colour = attribute(background, "color") if background is not None else ""
    fill = colour.upper() if _COLOUR.fullmatch(colour) else WHITE
    return Ground(tuple(dict.fromkeys((WHITE, fill))))
