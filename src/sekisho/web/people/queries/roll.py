"""Who is on the staff: found by section or by what is typed, page by page, and which posts there are on a day."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Replace

from sekisho.web.people.models import Department, Person, Post
from sekisho.web.people.queries.signing import PersonView, view_of

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class PostView:
    """A role of somebody in a department, with its days. ``department`` is its name, ``code`` its sign."""

    number: int
    person: str
    code: str
    department: str
    role: str
    since: date
    until: date | None

    def holds(self, on: date) -> bool:
        """Return whether it is held on a day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def is_over(self, on: date) -> bool:
        """Return whether it ended before a day."""
        return self.until is not None and self.until < on


@dataclass(frozen=True, slots=True)
class RollRow:
    """Somebody in the list, with the posts that they hold or will."""

    person: PersonView
    staff_number: str
    posts: tuple[PostView, ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """One page of the list."""

    rows: tuple[RollRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A section, and how many hold a post there on a day."""

    code: str
    name: str
    short: str
    staff: int


def roll(seen: frozenset[str] | None, department: str, text: str, on: date, page: int) -> Roll:
    """Return a page of those who are in the sections that one may see (None: all).

    ``department``: only those in it, ``text``: only those whose name holds it, or whose staff number begins with it.
    """
    found = Person.objects.select_related("home", "next_home").order_by("staff_number")
    if seen is not None:
        found = found.filter(_in(seen, on))
    if department:
        found = found.filter(_in([department], on))
    if text:
        found = _called(found, text)
    total = found.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    open_posts = Post.objects.select_related("department").filter(_not_over(on)).order_by("since", "pk")
    shown = found.prefetch_related(Prefetch("posts", open_posts, to_attr="open_posts"))
    rows = shown[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Roll(tuple(_row(one) for one in rows), total, page, pages)


def section_staff(seen: Iterable[str], on: date) -> tuple[PersonView, ...]:
    """Return who holds a post in any of some sections on a day, or will."""
    found = Person.objects.select_related("home", "next_home").filter(_in(seen, on)).order_by("staff_number")
    return tuple(view_of(one) for one in found)


def everybody() -> tuple[PersonView, ...]:
    """Return everybody on the staff."""
    return tuple(view_of(one) for one in Person.objects.select_related("home", "next_home").order_by("staff_number"))


def department_list(on: date) -> tuple[DepartmentView, ...]:
    """Return every section."""
    held = Q(posts__since__lte=on) & (Q(posts__until__isnull=True) | Q(posts__until__gte=on))
    counted = Department.objects.annotate(staff=Count("posts__person", filter=held, distinct=True)).order_by("code")
    return tuple(DepartmentView(*one) for one in counted.values_list("code", "name", "short", "staff"))


def post_view(post: Post) -> PostView:
    """Return a post as a page shows it; its department was asked for with it."""
    department = post.department
    code, name = (department.code, department.name) if department else ("", "")
    return PostView(post.pk, post.person_id, code, name, post.role, post.since, post.until)


def _row(person: Person) -> RollRow:
    posts: list[Post] = person.open_posts  # type: ignore[attr-defined]  # the prefetch puts it there
    return RollRow(view_of(person), person.staff_number, tuple(post_view(one) for one in posts))


def _not_over(on: date) -> Q:
    return Q(until__isnull=True) | Q(until__gte=on)


def _in(codes: Iterable[str], on: date) -> Q:
    return Q(pk__in=Post.objects.filter(_not_over(on), department__in=list(codes)).values("person"))


def _called(found: QuerySet[Person], text: str) -> QuerySet[Person]:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    close = Replace(Replace(F("name"), Value(" ")), Value("\u3000"))
    return found.annotate(close=close).filter(Q(close__icontains=plain) | Q(staff_number__startswith=plain))
