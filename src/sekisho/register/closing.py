"""What an incident still needs before it can be closed (事故を閉じる条件). Pure: each thing that is open, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sekisho.words import Sentence, say

CLOCK = ("prompt", "full", "people")
"""What the law asks to decide after a leak: the prompt report, the full report, and telling the people concerned (個人情報の保護に関する法律68条)."""
CLOCKS = {"prompt": say("速報"), "full": say("確報"), "people": say("本人への通知")}
DECIDED = {"done": say("行った"), "not-needed": say("要らないと判断した")}


@dataclass(frozen=True, slots=True)
class MeasureToClose:
    """Of a measure, what counts when its incident is closed."""

    label: str
    owner: str
    has_due: bool


@dataclass(frozen=True, slots=True)
class ToClose:
    """Of an incident, what counts when it is closed. ``similar_seen``: the ids of incidents like it that somebody looked at.

    ``decided``: which of :data:`CLOCK` somebody decided upon.
    """

    cause: str
    measures: Sequence[MeasureToClose]
    similar: Iterable[int]
    similar_seen: Iterable[int]
    decided: Iterable[str]


def missing(incident: ToClose) -> tuple[Sentence, ...]:
    """Return what an incident still needs before it can be closed, nothing where it can be."""
    found = []
    if not incident.cause.strip():
        found.append(say("原因が書かれていません。"))
    if not incident.measures:
        found.append(say("再発防止策がありません。"))
    for one in incident.measures:
        if not one.owner:
            found.append(say("再発防止策{label}の担当が決まっていません。", label=one.label))
        if not one.has_due:
            found.append(say("再発防止策{label}の期限がありません。", label=one.label))
    unseen = len(set(incident.similar) - set(incident.similar_seen))
    if unseen:
        found.append(say("似た事故{count}件を、まだ誰も見比べていません。", count=unseen))
    found += [
        say("{what}をどうするかが、まだ決まっていません。", what=CLOCKS[one])
        for one in CLOCK
        if one not in set(incident.decided)
    ]
    return tuple(found)
