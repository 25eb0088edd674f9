"""How many of a section have gone through a course: numbers and days, never who."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sekisho.gate.model import ANYWHERE
from sekisho.web.people.models import Post, Training


@dataclass(frozen=True, slots=True)
class TaughtView:
    """Of the staff of a section on a day: how many there are, how many of them have a course in force, and when they went."""

    done: int
    of: int
    on: tuple[date, ...]


def taught(wanted: Iterable[tuple[str, str]], on: date) -> Mapping[tuple[str, str], TaughtView]:
    """Return how many have gone through a course in a section, by course and section (empty: all sections), on a day.

    Two questions, however many are wanted.
    """
    pairs = set(wanted)
    if not pairs:
        return {}
    staff: dict[str, set[str]] = {"": set()}
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on, department__isnull=False)
    for person, department in held.exclude(role__in=ANYWHERE).values_list("person", "department"):
        staff[""].add(person)
        staff.setdefault(department, set()).add(person)
    went: dict[str, list[tuple[str, date, date]]] = {}
    rows = Training.objects.filter(course__in={course for course, _ in pairs}, done_on__lte=on).order_by("done_on")
    for course, person, done_on, until in rows.values_list("course", "person", "done_on", "until"):
        went.setdefault(course, []).append((person, done_on, until))
    return {(course, section): _of(staff.get(section, set()), went.get(course, ()), on) for course, section in pairs}


def _of(people: set[str], went: Iterable[tuple[str, date, date]], on: date) -> TaughtView:
    mine = [(person, done_on, until) for person, done_on, until in went if person in people]
    done = {person for person, _, until in mine if until >= on}
    return TaughtView(len(done), len(people), tuple(done_on for _, done_on, _ in mine))
