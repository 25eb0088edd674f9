"""Lists that came with a dispatch (自前の一覧): read as a registered one is, but nobody accepted them, and every page says so."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any, cast

from sekisho.bundle.load import check_filled
from sekisho.bundle.model import BundleError, Source, SourceKind, Sources
from sekisho.bundle.sources import load_source
from sekisho.bundle.tables import WORKBOOKS
from sekisho.inspection.workbooks import read_workbook
from sekisho.inspection.worker.pool import Pool
from sekisho.web.desk.models import OwnList
from sekisho.web.installation import installation
from sekisho.web.sources import keeping
from sekisho.web.sources import queries as registered
from sekisho.web.sources.intake import IntakeError, check_name
from sekisho.words import say

PREFIX = "own/"


@dataclass(frozen=True, slots=True)
class Brought:
    """A list that was read and lies sealed in the files, and that no dispatch has yet."""

    id: str
    kind: SourceKind
    source: Source
    file: str
    rows_file: str

    @property
    def version(self) -> str:
        """How `Dispatch.sources` names it."""
        return PREFIX + self.id


@dataclass(frozen=True, slots=True)
class OwnView:
    """A list that came with a dispatch, as a page shows it."""

    id: str
    kind: SourceKind
    name: str
    rows: int
    by: str
    at: datetime


def bring(kind: SourceKind, name: str, chunks: Iterable[bytes]) -> Brought:
    """Read an uploaded list, and keep it; whoever does not go on with it lets it go (`drop`).

    Raises:
        IntakeError: it cannot be read as such a list; nothing is kept.

    """
    check_name(name)
    most = installation().options.upload_megabytes * 1_000_000
    with keeping.in_clear(name, chunks, most) as path:
        if not path.stat().st_size:
            raise IntakeError(
                "file", say("「{file}」は空のファイル（0バイト）です。元のシステムから出し直してください。", file=name)
            )
        try:
            with Pool() as pool:
                reading = partial(read_workbook, reader=pool, file=name, whole=path.suffix in WORKBOOKS)
                source = load_source(kind, path, {}, read_workbook=reading, file=name)
            check_filled(Sources(**{kind: source}))
        except BundleError as error:
            raise IntakeError("file", error.sentence) from error
        stored = keeping.store(path, source)
    return Brought(secrets.token_hex(16), kind, source, stored.file, stored.rows_file)


def drop(brought: Brought) -> None:
    """Let a list go that no dispatch took."""
    keeping.remove(brought.file, brought.rows_file)


def keep(brought: Brought, number: str, *, by: str, at: datetime) -> None:
    """Write down that a dispatch has a list. To be called in the transaction that makes it one of its sources."""
    seal = installation().cipher.seal_text
    OwnList.objects.create(
        id=brought.id,
        dispatch_id=number,
        kind=brought.kind,
        name=seal(brought.source.path, f"desk_own_list.name/{brought.id}"),
        sha256=seal(brought.source.sha256, f"desk_own_list.sha256/{brought.id}"),
        file=brought.file,
        rows_file=brought.rows_file,
        rows=brought.source.frame.height,
        by=by,
        at=at,
    )


def is_own(version: str) -> bool:
    """Return whether a version is a list that came with the dispatch."""
    return version.startswith(PREFIX)


def of(number: str, versions: Mapping[str, str]) -> Mapping[str, OwnView]:
    """Return the lists that came with a dispatch among the versions that it is held against, by their kinds."""
    wanted = [one.removeprefix(PREFIX) for one in versions.values() if is_own(one)]
    rows = OwnList.objects.filter(dispatch=number, pk__in=wanted) if wanted else ()
    return {
        one.kind: OwnView(one.pk, cast("SourceKind", one.kind), _opened(one, "name"), one.rows, one.by, one.at)
        for one in rows
    }


def digests(number: str, versions: Mapping[str, str]) -> Mapping[str, str]:
    """Return the SHA-256 of each list that came with a dispatch, by its kind; to be salted before it is written anywhere."""
    wanted = [one.removeprefix(PREFIX) for one in versions.values() if is_own(one)]
    rows = OwnList.objects.filter(dispatch=number, pk__in=wanted) if wanted else ()
    return {one.kind: _opened(one, "sha256") for one in rows}


def source(version: str) -> Source:
    """Return a version of a list as it was read: a registered one, or one that came with a dispatch.

    Raises:
        MissingFileError: it is not kept any more.
        ForgedError: it is not what was kept.

    """
    if not is_own(version):
        return registered.source(version)
    import polars as pl

    row = OwnList.objects.get(pk=version.removeprefix(PREFIX))
    frame = pl.read_parquet(BytesIO(installation().files.read(row.rows_file)))
    return Source(cast("SourceKind", row.kind), _opened(row, "name"), _opened(row, "sha256"), frame)


def bundle_sources(versions: Mapping[str, str], people: Iterable[str] = ()) -> Sources:
    """Return versions, by their kinds, as the sources of a bundle; ``people``: numbers of whom letters go to themselves."""
    found: dict[str, Any] = {kind: source(one) for kind, one in versions.items()}
    wanted = tuple(people)
    if wanted and "subjects" in found:
        found["recipients"] = _with_people(found.get("recipients"), found["subjects"], wanted)
    return Sources(**found)


def _with_people(recipients: Source | None, subjects: Source, people: tuple[str, ...]) -> Source:
    """Return the recipients with registered people among them, to whom letters go: their register says where they live."""
    import polars as pl

    own = subjects.frame.filter(pl.col("subject_id").is_in(list(people)))
    columns = [one for one in ("_row", "name", "kana", "email", "postal_code", "address") if one in own.columns]
    rows = own.select(pl.col("subject_id").alias("recipient_id"), "subject_id", *columns)
    if recipients is None:
        return Source("recipients", subjects.path, subjects.sha256, rows)
    known = recipients.frame["recipient_id"]
    rows = rows.filter(~pl.col("recipient_id").is_in(known.implode()))
    return Source(
        "recipients", recipients.path, recipients.sha256, pl.concat([recipients.frame, rows], how="diagonal_relaxed")
    )


def _opened(row: OwnList, column: str) -> str:
    return installation().cipher.open_text(bytes(getattr(row, column)), f"desk_own_list.{column}/{row.pk}")
