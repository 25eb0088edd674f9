"""The vault: what is purged by rule can be told from what is missing, and nothing is kept without its event."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError
from tests.store.places import AT, Place, fact, facts

from sekisho.ledger.canonical import JSON
from sekisho.ledger.log import DamagedError
from sekisho.ledger.store import Conflict
from sekisho.web.store.cipher import Cipher, ForgedError
from sekisho.web.store.opening import open_store
from sekisho.web.store.sql import SqlStore
from sekisho.web.store.vault import Kept, MissingError, PurgedError, Vault

STREAM = "dispatch/2026-000001"
BY = "person/office"
NAME = "架空 花子"
CIPHER = Cipher(bytes(32))


def kept(
    key: str = "person/3f9a", value: JSON = NAME, rule: str = "five-years", until: date = date(2031, 3, 31)
) -> Kept:
    return Kept(key, value, rule, until)


def put(sql: SqlStore, *things: Kept, seen: int | None = None) -> None:
    """Put things between two events about them."""
    with sql.transaction():
        sql.append("before", sql.last("before"), facts(1))
        Vault(sql, CIPHER).put(things)
        sql.append(STREAM, sql.last(STREAM) if seen is None else seen, facts(1))


def test_nothing_is_kept_without_a_transaction(sql: SqlStore) -> None:
    with pytest.raises(RuntimeError):
        Vault(sql, CIPHER).put([kept()])
    with pytest.raises(MissingError):
        Vault(sql, CIPHER).get("person/3f9a")


def test_nothing_is_kept_where_the_event_is_refused(sql: SqlStore) -> None:
    with pytest.raises(Conflict):
        put(sql, kept(), seen=1)
    with pytest.raises(MissingError):
        Vault(sql, CIPHER).get("person/3f9a")


def test_no_event_is_written_where_a_thing_cannot_be_kept(sql: SqlStore) -> None:
    put(sql, kept())
    with pytest.raises(IntegrityError):
        put(sql, kept("person/1"), kept("person/3f9a", "架空 太郎"))
    assert sql.size() == 2
    assert Vault(sql, CIPHER).get("person/3f9a") == NAME
    with pytest.raises(MissingError):
        Vault(sql, CIPHER).get("person/1")


@pytest.mark.parametrize(
    "unfit", [kept(key=""), kept(key="架空 花子"), kept(rule=""), kept(value=float("nan")), kept(value="\ud800")]
)
def test_what_cannot_be_kept_is_refused(sql: SqlStore, unfit: Kept) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        put(sql, kept("person/1"), unfit)
    assert sql.size() == 0


def test_a_failure_that_is_swallowed_halfway_keeps_nothing_half(sql: SqlStore) -> None:
    with sql.transaction():
        sql.append(STREAM, 0, facts(1))
        with pytest.raises(Conflict):
            sql.append(STREAM, 0, facts(3))
        sql.append(STREAM, 1, facts(1))
    assert [one.n for one in sql.stream(STREAM)] == [1, 2]


def test_what_is_kept_comes_back(sql: SqlStore) -> None:
    values: dict[str, JSON] = {
        "a": NAME,
        "b": {"salt": "00ff", "reasons": ["確認", None, 1.5]},
        "c": "",
        "d": None,
        "e": [],
    }
    put(sql, *(kept(key, value) for key, value in values.items()))
    assert {key: Vault(sql, CIPHER).get(key) for key in values} == values


def test_only_what_is_due_by_this_rule_is_purged(sql: SqlStore) -> None:
    due, later, other = kept("due"), kept("later", until=date(2031, 4, 1)), kept("other", rule="one-year")
    put(sql, due, later, other)
    vault = Vault(sql, CIPHER)
    assert vault.purge("five-years", date(2031, 3, 31), by=BY, at=AT) == ()
    [record] = vault.purge("five-years", date(2031, 4, 1), by=BY, at=AT)
    assert (record.type, record.by, record.moment) == ("purged", BY, AT)
    assert record.data == {"rule": "five-years", "before": "2031-04-01", "keys": ["due"]}
    assert vault.get("later") == vault.get("other") == NAME
    with pytest.raises(PurgedError) as caught:
        vault.get("due")
    assert caught.value.record == record
    # Once is enough: nothing is left, and there is no second event about it.
    assert vault.purge("five-years", date(2031, 4, 1), by=BY, at=AT) == ()
    assert [one.n for one in sql.stream("vault")] == [1]


def test_many_are_purged_with_as_many_events_as_it_takes(sql: SqlStore) -> None:
    put(sql, *(kept(f"person/{number:05}") for number in range(1500)))
    records = Vault(sql, CIPHER).purge("five-years", date(2032, 1, 1), by=BY, at=AT)
    assert len(records) == 2
    for key in ("person/00000", "person/00999", "person/01000", "person/01499"):
        with pytest.raises(PurgedError) as caught:
            Vault(sql, CIPHER).get(key)
        assert key in caught.value.record.data["keys"]  # type: ignore[operator]


def test_a_key_is_never_used_again(sql: SqlStore) -> None:
    put(sql, kept())
    Vault(sql, CIPHER).purge("five-years", date(2032, 1, 1), by=BY, at=AT)
    with pytest.raises(IntegrityError):
        put(sql, kept())


def test_what_somebody_took_away_is_missing_and_not_purged(sql: SqlStore, place: Place) -> None:
    put(sql, kept("gone"), kept("emptied"), kept("blamed"), kept("due", until=date(2026, 1, 1)))
    [record] = Vault(sql, CIPHER).purge("five-years", date(2026, 6, 1), by=BY, at=AT)
    place.run("DELETE FROM vault WHERE key = 'gone'")
    place.run("UPDATE vault SET value = NULL, purged = 0 WHERE key = 'emptied'")
    place.run("UPDATE vault SET value = NULL, purged = ? WHERE key = 'blamed'", record.seq)
    for key in ("gone", "emptied", "blamed", "never"):
        with pytest.raises(MissingError):
            Vault(sql, CIPHER).get(key)
    with pytest.raises(PurgedError):
        Vault(sql, CIPHER).get("due")


def test_an_event_that_was_made_to_name_a_key_does_not_count(sql: SqlStore, place: Place) -> None:
    put(sql, kept("blamed"), kept("due", until=date(2026, 1, 1)))
    [record] = Vault(sql, CIPHER).purge("five-years", date(2026, 6, 1), by=BY, at=AT)
    place.without_triggers()
    place.run("UPDATE ledger_event SET data = replace(data, '\"due\"', '\"blamed\"') WHERE seq = ?", record.seq)
    place.run("UPDATE vault SET value = NULL, purged = ? WHERE key = 'blamed'", record.seq)
    with pytest.raises(DamagedError):
        Vault(sql, CIPHER).get("blamed")


def test_another_event_that_names_the_key_does_not_count(sql: SqlStore, place: Place) -> None:
    put(sql, kept("blamed"))
    [record] = sql.append("vault", 0, [fact(keys=["blamed"])])
    place.run("UPDATE vault SET value = NULL, purged = ? WHERE key = 'blamed'", record.seq)
    with pytest.raises(MissingError):
        Vault(sql, CIPHER).get("blamed")


def test_what_is_kept_lies_sealed(sql: SqlStore, place: Place) -> None:
    put(sql, kept("a"), kept("b"))
    [first, second] = [bytes(value) for (value,) in place.run("SELECT value FROM vault ORDER BY key")]
    assert NAME.encode() not in first + second
    # The same name twice: nobody sees that it is the same.
    assert first != second
    assert len(first) == len(second)


def test_what_lies_in_the_place_of_another_does_not_open(sql: SqlStore, place: Place) -> None:
    put(sql, kept("a"), kept("b"))
    vault = Vault(sql, CIPHER)
    place.run("UPDATE vault SET value = (SELECT value FROM vault WHERE key = 'a') WHERE key = 'b'")
    with pytest.raises(ForgedError):
        vault.get("b")
    assert vault.get("a") == NAME
    place.run("UPDATE vault SET key = 'c' WHERE key = 'a'")
    with pytest.raises(ForgedError):
        vault.get("c")
    with pytest.raises(MissingError):
        vault.get("a")


def test_what_was_changed_or_sealed_otherwise_does_not_open(sql: SqlStore, place: Place) -> None:
    put(sql, kept())
    [(value,)] = place.run("SELECT value FROM vault")
    sealed = bytes(value)
    others = [
        b"",
        b'"\xe6\x9e\xb6"',  # as it would lie in clear
        sealed[:-1],
        sealed + b"\0",
        bytes([sealed[0] ^ 1]) + sealed[1:],
        sealed[:-1] + bytes([sealed[-1] ^ 1]),
        CIPHER.seal(b'"x"', "vault.value/person/3f9a"),  # by the key of the rows of other tables
    ]
    for other in others:
        place.run("UPDATE vault SET value = ? WHERE key = 'person/3f9a'", other)
        with pytest.raises(ForgedError) as caught:
            Vault(sql, CIPHER).get("person/3f9a")
        assert NAME not in str(caught.value)
    place.run("UPDATE vault SET value = ? WHERE key = 'person/3f9a'", sealed)
    assert Vault(sql, CIPHER).get("person/3f9a") == NAME
    with pytest.raises(ForgedError):
        Vault(sql, Cipher(bytes(31) + b"\1")).get("person/3f9a")


def test_without_the_key_what_is_due_is_still_purged(sql: SqlStore, place: Place) -> None:
    put(sql, kept())
    [record] = Vault(sql, Cipher(b"another key of the same length__")).purge(
        "five-years", date(2032, 1, 1), by=BY, at=AT
    )
    with pytest.raises(PurgedError) as caught:
        Vault(sql, CIPHER).get("person/3f9a")
    assert caught.value.record == record
    assert place.run("SELECT value FROM vault") == [(None,)]


def test_in_sqlite_a_name_is_in_no_file_and_a_purged_one_not_even_sealed(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data")
    put(store, kept(), *(kept(f"other/{number}", "まだ 要る", "one-year") for number in range(50)))
    [(value,)] = store.run("SELECT value FROM vault WHERE key = 'person/3f9a'")

    def found(what: bytes) -> bool:
        return any(what in file.read_bytes() for file in (tmp_path / "data").iterdir())

    assert found(bytes(value))
    assert not found(NAME.encode())
    Vault(store, CIPHER).purge("five-years", date(2032, 1, 1), by=BY, at=AT)
    assert not found(bytes(value))
    store.close()
