"""Checkpoints that the installation writes by itself, and that `sekisho ledger verify` accepts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.store.places import Place
from tests.web.serve.offices import PARCEL, Office
from tests.web.serve.processes import environment, run

from sekisho.gate.commands import StartRelease
from sekisho.ledger.model import LedgerError
from sekisho.web import clock
from sekisho.web.desk import health
from sekisho.web.desk.actions import releasing
from sekisho.web.installation import installation
from sekisho.web.options import Options
from sekisho.web.running import checkpoints
from sekisho.web.store import anchors

Open = Callable[..., Office]


def written(outside: Path) -> list[str]:
    return [line for one in outside.glob("*.checkpoints") for line in one.read_text(encoding="utf-8").splitlines()]


def test_what_was_written_verifies_from_outside(on_sqlite: Open, outside: Path) -> None:
    opened = on_sqlite(checkpoints=str(outside))
    checkpoints.write(clock.now())
    opened.begun()
    checkpoints.write(clock.now())
    assert len(written(outside)) == 2
    [file] = outside.glob("*.checkpoints")
    key = Path(opened.options.key_file).with_name("checkpoint.key.pub")
    told = run(
        *("ledger", "verify", "--data", opened.options.data, "--checkpoint", str(file), "--key", str(key)),
        env=environment(Options()),
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_one_is_due_at_the_beginning_after_a_release_and_each_hour_in_which_something_happened(
    office: Open, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = office(checkpoints=str(outside))
    watching = checkpoints.Checkpoints()
    watching.write_if_due()
    assert len(written(outside)) == 1
    number = opened.approved()
    watching.write_if_due()
    assert len(written(outside)) == 1, "nothing left yet"
    command = StartRelease("release", PARCEL, opened.state(number).saw(PARCEL), "worker")
    inner = {PARCEL.id: opened.state(number).outgoing(PARCEL.id)}
    releasing.state_release(
        number, command, {}, "stated", lambda _state, _pen: inner, by=opened.actor("baba"), at=clock.now()
    )
    watching.write_if_due()
    watching.write_if_due()
    assert len(written(outside)) == 2
    opened.begun()
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    watching.write_if_due()
    watching.write_if_due()
    assert len(written(outside)) == 3
    newest = anchors.newest(installation().store)
    assert newest
    assert newest.size == installation().store.size()


def test_a_release_while_nobody_watched_is_found_by_the_next(on_sqlite: Open) -> None:
    opened = on_sqlite()
    checkpoints.Checkpoints().write_if_due()
    number = opened.approved()
    command = StartRelease("release", PARCEL, opened.state(number).saw(PARCEL), "worker")
    inner = {PARCEL.id: opened.state(number).outgoing(PARCEL.id)}
    releasing.state_release(
        number, command, {}, "stated", lambda _state, _pen: inner, by=opened.actor("baba"), at=clock.now()
    )
    checkpoints.Checkpoints().write_if_due()
    assert len(list(anchors.checkpoints(installation().store))) == 2


def test_the_key_lies_apart_and_for_its_owner_alone(on_sqlite: Open) -> None:
    opened = on_sqlite()
    checkpoints.write(clock.now())
    key = Path(opened.options.key_file).with_name("checkpoint.key")
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    with pytest.raises(LedgerError):
        checkpoints.write(clock.now())


def test_a_key_among_the_data_is_refused(on_sqlite: Open, tmp_path: Path) -> None:
    on_sqlite(checkpoint_key=str(tmp_path / "office" / "data" / "checkpoint.key"))
    with pytest.raises(LedgerError):
        checkpoints.write(clock.now())


def test_a_key_that_is_gone_is_not_replaced(on_sqlite: Open) -> None:
    opened = on_sqlite()
    checkpoints.write(clock.now())
    key = Path(opened.options.key_file).with_name("checkpoint.key")
    key.unlink()
    with pytest.raises(LedgerError):
        checkpoints.write(clock.now())
    assert not key.exists()


def test_another_key_does_not_sign_for_this_log(on_sqlite: Open, tmp_path: Path) -> None:
    from sekisho.ledger.keys import pair

    opened = on_sqlite()
    checkpoints.write(clock.now())
    key = Path(opened.options.key_file).with_name("checkpoint.key")
    key.write_bytes(pair(b"7" * 32)[0])
    with pytest.raises(LedgerError):
        checkpoints.write(clock.now())
    assert len(list(anchors.checkpoints(installation().store))) == 1


def test_over_a_shorter_history_nothing_is_signed(on_sqlite: Open, outside: Path) -> None:
    opened = on_sqlite(checkpoints=str(outside))
    opened.begun()
    checkpoints.write(clock.now())
    opened.begun()
    checkpoints.write(clock.now())
    Place("sqlite", opened.options.data).cut()
    with pytest.raises(LedgerError):
        checkpoints.write(clock.now())
    assert len(written(outside)) == 2


def test_what_the_outside_file_missed_is_written_later(on_sqlite: Open, outside: Path) -> None:
    opened = on_sqlite(checkpoints=str(outside))
    checkpoints.write(clock.now())
    outside.rename(outside.with_name("away"))
    opened.begun()
    with pytest.raises(LedgerError):
        checkpoints.write(clock.now())
    outside.with_name("away").rename(outside)
    opened.begun()
    checkpoints.write(clock.now())
    assert len(written(outside)) == 3


def test_that_none_is_written_any_more_is_said(on_sqlite: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = on_sqlite()
    checkpoints.write(clock.now())
    opened.begun()
    assert health.checkpoints()
    later = clock.now() + timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not health.checkpoints()
