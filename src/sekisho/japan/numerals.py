"""Numbers in kanji: 十二, 二十三, 百五, 二〇二六."""

from __future__ import annotations

_DIGITS = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {"零": 0, "○": 0, "壱": 1, "弐": 2, "参": 3}
_DIGITS |= {str(number): number for number in range(10)}
_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}

KANJI_NUMBER = "〇○零一二三四五六七八九十百千壱弐参拾"
"""The characters of such a number, for use inside brackets of a regular expression."""


def kanji_number(text: str) -> int | None:
    """Return the number below 10,000 that `text` writes in kanji, in digits or in both; None where it is none.

    Both ways of writing count: 二十三 and 二三 are 23.
    """
    if not text or any(char not in _DIGITS and char not in _TENS for char in text):
        return None
    if not any(char in _TENS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text)) if len(text) <= 4 else None
    total, digit, unit = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
            continue
        if _TENS[char] >= unit or digit == 0:
            return None
        unit = _TENS[char]
        total += (1 if digit is None else digit) * unit
        digit = None
    return total + (digit or 0)
