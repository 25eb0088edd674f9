"""What happened in a dispatch, one event at a time, and how older forms of events are read (upcasting).

The types, and what their ``data`` holds, are listed in :data:`TYPES`; an event of a type or version that is not there can
be verified by the ledger, but nothing is decided upon it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sekisho.gate.model import Json

TYPES: Mapping[str, int] = {
    "opened": 1,
    "parcels_added": 1,
    "sources_changed": 1,
    "attached": 1,
    "served": 1,
    "inspected": 1,
    "answered": 1,
    "waiver_asked": 1,
    "waiver_granted": 1,
    "waiver_refused": 1,
    "drawn": 1,
    "stamped": 1,
    "mismatched": 1,
    "resumed": 1,
    "difference_explained": 1,
    "release_started": 1,
    "released": 1,
    "release_failed": 1,
    "release_unknown": 1,
    "sent_back": 1,
    "withdrawn": 1,
    "abandoned": 1,
    "reassigned": 1,
    "handed_over": 1,
    "put_aside": 1,
    "escalated": 1,
}
"""Of each type of event, the version that this release writes. It reads that one and, by :data:`UPCASTERS`, all before."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``at``: when it was entered, with its offset; ``by``: the alias of who entered it."""

    type: str
    v: int
    at: datetime
    by: str
    data: Mapping[str, Json]

    @property
    def known(self) -> bool:
        """Whether this release knows what the event means, and may decide upon it."""
        return TYPES.get(self.type) == self.v


Upcaster = Callable[[Mapping[str, Json]], Mapping[str, Json]]
UPCASTERS: Mapping[tuple[str, int], Upcaster] = {}
"""From the data of an event of that type and version to the data of the next version. Pure, and never removed."""


def upcast(event: Event, upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS) -> Event:
    """Return the event in the version that this release writes, or as it is where nobody knows how."""
    while (step := upcasters.get((event.type, event.v))) is not None:
        event = Event(event.type, event.v + 1, event.at, event.by, step(event.data))
    return event
