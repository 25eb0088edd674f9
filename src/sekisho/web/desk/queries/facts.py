"""The facts below the heading of a dispatch."""

from __future__ import annotations

from sekisho.gate.naming import CHANNELS
from sekisho.web.clock import JAPAN
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.desk.queries.supplied import supplied
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
    found += _lists(seen)
    if seen.row.planned_at is not None:
        words = days.when(seen.row.planned_at.astimezone(JAPAN), seen.now.astimezone(JAPAN).date())
        found.append(Fact(say("送出の予定"), words, strong=True))
    return tuple(found)


def _lists(seen: Seen) -> list[Fact]:
    """Return against what the dispatch is held, and what of it nobody registered."""
    told = supplied(seen)
    url = f"/d/{seen.number}/sources/"
    registered = len(seen.row.sources) - len(told.kinds)
    if told.kinds:
        words = say("登録 {registered}・自前 {own}", registered=registered, own=len(told.kinds))
        found = [Fact(say("台帳"), words, url=url, strong=True)]
    elif registered:
        found = [Fact(say("台帳"), say("登録 {registered}", registered=registered), url=url)]
    else:
        found = [Fact(say("台帳"), say("なし"), url=url)]
    if told.recipients:
        words = say("{count}件（登録された台帳のものではありません）", count=told.recipients)
        found.append(Fact(say("自前の宛先"), words, strong=True))
    return found
