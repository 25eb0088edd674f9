"""One incident from its first step to its last: the mistake is refused, the repaired version leaves, all is on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sekisho.cli.walk.attempts import ATTEMPTS, PROCEDURES
from sekisho.cli.walk.clerk import Clerk, StuckError, refused
from sekisho.cli.walk.content import Content, content
from sekisho.gate import commands as c
from sekisho.gate.events import Event
from sekisho.gate.model import Unit
from sekisho.gate.procedure import Procedure
from sekisho.gate.rules import Refusal
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from sekisho.bundle.model import Bundle
    from sekisho.inspection.model import Report


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of it. ``refused``: what somebody tried, and the words that the person saw. ``stuck``: why it did not end."""

    number: int
    procedure: Procedure
    refused: tuple[tuple[Sentence, Refusal], ...]
    released: int
    events: int
    stuck: str = ""


def walk(
    number: int,
    mistake: tuple[Bundle, Report],
    repaired: tuple[Bundle, Report],
    shelf: dict[str, Procedure],
    *,
    salt: bytes,
    at: datetime,
    record: Callable[[Sequence[Event]], None],
) -> Walked:
    """Walk one incident of the demo through its procedure, by invented people."""
    procedure = next(one for one in shelf.values() if one.name == PROCEDURES[number])
    in_lots = any(step.per == "lot" for step in procedure.steps)
    wrong, right = (content(bundle, report, salt, in_lots=in_lots) for bundle, report in (mistake, repaired))
    clerk = Clerk(procedure, shelf, right, repaired[0].department, salt, at, record)
    told: list[tuple[Sentence, Refusal]] = []
    try:
        clerk.open()
        told.append(_with_the_mistake(clerk, wrong))
        _to_the_end(clerk, number, told)
    except StuckError as error:
        return Walked(number, procedure, tuple(told), _released(clerk), clerk.events, str(error))
    return Walked(number, procedure, tuple(told), _released(clerk), clerk.events)


def _with_the_mistake(clerk: Clerk, wrong: Content) -> tuple[Sentence, Refusal]:
    """Attach what was sent then, let it be inspected, and try to go on."""
    worst = max(wrong.findings, key=lambda key: sum(one.severity == "stop" for one in wrong.findings[key]))
    for key in wrong.findings if clerk.procedure.of_kind("inspect")[0].per != "parcel" else (worst,):
        if clerk.attach(key, wrong).refusal or clerk.inspect(key, wrong).refusal:
            raise StuckError("attach")
    after = next(step for step in clerk.procedure.steps if clerk.procedure.of_kind("inspect")[0].id in step.needs)
    unit = clerk.state.unit_of(after, worst)
    base: dict[str, Any] = {"step": after.id, "unit": unit, "saw": clerk.state.saw(unit)}
    command = c.Confirm(**base) if after.kind == "confirm" else clerk.command(after, unit, after.by[0], base)
    told = clerk.tell(command, after.by[0])
    return say("誤りのあるファイルのまま、次の工程に進む"), refused(told)


def _to_the_end(clerk: Clerk, number: int, told: list[tuple[Sentence, Refusal]]) -> None:
    """Put the repaired version in, and do every step, each mistake of the incident first."""
    waiting = list(ATTEMPTS[number])
    for key in clerk.state.parcels(Unit("dispatch")):
        if clerk.state.contents[key].items:
            clerk.attach(key, clerk.content)
    while not clerk.state.over:
        clerk.settle()
        found = clerk.next()
        if found is None:
            raise StuckError(clerk.procedure.name)
        step, unit, role = found
        for one in [one for one in waiting if one[0] == step.id]:
            base: dict[str, Any] = {"step": step.id, "unit": unit, "saw": clerk.state.saw(unit)}
            told.append((one[1], refused(one[2](clerk, step, unit, role, base))))
            waiting.remove(one)
            clerk.settle()
        clerk.do(step, unit, role)
    if waiting:
        raise StuckError(f"{waiting[0][0]} was never reached")


def _released(clerk: Clerk) -> int:
    return sum(one.phase == "released" for one in clerk.state.leaving.values())
