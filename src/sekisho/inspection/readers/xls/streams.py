"""What else an old workbook's container holds: properties, pivot caches, macros, files inside, and what was deleted.

Source: MS-CFB 2 (sectors and streams), MS-OLEPS (properties), MS-OLEDS 2.3.6 (native data of a package).
"""

import struct
from typing import Any, Final

import olefile

from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.macros import module_lines
from sekisho.inspection.model import Child, Hiding, Part
from sekisho.inspection.readers.xls.records import records
from sekisho.inspection.readers.xls.sweep import Sheets, Sweep
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.words import say

WORKBOOKS: Final = ("Workbook", "Book")
BROKEN: Final = (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error)
"""What olefile lets through where a file is damaged."""
_PROPERTIES: Final = frozenset({"\x05summaryinformation", "\x05documentsummaryinformation"})
_PIVOT: Final = "_sx_db_cur"
_MACROS: Final = "_vba_project_cur"
_REVISIONS: Final = frozenset({"revision log", "user names"})
_WHOLE: Final = frozenset({"package", "contents"})
_OTHER_DOCUMENTS: Final = frozenset({"worddocument", "powerpoint document"})
_NATIVE: Final = "\x01ole10native"
_NOWHERE: Final = Owner()


def read_streams(container: Any, used: str, seen: Seen) -> int:  # noqa: ANN401  olefile has no types
    """Add the texts of every stream but ``used``, the workbook itself; return how many streams there are."""
    paths = container.listdir()
    for path in paths:
        name = "/".join(path)
        if name.lower() == used.lower():
            continue
        try:
            data = container.openstream(path).read()
            _one(container, path, data, seen)
        except BROKEN:
            seen.miss(name, say("この部品（{part}）が壊れています", part=name))
    try:
        left = _unused(container)
    except BROKEN:
        left = b""
    seen.add_all(_NOWHERE.place(Part.PROPERTY), readable(left), Hiding.BEHIND, "deleted data")
    return len(paths)


def _one(container: Any, path: list[str], data: bytes, seen: Seen) -> None:  # noqa: ANN401  olefile has no types
    folder, name = path[0].lower(), path[-1].lower()
    if name in _PROPERTIES and len(path) == 1:
        _properties(container, path, seen)
    elif folder == _PIVOT:
        Sweep(Sheets(), (), seen, version=0x0600).go(records(data))
    elif folder == _MACROS:
        seen.add_all(_NOWHERE.place(Part.SCRIPT), module_lines(data) + readable(data), Hiding.BEHIND, "macro")
    elif name in _REVISIONS:
        seen.add_all(_NOWHERE.place(Part.REVISION), readable(data), Hiding.BEHIND, name)
    elif name in _WHOLE or path[-1] in WORKBOOKS:
        # A workbook inside the workbook, or an older twin of it for older programs: a bare stream is read as well.
        seen.children.append(_child("-".join(path), data))
    elif name == _NATIVE:
        seen.children.append(_native("-".join(path), data))
    elif name in _OTHER_DOCUMENTS:
        seen.miss("/".join(path), say("埋め込まれた古い形式の文書（{part}）は、中を検査できません", part=path[-1]))
    else:
        part = Part.EMBEDDED if len(path) > 1 else Part.PROPERTY
        texts = readable(data)
        if part is Part.EMBEDDED and name in {
            "\x01compobj",
            "\x01ole",
            "\x03objinfo",
            "\x02olepres000",
            "\x03linkinfo",
        }:
            part = Part.PROPERTY
        seen.add_all(_NOWHERE.place(part), texts, Hiding.BEHIND, path[-1])


def _properties(container: Any, path: list[str], seen: Seen) -> None:  # noqa: ANN401  olefile has no types
    for number, value in container.getproperties(path, no_conversion=()).items():
        for one in value if isinstance(value, list) else [value]:
            text = _text(one)
            if text is not None:
                seen.add(_NOWHERE.place(Part.PROPERTY), text.replace("\x00", " "), Hiding.BEHIND, f"property {number}")


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp932", "replace")


def _child(name: str, data: bytes) -> Child:
    return Child(name, data, _NOWHERE.place(Part.EMBEDDED), Hiding.BEHIND, shown=False)


def _native(name: str, data: bytes) -> Child:
    """Return the file that was put in as a package; the stream itself where it is not built like one."""
    try:
        label_end = data.index(b"\x00", 6)
        label = data[6:label_end].decode("cp932", "replace")
        at = data.index(b"\x00", label_end + 1) + 5
        (path_size,) = struct.unpack_from("<I", data, at)
        (size,) = struct.unpack_from("<I", data, at + 4 + path_size)
    except (ValueError, struct.error):
        return _child(name, data)
    content = data[at + 8 + path_size : at + 8 + path_size + size]
    return _child(label or name, content) if content and len(content) == size else _child(name, data)


def _unused(container: Any) -> bytes:  # noqa: ANN401  olefile has no types
    """Return the sectors that belong to no stream: what was deleted leaves with the file."""
    out = bytearray()
    for number, following in enumerate(container.fat[: container.nb_sect]):
        if following == olefile.FREESECT:
            container.fp.seek(container.sectorsize * (number + 1))
            out += container.fp.read(container.sectorsize)
    return bytes(out)
