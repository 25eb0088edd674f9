"""Which keys may sign the checkpoints of a log, and up to which size: the keys that are given, and what they vouch for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sekisho.ledger.checkpoint import Checkpoint, Rotation
from sekisho.ledger.keys import fingerprint

Refusal = Literal["other_log", "unknown_key", "retired_key", "bad_signature"]
"""other_log: of a log with another name. unknown_key: by a key that nobody vouches for. retired_key: by a key
after it gave way to another. bad_signature: not what was signed."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The keys that count, by fingerprint; and for one that gave way, at which size.

    ``refused``: changes of keys that do not count, since a signature does not hold, no trusted key takes part, or one key
    gave way twice.
    """

    origin: str
    keys: Mapping[str, Ed25519PublicKey]
    until: Mapping[str, int]
    refused: tuple[Rotation, ...] = ()

    def refusal(self, checkpoint: Checkpoint) -> Refusal | None:
        """Return why a checkpoint does not count; None where it does."""
        if checkpoint.origin != self.origin:
            return "other_log"
        key = self.keys.get(checkpoint.key)
        if key is None:
            return "unknown_key"
        if not checkpoint.is_signed_by(key):
            return "bad_signature"
        if checkpoint.size > self.until.get(checkpoint.key, checkpoint.size):
            return "retired_key"
        return None


def trust(origin: str, keys: Iterable[Ed25519PublicKey], rotations: Iterable[Rotation] = ()) -> Trust:
    """Return the keys that count for a log: the given ones, those before them and those after them.

    Both keys sign a change, so each vouches for the other. Where one key gave way to two, or two to one, nobody can tell
    which is the right one: neither counts.
    """
    known = {fingerprint(key): key for key in keys}
    given = list(dict.fromkeys(rotations))
    signed = {one: _ends(one) for one in given if one.origin == origin and one.is_signed()}
    pairs = set(signed.values())
    waiting = {
        one: (old, new)
        for one, (old, new) in signed.items()
        if sum(old == pair[0] for pair in pairs) == 1 and sum(new == pair[1] for pair in pairs) == 1
    }
    until, counted = dict[str, int](), set[Rotation]()
    while reached := {one: ends for one, ends in waiting.items() if one not in counted and known.keys() & ends}:
        for one, (old, new) in reached.items():
            known |= {old: _key(one.old), new: _key(one.new)}
            until[old] = min(one.size, until.get(old, one.size))
            counted.add(one)
    return Trust(origin, known, until, tuple(one for one in given if one not in counted))


def _ends(rotation: Rotation) -> tuple[str, str]:
    return fingerprint(_key(rotation.old)), fingerprint(_key(rotation.new))


def _key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)
