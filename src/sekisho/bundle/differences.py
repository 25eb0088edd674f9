"""What one version of a registered list has that another has not: rows added, removed and changed.

The order of rows and columns does not count, nor in which row of the file something stands. A column that one version
lacks is empty there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.bundle.model import Source, SourceKind

if TYPE_CHECKING:
    import polars as pl

KEYS: Mapping[SourceKind, tuple[str, ...]] = {
    "subjects": ("subject_id",),
    "recipients": ("recipient_id",),
    "scope": ("recipient_id", "subject_id"),
    "consents": ("subject_id", "purpose"),
}
"""By which columns a row of one version is the same as a row of another one, changed."""

_ROW, _TURN, _BEFORE = "_row", "_turn", "_before"


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a list.

    ``added``: rows of the new version, as there. ``removed``: rows of the old one. ``changed``: ``_row_before`` and
    ``_row`` (the rows in the two files), the columns of the key, and three lists of the same length each:
    ``columns``, whose values differ, in the order of the new version; ``before`` and ``after``, the values as texts, dates
    in ISO form. All three in the order of their file. ``same``: how many rows are in both.
    """

    added: pl.DataFrame
    removed: pl.DataFrame
    changed: pl.DataFrame
    same: int
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether any row differs."""
        return bool(self.added.height or self.removed.height or self.changed.height)


def difference(old: Source, new: Source) -> Difference:
    """Return what ``new`` has that ``old`` has not, and the other way round.

    Where several rows have one key (somebody may see a person for two spans of time), equal rows are paired first, then
    the rest in the order of the files; what is left over is added or removed.

    Raises:
        ValueError: the lists are not of one kind.

    """
    import polars as pl

    if old.kind != new.kind:
        raise ValueError(f"a list of {old.kind} is not compared with one of {new.kind}")
    columns = _columns(old.frame, new.frame)
    names = [str(place) for place in range(len(columns))]  # a header of the file may be called like a column of ours
    left, right = (_in_turn(_aligned(one.frame, columns), names) for one in (old, new))
    left, right = _only(left, right, [*names, _TURN]), _only(right, left, [*names, _TURN])
    same = new.frame.height - right.height
    key = [name for name, column in zip(names, columns, strict=True) if column in KEYS[new.kind]]
    left, right = _in_turn(left, key), _in_turn(right, key)
    on = [*key, _TURN]
    pairs = right.join(left, on=on, how="inner", nulls_equal=True, suffix=_BEFORE, maintain_order="left")
    added, removed = _only(right, left, on)[_ROW], _only(left, right, on)[_ROW]
    return Difference(
        new.frame.filter(pl.col(_ROW).is_in(added.implode())),
        old.frame.filter(pl.col(_ROW).is_in(removed.implode())),
        _changed(pairs, key, dict(zip(names, columns, strict=True))),
        same,
        _lacking(old.frame, new.frame),
        _lacking(new.frame, old.frame),
    )


def _only(one: pl.DataFrame, other: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    return one.join(other, on=on, how="anti", nulls_equal=True, maintain_order="left")


def _columns(old: pl.DataFrame, new: pl.DataFrame) -> dict[str, pl.DataType]:
    """Return the columns of both without ``_row``, in the order of the new one, with a type that both fit into."""
    import polars as pl

    found: dict[str, pl.DataType] = {}
    for name, kind in {**new.schema, **old.schema}.items():
        if name != _ROW:
            kinds = {frame.schema[name] for frame in (old, new) if name in frame.schema}
            found[name] = kind if len(kinds) == 1 else pl.String()
    return found


def _aligned(frame: pl.DataFrame, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return the columns under their places in ``columns``, and the row."""
    import polars as pl

    there = frame.schema
    texts = (
        (pl.col(column).cast(kind) if column in there else pl.lit(None, dtype=kind)).alias(str(place))
        for place, (column, kind) in enumerate(columns.items())
    )
    return frame.select(_ROW, *texts)


def _in_turn(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Return the rows with a number that tells those apart which are equal in ``names``: from 0, in their order."""
    import polars as pl

    if not frame.select(names).is_duplicated().any():  # most lists: windows cost more than all the rest
        return frame.with_columns(pl.lit(0, dtype=pl.UInt32).alias(_TURN))
    return frame.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).over(names).alias(_TURN))


def _changed(pairs: pl.DataFrame, key: list[str], columns: Mapping[str, str]) -> pl.DataFrame:
    import polars as pl

    others = {name: column for name, column in columns.items() if name not in key}
    nothing = pl.lit([], dtype=pl.List(pl.String))

    def listed(texts: Mapping[str, pl.Expr]) -> pl.Expr:
        # A cell that is empty is null, and stays: only columns that do not differ are left out.
        each = [
            pl.when(pl.col(name).ne_missing(pl.col(name + _BEFORE))).then(pl.concat_list(text)).otherwise(nothing)
            for name, text in texts.items()
        ]
        return pl.concat_list(each) if each else nothing

    return pairs.select(
        pl.col(_ROW + _BEFORE),
        pl.col(_ROW),
        *(pl.col(name).alias(columns[name]) for name in key),
        listed({name: pl.lit(column) for name, column in others.items()}).alias("columns"),
        listed({name: pl.col(name + _BEFORE).cast(pl.String) for name in others}).alias("before"),
        listed({name: pl.col(name).cast(pl.String) for name in others}).alias("after"),
    )


def _lacking(one: pl.DataFrame, other: pl.DataFrame) -> tuple[str, ...]:
    return tuple(name for name in other.columns if name not in one.columns)
