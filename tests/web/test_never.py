"""What can never happen, tried through the pages: each of the nine by somebody who wants it to."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.golden.kept import rendered
from tests.web.city import PIN
from tests.web.conftest import run_queue
from tests.web.driving import ADDRESSEES, Driver, book, finding
from tests.web.remains import changed, remains
from tests.web.situations import FIRST, LOT, REASON, Desk

from sekisho.gate.model import WHOLE, Unit
from sekisho.gate.replay import replay
from sekisho.web import clock
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.models import Dispatch
from sekisho.web.installation import installation
from sekisho.web.people import actions as people
from sekisho.web.people.actions import SYSTEM
from sekisho.web.settings import FILE_NAME

if TYPE_CHECKING:
    from django.http import HttpResponse

REFUSED = {403, 404, 409, 422}
SECOND = Unit("parcel", "p0002")


@pytest.fixture
def driver(desk: Desk) -> Driver:
    return Driver(desk.city, run_queue)


def press(desk: Desk, login: str, situation: str, path: str, unit: Unit = WHOLE, **more: Any) -> HttpResponse:
    """Send a form from a page, with what stands on it at this moment."""
    told = {"saw": desk.saw(situation, unit), **more}
    return desk.client(login).post(f"/d/{desk.numbers[situation]}/{path}", told)


def events(desk: Desk, situation: str, kind: str) -> int:
    stream = installation().store.stream(standing.stream(desk.numbers[situation]))
    return sum(one.type == kind for one in stream)


def post_of(desk: Desk, login: str, role: str, department: str = "hoiku") -> int:
    since = clock.today()
    return people.give_post(
        person=desk.city[login], role=role, department=department, since=since, by=SYSTEM, at=clock.now()
    )


# ---------------------------------------------------------------- 1 nothing leaves early, or twice


RELEASERS = {
    **dict.fromkeys(("new", "bringing", "found", "opening", "tracing", "approving", "standing in"), "saeki"),
    "matching": "tachi",
    "one by one": "nakata",
    "single": "hara",
}


@pytest.mark.parametrize("situation", RELEASERS)
@pytest.mark.parametrize("proof", ["sent", "compared", "stated", ""])
def test_nothing_leaves_before_its_time(desk: Desk, situation: str, proof: str) -> None:
    before = remains()
    for key in ("p0001", "p0002"):
        unit = Unit("parcel", key)
        answer = press(desk, RELEASERS[situation], situation, f"release/parcel/{key}/", unit, proof=proof, posted="1")
        assert answer.status_code in REFUSED
    assert not changed(before, remains())


def test_no_lot_leaves_before_its_time(desk: Desk) -> None:
    answer = press(desk, "tachi", "lots", "release/lot/L1/", LOT, proof="stated", posted="6")
    assert answer.status_code in REFUSED
    assert not events(desk, "lots", "release_started")


def test_nothing_leaves_twice(desk: Desk) -> None:
    first = press(desk, "saeki", "leaving", "release/parcel/p0001/", FIRST, proof="sent")
    again = press(desk, "saeki", "leaving", "release/parcel/p0001/", FIRST, proof="sent")
    assert (first.status_code, again.status_code) == (302, 409)
    assert events(desk, "leaving", "release_started") == 1


@pytest.mark.parametrize("left", ["", "yes"])
def test_what_nobody_knows_the_end_of_is_not_sent_again(desk: Desk, left: str) -> None:
    started = events(desk, "lost", "release_started")
    if left:
        press(desk, "toda", "lost", "release/parcel/p0001/settle/", FIRST, left=left, reason=REASON)
    assert press(desk, "saeki", "lost", "release/parcel/p0001/", FIRST, proof="sent").status_code == 409
    assert events(desk, "lost", "release_started") == started


def test_what_surely_did_not_leave_may(desk: Desk) -> None:
    press(desk, "toda", "lost", "release/parcel/p0001/settle/", FIRST, left="no", reason=REASON)
    assert press(desk, "saeki", "lost", "release/parcel/p0001/", FIRST, proof="sent").status_code == 302


def test_an_approval_of_something_else_releases_nothing(desk: Desk) -> None:
    old = desk.saw("leaving", FIRST)
    bring(desk, "leaving", "p0001", book("別の 内容"))
    for saw in (old, desk.saw("leaving", FIRST)):
        answer = press(desk, "saeki", "leaving", "release/parcel/p0001/", FIRST, proof="sent", saw=saw)
        assert answer.status_code == 409
    assert not events(desk, "leaving", "release_started")


def bring(desk: Desk, situation: str, key: str, data: bytes, login: str = "saeki", name: str = "名簿.xlsx") -> None:
    """Put one file in the place of those that are in a parcel, by the pages."""
    number, client = desk.numbers[situation], desk.client(login)
    page = f"/d/{number}/files/"
    told = {"parcel": key, "password": "", "file": SimpleUploadedFile(name, data)}
    assert client.post(page, told).status_code == 302
    run_queue()
    from sekisho.web.desk.models import FileRow

    for old in list(FileRow.objects.filter(dispatch=number, parcel=key, state="draft").order_by("at"))[:-1]:
        assert client.post(f"{page}{old.pk}/drop/").status_code == 302
    assert client.post(f"{page}put-in/", {"parcel": key}).status_code == 302
    # What the engine really finds is none of this: what was recorded in its name before was made up.
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).delete()


# ---------------------------------------------------------------- 2 two people are two people


def test_another_account_is_the_same_person(desk: Desk, driver: Driver) -> None:
    """The worker has been made approver too, and comes by the account of the window."""
    post_of(desk, "saeki", "approver")
    driver.open_all(desk.numbers["approving"], "saeki")
    answer = press(desk, "saeki-window", "approving", "step/approve/dispatch/all/")
    assert answer.status_code == 403
    assert "別のアカウント" in answer.content.decode()
    assert not events(desk, "approving", "released")


def test_one_person_is_not_worker_and_approver_of_a_briefing(desk: Desk) -> None:
    post_of(desk, "saeki", "approver")
    assert press(desk, "saeki", "new", "step/brief/dispatch/all/").status_code == 302
    assert press(desk, "saeki-window", "new", "step/brief/dispatch/all/").status_code in REFUSED
    assert events(desk, "new", "stamped") == 1


def test_a_deputy_is_not_a_second_person(desk: Desk, driver: Driver) -> None:
    """The worker stands in for the approver; and the approver's own deputy may not approve what the deputy has confirmed."""
    since = clock.today()
    people.name_deputy(
        person=desk.city["saeki"],
        post=desk.city.posts["ono", "approver"],
        since=since,
        until=since,
        by=SYSTEM,
        at=clock.now(),
    )
    driver.open_all(desk.numbers["approving"], "saeki")
    before = remains()
    answer = press(desk, "saeki", "approving", "step/approve/dispatch/all/", deputy_of=desk.city["ono"])
    assert answer.status_code == 403
    assert not changed(before, remains())


def test_a_deputy_of_somebody_else_is_none(desk: Desk) -> None:
    for principal in (desk.city["kano"], desk.city["miura"], "staff/000000000000", "x" * 5000):
        answer = press(desk, "toda", "approving", "step/approve/dispatch/all/", deputy_of=principal)
        assert answer.status_code == 403


def test_the_security_office_does_no_step(desk: Desk) -> None:
    """Not even with a post of its own in the department, where it has done the step that must be another one's."""
    for role in ("worker", "approver"):
        post_of(desk, "ishi", role)
    assert press(desk, "ishi", "new", "step/brief/dispatch/all/").status_code == 302
    assert press(desk, "ishi", "new", "step/brief/dispatch/all/").status_code in REFUSED
    assert events(desk, "new", "stamped") == 1


def test_the_second_person_at_a_screen_is_another_person(desk: Desk) -> None:
    client = desk.client("saeki")
    told = {"login": "saeki-window", "password": PIN, "next": "/"}
    assert client.post("/second/", told).status_code == 422
    assert "second" not in client.session
    assert client.post("/second/", {**told, "login": "kano"}).status_code == 302
    answer = client.post(f"/d/{desk.numbers['new']}/step/brief/dispatch/all/", {"saw": desk.saw("new", WHOLE)})
    assert answer.status_code == 403, "who stepped in acts, not who signed in"


# ---------------------------------------------------------------- 3 what changed is looked at again


def test_a_changed_byte_voids_and_the_same_bytes_do_not(desk: Desk) -> None:
    number = desk.numbers["leaving"]
    client, path = desk.client("saeki"), f"/d/{number}/release/parcel/p0001/"
    assert "まだできません" not in client.get(path).content.decode()
    data = _bytes_of(number, "p0001")
    bring(desk, "leaving", "p0001", data)
    assert {stamp.step for stamp, _ in desk.state("leaving").voided} <= {"attach"}, "only what was put in anew"
    assert "まだできません" not in client.get(path).content.decode()
    bring(desk, "leaving", "p0001", data + b"\0")
    void = {(stamp.step, stamp.unit) for stamp, _ in desk.state("leaving").voided if stamp.step != "attach"}
    assert void == {("open", FIRST), ("trace", FIRST), ("approve", WHOLE)}
    assert "まだできません" in client.get(path).content.decode()
    assert press(desk, "saeki", "leaving", "release/parcel/p0001/", FIRST, proof="sent").status_code == 409


def _bytes_of(number: str, key: str) -> bytes:
    from sekisho.web.desk.models import FileRow

    [row] = FileRow.objects.filter(dispatch=number, parcel=key, state="current")
    return installation().files.read(row.blob)


@pytest.mark.parametrize(
    ("situation", "login", "path", "unit", "more"),
    [
        ("approving", "ono", "step/approve/dispatch/all/", WHOLE, {}),
        ("opening", "miura", "step/open/parcel/p0001/", FIRST, {}),
        ("leaving", "saeki", "release/parcel/p0001/", FIRST, {"proof": "sent"}),
        ("telling", "saeki", "step/key/parcel/p0001/", FIRST, {"way": "phone"}),
    ],
)
@pytest.mark.parametrize("saw", ["", "0" * 64, "x" * 100_000, "\0"])
def test_what_was_on_the_screen_decides(
    desk: Desk, situation: str, login: str, path: str, unit: Unit, more: dict[str, str], saw: str
) -> None:
    before = remains()
    assert press(desk, login, situation, path, unit, **{**more, "saw": saw}).status_code in REFUSED
    assert not changed(before, remains())


# ---------------------------------------------------------------- 4 one at a time


def test_no_two_are_open_at_once(desk: Desk) -> None:
    client, page = desk.client("nakata"), f"/d/{desk.numbers['one by one']}/files/"
    before = remains()
    told = {"parcel": "p0002", "password": "", "file": SimpleUploadedFile("名簿.xlsx", book())}
    assert client.post(page, told).status_code == 409
    assert not changed(before, remains()), "also the file itself is not kept"
    assert client.post(f"{page}put-in/", {"parcel": "p0002"}).status_code == 409
    assert press(desk, "hotta", "one by one", "step/approve/parcel/p0002/", SECOND).status_code == 409
    aside = press(desk, "nakata", "one by one", "course/", act="put-aside", reason=REASON)
    assert aside.status_code == 302
    told = {"parcel": "p0002", "password": "", "file": SimpleUploadedFile("名簿.xlsx", book())}
    assert client.post(page, told).status_code == 302


# ---------------------------------------------------------------- 5 exceptions


def _waiver(desk: Desk, login: str, verb: str, mark: str, text: str = REASON) -> HttpResponse:
    told = {"saw": desk.state("found").basis("p0001"), "text": text}
    number = desk.numbers["found"]
    return desk.client(login).post(f"/d/{number}/findings/p0001/{desk.marks[mark]}/{verb}/", told)


def test_an_exception_has_a_reason(desk: Desk) -> None:
    before = remains()
    for verb, mark, login in (("ask", "not asked", "saeki"), ("grant", "stops", "toda"), ("refuse", "stops", "toda")):
        for text in ("", " ", "　　　　　　", "はい", "ok  ", "\n\n\n\n\n\n"):
            assert _waiver(desk, login, verb, mark, text).status_code in {409, 422}
    assert not changed(before, remains())


def test_an_exception_takes_a_second_person_of_the_rank(desk: Desk) -> None:
    post_of(desk, "saeki", "chief")
    before = remains()
    assert _waiver(desk, "saeki", "grant", "stops").status_code == 403, "who asked"
    assert _waiver(desk, "saeki-window", "grant", "stops").status_code == 403, "who asked, by another account"
    assert _waiver(desk, "toda", "grant", "sensitive").status_code == 403, "a chief, where the security office decides"
    assert _waiver(desk, "ishi", "grant", "stops").status_code == 403, "the security office, where the chief decides"
    assert _waiver(desk, "toda", "grant", "not asked").status_code == 409, "nobody asked"
    assert not changed(before, remains())


def test_an_exception_never_disappears(desk: Desk, driver: Driver) -> None:
    """It stands on every page of the dispatch that shows findings, and on the pass, also of what was approved with it."""
    number = driver.open("kindergartens-mail", ADDRESSEES[:1])
    driver.up_to(number, "inspect")
    driver.inspected(number, "p0001", findings=[stop := finding(number, "hidden", "stop")])
    page = f"/d/{number}/findings/p0001/{stop.id}/"
    for login, verb, reason in (("saeki", "ask", "隠れた列は空だった"), ("toda", "grant", "見て同じだと思う")):
        told = {"saw": driver.state(number).basis("p0001"), "text": reason}
        assert desk.client(login).post(f"{page}{verb}/", told).status_code == 302
    for step in ("open", "trace"):
        driver.do(number, step)
    client = desk.client("ono")
    for url in (page, f"/d/{number}/step/approve/dispatch/all/", f"/d/{number}/"):
        shown = client.get(url).content.decode()
        assert "例外" in shown, url
        assert "戸田" in shown, url
    for step in ("approve", "release"):
        driver.do(number, step)
    shown = client.get(f"/d/{number}/pass/parcel/p0001/").content.decode()
    assert "例外 1件" in shown
    assert "戸田" in shown


# ---------------------------------------------------------------- 6 counts


def test_as_many_leave_as_were_sealed(desk: Desk, driver: Driver) -> None:
    driver.up_to(desk.numbers["lots"], "release")
    before = remains()
    for posted in ("", "0", "5", "7", "-1", "1e3", "9" * 400):
        answer = press(desk, "tachi", "lots", "release/lot/L1/", LOT, proof="stated", posted=posted)
        assert answer.status_code in {409, 422}, posted
    assert not changed(before, remains())
    assert press(desk, "tachi", "lots", "release/lot/L1/", LOT, proof="stated", posted="6").status_code == 302


def test_counts_close_or_the_chief_says_why(desk: Desk) -> None:
    counted = {"printed": "7", "withdrawn": "", "reprinted": "0", "enclosed": "6"}
    assert press(desk, "imai", "lots", "step/count/lot/L1/", LOT, **counted).status_code == 302
    sealing = ("step/seal/lot/L1/", LOT)
    assert press(desk, "kubota", "lots", *sealing, sealed="6").status_code == 409, "the difference is not explained"
    assert press(desk, "imai", "lots", "step/count/lot/L1/explain/", reason=REASON).status_code == 403
    assert press(desk, "oba", "lots", "step/count/lot/L1/explain/", reason="はい").status_code == 409
    assert press(desk, "oba", "lots", "step/count/lot/L1/explain/", reason=REASON).status_code == 302
    assert press(desk, "kubota", "lots", *sealing, sealed="5").status_code == 409, "of sealing no reason is taken"
    assert press(desk, "kubota", "lots", *sealing, sealed="6").status_code == 409, "and it is halted"
    assert events(desk, "lots", "mismatched") == 1


# ---------------------------------------------------------------- 7 the second one does not know


ANSWER = 4_907_152_683
"""A number that no id holds by chance."""


@pytest.mark.parametrize(
    ("situation", "login", "step"), [("tracing", "kano", "trace"), ("reading aloud", "anzai", "consents")]
)
def test_the_second_confirmer_sees_nothing_of_the_first_ones_answer(
    desk: Desk, situation: str, login: str, step: str
) -> None:
    """Whatever the first one has answered, not a byte of what the second one is sent changes."""
    number, client = desk.numbers[situation], desk.client(login)
    [path] = {f"/d/{number}/step/{step}/parcel/p0001/"}
    pages = [
        path,
        *(f"/d/{number}/{one}" for one in ("", f"step/{step}/", "course/", "files/", "findings/", "progress/")),
    ]
    before = [_plain(client.get(one).content) for one in pages]
    state = standing.shown([Dispatch.objects.get(pk=number)])[number]
    for place, made in state.stamps.items():
        state.stamps[place] = [replace(one, answer={"typed": ["another"], "number": ANSWER}) for one in made]
    assert [_plain(client.get(one).content) for one in pages] == before
    assert not any(written in "".join(before) for written in (str(ANSWER), f"{ANSWER:,}"))


def _plain(page: bytes) -> str:
    """Return a page without what is drawn anew for every answer."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page.decode())


# ---------------------------------------------------------------- 8 accepted is on disk


def test_a_stamp_that_was_seen_survives_the_loss_of_the_process(desk: Desk, tmp_path: Path) -> None:
    """The process is killed as soon as it has answered, without the time to close anything."""
    here = installation().options
    number, saw = desk.numbers["new"], desk.saw("new", WHOLE)
    script = textwrap.dedent(f"""
        import os, signal, sys
        from sekisho.web.settings import configure
        configure()
        from sekisho.web import installation
        from sekisho.web.options import Options
        installation.begin(Options(data={here.data!r}, key_file={here.key_file!r}))
        from http.cookies import SimpleCookie
        from django.test import Client
        client = Client(SERVER_NAME="localhost")
        client.cookies = SimpleCookie({desk.cookies["saeki"]!r})
        answer = client.post("/d/{number}/step/brief/dispatch/all/", {{"saw": {saw!r}}})
        os.write(1, str(answer.status_code).encode())
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    connections.close_all()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, env=os.environ, timeout=120)
    assert (done.returncode, done.stdout) == (-9, b"302"), done.stderr.decode()
    with sqlite3.connect(Path(here.data) / FILE_NAME) as raw:
        query = "SELECT type FROM ledger_event WHERE stream = ? ORDER BY n DESC LIMIT 1"
        assert raw.execute(query, (f"dispatch/{number}",)).fetchone() == ("stamped",)
    raw.close()


def test_what_is_not_on_disk_is_no_stamp(desk: Desk) -> None:
    """The disk is full at the moment of the stamp: nobody is shown one, and nothing is half written."""
    number, client = desk.numbers["approving"], desk.client("miura")
    client.raise_request_exception = False
    store = installation().store
    store.run("VACUUM")
    [[pages]] = store.run("PRAGMA page_count")
    store.run(f"PRAGMA max_page_count = {pages}")
    told = {"act": "send-back", "step": "attach", "parcel": "p0001", "reason": "長い理由" * 2000}
    before = remains()
    answer = client.post(f"/d/{number}/course/", told)
    assert answer.status_code == 503
    assert not changed(before, remains())
    store.run(f"PRAGMA max_page_count = {pages + 1000}")
    assert client.post(f"/d/{number}/course/", told).status_code == 302, "the same act is accepted once there is room"


def test_a_password_that_was_carried_is_shown_to_nobody(desk: Desk, driver: Driver) -> None:
    """Where it was recorded as told and never looked at, it lies there still; none of those who may see the dispatch gets it."""
    number = desk.numbers["telling"]
    driver.one(number, driver.state(number).procedure.by_id["key"], FIRST, "worker")
    before = remains()
    for login in ("saeki", "miura", "kano", "ono", "toda", "ishi"):
        answer = desk.client(login).post(f"/d/{number}/release/parcel/p0001/password/")
        assert answer.status_code in REFUSED
        assert "あいことば-0000" not in answer.content.decode()
    assert not changed(before, remains())


# ---------------------------------------------------------------- 9 the events are all there is


def test_the_replay_is_the_same_everywhere(desk: Desk) -> None:
    procedures = shelf.shelf()
    for situation, number in desk.numbers.items():
        told = standing.events(installation().store.stream(standing.stream(number)))
        once, again = replay(procedures, told), replay(procedures, [*told])
        row = Dispatch.objects.get(pk=number)
        assert rendered(once) == rendered(again) == rendered(standing.shown([row])[number]), situation
        assert row.n == once.n == len(told)


def test_an_event_of_a_later_version_is_shown_and_not_decided_upon(desk: Desk) -> None:
    from sekisho.gate.events import Event

    number = desk.numbers["opening"]
    store = installation().store
    stream = standing.stream(number)
    later = Event("teleported", 7, clock.now(), desk.city["miura"], {})
    with store.transaction():
        store.append(stream, store.last(stream), [later])
        row = Dispatch.objects.get(pk=number)
        row.n += 1
        row.save()
    client = desk.client("miura")
    assert client.get(f"/d/{number}/").status_code == 200
    before = remains()
    assert press(desk, "miura", "opening", "step/open/parcel/p0001/", FIRST).status_code == 409
    assert not changed(before, remains())


def test_the_people_of_the_tests_are_those_of_the_gate(desk: Desk, driver: Driver) -> None:
    """What is tried above would be let through by others: each refusal has its counterpart that is no refusal."""
    driver.open_all(desk.numbers["approving"], "ono")
    assert press(desk, "ono", "approving", "step/approve/dispatch/all/").status_code == 302
