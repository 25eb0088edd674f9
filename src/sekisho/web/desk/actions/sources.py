"""Against which lists a dispatch is held: the registered ones in force, or one that came with it. A change is inspected anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sekisho.bundle.model import SourceKind
from sekisho.gate.commands import ChangeSources
from sekisho.gate.decide import decide
from sekisho.gate.model import Actor
from sekisho.gate.state import State
from sekisho.web.clock import JAPAN
from sekisho.web.desk import own_lists, standing
from sekisho.web.desk.actions.inspecting import ask_inspection
from sekisho.web.desk.actions.telling import Pen, no_such_dispatch, tell
from sekisho.web.desk.models import Dispatch
from sekisho.web.desk.own_lists import Brought
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused, refuse
from sekisho.web.sources.queries import in_force
from sekisho.words import say


def renew(number: str, *, by: Actor, at: datetime) -> State:
    """Hold a dispatch against the registered lists that are in force now, and let it be inspected against them.

    A list that came with the dispatch stays in its place.

    Raises:
        Refused: the dispatch has ended, or this person has no part in it.

    """
    with installation().store.transaction():
        row = _row(number)
        own = {kind: one for kind, one in row.sources.items() if own_lists.is_own(one)}
        return _change(row, own, by=by, at=at)


def bring(number: str, brought: Brought, *, by: Actor, at: datetime) -> State:
    """Hold a dispatch against a list that came with it, in the place of the registered one of its kind."""
    with installation().store.transaction():
        row = _row(number)
        own = {kind: one for kind, one in row.sources.items() if own_lists.is_own(one)}
        own_lists.keep(brought, number, by=by.person, at=at)
        return _change(row, {**own, brought.kind: brought.version}, by=by, at=at)


def may_change(number: str, *, by: Actor, at: datetime) -> None:
    """Ask whether somebody may hold a dispatch against other lists, before anything of theirs is kept.

    Raises:
        Refused: they may not.

    """
    told = decide(standing.fresh(number), ChangeSources({}), by, at)
    if told.refusal is not None:
        raise Refused(told.refusal)


def use_registered(number: str, kind: SourceKind, *, by: Actor, at: datetime) -> State:
    """Hold a dispatch against the registered list again, instead of the one that came with it.

    Raises:
        Refused: no list of that kind is registered.

    """
    with installation().store.transaction():
        row = _row(number)
        if kind not in in_force(row.department, at.astimezone(JAPAN).date()):
            raise refuse(
                "there", say("その種類の台帳は登録されていません。"), say("台帳を登録し、受け入れてもらってください。")
            )
        own = {one: told for one, told in row.sources.items() if own_lists.is_own(told) and one != kind}
        return _change(row, own, by=by, at=at)


def _row(number: str) -> Dispatch:
    row = Dispatch.objects.filter(pk=number).first()
    if row is None:
        raise no_such_dispatch()
    return row


def _change(row: Dispatch, own: Mapping[str, str], *, by: Actor, at: datetime) -> State:
    now = in_force(row.department, at.astimezone(JAPAN).date())
    versions = {kind: one.id for kind, one in now.items()} | dict(own)
    marked = {kind: one.digest for kind, one in now.items()} | dict(own_lists.digests(row.number, own))

    def changing(_state: State, pen: Pen) -> ChangeSources:
        return ChangeSources({kind: pen.mark(digest) for kind, digest in marked.items()})

    state = tell(row.number, changing, by=by, at=at)
    Dispatch.objects.filter(pk=row.number).update(sources=versions)
    if any(one.items for one in state.contents.values()):
        ask_inspection(row.number, by=by, at=at)
    return state
