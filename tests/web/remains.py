"""What there is: every table but sessions, and every stored file, so that two moments can be compared."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from sekisho.web.installation import installation
from sekisho.web.places import files_folder

PASSING = {"django_session"}
"""Tables that every request may write to."""


def remains() -> Mapping[str, object]:
    """Return the rows of each table, the size of each stored file and when it was written, and how long the ledger is.

    Read as SQLite has them, neither understood nor digested nor put in order: what nobody touched comes as it came before.
    """
    here = installation()
    found: dict[str, object] = {"ledger": here.store.size()}
    with closing(sqlite3.connect(str(here.store.connection.settings_dict["NAME"]))) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            if table not in PASSING:
                found[table] = database.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608  the database's name
    folder = files_folder(here.options)
    for file in _files(folder) if folder.exists() else ():
        told = file.stat()
        found[os.path.relpath(file.path, folder)] = (told.st_size, told.st_mtime_ns)
    return found


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    for one in os.scandir(folder):
        if one.is_dir():
            yield from _files(one.path)
        else:
            yield one


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """Return what is not as it was."""
    return {key for key in {*before, *after} if before.get(key) != after.get(key)}
