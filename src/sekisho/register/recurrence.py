"""Whether it has happened before (再発): a new incident held against those before it, and what should have prevented it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sekisho.words import Sentence, say

Shared = Literal["failure", "procedure", "channel", "department"]
SHARED: Mapping[Shared, Sentence] = {
    "failure": say("事故の種類"),
    "procedure": say("手順"),
    "channel": say("送り方"),
    "department": say("部署"),
}
"""What two incidents can have in common, what weighs most first."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What an incident is held against others by; what is empty is not known, and is like nothing. ``on``: when it became known."""

    id: int
    on: date
    failure: str = ""
    procedure: str = ""
    channel: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """An incident before this one that is like it, and by what."""

    id: int
    shared: tuple[Shared, ...]

    @property
    def suspected(self) -> bool:
        """Whether it is a recurrence to be decided upon: the same failure, or the same way by the same procedure."""
        return "failure" in self.shared or "procedure" in self.shared


def like(new: Traits, past: Iterable[Traits]) -> tuple[Likeness, ...]:
    """Return the incidents before one that are like it, those with most in common first, then the latest."""
    found = [
        (tuple(key for key in SHARED if getattr(new, key) and getattr(new, key) == getattr(one, key)), one)
        for one in past
        if (one.on, one.id) < (new.on, new.id)
    ]
    told = [
        (shared, one) for shared, one in found if shared and not (shared == ("failure",) and new.failure == "other")
    ]
    told.sort(key=lambda pair: (_weight(pair[0]), -pair[1].on.toordinal(), pair[1].id))
    return tuple(Likeness(one.id, shared) for shared, one in told)


def _weight(shared: tuple[Shared, ...]) -> tuple[int, ...]:
    """Return what sorts more and weightier things in common before fewer and lighter."""
    return (-len(shared), *(list(SHARED).index(key) for key in shared))
