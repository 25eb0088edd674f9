"""Closes files in ways that no program of today does any more: old workbooks by RC4 and XOR, OpenDocument by AES."""

import base64
import hashlib
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.method import rc4, rc4_cryptoapi
from msoffcrypto.method.xor_obfuscation import DocumentXOR
from tests.unit.inspection.containers.compound_files import container
from tests.unit.inspection.readers.ods_files import MIME
from tests.unit.inspection.readers.xls_files import record, stream_of

SALT = bytes(range(16))
VERIFIER = bytes(range(16, 32))
_IN_THE_OPEN = {0x0809, 0x002F, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138}


def _rc4(key: bytes, data: bytes) -> bytes:
    return Cipher(ARC4(key), mode=None).encryptor().update(data)


def rc4_40(data: bytes, password: str) -> bytes:
    """MS-OFFCRYPTO 2.3.6."""
    check = _rc4(rc4._makekey(password, SALT, 0), VERIFIER + hashlib.md5(VERIFIER).digest())  # noqa: S324  as prescribed
    return _closed(
        data,
        struct.pack("<HHH", 1, 1, 1) + SALT + check,
        lambda raw, _: rc4.DocumentRC4.decrypt(password, SALT, io.BytesIO(raw), 1024).read(),
    )


def rc4_cryptoapi_128(data: bytes, password: str) -> bytes:
    """MS-OFFCRYPTO 2.3.5."""
    check = _rc4(rc4_cryptoapi._makekey(password, SALT, 128, 0), VERIFIER + hashlib.sha1(VERIFIER).digest())  # noqa: S324  as prescribed
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + "x\0".encode("utf-16-le")
    verifier = struct.pack("<I", 16) + SALT + check[:16] + struct.pack("<I", 20) + check[16:]
    return _closed(
        data,
        struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header + verifier,
        lambda raw, _: rc4_cryptoapi.DocumentRC4CryptoAPI.decrypt(password, SALT, 128, io.BytesIO(raw), 1024).read(),
    )


def xor(data: bytes, password: str) -> bytes:
    """MS-OFFCRYPTO 2.3.7: each byte turned, and mixed with one of sixteen by its place in the stream."""
    array = DocumentXOR.create_xor_array_method1(password)
    check = next(number for number in range(1 << 16) if DocumentXOR.verifypw(password, number))

    def close(raw: bytes, starts: list[tuple[int, int, int]]) -> bytes:
        out = bytearray(raw)
        for start, size, shift in starts:
            for n in range(size):
                turned = DocumentXOR.rol(raw[start + n], 5, 8)
                out[start + n] = turned ^ array[(start + size + shift + n) % 16]
        return bytes(out)

    key = DocumentXOR.create_xor_key_method1(password)
    return _closed(data, struct.pack("<HHH", 0, key, check), close)


def _closed(data: bytes, file_pass: bytes, close: Callable[[bytes, list[tuple[int, int, int]]], bytes]) -> bytes:
    stream = bytearray(stream_of(data).rstrip(b"\0") + b"\0\0\0")  # ends with the record that ends the last sheet
    more = record(0x2F, file_pass)
    at = 4 + struct.unpack_from("<H", stream, 2)[0]
    stream[at:at] = more
    at, opened, closed = 0, [], []
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == 0x85:
            stream[at + 4 : at + 8] = struct.pack("<I", struct.unpack_from("<I", stream, at + 4)[0] + len(more))
            opened.append((at + 4, 4))
            closed.append((at + 8, size - 4, 4))
        elif kind in _IN_THE_OPEN:
            opened.append((at + 4, size))
        else:
            closed.append((at + 4, size, 0))
        opened.append((at, 4))
        at += 4 + size
    out = bytearray(close(bytes(stream), closed))
    for start, size in opened:
        out[start : start + size] = stream[start : start + size]
    return container({"Workbook": bytes(out)})


def open_document(content: str, password: str, *, method: str = "http://www.w3.org/2001/04/xmlenc#aes256-cbc") -> bytes:
    """ODF 1.3 Part 2, 5."""
    vector, salt, rounds = os.urandom(16), os.urandom(16), 1000
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(password.encode()).digest(), salt, rounds, 32)
    deflater = zlib.compressobj(wbits=-15)
    packed = deflater.compress(content.encode()) + deflater.flush()
    packed += os.urandom(15 - len(packed) % 16) + bytes((16 - len(packed) % 16,))
    box = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    coded = {name: base64.b64encode(raw).decode() for name, raw in (("iv", vector), ("salt", salt))}
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
        f'<manifest:file-entry manifest:full-path="content.xml" manifest:size="{len(content.encode())}"><manifest:encryption-data>'
        f'<manifest:algorithm manifest:algorithm-name="{method}" manifest:initialisation-vector="{coded["iv"]}"/>'
        f'<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="{rounds}" manifest:salt="{coded["salt"]}"/>'
        '<manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256" manifest:key-size="32"/>'
        "</manifest:encryption-data></manifest:file-entry></manifest:manifest>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", box.update(packed) + box.finalize())
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()
