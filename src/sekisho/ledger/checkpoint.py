"""A checkpoint: the size and the root of the log at one time, signed (Ed25519, RFC 8032); and how one key follows another.

Signed is the canonical JSON (RFC 8785) of all fields but the signatures, ``type`` among them, so that a signature made
for something else never counts. A checkpoint is written as that JSON with its signature, or as one line of words that
fits into a QR code; `sekisho.ledger.notes` reads both.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sekisho.ledger.canonical import canonical
from sekisho.ledger.keys import fingerprint
from sekisho.ledger.log import instant, is_name

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KIND, ROTATION_KIND, VERSION = "sekisho-checkpoint", "sekisho-key-rotation", "1"
LARGEST = 2**53 - 1
ROOT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log was at one time.

    ``origin``: the name of the log. ``root``: 32 bytes, over the first ``size`` records. ``at``: UTC text as in a record, by
    the clock of the machine that signed. ``key``: fingerprint of the key (SHA-256 in hexadecimal digits).
    """

    origin: str
    size: int
    root: bytes
    at: str
    key: str
    signature: bytes

    def signed(self) -> dict[str, object]:
        """Return what the signature is over."""
        return {
            "type": f"{KIND}/{VERSION}",
            "origin": self.origin,
            "size": self.size,
            "root": base64(self.root),
            "at": self.at,
            "key": self.key,
        }

    def to_json(self) -> str:
        """Return the checkpoint as one line of canonical JSON, without an end of line."""
        return canonical({**self.signed(), "signature": base64(self.signature)}).decode("utf-8")

    def to_line(self) -> str:
        """Return the checkpoint as words with one space between them, ASCII where the origin is: for a QR code."""
        told = self.signed()
        words = [told[name] for name in ("type", "origin", "size", "root", "at", "key")]
        return " ".join(str(word) for word in [*words, base64(self.signature)])

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        """Return whether the signature is one of this key."""
        return self.key == fingerprint(key) and holds(key, self.signature, self.signed())


@dataclass(frozen=True, slots=True)
class Rotation:
    """One key gives way to another, and both sign: the old one is for checkpoints of up to ``size`` events, and no more.

    ``old``, ``new``: the public keys, 32 bytes each.
    """

    origin: str
    size: int
    at: str
    old: bytes
    new: bytes
    old_signature: bytes
    new_signature: bytes

    def signed(self) -> dict[str, object]:
        """Return what both signatures are over."""
        return {
            "type": f"{ROTATION_KIND}/{VERSION}",
            "origin": self.origin,
            "size": self.size,
            "at": self.at,
            "old": base64(self.old),
            "new": base64(self.new),
        }

    def to_json(self) -> str:
        """Return the rotation as one line of canonical JSON, without an end of line."""
        signatures = {"old_signature": base64(self.old_signature), "new_signature": base64(self.new_signature)}
        return canonical({**self.signed(), **signatures}).decode("utf-8")

    def is_signed(self) -> bool:
        """Return whether both keys signed, and are two."""
        told = self.signed()
        return (
            self.old != self.new
            and holds(Ed25519PublicKey.from_public_bytes(self.old), self.old_signature, told)
            and holds(Ed25519PublicKey.from_public_bytes(self.new), self.new_signature, told)
        )


def sign(origin: str, size: int, root: bytes, key: Ed25519PrivateKey, at: datetime) -> Checkpoint:
    """Return the signed checkpoint of a log. ``at``: the time, with its offset from UTC.

    Raises:
        ValueError: no log can have such a name, size, root or time.

    """
    if not is_name(origin) or not 0 <= size <= LARGEST or len(root) != ROOT_BYTES or at.tzinfo is None:
        raise ValueError("no checkpoint of a log")
    bare = Checkpoint(origin, size, root, instant(at), fingerprint(key.public_key()), b"")
    return Checkpoint(origin, size, root, bare.at, bare.key, key.sign(canonical(bare.signed())))


def rotate(origin: str, size: int, old: Ed25519PrivateKey, new: Ed25519PrivateKey, at: datetime) -> Rotation:
    """Return the statement of both keys that from ``size`` events on the new one signs the checkpoints of a log.

    Raises:
        ValueError: no log can have such a name, size or time, or the keys are one.

    """
    if not is_name(origin) or not 0 <= size <= LARGEST or at.tzinfo is None:
        raise ValueError("no log to change the key of")
    pair = (old.public_key().public_bytes_raw(), new.public_key().public_bytes_raw())
    bare = Rotation(origin, size, instant(at), *pair, b"", b"")
    told = canonical(bare.signed())
    made = Rotation(origin, size, bare.at, *pair, old.sign(told), new.sign(told))
    if not made.is_signed():
        raise ValueError("two keys are needed")
    return made


def holds(key: Ed25519PublicKey, signature: bytes, told: Mapping[str, object]) -> bool:
    """Return whether a signature is one of a key over the canonical JSON of an object."""
    try:
        key.verify(signature, canonical(dict(told)))
    except InvalidSignature:
        return False
    return True


def base64(data: bytes) -> str:
    """Return bytes as Base64 text (RFC 4648, section 4)."""
    return b64encode(data).decode("ascii")
