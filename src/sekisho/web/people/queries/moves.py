"""What is asked where people move in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from sekisho.web.people.models import Department, Person, Post
from sekisho.web.people.moving import Known
from sekisho.web.people.queries.roll import PostView, post_view


def posts_of(people: Iterable[str], on: date) -> tuple[PostView, ...]:
    """Return the posts that people hold on a day."""
    return tuple(post_view(one) for one in _held(on).filter(person__in=list(people)))


def known(on: date) -> Known:
    """Return what a table of moves is held against."""
    people = dict(Person.objects.values_list("staff_number", "alias"))
    sections = dict(Department.objects.values_list("name", "code"))
    return Known(on, people, sections, tuple(post_view(one) for one in _held(on)))


def numbered(on: date) -> tuple[tuple[str, str, PostView | None], ...]:
    """Return staff number, name and post of everybody for each post held on a day; a person without one stands once."""
    by_person: dict[str, list[PostView | None]] = {}
    for one in _held(on):
        by_person.setdefault(one.person_id, []).append(post_view(one))
    people = Person.objects.order_by("staff_number").values_list("alias", "staff_number", "name")
    return tuple((number, name, post) for alias, number, name in people for post in by_person.get(alias, [None]))


def told(people: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Return staff number and name by alias."""
    rows = Person.objects.filter(pk__in=set(people)).values_list("alias", "staff_number", "name")
    return {alias: (number, name) for alias, number, name in rows}


def _held(on: date) -> QuerySet[Post]:
    held = Q(until__isnull=True) | Q(until__gte=on)
    return Post.objects.select_related("department").filter(held, since__lte=on).order_by("person", "since", "pk")
