"""What a notice can say at all: one of a few sentences, a number and a link. There is no place for a name or a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sekisho.gate.naming import KINDS
from sekisho.words import Sentence, say

Kind = Literal[
    "waiting",
    "stopped",
    "waiver_asked",
    "sent_back",
    "released",
    "unknown",
    "source",
    "occurrence_soon",
    "occurrence_due",
    "measure_soon",
    "measure_due",
    "effect_soon",
    "effect_due",
    "withheld_soon",
    "withheld_due",
]
MOST = 20
"""How many notices stand in one message; the rest are counted."""
_NUMBER = re.compile(r"(?:[A-Z]{1,4}-?)?[0-9]{1,8}(?:-[0-9]{1,8}){0,3}")
_URL = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9_-]+)*/?")
"""No query, no fragment and no percent sign: in none of them a name could hide."""

_ONE: dict[str, Sentence] = {
    "stopped": say("指摘で止まりました。内容を見て、応じてください。"),
    "waiver_asked": say("例外が求められています。認めるかどうかを決めてください。"),
    "sent_back": say("差し戻されました。理由を見てください。"),
    "released": say("送出が終わりました。"),
    "unknown": say("送出の結果が分かりません。もう一度送らず、すぐに確かめてください。"),
    "source": say("新しい台帳が受け入れを待っています。"),
}

ELSEWHERE: dict[str, Sentence] = {
    "occurrence_soon": say("行事の期限が近づいています。"),
    "occurrence_due": say("行事の期限です。行ったら、行った日を書いてください。"),
    "measure_soon": say("再発防止策の期限が近づいています。"),
    "measure_due": say("再発防止策の期限です。まだ何にも結び付いていません。"),
    "effect_soon": say("再発防止策の効果を評価する日が近づいています。"),
    "effect_due": say("再発防止策の効果を評価する日です。"),
    "withheld_soon": say("公表を待っている事故の、公表できる日が近づいています。"),
    "withheld_due": say("公表を待っている事故の、公表できる日です。"),
}
"""What is said of something that is no dispatch and no list: reminders of the register."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice.

    ``number``: of the dispatch, of the source, or of what is due. ``url``: its page. ``step``: the kind of the step that waits, for
    ``waiting`` alone. ``count``: how many there are of it.

    Raises:
        ValueError: a part is not one of those, so that it could hold a name. It is not told: it may be one.

    """

    kind: Kind
    number: str
    url: str
    count: int = 1
    step: str = ""

    def __post_init__(self) -> None:
        if self.kind != "waiting" and self.kind not in _ONE and self.kind not in ELSEWHERE:
            raise ValueError("no such kind of notice")
        if not _NUMBER.fullmatch(self.number):
            raise ValueError("a notice carries a number")
        if not _URL.fullmatch(self.url):
            raise ValueError("a notice carries the plain address of a page")
        if not (self.step in KINDS if self.kind == "waiting" else not self.step):
            raise ValueError("a notice that something waits names the kind of its step, and no other does")
        if self.count < 1:
            raise ValueError("a notice is about something")

    @property
    def sentence(self) -> Sentence:
        """What has happened, without the number."""
        what = (
            say("「{step}」の番です。", step=KINDS[self.step])
            if self.kind == "waiting"
            else (_ONE | ELSEWHERE)[self.kind]
        )
        return say("{what}（{count}件）", what=what, count=self.count) if self.count > 1 else what


def title(notices: Sequence[Notice]) -> Sentence:
    """Return what a message about ``notices`` is called."""
    if len(notices) == 1:
        return say("【関所】{number} {what}", number=notices[0].number, what=notices[0].sentence)
    return say("【関所】お知らせ{count}件", count=len(notices))


def rest(notices: Sequence[Notice]) -> Sentence | None:
    """Return the words for those notices that have no room in a message."""
    more = len(notices) - MOST
    return say("ほかに{count}件あります。関所にサインインして見てください。", count=more) if more > 0 else None
