"""What stops a dispatch, with its exact place: the first thing on its page."""

from __future__ import annotations

from collections.abc import Sequence

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
                Link(say("確かめる"), url),
            )
        )
    if seen.state.gone:
        findings = [one for one in findings if one.parcel not in seen.state.gone]
    for one in [one for one in findings if one.state in {"open", "refused", "asked"}][:_SHOWN]:
        link = Link(
            say("指摘を見る") if one.severity == "stop" else say("答える"), f"/d/{seen.number}/findings/{one.url_part}"
        )
        found.append(
            Halt(
                "stop" if one.severity == "stop" else "ask",
                (seen.addressees[one.parcel].name, *place(one)),
                one.words,
                link,
            )
        )
    return tuple(
        Halt(one.kind, one.place, one.words, Link(one.link.words, one.link.url, main=not at) if one.link else None)
        for at, one in enumerate(found)
    )


def place(finding: FindingView) -> tuple[Words, ...]:
    """Return where a finding stands, from the outside inwards."""
    words: list[Words] = [finding.file.told.name] if finding.file else []
    if finding.inner:
        words.append(finding.inner)
    return (*words, *place_words(finding.place))
