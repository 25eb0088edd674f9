"""Numbers and codes that stand for a person, and the My Number among other numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.japan.columns import compatible, fold_column, fold_one, narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DROPPED = re.compile("[\\s\u200b-\u200f\u2060\ufeff\\-‐‑‒–—―⁃−─━˗ー]+")
_POINT_ZERO = re.compile(r"([0-9]+)\.0+")

# Twelve digits: in one run, or 4-4-4 with one kind of sign. Not part of something longer.
_SIGN = r"[ \-‐‑‒–—−ー]"
_TWELVE = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][.,/-])(?<![0-9]{_SIGN})"
    rf"(?:[0-9]{{12}}|[0-9]{{4}}(?P<sign>{_SIGN})[0-9]{{4}}(?P=sign)[0-9]{{4}})"
    rf"(?![0-9A-Za-z])(?![.,/-][0-9])(?!{_SIGN}[0-9])"
)


def _fold(text: str) -> str:
    """Fold a text, or a column joined by U+0000."""
    return compatible(_DROPPED.sub("", compatible(text)).upper())


def fold_identifier(text: str) -> str:
    """Return the key of a number or code: narrow, upper case, without spaces and dashes. "００１２-３４５" is "0012345"."""
    return fold_one(text, _fold)


def fold_identifiers(texts: Sequence[str]) -> list[str]:
    """Return `[fold_identifier(text) for text in texts]`, at the speed of a column."""
    return fold_column(texts, _fold)


def strip_zeros(folded: str) -> str:
    """Return a folded number as a spreadsheet leaves it: without leading zeros and without ".0".

    "0012345", "12345" and "12345.0" are "12345"; what is not all digits ("S0123") stays as it is.
    """
    match = _POINT_ZERO.fullmatch(folded)
    digits = match[1] if match else folded
    return (digits.lstrip("0") or "0") if digits.isascii() and digits.isdigit() else folded


def my_number_check_digit(first11: str) -> int:
    """Return the twelfth digit of a My Number from its first eleven.

    11 less the remainder by 11 of ΣPn·Qn, 0 where the remainder is 0 or 1; Pn is the n-th digit from the right,
    Qn is n+1 up to the sixth and n-5 from the seventh on.
    Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律施行令8条, and 平成26年総務省令85号5条.

    Raises:
        ValueError: `first11` is not eleven ASCII digits.
    """
    if len(first11) != 11 or not (first11.isascii() and first11.isdigit()):
        raise ValueError("eleven digits are needed")
    digits = reversed(first11)
    rest = sum(int(digit) * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(digits, start=1)) % 11
    return 0 if rest <= 1 else 11 - rest


def is_my_number(digits: str) -> bool:
    """Return whether `digits` is twelve ASCII digits of which the last one checks; twelve equal digits are none."""
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    return my_number_check_digit(digits[:11]) == int(digits[11])


def find_my_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digits of each number in `text` that could be a My Number, in order.

    Twelve digits with a valid check digit, of any width, in one run or grouped 4-4-4; not inside a longer number. One
    other twelve-digit number in ten passes as well: a label has to say what it is.
    """
    for match in _TWELVE.finditer(narrowed(text)):
        digits = "".join(char for char in match[0] if char.isdigit())
        if is_my_number(digits):
            yield match.start(), match.end(), digits
