"""A page as a table for whoever reads tables rather than people: every box one cell, however high, with what it spans.

Inspection wants short cells as one text and leaves high ones as lines, since a frame around a letter is no cell. A
report's cells are high, and their lines are kept: what joins them knows Japanese, not this.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sekisho.inspection.model import Grid, Place
from sekisho.inspection.readers.pdf_parts.lines import Segment
from sekisho.inspection.readers.pdf_parts.rules import SAME, Box, Rules, boxes_of

LEAST = 4
"""Boxes with text that make a table."""
APART = 0.2
"""Room of so many em more than between the lines of a cell is room between rows."""
ENDLESS = 1e6
"""Higher than any page."""
ALONE = 0.4
"""A line alone at its height that takes this share of the page's width says nothing of columns."""
WIDE = 100.0
"""A line across is the border of a row from this length on."""


Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """What is seen of a page: its lines, what is drawn on it, and its place."""

    rows: Sequence[Sequence[Segment]]
    rules: Rules
    place: Place


def tables_of(pages: Sequence[Page]) -> list[Grid]:
    """Return each page as one table, addressed where boxes make its rows; their columns are counted alike on all pages.

    Where no boxes are drawn each line is a row, and a row is left out where a border or a gap is.
    """
    boxes = [_boxes(page) for page in pages]
    counts = [len({box for box in one if box is not None}) for one in boxes]
    if max(counts, default=0) < LEAST:
        columns = _columns(pages)
        return [_lines(page, columns) for page in pages]
    lefts = _steps(
        [x for page, count in zip(pages, counts, strict=True) if count for x in page.rules.down[:, 0].tolist()]
    )
    columns = _columns([page for page, count in zip(pages, counts, strict=True) if not count])
    return [
        _boxed(page, one, lefts) if count else _lines(page, columns)
        for page, one, count in zip(pages, boxes, counts, strict=True)
    ]


def _boxes(page: Page) -> list[Box | None]:
    cells = [cell for row in page.rows for cell in row]
    if not cells or not len(page.rules.down):
        return [None for _ in cells]
    return boxes_of(cells, _closed(page.rules))


def starts_of(rows: Iterable[Sequence[Segment]]) -> list[float]:
    """Return where cells of several lines begin, the first cell of a line left out."""
    starts = Counter(round(cell.start) for row in rows for cell in row[1:])
    found = [x for x in list(starts) if starts[x] + starts[x - 1] + starts[x + 1] >= LEAST]
    return [x - 0.5 for x in found if starts[x] == max(starts[x - 1], starts[x], starts[x + 1])]


def with_starts(rules: Rules, starts: Sequence[float]) -> Rules:
    """Return the lines with a wall down the page at each of the places ``starts``.

    A full line of one column is nearer to the next column than two words are to each other.
    """
    if not starts:
        return rules
    walls = np.array([(x, 0.0, ENDLESS) for x in (*starts, -1.0, -2.0)])
    # Two lines across, where there are none, so that the walls count.
    across = rules.across if len(rules.across) > 1 else np.array([[0.0, 0.0, 0.0], [ENDLESS, 0.0, 0.0]])
    return Rules(across, np.concatenate((rules.down, walls)))


def _closed(rules: Rules) -> Rules:
    """Return the lines with a border across wherever the sides of cells end: some tools leave it out where a page ends."""
    ends: dict[float, list[float]] = defaultdict(list)
    for x, *two in rules.down.tolist():
        for y in two:
            near = next((known for known in ends if abs(known - y) <= 2 * SAME), y)
            ends[near].append(x)
    more = [
        (y, min(xs), max(xs))
        for y, xs in ends.items()
        if max(xs) - min(xs) > 2 * SAME and not (np.abs(rules.across[:, 0] - y) <= 2 * SAME).any()
    ]
    return Rules(np.concatenate((rules.across, np.array(more).reshape(-1, 3))), rules.down)


def _boxed(page: Page, boxes: Sequence[Box | None], lefts: Sequence[float]) -> Grid:
    """Return a page with its boxes as cells; a line outside of them goes across all columns."""
    held: dict[Box, list[Segment]] = defaultdict(list)
    loose: dict[int, list[Segment]] = defaultdict(list)
    for cell, box in zip((cell for row in page.rows for cell in row), boxes, strict=True):
        if box is None:
            loose[cell.row].append(cell)
        else:
            held[box].append(cell)
    across = [(min(cell.top for cell in line), line) for line in loose.values()]
    tops = _steps([*(box[0] for box in held), *(top for top, _ in across)])
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    merges = set()
    for top, line in sorted(across, key=lambda one: one[0]):
        found[_step(tops, top), 1].append(_line(line, line[0].start))
        merges.add((_step(tops, top), 1, _step(tops, top), len(lefts)))
    for box in sorted(held):
        row, column = _step(tops, box[0]), _step(lefts, box[2])
        found[row, column].append(_text(held[box]))
        last, right = _step(tops, box[1] - 3 * SAME), _step(lefts, box[3] - 3 * SAME)
        if (last, right) != (row, column):
            merges.add((row, column, max(row, last), max(column, right)))
    return _grid(
        page.place, [(*at, "\n".join(found[at])) for at in sorted(found)], tuple(sorted(merges)), addressed=True
    )


def _grid(
    place: Place,
    cells: Sequence[tuple[int, int, str]],
    merges: tuple[tuple[int, int, int, int], ...] = (),
    *,
    addressed: bool = False,
) -> Grid:
    strings: dict[str, int] = {}
    texts = array("l", [strings.setdefault(text, len(strings)) for _, _, text in cells])
    rows, columns = array("l", [row for row, _, _ in cells]), array("l", [column for _, column, _ in cells])
    return Grid(place, rows, columns, texts, tuple(strings), addressed=addressed, merges=merges)


def _steps(values: Sequence[float]) -> list[float]:
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > 2 * SAME:
            steps.append(value)
    return steps


def _step(steps: Sequence[float], value: float) -> int:
    """Return the number (from 1) of the step on which a value lies."""
    return max(1, int(np.searchsorted(np.array(steps) - 2 * SAME, value, side="right")))


def _text(held: Sequence[Segment]) -> str:
    lines: dict[int, list[Segment]] = defaultdict(list)
    for cell in sorted(held, key=lambda cell: (cell.row, cell.start)):
        lines[cell.row].append(cell)
    margin = min(cell.start for cell in held)
    return "\n".join(_line(line, margin) for line in lines.values())


def _line(line: Sequence[Segment], margin: float) -> str:
    """Return one line of a cell; an indent of one letter is a full-width space, as its author typed."""
    indented = 0.7 * line[0].em <= line[0].start - margin <= 1.3 * line[0].em
    return ("\u3000" if indented else "") + "\u3000".join(cell.text for cell in line)


def _lines(page: Page, columns: Sequence[Span]) -> Grid:
    cells: list[tuple[int, int, str]] = []
    merges = []
    number, bottom = 0, None
    ends = _ends(page.rows, page.rules)
    for row in page.rows:
        top = min(cell.top for cell in row)
        number += 1 + (bottom is not None and ends(bottom, top))
        bottom = max(bottom or 0.0, *(cell.bottom for cell in row))
        found: dict[int, list[Segment]] = defaultdict(list)
        for cell in row:
            first, last = _under(columns, cell)
            found[first].append(cell)
            if last > first and len(row) == 1:
                merges.append((number, 1, number, len(columns)))
        cells += [(number, column, _line(line, line[0].start)) for column, line in sorted(found.items())]
    return _grid(page.place, cells, tuple(merges))


def _columns(pages: Sequence[Page]) -> list[Span]:
    """Return the stretches of the page's width in which the lines of columns stand: nothing reaches from one into the next."""
    # Title, running head and page number go across columns.
    inner = [page.rows[2:-2] if len(page.rows) > 2 * LEAST else page.rows for page in pages]
    cells = [(cell, len(row)) for rows in inner for row in rows for cell in row]
    right = max((cell.end for cell, _ in cells), default=0.0)
    inked = np.zeros(int(right) + 2, dtype=np.int64)
    for cell, beside in cells:
        if beside > 1 or cell.end - cell.start < ALONE * right:
            inked[int(cell.start) : int(_inked_to(cell)) + 1] += 1
    held = inked > (1 if len(cells) > LEAST * LEAST else 0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], held.astype(np.int8), [0]))))
    return [(float(a), float(b)) for a, b in edges.reshape(-1, 2).tolist()] or [(0.0, right)]


def _inked_to(cell: Segment) -> float:
    """Return where the ink of a line ends: a full stop may hang out of its column, and is empty at its right."""
    return cell.end - cell.em if cell.text[-1] in "、。，．）」" else cell.end


def _under(columns: Sequence[Span], cell: Segment) -> tuple[int, int]:
    """Return the first and the last column (from 1) that a line lies in; beside all of them, the one before it."""
    hit = [at for at, (a, b) in enumerate(columns, start=1) if min(b, cell.end) - max(a, cell.start) > 1]
    near = max((at for at, (a, _) in enumerate(columns, start=1) if a <= cell.start + 1), default=1)
    return (hit[0], hit[-1]) if hit else (near, near)


def _ends(rows: Sequence[Sequence[Segment]], rules: Rules) -> Callable[[float, float], bool]:
    """Return what tells whether a row of the table ends between two heights: by drawn lines, else by free room."""
    wide = rules.across[(rules.across[:, 2] - rules.across[:, 1]) > WIDE, 0]
    if len(wide) >= LEAST:
        return lambda bottom, top: bool(((wide > bottom - 3 * SAME) & (wide < top + 3 * SAME)).any())
    cells = [cell for row in rows for cell in row]
    em = float(np.median([cell.em for cell in cells])) if cells else 1.0
    leading = _leading(cells)
    return lambda bottom, top: top - bottom > max(leading + APART * em, 1.3 * leading)


def _leading(cells: Sequence[Segment]) -> float:
    """Return the usual room between a line and the next one below it."""
    rooms = []
    for cell in cells:
        below = [
            o.top - cell.bottom for o in cells if o.top > cell.middle and o.start < cell.end and cell.start < o.end
        ]
        if below:
            rooms.append(max(0.0, min(below)))
    return float(np.percentile(rooms, 25)) if rooms else 0.0
