"""Who is before the screen, and how people are named on a page: what every request asks, in as few questions as can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import check_password
from django.db.models import Q

from sekisho.gate import model as gate
from sekisho.gate.model import ANYWHERE, Actor
from sekisho.web import clock
from sekisho.web.people.models import Account, Department, Deputy, Person, Post, Training


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody as a page names them. ``section``: the short name that stands on a date stamp."""

    alias: str
    name: str
    family: str
    section: str = ""
    department: str = ""
    mail: str = ""

    @property
    def key(self) -> str:
        """What stands for them in an address: the alias without what all of them begin with."""
        return self.alias.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is before the screen: the person as a page names them, and as the gate knows them at this moment."""

    person: PersonView
    actor: Actor
    account: int
    login: str = ""
    temporary: bool = False


NOBODY = PersonView("", "", "")


def signed_in(account: int) -> SignedIn | None:
    """Return who an account is, with posts, deputies and training; None where it may not sign in (any more)."""
    found = with_person(account)
    return None if found is None else signed_by(found)


def with_person(account: int) -> Account | None:
    """Return an account that may sign in, with whom it belongs to, in one question."""
    with_homes = Account.objects.select_related("person__home", "person__next_home")
    return with_homes.filter(pk=account, is_active=True).first()


def signed_by(account: Account) -> SignedIn:
    """Return who an account is; see `signed_in`."""
    who = actor(account.person_id, account=f"account/{account.pk}")
    return SignedIn(view_of(account.person), who, account.pk, account.login, account.temporary)


def actor(alias: str, account: str = "") -> Actor:
    """Return a person as the gate knows them: every post, deputy and training, each with its days."""
    posts = tuple(_post(one) for one in Post.objects.filter(person=alias))
    deputies = tuple(
        gate.Deputy(
            one.post.person_id,
            gate.Post(
                one.post.department_id or "",
                one.post.role,
                max(one.since, one.post.since),
                min(one.until, one.post.until or one.until),
            ),
        )
        for one in Deputy.objects.select_related("post").filter(person=alias)
    )
    training: dict[str, date] = {}
    for course, until in Training.objects.filter(person=alias).values_list("course", "until"):
        training[course] = max(until, training.get(course, until))
    return Actor(alias, posts, deputies, training, account)


def by_pin(login: str, pin: str) -> int | None:
    """Return the account that a login and its PIN belong to."""
    found = Account.objects.filter(login=login, is_active=True, temporary=False).exclude(pin="").first()
    return found.pk if found is not None and check_password(pin, found.pin) else None


def names(aliases: Iterable[str]) -> Mapping[str, PersonView]:
    """Return people by their aliases, in one question; who is not there is missing."""
    found = Person.objects.select_related("home", "next_home").filter(pk__in=set(aliases))
    return {one.alias: view_of(one) for one in found}


def departments_of(actor: Actor, on: date) -> tuple[str, ...]:
    """Return the codes of the departments in which somebody holds a post on a day, also in another's place."""
    posts = [*actor.posts, *(one.post for one in actor.deputies)]
    return tuple(sorted({post.department for post in posts if post.department and post.holds(on)}))


def roles_anywhere(actor: Actor, on: date) -> frozenset[str]:
    """Return the roles that somebody holds whatever the department."""
    return frozenset(post.role for post in actor.posts if post.role in ANYWHERE and post.holds(on))


def holds_role(actor: Actor, role: str, department: str, on: date) -> bool:
    """Return whether somebody holds a role in a department on a day by a post of their own."""
    return any(
        post.role == role and (role in ANYWHERE or post.department == department) and post.holds(on)
        for post in actor.posts
    )


def departments() -> Mapping[str, str]:
    """Return the names of all departments by their codes."""
    return dict(Department.objects.order_by("code").values_list("code", "name"))


def staff_of(department: str, on: date) -> tuple[PersonView, ...]:
    """Return who holds a post in a department on a day; in any, where none is named."""
    where = Q(posts__department=department) if department else Q(posts__department__isnull=False)
    held = where & Q(posts__since__lte=on) & (Q(posts__until__isnull=True) | Q(posts__until__gte=on))
    return tuple(
        view_of(one)
        for one in Person.objects.select_related("home", "next_home").filter(held).order_by("staff_number").distinct()
    )


def holders(role: str, department: str, on: date) -> tuple[PersonView, ...]:
    """Return who holds a role in a department on a day, or everywhere."""
    where = Q() if role in ANYWHERE else Q(posts__department=department)
    held = where & Q(posts__role=role, posts__since__lte=on) & (Q(posts__until__isnull=True) | Q(posts__until__gte=on))
    return tuple(
        view_of(one)
        for one in Person.objects.select_related("home", "next_home").filter(held).order_by("staff_number").distinct()
    )


def held(roles: Iterable[str], people: Iterable[str], on: date) -> tuple[tuple[str, str, str], ...]:
    """Return the posts of some roles, and those of some people, that hold on a day: person, role and department."""
    where = (Q(role__in=list(roles)) | Q(person__in=list(people))) & (Q(until__isnull=True) | Q(until__gte=on))
    rows = Post.objects.filter(where, since__lte=on).order_by("pk")
    return tuple(
        (person, role, department or "")
        for person, role, department in rows.values_list("person", "role", "department")
    )


def view_of(person: Person) -> PersonView:
    """Return somebody as a page names them today."""
    home = person.home_on(clock.today())
    return PersonView(
        person.alias,
        person.name,
        person.family,
        home.short if home else "",
        home.name if home else "",
        person.mail,
    )


def _post(one: Post) -> gate.Post:
    return gate.Post(one.department_id or "", one.role, one.since, one.until)
