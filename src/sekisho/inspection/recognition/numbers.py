"""My Numbers in a document: twelve digits with a valid check digit, and what says that they are one.

Every tenth number of twelve digits has a valid check digit by chance, so a lone
number proves nothing; a label, a heading, or a whole column of them does.
Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律施行令8条; 総務省令85号5条.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sekisho.inspection.model import Document, Grid, Hiding, Place
from sekisho.inspection.recognition.layout import Line, Unit, lines_of
from sekisho.inspection.recognition.readings import header_of
from sekisho.inspection.recognition.search import holding
from sekisho.japan.identifiers import find_my_numbers, fold_identifier

_LABEL = re.compile(r"(?:個人番号|マイ\s*ナンバー|my[\s_]*number|ﾏｲﾅﾝﾊﾞｰ|特定個人情報)", re.IGNORECASE)
_NOT_LABEL = re.compile(r"個人番号カード|マイ\s*ナンバー\s*カード|法人番号")
_MAYBE = re.compile(r"\d(?:[ \u3000‐-―－\-]?\d){11}")
COLUMN = 5
"""Different numbers of twelve digits, all of them valid, from which on a column is one of My Numbers."""
DIGITS = 12
NEAR = 40
"""Characters before a number in which a label counts."""


@dataclass(frozen=True, slots=True)
class MyNumber:
    """A number that is (``certain``) or may be a My Number. ``row``: (number of the grid, row), to find whose it is."""

    place: Place
    hidden: Hiding
    certain: bool
    row: tuple[int, int] | None = None


def my_numbers_of(document: Document) -> tuple[MyNumber, ...]:
    """Return every possible My Number of a document, in reading order, grids first."""
    found = [number for at, grid in enumerate(document.grids) for number in _in_grid(grid, at)]
    for text in document.texts:
        for start, _, _ in find_my_numbers(text.text) if _MAYBE.search(text.text) else ():
            certain = says_my_number(text.text[max(0, start - NEAR) : start]) or says_my_number(text.name)
            found.append(MyNumber(text.place, text.hidden, certain))
    return tuple(found)


def says_my_number(label: str) -> bool:
    """Return whether a heading, a label or the words before a number say that it is a My Number."""
    return bool(_LABEL.search(_NOT_LABEL.sub("", label)))


def _in_grid(grid: Grid, number: int) -> Iterator[MyNumber]:
    if not any(_holds(grid.strings[at]) for at in holding(grid.strings, _MAYBE)) and not _one_digit_a_cell(grid):
        return
    lines = lines_of(grid)
    whole = _whole_columns(lines)
    headings: tuple[Unit, ...] = ()
    for line in lines:
        headings = _headings(line, headings)
        for at, unit in enumerate(line.units):
            if _holds(unit.text):
                certain = (
                    unit.first in whole
                    or says_my_number(unit.text)
                    or any(over.first <= unit.first <= over.last for over in headings)
                    or _label_before(line.units[:at])
                )
                yield MyNumber(grid.place_of(unit.cell), grid.hiding_of(unit.cell), certain, (number, line.row))


def _whole_columns(lines: Sequence[Line]) -> frozenset[int]:
    """Return the columns of five or more different numbers of twelve digits which all have a valid check digit."""
    valid: dict[int, set[str]] = defaultdict(set)
    others: set[int] = set()
    for line in lines:
        for unit in line.units:
            if _holds(unit.text):
                valid[unit.first].add(fold_identifier(unit.text))
            elif _MAYBE.fullmatch(unit.text.strip()):
                others.add(unit.first)
    return frozenset(column for column, numbers in valid.items() if len(numbers) >= COLUMN and column not in others)


def _one_digit_a_cell(grid: Grid) -> bool:
    """Return whether some row has twelve cells or more of one digit each, as a form has for the My Number."""
    single = [at for at, text in enumerate(grid.strings) if len(text.strip()) == 1 and text.strip().isdigit()]
    if not single:
        return False
    there = frozenset(single)
    return (
        max(Counter(row for row, text in zip(grid.rows, grid.texts, strict=True) if text in there).values(), default=0)
        >= DIGITS
    )


def _holds(text: str) -> bool:
    return bool(_MAYBE.search(text)) and any(find_my_numbers(text))


def _headings(line: Line, before: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return the headings of My Numbers in force from this line on: a line of other headings ends them."""
    named = tuple(unit for unit in line.units if says_my_number(unit.text) and not _holds(unit.text))
    others = [unit for unit in line.units if unit not in named and header_of(unit.text)]
    if named:
        return (*(unit for unit in before if len(others) < 2), *named)
    return () if len(others) > 1 else before


def _label_before(units: Sequence[Unit]) -> bool:
    """Return whether the nearest label to the left says that the number is one."""
    for unit in reversed(units):
        if says_my_number(unit.text):
            return True
        if header_of(unit.text):
            return False
    return False
