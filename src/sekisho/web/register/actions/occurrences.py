"""What is done with occurrences (行事): a series begins, something of it is held, a mistake is taken back, it ends.

Events of a series stand in a stream of its own. They hold numbers, days and kinds alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sekisho.gate.model import Actor
from sekisho.register.model import OCCASIONS, RHYTHMS
from sekisho.web.installation import installation
from sekisho.web.people.queries import departments, names
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused
from sekisho.web.register import rules, sheets
from sekisho.web.register.models import Occurrence, Series
from sekisho.web.register.recording import day, hold, record
from sekisho.web.register.telling import HeldTold, Written, place_of_occurrence, place_of_series, seal
from sekisho.words import say

_NO_CHOICE = say("一覧から選んでください。")
_AROUND = timedelta(days=10 * 366)
"""How far from today a day of an occurrence can be: further away it is mistyped."""


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What somebody says of a series. ``department``: empty for the whole city. ``owner``: alias of a person, or nobody."""

    title: str
    kind: str
    rhythm: str
    since: date
    department: str = ""
    owner: str = ""
    contractor: str = ""


@dataclass(frozen=True, slots=True)
class HeldPlan:
    """What somebody says of something that was held. ``people``: how many came, nothing where nobody counted."""

    on: date
    people: int | None = None
    told: HeldTold = field(default_factory=HeldTold)


def begin(*, plan: SeriesPlan, by: Actor, at: datetime) -> int:
    """Begin a series; return its number.

    Raises:
        Refused: the person may not.
        TypedError: a field cannot be.

    """
    hold(rules.keeping(by, plan.department, day(at)))
    _check(plan, day(at))
    told = Written(sheets.line("contractor", plan.contractor), sheets.line("title", plan.title, needed=True))
    with installation().store.transaction():
        number = Series.objects.count() + 1  # none is ever deleted
        row = Series(pk=str(number), kind=plan.kind, rhythm=plan.rhythm, since=plan.since)
        row.department, row.owner = plan.department, plan.owner
        row.told, digest = seal(told, place_of_series(row))
        row.save(force_insert=True)
        said = {"occasion": row.kind, "rhythm": row.rhythm, "since": row.since.isoformat()}
        record(_stream(row), "series_begun", by, at, told=digest, department=row.department, owner=row.owner, **said)
    return number


def write_held(*, number: int, plan: HeldPlan, by: Actor, at: datetime) -> None:
    """Write down that something of a series was held on a day.

    Raises:
        Refused: there is no such series, the person may not, or it had ended before that day.
        TypedError: a day or number cannot be.

    """
    with installation().store.transaction():
        row = _locked(number)
        hold(rules.recording(by, row.department, row.owner, day(at)))
        if row.ended_on and plan.on > row.ended_on:
            raise Refused(rules.ENDED)
        _check_held(row, plan, day(at))
        one = Occurrence(series=row, place=row.held.count() + 1, on=plan.on, people=plan.people, by=by.person, at=at)
        told = HeldTold(
            sheets.optional("text", plan.told.text),
            # Of training only heads are counted: who went through it stands with the training of each person.
            "" if row.kind == "training" else sheets.optional("who", plan.told.who),
            sheets.line("contractor", plan.told.contractor),
        )
        one.told, digest = seal(told, place_of_occurrence(one))
        one.save(force_insert=True)
        said = {"place": one.place, "on": one.on.isoformat(), "people": one.people}
        record(_stream(row), "occurrence_written", by, at, told=digest, **said)


def withdraw(*, number: int, place: int, by: Actor, at: datetime) -> None:
    """Take back what was written by mistake: it counts no longer, and that it stood there stays.

    Raises:
        Refused: there is nothing like that, the person may not, or it was taken back before.

    """
    with installation().store.transaction():
        row = _locked(number)
        hold(rules.keeping(by, row.department, day(at)))
        one = row.held.filter(place=place).first()
        if one is None:
            raise Refused(rules.NO_SERIES)
        if one.withdrawn_at is not None:
            raise Refused(rules.WITHDRAWN)
        one.withdrawn_at = at
        one.save()
        record(_stream(row), "occurrence_withdrawn", by, at, place=place)


def end(*, number: int, on: date, by: Actor, at: datetime) -> None:
    """End a series with a day: nothing of it is owed after that.

    Raises:
        Refused: there is no such series, the person may not, or it has ended.
        TypedError: the day cannot be.

    """
    with installation().store.transaction():
        row = _locked(number)
        hold(rules.keeping(by, row.department, day(at)))
        if row.ended_on is not None:
            raise Refused(rules.ENDED)
        last = max(row.held.filter(withdrawn_at=None).values_list("on", flat=True), default=None)
        if on > day(at) or (last and on < last):
            raise TypedError("on", say("最後に行った日から今日までの日を書いてください。"))
        row.ended_on = on
        row.save()
        record(_stream(row), "series_ended", by, at, on=on.isoformat())


def _stream(row: Series) -> str:
    return f"register/occurrences/{row.pk}"


def _locked(number: int) -> Series:
    row = Series.objects.select_for_update().filter(pk=str(number)).first()
    if row is None:
        raise Refused(rules.NO_SERIES)
    return row


def _check(plan: SeriesPlan, today: date) -> None:
    if plan.kind not in OCCASIONS:
        raise TypedError("kind", _NO_CHOICE)
    if plan.rhythm not in RHYTHMS:
        raise TypedError("rhythm", _NO_CHOICE)
    if plan.department and plan.department not in departments():
        raise TypedError("department", _NO_CHOICE)
    if plan.owner and plan.owner not in names([plan.owner]):
        raise TypedError("owner", _NO_CHOICE)
    if abs(plan.since - today) > _AROUND:
        raise TypedError("since", say("今日から遠すぎる日です。日を確かめてください。"))


def _check_held(row: Series, plan: HeldPlan, today: date) -> None:
    if plan.on > today:
        raise TypedError("on", say("これからの日付です。行ってから書いてください。"))
    if row.rhythm != "once" and plan.on < row.since:
        raise TypedError("on", say("この行事が始まる前の日です。"))
    if today - plan.on > _AROUND:
        raise TypedError("on", say("今日から遠すぎる日です。日を確かめてください。"))
    if row.held.filter(on=plan.on, withdrawn_at=None).exists():
        raise TypedError("on", say("その日のことは、もう書いてあります。違っていたら、先に取り消してください。"))
    if plan.people is not None and plan.people < 0:
        raise TypedError("people", say("人数を書いてください。"))
    if row.kind == "training" and plan.people is None:
        raise TypedError(
            "people", say("研修は、受けた人の数を書いてください。だれが受けたかは、研修の登録に残します。")
        )
