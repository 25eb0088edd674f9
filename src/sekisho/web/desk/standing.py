"""How dispatches stand, from their events: read fresh where something is written, from memory where it is only shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from sekisho.gate.events import Event
from sekisho.gate.replay import replay
from sekisho.gate.state import State
from sekisho.ledger.log import Record
from sekisho.web.desk import shelf
from sekisho.web.desk.memory import Memory
from sekisho.web.installation import installation
from sekisho.web.store import reading


class Numbered(Protocol):
    """A row that knows how many events its dispatch has."""

    @property
    def number(self) -> str:
        """The number of the dispatch."""

    @property
    def n(self) -> int:
        """How many events it has."""


def stream(number: str) -> str:
    """Return the name of the stream of a dispatch."""
    return f"dispatch/{number}"


def events(records: Iterable[Record]) -> list[Event]:
    """Return records as the gate reads them."""
    return [Event(one.type, one.v, one.moment, one.by, cast("Any", one.data)) for one in records]


def place() -> str:
    """Return what tells this installation from any other in what a process keeps in mind."""
    return str(installation().store.connection.settings_dict["NAME"])


def fresh(number: str) -> State:
    """Return how a dispatch stands at this moment, for whoever holds the log for oneself and may write."""
    return replay(shelf.shelf(), events(installation().store.stream(stream(number))))


_MEMORY = Memory[State](400)
"""States as they were last seen, by the place and the number; the version is how many events there are."""


def shown(rows: Iterable[Numbered]) -> Mapping[str, State]:
    """Return how dispatches stand, by their numbers: in one question for all that went on since they were last seen."""
    store, where = installation().store, place()
    found: dict[str, State] = {}
    missing: list[str] = []
    for row in rows:
        kept = _MEMORY.get((where, row.number), row.n)
        if kept is None:
            missing.append(row.number)
        else:
            found[row.number] = kept
    if missing:
        procedures = shelf.shelf()
        told = reading.streams_of(store.connection, [stream(one) for one in missing])
        for number in missing:
            state = replay(procedures, events(told.get(stream(number), ())))
            found[number] = state
            _MEMORY.put((where, number), state.n, state)
    return found
