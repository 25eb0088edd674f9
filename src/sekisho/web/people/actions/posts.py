"""What is done about posts, and about who stands in for their holders."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from sekisho.gate.model import ANYWHERE, ROLES, Actor
from sekisho.web.installation import installation
from sekisho.web.people import rules
from sekisho.web.people.actions.recording import day, hold, record
from sekisho.web.people.models import Department, Deputy, Person, Post
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused, refuse
from sekisho.words import say

HELD = tuple(role for role in ROLES if role != "engine")
"""The roles that a person may hold."""
_LONGEST_DEPUTY = timedelta(days=366)


def give_post(
    *, person: str, role: str, since: date, by: Actor, at: datetime, department: str = "", until: date | None = None
) -> int:
    """Give somebody a role in a department from a day on; return the number of the post.

    Raises:
        Refused: the person who gives it may not, or there is nobody.
        TypedError: role, department or days cannot be.

    """
    hold(rules.appointing(by, person, day(at)))
    check_post(role, department, since, until)
    _recent("since", since, by, at)
    with installation().store.transaction():
        if not Person.objects.filter(pk=person).exists():
            raise Refused(rules.NOBODY)
        if department and not Department.objects.filter(pk=department).exists():
            raise TypedError("department", say("その課は登録されていません。一覧から選び直してください。"))
        held = Post.objects.filter(person=person, role=role, department=department or None)
        same = held.filter(Q(until__isnull=True) | Q(until__gte=since))
        if (same.filter(since__lte=until) if until else same).exists():
            raise TypedError("since", say("その日には、同じ課の同じ役割をもう持っています。日を確かめてください。"))
        return put_post(person, role, department, since, until, by, at)


def check_post(role: str, department: str, since: date, until: date | None) -> None:
    """Make sure that there is such a post.

    Raises:
        TypedError: it is no role of people, needs a department, or ends before it begins.

    """
    if role not in HELD:
        raise TypedError("role", say("その役割はありません。一覧から選び直してください。"))
    if role not in ANYWHERE and not department:
        raise TypedError("department", say("その役割は、課を決めずには持てません。課を選んでください。"))
    if until is not None and until < since:
        raise TypedError("until", say("終わりの日が、始まりの日より前です。"))


def put_post(person: str, role: str, department: str, since: date, until: date | None, by: Actor, at: datetime) -> int:
    """Write a post that may be given, inside of a transaction; return its number."""
    made = Post.objects.create(person_id=person, department_id=department or None, role=role, since=since, until=until)
    record(
        f"people/{person}",
        "post_given",
        by,
        at,
        person=person,
        post=made.pk,
        department=department,
        role=role,
        since=since.isoformat(),
        until=until.isoformat() if until else None,
    )
    return made.pk


def end_post(*, post: int, until: date, by: Actor, at: datetime) -> None:
    """End a post on a day: it is held on that day for the last time.

    Raises:
        Refused: the person who ends it may not, or there is no such post.
        TypedError: the day is before the post begins, or too long ago.

    """
    with installation().store.transaction():
        found = _post(post)
        hold(rules.appointing(by, found.person_id, day(at)))
        if until < found.since:
            raise TypedError("until", say("終わりの日が、始まりの日より前です。"))
        if found.until is not None and until > found.until:
            raise TypedError(
                "until", say("もっと早い日に終わることになっています。延ばすときは、役割を付け直してください。")
            )
        _recent("until", until, by, at)
        cut_post(found, until, by, at)


def cut_post(post: Post, until: date, by: Actor, at: datetime) -> None:
    """Write the last day of a post that may be ended, inside of a transaction."""
    post.until = max(until, post.since)
    post.save(update_fields=["until"])
    record(f"people/{post.person_id}", "post_ended", by, at, post=post.pk, until=post.until.isoformat())


def name_deputy(*, person: str, post: int, since: date, until: date, by: Actor, at: datetime) -> int:
    """Let somebody stand in for the holder of a post (代決), for some days; return the number of it.

    Raises:
        Refused: the person who names them may not, or it is the holder.
        TypedError: the days cannot be.

    """
    with installation().store.transaction():
        of = _post(post)
        hold(rules.deputising(by, person, of.person_id, of.department_id or "", day(at)))
        if of.person_id == person:
            raise refuse("two_people", say("自分の代決者にはなれません。"), say("別の職員を選んでください。"))
        if not Person.objects.filter(pk=person).exists():
            raise TypedError("person", say("一覧から選んでください。"))
        _check_days(of, since, until, by, at)
        made = Deputy.objects.create(person_id=person, post=of, since=since, until=until)
        days = {"since": since.isoformat(), "until": until.isoformat()}
        record(f"people/{person}", "deputy_named", by, at, person=person, principal=of.person_id, post=post, **days)
    return made.pk


def end_deputy(*, deputy: int, by: Actor, at: datetime) -> None:
    """Let somebody stand in no longer, from now on; who has not begun yet never did.

    Raises:
        Refused: the person may not, or there is nobody who stands in.

    """
    with installation().store.transaction():
        found = Deputy.objects.select_related("post").filter(pk=deputy).first()
        if found is None:
            raise Refused(rules.NOTHING)
        hold(rules.ending_deputy(by, found.post.department_id or "", day(at)))
        yesterday = day(at) - timedelta(days=1)
        if found.since > yesterday:
            found.delete()
        elif found.until > yesterday:
            found.until = yesterday
            found.save(update_fields=["until"])
        record(f"people/{found.person_id}", "deputy_ended", by, at, person=found.person_id, post=found.post_id)


def _check_days(of: Post, since: date, until: date, by: Actor, at: datetime) -> None:
    if until < since:
        raise TypedError("until", say("終わりの日が、始まりの日より前です。"))
    if until - since > _LONGEST_DEPUTY:
        raise TypedError("until", say("代決は1年までです。長く続くときは、役割を付けてください。"))
    if not rules.is_system(by) and since < day(at):
        raise TypedError("since", say("代決は、今日より前の日からは決められません。今日からにしてください。"))
    if until < of.since or (of.until is not None and since > of.until):
        raise TypedError("since", say("その日には、代わられる人がその役割を持っていません。"))


def _recent(field: str, on: date, by: Actor, at: datetime) -> None:
    if not rules.is_system(by) and on < day(at) - rules.LATE:
        raise TypedError(field, say("{days}日より前にはさかのぼれません。日を確かめてください。", days=rules.LATE.days))


def _post(number: int) -> Post:
    found = Post.objects.filter(pk=number).first()
    if found is None:
        raise Refused(rules.NOTHING)
    return found
