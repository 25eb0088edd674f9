"""Django, set up for one database: a folder with an SQLite file in it, or a PostgreSQL.

Where it lies is an argument. Which option of the installation says so is decided where the options are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

FILE_NAME = "sekisho.sqlite3"
APPS = ("sekisho.web.store",)

_POSTGRESQL = ("postgresql://", "postgres://")
_PATIENCE_SECONDS = 60
"""How long a writer waits for the one before it. Appending takes milliseconds: who waits longer waits for a fault."""
_SQLITE = {
    # Locked before the first look, so that what was looked at still holds when it is written upon.
    "transaction_mode": "IMMEDIATE",
    "timeout": _PATIENCE_SECONDS,
    # FULL: what is committed has reached the disk. NORMAL, the usual companion of WAL, may lose the last ones with the
    # power. secure_delete: what the vault purges is overwritten, not only forgotten.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}
_POSTGRESQL_SESSION = f"-c synchronous_commit=on -c lock_timeout={_PATIENCE_SECONDS}s"


def database(data: Path | str) -> dict[str, Any]:
    """Return Django's description of a database; ``data`` is a folder, or an address ``postgresql://…``.

    Raises:
        psycopg.ProgrammingError: the address cannot be read.

    """
    if isinstance(data, str) and data.startswith(_POSTGRESQL):
        return _postgresql(data)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(data) / FILE_NAME), "OPTIONS": dict(_SQLITE)}


def _postgresql(address: str) -> dict[str, Any]:
    told = {key: str(value) for key, value in conninfo_to_dict(address).items() if value is not None}
    # Last wins: nobody turns off by an address that what was accepted is on disk.
    session = f"{told.pop('options', '')} {_POSTGRESQL_SESSION}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": told.pop("dbname", ""),
        "USER": told.pop("user", ""),
        "PASSWORD": told.pop("password", ""),
        "HOST": told.pop("host", ""),
        "PORT": told.pop("port", ""),
        # For the one statement that asks to be kept prepared: Django's own are sent as texts.
        "OPTIONS": {**told, "options": session, "prepare_threshold": 0},
    }


def configure(data: Path | str | None = None) -> None:
    """Set Django up once in this process; ``data`` becomes its default database where it is the first to ask.

    Raises:
        ImproperlyConfigured: Django was set up by somebody else, without the tables of the store.

    """
    if not settings.configured:
        settings.configure(
            DATABASES={} if data is None else {"default": database(data)},
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            INSTALLED_APPS=list(APPS),
            USE_TZ=True,
            TIME_ZONE="Asia/Tokyo",
        )
        django.setup()
    if missing := set(APPS) - set(settings.INSTALLED_APPS):
        raise ImproperlyConfigured(f"INSTALLED_APPS lacks {', '.join(sorted(missing))}")
