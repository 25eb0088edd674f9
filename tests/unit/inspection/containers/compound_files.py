"""Makes containers of old Office files with any streams in any storages (MS-CFB), in sectors of 512 bytes."""

import struct
from dataclasses import dataclass, field

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST = 4096
"""Streams below this would have to lie in a stream of their own; they are filled up instead."""


@dataclass
class Entry:
    name: str
    kind: int
    data: bytes = b""
    children: list["Entry"] = field(default_factory=list)
    number: int = 0
    following: int = FREE
    start: int = END


def container(streams: dict[str, bytes], free: bytes = b"") -> bytes:
    """Return a container with ``streams`` by path (``a/b``); ``free`` is left over in sectors of no stream."""
    root = Entry("Root Entry", 5)
    for path, data in streams.items():
        *folders, name = path.split("/")
        at = root
        for folder in folders:
            found = next((one for one in at.children if one.name == folder), None)
            if found is None:
                found = Entry(folder, 1)
                at.children.append(found)
            at = found
        at.children.append(Entry(name, 2, data.ljust(SMALLEST, b"\0")))
    entries = _numbered(root)
    sectors: list[bytes] = []
    fat: list[int] = []
    for entry in entries:
        if entry.kind == 2:
            entry.start = _chain(entry.data, sectors, fat)
    for piece in _pieces(free) if free else []:
        sectors.append(piece)
        fat.append(FREE)
    directory = _chain(b"".join(map(_directory_entry, entries)), sectors, fat)
    tables = -(-(len(fat) + 1) // (SECTOR // 4 - 1))
    first = len(sectors)
    fat += [FAT] * tables
    raw = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, SMALLEST, END, 0, END, 0, first
    )
    for number in range(1, tables):
        head += struct.pack("<I", first + number)
    return head.ljust(SECTOR, b"\xff") + b"".join(sectors) + raw


def _numbered(root: Entry) -> list[Entry]:
    entries = [root]
    waiting = [root]
    while waiting:
        at = waiting.pop(0)
        at.children.sort(key=lambda one: (len(one.name), one.name.upper()))
        for position, one in enumerate(at.children, start=1):
            one.number = len(entries)
            one.following = one.number + 1 if position < len(at.children) else FREE
            entries.append(one)
            waiting.append(one)
    return entries


def _chain(data: bytes, sectors: list[bytes], fat: list[int]) -> int:
    start = len(sectors)
    pieces = _pieces(data)
    sectors += pieces
    fat += [*range(start + 1, start + len(pieces)), END]
    return start


def _pieces(data: bytes) -> list[bytes]:
    return [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]


def _directory_entry(entry: Entry) -> bytes:
    name = (entry.name + "\0").encode("utf-16-le")
    child = entry.children[0].number if entry.children else FREE
    body = name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name), entry.kind, 1, FREE, entry.following, child)
    return (
        body
        + bytes(36)
        + struct.pack("<IQ", entry.start if entry.kind == 2 else END if entry.kind == 5 else 0, len(entry.data))
    )
