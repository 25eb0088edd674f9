"""What is written once is never written again: the database itself refuses.

Whoever owns the database can drop a trigger. Then `sekisho ledger verify` finds what was done; the triggers are there
against mistakes, and against everybody who has less than that.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

APPEND_ONLY = ("ledger_event", "ledger_checkpoint", "ledger_key")

_SQLITE_REFUSING = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: what is written stays'); END
"""
# INSERT OR REPLACE deletes what is in its way, and fires no DELETE trigger for it.
_SQLITE_REPLACING = """
CREATE TRIGGER {table}_no_replacing BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{table}: what is written stays'); END
"""
_SAME = {
    "ledger_checkpoint": "id = NEW.id",
    "ledger_key": "id = NEW.id OR before = NEW.before",
    "ledger_head": "1",
}
_SQLITE = (
    *(_SQLITE_REFUSING.format(table=table, verb=verb) for table in APPEND_ONLY for verb in ("UPDATE", "DELETE")),
    *(_SQLITE_REPLACING.format(table=table, same=same) for table, same in _SAME.items()),
    _SQLITE_REFUSING.format(table="ledger_head", verb="DELETE"),
    """
    CREATE TRIGGER ledger_event_no_gap BEFORE INSERT ON ledger_event
    WHEN NEW.v < 1 OR NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM ledger_event)
      OR NEW.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM ledger_event WHERE stream = NEW.stream)
    BEGIN SELECT RAISE(ABORT, 'ledger_event: not the next number'); END
    """,
    # The head follows the log, at most 63 events behind it; `sekisho.web.store.sql` counts on the 64.
    """
    CREATE TRIGGER ledger_event_moves_the_head AFTER INSERT ON ledger_event WHEN NEW.seq % 64 = 63
    BEGIN UPDATE ledger_head SET size = NEW.seq + 1; END
    """,
    """
    CREATE TRIGGER ledger_head_only_grows BEFORE UPDATE ON ledger_head
    WHEN NEW.origin IS NOT OLD.origin OR NEW.size IS NULL OR NEW.size <= OLD.size
    BEGIN SELECT RAISE(ABORT, 'ledger_head: the log only grows'); END
    """,
)

_POSTGRESQL_REFUSING = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
"""
_POSTGRESQL = (
    # Names compare byte by byte, as they do in SQLite and in memory, whatever language the cluster was made for.
    'ALTER TABLE ledger_event ALTER COLUMN stream TYPE varchar(200) COLLATE "C"',
    """
    CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%: what is written stays', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
    """,
    *(_POSTGRESQL_REFUSING.format(table=table) for table in APPEND_ONLY),
    """
    CREATE FUNCTION ledger_event_next() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- That a number is not given twice is in the keys; that none is left out, in the one before it.
      IF NEW.v < 1 OR NEW.seq < 0 OR NEW.n < 1
        OR NEW.seq > 0 AND NOT EXISTS (SELECT FROM ledger_event WHERE seq = NEW.seq - 1)
        OR NEW.n > 1 AND NOT EXISTS (SELECT FROM ledger_event WHERE stream = NEW.stream AND n = NEW.n - 1)
      THEN RAISE EXCEPTION 'ledger_event: not the next number' USING ERRCODE = 'restrict_violation';
      END IF;
      IF NEW.seq % 64 = 63 THEN UPDATE ledger_head SET size = NEW.seq + 1;
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER ledger_event_no_gap BEFORE INSERT ON ledger_event
    FOR EACH ROW EXECUTE FUNCTION ledger_event_next()
    """,
    """
    CREATE FUNCTION ledger_head_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'ledger_head: the log only grows' USING ERRCODE = 'restrict_violation'; END $$
    """,
    """
    CREATE TRIGGER ledger_head_only_grows BEFORE UPDATE ON ledger_head
    FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.origin <> OLD.origin OR NEW.size <= OLD.size)
    EXECUTE FUNCTION ledger_head_grows()
    """,
    # What the row is, is looked at when it is made: with each append it would cost as much as an index.
    "ALTER TABLE ledger_head DROP CONSTRAINT ledger_head_is_one",
    """
    CREATE TRIGGER ledger_head_is_one BEFORE INSERT ON ledger_head
    FOR EACH ROW WHEN (NEW.id <> 1 OR NEW.size < 0) EXECUTE FUNCTION ledger_head_grows()
    """,
    """
    CREATE TRIGGER ledger_head_stays BEFORE DELETE OR TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
    """,
)


def guard(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database at hand."""
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    """Triggers; there is no way back from them."""

    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(guard)]
