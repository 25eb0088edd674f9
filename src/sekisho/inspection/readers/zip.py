"""Zip archives: each member is a file of its own; what stands around the members is looked at too.

Source: PKWARE APPNOTE.TXT 6.3.10.
"""

from __future__ import annotations

import hashlib
import io
import struct
import unicodedata
import zipfile
from dataclasses import dataclass, field
from typing import Final

from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.protection import closed, zip_protection
from sekisho.inspection.containers.zip import Archive, Member, WrongPasswordError, open_archive
from sekisho.inspection.model import (
    Child,
    Coverage,
    Document,
    File,
    Hiding,
    Limits,
    Part,
    Place,
    Protection,
    Text,
    Unread,
    UnreadableFileError,
)
from sekisho.words import Personal, Sentence, say

_FILE: Final = Place(Part.FILE)
_PROPERTY: Final = Place(Part.PROPERTY)
_FEW: Final = 16
"""Bytes before, between and behind the members that hold nothing worth a word: a mark of a divided archive, padding."""
_DESCRIPTOR: Final = 24
_SMALL: Final = 8 * 1024
_LARGEST_LEFTOVER: Final = 1 << 20
_PADDING: Final = b"\x00\r\n\t \x1a"


@dataclass(slots=True)
class _Seen:
    children: list[Child] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    not_read: list[Unread] = field(default_factory=list)
    digests: dict[str, set[bytes]] = field(default_factory=dict)
    parts: int = 0
    read: int = 0
    closed: bool = False

    def miss(self, part: str, why: Sentence, *, asks: bool = False) -> None:
        self.not_read.append(Unread(part, why, _FILE, asks))


def read(file: File, limits: Limits) -> Document:
    """Read an archive: a child per member, its comments, and whatever leaves with it outside of any member.

    Leftovers of a Mac's or Windows' file manager (``__MACOSX/._*``, ``.DS_Store``, ``desktop.ini``, ``Thumbs.db``) are no
    children: the texts in them are read. Where a member's password is missing or wrong ``protection`` says so.

    Raises:
        UnreadableFileError: no zip archive, damaged, or over a limit.

    """
    archive = open_archive(file.data, limits)
    seen = _Seen()
    _add_comment(archive.comment, seen)
    for member in archive.members:
        _add_comment(member.comment, seen)
        if not member.folder:
            seen.parts += 1
            _read_member(archive, member, file.password, seen)
    _duplicates(seen)
    _around(archive, file.data, seen)
    coverage = Coverage(seen.parts, seen.read, tuple(seen.not_read))
    protection = _protection(archive, file.password, closed_member=seen.closed)
    return Document("zip", coverage, tuple(seen.texts), children=tuple(seen.children), protection=protection)


def _protection(archive: Archive, password: str | None, *, closed_member: bool) -> Protection:
    protection = zip_protection(archive, password)
    if not closed_member:
        return protection
    return Protection(
        protection.cipher, protection.method, opened=False, why_not=protection.why_not or closed(password)
    )


def _add_comment(comment: str, seen: _Seen) -> None:
    if comment.strip():
        seen.texts.append(Text(Place(Part.COMMENT), comment, Hiding.BEHIND))


def _read_member(archive: Archive, member: Member, password: str | None, seen: _Seen) -> None:
    try:
        data = archive.read(member, password)
    except WrongPasswordError as error:
        seen.closed = True
        seen.miss(member.name, error.sentence)
        return
    except UnreadableFileError as error:
        seen.miss(member.name, error.sentence)
        return
    seen.read += 1
    seen.digests.setdefault(member.name, set()).add(hashlib.sha256(data).digest())
    if _is_leftover(member.name, data):
        seen.texts += [Text(_PROPERTY, text, Hiding.BEHIND, member.name) for text in readable(data)]
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            seen.miss(member.name, say("縮小表示の画像の集まりで、中の文字は読めません"), asks=True)
    else:
        seen.children.append(Child(member.name, data, _FILE))


def _is_leftover(path: str, data: bytes) -> bool:
    """Tell whether a file manager left it there; by its content too, since a name alone could hide anything."""
    name = path.rpartition("/")[2].lower()
    if name.startswith("._"):
        return len(data) <= _SMALL and data.startswith(b"\x00\x05\x16\x07")
    if name == ".ds_store":
        return len(data) <= _LARGEST_LEFTOVER and data.startswith(b"\x00\x00\x00\x01Bud1")
    if name == "thumbs.db":
        return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return name == "desktop.ini" and len(data) <= _SMALL and b"[" in data[:64]


def _duplicates(seen: _Seen) -> None:
    """Name members that would lie in one place when they are unpacked, and are not the same."""
    places: dict[str, list[str]] = {}
    for name in seen.digests:
        places.setdefault(unicodedata.normalize("NFC", name).casefold(), []).append(name)
    for names in places.values():
        if len(set().union(*(seen.digests[name] for name in names))) > 1:
            why = say(
                "同じ名前（{name}）のファイルが二つあり、中身が違います。どちらが開くかはソフトによります",
                name=[Personal(name) for name in names],
            )
            seen.parts += 1
            seen.miss(names[0], why)


def _around(archive: Archive, data: bytes, seen: _Seen) -> None:
    """Name the bytes that leave with the archive and belong to no member."""
    regions = (
        ("leading", data[: archive.leading], say("zipの前に、どのファイルのものでもないデータがあります")),
        (
            "trailing",
            data[len(data) - archive.trailing :],
            say("zipの後ろに、どのファイルのものでもないデータがあります"),
        ),
        ("between", _between(data), say("zipの中に、一覧に載っていないデータがあります（消したファイルの残りなど）")),
    )
    for part, region, why in regions:
        if len(region.strip(_PADDING)) > _FEW:
            seen.parts += 1
            seen.miss(part, why)


def _between(data: bytes) -> bytes:
    """Return what stands between the members and in front of the directory, without their data descriptors."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            entries, directory = sorted(opened.infolist(), key=lambda entry: entry.header_offset), opened.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, struct.error):
        return b""  # trailing data hides the end from the standard library; that is named already
    found = bytearray()
    ends = [*(entry.header_offset for entry in entries[1:]), directory] if entries else []
    for entry, following in zip(entries, ends, strict=True):
        header = data[entry.header_offset : entry.header_offset + 30]
        if len(header) == 30:
            name_size, extra_size = struct.unpack_from("<HH", header, 26)
            end = entry.header_offset + 30 + name_size + extra_size + entry.compress_size
            if following - end > _DESCRIPTOR:
                found += data[end + _DESCRIPTOR : following]
    return bytes(found)
