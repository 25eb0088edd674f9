"""Zip archives, opened within budgets: the outer shape of zip files and of every modern Office file.

Source: PKWARE APPNOTE.TXT 6.3.10; WinZip AES encryption (AE-1, AE-2).
"""

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from sekisho.inspection.model import Limits, UnreadableFileError
from sekisho.words import say

PIECE = 256 * 1024
"""How many packed bytes are inflated at once: feeding a whole file to zlib piece by piece would be quadratic."""

_END = b"PK\x05\x06"
_END_SIZE = 22
_LOCAL = b"PK\x03\x04"
_LOCAL_SIZE = 30
_FLAG_ENCRYPTED = 0x1
_FLAG_STRONG = 0x40
_FLAG_UTF8 = 0x800
_AES_METHOD = 99
_EXTRA_AES = 0x9901
_EXTRA_UNICODE_PATH = 0x7075
_SMALL = 1_000_000
"""Below this size the ratio says nothing: a few kilobytes of blanks are honest."""


class WrongPasswordError(UnreadableFileError):
    """A member is encrypted, and the password is missing or is not the one."""


class DamagedPartError(UnreadableFileError):
    """A member is damaged: what has been read of it is all there is."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an archive. ``size`` and ``packed`` are bytes; ``encryption`` is empty, ``ZipCrypto``, ``AES-256`` ….

    ``name`` is text and nothing else: ``/`` between folders, never used as a path of this machine, so that an
    absolute name or one with ``..`` does no harm. ``index`` is its position among ``Archive.members``.
    """

    name: str
    size: int
    packed: int
    encryption: str
    index: int
    comment: str = ""

    @property
    def encrypted(self) -> bool:
        """Tell whether reading it takes a password."""
        return bool(self.encryption)

    @property
    def folder(self) -> bool:
        """Tell whether it is a folder's entry, which holds nothing."""
        return self.name.endswith("/") and self.size == 0


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened archive.

    ``members`` in the order of the directory, duplicates and folders included; ``leading`` and ``trailing`` are the
    bytes before the first member and after the end; ``comment`` is the archive's own.
    """

    members: tuple[Member, ...]
    comment: str
    leading: int
    trailing: int
    _data: bytes = field(repr=False)
    _entries: tuple[zipfile.ZipInfo, ...] = field(repr=False)

    @property
    def duplicates(self) -> tuple[str, ...]:
        """Return each name that more than one member bears, upper and lower case being the same."""
        seen: dict[str, int] = {}
        for member in self.members:
            key = member.name.casefold()
            seen[key] = seen.get(key, 0) + 1
        return tuple(dict.fromkeys(m.name for m in self.members if seen[m.name.casefold()] > 1))

    def read(self, member: Member, password: str | None = None) -> bytes:
        """Return the content of ``member``, inflated and checked against its size and checksum.

        Raises:
            WrongPasswordError: it is encrypted, and ``password`` does not open it.
            UnreadableFileError: it is damaged, larger than it says, or packed in an unknown way.

        """
        return b"".join(self.pieces(member, password))

    def pieces(self, member: Member, password: str | None = None) -> Iterator[bytes]:
        """Yield the content of ``member`` in pieces of some hundred kilobytes; raises as ``read`` does."""
        entry = self._entries[member.index]
        if member.encryption:
            yield _decrypt(self._data, member, password)
            return
        checksum = size = 0
        try:
            for piece in _inflate(entry, _packed(self._data, entry, member), member):
                size += len(piece)
                if size > member.size:
                    raise _damaged(member)
                checksum = zlib.crc32(piece, checksum)
                yield piece
        except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError) as error:
            raise _damaged(member) from error
        if size != member.size or checksum != entry.CRC:
            raise _damaged(member)


def open_archive(data: bytes, limits: Limits) -> Archive:
    """Open ``data`` as a zip archive without inflating anything.

    What its directory promises is held against ``limits`` (members, inflated bytes, ratio) here, and reading never
    yields more than the directory promises; so the limits hold for everything that is read afterwards.

    Raises:
        UnreadableFileError: not a zip archive, damaged, or over a limit.

    """
    end = _end_record(data)
    if end < 0:
        raise UnreadableFileError(say("zip形式として開けません（壊れているか、途中で切れています）"))
    (comment_size,) = struct.unpack_from("<H", data, end + 20)
    stop = min(end + _END_SIZE + comment_size, len(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data[:stop] if stop < len(data) else data)) as opened:
            entries = tuple(opened.infolist())
            start = opened.start_dir
            comment = opened.comment
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError, OSError) as error:
        raise UnreadableFileError(say("zip形式として開けません（壊れているか、途中で切れています）")) from error
    if len(entries) > limits.members:
        raise UnreadableFileError(say("中のファイルが{limit}個を超えています", limit=limits.members))
    members = tuple(_member(entry, index) for index, entry in enumerate(entries))
    _hold(members, limits)
    leading = min([entry.header_offset for entry in entries], default=start)
    return Archive(members, _legible(comment), max(leading, 0), len(data) - stop, data, entries)


def _end_record(data: bytes) -> int:
    """Return where the end record stands: the last one whose comment reaches the end, else the last whole one, else -1.

    Bytes behind the end are no reason to refuse an archive, and a comment may hold what looks like an end record.
    """
    last = at = data.rfind(_END, 0, len(data) - _END_SIZE + len(_END)) if len(data) >= _END_SIZE else -1
    while at >= 0 and at >= len(data) - _END_SIZE - 0xFFFF:
        (size,) = struct.unpack_from("<H", data, at + 20)
        if at + _END_SIZE + size == len(data):
            return at
        at = data.rfind(_END, 0, at)
    return last


def _hold(members: tuple[Member, ...], limits: Limits) -> None:
    if sum(member.size for member in members) > limits.inflated_bytes:
        raise UnreadableFileError(say("展開すると{limit}バイトを超えます", limit=limits.inflated_bytes))
    for member in members:
        if member.size > _SMALL and member.size > member.packed * limits.ratio:
            raise UnreadableFileError(say("{part}の圧縮率が高すぎます（圧縮爆弾の疑い）", part=member.name))


def _member(entry: zipfile.ZipInfo, index: int) -> Member:
    return Member(
        _name(entry), entry.file_size, entry.compress_size, _encryption(entry), index, _legible(entry.comment)
    )


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name as whoever packed it saw it: the flag says UTF-8, else Japanese Windows wrote CP932."""
    name = entry.orig_filename
    if not entry.flag_bits & _FLAG_UTF8:
        raw = name.encode("cp437", "surrogateescape")
        unicode_path = _extra(entry.extra, _EXTRA_UNICODE_PATH)
        if unicode_path[:1] == b"\x01" and unicode_path[1:5] == struct.pack("<I", zlib.crc32(raw)):
            raw = unicode_path[5:]
        name = _legible(raw)
    return name.replace("\\", "/")


def _legible(raw: bytes) -> str:
    """Decode ``raw``: UTF-8 where it shows Japanese, else CP932, else what is left of it.

    A few half-width katakana in CP932 are valid UTF-8 too, but never a three-byte character.
    """
    if raw.isascii():
        return raw.decode("ascii")
    for encoding in ("utf-8", "cp932"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp932" or any(char >= "\u0800" for char in text):
            return text
    return raw.decode("utf-8", "replace")


def _extra(extra: bytes, wanted: int) -> bytes:
    """Return the body of the extra field ``wanted``, empty where there is none."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == wanted:
            return extra[at + 4 : at + 4 + size]
        at += 4 + size
    return b""


def _encryption(entry: zipfile.ZipInfo) -> str:
    if not entry.flag_bits & _FLAG_ENCRYPTED:
        return ""
    if entry.compress_type == _AES_METHOD:
        strength = _extra(entry.extra, _EXTRA_AES)[4:5]
        return {b"\x01": "AES-128", b"\x02": "AES-192", b"\x03": "AES-256"}.get(strength, "AES")
    return "PKWARE" if entry.flag_bits & _FLAG_STRONG else "ZipCrypto"


def _packed(data: bytes, entry: zipfile.ZipInfo, member: Member) -> memoryview:
    """Return the packed bytes: the local header says how far behind it they begin."""
    at = entry.header_offset
    if at < 0 or data[at : at + 4] != _LOCAL or at + _LOCAL_SIZE > len(data):
        raise _damaged(member)
    name_size, extra_size = struct.unpack_from("<HH", data, at + 26)
    begin = at + _LOCAL_SIZE + name_size + extra_size
    if begin + entry.compress_size > len(data):
        raise _damaged(member)
    return memoryview(data)[begin : begin + entry.compress_size]


def _inflate(entry: zipfile.ZipInfo, packed: memoryview, member: Member) -> Iterator[bytes]:
    if entry.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), PIECE):
            yield bytes(packed[at : at + PIECE])
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflate_deflated(packed)
    elif entry.compress_type == zipfile.ZIP_BZIP2:
        yield from _bounded(bz2.BZ2Decompressor(), packed)
    elif entry.compress_type == zipfile.ZIP_LZMA:
        yield from _bounded(_lzma(packed), packed[4 + struct.unpack_from("<H", packed, 2)[0] :])
    else:
        raise UnreadableFileError(
            say("{part}は対応していない圧縮方式（{method}）です", part=member.name, method=entry.compress_type)
        )


def _inflate_deflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), PIECE):
        rest: bytes | memoryview = packed[at : at + PIECE]
        while rest:
            yield inflater.decompress(rest, 16 * PIECE)
            rest = inflater.unconsumed_tail
    yield inflater.flush()


def _bounded(inflater: bz2.BZ2Decompressor | lzma.LZMADecompressor, packed: memoryview) -> Iterator[bytes]:
    for at in range(0, len(packed), PIECE):
        if inflater.eof:
            return
        piece = inflater.decompress(packed[at : at + PIECE], 16 * PIECE)
        yield piece
        while not inflater.needs_input and not inflater.eof:
            yield inflater.decompress(b"", 16 * PIECE)


def _lzma(packed: memoryview) -> lzma.LZMADecompressor:
    """Return a decompressor for a member's LZMA stream, whose first bytes hold version and properties."""
    (size,) = struct.unpack_from("<H", packed, 2)
    if size != 5:
        raise ValueError(size)
    properties = packed[4]
    rest, lc = divmod(properties, 9)
    pb, lp = divmod(rest, 5)
    (dictionary,) = struct.unpack_from("<I", packed, 5)
    spec = {"id": lzma.FILTER_LZMA1, "dict_size": min(dictionary, 1 << 27), "lc": lc, "lp": lp, "pb": pb}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[spec])


def _decrypt(data: bytes, member: Member, password: str | None) -> bytes:
    """Return an encrypted member's content. Japanese tools wrote passwords in CP932, so both encodings are tried."""
    import pyzipper

    if not password:
        raise WrongPasswordError(say("{part}はパスワードで保護されています", part=member.name))
    for secret in dict.fromkeys((password.encode(), password.encode("cp932", "replace"))):
        try:
            with pyzipper.AESZipFile(io.BytesIO(data)) as opened:
                content: bytes = opened.read(opened.infolist()[member.index], secret)
        except (RuntimeError, zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error):
            # A wrong ZipCrypto password passes its one-byte check every 256th time and fails the checksum later.
            continue
        except (NotImplementedError, EOFError, OSError, ValueError) as error:
            raise _damaged(member) from error
        return content
    raise WrongPasswordError(say("{part}のパスワードが違います", part=member.name))


def _damaged(member: Member) -> DamagedPartError:
    return DamagedPartError(say("{part}が壊れています", part=member.name))
