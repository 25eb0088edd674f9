"""OPC packages: the parts of an Office file, what they are, and which of them points to which.

Source: ECMA-376 Part 2 (Open Packaging Conventions). Names are compared without regard to case, namespaces are
not looked at (Strict files use others), so every question here is asked by local name.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from lxml import etree

from sekisho.inspection.containers.zip import Archive, Member, open_archive
from sekisho.inspection.model import Limits, Unread, UnreadableFileError
from sekisho.words import say

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP_NAMESPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part to another part or, where ``external``, to something outside the file.

    ``kind`` is the last word of its type (``worksheet``, ``comments`` …), the same in transitional and Strict files.
    ``part`` is the name of the part that it reaches, None where that part is missing or outside; ``target`` is as written.
    """

    id: str
    kind: str
    target: str
    external: bool
    part: str | None


@dataclass(frozen=True)
class Package:
    """An Office file as parts. ``archive`` is the zip around it; ``taken`` the parts that somebody has read so far."""

    archive: Archive
    _members: dict[str, Member] = field(repr=False)
    taken: set[str] = field(default_factory=set, repr=False)
    _arrows: dict[str, tuple[Relationship, ...]] = field(default_factory=dict, repr=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the name of every part as the archive writes it, ``[Content_Types].xml`` and ``.rels`` included."""
        return tuple(member.name for member in self._members.values())

    def find(self, name: str) -> str | None:
        """Return the part called ``name`` (case and a leading ``/`` do not count) as the archive writes it."""
        member = self._members.get(_key(name))
        return member.name if member else None

    def size(self, name: str) -> int:
        """Return how many bytes the part has. Raises as ``read``."""
        return self._member(name).size

    def read(self, name: str) -> bytes:
        """Return the content of the part.

        Raises:
            UnreadableFileError: there is no such part, or it is damaged.

        """
        member = self._member(name)
        self.taken.add(member.name)
        return self.archive.read(member)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the content of the part in pieces; raises as ``read``."""
        member = self._member(name)
        self.taken.add(member.name)
        return self.archive.pieces(member)

    def relationships(self, source: str = "") -> tuple[Relationship, ...]:
        """Return the arrows that leave the part ``source``, those of the package itself where it is empty.

        Raises:
            UnreadableFileError: the list of its relationships is damaged.

        """
        key = _key(source)
        if key not in self._arrows:
            self._arrows[key] = self._read_relationships(source.lstrip("/"))
        return self._arrows[key]

    def relations_part(self, source: str = "") -> str | None:
        """Return the name of the part that lists the relationships of ``source``."""
        return self.find(_relations_of(source))

    def related(self, source: str, kind: str) -> tuple[str, ...]:
        """Return the parts that ``source`` reaches by relationships of ``kind``; raises as ``relationships``."""
        return tuple(r.part for r in self.relationships(source) if r.kind == kind and r.part is not None)

    @cached_property
    def content_types(self) -> dict[str, str]:
        """Return the content type of each part by its name (lower case), without parts that have none.

        Raises:
            UnreadableFileError: ``[Content_Types].xml`` is missing or damaged.

        """
        name = self.find(CONTENT_TYPES)
        if name is None:
            raise UnreadableFileError(say("Officeファイルの部品表（[Content_Types].xml）がありません"))
        defaults: dict[str, str] = {}
        overrides: dict[str, str] = {}
        for element in parse_xml(self.read(name)):
            if local_name(element) == "Default":
                defaults[element.get("Extension", "").lower()] = element.get("ContentType", "")
            elif local_name(element) == "Override":
                overrides[_key(element.get("PartName", ""))] = element.get("ContentType", "")
        types = {key: overrides.get(key) or defaults.get(key.rpartition(".")[2], "") for key in self._members}
        return {key: value for key, value in types.items() if value}

    def content_type(self, name: str) -> str:
        """Return the content type of a part, empty where it has none; raises as ``content_types``."""
        return self.content_types.get(_key(name), "")

    @cached_property
    def reached(self) -> frozenset[str]:
        """Return the names of all parts that some chain of relationships reaches from the package itself.

        A damaged list of relationships reaches nothing: what it pointed to counts as not reached.
        """
        seen: set[str] = set()
        waiting = [""]
        while waiting:
            source = waiting.pop()
            relations = self.relations_part(source)
            if relations is not None:
                seen.add(relations)
            try:
                arrows = self.relationships(source)
            except UnreadableFileError:
                continue
            for part in (arrow.part for arrow in arrows):
                if part is not None and part not in seen:
                    seen.add(part)
                    waiting.append(part)
        return frozenset(seen)

    def untouched(self) -> Iterator[Unread]:
        """Yield the parts that nobody has read: whatever the reason, they are not passed over in silence."""
        for name in self.parts:
            if name not in self.taken:
                yield Unread(name, say("この部品（{part}）は、どの読み取り器も読みませんでした", part=name))

    def orphans(self) -> tuple[str, ...]:
        """Return the parts that no relationship reaches: no program shows them, and they leave all the same."""
        types = self.find(CONTENT_TYPES)
        return tuple(name for name in self.parts if name != types and name not in self.reached)

    def _member(self, name: str) -> Member:
        member = self._members.get(_key(name))
        if member is None:
            raise UnreadableFileError(say("{part}がありません", part=name))
        return member

    def _read_relationships(self, source: str) -> tuple[Relationship, ...]:
        name = self.relations_part(source)
        if name is None:
            return ()
        return tuple(
            self._relationship(source, element)
            for element in parse_xml(self.read(name))
            if local_name(element) == "Relationship"
        )

    def _relationship(self, source: str, element: etree._Element) -> Relationship:
        target = element.get("Target", "")
        external = element.get("TargetMode", "") == "External"
        part = None if external else self.find(resolve(source, target))
        kind = element.get("Type", "").rpartition("/")[2]
        return Relationship(element.get("Id", ""), kind, target, external, part)


def open_package(data: bytes, limits: Limits) -> Package:
    """Open ``data`` as an OPC package; nothing is inflated yet.

    Raises:
        UnreadableFileError: not a zip archive, over a limit, or two parts bear the same name (each program shows
            another one of them), or a part is encrypted by itself.

    """
    archive = open_archive(data, limits)
    if archive.duplicates:
        raise UnreadableFileError(say("同じ名前の部品が二つあります（{part}）", part=archive.duplicates[0]))
    members: dict[str, Member] = {}
    for member in archive.members:
        if member.folder:
            continue
        if _key(member.name) in members:
            raise UnreadableFileError(say("同じ名前の部品が二つあります（{part}）", part=member.name))
        if member.encrypted:
            raise UnreadableFileError(say("{part}はパスワードで保護されています", part=member.name))
        members[_key(member.name)] = member
    return Package(archive, members)


def resolve(source: str, target: str) -> str:
    """Return the part name that ``target`` means, seen from the part ``source``; fragments are dropped."""
    path = target.partition("#")[0].replace("\\", "/")
    base = "" if path.startswith("/") else posixpath.dirname(source)
    return posixpath.normpath(posixpath.join("/", base, path)).lstrip("/")


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of ``data``, in whatever encoding it declares. Comments stay in the tree.

    Nothing outside is fetched and no entity is expanded; a document type is refused, since no Office part has one.

    Raises:
        UnreadableFileError: not well-formed, with a document type, nested deeper than 256, or a text of over 10 MB.

    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(say("XMLとして読めません（壊れています）")) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError(say("XMLに文書型宣言（DOCTYPE）があり、安全に読めません"))
    return root


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace, empty for comments and processing instructions."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def elements(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield ``root`` and everything below it that bears one of the local ``names``, in document order."""
    for element in root.iter(etree.Element):
        if local_name(element) in names:
            yield element


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child with the local ``name``."""
    return next((one for one in element if local_name(one) == name), None)


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """Return an attribute by its local name: the one without a namespace first, then any other."""
    value = element.get(name)
    if value is not None:
        return str(value)
    return next((str(v) for k, v in element.items() if str(k).endswith("}" + name)), default)


def relation_id(element: etree._Element, name: str = "id") -> str:
    """Return the value of ``r:id`` (or ``r:embed``, ``r:link`` … by ``name``), empty where there is none."""
    return next((str(v) for n in _RELATIONSHIP_NAMESPACES if (v := element.get(f"{{{n}}}{name}")) is not None), "")


def _key(name: str) -> str:
    return unquote(name).lstrip("/").casefold()


def _relations_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")
