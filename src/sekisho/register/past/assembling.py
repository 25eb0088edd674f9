"""A draft of an incident -> the incident: its measures, the part of the status that is each one's, days, what is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sekisho.register.past.drafts import Block, Draft
from sekisho.register.past.facts import at_contractor, days_in, impossible_days
from sekisho.register.past.labels import Label
from sekisho.register.past.measures import Piece, split_measures
from sekisho.register.past.model import PastIncident, PastMeasure, Problem, StatusPart
from sekisho.register.past.statuses import Part, Status, split_status
from sekisho.words import Sentence, say


@dataclass(slots=True)
class _Work:
    """One incident while it is put together."""

    draft: Draft
    leads: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    parts: list[tuple[Part, tuple[int, ...]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def ask(self, code: str, message: Sentence, *, asks: bool = True) -> None:
        self.problems.append(Problem(code, message, replace(self.draft.spot, incident=self.draft.number or None), asks))


def assemble(draft: Draft, heading: str) -> tuple[PastIncident, tuple[Problem, ...]]:
    """Return the incident and what is not certain about it. ``heading``: of the measures, for what stands before the first."""
    work = _Work(draft)
    for block in draft.blocks:
        _take(work, block)
    _doubts(work)
    measures = tuple(_measure(work, index) for index in range(len(work.pieces)))
    evaluation = [part.text for part, _ in work.parts if part.evaluation]
    status = [part.text for part, owners in work.parts if not part.evaluation and len(owners) != 1]
    extra = tuple(draft.extra) + tuple((heading, lead) for lead in work.leads)
    texts = (
        *(draft.outline, *(text for one in measures for text in (one.text, one.status)), *status, *evaluation),
        *(draft.evaluation, *(text for _, text in extra)),
    )
    for written in dict.fromkeys(impossible_days(texts)):
        work.ask("impossible_date", say("「{written}」という日はありません。日付を確かめてください。", written=written))
    incident = PastIncident(
        number=draft.number,
        department=draft.department,
        outline=draft.outline,
        measures=measures,
        status="\n".join(status),
        evaluation="\n".join(one for one in (*evaluation, draft.evaluation) if one),
        dates=days_in(texts),
        contractor=at_contractor(draft.outline, extra),
        extra=extra,
        parts=tuple(_told(work, part, owners) for part, owners in work.parts),
        place=draft.spot,
    )
    return incident, (*draft.problems, *work.problems)


def _take(work: _Work, block: Block) -> None:
    found = split_measures(block.measures.text)
    first = len(work.pieces)
    work.pieces += found.pieces
    if found.lead:
        work.leads.append(found.lead)
    if found.unlabelled:
        work.ask(
            "measures_unlabelled",
            say("再発防止策に番号がありません。段落ごとに一つの策として分けました。分け方を確かめてください。"),
        )
    labels = [piece.label for piece in work.pieces[first:]]
    if block.own and len(labels) == 1:
        _take_own(work, block, first, labels)
        return
    status = split_status(block.status.text, labels, block.status.doubtful)
    work.parts += [(part, tuple(first + owner for owner in part.owners)) for part in status.parts if part.text]
    _status_doubts(work, status)


def _take_own(work: _Work, block: Block, first: int, labels: Sequence[Label | None]) -> None:
    """Take the status that stands in the row of one measure: all of it is that measure's, but for an evaluation."""
    status = split_status(block.status.text, labels)
    for part in status.parts:
        if part.text:
            work.parts.append((part, () if part.evaluation else (first,)))
    if status.unknown:
        _status_doubts(work, status)


def _status_doubts(work: _Work, status: Status) -> None:
    if status.unknown:
        work.ask(
            "unknown_mark",
            say("実施状況に「{marks}」とありますが、その番号の再発防止策がありません。", marks=status.unknown),
        )
    if status.foreign:
        work.ask(
            "other_marks",
            say(
                "実施状況の番号の付け方が再発防止策と違うので、どの策のものか分かりません。事故の実施状況に残しました。"
            ),
        )
    if status.doubtful:
        work.ask(
            "unmarked_paragraph",
            say("実施状況の最後の段落が、直前の策のものか事故全体のものか分かりません。確かめてください。"),
        )


def _doubts(work: _Work) -> None:
    labels = [piece.label for piece in work.pieces if piece.label and piece.label.ordinal]
    ordinals = [label.ordinal for label in labels]
    if len(set(ordinals)) < len(ordinals):
        work.ask("label_twice", say("同じ番号の再発防止策が二つあります。"))
    elif ordinals and ordinals != list(range(1, len(ordinals) + 1)):
        work.ask(
            "label_gap", say("再発防止策の番号が続いていません（{labels}）。", labels=[one.text for one in labels])
        )
    if any(not piece.text for piece in work.pieces):
        work.ask("measure_empty", say("番号だけで本文のない再発防止策があります。"))
    if any(block.measures.doubtful for block in work.draft.blocks) and [one.label for one in work.pieces] == [None]:
        work.ask(
            "measures_unlabelled",
            say("再発防止策に番号がありません。段落ごとに一つの策として分けました。分け方を確かめてください。"),
        )


def _measure(work: _Work, index: int) -> PastMeasure:
    piece = work.pieces[index]
    own = [part.text for part, owners in work.parts if owners == (index,) and not part.evaluation]
    shared = any(index in owners and len(owners) > 1 for _, owners in work.parts)
    return PastMeasure(piece.label.text.strip() if piece.label else "", piece.text, "\n".join(own), shared)


def _told(work: _Work, part: Part, owners: tuple[int, ...]) -> StatusPart:
    labels = [work.pieces[index].label for index in owners]
    return StatusPart(part.text, tuple(label.text if label else "" for label in labels), part.evaluation)
