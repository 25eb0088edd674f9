"""Tables of the register. Each change is written together with an event in the stream of the incident.

What people write lies sealed in ``told``, as JSON: until it is published it may say more than anybody should read in a copy of the
database. Beside it stand numbers, days and kinds alone. Events hold the salted digest of what was told, so that a text that somebody
changes in the table is found.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

NUMBER, KIND, ALIAS, HEX = 20, 20, 40, 64


class Incident(models.Model):
    """An incident (事故). Its number within the fiscal year is never given again; nothing is ever deleted.

    ``told``: sealed JSON of a `sekisho.web.register.telling.IncidentTold`. ``known_on``: when any member of staff knew, from
    which the clock of the law runs. ``people``: how many are concerned; nothing where nobody knows yet. ``unread``: whether
    all of it came back unread. ``seen``: ids of incidents like it that somebody has looked at.
    """

    year = models.IntegerField()
    number = models.CharField(max_length=NUMBER)
    place = models.IntegerField()
    """Order in the year: numbers of past reports need not be whole numbers."""
    measures: Any
    statuses: Any
    decisions: Any
    department = models.CharField(max_length=ALIAS, blank=True)
    told = models.BinaryField()
    failure = models.CharField(max_length=KIND, blank=True)
    channel = models.CharField(max_length=KIND, blank=True)
    procedure = models.CharField(max_length=80, blank=True)
    dispatch = models.CharField(max_length=NUMBER, blank=True)
    happened_on = models.DateField(null=True)
    found_on = models.DateField(null=True)
    known_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    people = models.IntegerField(null=True)
    unread = models.BooleanField(null=True)
    contractor = models.BooleanField(default=False)
    past = models.BooleanField(default=False)
    """It came from a past report."""
    before_id: int | None
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="again")
    """The past incident of which it is a recurrence."""
    seen = models.JSONField(default=list)
    withheld = models.BooleanField(default=False)
    withheld_until = models.DateField(null=True)
    entered_by = models.CharField(max_length=ALIAS)
    entered_at = models.DateTimeField()
    n = models.IntegerField(default=0)
    """How often it was written: what was on the screen decides."""

    class Meta:
        db_table = "register_incident"
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "number"], name="register_number_once")]
        indexes: ClassVar = [models.Index(fields=["year", "place"], name="register_incident_of_year")]


class Measure(models.Model):
    """A measure (再発防止策). ``told``: sealed JSON of its text. ``place``: its order within the incident, from 1.

    ``start``: from which dispatch it is to be kept. ``judge_on``: when its effect is judged.
    """

    incident_id: int
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="measures")
    ties: Any
    statuses: Any
    standing_ties: Any
    """Those that have not ended, where a query has fetched them."""
    place = models.IntegerField()
    label = models.CharField(max_length=NUMBER)
    told = models.BinaryField()
    strength = models.CharField(max_length=KIND, blank=True)
    owner = models.CharField(max_length=ALIAS, blank=True)
    due = models.DateField(null=True)
    start = models.DateField(null=True)
    judge_on = models.DateField(null=True)

    class Meta:
        db_table = "register_measure"
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "place"], name="register_measure_once")]


class TieRow(models.Model):
    """What a measure rests on (根拠), or did: a `sekisho.register.model.Tie`."""

    measure_id: int
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=KIND)
    name = models.CharField(max_length=200)
    procedure = models.CharField(max_length=80, blank=True)
    by = models.CharField(max_length=ALIAS)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "register_tie"


class Status(models.Model):
    """A status entry (実施状況) or an evaluation (評価). Nothing is ever changed in it.

    ``measure``: of which it speaks; nothing where of the incident. ``told``: sealed JSON of a
    `sekisho.web.register.telling.StatusTold`. ``place``: order among those that came from one past report.
    """

    incident_id: int
    measure_id: int | None
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="statuses")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="statuses")
    evaluation = models.BooleanField(default=False)
    told = models.BinaryField()
    place = models.IntegerField(default=0)
    by = models.CharField(max_length=ALIAS)
    at = models.DateTimeField()

    class Meta:
        db_table = "register_status"


class Decision(models.Model):
    """What somebody decided about a duty of the law (速報・確報・本人への通知). Never changed; the last of a duty counts.

    ``on``: the day on which it was done, where it was. ``told``: sealed JSON of the reason.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="decisions")
    duty = models.CharField(max_length=KIND)
    decided = models.CharField(max_length=KIND)
    on = models.DateField()
    told = models.BinaryField()
    by = models.CharField(max_length=ALIAS)
    at = models.DateTimeField()

    class Meta:
        db_table = "register_decision"


class Series(models.Model):
    """What is held again and again (行事の周期). ``id``: its number, from 1.

    ``told``: sealed JSON of its title and of the contractor. ``since``: from when it runs; where it comes but once, by when.
    """

    id = models.CharField(max_length=32, primary_key=True)
    kind = models.CharField(max_length=KIND)
    department = models.CharField(max_length=ALIAS, blank=True)
    told = models.BinaryField()
    rhythm = models.CharField(max_length=KIND)
    since = models.DateField()
    held: Any
    ended_on = models.DateField(null=True)
    owner = models.CharField(max_length=ALIAS, blank=True)

    class Meta:
        db_table = "register_series"


class Occurrence(models.Model):
    """That something of a series was held (行事). ``people``: how many came. ``place``: its order in the series, from 1.

    ``told``: sealed JSON of a `sekisho.web.register.telling.HeldTold`. ``withdrawn_at``: it was written by mistake, and
    does not count; that it stood there stays.
    """

    series_id: str
    series = models.ForeignKey(Series, models.PROTECT, related_name="held")
    place = models.IntegerField()
    on = models.DateField()
    people = models.IntegerField(null=True)
    told = models.BinaryField()
    by = models.CharField(max_length=ALIAS)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "register_occurrence"
        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "place"], name="register_occurrence_once")]
        indexes: ClassVar = [models.Index(fields=["series", "on"], name="register_occurrence_day")]


class NearMiss(models.Model):
    """A near miss (ヒヤリ・ハット) that somebody wrote. Those that a stop caught are counted from dispatches and stand nowhere.

    ``told``: sealed JSON of what happened. ``by``: who wrote it, so that they see what came of it; it is shown to nobody
    else, and the event about it does not name them. ``answer``: sealed JSON of what came of it.
    """

    department = models.CharField(max_length=ALIAS, blank=True)
    failure = models.CharField(max_length=KIND)
    channel = models.CharField(max_length=KIND, blank=True)
    on = models.DateField()
    told = models.BinaryField(default=b"")
    by = models.CharField(max_length=ALIAS)
    at = models.DateTimeField()
    answer = models.BinaryField(default=b"")
    answered_at = models.DateTimeField(null=True)
    n = models.IntegerField(default=0)
    """How often it was answered: what was on the screen decides."""

    class Meta:
        db_table = "register_near_miss"
        indexes: ClassVar = [
            models.Index(fields=["department", "on"], name="register_near_miss_day"),
            models.Index(fields=["by"], name="register_near_miss_by"),
        ]


class Reminder(models.Model):
    """That somebody was reminded of a day, so that it is done once. ``thing``: the number of what is due."""

    kind = models.CharField(max_length=KIND)
    thing = models.CharField(max_length=32)
    due = models.DateField()
    stage = models.CharField(max_length=KIND)

    class Meta:
        db_table = "register_reminder"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "thing", "due", "stage"], name="register_reminded_once")
        ]


class FactsRow(models.Model):
    """What a dispatch says of measures, as it was last counted from its events: made anew where it has more of them.

    ``n``: how many events it had. ``version``: of the counting; what another version counted is counted again.
    """

    dispatch = models.CharField(max_length=NUMBER, primary_key=True)
    n = models.IntegerField()
    version = models.IntegerField()
    facts = models.JSONField()

    class Meta:
        db_table = "register_facts"


class Draft(models.Model):
    """A past report that was read and waits for somebody to decide. ``told``: sealed JSON of what was read."""

    id = models.CharField(max_length=32, primary_key=True)
    told = models.BinaryField()
    by = models.CharField(max_length=ALIAS)
    at = models.DateTimeField()

    class Meta:
        db_table = "register_draft"


class EditionRow(models.Model):
    """An edition (年度版) of a yearly report, frozen: ``content`` is what it says, ``digest`` the SHA-256 of that.

    ``files``: of each format the id in the store of files, the SHA-256 and the size in bytes. What stands in it is public.
    """

    year = models.IntegerField()
    number = models.IntegerField()
    published_at = models.DateTimeField()
    by = models.CharField(max_length=ALIAS)
    digest = models.CharField(max_length=HEX)
    content = models.BinaryField()
    files = models.JSONField()

    class Meta:
        db_table = "register_edition"
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "number"], name="register_edition_once")]
