"""The demo city: built by the acts of an office, at the points that it is there to show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from sekisho.cli.demo import DATA
from sekisho.web import clock, installation
from sekisho.web.demo.running import Built, DemoError
from sekisho.web.demo.staff import PASSWORD, STAFF
from sekisho.web.options import Options


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    from sekisho.web.demo.city import build

    folder = tmp_path_factory.mktemp("demo")
    connections.close_all()
    installation.begin(Options(data=str(folder / "data"), key_file=str(folder / "key" / "data.key")))
    yield build(DATA)
    connections.close_all()


def test_one_is_stopped_by_its_findings_and_one_waits_for_the_second_person(city: Built) -> None:
    from sekisho.web.desk import standing
    from sekisho.web.desk.models import Dispatch
    from sekisho.web.sources.queries import in_force

    stopped, waiting = Dispatch.objects.get(pk=city.stopped), Dispatch.objects.get(pk=city.waiting)
    assert stopped.halted
    found = standing.fresh(city.stopped)
    assert [key for key in found.contents if found.open_findings(key)] == ["p0003", "p0004"]
    assert (waiting.halted, waiting.waiting) == (False, ",confirmer,")
    assert set(in_force("hoiku", clock.today())) == {"subjects", "recipients"}
    assert set(in_force("hoken", clock.today())) == {"subjects", "recipients", "scope"}


def test_everybody_signs_in_and_the_second_person_finds_it(city: Built) -> None:
    for one in STAFF:
        client = Client(SERVER_NAME="localhost")
        assert client.post("/sign-in/", {"login": one.login, "password": PASSWORD, "next": "/"}).status_code == 302
        page = client.get("/").content.decode()
        assert (f'href="/d/{city.waiting}/step/trace/' in page) == (one.login == "kawai"), one.login


def test_it_is_not_built_twice(city: Built) -> None:
    from sekisho.web.demo.city import build, built

    assert built() == city
    with pytest.raises(DemoError):
        build(Path("nowhere"))
