"""Ed25519 keys (RFC 8032) in PEM files: the private one as PKCS#8, the public one as SubjectPublicKeyInfo."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sekisho.ledger.model import LedgerError
from sekisho.words import say

_PEM, _DER = serialization.Encoding.PEM, serialization.Encoding.DER
_SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


def is_protected(pem: bytes) -> bool:
    """Return whether a private key needs a password: PKCS#8 and the older form both say so in their first lines."""
    return b"BEGIN ENCRYPTED" in pem or b"4,ENCRYPTED" in pem


def private_key(pem: bytes, password: str | None, *, name: str) -> Ed25519PrivateKey:
    """Return the private key in a PEM text; ``name`` is how the file is called in an error.

    Raises:
        LedgerError: it is no private key, not of Ed25519, or the password is wrong.

    """
    protected = is_protected(pem)
    try:
        key = serialization.load_pem_private_key(pem, password.encode() if protected and password else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        if protected:
            raise LedgerError(
                say("署名の鍵（{file}）を開けません。パスワードが違うか、鍵が壊れています。", file=name)
            ) from error
        raise LedgerError(
            say(
                "{file}は署名の鍵（PEM形式の秘密鍵）ではありません。sekisho report-key で作った鍵を指定してください。",
                file=name,
            )
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _not_ed25519(name)
    return key


def public_key(pem: bytes, *, name: str) -> Ed25519PublicKey:
    """Return the public key in a PEM text; ``name`` is how the file is called in an error.

    Raises:
        LedgerError: it is no public key, or not of Ed25519.

    """
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise LedgerError(
            say(
                "{file}は公開鍵（PEM形式）ではありません。sekisho report-key が書き出した .pub のファイルを指定してください。",
                file=name,
            )
        ) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _not_ed25519(name)
    return key


def _not_ed25519(name: str) -> LedgerError:
    return LedgerError(say("{file}はEd25519の鍵ではありません。報告の署名にはEd25519だけを使います。", file=name))


def pair(seed: bytes, password: str | None = None) -> tuple[bytes, bytes]:
    """Return a private and a public key as PEM texts, the private one under the password where there is one.

    ``seed``: 32 bytes of chance, which the caller has.
    """
    key = Ed25519PrivateKey.from_private_bytes(seed)
    closed: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    )
    private = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, closed)
    return private, key.public_key().public_bytes(_PEM, _SPKI)


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return the SHA-256 of the key's DER form in hexadecimal digits.

    `openssl pkey -pubin -in KEY.pub -outform DER | sha256sum` gives the same.
    """
    return hashlib.sha256(key.public_bytes(_DER, _SPKI)).hexdigest()
