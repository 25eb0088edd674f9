"""Past reports come in: read into a draft, corrected by a person, and only then saved."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sekisho.gate.model import Actor
from sekisho.inspection.worker.pool import Pool
from sekisho.register.past.reading import READER, read_past_report
from sekisho.web.installation import installation
from sekisho.web.people import queries as people
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused
from sekisho.web.register import drafts, rules
from sekisho.web.register.actions import measures, statuses
from sekisho.web.register.drafts import IncidentDraft, ReportDraft
from sekisho.web.register.models import Draft, Incident
from sekisho.web.register.recording import changed, day, hold
from sekisho.web.register.telling import IncidentTold, StatusTold, place_of, seal

LIVES = timedelta(days=14)
"""How long a draft waits for its decision."""


def take_in(*, name: str, data: bytes, by: Actor, at: datetime) -> str:
    """Read a past report into a draft; return its id. Nothing of it is in the register yet.

    Raises:
        Refused: the person may not.
        TypedError: the file cannot be used, and why.

    """
    hold(rules.publishing(by, day(at)))
    with Pool(reader=READER) as pool:
        report = read_past_report(name, data, pool)
    if not report.usable:
        reason = next(one.message for one in report.problems if one.unusable)
        raise TypedError("file", reason)
    return keep(drafts.drafted(name, report, people.departments()), by=by, at=at)


def keep(draft: ReportDraft, *, by: Actor, at: datetime) -> str:
    """Keep a draft, and let go of those that nobody decided upon; return its id."""
    row = Draft(id=secrets.token_hex(16), by=by.person, at=at)
    row.told = installation().cipher.seal_text(drafts.written(draft), _key(row.pk))
    with installation().store.transaction():
        Draft.objects.filter(at__lt=at - LIVES).delete()
        row.save(force_insert=True)
    return str(row.pk)


def draft_of(key: str, by: Actor, on: date) -> ReportDraft:
    """Return a draft.

    Raises:
        Refused: the person may not, or there is none.

    """
    hold(rules.publishing(by, on))
    row = Draft.objects.filter(pk=key).first()
    if row is None:
        raise Refused(rules.NO_DRAFT)
    return drafts.read(installation().cipher.open_text(bytes(row.told), _key(key)))


def correct(*, draft: str, posted: Mapping[str, Any], by: Actor, at: datetime) -> ReportDraft:
    """Keep what a person corrected of a draft, and return it.

    Raises:
        Refused: the person may not, or there is none.
        TypedError: a text cannot be.

    """
    with installation().store.transaction():
        told = drafts.corrected(draft_of(draft, by, day(at)), posted)
        sealed = installation().cipher.seal_text(drafts.written(told), _key(draft))
        Draft.objects.filter(pk=draft).update(told=sealed)
    return told


def save(*, draft: str, by: Actor, at: datetime) -> int:
    """Save the incidents of a draft, all or none; return of which fiscal year they are.

    Raises:
        Refused: the person may not, there is none, or something hinders it that the page says.

    """
    with installation().store.transaction():
        told = draft_of(draft, by, day(at))
        year = put(told, by=by, at=at)
        Draft.objects.filter(pk=draft).delete()
    return year


def put(told: ReportDraft, *, by: Actor, at: datetime) -> int:
    """Write the incidents of a corrected draft, inside of a transaction; return of which fiscal year they are.

    Raises:
        Refused: the person may not, or something hinders it.

    """
    hold(rules.publishing(by, day(at)))
    if told.year is None or faults(told):
        raise Refused(rules.UNDECIDED)
    last = Incident.objects.filter(year=told.year).order_by("-place").values_list("place", flat=True).first() or 0
    for place, one in enumerate((one for one in told.incidents if not one.leave), last + 1):
        _put(one, told.year, place, by, at)
    return told.year


def discard(*, draft: str, by: Actor, at: datetime) -> None:
    """Throw a draft away."""
    draft_of(draft, by, day(at))
    Draft.objects.filter(pk=draft).delete()


def faults(told: ReportDraft) -> tuple[Any, ...]:
    """Return what hinders a draft from being saved."""
    taken = Incident.objects.filter(year=told.year).values_list("number", flat=True) if told.year else ()
    return drafts.faults(told, taken)


def waiting() -> tuple[tuple[str, datetime], ...]:
    """Return the drafts that wait for a decision, the last first."""
    return tuple(Draft.objects.order_by("-at").values_list("pk", "at"))


def _put(one: IncidentDraft, year: int, place: int, by: Actor, at: datetime) -> None:
    row = Incident(year=year, number=one.number, place=place, department=one.department, contractor=one.contractor)
    row.past, row.entered_by, row.entered_at = True, by.person, at
    row.told, digest = seal(IncidentTold(section=one.section, outline=one.outline, more=one.more), place_of(row))
    changed(row, "incident_imported", by, at, told=digest, department=one.department)
    made = [
        measures.put(row, number, each.label, measures.Plan(each.text), by, at)
        for number, each in enumerate(one.measures, 1)
    ]
    by_label = {measure.label: measure for measure in made}
    for number, part in enumerate(one.parts, 1):
        told = StatusTold(part.text)
        measure = by_label.get(part.label) if part.label else None
        statuses.put(row, measure, told, evaluation=part.evaluation, place=number, by=by, at=at)


def _key(draft: str) -> str:
    return f"register_draft.told/{draft}"
