"""The facts below the heading of a dispatch."""

from __future__ import annotations

from sekisho.gate.naming import CHANNELS
from sekisho.web.clock import JAPAN
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.ui import days
from sekisho.web.ui.parts import Fact
from sekisho.words import Titled, say


def facts(seen: Seen) -> tuple[Fact, ...]:
    """Return number, channel, drafter, procedure and when it is to leave."""
    procedure = seen.state.procedure
    parcels = sum(not one.withdrawn for one in seen.state.contents.values())
    found = [
        Fact(say("番号"), seen.number, number=True),
        Fact(say("送り方"), say("{channel}・{count}束", channel=CHANNELS[procedure.channel], count=parcels)),
        Fact(say("起案者"), seen.name(seen.state.drafters[-1]).name),
        Fact(say("手順"), Titled(procedure.title, procedure.title_en), url=f"/d/{seen.number}/procedure/"),
    ]
    if seen.row.planned_at is not None:
        words = days.when(seen.row.planned_at.astimezone(JAPAN), seen.now.astimezone(JAPAN).date())
        found.append(Fact(say("送出の予定"), words, strong=True))
    return tuple(found)
