"""Words inside formulas: ``="山田"&A1`` holds a name whatever the cell shows."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

_WORDS = re.compile(r'"((?:[^"]|"")*)"')
_NOTES = re.compile(r'\bN\("\s*((?:[^"]|"")*?)\s*"\)', re.IGNORECASE)
_FUNCTION = re.compile(r"[A-Za-z]\(")
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


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with words in it; ``cached`` is what the cell stores as its result, None where nothing."""

    row: int
    column: int
    text: str
    cached: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a formula that no cell shows. ``behind``: nothing in the formula could ever bring them to sight.

    ``=IF(A2>64,"該当","")`` may show its words another day, and honest sheets are full of it; ``="山田"`` over
    another cached result and the note in ``=5+N("山田")`` are kept from the eye.
    """

    row: int
    column: int
    text: str
    behind: bool


def hidden_words(formulas: Iterable[Formula], shown: Container[str]) -> Iterator[Words]:
    """Yield the words that are to be seen in no cell, each once: a formula is repeated in every row."""
    told: set[str] = set()
    for formula in formulas:
        for one in words(formula.text):
            if one in told or one in shown or one in (formula.cached or ""):
                continue
            told.add(one)
            noted = one in _NOTES.findall(formula.text) or not _FUNCTION.search(formula.text)
            yield Words(formula.row, formula.column, one, behind=noted and formula.cached is not None)
