"""What is done about accounts. A password that another one has made opens nothing but the page on which to make one's own."""

from __future__ import annotations

from datetime import datetime

from axes.utils import reset
from django.contrib.auth.hashers import check_password as is_password
from django.contrib.auth.hashers import make_password

from sekisho.gate.model import Actor
from sekisho.web.installation import installation
from sekisho.web.people import rules, typed
from sekisho.web.people.actions.recording import day, hold, record
from sekisho.web.people.models import Account, Person
from sekisho.web.people.passwords import check_password, check_pin, temporary_password
from sekisho.web.people.trying import counted_as
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused
from sekisho.words import say


def open_account(
    *, person: str, login: str, password: str, by: Actor, at: datetime, pin: str = "", temporary: bool = False
) -> int:
    """Open an account for somebody; return its number.

    ``temporary``: the password is only good for making one's own; that of somebody who is signed in always is.

    Raises:
        Refused: the person may not, or there is nobody.
        TypedError: login, password or PIN cannot be used.

    """
    hold(rules.managing(by, day(at)))
    if pin and not rules.is_system(by):
        hold(rules.own_account(by, person))
    owner, login = _person(person), typed.login(login)
    check_password(password, login=login, staff_number=owner.staff_number)
    if pin:
        check_pin(pin, staff_number=owner.staff_number)
    made = Account(login=login, person_id=person, pin=make_password(pin) if pin else "")
    made.temporary = temporary or not rules.is_system(by)
    made.set_password(password)  # slow by intention, and so before the log is locked
    with installation().store.transaction():
        if Account.objects.filter(login=login).exists():
            raise TypedError("login", say("その利用者名は、すでに使われています。別の利用者名にしてください。"))
        made.save()
        record(f"people/{person}", "account_opened", by, at, person=person, account=f"account/{made.pk}")
    return made.pk


def close_account(*, account: int, by: Actor, at: datetime) -> None:
    """Let nobody sign in by an account any more; who is signed in by it is signed out.

    Raises:
        Refused: the person may not, or there is no such account.

    """
    _turn(account, "account_closed", by, at, is_active=False)


def reopen_account(*, account: int, by: Actor, at: datetime) -> None:
    """Let somebody sign in again by an account that was closed.

    Raises:
        Refused: the person may not, or there is no such account.

    """
    _turn(account, "account_reopened", by, at, is_active=True)


def reset_password(*, account: int, by: Actor, at: datetime) -> str:
    """Give an account a temporary password and return it; the one before, the PIN and a lock end.

    Raises:
        Refused: the person may not, or there is no such account.

    """
    password = temporary_password()
    coded = make_password(password)
    with installation().store.transaction():
        found = _account(account)
        hold(rules.account(by, found.person_id, day(at)))
        found.password, found.temporary, found.pin = coded, True, ""
        found.save(update_fields=["password", "temporary", "pin"])
        reset(username=counted_as(found.login))
        _told(found, "password_reset", by, at)
    return password


def unlock_account(*, account: int, by: Actor, at: datetime) -> None:
    """Let somebody try again who has typed a wrong password too often.

    Raises:
        Refused: the person may not, or there is no such account.

    """
    with installation().store.transaction():
        found = _account(account)
        hold(rules.account(by, found.person_id, day(at)))
        reset(username=counted_as(found.login))
        _told(found, "account_unlocked", by, at)


def take_pin_away(*, account: int, by: Actor, at: datetime) -> None:
    """Make a PIN worthless, which others may know; its owner makes another one.

    Raises:
        Refused: the person may not, or there is no such account.

    """
    with installation().store.transaction():
        found = _account(account)
        if by.person != found.person_id:
            hold(rules.account(by, found.person_id, day(at)))
        found.pin = ""
        found.save(update_fields=["pin"])
        _told(found, "pin_taken_away", by, at)


def change_password(*, account: int, password: str, by: Actor, at: datetime) -> None:
    """Give one's own account another password. That the one before is known was asked at the door of the sign-in.

    Raises:
        Refused: it is somebody else's.
        TypedError: the password cannot be used.

    """
    found = _account(account)
    hold(rules.own_account(by, found.person_id))
    check_password(password, login=found.login, staff_number=_person(found.person_id).staff_number)
    if is_password(password, found.password):
        raise TypedError("password", say("いまと同じパスワードです。別のパスワードにしてください。"))
    coded = make_password(password)
    with installation().store.transaction():
        found = _account(account)
        found.password, found.temporary = coded, False
        found.save(update_fields=["password", "temporary"])
        _told(found, "password_changed", by, at)


def change_pin(*, account: int, pin: str, by: Actor, at: datetime) -> None:
    """Give one's own account a PIN, by which one steps in at another's screen.

    Raises:
        Refused: it is somebody else's.
        TypedError: the PIN cannot be used.

    """
    found = _account(account)
    hold(rules.own_account(by, found.person_id))
    check_pin(pin, staff_number=_person(found.person_id).staff_number)
    coded = make_password(pin)
    with installation().store.transaction():
        found = _account(account)
        found.pin = coded
        found.save(update_fields=["pin"])
        _told(found, "pin_changed", by, at)


def _turn(account: int, kind: str, by: Actor, at: datetime, *, is_active: bool) -> None:
    with installation().store.transaction():
        found = _account(account)
        hold(rules.account(by, found.person_id, day(at)))
        found.is_active = is_active
        found.save(update_fields=["is_active"])
        _told(found, kind, by, at)


def _told(account: Account, kind: str, by: Actor, at: datetime) -> None:
    person = account.person_id
    record(f"people/{person}", kind, by, at, person=person, account=f"account/{account.pk}")


def _account(number: int) -> Account:
    found = Account.objects.filter(pk=number).first()
    if found is None:
        raise Refused(rules.NOTHING)
    return found


def _person(alias: str) -> Person:
    found = Person.objects.filter(pk=alias).first()
    if found is None:
        raise Refused(rules.NOBODY)
    return found
