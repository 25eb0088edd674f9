"""The text of the measures -> each of them with its label. What stands before the first label is a lead, not a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.register.past.labels import Label, label_at, mark_at, spoken_of

_INLINE: Final = frozenset({"circle", "paren", "dot", "close", "kana-paren", "roman"})
_BEFORE: Final = re.compile(r"[。．.）)」』；;][ \u3000\t]*$|[ \u3000\t]$")
_REFERS: Final = re.compile(r"[・、と及び～〜\-－特に前記上の]$|及び$|並びに$|から$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A measure as it stands: the label that heads it (None where it has none) and its text."""

    label: Label | None
    text: str


@dataclass(frozen=True, slots=True)
class Measures:
    """What the column of measures holds: a lead in front of the first label, and the pieces."""

    lead: str
    pieces: tuple[Piece, ...]
    unlabelled: bool = False
    """Several paragraphs without any label: whether each is a measure is not said."""


def split_measures(text: str) -> Measures:
    """Split the text of the measures of one incident at the labels of its first style; those inside stay in the text."""
    starts = list(_starts(text))
    if not starts:
        paragraphs = [one.strip() for one in text.split("\n") if one.strip()]
        pieces = [Piece(None, one) for one in _unfolded(paragraphs)]
        return Measures("", tuple(pieces), len(pieces) > 1)
    ends = [at for at, _ in starts[1:]] + [len(text)]
    pieces = [Piece(label, text[label.end : end].strip()) for (_, label), end in zip(starts, ends, strict=True)]
    return Measures(text[: starts[0][0]].strip(), tuple(pieces))


def _unfolded(paragraphs: Sequence[str]) -> list[str]:
    """Put a remark (※…) and an indented paragraph to the one before it."""
    result: list[str] = []
    for one in paragraphs:
        if result and one.startswith(("※", "（", "(")):
            result[-1] += "\n" + one
        else:
            result.append(one)
    return result


def paragraph_starts(text: str) -> Iterator[int]:
    """Yield where each paragraph of a text begins, after its indent."""
    at = 0
    for one in text.split("\n"):
        if one.strip():
            yield at + len(one) - len(one.lstrip())
        at += len(one) + 1


def _starts(text: str) -> Iterator[tuple[int, Label]]:
    heads = set(paragraph_starts(text))
    first = next((label for at in sorted(heads) if (label := _head(text, at))), None)
    if first is None:
        return
    last: Label | None = None
    for at in range(len(text)):
        label = label_at(text, at)
        if last is not None and at < last.end:
            continue
        if label is None or label.style != first.style or (last is None and at not in heads):
            continue
        if at in heads:
            if label.ordinal == 0 or last is None or label.ordinal == last.ordinal + 1 or not _refers(text, at, label):
                last = label
                yield at, label
        elif last is not None and _inline(text, at, label, last):
            last = label
            yield at, label


def _head(text: str, at: int) -> Label | None:
    label = label_at(text, at)
    return None if label is None or _refers(text, at, label) else label


def _refers(text: str, at: int, label: Label) -> bool:
    mark = mark_at(text, at)
    return mark is not None and len(mark.labels) > 1 and mark.end > label.end


def _inline(text: str, at: int, label: Label, last: Label) -> bool:
    """Tell whether a label inside of a line heads the next measure (①…する。②…する。)."""
    if label.style not in _INLINE or label.ordinal != last.ordinal + 1 or spoken_of(text, label.end):
        return False
    if _refers(text, at, label):
        return False
    before = text[last.end : at]
    if _BEFORE.search(before):
        return True
    return label.style == "circle" and "。" not in before and bool(before) and not _REFERS.search(before)
