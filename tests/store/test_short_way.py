"""The short way of an append believes nothing of what a store remembers: whoever wrote, or did not write, since then."""

import threading
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from tests.store.clusters import Cluster
from tests.store.conftest import ORIGIN
from tests.store.places import REFUSED, Place, fact, facts
from tests.store.test_append_only import EVENT, HASH
from tests.store.test_writers import sound

from sekisho.ledger.log import Fact
from sekisho.ledger.merkle import Frontier
from sekisho.ledger.store import Conflict
from sekisho.web.store import reading
from sekisho.web.store.opening import open_store
from sekisho.web.store.sql import CutError, SqlStore

STREAM = "dispatch/2026-000001"


@pytest.fixture
def warm(sql: SqlStore) -> SqlStore:
    """A store that remembers where the log ends."""
    sql.append(STREAM, 0, facts(2))
    return sql


def in_another_thread(store: SqlStore, stream: str, seen: int, count: int) -> None:
    """Append over another connection, as another process does."""

    def act() -> None:
        store.append(stream, seen, facts(count))
        store.close()

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


@pytest.fixture
def postgresql(cluster: Cluster) -> Iterator[SqlStore]:
    store = open_store(cluster.database(), origin=ORIGIN)
    store.append(STREAM, 0, facts(2))
    yield store
    store.close()


@pytest.mark.parametrize("count", [1, 3, 8])
def test_where_nobody_wrote_in_between_nothing_is_asked_first(
    postgresql: SqlStore, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(SqlStore, "run_together", None)
    for seen in (2, 2 + count):
        assert [one.n for one in postgresql.append(STREAM, seen, facts(count))] == [
            seen + 1 + at for at in range(count)
        ]
    monkeypatch.undo()
    assert len(sound(postgresql)) == 2 + 2 * count


def head_of(store: SqlStore) -> int:
    return int(store.run("SELECT size FROM ledger_head")[0][0])


@pytest.mark.parametrize("count", [1, 3, 8])
def test_the_head_follows_at_most_64_events_behind(warm: SqlStore, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(SqlStore, "run_together", None)  # the long way
    for seen in range(2, 200, count):
        warm.append(STREAM, seen, facts(count))
        assert head_of(warm) in {2, warm.size() // 64 * 64}
    monkeypatch.undo()
    assert len(sound(warm)) >= 200
    warm.append("by/the/long/way", 0, facts(9))
    assert head_of(warm) == warm.size()


def test_a_stream_that_another_connection_began_is_a_conflict(warm: SqlStore) -> None:
    warm.append(STREAM, 2, facts(1))
    other = SqlStore(warm.alias)
    in_another_thread(other, "new", 0, 1)
    with pytest.raises(Conflict):
        warm.append("new", 0, facts(1))
    assert [one.seq for one in warm.append("new", 1, facts(2))] == [4, 5]
    assert len(sound(warm)) == 6


def test_who_has_the_log_alone_has_it_alone(postgresql: SqlStore) -> None:
    other, written = SqlStore(postgresql.alias), threading.Event()

    def act() -> None:
        other.append("other", 0, facts(1))  # the long way, of a store that remembers nothing
        other.append("other", 1, facts(1))
        written.set()
        other.close()

    thread = threading.Thread(target=act)
    with postgresql.transaction():
        end = postgresql.size()
        thread.start()
        assert not written.wait(0.5)
        assert postgresql.size() == end
        postgresql.append(STREAM, 2, facts(1))
    thread.join()
    assert [one.stream for one in sound(postgresql)] == [STREAM] * 3 + ["other"] * 2


def test_who_has_the_log_alone_has_it_alone_before_the_short_way_too(postgresql: SqlStore) -> None:
    other, ready, go, written = SqlStore(postgresql.alias), threading.Event(), threading.Event(), threading.Event()

    def act() -> None:
        other.append("other", 0, facts(1))
        ready.set()
        go.wait()
        other.append("other", 1, facts(1))  # the short way: nobody wrote since
        written.set()
        other.close()

    thread = threading.Thread(target=act)
    thread.start()
    ready.wait()
    with postgresql.transaction():
        go.set()
        assert not written.wait(0.5)
        postgresql.append(STREAM, 2, facts(1))
    thread.join()
    assert [(one.stream, one.n) for one in sound(postgresql)][2:] == [("other", 1), (STREAM, 3), ("other", 2)]


@pytest.mark.parametrize("seen", [0, 1, 3, 2**40])
def test_a_conflict_says_the_number_that_is(warm: SqlStore, seen: int) -> None:
    with pytest.raises(Conflict) as caught:
        warm.append(STREAM, seen, facts(1))
    assert caught.value.now == 2
    assert len(sound(warm)) == 2


def test_an_entry_that_is_not_fit_comes_after_the_conflict(warm: SqlStore) -> None:
    unfit = Fact("", 1, fact().at, "person/1", {})
    with pytest.raises(Conflict):
        warm.append(STREAM, 1, [unfit])
    with pytest.raises(ValueError, match="type"):
        warm.append(STREAM, 2, [unfit])
    assert [one.n for one in warm.append(STREAM, 2, facts(1))] == [3]
    assert len(sound(warm)) == 3


def test_another_connection_wrote_in_between(warm: SqlStore) -> None:
    in_another_thread(warm, "other", 0, 3)  # the store itself remembers it
    in_another_thread(SqlStore(warm.alias), "other", 3, 2)  # and this it cannot know
    assert [one.seq for one in warm.append(STREAM, 2, facts(1))] == [7]
    in_another_thread(SqlStore(warm.alias), STREAM, 3, 1)
    with pytest.raises(Conflict) as caught:
        warm.append(STREAM, 3, facts(1))
    assert caught.value.now == 4
    assert [one.n for one in warm.append(STREAM, 4, facts(2))] == [5, 6]
    assert len(sound(warm)) == 11


def test_several_stores_of_one_thread_take_turns(warm: SqlStore) -> None:
    stores = [warm, SqlStore(warm.alias), SqlStore(warm.alias)]
    for n in range(2, 20):
        assert [one.n for one in stores[n % 3].append(STREAM, n, facts(1))] == [n + 1]
    assert len(sound(warm)) == 20


@pytest.mark.parametrize("number", [0, 5])
def test_a_transaction_that_was_given_up_is_forgotten(warm: SqlStore, number: int) -> None:
    def give_up() -> None:
        with warm.transaction():
            warm.append("given/up", 0, [fact(0)])
            raise InterruptedError

    with pytest.raises(InterruptedError):
        give_up()
    # Another one writes what was given up, or something else: what this store remembers is the end of the one alone.
    in_another_thread(SqlStore(warm.alias), "given/up", 0, 1) if number == 0 else warm.append("x", 0, [fact(number)])
    assert [one.seq for one in warm.append(STREAM, 2, facts(1))] == [3]
    assert len(sound(warm)) == 4


def test_inside_of_a_transaction_all_is_kept_or_nothing(warm: SqlStore) -> None:
    with warm.transaction():
        warm.append(STREAM, 2, facts(1))
        with pytest.raises(Conflict):
            warm.append(STREAM, 2, facts(1))
        warm.append(STREAM, 3, facts(1))
    assert [one.n for one in warm.append(STREAM, 4, facts(1))] == [5]
    assert len(sound(warm)) == 5


@pytest.mark.parametrize("count", [1, 70, 200])
def test_who_looks_while_others_write_sees_no_damage(
    warm: SqlStore, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    look = reading.frontier

    def meanwhile(connection: BaseDatabaseWrapper, size: int) -> Frontier | None:
        monkeypatch.setattr(reading, "frontier", look)
        in_another_thread(SqlStore(warm.alias), "other", 0, count)
        return look(connection, size)  # of the head of before, as it was read

    monkeypatch.setattr(reading, "frontier", meanwhile)
    assert warm.size() == 2 + count
    assert len(sound(warm)) == 2 + count


def test_on_a_cut_end_nothing_is_appended(warm: SqlStore, place: Place) -> None:
    place.without_triggers()
    place.run("DELETE FROM ledger_event WHERE seq = 1")
    for seen in (1, 2):
        with pytest.raises(CutError) as caught:
            warm.append(STREAM, seen, facts(1))
        assert (caught.value.size, caught.value.found) == (2, 1)
    assert place.run("SELECT size FROM ledger_head") == [(2,)]


def test_on_an_event_that_came_by_another_door_nothing_is_appended(warm: SqlStore, place: Place) -> None:
    place.run(EVENT, 2, "other", 1, HASH, HASH)
    for stream, seen in ((STREAM, 2), ("other", 0), ("other", 1)):
        with pytest.raises(CutError):
            warm.append(stream, seen, facts(1))
    assert place.run("SELECT size FROM ledger_head") == [(2,)]


def test_no_other_door_writes_a_version_below_one(warm: SqlStore, place: Place) -> None:
    for version in (0, -1):
        with pytest.raises(REFUSED):
            place.run(EVENT.replace("'done', 1", f"'done', {version}"), 2, STREAM, 3, HASH, HASH)
    assert len(sound(warm)) == 2


def test_a_failure_in_the_middle_leaves_no_transaction_open(warm: SqlStore, place: Place) -> None:
    refuse = {
        "sqlite": "CREATE TRIGGER full AFTER INSERT ON ledger_event BEGIN SELECT RAISE(ABORT, 'full'); END",
        "postgresql": "CREATE TRIGGER full_ AFTER INSERT ON ledger_event EXECUTE FUNCTION ledger_refuse()",
    }
    place.run(refuse[place.kind])
    with pytest.raises(IntegrityError):
        warm.append(STREAM, 2, facts(1))
    assert warm.connection.get_autocommit()
    place.run("DROP TRIGGER full" if place.kind == "sqlite" else "DROP TRIGGER full_ ON ledger_event")
    assert [one.seq for one in warm.append(STREAM, 2, facts(1))] == [2]
    assert len(sound(warm)) == 3


def test_after_a_lost_connection_the_next_append_has_a_new_one(postgresql: SqlStore, cluster: Cluster) -> None:
    [(process,)] = postgresql.run("SELECT pg_backend_pid()")
    other = open_store(cluster.database())
    assert other.run("SELECT pg_terminate_backend(%s, 5000)", process) == [(True,)]
    other.close()
    with pytest.raises(OperationalError):
        postgresql.append(STREAM, 2, facts(1))
    assert [one.n for one in postgresql.append(STREAM, 2, facts(1))] == [3]
    assert len(sound(postgresql)) == 3
