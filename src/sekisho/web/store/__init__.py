"""The log, its checkpoints and keys, and the vault, in SQLite or PostgreSQL. Nobody else touches their tables.

Django imports this package when it starts: what needs a database is imported when it is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sekisho.web.store.sql import SqlStore


def open(data: Path | str, *, origin: str | None = None, create: bool = True) -> SqlStore:  # noqa: A001  `store.open` is what it is
    """Return the store of a folder or of a PostgreSQL; see `sekisho.web.store.opening.open_store`."""
    from sekisho.web.store.opening import open_store

    return open_store(data, origin=origin, create=create)
