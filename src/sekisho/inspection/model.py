"""The plain data that flows through the engine.

file bytes -> reader -> ``Document`` -> recognition -> ``Mention`` -> checks -> ``Finding`` -> ``Report``

Everything is frozen, and can be pickled, since a document is read in another process.
"""

import hashlib
import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any, Literal

from sekisho.inspection.looked import CheckRun, ParcelRun
from sekisho.words import Sentence

Severity = Literal["stop", "ask", "note"]
Verdict = Literal["stop", "ask", "note", "pass"]
SEVERITIES: tuple[Severity, ...] = ("stop", "ask", "note")


class Part(StrEnum):
    """In which kind of place something stands; the words of ``where.part``."""

    CELL = "cell"
    SHEET_NAME = "sheet_name"
    HEADER_FOOTER = "header_footer"
    COMMENT = "comment"
    TEXT_BOX = "text_box"
    CHART = "chart"
    PIVOT_CACHE = "pivot_cache"
    EXTERNAL_LINK = "external_link"
    DEFINED_NAME = "defined_name"
    DATA_VALIDATION = "data_validation"
    PROPERTY = "property"
    CUSTOM_XML = "custom_xml"
    HYPERLINK = "hyperlink"
    EMBEDDED = "embedded"
    TEXT = "text"
    FOOTNOTE = "footnote"
    REVISION = "revision"
    FIELD = "field"
    ALT_TEXT = "alt_text"
    NOTES = "notes"
    SLIDE = "slide"
    PAGE = "page"
    ANNOTATION = "annotation"
    ATTACHMENT = "attachment"
    BOOKMARK = "bookmark"
    FORM_FIELD = "form_field"
    EARLIER_VERSION = "earlier_version"
    LAYER = "layer"
    SCRIPT = "script"
    HEADER = "header"
    BODY = "body"
    ATTRIBUTE = "attribute"
    FILE_NAME = "file_name"
    FILE = "file"


class Hiding(StrEnum):
    """By what something is kept from the eye of whoever opens the file; ``SEEN`` is not hidden."""

    SEEN = ""
    SHEET = "hidden_sheet"
    VERY_HIDDEN_SHEET = "very_hidden_sheet"
    ROW = "hidden_row"
    COLUMN = "hidden_column"
    FILTERED = "filtered_row"
    SLIDE = "hidden_slide"
    FONT_COLOUR = "font_colour"
    TINY_FONT = "tiny_font"
    NUMBER_FORMAT = "number_format"
    VANISH = "vanish"
    DELETED = "deleted"
    OFF_PAGE = "off_page"
    NO_INK = "no_ink"
    LAYER_OFF = "layer_off"
    BEHIND = "behind"
    """In a part that no view of the file shows by itself: a pivot cache, an orphan part, customXml …"""
    OCR = "ocr"
    """Invisible text over a picture that shows the same: a note at most."""
    COVERED = "covered"
    """Text under a black box: said by ``Document.covered`` too."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: ``row`` and ``page`` count from 1, ``column`` is a letter as the spreadsheet shows it."""

    part: Part
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, comment, property … as running text; ``name`` is what the file calls it (the property's name).

    Text that a table holds goes into a ``Grid`` instead, so that its rows stay rows.
    """

    place: Place
    text: str
    hidden: Hiding = Hiding.SEEN
    name: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a sheet, a csv file, a table of a document, the lines of a PDF page.

    Cell *i* stands in row ``rows[i]`` (from 1), column ``columns[i]`` (from 1), and shows ``strings[texts[i]]``.
    Cells come in reading order: by row, then by column; empty cells are left out, ``strings`` holds each text
    once or nearly so.
    A text is what the spreadsheet shows (formats applied); dates are ISO (``2026-11-24``).
    ``merges``: (first row, first column, last row, last column). ``place`` is the pattern of each cell's place: for a
    sheet part, sheet; for a PDF page part and page. ``addressed`` tells whether row and column belong into the place.
    ``after``: how many texts of the document stand before it, where tables stand among running text.
    """

    place: Place
    rows: "array[int]"
    columns: "array[int]"
    texts: "array[int]"
    strings: tuple[str, ...]
    addressed: bool = True
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden: Hiding = Hiding.SEEN
    hidden_rows: Mapping[int, Hiding] = field(default_factory=dict)
    hidden_columns: Mapping[int, Hiding] = field(default_factory=dict)
    hidden_cells: Mapping[int, Hiding] = field(default_factory=dict)
    after: int = 0

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle all strings as one: a long list has half a million, and each would be looked up among the others."""
        values = (getattr(self, one.name) for one in fields(self) if one.name != "strings")
        return unjoined_grid, (_joined(self.strings), *values)

    def text_of(self, cell: int) -> str:
        """Return the text of cell ``cell`` (its position in ``rows``)."""
        return self.strings[self.texts[cell]]

    def hiding_of(self, cell: int) -> Hiding:
        """Return by what cell ``cell`` is hidden: the sheet first, then row, column, the cell itself."""
        return (
            self.hidden
            or self.hidden_rows.get(self.rows[cell], Hiding.SEEN)
            or self.hidden_columns.get(self.columns[cell], Hiding.SEEN)
            or self.hidden_cells.get(cell, Hiding.SEEN)
        )

    def place_of(self, cell: int) -> Place:
        """Return the place of cell ``cell`` as the spreadsheet names it."""
        p, row, column = self.place, self.rows[cell], column_letters(self.columns[cell])
        return Place(p.part, p.sheet, row, column, p.page) if self.addressed else p


def _joined(strings: tuple[str, ...]) -> str | tuple[str, ...]:
    joined = "\0".join(strings)
    return joined if joined.count("\0") == len(strings) - 1 else strings


def unjoined_grid(strings: str | tuple[str, ...], *others: Any) -> Grid:  # noqa: ANN401  every field, as it was pickled
    """Return a grid from what ``Grid.__reduce__`` made of it."""
    place, rows, columns, texts, *rest = others
    return Grid(place, rows, columns, texts, tuple(strings.split("\0") if isinstance(strings, str) else strings), *rest)


@dataclass(frozen=True, slots=True)
class Child:
    """A file inside a file, to be inspected too. ``name`` is what stands behind ``!/`` in its path."""

    name: str
    data: bytes
    place: Place
    hidden: Hiding = Hiding.SEEN
    shown: bool = True
    """False where its presence is itself hidden content (an embedded workbook, an attachment); a zip's member is shown."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a file that was not looked at. ``asks``: a picture or scan that a person must look at; else it stops.

    ``advice``: what to do, where that is something else than usual.
    """

    part: str
    why: Sentence
    place: Place = Place(Part.FILE)
    asks: bool = False
    advice: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many parts a file has, how many were read, and each that was not."""

    parts: int
    read: int
    not_read: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """Text that a box, shading or picture hides from the eye, and that can still be read or copied."""

    place: Place
    text: str


class Cipher(StrEnum):
    """How a file is protected against being opened."""

    NONE = "none"
    STRONG = "strong"
    """AES with a password that opening needs: OOXML agile or standard, zip AES, PDF R5/R6 or AES-128 with a user password."""
    WEAK = "weak"
    """ZipCrypto, RC4, XOR, a well-known default password, an owner password alone."""


@dataclass(frozen=True, slots=True)
class Protection:
    """``method`` names the cipher for people (``AES-256 (agile)``); ``opened``: its content could be inspected."""

    cipher: Cipher = Cipher.NONE
    method: str = ""
    opened: bool = True
    why_not: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A name that promises another format than the content has. ``opens``: the program of that name opens it all the same."""

    sentence: Sentence
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader saw in one file. ``misnamed``: what its name promises and its content is not.

    ``pages`` is None where it is not made of pages. ``slides``: each one's number as the program shows it, and its hiding.
    ``drawn``: each page as a PNG, empty where it could not be drawn, for whoever asks for pictures.
    """

    format: str
    coverage: Coverage
    texts: tuple[Text, ...] = ()
    grids: tuple[Grid, ...] = ()
    covered: tuple[Covered, ...] = ()
    children: tuple[Child, ...] = ()
    protection: Protection = Protection()
    pictures: int = 0
    pages: int | None = None
    misnamed: Misnamed | None = None
    slides: tuple[tuple[int, Hiding], ...] = ()
    drawn: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class File:
    """One file on its way to a reader. ``path`` is the path inside the bundle, of nested files with ``!/``.

    A reader gets ``data`` already opened: whoever calls it has taken the protection off.
    """

    path: str
    data: bytes = field(repr=False)
    password: str | None = field(default=None, repr=False)


class UnreadableFileError(Exception):
    """A reader could not read a file at all: corrupt, an unknown format, over a limit."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence

    def __reduce__(self) -> tuple[type, tuple[Sentence]]:
        """Pickle by the sentence: the error crosses a process border."""
        return (type(self), (self.sentence,))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Bytes are of inflated data; ``ratio`` inflated to packed; ``seconds`` of processor time."""

    inflated_bytes: int = 2_000_000_000
    ratio: int = 1_000
    members: int = 5_000
    depth: int = 8
    cells: int = 20_000_000
    pages: int = 20_000
    memory_bytes: int = 2_000_000_000
    seconds: int = 60
    seconds_per_megabyte: float = 20.0


@lru_cache(16_384)
def column_letters(number: int) -> str:
    """Return the spreadsheet's letters for column ``number`` (from 1): 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has to say about one place.

    ``rule`` names the reason within the check, as one word that stays when the sentence is reworded. ``subject_id`` is the
    person who should not be there, ``other_subject_id`` the one for whom the row is.
    ``digest``: SHA-256 of the file in which it stands (of the whole file that leaves, for a file inside a file).
    """

    check: str
    severity: Severity
    rule: str
    message: Sentence
    advice: Sentence
    parcel: str | None = None
    file: str | None = None
    place: Place = Place(Part.FILE)
    subject_id: str | None = None
    other_subject_id: str | None = None
    digest: str = ""
    escalates: bool = False
    """It moves the dispatch to the stricter procedure."""

    @property
    def id(self) -> str:
        """The same for the same finding on the same bytes, in every run and every language."""
        place = self.place
        told = (
            *(self.check, self.rule, self.parcel, self.file, self.digest),
            *(place.part, place.sheet, place.row, place.column, place.page),
            *(self.subject_id, self.other_subject_id),
        )
        return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file that leaves: ``records`` rows and paragraphs in it name a registered person; ``parts``: its sheets and pages."""

    path: str
    sha256: str
    records: int
    coverage: Coverage
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Named:
    """A registered person at a place of a file. ``subject_id`` is None where ``who`` says that it cannot be told who."""

    file: str
    place: Place
    subject_id: str | None
    who: Sentence


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an inspection. ``seconds`` is wall time, measured by whoever called the engine.

    ``people``: everyone named in loose files of which nothing says to whom they go; None in every other report. ``looks``:
    of each parcel, in the order of the bundle, how it stands with each check.
    """

    title: str
    channel: str | None
    files: tuple[FileResult, ...]
    nested: tuple[FileResult, ...]
    findings: tuple[Finding, ...]
    checks: tuple[CheckRun, ...]
    seconds: float = 0.0
    people: tuple[Named, ...] | None = None
    looks: tuple[tuple[ParcelRun, ...], ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The most severe of the findings, or ``pass``."""
        return min((finding.severity for finding in self.findings), key=SEVERITIES.index, default="pass")
