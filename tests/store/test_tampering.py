"""Somebody owns the database, drops the triggers and changes what happened: what was done is found, and with which event."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import accumulate, islice

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.store.conftest import ORIGIN
from tests.store.places import AT, Place, fact, facts

from sekisho.ledger import checkpoint
from sekisho.ledger.checkpoint import Checkpoint
from sekisho.ledger.log import DamagedError, Stored
from sekisho.ledger.merkle import Frontier, leaf
from sekisho.ledger.trust import trust
from sekisho.ledger.verdict import Report
from sekisho.ledger.verify import verify
from sekisho.web.store.opening import open_store
from sekisho.web.store.sql import CutError, SqlStore

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
A, B = "dispatch/2026-000001", "dispatch/2026-000002"
Rows = list[Stored]


@dataclass
class Case:
    """A log of twelve events, in the hands of an attacker. Outside lie checkpoints of its first eight and of all."""

    place: Place
    checkpoints: list[Checkpoint]

    def verified(self, *, outside: bool = True) -> Report:
        store = open_store(self.place.data)
        try:
            noted = self.checkpoints if outside else []
            return verify(store.stored(), noted, trust(ORIGIN, [KEY.public_key()]), size=store.size())
        finally:
            store.close()

    def states(self) -> list[str]:
        return [one.state for one in self.verified().anchors]

    def rewrite(self, change: Callable[[Rows], Rows], *, hashes: bool, tree: bool) -> None:
        """Put a changed log in the place of the old one; make hashes, and the tree with the head, fit it again."""
        rows = change([Stored(*row) for row in self.place.run("SELECT * FROM ledger_event ORDER BY seq")])
        if hashes:
            rows = [replace(row, hash=row.recomputed().hash) for row in rows]
        if tree:
            ends = islice(
                accumulate((leaf(row.recomputed().hash) for row in rows), Frontier.append, initial=Frontier()), 1, None
            )
            rows = [replace(row, peak=end.peak) for row, end in zip(rows, ends, strict=True)]
        statements: list[tuple[str, tuple[object, ...]]] = [("DELETE FROM ledger_event", ())]
        statements += [
            (
                "INSERT INTO ledger_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tuple(getattr(row, one.name) for one in fields(row)),
            )
            for row in rows
        ]
        if tree:
            statements.append(("UPDATE ledger_head SET size = ?", (len(rows),)))
        self.place.run_all(statements)


def noted(store: SqlStore) -> Checkpoint:
    return checkpoint.sign(store.origin, store.size(), store.root(store.size()), KEY, AT)


@pytest.fixture
def case(place: Place) -> Iterator[Case]:
    store = open_store(place.data, origin=ORIGIN)
    store.append(A, 0, facts(4))
    store.append(B, 0, facts(4))
    outside = [noted(store)]
    store.append(A, 4, [fact(9, reason="確認")])
    with store.transaction():  # the head does not wait for more events
        store.append(B, 4, facts(3))
    outside.append(noted(store))
    store.close()
    place.without_triggers()
    return Case(place, outside)


def faults(report: Report) -> set[tuple[str, int | None]]:
    return {(fault.kind, fault.seq) for fault in report.faults}


def set_at(seq: int, **columns: object) -> Callable[[Rows], Rows]:
    return lambda rows: [replace(row, **columns) if row.seq == seq else row for row in rows]


# ---------------------------------------------------------------- honest


def test_a_log_that_nobody_touched_is_good(case: Case) -> None:
    report = case.verified()
    assert report.is_good
    assert case.states() == ["holds", "holds"]
    assert (report.size, report.anchored) == (12, 12)


def test_the_same_log_written_again_is_good(case: Case) -> None:
    case.rewrite(list, hashes=True, tree=True)
    assert case.verified().is_good


# ---------------------------------------------------------------- one column

CHANGES = [
    ("stream", "'dispatch/2026-000003'"),
    ("n", "99"),
    ("type", "'step_refused'"),
    ("v", "2"),
    ("at", "'2026-04-01T09:30:00.000001Z'"),
    ("at", "'2026-04-01T09:30:00Z'"),
    ("by", "'person/0000'"),
    ("data", """'{"number":3}'"""),
    ("data", """'{"number": 2}'"""),
    ("data", "'{'"),
    ("data", "''"),
]


@pytest.mark.parametrize(("column", "value"), CHANGES)
def test_a_changed_column_is_found_and_used_for_nothing(case: Case, column: str, value: str) -> None:
    case.place.run(f'UPDATE ledger_event SET "{column}" = {value} WHERE seq = 6')  # noqa: S608  the attacker's own
    assert ("changed", 6) in faults(case.verified(outside=False))
    store = open_store(case.place.data)
    with pytest.raises(DamagedError):
        list(store.records())
    with pytest.raises(DamagedError):
        list(store.stream(B))
    store.close()


def test_a_changed_number_in_the_log_is_found(case: Case) -> None:
    case.place.run("UPDATE ledger_event SET seq = 60 WHERE seq = 6")
    assert not case.verified(outside=False).is_good
    store = open_store(case.place.data)
    with pytest.raises(DamagedError):
        list(store.records())
    store.close()


@pytest.mark.parametrize("digits", ["00" * 32, "", "ff"])
def test_a_changed_hash_is_found(case: Case, digits: str) -> None:
    case.place.run("UPDATE ledger_event SET hash = ? WHERE seq = 6", bytes.fromhex(digits))
    assert ("changed", 6) in faults(case.verified(outside=False))


@pytest.mark.parametrize("value", ["x'ff00'", "CAST(x'ff' AS TEXT)", "7", "7.5"])
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_sqlite_keeps_in_any_column_is_found_too(case: Case, value: str) -> None:
    for column in ("stream", "n", "type", "v", "at", "by", "data", "hash", "peak"):
        case.place.run(f'UPDATE ledger_event SET "{column}" = {value} WHERE seq = 6')  # noqa: S608  the same
        assert ("changed", 6) in faults(case.verified(outside=False)), column


@pytest.mark.parametrize("digits", ["00" * 32, "", "ff"])
@pytest.mark.parametrize("seq", range(12))
def test_a_changed_peak_is_found(case: Case, seq: int, digits: str) -> None:
    case.place.run("UPDATE ledger_event SET peak = ? WHERE seq = ?", bytes.fromhex(digits), seq)
    report = case.verified(outside=False)
    assert [(fault.kind, fault.seq, fault.column) for fault in report.faults] == [("changed", seq, "peak")]


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_peak_that_was_taken_away_is_found(case: Case) -> None:
    case.place.run("ALTER TABLE ledger_event ALTER COLUMN peak DROP NOT NULL")
    case.place.run("UPDATE ledger_event SET peak = NULL WHERE seq = 6")
    assert faults(case.verified(outside=False)) == {("changed", 6)}


def test_a_changed_peak_beside_other_damage_is_found(case: Case) -> None:
    case.place.run("UPDATE ledger_event SET hash = ? WHERE seq = 2", bytes(32))
    assert faults(case.verified(outside=False)) == {("changed", 2)}
    case.place.run("UPDATE ledger_event SET peak = ? WHERE seq = 6", bytes(32))
    assert faults(case.verified(outside=False)) == {("changed", 2), ("changed", 6)}


# ---------------------------------------------------------------- rows


def test_a_removed_event_is_found(case: Case) -> None:
    case.place.run("DELETE FROM ledger_event WHERE seq = 6")
    report = case.verified(outside=False)
    assert ("missing", 6) in faults(report)
    assert [(fault.stream, fault.n) for fault in report.faults if fault.kind == "gap"] == [(B, 3)]
    store = open_store(case.place.data)
    for reading in (store.records(), store.stream(B)):
        with pytest.raises(DamagedError):
            list(reading)
    store.close()


def test_the_first_event_removed_is_found(case: Case) -> None:
    case.place.run("DELETE FROM ledger_event WHERE seq = 0")
    assert ("missing", 0) in faults(case.verified(outside=False))


def test_two_events_in_each_other_s_place_are_found(case: Case) -> None:
    case.rewrite(
        lambda rows: [replace(row, seq={5: 6, 6: 5}.get(int(str(row.seq)), row.seq)) for row in rows],
        hashes=False,
        tree=False,
    )
    assert {("changed", 5), ("changed", 6)} <= faults(case.verified(outside=False))


def test_an_inserted_event_is_found(case: Case) -> None:
    def forged(rows: Rows) -> Rows:
        last = rows[-1]
        return [*rows, replace(last, seq=12, n=8, hash=replace(last, seq=12, n=8).recomputed().hash)]

    case.rewrite(forged, hashes=False, tree=False)
    assert ("inserted", 12) in faults(case.verified(outside=False))
    store = open_store(case.place.data)
    with pytest.raises(CutError):
        store.append(A, 5, facts(1))
    store.close()


def test_streams_swapped_are_found(case: Case) -> None:
    swap = {A: B, B: A}
    case.rewrite(
        lambda rows: [replace(row, stream=swap[str(row.stream)]) if row.n == 2 else row for row in rows],
        hashes=False,
        tree=False,
    )
    assert {("changed", 1), ("changed", 5)} <= faults(case.verified(outside=False))


def test_a_cut_end_is_found_by_the_head_and_nothing_is_appended(case: Case) -> None:
    case.place.run("DELETE FROM ledger_event WHERE seq >= 10")
    assert ("missing", 10) in faults(case.verified(outside=False))
    store = open_store(case.place.data)
    with pytest.raises(CutError) as caught:
        store.append(B, 5, facts(1))
    assert (caught.value.size, caught.value.found) == (12, 10)
    with pytest.raises(CutError):
        store.root(11)
    store.close()


# ---------------------------------------------------------------- everything made to fit


def test_a_cut_end_that_the_head_agrees_with_is_found_by_a_checkpoint_from_outside(case: Case) -> None:
    case.rewrite(lambda rows: rows[:10], hashes=True, tree=True)
    assert case.verified(outside=False).is_good
    assert case.states() == ["holds", "cut"]


REWRITTEN: dict[str, tuple[Callable[[Rows], Rows], list[str]]] = {
    "data": (set_at(3, data='{"number":7}'), ["rewritten", "rewritten"]),
    "by": (set_at(3, by="person/0000"), ["rewritten", "rewritten"]),
    "late": (set_at(9, data='{"number":7}'), ["holds", "rewritten"]),
    "streams": (
        lambda rows: renumbered(
            [replace(row, stream={A: B, B: A}[str(row.stream)]) if row.n == 2 else row for row in rows]
        ),
        ["rewritten", "rewritten"],
    ),
    "order": (lambda rows: renumbered([*rows[:4], rows[5], rows[4], *rows[6:]]), ["rewritten", "rewritten"]),
    "removed": (lambda rows: renumbered([*rows[:6], *rows[7:]]), ["rewritten", "cut"]),
    "inserted": (lambda rows: renumbered([*rows[:6], rows[5], *rows[6:]]), ["rewritten", "rewritten"]),
}


def renumbered(rows: Rows) -> Rows:
    """Return the rows with numbers that fit their order, in the log and in the streams."""
    last: dict[object, int] = {}
    found = []
    for seq, row in enumerate(rows):
        last[row.stream] = last.get(row.stream, 0) + 1
        found.append(replace(row, seq=seq, n=last[row.stream]))
    return found


@pytest.mark.parametrize("how", REWRITTEN)
def test_a_history_written_anew_with_fitting_hashes_is_found_by_checkpoints_from_outside(case: Case, how: str) -> None:
    change, states = REWRITTEN[how]
    case.rewrite(change, hashes=True, tree=True)
    # Sound in itself: only what lies outside can tell.
    assert case.verified(outside=False).is_good
    assert case.states() == states


@pytest.mark.parametrize("how", REWRITTEN)
def test_a_history_written_anew_under_the_old_tree_is_found_without_a_checkpoint(case: Case, how: str) -> None:
    change, _ = REWRITTEN[how]
    case.rewrite(change, hashes=True, tree=False)
    assert not case.verified(outside=False).is_good


@pytest.mark.parametrize("kept", [64, 66])
def test_what_is_cut_off_above_the_head_is_found_by_a_checkpoint_from_outside(place: Place, kept: int) -> None:
    store = open_store(place.data, origin=ORIGIN)
    for seen in range(67):
        store.append(A, seen, facts(1))
    assert store.run("SELECT size FROM ledger_head") == [(64,)]
    case = Case(place, [noted(store)])
    store.close()
    place.without_triggers()
    place.run("DELETE FROM ledger_event WHERE seq >= ?", kept)
    assert case.verified(outside=False).is_good
    assert case.states() == ["cut"]
    place.run("DELETE FROM ledger_event WHERE seq >= 63")
    assert faults(case.verified(outside=False)) == {("missing", 63)}


def test_more_events_than_the_head_can_be_behind_came_by_another_door(case: Case) -> None:
    def longer(rows: Rows) -> Rows:
        return [*rows, *(replace(rows[-1], seq=seq, n=seq - 4) for seq in range(12, 70))]

    case.rewrite(longer, hashes=True, tree=True)
    case.place.run("UPDATE ledger_head SET size = 12")
    assert ("inserted", 12) in faults(case.verified(outside=False))
    store = open_store(case.place.data)
    with pytest.raises(CutError) as caught:
        store.append(A, 5, facts(1))
    assert (caught.value.size, caught.value.found) == (12, 70)
    store.close()


def test_a_history_written_anew_under_the_old_tree_does_not_sign_itself(case: Case) -> None:
    case.rewrite(set_at(3, data='{"number":7}'), hashes=True, tree=False)
    store = open_store(case.place.data)
    now = noted(store)
    store.close()
    report = verify(store.stored(), [now], trust(ORIGIN, [KEY.public_key()]))
    store.close()
    assert [one.state for one in report.anchors] == ["rewritten"]
