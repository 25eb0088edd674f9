"""Checkpoints that the installation writes by itself: at each release, and hourly where anything has happened.

Their key lies outside of the data, as the other one does: who changes the data cannot sign for the change.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import stat
import sys
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sekisho.ledger.checkpoint import Checkpoint, Rotation, sign
from sekisho.ledger.keys import pair, private_key
from sekisho.ledger.log import DamagedError, moment
from sekisho.ledger.model import LedgerError
from sekisho.ledger.notes import Notes, read_notes
from sekisho.ledger.restore import Gap, Mark, RewrittenError, lost, named
from sekisho.web import clock
from sekisho.web.installation import Installation, installation
from sekisho.web.places import checkpoint_key_file, files_folder, place
from sekisho.web.store import anchors, keyfile
from sekisho.web.store.sql import SqlStore
from sekisho.words import say

_LOG = logging.getLogger("sekisho.checkpoints")
EVERY = timedelta(hours=1)
_SEED_BYTES = 32
_BY = "system"
LEFT = frozenset({"released", "edition_published"})
"""The events after which there is a checkpoint."""


class Checkpoints:
    """Writes the checkpoints of the installation of this process, and remembers how far it looked."""

    def __init__(self) -> None:
        self._seen: int | None = None
        self._compared = False

    def write_if_due(self) -> None:
        """Write one if something left since the last look, or if the last one is an hour old and the log has grown.

        What hinders it stands in the log of this process, and the health page says that there is none.
        """
        store, at = installation().store, clock.now()
        size, last = store.size(), anchors.newest(store)
        seen = (last.size if last else 0) if self._seen is None else self._seen
        left = size > seen and any(one.type in LEFT for one in store.records(seen - 1))
        if left or last is None or (size > last.size and at - moment(last.at) >= EVERY):
            try:
                write(at, compare=not self._compared)
            except LedgerError as error:
                _LOG.error("no checkpoint: %s", error.sentence.render("en"))
                return
            self._compared = True
        self._seen = size


def is_late(at: datetime) -> bool:
    """Return whether something waits for a checkpoint for longer than two hours."""
    store = installation().store
    last = anchors.newest(store)
    if last is None:
        return False  # the first worker writes the first one; whether it lives is asked elsewhere
    return store.size() > last.size and at - moment(last.at) > 2 * EVERY


def write(at: datetime, *, compare: bool = True) -> Checkpoint:
    """Sign how the log is now, keep that in the table, and write what is in the table at the end of the outside file.

    ``compare``: with what lies outside. It takes as long as the log is, and is needed once: the log only grows.

    Raises:
        LedgerError: the log contradicts what lies outside, or a file cannot be used. Nothing is signed then.

    """
    here = installation()
    store, folder = here.store, here.options.checkpoints
    key = signing_key(at)
    out = outside_file(here) if folder else None
    if out is not None and compare:
        refuse_rewritten(store, out)
    with store.transaction():
        size = store.size()
        made = sign(store.origin, size, store.root(size), key, at)
        try:
            anchors.keep_checkpoint(store, made)
        except ValueError as error:
            raise LedgerError(
                say(
                    "証跡点の鍵（{file}）が、この証跡の鍵ではありません。控えから戻してください。",
                    file=str(_key_file()),
                )
            ) from error
    if out is not None:
        _put_outside(store, out)
    return made


def signing_key(at: datetime) -> Ed25519PrivateKey:
    """Return the key that signs checkpoints, made where the log has none yet; its public half lies beside it as ``.pub``.

    Raises:
        LedgerError: it cannot be read or made, is no key, others may read it, or it lies among the data.

    """
    here, path = installation(), _key_file()
    data = place(here.options)
    for folder in [files_folder(here.options), *([] if "://" in data else [Path(data)])]:
        keyfile.refuse_inside(path, folder)
    try:
        if not path.exists():
            if anchors.trusted(here.store).keys:
                raise LedgerError(say("証跡点の鍵（{file}）がありません。控えから戻してください。", file=str(path)))
            private, public = pair(secrets.token_bytes(_SEED_BYTES))
            keyfile.put_new(path, private)
            keyfile.put_new(path.with_name(path.name + ".pub"), public)
        if sys.platform != "win32" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise LedgerError(
                say(
                    "証跡点の鍵（{file}）を、持ち主のほかの人も使えます。chmod 600 で、持ち主だけのものにしてください。",
                    file=str(path),
                )
            )
        key = private_key(path.read_bytes(), None, name=str(path))
    except OSError as error:
        raise LedgerError(
            say("証跡点の鍵（{file}）を読み書きできません（{reason}）。", file=str(path), reason=error.strerror or "")
        ) from error
    with here.store.transaction():
        if not anchors.trusted(here.store).keys:
            anchors.keep_key(here.store, key.public_key(), by=_BY, at=at)
    return key


def outside_file(here: Installation) -> Path:
    """Return the file outside of the data in which the checkpoints of this log stand, one a line."""
    return Path(here.options.checkpoints) / (re.sub(r"[^A-Za-z0-9.-]", "_", here.store.origin) + ".checkpoints")


def refuse_rewritten(store: SqlStore, out: Path) -> None:
    """Refuse to sign over a history that the outside file contradicts.

    Raises:
        LedgerError: it does, or cannot be read.

    """
    marks, strangers = _marks(store, out)
    size = store.size()
    try:
        known = named(store)
        whole = [one for one in marks if one.size <= size and Mark(one.size, one.root) not in known]
        newest = max(whole, key=lambda one: one.size, default=None)
        gap = lost(store, [one for one in marks if one.size > size or one is newest])
    except (RewrittenError, DamagedError) as error:
        raise _differs(out) from error
    if strangers or gap is not None:
        raise LedgerError(
            say(
                "証跡が{file}の証跡点より短いか、別の証跡の証跡点があります。署名しません。sekisho ledger verify で確かめてください。",
                file=str(out),
            )
        )


def gap(here: Installation) -> Gap | None:
    """Return what the outside file says is lost by a backup that was put back; None where nothing is, or it was named.

    Raises:
        LedgerError: the file cannot be read, or the log is damaged where it would say that it was named.

    """
    if not here.options.checkpoints:
        return None
    size, out = here.store.size(), outside_file(here)
    there = _outside(out)
    longer = [one for one in there.checkpoints if one.size > size]
    if longer:
        trusted = anchors.trusted(here.store, there.rotations)
        longer = [one for one in longer if trusted.refusal(one) is None]
    try:
        return lost(here.store, longer) if longer else None
    except DamagedError as error:
        raise _differs(out) from error


def _marks(store: SqlStore, out: Path) -> tuple[list[Checkpoint], bool]:
    """Return the checkpoints of this log that stand outside, and whether others stand among them."""
    there = _outside(out)
    trusted = anchors.trusted(store, there.rotations)
    marks = [one for one in there.checkpoints if trusted.refusal(one) is None]
    return marks, len(marks) < len(there.checkpoints)


def _outside(out: Path) -> Notes:
    try:
        data = out.read_bytes() if out.exists() else b""
    except OSError as error:
        raise _unusable(out, error) from error
    return read_notes(data, name=str(out)) if data.strip() else Notes((), ())


def _differs(out: Path) -> LedgerError:
    return LedgerError(
        say(
            "証跡が{file}の証跡点と違います。署名しません。sekisho ledger verify で確かめてください。",
            file=str(out),
        )
    )


def _put_outside(store: SqlStore, out: Path) -> None:
    """Write those checkpoints and changes of keys of the tables that the outside file lacks, at its end."""
    there, size = _outside(out), store.size()
    # Those of before a backup was put back may be of more events than there are now.
    newest = max((one.size for one in there.checkpoints if one.size <= size), default=0)
    missing: list[Checkpoint | Rotation] = [one for one in anchors.rotations(store) if one not in there.rotations]
    missing += [one for one in anchors.checkpoints(store, newest) if one not in there.checkpoints]
    try:
        with out.open("ab") as opened:
            opened.write("".join(one.to_json() + "\n" for one in missing).encode())
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise _unusable(out, error) from error


def _unusable(out: Path, error: OSError) -> LedgerError:
    return LedgerError(
        say(
            "証跡点を{file}に書き出せません（{reason}）。場所と権限を確かめてください。",
            file=str(out),
            reason=error.strerror or "",
        )
    )


def _key_file() -> Path:
    return checkpoint_key_file(installation().options)
