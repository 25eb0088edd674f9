"""What the registered lists of a dispatch say of the people whom it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from sekisho.web.desk.own_lists import source
from sekisho.web.desk.queries.seeing import Seen


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


def numbers(seen: Seen, about: Sequence[str]) -> Mapping[str, str]:
    """Return the other number that papers bear (被保険者番号, 手帳番号 …) of registered people, by their ids.

    One that stands for several people in the register is nobody's.
    """
    version = seen.row.sources.get("subjects")
    if not version or not about:
        return {}
    frame = source(version).frame
    if "number" not in frame.columns:
        return {}
    rows = frame.select("subject_id", "number").drop_nulls().unique("number", keep="none")
    return dict(rows.filter(pl.col("subject_id").is_in(list(about))).iter_rows())


def known(seen: Seen, numbers: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return the registered ids of people by their numbers, and the place, from 1, of the first that is nobody's (0: none).

    Without a register of people the numbers stand as they were typed.
    """
    version = seen.row.sources.get("subjects")
    if not version:
        return tuple(numbers), 0
    frame = source(version).frame
    ids = set(frame["subject_id"])
    others: dict[str, str] = {}
    if "number" in frame.columns:
        rows = frame.select("number", "subject_id").drop_nulls().unique("number", keep="none")
        others = dict(rows.iter_rows())
    found: list[str] = []
    for place, number in enumerate(numbers, 1):
        person = number if number in ids else others.get(number)
        if person is None:
            return (), place
        found.append(person)
    return tuple(dict.fromkeys(found)), 0
