"""What every act about people shares: its event, its day, and how it holds to a rule."""

from __future__ import annotations

from datetime import date, datetime

from sekisho.gate.model import Actor
from sekisho.gate.rules import Refusal
from sekisho.ledger.canonical import JSON
from sekisho.ledger.log import Fact
from sekisho.web.clock import JAPAN
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused


def record(stream: str, kind: str, by: Actor, at: datetime, **data: JSON) -> None:
    """Write what was done at the end of a stream. ``data`` names nobody: aliases, numbers and days."""
    store = installation().store
    store.append(stream, store.last(stream), [Fact(kind, 1, at, by.person, data)])


def day(at: datetime) -> date:
    """Return the day of the office at a moment."""
    return at.astimezone(JAPAN).date()


def hold(refusal: Refusal | None) -> None:
    """Go on, or refuse.

    Raises:
        Refused: there is a refusal.

    """
    if refusal is not None:
        raise Refused(refusal)
