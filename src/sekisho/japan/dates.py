"""Dates as offices write them, the five eras, and the fiscal year."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sekisho.japan.columns import narrowed
from sekisho.japan.numerals import KANJI_NUMBER, kanji_number

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Era:
    """One era: its name, the letter and the sign that stand for it, and its first day."""

    name: str
    letter: str
    sign: str
    start: date


# First days as in the ordinances that changed the era; 明治 is counted back to the first day of its lunar year.
ERAS = (
    Era("明治", "M", "㍾", date(1868, 1, 25)),
    Era("大正", "T", "㍽", date(1912, 7, 30)),
    Era("昭和", "S", "㍼", date(1926, 12, 25)),
    Era("平成", "H", "㍻", date(1989, 1, 8)),
    Era("令和", "R", "㋿", date(2019, 5, 1)),
)
_FIRST_YEAR = {
    key: era.start.year
    for code, era in enumerate(ERAS, start=1)
    for key in (era.name, era.name[0], era.letter, era.letter.lower(), era.sign, str(code))
}
_YEARS = range(1850, 2151)  # outside of it four digits are a number, not a year

_ERA = "明治|大正|昭和|平成|令和|[明大昭平令㍾㍽㍼㍻㋿MTSHR]"
_NUMBER = f"[0-9{KANJI_NUMBER}]"
_GAP = r"[ \t]*"
_WRITTEN = (
    rf"(?:(?P<era>{_ERA}){_GAP}\.?{_GAP}(?P<year>元|{_NUMBER}{{1,4}})|(?:西暦{_GAP})?(?P<ad>{_NUMBER}{{4}}))"
    rf"{_GAP}(?:年{_GAP}(?P<m1>{_NUMBER}{{1,3}}){_GAP}月{_GAP}(?P<d1>{_NUMBER}{{1,3}}){_GAP}日"
    rf"|(?P<sign>[-/.・‐‑‒–−ー]){_GAP}(?P<m2>[0-9]{{1,2}}){_GAP}(?P=sign){_GAP}(?P<d2>[0-9]{{1,2}})(?![0-9]))"
)
_MIDNIGHT = r"(?:[T\s]\s*0{1,2}:00(?::00(?:\.0+)?)?(?:Z|[+]0[09]:00)?)?"
_TAIL = (
    rf"{_MIDNIGHT}\s*(?:\([日月火水木金土](?:曜日?)?\)|[日月火水木金土]曜日?)?\s*(?:生まれ|生れ|出生|生)?{_MIDNIGHT}\s*"
    r"(?:\(?\s*(?:満\s*)?[0-9]{1,3}\s*[歳才]\s*(?:[0-9]{1,2}\s*(?:か|カ|ヶ|ケ|ヵ)月)?\s*\)?)?\s*"
)
_CELL = re.compile(rf"\s*{_WRITTEN}{_TAIL}", re.IGNORECASE)
_COMPACT = re.compile(
    rf"\s*(?:(?P<ad>[0-9]{{4}})|(?P<era>{_ERA}|[1-5])(?P<year>[0-9]{{2}}))(?P<m1>[0-9]{{2}})(?P<d1>[0-9]{{2}})(?:\.0)?\s*",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(rf"(?<![0-9A-Za-z])(?<![0-9][-/.]){_WRITTEN}(?![-/.][0-9])", re.IGNORECASE)

_MARK = re.compile("[①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿]")


def _assemble(match: re.Match[str]) -> date | None:
    """Return the date that the groups of a match mean, None where the calendar has no such day."""
    part = match.groupdict()
    month, day = (kanji_number(part[f"{key}1"] or part.get(f"{key}2") or "") for key in "md")
    if part["ad"]:
        year = kanji_number(part["ad"])
    else:
        count = 1 if part["year"] == "元" else kanji_number(part["year"])
        year = None if count is None or not 1 <= count <= 99 else _FIRST_YEAR[part["era"]] + count - 1
    if year is None or month is None or day is None or year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_date(text: str, *, compact: bool = False) -> date | None:
    """Return the date that `text` is, None where it is none, is impossible, or where something else stands beside it.

    Western and era years, digits and kanji, any width; a weekday, 生 and midnight may follow. An era year beyond its
    era is taken as counted on (昭和64年2月1日, 平成31年11月1日, 令和元年4月1日): offices and their systems write so.
    With `compact`, 20261124, S500101 and the era code of core systems (3500101) are dates too; ask for it only where
    the column is one of dates.
    """
    plain = narrowed(text)
    match = _CELL.fullmatch(plain) or (_COMPACT.fullmatch(plain) if compact else None)
    return _assemble(match) if match else None


def _unmarked(text: str) -> str:
    """Return a text narrowed, with blanks for the marks of a list: ①令和5年 has no number in front of it."""
    return narrowed(_MARK.sub(" ", text))


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Yield start, end and value of each date in a running text, in order; `text[start:end]` is the date as written."""
    for match in _IN_TEXT.finditer(_unmarked(text)):
        found = _assemble(match)
        if found:
            yield match.start(), match.end(), found


def find_impossible(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of what a running text writes as a date and no calendar has (2024年2月30日, 令和6年13月1日)."""
    for match in _IN_TEXT.finditer(_unmarked(text)):
        # Four digits that are no year make a number with strokes in it, not a date.
        year = kanji_number(match["ad"]) if match["ad"] else None
        if _assemble(match) is None and (not match["ad"] or year in _YEARS):
            yield match.start(), match.end()


def from_serial(number: float, *, date1904: bool = False) -> date | None:
    """Return the day that a spreadsheet means by `number`, None outside of 1900 to 9999.

    The 1900 system has a 29 February 1900, number 60, which never was: None (ECMA-376 Part 1, 18.17.4.1).
    """
    if not math.isfinite(number):
        return None
    days = math.floor(number)
    if date1904:
        return date(1904, 1, 1) + timedelta(days=days) if 0 <= days <= 2_957_003 else None
    if not 1 <= days <= 2_958_465 or days == 60:
        return None
    return date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)


def fiscal_year(day: date) -> int:
    """Return the fiscal year of `day`: from 1 April to 31 March (地方自治法208条1項)."""
    return day.year if day.month >= 4 else day.year - 1


def era_text(day: date) -> str:
    """Return `day` as 令和8年11月24日, the first year as 元年; before 明治 with the western year."""
    for era in reversed(ERAS):
        if day >= era.start:
            year = day.year - era.start.year + 1
            return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"
