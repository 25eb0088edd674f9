"""Many writers at once, and writers that are killed: nothing is lost, nothing doubled, nothing half."""

import json
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from tests.store.places import Place, facts
from tests.store.writers import CIPHER, TOGETHER

from sekisho.ledger.log import Record
from sekisho.ledger.merkle import Frontier, leaf
from sekisho.ledger.trust import trust
from sekisho.ledger.verify import verify
from sekisho.web.store.opening import open_store
from sekisho.web.store.sql import SqlStore
from sekisho.web.store.vault import MissingError, Vault

ROOT = Path(__file__).resolve().parents[2]
WRITERS, CALLS = 16, 20
ROUNDS = 100


def told(what: str, place: Place, *numbers: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-W", "error", ROOT / "tests/store/writers.py", what, place.data, *map(str, numbers)],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def sound(store: SqlStore) -> list[Record]:
    """Return the log, whose numbers have no gap, and whose root is that of its records."""
    records = list(store.records())
    assert store.size() == len(records)
    assert verify(store.stored(), [], trust(store.origin, []), size=store.size()).is_good
    frontier = Frontier()
    for record in records:
        frontier = frontier.append(leaf(record.hash))
    assert store.root(store.size()) == frontier.root()
    return records


def test_many_may_open_a_new_log_at_once_and_it_is_one(place: Place) -> None:
    said = told("begin", place, WRITERS, 0)
    assert said["status"] == [0] * WRITERS
    store = open_store(place.data)
    assert said["acks"] == [[store.origin]] * WRITERS
    store.close()


def test_of_many_writers_nothing_is_lost_and_nothing_doubled(place: Place) -> None:
    said = told("race", place, WRITERS, CALLS)
    assert said["status"] == [0] * WRITERS
    store = open_store(place.data)
    records = sound(store)
    store.close()
    # What was acknowledged and what is there are the same, place by place, and each was written once.
    assert sorted(said["acks"]) == [[one.seq, one.stream, one.n, one.by, dict(one.data)] for one in records]
    assert len(records) == WRITERS * CALLS * 3 // 2
    assert len({(one.by, one.data["call"], one.data["part"]) for one in records}) == len(records)
    # They did meet: the log is no row of blocks, one writer after the other.
    assert sum(one.by != other.by for one, other in pairwise(records)) > WRITERS


@pytest.mark.timeout(600)
def test_of_a_killed_writer_everything_acknowledged_is_there_and_nothing_half(place: Place) -> None:
    acks = told("kill", place, ROUNDS, 1)["acks"]
    store = open_store(place.data)
    records = sound(store)
    last: dict[str, int] = dict(store.streams())
    acknowledged: dict[str, int] = defaultdict(int, dict(acks))
    assert len(acknowledged) >= ROUNDS * 9 // 10
    for stream, n in acknowledged.items():
        assert last[stream] >= n
    for stream, n in last.items():
        # One call at most was on disk and not yet told.
        assert n in {acknowledged[stream], acknowledged[stream] + TOGETHER}
        assert n % TOGETHER == 0
    vault = Vault(store, CIPHER)
    for stream, n in last.items():
        assert all(vault.get(f"{stream}/{after}") for after in range(0, n, TOGETHER))
        with pytest.raises(MissingError):
            vault.get(f"{stream}/{n}")
    assert [one.data["part"] for one in records] == [
        part for _ in range(len(records) // TOGETHER) for part in range(TOGETHER)
    ]
    store.close()


def test_who_waits_too_long_is_told_and_has_written_nothing(sql: SqlStore, place: Place) -> None:
    sql.append("a", 0, facts(1))
    sql.run("PRAGMA busy_timeout = 100" if place.kind == "sqlite" else "SET lock_timeout = '100ms'")
    with place.locked(), pytest.raises(OperationalError):
        sql.append("a", 1, facts(2))
    assert [one.n for one in sql.append("a", 1, facts(1))] == [2]
    assert len(sound(sql)) == 2
