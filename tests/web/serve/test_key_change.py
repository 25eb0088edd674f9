"""Another key for the checkpoints: whoever has the old public key can go on verifying, and a change that was broken off ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from tests.web.serve.offices import Office
from tests.web.serve.processes import environment, run

from sekisho.ledger.keys import fingerprint, pair, private_key
from sekisho.ledger.model import LedgerError
from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.options import Options
from sekisho.web.running import checkpoints
from sekisho.web.running.key_change import change_key
from sekisho.web.store import anchors

Open = Callable[..., Office]


@pytest.fixture
def office(on_sqlite: Open, outside: Path) -> Office:
    opened = on_sqlite(checkpoints=str(outside))
    checkpoints.write(clock.now())
    return opened


def key_of(office: Office) -> Path:
    return Path(office.options.key_file).with_name("checkpoint.key")


def verified(office: Office, outside: Path, key: Path) -> int:
    connections.close_all()
    [file] = outside.glob("*.checkpoints")
    told = run(
        *("ledger", "verify", "--data", office.options.data, "--checkpoint", str(file), "--key", str(key)),
        env=environment(Options()),
    )
    return told.returncode


def test_a_key_that_is_not_the_log_s_changes_nothing(office: Office, outside: Path) -> None:
    key = key_of(office)
    key.write_bytes(pair(b"7" * 32)[0])
    with pytest.raises(LedgerError):
        change_key(clock.now(), "system")
    assert not anchors.rotations(installation().store)
    assert key.read_bytes() == pair(b"7" * 32)[0]


def test_without_its_key_nothing_is_changed(office: Office) -> None:
    key_of(office).unlink()
    with pytest.raises(LedgerError):
        change_key(clock.now(), "system")
    assert not anchors.rotations(installation().store)


def test_the_old_public_key_and_the_new_one_both_verify(office: Office, outside: Path, tmp_path: Path) -> None:
    key = key_of(office)
    before = tmp_path / "before.pub"
    before.write_bytes(key.with_name("checkpoint.key.pub").read_bytes())
    old = fingerprint(private_key(key.read_bytes(), None, name="old").public_key())
    for _ in range(2):
        office.begun()
        connections.close_all()
        told = run("ledger", "change-key", env=environment(office.options))
        assert told.returncode == 0, told.stderr
    new = fingerprint(private_key(key.read_bytes(), None, name="new").public_key())
    assert (old != new, anchors.last_key(installation().store)) == (True, new)
    assert key.stat().st_mode & 0o777 == 0o600
    office.begun()
    checkpoints.write(clock.now())
    assert verified(office, outside, before) == 0
    assert verified(office, outside, key.with_name("checkpoint.key.pub")) == 0
    kept = key.with_name(f"checkpoint.key.{old[:8]}")
    assert fingerprint(private_key(kept.read_bytes(), None, name="kept").public_key()) == old
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_change_that_was_broken_off_is_ended_by_the_next(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    key = key_of(office)

    def broken(path: Path, _target: Path) -> Path:
        raise OSError(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", broken)
        with pytest.raises(OSError, match="checkpoint"):
            change_key(clock.now(), "system")
    assert len(anchors.rotations(installation().store)) == 1
    with pytest.raises(LedgerError):
        checkpoints.write(clock.now())  # the file still holds the old one
    change_key(clock.now(), "system")
    assert len(anchors.rotations(installation().store)) == 1
    assert not key.with_name("checkpoint.key.next").exists()
    office.begun()
    checkpoints.write(clock.now())
