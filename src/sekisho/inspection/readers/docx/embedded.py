"""Files inside the document, taken out of what an old program wrapped around them.

Source: MS-OLEDS 2.3.6 (native data of a package).
"""

import io
import struct
from typing import Final

import olefile

from sekisho.inspection.containers.legible import readable
from sekisho.inspection.model import Child, Hiding, Part, Place
from sekisho.inspection.readers.docx.seen import Seen

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WHOLE: Final = ("Package", "CONTENTS")
"""Streams that are a file as they stand: an Office file of today, a PDF."""
_NATIVE: Final = "\x01Ole10Native"
_EQUATION: Final = "Equation Native"
_DAMAGED = (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error)
"""What olefile lets through where a file is damaged."""


def read_embedded(name: str, data: bytes, seen: Seen) -> None:
    """Add a file inside the document as a child; an old equation is text of the document and no file."""
    if data.startswith(_OLE):
        streams = _streams(data, (*_WHOLE, _NATIVE, _EQUATION))
        if _EQUATION in streams and len(streams) == 1:
            seen.add_all(Part.EMBEDDED, readable(streams[_EQUATION]), Hiding.SEEN, "equation")
            return
        inner = [_native(name, streams[_NATIVE])] if _NATIVE in streams else []
        inner += [(name, streams[stream]) for stream in _WHOLE if stream in streams]
        for inner_name, content in inner:
            seen.children.append(_child(inner_name, content))
        if inner:
            return
    seen.children.append(_child(name, data))


def _child(name: str, data: bytes) -> Child:
    return Child(name, data, Place(Part.EMBEDDED), Hiding.BEHIND, shown=False)


def _streams(data: bytes, wanted: tuple[str, ...]) -> dict[str, bytes]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            return {name: opened.openstream(name).read() for name in wanted if opened.exists(name)}
    except _DAMAGED:
        return {}


def _native(name: str, data: bytes) -> tuple[str, bytes]:
    """Return name and content of a file that was put in as a package; the stream itself where it is not built like one."""
    try:
        at = 6
        label_end = data.index(b"\x00", at)
        label = data[at:label_end].decode("cp932", "replace")
        at = data.index(b"\x00", label_end + 1) + 1 + 4
        (path_size,) = struct.unpack_from("<I", data, at)
        at += 4 + path_size
        (size,) = struct.unpack_from("<I", data, at)
    except (ValueError, struct.error):
        return name, data
    content = data[at + 4 : at + 4 + size]
    return (label or name, content) if content and len(content) == size else (name, data)
