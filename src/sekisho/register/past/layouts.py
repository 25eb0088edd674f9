"""Tables drawn with characters: between strokes, between tabs, or side by side with blanks between the columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sekisho.register.past.columns import columns_of
from sekisho.register.past.model import Spot
from sekisho.register.past.rows import Row, Table, in_lines

_STROKES: Final = "|｜│┃║"
_STROKE: Final = re.compile(r"(?<!\\)[|｜│┃║]")
_BORDER: Final = re.compile(r"[\s\-–—―─━=:：+＋┼├┤┬┴└┘┌┐╋┣┫┳┻┗┛┏┓╂┿│┃|｜║╔╗╚╝╠╣╦╩╬═]+")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_GAP: Final = re.compile(r"[ \u3000]{2,}|\u3000")
_BESIDE: Final = 0.4
"""The share of lines that have a gap inside, where columns stand side by side."""

Numbered = tuple[str, Spot]


def tables_in(lines: Sequence[Numbered]) -> tuple[list[Table], list[str]]:
    """Return the tables that are drawn in a text, and the lines that are none; no table where none is drawn."""
    for read in (_between_strokes, _between_tabs, _side_by_side):
        tables, rest = read(lines)
        if tables:
            return tables, rest
    return [], [text for text, _ in lines if text.strip()]


# ---------------------------------------------------------------- strokes


def _between_strokes(lines: Sequence[Numbered]) -> tuple[list[Table], list[str]]:
    tables: list[Table] = []
    rest: list[str] = []
    block: list[Numbered] = []
    for text, spot in [*lines, ("", Spot())]:
        drawn = bool(text.strip()) and (
            len(_STROKE.findall(text)) > 1 or (bool(block) and bool(_BORDER.fullmatch(text)))
        )
        if drawn or (_BORDER.fullmatch(text) and set(text) & set("┌┏╔├+＋")):
            block.append((text, spot))
            continue
        if block:
            tables.append(_drawn(block))
            block = []
        if text.strip():
            rest.append(text)
    return [table for table in tables if table.rows], rest


def _drawn(block: Sequence[Numbered]) -> Table:
    borders = sum(bool(_BORDER.fullmatch(text)) for text, _ in block)
    framed = borders > 2
    rows: list[Row] = []
    fresh = True
    for text, spot in block:
        if _BORDER.fullmatch(text):
            fresh = True
            continue
        bare = text.strip()
        cells = _STROKE.split(bare)
        if bare[0] in _STROKES:
            cells = cells[1:]
        if bare[-1] in _STROKES and not bare.endswith("\\" + bare[-1]):
            cells = cells[:-1]
        told = {
            at: _BREAK.sub("\n", cell).replace("\\|", "|").rstrip().removeprefix(" ")
            for at, cell in enumerate(cells, start=1)
        }
        told = {at: cell for at, cell in told.items() if cell.strip()}
        if framed and not fresh and rows:
            for at, cell in told.items():
                rows[-1].cells[at] = f"{rows[-1].cells[at]}\n{cell}" if at in rows[-1].cells else cell
        else:
            rows.append(Row(told, spot))
        fresh = False
    return Table(rows, wrapped=framed)


# ---------------------------------------------------------------- tabs


def _between_tabs(lines: Sequence[Numbered]) -> tuple[list[Table], list[str]]:
    at = next((i for i, (text, _) in enumerate(lines) if "\t" in text and _columns(text.split("\t"))), None)
    if at is None:
        return [], []
    rows = [Row(_cells(text.split("\t")), spot) for text, spot in lines[at:] if text.strip()]
    return [Table(rows, soft=in_lines(rows))], [text for text, _ in lines[:at] if text.strip()]


def _columns(cells: Sequence[str]) -> bool:
    return columns_of(enumerate(cells, start=1)) is not None


def _cells(cells: Sequence[str]) -> dict[int, str]:
    return {at: cell for at, cell in enumerate(cells, start=1) if cell.strip()}


# ---------------------------------------------------------------- side by side


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def _tokens(text: str, *, wide: bool) -> list[_Token]:
    """Return the pieces of a line between gaps, and where they stand; ``wide``: a Japanese letter takes two places."""
    places = [0]
    for char in text:
        places.append(places[-1] + (2 if wide and unicodedata.east_asian_width(char) in "WFA" else 1))
    tokens, at = [], 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[at:end].strip():
            start = at + len(text[at:end]) - len(text[at:end].lstrip())
            tokens.append(_Token(text[start:end].rstrip(), places[start], places[end]))
        at = gap.end() if gap else end
    return tokens


def _side_by_side(lines: Sequence[Numbered]) -> tuple[list[Table], list[str]]:
    block = _heading_block([text for text, _ in lines])
    if block is None:
        return [], []
    at, after = block
    full = [text for text, _ in lines[after:] if text.strip()]
    beside = sum(
        bool(re.search(r"\S(?: {2,}|\u3000{2,}| ?\u3000 ?)\S", text)) or text.startswith("   ") for text in full
    )
    if not full or beside < _BESIDE * len(full):
        return [], []
    heading = [text for text, _ in lines[at:after]]
    columns = next((found for wide in (True, False) if (found := _gutters(heading, full, wide=wide))), None)
    wide = True if columns is None else columns[1]
    starts = columns[0] if columns else [start for start, _ in _heads(heading, wide=True)]
    rows, blank = [], False
    for text, spot in lines[at:]:
        if text.strip():
            cells = _placed(text.replace("\f", ""), starts, wide=wide, hard=columns is not None)
            rows.append(Row(cells, spot, blank=blank, top=text.startswith("\f")))
        blank = not text.strip()
    return [Table(rows, soft=True)], [text for text, _ in lines[:at] if text.strip()]


def _heading_block(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return the first line of the heading and the one after it: lines without a blank one between, where it has several."""
    for at, line in enumerate(lines):
        if not _GAP.search(line.strip()) or not _columns([token.text for token in _tokens(line, wide=True)]):
            continue
        first, after = at, at + 1
        while first > 0 and at - first < 2 and _part_of_heading(lines[first - 1]):
            first -= 1
        while after < len(lines) and after - at < 3 and _part_of_heading(lines[after]):
            after += 1
        return (first, after) if after < len(lines) and not lines[after].strip() else (at, at + 1)
    return None


def _part_of_heading(line: str) -> bool:
    tokens = [token.text for token in _tokens(line, wide=True)]
    return bool(tokens) and all(len(text) <= 8 and "。" not in text and not text.isdecimal() for text in tokens)


def _heads(heading: Sequence[str], *, wide: bool) -> list[tuple[int, int]]:
    """Return where each heading begins and ends, over all its lines."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((token.start, token.end) for line in heading for token in _tokens(line, wide=wide)):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _gutters(heading: Sequence[str], lines: Sequence[str], *, wide: bool) -> tuple[list[int], bool] | None:
    """Return where each column of the heading begins, None where no gaps run down between all of them."""
    inked: dict[int, int] = {}
    for line in lines:
        for token in _solid(line, wide=wide):
            for place in range(token.start, token.end):
                inked[place] = inked.get(place, 0) + 1
    most = len(lines) // 50
    starts = [0]
    for left, right in pairwise(_heads(heading, wide=wide)):
        # A gap between one heading and the next; a heading may stand in the middle above its column.
        free = [place for place in range(left[0] + 1, right[1]) if inked.get(place, 0) <= most]
        runs = [span for span in _spans(free) if starts[-1] < span[0] <= right[0] and span[1] > span[0]]
        if not runs:
            return None
        best = max(runs, key=lambda span: (min(span[1], right[0]) - span[0], span[1]))
        starts.append(min(best[1] + 1, right[0]))
    return starts, wide


def _spans(places: Sequence[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for place in places:
        if spans and place == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], place)
        else:
            spans.append((place, place))
    return spans


def _solid(text: str, *, wide: bool) -> list[_Token]:
    """Return every piece without any blank inside."""
    places = [0]
    for char in text:
        places.append(places[-1] + (2 if wide and unicodedata.east_asian_width(char) in "WFA" else 1))
    return [_Token(m[0], places[m.start()], places[m.end()]) for m in re.finditer(r"\S+", text)]


def _placed(text: str, starts: Sequence[int], *, wide: bool, hard: bool) -> dict[int, str]:
    """Put each piece of a line into the column in which it begins; ``hard``: pieces are parted at the columns alone."""
    tokens = _solid(text, wide=wide) if hard else _tokens(text, wide=wide)
    cells: dict[int, str] = {}
    ends: dict[int, int] = {}
    for token in tokens:
        middle = token.start + 1
        column = max((at for at, start in enumerate(starts, start=1) if start <= middle), default=1)
        if column in cells:
            gap = token.start - ends[column]
            cells[column] += ("\u3000" if gap > 1 else " ") + token.text
        else:
            cells[column] = token.text
        ends[column] = token.end
    return cells
