"""The tables of the log and of the vault. They are the schema alone: what is written goes through `append` and `Vault`.

No table has a foreign key: nothing that is purged or repaired elsewhere reaches into the evidence.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sekisho.ledger.log import LONGEST_NAME


class Event(models.Model):
    """One record of the log; the columns are those of `sekisho.ledger.log.Stored`, all but the last two under the hash.

    ``peak``: the root of the largest perfect subtree that this event completes. Those of a few rows are all that the next
    event, and the root over any number of events, need (`sekisho.ledger.merkle.Frontier`).

    Which numbers may go in, a trigger says: PostgreSQL takes longer over a CHECK than over the same words in there.
    """

    # Not BigIntegerField, which SQLite would keep in an index of its own beside the table. 2**31 events last a city
    # that writes five million a year four hundred years.
    seq = models.IntegerField(primary_key=True)
    stream = models.CharField(max_length=LONGEST_NAME)
    n = models.IntegerField()
    type = models.CharField(max_length=LONGEST_NAME)
    v = models.IntegerField()
    at = models.CharField(max_length=27)
    by = models.CharField(max_length=LONGEST_NAME)
    data = models.TextField()
    hash = models.BinaryField(max_length=32)
    peak = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_event"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "n"], name="ledger_event_once_in_its_stream"),
        ]


class Head(models.Model):
    """The name of the log, and how many events it had at least: one row.

    It follows the end of the log a few events behind (`sekisho.web.store.sql`): rows below it that are gone are missed.
    """

    id = models.IntegerField(primary_key=True)
    origin = models.CharField(max_length=LONGEST_NAME)
    size = models.IntegerField()

    class Meta:
        db_table = "ledger_head"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1, size__gte=0), name="ledger_head_is_one"),
        ]


class Checkpoint(models.Model):
    """A signed statement of how long the log was and what its root was; ``note`` is the text that was signed."""

    id = models.BigAutoField(primary_key=True)
    note = models.TextField()
    size = models.IntegerField()
    root = models.BinaryField(max_length=32)
    key_id = models.CharField(max_length=64)
    at = models.CharField(max_length=27)

    class Meta:
        db_table = "ledger_checkpoint"


class Key(models.Model):
    """A public key by which checkpoints are signed; ``note``: the statement that brought it in, signed by both keys."""

    id = models.CharField(max_length=64, primary_key=True)
    public_key = models.TextField()
    note = models.TextField()
    before = models.CharField(max_length=64, unique=True)
    at = models.CharField(max_length=27)

    class Meta:
        db_table = "ledger_key"


class Kept(models.Model):
    """One thing in the vault: a name, a reason or a salt, until its rule takes it away.

    ``value``: JSON text, sealed, and nothing once it is purged; then ``purged`` is the place of the event that says so.
    """

    key = models.CharField(max_length=LONGEST_NAME, primary_key=True)
    value = models.BinaryField(null=True)
    rule = models.CharField(max_length=LONGEST_NAME)
    until = models.CharField(max_length=10)
    purged = models.IntegerField(null=True)

    class Meta:
        db_table = "vault"
        indexes: ClassVar = [models.Index(fields=["rule", "until"], name="vault_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, purged__isnull=True) | Q(value__isnull=True, purged__isnull=False),
                name="vault_kept_or_purged",
            ),
        ]
