"""Opening a store: from nothing, again, by many at once; and what the database was told to promise."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from tests.store.clusters import Cluster
from tests.store.conftest import ORIGIN
from tests.store.places import Place, facts

from sekisho.ledger.model import LedgerError
from sekisho.web.store.opening import open_store
from sekisho.web.store.sql import SqlStore

ROOT = Path(__file__).resolve().parents[2]


def test_a_log_keeps_its_name_and_its_events(sql: SqlStore, place: Place) -> None:
    sql.append("a", 0, facts(2))
    sql.close()
    for origin in (None, ORIGIN):
        again = open_store(place.data, origin=origin)
        assert (again.origin, again.size()) == (ORIGIN, 2)
        again.close()


def test_a_log_of_another_name_is_not_opened(sql: SqlStore, place: Place) -> None:
    with pytest.raises(ValueError, match=ORIGIN):
        open_store(place.data, origin="another.example/log")


@pytest.mark.parametrize("origin", ["", "two words", "n" * 201])
def test_a_log_has_a_name(tmp_path: Path, origin: str) -> None:
    with pytest.raises(ValueError, match="name"):
        open_store(tmp_path, origin=origin)
    assert list(tmp_path.iterdir()) == []


def test_two_logs_that_are_given_no_name_have_two(tmp_path: Path) -> None:
    stores = [open_store(tmp_path / name) for name in ("a", "b")]
    assert len({one.origin for one in stores}) == 2
    for one in stores:
        one.append("a", 0, facts(1))
        one.close()


def test_a_database_that_cannot_be_opened_is_said_so_without_its_address(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="開けません") as caught:
        open_store(f"postgresql://postgres:himitsu@/postgres?host={tmp_path}")
    assert "himitsu" not in caught.value.sentence.render()
    (tmp_path / "sekisho.sqlite3").write_bytes(b"no database at all" * 100)
    (tmp_path / "file").touch()
    for place in (tmp_path, tmp_path / "file"):
        with pytest.raises(LedgerError, match="開けません"):
            open_store(place)
    for connection in connections.all(initialized_only=True):
        connection.close()


def test_where_there_is_no_log_none_is_made_for_who_only_looks(place: Place, tmp_path: Path) -> None:
    (tmp_path / "another.txt").touch()
    with pytest.raises(LedgerError, match="証跡がありません"):
        open_store(place.data, create=False)
    assert [file.name for file in tmp_path.iterdir()] == ["another.txt"]
    if place.kind == "postgresql":
        assert place.run("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") == [(0,)]
    open_store(place.data, origin=ORIGIN).close()
    looked = open_store(place.data, create=False)
    assert looked.origin == ORIGIN
    looked.close()


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_store(tmp_path / "deep" / "data").close()
    assert stat.S_IMODE((tmp_path / "deep" / "data").stat().st_mode) == 0o700


def test_sqlite_writes_through_to_the_disk(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    settings = {name: store.run(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "secure_delete")}
    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    store.close()


@pytest.mark.parametrize("options", ["", "%20-c%20synchronous_commit%3Doff"])
def test_postgresql_writes_through_to_the_disk_whatever_the_address_says(cluster: Cluster, options: str) -> None:
    store = open_store(cluster.database() + options)
    assert store.run("SHOW synchronous_commit") == [("on",)]
    assert store.run("SHOW fsync") == [("on",)]
    store.close()


def test_the_tables_are_those_of_the_models(sql: SqlStore) -> None:
    loader = MigrationLoader(sql.connection)
    from django.apps import apps

    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    assert not found


def test_the_pure_packages_and_the_engine_load_no_django() -> None:
    script = (
        "import sys, sekisho.cli.app, sekisho.ledger.verify, sekisho.ledger.memory, sekisho.inspection.run\n"
        "sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={"PYTHONPATH": "src"}, check=True)
