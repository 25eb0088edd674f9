"""Encrypted zip files, good and bad."""

import binascii
import struct

import pyzipper


def zipcrypto(path, name, data, pw):
    """Traditional PKWARE encryption, one stored member."""
    tab = [0] * 256
    for i in range(256):
        c = i
        for _ in range(8):
            c = (c >> 1) ^ (0xEDB88320 if c & 1 else 0)
        tab[i] = c
    k = [0x12345678, 0x23456789, 0x34567890]

    def upd(c):
        k[0] = tab[(k[0] ^ c) & 255] ^ (k[0] >> 8)
        k[1] = ((k[1] + (k[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        k[2] = tab[(k[2] ^ (k[1] >> 24)) & 255] ^ (k[2] >> 8)

    def enc(c):
        t = (k[2] | 2) & 0xFFFF
        x = ((t * (t ^ 1)) >> 8) & 255
        upd(c)
        return c ^ x

    for ch in pw.encode():
        upd(ch)
    crc = binascii.crc32(data)
    plain = bytes(range(40, 51)) + bytes([crc >> 24]) + data
    body = bytes(enc(c) for c in plain)
    nm = name.encode()
    h = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0, 0x5B74, crc, len(body), len(data), len(nm), 0)
    loc = b"PK\x03\x04" + h + nm + body
    cen = b"PK\x01\x02" + struct.pack("<H", 20) + h + struct.pack("<HHHII", 0, 0, 0, 0, 0) + nm
    path.write_bytes(loc + cen + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(cen), len(loc), 0))


def aeszip(path, name, data, pw):
    with pyzipper.AESZipFile(path, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as zf:
        zf.setpassword(pw.encode())
        zf.writestr(name, data)


def pwfile(b, pw="Shirasagi-4821-Mizu"):
    (b.dir / "passwords").mkdir(exist_ok=True)
    (b.dir / "passwords/k01.txt").write_text(pw + "\n")
    return pw
