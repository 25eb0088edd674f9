"""Logs as an office fills them, keys, and checkpoints of them, for the tests of this folder."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sekisho.ledger.checkpoint import Checkpoint, sign
from sekisho.ledger.log import DamagedError, Fact, Stored
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.merkle import Frontier, leaf
from sekisho.ledger.trust import Trust, trust

ORIGIN = "sakurano.example/ledger"
KEY, OTHER, THIRD = (Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in (1, 2, 3))
AT = datetime(2026, 11, 24, 1, 15, tzinfo=UTC)
TYPES = ("drafted", "inspected", "confirmed", "approved", "released", "未知の型")


def fact(number: int, **data: object) -> Fact:
    """Return an entry of an invented type, of which the ledger knows nothing."""
    told = {"step": f"工程{number}", "digest": f"{number:064x}", "counts": [number, None, {"enclosed": number % 7}]}
    return Fact(TYPES[number % 6], 1 + number % 3, AT + timedelta(seconds=number), f"p-{number % 5}", {**told, **data})


def filled(chance: random.Random, size: int) -> MemoryStore:
    """Return a log of so many events, in a few streams that grow side by side."""
    store, last = MemoryStore(ORIGIN), dict[str, int]()
    while (now := store.size()) < size:
        stream = f"dispatch/2026-{chance.randrange(1, 2 + size // 4):06}"
        count = min(chance.choice((1, 1, 1, 2, 3)), size - now)
        store.append(stream, last.get(stream, 0), [fact(now + ahead) for ahead in range(count)])
        last[stream] = last.get(stream, 0) + count
    return store


def checkpoint(store: MemoryStore, size: int, key: Ed25519PrivateKey = KEY) -> Checkpoint:
    return sign(store.origin, size, store.root(size), key, AT + timedelta(hours=size))


def trusted(*keys: Ed25519PrivateKey) -> Trust:
    return trust(ORIGIN, [key.public_key() for key in keys or (KEY,)])


def rehashed(rows: Sequence[Stored]) -> Iterator[Stored]:
    """Yield rows as somebody leaves them who has the database and knows how hashes are made: each sound in itself.

    The tree is grown anew too, as far as rows have hashes.
    """
    tree: Frontier | None = Frontier()
    for row in rows:
        try:
            one = replace(row, hash=row.recomputed().hash)
        except DamagedError:
            one = row
        tree = tree.append(leaf(one.hash)) if tree and isinstance(one.hash, bytes) else None
        yield replace(one, peak=tree.peak) if tree else one


def renumbered(rows: Sequence[Stored]) -> list[Stored]:
    """Return rows numbered anew without a gap, in the log and in every stream."""
    last: dict[object, int] = {}
    told = []
    for seq, row in enumerate(rows):
        last[row.stream] = last.get(row.stream, 0) + 1
        told.append(replace(row, seq=seq, n=last[row.stream]))
    return told


def root_of(rows: Sequence[Stored]) -> bytes:
    frontier = Frontier()
    for row in rows:
        assert isinstance(row.hash, bytes)
        frontier = frontier.append(leaf(row.hash))
    return frontier.root()
