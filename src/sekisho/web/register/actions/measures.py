"""What is done with measures: what they say, who owns them, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sekisho.gate.model import Actor
from sekisho.ledger.canonical import JSON
from sekisho.register.model import STRENGTHS, Tie
from sekisho.web.installation import installation
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused
from sekisho.web.register import rules, sheets
from sekisho.web.register.models import Incident, Measure, TieRow
from sekisho.web.register.queries.ties import exists
from sekisho.web.register.recording import changed, held, measure_of
from sekisho.web.register.telling import Written, place_of_measure, seal, tie_of
from sekisho.words import say


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody says of a measure. ``owner``: alias of a person."""

    text: str
    strength: str = ""
    owner: str = ""
    due: date | None = None
    start: date | None = None
    judge_on: date | None = None


_PLAIN = ("strength", "owner", "due", "start", "judge_on")


def add(*, year: int, number: str, plan: Plan, by: Actor, at: datetime) -> int:
    """Add a measure to an incident; return its place in it.

    Raises:
        Refused: the person may not, or the incident is closed.
        TypedError: the text or a day cannot be.

    """
    with installation().store.transaction():
        row = held(year, number, by, at)
        place = row.measures.count() + 1
        put(row, place, sheets.label(place), plan, by, at)
    return place


def put(incident: Incident, place: int, label: str, plan: Plan, by: Actor, at: datetime) -> Measure:
    """Write a new measure of an incident that is locked."""
    measure = Measure(incident=incident, place=place, label=label)
    digest = _fill(measure, plan)
    measure.save()
    changed(incident, "measure_added", by, at, measure=place, label=label, told=digest, **_plain(measure))
    return measure


def rewrite(*, year: int, number: str, place: int, saw: int, plan: Plan, by: Actor, at: datetime) -> None:
    """Write a measure otherwise.

    Raises:
        Refused: the person may not, the incident is closed, or somebody wrote it meanwhile.
        TypedError: the text or a day cannot be.

    """
    with installation().store.transaction():
        row = held(year, number, by, at, saw=saw)
        measure = measure_of(row, place)
        digest = _fill(measure, plan)
        measure.save()
        changed(row, "measure_rewritten", by, at, measure=place, told=digest, **_plain(measure))


def tie(*, year: int, number: str, place: int, to: Tie, by: Actor, at: datetime) -> None:
    """Let a measure rest on something that leaves evidence; what was before counts too, from its start on.

    Raises:
        Refused: the person may not, there is nothing like that, or it rests on it already.

    """
    if not exists(to):
        raise Refused(rules.NO_SUCH_TIE)
    with installation().store.transaction():
        row = held(year, number, by, at)
        measure = measure_of(row, place)
        there = measure.ties.filter(kind=to.kind, name=to.name, procedure=to.procedure, ended_at=None)
        if there.exists():
            raise Refused(rules.TIED)
        TieRow.objects.create(measure=measure, kind=to.kind, name=to.name, procedure=to.procedure, by=by.person, at=at)
        changed(row, "measure_tied", by, at, measure=place, **_tie(to))


def untie(*, year: int, number: str, place: int, tie: int, by: Actor, at: datetime) -> None:
    """Let a measure rest on something no longer. That it did, and who ended it, stays on record.

    Raises:
        Refused: the person may not, or it does not rest on it.

    """
    with installation().store.transaction():
        row = held(year, number, by, at)
        found = measure_of(row, place).ties.filter(pk=tie, ended_at=None).first()
        if found is None:
            raise Refused(rules.NOTHING)
        found.ended_at = at
        found.save()
        changed(row, "measure_untied", by, at, measure=place, **_tie(tie_of(found)))


def _fill(measure: Measure, plan: Plan) -> JSON:
    if plan.strength and plan.strength not in STRENGTHS:
        raise TypedError("strength", say("一覧から選んでください。"))
    for field in _PLAIN:
        setattr(measure, field, getattr(plan, field))
    measure.told, digest = seal(Written(sheets.text("text", plan.text)), place_of_measure(measure))
    return digest


def _plain(measure: Measure) -> dict[str, JSON]:
    found = {field: getattr(measure, field) for field in _PLAIN}
    return {key: one.isoformat() if isinstance(one, date) else one for key, one in found.items()}


def _tie(tie: Tie) -> dict[str, JSON]:
    return {"tie": tie.kind, "name": tie.name, "procedure": tie.procedure}
