"""OpenDocument files with a password: each member is encrypted by itself, and the manifest says how.

Source: OASIS ODF 1.3 Part 2, 4.8 (manifest) and 5 (encryption).
"""

import base64
import binascii
import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher as Box
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from lxml import etree

from sekisho.inspection.containers.opc import attribute, child, elements, parse_xml
from sekisho.inspection.containers.zip import open_archive
from sekisho.inspection.model import Cipher, Limits

_MANIFEST: Final = "META-INF/manifest.xml"
_START_KEYS: Final = {"sha256": hashlib.sha256, "sha1": hashlib.sha1}
_MOST_ROUNDS: Final = 10_000_000


class UnknownMethodError(Exception):
    """A way of encryption that cannot be undone here: Blowfish, AES-GCM with Argon2."""


@dataclass(frozen=True, slots=True)
class Locked:
    """How one member is encrypted. ``rounds`` of PBKDF2; ``size`` is of the plain member."""

    name: str
    algorithm: str
    start_key: str
    derivation: str
    vector: bytes
    salt: bytes
    rounds: int
    key_size: int
    size: int


def locked_members(data: bytes) -> dict[str, Locked]:
    """Return the encrypted members of a document by name; none where it is open, or no document.

    Raises:
        UnreadableFileError: the manifest is damaged.

    """
    archive = open_archive(data, Limits())
    manifest = next((member for member in archive.members if member.name == _MANIFEST), None)
    if manifest is None:
        return {}
    found = [_locked(entry) for entry in elements(parse_xml(archive.read(manifest)), "file-entry")]
    return {one.name: one for one in found if one is not None}


def cipher_of(locked: dict[str, Locked]) -> tuple[Cipher, str]:
    """Return how well the members are encrypted: the weakest decides."""
    names = sorted({one.algorithm for one in locked.values()})
    weak = any(not name.startswith("aes") for name in names)
    return (Cipher.WEAK if weak else Cipher.STRONG), ", ".join(names) + " (OpenDocument)"


def unlocked(data: bytes, locked: dict[str, Locked], password: str) -> bytes | None:
    """Return the document with plain members, None where the password does not open it.

    Raises:
        UnknownMethodError: it is encrypted in a way that is not known here.
        UnreadableFileError: damaged.

    """
    archive = open_archive(data, Limits())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as plain:
        for member in archive.members:
            content = archive.read(member)
            if member.name in locked:
                opened = _decrypt(content, locked[member.name], password)
                if opened is None:
                    return None
                content = opened
            if not member.folder and member.name != _MANIFEST:
                plain.writestr(zipfile.ZipInfo(member.name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _locked(entry: etree._Element) -> Locked | None:
    data = child(entry, "encryption-data")
    if data is None:
        return None
    algorithm, derivation, start = (child(data, one) for one in ("algorithm", "key-derivation", "start-key-generation"))
    name = "" if algorithm is None else attribute(algorithm, "algorithm-name")
    return Locked(
        attribute(entry, "full-path"),
        name.rpartition("#")[2].lower() or "?",
        "sha1" if start is None else attribute(start, "start-key-generation-name").rpartition("#")[2].lower(),
        "" if derivation is None else attribute(derivation, "key-derivation-name"),
        b"" if algorithm is None else _bytes(attribute(algorithm, "initialisation-vector")),
        b"" if derivation is None else _bytes(attribute(derivation, "salt")),
        0 if derivation is None else _whole(attribute(derivation, "iteration-count")),
        16 if derivation is None else _whole(attribute(derivation, "key-size", "16")),
        _whole(attribute(entry, "size")),
    )


def _decrypt(content: bytes, locked: Locked, password: str) -> bytes | None:
    start = _START_KEYS.get(locked.start_key)
    known = locked.algorithm in {"aes128-cbc", "aes192-cbc", "aes256-cbc"} and locked.derivation.endswith("PBKDF2")
    if start is None or not known or not 0 < locked.rounds <= _MOST_ROUNDS:
        raise UnknownMethodError(locked.algorithm)
    secret = start(password.encode()).digest()
    key = hashlib.pbkdf2_hmac("sha1", secret, locked.salt, locked.rounds, locked.key_size)
    try:
        box = Box(algorithms.AES(key), modes.CBC(locked.vector)).decryptor()
        packed = box.update(content) + box.finalize()
        # The padding behind the packed bytes is no part of them, and the inflater stops where they end.
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        plain = inflater.decompress(packed, locked.size + 1)
    except (ValueError, zlib.error):
        return None
    return plain if len(plain) == locked.size else None


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
