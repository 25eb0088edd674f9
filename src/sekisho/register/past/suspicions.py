"""What of a report cannot be right as it was read: signs that lines were put into the wrong column, or incidents together.

A table of a file says where each text stands. A text, or a PDF without lines, does not: there the columns were found by
what lines look like and where they stand, and what came out is held against what such texts are like. Nothing is changed;
a person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sekisho.register.past.columns import kind_of_heading
from sekisho.register.past.dividing import DONE, TO_DO
from sekisho.register.past.drafts import Found
from sekisho.register.past.labels import SIGNS, label_at
from sekisho.register.past.model import Kind, PastIncident, Problem
from sekisho.register.past.statuses import labels_in
from sekisho.words import Sentence, say

_NUMBER_AND_MORE: Final = re.compile(r"[。、]|[ぁ-ん]|[月日]|[一-龥ァ-ヶ]{5}|[課室局部署所係館園校]$|[一-龥ァ-ヶ]\s+\S")
_NO_DEPARTMENT: Final = re.compile(r"。|年[0-9０-９]{1,2}月|^[0-9]+[^0-9丁番]|^[をがはに]|(?:した|する|れた)$")
_LONG_DEPARTMENT: Final = 40
_TORN: Final = re.compile(
    r"。[をがはに][^。]|^[をがはにのでと][^。、]{0,3}[、。ぁ-ん]|^[、。）]|。\s*※[0-9０-９]*\s*(?:※|$)"
)
_TORN_NOT: Final = re.compile(
    r"。(?:はじめ|はがき|がん|にもかかわらず|には|がけ|はし|はっきり)|^(?:はじめ|はがき|がん|とも|のち|でき|との)"
)
_MET: Final = re.compile(r"[ぁ-んァ-ヶ一-龥、。][ \u3000]+\S")
"""Lines of one cell are joined without a blank."""
_ENDED: Final = re.compile(r"[。．.！？!?）)」』】済可〇○中無有]$")
_GOES_ON: Final = re.compile(r"[をがはにへ、（「]$")
_HEADING_INSIDE: Final = re.compile(
    r"[（【〔\[]評価[）】〕\]]|(?:防止策|事[故案])の?(?:実施状況|取組状況|対応状況|概要)(?:[（(\n]|$)", re.MULTILINE
)
_LONG_HEADING: Final = 6
_DOUBLE: Final = ((Kind.MEASURES, True), (Kind.STATUS, True))
_MANY: Final = 0.7
"""From which share of texts on that end as sentences do one that does not is torn."""


def suspicions(found: Found, incidents: Sequence[PastIncident]) -> Iterator[Problem]:
    """Yield what cannot be right about incidents; ``found.guessed``: the columns were found by the look of the lines."""
    for one in incidents[:1]:
        yield from _two_headings(found, one)
    for one in incidents:
        yield from _misplaced(found, one)
        yield from _met(found, one)
    if found.guessed:
        kinds = {kind_of_heading(heading)[0] for heading in found.headings}
        for one in incidents:
            yield from _emptied(kinds, one, incidents)
        for one in incidents:
            yield from _strange(found, one)
        for one in _cut(incidents):
            yield _asked("text_torn", say("途中で切れている文があります。列の分け方を確かめてください。"), one)


def _asked(code: str, message: Sentence, one: PastIncident, column: str | None = None) -> Problem:
    return Problem(code, message, replace(one.place, incident=one.number or None, column=column))


def _misplaced(found: Found, one: PastIncident) -> Iterator[Problem]:
    """Yield where a short cell holds what is none of it."""
    number = unicodedata.normalize("NFKC", one.number).strip()
    if number and _NUMBER_AND_MORE.search(number):
        yield _asked("odd_number", say("番号「{number}」は、番号だけではないようです。", number=one.number), one)
    if found.has_number and not number and not any(problem.code == "no_number" for problem in found.problems):
        yield _asked("no_number", say("番号のない事故があります。"), one)
    if len(one.department) > _LONG_DEPARTMENT or _NO_DEPARTMENT.search(one.department):
        yield _asked("odd_department", say("部署の欄に、部署の名前ではない文があるようです。"), one)
    if any(re.fullmatch(r"（[0-9]+列目）", heading) for heading, _ in one.extra):
        yield _asked("no_heading", say("見出しのない列に文があります。どの列のものか確かめてください。"), one)
    seconds = {text for text in found.headings if kind_of_heading(text) in _DOUBLE} - _first(found.headings)
    for heading, _ in one.extra:
        if heading in seconds:
            message = say(
                "「{heading}」の列は、一つ目の列とは別に残しました。どの策のものか確かめてください。", heading=heading
            )
            yield _asked("second_column", message, one, heading)
    for measure in one.measures:
        marks = [label.ordinal for label in labels_in(measure.status) if label.ordinal and found.guessed]
        bare = measure.status.strip()
        label = label_at(bare)
        if len(set(marks)) < len(marks) or (label is not None and label.end == len(bare) and label.ordinal):
            yield _asked("marks_mixed", say("実施状況の番号の並びがおかしいので、確かめてください。"), one)
            break
    if found.guessed and any(_torn(text) for text in _texts(one)):
        yield _asked("text_torn", say("途中で切れている文があります。列の分け方を確かめてください。"), one)


def _two_headings(found: Found, first: PastIncident) -> Iterator[Problem]:
    """Yield the heading of a drawn page that is two: their columns were taken for one."""
    for heading in found.headings if first.place.page is not None else ():
        parts = heading.split()
        if (
            len(parts) > 1
            and all(len(part) > 1 for part in parts)
            and any(kind_of_heading(one)[1] for one in parts[1:])
        ):
            message = say("見出し「{heading}」は、二つの列が一つになっているようです。", heading=heading)
            yield Problem("two_headings", message, replace(first.place, column=heading))


def _met(found: Found, one: PastIncident) -> Iterator[Problem]:
    """Yield the column of a drawn page that is empty while a text has a gap inside, as where two columns meet in one line."""
    own = {heading for heading, _ in one.extra}
    empty = [text for text in found.headings if kind_of_heading(text)[0] is Kind.EXTRA and text not in own]
    if one.place.page is not None and empty and any(_MET.search(_unlabelled(text)) for text in _texts(one)):
        message = say("「{heading}」の列が空です。ほかの列に入っていないか確かめてください。", heading=empty[0])
        yield _asked("no_text", message, one, empty[0])


def _unlabelled(text: str) -> str:
    label = label_at(text)
    return text[label.end :].lstrip() if label is not None else text


def _first(headings: Sequence[str]) -> set[str]:
    """Return the headings whose columns were taken as those of the measures and of the status."""
    return {next((text for text in headings if kind_of_heading(text) == kind), "") for kind in _DOUBLE}


def _torn(text: str) -> bool:
    return any(not _TORN_NOT.match(text, match.start()) for match in _TORN.finditer(text))


def _texts(one: PastIncident) -> list[str]:
    parts = [one.outline, one.status, one.evaluation]
    parts += [text for measure in one.measures for text in (measure.text, measure.status)]
    return [text for text in parts if text]


def _emptied(kinds: set[Kind], one: PastIncident, incidents: Sequence[PastIncident]) -> Iterator[Problem]:
    """Yield what is empty although the report has a column for it, and what seems to have changed places."""
    statuses = [measure.status for measure in one.measures if measure.status]
    if Kind.STATUS in kinds and not (statuses or one.status) and any(other.parts for other in incidents):
        yield _asked("no_status", say("実施状況が空です。ほかの列に入っていないか確かめてください。"), one)
    if Kind.EVALUATION in kinds and not one.evaluation and any(other.evaluation for other in incidents):
        yield _asked("no_evaluation", say("評価が空です。ほかの列に入っていないか確かめてください。"), one)
    own = {heading for heading, _ in one.extra}
    others = [{heading for heading, _ in other.extra} for other in incidents if other is not one]
    for heading in sorted(set.intersection(*others) - own) if len(others) > 1 else ():
        message = say("「{heading}」の列が空です。ほかの列に入っていないか確かめてください。", heading=heading)
        yield _asked("no_text", message, one, heading)
    measures = [measure.text for measure in one.measures]
    if _done(measures) > 0 > _done(statuses):
        yield _asked("changed_places", say("再発防止策と実施状況が入れ替わっているかもしれません。"), one)
    bullets = [
        measure
        for measure in one.measures
        if measure.label and measure.label not in SIGNS and not measure.label.strip("・･○●◯〇")
    ]
    if len(bullets) > 1 and _mixed([measure.text for measure in bullets]):
        yield _asked("changed_places", say("再発防止策と実施状況が入れ替わっているかもしれません。"), one)


def _strange(found: Found, one: PastIncident) -> Iterator[Problem]:
    """Yield what stands inside of a text and cannot: the report's headings, an evaluation, two parts of one mark."""
    heads = {"".join(text.split()) for text in (*found.headings, found.title, *found.notes)}
    inside = "".join("".join(_texts(one)).split())
    texts = (one.outline, *(measure.text for measure in one.measures))
    headed = any(len(head) > _LONG_HEADING and "。" not in head and head in inside for head in heads)
    if headed or any(_HEADING_INSIDE.search(text) for text in texts):
        # Columns that come in another order than their headings are so in every incident.
        message = say(
            "見出しや表題が、番号{number}の事故の文の中に入っています。列の順が見出しと違うようです。",
            number=one.number,
        )
        yield Problem("heading_inside", message, replace(one.place, column=None))


def _done(texts: Sequence[str]) -> int:
    """Return by how many more texts tell of what was done than of what is to do."""
    return sum(bool(DONE.search(text)) - bool(TO_DO.search(text)) for text in texts)


def _mixed(texts: Sequence[str]) -> bool:
    return any(map(DONE.search, texts)) and any(map(TO_DO.search, texts))


def _cut(incidents: Sequence[PastIncident]) -> list[PastIncident]:
    """Return the incidents of which a text ends in the middle of a sentence, where nearly all others end with one."""
    ends = [bool(_ENDED.search(text)) for one in incidents for text in _texts(one)]
    if not ends or sum(ends) < _MANY * len(ends):
        return []
    # A status may be a noun (以下について実施); what happened and what is to be done are sentences here.
    return [
        one
        for one in incidents
        if any(_GOES_ON.search(text) for text in _texts(one))
        or not all(_ENDED.search(text) for text in (one.outline, *(m.text for m in one.measures)) if text)
    ]


def gaps_ask(found: Found, problems: Sequence[Problem]) -> list[Problem]:
    """Return problems, a missing number asked for where an incident may have been taken for a part of the one before it."""
    return [replace(one, asks=True) if found.guessed and one.code == "number_gap" else one for one in problems]
