"""The city that the tests of the web app run in, held against the procedures that it is there for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.web.city import COURSES, DEPARTMENTS, PEOPLE, PIN, PROCEDURES, City

from sekisho.gate import shipped
from sekisho.gate.lint import load
from sekisho.web import clock
from sekisho.web.desk import shelf
from sekisho.web.people import queries

SHIPPED = {name: load(shipped.data(name), name) for name in shipped.names()}


def test_every_shipped_procedure_has_its_department(city: City) -> None:
    assert {one.name for one in shelf.usable()} == set(PROCEDURES) == set(SHIPPED)
    assert set(PROCEDURES.values()) <= set(DEPARTMENTS)


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_role_is_held_by_somebody_with_the_training_that_is_asked(city: City, name: str) -> None:
    today = clock.today()
    for step in SHIPPED[name].steps:
        assert set(step.training) <= set(COURSES)
        for role in set(step.by) - {"engine"}:
            held = queries.holders(role, PROCEDURES[name], today)
            fit = [
                one
                for one in held
                if all(queries.actor(one.alias).training.get(course, today) >= today for course in step.training)
                and set(step.training) <= set(queries.actor(one.alias).training)
            ]
            assert fit, f"nobody does {step.id} of {name}"


def test_nobody_is_there_who_does_not_sign_in(city: City, client_of: Callable[[str], Any]) -> None:
    for one in PEOPLE:
        for login in (one.login, *one.more_logins):
            assert client_of(login).get("/").status_code == 200


def test_two_accounts_are_one_person(city: City) -> None:
    [twice] = [one for one in PEOPLE if one.more_logins]
    told = [queries.signed_in(queries.by_pin(login, PIN) or 0) for login in (twice.login, *twice.more_logins)]
    assert {one.person.alias for one in told if one} == {city[twice.login]}
    assert len({one.account for one in told if one}) == 2


def test_a_post_that_ended_and_training_that_is_missing(city: City) -> None:
    today = clock.today()
    [ended] = [one for one in PEOPLE if one.ended]
    actor = queries.actor(city[ended.login])
    assert actor.posts
    assert not any(post.holds(today) for post in actor.posts)
    [untrained] = [one for one in PEOPLE if not one.trained]
    assert not queries.actor(city[untrained.login]).training


def test_one_stands_in_for_another(city: City) -> None:
    [deputy] = queries.actor(city["toda"]).deputies
    assert deputy.principal == city["ono"]
    assert deputy.post.holds(clock.today())
    assert not deputy.post.holds(clock.today() + timedelta(days=365))


def test_tests_do_not_see_each_other_once(city: City) -> None:
    _leave_something(city)


def test_tests_do_not_see_each_other_twice(city: City) -> None:
    _leave_something(city)


def _leave_something(city: City) -> None:
    from sekisho.web.people import actions

    actions.add_person(staff_number="99999", name="一 人", family="一", by=actions.SYSTEM, at=clock.now())


def test_nothing_is_queued(work: Callable[[], int]) -> None:
    assert work() == 0
