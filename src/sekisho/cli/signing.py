"""The key of `--sign`, and the time of signing: the command line has the only clock."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.bundle.model import BundleError
from sekisho.cli.passwords import asked, password_in
from sekisho.words import say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def signing_key(path: Path, password_file: Path | None, lang: str) -> Ed25519PrivateKey:
    """Return the private key in a file; a protected one is opened with the password in a file, or one that is typed.

    Raises:
        BundleError: the key or the password cannot be read.
        LedgerError: it is not a key for reports, or the password is wrong.

    """
    from sekisho.ledger.keys import is_protected, private_key

    pem = key_bytes(path)
    password = password_in(password_file) if password_file else None
    if password is None and is_protected(pem):
        password = asked(say("署名の鍵（{file}）のパスワード:", file=path.name), lang)
    return private_key(pem, password, name=path.name)


def key_bytes(path: Path) -> bytes:
    """Return what is in the file of a key.

    Raises:
        BundleError: it cannot be read.

    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError(
            say("鍵のファイル（{file}）を読めません。場所と権限を確かめてください。", file=str(path))
        ) from error


def signed(report: str, key: Ed25519PrivateKey) -> str:
    """Return a report signed now, the time in the zone of this machine."""
    from sekisho.ledger.signed import sign

    return sign(report, key, datetime.now(UTC).astimezone())
