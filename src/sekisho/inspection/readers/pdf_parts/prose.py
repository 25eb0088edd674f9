"""Lines that run on -> paragraphs, so that a name broken at the end of a line is found."""

import re
from collections.abc import Sequence
from itertools import pairwise

from sekisho.inspection.readers.pdf_parts.lines import Segment, latin_ends

SHORTEST = 10
"""A line of prose is at least this many em long: shorter ones are cells of a table."""
_PROSE = re.compile(r"[。、，．]|[a-z]{2,} [a-z]{2,}")
_KANA = re.compile(r"[ぁ-ん]")
KANA_SHARE = 0.25
"""Without a comma or a full stop, a sentence is known by its share of hiragana: addresses and names have little."""


def paragraphs(rows: Sequence[Sequence[Segment]]) -> list[str]:
    """Return what stands on two lines or more, joined where a line reaches the right margin of its block."""
    result = []
    alone = [len(row) == 1 for row in rows]
    for block in _blocks([cell for row in rows for cell in row]):
        if sum(_long(line) for line in block) < 0.6 * len(block) and len(block) > 2:
            continue
        margin = max(line.end for line in block)
        joined = [block[0].text]
        count = 1
        for before, line in pairwise(block):
            if _long(before) and before.end >= margin - 1.6 * before.em and alone[before.row] == alone[line.row]:
                joined[-1] += (" " if latin_ends(joined[-1], line.text) else "") + line.text
                count += 1
            else:
                result += joined if count > 1 else []
                joined, count = [line.text], 1
        result += joined if count > 1 else []
    return [text for text in result if _PROSE.search(text) or len(_KANA.findall(text)) > KANA_SHARE * len(text)]


def _long(line: Segment) -> bool:
    return line.end - line.start >= SHORTEST * line.em


def _blocks(cells: list[Segment]) -> list[list[Segment]]:
    """Put lines of one size together that follow each other closely and begin at the same margin."""
    open_blocks: list[list[Segment]] = []
    closed: list[list[Segment]] = []
    for cell in cells:
        alive: list[list[Segment]] = []
        for block in open_blocks:
            (alive if cell.top - block[-1].bottom <= 1.4 * block[-1].em else closed).append(block)
        open_blocks = alive
        home = next((block for block in open_blocks if _follows(block, cell)), None)
        if home is None:
            open_blocks.append([cell])
        else:
            home.append(cell)
    return [block for block in closed + open_blocks if len(block) > 1]


def _follows(block: Sequence[Segment], cell: Segment) -> bool:
    last = block[-1]
    if cell.row == last.row or abs(cell.em - last.em) > 0.15 * last.em:
        return False
    margin = min(line.start for line in block[-2:])
    below = cell.top - last.top > 0.7 * last.em
    return below and abs(cell.start - margin) <= 2.3 * last.em and min(cell.end, last.end) > max(cell.start, last.start)
