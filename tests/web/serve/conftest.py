"""An office on either database, and the real processes that serve it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sekisho.web.settings import configure

configure()  # before anything is imported that has tables
from django.db import connections
from tests.store.clusters import Cluster, running
from tests.web.serve.offices import Office, settle
from tests.web.serve.processes import Served

from sekisho.web import installation
from sekisho.web.options import Options


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running() as started:
        yield started


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder for checkpoints, apart from the data."""
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A settled office in SQLite, whose folder is copied for each test."""
    folder = tmp_path_factory.mktemp("office")
    installation.begin(_options(folder))
    people = settle()
    connections.close_all()
    return folder, people


def _options(folder: Path, data: str = "", **more: Any) -> Options:
    told = Options(
        organisation="さくら野市",
        data=data or str(folder / "data"),
        files=str(folder / "files"),
        key_file=str(folder / "key" / "data.key"),
        smtp_security="none",
        smtp_timeout=5,
        mail_from="soufu@sakurano.example",
    )
    return replace(told, **more)


@pytest.fixture
def on_sqlite(settled: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Open an office in SQLite; settings in which it differs are arguments."""

    def opened(**more: Any) -> Office:
        folder = tmp_path / "office"
        shutil.copytree(settled[0], folder)
        connections.close_all()
        options = _options(folder, **more)
        installation.begin(options)
        return Office(options, settled[1])

    yield opened
    connections.close_all()


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Open an office in either database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("on_sqlite")
        return

    def opened(**more: Any) -> Office:
        connections.close_all()
        options = _options(tmp_path, request.getfixturevalue("cluster").database(), **more)
        installation.begin(options)
        return Office(options, settle())

    yield opened
    connections.close_all()


@pytest.fixture
def serve() -> Iterator[Callable[[Options], Served]]:
    """Serve an office by the program itself; it is ended with the test, whatever became of it."""
    started: list[Served] = []

    def served(options: Options) -> Served:
        connections.close_all()
        started.append(Served(options))
        started[-1].wait_until_open()
        return started[-1]

    yield served
    for one in started:
        one.kill()
