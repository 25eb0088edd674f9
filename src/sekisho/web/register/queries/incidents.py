"""Incidents with their measures, as pages and reports show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from sekisho.gate.model import Actor
from sekisho.register.closing import MeasureToClose, ToClose
from sekisho.register.closing import missing as open_points
from sekisho.register.counting import Evidence, Standing, standing
from sekisho.register.model import Days
from sekisho.register.recurrence import Likeness, Traits, like
from sekisho.register.wording import Wording, wording
from sekisho.web.people import queries as people
from sekisho.web.people.queries import NOBODY, PersonView
from sekisho.web.people.rules import is_security
from sekisho.web.refusals import Refused
from sekisho.web.register import rules
from sekisho.web.register.models import Decision, Incident, Measure, Status, TieRow
from sekisho.web.register.queries.evidence import evidence
from sekisho.web.register.queries.ties import TieView, views
from sekisho.web.register.telling import (
    IncidentTold,
    StatusTold,
    Written,
    entry_told,
    incident_told,
    measure_text,
    opened,
    place_of,
    tie_of,
)
from sekisho.words import Sentence


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with what it rests on and how it stands. ``ties``: the number of each, and how it is called."""

    place: int
    label: str
    text: str
    row: Measure
    wording: Wording
    ties: tuple[tuple[int, TieView], ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Entry:
    """A status entry or an evaluation. ``place``: of the measure of which it speaks, ``None`` where of the incident."""

    place: int | None
    told: StatusTold
    evaluation: bool
    by: str
    at: datetime
    order: int


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident with all that is written of it. ``section``: what its department is called."""

    row: Incident
    told: IncidentTold
    section: str
    measures: tuple[MeasureView, ...]
    entries: tuple[Entry, ...]

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/register/{self.row.year}/{self.row.number}/"


@dataclass(frozen=True, slots=True)
class DutyView:
    """What was decided about a duty of the law, and by whom."""

    duty: str
    decided: str
    on: date
    reason: str
    by: PersonView
    at: datetime


@dataclass(frozen=True, slots=True)
class LikenessView:
    """An incident before this one that is like it. ``looked``: whether somebody held them against each other."""

    incident: IncidentView
    likeness: Likeness
    looked: bool


def years() -> tuple[int, ...]:
    """Return the fiscal years that have incidents, the last first."""
    return tuple(Incident.objects.order_by("-year").values_list("year", flat=True).distinct())


def of_year(year: int, days: Days, actor: Actor | None, on: date) -> tuple[IncidentView, ...]:
    """Return the incidents of a fiscal year, their measures counted over some days.

    ``actor``: who looks; what waits for a safe day is only there for those who may see it. ``None``: everything.
    """
    found = Incident.objects.filter(year=year)
    if actor is not None and not is_security(actor, on):
        found = found.filter(Q(withheld=False) | Q(department__in=rules.own(actor, on)))
    return _views(found.order_by("place"), days)


def one(year: int, number: str, days: Days, actor: Actor, on: date) -> IncidentView:
    """Return one incident.

    Raises:
        Refused: there is none that this person may see.

    """
    row = Incident.objects.filter(year=year, number=number).first()
    if row is None:
        raise Refused(rules.NOTHING)
    if row.withheld and (refusal := rules.seeing_withheld(actor, row.department, on)):
        raise Refused(refusal)
    return _views(Incident.objects.filter(pk=row.pk), days)[0]


def measure(view: IncidentView, place: int) -> MeasureView:
    """Return a measure of an incident.

    Raises:
        Refused: there is none.

    """
    found = next((one for one in view.measures if one.place == place), None)
    if found is None:
        raise Refused(rules.NOTHING)
    return found


def _views(rows: QuerySet[Incident], days: Days) -> tuple[IncidentView, ...]:
    ties = Prefetch("ties", TieRow.objects.filter(ended_at=None).order_by("pk"), to_attr="standing_ties")
    measures = Prefetch("measures", Measure.objects.order_by("place").prefetch_related(ties))
    statuses = Prefetch("statuses", Status.objects.select_related("measure").order_by("pk"))
    found = list(rows.prefetch_related(measures, statuses))
    called = people.departments()
    tied = [tie for row in found for one in row.measures.all() for tie in one.standing_ties]
    shown = dict(zip((tie.pk for tie in tied), views([tie_of(tie) for tie in tied]), strict=True))
    courses = {
        (tie.name, row.department)
        for row in found
        for one in row.measures.all()
        for tie in one.standing_ties
        if tie.kind == "course"
    }
    there = evidence(days.last, courses) if tied else Evidence()
    return tuple(_view(row, called, shown, there, days) for row in found)


def _view(
    row: Incident, called: Mapping[str, str], shown: Mapping[int, TieView], there: Evidence, days: Days
) -> IncidentView:
    told = incident_told(row)
    return IncidentView(
        row,
        told,
        told.section or called.get(row.department, ""),
        tuple(_measure(one, row, shown, there, days) for one in row.measures.all()),
        tuple(_entry(one) for one in row.statuses.all()),
    )


def _measure(
    row: Measure, incident: Incident, shown: Mapping[int, TieView], there: Evidence, days: Days
) -> MeasureView:
    text = measure_text(row)
    ties = [(tie.pk, shown[tie.pk]) for tie in row.standing_ties]
    counted = standing([one.tie for _, one in ties], there, days, row.start, incident.department)
    return MeasureView(row.place, row.label, text, row, wording(text), tuple(ties), counted)


def _entry(row: Status) -> Entry:
    place = row.measure.place if row.measure else None
    return Entry(place, entry_told(row), row.evaluation, row.by, row.at, row.place)


# ---------------------------------------------------------------- what an incident still needs


def similar(row: Incident, actor: Actor | None, on: date, days: Days) -> tuple[LikenessView, ...]:
    """Return the incidents before one that are like it, as somebody may see them; ``actor`` ``None``: all of them.

    ``days``: over which the measures that should have prevented it are counted.
    """
    past = {one.pk: one for one in Incident.objects.exclude(pk=row.pk)}
    found = like(_traits(row), [_traits(one) for one in past.values()])
    if actor is not None:
        found = tuple(
            one
            for one in found
            if not past[one.id].withheld or not rules.seeing_withheld(actor, past[one.id].department, on)
        )
    rows = Incident.objects.filter(pk__in=[one.id for one in found])
    shown = {view.row.pk: view for view in _views(rows, days)} if found else {}
    return tuple(LikenessView(shown[one.id], one, one.id in row.seen) for one in found)


def missing(row: Incident) -> tuple[Sentence, ...]:
    """Return what an incident still needs before it can be closed."""
    measures = [MeasureToClose(one.label, one.owner, one.due is not None) for one in row.measures.order_by("place")]
    likely = [one.id for one in like(_traits(row), map(_traits, Incident.objects.exclude(pk=row.pk)))]
    decided = row.decisions.values_list("duty", flat=True)
    return open_points(ToClose(incident_told(row).cause, measures, likely, row.seen, decided))


def duties(row: Incident) -> tuple[DutyView, ...]:
    """Return what was decided about the duties of the law, in the order in which it was."""
    rows = list(Decision.objects.filter(incident=row).order_by("pk"))
    names = people.names({one.by for one in rows})
    return tuple(
        DutyView(
            one.duty,
            one.decided,
            one.on,
            opened(one.told, place_of(row, decision=place), Written).text,
            names.get(one.by, NOBODY),
            one.at,
        )
        for place, one in enumerate(rows, 1)
    )


def _traits(row: Incident) -> Traits:
    known = row.known_on or row.found_on or row.happened_on or date(row.year, 4, 1)
    return Traits(row.pk, known, row.failure, row.procedure, row.channel, row.department)
