"""Approvals given beforehand (専決): one letter a day to the same place does not wait for the chief."""

from __future__ import annotations

from datetime import date

from sekisho.gate.commands import Standing, UseStanding
from sekisho.gate.deciding.outcome import By, Decided, facts, no, no_such_step, stale, takes_part, yes
from sekisho.gate.model import Actor
from sekisho.gate.rules import Asked, refusal
from sekisho.gate.state import State
from sekisho.words import Sentence, say

WHO = frozenset({"role_held", "assigned", "trained", "briefed"})
"""Rules about the person at the screen: the approver is not there, and was judged when the approval was given."""


def using(state: State, command: UseStanding, by: By) -> Decided:
    """Decide on resting the approval of a unit on a standing one."""
    step, given = state.procedure.by_id.get(command.step), command.standing
    if step is None or step.kind != "approve":
        return no_such_step()
    if not step.standing or len(step.by) > 1 or given is None or not given.granted_by:
        return _refused(say("この工程は、あらかじめの決裁（専決）では行えません。"))
    ask = Asked(state, step, command.unit, step.by[0], Actor(given.granted_by), by.now)
    told = refusal(ask, WHO)
    if told is not None:
        return Decided(refusal=told)
    wrong = takes_part(state, by) or stale(command.saw, state.saw(command.unit)) or covers(ask, given, by.day(state))
    if wrong:
        return wrong
    data = facts(ask, "enforced") | {"answer": {"standing": given.id}}
    return yes(by.event("stamped", **data))


def covers(ask: Asked, given: Standing, on: date) -> Decided | None:
    """Return the refusal of what a standing approval does not cover."""
    state, ids = ask.state, ask.state.parcels(ask.unit)
    if given.procedure != state.procedure.digest or given.department != state.department:
        return _refused(say("この決裁は、別の手順か別の課のために与えられたものです。"))
    if not given.since <= on <= min(given.until, year_end(given.since)):
        return _refused(say("この決裁の期限が切れています。"))
    if any(state.contents[key].parcel.recipient != given.recipient for key in ids):
        return _refused(say("この決裁は、別の宛先のために与えられたものです。"))
    if sum(item.parts for key in ids for item in state.contents[key].items) > given.sheets:
        return _refused(say("枚数が、この決裁の範囲を超えています。"))
    if any(one.severity == "stop" or one.escalates for key in ids for one in state.inspections[key].findings):
        return _refused(say("止める指摘のあるものは、あらかじめの決裁では送れません。"))
    return None


def year_end(since: date) -> date:
    """Return the last day of the fiscal year (地方自治法208条) in which a standing approval began."""
    return date(since.year + (since.month > 3), 3, 31)


def _refused(why: Sentence) -> Decided:
    return no("standing", why, say("決裁者に決裁を頼んでください。"))
