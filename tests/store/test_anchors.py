"""Checkpoints and keys as rows: what does not hold for this log does not get in."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError
from tests.store.places import AT, facts

from sekisho.ledger import checkpoint
from sekisho.ledger.keys import fingerprint
from sekisho.ledger.verify import verify
from sekisho.web.store.anchors import checkpoints, keep_checkpoint, keep_key, keep_rotation, trusted
from sekisho.web.store.sql import SqlStore

FIRST, SECOND, THIRD = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2, 3))
BY = "person/office"


def signed(sql: SqlStore, key: Ed25519PrivateKey = FIRST, size: int | None = None) -> checkpoint.Checkpoint:
    size = sql.size() if size is None else size
    return checkpoint.sign(sql.origin, size, sql.root(size), key, AT)


@pytest.fixture
def keyed(sql: SqlStore) -> SqlStore:
    keep_key(sql, FIRST.public_key(), by=BY, at=AT)
    sql.append("a", 0, facts(3))
    return sql


def test_without_a_key_nothing_counts(sql: SqlStore) -> None:
    with pytest.raises(ValueError, match="unknown_key"):
        keep_checkpoint(sql, signed(sql))
    assert dict(trusted(sql).keys) == {}


def test_a_second_first_key_is_refused(keyed: SqlStore) -> None:
    for key in (FIRST, SECOND):
        with pytest.raises(ValueError, match="must sign"):
            keep_key(keyed, key.public_key(), by=BY, at=AT)
    assert list(trusted(keyed).keys) == [fingerprint(FIRST.public_key())]
    assert keyed.size() == 4


def test_a_checkpoint_that_does_not_hold_is_refused(keyed: SqlStore) -> None:
    root = keyed.root(4)
    wrong = [
        signed(keyed, SECOND),
        checkpoint.sign("another.example/log", 4, root, FIRST, AT),
        checkpoint.sign(keyed.origin, 4, bytes(32), FIRST, AT),
        checkpoint.sign(keyed.origin, 3, root, FIRST, AT),
        checkpoint.sign(keyed.origin, 5, root, FIRST, AT),
    ]
    for one in wrong:
        with pytest.raises(ValueError, match="this checkpoint"):
            keep_checkpoint(keyed, one)
    assert list(checkpoints(keyed)) == []


def test_a_rotation_that_does_not_hold_is_refused(keyed: SqlStore) -> None:
    wrong = [
        checkpoint.rotate(keyed.origin, 4, SECOND, THIRD, AT),
        checkpoint.rotate("another.example/log", 4, FIRST, SECOND, AT),
        checkpoint.rotate(keyed.origin, 5, FIRST, SECOND, AT),
    ]
    for one in wrong:
        with pytest.raises(ValueError, match=r"change of keys|not the last"):
            keep_rotation(keyed, one, by=BY)
    assert keyed.size() == 4


def test_keys_follow_each_other_and_each_change_is_an_event(keyed: SqlStore) -> None:
    keep_checkpoint(keyed, signed(keyed))
    for old, new in ((FIRST, SECOND), (SECOND, THIRD)):
        keep_rotation(keyed, checkpoint.rotate(keyed.origin, keyed.size(), old, new, AT), by=BY)
        with pytest.raises(ValueError, match="not the last"):
            keep_rotation(keyed, checkpoint.rotate(keyed.origin, keyed.size(), old, new, AT), by=BY)
    with pytest.raises(ValueError, match="retired_key"):
        keep_checkpoint(keyed, signed(keyed, FIRST))
    keep_checkpoint(keyed, signed(keyed, THIRD))
    marks = [fingerprint(key.public_key()) for key in (FIRST, SECOND, THIRD)]
    assert [one.key for one in checkpoints(keyed)] == [marks[0], marks[2]]
    assert set(trusted(keyed).keys) == set(marks)
    assert [dict(one.data) for one in keyed.stream("ledger")] == [
        {"key": mark, "before": before} for mark, before in zip(marks, ["", *marks], strict=False)
    ]
    report = verify(keyed.stored(), checkpoints(keyed), trusted(keyed), size=keyed.size())
    assert report.is_good
    assert report.unanchored == 0


def test_a_key_comes_only_once(keyed: SqlStore) -> None:
    keep_rotation(keyed, checkpoint.rotate(keyed.origin, 4, FIRST, SECOND, AT), by=BY)
    with pytest.raises(DatabaseError):
        keep_rotation(keyed, checkpoint.rotate(keyed.origin, 5, SECOND, FIRST, AT), by=BY)
    assert keyed.size() == 5
    assert set(trusted(keyed).keys) == {fingerprint(key.public_key()) for key in (FIRST, SECOND)}


def test_an_older_size_may_be_signed_later(keyed: SqlStore) -> None:
    keep_checkpoint(keyed, signed(keyed, size=2))
    assert [one.size for one in checkpoints(keyed)] == [2]
