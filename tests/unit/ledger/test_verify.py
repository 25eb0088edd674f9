"""What a verification says of an untouched log, and of one that somebody had their hands in."""

import random
from dataclasses import replace

import pytest
from tests.unit.ledger.logs import (
    AT,
    KEY,
    ORIGIN,
    OTHER,
    checkpoint,
    fact,
    filled,
    rehashed,
    renumbered,
    root_of,
    trusted,
)

from sekisho.ledger.checkpoint import Checkpoint, rotate, sign
from sekisho.ledger.log import NOTHING, Stored
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.restore import RewrittenError, lost, restored
from sekisho.ledger.trust import trust
from sekisho.ledger.verdict import MOST_FAULTS, Fault, Report
from sekisho.ledger.verify import verify

STORE = filled(random.Random(7), 40)
ROWS = list(STORE.stored())
MARKS = [checkpoint(STORE, size) for size in (10, 20, 30)]


def verified(rows: list[Stored], marks: list[Checkpoint] | None = None, **options: int) -> Report:
    return verify(iter(rows), MARKS if marks is None else marks, trusted(), **options)


def states(report: Report) -> list[str]:
    return [anchor.state for anchor in report.anchors]


def kinds(report: Report) -> list[str]:
    return sorted(fault.kind for fault in report.faults)


# ---------------------------------------------------------------- what must not be reported


def test_a_log_that_nobody_touched() -> None:
    report = verified(ROWS, size=40)
    assert report.is_good
    assert (report.size, report.anchored, report.unanchored) == (40, 30, 10)
    assert report.root == STORE.root(40)
    assert states(report) == ["holds"] * 3
    assert report.restorations == ()


def test_an_empty_log_and_its_checkpoint() -> None:
    empty = MemoryStore(ORIGIN)
    report = verify(empty.stored(), [checkpoint(empty, 0)], trusted(), size=0)
    assert report.is_good
    assert (report.size, report.anchored) == (0, 0)


def test_without_a_checkpoint_nothing_is_anchored_and_nothing_is_wrong() -> None:
    report = verified(ROWS, [])
    assert report.is_good
    assert (report.anchored, report.unanchored) == (0, 40)


def test_checkpoints_may_come_in_any_order_and_twice() -> None:
    assert verified(ROWS, [MARKS[2], MARKS[0], MARKS[2], MARKS[1]]).is_good


# ---------------------------------------------------------------- one event


@pytest.mark.parametrize(
    ("column", "value"),
    [("by", "p-9"), ("v", 9), ("data", "{}"), ("at", "2020-01-01T00:00:00.000000Z"), ("type", "x"), ("data", None)],
)
def test_a_changed_column_is_named_with_its_event(column: str, value: object) -> None:
    row = ROWS[17]
    report = verified([*ROWS[:17], replace(row, **{column: value}), *ROWS[18:]])
    (fault,) = report.faults
    assert (fault.kind, fault.seq, fault.stream, fault.n) == ("changed", 17, row.stream, row.n)
    # The stored hashes are the ones that were signed: so the columns were changed.
    assert fault.proved == "columns"
    assert states(report) == ["holds"] * 3


def test_a_changed_hash_is_told_from_a_changed_column() -> None:
    report = verified([*ROWS[:17], replace(ROWS[17], hash=bytes(32)), *ROWS[18:]])
    (fault,) = report.faults
    assert (fault.kind, fault.seq, fault.column, fault.proved) == ("changed", 17, "hash", "hash")
    assert states(report) == ["holds"] * 3


def test_after_the_last_checkpoint_nobody_can_tell_which_of_the_two_it_was() -> None:
    report = verified([*ROWS[:35], replace(ROWS[35], by="p-9"), *ROWS[36:]])
    (fault,) = report.faults
    assert (fault.kind, fault.seq, fault.proved) == ("changed", 35, None)


def test_a_removed_event_is_named_by_its_place_and_its_stream() -> None:
    follower = next(row for row in ROWS[5:] if row.stream in {one.stream for one in ROWS[:5]})
    removed = next(row for row in reversed(ROWS[:5]) if row.stream == follower.stream)
    report = verified([row for row in ROWS if row is not removed])
    assert Fault("missing", removed.seq) in report.faults  # type: ignore[arg-type]
    gap = next(fault for fault in report.faults if fault.kind == "gap")
    assert (gap.stream, gap.n, gap.count) == (removed.stream, removed.n, 1)
    assert states(report) == ["not_compared"] * 3


def test_two_events_that_changed_places_are_no_missing_ones() -> None:
    report = verified([*ROWS[:8], ROWS[9], ROWS[8], *ROWS[10:]])
    assert kinds(report) == ["reordered"]
    assert report.faults[0].seq == 8


def test_an_event_that_stands_there_twice() -> None:
    report = verified([*ROWS[:8], ROWS[7], *ROWS[8:]])
    (fault,) = report.faults
    assert (fault.kind, fault.seq) == ("inserted", 7)
    assert states(report) == ["holds"] * 3


def test_a_row_without_a_place_is_an_inserted_one() -> None:
    report = verified([*ROWS[:8], NOTHING, *ROWS[8:]])
    assert kinds(report) == ["inserted"]


def test_a_row_of_which_nothing_can_be_read_is_known_by_its_place() -> None:
    report = verified([*ROWS[:8], NOTHING, *ROWS[9:]])
    (fault,) = [one for one in report.faults if one.kind == "changed"]
    assert (fault.seq, fault.column) == (8, None)
    assert "missing" not in kinds(report)


def test_a_number_that_is_none_makes_no_events_missing_that_are_there() -> None:
    moved = replace(ROWS[8], seq=900)
    report = verified([*ROWS[:8], *ROWS[9:], moved])
    assert {fault.seq for fault in report.faults if fault.kind == "missing"} == {8}
    assert sum(fault.count for fault in report.faults if fault.kind == "missing") == 1


def test_damaged_rows_side_by_side_are_each_named() -> None:
    damaged = [replace(row, by="p-9", seq=seq) for row, seq in zip(ROWS[8:11], (8, 77, "x"), strict=True)]
    report = verified([*ROWS[:8], *damaged, *ROWS[11:]])
    assert [fault.seq for fault in report.faults] == [8, 9, 10]
    assert kinds(report) == ["changed"] * 3


def test_damaged_and_missing_at_one_place() -> None:
    report = verified([*ROWS[:8], replace(ROWS[9], by="p-9"), *ROWS[10:]])
    assert [(fault.kind, fault.seq) for fault in report.faults if fault.kind != "gap"] == [
        ("missing", 8),
        ("changed", 9),
    ]


def test_streams_and_numbers_exchanged_and_hashed_anew() -> None:
    first, second = next(
        (one, other)
        for one in ROWS[10:20]
        for other in ROWS[10:20]
        if one.stream == other.stream and one.n < other.n  # type: ignore[operator]
    )
    swapped = {first.seq: replace(first, n=second.n), second.seq: replace(second, n=first.n)}
    report = verified(list(rehashed([swapped.get(row.seq, row) for row in ROWS])))
    assert "reordered" in kinds(report)
    assert states(report) == ["holds", "rewritten", "rewritten"]


def test_a_log_in_which_all_is_damaged_is_counted_and_not_kept() -> None:
    rows = [replace(ROWS[0], seq=seq) for seq in range(1, MOST_FAULTS + 50)]
    report = verified([ROWS[0], *rows], [])
    assert len(report.faults) == MOST_FAULTS
    assert report.fault_count == MOST_FAULTS + 49


def test_more_or_fewer_events_than_the_source_says() -> None:
    assert verified(ROWS, size=42).faults == (Fault("missing", 40, count=2),)
    assert verified(ROWS, size=38).faults == (Fault("inserted", 38, count=2),)
    # A row that was taken out of a table is not in its count either.
    assert [(one.kind, one.seq) for one in verified([*ROWS[:39]], size=39).faults] == []
    assert [(one.kind, one.seq) for one in verified([*ROWS[:30], *ROWS[31:]], size=39).faults if one.kind != "gap"] == [
        ("missing", 30)
    ]
    damaged = verified([*ROWS[:39], replace(ROWS[39], by="p-9")], size=41)
    assert [(fault.kind, fault.seq) for fault in damaged.faults] == [("changed", 39), ("missing", 40)]


# ---------------------------------------------------------------- the whole history


def test_a_history_hashed_anew_is_found_by_a_checkpoint_alone() -> None:
    forged = list(rehashed([*ROWS[:17], replace(ROWS[17], by="p-9"), *ROWS[18:]]))
    assert verified(forged, []).is_good
    report = verified(forged)
    assert report.faults == ()
    assert [(anchor.state, anchor.after) for anchor in report.anchors] == [
        ("holds", 0),
        ("rewritten", 10),
        ("rewritten", 10),
    ]
    assert not report.is_good
    assert (report.anchored, report.unanchored) == (10, 30)


def test_an_event_taken_out_and_the_rest_numbered_and_hashed_anew() -> None:
    forged = list(rehashed(renumbered([*ROWS[:17], *ROWS[18:]])))
    assert verified(forged, []).is_good
    assert states(verified(forged)) == ["holds", "rewritten", "rewritten"]


def test_a_cut_is_found_up_to_the_last_checkpoint_and_said_to_be_invisible_after() -> None:
    assert [(one.state, one.after) for one in verified(ROWS[:25]).anchors] == [("holds", 0), ("holds", 10), ("cut", 20)]
    unseen = verified(ROWS[:33])
    assert unseen.is_good
    assert (unseen.anchored, unseen.unanchored) == (30, 3)


# ---------------------------------------------------------------- checkpoints that do not count


def test_checkpoints_that_do_not_count_are_said_to_be_wrong() -> None:
    forged = [
        checkpoint(STORE, 20, OTHER),
        replace(MARKS[1], size=19),
        replace(MARKS[1], origin="other.example/ledger"),
        sign("other.example/ledger", 20, STORE.root(20), KEY, AT),
        replace(MARKS[1], signature=bytes(64)),
        replace(checkpoint(STORE, 20, OTHER), key=MARKS[1].key),
    ]
    report = verified(ROWS, forged)
    assert states(report) == [
        "unknown_key", "bad_signature", "other_log", "other_log", "bad_signature", "bad_signature",
    ]  # fmt: skip
    assert not report.is_good
    assert report.anchored == 0


def test_an_old_key_does_not_sign_what_came_after_it() -> None:
    change = rotate(ORIGIN, 20, KEY, OTHER, AT)
    keys = trust(ORIGIN, [KEY.public_key()], [change])
    marks = [MARKS[1], checkpoint(STORE, 30, OTHER), MARKS[2]]
    assert states(verify(iter(ROWS), marks, keys)) == ["holds", "holds", "retired_key"]


def test_a_change_of_keys_that_does_not_count_is_said_to_be_wrong() -> None:
    change = replace(rotate(ORIGIN, 20, KEY, OTHER, AT), size=21)
    report = verify(iter(ROWS), MARKS, trust(ORIGIN, [KEY.public_key()], [change]))
    assert report.refused == (change,)
    assert not report.is_good


# ---------------------------------------------------------------- a backup that was put back


def put_back(kept: int) -> MemoryStore:
    """Return a store as a backup of the first ``kept`` events gives it, with nothing written since."""
    store = MemoryStore(ORIGIN)
    for row in STORE.records():
        if row.seq < kept:
            store.append(
                row.stream,
                row.n - 1,
                [replace(fact(0), type=row.type, v=row.v, at=row.moment, by=row.by, data=row.data)],
            )
    assert store.root(kept) == STORE.root(kept)
    return store


def test_a_gap_that_an_event_names_is_told_and_not_wrong() -> None:
    store = put_back(15)
    gap = lost(store, MARKS)
    assert gap is not None
    assert (gap.kept, [mark.size for mark in gap.lost]) == (15, [20, 30])
    store.append("ledger", 0, [restored(gap, AT, "p-1")])
    assert lost(store, MARKS) is None
    for number in range(30):
        store.append("dispatch/new", number, [fact(number)])
    after = checkpoint(store, 40)
    report = verify(store.stored(), [*MARKS, after], trusted())
    assert states(report) == ["holds", "restored", "restored", "holds"]
    assert report.is_good
    assert [(one.seq, one.by, one.gap) for one in report.restorations] == [(15, "p-1", gap)]
    assert lost(store, [*MARKS, after]) is None


@pytest.mark.parametrize(
    ("kept", "sizes", "stream"),
    [
        (14, (20, 30), "ledger"),
        (16, (20, 30), "ledger"),
        (15, (30,), "ledger"),
        (15, (20,), "ledger"),
        (15, (20, 30), "x"),
    ],
)
def test_an_event_that_names_another_gap_excuses_nothing_else(kept: int, sizes: tuple[int, ...], stream: str) -> None:
    store = put_back(15)
    gap = lost(store, MARKS)
    assert gap is not None
    other = replace(gap, kept=kept, lost=tuple(mark for mark in gap.lost if mark.size in sizes))
    store.append(stream, 0, [restored(other, AT, "p-1")])
    report = verify(store.stored(), MARKS, trusted())
    assert not report.is_good
    assert "cut" in states(report)
    assert lost(store, MARKS) is not None


def test_other_events_than_a_checkpoint_signed_are_no_gap() -> None:
    store = put_back(15)
    for number in range(30):
        store.append("dispatch/new", number, [fact(number)])
    with pytest.raises(RewrittenError) as caught:
        lost(store, MARKS)
    assert caught.value.checkpoint == MARKS[1]
    assert lost(STORE, MARKS) is None


def test_the_root_is_the_one_over_the_stored_hashes() -> None:
    assert verified(ROWS[:13], []).root == root_of(ROWS[:13])
