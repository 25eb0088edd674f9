"""The words of the gate: roles, people as they stand at a moment, units, and what a dispatch holds.

Nothing here names a person, a file or a text: people are aliases of staff numbers, everything else is a salted digest
(:func:`sealed`). What they stand for lies in the vault, outside the gate.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

# ---------------------------------------------------------------- roles

ROLES = (
    *("drafter", "worker", "encloser", "confirmer", "outside_confirmer", "approver", "superior", "chief"),
    *("security", "mailroom", "contractor", "contractor_confirmer", "engine"),
)
"""起案者、作業者、封入者、確認者、他課の確認者、決裁者、上司、課長、情報セキュリティ担当、文書担当、受託者、受託先の確認者、自動検査。"""
STAFF: frozenset[str] = frozenset({"drafter", "worker", "encloser", "confirmer"})
"""Roles that only the section's own staff hold, the chief not among them: in a section of one they are one person."""
ANYWHERE: frozenset[str] = frozenset(
    {"outside_confirmer", "security", "mailroom", "contractor", "contractor_confirmer", "engine"}
)
"""Roles that are held whatever department the dispatch belongs to."""


@dataclass(frozen=True, slots=True)
class Post:
    """A role in a department, from ``since`` to ``until`` inclusive (``None``: no end is known)."""

    department: str
    role: str
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Return whether the post is held on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Deputy:
    """A standing in for an absent ``principal`` (代決): in one post of theirs, for the days named."""

    principal: str
    post: Post


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as known at this moment.

    ``person`` is the alias of a staff number: two accounts of one person have one. ``training`` maps a course or manual
    to the last day on which it is in force.
    """

    person: str
    posts: tuple[Post, ...] = ()
    deputies: tuple[Deputy, ...] = ()
    training: Mapping[str, date] = field(default_factory=dict)
    account: str = ""


# ---------------------------------------------------------------- what is kept without being told


@dataclass(frozen=True, slots=True)
class Sealed:
    """A text as an event may hold it: its salted digest, and how many characters it has once trimmed."""

    digest: str
    characters: int


def sealed(salt: bytes, text: str) -> Sealed:
    """Return the form of a text that may stand in an event: HMAC-SHA256 under the dispatch's salt (RFC 2104).

    Raises:
        ValueError: the salt is shorter than 16 bytes, and could be guessed.

    """
    if len(salt) < 16:
        raise ValueError("a salt of at least 16 bytes is needed")
    told = text.strip()
    return Sealed(hmac.digest(salt, told.encode(), "sha256").hex(), len(told))


# ---------------------------------------------------------------- units


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """What a step is done on: the whole dispatch, one lot of it, or one parcel."""

    per: Literal["dispatch", "lot", "parcel"]
    id: str = ""


WHOLE = Unit("dispatch")


@dataclass(frozen=True, slots=True)
class Parcel:
    """One recipient with what goes there. ``recipient`` and ``about`` are salted digests; ``pieces`` counts its rows.

    ``codes``: what document, envelope and return envelope must bear (salted digests by kind), where they bear any.
    """

    id: str
    recipient: str
    lot: str = ""
    pieces: int = 1
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One file or paper item of a parcel. ``digest`` is salted; ``parts`` are its sheets or pages, each to be opened.

    ``origin``: ``uploaded``, ``cut`` (by Sekisho, from one list) or ``paper``.
    """

    digest: str
    parts: int
    origin: str = "uploaded"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of the engine as the gate knows it: an id keyed with the dispatch's salt, never what was found."""

    id: str
    check: str
    severity: Literal["stop", "ask", "note"]
    escalates: bool = False


# ---------------------------------------------------------------- what was done

Evidence = Literal["enforced", "claimed", "detectable"]
"""enforced: the software made it impossible to go on without. claimed: a person said so. detectable: it could be forged
by somebody with the database, but would be found."""
Proof = Literal["sent", "compared", "stated"]
"""sent: Sekisho itself sent the approved bytes. compared: a person took it out, and it was compared afterwards.
stated: a person says so."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """That a person did a step on a unit. ``n``: the event that says so. ``saw``: the content that was before them.

    ``deputy_of``: in whose place. ``entered_by``: who entered it, where it was done on paper; then ``done_at`` is when.
    """

    step: str
    unit: Unit
    person: str
    role: str
    at: datetime
    n: int
    saw: str
    evidence: Evidence
    deputy_of: str = ""
    entered_by: str = ""
    done_at: datetime | None = None
    answer: Mapping[str, Json] = field(default_factory=dict)
