"""An old workbook: its sheets through xlrd, and every other record and stream by itself.

Source: MS-XLS 2.1 (the file), MS-CFB (its container). Workbooks before Excel 5 are a bare stream.
"""

import io
import struct
from typing import Any

import olefile

from sekisho.inspection.containers.legible import readable
from sekisho.inspection.model import Coverage, Document, File, Hiding, Limits, Part, UnreadableFileError
from sekisho.inspection.readers.xls.cells import BROKEN, Book
from sekisho.inspection.readers.xls.records import records
from sekisho.inspection.readers.xls.streams import BROKEN as BROKEN_CONTAINER
from sekisho.inspection.readers.xls.streams import WORKBOOKS, read_streams
from sekisho.inspection.readers.xls.sweep import Sheets, Sweep, survey
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.words import say

_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = say("Excel 97-2003 のブック（.xls）として開けません（壊れています）")


def read(file: File, limits: Limits) -> Document:
    """Return everything that an xls file holds: a sheet is a ``Grid``, everything else a ``Text``, files inside children.

    Raises:
        UnreadableFileError: no workbook, or damaged as a whole.

    """
    seen = Seen()
    if not file.data.startswith(_CONTAINER):
        return _document(_read_stream(file.data, limits, seen), seen)
    try:
        with olefile.OleFileIO(io.BytesIO(file.data)) as container:
            name = _workbook(container)
            parts = _read_stream(container.openstream(name).read(), limits, seen)
            parts += read_streams(container, name, seen) - 1
    except BROKEN_CONTAINER as error:
        raise UnreadableFileError(_DAMAGED) from error
    return _document(parts, seen)


def _workbook(container: Any) -> str:  # noqa: ANN401  olefile has no types
    name = next((one for one in WORKBOOKS if container.exists(one)), None)
    if name is None:
        raise UnreadableFileError(_DAMAGED)
    return name


def _read_stream(stream: bytes, limits: Limits, seen: Seen) -> int:
    """Read the workbook stream; return how many parts it has: itself, and its sheets."""
    sheets = survey(records(stream))
    for owner in sheets.owners.values():
        seen.add(owner.place(Part.SHEET_NAME), owner.sheet, owner.hiding)
    try:
        book = Book(_counted(stream, sheets))
    except BROKEN:
        _without_cells(stream, sheets, seen)
        return 1 + len(sheets.owners)
    whole = True
    for number, name in enumerate(book.names):
        owner = sheets.tables[number] if number < len(sheets.tables) else Owner(name)
        try:
            book.read_sheet(number, owner, limits, seen, filtered=owner.sheet in sheets.filtered)
        except UnreadableFileError as error:
            whole = False
            seen.miss(name, error.sentence, place=owner.place(Part.CELL))
    Sweep(sheets, book.shown, seen).go(records(stream))
    _leftovers(sheets, book, seen, whole=whole)
    return 1 + max(len(sheets.owners), len(book.names))


def _counted(stream: bytes, sheets: Sheets) -> bytes:
    """Return the stream with the true number of shared strings: some programs write another one, and Excel never minds."""
    at, count = sheets.counted, struct.pack("<I", len(sheets.texts))
    return stream[:at] + count + stream[at + 4 :] if at and stream[at : at + 4] != count else stream


def _without_cells(stream: bytes, sheets: Sheets, seen: Seen) -> None:
    """Add what can be read of a workbook whose sheets cannot: who is named in it is named, wherever."""
    seen.miss("Workbook", _DAMAGED)
    seen.add_all(Owner().place(Part.CELL), (*sheets.texts, *readable(stream)))
    Sweep(sheets, {text.text for text in seen.texts}, seen).go(records(stream))


def _leftovers(sheets: Sheets, book: Book, seen: Seen, *, whole: bool) -> None:
    """Add shared strings that no cell uses, and furigana. Where a sheet was not read, its strings stand for it."""
    place = Owner().place(Part.PROPERTY if whole else Part.CELL)
    hiding = Hiding.BEHIND if whole else Hiding.SEEN
    seen.add_all(place, (text for text in sheets.texts if text not in book.shown), hiding, "unused string")
    seen.add_all(Owner().place(Part.PROPERTY), sheets.readings, Hiding.BEHIND, "furigana")


def _document(parts: int, seen: Seen) -> Document:
    missed = len({one.part for one in seen.not_read if not one.asks})
    parts = max(parts, missed)
    return Document(
        format="xls",
        coverage=Coverage(parts, parts - missed, tuple(seen.not_read)),
        texts=tuple(seen.texts),
        grids=tuple(seen.grids),
        children=tuple(seen.children),
        pictures=seen.pictures,
    )
