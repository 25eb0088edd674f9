"""What a registered list says of recipients and people, for whoever begins a dispatch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.web.desk.parcels import Addressee
from sekisho.web.sources import queries as sources

if TYPE_CHECKING:
    import polars as pl

_KEPT = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One registered recipient. ``hay``: what a search looks through."""

    id: str
    name: str
    kind: str
    mails: tuple[str, ...]
    where: str
    hay: str


@dataclass(frozen=True, slots=True)
class Person:
    """A registered person, as the page on which their number was typed shows them."""

    id: str
    name: str
    where: str
    mails: tuple[str, ...] = ()


def folded(text: str) -> str:
    """Return a text as it is searched: width, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def entries(version: str) -> Mapping[str, Entry]:
    """Return the recipients of a version of the list by their numbers, in its order."""
    return _entries(version)


def found(listed: Mapping[str, Entry], words: str) -> tuple[Entry, ...]:
    """Return the recipients in which every word stands; all of them where there is none."""
    wanted = [folded(one) for one in words.split()]
    return tuple(one for one in listed.values() if all(word in one.hay for word in wanted))


def person(version: str, number: str) -> Person | None:
    """Return the one person of a version of the list who has a number, as their own or as 宛名番号; None where none or several."""
    frame, wanted = _frame(version), unicodedata.normalize("NFKC", number).strip()
    for column in ("subject_id", "number"):
        if column not in frame.columns:
            continue
        rows = frame.filter(frame[column] == wanted)
        if rows.height == 1:
            row = rows.row(0, named=True)
            return Person(str(row["subject_id"]), str(row["name"] or ""), _where(row), _mails(row))
    return None


def ids(version: str) -> Mapping[str, str]:
    """Return the id of every person of a version of the list by the numbers that are theirs alone."""
    frame = _frame(version)
    found = {str(one): str(one) for one in frame["subject_id"]}
    if "number" in frame.columns:
        told = frame.select("number", "subject_id").drop_nulls().unique("number", keep="none")
        found = {str(number): str(one) for number, one in told.iter_rows()} | found
    return found


def of_entry(entry: Entry, given: str = "") -> Addressee:
    """Return a registered recipient as to whom a parcel goes."""
    return Addressee(entry.id, entry.name, entry.mails, entry.where, given=given)


def of_person(told: Person) -> Addressee:
    """Return a registered person as to whom a letter goes. Their name stays in the register: pages show the number."""
    return Addressee(told.id, told.id, told.mails, told.where, (told.id,), given="person")


def entries_of(frame: pl.DataFrame) -> Mapping[str, Entry]:
    """Return the recipients of a list by their numbers, in its order."""
    made: dict[str, Entry] = {}
    for row in frame.iter_rows(named=True):
        number, name, kind = str(row["recipient_id"]), str(row["name"] or ""), str(row.get("kind") or "")
        mails, where = _mails(row), _where(row)
        hay = "\n".join(folded(one) for one in (number, name, str(row.get("kana") or ""), kind, where, *mails))
        made[number] = Entry(number, name, kind, mails, where, hay)
    return made


@lru_cache(maxsize=_KEPT)
def _entries(version: str) -> Mapping[str, Entry]:
    return entries_of(sources.source(version).frame)


@lru_cache(maxsize=_KEPT)
def _frame(version: str) -> pl.DataFrame:
    # A version never changes: its id stands for its rows.
    return sources.source(version).frame


def _where(row: Mapping[str, object]) -> str:
    code, address = str(row.get("postal_code") or ""), str(row.get("address") or "")
    return f"〒{code} {address}" if code and address else address


def _mails(row: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"[\s,;、；]+", str(row.get("email") or "")) if one)
