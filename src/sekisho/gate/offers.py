"""What a person may do next in a dispatch, and why not the rest; and what they may see of other people's answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sekisho.gate.model import Actor, Json, Stamp, Unit
from sekisho.gate.procedure import Step
from sekisho.gate.roles import holds, role_for
from sekisho.gate.rules import Asked, Refusal, refusal
from sekisho.gate.state import State


@dataclass(frozen=True, slots=True)
class Offer:
    """One step on one unit: ``refusal`` is empty where this person may do it now, in ``role``.

    What the step itself demands (files opened, numbers that agree) is not looked at before the person does it.
    """

    step: Step
    unit: Unit
    role: str
    refusal: Refusal | None


def offers(state: State, actor: Actor, now: datetime, deputy_of: str = "") -> tuple[Offer, ...]:
    """Return of every step that is not done, on every unit, whether this person may do it now and why not.

    The briefing is offered to whoever works on the job and has not been there; a look at what is live again on the days
    of its schedule.
    """
    today = state.day(now)
    return tuple(
        _offer(state, step, unit, actor, now, deputy_of)
        for step in state.procedure.steps
        for unit in state.units(step)
        if not state.done(step, unit)
        or (step.kind == "brief" and _joins(state, step, actor, now, deputy_of))
        or (step.kind == "recheck" and state.due_again(step, unit, today))
    )


def _joins(state: State, step: Step, actor: Actor, now: datetime, deputy_of: str) -> bool:
    """Return whether a person comes to a job later, and has to go through its steps and risks too."""
    newcomer = actor.person not in state.briefed()
    return newcomer and any(holds(actor, role, state.department, state.day(now), deputy_of) for role in step.by)


def _offer(state: State, step: Step, unit: Unit, actor: Actor, now: datetime, deputy_of: str) -> Offer:
    role = role_for(state, step, unit, actor, state.day(now), deputy_of)
    return Offer(step, unit, role, refusal(Asked(state, step, unit, role, actor, now, deputy_of)))


# ---------------------------------------------------------------- what may be seen

UNTOLD: Mapping[str, Json] = {}


def visible(state: State, person: str) -> Iterator[Stamp]:
    """Give the stamps of a dispatch as this person may see them.

    The answer at a step that a second person confirms without knowing it is shown to nobody else before that second
    confirmation is done on the last unit of its batch: not one by one, since the rest could be guessed.
    """
    hidden = _hidden(state)
    for made in state.stamps.values():
        for stamp in made:
            seen = stamp.step not in hidden or person in {stamp.person, stamp.entered_by}
            yield stamp if seen else replace(stamp, answer=UNTOLD)


def _hidden(state: State) -> frozenset[str]:
    """Return the steps whose answers are not told yet: those that a blind step differs from, and the blind step itself."""
    return frozenset(
        told
        for step in state.procedure.steps
        if step.blind and not all(state.done(step, unit) for unit in state.units(step))
        for told in (step.id, *step.differs_from)
    )
