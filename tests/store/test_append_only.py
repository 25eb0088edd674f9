"""The database itself refuses to change what is written, whoever asks."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.store.places import AT, REFUSED, Place, facts

from sekisho.ledger import checkpoint
from sekisho.web.store.anchors import keep_checkpoint, keep_key
from sekisho.web.store.sql import SqlStore

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
EVENT = """
INSERT INTO ledger_event (seq, stream, n, hash, peak, type, v, at, "by", data)
VALUES (?, ?, ?, ?, ?, 'done', 1, '2026-04-01T00:00:00.000000Z', 'person/1', '{}')
"""
HASH = bytes(32)


@pytest.fixture
def written(sql: SqlStore, place: Place) -> Place:
    sql.append("a", 0, facts(3))
    sql.append("b", 0, facts(2))
    keep_key(sql, KEY.public_key(), by="person/1", at=AT)
    keep_checkpoint(sql, checkpoint.sign(sql.origin, 5, sql.root(5), KEY, AT))
    return place


def all_of(place: Place) -> list[object]:
    tables = ("ledger_event", "ledger_checkpoint", "ledger_key", "ledger_head")
    return [place.run(f"SELECT * FROM {table} ORDER BY 1") for table in tables]  # noqa: S608  the four above


STATEMENTS = [
    "UPDATE ledger_event SET data = '{}' WHERE seq = 1",
    "UPDATE ledger_event SET data = data",
    "DELETE FROM ledger_event WHERE seq = 5",
    "DELETE FROM ledger_event",
    "UPDATE ledger_checkpoint SET size = 1",
    "DELETE FROM ledger_checkpoint",
    "UPDATE ledger_key SET note = 'x'",
    "DELETE FROM ledger_key",
    "DELETE FROM ledger_head",
    "UPDATE ledger_head SET size = size - 1",
    "UPDATE ledger_event SET peak = hash WHERE seq = 1",
    "UPDATE ledger_head SET size = size + 1, origin = 'another'",
    "INSERT INTO ledger_head VALUES (1, 'another', 0)",
]
OF_ONE: dict[str, list[str]] = {
    "sqlite": [
        "REPLACE INTO ledger_event SELECT 1, 'a', 2, type, v, at, by, '{}', hash, peak FROM ledger_event WHERE seq = 1",
        "REPLACE INTO ledger_event SELECT 9, 'a', 2, type, v, at, by, '{}', hash, peak FROM ledger_event WHERE seq = 1",
        "UPDATE OR REPLACE ledger_event SET seq = 1 WHERE seq = 2",
        "INSERT INTO ledger_event SELECT * FROM ledger_event WHERE seq = 1 ON CONFLICT DO UPDATE SET data = '{}'",
        "REPLACE INTO ledger_checkpoint SELECT id, '', 0, root, key_id, at FROM ledger_checkpoint",
        "REPLACE INTO ledger_key SELECT id, public_key, 'x', before, at FROM ledger_key",
        "REPLACE INTO ledger_key SELECT 'another', public_key, 'x', before, at FROM ledger_key",
        "REPLACE INTO ledger_head VALUES (1, 'another', 0)",
    ],
    "postgresql": [
        "TRUNCATE ledger_event",
        "TRUNCATE ledger_checkpoint",
        "TRUNCATE ledger_key",
        "TRUNCATE ledger_head",
        "INSERT INTO ledger_event SELECT * FROM ledger_event WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET data = '{}'",
        "WITH gone AS (DELETE FROM ledger_event RETURNING *) SELECT count(*) FROM gone",
        "MERGE INTO ledger_event e USING ledger_head h ON e.seq = h.id WHEN MATCHED THEN UPDATE SET data = '{}'",
    ],
}


def test_what_is_written_is_neither_changed_nor_taken_away(written: Place) -> None:
    before = all_of(written)
    for statement in [*STATEMENTS, *OF_ONE[written.kind]]:
        try:
            written.run(statement)
        except REFUSED:
            continue
        pytest.fail(f"the database did it: {statement}")
    assert all_of(written) == before


NOT_NEXT = [
    (7, "a", 4),  # a gap in the log: six events are there
    (6, "a", 5),  # a gap in the stream
    (6, "c", 2),  # a stream that does not begin at 1
    (6, "c", 0),
    (5, "a", 4),  # a number that is there
    (6, "a", 3),
    (-1, "a", 4),
]


@pytest.mark.parametrize(("seq", "stream", "n"), NOT_NEXT)
def test_no_other_door_leaves_a_gap(written: Place, seq: int, stream: str, n: int) -> None:
    with pytest.raises(REFUSED):
        written.run(EVENT, seq, stream, n, HASH, HASH)


def test_the_next_number_is_what_the_triggers_let_in(written: Place) -> None:
    # So that the refusals above are of the numbers, and not of the statement.
    written.run(EVENT, 6, "a", 4, HASH, HASH)
    written.run("UPDATE ledger_head SET size = size + 1")
