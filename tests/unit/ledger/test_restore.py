"""Which events say that a backup was put back, and name a gap: only those that say it exactly."""

from dataclasses import replace

import pytest
from tests.unit.ledger.logs import AT, ORIGIN, fact

from sekisho.ledger.log import Fact, Record, record
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.restore import Gap, Mark, lost, named_gap, restored

GAP = Gap(3, (Mark(5, bytes(32)), Mark(9, bytes(range(32)))))
FACT = restored(GAP, AT, "p-1")
ROOT = FACT.data["lost"][0]["root"]  # type: ignore[index, call-overload]


def written(entry: Fact, seq: int = 3, stream: str = "ledger") -> Record:
    return record(entry, seq=seq, stream=stream, n=1)


def data(**changes: object) -> Fact:
    return replace(FACT, data={**FACT.data, **changes})


@pytest.mark.parametrize(
    "entry",
    [
        replace(FACT, type="Restored"), replace(FACT, v=2), replace(FACT, data={}), data(more=1), data(kept=2), data(kept=4),
        data(kept="3"), data(kept=None), data(lost=[]), data(lost=None), data(lost={}), data(lost=[5]), data(lost=[{"size": 5}]),
        data(lost=[{"size": 5, "root": ROOT, "more": 1}]), data(lost=[{"size": 3, "root": ROOT}]), data(lost=[{"size": 2, "root": ROOT}]),
        data(lost=[{"size": "5", "root": ROOT}]), data(lost=[{"size": True, "root": ROOT}]), data(lost=[{"size": 5, "root": "AA=="}]),
        data(lost=[{"size": 5, "root": None}]), data(lost=[{"size": 5, "root": ROOT}, {}]),
    ],
)  # fmt: skip
def test_what_does_not_say_it_exactly_names_nothing(entry: Fact) -> None:
    assert named_gap(written(entry)) is None


def test_it_counts_at_the_first_place_after_what_was_kept_and_in_its_stream_alone() -> None:
    assert named_gap(written(FACT, seq=4)) is None
    assert named_gap(written(FACT, stream="dispatch/1")) is None
    first = restored(replace(GAP, kept=1), AT, "p-1")
    assert named_gap(written(replace(first, data={**first.data, "kept": True}), seq=1)) is None


def test_what_is_written_is_what_was_lost() -> None:
    assert named_gap(written(FACT)) == GAP


def test_a_store_that_has_all_that_was_signed_has_no_gap() -> None:
    store = MemoryStore(ORIGIN)
    assert lost(store, []) is None
    store.append("s", 0, [fact(0)])
    assert lost(store, []) is None
