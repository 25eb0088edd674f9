"""Over two thousand tamperings by chance, each of which must be found; and a thousand untouched logs, of which nothing may be said.

A tampering that leaves every hash sound is found by an older checkpoint from outside, which each of these has.
"""

import random
from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from tests.unit.ledger.logs import ORIGIN, checkpoint, filled, rehashed, renumbered, trusted

from sekisho.ledger.checkpoint import Checkpoint
from sekisho.ledger.log import DamagedError, Stored
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.verify import verify

EACH = 170
LOGS = 60
UNTOUCHED = 1000
Rows = list[Stored]
COLUMNS = [field.name for field in fields(Stored)]


@pytest.fixture(scope="module")
def logs() -> list[tuple[MemoryStore, Rows]]:
    stores = [filled(random.Random(number), 8 + number % 17) for number in range(LOGS)]
    return [(store, list(store.stored())) for store in stores]


def flipped(value: object, chance: random.Random) -> object:
    """Return a value with one byte changed: in a number, in a text so that it is one still, or in bytes."""
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(12))
    data = bytearray(value if isinstance(value, bytes) else str(value).encode())
    while True:
        changed = bytearray(data)
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        if isinstance(value, bytes):
            return bytes(changed)
        try:
            return changed.decode()
        except UnicodeDecodeError:
            continue


# ---------------------------------------------------------------- what leaves a hash that does not fit, or a number


def changed_byte(rows: Rows, chance: random.Random) -> Rows:
    at, column = chance.randrange(len(rows)), chance.choice(COLUMNS)
    value = flipped(getattr(rows[at], column), chance)
    return [*rows[:at], replace(rows[at], **{column: value}), *rows[at + 1 :]]


def removed(rows: Rows, chance: random.Random) -> Rows:
    # Not the last ones: that is a cut, and needs a checkpoint.
    start = chance.randrange(len(rows) - 1)
    return [*rows[:start], *rows[chance.randrange(start + 1, len(rows)) :]]


def reordered(rows: Rows, chance: random.Random) -> Rows:
    at, other = sorted(chance.sample(range(len(rows)), 2))
    return [*rows[:at], rows[other], *rows[at + 1 : other], rows[at], *rows[other + 1 :]]


def inserted(rows: Rows, chance: random.Random) -> Rows:
    at = chance.randrange(len(rows) + 1)
    copy = chance.choice(rows)
    forged = replace(copy, seq=chance.randrange(len(rows)), by="p-forged", hash=chance.choice([copy.hash, bytes(32)]))
    return [*rows[:at], chance.choice([copy, forged, next(rehashed([forged]))]), *rows[at:]]


def swapped(column: str) -> Callable[[Rows, random.Random], Rows]:
    def swap(rows: Rows, chance: random.Random) -> Rows:
        told = list(rows)
        pairs = [
            (one, other)
            for one in range(len(rows))
            for other in range(one)
            if getattr(rows[one], column) != getattr(rows[other], column)
        ]
        one, other = chance.choice(pairs)
        told[one] = replace(rows[one], **{column: getattr(rows[other], column)})
        told[other] = replace(rows[other], **{column: getattr(rows[one], column)})
        # As they lie in a table: in the order of their numbers.
        return sorted(told, key=lambda row: int(str(row.seq)))

    return swap


def hashed_anew(rows: Rows, chance: random.Random) -> Rows:
    """Change a column, and make the hash of the row anew, and no more."""
    changed = rewritten(rows, chance)
    return [replace(one, peak=row.peak) for one, row in zip(changed, rows, strict=True)]


BY_THEMSELVES: dict[str, Callable[[Rows, random.Random], Rows]] = {
    "changed byte": changed_byte,
    "removed": removed,
    "reordered": reordered,
    "inserted": inserted,
    "swapped streams": swapped("stream"),
    "swapped n": swapped("n"),
    "swapped seq": swapped("seq"),
    "swapped hashes": swapped("hash"),
    "swapped data": swapped("data"),
    "swapped peaks": swapped("peak"),
    "hashed anew under the old tree": hashed_anew,
}


# ---------------------------------------------------------------- what leaves a log that is sound in itself


def rewritten(rows: Rows, chance: random.Random) -> Rows:
    """Change a column so that a record can have it, and make the hashes and the tree anew."""
    at = chance.randrange(len(rows))
    for _ in range(1000):
        column = chance.choice([name for name in COLUMNS if name not in {"seq", "hash", "peak"}])
        row = replace(rows[at], **{column: flipped(getattr(rows[at], column), chance)})
        try:
            row.recomputed()
            return list(rehashed([*rows[:at], row, *rows[at + 1 :]]))
        except DamagedError:
            continue
    raise AssertionError("no change leaves a record")


def anew(change: Callable[[Rows, random.Random], Rows]) -> Callable[[Rows, random.Random], Rows]:
    return lambda rows, chance: list(rehashed(renumbered(change(rows, chance))))


def cut(rows: Rows, chance: random.Random) -> Rows:
    return rows[: chance.randrange(len(rows))]


SOUND: dict[str, Callable[[Rows, random.Random], Rows]] = {
    "changed and hashed anew": rewritten,
    "removed and hashed anew": anew(removed),
    "reordered and hashed anew": anew(reordered),
    "inserted and hashed anew": anew(inserted),
    "streams swapped and hashed anew": anew(swapped("stream")),
    "cut": cut,
}


@pytest.mark.parametrize("kind", BY_THEMSELVES)
def test_found_without_any_checkpoint(kind: str, logs: list[tuple[MemoryStore, Rows]]) -> None:
    chance = random.Random(f"alone {kind}")
    for _ in range(EACH):
        _, rows = chance.choice(logs)
        touched = BY_THEMSELVES[kind](rows, chance)
        assert touched != rows
        report = verify(touched, [], trusted())
        assert report.fault_count
        assert not report.is_good


@pytest.mark.parametrize("kind", SOUND)
def test_found_by_an_older_checkpoint(kind: str, logs: list[tuple[MemoryStore, Rows]]) -> None:
    chance = random.Random(f"anchored {kind}")
    for _ in range(EACH):
        store, rows = chance.choice(logs)
        # What is only put at the end is what everybody may do.
        while (touched := SOUND[kind](rows, chance))[: len(rows)] == rows:
            continue
        differs = next(at for at, row in enumerate(rows) if at >= len(touched) or touched[at] != row)
        # Three of any age, and one that was made after what is different now.
        older = chance.sample(range(1, len(rows) + 1), 3)
        sizes = sorted({*older, chance.randrange(differs, len(rows)) + 1})
        marks = [checkpoint(store, size) for size in sizes]
        report = verify(touched, marks, trusted())
        # Checkpoints of before the difference hold, those after do not, and nothing else is said to be anchored.
        states = [anchor.state for anchor in report.anchors]
        assert [state == "holds" for state in states] == [size <= differs for size in sizes], (kind, states, differs)
        assert not report.is_good
        assert report.anchored == max((size for size in sizes if size <= differs), default=0)
        assert all(
            anchor.after <= differs < anchor.checkpoint.size for anchor in report.anchors if anchor.state != "holds"
        )


def test_of_an_untouched_log_nothing_is_said() -> None:
    chance = random.Random("untouched")
    for number in range(UNTOUCHED):
        size = chance.randrange(20)
        store = filled(random.Random(number), size)
        marks: list[Checkpoint] = [checkpoint(store, one) for one in chance.sample(range(size + 1), min(3, size + 1))]
        report = verify(store.stored(), marks, trusted(), size=size)
        assert report.is_good
        assert report.faults == ()
        assert report.origin == ORIGIN
        assert report.anchored == max(one.size for one in marks)
        assert report.unanchored == size - report.anchored
