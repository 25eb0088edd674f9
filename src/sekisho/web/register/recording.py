"""What every act of the register shares: its event, its day, how it holds to a rule, and how it locks what it writes."""

from __future__ import annotations

from datetime import datetime

from sekisho.gate.model import Actor
from sekisho.ledger.canonical import JSON
from sekisho.web.people.actions.recording import day, hold, record
from sekisho.web.refusals import Refused
from sekisho.web.register import rules
from sekisho.web.register.models import Incident, Measure

__all__ = ["changed", "day", "held", "hold", "measure_of", "record", "stream"]


def stream(incident: Incident) -> str:
    """Return the name of the stream of an incident."""
    return f"register/{incident.year}/{incident.place}"


def held(year: int, number: str, by: Actor, at: datetime, *, saw: int | None = None, closed: bool = False) -> Incident:
    """Return an incident for whoever may write it, locked until the transaction ends.

    ``saw``: how often it was written when its page was drawn; nothing for what only adds to it. ``closed``: it may be closed.

    Raises:
        Refused: there is none, the person may not, it is closed, or somebody wrote it meanwhile.

    """
    row = Incident.objects.select_for_update().filter(year=year, number=number).first()
    if row is None:
        raise Refused(rules.NOTHING)
    if row.withheld:
        hold(rules.seeing_withheld(by, row.department, day(at)))
    hold(rules.keeping(by, row.department, day(at)))
    if saw is not None and saw != row.n:
        raise Refused(rules.CHANGED)
    if row.closed_on and not closed:
        raise Refused(rules.CLOSED)
    return row


def measure_of(incident: Incident, place: int) -> Measure:
    """Return a measure by its place in its incident.

    Raises:
        Refused: there is none.

    """
    found = incident.measures.filter(place=place).first()
    if found is None:
        raise Refused(rules.NOTHING)
    return found


def changed(incident: Incident, kind: str, by: Actor, at: datetime, **data: JSON) -> None:
    """Write down that an incident was written, in its row and as an event."""
    incident.n += 1
    incident.save()
    record(stream(incident), kind, by, at, year=incident.year, number=incident.number, **data)
