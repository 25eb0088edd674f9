"""The words of the register: kinds of failure, strengths of measures, what a measure can rest on, rhythms.

Everything is plain data. Whoever reads a table or a form makes these; nothing here knows where they came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sekisho.words import Sentence, say

FAILURES: Mapping[str, Sentence] = {
    "others-included": say("他人の情報が混ざった"),
    "wrong-recipient": say("宛先を間違えた"),
    "swapped": say("二つを取り違えた"),
    "without-consent": say("承諾のないものを公開した"),
    "unsealed": say("封をせずに出した"),
    "hidden": say("隠れた情報が残っていた"),
    "address-shown": say("ほかの宛先が見える形で送った"),
    "lost": say("なくした、届かなかった"),
    "taken": say("持ち出された、盗まれた、侵入された"),
    "other": say("そのほか"),
}
"""Kind of failure (事故の種類), the same for incidents and near misses, so that they can be held against each other."""

STRENGTHS: Mapping[str, Sentence] = {
    "remove": say("なくす"),
    "automate": say("機械にさせる"),
    "check": say("別の方法で確かめる"),
    "record": say("記録に残す"),
    "train": say("教える"),
    "remind": say("注意を促す"),
}
"""Kinds of measures, the strongest first."""

OCCASIONS: Mapping[str, Sentence] = {
    "training": say("研修"),
    "meeting": say("会議"),
    "guidance": say("委託先への指導"),
    "visit": say("立入り・視察"),
    "reminder": say("注意喚起"),
}
"""Kinds of occurrences (行事)."""

RHYTHMS: Mapping[str, Sentence] = {
    "once": say("一度"),
    "monthly": say("毎月"),
    "quarterly": say("四半期ごと"),
    "half-yearly": say("半年ごと"),
    "yearly": say("毎年度"),
}
MONTHS: Mapping[str, int] = {"once": 0, "monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
"""Of each rhythm, the months of one turn; nothing where it does not come again."""

TieKind = Literal["step", "check", "procedure", "course", "series"]
TIES: Mapping[TieKind, Sentence] = {
    "step": say("工程"),
    "check": say("検査"),
    "procedure": say("手順の変更"),
    "course": say("研修・マニュアルの受講"),
    "series": say("行事"),
}
"""What a measure can rest on (根拠), and only these: each of them leaves evidence."""

State = Literal["words-only", "no-occasion", "done", "exceptions"]
STATES: Mapping[State, Sentence] = {
    "words-only": say("根拠なし"),
    "no-occasion": say("対象なし＝未確認"),
    "done": say("実施"),
    "exceptions": say("例外あり"),
}


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """What a measure rests on.

    ``step``: ``name`` is a step of ``procedure``. ``check``: ``name`` is a check; ``procedure`` may be empty, for all that
    inspect. ``procedure``: ``name`` is the digest of the version of ``procedure`` from which the change holds. ``course``:
    ``name`` is what people go through. ``series``: ``name`` is the id of a series of occurrences.
    """

    kind: TieKind
    name: str
    procedure: str = ""

    @property
    def of_dispatches(self) -> bool:
        """Whether it leaves evidence in dispatches."""
        return self.kind in {"step", "check", "procedure"}


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``first`` to ``last``, both of them counted."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        """Return whether a day is one of them."""
        return isinstance(day, date) and self.first <= day <= self.last

    def since(self, start: date | None) -> Days:
        """Return those of them that are not before a start."""
        return Days(max(self.first, start), self.last) if start else self


def fiscal(year: int) -> Days:
    """Return the days of a fiscal year: from 1 April to 31 March (地方自治法208条1項)."""
    return Days(date(year, 4, 1), date(year + 1, 3, 31))
