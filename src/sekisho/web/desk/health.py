"""Whether everything works that the desk needs. Each check answers in seconds, and with no value but yes or no."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import DatabaseError, connection

from sekisho.ledger.model import LedgerError
from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.places import files_folder, place
from sekisho.web.running import beats
from sekisho.web.running.checkpoints import is_late
from sekisho.web.store import anchors
from sekisho.web.ui import health

LEAST_FREE = 500_000_000
"""Bytes that must be free: the largest upload, and what opening it takes."""
_PATIENCE_MILLISECONDS = 2000


def register() -> None:
    """Let the health page ask."""
    for name, check in {
        "database": database,
        "worker": worker,
        "disk": disk,
        "files": files,
        "ledger": ledger,
        "checkpoints": checkpoints,
    }.items():
        health.register(name, check)


def database() -> bool:
    """Return whether the database takes something and keeps it, soon."""
    try:
        with _impatient():
            beats.probe()
    except DatabaseError:
        return False
    return True


def worker() -> bool:
    """Return whether a worker was heard of lately."""
    try:
        return not beats.is_idle()
    except DatabaseError:
        return False


def disk() -> bool:
    """Return whether there is room where the files and the database lie."""
    return all(shutil.disk_usage(one).free >= LEAST_FREE for one in _folders())


def files() -> bool:
    """Return whether a file can be written where the encrypted files lie, and read again."""
    folder = _there(files_folder(installation().options))
    path = folder / f".health-{secrets.token_hex(8)}"
    try:
        path.write_bytes(b"1")
        return path.read_bytes() == b"1"
    except OSError:
        return False
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def ledger() -> bool:
    """Return whether the log ends where its head says, and is not shorter than the last checkpoint, nor another."""
    store = installation().store
    try:
        last, size = anchors.newest(store), store.size()  # in this order: the log only grows
        ends = not size or any(one.seq == size - 1 for one in store.stored(size - 2))
        same = last is None or last.size < size or (last.size == size and store.root(size) == last.root)
    except (DatabaseError, LedgerError):
        return False
    return ends and same and not store.read_only()


def checkpoints() -> bool:
    """Return whether checkpoints are written: nothing that happened waits for one much longer than it should."""
    try:
        return not is_late(clock.now())
    except (DatabaseError, LedgerError):
        return False


def _folders() -> Iterator[Path]:
    options = installation().options
    yield _there(files_folder(options))
    if "://" not in place(options):
        yield Path(place(options))


def _there(folder: Path) -> Path:
    """Return a folder, or the nearest above it where it is made with the first file."""
    return folder if folder.is_dir() else _there(folder.parent)


@contextmanager
def _impatient() -> Iterator[None]:
    """Wait for a lock as long as somebody who asks whether there is one, not as long as somebody who works."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        before = int(cursor.execute("PRAGMA busy_timeout").fetchone()[0]) if sqlite else 0
        cursor.execute(("PRAGMA busy_timeout = " if sqlite else "SET lock_timeout = ") + str(_PATIENCE_MILLISECONDS))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}" if sqlite else "RESET lock_timeout")
