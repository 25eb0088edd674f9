"""What is typed in the register: texts as they are kept, days, and the marks of measures."""

from __future__ import annotations

import unicodedata

from sekisho.web.people.typed import TypedError
from sekisho.words import say

LONGEST = 4000
SHORT = 120
_CIRCLED = 20


def text(field: str, value: str) -> str:
    """Return a text as it is kept: its letters untouched, lines by one sign, no spaces around it.

    Raises:
        TypedError: it is empty, too long, or has a character in it that nobody sees.

    """
    kept = optional(field, value)
    if not kept:
        raise TypedError(field, say("何か書いてください。"))
    return kept


def optional(field: str, value: str) -> str:
    """Return a text that may be empty; see `text`."""
    kept = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(kept) > LONGEST:
        raise TypedError(field, say("長すぎます。{most}文字までにしてください。", most=LONGEST))
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in kept):
        raise TypedError(field, say("見えない文字が入っています。書き直してください。"))
    return kept


def label(place: int) -> str:
    """Return the mark of a measure by its place in its incident: ①, and beyond ⑳ (21)."""
    return chr(0x2460 + place - 1) if place <= _CIRCLED else f"({place})"


def line(field: str, value: str, *, needed: bool = False) -> str:
    """Return a short text as it is kept, on one line; see `text`.

    Raises:
        TypedError: it is empty and needed, too long, or has a character in it that nobody sees.

    """
    kept = " ".join((text if needed else optional)(field, value).split())
    if len(kept) > SHORT:
        raise TypedError(field, say("長すぎます。{most}文字までにしてください。", most=SHORT))
    return kept
