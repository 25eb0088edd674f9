"""Another key for the checkpoints: both sign the change, and the file of the new one takes the place of the old."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sekisho.ledger.checkpoint import rotate
from sekisho.ledger.keys import fingerprint, pair, private_key
from sekisho.ledger.model import LedgerError
from sekisho.web.installation import installation
from sekisho.web.places import checkpoint_key_file
from sekisho.web.running import checkpoints
from sekisho.web.store import anchors, keyfile
from sekisho.words import say

_SEED_BYTES = 32


def change_key(at: datetime, by: str) -> Path:
    """Let a new key sign from now on, write a checkpoint with it, and return where the old one is kept.

    A change that was broken off is ended: the new key lies beside the old one before the log knows of it, and takes its place
    only after.

    Raises:
        LedgerError: the key cannot be used, is not that of the log, or nothing can be recorded now.

    """
    here = installation()
    path = checkpoint_key_file(here.options)
    beside = path.with_name(path.name + ".next")
    old = checkpoints.signing_key(at)
    if not beside.exists():
        keyfile.put_new(beside, pair(secrets.token_bytes(_SEED_BYTES))[0])
    new = private_key(beside.read_bytes(), None, name=str(beside))
    last = anchors.last_key(here.store)
    if last == fingerprint(old.public_key()):
        with here.store.transaction():
            change = rotate(here.store.origin, here.store.size(), old, new, at)
            anchors.keep_rotation(here.store, change, by=by)
    elif last != fingerprint(new.public_key()):
        raise LedgerError(
            say("証跡点の鍵（{file}）が、この証跡の鍵ではありません。控えから戻してください。", file=str(path))
        )
    kept = _take_its_place(path, beside, old)
    checkpoints.write(at)
    return kept


def _take_its_place(path: Path, beside: Path, old: Ed25519PrivateKey) -> Path:
    """Keep the old key under another name, since an older backup needs it, and give the new one its name."""
    kept = path.with_name(f"{path.name}.{fingerprint(old.public_key())[:8]}")
    new = private_key(beside.read_bytes(), None, name=str(beside))
    keyfile.put_new(kept, path.read_bytes())
    keyfile.put_new(kept.with_name(kept.name + ".pub"), _public(old))
    public = path.with_name(path.name + ".pub")
    public.unlink(missing_ok=True)
    keyfile.put_new(public, _public(new))
    beside.replace(path)  # last: until then the change can be ended by doing it again
    return kept


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
