"""When a backup is put back: what the outside checkpoints say is lost, and the event that names it.

A store that is shorter than an outside checkpoint takes no events until one event, the next in the log, names every
checkpoint that is lost. So a loss is in the log for ever, and nobody can pass one off as an old backup later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sekisho.ledger.canonical import JSON
from sekisho.ledger.checkpoint import ROOT_BYTES, Checkpoint, base64
from sekisho.ledger.log import Fact, Record
from sekisho.ledger.model import LedgerError
from sekisho.ledger.notes import spelled
from sekisho.ledger.store import Store
from sekisho.words import say

STREAM, TYPE, VERSION = "ledger", "restored", 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What a lost checkpoint said: so many events, with this root (32 bytes)."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """What is lost: all after the first ``kept`` events, of which there were at least as many as the last mark says."""

    kept: int
    lost: tuple[Mark, ...]


class RewrittenError(Exception):
    """The log has as many events as a checkpoint, and they are others: no backup explains that.

    ``checkpoint`` is the smallest that differs.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        super().__init__(f"the first {checkpoint.size} events are not those of the checkpoint of {checkpoint.at}")
        self.checkpoint = checkpoint


class ReadOnlyError(LedgerError):
    """A backup was put back, and nobody has named what is lost by it: until then nothing is written."""

    def __init__(self, gap: Gap) -> None:
        super().__init__(
            say(
                "控えから戻したデータは、外の証跡点より短くなっています（{kept}件。外には{size}件までの証跡点があります）。"
                "失われた分を証跡に書くまで、何も記録しません。",
                kept=gap.kept,
                size=gap.lost[-1].size,
            )
        )
        self.gap = gap


def named(store: Store) -> frozenset[Mark]:
    """Return what the log itself says is lost.

    Raises:
        DamagedError: a row of the stream of restorations is not what was written.

    """
    return frozenset(mark for record in store.stream(STREAM) if (gap := named_gap(record)) for mark in gap.lost)


def lost(store: Store, checkpoints: Iterable[Checkpoint]) -> Gap | None:
    """Return what outside checkpoints, whose signatures hold, say is lost; None where nothing is, or it is named already.

    While there is a gap, the store must take no event but ``restored`` of it.

    Raises:
        RewrittenError: a checkpoint is contradicted by the log, not only longer than it.
        DamagedError: a row of the stream of restorations is not what was written.

    """
    known, size, missing = named(store), store.size(), set[Mark]()
    for one in sorted(checkpoints, key=lambda checkpoint: checkpoint.size):
        mark = Mark(one.size, one.root)
        if mark in known:
            continue
        if one.size > size:
            missing.add(mark)
        elif store.root(one.size) != one.root:
            raise RewrittenError(one)
    return Gap(size, tuple(sorted(missing, key=lambda mark: (mark.size, mark.root)))) if missing else None


def restored(gap: Gap, at: datetime, by: str) -> Fact:
    """Return the event that names a gap, for the stream ``ledger``. It must be the next one in the log."""
    marks: list[JSON] = [{"size": mark.size, "root": base64(mark.root)} for mark in gap.lost]
    return Fact(TYPE, VERSION, at, by, {"kept": gap.kept, "lost": marks})


def named_gap(record: Record) -> Gap | None:
    """Return the gap that a record names; None where it is none of those events, or not exactly as ``restored`` makes it."""
    if (record.stream, record.type, record.v) != (STREAM, TYPE, VERSION) or set(record.data) != {"kept", "lost"}:
        return None
    kept, marks = record.data["kept"], record.data["lost"]
    # Every event after the kept ones could have been taken back: only the first can say that they were all there were.
    if kept != record.seq or isinstance(kept, bool) or not isinstance(marks, list) or not marks:
        return None
    try:
        found = tuple(_mark(one, record.seq) for one in marks)
    except ValueError:
        return None
    return Gap(record.seq, found)


def _mark(value: object, kept: int) -> Mark:
    if not isinstance(value, dict) or set(value) != {"size", "root"}:
        raise ValueError("no mark")
    size = value["size"]
    if not isinstance(size, int) or isinstance(size, bool) or size <= kept:
        raise ValueError("nothing lost")
    return Mark(size, spelled(value["root"], ROOT_BYTES))
