"""The log in SQLite or PostgreSQL: `sekisho.ledger.store.Store`, and the one door by which events are written."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import datetime
from functools import cache, reduce
from typing import Any, TypeAlias, cast

import psycopg
from django.db import IntegrityError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import atomic

from sekisho.ledger.log import Entry, Record, Stored, is_name, record
from sekisho.ledger.merkle import Frontier, leaf
from sekisho.ledger.restore import STREAM as GAPS
from sekisho.ledger.restore import Gap, ReadOnlyError, named, restored
from sekisho.ledger.store import Conflict
from sekisho.web.store import reading

_INSERT = f"INSERT INTO ledger_event ({reading.COLUMNS}) VALUES "  # noqa: S608  a constant
_PLACES = "(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_AT_ONCE = 500
"""Rows in one statement: SQLite takes no more than 32,766 values in one."""
_HEAD = "SELECT size, peaks FROM ledger_head"
_GROW = "UPDATE ledger_head SET size = %s, peaks = %s"
# Not max(n): for a stream of which PostgreSQL expects little, it reads all of the stream.
_LAST = "SELECT n FROM ledger_event WHERE stream = %s ORDER BY n DESC LIMIT 1"
# Asked after the lock, never in one statement with it: PostgreSQL would answer from before it waited.
_ENDS = f"SELECT (SELECT max(seq) FROM ledger_event), ({_LAST})"  # noqa: S608  two constants
_STANDS = "coalesce((SELECT seq + 1 FROM ledger_event ORDER BY seq DESC LIMIT 1), 0) = size"
_GROW_FROM = f"{_GROW} WHERE size = %s AND peaks = %s AND {_STANDS}"
_GROW_ON_SQLITE = _GROW_FROM.replace("%s", "?")
_INSERT_IF_GROWN = f"""
WITH grown AS ({_GROW_FROM} RETURNING 1)
INSERT INTO ledger_event ({reading.COLUMNS}) SELECT new.* FROM grown, (VALUES {{}}) AS new
"""  # noqa: S608  constants
_TYPED = (
    "(%s::integer, %s::varchar, %s::integer, %s::varchar, %s::integer, %s::varchar, %s::varchar, %s::text, %s::bytea)"
)
_FEW = 8
"""Events that go in by one statement, which PostgreSQL keeps prepared for each number of them."""
Statement: TypeAlias = tuple[str, Sequence[Any]]


class CutError(Exception):
    """The table of events is not as long as the log was: somebody took rows away or put some in. Nothing is appended."""

    def __init__(self, size: int, found: int) -> None:
        super().__init__(f"the log had {size} events, the table has {found}")
        self.size, self.found = size, found


class _OfThread(threading.local):
    cursor: psycopg.Cursor | None = None


class SqlStore:
    """One log in one database. May be used by many threads and processes: each thread has a connection of its own."""

    def __init__(self, alias: str) -> None:
        """``alias``: the name of the database in Django's settings."""
        self.alias = alias
        # Where the log ended when this store last wrote. Nothing is believed of it: the database compares.
        self._known = Frontier()
        self.lost: Gap | None = None
        """What is lost by a backup that was put back: while that stands nowhere in the log, nothing is appended."""
        self._mine = _OfThread()

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """This thread's connection."""
        return connections[self.alias]

    @property
    def origin(self) -> str:
        """The name of this log."""
        return str(self.run("SELECT origin FROM ledger_head")[0][0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Have the log for oneself: what is read in here still holds when it is written upon, and all is kept or nothing.

        ``append`` and the vault take part in it. On disk when the outermost one is left.
        """
        with atomic(using=self.alias):
            self.run(self._lock)
            yield

    def append(self, stream: str, expected_n: int, entries: Sequence[Entry]) -> tuple[Record, ...]:
        """Write entries at the end of a stream; see `sekisho.ledger.store.Store`.

        On disk when this returns; inside of ``transaction``, when that is left.

        Raises:
            Conflict: the stream has another last number.
            CutError: rows were taken out of the table, or put in, by another door.
            ReadOnlyError: a backup was put back, and what is lost by it is not named yet.
            ValueError: an entry or the name is not fit for the log.

        """
        if self.lost is not None and self.read_only():
            raise ReadOnlyError(self.lost)
        if not is_name(stream):
            raise ValueError("not fit for the name of a stream")
        connection = self.connection
        if connection.autocommit and connection.connection:
            records = self._append_at_once(connection, stream, expected_n, entries)
            if records:
                return records
        with atomic(using=self.alias):
            return self._append(stream, expected_n, entries)

    def name_gap(self, at: datetime, by: str) -> Gap | None:
        """Write what is lost into the log, which takes events again then; return it, or None where nothing is."""
        gap = self.lost
        if gap is None:
            return None
        with self.transaction():
            if self.read_only():
                self._append(GAPS, self.last(GAPS), [restored(gap, at, by)])
        self.lost = None
        return gap

    def read_only(self) -> bool:
        """Return whether nothing is appended: something is lost, and no process has named it yet."""
        if self.lost is not None and set(self.lost.lost) <= named(self):
            self.lost = None
        return self.lost is not None

    def _append(self, stream: str, expected_n: int, entries: Sequence[Entry]) -> tuple[Record, ...]:
        """Append inside of a transaction: lock, look, write."""
        [head], [(end, now)] = self.run_together((self._lock, ()), (_ENDS, (stream,)))
        frontier, end, now = _frontier(*head), 0 if end is None else end + 1, now or 0
        if end != frontier.size:
            raise CutError(frontier.size, end)
        if now != expected_n:
            raise Conflict(stream, expected_n, now)
        records = _records(entries, end, stream, now)
        if records:
            self._known = _grown(frontier, (one.hash for one in records))
            self.run_together(*_inserts(records), (_GROW, _columns(self._known)))
        return records

    def _append_at_once(
        self, connection: BaseDatabaseWrapper, stream: str, expected_n: int, entries: Sequence[Entry]
    ) -> tuple[Record, ...]:
        """Append without a look first, if the log ends where this store left it; nothing is written, nor returned, if not.

        What this store remembers is compared under the lock. That the stream ends where it is said to is looked at by
        trigger and keys: they refuse a row that has none before it in its stream, and one that stands already. The long
        way then says what it is.
        """
        frontier = self._known
        if not 0 < len(entries) <= _FEW or not 0 <= expected_n <= frontier.size:
            return ()
        try:
            records = _records(entries, frontier.size, stream, expected_n)
        except ValueError:
            return ()  # a conflict would come before it
        grown = _grown(frontier, (one.hash for one in records))
        ends, rows = (*_columns(grown), *_columns(frontier)), _all_values(records)
        raw = connection.connection
        try:
            with connection.wrap_database_errors:
                if connection.vendor == "sqlite":
                    written = _grow_and_insert(raw, ends, rows)
                else:
                    query = _insert_if_grown(len(records))
                    written = self._cursor(raw).execute(query, (*ends, *rows), prepare=True).rowcount > 0
        except IntegrityError:
            return ()
        finally:
            if connection.vendor == "postgresql" and raw.closed:
                connection.close()  # so that the next use opens it again
        if not written:
            return ()
        self._known = grown
        return records

    def _cursor(self, raw: psycopg.Connection) -> psycopg.Cursor:
        """Return this thread's cursor: not one of Django's, which sends a text that must be read and planned each time."""
        found = self._mine.cursor
        if found is None or found.connection is not raw:
            found = self._mine.cursor = psycopg.Cursor(raw)
        return found

    def stream(self, name: str, after: int = 0) -> Iterator[Record]:
        """Yield the records of a stream; a missing one is damage too."""
        return reading.stream(self.connection, name, after) if is_name(name) else iter(())

    def streams(self) -> Iterator[tuple[str, int]]:
        """Yield each stream with its last number."""
        return reading.streams(self.connection)

    def records(self, after_seq: int = -1) -> Iterator[Record]:
        """Yield the records of the log; a missing one is damage too."""
        return reading.records(self.connection, after_seq)

    def stored(self, after_seq: int = -1) -> Iterator[Stored]:
        """Yield the rows as they lie. Until the last is read, this thread must not write."""
        return reading.stored(self.connection, after_seq)

    def size(self) -> int:
        """Return how many records were written, whatever became of them since: `verify` compares the rows with it."""
        return self._frontier().size

    def root(self, size: int) -> bytes:
        """Return the root over the first ``size`` records.

        Of the whole log it is the one that grew with every append: who changes rows does not change it. Of fewer
        records it is made of their stored hashes, in time that grows with their number.

        Raises:
            ValueError: there are not so many, or ``size`` is negative.
            CutError: there were so many, and rows are gone.

        """
        frontier = self._frontier()
        if not 0 <= size <= frontier.size:
            raise ValueError("there are not so many records")
        if size < frontier.size:
            frontier = _grown(Frontier(), reading.hashes(self.connection, size))
            if frontier.size != size:
                raise CutError(size, frontier.size)
        return frontier.root()

    def last(self, stream: str) -> int:
        """Return the number of the last event in a stream; 0 where there is none."""
        found = self.run(_LAST, stream)
        return int(found[0][0]) if found else 0

    def begin(self, origin: str) -> None:
        """Give a new log its name and its beginning; one that has them keeps them."""
        if self.run("SELECT 1 FROM ledger_head"):
            return
        with atomic(using=self.alias), self.connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_head (id, origin, size, peaks) SELECT 1, %s, 0, %s"
                " WHERE NOT EXISTS (SELECT 1 FROM ledger_head) ON CONFLICT DO NOTHING",
                [origin, b""],
            )

    def close(self) -> None:
        """Close this thread's connection; the next use opens it again."""
        self.connection.close()

    def _frontier(self) -> Frontier:
        return _frontier(*self.run(_HEAD)[0])

    @property
    def _lock(self) -> str:
        # SQLite locked all of the database when the transaction began (BEGIN IMMEDIATE).
        return f"{_HEAD} FOR UPDATE" if self.connection.vendor == "postgresql" else _HEAD

    def run_together(self, *statements: Statement) -> list[list[tuple[Any, ...]]]:
        """Run statements of which none needs the answer of another, one after the other; return the rows of each.

        PostgreSQL is sent all of them at once: a journey to another process, or machine, costs more than the statement.
        """
        with ExitStack() as stack:
            cursors = [stack.enter_context(self.connection.cursor()) for _ in statements]
            with self.connection.wrap_database_errors, self._pipeline():
                for cursor, (query, values) in zip(cursors, statements, strict=True):
                    cursor.execute(query, values)
            return [cursor.fetchall() if cursor.description else [] for cursor in cursors]

    def _pipeline(self) -> AbstractContextManager[object]:
        if self.connection.vendor != "postgresql":
            return nullcontext()
        found: AbstractContextManager[object] = self.connection.connection.pipeline()
        return found

    def run(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement on the tables of the store, for the modules of this package; return its rows, if any."""
        with self.connection.cursor() as cursor:
            cursor.execute(query, cast("Sequence[Any]", values))
            return cursor.fetchall() if cursor.description else []


def _grow_and_insert(raw: sqlite3.Connection, ends: tuple[Any, ...], rows: Sequence[Any]) -> bool:
    """Write in a transaction of SQLite; return False where the log has another end, and nothing was written."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        if raw.execute(_GROW_ON_SQLITE, ends).rowcount:
            raw.execute(_insert_on_sqlite(len(rows) // 9), rows)
            raw.execute("COMMIT")
            return True
    finally:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
    return False


def _all_values(records: Sequence[Record]) -> list[Any]:
    return [value for one in records for value in reading.values(one)]


def _records(entries: Sequence[Entry], size: int, stream: str, last: int) -> tuple[Record, ...]:
    return tuple(record(entry, seq=size + at, stream=stream, n=last + 1 + at) for at, entry in enumerate(entries))


@cache
def _insert_if_grown(count: int) -> str:
    return _INSERT_IF_GROWN.format(", ".join([_TYPED] * count))


def _insert(count: int) -> str:
    return _INSERT + ", ".join([_PLACES] * count)


@cache
def _insert_on_sqlite(count: int) -> str:
    return _insert(count).replace("%s", "?")


def _inserts(records: Sequence[Record]) -> Iterator[Statement]:
    for start in range(0, len(records), _AT_ONCE):
        part = records[start : start + _AT_ONCE]
        yield _insert(len(part)), _all_values(part)


def _grown(frontier: Frontier, hashes: Iterable[bytes]) -> Frontier:
    return reduce(Frontier.append, map(leaf, hashes), frontier)


def _columns(frontier: Frontier) -> tuple[int, bytes]:
    return frontier.size, b"".join(frontier.hashes)


def _frontier(size: int, peaks: bytes) -> Frontier:
    return Frontier(size, tuple(bytes(peaks[at : at + 32]) for at in range(0, len(peaks), 32)))
