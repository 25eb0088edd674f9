"""Hostile zip archives, written byte by byte: no library writes what these say about themselves."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One member, with everything that a directory can lie about."""

    name: bytes
    packed: bytes
    method: int = 8
    size: int | None = None
    packed_size: int | None = None
    checksum: int = 0
    flags: int = 0x800
    attributes: int = 0
    at: int | None = None
    """Where the directory says it begins, if that is not where it does."""


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def flood(piece: bytes, times: int) -> bytes:
    """Return ``piece`` deflated ``times`` over without ever having it all: each piece is packed as if nothing came before."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * times + b"\x03\x00"


def entry(name: str, data: bytes, **lies: int) -> Entry:
    return Entry(name.encode(), deflated(data), checksum=zlib.crc32(data), **{"size": len(data), **lies})


def archive(entries: Sequence[Entry], *, count: int | None = None, comment: bytes = b"") -> bytes:
    """Write the members and a directory that says what the entries say."""
    out, directory, known = bytearray(), bytearray(), {}
    for one in entries:
        size = len(one.packed) if one.size is None else one.size
        packed_size = len(one.packed) if one.packed_size is None else one.packed_size
        head = struct.pack("<HHHHHIII", 20, one.flags, one.method, 0, 0x21, one.checksum, packed_size, size)
        at = known.get(one.packed, len(out)) if one.at is None else one.at
        if one.at is None and one.packed not in known:
            known[one.packed] = len(out)
            out += b"PK\x03\x04" + head + struct.pack("<HH", len(one.name), 0) + one.name + one.packed
        directory += b"PK\x01\x02" + struct.pack("<H", 0x0314) + head
        directory += struct.pack("<HHHHHII", len(one.name), 0, 0, 0, 0, one.attributes, at) + one.name
    number = (len(entries) if count is None else count) & 0xFFFF
    end = struct.pack("<HHHHIIH", 0, 0, number, number, len(directory), len(out), len(comment))
    return bytes(out + directory) + b"PK\x05\x06" + end + comment


def packed(**members: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return buffer.getvalue()


def nested(data: bytes, name: str, depth: int) -> bytes:
    for level in range(depth):
        data = packed(**{name if level == 0 else f"{level}.zip": data})
    return data


def archives(list_: bytes) -> dict[str, tuple[str, bytes]]:
    """Return hostile archives by name, each with what must come of it; ``list_`` is a csv with somebody in it."""
    thousand = b"0" * 1_000_000
    link = 0o120777 << 16
    good = entry("名簿.csv", list_)
    one_flood = flood(thousand, 20)
    return {
        "flood.zip": ("stop", archive([Entry(b"a.csv", flood(thousand, 2_000), size=2_000_000_000)])),
        "flood_that_says_it_is_small.zip": ("stop", archive([Entry(b"a.csv", flood(thousand, 2_000), size=100)])),
        "overlapping.zip": ("stop", archive([Entry(f"{n}.csv".encode(), one_flood, size=20_000_000) for n in range(4_000)])),
        "six_thousand_members.zip": ("stop", archive([entry(f"{n}", b"x%d" % n) for n in range(6_000)])),
        "twenty_deep.zip": ("stop", nested(list_, "名簿.csv", 20)),
        "three_deep.zip": ("read", nested(list_, "名簿.csv", 3)),
        "like_a_quine.zip": ("stop", nested(nested(list_, "r.zip", 2), "r.zip", 12)),
        "absolute.zip": ("read", archive([entry("/etc/名簿.csv", list_), entry("C:\\名簿2.csv", b"x")])),
        "upwards.zip": ("read", archive([entry("../../../名簿.csv", list_), entry("..\\..\\a.csv", b"x")])),
        "link.zip": ("read", archive([entry("秘密", b"/etc/passwd", attributes=link), good])),
        "link_to_folder.zip": ("read", archive([entry("d", b"/etc", attributes=link), entry("d/名簿.csv", list_)])),
        "names_that_look_like_paths_inside.zip": ("read", archive([entry("a.zip!/b.csv", b"x"), entry("!/名簿.csv", list_)])),
        "no_name.zip": ("read", archive([entry("", b"x"), good])),
        "same_name_twice.zip": ("stop", archive([good, entry("名簿.csv", b"other")])),
        "directory_points_outside.zip": ("stop", archive([entry("a.csv", list_, at=1 << 30)])),
        "says_more_members.zip": ("any", archive([good], count=3)),
        "says_fewer_members.zip": ("any", archive([good, entry("b.csv", b"x")], count=1)),
        "unknown_method.zip": ("stop", archive([Entry(b"a.csv", b"xxxx", method=77)])),
        "checksum.zip": ("stop", archive([Entry(b"a.csv", deflated(list_), size=len(list_), checksum=1)])),
        "deflate64.zip": ("stop", archive([Entry(b"a.csv", b"xxxx", method=9)])),
        "encrypted_by_nothing.zip": ("stop", archive([Entry(b"a.csv", b"x" * 40, method=0, flags=0x801)])),
        "huge_sizes.zip": ("stop", archive([Entry(b"a.csv", b"x", size=0xFFFFFFFE, packed_size=0xFFFFFFFE)])),
        "long_comment.zip": ("stop", archive([good], comment=b"PK\x05\x06" * 16_000)),
        "only_an_end.zip": ("nothing", b"PK\x05\x06" + bytes(18)),
        "cut.zip": ("stop", archive([good])[:60]),
        "control_characters.zip": ("read", archive([entry("\x1b[2J\x07\n名簿.csv", list_)])),
    }  # fmt: skip
