"""What an incident's texts say by the way: days, impossible days, and that it happened at a contractor's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from sekisho.japan.dates import find_dates, find_impossible
from sekisho.register.past.labels import SIGNS

_CONTRACTOR: Final = re.compile(
    r"(?:再?委託先|(?:再?委託|受託)(?:業者|事業者|会社|企業|者|法人|団体)|受託者|指定管理者)"
    r"(?:[）)]|の(?:職員|従業員|従業者|社員|担当者?|作業員?|ミス|過失|誤り|不手際|システム|配送|サーバー?)|側|[がでは]|において|における|による|にて|内で)"
)
_ELSEWHERE: Final = re.compile(
    r"(?:委託先|業者|事業者|会社|者)(?:は|が|で)?[^。]{0,12}(?:起こった|起きた|発生した|による)?(?:もの|事故|事案)?(?:ではない|ではなく|とは関係(?:が|は)?な|とは無関係)"
)
_COLUMN: Final = re.compile(r"委託|受託|指定管理")
_MARK: Final = re.compile(
    rf"[{''.join(SIGNS)}]|(?<![0-9０-９.．/])[0-9０-９]{{1,2}}[.．](?=[^\W0-9０-９]|[0-9０-９]{{4}} ?[年/／])"
)
_YES: Final = frozenset(
    {
        "有",
        "あり",
        "有り",
        "○",
        "〇",
        "◯",
        "はい",
        "該当",
        "委託",
        "委託先",
        "委託業者",
        "受託者",
        "指定管理者",
        "指定管理",
    }
)


def days_in(texts: Iterable[str]) -> tuple[date, ...]:
    """Return each day that the texts name, once, in the order of reading. A month without a day is none."""
    return tuple(dict.fromkeys(found for text in texts for _, _, found in find_dates(_without_marks(text))))


def impossible_days(texts: Iterable[str]) -> Iterator[str]:
    """Yield what is written as a day that no calendar has."""
    for text in texts:
        for start, end in find_impossible(_without_marks(text)):
            yield text[start:end]


def _without_marks(text: str) -> str:
    """Return a text of the same length with blanks for the marks of its list: ①令和5年 is not the year 15, nor 1.令和5年 a decimal."""
    return _MARK.sub(lambda found: " " * len(found[0]), text)


def at_contractor(outline: str, extra: Iterable[tuple[str, str]]) -> bool:
    """Tell whether the texts say that it happened at a contractor's: the outline, the cause, or a column that asks for it.

    A contractor to whom something was sent is none: 委託先に送付した says nothing of where the mistake was made.
    """
    told = [outline, *(text for heading, text in extra if re.search(r"原因|経緯|要因|概要|内容|経過", heading))]
    if any(_CONTRACTOR.search(text) and not _ELSEWHERE.search(text) for text in told):
        return True
    return any(
        _COLUMN.search(heading) and unicodedata.normalize("NFKC", text).strip() in _YES for heading, text in extra
    )
