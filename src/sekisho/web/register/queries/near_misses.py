"""What pages ask about near misses (ヒヤリ・ハット): how many, and what people wrote. No page learns who wrote one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, Q, QuerySet, Value, When

from sekisho.gate.model import Actor
from sekisho.gate.naming import CHANNELS
from sekisho.register.model import FAILURES, Days
from sekisho.register.near_misses import Counted, Tally, counted, from_stops
from sekisho.register.near_misses import NearMiss as Near
from sekisho.web.clock import JAPAN
from sekisho.web.people import queries as people
from sekisho.web.people.rules import is_security, sections
from sekisho.web.refusals import Refused
from sekisho.web.register import rules
from sekisho.web.register.models import NearMiss
from sekisho.web.register.queries.evidence import facts
from sekisho.web.register.telling import Written, opened, place_of_answer, place_of_near_miss
from sekisho.words import Sentence

PAGE = 50


@dataclass(frozen=True, slots=True)
class NearMissView:
    """A near miss that somebody wrote. ``mine``: whoever looks wrote it; of nobody else is told that they did.

    ``answer``: what came of it, empty where nobody has said that yet. ``saw``: how often it was answered.
    """

    number: int
    on: date
    failure: Sentence
    channel: Sentence | None
    section: str
    text: str
    answer: str
    answered_at: datetime | None
    mine: bool
    saw: int

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/register/near-misses/{self.number}/"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list."""

    rows: tuple[NearMissView, ...]
    page: int
    pages: int
    total: int


def counts(days: Days, department: str = "") -> Counted:
    """Return how many near misses there were in some days, by month and kind, from stops and from the form; everywhere or of one department."""
    there = [one for one in _all(days) if not department or one.department == department]
    return counted(there, days)


def of_failure(failure: str, days: Days) -> Tally:
    """Return how many near misses of one kind of failure there were in some days."""
    return next((tally for kind, tally in counts(days).kinds if kind == failure), Tally())


def waiting() -> int:
    """Return how many wait for an answer of the security office."""
    return NearMiss.objects.filter(answered_at=None).count()


def written_by(actor: Actor) -> tuple[NearMissView, ...]:
    """Return what somebody wrote themselves, the last first."""
    return _views(NearMiss.objects.filter(by=actor.person).order_by("-pk")[:PAGE], actor)


def listed(actor: Actor, on: date, page: int) -> Listed | None:
    """Return one page of what others wrote too, as a chief or the security office reads it; nothing for the others.

    What waits for an answer comes first, the oldest of it before.
    """
    rows: QuerySet[NearMiss] = NearMiss.objects.all()
    if not is_security(actor, on):
        if not sections(actor, on):
            return None
        rows = rows.filter(department__in=sections(actor, on))
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    waits = When(answered_at=None, then=F("pk"))
    first = Case(When(answered_at=None, then=Value(0)), default=Value(1))
    ordered = rows.order_by(first, Case(waits, default=F("pk") * -1))
    return Listed(_views(ordered[(page - 1) * PAGE : page * PAGE], actor), page, pages, total)


def one(number: int, actor: Actor, on: date) -> NearMissView:
    """Return one near miss.

    Raises:
        Refused: there is none that this person may read.

    """
    row = NearMiss.objects.filter(pk=number).first()
    if row is None:
        raise Refused(rules.NO_NEAR_MISS)
    if refusal := rules.seeing_near_miss(actor, row.department, row.by, on):
        raise Refused(refusal)
    return _views([row], actor)[0]


def _all(days: Days) -> list[Near]:
    inside = Q(on__gte=days.first, on__lte=days.last)
    written = NearMiss.objects.filter(inside).values_list("on", "failure", "department")
    return [
        *from_stops(facts()),
        *(Near(on, failure, stopped=False, department=department) for on, failure, department in written),
    ]


def _views(rows: QuerySet[NearMiss] | list[NearMiss], actor: Actor) -> tuple[NearMissView, ...]:
    called = people.departments()
    return tuple(_view(row, called.get(row.department, ""), actor) for row in rows)


def _view(row: NearMiss, section: str, actor: Actor) -> NearMissView:
    return NearMissView(
        row.pk,
        row.on,
        FAILURES[row.failure],
        CHANNELS[row.channel] if row.channel else None,
        section,
        opened(row.told, place_of_near_miss(row), Written).text,
        opened(row.answer, place_of_answer(row), Written).text if row.answered_at else "",
        row.answered_at.astimezone(JAPAN) if row.answered_at else None,
        bool(row.by) and row.by == actor.person,
        row.n,
    )
