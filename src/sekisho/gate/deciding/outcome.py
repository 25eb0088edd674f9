"""What a decision is, and how those in this package are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sekisho.gate.commands import OnStep
from sekisho.gate.events import TYPES, Event
from sekisho.gate.model import Actor, Evidence, Json, Sealed, Unit
from sekisho.gate.roles import holds, role_for
from sekisho.gate.rules import Asked, Refusal, refusal, title
from sekisho.gate.state import JAPAN, State
from sekisho.words import Sentence, say

REASON = 5
"""Characters that a reason has at least; a tick is none."""


@dataclass(frozen=True, slots=True)
class Decided:
    """New events, or a refusal. A refusal may leave events too: that something did not match is worth keeping."""

    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class By:
    """Who asks, and when."""

    actor: Actor
    now: datetime

    def event(self, kind: str, **data: Json) -> Event:
        """Return a new event of a type, in the version that this release writes."""
        return Event(kind, TYPES[kind], self.now, self.actor.person, data)

    def day(self, state: State) -> date:
        """Return the day on which this person's posts are judged."""
        return state.day(self.now)


def yes(*events: Event) -> Decided:
    """Return that this happens."""
    return Decided(events)


def no(rule: str, why: Sentence, first: Sentence, *kept: Event) -> Decided:
    """Return that it does not, and what has to be kept of the attempt."""
    return Decided(kept, Refusal(rule, why, first))


def told(unit: Unit) -> Json:
    """Return a unit as an event holds it."""
    return [unit.per, unit.id]


def stale(saw: str, now: str) -> Decided | None:
    """Return the refusal of what was decided before another screen than the present one."""
    if saw == now:
        return None
    return no(
        "current",
        say("画面に出ていた内容が、いまの内容と違います。ほかの人が先に変えました。"),
        say("ページを開き直して、いまの内容を見てから行ってください。"),
    )


def reasoned(reason: Sealed, least: int = REASON) -> Decided | None:
    """Return the refusal of a reason that is none."""
    if reason.characters >= least:
        return None
    return no(
        "reasoned",
        say("理由や回答が短すぎます（{number}文字以上）。", number=least),
        say("後から読む人に分かるように、理由を書いてください。"),
    )


def takes_part(state: State, by: By, *roles: str, drafted: bool = False) -> Decided | None:
    """Return the refusal of somebody who holds none of these roles in the dispatch's department.

    None given: those of any step, and the section chief's; whoever stands in for somebody who holds one has a part too.
    ``drafted``: so has whoever drafted it, also where no step is theirs.
    """
    own = ("drafter",) if drafted and by.actor.person in state.drafters else ()
    wanted = roles or ("chief", *own, *(role for step in state.procedure.steps for role in step.by))
    names = [""] if roles else ["", *(one.principal for one in by.actor.deputies)]
    if any(holds(by.actor, role, state.department, by.day(state), name) for role in wanted for name in names):
        return None
    return no(
        "takes_part",
        say("この案件に関わる役割を、今日この課で持っていません。"),
        say("役割を持つ人に頼むか、課長に役割の登録を頼んでください。"),
    )


def asked(state: State, command: OnStep, by: By) -> Asked | Decided:
    """Return who asks for a step in which role; or the refusal, where the rules that hold for every step have one."""
    step = state.procedure.by_id.get(command.step)
    if step is None:
        return no_such_step()
    doer = command.paper.doer if command.paper else by.actor
    on = command.paper.done_at.astimezone(JAPAN).date() if command.paper else by.day(state)
    role = command.role or role_for(state, step, command.unit, doer, on, command.deputy_of)
    ask = Asked(state, step, command.unit, role, doer, by.now, command.deputy_of, by.actor, command.paper)
    answer = refusal(ask)
    if answer is not None:
        return Decided(refusal=answer)
    if command.paper and (outside := takes_part(state, by)):
        return outside
    return stale(command.saw, state.saw(command.unit)) or ask


def no_such_step() -> Decided:
    """Return the refusal of a step that this procedure does not have."""
    return no(
        "there",
        say("この手順に、その工程はありません。"),
        say("案件のページを開き直してください。より厳しい手順に移ったのかもしれません。"),
    )


def stamp(ask: Asked, by: By, evidence: Evidence, answer: Mapping[str, Json] | None = None) -> Decided:
    """Return the stamp for a step, with the facts on which it was decided."""
    data = facts(ask, "claimed" if ask.paper else evidence) | on_paper(ask)
    return yes(by.event("stamped", **data, answer=dict(answer or {})))


def on_paper(ask: Asked) -> dict[str, Json]:
    """Return when a step was done, where it was done on paper and is entered now."""
    return {"done_at": ask.paper.done_at.isoformat()} if ask.paper else {}


def facts(ask: Asked, evidence: Evidence) -> dict[str, Json]:
    """Return who did which step on what, in which role, and on what that was decided."""
    return {
        "step": ask.step.id,
        "unit": told(ask.unit),
        "person": ask.doer.person,
        "role": ask.role,
        "deputy_of": ask.deputy_of,
        "saw": ask.state.saw(ask.unit),
        "evidence": evidence,
        "procedure": ask.state.procedure.digest,
        "training": {
            course: until.isoformat() for course in ask.step.training if (until := ask.doer.training.get(course))
        },
    }


def mismatch(ask: Asked, by: By, why: Sentence) -> Decided:
    """Return the refusal of what did not match; the unit is halted until another person has looked."""
    kept = by.event("mismatched", step=ask.step.id, unit=told(ask.unit), person=ask.doer.person)
    first = say("現物を確かめてください。別の人が理由を記録すると「{step}」を再開できます。", step=title(ask.step))
    return no("matches", why, first, kept)
