"""By which of their old ways a .xls, .doc or .ppt is closed. All of them are weak.

Sources: MS-XLS 2.4.117 (FilePass), MS-DOC 2.5.2 (FibBase), MS-OFFCRYPTO 2.3.5 to 2.3.7.
"""

import io
import struct
from typing import Any, Final

import olefile

BROKEN: Final = (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error)
"""What olefile lets through where a file is damaged."""
_CONTAINER: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILE_PASS, _END_OF_STREAM = 0x2F, 0x0A
_ENCRYPTED, _OTHER_TABLE, _OBFUSCATED = 0x0100, 0x0200, 0x8000


def legacy_method(data: bytes, kind: str) -> str:
    """Return the name of the cipher of an ``xls``, ``doc`` or ``ppt``, empty where it is open or cannot be told.

    A presentation says it deep inside: for that one only ``RC4 (CryptoAPI)`` exists, and whoever opens it knows whether.
    """
    if not data.startswith(_CONTAINER):
        return _of_workbook(data) if kind == "xls" else ""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            if kind == "xls":
                name = "Workbook" if container.exists("Workbook") else "Book"
                return _of_workbook(container.openstream(name).read())
            return _of_document(container) if kind == "doc" else ""
    except BROKEN:
        return ""


def _of_workbook(stream: bytes) -> str:
    """Look for the record that says so; it stands among the first ones, before the end of the workbook's own part."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _END_OF_STREAM:
            return ""
        if kind == _FILE_PASS:
            body = stream[at + 4 : at + 4 + size]
            return _by_version(body[2:6]) if body[:2] == b"\x01\x00" and size > 6 else "XOR"
        at += 4 + size
    return ""


def _of_document(container: Any) -> str:  # noqa: ANN401  olefile has no types
    head = container.openstream("WordDocument").read(12)
    (flags,) = struct.unpack_from("<H", head, 10)
    if not flags & _ENCRYPTED:
        return ""
    if flags & _OBFUSCATED:
        return "XOR"
    return _by_version(container.openstream("1Table" if flags & _OTHER_TABLE else "0Table").read(4))


def _by_version(version: bytes) -> str:
    return "RC4 (40 bit)" if version == b"\x01\x00\x01\x00" else "RC4 (CryptoAPI)"
