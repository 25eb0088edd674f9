"""What a report says otherwise than an earlier one, in words: for the edition that corrects it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from sekisho.documents.yearly.digest import as_told
from sekisho.documents.yearly.model import Block, Measure, Measured, Report, Row
from sekisho.documents.yearly.naming import state_of
from sekisho.words import Sentence, say

Numbered = TypeVar("Numbered", Row, Measure)


def changes_between(old: Report, new: Report) -> tuple[Sentence, ...]:
    """Return what the public is told otherwise by ``new`` than by ``old``, in the order of the report.

    Empty exactly where both say the same (``digest.content``): evidence for the inside and the edition are not compared.

    Raises:
        ValueError: they are of two fiscal years, so that neither corrects the other.

    """
    if old.year != new.year:
        raise ValueError("reports of two fiscal years")
    return tuple(_report(*(as_told(replace(one, internal=False)) for one in (old, new))))


def _report(old: Report, new: Report) -> Iterator[Sentence]:
    if (old.city, old.office) != (new.city, new.office):
        yield say("報告する市と部署の名を改めました。")
    if old.contact != new.contact:
        yield say("問い合わせ先を改めました。")
    if (old.measured_from, old.measured_until) != (new.measured_from, new.measured_until):
        yield say("数えた期間を改めました。")
    if old.policy != new.policy:
        yield say("公表の方針を改めました。")
    for before, after in _pairs(old.rows, new.rows, lambda row: row.number):
        yield from _row(before, after)
    if _order(old.rows, new.rows, lambda row: row.number):
        yield say("事故の並びを改めました。")
    if old.unanswered != new.unanswered:
        yield say("横展開にまだ答えていない部署を改めました。")


def _row(old: Row | None, new: Row | None) -> Iterator[Sentence]:
    if old is None or new is None:
        row = old or new
        number = row.number if row else ""
        yield (
            say("事故{number}を加えました。", number=number)
            if new
            else say("事故{number}を除きました。", number=number)
        )
        return
    number = new.number
    if bool(old.withheld) != bool(new.withheld):
        yield (
            say("事故{number}を伏せました。", number=number)
            if new.withheld
            else say("事故{number}を公表しました。", number=number)
        )
        return
    if old.withheld != new.withheld:
        yield say("事故{number}をまだ公表していない理由を改めました。", number=number)
    if old.department != new.department:
        yield say("事故{number}の部署を改めました。", number=number)
    if old.outline != new.outline:
        yield say("事故{number}の概要を改めました。", number=number)
    for before, after in _pairs(old.measures, new.measures, lambda measure: measure.label):
        yield from _measure(number, before, after)
    if _order(old.measures, new.measures, lambda measure: measure.label):
        yield say("事故{number}の再発防止策の並びを改めました。", number=number)
    if _words(old.status) != _words(new.status):
        yield say("事故{number}の実施状況の文を改めました。", number=number)
    elif old.status != new.status:
        yield say("事故{number}の実施状況の区切りを改めました。", number=number)


def _measure(number: str, old: Measure | None, new: Measure | None) -> Iterator[Sentence]:
    if old is None or new is None:
        measure = old or new
        at = {"number": number, "label": measure.label if measure else ""}
        yield (
            say("事故{number}の再発防止策{label}を加えました。", **at)
            if new
            else say("事故{number}の再発防止策{label}を除きました。", **at)
        )
        return
    if old.text != new.text:
        yield say("事故{number}の再発防止策{label}の文を改めました。", number=number, label=new.label)
    if old.measured != new.measured:
        yield _measured(number, new.label, old.measured, new.measured)


def _measured(number: str, label: str, old: Measured | None, new: Measured | None) -> Sentence:
    at = {"number": number, "label": label}
    if new is None:
        return say("事故{number}の再発防止策{label}の、記録から数えた結果を除きました。", **at)
    if old is None:
        return say("事故{number}の再発防止策{label}に、記録から数えた結果を加えました。", **at)
    before, after = state_of(old), state_of(new)
    if before != after:
        return say(
            "事故{number}の再発防止策{label}の状態を、「{before}」から「{after}」に改めました。",
            **at,
            before=before,
            after=after,
        )
    return say("事故{number}の再発防止策{label}の、記録から数えた結果の説明を改めました。", **at)


def _words(blocks: Iterable[Block]) -> str:
    return "".join(block.label + block.text for block in blocks)


# ---------------------------------------------------------------- which belongs to which


def _pairs(
    old: Sequence[Numbered], new: Sequence[Numbered], key: Callable[[Numbered], str]
) -> Iterator[tuple[Numbered | None, Numbered | None]]:
    before, after = _by_key(old, key), _by_key(new, key)
    yield from ((before.get(one), row) for one, row in after.items())
    yield from ((row, None) for one, row in before.items() if one not in after)


def _order(old: Sequence[Numbered], new: Sequence[Numbered], key: Callable[[Numbered], str]) -> bool:
    before, after = _by_key(old, key), _by_key(new, key)
    return [one for one in before if one in after] != [one for one in after if one in before]


def _by_key(rows: Sequence[Numbered], key: Callable[[Numbered], str]) -> dict[tuple[str, int], Numbered]:
    """Return the rows by number; of several with one number, the first is told from the second by its place."""
    seen: Counter[str] = Counter()
    told: dict[tuple[str, int], Numbered] = {}
    for row in rows:
        seen[key(row)] += 1
        told[key(row), seen[key(row)]] = row
    return told
