"""A fresh installation for each test: the city is settled once into a template, and copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from sekisho.web.options import Options
from sekisho.web.settings import configure

configure()  # before anything is imported that has tables
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.web.city import NAME, PASSWORD, City, settle
from tests.web.driving import Driver
from tests.web.situations import SENDING, Desk, furnish

from sekisho.web import installation
from sekisho.web.running.worker import Worker

# What a test signs in to is worth nothing, so its passwords may be kept in a way that is quick.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def at(folder: Path, **options: Any) -> Options:
    """Return the settings of an installation whose data lie below a folder, the key beside the data."""
    told = Options(organisation=NAME, mail_from="hoiku@sakurano.example")
    return replace(told, **{"data": str(folder / "data"), "key_file": str(folder / "key" / "data.key"), **options})


def begun(options: Options) -> None:
    """Make an installation that of this process. Its writes need not reach the disk: the power stays on, or all is lost anyway."""
    installation.begin(options)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, City]:
    """The settled city, whose folder is copied for each test, and who is in it."""
    folder = tmp_path_factory.mktemp("city")
    begun(at(folder))
    settled = settle()
    connections.close_all()
    return folder, settled


@pytest.fixture
def city_options() -> Mapping[str, Any]:
    """Settings in which an installation differs: a module says its own by a fixture of this name."""
    return {}


@pytest.fixture
def city(template: tuple[Path, City], tmp_path: Path, city_options: Mapping[str, Any]) -> Iterator[City]:
    """An installation of its own, with the people of the city; it is the installation of this process."""
    folder, settled = template
    shutil.copytree(folder, tmp_path / "city")
    connections.close_all()
    begun(at(tmp_path / "city", **city_options))
    yield settled
    connections.close_all()


@pytest.fixture
def client_of(city: City) -> Callable[[str], Client]:
    """Sign somebody in by their login, and return Django's test client."""

    def signed_in(login: str) -> Client:
        client = Client(SERVER_NAME="localhost")
        answer = client.post("/sign-in/", {"login": login, "password": PASSWORD, "next": "/"})
        assert answer.status_code == 302, f"{login} could not sign in"
        return client

    return signed_in


def run_queue() -> int:
    """Do what is queued for the background until nothing is left; return how many tasks that were.

    Raises:
        AssertionError: one failed.

    """
    before = set(DBTaskResult.objects.finished().values_list("pk", flat=True))
    Worker(batch=True).run()
    new = list(DBTaskResult.objects.finished().exclude(pk__in=before))
    failed = [f"{one.task_path}: {one.exception_class_path}" for one in new if one.status == "FAILED"]
    assert not failed, "\n".join(failed)
    return len(new)


@pytest.fixture
def work(city: City) -> Callable[[], int]:
    """Do what is queued for the background until nothing is left; return how many tasks that were. One that fails fails the test."""
    return run_queue


@pytest.fixture
def driver(city: City, work: Callable[[], int]) -> Driver:
    """Bring a dispatch to any step in the city."""
    return Driver(city, work)


# ---------------------------------------------------------------- with work on every desk


@pytest.fixture(scope="session")
def desk_template(template: tuple[Path, City], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Desk]:
    """The city with dispatches at every kind of step, and everybody signed in."""
    before, settled = template
    folder = tmp_path_factory.mktemp("desk") / "city"
    shutil.copytree(before, folder)
    connections.close_all()
    begun(at(folder))
    made = furnish(Driver(settled, run_queue))
    connections.close_all()
    return folder, made


@pytest.fixture
def fresh_desk(desk_template: tuple[Path, Desk], tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """Begin anew with the city and its dispatches, as often as a test needs it."""
    folder, made = desk_template
    places = count(1)

    def anew() -> Desk:
        place = tmp_path / f"desk{next(places)}"
        shutil.copytree(folder, place)
        connections.close_all()
        begun(at(place, **SENDING))
        return made

    yield anew
    connections.close_all()


@pytest.fixture
def desk(fresh_desk: Callable[[], Desk]) -> Desk:
    """The city with dispatches at every kind of step."""
    return fresh_desk()
