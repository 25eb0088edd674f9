"""Telephone numbers of Japan, as national digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.japan.columns import compatible, fold_column, fold_one, narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DASH = "\\-‐‑‒–—―−─ー"
_CELL = re.compile(
    r"\s*(?:(?:TEL|FAX|PHONE|電話番号|電話|携帯電話|携帯|自宅|勤務先|連絡先|[☎☏℡📞])\s*[::.]?\s*){0,2}"
    rf"(?P<number>\+?[0-9(][0-9() \t.{_DASH}]*[0-9)])"
    r"\s*(?:\([^0-9()]*\)|(?:\(\s*)?(?:内線|内|ext\.?)\s*[0-9]+\)?|代表?)?\s*",
    re.IGNORECASE,
)
_POINT_ZERO = re.compile(r"(?<=[0-9]{9})\.0+\s*$")  # how a spreadsheet hands on a number
_NOT_DIGIT = re.compile(r"[^0-9]+")
_COUNTRY = re.compile(rf"\s*(?:\+|010[{_DASH} ]?|00)81[ \t.{_DASH}]*(?:\(0\)|0)?[ ()\t.{_DASH}]*(?=[1-9])")
# Numbering plan (電気通信番号規則 別表): mobile, IP and 0800 numbers have eleven digits, all others ten.
_VALID = re.compile(r"0[5-9]0[1-9][0-9]{7}|0800[0-9]{7}|020[0-9]{8}|0(?!([5-9])0)[1-9][0-9]{8}")
_LOST_ZERO = re.compile(r"[5-9]0[1-9][0-9]{7}|(?![5-9]0)[1-9][0-9]{8}")

_USUAL = re.compile(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}")
_SHORTEST = 9

_SIGN = rf"(?: ?[{_DASH}.] ?|\) ?| ?\(| )"
_IN_TEXT = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][.,/{_DASH}])"
    rf"(?:(?:\+81{_SIGN}?(?:\(0\){_SIGN}?)?[0-9]{{1,4}}|\(?0[0-9]{{1,4}}){_SIGN}[0-9]{{1,4}}{_SIGN}[0-9]{{3,4}}"
    rf"|(?:\+81|0)[0-9]{{9,10}})"
    rf"(?![0-9A-Za-z])(?![{_DASH}./][0-9])"
)


def _digits(plain: str) -> str:
    """Return the national digits of a cell in NFKC, "" where it is no telephone number."""
    if len(plain) < _SHORTEST:
        return ""
    if _USUAL.fullmatch(plain):  # what nearly all of a register's are
        digits = plain.replace("-", "")
        return digits if _VALID.fullmatch(digits) else ""
    match = _CELL.fullmatch(_POINT_ZERO.sub("", plain))
    if not match:
        return ""
    number = match["number"]
    country = _COUNTRY.match(number)
    if country:
        digits = "0" + _NOT_DIGIT.sub("", number[country.end() :])
    else:
        digits = _NOT_DIGIT.sub("", number)
        if _LOST_ZERO.fullmatch(number.strip()):
            digits = "0" + digits
    return digits if _VALID.fullmatch(digits) else ""


def fold_phone(text: str) -> str:
    """Return the national digits of a telephone number, "" where the cell is none or holds more than one.

    "+81 90-1234-5678", "０９０（１２３４）５６７８" and the number 9012345678, which lost its zero, are "09012345678". A label
    before it and a note or an extension after it are left out. Bare nine or ten digits count as a number without its
    zero, so ask only about columns that can hold telephone numbers.
    """
    return _digits(fold_one(text, compatible))


def fold_phones(texts: Sequence[str]) -> list[str]:
    """Return `[fold_phone(text) for text in texts]`, at the speed of a column."""
    return [_digits(text) for text in fold_column(texts, compatible)]


def find_phones(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and national digits of each telephone number in a running text, in order.

    A number has its zero or +81 there, and is no part of a longer one.
    """
    for match in _IN_TEXT.finditer(narrowed(text)):
        digits = _digits(match[0])
        if digits:
            yield match.start(), match.end(), digits
