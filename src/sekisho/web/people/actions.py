"""What is done about people. Each act is a plain row and an event, in one transaction; the event names nobody."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from sekisho.gate.model import ANYWHERE, ROLES, Actor
from sekisho.ledger.log import JSON, Fact
from sekisho.web.installation import installation
from sekisho.web.people.models import Account, Department, Deputy, Person, Post, Training
from sekisho.web.refusals import refuse
from sekisho.words import say

SYSTEM = Actor("system")
"""Who acts where nobody is signed in yet: the command line of the server."""


def add_department(*, code: str, name: str, short: str, by: Actor, at: datetime) -> str:
    """Add a section."""
    with installation().store.transaction():
        Department.objects.create(code=code, name=name, short=short)
        _record(f"department/{code}", "department_added", by, at, department=code)
    return code


def add_person(
    *, staff_number: str, name: str, family: str, by: Actor, at: datetime, home: str = "", mail: str = ""
) -> str:
    """Add somebody; return their alias. One staff number is one person."""
    alias = f"staff/{secrets.token_hex(6)}"
    with installation().store.transaction():
        if Person.objects.filter(staff_number=staff_number).exists():
            raise refuse(
                "there",
                say("その職員番号は、すでに登録されています。"),
                say("登録済みの職員に、役割やアカウントを足してください。"),
            )
        Person.objects.create(
            alias=alias, staff_number=staff_number, name=name, family=family, mail=mail, home_id=home or None
        )
        _record(f"people/{alias}", "person_added", by, at, person=alias, department=home)
    return alias


def open_account(*, person: str, login: str, password: str, by: Actor, at: datetime, pin: str = "") -> int:
    """Open an account for somebody; return its number."""
    with installation().store.transaction():
        made = Account(login=login, person_id=person, pin=make_password(pin) if pin else "")
        made.set_password(password)
        made.save()
        _record(f"people/{person}", "account_opened", by, at, person=person, account=f"account/{made.pk}")
    return made.pk


def close_account(*, account: int, by: Actor, at: datetime) -> None:
    """Let nobody sign in by an account any more."""
    with installation().store.transaction():
        found = Account.objects.get(pk=account)
        found.is_active = False
        found.save(update_fields=["is_active"])
        _record(
            f"people/{found.person_id}", "account_closed", by, at, person=found.person_id, account=f"account/{account}"
        )


def give_post(
    *, person: str, role: str, since: date, by: Actor, at: datetime, department: str = "", until: date | None = None
) -> int:
    """Give somebody a role in a department from a day on; return the number of the post."""
    if role not in ROLES or (role not in ANYWHERE and not department):
        raise refuse("there", say("その役割は、課を決めずには持てません。"), say("課と役割を選び直してください。"))
    with installation().store.transaction():
        made = Post.objects.create(
            person_id=person, department_id=department or None, role=role, since=since, until=until
        )
        days: dict[str, JSON] = {"since": since.isoformat(), "until": until.isoformat() if until else None}
        _record(
            f"people/{person}",
            "post_given",
            by,
            at,
            person=person,
            post=made.pk,
            department=department,
            role=role,
            **days,
        )
    return made.pk


def end_post(*, post: int, until: date, by: Actor, at: datetime) -> None:
    """End a post on a day."""
    with installation().store.transaction():
        found = Post.objects.get(pk=post)
        found.until = max(until, found.since)
        found.save(update_fields=["until"])
        _record(f"people/{found.person_id}", "post_ended", by, at, post=post, until=found.until.isoformat())


def name_deputy(*, person: str, post: int, since: date, until: date, by: Actor, at: datetime) -> None:
    """Let somebody stand in for the holder of a post (代決), for some days."""
    with installation().store.transaction():
        of = Post.objects.get(pk=post)
        if of.person_id == person:
            raise refuse("two_people", say("自分の代決者にはなれません。"), say("別の職員を選んでください。"))
        Deputy.objects.create(person_id=person, post=of, since=since, until=until)
        days: dict[str, JSON] = {"since": since.isoformat(), "until": until.isoformat()}
        _record(f"people/{person}", "deputy_named", by, at, person=person, principal=of.person_id, post=post, **days)


def record_training(*, person: str, course: str, done_on: date, until: date, by: Actor, at: datetime) -> None:
    """Record that somebody went through a course or manual."""
    with installation().store.transaction():
        Training.objects.create(person_id=person, course=course, done_on=done_on, until=until)
        days: dict[str, JSON] = {"done_on": done_on.isoformat(), "until": until.isoformat()}
        _record(f"people/{person}", "training_recorded", by, at, person=person, course=course, **days)


def _record(stream: str, kind: str, by: Actor, at: datetime, **data: JSON) -> None:
    store = installation().store
    store.append(stream, store.last(stream), [Fact(kind, 1, at, by.person, data)])
