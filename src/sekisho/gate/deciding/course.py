"""The course of a dispatch: back, aside, out, into other hands; and on again after something did not match."""

from __future__ import annotations

from sekisho.gate.commands import (
    Abandon,
    ExplainDifference,
    HandOver,
    PutAside,
    Reassign,
    Resume,
    SendBack,
    Withdraw,
)
from sekisho.gate.deciding.outcome import By, Decided, no, no_such_step, reasoned, takes_part, told, yes
from sekisho.gate.rules import title
from sekisho.gate.state import State
from sekisho.words import say


def sending_back(state: State, command: SendBack, by: By) -> Decided:
    """Decide on doing a step again, and all that stand on it."""
    wrong = takes_part(state, by) or reasoned(command.reason)
    if wrong:
        return wrong
    step = state.procedure.by_id.get(command.step)
    release = state.procedure.release
    if step is None or step.kind in {"brief", "release"} or release in state.procedure.before[step.id]:
        return no_such_step()
    ids = state.parcels(command.unit)
    if not ids or any(key in state.gone for key in ids):
        return _gone()
    data = {"step": step.id, "reason": command.reason.digest}
    return yes(by.event("sent_back", **data, unit=told(command.unit)))


def withdrawing(state: State, command: Withdraw, by: By) -> Decided:
    """Decide on taking a parcel out."""
    wrong = takes_part(state, by, "drafter", "worker", "approver", "chief", "contractor") or reasoned(command.reason)
    if wrong:
        return wrong
    content = state.contents.get(command.parcel)
    if content is None or content.withdrawn or command.parcel in state.gone:
        return _gone()
    return yes(by.event("withdrawn", parcel=command.parcel, reason=command.reason.digest))


def abandoning(state: State, command: Abandon, by: By) -> Decided:
    """Decide on ending the dispatch. What is on its way has to come to an end first."""
    wrong = takes_part(state, by, "drafter", "chief") or reasoned(command.reason)
    if wrong:
        return wrong
    if any(one.phase in {"started", "unknown"} for one in state.leaving.values()):
        return no(
            "there",
            say("送出の途中か、結果の分からない送付物があります。"),
            say("その結果を先に記録してから中止してください。"),
        )
    return _left_open(state) or yes(by.event("abandoned", reason=command.reason.digest))


def _left_open(state: State) -> Decided | None:
    """What has left is seen to its end: a file whose password never went, a page that nobody looked at again."""
    for step in state.procedure.after[state.procedure.release.id]:
        for unit in state.units(step):
            if not state.done(step, unit) and any(key in state.gone for key in state.parcels(unit)):
                return no(
                    "there",
                    say("すでに送出したものについて、「{step}」が残っています。", step=title(step)),
                    say("それを済ませてください。まだ送っていないものは、一つずつ取り下げられます。"),
                )
    return None


def reassigning(state: State, command: Reassign, by: By) -> Decided:
    """Decide on giving a role in this dispatch to one person."""
    wrong = takes_part(state, by, "chief") or reasoned(command.reason)
    if wrong:
        return wrong
    if not command.person or all(command.role not in step.by for step in state.procedure.steps):
        return no("there", say("この手順に、その役割はありません。"), say("手順の工程にある役割を選んでください。"))
    data = {"role": command.role, "person": command.person}
    return yes(by.event("reassigned", **data, reason=command.reason.digest))


def handing_over(state: State, command: HandOver, by: By) -> Decided:
    """Decide on another drafter."""
    wrong = takes_part(state, by, "drafter", "chief") or reasoned(command.reason)
    if wrong:
        return wrong
    if not command.to or command.to in state.drafters:
        return no("there", say("その人は、すでにこの案件の起案者です。"), say("引き継ぐ相手を選んでください。"))
    if command.to in _judges(state):
        return no(
            "two_people",
            say("この案件を決裁した人や例外を認めた人は、起案者になれません。"),
            say("決裁や例外に関わっていない人に引き継いでください。"),
        )
    return yes(by.event("handed_over", to=command.to, reason=command.reason.digest))


def _judges(state: State) -> frozenset[str]:
    """Return who approved anything here, or granted an exception: what they judged must not become their own case."""
    approved = (state.doers(step.id, unit) for step in state.procedure.of_kind("approve") for unit in state.units(step))
    return frozenset(one.decided_by for one in state.waivers if one.granted).union(*approved)


def putting_aside(state: State, command: PutAside, by: By) -> Decided:
    """Decide on closing the one open unit without finishing it; what is on its way cannot be laid aside."""
    wrong = takes_part(state, by) or reasoned(command.reason)
    if wrong:
        return wrong
    if state.opened() != command.unit:
        return no("there", say("この送付物は開いていません。"), say("案件のページを開き直してください。"))
    if any(key in state.gone for key in state.parcels(command.unit)):
        return _gone()
    return yes(by.event("put_aside", unit=told(command.unit), reason=command.reason.digest))


def resuming(state: State, command: Resume, by: By) -> Decided:
    """Decide on going on after a mismatch: another person than the one to whom it happened."""
    wrong = takes_part(state, by) or reasoned(command.reason)
    if wrong:
        return wrong
    halted = state.halted.get((command.step, command.unit))
    if halted is None:
        return no("there", say("この送付物は止まっていません。"), say("案件のページを開き直してください。"))
    if by.actor.person in halted:
        return no(
            "two_people",
            say("合わなかったときに作業していた人は、自分で再開できません。"),
            say("別の人に、現物を確かめて再開してもらってください。"),
        )
    data = {"step": command.step, "reason": command.reason.digest}
    return yes(by.event("resumed", **data, unit=told(command.unit)))


def explaining(state: State, command: ExplainDifference, by: By) -> Decided:
    """Decide on the section chief's reason for a count that does not close."""
    wrong = takes_part(state, by, "chief") or reasoned(command.reason)
    if wrong:
        return wrong
    place = (command.step, command.unit)
    if place not in state.differences:
        return no("there", say("説明の要る差はありません。"), say("案件のページを開き直してください。"))
    if any(by.actor.person in {one.person, one.deputy_of, one.entered_by} for one in state.stamps[place]):
        return no(
            "two_people",
            say("数えた人は、その差の理由を認められません。"),
            say("数えていない課長に頼んでください。"),
        )
    data = {"step": command.step, "reason": command.reason.digest}
    return yes(by.event("difference_explained", **data, unit=told(command.unit)))


def _gone() -> Decided:
    return no(
        "there",
        say("その送付物は取り下げられたか、すでに送出が始まっています。"),
        say("案件のページを開き直してください。誤りがあれば情報セキュリティ担当に連絡してください。"),
    )
