"""Where a log lies, and what somebody can do there who does not go through the door."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from sekisho.ledger.canonical import JSON
from sekisho.ledger.log import Fact
from sekisho.web.settings import FILE_NAME
from sekisho.web.store.sql import LOCK_ALONE

REFUSED = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation, psycopg.errors.UniqueViolation)
AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


def fact(number: int = 0, **data: JSON) -> Fact:
    return Fact("step_done", 1, AT, "person/3f9a", {"number": number, **data})


def facts(count: int) -> list[Fact]:
    return [fact(number) for number in range(count)]


@dataclass(frozen=True)
class Place:
    """A folder with an SQLite file, or the address of a PostgreSQL."""

    kind: str
    data: str

    def run(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement directly, `?` for a value, as whoever owns the database may."""
        return self.run_all([(query, values)])

    def run_all(self, statements: Sequence[tuple[str, Sequence[object]]]) -> list[tuple[Any, ...]]:
        with self._connected() as execute:
            found: list[tuple[Any, ...]] = []
            for query, values in statements:
                found = execute(query, values)
            return found

    def without_triggers(self) -> None:
        """Do what an attacker does first."""
        if self.kind == "sqlite":
            names = self.run("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            self.run_all([(f"DROP TRIGGER {name}", ()) for (name,) in names])
        else:
            tables = self.run("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            self.run_all([(f"ALTER TABLE {name} DISABLE TRIGGER ALL", ()) for (name,) in tables])

    def lose_the_last_row(self) -> None:
        """Take the end of the log away, and leave its head."""
        self.without_triggers()
        self.run("DELETE FROM ledger_event WHERE seq = (SELECT max(seq) FROM ledger_event)")

    def cut(self) -> None:
        """Take the end of the log away, and let the head say so too."""
        self.lose_the_last_row()
        self.run("UPDATE ledger_head SET size = size - 1")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold what a writer needs, as another writer does."""
        with self._connected() as execute:
            execute("BEGIN IMMEDIATE" if self.kind == "sqlite" else LOCK_ALONE, ())
            yield

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        if self.kind == "sqlite":
            raw = sqlite3.connect(Path(self.data) / FILE_NAME)
            try:
                with raw:
                    yield lambda query, values: raw.execute(query, values).fetchall()
            finally:
                raw.close()
        else:
            with psycopg.connect(self.data) as connection:

                def execute(query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
                    done = connection.execute(query.replace("?", "%s"), values or None)
                    return done.fetchall() if done.description else []

                yield execute
