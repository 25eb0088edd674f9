"""Approvals given beforehand (専決): granted and ended by a section chief, rested upon by whoever prepares a dispatch."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sekisho.gate.commands import Standing, UseStanding
from sekisho.gate.deciding.standing import year_end
from sekisho.gate.model import Actor
from sekisho.gate.state import State
from sekisho.ledger.canonical import JSON
from sekisho.ledger.log import Fact
from sekisho.web.clock import JAPAN
from sekisho.web.desk import shelf
from sekisho.web.desk.actions.releasing import unit_text
from sekisho.web.desk.actions.telling import Pen, no_such_dispatch, tell
from sekisho.web.desk.models import StandingApproval, StandingUse
from sekisho.web.installation import installation
from sekisho.web.people.queries import holds_role
from sekisho.web.refusals import refuse
from sekisho.words import say

MOST_SHEETS = 100


@dataclass(frozen=True, slots=True)
class Given:
    """What a chief writes: for which procedure (by digest) and department, which recipient, at most how many sheets."""

    procedure: str
    department: str
    recipient: str
    name: str
    sheets: int


def grant(given: Given, *, by: Actor, at: datetime) -> str:
    """Give an approval beforehand, until the fiscal year ends; return its id.

    Raises:
        Refused: this person is not the chief of that department, or the procedure does not admit it.

    """
    today = at.astimezone(JAPAN).date()
    _chief(given.department, by, today)
    procedure = shelf.shelf().get(given.procedure)
    steps = procedure.of_kind("approve") if procedure else ()
    if not any(step.standing and len(step.by) == 1 for step in steps) or not 1 <= given.sheets <= MOST_SHEETS:
        raise refuse(
            "standing",
            say("この手順の決裁は、あらかじめ与えることができません。"),
            say("一件ずつ決裁してください。手順の工程に standing と書いてあるものだけに与えられます。"),
        )
    here, key = installation(), secrets.token_hex(16)
    until = year_end(today)
    with here.store.transaction():
        StandingApproval.objects.create(
            id=key,
            procedure=given.procedure,
            department=given.department,
            recipient=here.cipher.seal_text(given.recipient, f"desk_standing.recipient/{key}"),
            name=here.cipher.seal_text(given.name, f"desk_standing.name/{key}"),
            sheets=given.sheets,
            since=today,
            until=until,
            granted_by=by.person,
            at=at,
        )
        data: dict[str, JSON] = {"standing": key, "procedure": given.procedure, "department": given.department}
        data |= {"sheets": given.sheets, "since": today.isoformat(), "until": until.isoformat()}
        _record(key, "standing_granted", data, by, at)
    return key


def end(standing: str, *, by: Actor, at: datetime) -> None:
    """Take an approval given beforehand back: nothing rests on it from now on."""
    with installation().store.transaction():
        row = _row(standing)
        _chief(row.department, by, at.astimezone(JAPAN).date())
        if row.ended_at is not None:
            return
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _record(standing, "standing_ended", {"standing": standing}, by, at)


def use(number: str, standing: str, base: Mapping[str, Any], *, by: Actor, at: datetime) -> State:
    """Rest the approval of a unit on one given beforehand.

    Raises:
        Refused: it was taken back, or does not cover this.

    """
    here = installation()
    with here.store.transaction():
        row = _row(standing)
        if row.ended_at is not None:
            raise refuse(
                "standing", say("この年度ごとの決裁は取り消されています。"), say("決裁者に決裁を頼んでください。")
            )
        recipient = here.cipher.open_text(bytes(row.recipient), f"desk_standing.recipient/{row.pk}")

        def using(_state: State, pen: Pen) -> UseStanding:
            given = Standing(
                row.pk,
                row.granted_by,
                row.procedure,
                row.department,
                pen.mark(recipient),
                row.sheets,
                row.since,
                row.until,
            )
            return UseStanding(base["step"], base["unit"], base["saw"], standing=given)

        state = tell(number, using, by=by, at=at)
        StandingUse.objects.create(standing=row, dispatch_id=number, unit=unit_text(base["unit"]), by=by.person, at=at)
    return state


def _row(standing: str) -> StandingApproval:
    row = StandingApproval.objects.filter(pk=standing).first()
    if row is None:
        raise no_such_dispatch()
    return row


def _chief(department: str, by: Actor, today: date) -> None:
    if not holds_role(by, "chief", department, today):
        raise refuse(
            "chief",
            say("年度ごとの決裁を与えたり取り消したりできるのは、その課の課長だけです。"),
            say("課長に頼んでください。"),
        )


def _record(standing: str, kind: str, data: dict[str, JSON], by: Actor, at: datetime) -> None:
    store, stream = installation().store, f"standing/{standing}"
    store.append(stream, store.last(stream), [Fact(kind, 1, at, by.person, data)])
