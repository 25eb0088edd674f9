"""The text of the status -> the parts that it marks as those of single measures, the evaluation, and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from sekisho.register.past.labels import Label, Mark, label_at, mark_at, spoken_of
from sekisho.register.past.measures import paragraph_starts

_OPEN, _CLOSE = "（(【〔\\[＜<《「", "）)】〕\\]＞>》」"
_EVALUATION: Final = re.compile(
    rf"[{_OPEN}][^{_CLOSE}。]{{0,14}}評価[^{_CLOSE}。]{{0,8}}[{_CLOSE}]"
    r"|[■◆●○□◇・※]?\s*(?:取組に対する|取組の|効果の|自己)?評価(?:等|結果)?\s*(?:[：:]|$)",
    re.MULTILINE,
)
_OTHER_HEAD: Final = re.compile(
    rf"[{_OPEN}][^{_CLOSE}。]{{0,10}}(?:状況|実績|内容|取組|対応|結果)[^{_CLOSE}。]{{0,6}}[{_CLOSE}]"
)
_SENTENCE: Final = re.compile(r"[。．！？][）)」』]?[ \u3000\t]*$|[ \u3000\t]$")


@dataclass(slots=True)
class Part:
    """A stretch of the status while it is read: ``labels`` are those that its mark names, ``owners`` the measures of them."""

    start: int
    labels: tuple[Label, ...] = ()
    owners: tuple[int, ...] = ()
    evaluation: bool = False
    text: str = ""
    indented: bool = False


@dataclass(slots=True)
class Status:
    """The parts of a status in reading order, and what was not certain about them."""

    parts: list[Part] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Marks that no measure has."""
    foreign: bool = False
    """Marks of another style than those of the measures."""
    doubtful: bool = False
    """Paragraphs that may belong to the measure before them as well as to the incident."""


def split_status(text: str, labels: Sequence[Label | None], doubtful: Sequence[int] = ()) -> Status:
    """Split the status of one incident whose measures have ``labels``; ``doubtful``: where a paragraph may begin.

    A paragraph without a mark after the last marked one is the incident's; between two marked ones it is the first one's.
    """
    status = Status()
    cuts = _cuts(text, labels, status)
    bounds = [cut.start for cut in cuts] + [len(text)]
    for cut, end in zip(cuts, bounds[1:], strict=True):
        cut.text = text[cut.start : end].strip("\n")
    status.parts = _settled(cuts, status)
    last = next((cut for cut in reversed(cuts) if cut.owners), None)
    if last is not None and any(last.start < at <= last.start + len(last.text) for at in doubtful):
        status.doubtful = True
    return status


def _cuts(text: str, labels: Sequence[Label | None], status: Status) -> list[Part]:
    """Cut the text wherever a paragraph, a mark or an evaluation begins."""
    heads = {at: text[at - 1 : at] == "\u3000" for at in paragraph_starts(text)}
    exact = _same_style(text, heads, labels)
    cuts: list[Part] = []
    evaluating, skip = False, -1
    for at in range(len(text)):
        if at < skip:
            continue
        head = at in heads
        if not head and not _may_begin(text, at):
            continue
        found = _EVALUATION.match(text, at)
        if found and (head or text[at] in "（(【〔[＜<《「"):
            evaluating, skip = True, found.end()
            cuts.append(Part(at, evaluation=True))
        elif head and _OTHER_HEAD.match(text, at):
            evaluating = False
            cuts.append(Part(at))
        elif evaluating:
            if head:
                _strangers(text, at, labels, status)
        else:
            part = _marked(text, at, labels, _last_owner(cuts), status, head=head, exact=exact or not head)
            if part is not None:
                skip = part.labels[-1].end if part.labels else at
                cuts.append(part)
            elif head:
                cuts.append(Part(at, indented=heads[at]))
    return cuts or [Part(0)]


def _same_style(text: str, heads: Iterable[int], labels: Sequence[Label | None]) -> bool:
    """Tell whether the status has the very marks of the measures: then others, (1) below １, are points inside of a part."""
    styles = {label.style for label in labels if label is not None and label.ordinal}
    return any((label := label_at(text, at)) is not None and label.style in styles for at in heads)


def _strangers(text: str, at: int, labels: Sequence[Label | None], status: Status) -> None:
    """Note a mark at the head of a paragraph of an evaluation that no measure has: the paragraph may be no evaluation."""
    mark = mark_at(text, at)
    known = {(label.style, label.ordinal) for label in labels if label is not None and label.ordinal}
    if mark is not None and mark.labels[0].style in {style for style, _ in known}:
        status.unknown += [one.text or str(one.ordinal) for one in mark.labels if (one.style, one.ordinal) not in known]


def _may_begin(text: str, at: int) -> bool:
    return bool(_SENTENCE.search(text, max(0, at - 4), at)) and not text[at].isspace()


def _last_owner(cuts: Sequence[Part]) -> int:
    return next((cut.owners[-1] for cut in reversed(cuts) if cut.owners), -1)


def _marked(
    text: str, at: int, labels: Sequence[Label | None], last: int, status: Status, *, head: bool, exact: bool
) -> Part | None:
    """Return the part that begins with a mark at ``at``, None where none does. ``exact``: (1) is no mark of measure 1."""
    mark = mark_at(text, at)
    known = [label for label in labels if label is not None and label.ordinal]
    if mark is None or not known:
        return None
    styles = {label.style for label in known}
    first = mark.labels[0]
    if first.style not in styles:
        families = {label.family for label in known}
        if exact or first.family not in families:
            status.foreign |= head and first.style in {"circle", "paren"} and not spoken_of(text, mark.end)
            return None
    owners = [
        index for index, label in enumerate(labels) if label and label.ordinal in {m.ordinal for m in mark.labels}
    ]
    strangers = [one for one in mark.labels if one.ordinal not in {label.ordinal for label in known}]
    if not head and not _inline(text, mark, owners, last):
        return None
    status.unknown += [one.text or str(one.ordinal) for one in strangers]
    return Part(at, mark.labels, tuple(owners))


def _inline(text: str, mark: Mark, owners: Sequence[int], last: int) -> bool:
    """Tell whether a mark inside of a paragraph heads a part of its own: the next measure's, or one of several."""
    if mark.labels[0].style not in {"circle", "paren"} or not owners or owners[0] < last:
        return False
    if len(mark.labels) > 1:
        return bool(re.match(r"\s*(?:いずれ|とも|すべて|全て|共通|について|は)", text[mark.end :]))
    if owners[0] != last + 1:
        return False
    return not spoken_of(text, mark.end) or bool(re.match(r"は|については|に関しては|について", text[mark.end :]))


def _settled(cuts: list[Part], status: Status) -> list[Part]:
    """Put paragraphs without a mark where they belong, and join what belongs together."""
    marked = [index for index, cut in enumerate(cuts) if cut.labels]
    followers = _followers(marked)
    for index, cut in enumerate(cuts):
        if cut.labels or cut.evaluation:
            continue
        owner = next((m for m in reversed(marked) if m < index), None)
        if owner is None or any(one.evaluation for one in cuts[owner:index]):
            continue
        if index < marked[-1] and len(cuts[owner].owners) == 1:
            cut.labels, cut.owners = cuts[owner].labels, cuts[owner].owners
        elif owner == marked[-1] and followers and len(cuts[owner].owners) == 1:
            status.doubtful = True
    return _merged(cuts)


def _followers(marked: Sequence[int]) -> bool:
    """Tell whether a marked part before the last one goes on in a paragraph without a mark."""
    return any(after - before > 1 for before, after in pairwise(marked))


def _merged(cuts: Sequence[Part]) -> list[Part]:
    result: list[Part] = []
    for cut in cuts:
        if not cut.text.strip():
            continue
        before = result[-1] if result else None
        goes_on = before is not None and cut.evaluation == before.evaluation and cut.owners == before.owners
        if before is not None and goes_on and (cut.labels == before.labels):
            before.text += "\n" + cut.text
        else:
            result.append(cut)
    return result


def labels_in(text: str) -> Iterator[Label]:
    """Yield the labels at the beginnings of paragraphs."""
    for at in paragraph_starts(text):
        label = label_at(text, at)
        if label is not None:
            yield label
