"""What there is: every table but sessions, and every stored file, so that two moments can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from django.db import connection

from sekisho.web.installation import installation
from sekisho.web.places import files_folder

PASSING = {"django_session"}
"""Tables that every request may write to."""


def remains() -> Mapping[str, str]:
    """Return a digest of each table with the number of its rows, of each stored file, and how long the ledger is."""
    found: dict[str, str] = {"ledger": str(installation().store.size())}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - PASSING):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name that the database gave
            rows = sorted(repr([bytes(one) if isinstance(one, memoryview) else one for one in row]) for row in cursor)
            found[table] = f"{len(rows)} {sha256(chr(10).join(rows).encode()).hexdigest()}"
    folder = files_folder(installation().options)
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        if path.is_file():
            found[str(path.relative_to(folder))] = sha256(Path(path).read_bytes()).hexdigest()
    return found


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """Return what is not as it was."""
    return {key for key in {*before, *after} if before.get(key) != after.get(key)}
