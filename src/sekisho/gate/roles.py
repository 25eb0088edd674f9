"""Roles: how the office calls them, and who holds which on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sekisho.gate.model import ANYWHERE, Actor, Unit
from sekisho.gate.procedure import Step
from sekisho.gate.state import State
from sekisho.words import Sentence, say

_ROLE_NAMES: Mapping[str, Sentence] = {
    "drafter": say("起案者"),
    "worker": say("作業者"),
    "encloser": say("封入者"),
    "confirmer": say("確認者"),
    "outside_confirmer": say("他課の確認者"),
    "approver": say("決裁者"),
    "superior": say("上司"),
    "chief": say("課長"),
    "security": say("情報セキュリティ担当"),
    "mailroom": say("文書担当"),
    "contractor": say("受託者"),
    "contractor_confirmer": say("受託先の確認者"),
    "engine": say("自動検査"),
}


def role_name(role: str) -> Sentence:
    """Return how a role is called in the office."""
    return _ROLE_NAMES[role]


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
