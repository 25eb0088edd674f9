"""An uploaded file as a registered list: what is wrong with it, which columns were recognised, and what a person chose.

What cannot be read at all is refused at once. What can be read, and has no column for an id or an id twice, is shown with
its columns: perhaps only the wrong one was taken.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.bundle.columns import Header, recognise_header
from sekisho.bundle.headers import (
    NEEDED,
    DoubledColumnError,
    Layout,
    MissingColumnError,
    allowed_columns,
    find_layout,
    header_row,
)
from sekisho.bundle.load import check_filled
from sekisho.bundle.model import BundleError, Source, SourceKind, Sources
from sekisho.bundle.scopes import check_fields
from sekisho.bundle.sources import source_of
from sekisho.bundle.tables import TEXTS, WORKBOOKS, read_table
from sekisho.web.sources.words import COLUMNS
from sekisho.words import Sentence, Titled, say

if TYPE_CHECKING:
    from sekisho.bundle.delimited import Table

LONGEST_NAME = 200
MOST_COLUMNS = 300
SAMPLES = 3
_PACKED, _OLD, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
_NOT_SHOWN = frozenset({"protected", "my_number"})


class IntakeError(Exception):
    """A field of the upload cannot be used. ``field``: ``file``, ``as_of``, or the place of a column, from 0."""

    def __init__(self, field: str | int, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.field, self.told = field, masked(sentence)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the file: its header, the column of the format that it is (empty: none), and its first cells."""

    place: int
    text: str
    column: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the list cannot be used as its columns are. ``place``: the column it is about, None where it is about none."""

    told: Titled
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was recognised in a file. ``columns``: what a person corrected, as ``[columns]`` of a bundle would say it."""

    headings: tuple[Heading, ...]
    columns: Mapping[str, str]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read: ``source`` is None where there is a problem."""

    sha256: str
    recognised: Recognised
    source: Source | None = None


def masked(sentence: Sentence) -> Titled:
    """Return a sentence in both languages without what belongs to a person: the place tells where to look."""
    return Titled(sentence.render("ja", mask=True), sentence.render("en", mask=True))


def check_name(name: str) -> None:
    """Make sure that a file may be called so.

    Raises:
        IntakeError: it has no name, a hidden or control character in it, or too long a one.

    """
    if not name.strip():
        raise IntakeError("file", say("台帳のファイルを選んでください。"))
    if any(unicodedata.category(char)[0] == "C" or char in "/\\\u2028\u2029" for char in name):
        raise IntakeError(
            "file",
            say(
                "ファイルの名前に、見えない文字や使えない文字が入っています。名前を付け直して、もう一度選んでください。"
            ),
        )
    if len(name) > LONGEST_NAME:
        raise IntakeError(
            "file", say("ファイルの名前が長すぎます（{most}文字まで）。短い名前にしてください。", most=LONGEST_NAME)
        )


def suffix_of(name: str) -> str:
    """Return what tells the format of a list, in lower case.

    Raises:
        IntakeError: it is none that a list may have.

    """
    suffix = Path(name).suffix.lower()
    if suffix not in WORKBOOKS | TEXTS:
        raise IntakeError(
            "file",
            say("「{file}」は台帳として読めない形式です。表計算ソフトで、CSVかxlsxで保存し直してください。", file=name),
        )
    return suffix


def take(
    kind: SourceKind, path: Path, name: str, columns: Mapping[str, str] | None = None, subjects: Source | None = None
) -> Taken:
    """Return what is in a file called ``name``, read with the columns that a person named, where one did.

    ``subjects``: the list in force, whose columns a scope or consent may name.

    Raises:
        IntakeError: the file cannot be read as a table with a header.

    """
    named = dict(columns or {})
    try:
        digest, table = _read(path, name)
    except BundleError as error:
        raise IntakeError("file", error.sentence) from error
    headings = _headings(kind, table, named, name)
    try:
        source = source_of(kind, table, named, file=name, sha256=digest, delimited=path.suffix.lower() in TEXTS)
        check_filled(Sources(**{kind: source}))
        if subjects is not None and kind in {"scope", "consents"}:
            check_fields(source, subjects)
    except BundleError as error:
        return Taken(digest, Recognised(headings, named, _problem(error, headings)))
    return Taken(digest, Recognised(headings, named), source)


def choose(kind: SourceKind, headings: Sequence[Heading], chosen: Mapping[int, str]) -> dict[str, str]:
    """Return what ``[columns]`` of a bundle would have to say for the columns that a person chose, by their places.

    Nothing is said where that is what is recognised anyway.

    Raises:
        IntakeError: one was chosen for two columns, or another column has the same header.

    """
    told: dict[str, str] = {}
    count = Counter(one.text for one in headings)
    for one in headings:
        column = chosen.get(one.place, "")
        if not column:
            continue
        if column in told:
            raise IntakeError(
                one.place,
                say(
                    "「{column}」が、見出し「{other}」にも選ばれています。一方を「どれでもない」にしてください。",
                    column=COLUMNS[column],
                    other=told[column],
                ),
            )
        if count[one.text] > 1:
            raise IntakeError(
                one.place,
                say(
                    "見出し「{header}」の列がいくつもあるため、どれを使うかを選べません。見出しを別々にしたファイルを入れ直してください。",
                    header=one.text,
                ),
            )
        told[column] = one.text
    if all(chosen.get(one.place, "") == one.column for one in headings):
        return {}
    own = "recipient_id" if kind == "recipients" else "subject_id"
    if "number" not in told and recognise_header(told.get(own, "")) == Header("number"):
        told["number"] = told[own]  # as where it is recognised: a file may name people by either
    return {column: told.get(column, "") for column in allowed_columns(kind)}


def _read(path: Path, name: str) -> tuple[str, Table]:
    """Return the digest of a file and its table, a workbook read by a worker process.

    Raises:
        BundleError: it cannot be read, or only a part of it.

    """
    with path.open("rb") as file:
        start = file.read(len(_OLD))
    if not start:
        raise BundleError(
            say("「{file}」は空のファイル（0バイト）です。元のシステムから出し直してください。", file=name)
        )
    if path.suffix.lower() in WORKBOOKS:
        return _workbook(path, name)
    if start.startswith((_PACKED, _OLD, _PDF)):
        raise BundleError(
            say(
                "「{file}」の名前はCSVですが、中身は別の形式です。表計算ソフトで開き、CSVかxlsxで保存し直してください。",
                file=name,
            )
        )
    return read_table(path, name, lambda _: ())


def _workbook(path: Path, name: str) -> tuple[str, Table]:
    from sekisho.bundle.delimited import table_of
    from sekisho.inspection.workbooks import read_workbook
    from sekisho.inspection.worker.pool import Pool

    with Pool() as pool:
        rows = partial(read_workbook, reader=pool, file=name, whole=True)(path)
    return sha256(path.read_bytes()).hexdigest(), table_of(rows)


def _headings(kind: SourceKind, table: Table, named: Mapping[str, str], name: str) -> tuple[Heading, ...]:
    row = header_row(kind, table.head, named)
    headers = table.head[row] if table.head else ()
    if not any(text.strip() for text in headers):
        raise IntakeError(
            "file", say("「{file}」に見出しの行がありません。1行目に見出しを書いて保存し直してください。", file=name)
        )
    if len(headers) > MOST_COLUMNS:
        raise IntakeError(
            "file",
            say(
                "「{file}」の列が多すぎます（{most}列まで）。台帳の列だけを残してください。",
                file=name,
                most=MOST_COLUMNS,
            ),
        )
    columns = _recognised(kind, table, named, name, headers)
    below = table.frame.slice(row + 1, SAMPLES)
    found = []
    for place, text in enumerate(headers):
        if text.strip():
            shown = _shown_samples(text, columns.get(place, ""), below[str(place)].to_list())
            found.append(Heading(place, text.strip(), columns.get(place, ""), shown))
    return tuple(found)


def _shown_samples(text: str, column: str, cells: Sequence[str | None]) -> tuple[str, ...]:
    header = recognise_header(text)
    if column in _NOT_SHOWN or (header is not None and header.column in _NOT_SHOWN):
        return ()  # nobody who registers a list learns from a page whose address is protected
    return tuple(cell.strip()[:40] for cell in cells if cell and cell.strip())


def _recognised(
    kind: SourceKind, table: Table, named: Mapping[str, str], name: str, headers: Sequence[str]
) -> Mapping[int, str]:
    """Return the column of the format at each place; where that is not settled, what each header says by itself."""
    try:
        return _by_place(kind, find_layout(kind, table.head, named, file=name))
    except BundleError:
        allowed = allowed_columns(kind)
        found = {place: recognise_header(text) for place, text in enumerate(headers)}
        return {
            place: header.column
            for place, header in found.items()
            if header is not None and not header.whose and header.column in allowed and not named
        }


def _by_place(kind: SourceKind, layout: Layout) -> dict[int, str]:
    """Return the column at each place; where one place is two columns, the one that is needed."""
    needed = {place: column for column, place in layout.places.items() if column in NEEDED[kind]}
    return {**{place: column for column, place in layout.places.items()}, **needed}


def _problem(error: BundleError, headings: Sequence[Heading]) -> Problem:
    if isinstance(error, MissingColumnError):
        return Problem(
            masked(
                say(
                    "必要な列「{column}」が見つかりません。下の表で、それに当たる見出しに選んでください。なければ、その列を足したファイルを入れ直してください。",
                    column=COLUMNS[error.column],
                )
            )
        )
    if isinstance(error, DoubledColumnError):
        first, second = error.headers
        places = [one.place for one in headings if one.text in {first, second}]
        return Problem(
            masked(
                say(
                    "見出し「{first}」と「{second}」が、どちらも「{column}」に読めます。下の表で、使わないほうを「どれでもない」にしてください。",
                    first=first,
                    second=second,
                    column=COLUMNS[error.column],
                )
            ),
            places[-1] if places else None,
        )
    header = dict(error.sentence.values).get("column")
    place = next((one.place for one in headings if header in {one.text, one.column}), None)
    return Problem(masked(error.sentence), place)
