"""Who may do what about people: first everything that must be refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.gate.model import Actor
from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.people import actions, queries
from sekisho.web.people.queries.persons import whole
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused

if TYPE_CHECKING:
    from tests.web.city import City


def by(city: City, login: str) -> Actor:
    return queries.actor(city[login])


def events() -> int:
    return installation().store.size()


TODAY, DAY = clock.today(), timedelta(days=1)


def _give(city: City, actor: Actor, whom: str) -> Callable[[], object]:
    told: dict[str, Any] = {"role": "worker", "department": "kaigo", "since": TODAY, "by": actor, "at": clock.now()}
    return lambda: actions.give_post(person=city[whom], **told)


@pytest.mark.parametrize("login", ["miura", "toda", "ono", "nakata", "seki"])
def test_only_the_security_office_registers(city: City, login: str) -> None:
    actor, now, before = by(city, login), clock.now(), events()
    [account] = [one.number for one in whole(city["kano"]).accounts]  # type: ignore[union-attr]
    refused: list[Callable[[], object]] = [
        _give(city, actor, "kano"),
        lambda: actions.end_post(post=city.posts["kano", "confirmer"], until=TODAY, by=actor, at=now),
        lambda: actions.add_department(code="new", name="新しい課", short="新", by=actor, at=now),
        lambda: actions.rename_department(code="kaigo", name="新しい課", short="新", by=actor, at=now),
        lambda: actions.add_person(staff_number="90001", name="一 人", family="一", by=actor, at=now),
        lambda: actions.change_person(
            person=city["kano"], name="一 人", family="一", home="", mail="", by=actor, at=now
        ),
        lambda: actions.open_account(person=city["kano"], login="kano-2", password="long-and-own-1", by=actor, at=now),
        lambda: actions.close_account(account=account, by=actor, at=now),
        lambda: actions.reset_password(account=account, by=actor, at=now),
        lambda: actions.unlock_account(account=account, by=actor, at=now),
        lambda: actions.take_pin_away(account=account, by=actor, at=now),
        lambda: actions.change_password(account=account, password="long-and-own-1", by=actor, at=now),
        lambda: actions.change_pin(account=account, pin="704153", by=actor, at=now),
        lambda: actions.move_people(moves=[], since=TODAY, seen="", by=actor, at=now),
    ]
    for act in refused:
        with pytest.raises(Refused) as error:
            act()
        assert error.value.status == 403
    assert events() == before


def test_nobody_gives_themselves_a_role(city: City) -> None:
    actor, now = by(city, "ishi"), clock.now()
    before = events()
    post = city.posts["ishi", "security"]
    for act in (
        _give(city, actor, "ishi"),
        lambda: actions.end_post(post=post, until=TODAY, by=actor, at=now),
        lambda: actions.name_deputy(person=city["miura"], post=post, since=TODAY, until=TODAY, by=actor, at=now),
        lambda: actions.name_deputy(
            person=city["ishi"], post=city.posts["ono", "approver"], since=TODAY, until=TODAY, by=actor, at=now
        ),
        lambda: actions.record_training(
            person=city["ishi"], course="郵送物確認ルール", done_on=TODAY, until=TODAY, by=actor, at=now
        ),
    ):
        with pytest.raises(Refused) as error:
            act()
        assert error.value.refusal.rule == "two_people"
    assert events() == before


def test_a_security_post_that_ended_gives_nothing(city: City) -> None:
    now = clock.now()
    late = now + timedelta(days=2)
    actions.end_post(post=city.posts["ishi", "security"], until=TODAY, by=actions.SYSTEM, at=now)
    with pytest.raises(Refused):
        actions.add_department(code="new", name="新しい課", short="新", by=by(city, "ishi"), at=late)


def test_a_chief_trains_and_deputises_in_their_own_section_alone(city: City) -> None:
    actor, now = by(city, "toda"), clock.now()
    course: dict[str, Any] = {
        "course": "郵送物確認ルール",
        "done_on": TODAY,
        "until": TODAY + DAY,
        "by": actor,
        "at": now,
    }
    with pytest.raises(Refused):  # one of two is of another section: nothing is kept
        actions.record_trainings(people=[city["kano"], city["hirano"]], **course)
    assert whole(city["kano"]).training[-1].until > TODAY + DAY  # type: ignore[union-attr]
    with pytest.raises(Refused):
        actions.record_training(person=city["toda"], **course)
    days = {"since": TODAY, "until": TODAY + DAY}
    with pytest.raises(Refused):
        actions.name_deputy(person=city["toda"], post=city.posts["mizuno", "approver"], **days, by=actor, at=now)
    with pytest.raises(Refused):
        actions.name_deputy(person=city["toda"], post=city.posts["ono", "superior"], **days, by=actor, at=now)
    assert actions.record_trainings(people=[city["kano"], city["saeki"]], **course) == 2
    made = actions.name_deputy(person=city["kano"], post=city.posts["toda", "chief"], **days, by=actor, at=now)
    assert [one.principal for one in by(city, "kano").deputies] == [city["toda"]]
    actions.end_deputy(deputy=made, by=actor, at=now)
    assert not by(city, "kano").deputies


def test_standing_in_for_a_chief_registers_nobody(city: City) -> None:
    now, days = clock.now(), {"since": TODAY, "until": TODAY + DAY}
    actions.name_deputy(person=city["kano"], post=city.posts["toda", "chief"], **days, by=actions.SYSTEM, at=now)
    with pytest.raises(Refused):
        actions.record_training(
            person=city["saeki"], course="郵送物確認ルール", done_on=TODAY, until=TODAY, by=by(city, "kano"), at=now
        )


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"role": "engine"}, "role"),
        ({"role": "mayor"}, "role"),
        ({"department": ""}, "department"),
        ({"department": "nowhere"}, "department"),
        ({"until": TODAY - DAY}, "until"),
        ({"since": TODAY - timedelta(days=32)}, "since"),
        ({"role": "confirmer"}, "since"),  # held already
    ],
)
def test_posts_that_cannot_be(city: City, told: dict[str, Any], field: str) -> None:
    now, before = clock.now(), events()
    post: dict[str, Any] = {"role": "worker", "department": "hoiku", "since": TODAY, **told}
    with pytest.raises(TypedError) as error:
        actions.give_post(person=city["kano"], **post, by=by(city, "ishi"), at=now)
    assert error.value.field == field
    assert events() == before


def test_a_post_is_given_and_ended_with_its_days_and_two_events(city: City) -> None:
    actor, now, before = by(city, "ishi"), clock.now(), events()
    made = actions.give_post(
        person=city["kano"], role="worker", department="hoiku", since=TODAY + DAY, by=actor, at=now
    )
    assert not queries.holds_role(by(city, "kano"), "worker", "hoiku", TODAY)
    assert queries.holds_role(by(city, "kano"), "worker", "hoiku", TODAY + DAY)
    actions.end_post(post=made, until=TODAY + 2 * DAY, by=actor, at=now)
    assert not queries.holds_role(by(city, "kano"), "worker", "hoiku", TODAY + 3 * DAY)
    assert events() == before + 2
    with pytest.raises(TypedError):  # ending is no way of prolonging
        actions.end_post(post=made, until=TODAY + 9 * DAY, by=actor, at=now)


def test_no_event_names_anybody(city: City) -> None:
    actor, now = by(city, "ishi"), clock.now()
    alias = actions.add_person(
        staff_number="90001", name="一条 人子", family="一条", mail="ichijo@sakurano.example", by=actor, at=now
    )
    actions.change_person(person=alias, name="二条 人子", family="二条", home="kaigo", mail="", by=actor, at=now)
    actions.open_account(person=alias, login="ichijo", password="long-and-own-1", by=actor, at=now)
    told = "".join(one.text for one in installation().store.stream(f"people/{alias}"))
    for word in ("一条", "二条", "人子", "ichijo", "90001", "long-and"):
        assert word not in told


def test_days_of_deputies_that_cannot_be(city: City) -> None:
    now, post = clock.now(), city.posts["ono", "superior"]
    for since, until in ((TODAY - DAY, TODAY), (TODAY, TODAY - DAY), (TODAY, TODAY + timedelta(days=400))):
        with pytest.raises(TypedError):
            actions.name_deputy(person=city["kano"], post=post, since=since, until=until, by=by(city, "ishi"), at=now)
    with pytest.raises(TypedError):  # a post that is over is nobody's to stand in for
        actions.name_deputy(
            person=city["kano"],
            post=city.posts["moriya", "worker"],
            since=TODAY,
            until=TODAY,
            by=by(city, "ishi"),
            at=now,
        )


def test_training_that_was_a_mistake_is_taken_back(city: City) -> None:
    now = clock.now()
    actions.record_training(
        person=city["sugita"], course="郵送物確認ルール", done_on=TODAY, until=TODAY + DAY, by=by(city, "okabe"), at=now
    )
    [made] = whole(city["sugita"]).training  # type: ignore[union-attr]
    with pytest.raises(Refused):
        actions.withdraw_training(training=made.number, by=by(city, "toda"), at=now)
    actions.withdraw_training(training=made.number, by=by(city, "okabe"), at=now)
    assert not by(city, "sugita").training
