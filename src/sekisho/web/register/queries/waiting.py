"""What of the register waits for somebody on a day: what is due, and whom it concerns. Pages and reminders ask the same.

What is due stays so until there is something to count: a measure until it rests on something, an effect until somebody
judged it, an occurrence until it was held, a safe day until the incident is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models import Exists, OuterRef, Q

from sekisho.gate.model import Actor
from sekisho.register.rhythm import BEFORE, next_due
from sekisho.web.clock import JAPAN
from sekisho.web.desk.awaiting import Awaiting
from sekisho.web.people import queries as people
from sekisho.web.people.rules import is_security, sections
from sekisho.web.register.models import Incident, Measure, Series, Status, TieRow
from sekisho.web.register.queries import near_misses
from sekisho.web.register.queries.occurrences import days_held
from sekisho.words import Sentence, say

Kind = Literal["occurrence", "measure", "effect", "withheld"]
VERBS: Mapping[Kind, Sentence] = {
    "occurrence": say("行事"),
    "measure": say("再発防止策"),
    "effect": say("効果の評価"),
    "withheld": say("公表の判断"),
}
_OPEN: Mapping[Kind, Sentence] = {
    "occurrence": say("行ったことを書く"),
    "measure": say("根拠を見る"),
    "effect": say("評価する"),
    "withheld": say("事故を開く"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due. ``thing``: its key in its table; ``number``: as people call it; ``path``: its page, without slashes around.

    ``secret``: nobody but those whom it concerns is told that it is there.
    """

    kind: Kind
    thing: str
    on: date
    number: str
    path: str
    department: str = ""
    owner: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Offices:
    """Who holds what on a day: chiefs by department, the security office, and who of the owners is still there."""

    chiefs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    security: frozenset[str] = frozenset()
    there: frozenset[str] = frozenset()

    def whom(self, due: Due) -> frozenset[str]:
        """Return whom something concerns: the owner, or the chief where there is none, or the security office.

        An effect is judged by the chief, and by another one where the chief owns the measure.
        """
        chiefs = self.chiefs.get(due.department, frozenset())
        if due.kind == "withheld":
            return self.security | chiefs
        if due.kind == "effect":
            return (chiefs - {due.owner}) or (self.security - {due.owner})
        if due.owner in self.there:
            return frozenset({due.owner})
        return chiefs or self.security


def due_until(day: date, owner: str | None = None) -> tuple[Due, ...]:
    """Return everything that is due until a day, the earliest first; six questions.

    ``owner``: only what can concern this one, who is neither a chief nor of the security office; two questions.
    """
    found = [*_occurrences(day, owner), *_measures(day, owner)]
    if owner is None:
        found += [*_effects(day), *_withheld(day)]
    return tuple(sorted(found, key=lambda one: (one.on, one.kind, one.number)))


def offices(due: Iterable[Due], on: date) -> Offices:
    """Return who holds what is needed to say whom things concern; one question."""
    owners = {one.owner for one in due} - {""}
    chiefs: dict[str, set[str]] = {}
    security, there = set[str](), set[str]()
    for person, role, department in people.held(("chief", "security"), owners, on):
        if role == "chief":
            chiefs.setdefault(department, set()).add(person)
        if role == "security":
            security.add(person)
        there.add(person)
    told = {code: frozenset(found) for code, found in chiefs.items()}
    return Offices(told, frozenset(security), frozenset(there))


def awaiting(actor: Actor, today: date) -> tuple[Awaiting, ...]:
    """Return what of the register waits for somebody, as 自分の仕事 shows it."""
    # Every page asks this, of everybody.
    holds_office = is_security(actor, today) or sections(actor, today)
    due = due_until(today + BEFORE, None if holds_office else actor.person)
    known = offices(due, today) if due else Offices()
    rows = [_row(one, today) for one in due if actor.person in known.whom(one)]
    if is_security(actor, today) and (count := near_misses.waiting()):
        rows.append(
            Awaiting(
                say("ヒヤリ・ハット"),
                say("{count}件が答えを待っています", count=count),
                say("どうなったかを書くと、書いた人に見えます。"),
                "/register/near-misses/",
                say("答える"),
            )
        )
    return tuple(rows)


def _row(due: Due, today: date) -> Awaiting:
    late = due.on <= today
    return Awaiting(VERBS[due.kind], _what(due), _how(due, today), f"/{due.path}/", _OPEN[due.kind], due.on, late)


def _what(due: Due) -> Sentence:
    if due.kind == "occurrence":
        return say("行事 {number} を行い、行った日を書いてください。", number=due.number)
    if due.kind == "measure":
        return say("再発防止策 {number} は、まだ何にも結び付いていません。", number=due.number)
    if due.kind == "effect":
        return say("再発防止策 {number} の効果を、担当でない人が評価します。", number=due.number)
    return say("事故 {number} は、公表できる日まで待っています。", number=due.number)


def _how(due: Due, today: date) -> Sentence:
    if due.on < today:
        return say("期限を過ぎています。")
    return say("今日が期限です。") if due.on == today else say("期限が近づいています。")


def _of(owner: str | None) -> Q:
    return Q() if owner is None else Q(owner=owner)


def _occurrences(day: date, owner: str | None) -> Iterable[Due]:
    rows = list(Series.objects.filter(_of(owner), ended_on=None))
    held = days_held() if rows else {}
    for row in rows:
        due = next_due(row.rhythm, row.since, held.get(row.pk, ()))
        if due is not None and due <= day:
            path = f"register/occurrences/{row.pk}"
            yield Due("occurrence", row.pk, due, f"G-{row.pk}", path, row.department, row.owner)


def _measures(day: date, owner: str | None) -> Iterable[Due]:
    tied = TieRow.objects.filter(measure=OuterRef("pk"), ended_at=None)
    rows = Measure.objects.filter(_of(owner), due__lte=day).exclude(Exists(tied)).select_related("incident")
    for row in rows:
        if row.due is not None:
            yield _of_measure("measure", row, row.due)


def _effects(day: date) -> Iterable[Due]:
    rows = list(Measure.objects.filter(judge_on__lte=day).select_related("incident"))
    judged: dict[tuple[int, int | None], date] = {}
    entries = Status.objects.filter(evaluation=True, incident__in={row.incident_id for row in rows}) if rows else []
    for one in entries:
        key, on = (one.incident_id, one.measure_id), one.at.astimezone(JAPAN).date()
        judged[key] = max(on, judged.get(key, on))
    for row in rows:
        last = max((judged.get((row.incident_id, key), date.min) for key in (row.pk, None)), default=date.min)
        if row.judge_on is not None and last < row.judge_on - BEFORE:
            yield _of_measure("effect", row, row.judge_on)


def _of_measure(kind: Kind, row: Measure, on: date) -> Due:
    incident = row.incident
    number, path = _called(incident)
    if number != str(incident.year):
        number, path = f"{number}-{row.place}", f"{path}/{row.place}"
    return Due(kind, str(row.pk), on, number, path, incident.department, row.owner, incident.withheld)


def _withheld(day: date) -> Iterable[Due]:
    for row in Incident.objects.filter(withheld=True, withheld_until__lte=day):
        if row.withheld_until is not None:
            number, path = _called(row)
            yield Due("withheld", str(row.pk), row.withheld_until, number, path, row.department, secret=True)


def _called(row: Incident) -> tuple[str, str]:
    """Return how an incident is called in a notice, and its page; of a past report, where the number is a word, the year alone."""
    if row.number.isascii() and row.number.isdigit():
        return f"{row.year}-{row.number}", f"register/{row.year}/{row.number}"
    return str(row.year), "register"
