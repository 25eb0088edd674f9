"""Acts of people in a dispatch that are one command each, with what they write sealed on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sekisho.gate import commands as c
from sekisho.gate.model import Actor, Unit
from sekisho.gate.state import State
from sekisho.web.desk.actions.telling import Pen, tell


def act(number: str, make: Callable[[State, Pen], c.Command], *, by: Actor, at: datetime) -> State:
    """Do a step of a dispatch."""
    return tell(number, make, by=by, at=at)


def answer(number: str, parcel: str, finding: str, saw: str, text: str, *, by: Actor, at: datetime) -> State:
    """Answer a finding that asks."""
    return tell(number, lambda _state, pen: c.Answer(parcel, finding, saw, pen.seal(text)), by=by, at=at)


def ask_waiver(number: str, parcel: str, finding: str, saw: str, reason: str, *, by: Actor, at: datetime) -> State:
    """Ask for an exception from a finding that stops."""
    return tell(number, lambda _state, pen: c.AskWaiver(parcel, finding, saw, pen.seal(reason)), by=by, at=at)


def decide_waiver(
    number: str, parcel: str, finding: str, saw: str, reason: str, *, grant: bool, by: Actor, at: datetime
) -> State:
    """Grant an exception, or refuse it."""
    return tell(number, lambda _state, pen: c.DecideWaiver(parcel, finding, saw, grant, pen.seal(reason)), by=by, at=at)


def send_back(number: str, step: str, unit: Unit, reason: str, *, by: Actor, at: datetime) -> State:
    """Send a unit back to a step."""
    return tell(number, lambda _state, pen: c.SendBack(step, unit, pen.seal(reason)), by=by, at=at)


def withdraw(number: str, parcel: str, reason: str, *, by: Actor, at: datetime) -> State:
    """Take a parcel out."""
    return tell(number, lambda _state, pen: c.Withdraw(parcel, pen.seal(reason)), by=by, at=at)


def abandon(number: str, reason: str, *, by: Actor, at: datetime) -> State:
    """End a dispatch without sending the rest."""
    return tell(number, lambda _state, pen: c.Abandon(pen.seal(reason)), by=by, at=at)


def reassign(number: str, role: str, person: str, reason: str, *, by: Actor, at: datetime) -> State:
    """Let one person do the steps of a role in this dispatch."""
    return tell(number, lambda _state, pen: c.Reassign(role, person, pen.seal(reason)), by=by, at=at)


def hand_over(number: str, to: str, reason: str, *, by: Actor, at: datetime) -> State:
    """Give a dispatch to another drafter."""
    return tell(number, lambda _state, pen: c.HandOver(to, pen.seal(reason)), by=by, at=at)


def put_aside(number: str, unit: Unit, reason: str, *, by: Actor, at: datetime) -> State:
    """Close the one unit that is open without finishing it."""
    return tell(number, lambda _state, pen: c.PutAside(unit, pen.seal(reason)), by=by, at=at)


def resume(number: str, step: str, unit: Unit, reason: str, *, by: Actor, at: datetime) -> State:
    """Go on with a unit that was halted since something did not match."""
    return tell(number, lambda _state, pen: c.Resume(step, unit, pen.seal(reason)), by=by, at=at)


def explain_difference(number: str, step: str, unit: Unit, reason: str, *, by: Actor, at: datetime) -> State:
    """Give the section chief's reason for a count that does not close."""
    return tell(number, lambda _state, pen: c.ExplainDifference(step, unit, pen.seal(reason)), by=by, at=at)


def settle_release(number: str, unit: Unit, reason: str, *, left: bool, by: Actor, at: datetime) -> State:
    """Say of a sending whose end is unknown whether it left."""
    return tell(number, lambda _state, pen: c.SettleRelease(unit, left, pen.seal(reason)), by=by, at=at)
