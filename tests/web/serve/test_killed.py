"""A worker that is killed in the middle: what it inspected is inspected again, and what it sent is sent by nobody again."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.web.serve.offices import PARCEL, Office
from tests.web.serve.processes import Served, is_gone, until

from sekisho.web import clock
from sekisho.web.desk import tasks
from sekisho.web.desk.models import FileRow, InspectionRow, Sending
from sekisho.web.options import Options
from sekisho.web.running import beats
from sekisho.web.running.worker import Worker

Open = Callable[..., Office]
Serve = Callable[[Options], Served]


@contextmanager
def silent_mail_server() -> Iterator[tuple[int, threading.Event]]:
    """A server that takes a mail and never says so; the event is set when the mail is on its way."""
    got, over = threading.Event(), threading.Event()

    def talk(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 here\r\n")
            for line in lines:
                verb = line[:4].upper()
                if verb == b"DATA":
                    connection.sendall(b"354 go on\r\n")
                elif line == b".\r\n":
                    got.set()
                    over.wait(120)
                    return
                elif verb in {b"EHLO", b"MAIL", b"RCPT"}:
                    connection.sendall(b"250 ok\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=talk, args=(listening,), daemon=True).start()
        try:
            yield listening.getsockname()[1], got
        finally:
            over.set()


def test_a_sending_is_unknown_then_and_is_not_sent_again(office: Open, serve: Serve) -> None:
    with silent_mail_server() as (port, got):
        opened = office(smtp_host="127.0.0.1", smtp_port=port)
        number = opened.approved()
        sending = opened.sending(number)
        served = serve(opened.options)
        assert got.wait(60)
        worker = served.worker()
        os.kill(worker, signal.SIGKILL)
        until(lambda: is_gone(worker))
        until(lambda: Sending.objects.get(pk=sending).state == "unknown")
        until(lambda: served.health()["worker"])
    assert opened.state(number).leaving[PARCEL].phase == "unknown"
    assert Sending.objects.count() == 1


def test_an_inspection_is_done_again(office: Open, serve: Serve) -> None:
    opened = office()
    number = opened.begun()
    opened.brought(number)
    opened.work()
    inspection = opened.asked(number)
    _left_by_a_worker_that_is_gone(tasks.inspect.module_path)
    InspectionRow.objects.filter(pk=inspection).update(state="running")
    serve(opened.options)
    until(lambda: InspectionRow.objects.get(pk=inspection).state == "done")
    assert opened.state(number).inspections[PARCEL.id].saw == opened.state(number).basis(PARCEL.id)


def test_a_worker_killed_while_it_reads_leaves_nothing_waiting(on_sqlite: Open, serve: Serve) -> None:
    opened = on_sqlite()
    served = serve(opened.options)
    for _ in range(3):
        number = opened.begun()
        file = opened.brought(number)
        os.kill(served.worker(), signal.SIGKILL)
        until(lambda file=file: FileRow.objects.get(pk=file).state == "draft")


def _left_by_a_worker_that_is_gone(path: str) -> None:
    """Let a task lie there as a worker leaves it that was killed: claimed, and by nobody that lives."""
    from django_tasks_db.models import DBTaskResult

    [task] = DBTaskResult.objects.filter(task_path=path, status="READY")
    task.claim("worker-gone")


def test_a_mail_on_its_way_is_waited_for_when_the_server_is_told_to_end(on_sqlite: Open, serve: Serve) -> None:
    with silent_mail_server() as (port, got):
        opened = on_sqlite(smtp_host="127.0.0.1", smtp_port=port, smtp_timeout=60)
        number = opened.approved()
        sending = opened.sending(number)
        served = serve(opened.options)
        assert got.wait(60)
        worker = served.worker()
        os.kill(served.process.pid, signal.SIGTERM)
        time.sleep(3)  # anything else it does would have ended by now
        assert not is_gone(worker)
        assert Sending.objects.get(pk=sending).state == "sending"
    until(lambda: is_gone(worker))
    assert Sending.objects.get(pk=sending).state == "unknown", "the mail server went away without an answer"


# ---------------------------------------------------------------- who is gone, and who is not


def test_what_a_live_worker_holds_is_left_to_it(office: Open) -> None:
    opened = office()
    number = opened.approved()
    sending = opened.sending(number)
    beats.begin("worker-gone")  # it lives, whatever it is called
    _left_by_a_worker_that_is_gone(tasks.send.module_path)
    Sending.objects.filter(pk=sending).update(state="sending")
    tasks.again(beats.live(), at=clock.now())
    assert Sending.objects.get(pk=sending).state == "sending"
    beats.end("worker-gone")
    tasks.again(beats.live(), at=clock.now())
    assert Sending.objects.get(pk=sending).state == "unknown"


def test_a_sending_that_had_not_begun_is_not_begun_by_itself(on_sqlite: Open) -> None:
    opened = on_sqlite()
    number = opened.approved()
    sending = opened.sending(number)
    _left_by_a_worker_that_is_gone(tasks.send.module_path)
    tasks.again(beats.live(), at=clock.now())
    assert Sending.objects.get(pk=sending).state == "failed"
    assert opened.state(number).leaving[PARCEL].phase == "failed"
    assert Worker(batch=True).run() is None
    assert Sending.objects.get(pk=sending).state == "failed"


def test_what_waits_in_the_queue_is_not_queued_twice(on_sqlite: Open) -> None:
    from django_tasks_db.models import DBTaskResult

    opened = on_sqlite()
    number = opened.begun()
    opened.brought(number)
    for _ in range(3):
        tasks.again(frozenset(), at=clock.now())
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_who_is_silent_for_too_long_is_gone(office: Open) -> None:
    office()
    from datetime import timedelta

    from sekisho.web.running.models import Worker as Row

    beats.begin("worker-1")
    beats.begin("worker-2")
    Row.objects.filter(pk="worker-1").update(beat_at=clock.now() - timedelta(seconds=beats.SILENT_SECONDS + 30))
    assert beats.live() == {"worker-2"}
    assert not beats.beat("worker-1"), "it must learn that it was taken for gone"
    assert beats.beat("worker-2")


def test_a_task_that_fails_ends_what_it_was_about_and_keeps_no_value(
    on_sqlite: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from django_tasks_db.models import DBTaskResult

    opened = on_sqlite()
    number = opened.begun()
    file = opened.brought(number)

    def broken(*_: Any) -> None:
        raise RuntimeError("山田 太郎")

    monkeypatch.setattr("sekisho.web.desk.showing.open_file", broken)
    opened.work()
    assert FileRow.objects.get(pk=file).state == "refused"
    [task] = DBTaskResult.objects.filter(status="FAILED")
    assert "山田" not in task.traceback
    assert task.exception_class_path == "builtins.RuntimeError"
