"""Approvals given beforehand: which there are, which cover a unit, and what rested on them on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sekisho.gate.model import Actor, Unit
from sekisho.gate.procedure import Procedure, Step
from sekisho.web.clock import JAPAN
from sekisho.web.desk import shelf
from sekisho.web.desk.actions.releasing import unit_from
from sekisho.web.desk.models import StandingApproval, StandingUse
from sekisho.web.desk.queries.seeing import Seen, title_of
from sekisho.web.installation import installation
from sekisho.web.people import queries as people
from sekisho.web.ui import days
from sekisho.words import Sentence, Titled


@dataclass(frozen=True, slots=True)
class StandingView:
    """An approval given beforehand. ``name``: of the recipient; ``live``: it can be rested upon on that day."""

    id: str
    procedure: Titled
    department: str
    recipient: str
    name: str
    sheets: int
    since: date
    until: date
    until_words: Sentence
    granted_by: str
    live: bool


@dataclass(frozen=True, slots=True)
class UseView:
    """One use of an approval given beforehand."""

    number: str
    title: str
    unit: str
    standing: StandingView
    by: str
    at: datetime


def covering(seen: Seen, step: Step, unit: Unit) -> list[StandingView]:
    """Return the approvals on which the approval of a unit could rest today, by what they were given for."""
    if not step.standing:
        return []
    to = {seen.addressees[key].id for key in seen.state.parcels(unit)}
    rows = StandingApproval.objects.filter(
        procedure=seen.state.procedure.digest, department=seen.state.department, ended_at__isnull=True
    )
    views = _views(rows.filter(since__lte=seen.on, until__gte=seen.on).order_by("at"), seen.on)
    return [one for one in views if to == {one.recipient}]


def of_departments(departments: Sequence[str], on: date) -> list[StandingView]:
    """Return the approvals given in departments, those first that can be rested upon."""
    views = _views(StandingApproval.objects.filter(department__in=departments).order_by("-at"), on)
    return sorted(views, key=lambda one: not one.live)


def used_on(departments: Sequence[str], day: date) -> list[UseView]:
    """Return what rested on approvals of departments on a day, in the order of the day."""
    first = datetime.combine(day, time.min, JAPAN)
    rows = list(
        StandingUse.objects.select_related("standing", "dispatch")
        .filter(standing__department__in=departments, at__gte=first, at__lt=first + timedelta(days=1))
        .order_by("at")
    )
    views = {one.id: one for one in _views([row.standing for row in rows], day)}
    named = people.names({row.by for row in rows})
    return [
        UseView(
            row.dispatch.number,
            title_of(row.dispatch),
            unit_from(row.unit).id,
            views[row.standing.pk],
            named.get(row.by, people.NOBODY).name,
            row.at.astimezone(JAPAN),
        )
        for row in rows
    ]


def grantable() -> tuple[Procedure, ...]:
    """Return the procedures of which an approval may be given beforehand."""
    return tuple(
        one for one in shelf.usable() if any(step.standing and len(step.by) == 1 for step in one.of_kind("approve"))
    )


def chief_of(actor: Actor, on: date) -> dict[str, str]:
    """Return the departments of which somebody is the chief on a day, with their names."""
    held = {one.department for one in actor.posts if one.role == "chief" and one.holds(on)}
    return {code: name for code, name in people.departments().items() if code in held}


def _views(rows: Iterable[StandingApproval], on: date) -> list[StandingView]:
    listed = list(rows)
    cipher, procedures = installation().cipher, shelf.shelf()
    named = people.names({row.granted_by for row in listed})
    found = []
    for row in listed:
        procedure = procedures[row.procedure]
        found.append(
            StandingView(
                row.pk,
                Titled(procedure.title, procedure.title_en),
                row.department,
                cipher.open_text(bytes(row.recipient), f"desk_standing.recipient/{row.pk}"),
                cipher.open_text(bytes(row.name), f"desk_standing.name/{row.pk}"),
                row.sheets,
                row.since,
                row.until,
                days.with_weekday(row.until, on),
                named.get(row.granted_by, people.NOBODY).name,
                row.ended_at is None and row.since <= on <= row.until,
            )
        )
    return found
