"""A backup that was put back: nothing is recorded, and nothing sent, before what is lost stands in the log."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from tests.web.serve.offices import Office
from tests.web.serve.processes import Served, environment, run

from sekisho.ledger.restore import ReadOnlyError, named_gap
from sekisho.web import clock
from sekisho.web.desk import health, standing
from sekisho.web.desk.models import Sending
from sekisho.web.installation import installation
from sekisho.web.options import Options
from sekisho.web.people import actions
from sekisho.web.running import checkpoints
from sekisho.web.running.preparing import prepare

Open = Callable[..., Office]
DATABASE = "sekisho.sqlite3"


class Backup:
    """An office with checkpoints outside; ``put_back`` puts back the database as it was when this was made."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.copy = office, folder / "backup"
        self.data = Path(office.options.data)
        connections.close_all()
        shutil.copytree(self.data, self.copy)

    def put_back(self) -> None:
        connections.close_all()
        shutil.rmtree(self.data)
        shutil.copytree(self.copy, self.data)

    def restored(self, *more: str) -> Any:
        connections.close_all()
        return run("ledger", "restored", *more, env=environment(self.office.options))


@pytest.fixture
def office(on_sqlite: Open, tmp_path: Path) -> Office:
    (tmp_path / "outside").mkdir()
    opened = on_sqlite(checkpoints=str(tmp_path / "outside"))
    checkpoints.write(clock.now())
    return opened


@pytest.fixture
def backup(office: Office, tmp_path: Path) -> Backup:
    """Put back, with a checkpoint outside that it does not reach."""
    made = Backup(office, tmp_path)
    office.begun()
    checkpoints.write(clock.now())
    made.put_back()
    return made


def add(code: str) -> None:
    actions.add_department(code=code, name=code, short=code, by=actions.SYSTEM, at=clock.now())


# ---------------------------------------------------------------- what must not say that anything is lost


def test_a_backup_that_reaches_the_last_checkpoint_goes_on(office: Office, tmp_path: Path) -> None:
    made = Backup(office, tmp_path)
    prepare(office.options)
    add("after")  # no checkpoint knows of it
    made.put_back()
    assert prepare(office.options).store.lost is None
    add("again")
    told = made.restored("--yes")
    assert (told.returncode, "失われたものはありません" in told.stdout) == (0, True), told.stderr


def test_where_nothing_lies_outside_it_is_said_that_nobody_knows(on_sqlite: Open) -> None:
    opened = on_sqlite()
    told = run("ledger", "restored", "--yes", env=environment(opened.options))
    assert told.returncode == 2
    assert "失われたものがあるかどうか分かりません" in told.stdout


def test_a_checkpoint_by_a_stranger_makes_nothing_read_only(office: Office, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from sekisho.ledger.checkpoint import sign

    [out] = (tmp_path / "outside").iterdir()
    store = installation().store
    made = sign(store.origin, store.size() + 5, b"1" * 32, Ed25519PrivateKey.generate(), clock.now())
    with out.open("a", encoding="utf-8") as opened:
        opened.write(made.to_json() + "\n")
    assert prepare(office.options).store.lost is None


# ---------------------------------------------------------------- read only


def test_nothing_is_recorded(backup: Backup) -> None:
    here = prepare(backup.office.options)
    size = here.store.size()
    assert here.store.lost is not None
    assert not health.ledger()
    with pytest.raises(ReadOnlyError):
        add("new")
    assert here.store.size() == size


def test_the_server_says_so_and_its_worker_waits(backup: Backup, serve: Callable[[Options], Served]) -> None:
    served = serve(backup.office.options)
    assert (served.health()["worker"], served.health()["ledger"]) == (True, False)
    _, said = served.end(signal.SIGTERM)
    assert "sekisho ledger restored" in said


def test_a_page_that_would_record_says_what_to_do(backup: Backup) -> None:
    prepare(backup.office.options)
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    assert client.post("/sign-in/", {"login": "arai", "password": "sekisho-test"}).status_code == 302
    assert client.get("/").status_code == 200
    told = {"failure": "swapped", "channel": "post", "department": "kodomo", "text": "封筒を取り違えそうになった"}
    answer = client.post("/register/near-misses/new/", {**told, "on": clock.today().isoformat()})
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "控えから戻したデータ" in page
    assert "sekisho ledger restored" in page
    assert "何も記録されていません" in page


def test_shown_first_and_written_only_when_told(backup: Backup) -> None:
    told = backup.restored()
    assert told.returncode == 1
    assert "失われています" in told.stdout
    assert "--yes" in told.stderr
    assert prepare(backup.office.options).store.lost is not None


def test_once_it_is_named_everything_goes_on_and_verifies(backup: Backup, tmp_path: Path) -> None:
    here = prepare(backup.office.options)
    kept = here.store.size()
    told = backup.restored("--yes")
    assert told.returncode == 0, told.stderr
    assert here.store.lost is not None
    assert not here.store.read_only()  # this process learns it from the log
    add("new")
    [first] = [one for one in here.store.records(kept - 1) if one.seq == kept]
    gap = named_gap(first)
    assert gap
    assert gap.kept == kept
    checkpoints.write(clock.now())
    [out] = (tmp_path / "outside").iterdir()
    assert len(out.read_text(encoding="utf-8").splitlines()) == 3
    key = Path(backup.office.options.key_file).with_name("checkpoint.key.pub")
    connections.close_all()
    verified = run(
        *("ledger", "verify", "--data", backup.office.options.data, "--checkpoint", str(out), "--key", str(key)),
        env=environment(Options()),
    )
    assert "戻した" in verified.stdout, verified.stdout
    again = backup.restored("--yes")
    assert (again.returncode, "失われたものはありません" in again.stdout) == (0, True)


def test_what_was_being_sent_is_unknown_and_not_sent_again(office: Office, tmp_path: Path) -> None:
    number = office.approved()
    office.sending(number)
    assert Sending.objects.get().state == "queued"
    made = Backup(office, tmp_path)
    prepare(office.options)
    add("after")
    checkpoints.write(clock.now())
    made.put_back()
    told = made.restored("--yes")
    assert told.returncode == 0, told.stderr
    assert "送信の途中だったものが1件" in told.stdout
    prepare(office.options)
    assert Sending.objects.get().state == "unknown"
    state = standing.fresh(number)
    assert [one.phase for one in state.leaving.values()] == ["unknown"]
