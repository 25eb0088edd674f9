"""Worked examples: small bundles in memory that show what a check stops and what it lets through.

No files, no reader: a document is built as a reader would give it, and goes through the real recognition. The people
are invented and live in さくら野市. What is heavy is imported when an example is built, so that the checks, which
bring their examples along, load fast.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sekisho.bundle.model import (
    PUBLIC,
    Bundle,
    Channel,
    Mailing,
    Parcel,
    PrintPiece,
    PrintRun,
    ProtectionPolicy,
    Source,
    SourceKind,
    Sources,
)
from sekisho.inspection.case import Inspected, ParcelCase
from sekisho.inspection.model import (
    Child,
    Coverage,
    Covered,
    Document,
    Grid,
    Hiding,
    Part,
    Place,
    Protection,
    Severity,
    Text,
    Unread,
    column_letters,
)
from sekisho.inspection.pieces import Pieces, mailing_pieces, print_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.inspection.recognition.register import Register

Row = Mapping[str, str]

DAY = date(2026, 11, 24)
RECIPIENT = "K01"
DATES = frozenset({"birth_date", "valid_from", "valid_until", "granted_on", "withdrawn_on"})
INSIDE = "!/"
FILE = Place(Part.FILE)
OPEN = Protection()


@dataclass(frozen=True, slots=True)
class Stops:
    """A parcel that the check does not let through: it finds something of ``severity`` at ``place``.

    ``subject``: the ``subject_id`` that the finding names, None where it names nobody.
    """

    about: str
    case: ParcelCase
    place: Place = FILE
    subject: str | None = None
    severity: Severity = "stop"


@dataclass(frozen=True, slots=True)
class Passes:
    """A parcel that the check lets through: it stops nothing and asks nothing."""

    about: str
    case: ParcelCase


Example = Stops | Passes


_CAST = """
subject_id recipient_id name kana birth_date sex postal_code address phone household_id number
S0101 K01 青木　花子 アオキ　ハナコ 2020-04-12 女 400-0001 さくら野市中央一丁目2番3号 055-911-0101 H1 0012345
S0102 K01 馬場　陽菜 ババ　ヒナ 2020-07-30 女 400-0002 さくら野市緑町4番5号 055-911-0102 H2 0012346
S0103 K01 千葉　結衣 チバ　ユイ 2021-01-08 女 400-0003 さくら野市本町三丁目6番7号 055-911-0103 H3 0012347
S0104 K01 土井　凛 ドイ　リン 2020-11-03 女 400-0004 さくら野市旭町8番9号 055-911-0104 H4 0012348
S0201 K02 江口　美咲 エグチ　ミサキ 2020-05-21 女 400-0005 さくら野市桜台二丁目1番1号 055-911-0201 H5 0012349
S0202 K02 青木　花子 アオキ　ハナコ 2019-09-15 女 400-0006 さくら野市川端2番8号 055-911-0202 H6 0012350
"""


def _cast() -> dict[str, Row]:
    columns, *rows = (line.split(" ") for line in _CAST.strip().splitlines())
    return {row[0]: dict(zip(columns, row, strict=True)) for row in rows}


CAST: Mapping[str, Row] = _cast()
"""Six invented children: S0101 to S0104 go to kindergarten K01, S0201 and S0202 to K02. Two of them share a name."""

HEADINGS: Mapping[str, str] = {
    "subject_id": "識別番号", "number": "整理番号", "name": "氏名", "kana": "フリガナ", "birth_date": "生年月日",
    "sex": "性別", "postal_code": "郵便番号", "address": "住所", "phone": "電話番号", "my_number": "個人番号",
}  # fmt: skip
USUAL = ("name", "birth_date", "address")


def source(kind: SourceKind, rows: Iterable[Row]) -> Source:
    """Return a registered list in memory, as the bundle's loader gives it. Columns that no row has are absent."""
    import polars as pl

    kept = [dict(row) for row in rows]
    columns = list(dict.fromkeys(column for row in kept for column in row))
    series = [pl.Series("_row", range(2, len(kept) + 2), dtype=pl.UInt32)]
    for column in columns:
        texts = pl.Series(column, [row.get(column) or None for row in kept], dtype=pl.String)
        series.append(texts.str.to_date() if column in DATES else texts)
    return Source(kind, f"sources/{kind}.csv", "", pl.DataFrame(series))


def people(*rows: Row) -> Source:
    """Return a register of these persons; of the six of ``CAST`` where none is named."""
    return source("subjects", rows or CAST.values())


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a sheet keeps from the eye: itself, some rows and columns (both from 1), or single cells (row, column)."""

    sheet: Hiding = Hiding.SEEN
    rows: Mapping[int, Hiding] = field(default_factory=dict)
    columns: Mapping[int, Hiding] = field(default_factory=dict)
    cells: Mapping[tuple[int, int], Hiding] = field(default_factory=dict)


def sheet(
    rows: Sequence[Sequence[str]],
    *,
    name: str | None = "名簿",
    part: Part = Part.CELL,
    hidden: Hidden = Hidden(),
    merges: tuple[tuple[int, int, int, int], ...] = (),
) -> Grid:
    """Return a table as a reader gives it: ``rows`` from row 1, column A; an empty text is an empty cell."""
    strings: dict[str, int] = {}
    at_rows, at_columns, texts = array("I"), array("I"), array("I")
    cells: dict[int, Hiding] = {}
    for row, values in enumerate(rows, start=1):
        for column, text in enumerate(values, start=1):
            if not text:
                continue
            if (row, column) in hidden.cells:
                cells[len(texts)] = hidden.cells[row, column]
            at_rows.append(row)
            at_columns.append(column)
            texts.append(strings.setdefault(text, len(strings)))
    return Grid(
        Place(part, name), at_rows, at_columns, texts, tuple(strings), merges=merges, hidden=hidden.sheet,
        hidden_rows=hidden.rows, hidden_columns=hidden.columns, hidden_cells=cells,
    )  # fmt: skip


def roster(
    *subjects: str, columns: Sequence[str] = USUAL, change: Mapping[tuple[str, str], str] | None = None
) -> list[list[str]]:
    """Return the rows of a list of persons of ``CAST`` under their headings; ``change``: (subject, column) -> other value."""
    changed = change or {}
    head = [HEADINGS[column] for column in columns]
    return [head, *([changed.get((who, column), CAST[who].get(column, "")) for column in columns] for who in subjects)]


def paragraph(
    text: str, part: Part = Part.TEXT, *, name: str = "", hidden: Hiding = Hiding.SEEN, page: int | None = None
) -> Text:
    """Return running text: a paragraph, a comment, a property of that ``name``."""
    return Text(Place(part, page=page), text, hidden, name)


def document(
    *content: Grid | Text | Covered | Child | Unread, kind: str = "xlsx", protection: Protection = OPEN
) -> Document:
    """Return a document that holds all that is given; each piece counts as a part of it, and its last page is a PDF's."""
    pages = [piece.place.page for piece in content if isinstance(piece, Text) and piece.place.page]
    unread = tuple(piece for piece in content if isinstance(piece, Unread))
    return Document(
        kind,
        Coverage(len(content), len(content) - len(unread), unread),
        texts=tuple(piece for piece in content if isinstance(piece, Text)),
        grids=tuple(piece for piece in content if isinstance(piece, Grid)),
        covered=tuple(piece for piece in content if isinstance(piece, Covered)),
        children=tuple(piece for piece in content if isinstance(piece, Child)),
        protection=protection,
        pages=max(pages, default=None) if kind == "pdf" else None,
    )


def cell(row: int, column: int, sheet_name: str = "名簿") -> Place:
    """Return the place of a cell, row and column from 1."""
    return Place(Part.CELL, sheet_name, row, column_letters(column))


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a parcel leaves. ``fields``: subject -> what the scope shows of that person (``name;address``).

    ``consents``: the rows of the consents' source; a bundle that has any goes on the web. ``scope``: None takes whom the
    register assigns to the recipient.
    """

    scope: tuple[str, ...] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()
    complete: bool = False
    channel: Channel = "handover"
    protection: ProtectionPolicy = "none"
    consents: tuple[Row, ...] = ()
    purpose: str = ""
    recipients: tuple[Row, ...] = ()
    to: tuple[str, ...] = ()
    mail: Literal["mailing"] | tuple[PrintPiece, ...] | None = None
    """Of a list in which every row is a mail piece, or of a print file with these pieces: by post."""


def parcel_case(
    documents: Mapping[str, Document] | Document,
    *,
    terms: Terms = Terms(),
    register: Source | Literal["none"] | None = None,
) -> ParcelCase:
    """Return one parcel with its files as the checks see it, everything in them recognised.

    ``documents``: by path; a file inside a file (``a.zip!/b.xlsx``) behind the outer one, which has it as a child.
    ``register``: the six of ``CAST`` where nothing is said; ``none`` for a run that knows nobody.
    """
    from sekisho.bundle import scopes
    from sekisho.inspection.recognition.register import Register

    files = {"out/list.xlsx": documents} if isinstance(documents, Document) else dict(documents)
    subjects = None if register == "none" else register or people()
    channel: Channel = "post" if terms.mail else "web" if terms.consents else terms.channel
    parcel = _parcel(terms, channel, tuple(path for path in files if INSIDE not in path))
    sources = Sources(
        subjects=subjects,
        scope=_scope(terms),
        consents=source("consents", terms.consents) if terms.consents else None,
        recipients=source("recipients", terms.recipients) if terms.recipients else None,
    )
    bundle = _with_mail(
        Bundle(Path(), "例", channel, DAY, terms.protection, (parcel,), sources, purpose=terms.purpose), terms, parcel
    )
    index = Register(subjects) if subjects else None
    inspected = tuple(_inspected(files, index))
    return ParcelCase(
        parcel,
        inspected,
        None if terms.mail else scopes.allowed(bundle, parcel),
        scopes.consented(bundle) if channel == "web" else None,
        bundle,
        dict(subjects.frame.select("subject_id", "name").iter_rows()) if subjects else {},
        _pieces(bundle, inspected[0]),
        index,
    )


def _parcel(terms: Terms, channel: Channel, files: tuple[str, ...]) -> Parcel:
    recipient = "" if terms.mail else PUBLIC if channel == "web" else RECIPIENT
    return Parcel(recipient, files, terms.to, terms.subjects, complete=terms.complete)


def _with_mail(bundle: Bundle, terms: Terms, parcel: Parcel) -> Bundle:
    if terms.mail is None:
        return bundle
    if terms.mail == "mailing":
        return replace(bundle, parcels=(), mailings=(Mailing(parcel.files[0]),))
    return replace(bundle, parcels=(), prints=(PrintRun(parcel.files[0], "out/index.csv", terms.mail),))


def _pieces(bundle: Bundle, file: Inspected) -> Pieces | None:
    if bundle.prints:
        return print_pieces(bundle, bundle.prints[0])
    return mailing_pieces(bundle, file.document, file.mentions) if bundle.mailings else None


def _scope(terms: Terms) -> Source | None:
    if terms.scope is None and not terms.fields:
        return None
    whom = dict.fromkeys(terms.scope or (), "") | dict(terms.fields)
    rows: list[Row] = [{"recipient_id": RECIPIENT, "subject_id": who, "fields": shown} for who, shown in whom.items()]
    # A scope source in which nobody stands for the recipient is a source all the same.
    return source("scope", rows or [{"recipient_id": "K99", "subject_id": "S0000"}])


def _inspected(files: Mapping[str, Document], register: Register | None) -> Iterator[Inspected]:
    from sekisho.inspection.recognition.mentions import Mentions
    from sekisho.inspection.recognition.numbers import my_numbers_of
    from sekisho.inspection.recognition.recognise import recognise

    named = [_named(path, read) for path, read in files.items()]
    mentions = recognise(register, named) if register else [Mentions()] * len(named)
    for path, read, found in zip(files, named, mentions, strict=True):
        digest = hashlib.sha256(path.partition(INSIDE)[0].encode()).hexdigest()
        hidden = any(not child.shown or child.hidden for child in _line(files, path))
        yield Inspected(path, digest, read, found, my_numbers_of(read), hidden, INSIDE in path)


def _named(path: str, read: Document) -> Document:
    name = path.rpartition(INSIDE)[2].rpartition("/")[2]
    return replace(read, texts=(*read.texts, Text(Place(Part.FILE_NAME), name)))


def _line(files: Mapping[str, Document], path: str) -> Iterator[Child]:
    """Yield the children on the way down to a file inside a file."""
    while INSIDE in path:
        path, _, name = path.rpartition(INSIDE)
        yield next(child for child in files[path].children if child.name == name)
