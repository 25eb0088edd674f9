"""The demo city: built by the acts of an office, at the points that it is there to show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from sekisho.cli.demo import DATA
from sekisho.web import clock, installation
from sekisho.web.demo.mailbox import mailbox
from sekisho.web.demo.running import Built, DemoError
from sekisho.web.demo.staff import PASSWORD, STAFF
from sekisho.web.options import Options


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    from sekisho.web.demo.city import build

    folder = tmp_path_factory.mktemp("demo")
    connections.close_all()
    with mailbox(folder / "mail") as port:
        options = Options(
            data=str(folder / "data"),
            key_file=str(folder / "key" / "data.key"),
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_security="none",
            mail_from="kansho@sakurano.example",
        )
        installation.begin(options)
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


def test_what_has_left_is_counted_and_stands_in_the_edition(city: Built) -> None:
    from sekisho.web.desk.models import Sending
    from sekisho.web.register.queries.evidence import facts
    from sekisho.web.register.queries.reports import edition

    told = [one for one in facts() if one.released_on]
    assert [one.procedure for one in told] == ["kindergartens-mail"] * 3 + ["clinic-lists"] * 2
    assert [{stop.outcome for stop in one.stops} for one in told] == [
        set(),
        {"changed"},
        {"waived"},
        set(),
        {"changed"},
    ]
    assert set(Sending.objects.values_list("state", flat=True)) == {"released"}
    report = edition(city.year).report
    [scope, opened] = (one.measured for one in report.rows[0].measures)
    assert scope
    assert opened
    assert (scope.state, scope.counts[0].done, scope.counts[0].of, scope.exceptions) == ("exceptions", 2, 3, 1)
    assert (opened.state, opened.counts[0].done, opened.counts[0].of) == ("done", 3, 3)
    page = Client(SERVER_NAME="localhost").get(f"/report/{city.year}/").content.decode()
    assert "送付3件のうち2件で行い、1件は理由を確かめて例外としました。" in page
    assert "対象となることがまだなく、確かめられていません。" in page
    assert not any(one.name.split()[0] in page for one in STAFF)


def test_what_a_visitor_begins_is_not_taken_for_what_was_built(city: Built) -> None:
    from sekisho.gate import shipped
    from sekisho.web.demo.city import built
    from sekisho.web.desk import shelf

    text = shipped.data("kindergartens-mail").decode().replace("sample = 3", "sample = 4").replace("3人", "4人")
    shelf.register(text.encode(), "", by="system", at=clock.now())
    assert built() == city


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
