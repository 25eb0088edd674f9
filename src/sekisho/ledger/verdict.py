"""What a verification of the log can come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sekisho.ledger.checkpoint import Checkpoint, Rotation
from sekisho.ledger.restore import Gap
from sekisho.ledger.trust import Refusal

MOST_FAULTS = 1000
"""Faults that are kept; of the others there is the number alone."""

FaultKind = Literal["changed", "missing", "inserted", "reordered", "gap", "repeated"]
"""changed: a column, or the stored hash, is not what was written. missing: numbers of the log that are not there.
inserted: there is another event with this number, or no place for this one. reordered: not where its number belongs.
gap: numbers of a stream that are not there, though the log may have none missing. repeated: a stream has the number twice."""

Compared = Literal["holds", "rewritten", "cut", "restored", "not_compared"]
"""holds: the log begins with exactly what was signed. rewritten: what stands there is another history, sound in itself or
not. cut: there are fewer events than were signed. restored: one of the two, and an event in the log names exactly this
checkpoint as lost when a backup was put back. not_compared: events before it are missing or out of order."""

State = Compared | Refusal
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one event, or with ``count`` in a row from the one that is named.

    ``seq``: place in the log; for a gap, of the event that follows it. None where nobody can say. ``stream`` and ``n``: as
    they stand in the row, which may be the changed columns; for a gap, the first number that is missing. ``column``: of a
    changed event, the column that no event can have so; ``hash`` where the columns and the stored hash do not fit; ``peak``
    where those fit, and the event is not the one with which the tree grew, or one before it is not; None where nothing of it
    can be read. ``proved``: which of columns and hash a later checkpoint shows to be changed. ``span``: from which to before
    which byte of the file the line stands.
    """

    kind: FaultKind
    seq: int | None
    stream: str | None = None
    n: int | None = None
    count: int = 1
    column: str | None = None
    proved: Literal["columns", "hash"] | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What came of the comparison with one checkpoint.

    ``after``: the size of the largest checkpoint below that holds, 0 where there is none. Where this one does not hold,
    the first difference lies between: not before event ``after``, and before event ``checkpoint.size``.
    """

    checkpoint: Checkpoint
    state: State
    after: int


@dataclass(frozen=True, slots=True)
class Restored:
    """An event that says that a backup was put back: its place in the log, when and who, and what it names as lost."""

    seq: int
    at: str
    by: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification came to.

    ``size``: how many events there are, in order. ``root``: of the tree over their stored hashes, None where events are
    missing or out of order. ``fault_count``: all faults, also those of which no more is kept. ``anchored``: how many events
    are under a checkpoint that holds; those after are *not yet anchored*: if some were cut off there, nobody can see it.
    """

    origin: str
    size: int
    root: bytes | None
    faults: tuple[Fault, ...]
    fault_count: int
    anchors: tuple[Anchor, ...]
    anchored: int
    restorations: tuple[Restored, ...]
    refused: tuple[Rotation, ...]

    @property
    def unanchored(self) -> int:
        """How many events no checkpoint that holds covers; the first of them is number ``anchored`` of the log."""
        return self.size - self.anchored

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong. What is not anchored is not wrong."""
        return not self.fault_count and not self.refused and all(one.state in _GOOD for one in self.anchors)


_GOOD: frozenset[State] = frozenset({"holds", "restored"})
