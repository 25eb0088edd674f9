"""Tables of registered lists. Whatever may hold a name lies sealed; the lists themselves lie in the encrypted files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sekisho.ledger.log import LONGEST_NAME

ID = 32


class Draft(models.Model):
    """An uploaded list that nobody has proposed yet: its uploader's alone, and no evidence of anything.

    ``name``: how the file was called; ``told``: what was recognised in it (`sekisho.web.sources.intake.Recognised`), as
    JSON; both sealed. ``rows_file``: the list as it was read, empty where it could not be.
    """

    id = models.CharField(max_length=ID, primary_key=True)
    department = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=20)
    person = models.CharField(max_length=LONGEST_NAME)
    as_of = models.DateField()
    name = models.BinaryField()
    told = models.BinaryField()
    file = models.CharField(max_length=ID)
    rows_file = models.CharField(max_length=ID, blank=True)
    rows = models.IntegerField(default=0)
    sha256 = models.BinaryField(max_length=32)
    begun_at = models.DateTimeField()

    class Meta:
        db_table = "sources_draft"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["department", "kind", "person"], name="sources_draft_one_for_each"),
        ]


class Version(models.Model):
    """One version of a registered list.

    ``name``, ``columns`` (the corrected columns, JSON), ``sha256`` (hex, of the file), ``salt`` and ``reason`` are sealed.
    ``digest``: of the file, salted. ``against``: the version that was in force when this one was proposed. ``file`` and
    ``rows_file`` are empty where the list was refused or withdrawn: then it is kept no longer.
    """

    id = models.CharField(max_length=ID, primary_key=True)
    department = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=20)
    as_of = models.DateField()
    state = models.CharField(max_length=20)
    name = models.BinaryField()
    columns = models.BinaryField()
    sha256 = models.BinaryField()
    salt = models.BinaryField()
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=ID, blank=True)
    rows_file = models.CharField(max_length=ID, blank=True)
    rows = models.IntegerField()
    added = models.IntegerField()
    removed = models.IntegerField()
    changed = models.IntegerField()
    against = models.CharField(max_length=ID, blank=True)
    supplied_by = models.CharField(max_length=LONGEST_NAME)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=LONGEST_NAME, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.BinaryField(null=True)

    class Meta:
        db_table = "sources_version"
        indexes: ClassVar = [models.Index(fields=["department", "kind", "state"], name="sources_version_of_a_list")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["department", "kind"], condition=Q(state="accepted"), name="sources_version_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["department", "kind"], condition=Q(state="proposed"), name="sources_version_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"]) | ~Q(decided_by=F("supplied_by")),
                name="sources_version_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"], decided_by="")
                | (Q(state__in=["accepted", "superseded", "refused"], decided_at__isnull=False) & ~Q(decided_by="")),
                name="sources_version_decided_by_somebody",
            ),
        ]
