"""Every text in a workbook stream that stands in no cell: what is known is sorted, all the rest is looked through.

Source: MS-XLS 2.4 (records), MS-ODRAW 2.2 (pictures).
"""

import struct
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from typing import Final

from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.pictures import is_large, picture_kind
from sekisho.inspection.model import Hiding, Part, column_letters
from sekisho.inspection.readers.xls.records import (
    BIFF8,
    BOF,
    EOF,
    SST,
    Record,
    characters,
    shared_strings,
    string,
    words_in_formula,
)
from sekisho.inspection.sheets.formats import plain_number
from sekisho.inspection.sheets.formulas import words
from sekisho.inspection.sheets.headers import header_texts
from sekisho.inspection.sheets.seen import Owner, Seen
from sekisho.words import say

_COUNT: Final = 8
"""From the beginning of a shared string table to the number of its strings."""
BOUNDSHEET: Final = 0x0085
_CHART: Final = 0x0020
_NOTE: Final = 0x19
_STATES: Final = {1: Hiding.SHEET, 2: Hiding.VERY_HIDDEN_SHEET}
_FILTER_AT_WORK: Final = 0x009B
_PICTURES: Final = 0x00EB
_DRAWN: Final = frozenset({_PICTURES, 0x00EC, 0x00ED})
"""Pictures of the whole workbook, the shapes of a sheet, a selection of them."""
_FORMULAS: Final = {0x0006: 22, 0x0206: 22, 0x0406: 22, 0x0221: 14, 0x04BC: 10}
"""Records of a formula, and where their tokens begin."""
_SILENT: Final = frozenset({
    0x027E, 0x00BD, 0x00BE, 0x0201, 0x0203, 0x0205, 0x00FD, 0x0208, 0x00D7, 0x020B, 0x0200, 0x00FF, 0x0031, 0x0231,
    0x041E, 0x001E, 0x00E0, 0x0043, 0x0243, 0x0443, 0x087D, 0x087C, 0x0092, 0x0896, 0x0892, 0x0293, 0x088E, 0x088F,
    0x0090, 0x00E5, 0x007D, 0x001D, 0x023E, 0x003D, 0x00A1, 0x0042, 0x00E1, 0x00E2, 0x00C1, 0x0161, 0x002F,
    0x0160, 0x013D, 0x0863, 0x089B, 0x088C, 0x0086, 0x0013, 0x0012, 0x0019, 0x01AF, 0x01BC, 0x01B7, 0x01B2, 0x01B0,
    0x00D6, 0x0204, 0x0004, 0x0207, 0x0007, 0x0010, 0x0026, 0x0027, 0x0028, 0x0029, 0x08A4, 0x08A5,
})  # fmt: skip
"""Cells (their own reader has them), numbers, styles, names of fonts, and what only says how something is saved."""
_KINDS: Final = {
    0x001C: Part.COMMENT, 0x01AE: Part.EXTERNAL_LINK, 0x0023: Part.EXTERNAL_LINK, 0x0017: Part.EXTERNAL_LINK,
    0x01B8: Part.HYPERLINK, 0x0800: Part.HYPERLINK, 0x01B1: Part.DATA_VALIDATION, 0x009E: Part.DEFINED_NAME,
    0x0051: Part.EXTERNAL_LINK, 0x00AF: Part.CELL,
}  # fmt: skip
"""Where the texts of records stand that are looked through as a whole; everything else is a property."""
_SEEN_KINDS: Final = frozenset({Part.HYPERLINK, Part.DATA_VALIDATION})


@dataclass(slots=True)
class Sheets:
    """The sheets by where their records begin; in which of them a filter is at work; strings of the workbook."""

    owners: dict[int, Owner] = field(default_factory=dict)
    tables: list[Owner] = field(default_factory=list)
    filtered: set[str | None] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    counted: int = 0
    """Where the stream says how many of these strings there are."""


def survey(stream: Iterator[Record]) -> Sheets:
    """Return which sheets there are, and the strings that they share; nothing of them is read yet."""
    sheets = Sheets()
    version, at = 0, 0
    for record in stream:
        if record.kind in BOF:
            at = record.at if record.at in sheets.owners else at
            version = version or struct.unpack_from("<H", record.data.ljust(2, b"\0"))[0]
        elif record.kind == BOUNDSHEET and len(record.data) > 6:
            _add_sheet(record.data, sheets, wide=version == BIFF8)
        elif record.kind == SST:
            sheets.texts, sheets.readings = shared_strings(record)
            sheets.counted = record.at + _COUNT
        elif record.kind == _FILTER_AT_WORK:
            sheets.filtered.add(sheets.owners.get(at, Owner()).sheet)
    return sheets


def _add_sheet(data: bytes, sheets: Sheets, *, wide: bool) -> None:
    at, state, kind = struct.unpack_from("<IBB", data)
    try:
        name = string(data, 6, wide_count=False)[0] if wide else data[7 : 7 + data[6]].decode("cp932", "replace")
    except struct.error:
        return
    sheets.owners[at] = Owner(name, _STATES.get(state & 3, Hiding.SEEN))
    if kind == 0:
        sheets.tables.append(sheets.owners[at])


@dataclass(slots=True)
class Sweep:
    """Goes through the records of a workbook; ``shown`` are the texts of its cells."""

    sheets: Sheets
    shown: Container[str]
    seen: Seen
    owner: Owner = field(default_factory=Owner)
    inside: list[int] = field(default_factory=list)
    version: int = 0
    told: set[str] = field(default_factory=set)
    pictures: bytearray = field(default_factory=bytearray)
    shape: tuple[int, int] = (0, 0)
    """Kind and number of the shape whose text comes next."""
    notes: dict[int, str] = field(default_factory=dict)
    """The texts of the notes of this sheet by the numbers of their shapes; who wrote them, and where, comes later."""

    def go(self, stream: Iterator[Record]) -> None:
        """Add every text that stands in no cell."""
        for record in stream:
            if record.kind in BOF:
                version, kind = struct.unpack_from("<HH", record.data.ljust(4, b"\0"))
                self.version = self.version or version
                self.owner = self.sheets.owners.get(record.at, self.owner)
                self.inside.append(kind)
            elif record.kind == EOF:
                self.inside = self.inside[:-1]
                self._left_notes()
                self.owner = self.owner if self.inside else Owner()
            elif record.kind not in {BOUNDSHEET, SST}:
                self._one(record)
        self._pictures()

    def _left_notes(self) -> None:
        """Add the texts of notes that no cell claims."""
        for text in self.notes.values() if not self.inside else ():
            self._add(Part.COMMENT, text)
        self.notes = self.notes if self.inside else {}

    def _one(self, record: Record) -> None:
        reader = _READERS.get(record.kind) if self.version == BIFF8 else None
        try:
            if record.kind in _FORMULAS:
                self._formula(record)
            elif reader:
                reader(self, record)
            elif record.kind in _DRAWN:
                self._drawing(record)
            elif self.inside[-1:] == [_CHART] and record.kind in {0x0203, 0x0204}:
                self.chart_value(record)
            elif record.kind not in _SILENT:
                self.anything(record)
        except struct.error:  # shorter than it should be: then for whatever can be read
            self.anything(record)

    def _add(self, part: Part, text: str, hiding: Hiding = Hiding.SEEN, name: str = "") -> None:
        self.seen.add(self.owner.place(part), text.replace("\x00", " "), self.owner.hiding or hiding, name)

    def anything(self, record: Record) -> None:
        """Add whatever can be read in a record that nobody takes apart."""
        part = _KINDS.get(record.kind, Part.PROPERTY)
        hiding = Hiding.SEEN if part in _SEEN_KINDS else Hiding.BEHIND
        for text in readable(record.whole):
            if text not in self.told and text not in self.shown:
                self.told.add(text)
                self._add(part, text, hiding, f"record {record.kind:04X}")

    def _formula(self, record: Record) -> None:
        row, column = struct.unpack_from("<HH", record.data)
        for text in words_in_formula(record.data[_FORMULAS[record.kind] :]):
            if text not in self.told and text not in self.shown and words(f'"{text}"'):
                self.told.add(text)
                place = self.owner.place(Part.CELL, row + 1, column_letters(column + 1))
                self.seen.add(place, text, self.owner.hiding, "formula")

    def header(self, record: Record) -> None:
        """Add a header or footer."""
        if record.data:
            self._headers(string(record.data, 0)[0])

    def more_headers(self, record: Record) -> None:
        """Even and first pages: identifier and flags, four lengths, then the strings that are not empty."""
        data, at = record.whole, 38
        for count in struct.unpack_from("<4H", data, 30):
            if count:
                text, at = string(data, at)
                self._headers(text)

    def _headers(self, text: str) -> None:
        for section in header_texts(text):
            self._add(Part.HEADER_FOOTER, section)

    def text_box(self, record: Record) -> None:
        """Add the text of a shape: its length, then CONTINUE records, each with the width of its characters."""
        (count,) = struct.unpack_from("<H", record.data, 10)
        text = ""
        for piece in record.more:
            if len(text) >= count or not piece:
                break
            text += characters(piece, 0, (len(piece) - 1) // (1 + (piece[0] & 1)))[0]
        kind, number = self.shape
        if kind == _NOTE:
            self.notes[number] = text[:count]
        else:
            self._add(Part.TEXT_BOX, text[:count])

    def note(self, record: Record) -> None:
        """Add a note in its cell, and who wrote it: row, column, flags, number of its shape, author."""
        row, column, _, number = struct.unpack_from("<4H", record.data)
        place = self.owner.place(Part.COMMENT, row + 1, column_letters(column + 1))
        self.seen.add(place, self.notes.pop(number, ""), self.owner.hiding)
        author = string(record.data, 8)[0]
        self.seen.add(self.owner.place(Part.PROPERTY, row + 1), author, Hiding.BEHIND, "author")

    def link(self, record: Record) -> None:
        """Add where a cell leads to."""
        row, _, column = struct.unpack_from("<3H", record.data)
        place = self.owner.place(Part.HYPERLINK, row + 1, column_letters(column + 1))
        self.seen.add_all(place, (text for text in readable(record.whole) if text not in self.shown), self.owner.hiding)

    def object(self, record: Record) -> None:
        """Note which shape it is: the common data come first (ftCmo, its size, kind, number)."""
        self.shape = struct.unpack_from("<HH", record.data, 4)
        self.anything(Record(record.at, record.kind, record.data[22:], record.more))

    def name(self, record: Record) -> None:
        """Add a defined name, and the words in what it stands for."""
        data = record.whole
        flags, _, count = struct.unpack_from("<HBB", data)
        text, end = characters(data, 14, count)
        if not flags & 0x20:
            self._add(Part.DEFINED_NAME, text, Hiding.BEHIND)
        for word in words_in_formula(data[end:]):
            self._add(Part.DEFINED_NAME, word, Hiding.BEHIND)

    def linked_cells(self, record: Record) -> None:
        """Add what is kept of another workbook's cells."""
        data, at = record.whole, 4
        while at < len(data):
            kind = data[at]
            if kind == 2:
                text, at = string(data, at + 1)
                self._add(Part.EXTERNAL_LINK, text, Hiding.BEHIND)
                continue
            if kind == 1:
                (number,) = struct.unpack_from("<d", data, at + 1)
                self._add(Part.EXTERNAL_LINK, plain_number(repr(number)), Hiding.BEHIND)
            at += 9

    def validation(self, record: Record) -> None:
        """Add what a list to choose from says and offers."""
        data, at = record.whole, 4
        for _ in range(4):
            text, at = string(data, at)
            self._add(Part.DATA_VALIDATION, text)
        for choices in words_in_formula(data[at:] + b"\0\0"):
            for choice in choices.split("\0"):
                self._add(Part.DATA_VALIDATION, choice)

    def series_text(self, record: Record) -> None:
        """Add a title in a chart."""
        self._add(Part.CHART, string(record.data, 2, wide_count=False)[0])

    def chart_value(self, record: Record) -> None:
        """Add a value that a chart keeps of its source."""
        if record.kind == 0x0203:
            self._add(Part.CHART, plain_number(repr(struct.unpack_from("<d", record.data, 6)[0])))
        else:
            self._add(Part.CHART, string(record.data, 6)[0])

    def cached_text(self, record: Record) -> None:
        """Add a text that a pivot table keeps."""
        if record.data[:2] != b"\xff\xff":
            self._add(Part.PIVOT_CACHE, string(record.whole, 0)[0], Hiding.BEHIND)

    def cached_number(self, record: Record) -> None:
        """Add a number that a pivot table keeps."""
        self._add(Part.PIVOT_CACHE, plain_number(repr(struct.unpack_from("<d", record.data)[0])), Hiding.BEHIND)

    def cached_day(self, record: Record) -> None:
        """Add a day that a pivot table keeps."""
        year, month, day = struct.unpack_from("<HHB", record.data)
        self._add(Part.PIVOT_CACHE, f"{year:04d}-{month:02d}-{day:02d}", Hiding.BEHIND)

    def _drawing(self, record: Record) -> None:
        """Add the texts of shapes. Pictures are kept for the end: one group of them spreads over several records."""
        if record.kind == _PICTURES:
            self.pictures += record.whole
            return
        for text in readable(record.whole):
            self._add(Part.ALT_TEXT, text, Hiding.SEEN, "shape")

    def _pictures(self) -> None:
        for number, data in enumerate(_pictures(bytes(self.pictures)), start=1):
            self.seen.pictures += 1
            if is_large(data):
                why = say("画像の中の文字は読めません")
                self.seen.miss(f"picture {number}", why, asks=True, place=Owner().place(Part.EMBEDDED))


_READERS: Final[dict[int, Callable[[Sweep, Record], None]]] = {
    0x0014: Sweep.header,
    0x0015: Sweep.header,
    0x089C: Sweep.more_headers,
    0x01B6: Sweep.text_box,
    0x001C: Sweep.note,
    0x01B8: Sweep.link,
    0x005D: Sweep.object,
    0x0018: Sweep.name,
    0x005A: Sweep.linked_cells,
    0x01BE: Sweep.validation,
    0x100D: Sweep.series_text,
    0x00CD: Sweep.cached_text,
    0x00C9: Sweep.cached_number,
    0x00CE: Sweep.cached_day,
}


def _pictures(data: bytes) -> Iterator[bytes]:
    """Yield the pictures in a drawing: blips, alone or in the store, up to their ends or the drawing's."""
    waiting = [(0, len(data))]
    while waiting:
        at, end = waiting.pop()
        while at + 8 <= end:
            head, kind, size = struct.unpack_from("<HHI", data, at)
            stop = min(at + 8 + size, end)
            if head & 0xF == 0xF:
                waiting.append((at + 8, stop))
            elif kind == 0xF007:
                waiting.append((at + 44, stop))
            elif 0xF01A <= kind <= 0xF029:
                body = data[at + 8 : stop]
                starts = (17, 33) if kind >= 0xF01D else ()
                yield next((body[start:] for start in starts if picture_kind(body[start:])), body)
            at = stop
