"""The people of an invented office: staff, deputies, administrators, people with two accounts, people who change posts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sekisho.gate.model import Actor, Deputy, Post
from sekisho.gate.procedure import Procedure
from sekisho.gate.state import JAPAN

HERE, ELSEWHERE = "保育幼稚園課", "住宅課"
START = datetime(2024, 3, 25, 9, 0, tzinfo=JAPAN)
"""A week before everybody's posts change."""
APRIL = date(2024, 4, 1)
LONG_AGO = date(2020, 4, 1)
ENGINE = Actor("engine", (Post("", "engine", LONG_AGO),))


def staff(person: str, *roles: str, department: str = HERE, until: date | None = None, since: date = LONG_AGO) -> Actor:
    """A person who holds these roles and has every training that is asked for."""
    return Actor(person, tuple(Post(department, role, since, until) for role in roles), training=Everything())


class Everything(dict[str, date]):
    """Every course there is, in force for long."""

    def get(self, key: str, default: date | None = None) -> date:  # type: ignore[override]
        return date(2030, 3, 31)

    def __missing__(self, key: str) -> date:
        return date(2030, 3, 31)


def office(procedure: Procedure) -> list[Actor]:
    """Return people enough for the procedure to be walked, and many with whom it must not go wrong."""
    roles = sorted({role for step in procedure.steps for role in step.by} - {"engine"})
    people = [staff(f"{role}-{n}", role) for role in roles for n in (1, 2)]
    people += [staff("drafter-1", "drafter"), staff("drafter-2", "drafter")]
    people += [staff("chief-1", "chief"), staff("security-1", "security", department="情報政策課")]
    many = staff("many", *roles, "drafter", "chief", "security")
    people += [many, replace(many, account="second account")]
    people += [staff("stranger", *roles, "drafter", "chief", department=ELSEWHERE)]
    people += [Actor("administrator", (Post(HERE, "administrator", LONG_AGO),))]
    people += [replace(staff("untrained", *roles), training={})]
    people += [staff("leaves", *roles, until=APRIL - timedelta(days=1)), staff("comes", *roles, since=APRIL)]
    posts = [Post(HERE, role, LONG_AGO) for role in roles]
    people += [
        Actor(f"{role}-1", people_posts(people, f"{role}-1"), tuple(Deputy("approver-9", post) for post in posts))
        for role in roles[:3]
    ]
    return [*people, ENGINE]


def people_posts(people: list[Actor], person: str) -> tuple[Post, ...]:
    return next(one.posts for one in people if one.person == person)
