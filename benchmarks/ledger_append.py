"""Measures how fast events are appended, against a bare INSERT and commit of the same bytes into a table without rules.

Both write one event a transaction and wait until it is on disk; they take turns. Starts a PostgreSQL for itself, in a
temporary folder. Ends with status 1 where the bound is broken.

    python -P benchmarks/ledger_append.py [--calls 400] [--write]
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from sekisho.ledger.log import Fact, Stored, record
from sekisho.web.store.opening import open_store
from sekisho.web.store.sql import SqlStore

HERE = Path(__file__).resolve().parent
LEAST = 0.5
"""The bound: events in a second, as a share of what a bare INSERT does."""
SIZES = (0, 50_000)
"""Events that the log has when the measuring begins: what an append costs must not grow with them."""
STREAM = "dispatch/2026-000123"
FACT = Fact(
    "step_done",
    1,
    datetime(2026, 4, 1, 9, 30, 12, 345678, tzinfo=UTC),
    "person/3f9a2c",
    {
        "step": "confirm",
        "parcel": "p-0001",
        "method": "open_files",
        "role": "confirmer",
        "procedure": "9c" * 32,
        "files": ["5e" * 32, "a1" * 32],
        "training": ["manual/2026-1", "course/privacy-2026"],
        "counts": {"pages": 12, "sheets": 3},
    },
)
Place = tuple[str, SqlStore, "Bare", Callable[[], object]]
Bare = Callable[[Sequence[object]], object]
TABLE = 'seq integer PRIMARY KEY, stream text, n integer, type text, v integer, at text, "by" text, data text, hash '


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of one append and of one bare INSERT, on average."""

    what: str
    size: int
    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """Return our events in a second as a share of the bare ones."""
        return self.bare / self.ours

    def cells(self) -> tuple[str, ...]:
        """Return the row as texts."""
        state = "holds" if self.ratio >= LEAST else "BROKEN"
        return (
            self.what,
            f"{self.size:,}",
            f"{1 / self.ours:,.0f} /s, {1000 * self.ours:.2f} ms",
            f"{1 / self.bare:,.0f} /s, {1000 * self.bare:.2f} ms",
            f"{self.ratio:.2f} ×",
            f"≥ {LEAST:g} ×",
            state,
        )


HEAD = ("database", "events before", "append", "bare INSERT and commit", "measured", "bound", "")


def measure(what: str, store: SqlStore, bare: Bare, settle: Callable[[], object], calls: int) -> Iterator[Measured]:
    """Append to a log of each size, in turns with bare INSERTs."""
    for size in SIZES:
        while (there := store.size()) < size:
            filler = f"filler/{there:06}"
            store.append(filler, 0, [FACT] * min(1000, size - there))
        settle()
        ours, theirs, n = list[float](), list[float](), store.last(STREAM)
        for at in range(n, n + calls):
            ours.append(_seconds(lambda at=at: store.append(STREAM, at, [FACT])))
            row = _row(store.size(), at + 1)
            theirs.append(_seconds(lambda row=row: bare(row)))
        yield Measured(what, size, _average(ours), _average(theirs))


def _row(seq: int, n: int) -> tuple[object, ...]:
    row = Stored.of(record(FACT, seq=seq, stream=STREAM, n=n))
    return row.seq, row.stream, row.n, row.type, row.v, row.at, row.by, row.data, row.hash


def _average(seconds: Sequence[float]) -> float:
    """Return the average without the slowest twentieth, which waited for something else of the machine."""
    return statistics.fmean(sorted(seconds)[: len(seconds) * 19 // 20])


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


@contextmanager
def on_sqlite() -> Iterator[Place]:
    """Give a store in a folder, and beside it a bare file with the same promises."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_store(folder)) as store,
        closing(sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)) as bare,
    ):
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute(f"CREATE TABLE bare ({TABLE} blob)")
        insert = "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        yield (
            f"SQLite {sqlite3.sqlite_version}",
            store,
            lambda row: bare.execute(insert, row),
            lambda: store.run("PRAGMA wal_checkpoint"),
        )


@contextmanager
def on_postgresql() -> Iterator[Place]:
    """Give a store in a PostgreSQL, and a bare table in the same one."""
    with clusters.running() as cluster:
        address = cluster.database()
        with closing(open_store(address)) as store, psycopg.connect(address, autocommit=True) as bare:
            bare.execute(f"CREATE TABLE bare ({TABLE} bytea)")
            cursor = bare.cursor()
            version = bare.info.server_version // 10_000
            insert = "INSERT INTO bare VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            yield (
                f"PostgreSQL {version}",
                store,
                lambda row: cursor.execute(insert, row, prepare=True),
                lambda: (store.run("VACUUM ANALYZE"), store.run("CHECKPOINT")),
            )


def main() -> int:
    """Measure, print the table, and return 1 where the bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=400, help="appends that are measured of each kind")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    options = parser.parse_args()
    found = []
    for place in (on_sqlite, on_postgresql):
        with place() as (what, store, bare, settle):
            for one in measure(what, store, bare, settle, options.calls):
                found.append(one)
                print(*one.cells(), sep="  ", flush=True)
    text = f"{page.machine()}\n\n{page.table([HEAD, *(one.cells() for one in found)])}"
    print(f"\n{text}")
    if options.write:
        page.write("appended", text)
    return 0 if all(one.ratio >= LEAST for one in found) else 1


if __name__ == "__main__":
    # Behind the standard library: beside this script lies one called inspect.
    sys.path += [str(HERE), str(HERE.parent)]
    import page
    from tests.store import clusters

    sys.exit(main())
