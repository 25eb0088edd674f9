"""Rows of the log as they lie in the database, and the records that they are.

Whoever decides reads records, page by page: each is compared with its hash, and none may be missing before it. Whoever
verifies reads rows, all of them, whatever they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from sekisho.ledger.log import DamagedError, Record, Stored
from sekisho.ledger.merkle import Frontier, last_leaves

COLUMNS = 'seq, stream, n, type, v, at, "by", data, hash'
_PAGE = 500
"""Rows in memory at a time. No statement stays open between two pages, so whoever reads may write in between."""
_ALL = f"SELECT {COLUMNS} FROM ledger_event"  # noqa: S608  a constant
# A peak that was taken away is not one that nobody keeps.
_WITH_PEAK = f"SELECT {COLUMNS}, coalesce(peak, '') FROM ledger_event"  # noqa: S608  the same
_EVERY_ROW = f"{_WITH_PEAK} ORDER BY seq"
_ROWS_AFTER = f"{_WITH_PEAK} WHERE seq > %s ORDER BY seq"
_LOG_PAGE = f"{_ALL} WHERE seq > %s ORDER BY seq LIMIT {_PAGE}"
_STREAM_PAGE = f"{_ALL} WHERE stream = %s AND n > %s ORDER BY n LIMIT {_PAGE}"
_STREAMS_PAGE = (
    f"SELECT stream, max(n) FROM ledger_event WHERE stream > %s GROUP BY stream ORDER BY stream LIMIT {_PAGE}"  # noqa: S608  a constant
)


def stored(connection: BaseDatabaseWrapper, after_seq: int) -> Iterator[Stored]:
    """Yield every row in the order of ``seq``, from one look at the table, whatever stands in it.

    No condition where all are asked for: a row whose number is none would not fulfil it, and must be seen.
    """
    with connection.chunked_cursor() as cursor:
        if after_seq < 0:
            cursor.execute(_EVERY_ROW)
        else:
            cursor.execute(_ROWS_AFTER, [after_seq])
        while found := _fetched(connection, cursor):
            yield from (Stored(*columns) for columns in found)


def records(connection: BaseDatabaseWrapper, after_seq: int) -> Iterator[Record]:
    """Yield the records after a place in the log.

    Raises:
        DamagedError: a row is not what was written, or one is missing before it.

    """
    last = max(after_seq, -1)
    while found := _page(connection, _LOG_PAGE, [last]):
        for row in found:
            yield _next(row, row.seq, last, "seq")
            last += 1


def stream(connection: BaseDatabaseWrapper, name: str, after: int) -> Iterator[Record]:
    """Yield the records of a stream after a number in it.

    Raises:
        DamagedError: a row is not what was written, or one is missing before it.

    """
    last = max(after, 0)
    while found := _page(connection, _STREAM_PAGE, [name, last]):
        for row in found:
            yield _next(row, row.n, last, "n")
            last += 1


def streams(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, int]]:
    """Yield each stream with its last number, in the order of the names' code points."""
    name = ""
    while found := _columns(connection, _STREAMS_PAGE, [name]):
        yield from found
        name = found[-1][0]


def streams_of(connection: BaseDatabaseWrapper, names: Sequence[str]) -> dict[str, list[Record]]:
    """Return the records of several streams, each in order, in one question for every so many streams.

    Raises:
        DamagedError: a row is not what was written, or one is missing.

    """
    found: dict[str, list[Record]] = {name: [] for name in names}
    for start in range(0, len(names), _PAGE):
        part = names[start : start + _PAGE]
        places = ", ".join(["%s"] * len(part))
        for row in _page(connection, f"{_ALL} WHERE stream IN ({places}) ORDER BY stream, n", part):
            records = found[str(row.stream)]
            records.append(_next(row, row.n, len(records), "n"))
    return found


def one(connection: BaseDatabaseWrapper, seq: int) -> Record | None:
    """Return the record at a place in the log.

    Raises:
        DamagedError: it is not what was written.

    """
    found = _columns(connection, f"{_ALL} WHERE seq = %s", [seq])
    return Stored(*found[0]).record() if found else None


def leaves(connection: BaseDatabaseWrapper, start: int, most: int) -> list[tuple[Any, ...]]:
    """Return number, stored hash and peak of the rows from a place in the log on, whatever stands there."""
    query = f"SELECT seq, hash, peak FROM ledger_event WHERE seq >= %s ORDER BY seq LIMIT {most:d}"  # noqa: S608  a number
    return _columns(connection, query, [start])


def frontier(connection: BaseDatabaseWrapper, size: int) -> Frontier | None:
    """Return the frontier of the first ``size`` rows as they grew, None where rows that it is kept in are gone."""
    places = last_leaves(size)
    if not places:
        return Frontier()
    numbers = ", ".join(map(str, places))
    query = f"SELECT peak FROM ledger_event WHERE seq IN ({numbers}) ORDER BY seq"  # noqa: S608  numbers
    peaks = tuple(peak for (peak,) in _columns(connection, query, []) if isinstance(peak, bytes))
    return Frontier(size, peaks) if len(peaks) == len(places) else None


def values(one: Record) -> tuple[Any, ...]:
    """Return the columns of a record in the order of ``COLUMNS``."""
    return one.seq, one.stream, one.n, one.type, one.v, one.at, one.by, one.text, one.hash


def _next(row: Stored, number: object, last: int, column: str) -> Record:
    if number != last + 1:
        raise DamagedError(row, column)
    return row.record()


def _page(connection: BaseDatabaseWrapper, query: str, values: Sequence[Any]) -> list[Stored]:
    return [Stored(*columns) for columns in _columns(connection, query, values)]


def _columns(connection: BaseDatabaseWrapper, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        while part := _fetched(connection, cursor):
            found += part
    return found


def _fetched(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> list[tuple[Any, ...]]:
    """Return the next rows. In SQLite a text may be no text: it comes as bytes then, instead of ending the reading."""
    found: list[tuple[Any, ...]]
    if connection.vendor != "sqlite":
        found = cursor.fetchmany(_PAGE)
        return found
    raw = connection.connection
    before, raw.text_factory = raw.text_factory, _text
    try:
        found = cursor.fetchmany(_PAGE)
    finally:
        raw.text_factory = before
    return found


def _text(stored: bytes) -> str | bytes:
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        return stored
