"""Two at once: two browsers press the same button at the same moment, in SQLite and in PostgreSQL.

One stamp, and the other one is told who was first; a double click is one event; and whatever happens at once, the ledger
can be verified and the lists say what the events say.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.golden.kept import rendered
from tests.store.clusters import running
from tests.web.city import settle
from tests.web.conftest import at, run_queue
from tests.web.driving import ADDRESSEES, Driver, book
from tests.web.situations import FIRST, LOGINS, REASON, SENDING, Desk, signed_in

from sekisho.documents.yearly.digest import content_digest
from sekisho.gate.model import WHOLE
from sekisho.gate.replay import replay
from sekisho.japan.dates import fiscal_year
from sekisho.ledger.trust import trust
from sekisho.ledger.verify import verify
from sekisho.web import clock, installation
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.models import Dispatch
from sekisho.web.register.models import EditionRow, Incident
from sekisho.web.register.queries.reports import report_of

if TYPE_CHECKING:
    from django.http import HttpResponse

WAIT = 60


@dataclass(frozen=True)
class Office:
    """A city in one of the two databases."""

    desk: Desk
    driver: Driver

    def press(self, *buttons: tuple[str, str, dict[str, Any]]) -> list[HttpResponse]:
        """Press buttons at the same moment, each in a browser of its own; return the answers in their order."""
        together = threading.Barrier(len(buttons))

        def one(button: tuple[str, str, dict[str, Any]]) -> HttpResponse:
            login, url, told = button
            client = self.desk.client(login)
            try:
                client.get("/")  # the connection is there, so that nothing but the button takes time
                together.wait(WAIT)
                return client.post(url, told)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(buttons)) as pool:
            return list(pool.map(one, buttons))

    def events(self, number: str, kind: str) -> int:
        return sum(one.type == kind for one in installation.installation().store.stream(standing.stream(number)))

    def verified(self) -> None:
        """The whole ledger holds, and every list says what the events say."""
        store = installation.installation().store
        assert verify(store.stored(), [], trust(store.origin, []), size=store.size()).is_good
        for row in Dispatch.objects.all():
            told = standing.events(store.stream(standing.stream(row.number)))
            assert row.n == len(told)
            assert rendered(replay(shelf.shelf(), told)) == rendered(standing.shown([row])[row.number])


@pytest.fixture(scope="module")
def cluster_address() -> Iterator[str]:
    """An empty place in a PostgreSQL of one's own."""
    with running() as cluster:
        yield cluster.database()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The city without any dispatch: each test opens its own."""
    folder: Path = tmp_path_factory.mktemp("office")
    more = {"files": str(folder / "files"), **SENDING}
    if request.param == "postgresql":
        more["data"] = request.getfixturevalue("cluster_address")
    connections.close_all()
    installation.begin(at(folder, **more))
    city = settle()
    desk = Desk(city, {}, {}, {login: signed_in(login) for login in LOGINS[:6]})
    yield Office(desk, Driver(city, run_queue))
    connections.close_all()


def opened(office: Office, step: str) -> str:
    # What another test began to send stays in the queue: nobody listens here.
    DBTaskResult.objects.filter(task_path="sekisho.web.desk.tasks.send").delete()
    number = office.driver.open("kindergartens-mail", protection="at-release")
    office.driver.up_to(number, step)
    return number


def told_of(answer: HttpResponse) -> str:
    """Return what a refused person reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main", 1)[-1]).split())


def of(answers: Sequence[HttpResponse]) -> list[int]:
    return sorted(one.status_code for one in answers)


# ---------------------------------------------------------------- the same button


def test_two_brief_at_once(office: Office) -> None:
    """The same person in two windows: one event, and the other window says that it is done."""
    number = opened(office, "brief")
    told = {"saw": office.driver.state(number).saw(WHOLE)}
    button = (f"/d/{number}/step/brief/dispatch/all/", told)
    answers = office.press(("saeki", *button), ("saeki-window", *button), ("saeki", *button))
    assert of(answers) == [302, 409, 409]
    assert office.events(number, "stamped") == 1
    [refused, _] = [one for one in answers if one.status_code == 409]
    assert "すでに済んでいます" in told_of(refused)
    office.verified()


def test_two_take_the_same_exception(office: Office) -> None:
    from tests.web.driving import finding

    number = opened(office, "inspect")
    office.driver.inspected(number, "p0001", findings=[stop := finding(number, "hidden", "stop")])
    page = f"/d/{number}/findings/p0001/{stop.id}"
    told = {"saw": office.driver.state(number).basis("p0001"), "text": REASON}
    assert of(office.press(*[(one, f"{page}/ask/", told) for one in ("saeki", "kano", "miura")])) == [302, 409, 409]
    assert office.events(number, "waiver_asked") == 1
    office.verified()


def test_one_release_of_two(office: Office) -> None:
    number = opened(office, "release")
    told = {"saw": office.driver.state(number).saw(FIRST), "proof": "sent"}
    button = (f"/d/{number}/release/parcel/p0001/", told)
    assert of(office.press(*[(one, *button) for one in ("saeki", "saeki-window", "saeki", "saeki")])) == [
        302,
        409,
        409,
        409,
    ]
    assert office.events(number, "release_started") == 1
    from sekisho.web.desk.models import Sending

    assert Sending.objects.filter(dispatch=number).count() == 1
    office.verified()


def test_a_password_is_shown_once(office: Office) -> None:
    number = opened(office, "key")
    url = f"/d/{number}/release/parcel/p0001/password/"
    answers = office.press(*[(one, url, {}) for one in ("saeki", "saeki-window", "saeki")])
    assert sum("あいことば-0000" in one.content.decode() for one in answers) == 1


def test_a_double_click_is_one_event(office: Office) -> None:
    """By the same browser: with one cookie, one after the other and at once."""
    number = opened(office, "brief")
    told = {"saw": office.driver.state(number).saw(WHOLE)}
    url = f"/d/{number}/step/brief/dispatch/all/"
    client = office.desk.client("saeki")
    assert [client.post(url, told).status_code for _ in range(2)] == [302, 409]
    assert office.events(number, "stamped") == 1
    reason = {"act": "send-back", "step": "attach", "parcel": "p0001", "reason": REASON}
    office.press(*[("ono", f"/d/{number}/step/brief/dispatch/all/", told)] * 2)
    assert office.events(number, "stamped") == 2
    assert of(office.press(*[("toda", f"/d/{number}/course/", reason)] * 2)) == [302, 302]


def test_content_and_approval_at_once(office: Office) -> None:
    """Whoever comes first: never is there an approval of what the approver did not see."""
    number = opened(office, "approve")
    office.driver.open_all(number, "ono")
    client = office.desk.client("saeki")
    sent = {"parcel": "p0001", "password": "", "file": SimpleUploadedFile("別.xlsx", book("別の 人"))}
    assert client.post(f"/d/{number}/files/", sent).status_code == 302
    run_queue()
    told = {"saw": office.driver.state(number).saw(WHOLE), "seen": ""}
    approved, put = office.press(
        ("ono", f"/d/{number}/step/approve/dispatch/all/", told), ("saeki", f"/d/{number}/files/put-in/", {})
    )
    assert put.status_code == 302
    assert approved.status_code in {302, 409}
    state = office.driver.state(number)
    assert not state.done(state.procedure.by_id["approve"], WHOLE)
    office.verified()


def test_no_two_dispatches_have_one_number(office: Office) -> None:
    def one(_: int) -> str:
        try:
            return office.driver.open("kindergartens-mail", ADDRESSEES)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(one, range(12)))
    assert len(set(numbers)) == 12
    office.verified()


# ---------------------------------------------------------------- anything at once

_REASON = {"reason": REASON}
Button = Callable[[Office, str], tuple[str, str, dict[str, Any]]]
BUTTONS: dict[str, Button] = {
    "open": lambda of, n: ("miura", f"/d/{n}/step/open/parcel/p0001/", {"saw": of.driver.state(n).saw(FIRST)}),
    "draw": lambda of, n: ("kano", f"/d/{n}/step/trace/parcel/p0001/", {"saw": of.driver.state(n).saw(FIRST)}),
    "back": lambda _, n: (
        "toda",
        f"/d/{n}/course/",
        {"act": "send-back", "step": "attach", "parcel": "p0002", **_REASON},
    ),
    "out": lambda _, n: ("ono", f"/d/{n}/course/", {"act": "withdraw", "parcel": "p0002", **_REASON}),
    "end": lambda _, n: ("toda", f"/d/{n}/course/", {"act": "abandon", **_REASON}),
    "give": lambda of, n: (
        "toda",
        f"/d/{n}/course/",
        {"act": "reassign", "role": "confirmer", "person": of.desk.city["kano"], **_REASON},
    ),
    "inspect": lambda _, n: ("saeki", f"/d/{n}/inspect/", {}),
    "put": lambda _, n: ("saeki-window", f"/d/{n}/files/put-in/", {}),
}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(BUTTONS)), min_size=2, max_size=6))
def test_whatever_happens_at_once_can_be_verified(office: Office, pressed: list[str]) -> None:
    number = _ready(office)
    answers = office.press(*[BUTTONS[one](office, number) for one in pressed])
    assert set(of(answers)) <= {302, 409, 422}
    office.verified()


def _ready(office: Office) -> str:
    number = opened(office, "open")
    office.driver.open_all(number, "miura")
    return number


# ---------------------------------------------------------------- the register


def test_two_incidents_entered_at_once_have_two_numbers(office: Office) -> None:
    before = Incident.objects.count()
    told = {
        "department": "hoiku",
        "outline": "取り違えた。",
        "failure": "swapped",
        "known_on": clock.today().isoformat(),
    }
    answers = office.press(*(("miura", "/register/new/", told) for _ in range(4)))
    assert [one.status_code for one in answers] == [302] * 4
    assert len({one["Location"] for one in answers}) == 4
    assert Incident.objects.count() == before + 4
    office.verified()


def test_an_edition_published_by_two_at_once_is_one(office: Office) -> None:
    year = fiscal_year(clock.today())
    told = {"department": "hoiku", "outline": REASON, "failure": "lost", "known_on": clock.today().isoformat()}
    office.press(("miura", "/register/new/", told))
    before = EditionRow.objects.count()
    digest = content_digest(report_of(year, clock.today()))
    # The security office is not among those who have signed in for the other tests.
    office.desk.cookies.setdefault("ishi", signed_in("ishi"))
    page = f"/register/report/{year}/"
    answers = office.press(*(("ishi", page, {"saw": digest, "note": ""}) for _ in range(2)))
    assert sorted(one.status_code for one in answers) == [302, 409]
    assert EditionRow.objects.count() == before + 1
    office.verified()


def test_two_who_write_an_incident_at_once_and_one_is_told(office: Office) -> None:
    told = {"department": "hoiku", "outline": REASON, "failure": "lost", "known_on": clock.today().isoformat()}
    [entered] = office.press(("miura", "/register/new/", told))
    address, row = str(entered["Location"]), Incident.objects.order_by("-pk")[0]
    for login in ("ishi", "toda"):
        office.desk.cookies.setdefault(login, signed_in(login))
    posts = [(login, f"{address}edit/", told | {"outline": login, "saw": str(row.n)}) for login in ("ishi", "toda")]
    assert sorted(one.status_code for one in office.press(*posts)) == [302, 409]
    row.refresh_from_db()
    office.verified()
