"""The first filling of an installation, by the command line of the server alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib.auth.hashers import make_password

from sekisho.gate.model import Actor
from sekisho.web.installation import installation
from sekisho.web.people import rules, typed
from sekisho.web.people.actions.departments import add_department
from sekisho.web.people.actions.persons import add_person
from sekisho.web.people.actions.posts import put_post
from sekisho.web.people.actions.recording import day, hold, record
from sekisho.web.people.filling import Filled, Filling, PostRow
from sekisho.web.people.models import Account, Department, Person, Post
from sekisho.web.people.typed import TypedError
from sekisho.words import say


class FillingError(Exception):
    """The table contradicts what is registered. ``number``: the staff number, for the row."""

    def __init__(self, number: str, error: TypedError) -> None:
        super().__init__(error.told.text)
        self.number, self.field, self.told = number, error.field, error.told


def fill(found: Filling, *, password: Callable[[], str], by: Actor, at: datetime, keep: bool = True) -> Filled:
    """Add what a table holds and is not there yet, all of it or nothing.

    ``password``: makes the temporary password of each new account. ``keep``: or else only tell what would be added.

    Raises:
        FillingError: somebody is registered with another name, or a login belongs to somebody else.
        Refused: it is not the command line of the server that asks.

    """
    hold(rules.managing(by, day(at)))
    _check_known(found)
    there = set(Account.objects.filter(login__in=found.logins).values_list("login", flat=True))
    passwords = {login: password() for login in found.logins if login not in there}
    # Slow by intention, and so before the log is locked.
    coded = {login: make_password(one) for login, one in passwords.items()} if keep else {}
    sections = [one for one in found.sections if one not in _sections()]
    number_of_people = len(set(found.people) - set(_people()))
    posts = _new_posts(found)
    if keep:
        with installation().store.transaction():
            _check_known(found)
            _put(found, sections, posts, coded, by, at)
    return Filled(len(sections), number_of_people, len(posts), passwords)


def _put(
    found: Filling, sections: list[str], posts: list[PostRow], coded: Mapping[str, str], by: Actor, at: datetime
) -> None:
    for name in sections:
        add_department(code=_free_code(), name=name, short=_short(name), by=by, at=at)
    codes, people = _sections(), _people()
    for number, name in found.people.items():
        if number not in people:
            home = codes.get(found.homes.get(number, ""), "")
            family = typed.family_of(name)
            people[number] = add_person(staff_number=number, name=name, family=family, home=home, by=by, at=at)
    for one in posts:
        put_post(people[one.number], one.role, codes.get(one.section, ""), one.since, one.until, by, at)
    for login, password in coded.items():
        person = people[found.logins[login]]
        made = Account.objects.create(login=login, person_id=person, password=password, temporary=True)
        record(f"people/{person}", "account_opened", by, at, person=person, account=f"account/{made.pk}")


def _check_known(found: Filling) -> None:
    for number, name in Person.objects.filter(staff_number__in=found.people).values_list("staff_number", "name"):
        if found.people[number] != name:
            told = say("登録されている氏名と違います。氏名が変わったときは、職員のページで変えてください。")
            raise FillingError(number, TypedError("name", told))
    owners = Account.objects.filter(login__in=found.logins).values_list("login", "person__staff_number")
    for login, number in owners:
        if found.logins[login] != number:
            told = say("その利用者名は、すでに別の職員が使っています。")
            raise FillingError(found.logins[login], TypedError("login", told))


def _new_posts(found: Filling) -> list[PostRow]:
    rows = Post.objects.values_list("person__staff_number", "department__name", "role", "since")
    there = {(number, section or "", role, since) for number, section, role, since in rows}
    return [one for one in found.posts if (one.number, one.section, one.role, one.since) not in there]


def _sections() -> dict[str, str]:
    return dict(Department.objects.values_list("name", "code"))


def _people() -> dict[str, str]:
    return dict(Person.objects.values_list("staff_number", "alias"))


def _free_code() -> str:
    taken = set(Department.objects.values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := f"section-{number}") not in taken)


def _short(name: str) -> str:
    return (name.removesuffix("課").removesuffix("室").removesuffix("係") or name)[:6]
