"""What the engine found, and what people say to it: answers to what it asks, exceptions from what it stops."""

from __future__ import annotations

from sekisho.gate.commands import Answer, AskWaiver, DecideWaiver, RecordInspection
from sekisho.gate.deciding.outcome import By, Decided, no, reasoned, stale, takes_part, told, yes
from sekisho.gate.model import Finding, Json, Unit
from sekisho.gate.procedure import Procedure
from sekisho.gate.roles import holds
from sekisho.gate.rules import Asked, refusal
from sekisho.gate.state import State, Waiver
from sekisho.words import say

SECURITY = frozenset({"scope", "consent", "sensitive"})
"""Checks from which only the information-security office grants an exception; a chief does from the others."""


def inspecting(state: State, command: RecordInspection, by: By) -> Decided:
    """Decide on what the engine says. A finding that escalates moves the dispatch to the stricter procedure."""
    step = state.procedure.of_kind("inspect")[0]
    if command.parcel not in state.contents or command.parcel in state.gone:
        return no(
            "there", say("検査する送付物が、この案件に残っていません。"), say("案件のページを開き直してください。")
        )
    unit = state.unit_of(step, command.parcel)
    answer = refusal(Asked(state, step, unit, "engine", by.actor, by.now))
    if answer is not None:
        return Decided(refusal=answer)
    late = stale(command.saw, state.basis(command.parcel))
    if late:
        return late
    findings: list[Json] = [
        {"id": one.id, "check": one.check, "severity": one.severity, "escalates": one.escalates}
        for one in command.findings
    ]
    looks: dict[str, Json] = {
        name: list(checks)
        for name, checks in (("looked", command.looked), ("unable", command.unable))
        if checks is not None
    }
    inspected = by.event(
        "inspected",
        step=step.id,
        unit=told(unit),
        parcel=command.parcel,
        saw=command.saw,
        engine=command.engine,
        sources=dict(state.sources),
        findings=findings,
        **looks,
    )
    why = next((one for one in command.findings if one.escalates), None)
    if why is None or not state.procedure.escalates_to:
        return yes(inspected)
    stricter = _by_name(state, state.procedure.escalates_to)
    if stricter is None:
        return no(
            "there",
            say("より厳しい手順「{name}」が登録されていません。", name=state.procedure.escalates_to),
            say("その手順を登録してから、もう一度検査してください。"),
        )
    data: dict[str, Json] = {"procedure": stricter.digest, "name": stricter.name, "parcel": command.parcel}
    return yes(inspected, by.event("escalated", **data, finding=why.id, check=why.check))


def _by_name(state: State, name: str) -> Procedure | None:
    """Return the procedure of that name which was put on the shelf last."""
    return next((one for one in reversed(list(state.shelf.values())) if one.name == name), None)


def answering(state: State, command: Answer, by: By) -> Decided:
    """Decide on an answer to a finding that asks."""
    finding = _found(state, command.parcel, command.finding, "ask")
    if isinstance(finding, Decided):
        return finding
    outside = takes_part(state, by, drafted=True)
    wrong = outside or stale(command.saw, state.basis(command.parcel)) or reasoned(command.answer, 1)
    if (
        not wrong
        and state.answers.get((command.parcel, command.finding), command.answer.digest) != command.answer.digest
    ):
        return no(  # somebody may have approved with the first answer before them
            "not_done",
            say("この指摘には、すでに別の回答があります。"),
            say("回答を変えるには、自動検査まで差し戻してください。"),
        )
    return wrong or yes(
        by.event(
            "answered",
            parcel=command.parcel,
            finding=finding.id,
            check=finding.check,
            saw=command.saw,
            answer=command.answer.digest,
        )
    )


def asking_waiver(state: State, command: AskWaiver, by: By) -> Decided:
    """Decide on the wish for an exception."""
    finding = _found(state, command.parcel, command.finding, "stop")
    if isinstance(finding, Decided):
        return finding
    outside = takes_part(state, by, drafted=True)
    wrong = outside or stale(command.saw, state.basis(command.parcel)) or reasoned(command.reason)
    if wrong:
        return wrong
    if any(_same(one, command) and one.granted is not False for one in state.waivers):
        return no("not_done", say("この指摘の例外は、すでに求められています。"), say("判断を待ってください。"))
    data: dict[str, Json] = {"parcel": command.parcel, "finding": finding.id, "check": finding.check}
    return yes(by.event("waiver_asked", **data, saw=command.saw, reason=command.reason.digest))


def deciding_waiver(state: State, command: DecideWaiver, by: By) -> Decided:
    """Decide on granting or refusing an exception: by another person, of the rank that the check asks for."""
    finding = _found(state, command.parcel, command.finding, "stop")
    if isinstance(finding, Decided):
        return finding
    wrong = stale(command.saw, state.basis(command.parcel)) or reasoned(command.reason)
    if wrong:
        return wrong
    waiver = next((one for one in state.waivers if _same(one, command) and one.granted is None), None)
    if waiver is None:
        return no(
            "there", say("この指摘の例外は求められていません。"), say("まず担当者が理由を付けて例外を求めてください。")
        )
    wrong = waiver_rank(state, finding, by) or waiver_people(state, command.parcel, waiver.asked_by, by)
    if wrong:
        return wrong
    data: dict[str, Json] = {"asked": waiver.n, "parcel": command.parcel, "finding": finding.id, "check": finding.check}
    kind = "waiver_granted" if command.grant else "waiver_refused"
    return yes(by.event(kind, **data, saw=command.saw, reason=command.reason.digest))


def waiver_rank(state: State, finding: Finding, by: By) -> Decided | None:
    """Return the refusal of somebody whose rank does not reach."""
    role = "security" if finding.check in SECURITY else "chief"
    if holds(by.actor, role, state.department, by.day(state)):
        return None
    who = say("情報セキュリティ担当") if role == "security" else say("課長")
    return no(
        "waiver_rank",
        say("この指摘の例外を認められるのは、{who}だけです。", who=who),
        say("{who}に判断を頼んでください。", who=who),
    )


def waiver_people(state: State, parcel: str, asked_by: str, by: By) -> Decided | None:
    """Return the refusal of somebody who drafted, prepared, asked or approved in this dispatch."""
    unit = Unit("parcel", parcel)
    involved = {asked_by, *state.drafters}
    for step in (*state.procedure.of_kind("attach"), *state.procedure.of_kind("approve")):
        involved |= state.doers(step.id, unit)
    if by.actor.person not in involved:
        return None
    return no(
        "waiver_people",
        say("起案・作成した人、例外を求めた人、決裁した人は、その例外を認められません。"),
        say("この案件に関わっていない、同じ権限を持つ人に頼んでください。"),
    )


def _same(waiver: Waiver, command: AskWaiver | DecideWaiver) -> bool:
    return not waiver.void and (waiver.parcel, waiver.finding) == (command.parcel, command.finding)


def _found(state: State, parcel: str, finding: str, severity: str) -> Finding | Decided:
    """Return a finding on the present content of a parcel that is still here."""
    inspection = state.inspections.get(parcel)
    if (
        inspection is None
        or parcel in state.gone
        or parcel not in state.contents
        or inspection.saw != state.basis(parcel)
    ):
        return no(
            "there", say("この指摘は、いまの内容についてのものではありません。"), say("もう一度検査してください。")
        )
    for one in inspection.findings:
        if one.id == finding and one.severity == severity:
            return one
    return no(
        "there",
        say("この案件に、その指摘はありません。"),
        say("案件のページを開き直し、残っている指摘から選んでください。"),
    )
