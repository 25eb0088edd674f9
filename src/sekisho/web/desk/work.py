"""What waits for whoever acts, worked out once for a request: 自分の仕事 shows it, and every page says how much it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from sekisho.gate.model import Actor
from sekisho.web import clock
from sekisho.web.desk.awaiting import Awaiting, awaiting
from sekisho.web.desk.queries.lists import Due, due
from sekisho.web.sources import queries as sources
from sekisho.web.sources.queries import VersionView


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for ``actor``: dispatches, lists that somebody else brought, and what another room has."""

    actor: Actor
    dispatches: tuple[Due, ...]
    sources: tuple[VersionView, ...]
    elsewhere: tuple[Awaiting, ...]

    @property
    def count(self) -> int:
        """How much it is."""
        return len(self.dispatches) + len(self.sources) + len(self.elsewhere)


def work_of(request: HttpRequest, actor: Actor) -> Work:
    """Return what waits for somebody; another one who stepped in meanwhile has work of their own."""
    kept: Work | None = getattr(request, "work", None)
    if kept is None or kept.actor != actor:
        now = clock.now()
        today = now.date()
        kept = Work(actor, due(actor, now), sources.waiting_for(actor, today), tuple(awaiting(actor, today)))
        request.work = kept  # type: ignore[attr-defined]
    return kept
