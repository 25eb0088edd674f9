"""Lines that run on -> paragraphs, so that a name broken at the end of a line is found, in a narrow column too."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from sekisho.inspection.readers.pdf_parts.lines import Segment, latin_ends

SHORTEST, NARROW = 10, 3
"""A line of prose is at least this many em long, or in a narrow column this many: shorter ones are cells of a table."""
RAGGED = 1.6
"""How many em a full line may end before the margin: what may not begin a line takes its neighbour along."""
TIGHT = 1.0
"""Up to how many em the lines of one cell are apart."""
LONGEST_NAME = 12
"""Characters of a name that is broken inside of its cell."""
_PROSE = re.compile(r"[。、，．]|[a-z]{2,} [a-z]{2,}")
_RUNNING = re.compile(
    r"[。、を]|して|する|した|され|さん|くん|ちゃん|ため|から|です|ます|ない|には|では|との|への|より|による|について|から|まで|など"
)
"""What stands in the sentences of a narrow column, and hardly in its names and addresses."""
_KANA = re.compile(r"[ぁ-ん]")
KANA_SHARE = 0.25
"""Without a comma or a full stop, a sentence is known by its share of hiragana: addresses and names have little."""


def paragraphs(rows: Sequence[Sequence[Segment]]) -> list[str]:
    """Return what stands on two lines or more, joined where a line reaches the right margin of its block."""
    cells = [len(row) for row in rows]
    result: list[str] = []
    for block in _blocks([cell for row in rows for cell in row]):
        wide = len(block) == 2 or sum(_long(line) for line in block) >= 0.6 * len(block)
        result += _joined(block, partial(_goes_on, cells=cells, wide=wide))
    return [text for text in result if _prose(text) or len(text) <= LONGEST_NAME]


def _goes_on(block: Sequence[Segment], at: int, *, cells: Sequence[int], wide: bool) -> bool:
    """Tell whether a full line goes on in the next one, ``at``. ``cells``: how many each row of the page has."""
    before, line = block[at - 1 : at + 1]
    alike = (cells[before.row] == 1) == (cells[line.row] == 1)
    return (wide and alike and _long(before)) or _runs_on(block, at) or _breaks_off(before, line, cells)


def _joined(block: Sequence[Segment], goes_on: Callable[[Sequence[Segment], int], bool]) -> list[str]:
    margin = max(line.end for line in block)
    joined, count = [block[0].text], 1
    result: list[str] = []
    for at, (before, line) in enumerate(pairwise(block), start=1):
        if before.end >= margin - RAGGED * before.em and goes_on(block, at):
            joined[-1] += (" " if latin_ends(joined[-1], line.text) else "") + line.text
            count += 1
        else:
            result += joined if count > 1 else []
            joined, count = [line.text], 1
    return result + (joined if count > 1 else [])


def _long(line: Segment) -> bool:
    return line.end - line.start >= SHORTEST * line.em


def _prose(text: str) -> bool:
    kana = len(_KANA.findall(text)) > KANA_SHARE * len(text)
    return kana or bool(_PROSE.search(text) or _RUNNING.search(text))


def _runs_on(block: Sequence[Segment], at: int) -> bool:
    """Tell whether two lines of a narrow column are of one sentence: they, or those around them, have what it takes."""
    before = block[at - 1]
    around = "".join(line.text for line in block[max(0, at - 2) : at + 2])
    return before.end - before.start >= NARROW * before.em and bool(_RUNNING.search(around))


def _breaks_off(before: Segment, line: Segment, cells: Sequence[int]) -> bool:
    """Tell whether a short value goes on in the next line of its cell: there the row has fewer cells, and no new ones."""
    short = len(before.text) + len(line.text) <= LONGEST_NAME and before.text.isalpha() and line.text.isalpha()
    return short and cells[line.row] < cells[before.row] and line.top - before.bottom <= TIGHT * before.em


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
