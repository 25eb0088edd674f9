"""Reminders of what is due in the register: 14 days before its day and on it, each once, by number and link alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sekisho.register.rhythm import BEFORE, stage
from sekisho.web.clock import JAPAN
from sekisho.web.desk import notifying
from sekisho.web.installation import installation
from sekisho.web.register.models import Reminder
from sekisho.web.register.queries.waiting import Due, due_until, offices


def remind(at: datetime) -> int:
    """Write down who is to be reminded of what; return of how many things. Where nobody can be told, nothing is kept of it."""
    if not notifying.is_on():
        return 0
    today = at.astimezone(JAPAN).date()
    if not _fresh(due_until(today + BEFORE), at):
        return 0
    with installation().store.transaction():
        # Asked again now that no other worker can do the same.
        fresh = _fresh(due_until(today + BEFORE), at)
        known = offices([one for one, _ in fresh], today)
        for one, row in fresh:
            row.save(force_insert=True)
            kind = f"{one.kind}_{row.stage}"
            notifying.tell(kind, one.number, one.path, known.whom(one), channel=not one.secret, at=at)
    return len(fresh)


def _fresh(due: Iterable[Due], at: datetime) -> list[tuple[Due, Reminder]]:
    """Return what is due with the reminder of it, where nobody was reminded of that yet."""
    today, found = at.astimezone(JAPAN).date(), list(due)
    there = set(Reminder.objects.filter(due__in={one.on for one in found}).values_list("kind", "thing", "due", "stage"))
    fresh = []
    for one in found:
        now = stage(one.on, today)
        if now is not None and (one.kind, one.thing, one.on, now) not in there:
            fresh.append((one, Reminder(kind=one.kind, thing=one.thing, due=one.on, stage=now)))
    return fresh
