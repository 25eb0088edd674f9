"""What every store of the log promises. One suite, three forms: what is not the same in all of them is a fault of one."""

from datetime import datetime
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.conftest import ORIGIN
from tests.store.places import AT, fact, facts

from sekisho.ledger.log import Fact, Stored
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.merkle import EMPTY, Frontier, leaf
from sekisho.ledger.store import Conflict, Store

STREAM = "dispatch/2026-000001"
# Sorted as code points: another order in any language's sorting.
NAMES = ("Z", "a", "dispatch/1", "dispatch/10", "dispatch/2", "é", "案件", "ﬀ", "\U0001f4e8")


def untouched(store: Store) -> None:
    assert store.size() == 0
    assert store.root(0) == EMPTY
    assert list(store.streams()) == []
    assert list(store.stored()) == []


def test_a_new_log_is_empty_and_has_its_name(store: Store) -> None:
    untouched(store)
    assert store.origin == ORIGIN
    assert list(store.records()) == list(store.stream(STREAM)) == []


@pytest.mark.parametrize("expected", [-1, 1, 2, 2**40])
def test_nothing_is_written_where_the_stream_is_new_and_the_caller_has_seen_something(
    store: Store, expected: int
) -> None:
    with pytest.raises(Conflict) as caught:
        store.append(STREAM, expected, facts(2))
    assert (caught.value.stream, caught.value.expected, caught.value.now) == (STREAM, expected, 0)
    untouched(store)


@pytest.mark.parametrize("expected", [-1, 0, 1, 2, 4])
def test_nothing_is_written_where_the_stream_went_on(store: Store, expected: int) -> None:
    store.append(STREAM, 0, facts(3))
    store.append("other", 0, facts(7))
    before = list(store.stored())
    for entries in (facts(1), []):
        with pytest.raises(Conflict) as caught:
            store.append(STREAM, expected, entries)
        assert caught.value.now == 3
    assert list(store.stored()) == before


UNFIT = [
    Fact("done", 1, datetime(2026, 4, 1), "person/1", {}),  # noqa: DTZ001  that is the point
    Fact("", 1, AT, "person/1", {}),
    Fact("done", 0, AT, "person/1", {}),
    Fact("done", 2**31, AT, "person/1", {}),
    Fact("done", 1, AT, "佐藤 花子", {}),
    Fact("done", 1, AT, "a" * 201, {}),
    Fact("done", 1, AT, "person/1", {"number": float("nan")}),
    Fact("done", 1, AT, "person/1", {"number": 2**53}),
    Fact("done", 1, AT, "person/1", {"text": "half \ud800"}),
]


@pytest.mark.parametrize("unfit", UNFIT)
def test_one_entry_that_is_not_fit_takes_all_of_the_call_with_it(store: Store, unfit: Fact) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says, nothing may be written
        store.append(STREAM, 0, [*facts(2), unfit, *facts(2)])
    untouched(store)
    assert [one.n for one in store.append(STREAM, 0, facts(1))] == [1]


@pytest.mark.parametrize("name", ["", "two words", "line\nend", "n" * 201, "\0"])
def test_a_stream_has_a_name(store: Store, name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the same
        store.append(name, 0, facts(1))
    untouched(store)
    assert list(store.stream(name)) == []


def test_no_entries_compare_the_number_and_write_nothing(store: Store) -> None:
    assert store.append(STREAM, 0, []) == ()
    untouched(store)


@pytest.mark.parametrize("size", [-1, 4, 2**40])
def test_there_is_no_root_of_what_is_not_there(store: Store, size: int) -> None:
    store.append(STREAM, 0, facts(3))
    with pytest.raises(ValueError, match="not so many"):
        store.root(size)


def test_a_stream_that_is_none_is_empty_and_a_prefix_is_another_stream(store: Store) -> None:
    store.append("dispatch/10", 0, facts(2))
    assert list(store.stream("dispatch/1")) == []
    assert list(store.stream("DISPATCH/10")) == []
    assert list(store.stream("dispatch/10", after=2)) == list(store.stream("dispatch/10", after=9)) == []
    assert list(store.records(after_seq=1)) == list(store.records(after_seq=9)) == []


def test_numbers_have_no_gap_in_the_log_and_none_in_the_stream(store: Store) -> None:
    made = [
        *store.append("a", 0, facts(2)),
        *store.append("b", 0, facts(1)),
        *store.append("a", 2, facts(2)),
        *store.append("b", 1, facts(3)),
    ]
    assert [(one.seq, one.stream, one.n) for one in made] == [
        (0, "a", 1),
        (1, "a", 2),
        (2, "b", 1),
        (3, "a", 3),
        (4, "a", 4),
        (5, "b", 2),
        (6, "b", 3),
        (7, "b", 4),
    ]
    assert list(store.records()) == made
    assert list(store.records(4)) == made[5:]
    assert list(store.stream("a", after=1)) == [made[1], made[3], made[4]]
    assert list(store.streams()) == [("a", 4), ("b", 4)]
    assert [row.record() for row in store.stored()] == made
    ends = [reduce(Frontier.append, [leaf(one.hash) for one in made[: at + 1]], Frontier()) for at in range(len(made))]
    rows = [Stored.of(one, end.peak) for one, end in zip(made, ends, strict=True)]
    assert list(store.stored()) == rows
    assert list(store.stored(6)) == rows[7:]
    assert store.size() == 8


def test_long_calls_and_long_streams_come_back_whole(store: Store) -> None:
    made = [
        *store.append("long", 0, facts(1201)),
        *store.append("short", 0, facts(1)),
        *store.append("long", 1201, facts(2)),
    ]
    assert list(store.records()) == made
    assert [one.n for one in store.stream("long")] == list(range(1, 1204))
    assert [one.n for one in store.stream("long", after=999)] == list(range(1000, 1204))
    assert [row.seq for row in store.stored(500)] == list(range(501, 1204))


def test_who_reads_may_write_in_between(store: Store) -> None:
    store.append(STREAM, 0, facts(1100))
    for one in store.stream(STREAM):
        if one.n % 400 == 0:
            store.append("notes", one.n // 400 - 1, facts(1))
    assert dict(store.streams()) == {STREAM: 1100, "notes": 2}


def test_streams_come_in_the_order_of_code_points(store: Store) -> None:
    for name in reversed(NAMES):
        store.append(name, 0, facts(1))
    assert [name for name, _ in store.streams()] == list(NAMES) == sorted(NAMES)


def test_data_comes_back_as_it_was_written(store: Store) -> None:
    data = {
        "text": '髙橋　﨑\U00020bb7 \\ " \n \x00 \u2028 e\u0301',
        "numbers": [0, -1, 0.5, 1e-7, 1e21, 2**53 - 1],
        "nothing": [None, True, False, "", [], {}],
        "": {"é": 1, "e\u0301": 2},
    }
    [made] = store.append(STREAM, 0, [fact(**data)])
    [found] = store.stream(STREAM)
    assert found == made
    assert found.data == {"number": 0, **data}
    assert found.moment == AT


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ENTRIES = st.lists(st.builds(fact, number=st.integers(0, 9), value=VALUES), max_size=4)
CALLS = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(-1, 2), ENTRIES), max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=CALLS)
def test_any_calls_have_the_same_answers_as_in_memory(
    store: Store, model: MemoryStore, calls: list[tuple[str, int, list[Fact]]]
) -> None:
    for name, off, entries in calls:
        expected = dict(model.streams()).get(name, 0) + (off if off != 2 else 0)
        assert answer(store, name, expected, entries) == answer(model, name, expected, entries)
    size = model.size()
    assert (store.size(), store.root(size), store.root(size // 2)) == (size, model.root(size), model.root(size // 2))
    assert list(store.stored()) == list(model.stored())
    assert list(store.streams()) == list(model.streams())


@pytest.fixture
def model() -> MemoryStore:
    """What the store is held against. Both go on growing from one example to the next: a log has no other way."""
    return MemoryStore(ORIGIN)


def answer(store: Store, name: str, expected: int, entries: list[Fact]) -> object:
    try:
        return store.append(name, expected, entries)
    except Conflict as conflict:
        return conflict.now
    except ValueError:
        return ValueError
