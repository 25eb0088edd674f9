"""What only a store in memory can get wrong; what every store promises is tested for all of them together."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.unit.ledger.logs import AT, ORIGIN, fact, trusted

from sekisho.ledger.log import Fact
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.merkle import EMPTY
from sekisho.ledger.store import Conflict, Store
from sekisho.ledger.verify import verify


@pytest.mark.parametrize("origin", ["", "two words", "a\n"])
def test_a_log_without_a_proper_name_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="name of a log"):
        MemoryStore(origin)


@pytest.mark.parametrize("expected", [-1, 1, 3])
def test_a_conflict_says_what_the_number_is_now(expected: int) -> None:
    store = MemoryStore(ORIGIN)
    store.append("s", 0, [fact(0), fact(1)])
    with pytest.raises(Conflict) as caught:
        store.append("s", expected, [fact(2)])
    assert (caught.value.stream, caught.value.expected, caught.value.now) == ("s", expected, 2)
    assert store.size() == 2


def test_all_or_nothing() -> None:
    store = MemoryStore(ORIGIN)
    with pytest.raises(ValueError, match="not fit"):
        store.append("s", 0, [fact(0), Fact("", 1, AT, "p", {})])
    assert store.size() == 0
    assert store.root(0) == EMPTY
    assert list(store.streams()) == []


def test_no_entries_are_no_events_but_the_number_is_compared() -> None:
    store = MemoryStore(ORIGIN)
    assert store.append("s", 0, []) == ()
    assert list(store.streams()) == []
    with pytest.raises(Conflict):
        store.append("s", 1, [])


def test_data_changed_by_the_caller_afterwards_is_not_changed_in_the_log() -> None:
    store = MemoryStore(ORIGIN)
    data = {"inner": [1]}
    (made,) = store.append("s", 0, [Fact("t", 1, AT, "p", data)])
    data["inner"].append(2)
    made.data["inner"].append(3)  # type: ignore[union-attr]
    assert next(store.records()).data == {"inner": [1]}


def test_where_to_begin() -> None:
    store = MemoryStore(ORIGIN)
    store.append("b", 0, [fact(0), fact(1)])
    store.append("a", 0, [fact(2)])
    assert [(one.seq, one.n) for one in store.records()] == [(0, 1), (1, 2), (2, 1)]
    assert [one.seq for one in store.records(1)] == [2]
    assert [one.n for one in store.stream("b", 1)] == [2]
    assert list(store.stream("b", 5)) == list(store.stream("c")) == list(store.records(9)) == []
    assert list(store.streams()) == [("a", 1), ("b", 2)]
    for size in (-1, 4):
        with pytest.raises(ValueError, match="not so many"):
            store.root(size)


def test_threads_that_write_at_the_same_moment() -> None:
    store: Store = MemoryStore(ORIGIN)

    def write(worker: int) -> None:
        for number in range(40):
            stream = f"s{(worker + number) % 3}"
            while True:
                seen = sum(1 for _ in store.stream(stream))
                try:
                    store.append(stream, seen, [fact(number, worker=worker)])
                    break
                except Conflict:
                    continue

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert store.size() == 240
    assert verify(store.stored(), [], trusted(), size=240).is_good
