"""Makes old workbooks: with xlwt as a program writes them, and record by record as no library does."""

import io
import struct
from collections.abc import Callable
from typing import Any

import olefile
import xlwt
from xlwt.CompoundDoc import XlsDoc

from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.readers.xls import read

EOF = struct.pack("<HH", 0x0A, 0)


def made(fill: Callable[[Any, Any], object]) -> bytes:
    """Return a workbook with the sheet 名簿, filled by ``fill(book, sheet)``."""
    book = xlwt.Workbook()
    fill(book, book.add_sheet("名簿"))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def stream_of(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        return bytes(container.openstream("Workbook").read())


def contained(stream: bytes) -> bytes:
    buffer = io.BytesIO()
    XlsDoc().save(buffer, stream)
    return buffer.getvalue()


def with_records(data: bytes, *more: bytes) -> bytes:
    """Return the workbook with further records at the end of its last sheet."""
    stream = stream_of(data)
    end = stream.rindex(EOF)
    return contained(stream[:end] + b"".join(more) + stream[end:])


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def wide(text: str, count: str = "<H") -> bytes:
    return struct.pack(count, len(text)) + b"\x01" + text.encode("utf-16-le")


def opened(data: bytes, limits: Limits | None = None) -> Document:
    return read(File("a.xls", data), limits or Limits())
