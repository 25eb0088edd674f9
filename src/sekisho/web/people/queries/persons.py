"""What the page of one person shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Q

from sekisho.web.people.models import Account, Deputy, Person, Post, Training
from sekisho.web.people.queries.roll import PostView, post_view
from sekisho.web.people.queries.signing import PersonView, view_of

ENDING = timedelta(days=30)
"""How long before it ends training is said to end soon."""


@dataclass(frozen=True, slots=True)
class DeputyView:
    """Somebody who stands in for somebody else in a post, for some days."""

    number: int
    person: PersonView
    principal: PersonView
    post: PostView
    since: date
    until: date

    def is_over(self, on: date) -> bool:
        """Return whether it ended before a day."""
        return self.until < on


@dataclass(frozen=True, slots=True)
class TrainingView:
    """A course that somebody went through; of each the one that counts longest."""

    number: int
    course: str
    done_on: date
    until: date

    def state(self, on: date) -> Literal["in_force", "ending", "over"]:
        """Return how it stands on a day."""
        if self.until < on:
            return "over"
        return "ending" if self.until - on <= ENDING else "in_force"


@dataclass(frozen=True, slots=True)
class AccountView:
    """A way to sign in."""

    number: int
    login: str
    is_active: bool
    has_pin: bool
    temporary: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """Somebody with all that is registered. ``absent``: who stands in for them, ``stands_in``: for whom they do."""

    person: PersonView
    staff_number: str
    home: str
    next_home: str
    next_home_since: date | None
    posts: tuple[PostView, ...]
    absent: tuple[DeputyView, ...]
    stands_in: tuple[DeputyView, ...]
    training: tuple[TrainingView, ...]
    accounts: tuple[AccountView, ...]

    def sections(self, on: date) -> frozenset[str]:
        """Return the sections in which they hold a post on a day, or will."""
        return frozenset(one.code for one in self.posts if one.code and not one.is_over(on))


def whole(alias: str) -> Whole | None:
    """Return somebody with all that is registered; five questions, however much that is."""
    person = Person.objects.select_related("home", "next_home").filter(pk=alias).first()
    if person is None:
        return None
    posts = Post.objects.select_related("department").filter(person=alias).order_by("-since", "-pk")
    deputies = _deputies(alias)
    accounts = Account.objects.filter(person=alias).order_by("login")
    return Whole(
        view_of(person),
        person.staff_number,
        person.home_id or "",
        person.next_home.name if person.next_home else "",
        person.next_home_since,
        tuple(post_view(one) for one in posts),
        tuple(one for one in deputies if one.principal.alias == alias),
        tuple(one for one in deputies if one.person.alias == alias),
        _training(alias),
        tuple(AccountView(one.pk, one.login, one.is_active, bool(one.pin), one.temporary) for one in accounts),
    )


def post(number: int) -> PostView | None:
    """Return a post."""
    found = Post.objects.select_related("department").filter(pk=number).first()
    return None if found is None else post_view(found)


def owner_of_account(number: int) -> str:
    """Return whose an account is; nobody's where there is none."""
    return Account.objects.filter(pk=number).values_list("person", flat=True).first() or ""


def owner_of_training(number: int) -> str:
    """Return whose training it is; nobody's where there is none."""
    return Training.objects.filter(pk=number).values_list("person", flat=True).first() or ""


def principal_of(deputy: int) -> str:
    """Return for whom somebody stands in; nobody where there is none."""
    return Deputy.objects.filter(pk=deputy).values_list("post__person", flat=True).first() or ""


def _deputies(alias: str) -> tuple[DeputyView, ...]:
    asked = ("person__home", "person__next_home", "post__department", "post__person__home", "post__person__next_home")
    found = Deputy.objects.select_related(*asked).filter(Q(person=alias) | Q(post__person=alias))
    return tuple(
        DeputyView(one.pk, view_of(one.person), view_of(one.post.person), post_view(one.post), one.since, one.until)
        for one in found.order_by("-since", "-pk")
    )


def _training(alias: str) -> tuple[TrainingView, ...]:
    longest: dict[str, TrainingView] = {}
    for one in Training.objects.filter(person=alias).order_by("until", "pk"):
        longest[one.course] = TrainingView(one.pk, one.course, one.done_on, one.until)
    return tuple(longest[course] for course in sorted(longest))
