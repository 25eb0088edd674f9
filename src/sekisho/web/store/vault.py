"""The vault: names, reasons and salts, which events only hold aliases of, until their rule takes them away.

Their text lies sealed in the table, each for its own key: a copy of the database shows nothing of it, and what is put under
another key does not open. What is purged leaves its key and the place of the event that says so. *Purged by rule* can be shown; what is gone
without such an event is *missing*, and somebody has to explain it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.transaction import on_commit

from sekisho.ledger.canonical import JSON, written
from sekisho.ledger.log import Fact, Record, is_name
from sekisho.web.store import reading
from sekisho.web.store.cipher import Cipher
from sekisho.web.store.sql import SqlStore

STREAM, PURGED = "vault", "purged"
_KEYS_IN_AN_EVENT = 1000
_KEYS_AT_ONCE = 500


class MissingError(LookupError):
    """Nothing is there under this key, and no event says that it was purged."""


class PurgedError(LookupError):
    """It was there, and its rule has taken it away. ``record``: the event that says so."""

    def __init__(self, record: Record) -> None:
        super().__init__(f"purged by rule at {record.at}")
        self.record = record


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing to be kept. ``rule``: the name of the rule that takes it away; ``until``: the last day it may be here."""

    key: str
    value: JSON
    rule: str
    until: date


class Vault:
    """The vault beside a log, in the same database: what is put takes part in the transaction of the events about it."""

    def __init__(self, store: SqlStore, cipher: Cipher) -> None:
        """``cipher``: of the installation; the vault seals by a key of its own, which is derived from it."""
        self._store = store
        self._cipher = Cipher(cipher.derived("vault"))

    def put(self, things: Iterable[Kept]) -> None:
        """Keep things, inside of ``store.transaction()`` with the event that speaks of them.

        Raises:
            RuntimeError: there is no transaction.
            ValueError: a key or a rule is no name, or the value no JSON.
            django.db.IntegrityError: a key was used before, purged or not. Nothing of the transaction is kept.

        """
        if not self._store.connection.in_atomic_block:
            raise RuntimeError("the vault is written together with an event")
        for one in things:
            if not is_name(one.key) or not is_name(one.rule):
                raise ValueError("not fit for a key or a rule of the vault")
            self._store.run(
                "INSERT INTO vault (key, value, rule, until) VALUES (%s, %s, %s, %s)",
                one.key,
                self._cipher.seal(written(one.value)[0].encode("utf-8"), _context(one.key)),
                one.rule,
                one.until.isoformat(),
            )

    def get(self, key: str) -> JSON:
        """Return what is kept.

        Raises:
            PurgedError: its rule has taken it away.
            MissingError: it was never there, or somebody took it away who was no rule.
            DamagedError: the event that should say so is not what was written.
            ForgedError: what lies here is not what was put here, or another key sealed it.

        """
        found = self._store.run("SELECT value, purged FROM vault WHERE key = %s", key)
        if not found:
            raise MissingError(key)
        [(value, purged)] = found
        if value is not None:
            told: JSON = json.loads(self._cipher.open(value, _context(key)))
            return told
        # The row alone proves nothing: whoever can empty it can also say that a rule did.
        record = reading.one(self._store.connection, purged)
        if record is None or (record.stream, record.type) != (STREAM, PURGED) or key not in _named(record):
            raise MissingError(key)
        raise PurgedError(record)

    def several(self, keys: Iterable[str]) -> dict[str, JSON]:
        """Return what is kept under several keys, in one question for every so many; what is not there is left out.

        Raises:
            ForgedError: what lies here is not what was put here, or another key sealed it.

        """
        wanted, found = list(dict.fromkeys(keys)), dict[str, JSON]()
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            part = wanted[start : start + _KEYS_AT_ONCE]
            places = ", ".join(["%s"] * len(part))
            query = f"SELECT key, value FROM vault WHERE value IS NOT NULL AND key IN ({places})"  # noqa: S608  places alone
            for key, value in self._store.run(query, *part):
                found[key] = json.loads(self._cipher.open(value, _context(key)))
        return found

    def purge(self, rule: str, before: date, *, by: str, at: datetime) -> tuple[Record, ...]:
        """Take away what may be here by a rule until a day before ``before``; return the events that say so, if any.

        SQLite overwrites the sealed text, in its file and in its journal. PostgreSQL gives the place free for other rows;
        how long copies live on in its write-ahead log and in backups is decided there.
        """
        with self._store.transaction():
            due = self._due(rule, before)
            facts = [
                Fact(PURGED, 1, at, by, {"rule": rule, "before": before.isoformat(), "keys": part})
                for part in _parts(due)
            ]
            records = self._store.append(STREAM, self._store.last(STREAM), facts)
            for record, part in zip(records, _parts(due), strict=True):
                for key in part:
                    self._store.run("UPDATE vault SET value = NULL, purged = %s WHERE key = %s", record.seq, key)
            if records:
                on_commit(partial(_forget, self._store), using=self._store.alias)
        return records

    def _due(self, rule: str, before: date) -> list[str]:
        query = "SELECT key FROM vault WHERE rule = %s AND until < %s AND purged IS NULL ORDER BY key"
        return [key for (key,) in self._store.run(query, rule, before.isoformat())]


def _context(key: str) -> str:
    return f"vault.value/{key}"


def _parts(keys: Sequence[str]) -> list[Sequence[str]]:
    return [keys[start : start + _KEYS_IN_AN_EVENT] for start in range(0, len(keys), _KEYS_IN_AN_EVENT)]


def _named(record: Record) -> Sequence[JSON]:
    keys = record.data.get("keys")
    return keys if isinstance(keys, list) else ()


def _forget(store: SqlStore) -> None:
    """Have the database let go of old rows now, outside of any transaction."""
    store.run({"sqlite": "PRAGMA wal_checkpoint(TRUNCATE)", "postgresql": "VACUUM vault"}[store.connection.vendor])
