"""What is done about training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from sekisho.gate.model import Actor
from sekisho.web.installation import installation
from sekisho.web.people import rules, typed
from sekisho.web.people.actions.recording import day, hold, record
from sekisho.web.people.models import Person, Post, Training
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused
from sekisho.words import say

_LONGEST = timedelta(days=5 * 366)


def record_training(*, person: str, course: str, done_on: date, until: date, by: Actor, at: datetime) -> None:
    """Record that somebody went through a course or manual; see `record_trainings`."""
    record_trainings(people=[person], course=course, done_on=done_on, until=until, by=by, at=at)


def record_trainings(*, people: Sequence[str], course: str, done_on: date, until: date, by: Actor, at: datetime) -> int:
    """Record that several people went through a course or manual, all or none; return how many.

    ``until``: the last day on which it counts.

    Raises:
        Refused: the person who records it may not, for one of them at least.
        TypedError: nobody is named, or the days cannot be.

    """
    course, named = typed.text("course", course), list(dict.fromkeys(people))
    if not named:
        raise TypedError("people", say("受けた人を一人以上選んでください。"))
    _check_days(done_on, until, by, at)
    with installation().store.transaction():
        of = departments_of(named, day(at))
        for person in named:
            if person not in of:
                raise Refused(rules.NOBODY)
            hold(rules.training(by, person, of[person], day(at)))
        for person in named:
            made = Training.objects.create(person_id=person, course=course, done_on=done_on, until=until)
            days = {"done_on": done_on.isoformat(), "until": until.isoformat()}
            told = {"person": person, "course": course, "training": made.pk, **days}
            record(f"people/{person}", "training_recorded", by, at, **told)
    return len(named)


def withdraw_training(*, training: int, by: Actor, at: datetime) -> None:
    """Take training back that was recorded by mistake.

    Raises:
        Refused: the person may not, or there is none.

    """
    with installation().store.transaction():
        found = Training.objects.filter(pk=training).first()
        if found is None:
            raise Refused(rules.NOTHING)
        person = found.person_id
        hold(rules.training(by, person, departments_of([person], day(at))[person], day(at)))
        found.delete()
        record(f"people/{person}", "training_withdrawn", by, at, person=person, training=training)


def departments_of(people: Sequence[str], on: date) -> Mapping[str, frozenset[str]]:
    """Return the departments in which people hold a post on a day, or will, by alias; who is not there is missing."""
    found: dict[str, set[str]] = {
        alias: set() for alias in Person.objects.filter(pk__in=people).values_list("alias", flat=True)
    }
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gte=on), person__in=people, department__isnull=False)
    for alias, department in held.values_list("person", "department"):
        found[alias].add(department)
    return {alias: frozenset(codes) for alias, codes in found.items()}


def _check_days(done_on: date, until: date, by: Actor, at: datetime) -> None:
    if until < done_on:
        raise TypedError("until", say("いつまで有効かが、受けた日より前です。"))
    if done_on > day(at):
        raise TypedError("done_on", say("受けた日が今日より後です。受けてから登録してください。"))
    if not rules.is_system(by) and until - done_on > _LONGEST:
        raise TypedError("until", say("有効な期間が5年を超えています。日を確かめてください。"))
