"""What is done about sections."""

from __future__ import annotations

from datetime import datetime

from sekisho.gate.model import Actor
from sekisho.web.installation import installation
from sekisho.web.people import rules, typed
from sekisho.web.people.actions.recording import day, hold, record
from sekisho.web.people.models import Department
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused
from sekisho.words import say


def add_department(*, code: str, name: str, short: str, by: Actor, at: datetime) -> str:
    """Add a section.

    Raises:
        Refused: the person may not.
        TypedError: a name cannot be used, or is there.

    """
    hold(rules.managing(by, day(at)))
    code, name, short = typed.code(code), typed.text("name", name), typed.text("short", short)
    with installation().store.transaction():
        if Department.objects.filter(pk=code).exists():
            raise TypedError("code", say("その記号の課は、すでにあります。別の記号にしてください。"))
        _free(name, but="")
        Department.objects.create(code=code, name=name, short=short)
        record(f"department/{code}", "department_added", by, at, department=code)
    return code


def rename_department(*, code: str, name: str, short: str, by: Actor, at: datetime) -> None:
    """Give a section another name, or another short one; its sign stays, so what was recorded of it stays its own.

    Raises:
        Refused: the person may not, or there is no such section.
        TypedError: a name cannot be used, or is another one's.

    """
    hold(rules.managing(by, day(at)))
    name, short = typed.text("name", name), typed.text("short", short)
    with installation().store.transaction():
        found = Department.objects.filter(pk=code).first()
        if found is None:
            raise Refused(rules.NOTHING)
        _free(name, but=code)
        found.name, found.short = name, short
        found.save(update_fields=["name", "short"])
        record(f"department/{code}", "department_renamed", by, at, department=code)


def _free(name: str, *, but: str) -> None:
    if Department.objects.filter(name=name).exclude(pk=but).exists():
        raise TypedError("name", say("同じ名前の課が、すでにあります。見分けられる名前にしてください。"))
