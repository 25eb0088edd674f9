"""The exit: begin, end, and what to make of an end that nobody knows."""

from __future__ import annotations

from sekisho.gate.commands import FinishRelease, SettleRelease, StartRelease
from sekisho.gate.deciding.outcome import (
    By,
    Decided,
    facts,
    mismatch,
    no,
    on_paper,
    reasoned,
    takes_part,
    told,
    yes,
)
from sekisho.gate.deciding.steps import approved, totals
from sekisho.gate.model import Json
from sekisho.gate.roles import holds
from sekisho.gate.rules import Asked, not_halted, title
from sekisho.gate.state import JAPAN, State
from sekisho.words import say


def starting(ask: Asked, command: StartRelease, by: By) -> Decided:
    """Decide on beginning to send: on disk before anything leaves."""
    wrong = no_drill(ask) or judged_today(ask, command) or nothing_gone(ask) or all_posted(ask, command.posted)
    if wrong:
        return wrong
    data = facts(ask, "claimed" if ask.paper else "enforced") | on_paper(ask)
    data |= {"sources": dict(command.sources), "posted": command.posted}
    return yes(by.event("release_started", **data, parcels=approved(ask)))


def no_drill(ask: Asked) -> Decided | None:
    """Return the refusal of a drill: its planted parcel leaves by no exit."""
    if not ask.state.drill:
        return None
    return no(
        "no_drill", say("これは訓練の案件です。送出はできません。"), say("訓練の結果を見て、案件を中止してください。")
    )


def judged_today(ask: Asked, command: StartRelease) -> Decided | None:
    """Return the refusal of what was not inspected today against the lists in force: consent given may be taken back."""
    state = ask.state
    inspections = [state.inspections[key] for key in state.parcels(ask.unit)]
    same_day = all(one.at.astimezone(JAPAN).date() == ask.day for one in inspections)
    if dict(command.sources) == dict(state.sources) and same_day:
        return None
    return no(
        "judged_today",
        say("送出の日に、いま有効な台帳での検査がまだ済んでいません。"),
        say("「{step}」をもう一度行ってください。", step=title(state.procedure.of_kind("inspect")[0])),
    )


def nothing_gone(ask: Asked) -> Decided | None:
    """Return the refusal of sending something twice."""
    if not any(key in ask.state.gone for key in ask.state.parcels(ask.unit)):
        return None
    return no(
        "nothing_gone",
        say("この中に、すでに送出したか、送出の途中のものがあります。"),
        say("途中のものの結果を先に記録してください。同じものは二度送れません。"),
    )


def all_posted(ask: Asked, posted: int | None) -> Decided | None:
    """Return the refusal of another number of envelopes at the post office than was sealed."""
    sealed = totals(ask, "seal", "sealed")
    if not sealed or sealed | totals(ask, "count", "enclosed") == {posted}:
        return None
    return no(
        "all_posted",
        say("差し出す数が、封緘した数と違います。"),
        say("一通ずつ数え直してください。理由を付けて進めることはできません。"),
    )


def finishing(state: State, command: FinishRelease, by: By) -> Decided:
    """Decide on how the sending ended."""
    leaving, step = state.leaving.get(command.unit), state.procedure.release
    if leaving is None or leaving.phase != "started":
        return no("there", say("この送付物は、送出の途中ではありません。"), say("案件のページを開き直してください。"))
    software = holds(by.actor, "engine", state.department, by.day(state))
    # Who enters what somebody else did on paper need not hold the role, and says how it ended in the same breath.
    entered = leaving.entered_by != "" and leaving.entered_by == by.actor.person
    wrong = None if software or entered else takes_part(state, by, *step.by)
    if wrong:
        return wrong
    ask = Asked(state, step, command.unit, "", by.actor, by.now)
    inner: dict[str, Json] = {key: state.outgoing(key) for key in state.on_its_way(command.unit)}
    data: dict[str, Json] = {"step": step.id, "unit": told(command.unit)}
    if command.outcome != "released":
        return yes(by.event(f"release_{command.outcome}", **data))
    proof = command.proof
    if proof is None or proof not in step.proofs or (proof == "sent") != software:
        return no(
            "proven",
            say("この送出の証しは、この手順では使えません。"),
            say("送出の方法に合う証しを選んでください。"),
        )
    stopped = not_halted(ask)
    if stopped is not None:
        return Decided(refusal=stopped)
    if proof != "stated" and dict(command.inner) != inner:
        return mismatch(ask, by, say("出ていく内容が、決裁されたものと違います。"))
    return yes(by.event("released", **data, proof=proof, parcels=inner, wrapper=command.wrapper))


def settling(state: State, command: SettleRelease, by: By) -> Decided:
    """Decide on what a person found out about a sending whose end is unknown. Nothing is sent again by itself."""
    leaving = state.leaving.get(command.unit)
    if leaving is None or leaving.phase != "unknown":
        return no("there", say("この送付物の送出は、結果が分かっています。"), say("案件のページを開き直してください。"))
    wrong = takes_part(state, by, "chief", *state.procedure.release.by) or reasoned(command.reason)
    if wrong:
        return wrong
    data: dict[str, Json] = {"step": state.procedure.release.id, "unit": told(command.unit)}
    data["reason"] = command.reason.digest
    if not command.left:
        return yes(by.event("release_failed", **data))
    inner: dict[str, Json] = {key: state.outgoing(key) for key in state.on_its_way(command.unit)}
    return yes(by.event("released", **data, proof="stated", parcels=inner, wrapper=""))
