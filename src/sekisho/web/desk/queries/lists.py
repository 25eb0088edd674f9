"""Lists of dispatches: what waits for somebody, what is due, what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from sekisho.gate.model import Actor
from sekisho.gate.naming import CHANNELS
from sekisho.web.clock import JAPAN
from sekisho.web.desk import shelf
from sekisho.web.desk.models import Dispatch
from sekisho.web.desk.queries.acts import Act, acts
from sekisho.web.desk.queries.seeing import see_all, title_of
from sekisho.web.people import queries as people
from sekisho.words import Sentence, Titled

DAYS, SENT, PAGE, SATURDAY = 7, 10, 50, 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dispatch that waits for somebody, with the first thing that they may do."""

    number: str
    title: str
    act: Act
    others: int
    planned_at: datetime | None
    halted: bool
    due_today: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip, with what is to leave on it."""

    day: date
    today: bool
    off: bool
    entries: tuple[tuple[datetime, str, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A dispatch in a list."""

    number: str
    title: str
    procedure: Titled
    channel: Sentence
    parcels: int
    phase: str
    halted: bool
    released_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: tuple[Listed, ...]
    page: int
    pages: int
    total: int


def waiting_for(actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Return what waits for somebody, what stops first, then by when it is to leave."""
    today = now.astimezone(JAPAN).date()
    rows = [row for row in _of(actor, today).filter(phase="open") if _concerns(row, actor, today)]
    found = []
    for seen in see_all(rows, actor, now):
        there = acts(seen)
        if there:
            row = seen.row
            planned = row.planned_at.astimezone(JAPAN) if row.planned_at else None
            due = planned is not None and planned.date() <= today
            found.append(Waiting(row.number, seen.title, there[0], len(there) - 1, planned, row.halted, due))
    far = datetime.max.replace(tzinfo=JAPAN)
    return tuple(sorted(found, key=lambda one: (not one.act.urgent, one.planned_at or far, one.number)))


def deadlines(actor: Actor, now: datetime) -> tuple[Day, ...]:
    """Return today and the six days after it, with what of somebody's departments is to leave."""
    today = now.astimezone(JAPAN).date()
    first = datetime.combine(today, datetime.min.time(), JAPAN)
    rows = _of(actor, today).filter(phase="open", planned_at__gte=first, planned_at__lt=first + timedelta(days=DAYS))
    by_day: dict[date, list[tuple[datetime, str, str]]] = {}
    for row in rows.order_by("planned_at"):
        if row.planned_at is not None:
            at = row.planned_at.astimezone(JAPAN)
            by_day.setdefault(at.date(), []).append((at, row.number, title_of(row)))
    days = [today + timedelta(days=number) for number in range(DAYS)]
    return tuple(Day(day, day == today, day.weekday() >= SATURDAY, tuple(by_day.get(day, ()))) for day in days)


def sent_lately(actor: Actor, now: datetime) -> tuple[Listed, ...]:
    """Return the last dispatches of somebody's departments that left."""
    rows = _of(actor, now.astimezone(JAPAN).date()).filter(released_at__isnull=False).order_by("-released_at")[:SENT]
    return tuple(_listed(rows))


def of_departments(actor: Actor, now: datetime, page: int) -> Page:
    """Return one page of the dispatches of somebody's departments, the last changed first."""
    rows = _of(actor, now.astimezone(JAPAN).date()).order_by("-changed_at", "-number")
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    return Page(tuple(_listed(rows[(page - 1) * PAGE : page * PAGE])), page, pages, total)


def waiting_count(actor: Actor, now: datetime) -> int:
    """Return how many dispatches wait for somebody, for the head of every page."""
    return len(waiting_for(actor, now))


def _of(actor: Actor, on: date) -> QuerySet[Dispatch]:
    """Return the dispatches that somebody has a part in: of their departments, and those that need a role held everywhere."""
    where = Q(department__in=people.departments_of(actor, on))
    wide = people.roles_anywhere(actor, on)
    if "security" in wide:
        return Dispatch.objects.all()
    if wide:
        digests = [
            one.digest for one in shelf.shelf().values() if any(role in wide for step in one.steps for role in step.by)
        ]
        where |= Q(procedure__in=digests)
    return Dispatch.objects.filter(where)


def _concerns(row: Dispatch, actor: Actor, on: date) -> bool:
    """Return whether a dispatch waits for a role that somebody holds, of their own or for somebody else."""
    roles = {post.role for post in (*actor.posts, *(one.post for one in actor.deputies)) if post.holds(on)}
    return any(f",{role}," in row.waiting for role in roles)


def _listed(rows: Iterable[Dispatch]) -> Iterable[Listed]:
    procedures = shelf.shelf()
    for row in rows:
        procedure = procedures[row.procedure]
        yield Listed(
            row.number,
            title_of(row),
            Titled(procedure.title, procedure.title_en),
            CHANNELS[procedure.channel],
            row.parcels,
            row.phase,
            row.halted,
            row.released_at.astimezone(JAPAN) if row.released_at else None,
            row.changed_at.astimezone(JAPAN),
        )
