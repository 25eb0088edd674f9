"""How a list lies in the encrypted files and in sealed columns, and how it comes out again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.db.transaction import on_commit

from sekisho.bundle.model import Source, SourceKind
from sekisho.web.installation import installation
from sekisho.web.sources.intake import Heading, IntakeError, Problem, Recognised, suffix_of
from sekisho.web.sources.models import Draft, Version
from sekisho.web.store.files import FullError, TooLargeError
from sekisho.words import Titled, say

if TYPE_CHECKING:
    import polars as pl

_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Stored:
    """Ids of a file and of its rows as they were read."""

    file: str
    rows_file: str


@contextmanager
def in_clear(name: str, chunks: Iterable[bytes], most: int) -> Iterator[Path]:
    """Give a file in clear for as long as it is read, in a folder of its own that goes with it.

    Raises:
        IntakeError: it is larger than ``most`` bytes, of no format that is read, or there is no room.

    """
    suffix = suffix_of(name)
    with tempfile.TemporaryDirectory(prefix="sekisho-") as folder:
        path = Path(folder) / f"list{suffix}"
        _write(path, name, chunks, most)
        yield path


def _write(path: Path, name: str, chunks: Iterable[bytes], most: int) -> None:
    left = most
    with path.open("xb") as out:
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                raise IntakeError(
                    "file",
                    say(
                        "「{file}」は大きすぎます（{most}MBまで）。要らない列を除くか、xlsxで保存し直してください。",
                        file=name,
                        most=most // _MEGA,
                    ),
                )
            out.write(chunk)


def store(path: Path, source: Source | None) -> Stored:
    """Keep a file that was read, and its rows; nothing is left where one of them cannot be kept.

    Raises:
        IntakeError: there is no room.

    """
    files = installation().files
    size = path.stat().st_size
    file = ""
    try:
        with path.open("rb") as opened:
            file = files.put(iter(partial(opened.read, 1 << 20), b""), most=size).id
        return Stored(file, "" if source is None else _store_rows(source.frame))
    except (FullError, TooLargeError) as error:
        if file:
            files.remove(file)
        raise IntakeError(
            "file",
            say("サーバーの保存場所がいっぱいで、台帳を入れられませんでした。システムの管理者に連絡してください。"),
        ) from error


def store_rows(source: Source | None) -> str:
    """Keep rows that were read again; return their id, empty for none."""
    return "" if source is None else _store_rows(source.frame)


def _store_rows(frame: pl.DataFrame) -> str:
    out = BytesIO()
    frame.write_parquet(out)
    return installation().files.put([out.getvalue()], most=out.tell()).id


def forget(*ids: str) -> None:
    """Take files away once the transaction holds."""
    on_commit(partial(remove, *ids), using=installation().store.alias)


def remove(*ids: str) -> None:
    """Take files away now; an empty id is none."""
    for one in ids:
        if one:
            installation().files.remove(one)


def rows_of(row: Draft | Version, sha256: str) -> Source:
    """Return a list as it was read.

    Raises:
        MissingFileError: it is not kept any more.
        ForgedError: it is not what was kept.

    """
    import polars as pl

    frame = pl.read_parquet(BytesIO(installation().files.read(row.rows_file)))
    return Source(cast("SourceKind", row.kind), name_of(row), sha256, frame)


# ---------------------------------------------------------------- sealed columns


def _context(row: Draft | Version, column: str) -> str:
    table = "sources_draft" if isinstance(row, Draft) else "sources_version"
    return f"{table}.{column}/{row.pk}"


def seal(row: Draft | Version, column: str, text: str) -> bytes:
    """Return a text sealed for one column of a row."""
    return installation().cipher.seal_text(text, _context(row, column))


def opened(row: Draft | Version, column: str) -> str:
    """Return the text that lies sealed in a column of a row.

    Raises:
        ForgedError: it is not what was sealed there.

    """
    return installation().cipher.open_text(bytes(getattr(row, column)), _context(row, column))


def name_of(row: Draft | Version) -> str:
    """Return how the file was called."""
    return opened(row, "name")


def as_json(recognised: Recognised) -> str:
    """Return what was recognised as text."""
    problem = recognised.problem
    return json.dumps(
        {
            "headings": [[one.place, one.text, one.column, list(one.samples)] for one in recognised.headings],
            "columns": dict(recognised.columns),
            "problem": None if problem is None else [problem.told.ja, problem.told.en, problem.place],
        },
        ensure_ascii=False,
    )


def recognised_of(row: Draft) -> Recognised:
    """Return what was recognised in a draft."""
    told = json.loads(opened(row, "told"))
    problem = told["problem"]
    return Recognised(
        tuple(Heading(place, text, column, tuple(samples)) for place, text, column, samples in told["headings"]),
        told["columns"],
        None if problem is None else Problem(Titled(problem[0], problem[1]), problem[2]),
    )


def columns_of(row: Version) -> Mapping[str, str]:
    """Return the columns that a person corrected, as ``[columns]`` of a bundle would say it."""
    told: dict[str, str] = json.loads(opened(row, "columns"))
    return told
