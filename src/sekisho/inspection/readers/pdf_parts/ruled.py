"""A page as a table for whoever reads tables rather than people: every box one cell, however high, with what it spans.

Inspection wants short cells as one text and leaves high ones as lines, since a frame around a letter is no cell. A
report's cells are high, and their lines are kept: what joins them knows Japanese, not this.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from sekisho.inspection.model import Grid, Place
from sekisho.inspection.readers.pdf_parts.columns import number_columns
from sekisho.inspection.readers.pdf_parts.lines import Segment
from sekisho.inspection.readers.pdf_parts.rules import SAME, Box, Rules, boxes_of

LEAST = 4
"""Boxes with text that make a table."""
APART = 0.2
"""Room of so many em more than between the lines of a cell is room between rows."""
WIDE = 100.0
"""A line across is the border of a row from this length on."""


def table_of(rows: Sequence[Sequence[Segment]], rules: Rules, place: Place) -> Grid:
    """Return the page as one table, addressed where boxes make its rows.

    Without boxes each line is a row, and a row is left out where a border or a gap is.
    """
    cells = [cell for row in rows for cell in row]
    boxes = boxes_of(cells, _closed(rules)) if rules.boxes else []
    if len({box for box in boxes if box is not None}) < LEAST:
        return _lines(rows, rules, place)
    return _boxed(cells, boxes, place)


def with_starts(rules: Rules, rows: Sequence[Sequence[Segment]]) -> Rules:
    """Return the lines with a wall before each place where cells of several lines begin.

    A full line of one column is nearer to the next column than two words are to each other.
    """
    starts = Counter(round(cell.start) for row in rows for cell in row[1:])
    bottom = max((cell.bottom for row in rows for cell in row), default=0.0)
    found = [x for x in starts if starts[x] + starts[x - 1] + starts[x + 1] >= LEAST]
    walls = [(x - 0.5, 0.0, bottom) for x in found if starts[x] == max(starts[x - 1], starts[x], starts[x + 1])]
    if not walls:
        return rules
    # Two lines across, where there are none, so that the walls count.
    across = rules.across if len(rules.across) > 1 else np.array([[0.0, 0.0, 0.0], [bottom, 0.0, 0.0]])
    return Rules(across, np.concatenate((rules.down, np.array(walls), np.array([[-1.0, 0.0, 0.0], [-2.0, 0.0, 0.0]]))))


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


def _boxed(cells: Sequence[Segment], boxes: Sequence[Box | None], place: Place) -> Grid:
    held: dict[Box, list[Segment]] = defaultdict(list)
    for cell, box in zip(cells, boxes, strict=True):
        held[box or (cell.top, cell.bottom, cell.start, cell.end)].append(cell)
    closed = {box for box in boxes if box is not None}
    tops = _steps([box[0] for box in held])
    lefts = _steps([box[2] for box in closed])
    found: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    merges = set()
    for box in sorted(held):
        row, column = _step(tops, box[0]), _step(lefts, box[2])
        found[row, column] += held[box]
        if box in closed:
            last, right = _step(tops, box[1] - 3 * SAME), _step(lefts, box[3] - 3 * SAME)
            if (last, right) != (row, column):
                merges.add((row, column, max(row, last), max(column, right)))
    strings: dict[str, int] = {}
    ordered = sorted(found)
    texts = array("l", [strings.setdefault(_text(found[at]), len(strings)) for at in ordered])
    return Grid(
        place,
        array("l", [row for row, _ in ordered]),
        array("l", [column for _, column in ordered]),
        texts,
        tuple(strings),
        merges=tuple(sorted(merges)),
    )


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


def _lines(rows: Sequence[Sequence[Segment]], rules: Rules, place: Place) -> Grid:
    strings: dict[str, int] = {}
    numbers, columns, texts = array("l"), array("l"), array("l")
    number, bottom = 0, None
    ends = _ends(rows, rules)
    for row, own in zip(rows, number_columns(rows), strict=True):
        top = min(cell.top for cell in row)
        number += 1 + (bottom is not None and ends(bottom, top))
        bottom = max(bottom or 0.0, *(cell.bottom for cell in row))
        for cell, column in zip(row, own, strict=True):
            numbers.append(number)
            columns.append(column)
            texts.append(strings.setdefault(cell.text, len(strings)))
    return Grid(place, numbers, columns, texts, tuple(strings), addressed=False)


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
    return float(np.median(rooms)) if rooms else 0.0
