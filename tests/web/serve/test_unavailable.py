"""A database that takes nothing and a disk that is full: a page that says so, and what was accepted is there."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from tests.store.places import Place
from tests.web.serve.offices import PARCEL, Office, book

from sekisho.web.desk import health
from sekisho.web.desk.models import Dispatch, FileRow
from sekisho.web.running import beats
from sekisho.web.settings import FILE_NAME
from sekisho.web.ui.broken import is_full

Open = Callable[..., Office]


@contextmanager
def locked(opened: Office) -> Iterator[None]:
    """Let another program hold the database, and this one not wait for long."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    with closing(sqlite3.connect(Path(opened.options.data) / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


@contextmanager
def full() -> Iterator[None]:
    """Let the database have no page more than it has, as a quota does."""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute(f"PRAGMA max_page_count = {1 << 30}")


def signed_in(login: str) -> Client:
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    assert client.post("/sign-in/", {"login": login, "password": "sekisho-test", "next": "/"}).status_code == 302
    return client


def bring(client: Client, number: str, name: str = "名簿.xlsx") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    brought = SimpleUploadedFile(name, book())
    return client.post(f"/d/{number}/files/", {"parcel": PARCEL.id, "password": "", "file": brought})


def test_a_locked_database_is_a_page_and_loses_nothing(on_sqlite: Open) -> None:
    opened = on_sqlite()
    number = opened.begun()
    first = opened.brought(number)
    client = signed_in("baba")
    with locked(opened):
        answer = bring(client, number, "追加.xlsx")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    text = answer.content.decode()
    assert "何も記録されていません" in text
    assert "追加" not in text
    assert [one.pk for one in FileRow.objects.all()] == [first]
    assert bring(client, number, "追加.xlsx").status_code == 302
    assert FileRow.objects.count() == 2


def test_a_full_database_is_a_page_and_loses_nothing(on_sqlite: Open) -> None:
    opened = on_sqlite()
    number = opened.begun()
    client = signed_in("baba")
    with full():
        answers = [bring(client, number, f"{one}.xlsx") for one in range(40)]
    accepted = [one for one in answers if one.status_code == 302]
    refused = [one for one in answers if one.status_code == 503]
    assert refused
    assert len(accepted) + len(refused) == len(answers)
    assert "ディスクがいっぱい" in refused[0].content.decode()
    assert FileRow.objects.count() == len(accepted)
    store_is_whole()


def store_is_whole() -> None:
    from sekisho.ledger.trust import trust
    from sekisho.ledger.verify import verify
    from sekisho.web.installation import installation

    store = installation().store
    assert verify(store.stored(), [], trust(store.origin, []), size=store.size()).is_good


def test_a_full_disk_is_said_at_the_file(on_sqlite: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = on_sqlite()
    number = opened.begun()
    client = signed_in("baba")

    def no_room(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sekisho.web.store.files.os.fsync", no_room)
    answer = bring(client, number)
    assert answer.status_code == 507
    assert not FileRow.objects.exists()


def test_any_page_of_a_full_disk_says_so(on_sqlite: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    on_sqlite()
    client = signed_in("baba")

    def no_room(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "山田 太郎")

    monkeypatch.setattr("sekisho.web.desk.views.home.page", no_room)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "山田" not in answer.content.decode()


def test_what_nobody_foresaw_tells_no_value_on_the_page_and_in_the_log(
    on_sqlite: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import logging

    from sekisho.web.logs import Bare

    on_sqlite()
    client = signed_in("baba")

    def broken(*_: Any, **__: Any) -> None:
        name = "山田 太郎"
        raise ValueError(name) from KeyError(name)

    monkeypatch.setattr("sekisho.web.desk.views.home.page", broken)
    told: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(Bare())
    handler.emit = lambda record: told.append(handler.format(record))  # type: ignore[method-assign]
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        answer = client.get("/")
    finally:
        logger.removeHandler(handler)
    assert answer.status_code == 500
    assert "山田" not in answer.content.decode() + "".join(told)
    assert "ValueError" in told[0]
    assert "KeyError" in told[0]
    assert "test_unavailable.py:" in told[0]


@pytest.mark.parametrize(
    ("error", "so"),
    [
        (OSError(errno.ENOSPC, ""), True),
        (OSError(errno.EACCES, ""), False),
        (OperationalError("database is locked"), False),
        (ValueError("disk is full"), False),
        (None, False),
    ],
)
def test_what_counts_as_full(error: BaseException | None, so: bool) -> None:
    assert is_full(error) is so


# ---------------------------------------------------------------- health


def test_everything_works(office: Open) -> None:
    office()
    beats.begin("worker-1")
    assert health.database()
    assert health.worker()
    assert health.disk()
    assert health.files()
    assert health.ledger()


def test_nobody_works(on_sqlite: Open) -> None:
    opened = on_sqlite()
    assert health.database(), "what the check itself writes"
    assert not health.worker(), "is no worker"
    number = opened.begun()
    opened.brought(number)
    assert "ワーカー" in signed_in("baba").get(f"/d/{number}/files/").content.decode()
    beats.begin("worker-1")
    assert "ワーカー" not in signed_in("baba").get(f"/d/{number}/files/").content.decode()


def test_a_locked_database_is_no_health_and_is_told_soon(on_sqlite: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = on_sqlite()
    monkeypatch.setattr(health, "_PATIENCE_MILLISECONDS", 50)
    with locked(opened):
        assert not health.database()
    assert health.database()


def test_a_disk_with_little_room_is_no_health(on_sqlite: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    on_sqlite()
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 62)
    assert not health.disk()


def test_a_folder_that_takes_no_file_is_no_health(on_sqlite: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    on_sqlite()

    def denied(*_: Any) -> int:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", denied)
    assert not health.files()


def test_a_log_whose_end_is_gone_is_no_health(on_sqlite: Open) -> None:
    opened = on_sqlite()
    opened.begun()
    assert health.ledger()
    Place("sqlite", opened.options.data).lose_the_last_row()
    assert not health.ledger()
    assert Dispatch.objects.count() == 1
