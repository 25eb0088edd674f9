"""The rows around a finding: what is wrong stays open, and of the people around it nothing that could tell who they are.

Masked here, on the server: what a page does not hold cannot be read in its source.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Literal

from sekisho.bundle.columns import ORGANISATIONS
from sekisho.inspection.model import Place
from sekisho.inspection.recognition.readings import header_of
from sekisho.inspection.recognition.stacked import is_heading
from sekisho.inspection.showing.model import Cell, Row, Shown

Role = Literal["heading", "near", "hit"]

SHARED = 3
"""From how many rows on the name of an organisation tells nobody apart."""
_REACH = 500
"""Rows around the finding in which headings and shared values are looked for."""
_HEAD = 30
"""Rows at the top of a sheet in which its heading is looked for when there is none nearer."""
_MOST_HITS = 20
_LONGEST = 40
_STAR = "＊"
_KEPT = frozenset(" \u3000\t\n-－‐/／.．,，、・:：()（）@＠")
"""What gives a value its shape and tells nothing."""
_KINDS = frozenset({"kind", "fields", "purpose"})
"""Columns that speak of no person."""
_SPACE = re.compile(r"\s+")
_KANJI = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆ヶ"
_KATAKANA = "ァ-ヺー"
_FIGURES = "0-9A-Za-z０-９Ａ-Ｚａ-ｚ"
_HONORIFICS = "様殿氏君児宅"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an excerpt. ``position`` is where it stands in its part, from 0."""

    role: Role
    position: int
    row: Row


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The heading of a table, the row or rows of a finding, and those around them, masked.

    ``lines`` is empty where the place names no row, and nothing by which one could be found: it is a sheet, a page, or
    something beside them. ``of`` is how many rows there are.
    """

    lines: tuple[Line, ...]
    of: int


def excerpt(part: Shown, place: Place, around: int = 2, *, naming: Collection[str] = ()) -> Excerpt:
    """Return the rows of ``part`` around ``place``, with ``around`` rows before and behind.

    ``naming``: what the finding is about, as it stands there (a name, a number). A letter, a slide or a page has no row
    numbers; there the rows that say one of these are open.
    """
    hits = _hits(part, place, naming)
    if not hits:
        return Excerpt((), part.row_count)
    near = {at for hit in hits for at in range(hit - around, hit + around + 1) if 0 <= at < part.row_count}
    first = max(0, hits[0] - _REACH)
    known = dict(enumerate(part.rows(first, hits[0] - first + _REACH), start=first))
    for at in near - known.keys():
        known[at] = part.rows(at, 1)[0]
    heading = _heading(part, hits[0], known)
    labels = _labels(known[heading]) if heading is not None and heading in known else {}
    shared = _shared(known.values())
    lines = [
        Line("hit", at, known[at]) if at in hits else Line("near", at, _masked(known[at], labels, shared))
        for at in sorted(near - {heading})
    ]
    if heading is not None:
        head = Line("heading", heading, _only_labels(known[heading]))
        lines = [head, *lines] if heading not in hits else [Line("hit", heading, known[heading]), *lines]
    return Excerpt(tuple(lines), part.row_count)


def masked(text: str) -> str:
    """Return stars in the shape of a text: its spaces and separators stay, and of a long one only the beginning."""
    text = text[:_LONGEST]
    return "".join(char if char in _KEPT else _STAR for char in text if unicodedata.category(char)[0] not in {"M", "C"})


# ---------------------------------------------------------------- where


def _hits(part: Shown, place: Place, naming: Collection[str]) -> list[int]:
    """Return where the rows of a finding stand."""
    if place.row is not None:
        first = part.position_of(place.row)
        if first is None:
            return []
        pieces = part.rows(first, _MOST_HITS)
        return [first + at for at, row in enumerate(pieces) if row.number == place.row]
    wanted = sorted({plain for text in naming if (plain := _SPACE.sub("", text))})
    if not wanted:
        return []
    pattern = re.compile("|".join(map(_alone, wanted)))
    return list(islice(_saying(part, pattern, frozenset(wanted)), _MOST_HITS))


def _saying(part: Shown, pattern: re.Pattern[str], whole: frozenset[str]) -> Iterator[int]:
    """Yield the rows that say what is looked for, whatever spaces stand in it, also where two cells share it."""
    for start in range(0, part.row_count, _REACH):
        for at, row in enumerate(part.rows(start, _REACH), start=start):
            said = [_SPACE.sub("", cell.text) for cell in row.cells]
            halves = (a + b for a, b in pairwise(said))
            if pattern.search("\n".join(said)) or not whole.isdisjoint(halves):
                yield at


def _alone(wanted: str) -> str:
    """Return the pattern of a text that is no part of a longer name or number: 林一郎 is not in 小林一郎."""
    before, behind = _kin_of(wanted[0]), _kin_of(wanted[-1])
    honoured = f"(?=[{_HONORIFICS}])|" if behind == _KANJI else ""
    return f"(?<![{before}]){re.escape(wanted)}(?:{honoured}(?![{behind}]))"


def _kin_of(char: str) -> str:
    """Return the characters that could go on with a word or number beside ``char``."""
    return next((kin for kin in (_KANJI, _KATAKANA, _FIGURES) if re.match(f"[{kin}]", char)), "\0")


def _heading(part: Shown, hit: int, known: dict[int, Row]) -> int | None:
    """Return the row of headings over the hit: the nearest above, else one at the top of the sheet."""
    table = known[hit].table
    if not table:
        return None
    above = next((at for at in range(hit - 1, -1, -1) if at in known and _is_heading(known[at], table)), None)
    if above is not None:
        return above
    for at, row in enumerate(part.rows(0, min(_HEAD, hit))):
        if _is_heading(row, table):
            known[at] = row
            return at
    return None


def _is_heading(row: Row, table: int) -> bool:
    """Tell whether a row heads a table: most of its cells are headings, and of a form's labels and values it is none."""
    headings = sum(is_heading(cell.text) for cell in row.cells)
    return row.table == table and headings > 1 and 2 * headings > len(row.cells)


# ---------------------------------------------------------------- what


def _labels(row: Row) -> Mapping[int, str]:
    return {column: cell.text for cell in row.cells for column in range(cell.column, cell.column + cell.across)}


def _shared(rows: Iterable[Row]) -> Counter[tuple[int, str]]:
    return Counter((cell.column, cell.text) for row in rows for cell in row.cells)


def _only_labels(row: Row) -> Row:
    """Return a row of headings; what in it is no heading that is known could be a value, and is masked."""
    return replace(row, cells=tuple(cell if is_heading(cell.text) else _starred(cell) for cell in row.cells))


def _masked(row: Row, labels: Mapping[int, str], shared: Mapping[tuple[int, str], int]) -> Row:
    return replace(row, cells=tuple(_masked_cell(cell, labels, shared) for cell in row.cells))


def _masked_cell(cell: Cell, labels: Mapping[int, str], shared: Mapping[tuple[int, str], int]) -> Cell:
    header = header_of(labels.get(cell.column, ""))
    told = header is not None and (
        header.column in _KINDS or (header.column == "name" and header.whose in ORGANISATIONS)
    )
    return cell if told and shared.get((cell.column, cell.text), 0) >= SHARED else _starred(cell)


def _starred(cell: Cell) -> Cell:
    return replace(cell, text=masked(cell.text))
