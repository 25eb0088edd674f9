"""Who is to be told of what has changed: written as rows in the same transaction, brought by a worker afterwards.

A row holds numbers and kinds alone. Whoever acted is not told; whoever waits for it already is not told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sekisho.gate.events import Event
from sekisho.gate.state import State
from sekisho.web.clock import JAPAN
from sekisho.web.desk.models import Dispatch, Notification
from sekisho.web.installation import installation
from sekisho.web.people.queries import holders, names
from sekisho.web.sources.queries import proposed
from sekisho.web.sources.rules import ACCEPTING

CHANNEL = ""
"""Who stands for the channel, among people."""
_URGENT = ("unknown", "waiver_asked", "stopped", "sent_back", "waiting", "released")
"""Kinds of notices, the most urgent first: of one act somebody is told one thing."""


@dataclass(frozen=True, slots=True)
class Was:
    """How a dispatch stood before: what stops it, for which roles something waited, whether it was open."""

    halted: bool = False
    waiting: frozenset[str] = frozenset()
    phase: str = "open"


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing to be told. ``word``: the kind of the step that waits."""

    person: str
    kind: str
    word: str = ""


def was(row: Dispatch) -> Was:
    """Return how a dispatch stands, as its row says."""
    return Was(row.halted, roles(row), row.phase)


def roles(row: Dispatch) -> frozenset[str]:
    """Return the roles for which something waits, as a row says."""
    return frozenset(filter(None, row.waiting.split(",")))


def note(row: Dispatch, state: State, before: Was, events: Iterable[Event], *, by: str, at: datetime) -> None:
    """Write down who is to be told of what happened to a dispatch."""
    if not is_on():
        return
    happened = {event.type: event for event in events}
    found = list(_changes(row, state, before, happened, at.astimezone(JAPAN).date()))
    _write(row.number, [one for one in found if one.person != by or not one.person], at)


def tell(kind: str, number: str, path: str, people: Iterable[str], *, channel: bool, at: datetime) -> None:
    """Write down that people are to be told of something elsewhere than in a dispatch, within the caller's transaction.

    ``kind``: one of those in `sekisho.web.notices.notice.ELSEWHERE`. ``path``: of its page, without slashes around it.
    ``channel``: the channel is told too.
    """
    told = [_Told(person, kind, path) for person in sorted(people)]
    _write(number, [*told, _Told(CHANNEL, kind, path)] if channel else told, at)


def note_lists(at: datetime) -> None:
    """Write down who is to be told that a registered list waits to be accepted; each list once."""
    if not is_on():
        return
    on = at.astimezone(JAPAN).date()
    there = set(Notification.objects.filter(kind="source").values_list("word", flat=True))
    for one in proposed():
        if one.id not in there:
            people = {person.alias for role in ACCEPTING for person in holders(role, one.department, on)}
            told = [_Told(person, "source", one.id) for person in sorted(people - {one.supplied_by})]
            _write(one.as_of.isoformat(), [*told, _Told(CHANNEL, "source", one.id)], at)


def _changes(row: Dispatch, state: State, before: Was, happened: Mapping[str, Event], on: date) -> Iterator[_Told]:
    now = roles(row)
    if row.halted and not before.halted:
        at_work = {role for step in state.procedure.of_kind("attach") for role in step.by}
        yield from _to(state, "stopped", {"drafter", *at_work}, on)
    if "waiver_asked" in happened:
        yield from _to(state, "waiver_asked", now & {"chief", "security"}, on)
    if "sent_back" in happened:
        step = state.procedure.by_id.get(str(happened["sent_back"].data["step"]))
        yield from _to(state, "sent_back", {"drafter", *(step.by if step else ())}, on)
    if "release_unknown" in happened:
        yield from _to(state, "unknown", {"chief", *state.procedure.release.by}, on)
    if row.phase == "over" and before.phase == "open":
        yield from _to(state, "released", {"drafter"}, on)
    for role in sorted(now - before.waiting):
        word = _step_of(state, role)
        if word:
            yield from _to(state, "waiting", {role}, on, word)


def _to(state: State, kind: str, whom: Iterable[str], on: date, word: str = "") -> Iterator[_Told]:
    yield _Told(CHANNEL, kind, word)
    for role in sorted(whom):
        for person in _people(state, role, on):
            yield _Told(person, kind, word)


def _people(state: State, role: str, on: date) -> Iterator[str]:
    """Give whoever does what a role is to do in a dispatch: the drafter is one who drafted it."""
    if role == "drafter":
        yield from state.drafters
    elif role in state.assigned:
        yield state.assigned[role]
    elif role != "engine":
        yield from (person.alias for person in holders(role, state.department, on))


def _step_of(state: State, role: str) -> str:
    """Return the kind of the first step that waits for a role; empty where none does."""
    for step in state.procedure.steps:
        if role in step.by:
            for unit in state.units(step):
                if not state.done(step, unit) and state.undone_before(step, unit) is None:
                    return step.kind
    return ""


def _write(number: str, found: Iterable[_Told], at: datetime) -> None:
    """Write rows, of one person the most urgent, and none that waits to be sent already."""
    most: dict[tuple[str, str], _Told] = {}
    for one in found:
        key = (one.person, one.kind if one.person == CHANNEL else "")
        if key not in most or _rank(one) < _rank(most[key]):
            most[key] = one
    there = set(Notification.objects.filter(dispatch=number, sent_at=None).values_list("person", "kind", "word"))
    told = [one for one in most.values() if (one.person, one.kind, one.word) not in there]
    reachable = _reachable({one.person for one in told if one.person})
    Notification.objects.bulk_create(
        Notification(dispatch=number, person=one.person, kind=one.kind, word=one.word, at=at)
        for one in told
        if (one.person in reachable if one.person else installation().options.teams_address)
    )


def _rank(one: _Told) -> int:
    return _URGENT.index(one.kind) if one.kind in _URGENT else len(_URGENT)


def _reachable(people: set[str]) -> frozenset[str]:
    if not people or not installation().options.notify_by_mail:
        return frozenset()
    return frozenset(alias for alias, view in names(people).items() if view.mail)


def is_on() -> bool:
    """Return whether anybody can be told anything."""
    options = installation().options
    return bool(options.notify_by_mail or options.teams_address)
