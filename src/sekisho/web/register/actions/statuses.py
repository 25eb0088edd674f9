"""What is written about how measures are kept, and how their effect is judged. Nothing written is ever changed."""

from __future__ import annotations

from datetime import datetime

from sekisho.gate.model import Actor
from sekisho.web.installation import installation
from sekisho.web.register import rules, sheets
from sekisho.web.register.models import Incident, Measure, Status
from sekisho.web.register.recording import changed, day, held, hold, measure_of
from sekisho.web.register.telling import StatusTold, place_of_entry, seal


def write(*, year: int, number: str, place: int | None, text: str, evaluation: bool, by: Actor, at: datetime) -> None:
    """Write a status entry or an evaluation of a measure, or of the whole incident where ``place`` is ``None``.

    Raises:
        Refused: the person may not; who judges the effect is not the owner of any measure that is judged.
        TypedError: the text cannot be.

    """
    kept = sheets.text("text", text)
    with installation().store.transaction():
        row = held(year, number, by, at, closed=True)
        measure = None if place is None else measure_of(row, place)
        if evaluation:
            judged = list(row.measures.all()) if measure is None else [measure]
            for one in judged:
                hold(rules.judging(by, row.department, one.owner, day(at)))
        told = StatusTold(kept, measure.label if measure else "")
        put(row, measure, told, evaluation=evaluation, place=0, by=by, at=at)


def put(
    incident: Incident,
    measure: Measure | None,
    told: StatusTold,
    *,
    evaluation: bool,
    place: int,
    by: Actor,
    at: datetime,
) -> None:
    """Write an entry of an incident that is locked. ``place``: its order in a past report, 0 for none."""
    entry = Status(incident=incident, measure=measure, evaluation=evaluation, place=place, by=by.person, at=at)
    entry.told = b""
    entry.save()
    entry.told, digest = seal(told, place_of_entry(entry))
    entry.save()
    kind = "evaluation_written" if evaluation else "status_written"
    changed(incident, kind, by, at, measure=measure.place if measure else None, entry=entry.pk, told=digest)
