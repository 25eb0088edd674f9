"""Encrypted files: each sealed in chunks as it comes in, so that it never lies in memory or in clear on the disk.

A file is a version byte, 32 random bytes of salt, and the chunks: 64 KiB of the content and a tag of 16 bytes each, the last
one shorter. Its key is derived from the salt and seals this file alone. It is the STREAM construction (Hoang, Reyhanitabar,
Rogaway, Vizár 2015) with AES-256-GCM: the nonce of a chunk is its number (11 bytes) and whether it is the last (1 byte), so
that a chunk that is changed, lost, doubled, or in another's place does not open, nor a file that was cut or grew. The
id is bound in, so that no file stands in for another one.

Whoever reads gets each chunk after it was verified. That the file was cut is known only at its end: who must not act on a part
waits for the end.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sekisho.web.store.cipher import TAG_BYTES, Cipher, ForgedError

CHUNK = 64 * 1024
"""Bytes of the content in each chunk but the last."""
_VERSION = b"\x01"
_SALT_BYTES = 32
_ID_BYTES = 16
_ID = re.compile(rf"[0-9a-f]{{{_ID_BYTES * 2}}}")
_TEMPORARY = re.compile(rf"\.{_ID.pattern}")
"""A file on its way in or out: its id after a dot, in the folder where it lies."""
_FOLDER, _FILE = 0o700, 0o600
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class MissingFileError(LookupError):
    """There is no file with this id."""


class TooLargeError(Exception):
    """What was to be put is larger than it may be. ``most``: how many bytes it may have."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} bytes")
        self.most = most


class FullError(Exception):
    """The disk, or what one may use of it, is full. Nothing of the file is left behind."""


@dataclass(frozen=True, slots=True)
class Put:
    """A file that was put. ``size`` and ``sha256`` (32 bytes) are those of its content."""

    id: str
    size: int
    sha256: bytes


class Files:
    """The files below a folder, for its owner alone. May be used by many threads and processes."""

    def __init__(self, folder: Path, cipher: Cipher) -> None:
        """``folder``: made when the first file comes in."""
        self._folder = folder
        self._cipher = cipher

    def put(self, chunks: Iterable[bytes], *, most: int) -> Put:
        """Keep what ``chunks`` hold together, however it is divided; on disk when this returns.

        A crash leaves a temporary name at most, which no other method shows and `sweep` takes away. Whoever writes down the
        id afterwards may crash before it does: then `ids` shows a file of which nobody knows.

        Raises:
            TooLargeError: it has more than ``most`` bytes.
            FullError: there is no room for it.

        """
        id_ = secrets.token_hex(_ID_BYTES)
        place = self._place(id_)
        temporary = _temporary(place)
        with _room():
            for folder in (self._folder, place.parent.parent, place.parent):
                _make(folder)
            try:
                with _new(temporary) as out:
                    put = self._write(id_, chunks, out, most)
                    out.flush()
                    os.fsync(out.fileno())
                temporary.rename(place)
            finally:
                temporary.unlink(missing_ok=True)
            # All three: another writer may have made the folders a moment ago, and not be so far yet.
            for folder in (place.parent, place.parent.parent, self._folder):
                _sync(folder)
        return put

    def read(self, id: str) -> bytes:  # noqa: A002
        """Return a file as a whole.

        Raises:
            MissingFileError: there is none.
            ForgedError: it is not what was put.

        """
        return b"".join(self.chunks(id))

    def chunks(self, id: str) -> Iterator[bytes]:  # noqa: A002
        """Return the content of a file, chunk by chunk, each verified before it comes.

        Raises:
            MissingFileError: there is none; said at once, unless it is taken away before the first chunk is asked for.
            ForgedError: it is not what was put; when the chunk is asked for that shows it.

        """
        place = self._place(id)
        if not place.is_file():
            raise MissingFileError(id)
        return self._chunks(place, id)

    def read_at(self, id: str, first: int, length: int) -> bytes:  # noqa: A002
        """Return ``length`` bytes from the position ``first`` on, fewer at the end; only the chunks that hold them are opened.

        Each is verified by itself. That the file was cut shows only in its last chunk: who must not act on a part reads all.

        Raises:
            MissingFileError: there is none.
            ForgedError: a chunk is not what was put.

        """
        try:
            file = self._place(id).open("rb")
        except FileNotFoundError as error:
            raise MissingFileError(id) from error
        with file:
            header = _header(file, id)
            sealing, sealed = self._sealing(header), CHUNK + TAG_BYTES
            every = max(1, -(-(os.fstat(file.fileno()).st_size - len(_VERSION) - _SALT_BYTES) // sealed))
            found = bytearray()
            for number in range(first // CHUNK, min(every, -(-(first + length) // CHUNK))):
                file.seek(len(_VERSION) + _SALT_BYTES + number * sealed)
                nonce = _nonce(number, is_last=number == every - 1)
                found += _opened(sealing, nonce, file.read(sealed), id)
        start = first % CHUNK
        return bytes(found[start : start + length])

    def write_to(self, id: str, path: Path) -> None:  # noqa: A002
        """Write the content of a file to a new one, in clear, which its owner alone may read.

        Raises:
            FileExistsError: there is something at ``path``; it stays as it is.
            MissingFileError: there is no such file.
            ForgedError: it is not what was put. Nothing is left at ``path``.
            FullError: there is no room for it. Nothing is left at ``path``.

        """
        chunks = self.chunks(id)
        with _room():
            out = _new(path)
            is_whole = False
            try:
                with out:
                    out.writelines(chunks)
                is_whole = True
            finally:
                if not is_whole:
                    path.unlink(missing_ok=True)

    def remove(self, id: str) -> None:  # noqa: A002
        """Overwrite a file and take it away; who reads it in this moment finds it forged.

        Where a disk or file system writes elsewhere instead of over it (SSD, copy on write), old blocks live on until it
        uses them again, and so do backups: what lies there is sealed.

        Raises:
            MissingFileError: there is none.

        """
        place = self._place(id)
        temporary = _temporary(place)
        try:
            # First its name: half overwritten after a crash, it must not look like a forged file.
            place.rename(temporary)
        except FileNotFoundError as error:
            raise MissingFileError(id) from error
        _sync(place.parent)
        _destroy(temporary)

    def ids(self) -> Iterator[str]:
        """Yield the id of each file, in order."""
        yield from (path.name for path in self._named(_ID))

    def sweep(self, older_than: datetime) -> int:
        """Take away what crashes left behind and nobody wrote to since a moment; return how many files that were.

        ``older_than``: with its offset from UTC, and far enough back that no upload takes so long.

        Raises:
            ValueError: the moment has no offset.

        """
        if older_than.tzinfo is None:
            raise ValueError("a moment with its offset from UTC is needed")
        swept = 0
        for path in self._named(_TEMPORARY):
            with suppress(FileNotFoundError):  # whoever was at it has come to its end
                if path.stat().st_mtime < older_than.timestamp():
                    _destroy(path)
                    swept += 1
        return swept

    def _place(self, id_: str) -> Path:
        if not _ID.fullmatch(id_):
            raise MissingFileError(id_)
        return self._folder / id_[:2] / id_[2:4] / id_

    def _named(self, pattern: re.Pattern[str]) -> Iterator[Path]:
        """Yield the paths of files, in order, that are called so and lie where such a file belongs."""
        for first in _listed(self._folder):
            for second in _listed(first):
                for path in _listed(second):
                    if pattern.fullmatch(path.name) and path.name.lstrip(".").startswith(first.name + second.name):
                        yield path

    def _write(self, id_: str, chunks: Iterable[bytes], out: BinaryIO, most: int) -> Put:
        salt = secrets.token_bytes(_SALT_BYTES)
        sealing = self._sealing(salt)
        size, digest = 0, sha256()
        out.write(_VERSION + salt)
        for number, (chunk, is_last) in enumerate(_even(chunks)):
            size += len(chunk)
            if size > most:
                raise TooLargeError(most)
            digest.update(chunk)
            out.write(sealing.encrypt(_nonce(number, is_last=is_last), chunk, _bound(id_)))
        return Put(id_, size, digest.digest())

    def _chunks(self, place: Path, id_: str) -> Iterator[bytes]:
        try:
            file = place.open("rb")
        except FileNotFoundError as error:
            raise MissingFileError(id_) from error
        with file:
            sealing = self._sealing(_header(file, id_))
            sealed = file.read(CHUNK + TAG_BYTES)
            for number in count():
                following = file.read(CHUNK + TAG_BYTES)
                yield _opened(sealing, _nonce(number, is_last=not following), sealed, id_)
                if not following:
                    return
                sealed = following

    def _sealing(self, salt: bytes) -> AESGCM:
        return AESGCM(self._cipher.derived("files", salt))


def _header(file: BinaryIO, id_: str) -> bytes:
    """Return the salt of a file, which is read up to its first chunk."""
    header = file.read(len(_VERSION) + _SALT_BYTES)
    if not header.startswith(_VERSION) or len(header) < len(_VERSION) + _SALT_BYTES:
        raise ForgedError(_context(id_))
    return header[len(_VERSION) :]


def _opened(sealing: AESGCM, nonce: bytes, sealed: bytes, id_: str) -> bytes:
    try:
        return sealing.decrypt(nonce, sealed, _bound(id_))
    except InvalidTag as error:
        raise ForgedError(_context(id_)) from error


def _context(id_: str) -> str:
    return f"files/{id_}"


def _bound(id_: str) -> bytes:
    return _VERSION + _context(id_).encode("ascii")


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _even(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield chunks of one size, then the rest; the last one, which alone may be shorter, comes with True."""
    held = bytearray()
    for chunk in chunks:
        rest = memoryview(chunk)
        # Only once there is more: what is held may be the last.
        while len(held) + len(rest) > CHUNK:
            missing = CHUNK - len(held)
            held += rest[:missing]
            yield bytes(held), False
            held.clear()
            rest = rest[missing:]
        held += rest
    yield bytes(held), True


def _temporary(place: Path) -> Path:
    return place.with_name(f".{place.name}")


def _new(path: Path) -> BinaryIO:
    # The system refuses where the name is taken, a link that leads nowhere too: nobody can come in between.
    return open(path, "xb", opener=partial(os.open, mode=_FILE))


def _make(folder: Path) -> None:
    folder.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=_FOLDER)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    """Have the names in a folder written to the disk. Windows opens no folder, and writes its names by itself."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _destroy(path: Path) -> None:
    # A file system that copies on writing needs room for that: without it nothing is overwritten, nor would it have been.
    # Not found: `remove` and `sweep` have met, and the other one was first.
    with suppress(FullError, FileNotFoundError), _room(), path.open("r+b", buffering=0) as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(secrets.token_bytes(min(left, CHUNK)))
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
    _sync(path.parent)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise FullError(error.strerror) from error
        raise
