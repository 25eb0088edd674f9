"""A log in memory, for whoever needs no database; it keeps nothing once it is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from sekisho.ledger.log import Entry, Record, Stored, is_name, record
from sekisho.ledger.merkle import Tree, leaf, root
from sekisho.ledger.store import Conflict


class MemoryStore:
    """A `sekisho.ledger.store.Store`. Any number of threads may use one; what is yielded was there when it was asked for."""

    def __init__(self, origin: str) -> None:
        if not is_name(origin):
            raise ValueError("not fit for the name of a log")
        self._origin = origin
        self._lock = threading.Lock()
        self._rows: list[Stored] = []
        self._tree = Tree()
        # Where in the log the events of each stream stand: the event numbered n is number n - 1 of its list.
        self._places: dict[str, list[int]] = {}

    @property
    def origin(self) -> str:
        """The name of this log."""
        return self._origin

    def append(self, stream: str, expected_n: int, entries: Sequence[Entry]) -> tuple[Record, ...]:
        """Write entries at the end of a stream; see `Store.append`."""
        with self._lock:
            now, size = len(self._places.get(stream, ())), len(self._rows)
            if expected_n != now:
                raise Conflict(stream, expected_n, now)
            made = tuple(
                record(entry, seq=size + ahead, stream=stream, n=now + 1 + ahead) for ahead, entry in enumerate(entries)
            )
            for one in made:
                self._rows.append(Stored.of(one, self._tree.append(leaf(one.hash))))
                self._places.setdefault(stream, []).append(one.seq)
            return made

    def stream(self, name: str, after: int = 0) -> Iterator[Record]:
        """Yield the records of a stream; see `Store.stream`."""
        with self._lock:
            rows = [self._rows[place] for place in self._places.get(name, [])[max(after, 0) :]]
        return (row.record() for row in rows)

    def streams(self) -> Iterator[tuple[str, int]]:
        """Yield each stream with the number of its last event; see `Store.streams`."""
        with self._lock:
            ends = sorted((name, len(places)) for name, places in self._places.items())
        return iter(ends)

    def records(self, after_seq: int = -1) -> Iterator[Record]:
        """Yield the records of the log; see `Store.records`."""
        return (row.record() for row in self.stored(after_seq))

    def stored(self, after_seq: int = -1) -> Iterator[Stored]:
        """Yield the rows as they lie; see `Store.stored`."""
        with self._lock:
            return iter(self._rows[max(after_seq + 1, 0) :])

    def size(self) -> int:
        """Return how many records there are."""
        with self._lock:
            return len(self._rows)

    def root(self, size: int) -> bytes:
        """Return the root over the first ``size`` records; see `Store.root`."""
        with self._lock:
            if not 0 <= size <= len(self._rows):
                raise ValueError("there are not so many records")
            return root(size, self._tree.read)
