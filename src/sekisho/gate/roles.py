"""Roles: who holds which on a day, and in which of them somebody does a step."""

from __future__ import annotations

from datetime import date

from sekisho.gate.model import ANYWHERE, Actor, Unit
from sekisho.gate.procedure import Step
from sekisho.gate.state import State


def holds(actor: Actor, role: str, department: str, on: date, deputy_of: str = "") -> bool:
    """Return whether a person holds a role in a department on a day, or stands in for somebody who does."""
    posts = [one.post for one in actor.deputies if one.principal == deputy_of] if deputy_of else actor.posts
    return any(
        post.role == role and (post.department == department or role in ANYWHERE) and post.holds(on) for post in posts
    )


def role_for(state: State, step: Step, unit: Unit, actor: Actor, on: date, deputy_of: str) -> str:
    """Return the role in which a person would do a step: the first of its roles that is theirs and not yet taken."""
    taken = {stamp.role for stamp in state.stamps.get((step.id, unit), ())}
    theirs = [role for role in step.by if holds(actor, role, state.department, on, deputy_of)]
    return next((role for role in theirs if role not in taken), (theirs or list(step.by))[0])
