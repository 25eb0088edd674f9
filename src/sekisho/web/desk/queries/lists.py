"""Lists of dispatches: what waits for somebody, what is due, what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from sekisho.gate.model import Actor
from sekisho.gate.naming import CHANNELS
from sekisho.web.clock import JAPAN
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.memory import Memory
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


@dataclass(frozen=True, slots=True)
class Due:
    """A dispatch that waits for somebody: the first thing that they may do, and how many others there are."""

    row: Dispatch
    act: Act
    others: int


_DUE = Memory[tuple[Act, ...]](20_000)
"""What somebody may do in a dispatch: of so many events, on such a day, in such posts. Nothing else decides it."""


def due(actor: Actor, now: datetime) -> tuple[Due, ...]:
    """Return what waits for somebody, in no order. What was worked out before is asked for by nobody again."""
    today, place = now.astimezone(JAPAN).date(), standing.place()
    who = (today, actor.posts, actor.deputies, tuple(sorted(actor.training.items())))
    found: dict[str, tuple[Act, ...]] = {}
    rows = [row for row in _open(actor, today) if _concerns(row, actor, today)]
    for row in rows:
        kept = _DUE.get((place, row.number, actor.person), (row.n, *who))
        if kept is not None:
            found[row.number] = kept
    for seen in see_all((row for row in rows if row.number not in found), actor, now):
        found[seen.number] = acts(seen)
        _DUE.put((place, seen.number, actor.person), (seen.state.n, *who), found[seen.number])
    return tuple(Due(row, found[row.number][0], len(found[row.number]) - 1) for row in rows if found[row.number])


def waiting_for(actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Return what waits for somebody, what stops first, then by when it is to leave."""
    return waiting(due(actor, now), now)


def waiting(found: Iterable[Due], now: datetime) -> tuple[Waiting, ...]:
    """Return what waits as 自分の仕事 shows it, what stops first, then by when it is to leave."""
    today = now.astimezone(JAPAN).date()
    shown = []
    for one in found:
        planned = one.row.planned_at.astimezone(JAPAN) if one.row.planned_at else None
        soon = planned is not None and planned.date() <= today
        title = title_of(one.row)
        shown.append(Waiting(one.row.number, title, one.act, one.others, planned, one.row.halted, soon))
    far = datetime.max.replace(tzinfo=JAPAN)
    return tuple(sorted(shown, key=lambda one: (not one.act.urgent, one.planned_at or far, one.number)))


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


def _open(actor: Actor, on: date) -> QuerySet[Dispatch]:
    """Return the dispatches in which something may be to be done: those under way, and those to be looked at again."""
    return _of(actor, on).filter(Q(phase="open") | Q(due_on__lte=on))


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
    """Return whether a dispatch waits for a role that somebody holds, of their own or for somebody else.

    One that is to be looked at again has waited for nobody before its day, so whoever may look is asked of its state.
    """
    if row.due_on is not None and row.due_on <= on:
        return True
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
