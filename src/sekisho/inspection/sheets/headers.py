"""Headers and footers as Excel codes them: ``&L&"ＭＳ ゴシック,標準"&9名簿&R&P``.

Source: ECMA-376 Part 1, 18.3.1.46 (headerFooter).
"""

import re

_CODES = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]{1,3}|[A-Za-z])')
_SECTIONS = re.compile(r"&[LCR]")


def header_texts(coded: str) -> list[str]:
    """Return the texts of the left, middle and right section, without their codes."""
    return [_CODES.sub("", section) for section in _SECTIONS.split(coded)]
