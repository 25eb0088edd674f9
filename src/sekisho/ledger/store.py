"""What every store of the log promises, in memory or in a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from sekisho.ledger.log import Entry, Record, Stored


class Conflict(Exception):  # noqa: N818  the answer to a question of two people, not a failure
    """The stream went on since the caller looked: nothing was written. ``now`` is the number of its last event."""

    def __init__(self, stream: str, expected: int, now: int) -> None:
        super().__init__(f"{stream}: the caller has seen {expected} events, there are {now}")
        self.stream, self.expected, self.now = stream, expected, now


class Store(Protocol):
    """One log. Records are only ever put at its end, through one door, all of a call or nothing."""

    @property
    def origin(self) -> str:
        """The name of this log, for ever: part of every checkpoint, so that one of another log never counts."""

    def append(self, stream: str, expected_n: int, entries: Sequence[Entry]) -> tuple[Record, ...]:
        """Write entries at the end of a stream, and return their records; durable when this returns.

        ``expected_n``: number of the last event in the stream that the caller has seen, 0 for a new stream. No entries:
        the number is compared all the same, nothing is written.

        Raises:
            Conflict: the stream has another last number. Nothing was written.
            ValueError: an entry or the name is not fit for the log (`sekisho.ledger.log.record`). Nothing was written.

        """

    def stream(self, name: str, after: int = 0) -> Iterator[Record]:
        """Yield the records of a stream with a number above ``after``, in order; none where there is no such stream.

        Raises:
            DamagedError: a row is not what was written; those before it were yielded.

        """

    def streams(self) -> Iterator[tuple[str, int]]:
        """Yield each stream with the number of its last event, in the order of the names' code points."""

    def records(self, after_seq: int = -1) -> Iterator[Record]:
        """Yield the records of the log after a place in it, in order: all of them after -1.

        Raises:
            DamagedError: a row is not what was written; those before it were yielded.

        """

    def stored(self, after_seq: int = -1) -> Iterator[Stored]:
        """Yield the rows as they lie, in the order of ``seq``, believing nothing: for `verify` and `export`."""

    def size(self) -> int:
        """Return how many records there are."""

    def root(self, size: int) -> bytes:
        """Return the root (32 bytes) of the Merkle tree (RFC 6962) over the first ``size`` records' stored hashes.

        Raises:
            ValueError: there are not so many, or ``size`` is negative.

        """
