"""How the sending of a unit went, as far as anybody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sekisho.gate.model import Unit
from sekisho.web.desk.actions.releasing import unit_text
from sekisho.web.desk.models import Sending


@dataclass(frozen=True, slots=True)
class SendingView:
    """The last attempt to send a unit. ``password``: it can still be shown, once."""

    id: int
    state: str
    at: datetime
    password: bool
    shown_at: datetime | None
    shown_to: str
    problem: str


def last_sending(number: str, unit: Unit) -> SendingView | None:
    """Return the last attempt to send a unit; nothing where there was none."""
    row = Sending.objects.filter(dispatch=number, unit=unit_text(unit)).order_by("-pk").first()
    if row is None:
        return None
    return SendingView(row.pk, row.state, row.at, bool(row.password), row.shown_at, row.shown_to, row.problem)
