"""Moving people in bulk (人事異動), all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from sekisho.gate.model import Actor
from sekisho.web.installation import installation
from sekisho.web.people import rules
from sekisho.web.people.actions.posts import check_post, cut_post, put_post
from sekisho.web.people.actions.recording import day, hold
from sekisho.web.people.models import Person, Post
from sekisho.web.people.moving import Move, saw
from sekisho.web.people.queries.moves import posts_of
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused
from sekisho.words import say


def move_people(*, moves: Sequence[Move], since: date, seen: str, by: Actor, at: datetime) -> int:
    """Let people change their posts on a day: the old ones end the day before; return how many posts ended or began.

    ``seen``: what `saw` tells of the posts of these people, as they were when the moves were looked at.

    Raises:
        Refused: the person may not, moves themselves, or the posts are others by now.
        TypedError: a day or post cannot be.

    """
    hold(rules.managing(by, day(at)))
    check_since(since, by, at)
    people = frozenset(one.person for one in moves)
    for person in people:
        hold(rules.appointing(by, person, day(at)))
    with installation().store.transaction():
        if saw(posts_of(people, since)) != seen:
            raise Refused(rules.MOVED)
        held = Post.objects.in_bulk([one.post for one in moves if one.post is not None])
        for one in moves:
            if one.post is not None:
                post = held.get(one.post)
                if post is None or post.person_id != one.person:
                    raise Refused(rules.MOVED)
                _end(post, since, by, at)
            if one.role:
                check_post(one.role, one.department, since, None)
                put_post(one.person, one.role, one.department, since, None, by, at)
        _move_homes(people, since, day(at))
    return sum((one.post is not None) + bool(one.role) for one in moves)


def check_since(since: date, by: Actor, at: datetime) -> None:
    """Make sure that people may move on a day.

    Raises:
        TypedError: it is too long ago.

    """
    if not rules.is_system(by) and since < day(at) - rules.LATE:
        raise TypedError(
            "since", say("{days}日より前にはさかのぼれません。日を確かめてください。", days=rules.LATE.days)
        )


def _end(post: Post, since: date, by: Actor, at: datetime) -> None:
    before = since - timedelta(days=1)
    if post.since > before:
        raise TypedError(
            "since", say("その日に始まったばかりの役割があります。一人ずつ、職員のページで変えてください。")
        )
    cut_post(post, before, by, at)


def _move_homes(people: frozenset[str], since: date, today: date) -> None:
    """Let the section of somebody be another one from a day on, where they hold no post in it any more."""
    running = Post.objects.filter(Q(until__isnull=True) | Q(until__gte=since), person__in=people, since__lte=since)
    sections: dict[str, list[str]] = {}
    for person, code in running.exclude(department=None).order_by("since", "pk").values_list("person", "department"):
        sections.setdefault(person, []).append(code)
    for one in Person.objects.filter(pk__in=sections):
        if one.next_home_since is not None and one.next_home_since <= today:
            one.home_id, one.next_home_id, one.next_home_since = one.next_home_id, None, None
        if (one.next_home_id or one.home_id) not in sections[one.alias]:
            one.next_home_id, one.next_home_since = sections[one.alias][-1], since
            one.save(update_fields=["home", "next_home", "next_home_since"])
