"""Lines of a column -> its text: breaks of the layout are taken out, those of paragraphs are kept.

Nothing else changes. That a line ends a paragraph is seen from what the next one begins with (a mark, an indent), from
a sentence that ends well before the edge of the column, and, where blank lines are rare, from a blank line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sekisho.register.past.labels import BULLETS, Label, label_at, spoken_of

ENDS: Final = re.compile(r"[。．.！？!?]$|[。．！？][）)」』】]$")
_MAY_END: Final = re.compile(r"[）)」』】〕]$")
_HEAD: Final = re.compile(
    r"[【〔\[＜<《][^】〕\]＞>》]{1,20}[】〕\]＞>》]"
    r"|[（(][^（()）]{0,12}(?:評価|状況|効果|検証|結果|課題|備考|今後)[^（()）]{0,8}[）)]"
)
"""A heading inside of a text: （評価）, 【実施状況】."""
_ONLY_HEAD: Final = re.compile(rf"(?:{_HEAD.pattern}|[■◆●○□◇].{{1,12}})[：:]?$")
_CLOSES: Final = "。、，．）)」』】〕＞》・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ！？：；～"
_CARRIES: Final = re.compile(
    r"また|なお|さらに|加えて|そして|その(?:ため|際|後|結果|うえ|上)|これにより|併せて|あわせて|更に|特に|具体的|ただし|この|[（(]"
)
"""What begins a further sentence rather than a paragraph."""
_GOES_ON: Final = re.compile(r"[をにはがでとのもやてへし、，・（(「]$|より$|から$")
_SPARE: Final = 3.5
"""Columns (half a Japanese letter each) that a full line may leave free: what may not begin a line takes its neighbour along."""
_SHORT: Final = 0.6
_UNKNOWN: Final = 1e9
"""The width of a column in which no line was ever full."""
_COUNTED: Final = re.compile(r" (?:[回件名人年月日時分通枚部割課条項号歳点社％%]|か所|箇所|世帯|ページ)")
"""What is counted: 3 回 at the head of a line is a number of times, with the blank that a PDF puts beside digits."""
_LATIN: Final = re.compile(r"[A-Za-z0-9,;]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column as the report shows it.

    ``blank``: a blank line, more than the usual, stands before it. ``fresh``: it begins another cell.
    """

    text: str
    blank: bool = False
    fresh: bool = False

    @property
    def bare(self) -> str:
        """Return it without the blanks at its ends."""
        return self.text.strip()


@dataclass(frozen=True, slots=True)
class Joined:
    """A text of paragraphs; ``doubtful``: where two lines were joined that might as well be two paragraphs."""

    text: str = ""
    doubtful: tuple[int, ...] = ()


def width_of(text: str) -> int:
    """Return how wide a text is shown, in columns: a Japanese letter has two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def ended(text: str) -> bool:
    """Tell whether a sentence ends at the end of ``text``."""
    return bool(ENDS.search(text))


def begins_anew(before: str, line: str) -> bool:
    """Tell whether ``line`` begins with a mark or a heading that begins something new after ``before``."""
    bare = line.lstrip()
    label = label_at(bare)
    whole = ended(before) or not before
    if label is None:
        head = _HEAD.match(bare)
        return bool(head) and (whole or bool(_MAY_END.search(before)))
    if label.text in BULLETS or label.ordinal == 0:
        return whole or label.text not in "・･" or bool(label_at(before.lstrip()))
    if label.style in {"space", "comma"} or label.style.endswith("-space"):
        return whole
    return whole or not (spoken_of(bare, label.end) or _GOES_ON.search(before))


def full_width(lines: Sequence[Line]) -> float:
    """Return how wide a line is that was broken because it was full; 0 where none was."""
    lines = [line for line in lines if line.bare]
    broken = [
        width_of(before.text.rstrip())
        for before, line in pairwise(lines)
        if not (ended(before.bare) or line.fresh or _MAY_END.search(before.bare) or begins_anew(before.bare, line.text))
        and not _ONLY_HEAD.fullmatch(before.bare)
    ]
    return max(broken, default=0)


def join(lines: Sequence[Line], *, soft: bool, width: float = 0) -> Joined:
    """Join the lines of one cell. ``soft``: every line of the layout is one of these; else most breaks are the author's.

    ``width``: of the column, by ``full_width`` of all its cells, where more is known of it than these lines say.
    """
    lines = [line for line in lines if line.bare]
    if not lines:
        return Joined()
    widest = max(width, full_width(lines)) or _UNKNOWN
    sentences = ended(lines[-1].bare)
    text, doubtful = lines[0].bare, []
    last = label_at(text)
    for before, line in pairwise(lines):
        label = label_at(line.bare)
        if line.fresh or _follows(last, label, line.bare):
            breaks, sure = True, True
        else:
            breaks, sure = (
                _soft(before, line, widest, sentences=sentences) if soft else _hard(before, line, sentences=sentences)
            )
        last = label if breaks and label and (last is None or label.style == last.style) else last
        if not sure and label_at(text.rpartition("\n")[2].lstrip()) and not _CARRIES.match(line.bare):
            breaks = True
        if breaks:
            doubtful += [] if sure else [len(text)]
            text += "\n" + (line.text.rstrip() if line.text[:1] == "\u3000" else line.bare)
        else:
            if not sure:
                doubtful.append(len(text))
            text += (" " if _latin(text, line.bare) else "") + line.bare
    return Joined(text, tuple(doubtful))


def _follows(last: Label | None, label: Label | None, line: str) -> bool:
    """Tell whether a line begins with the next label of a list: whatever stands before it has come to its end."""
    if last is None or label is None or label.style != last.style or not last.ordinal:
        return False
    if label.style == "space" and (label.text.isascii() != last.text.isascii() or _COUNTED.match(line, label.end)):
        return False
    return label.ordinal == last.ordinal + 1 and not spoken_of(line, label.end)


def _latin(before: str, after: str) -> bool:
    return (
        bool(_LATIN.search(before[-1:])) and after[:1].isascii() and after[:1].isalpha() and not before[-1:].isdigit()
    )


def _soft(before: Line, line: Line, widest: float, *, sentences: bool) -> tuple[bool, bool]:
    """Tell whether a paragraph begins with ``line``, and whether that is sure."""
    last = before.bare
    if begins_anew(last, line.text) or line.bare.startswith("※") or _ONLY_HEAD.fullmatch(last):
        return True, True
    if line.bare[:1] in _CLOSES:
        return False, True
    short = widest - width_of(before.text.rstrip())
    if ended(last):
        full = short < _SPARE
        return (not full or line.text[:1] == "\u3000" or line.blank), not full
    if _MAY_END.search(last) and short > 2 * _SPARE:
        return True, True
    if _GOES_ON.search(last):
        return False, True
    listed = not sentences and short > (1 - _SHORT) * widest
    return listed or (line.blank and short > _SPARE), True


def _hard(before: Line, line: Line, *, sentences: bool) -> tuple[bool, bool]:
    last = before.bare
    label = label_at(line.bare)
    if begins_anew(last, line.text) or _ONLY_HEAD.fullmatch(last) or (label and not spoken_of(line.bare, label.end)):
        return True, True
    if line.bare[:1] in "。、，．）)」』】":
        return False, True
    if ended(last) or line.blank or _MAY_END.search(last):
        return True, True
    if _GOES_ON.search(last):
        return False, True
    # Among sentences, a line without an end goes on in the next one; among nouns each is its own.
    return not sentences or last.endswith(("：", ":")), True
