"""Measures how fast events are appended, against a bare INSERT and commit of the same bytes into a table without rules.

Both write one event a transaction and wait until it is on disk; they take turns, an append and a bare one, so that neither
finds the processor warmer. The bare one is an INSERT that commits itself, the least that a database can do. Beside it
stands, measured in the same way and without a bound, what a program does by Python's database API: ``execute``, then
``commit``. Starts a PostgreSQL for itself, in a temporary folder. Ends with status 1 where the bound is
broken.

    python -P benchmarks/ledger_append.py [--calls 2000] [--write]
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
from itertools import count
from pathlib import Path

import psycopg

from sekisho.ledger.log import Fact, Record, record
from sekisho.web.store.opening import open_store
from sekisho.web.store.reading import values
from sekisho.web.store.sql import SqlStore

HERE = Path(__file__).resolve().parent
LEAST = 0.5
"""The bound: events in a second, as a share of what a bare INSERT does."""
SIZES = (0, 50_000)
"""Events that the log has when the measuring begins: what an append costs must not grow with them."""
ROUNDS = 5
"""The middle one counts: a machine that others use too is slower for some seconds."""
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
Bare = Callable[[Sequence[object]], object]
Place = tuple[str, SqlStore, Bare, Bare, Callable[[Sequence[Sequence[object]]], object], Callable[[], object]]
TABLE = 'seq integer PRIMARY KEY, stream text, n integer, type text, v integer, at text, "by" text, data text, hash '


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds on average: of an append and of an INSERT that commits itself; of an append and of an INSERT and a commit."""

    what: str
    size: int
    ours: float
    least: float
    ours_too: float
    bare: float

    @property
    def ratio(self) -> float:
        """Return our events in a second as a share of the bare ones that commit themselves."""
        return self.least / self.ours

    def cells(self) -> tuple[str, ...]:
        """Return the row as texts."""
        state = "holds" if self.ratio >= LEAST else "BROKEN"
        return (
            self.what,
            f"{self.size:,}",
            f"{1 / self.ours:,.0f} /s, {1000 * self.ours:.2f} ms",
            f"{1 / self.least:,.0f} /s, {1000 * self.least:.2f} ms",
            f"{self.ratio:.2f} ×",
            f"≥ {LEAST:g} ×",
            state,
            f"{1 / self.bare:,.0f} /s, {1000 * self.bare:.2f} ms: {self.bare / self.ours_too:.2f} ×",
        )


HEAD = (
    "database",
    "events before",
    "append",
    "bare INSERT that commits itself",
    "measured",
    "bound",
    "",
    "INSERT, then commit",
)


def measure(place: Place, calls: int) -> Iterator[Measured]:
    """Append to a log of each size, in turns with bare INSERTs."""
    what, store, bare, least, fill, settle = place
    for size in SIZES:
        while (there := store.size()) < size:
            filler = f"filler/{there:06}"
            made = store.append(filler, 0, [FACT] * min(1000, size - there))
            fill([_columns(next(_NUMBERS), one) for one in made])
        if size:  # a new log was never looked at by its database
            settle()
        rounds = [[_turns(store, write, calls // ROUNDS) for _ in range(ROUNDS)] for write in (least, bare)]
        yield Measured(what, size, *_middle(rounds[0]), *_middle(rounds[1]))


def _middle(rounds: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the round of which the share of the bare one is in the middle."""
    return sorted(rounds, key=lambda ours_and_theirs: ours_and_theirs[1] / ours_and_theirs[0])[len(rounds) // 2]


def _turns(store: SqlStore, write: Bare, calls: int) -> tuple[float, float]:
    """Return the seconds of an append and of a bare one, which take turns."""
    ours: list[float] = []
    theirs: list[float] = []
    begin = store.last(STREAM)
    for n in range(begin, begin + calls):
        ours.append(_seconds(lambda n=n: store.append(STREAM, n, [FACT])))
        row = _row(next(_NUMBERS), n + 1)
        theirs.append(_seconds(lambda row=row: write(row)))
    return _average(ours), _average(theirs)


_NUMBERS = count()
"""The keys of the bare table, in which both ways to write bare rows meet."""


def _row(seq: int, n: int) -> tuple[object, ...]:
    return _columns(seq, record(FACT, seq=seq, stream=STREAM, n=n))


def _columns(seq: int, one: Record) -> tuple[object, ...]:
    return seq, *values(one)[1:]


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
    insert = "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_store(folder)) as store,
        closing(sqlite3.connect(Path(folder) / "bare.sqlite3")) as bare,
        closing(sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)) as least,
    ):
        for one in (bare, least):
            one.execute("PRAGMA journal_mode=WAL")
            one.execute("PRAGMA synchronous=FULL")
        least.execute(f"CREATE TABLE bare ({TABLE} blob)")
        yield (
            f"SQLite {sqlite3.sqlite_version}",
            store,
            lambda row: (bare.execute(insert, row), bare.commit()),
            lambda row: least.execute(insert, row),
            lambda rows: (bare.executemany(insert, rows), bare.commit()),
            lambda: (store.run("PRAGMA wal_checkpoint"), least.execute("PRAGMA wal_checkpoint")),
        )


@contextmanager
def on_postgresql() -> Iterator[Place]:
    """Give a store in a PostgreSQL, and a bare table in the same one."""
    insert = "INSERT INTO bare VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
    with clusters.running() as cluster:
        address = cluster.database()
        with (
            closing(open_store(address)) as store,
            psycopg.connect(address) as bare,
            psycopg.connect(address, autocommit=True) as least,
        ):
            least.execute(f"CREATE TABLE bare ({TABLE} bytea)")
            yield (
                f"PostgreSQL {bare.info.server_version // 10_000}",
                store,
                lambda row: (bare.execute(insert, row, prepare=True), bare.commit()),
                lambda row: least.execute(insert, row, prepare=True),
                lambda rows: (bare.cursor().executemany(insert, rows), bare.commit()),
                lambda: (store.run("VACUUM ANALYZE"), store.run("CHECKPOINT")),
            )


def main() -> int:
    """Measure, print the table, and return 1 where the bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=2000, help="appends that are measured of each kind")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    options = parser.parse_args()
    found = []
    for place in (on_sqlite, on_postgresql):
        with place() as opened:
            for one in measure(opened, options.calls):
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
