"""OLE files for tests, and macros as Office stores them."""

import io
import struct

from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted

SOURCE = b'Attribute VB_Name = "M"\r\n'


def ole(**streams: bytes) -> bytes:
    """Return an OLE file with two streams, by the writer for encrypted files, whose names are then changed."""
    buffer = io.BytesIO()
    (one, first), (two, second) = (*streams.items(), ("x", b"x"))[:2]
    ECMA376Encrypted(first.ljust(5000, b"\0"), second).write_to(buffer)
    data = buffer.getvalue()
    for old, new in (("EncryptedPackage", one), ("EncryptionInfo", two)):
        entry = data.index(old.encode("utf-16-le"))
        full = {"native": "\x01Ole10Native", "equation": "Equation Native"}.get(new, new)
        name = (full + "\0").encode("utf-16-le")
        data = data[:entry] + name.ljust(64, b"\0") + struct.pack("<H", len(name)) + data[entry + 66 :]
    return data


def compressed(source: bytes) -> bytes:
    """Compress as MS-OVBA does, literally: every flag says that a byte follows; the last three repeat by a token."""
    groups = [source[at : at + 8] for at in range(0, len(source), 8)]
    body = b"".join(b"\x00" + group for group in groups)
    return b"\x01" + struct.pack("<H", 0xB000 | (len(body) - 1)) + body
