"""What happened in a dispatch, in words: the newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sekisho.gate.events import Event
from sekisho.gate.naming import kind_of
from sekisho.web.clock import JAPAN
from sekisho.web.desk import standing
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.installation import installation
from sekisho.web.people import queries as people
from sekisho.words import Sentence, say

_SHOWN = 30
_SAID: Mapping[str, Callable[[Any, Any, Any, Any], Sentence]] = {
    "opened": lambda who, _data, _step, _parcel: say("{who}さんが起案しました。", who=who),
    "parcels_added": lambda who, data, _step, _parcel: say(
        "{who}さんが宛先を{count}件足しました。", who=who, count=len(data["parcels"])
    ),
    "sources_changed": lambda who, _data, _step, _parcel: say("{who}さんが台帳を新しい版に替えました。", who=who),
    "attached": lambda who, data, _step, parcel: say("{who}さんが{parcel}の資料を入れました。", who=who, parcel=parcel),
    "inspected": lambda _who, data, _step, parcel: say(
        "自動検査：{parcel}に停止 {stop}件、要回答 {ask}件。",
        parcel=parcel,
        stop=sum(one["severity"] == "stop" for one in data["findings"]),
        ask=sum(one["severity"] == "ask" for one in data["findings"]),
    ),
    "answered": lambda who, data, _step, parcel: say(
        "{who}さんが{parcel}の指摘に回答しました。", who=who, parcel=parcel
    ),
    "waiver_asked": lambda who, data, _step, parcel: say(
        "{who}さんが{parcel}の例外を求めました。", who=who, parcel=parcel
    ),
    "waiver_granted": lambda who, data, _step, parcel: say(
        "{who}さんが{parcel}の例外を認めました。", who=who, parcel=parcel
    ),
    "waiver_refused": lambda who, data, _step, parcel: say(
        "{who}さんが{parcel}の例外を認めませんでした。", who=who, parcel=parcel
    ),
    "drawn": lambda who, data, step, _parcel: say(
        "{who}さんの「{step}」のために{count}行を抜き出しました。", who=who, step=step, count=len(data["rows"])
    ),
    "stamped": lambda who, _data, step, _parcel: say("{who}さんが「{step}」を済ませました。", who=who, step=step),
    "mismatched": lambda who, _data, step, _parcel: say(
        "{who}さんの「{step}」で合わず、止めました。", who=who, step=step
    ),
    "resumed": lambda who, _data, step, _parcel: say(
        "{who}さんが現物を確かめ、「{step}」を再開しました。", who=who, step=step
    ),
    "difference_explained": lambda who, _data, step, _parcel: say(
        "{who}さんが「{step}」の数の違いの理由を記録しました。", who=who, step=step
    ),
    "release_started": lambda who, _data, step, _parcel: say("{who}さんが「{step}」を始めました。", who=who, step=step),
    "released": lambda _who, _data, step, _parcel: say("「{step}」が終わりました。", step=step),
    "release_failed": lambda _who, _data, step, _parcel: say(
        "「{step}」はできませんでした。送られていません。", step=step
    ),
    "release_unknown": lambda _who, _data, step, _parcel: say("「{step}」の結果が分かりません。", step=step),
    "sent_back": lambda who, _data, step, _parcel: say("{who}さんが「{step}」まで差し戻しました。", who=who, step=step),
    "withdrawn": lambda who, data, _step, parcel: say("{who}さんが{parcel}を取り下げました。", who=who, parcel=parcel),
    "abandoned": lambda who, _data, _step, _parcel: say("{who}さんが案件を中止しました。", who=who),
    "reassigned": lambda who, _data, _step, _parcel: say("{who}さんが担当を替えました。", who=who),
    "handed_over": lambda who, _data, _step, _parcel: say("{who}さんが案件を引き継ぎました。", who=who),
    "put_aside": lambda who, _data, _step, _parcel: say("{who}さんが途中の束を脇に置きました。", who=who),
    "escalated": lambda _who, data, _step, _parcel: say("より厳しい手順「{name}」に移りました。", name=data["name"]),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened."""

    words: Sentence
    at: datetime


def history(seen: Seen, most: int = _SHOWN) -> tuple[Happened, ...]:
    """Return the last things that happened; what the viewer served is not among them."""
    told = [
        one
        for one in standing.events(installation().store.stream(standing.stream(seen.number)))
        if one.type != "served"
    ]
    last = told[-most:][::-1]
    names = people.names({alias for one in last for alias in (one.by, str(one.data.get("person", "")))})
    return tuple(Happened(_words(seen, one, names), one.at.astimezone(JAPAN)) for one in last)


def _words(seen: Seen, event: Event, names: Mapping[str, people.PersonView]) -> Sentence:
    maker = _SAID.get(event.type)
    if maker is None:
        return say("このバージョンでは読めない証跡です。")
    alias = str(event.data.get("person", "")) or event.by
    who = names.get(alias, names.get(event.by, people.NOBODY)).family or say("関所")
    step = seen.state.procedure.by_id.get(str(event.data.get("step", "")))
    words = kind_of(step, seen.state.procedure) if step else say("工程")
    told = seen.addressees.get(str(event.data.get("parcel", "")))
    return maker(who, cast("dict[str, Any]", event.data), words, told.name if told else "")
