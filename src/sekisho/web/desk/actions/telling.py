"""The one way by which a command reaches a dispatch: lock, load, decide, append, project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sekisho.gate.commands import Command
from sekisho.gate.decide import decide
from sekisho.gate.events import Event
from sekisho.gate.model import Actor, Sealed, Unit, sealed
from sekisho.gate.replay import advance
from sekisho.gate.rules import Refusal
from sekisho.gate.state import State
from sekisho.web.desk import notifying, standing
from sekisho.web.desk.models import Dispatch
from sekisho.web.desk.projecting import project
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused, refuse
from sekisho.web.store.vault import Kept
from sekisho.words import say

RULE, YEARS = "dispatch", 5
"""What people wrote in a dispatch stays as long as its papers: five years after the fiscal year in which it began."""


@dataclass(frozen=True, slots=True)
class Pen:
    """What a command of one dispatch is written with: its salt. ``texts``: what was sealed, to be kept in the vault."""

    salt: bytes
    texts: dict[str, str] = field(default_factory=dict)

    def seal(self, text: str) -> Sealed:
        """Return the form of a text that may stand in an event; the text itself is kept in the vault."""
        made = sealed(self.salt, text)
        self.texts[made.digest] = text.strip()
        return made

    def mark(self, text: str) -> str:
        """Return the salted digest of something that is kept nowhere: a number, a code, a digest of a file."""
        return sealed(self.salt, text).digest


Making = Callable[[State, Pen], Command | Sequence[Command]]


def tell(number: str, make: Making, *, by: Actor, at: datetime) -> State:
    """Say one command, or several of which all are accepted or none, to a dispatch; return how it stands then.

    A refusal may leave events: that something did not match is on record before the person is told.

    Raises:
        Refused: it is not accepted. 404 where there is no such dispatch.
        MissingError: its salt is not in the vault.

    """
    store = installation().store
    with store.transaction():
        row = Dispatch.objects.filter(pk=number).first()
        if row is None:
            raise no_such_dispatch()
        state = standing.fresh(number)
        pen = Pen(salt_of(number))
        made = make(state, pen)
        events, refusal = _decided(state, [made] if not isinstance(made, Sequence) else made, by, at)
        before = state.n - len(events)
        if events:
            store.append(standing.stream(number), before, events)
            keep_texts(number, pen.texts, until=last_day(row.created_at.date()))
            stood = notifying.was(row)
            project(row, state, at)
            notifying.note(row, state, stood, events, by=by.person, at=at)
    if refusal is not None:
        raise Refused(refusal)
    return state


def _decided(state: State, commands: Sequence[Command], by: Actor, at: datetime) -> tuple[list[Event], Refusal | None]:
    """Return the events of commands, of which the state knows then; or the refusal, with what is to be kept of it."""
    events: list[Event] = []
    for command in commands:
        told = decide(state, command, by, at)
        if told.refusal is not None and not told.events:
            if events:  # all of them or none: nothing of this is written
                raise Refused(told.refusal)
            return [], told.refusal
        advance(state, told.events)
        events += told.events
        if told.refusal is not None:
            return events, told.refusal
    return events, None


def no_such_dispatch() -> Refused:
    """Return the refusal of a number that is nobody's, or not for this person to know of."""
    return refuse(
        "nobody",
        say("その番号の案件はないか、あなたの課のものではありません。"),
        say("番号を確かめるか、起案者に尋ねてください。"),
        404,
    )


def salt_of(number: str) -> bytes:
    """Return the salt of a dispatch.

    Raises:
        MissingError: it is not in the vault.

    """
    return bytes.fromhex(str(installation().vault.get(f"salt/{number}")))


def text_key(number: str, digest: str) -> str:
    """Return where in the vault a text of a dispatch is."""
    return f"text/{number}/{digest}"


def keep_texts(number: str, texts: dict[str, str], *, until: date) -> None:
    """Keep what people wrote; the same words twice are one."""
    vault = installation().vault
    keys = {text_key(number, digest): text for digest, text in texts.items()}
    there = vault.several(keys)
    vault.put(Kept(key, text, RULE, until) for key, text in keys.items() if key not in there)


def last_day(day: date) -> date:
    """Return until when what belongs to a dispatch of a day is kept (文書の保存年限, 5年)."""
    year = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return date(year + 1 + YEARS, 3, 31)


def unit_of(per: str, key: str) -> Unit:
    """Return the unit that an address names.

    Raises:
        Refused: there is no such kind of unit.

    """
    if per not in {"dispatch", "lot", "parcel"}:
        raise no_such_dispatch()
    return Unit(per, "" if per == "dispatch" else key)  # type: ignore[arg-type]  # looked at above
