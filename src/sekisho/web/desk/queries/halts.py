"""What stops a dispatch, with its exact place: the first thing on its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sekisho.gate.naming import kind_of
from sekisho.web.desk.queries.findings import FindingView
from sekisho.web.desk.queries.places import place_words
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.ui.parts import Halt, Link
from sekisho.web.ui.path import Words
from sekisho.words import say

_SHOWN = 10


def halts(seen: Seen, findings: Sequence[FindingView]) -> tuple[Halt, ...]:
    """Return what stops, the first few of it: findings that are open, and what did not match."""
    found: list[Halt] = []
    for step, unit in seen.state.halted:
        name = seen.addressees[unit.id].name if unit.per == "parcel" else unit.id
        words = kind_of(seen.state.procedure.by_id[step], seen.state.procedure)
        url = f"/d/{seen.number}/step/{step}/{unit.per}/{unit.id or 'all'}/resume/"
        found.append(
            Halt(
                "stop",
                (name or seen.number, words),
                say("合わなかったので止めました。別の人が現物を確かめます。"),
                Link(say("現物を確かめる"), url),
            )
        )
    if seen.state.gone:
        findings = [one for one in findings if one.parcel not in seen.state.gone]
    still = [one for one in findings if one.state in {"open", "refused", "asked"}]
    for one, count in list(_together(still))[:_SHOWN]:
        is_stop = one.severity == "stop"
        link = Link(say("指摘を見る") if is_stop else say("答える"), f"/d/{seen.number}/findings/{one.url_part}")
        words = say("停止 {count}件", count=count) if is_stop else say("要回答 {count}件", count=count)
        where = (seen.addressees[one.parcel].name, *place(one))
        found.append(Halt("stop" if is_stop else "ask", where, one.words, link, words if count > 1 else ""))
    return tuple(
        replace(one, link=replace(one.link, main=not at) if one.link else None) for at, one in enumerate(found)
    )


def _together(findings: Sequence[FindingView]) -> Iterator[tuple[FindingView, int]]:
    """Yield the first finding of each check on each sheet, and how many there are: one sheet must not hide the next file."""
    found: dict[tuple[object, ...], list[FindingView]] = {}
    for one in findings:
        file = one.file.id if one.file else ""
        key = (one.parcel, file, one.inner, one.place.sheet, one.check, one.severity)
        found.setdefault(key, []).append(one)
    for there in found.values():
        yield there[0], len(there)


def place(finding: FindingView) -> tuple[Words, ...]:
    """Return where a finding stands, from the outside inwards."""
    words: list[Words] = [finding.file.told.name] if finding.file else []
    if finding.inner:
        words.append(finding.inner)
    return (*words, *place_words(finding.place))
