"""Words inside formulas: ``="山田"&A1`` holds a name whatever the cell shows."""

import re
from collections.abc import Container, Iterable, Iterator

from sekisho.inspection.readers.xlsx.values import Formula

_WORDS = re.compile(r'"((?:[^"]|"")*)"')
_NUMBERS = re.compile(r"[0-9]{4}")
_ABROAD = re.compile(r"[^\x00-\x7f]")
_FORMAT_CODE = re.compile(r"[ymdhsgeaYMDHSGEA0#?@年月日時分秒.,:/;\-\s\[\]$]+\Z")


def words(formula: str) -> list[str]:
    """Return the words in quotation marks that could be somebody's: no format codes, no lone marks."""
    found = [one.replace('""', '"').strip() for one in _WORDS.findall(formula)]
    return [one for one in found if len(one) > 1 and _personal(one)]


def _personal(text: str) -> bool:
    if _FORMAT_CODE.match(text):
        return False
    return bool(_ABROAD.search(text) or "@" in text or _NUMBERS.search(text)) and any(c.isalnum() for c in text)


def hidden_words(formulas: Iterable[Formula], shown: Container[str]) -> Iterator[tuple[int, int, str, str | None]]:
    """Yield row, column, words and cached result where the words are to be seen in no cell; each words once.

    ``=IF(A2="男","該当","")`` repeats its words in every row, and most of them stand in some cell.
    """
    told: set[str] = set()
    for formula in formulas:
        for one in words(formula.text):
            if one in told or one in shown or one in (formula.cached or ""):
                continue
            told.add(one)
            yield formula.row, formula.column, one, formula.cached
