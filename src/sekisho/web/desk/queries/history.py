"""What happened in a dispatch, in words: the newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sekisho.gate.events import Event
from sekisho.gate.naming import kind_of
from sekisho.web.clock import JAPAN
from sekisho.web.desk import standing
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.installation import installation
from sekisho.web.people import queries as people
from sekisho.words import Sentence, say

_SHOWN = 30
_DONE_BY = frozenset({"stamped", "mismatched", "release_started"})
"""Events that say who did it; of the others it is who entered them."""


@dataclass(frozen=True, slots=True)
class _Told:
    """An event with its names. ``step``: what the step is called; ``parcel``: to whom the parcel goes."""

    who: str | Sentence
    step: Sentence
    parcel: str
    data: Mapping[str, Any]


_SAID: Mapping[str, Callable[[_Told], Sentence]] = {
    "opened": lambda one: say("{who}さんが起案しました。", who=one.who),
    "parcels_added": lambda one: say(
        "{who}さんが宛先を{count}件足しました。", who=one.who, count=len(one.data["parcels"])
    ),
    "sources_changed": lambda one: say("{who}さんが台帳を新しい版に替えました。", who=one.who),
    "attached": lambda one: say("{who}さんが{parcel}の資料を入れました。", who=one.who, parcel=one.parcel),
    "inspected": lambda one: say(
        "自動検査：{parcel}に停止 {stop}件、要回答 {ask}件。",
        parcel=one.parcel,
        stop=sum(found["severity"] == "stop" for found in one.data["findings"]),
        ask=sum(found["severity"] == "ask" for found in one.data["findings"]),
    ),
    "answered": lambda one: say("{who}さんが{parcel}の指摘に回答しました。", who=one.who, parcel=one.parcel),
    "waiver_asked": lambda one: say("{who}さんが{parcel}の例外を求めました。", who=one.who, parcel=one.parcel),
    "waiver_granted": lambda one: say("{who}さんが{parcel}の例外を認めました。", who=one.who, parcel=one.parcel),
    "waiver_refused": lambda one: say("{who}さんが{parcel}の例外を認めませんでした。", who=one.who, parcel=one.parcel),
    "drawn": lambda one: say(
        "{who}さんの「{step}」のために{count}行を抜き出しました。",
        who=one.who,
        step=one.step,
        count=len(one.data["rows"]),
    ),
    "stamped": lambda one: say("{who}さんが「{step}」を済ませました。", who=one.who, step=one.step),
    "mismatched": lambda one: say("{who}さんの「{step}」が合わず、止まりました。", who=one.who, step=one.step),
    "resumed": lambda one: say("{who}さんが現物を確かめ、「{step}」を再開しました。", who=one.who, step=one.step),
    "difference_explained": lambda one: say(
        "{who}さんが「{step}」の数の違いの理由を記録しました。", who=one.who, step=one.step
    ),
    "release_started": lambda one: say("{who}さんが「{step}」を始めました。", who=one.who, step=one.step),
    "released": lambda one: say("「{step}」が終わりました。", step=one.step),
    "release_failed": lambda one: say("「{step}」はできませんでした。送られていません。", step=one.step),
    "release_unknown": lambda one: say("「{step}」の結果が分かりません。", step=one.step),
    "sent_back": lambda one: say("{who}さんが「{step}」まで差し戻しました。", who=one.who, step=one.step),
    "withdrawn": lambda one: say("{who}さんが{parcel}を取り下げました。", who=one.who, parcel=one.parcel),
    "abandoned": lambda one: say("{who}さんが案件を中止しました。", who=one.who),
    "reassigned": lambda one: say("{who}さんが担当を替えました。", who=one.who),
    "handed_over": lambda one: say("{who}さんが案件を別の人に引き継がせました。", who=one.who),
    "put_aside": lambda one: say("{who}さんが開いている束をいったん閉じました。", who=one.who),
    "escalated": lambda one: say("より厳しい手順「{name}」に移りました。", name=one.data["name"]),
}


def _found(run: Sequence[Event], severity: str) -> int:
    found: list[Any] = [one.data["findings"] for one in run]
    return sum(one["severity"] == severity for there in found for one in there)


_SAID_OF_MANY: Mapping[str, Callable[[_Told, Sequence[Event]], Sentence]] = {
    "attached": lambda one, run: say("{who}さんが{count}束の資料を入れました。", who=one.who, count=len(run)),
    "inspected": lambda _, run: say(
        "自動検査：{count}束に停止 {stop}件、要回答 {ask}件。",
        count=len(run),
        stop=_found(run, "stop"),
        ask=_found(run, "ask"),
    ),
    "answered": lambda one, run: say("{who}さんが{count}件の指摘に回答しました。", who=one.who, count=len(run)),
    "stamped": lambda one, run: say(
        "{who}さんが「{step}」を{count}件済ませました。", who=one.who, step=one.step, count=len(run)
    ),
}
"""What is said in one line where somebody did the same several times in a row."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, or several of one kind in a row; ``at``: when the last of them was."""

    words: Sentence
    at: datetime


def history(seen: Seen, most: int = _SHOWN) -> tuple[Happened, ...]:
    """Return the last things that happened; what the viewer served is not among them."""
    told: list[Event] = [
        one
        for one in standing.events(installation().store.stream(standing.stream(seen.number)))
        if one.type != "served"
    ]
    runs = [list(run) for _, run in groupby(told, _alike)][-most:][::-1]
    names = people.names({alias for run in runs for alias in (run[0].by, str(run[0].data.get("person", "")))})
    return tuple(Happened(_words(seen, run, names), run[-1].at.astimezone(JAPAN)) for run in runs)


def _alike(event: Event) -> tuple[object, ...]:
    """Return what events of one line have in common."""
    if event.type not in _SAID_OF_MANY:
        return (id(event),)
    return event.type, event.by, event.data.get("person"), event.data.get("step"), event.at.astimezone(JAPAN).date()


def _words(seen: Seen, run: Sequence[Event], names: Mapping[str, people.PersonView]) -> Sentence:
    event = run[0]
    maker = _SAID.get(event.type)
    if maker is None:
        return say("このバージョンでは読めない証跡です。")
    alias = str(event.data.get("person", "")) if event.type in _DONE_BY else event.by
    who = names.get(alias, people.NOBODY).family or say("関所")
    step = seen.state.procedure.by_id.get(str(event.data.get("step", "")))
    words = kind_of(step, seen.state.procedure) if step else say("工程")
    told = seen.addressees.get(str(event.data.get("parcel", "")))
    one = _Told(who, words, told.name if told else "", event.data)
    return _SAID_OF_MANY[event.type](one, run) if len(run) > 1 else maker(one)
