"""What stands in the log: entries, which are to go in; records, which are in it; rows, as they lie in a table.

The log is one sequence of records, numbered from 0 without a gap (``seq``). Each belongs to a stream, such as
``dispatch/2024-000123``, in which it is numbered from 1 without a gap (``n``). The ledger knows no types of events: what
``type``, ``v`` and ``data`` mean is the business of whoever writes and replays them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeGuard

from sekisho.ledger.canonical import HIGHEST, JSON, AmbiguousError, parsed, quoted, written

LONGEST_NAME = 200
"""Characters that the name of a stream, a type or an alias may have: what a column of a table holds."""
HIGHEST_VERSION = 2**31 - 1


class Entry(Protocol):
    """What is to be written. `sekisho.gate.events.Event` is one; so is ``Fact``."""

    @property
    def type(self) -> str:
        """What happened, in a word of whoever writes it."""

    @property
    def v(self) -> int:
        """The version of the shape of ``data``, from 1."""

    @property
    def at(self) -> datetime:
        """When, with an offset from UTC."""

    @property
    def by(self) -> str:
        """The alias of the person, never a name."""

    @property
    def data(self) -> Mapping[str, JSON]:
        """The facts."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry, for whoever has no class of their own."""

    type: str
    v: int
    at: datetime
    by: str
    data: Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class Record:
    """One event in the log. ``at`` is UTC text with microseconds and a ``Z``; ``data`` is a JSON object.

    ``hash``: SHA-256 (32 bytes) of the canonical JSON (RFC 8785) of the object of all eight other fields, as they were
    when the record was made. The leaf of the Merkle tree is made of it (`sekisho.ledger.merkle.leaf`). ``text``: the canonical
    JSON of ``data`` alone, as a store writes it. ``made``: that text, from who has just made it; nobody else gives it.

    Raises:
        ValueError: the fields have no canonical JSON.

    """

    seq: int
    stream: str
    n: int
    type: str
    v: int
    at: str
    by: str
    data: Mapping[str, JSON]
    hash: bytes = field(init=False)
    text: str = field(init=False, repr=False)
    made: InitVar[str | None] = None

    def __post_init__(self, made: str | None) -> None:
        object.__setattr__(self, "text", made or written(self.data)[0])
        object.__setattr__(self, "hash", hashlib.sha256(_whole(self).encode("utf-8")).digest())

    @property
    def moment(self) -> datetime:
        """``at`` as a time in UTC, as whoever replays events has it."""
        return moment(self.at)


class DamagedError(Exception):
    """A row is not the record that was written: it must be used for nothing, and `verify` says more.

    ``seq``, ``stream``, ``n``: as they stand in the row, where they can be damaged too.
    """

    def __init__(self, row: Stored, reason: str) -> None:
        super().__init__(f"event {row.seq if isinstance(row.seq, int) else '?'} of the log is damaged: {reason}")
        self.seq, self.stream, self.n, self.reason = row.seq, row.stream, row.n, reason


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it lies in a table or an export, with the hash that is stored beside it. Nothing is believed yet.

    The columns are what was found there, whatever it is: ``int`` for ``seq``, ``n`` and ``v``, ``str`` for ``stream``,
    ``type``, ``at`` and ``by`` where nobody touched them. ``data`` is the text of its canonical JSON, ``hash`` 32 bytes.
    ``peak``: the root of the largest perfect subtree that the row completes, 32 bytes in a table, None in an export.
    """

    seq: object
    stream: object
    n: object
    type: object
    v: object
    at: object
    by: object
    data: object
    hash: object
    peak: object = None

    @classmethod
    def of(cls, record: Record, peak: bytes | None = None) -> Stored:
        """Return the row that a store writes for a record."""
        columns = (record.seq, record.stream, record.n, record.type, record.v, record.at, record.by)
        return cls(*columns, record.text, record.hash, peak)

    def record(self) -> Record:
        """Return the record, after comparing every column with the stored hash.

        Raises:
            DamagedError: a column or the hash was changed.

        """
        record = self.recomputed()
        if record.hash != self.hash:
            raise DamagedError(self, "hash")
        return record

    def recomputed(self) -> Record:
        """Return the record that the columns say, whatever hash is stored beside them.

        Raises:
            DamagedError: the columns are none of a record; ``reason`` names the first that is not.

        """
        columns = (self.seq, self.stream, self.n, self.type, self.v, self.at, self.by)
        if unfit := _unfit(self.seq, self.stream, self.n, self.type, self.v, self.by):
            raise DamagedError(self, unfit)
        if not _is_time(self.at):
            raise DamagedError(self, "at")
        if not isinstance(self.data, str):
            raise DamagedError(self, "data")
        try:
            data = parsed(self.data.encode("utf-8"))
            record = Record(*columns, data)  # type: ignore[arg-type]  # each was looked at above
        except ValueError as error:
            raise DamagedError(self, "data") from error
        if record.text != self.data:
            raise DamagedError(self, "data")
        return record


NOTHING = Stored(None, None, None, None, None, None, None, None, None)
"""The row of something that cannot be read at all."""


def record(entry: Entry, *, seq: int, stream: str, n: int) -> Record:
    """Return the record of an entry at its place in the log.

    Raises:
        ValueError: the entry or the name of the stream is not fit to be kept: a name is empty, longer than 200
            characters or has spaces or controls in it; the time has no offset; the data is no JSON that comes back as it
            was written (a number of more than 53 bits, half a character, a key that is no text).

    """
    if entry.at.tzinfo is None:
        raise ValueError("a time with its offset is needed")
    if unfit := _unfit(seq, stream, n, entry.type, entry.v, entry.by):
        raise ValueError(f"not fit for the log: {unfit}")
    # The record has what a reader of the text will have: true numbers, and nothing that the caller can still change.
    text, data = written(entry.data)
    if not isinstance(data, dict):
        raise AmbiguousError("no object")
    return Record(seq, stream, n, entry.type, entry.v, instant(entry.at), entry.by, data, text)


def instant(at: datetime) -> str:
    """Return a time as the log writes it: UTC, microseconds, ``Z``."""
    # Not strftime: its %Y has no leading zeros on some systems.
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def moment(at: str) -> datetime:
    """Return the time of a text as the log writes it.

    Raises:
        ValueError: it is written in any other way.

    """
    told = datetime.fromisoformat(at)
    if told.tzinfo is None or instant(told) != at:
        raise ValueError("another spelling of a time")
    return told


def _whole(record: Record) -> str:
    """Return the canonical JSON of the object of all eight fields, of which the text of ``data`` is there: sorted keys."""
    return (
        f'{{"at":{quoted(record.at)},"by":{quoted(record.by)},"data":{record.text},"n":{record.n},"seq":{record.seq},'
        f'"stream":{quoted(record.stream)},"type":{quoted(record.type)},"v":{record.v}}}'
    )


def is_name(value: object) -> TypeGuard[str]:
    """Return whether a value is fit for the name of a stream, a type, a log, or for an alias: seen as it is, without spaces."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable() and " " not in value


def _is_number(value: object, lowest: int, highest: int = HIGHEST) -> bool:
    return type(value) is int and lowest <= value <= highest


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(moment(value))
    except ValueError:
        return False


def _unfit(seq: object, stream: object, n: object, kind: object, v: object, by: object) -> str:
    """Return the name of the first column that is none of a record, but for its time; empty where all are."""
    if not _is_number(seq, 0):
        return "seq"
    if not is_name(stream):
        return "stream"
    if not _is_number(n, 1):
        return "n"
    if not is_name(kind):
        return "type"
    if not _is_number(v, 1, HIGHEST_VERSION):
        return "v"
    return "" if is_name(by) else "by"
