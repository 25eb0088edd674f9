"""Whether a log is still the one that was written: every event in itself, their order, and against checkpoints.

One pass over the rows. Kept are one number for each stream, the frontier of the tree, and the faults.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sekisho.ledger.checkpoint import Checkpoint
from sekisho.ledger.log import NOTHING, DamagedError, Record, Stored
from sekisho.ledger.merkle import Frontier, leaf
from sekisho.ledger.numbering import Numbering
from sekisho.ledger.restore import Mark, named_gap
from sekisho.ledger.trust import Trust
from sekisho.ledger.verdict import MOST_FAULTS, Anchor, Compared, Fault, FaultKind, Report, Restored, Span

_LOG = ""
"""The run of numbers that is the log itself; no stream can have an empty name."""
_HASH_BYTES = 32


def verify(
    rows: Iterable[Stored],
    checkpoints: Iterable[Checkpoint],
    trust: Trust,
    *,
    size: int | None = None,
    where: Callable[[], Span | None] = lambda: None,
) -> Report:
    """Return what is wrong with a log, and with which event.

    ``rows`` in the order in which they lie. ``checkpoints`` from outside, and ``trust`` the keys by which they may be signed.
    ``size``: how many events whoever gives the rows says there are, None where nobody says. ``where`` tells in which
    bytes of a file the row stands that came last.

    A change after which the hashes were made anew, and a cut at the end, can be found by a checkpoint from outside alone.
    """
    judged = [(one, trust.refusal(one)) for one in checkpoints]
    walk = _Walk({one for one, refusal in judged if refusal is None}, where)
    for row in rows:
        walk.take(row)
    walk.end(size)
    holding = walk.holding()
    anchors = tuple(
        Anchor(one, refusal or walk.compared(one), holding[max(bisect_left(holding, one.size) - 1, 0)])
        for one, refusal in judged
    )
    return Report(
        trust.origin,
        walk.size,
        walk.stored.root() if walk.stored else None,
        tuple(sorted(walk.faults, key=_by_place)),
        walk.fault_count,
        anchors,
        holding[-1],
        tuple(walk.restorations),
        trust.refused,
    )


@dataclass(frozen=True, slots=True)
class _Damaged:
    """What is left of a row that is not what was written. ``columns``: the hash that its columns would have."""

    fault: Fault
    stored: bytes | None
    columns: bytes | None


class _Walk:
    """One pass over the rows."""

    def __init__(self, checkpoints: set[Checkpoint], where: Callable[[], Span | None]) -> None:
        self.faults: list[Fault] = []
        self.fault_count = 0
        self.restorations: list[Restored] = []
        # Two trees: over the stored hashes, and over those that the columns have. One and the same object until a
        # row is damaged. None once an event's hash is not known, or the order is lost.
        self.stored: Frontier | None = Frontier()
        self.columns: Frontier | None = self.stored
        self._where = where
        self._log, self._streams = Numbering(0), Numbering(1)
        # Damaged rows whose place is known only once the next sound row comes.
        self._pending: list[_Damaged] = []
        # What damaged rows say that they are: not believed, but what they say is not missing either.
        self._present: list[int] = []
        self._claimed: set[tuple[str, int]] = set()
        self._unproved: list[int] = []
        self._waiting: dict[int, list[Checkpoint]] = {}
        for one in checkpoints:
            self._waiting.setdefault(one.size, []).append(one)
        self._held: dict[Checkpoint, bool] = {}
        self._named: set[Mark] = set()
        self._rows = 0

    @property
    def size(self) -> int:
        return self._log.next(_LOG)

    def take(self, row: Stored) -> None:
        """Take one row in."""
        self._rows += 1
        try:
            record = row.record()
        except DamagedError as error:
            self._take_damaged(row, error.reason)
            return
        due = self.size
        if record.seq >= due:
            self._place(record.seq - due)
        step = self._log.take(_LOG, record.seq, record.seq)
        if step == "again":
            self._blame("inserted", record)
            return
        if step == "late":
            self._blame("reordered", record)
        if step != "next":
            self.stored = self.columns = None
        self._take_in_stream(record, late=step == "late")
        self._grow(record.hash, record.hash)
        if row.peak is not None and not self._fits(row.peak):
            self._fault(Fault("changed", record.seq, record.stream, record.n, column="peak", span=self._where()))
        if gap := named_gap(record):
            self.restorations.append(Restored(record.seq, record.at, record.by, gap))
            self._named.update(gap.lost)

    def end(self, size: int | None) -> None:
        """Say what is missing once there are no more rows."""
        self._place(len(self._pending) if size is None else max(size - self.size, 0))
        self._compare()
        if size is not None:
            self._log.lack(_LOG, size, size)
            # Fewer rows with higher numbers are no surplus: some in between are missing, and are named below.
            if (surplus := min(self.size, self._rows) - size) > 0:
                self._fault(Fault("inserted", size, count=surplus))
        for seq in self._present:
            self._log.fill(_LOG, seq)
        for stream, n in self._claimed:
            self._streams.fill(stream, n)
        for hole in self._log.holes():
            self._fault(Fault("missing", hole.start, count=hole.end - hole.start))
        for hole in self._streams.holes():
            self._fault(Fault("gap", hole.seq, hole.run, hole.start, count=hole.end - hole.start))

    def compared(self, checkpoint: Checkpoint) -> Compared:
        """Return what came of the comparison with a checkpoint whose signature holds."""
        if self._held.get(checkpoint):
            return "holds"
        if Mark(checkpoint.size, checkpoint.root) in self._named:
            return "restored"
        if checkpoint.size > self.size:
            return "cut"
        return "rewritten" if checkpoint in self._held else "not_compared"

    def holding(self) -> list[int]:
        """Return the sizes of the checkpoints that hold, in order, after a 0 for what always does: nothing."""
        return [0, *sorted(one.size for one, held in self._held.items() if held and one.size)]

    def _take_damaged(self, row: Stored, column: str) -> None:
        try:
            columns = row.recomputed().hash
        except DamagedError:
            columns = None
        seq, n = _number(row.seq), _number(row.n)
        stream = row.stream if isinstance(row.stream, str) else None
        fault = Fault("changed", seq, stream, n, column=None if row == NOTHING else column, span=self._where())
        stored = row.hash if isinstance(row.hash, bytes) and len(row.hash) == _HASH_BYTES else None
        if stream is not None and n is not None:
            self._claimed.add((stream, n))
        self._pending.append(_Damaged(fault, stored, columns))
        if len(self._pending) == 1 and seq == self.size:
            self._place(1)

    def _place(self, room: int) -> None:
        """Give the damaged rows that wait their places, where they fill exactly the room before the next sound row."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        if room != len(pending):
            for one in pending:
                self._fault(one.fault if room else replace(one.fault, kind="inserted"))
                if one.fault.seq is not None:
                    self._present.append(one.fault.seq)
            return
        for one in pending:
            seq = self.size
            if self._fault(replace(one.fault, seq=seq)):
                self._unproved.append(len(self.faults) - 1)
            self._log.take(_LOG, seq, seq)
            self._grow(one.stored, one.columns)

    def _take_in_stream(self, record: Record, *, late: bool) -> None:
        step = self._streams.take(record.stream, record.n, record.seq)
        if step == "again":
            self._blame("repeated", record)
        if step == "late" and not late:
            self._blame("reordered", record)

    def _grow(self, stored: bytes | None, columns: bytes | None) -> None:
        self._compare()
        same = self.stored is self.columns and stored == columns
        self.stored = _grown(self.stored, stored)
        self.columns = self.stored if same else _grown(self.columns, columns)

    def _fits(self, peak: object) -> bool:
        """Return whether the last leaf completes such a subtree, where it is known what the leaves are."""
        trees = [tree for tree in (self.stored, self.columns) if tree]
        return not trees or any(peak == tree.peak for tree in trees)

    def _compare(self) -> None:
        """Compare with the checkpoints of this very size."""
        size = self.stored.size if self.stored else self.columns.size if self.columns else -1
        for one in self._waiting.pop(size, ()):
            if self.stored and self.stored.root() == one.root:
                self._prove("columns")
                self.columns = self.stored
            elif self.columns and self.columns.root() == one.root:
                self._prove("hash")
                self.stored = self.columns
            else:
                self._held[one] = False
                continue
            self._held[one] = True

    def _prove(self, changed: Literal["columns", "hash"]) -> None:
        """Note of the damaged rows so far what a checkpoint shows: with the other of the two it would not hold."""
        for place in self._unproved:
            self.faults[place] = replace(self.faults[place], proved=changed)
        self._unproved.clear()

    def _blame(self, kind: FaultKind, record: Record) -> None:
        self._fault(Fault(kind, record.seq, record.stream, record.n, span=self._where()))

    def _fault(self, fault: Fault) -> bool:
        """Note a fault, and return whether more than its number is kept."""
        self.fault_count += 1
        if self.fault_count > MOST_FAULTS:
            return False
        self.faults.append(fault)
        return True


def _by_place(fault: Fault) -> float:
    return math.inf if fault.seq is None else fault.seq


def _grown(frontier: Frontier | None, content: bytes | None) -> Frontier | None:
    return None if frontier is None or content is None else frontier.append(leaf(content))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
