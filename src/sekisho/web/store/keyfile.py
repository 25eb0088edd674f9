"""The key file: 32 random bytes as Base64 in a text file outside of the data, which opens what the data hold sealed.

Who has a copy of the data, a backup or a disk that was thrown away, has nothing without it. So it must not lie among the data,
and nobody but its owner may read it. Lost, it makes everything sealed unreadable for ever.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
import tempfile
from base64 import b64decode, b64encode
from pathlib import Path

from sekisho.ledger.model import LedgerError
from sekisho.web.settings import database
from sekisho.web.store.cipher import KEY_BYTES
from sekisho.words import LANGUAGES, say

_LONGEST = 4096
"""Bytes that are read of a key file, which has some two hundred: another file is refused, however long."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_WHAT = say(
    "関所の暗号の鍵です。なくすと、暗号にしたデータは二度と読めません。データとは別の場所に控えを置き、人に渡さないでください。"
)


class KeyFileError(LedgerError):
    """A key file cannot be used; the sentence says which, why and what to do."""


def load(path: Path, data: Path | str, *, make: bool) -> bytes:
    """Return the key (32 bytes) in a file; where none is there, and ``make``, a new one that is on disk now.

    ``data``: the folder of the data, or the address of a PostgreSQL. ``make`` is for data that hold nothing sealed yet: a new key
    opens nothing that an old one closed.

    Raises:
        KeyFileError: there is none, it lies in the folder of the data, others than its owner may read it (where the system
            tells, which Windows does not), it is no key, or it cannot be read or made.

    """
    description = database(data)
    if description["ENGINE"].endswith("sqlite3"):
        refuse_inside(path, Path(description["NAME"]).parent)
    try:
        if make and not path.exists():
            _make(path)
        return _read(path)
    except FileNotFoundError as error:
        raise KeyFileError(
            say(
                "暗号の鍵（{file}）がありません。場所の指定を確かめ、控えから戻してください。"
                "新しい鍵では、今までのデータは読めません。",
                file=str(path),
            )
        ) from error
    except OSError as error:
        raise KeyFileError(
            say(
                "暗号の鍵（{file}）を読み書きできません（{reason}）。場所と権限を確かめてください。",
                file=str(path),
                reason=error.strerror or str(error),
            )
        ) from error


def refuse_inside(path: Path, folder: Path) -> None:
    """Refuse a key file that lies in a folder of data, of which an installation may have more than one.

    Raises:
        KeyFileError: it does, or its links cannot be followed.

    """
    # Where it is said to lie, and where the links lead: from either place a copy of the data would take it along.
    try:
        inside = any(_is_inside(one, folder) for one in (path.parent.resolve() / path.name, path.resolve()))
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, until Python 3.12
        raise KeyFileError(
            say("暗号の鍵（{file}）のリンクをたどれません。本当の場所を指定してください。", file=str(path))
        ) from error
    if inside:
        raise KeyFileError(
            say(
                "暗号の鍵（{file}）が、データのフォルダ（{folder}）の中にあります。データの控えと一緒に鍵まで渡ってしまいます。"
                "フォルダの外に移し、その場所を指定してください。",
                file=str(path),
                folder=str(folder),
            )
        )


def _is_inside(place: Path, folder: Path) -> bool:
    """Return whether a place lies in a folder by its path, or by a parent that is the folder under another name."""
    if place.is_relative_to(folder.resolve()):
        return True
    return folder.exists() and any(one.exists() and one.samefile(folder) for one in place.parents)


def _read(path: Path) -> bytes:
    # Not waiting: a pipe in its place would have nobody at its other end.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        told = os.fstat(descriptor)
        if not stat.S_ISREG(told.st_mode):
            raise _no_key(path)
        if sys.platform != "win32" and told.st_mode & _OTHERS:
            raise KeyFileError(
                say(
                    "暗号の鍵（{file}）を、持ち主のほかの人も使えます（権限 {mode}）。chmod 600 で、持ち主だけのものにしてください。"
                    "すでに読まれたおそれがあるときは、情報セキュリティの担当に知らせてください。",
                    file=str(path),
                    mode=f"{stat.S_IMODE(told.st_mode):04o}",
                )
            )
        raw = file.read(_LONGEST + 1)
    if len(raw) > _LONGEST:
        raise _no_key(path)
    try:
        # A mark of the byte order is what Notepad puts in front.
        lines = [line.strip() for line in raw.decode("utf-8-sig").splitlines()]
        [text] = [line for line in lines if line and not line.startswith("#")]
        key = b64decode(text, validate=True)
    except ValueError as error:
        raise _no_key(path) from error
    if len(key) != KEY_BYTES:
        raise _no_key(path)
    return key


def _no_key(path: Path) -> KeyFileError:
    return KeyFileError(
        say(
            "{file}は、関所の暗号の鍵（{size}バイトをBase64で一行に書いたファイル）ではありません。控えから戻してください。"
            "新しい鍵では、今までのデータは読めません。",
            file=str(path),
            size=KEY_BYTES,
        )
    )


def _make(path: Path) -> None:
    key = b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
    lines = [*(f"# {_WHAT.render(lang)}" for lang in LANGUAGES), key]
    put_new(path, "".join(line + "\n" for line in lines).encode("utf-8"))


def put_new(path: Path, content: bytes) -> None:
    """Put a new file at ``path`` for its owner alone, whole and on disk, unless somebody else has done so at the same moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Named only once it is whole: two processes that start together must not see the half of it.
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        _name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _name(temporary: Path, path: Path) -> None:
    """Give a file its name for good; who came first stays."""
    try:
        if sys.platform == "win32":
            temporary.rename(path)  # refuses a name that is taken
        else:
            path.hardlink_to(temporary)  # the same; `rename` would take the name away
            opened = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
    except FileExistsError:
        return
