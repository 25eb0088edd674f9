"""Sealing of values: AES-256 in Galois/Counter Mode (NIST SP 800-38D), one key for each use, made of the one in the key file.

A sealed value is a version byte, 12 random bytes of nonce, and what AES-GCM makes of the text, with 16 bytes of tag at its
end. The version and the context, which says what the value is and where it lies, are bound in as associated data: what is
changed, or put in another's place, does not open. What lies in its own place and is older than the last one does open.

The limits of SP 800-38D. Nonces are random, so that one key may seal 2**32 values (8.3): then the chance that two nonces
were alike is 2**-33 at most. A city that seals five million values a year needs eight hundred years for that. One value
may be 2**36 - 32 bytes long (5.2.1.1), far more than fits into memory; long things are sealed in chunks, each file by
a key of its own (`sekisho.web.store.files`). One attempt to forge a value of n blocks of 16 bytes has a chance of about
n in 2**128 (appendix B).
"""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
TAG_BYTES: Final = 16
_NONCE_BYTES = 12
_VERSION = b"\x01"
"""In front of each sealed value; another way of sealing gets another one."""
_USE = b"sekisho/1/"


class ForgedError(Exception):
    """Something does not open: it is not what was sealed for this place, or another key sealed it. ``place``: which."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place}: not what was sealed here, or sealed by another key")
        self.place = place


class Cipher:
    """Seals values by a key. May be used by many threads."""

    def __init__(self, key: bytes) -> None:
        """``key``: 32 bytes. It seals nothing itself: what does is derived from it.

        Raises:
            ValueError: the key has another length.

        """
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key of {KEY_BYTES} bytes is needed")
        self._key = bytes(key)
        self._sealing = AESGCM(self.derived("values"))

    def derived(self, use: str, salt: bytes = b"") -> bytes:
        """Return 32 bytes of key for one use (HKDF with SHA-256, RFC 5869), from which no other use can be told.

        ``salt``: random bytes where a use needs a key for each thing, kept beside the thing.
        """
        return HKDF(SHA256(), KEY_BYTES, salt or None, _USE + use.encode("utf-8")).derive(self._key)

    def seal(self, plain: bytes, context: str) -> bytes:
        """Return bytes sealed for a place; twice the same gives two results that nobody can compare.

        ``context``: ``<table>.<column>/<id of the row>``, of which no two places have the same.

        Raises:
            ValueError: the context is no text.

        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._sealing.encrypt(nonce, plain, _bound(context))

    def open(self, sealed: bytes | memoryview, context: str) -> bytes:
        """Return what was sealed for this place.

        Raises:
            ForgedError: it was not, not by this key, or was changed since.

        """
        whole = bytes(sealed)
        start = len(_VERSION) + _NONCE_BYTES
        if not whole.startswith(_VERSION) or len(whole) < start + TAG_BYTES:
            raise ForgedError(context)
        try:
            return self._sealing.decrypt(whole[len(_VERSION) : start], whole[start:], _bound(context))
        except InvalidTag as error:
            raise ForgedError(context) from error

    def seal_text(self, text: str, context: str) -> bytes:
        """Return a text sealed for a place, as UTF-8; see `seal`.

        Raises:
            ValueError: it has half a character, which is no text.

        """
        return self.seal(text.encode("utf-8"), context)

    def open_text(self, sealed: bytes | memoryview, context: str) -> str:
        """Return the text that was sealed for this place; see `open`.

        Raises:
            ForgedError: nothing was sealed here that opens, or it was no text.

        """
        try:
            return self.open(sealed, context).decode("utf-8")
        except UnicodeDecodeError as error:
            raise ForgedError(context) from error


def _bound(context: str) -> bytes:
    return _VERSION + context.encode("utf-8")
