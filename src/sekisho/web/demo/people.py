"""The staff of the demo city, entered by the acts by which any city enters its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sekisho.gate.model import Actor
from sekisho.web.demo.staff import DEPARTMENTS, PASSWORD, PIN, STAFF, TRAINING, Clerk
from sekisho.web.people import actions


def settle(at: datetime) -> Mapping[str, str]:
    """Enter departments, people, accounts, posts and training; return the alias of each person by their sign-in."""
    by, since = actions.SYSTEM, _first_of_april(at.date())
    for code, (name, short) in DEPARTMENTS.items():
        actions.add_department(code=code, name=name, short=short, by=by, at=at)
    return {clerk.login: _enter(clerk, f"{number:05}", since, by, at) for number, clerk in enumerate(STAFF, 1)}


def _enter(clerk: Clerk, number: str, since: date, by: Actor, at: datetime) -> str:
    person = actions.add_person(
        staff_number=number,
        name=clerk.name,
        family=clerk.name.split()[0],
        mail=f"{clerk.login}@sakurano.example",
        home=clerk.department,
        by=by,
        at=at,
    )
    actions.open_account(person=person, login=clerk.login, password=PASSWORD, pin=PIN, by=by, at=at)
    for role in clerk.roles:
        actions.give_post(person=person, role=role, department=clerk.department, since=since, by=by, at=at)
    until = at.date() + timedelta(days=365)
    for course in TRAINING:
        actions.record_training(person=person, course=course, done_on=since, until=until, by=by, at=at)
    return person


def _first_of_april(day: date) -> date:
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)
