"""The code that document, envelope and return envelope of a parcel bear: digits, the last of them a check digit."""

from __future__ import annotations

from sekisho.japan.identifiers import fold_identifier

_FULL = 13


def code(number: str, parcel: int) -> str:
    """Return the code of a parcel: fiscal year (4), dispatch (4 or more), parcel (4), check digit."""
    digits = "".join(one for one in number if one.isdigit()) + f"{parcel:04}"
    return digits + check_digit(digits)


def groups(text: str) -> tuple[str, ...]:
    """Return a code in groups: year and dispatch, parcel, check digit; what is no code stays one group."""
    if not is_code(text) or len(text) < _FULL:
        return (text,)
    return (text[:4], text[4:-5], text[-5:-1], text[-1])


def check_digit(digits: str) -> str:
    """Return the check digit that finds every single wrong digit and nearly every exchange (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, one in enumerate(reversed(digits)):
        doubled = int(one) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return str(-total % 10)


def scanned(text: str) -> str:
    """Return what a scanner or a hand typed as a code is written: narrow (NFKC), without spaces and hyphens."""
    return fold_identifier(text)


def is_code(text: str) -> bool:
    """Return whether a scanned text is a code that was read without a mistake."""
    return len(text) >= 8 and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]
