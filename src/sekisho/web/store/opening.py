"""From a place of data to a store: the connection, the tables, and the first row."""

from __future__ import annotations

import uuid
from contextlib import suppress
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.transaction import atomic

from sekisho.ledger.log import is_name
from sekisho.ledger.model import LedgerError
from sekisho.web.settings import configure, database
from sekisho.web.store.apps import StoreConfig
from sekisho.web.store.sql import SqlStore
from sekisho.words import say

_MIGRATING = 0x5EC1_5480
"""Number of the lock under which PostgreSQL migrates; SQLite has one lock for everything."""
_WHERE = ("ENGINE", "NAME", "HOST", "PORT", "USER", "OPTIONS")


def open_store(data: Path | str, *, origin: str | None = None, create: bool = True, whole: bool = False) -> SqlStore:
    """Return the store of a folder (made where there is none) or of a PostgreSQL, its tables brought up to date.

    ``origin``: what a new log is called; a name that nobody else has where nothing is said. ``create``: whether there may
    be no log yet. Who verifies must not be shown a new and empty one, of which nothing is wrong.

    Raises:
        ValueError: the log that is there has another origin, or a log cannot be called so.
        LedgerError: there is no log, or the database cannot be opened. Its address is not told: a password may be in it.

    """
    if origin is not None and not is_name(origin):
        raise ValueError("not fit for the name of a log")
    configure(data)
    description = database(data)
    name = str(description["NAME"])
    on_file = description["ENGINE"].endswith("sqlite3")
    if on_file and not create and not Path(name).is_file():
        raise LedgerError(say("{place}に証跡がありません。データのある場所を指定してください。", place=name))
    try:
        if on_file:
            Path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        alias = _as_default(description) if whole else _alias(description)
        store = _opened(alias, origin, create=create, whole=whole)
    except (DatabaseError, OSError) as error:
        raise LedgerError(
            say("{place}のデータベースを開けません。場所と権限、動いているかを確かめてください。", place=name)
        ) from error
    if store is None:
        raise LedgerError(say("{place}に証跡がありません。データのある場所を指定してください。", place=name))
    if origin not in {None, store.origin}:
        raise ValueError(f"this log is {store.origin}, not {origin}")
    return store


def _opened(alias: str, origin: str | None, *, create: bool, whole: bool) -> SqlStore | None:
    connection = connections[alias]
    if not create and "ledger_head" not in connection.introspection.table_names():
        return None
    _migrate(connection, None if whole else StoreConfig.label)
    store = SqlStore(alias)
    store.begin(origin or f"sekisho-{uuid.uuid4()}")
    return store


def _alias(description: dict[str, object]) -> str:
    """Return the name under which Django knows a database in this process; a new one where it does not."""
    known = connections.databases
    for alias, there in known.items():
        if all(there.get(key, "") == description.get(key, "") for key in _WHERE):
            return alias
    alias = DEFAULT_DB_ALIAS if DEFAULT_DB_ALIAS not in known else f"store-{len(known)}"
    # Django fills in what is not said, for a set that has a default database.
    known[alias] = connections.configure_settings({DEFAULT_DB_ALIAS: dict(description)})[DEFAULT_DB_ALIAS]
    return alias


def _as_default(description: dict[str, object]) -> str:
    """Make a database the default one of this process, and return its name there."""
    known = connections.databases
    if DEFAULT_DB_ALIAS in known and _alias(description) == DEFAULT_DB_ALIAS:
        return DEFAULT_DB_ALIAS
    connections.close_all()
    known[DEFAULT_DB_ALIAS] = connections.configure_settings({DEFAULT_DB_ALIAS: dict(description)})[DEFAULT_DB_ALIAS]
    with suppress(AttributeError):  # this thread has not asked for it yet
        del connections[DEFAULT_DB_ALIAS]
    return DEFAULT_DB_ALIAS


def _migrate(connection: BaseDatabaseWrapper, app: str | None) -> None:
    """Bring the tables up to date, those of one app or all: one process does it, in one transaction, the others wait for it."""
    if not _missing(MigrationExecutor(connection), app):
        return
    # SQLite cannot change this inside of a transaction, and rebuilds tables only without it.
    with connection.constraint_checks_disabled(), atomic(using=connection.alias, durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MIGRATING])
        executor = MigrationExecutor(connection)
        if _missing(executor, app):
            executor.migrate(executor.loader.graph.leaf_nodes(app))


def _missing(executor: MigrationExecutor, app: str | None) -> bool:
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes(app)))
