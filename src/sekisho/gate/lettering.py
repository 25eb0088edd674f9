"""Lines of Japanese and English text that fit into a width; a picture has nobody else to break them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_NOT_FIRST = frozenset("、。，．・：；？！）」』】〉》〕］｝ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.:;?!)]}%")
"""What may not begin a line (JIS X 4051, 行頭禁則)."""
_NOT_LAST = frozenset("（「『【〈《〔［｛([{")
_PIECES = re.compile(r"[0-9]*[一-鿿々〇ヶ]+[ぁ-ゖ]*|[ァ-ヺー]+[ぁ-ゖ]*|[ぁ-ゖ]+|[ -~]+?(?:(?<=[ /])|(?=[^ -~])|$)|.")
"""What stays together: a Japanese phrase, about, that is what ends in small words; a Latin word with its space."""


def width(text: str, size: int) -> float:
    """Return about how wide a text is, for letters of ``size``: a full-width letter is as wide as it is high."""
    return sum(size if unicodedata.east_asian_width(letter) in "WFA" else size * 0.6 for letter in text)


def wrapped(text: str, room: float, size: int) -> tuple[str, ...]:
    """Return the lines of a text, about equally long: phrases stay whole where they fit, no line begins with a full stop.

    A single Latin word that is wider than ``room`` stands out of it.
    """
    lines = _broken(text, room, size)
    for narrower in range(int(room) - size, 0, -size):
        shorter = _broken(text, narrower, size)
        if len(shorter) > len(lines) or max((width(line, size) for line in shorter), default=0) > room:
            break
        lines = shorter
    return lines


def _broken(text: str, room: float, size: int) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text.strip(), room, size):
        fits = width((line + piece).rstrip(), size) <= room
        if line and not fits and piece[0] not in _NOT_FIRST:
            kept = line[-1] if line[-1] in _NOT_LAST and len(line) > 1 else ""
            lines.append(line.removesuffix(kept).rstrip())
            line = kept
        line += piece
    return (*lines, line.rstrip()) if line else tuple(lines)


def _pieces(text: str, room: float, size: int) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        if width(piece, size) <= room or piece.isascii():
            yield piece
        else:
            yield from piece
