"""The one decision: what a command by a person at a moment comes to, in a dispatch as it stands.

Pure: the same state, command, person and time give the same events or the same refusal. The web pages, the command
line and the interface for programs are three ways to say a command; none of them has a rule of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sekisho.gate import commands
from sekisho.gate.commands import Command
from sekisho.gate.deciding import content, course, findings, leaving, standing, steps
from sekisho.gate.deciding.outcome import By, Decided, no
from sekisho.gate.model import Actor
from sekisho.gate.rules import ended, not_understood
from sekisho.gate.state import State
from sekisho.words import say

_DECIDE: Mapping[type, Callable[[State, Any, By], Decided]] = {
    commands.Open: content.opening,
    commands.AddParcels: content.adding,
    commands.ChangeSources: content.changing_sources,
    commands.Attach: content.attaching,
    commands.Serve: content.serving,
    commands.RecordInspection: findings.inspecting,
    commands.Answer: findings.answering,
    commands.AskWaiver: findings.asking_waiver,
    commands.DecideWaiver: findings.deciding_waiver,
    commands.Brief: steps.of_kind("brief", steps.brief),
    commands.Draw: steps.of_kind("confirm", steps.draw),
    commands.Confirm: steps.of_kind("confirm", steps.confirm),
    commands.Match: steps.of_kind("match", steps.match),
    commands.Count: steps.of_kind("count", steps.count),
    commands.Seal: steps.of_kind("seal", steps.seal),
    commands.Report: steps.of_kind("report", steps.report),
    commands.Approve: steps.of_kind("approve", steps.approve),
    commands.UseStanding: standing.using,
    commands.CarryKey: steps.of_kind("key", steps.key),
    commands.Recheck: steps.of_kind("recheck", steps.recheck),
    commands.MatchReturn: steps.of_kind("return", steps.returned),
    commands.StartRelease: steps.of_kind("release", leaving.starting),
    commands.FinishRelease: leaving.finishing,
    commands.SettleRelease: leaving.settling,
    commands.SendBack: course.sending_back,
    commands.Withdraw: course.withdrawing,
    commands.Abandon: course.abandoning,
    commands.Reassign: course.reassigning,
    commands.HandOver: course.handing_over,
    commands.PutAside: course.putting_aside,
    commands.Resume: course.resuming,
    commands.ExplainDifference: course.explaining,
}


def decide(state: State, command: Command, actor: Actor, now: datetime) -> Decided:
    """Return the events that a command brings, or its refusal. The state stays as it is.

    ``now``: with its offset from UTC.

    Raises:
        ValueError: the time has no offset.

    """
    if now.tzinfo is None:
        raise ValueError("a time with its offset from UTC is needed")
    refused = not_understood(state) or ended(state)
    if refused is not None:
        return Decided(refusal=refused)
    if not state.n and not isinstance(command, commands.Open):
        return no("there", say("その案件はありません。"), say("案件の番号を確かめてください。"))
    return _DECIDE[type(command)](state, command, By(actor, now))
