"""The source of macros: the modules of a macro project are compressed, so that nothing in them shows as it is written.

Source: MS-OVBA 2.4.1 (compression).
"""

import io
import struct
from typing import Final

import olefile

from sekisho.inspection.containers.legible import readable

_DAMAGED = (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error)
"""What olefile lets through where a file is damaged."""
_MODULE: Final = b"\x00Attribut"
_CHUNK: Final = 4096


def macro_texts(data: bytes) -> list[str]:
    """Return the lines of a macro project's modules, and whatever else can be read in it."""
    lines: list[str] = []
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            for path in opened.listdir():
                lines += module_lines(opened.openstream(path).read())
    except _DAMAGED:
        pass
    return lines + readable(data)


def module_lines(stream: bytes) -> list[str]:
    """Return the lines of the module that a stream of a macro project holds, none where it holds none."""
    at = stream.rfind(_MODULE)
    return inflate_module(stream[at - 3 :]).decode("cp932", "replace").splitlines() if at >= 3 else []


def inflate_module(data: bytes) -> bytes:
    """Return the source of a module; it ends where the compressed data is damaged."""
    out = bytearray()
    at = 1
    while at + 2 <= len(data):
        (header,) = struct.unpack_from("<H", data, at)
        end = min(at + (header & 0x0FFF) + 3, len(data))
        if header & 0x8000:
            _inflate_chunk(data[at + 2 : end], out)
        else:
            out += data[at + 2 : at + 2 + _CHUNK]
        at = end
    return bytes(out)


def _inflate_chunk(chunk: bytes, out: bytearray) -> None:
    start, at = len(out), 0
    while at < len(chunk):
        flags, at = chunk[at], at + 1
        for bit in range(8):
            if at >= len(chunk):
                return
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            if at + 2 > len(chunk):
                return
            (token,) = struct.unpack_from("<H", chunk, at)
            at += 2
            bits = max(4, (len(out) - start - 1).bit_length())
            back = (token >> (16 - bits)) + 1
            if back > len(out) - start:
                return
            for _ in range((token & (0xFFFF >> bits)) + 3):
                out.append(out[-back])
