"""What the words of a pass are called, and how its times are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sekisho.documents.passes.model import Origin, Severity, Text
from sekisho.gate.model import Evidence, Proof
from sekisho.gate.state import JAPAN
from sekisho.japan.dates import ERAS, era_text
from sekisho.words import Sentence, Titled, say

EVIDENCE: Mapping[Evidence, Sentence] = {
    "enforced": say("強制"),
    "claimed": say("申告"),
    "detectable": say("検知"),
}
PROOFS: Mapping[Proof, Sentence] = {
    "sent": say("送った証し：関所が、決裁された内容そのものを送りました。"),
    "compared": say("送った証し：人が出し、出たものを決裁された内容と照らしました。"),
    "stated": say("送った証し：出したという、人の申告だけです。"),
}
ORIGINS: Mapping[Origin, Sentence] = {
    "uploaded": say("課で用意"),
    "cut": say("切り分け"),
    "paper": say("紙"),
}
SEVERITIES: Mapping[Severity, Sentence] = {"stop": say("停止"), "ask": say("要回答"), "note": say("参考")}


def shown(text: Text, lang: str) -> str:
    """Return a text in a language, ``ja`` or ``en``."""
    if isinstance(text, Sentence):
        return text.render(lang)
    if isinstance(text, Titled):
        return (text.en or text.ja) if lang == "en" else text.ja
    return text


def moment(at: datetime, lang: str) -> str:
    """Return a time as a document quotes it: 令和8年（2026年）11月10日 14時52分."""
    here = at.astimezone(JAPAN)
    if lang == "en":
        return f"{here:%Y-%m-%d %H:%M}"
    era, rest = era_text(here.date()).split("年", 1)
    return f"{era}年（{here.year}年）{rest} {here.hour}時{here.minute:02}分"


def short_moment(at: datetime, lang: str) -> str:
    """Return a time in a table, on a page that has the year: 11月10日 14:52."""
    here = at.astimezone(JAPAN)
    return f"{here:%m-%d %H:%M}" if lang == "en" else f"{here.month}月{here.day}日 {clock(at)}"


def clock(at: datetime) -> str:
    """Return the time of day: 14:52."""
    here = at.astimezone(JAPAN)
    return f"{here.hour}:{here.minute:02}"


def stamped(day: date) -> str:
    """Return a day as it stands in a date stamp: 8.11.10, the year of the era without its name."""
    start = next(era.start.year for era in reversed(ERAS) if day >= era.start)
    return f"{day.year - start + 1}.{day.month}.{day.day}"
