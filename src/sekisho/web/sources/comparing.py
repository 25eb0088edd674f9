"""The difference between two versions, as far as whoever accepts one has to see it.

A list that says whose address is protected (支援措置) shows nobody's address, phone or remarks, and never the mark itself: only
that they changed, and of the mark how many times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from sekisho.bundle.differences import KEYS, Difference, difference
from sekisho.bundle.model import Source, SourceKind

if TYPE_CHECKING:
    import polars as pl

Section = Literal["added", "removed", "changed"]
SECTIONS: tuple[Section, ...] = get_args(Section)
PER_PAGE = 50
_FLAG = "protected"
_SHOWN: Mapping[SourceKind, tuple[str, ...]] = {
    "subjects": ("subject_id", "name", "kana", "birth_date"),
    "recipients": ("recipient_id", "name", "kind", "email"),
    "scope": ("recipient_id", "subject_id", "fields", "valid_from", "valid_until"),
    "consents": ("subject_id", "purpose", "fields", "granted_on", "withdrawn_on"),
}
"""By which columns an added or removed row is known; what else is in it, its file shows."""
_HARMLESS = frozenset(
    {"subject_id", "recipient_id", "name", "kana", "birth_date", "sex", "household_id", "number", "kind"}
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows became what."""

    added: int
    removed: int
    changed: int
    same: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One value that changed. ``hidden``: it is not shown, only that it changed."""

    column: str
    before: str = ""
    after: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row. ``row``: as the new file counts, for a removed one as the old one does."""

    row: int
    cells: tuple[str, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the rows of a section. ``columns`` are those of the cells; numbers count from 1."""

    section: Section
    number: int
    last: int
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference to be shown. ``flags``: in how many rows the mark of protection changed."""

    counts: Counts
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    flags: int
    page: Page


def compare(old: Source | None, new: Source) -> Difference:
    """Return what became of a list; everything is added where there was none."""
    return difference(replace(new, frame=new.frame.clear()) if old is None else old, new)


def counts(old: Source | None, new: Source) -> Counts:
    """Return how many rows became what."""
    return _counted(compare(old, new))


def comparison(old: Source | None, new: Source, section: str, number: int) -> Comparison:
    """Return a difference with one page of its rows: of ``section``, or of the first that has any where there is no such."""
    import polars as pl

    found = compare(old, new)
    flags = found.changed.filter(pl.col("columns").list.contains(_FLAG)).height
    others = pl.col("columns").list.filter(pl.element() != _FLAG).list.len() > 0
    listed = found.changed.filter(others)
    frames: Mapping[Section, pl.DataFrame] = {"added": found.added, "removed": found.removed, "changed": listed}
    filled = [one for one in SECTIONS if frames[one].height]
    chosen = next((one for one in SECTIONS if one == section), (*filled, SECTIONS[0])[0])
    frame = frames[chosen]
    last = max(1, -(-frame.height // PER_PAGE))
    at = min(max(number, 1), last)
    part = frame.slice((at - 1) * PER_PAGE, PER_PAGE)
    if chosen == "changed":
        columns, lines = _changed(part, new, guarded=_is_guarded(old, new))
    else:
        columns, lines = _whole(part, new.kind)
    return Comparison(
        _counted(found), found.columns_added, found.columns_removed, flags, Page(chosen, at, last, columns, lines)
    )


def _counted(found: Difference) -> Counts:
    return Counts(found.added.height, found.removed.height, found.changed.height, found.same)


def _is_guarded(*sources: Source | None) -> bool:
    return any(
        one is not None and _FLAG in one.frame.columns and one.frame[_FLAG].null_count() < one.frame.height
        for one in sources
    )


def _whole(part: pl.DataFrame, kind: SourceKind) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    columns = tuple(column for column in _SHOWN[kind] if column in part.columns)
    return columns, tuple(
        Line(row["_row"], tuple(_text(row[column]) for column in columns)) for row in part.iter_rows(named=True)
    )


def _changed(part: pl.DataFrame, new: Source, *, guarded: bool) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    import polars as pl

    columns = tuple(column for column in (*KEYS[new.kind], "name") if column in new.frame.columns)
    known = new.frame.filter(pl.col("_row").is_in(part["_row"].implode())).select("_row", *columns)
    cells = {row[0]: tuple(map(_text, row[1:])) for row in known.iter_rows()}
    lines = [
        Line(row["_row"], cells[row["_row"]], _changes(row["columns"], row["before"], row["after"], guarded=guarded))
        for row in part.iter_rows(named=True)
    ]
    return columns, tuple(lines)


def _changes(
    columns: Sequence[str], before: Sequence[str | None], after: Sequence[str | None], *, guarded: bool
) -> tuple[Change, ...]:
    return tuple(
        Change(column, hidden=True) if guarded and column not in _HARMLESS else Change(column, _text(old), _text(value))
        for column, old, value in zip(columns, before, after, strict=True)
        if column != _FLAG
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
