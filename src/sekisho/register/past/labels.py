"""Marks of a list in an office text: ①, (1), １．, ア, ・, and references to several of them: ①～③, ①及び②."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sekisho.japan.columns import narrowed

_SIGNS: Final = (
    ("circle", 0x2460, 20, 1),
    ("paren", 0x2474, 20, 1),
    ("dot", 0x2488, 20, 1),
    ("circle", 0x3251, 15, 21),
    ("circle", 0x32B1, 15, 36),
    ("circle", 0x24F5, 10, 1),
    ("circle", 0x2776, 10, 1),
    ("circle", 0x2780, 10, 1),
    ("circle", 0x278A, 10, 1),
    ("roman", 0x2160, 12, 1),
    ("roman", 0x2170, 12, 1),
)
"""Style, first code point, how many, the first one's ordinal."""
SIGNS: Final = {
    chr(first + step): (style, start + step) for style, first, count, start in _SIGNS for step in range(count)
}
_KANA: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
_KANJI: Final = "一二三四五六七八九十"
BULLETS: Final = "・･○●◯◎■□◆◇▪▸►•✓✔➢"
_PLAIN: Final = re.compile(
    r"[(](?P<paren>[0-9]{1,2}|[ア-ノ]|[a-z]|[一二三四五六七八九十])[)]"
    r"|(?P<close>[0-9]{1,2}|[ア-ノ]|[a-z])[)]"
    r"|(?P<dot>[0-9]{1,2}|[ア-ノ]|[a-z])[.．:：](?:(?![0-9])|(?=[0-9]{4} ?[年/]|[0-9]{1,3} ?[名人件月]))"
    r"|(?P<comma>[0-9]{1,2})、(?:(?![0-9])|(?=[0-9]{4} ?[年/]|[0-9]{1,3} ?[名人件月]))"
    r"|(?P<space>[0-9]{1,2}|[ア-ノ])(?=[ \t\u3000])"
)
_NAMED: Final = re.compile(
    r"[【〔\[（(＜<「]?(?:再発防止策|再発防止対策|防止策|改善策|対応策|対策|取組|取り組み|措置|項目|上記)[の ]?"
)
_CLOSING: Final = "】〕]）)＞>」"
_RANGE: Final = re.compile(r"\s*(?:～|〜|~|－|―|–|—|ー|-|から|乃至|ないし)\s*")
_AND: Final = re.compile(r"\s*(?:、|,|，|・|･|及び|および|並びに|ならびに|と|＆|&|/|／|又は|または)?\s*")
_PARTICLES: Final = re.compile(r"[のがをとでもやにへ、，,]|から|まで|より|及び|並びに|又は")
"""What follows a mark that is spoken of inside a sentence."""


@dataclass(frozen=True, slots=True)
class Label:
    """One mark: as written, its style, its ordinal (0 for a bullet), and where in the text it ends."""

    text: str
    style: str
    ordinal: int
    end: int

    @property
    def family(self) -> str:
        """Return how it is spoken of: (1), 1. and ⑴ are one number, whatever stands around it."""
        return "number" if self.style in {"paren", "close", "dot", "comma", "space"} else self.style


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference at the beginning of a text: to one label or several, and where it ends."""

    labels: tuple[Label, ...]
    end: int


def label_at(text: str, at: int = 0) -> Label | None:
    """Return the label that begins at ``at``, a word in front of it (対策①) included; None where there is none."""
    named = _NAMED.match(text, at)
    if named:
        inner = _bare(text, named.end())
        if inner and inner.style != "space":
            end = inner.end + (
                text[inner.end : inner.end + 1] in _CLOSING and text[at] in "【〔[（(＜<「" and inner.end < len(text)
            )
            return Label(text[at:end], inner.style, inner.ordinal, end)
    if text[at : at + 1] in {"【", "〔", "[", "＜", "<", "（", "("}:
        inner = _bare(text, at + 1)
        if inner and inner.style == "circle" and text[inner.end : inner.end + 1] in set(_CLOSING):
            return Label(text[at : inner.end + 1], inner.style, inner.ordinal, inner.end + 1)
    return _bare(text, at)


def _bare(text: str, at: int) -> Label | None:
    sign = text[at : at + 1]
    if not sign:
        return None
    if sign in SIGNS:
        style, ordinal = SIGNS[sign]
        after = text[at + 1 : at + 2]
        end = at + 1 + (after in {".", "．", ":", "："})
        return Label(text[at:end], style, ordinal, end)
    if sign in BULLETS:
        return Label(sign, sign, 0, at + 1)
    if sign in "-－‐–*＊" and text[at + 1 : at + 2] in {" ", "\u3000", "\t"}:
        return Label(sign, sign, 0, at + 1)
    found = _PLAIN.match(narrowed(text[at : at + 12]).replace("［", "("))
    if not found or found.lastgroup is None:
        return None
    written = found[found.lastgroup]
    end = at + found.end()
    style = found.lastgroup
    if written in _KANA or (written in _KANJI and not written.isascii()):
        return Label(text[at:end], f"kana-{style}", (_KANA + _KANJI).index(written) % len(_KANA) + 1, end)
    if not written.isdigit():
        return Label(text[at:end], f"letter-{style}", ord(written) - 96, end)
    return Label(text[at:end], style, int(written), end) if int(written) else None


def mark_at(text: str, at: int = 0) -> Mark | None:
    """Return the reference that begins at ``at``: ①, ①②, ①～③, ①及び②, (1)～(3); None where there is none."""
    first = label_at(text, at)
    if first is None or first.ordinal == 0:
        return None
    labels, end = [first], first.end
    while True:
        joint = _RANGE.match(text, end)
        after = _reference(text, joint.end(), first) if joint else None
        if joint and after and after.ordinal > labels[-1].ordinal:
            labels += [
                Label("", first.style, number, after.end) for number in range(labels[-1].ordinal + 1, after.ordinal)
            ]
        else:
            joint = _AND.match(text, end)
            after = _reference(text, joint.end(), first) if joint else None
            if (
                not after
                or after.ordinal <= labels[-1].ordinal
                or (first.style != "circle" and joint and not joint[0].strip())
            ):
                return Mark(tuple(labels), end)
        labels.append(after)
        end = after.end


def _reference(text: str, at: int, first: Label) -> Label | None:
    label = label_at(text, at)
    return label if label and label.style == first.style else None


def spoken_of(text: str, end: int) -> bool:
    """Tell whether a mark that ends at ``end`` is spoken of inside a sentence (②の…) rather than the head of a text."""
    return bool(_PARTICLES.match(text, end))
