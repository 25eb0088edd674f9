"""Checkpoints, and the keys that sign them, as rows: what does not hold does not get in, and nothing gets out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sekisho.ledger.checkpoint import Checkpoint, Rotation, base64
from sekisho.ledger.keys import fingerprint
from sekisho.ledger.log import Fact, instant, moment
from sekisho.ledger.notes import read_note, spelled
from sekisho.ledger.trust import Trust, trust
from sekisho.web.store.sql import SqlStore

STREAM, ADDED = "ledger", "key_added"
_KEY_BYTES = 32
_EACH_KEY = "SELECT id, public_key, note, before FROM ledger_key"


def keep_key(store: SqlStore, key: Ed25519PublicKey, *, by: str, at: datetime) -> None:
    """Keep the first key of a log, with an event.

    Raises:
        ValueError: there is one; another needs a rotation.

    """
    with store.transaction():
        if any(_keys(store)):
            raise ValueError("there is a key, which must sign for the next one")
        _keep_key(store, key, "", "", by, at)


def keep_rotation(store: SqlStore, rotation: Rotation, *, by: str) -> None:
    """Keep the key that follows the last one, with an event.

    Raises:
        ValueError: it is of another log, not signed by both, of a size that the log does not have, or its old key is not
            the last one.

    """
    with store.transaction():
        known = list(_keys(store))
        last = known[-1][0] if known else None
        if rotation.origin != store.origin or not rotation.is_signed() or rotation.size > store.size():
            raise ValueError("this change of keys does not hold for this log")
        if fingerprint(_key(rotation.old)) != last:
            raise ValueError("the old key is not the last one")
        _keep_key(store, _key(rotation.new), rotation.to_json(), last, by, moment(rotation.at))


def last_key(store: SqlStore) -> str:
    """Return the fingerprint of the key that signs now; empty where the log has none yet."""
    return next((key for key, _, _ in reversed(list(_keys(store)))), "")


def rotations(store: SqlStore) -> list[Rotation]:
    """Return the changes of keys, in the order in which they were made.

    Raises:
        LedgerError: a row is none any more.

    """
    notes = [read_note(note, place="ledger_key") for _, _, note in _keys(store) if note]
    return [one for one in notes if isinstance(one, Rotation)]


def trusted(store: SqlStore, others: Iterable[Rotation] = ()) -> Trust:
    """Return the keys that may sign for this log, as the table has them; ``others``: changes of keys known from elsewhere.

    They are what the database says of itself: who verifies brings a key from outside.
    """
    keys = list(_keys(store))
    first = [_key(spelled(text, _KEY_BYTES)) for _, text, _ in keys[:1]]
    return trust(store.origin, first, [*rotations(store), *others])


def keep_checkpoint(store: SqlStore, checkpoint: Checkpoint) -> None:
    """Keep a checkpoint of this log.

    Raises:
        ValueError: no key of the log signed it, or the log is another one.

    """
    with store.transaction():
        if refusal := trusted(store).refusal(checkpoint):
            raise ValueError(f"this checkpoint does not count: {refusal}")
        if checkpoint.size > store.size() or store.root(checkpoint.size) != checkpoint.root:
            raise ValueError("this checkpoint is of another history")
        store.run(
            "INSERT INTO ledger_checkpoint (note, size, root, key_id, at) VALUES (%s, %s, %s, %s, %s)",
            checkpoint.to_json(),
            checkpoint.size,
            checkpoint.root,
            checkpoint.key,
            checkpoint.at,
        )


def checkpoints(store: SqlStore, since: int = 0) -> Iterator[Checkpoint]:
    """Yield the checkpoints in the order in which they were kept, those of at least ``since`` events.

    Raises:
        LedgerError: a row is none any more.

    """
    for (note,) in store.run("SELECT note FROM ledger_checkpoint WHERE size >= %s ORDER BY id", since):
        if isinstance(found := read_note(note, place="ledger_checkpoint"), Checkpoint):
            yield found


def newest(store: SqlStore) -> Checkpoint | None:
    """Return the checkpoint that was kept last; nothing where there is none yet.

    Raises:
        LedgerError: it is none any more.

    """
    found = store.run("SELECT note FROM ledger_checkpoint ORDER BY id DESC LIMIT 1")
    note = read_note(found[0][0], place="ledger_checkpoint") if found else None
    return note if isinstance(note, Checkpoint) else None


def _keys(store: SqlStore) -> Iterator[tuple[str, str, str]]:
    """Yield fingerprint, Base64 and note of each key, each after the one before it."""
    after = {before: (key, text, note) for key, text, note, before in store.run(_EACH_KEY)}
    key = ""
    while found := after.pop(key, None):
        yield found
        key = found[0]


def _key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def _keep_key(store: SqlStore, key: Ed25519PublicKey, note: str, before: str, by: str, at: datetime) -> None:
    mark = fingerprint(key)
    store.run(
        "INSERT INTO ledger_key (id, public_key, note, before, at) VALUES (%s, %s, %s, %s, %s)",
        mark,
        base64(key.public_bytes_raw()),
        note,
        before,
        instant(at),
    )
    store.append(STREAM, store.last(STREAM), [Fact(ADDED, 1, at, by, {"key": mark, "before": before})])
