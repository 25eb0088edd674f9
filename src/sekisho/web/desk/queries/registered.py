"""What the registered lists of a dispatch say of the people whom it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.sources.queries import source


def births(seen: Seen, about: Sequence[str]) -> Mapping[str, date]:
    """Return the birth dates of registered people by their numbers; who has none there is missing."""
    version = seen.row.sources.get("subjects")
    if not version or not about:
        return {}
    frame = source(version).frame
    if not {"subject_id", "birth_date"} <= set(frame.columns):
        return {}
    rows = frame.filter(pl.col("subject_id").is_in(list(about)) & pl.col("birth_date").is_not_null())
    return dict(rows.select("subject_id", "birth_date").iter_rows())
