"""What leaves and to whom, as plain data.

The field names are those of the bundle format; a source is a polars frame
whose columns carry the format's English names.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars as pl

from sekisho.words import Sentence

Channel = Literal["email", "transfer", "post", "handover", "web"]
ProtectionPolicy = Literal["in-file", "at-release", "none"]
SourceKind = Literal["subjects", "recipients", "scope", "consents"]

PUBLIC = "PUBLIC"
"""The recipient of everything that goes on the web: everyone."""


class BundleError(Exception):
    """The bundle or a source of it cannot be used; the sentence says where, why and what to do next."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Source:
    """A registered list.

    ``frame``: every column as text (``String``), but ``birth_date``, ``valid_from``, ``valid_until``, ``granted_on``
    and ``withdrawn_on`` as ``Date``; an empty cell is null; optional columns that the file lacks are absent;
    ``_row`` (``UInt32``) is the row as a spreadsheet shows it.
    """

    kind: SourceKind
    path: str
    sha256: str
    frame: "pl.DataFrame"


@dataclass(frozen=True, slots=True)
class Sources:
    """The registered lists of a bundle, each of which may be absent."""

    subjects: Source | None = None
    recipients: Source | None = None
    scope: Source | None = None
    consents: Source | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Paper in a parcel that is no file."""

    kind: str
    code: str = ""
    sheets: int = 1


@dataclass(frozen=True, slots=True)
class Parcel:
    """One recipient with its files and items; ``files`` are paths inside the bundle, with ``/``."""

    recipient: str
    files: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    complete: bool = False
    password_file: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Mailing:
    """A list in which every row is one mail piece, to the person or recipient in that row."""

    list: str

    @property
    def parcel(self) -> Parcel:
        """The list as what leaves: its recipients are those of its rows."""
        return Parcel("", (self.list,))


@dataclass(frozen=True, slots=True)
class PrintPiece:
    """One mail piece of a print file: pages from 1, both inclusive. ``row`` is that of the index."""

    id: str
    row: int
    subject_id: str | None
    recipient_id: str | None
    first_page: int
    last_page: int
    matching_number: str = ""


@dataclass(frozen=True, slots=True)
class PrintRun:
    """A print file that holds many mail pieces, and its index."""

    file: str
    index: str
    pieces: tuple[PrintPiece, ...]

    @property
    def parcel(self) -> Parcel:
        """The print file as what leaves: its recipients are those of its pieces."""
        return Parcel("", (self.file,))


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that is about to leave at one time; ``root`` is the folder in which the files lie."""

    root: Path
    title: str
    channel: Channel
    date: date
    protection: ProtectionPolicy
    parcels: tuple[Parcel, ...]
    sources: Sources = Sources()
    department: str = ""
    purpose: str = ""
    mailings: tuple[Mailing, ...] = ()
    prints: tuple[PrintRun, ...] = ()

    @property
    def outgoing(self) -> tuple[Parcel, ...]:
        """Everything that leaves, the parcels first: then lists of mail pieces, then print files."""
        return (*self.parcels, *(one.parcel for one in self.mailings), *(one.parcel for one in self.prints))
