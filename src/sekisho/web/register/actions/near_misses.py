"""What is done with near misses (ヒヤリ・ハット): somebody writes one, and the security office says what came of it.

The event that one was written names nobody: whoever holds the ledger could tell by it who that was, and would be told
less the next time. The row knows, so that the writer sees what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sekisho.gate.model import Actor
from sekisho.gate.naming import CHANNELS
from sekisho.register.model import FAILURES
from sekisho.web.installation import installation
from sekisho.web.people.queries import departments
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused
from sekisho.web.register import rules, sheets
from sekisho.web.register.models import NearMiss
from sekisho.web.register.recording import day, hold, record
from sekisho.web.register.telling import Written, place_of_answer, place_of_near_miss, seal
from sekisho.words import say

SOMEBODY = Actor("staff")
"""Who stands in the event instead of the writer."""
SHORT = 400
_OLDEST = timedelta(days=366)
_NO_CHOICE = say("一覧から選んでください。")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a near miss. ``channel`` and ``text`` may be empty."""

    department: str
    failure: str
    on: date
    channel: str = ""
    text: str = ""


def write(*, told: Told, by: Actor, at: datetime) -> int:
    """Write a near miss; return its number.

    Raises:
        Refused: the person is not of the department.
        TypedError: a field cannot be.

    """
    hold(rules.writing_near_miss(by, told.department, day(at)))
    _check(told, day(at))
    text = sheets.optional("text", told.text)
    if len(text) > SHORT:
        raise TypedError("text", say("長すぎます。{most}文字までにしてください。", most=SHORT))
    with installation().store.transaction():
        row = NearMiss(department=told.department, failure=told.failure, channel=told.channel, on=told.on)
        row.by, row.at = by.person, at
        row.save()
        row.told, digest = seal(Written(text), place_of_near_miss(row))
        row.save()
        said = {"department": row.department, "failure": row.failure, "channel": row.channel, "on": row.on.isoformat()}
        record(_stream(row), "near_miss_written", SOMEBODY, at, told=digest, **said)
    return int(row.pk)


def answer(*, number: int, saw: int, text: str, by: Actor, at: datetime) -> None:
    """Say what came of a near miss; the last answer is shown, and each is an event.

    Raises:
        Refused: the person may not, there is none, or somebody else answered meanwhile.
        TypedError: the text cannot be.

    """
    hold(rules.answering(by, day(at)))
    kept = sheets.text("text", text)
    with installation().store.transaction():
        row = NearMiss.objects.select_for_update().filter(pk=number).first()
        if row is None:
            raise Refused(rules.NO_NEAR_MISS)
        if row.n != saw:
            raise Refused(rules.ANSWERED)
        row.answer, digest = seal(Written(kept), place_of_answer(row))
        row.answered_at, row.n = at, row.n + 1
        row.save()
        record(_stream(row), "near_miss_answered", by, at, told=digest)


def _stream(row: NearMiss) -> str:
    return f"register/near-misses/{row.pk}"


def _check(told: Told, today: date) -> None:
    if told.department and told.department not in departments():
        raise TypedError("department", _NO_CHOICE)
    if told.failure not in FAILURES:
        raise TypedError("failure", _NO_CHOICE)
    if told.channel and told.channel not in CHANNELS:
        raise TypedError("channel", _NO_CHOICE)
    if told.on > today:
        raise TypedError("on", say("これからの日付です。あった日を書いてください。"))
    if today - told.on > _OLDEST:
        raise TypedError("on", say("1年より前の日です。日を確かめてください。"))
