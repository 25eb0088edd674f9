"""The log in SQLite or PostgreSQL: `sekisho.ledger.store.Store`, and the one door by which events are written."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import datetime
from functools import cache
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

_INSERT = f"INSERT INTO ledger_event (peak, {reading.COLUMNS})"
_WIDTH = 10
_PLACES = "(" + ", ".join(["%s"] * _WIDTH) + ")"
_AT_ONCE = 500
"""Rows in one statement: SQLite takes no more than 32,766 values in one."""
_HEAD = "SELECT size FROM ledger_head"
_GROW = "UPDATE ledger_head SET size = %s WHERE size < %s"
# Not max(n): for a stream of which PostgreSQL expects little, it reads all of the stream.
_LAST = "SELECT n FROM ledger_event WHERE stream = %s ORDER BY n DESC LIMIT 1"
_STILL = "(SELECT peak FROM ledger_event ORDER BY seq DESC LIMIT 1) = %s"
_APART = 64
"""The event that makes the log a multiple of so many long writes that into the head, by a trigger: it is never more behind."""
_FEW = 8
"""Events that go in by one statement, which PostgreSQL keeps prepared for each number of them."""
_LOCK = 0x5EC1_5481
"""Number of the lock of PostgreSQL that a transaction has alone, and that those share who append without one."""
LOCK_ALONE = f"SELECT pg_advisory_xact_lock({_LOCK})"
_TYPED = (
    "(%s::bytea, %s::integer, %s::varchar, %s::integer, %s::varchar, %s::integer, %s::varchar, %s::varchar, %s::text,"
    " %s::bytea)"
)
_SHORT_ON_POSTGRESQL = f"""
{_INSERT} SELECT new.* FROM (SELECT WHERE {_STILL}) AS still, pg_advisory_xact_lock_shared({_LOCK}), (VALUES {{}}) AS new
"""  # noqa: S608  constants
# No row without a peak is let in. With a SELECT, SQLite would first write the rows elsewhere.
_IF_STILL_ON_SQLITE = f"(CASE WHEN {_STILL} THEN %s END" + ", %s" * (_WIDTH - 1) + ")"
Statement: TypeAlias = tuple[str, Sequence[Any]]


class CutError(Exception):
    """The table of events does not end as the log did: somebody took rows away or put some in. Nothing is appended.

    ``size``: how many events there were; ``found``: the highest number in the table, and one.
    """

    def __init__(self, size: int, found: int) -> None:
        super().__init__(f"the log had {size} events, the table has {found}")
        self.size, self.found = size, found


class _OfThread(threading.local):
    connection: BaseDatabaseWrapper | None = None
    cursor: psycopg.Cursor | None = None


class SqlStore:
    """One log in one database. May be used by many threads and processes: each thread has a connection of its own."""

    def __init__(self, alias: str) -> None:
        """``alias``: the name of the database in Django's settings."""
        self.alias = alias
        # Where the log ended when this store last wrote. Nothing is believed of it: the database compares its peak.
        self._known = Frontier()
        self.lost: Gap | None = None
        """What is lost by a backup that was put back: while that stands nowhere in the log, nothing is appended."""
        self._mine = _OfThread()

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """This thread's connection, always the same."""
        mine = self._mine
        if mine.connection is None:
            mine.connection = connections[self.alias]
        return mine.connection

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
            self.run_together(*self._locking())
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
        # One after the other, never in one statement: PostgreSQL would answer from before it waited.
        *_, last = self.run_together(*self._locking(), (_LAST, (stream,)))
        frontier, now = self._end(), last[0][0] if last else 0
        if now != expected_n:
            raise Conflict(stream, expected_n, now)
        records = _records(entries, frontier.size, stream, now)
        if records:
            self._known, rows = _rows(frontier, records)
            self.run_together(*_inserts(rows), (_GROW, (self._known.size,) * 2))
        return records

    def _append_at_once(
        self, connection: BaseDatabaseWrapper, stream: str, expected_n: int, entries: Sequence[Entry]
    ) -> tuple[Record, ...]:
        """Append by one statement, if the log ends where this store left it; nothing is written, nor returned, if not.

        The statement compares the last peak in the table, which no other log has, with the one that is remembered. That
        the stream ends where it is said to is looked at by trigger and keys: they refuse a row that has none before it in
        its stream, and one that stands already. The long way then says what it is.
        """
        frontier, count = self._known, len(entries)
        if not frontier.size or not 0 < count <= _FEW or not 0 <= expected_n <= frontier.size:
            return ()
        try:
            records = _records(entries, frontier.size, stream, expected_n)
        except ValueError:
            return ()  # a conflict would come before it
        grown, rows = _rows(frontier, records)
        raw, values = connection.connection, (frontier.peak, *rows)
        on_sqlite = connection.vendor == "sqlite"
        try:
            with connection.wrap_database_errors:
                written = raw.execute(_short_on_sqlite(count), values) if on_sqlite else self._sent(raw, count, values)
        except IntegrityError:
            return ()
        finally:
            if not on_sqlite and raw.closed:
                connection.close()  # so that the next use opens it again
        if not written.rowcount:
            return ()
        self._known = grown
        return records

    def _end(self) -> Frontier:
        """Return where the log ends. The events of which the head does not know yet are compared with the tree.

        Raises:
            CutError: rows were taken out of the table, or put in, by another door.

        """
        [(least,)] = self.run(_HEAD)
        grown = sound = reading.frontier(self.connection, least)
        rows = reading.leaves(self.connection, least, _APART)
        for seq, content, peak in rows:
            if grown is None or seq != grown.size or not isinstance(content, bytes):
                break
            grown = grown.append(leaf(content))
            sound = grown if peak == grown.peak else sound
        if sound is None or least % _APART + len(rows) >= _APART:  # no store of ours leaves the head so far behind
            written = least
        elif (written := sound.size) == least + len(rows):
            return sound
        if self.run(_HEAD) != [(least,)]:  # somebody wrote while this looked, without the lock
            return self._end()
        raise CutError(written, self.run("SELECT coalesce(max(seq), -1) + 1 FROM ledger_event")[0][0])

    def _sent(self, raw: psycopg.Connection, count: int, values: Sequence[Any]) -> psycopg.Cursor:
        """Run the short statement by this thread's cursor: one of Django's sends a text that is read and planned each time."""
        cursor = self._mine.cursor
        if cursor is None or cursor.connection is not raw:
            cursor = self._mine.cursor = psycopg.Cursor(raw)
        return cursor.execute(_short_on_postgresql(count), values, prepare=True)

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
        """Return how many records were written, whatever became of them since: `verify` compares the rows with it.

        Of those that another door took away, up to ``_APART`` - 1 at the end may be unknown to the head; a checkpoint knows of them.
        """
        try:
            return self._end().size
        except CutError as error:
            return error.size

    def root(self, size: int) -> bytes:
        """Return the root over the first ``size`` records, as it grew with every append: who changes rows does not change it.

        Raises:
            ValueError: there are not so many, or ``size`` is negative.
            CutError: there were so many, and rows are gone.

        """
        written = self.size()
        if not 0 <= size <= written:
            raise ValueError("there are not so many records")
        if frontier := reading.frontier(self.connection, size):
            return frontier.root()
        raise CutError(written, len(reading.leaves(self.connection, 0, size)))

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
                "INSERT INTO ledger_head (id, origin, size) SELECT 1, %s, 0"
                " WHERE NOT EXISTS (SELECT 1 FROM ledger_head) ON CONFLICT DO NOTHING",
                [origin],
            )

    def close(self) -> None:
        """Close this thread's connection; the next use opens it again."""
        self.connection.close()

    def _locking(self) -> tuple[Statement, ...]:
        # SQLite locked all of the database when the transaction began (BEGIN IMMEDIATE).
        return ((LOCK_ALONE, ()),) if self.connection.vendor == "postgresql" else ()

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


def _records(entries: Sequence[Entry], size: int, stream: str, last: int) -> tuple[Record, ...]:
    return tuple(record(entry, seq=size + at, stream=stream, n=last + 1 + at) for at, entry in enumerate(entries))


def _rows(frontier: Frontier, records: Sequence[Record]) -> tuple[Frontier, list[Any]]:
    """Return the frontier with the records, and all values of their rows, ``_WIDTH`` for each."""
    values: list[Any] = []
    for one in records:
        frontier = frontier.append(leaf(one.hash))
        values += (frontier.peak, *reading.values(one))
    return frontier, values


@cache
def _short_on_sqlite(count: int) -> str:
    return f"{_INSERT} VALUES {', '.join([_IF_STILL_ON_SQLITE, *[_PLACES] * (count - 1)])}".replace("%s", "?")


@cache
def _short_on_postgresql(count: int) -> str:
    return _SHORT_ON_POSTGRESQL.format(", ".join([_TYPED] * count))


def _inserts(values: Sequence[Any]) -> Iterator[Statement]:
    for start in range(0, len(values), _AT_ONCE * _WIDTH):
        part = values[start : start + _AT_ONCE * _WIDTH]
        yield f"{_INSERT} VALUES " + ", ".join([_PLACES] * (len(part) // _WIDTH)), part
