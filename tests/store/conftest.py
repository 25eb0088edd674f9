"""The stores that the contract is held against: in memory, in SQLite, in a PostgreSQL that the tests start themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.clusters import Cluster, running
from tests.store.places import Place

from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.store import Store
from sekisho.web.store.opening import open_store
from sekisho.web.store.sql import SqlStore

ORIGIN = "sakurano.example/log"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One for each process of the test run; without PostgreSQL there is an error, never a skipped test."""
    with running() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "sqlite":
        return Place("sqlite", str(tmp_path / "data"))
    return Place("postgresql", request.getfixturevalue("cluster").database())


@pytest.fixture
def sql(place: Place) -> Iterator[SqlStore]:
    store = open_store(place.data, origin=ORIGIN)
    yield store
    store.close()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Every form of the store: the same contract."""
    if request.param == "memory":
        yield MemoryStore(ORIGIN)
        return
    data = tmp_path / "data" if request.param == "sqlite" else request.getfixturevalue("cluster").database()
    opened = open_store(data, origin=ORIGIN)
    yield opened
    opened.close()
