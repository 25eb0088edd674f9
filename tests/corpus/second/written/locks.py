"""Zip archives with their odd names and ciphers, and encrypted Office files."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pyzipper
from msoffcrypto.format.ooxml import OOXMLFile


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A plain archive (UTF-8 names)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def zip_aes(files: Mapping[str, bytes], password: str, open_files: Mapping[str, bytes] | None = None) -> bytes:
    """An archive with AES-256 (WinZip AE-2); `open_files` are added without a password."""
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", compression=pyzipper.ZIP_DEFLATED) as archive:
        for name, data in (open_files or {}).items():
            archive.writestr(name, data)
        archive.setpassword(password.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def zip_raw(files: Mapping[str, bytes], encoding: str = "cp932", password: str | None = None) -> bytes:
    """An archive whose names are in `encoding` without the UTF-8 flag, as Japanese Windows writes them; with a
    password, under ZipCrypto."""
    local, central = b"", b""
    for name, data in files.items():
        raw, crc = name.encode(encoding), zlib.crc32(data)
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        body = packer.compress(data) + packer.flush()
        if password is not None:
            body = _zip_crypto(bytes(range(11)) + bytes([crc >> 24]) + body, password.encode())
        flags, offset = int(password is not None), len(local)
        common = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0x4800, 0x5D74, crc, len(body), len(data), len(raw), 0)
        local += b"PK\x03\x04" + common + raw + body
        central += b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 32, offset) + raw
    count = len(files)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def _zip_crypto(plain: bytes, password: bytes) -> bytes:
    """The stream cipher of APPNOTE.TXT 6.1, which is known to be weak."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = _crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    result = bytearray()
    for byte in plain:
        mask = (keys[2] | 2) & 0xFFFF
        result.append(byte ^ ((mask * (mask ^ 1)) >> 8) & 0xFF)
        update(byte)
    return bytes(result)


def _crc(value: int, byte: int) -> int:
    return ~zlib.crc32(bytes([byte]), ~value & 0xFFFFFFFF) & 0xFFFFFFFF


def office_encrypted(package: bytes, password: str) -> bytes:
    """A docx or xlsx under agile encryption (AES-256, SHA-512), as Office makes it."""
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(package)).encrypt(password, buffer)
    return buffer.getvalue()
