"""Tables of the desk: what the events of a dispatch only hold aliases and salted digests of, sealed, and what lists need.

How a dispatch stands is the replay of its events and nothing else; ``phase``, ``waiting`` and ``halted`` are copies of it
that let a list be made by one question, written together with the events.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sekisho.ledger.log import LONGEST_NAME

NUMBER = 20
HEX = 64


class ProcedureText(models.Model):
    """A version of a procedure, kept for ever under the digest of its bytes."""

    digest = models.CharField(max_length=HEX, primary_key=True)
    name = models.CharField(max_length=80)
    text = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "desk_procedure"


class ProcedureProposal(models.Model):
    """A new version of a procedure, or a new procedure, that somebody of the security office has proposed.

    ``digest``: of ``text``, under which it stands on the shelf once it is accepted. ``against``: the version that was the
    newest, empty where there was no procedure of that name. ``salt`` and ``reason`` are sealed.
    """

    id = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=HEX)
    text = models.BinaryField()
    against = models.CharField(max_length=HEX, blank=True)
    state = models.CharField(max_length=10)
    proposed_by = models.CharField(max_length=LONGEST_NAME)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=LONGEST_NAME, blank=True)
    decided_at = models.DateTimeField(null=True)
    salt = models.BinaryField()
    reason = models.BinaryField(null=True)

    class Meta:
        db_table = "desk_procedure_proposal"
        indexes: ClassVar = [models.Index(fields=["name", "state"], name="desk_procedure_proposals_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(state="proposed"), name="desk_procedure_proposal_one_waiting"
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=Q(state="accepted"), name="desk_procedure_proposal_accepted_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"], decided_by="")
                | (
                    Q(state__in=["accepted", "refused"], decided_at__isnull=False)
                    & ~Q(decided_by="")
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="desk_procedure_proposal_by_two_people",
            ),
        ]


class Counter(models.Model):
    """The last number given to a dispatch in a fiscal year."""

    year = models.IntegerField(primary_key=True)
    last = models.IntegerField(default=0)

    class Meta:
        db_table = "desk_counter"


class Dispatch(models.Model):
    """A dispatch as a list shows it. ``sources``: number of the version of each registered list it is held against.

    ``waiting``: the roles that have something to do, between commas; ``due_on``: the day on which something is to be done
    again, also in one that is over.
    """

    number = models.CharField(max_length=NUMBER, primary_key=True)
    department = models.CharField(max_length=40)
    procedure = models.CharField(max_length=HEX)
    title = models.BinaryField()
    planned_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=40)
    sources = models.JSONField(default=dict)
    protection = models.CharField(max_length=20)
    purpose = models.BinaryField()
    n = models.IntegerField(default=0)
    phase = models.CharField(max_length=20, default="open")
    halted = models.BooleanField(default=False)
    waiting = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    parcels = models.IntegerField(default=0)
    changed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "desk_dispatch"
        indexes: ClassVar = [models.Index(fields=["department", "phase"], name="desk_dispatch_of_section")]


class OwnList(models.Model):
    """A list that came with a dispatch and is held against it in the place of a registered one: nobody accepted it.

    ``name`` and ``sha256`` are sealed. `Dispatch.sources` names the one in use as ``own/`` and its id; those before it stay.
    """

    id = models.CharField(max_length=32, primary_key=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="lists")
    kind = models.CharField(max_length=20)
    name = models.BinaryField()
    sha256 = models.BinaryField()
    file = models.CharField(max_length=HEX)
    rows_file = models.CharField(max_length=HEX)
    rows = models.IntegerField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "desk_own_list"


class ParcelRow(models.Model):
    """What a parcel is beside its salted digests. ``told``: sealed JSON of a `sekisho.web.desk.parcels.Addressee`."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="rows")
    key = models.CharField(max_length=20)
    told = models.BinaryField()

    class Meta:
        db_table = "desk_parcel"
        constraints: ClassVar = [models.UniqueConstraint(fields=["dispatch", "key"], name="desk_parcel_once")]


class FileRow(models.Model):
    """A file or paper item of a parcel.

    ``state``: ``reading`` (it is being opened), ``refused`` (it could not be), ``draft`` (to go in), ``current`` (what the
    gate knows), ``old``, ``loose`` (brought with others, of no parcel yet). ``blob`` and ``shown``: ids in the store of files; ``digest``: the salted one that the gate knows.
    ``told``: sealed JSON of a `sekisho.web.desk.parcels.FileTold`.
    """

    id = models.CharField(max_length=32, primary_key=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="files")
    parcel = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    origin = models.CharField(max_length=10)
    blob = models.CharField(max_length=HEX, blank=True)
    shown = models.CharField(max_length=HEX, blank=True)
    digest = models.CharField(max_length=HEX)
    size = models.BigIntegerField(default=0)
    parts = models.IntegerField(default=0)
    told = models.BinaryField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "desk_file"
        indexes: ClassVar = [models.Index(fields=["dispatch", "state"], name="desk_file_of_dispatch")]


class CutRow(models.Model):
    """A list that is being cut into one file for each recipient.

    ``state``: ``reading``, ``columns`` (a person is to say which column tells the recipient), ``cutting``, ``cut``,
    ``failed``, ``taken`` (its files are drafts). ``told``: sealed JSON of a `sekisho.web.desk.cutting.Told`.
    """

    id = models.CharField(max_length=32, primary_key=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="cuts")
    state = models.CharField(max_length=10)
    blob = models.CharField(max_length=HEX)
    told = models.BinaryField()
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "desk_cut"
        indexes: ClassVar = [models.Index(fields=["dispatch", "-at"], name="desk_cut_last")]


class InspectionRow(models.Model):
    """One run of the engine over a dispatch. ``report``: id of the sealed findings in the store of files."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="inspections")
    state = models.CharField(max_length=10, default="queued")
    saw = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    report = models.CharField(max_length=HEX, blank=True)
    problem = models.BinaryField(default=b"")

    class Meta:
        db_table = "desk_inspection"
        indexes: ClassVar = [models.Index(fields=["dispatch", "-id"], name="desk_inspection_last")]


class SampleRow(models.Model):
    """The rows that were drawn to be traced, sealed: where each stands, and what is to be typed for it."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="samples")
    step = models.CharField(max_length=60)
    unit = models.CharField(max_length=40)
    told = models.BinaryField()

    class Meta:
        db_table = "desk_sample"
        constraints: ClassVar = [models.UniqueConstraint(fields=["dispatch", "step", "unit"], name="desk_sample_once")]


class StandingApproval(models.Model):
    """An approval given beforehand (専決). ``recipient`` and ``name``: sealed number and name of the one recipient."""

    id = models.CharField(max_length=32, primary_key=True)
    procedure = models.CharField(max_length=HEX)
    department = models.CharField(max_length=40)
    recipient = models.BinaryField()
    name = models.BinaryField()
    sheets = models.IntegerField()
    since = models.DateField()
    until = models.DateField()
    granted_by = models.CharField(max_length=40)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "desk_standing"
        indexes: ClassVar = [models.Index(fields=["department", "procedure"], name="desk_standing_of_section")]


class StandingUse(models.Model):
    """That a unit was approved by an approval given beforehand: what its chief sees each day."""

    standing = models.ForeignKey(StandingApproval, models.PROTECT, related_name="uses")
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=40)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "desk_standing_use"
        indexes: ClassVar = [models.Index(fields=["at"], name="desk_standing_use_of_day")]


class Sending(models.Model):
    """One attempt to send a unit. It is written before anything is sent; nothing is ever sent again by itself.

    ``password``: sealed, and empty again once it was shown to whoever carries it another way (``shown_to``).
    """

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="sendings")
    unit = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default="queued")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    wrapper = models.CharField(max_length=HEX, blank=True)
    wrapper_name = models.BinaryField(default=b"")
    message_id = models.CharField(max_length=200, blank=True)
    password = models.BinaryField(default=b"")
    shown_to = models.CharField(max_length=40, blank=True)
    shown_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "desk_sending"
        indexes: ClassVar = [models.Index(fields=["dispatch", "unit"], name="desk_sending_of_unit")]


class Notification(models.Model):
    """A notice that is to go out, once: to a person's mail address or to the channel. It holds numbers alone."""

    dispatch = models.CharField(max_length=NUMBER, blank=True)
    person = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=30)
    word = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "desk_notification"
        indexes: ClassVar = [models.Index(fields=["sent_at", "id"], name="desk_notification_waiting")]
