"""What is done about people themselves."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sekisho.gate.model import Actor
from sekisho.web.installation import installation
from sekisho.web.people import rules, typed
from sekisho.web.people.actions.recording import day, hold, record
from sekisho.web.people.models import Department, Person
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused, refuse
from sekisho.words import say


def add_person(
    *, staff_number: str, name: str, family: str, by: Actor, at: datetime, home: str = "", mail: str = ""
) -> str:
    """Add somebody; return their alias. One staff number is one person.

    Raises:
        Refused: the person who adds may not, or the staff number is there.
        TypedError: something typed cannot be used.

    """
    hold(rules.managing(by, day(at)))
    number = typed.staff_number(staff_number)
    name, family, mail = typed.text("name", name), typed.text("family", family), _mail(mail)
    alias = f"staff/{secrets.token_hex(6)}"
    with installation().store.transaction():
        if Person.objects.filter(staff_number=number).exists():
            raise refuse(
                "there",
                say("その職員番号は、すでに登録されています。"),
                say("登録済みの職員に、役割やアカウントを足してください。"),
            )
        _known(home)
        Person.objects.create(
            alias=alias, staff_number=number, name=name, family=family, mail=mail, home_id=home or None
        )
        record(f"people/{alias}", "person_added", by, at, person=alias, department=home)
    return alias


def change_person(*, person: str, name: str, family: str, home: str, mail: str, by: Actor, at: datetime) -> None:
    """Write down another name, section or address of somebody. The staff number stays: it is the person.

    Raises:
        Refused: the person who changes it may not, or there is nobody.
        TypedError: something typed cannot be used.

    """
    hold(rules.managing(by, day(at)))
    name, family, mail = typed.text("name", name), typed.text("family", family), _mail(mail)
    with installation().store.transaction():
        found = Person.objects.filter(pk=person).first()
        if found is None:
            raise Refused(rules.NOBODY)
        _known(home)
        found.name, found.family, found.mail = name, family, mail
        found.home_id, found.next_home_id, found.next_home_since = home or None, None, None
        found.save(update_fields=["name", "family", "mail", "home", "next_home", "next_home_since"])
        record(f"people/{person}", "person_changed", by, at, person=person, department=home)


def _known(home: str) -> None:
    if home and not Department.objects.filter(pk=home).exists():
        raise TypedError("home", say("その課は登録されていません。一覧から選び直してください。"))


def _mail(mail: str) -> str:
    kept = mail.strip()
    try:
        if kept:
            validate_email(kept)
    except ValidationError as error:
        raise TypedError("mail", say("メールアドレスの形ではありません。確かめて書き直してください。")) from error
    return kept
