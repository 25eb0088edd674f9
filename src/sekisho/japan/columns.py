"""Fold a whole column in one pass: join, fold the long text once, split.

A register has 430,000 names. One call of `str.translate` or of a regular expression over the joined column
costs a fraction of a call for each name.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# U+0000 stands in no text that a reader hands on: XML forbids it, and `joined` replaces it.
SEPARATOR = "\x00"

_MARK = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a]+")


def fold_column(texts: Sequence[str], fold: Callable[[str], str]) -> list[str]:
    """Return `[fold(text) for text in texts]`, calling `fold` once.

    `fold` must keep U+0000 where it is, and must not look across it.
    """
    if not texts:
        return []
    joined = SEPARATOR.join(texts)
    if joined.count(SEPARATOR) != len(texts) - 1:
        joined = SEPARATOR.join([text.replace(SEPARATOR, " ") for text in texts])
    return fold(joined).split(SEPARATOR)


def fold_one(text: str, fold: Callable[[str], str]) -> str:
    """Return `fold(text)` for one text that may hold the separator itself."""
    return fold(text.replace(SEPARATOR, " "))


def compatible(text: str) -> str:
    """Return `text` in NFKC; what is in NFKC already is returned at once."""
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def composed(text: str) -> str:
    """Return `text` in NFC; what is in NFC already is returned at once."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def without_marks(text: str) -> str:
    """Return `text`, which is in NFC, without the marks that compose with nothing; still in NFC."""
    while _MARK.search(text):  # without a mark, its neighbours may compose
        text = composed(_MARK.sub("", text))
    return text


class CharTable(dict[int, str]):
    """A table for `str.translate`: what each character becomes, worked out when the character is first met.

    A text has few different characters, whatever its length. `fold` gets one character in NFKC; U+0000 stays.
    """

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__({0: SEPARATOR})
        self._fold = fold

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code))
        folded = self[code] = "".join([self._fold(char) for char in plain])
        return folded


class _Narrow(dict[int, int]):
    """NFKC of single characters, where it is a single character."""

    def __missing__(self, code: int) -> int:
        plain = unicodedata.normalize("NFKC", chr(code))
        self[code] = ord(plain) if len(plain) == 1 else code
        return self[code]


_NARROW = _Narrow()


def narrowed(text: str) -> str:
    """Return `text` with full-width characters narrowed, of the same length: positions stay what they were."""
    return text if text.isascii() else text.translate(_NARROW)
