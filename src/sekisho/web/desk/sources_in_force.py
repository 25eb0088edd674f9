"""The lists that are in force for a dispatch on a day, as its release is judged against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.bundle.model import SourceKind
from sekisho.web.clock import JAPAN
from sekisho.web.desk import own_lists
from sekisho.web.desk.own_lists import OwnView
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.sources.queries import KINDS, VersionView, in_force, version


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of list. ``registered`` or ``own``: what the dispatch is held against; ``now``: what is in force today."""

    kind: SourceKind
    registered: VersionView | None = None
    own: OwnView | None = None
    now: VersionView | None = None

    @property
    def is_old(self) -> bool:
        """Whether another version of the registered list is in force than the one that the dispatch is held against."""
        if self.own is not None or self.now is None:
            return False
        return self.registered is None or self.registered.id != self.now.id


def digests(seen: Seen) -> Mapping[str, str]:
    """Return the digest of each list in force today, of the kinds that the dispatch is held against."""
    now = in_force(seen.state.department, seen.now.astimezone(JAPAN).date())
    own = own_lists.digests(seen.number, seen.row.sources)
    registered = {kind: one.digest for kind, one in now.items() if kind in seen.state.sources}
    return {**registered, **own}


def held(seen: Seen) -> tuple[Held, ...]:
    """Return every kind of list: what the dispatch is held against, and what is in force today."""
    now = in_force(seen.state.department, seen.now.astimezone(JAPAN).date())
    own = own_lists.of(seen.number, seen.row.sources)
    found = []
    for kind in KINDS:
        told = seen.row.sources.get(kind, "")
        registered = version(told) if told and kind not in own else None
        found.append(Held(kind, registered, own.get(kind), now.get(kind)))
    return tuple(found)
