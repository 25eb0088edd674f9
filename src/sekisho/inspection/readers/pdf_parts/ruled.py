"""A page as a table for whoever reads tables rather than people: every box one cell, however high, with what it spans.

Inspection wants short cells as one text and leaves high ones as lines, since a frame around a letter is no cell. A
report's cells are high, and their lines are kept: what joins them knows Japanese, not this.
"""

from array import array
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from sekisho.inspection.model import Grid, Place
from sekisho.inspection.readers.pdf_parts.columns import number_columns
from sekisho.inspection.readers.pdf_parts.lines import Segment
from sekisho.inspection.readers.pdf_parts.rules import SAME, Box, Rules, boxes_of

LEAST = 4
"""Boxes with text that make a table."""
APART = 1.5
"""Lines farther apart than this many times the usual have something between them: a row ends."""


def table_of(rows: Sequence[Sequence[Segment]], rules: Rules, place: Place) -> Grid:
    """Return the page as one table. Without boxes each line is a row, and a row is left out where a border or a gap is."""
    cells = [cell for row in rows for cell in row]
    boxes = boxes_of(cells, _closed(rules)) if rules.boxes else []
    if len({box for box in boxes if box is not None}) < LEAST:
        return _lines(rows, rules, place)
    return _boxed(cells, boxes, place)


def _closed(rules: Rules) -> Rules:
    """Return the lines with a table closed above and below where only its sides reach: a row torn at the page's end."""
    ends = np.unique(rules.down[:, 1:].round(0))
    wide = [rules.down[:, 0].min(), rules.down[:, 0].max()]
    drawn = rules.across[:, 0]
    open_ends = [y for y in (ends.min(), ends.max()) if not (np.abs(drawn - y) <= 2 * SAME).any()]
    more = np.array([[y, *wide] for y in open_ends]).reshape(-1, 3)
    return Rules(np.concatenate((rules.across, more)), rules.down)


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
        addressed=False,
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
    number, last, usual = 0, None, _usual(rows)
    for row, own in zip(rows, number_columns(rows), strict=True):
        top = min(cell.top for cell in row)
        number += 1 + (last is not None and (top - last > APART * usual or _between(rules, last, row)))
        last = max(top, last or top)
        for cell, column in zip(row, own, strict=True):
            numbers.append(number)
            columns.append(column)
            texts.append(strings.setdefault(cell.text, len(strings)))
    return Grid(place, numbers, columns, texts, tuple(strings), addressed=False)


def _usual(rows: Sequence[Sequence[Segment]]) -> float:
    tops = sorted(min(cell.top for cell in row) for row in rows)
    steps = [after - before for before, after in zip(tops, tops[1:], strict=False) if after - before > 1]
    return float(np.median(steps)) if steps else 1e9


def _between(rules: Rules, last: float, row: Sequence[Segment]) -> bool:
    """Tell whether a line is drawn across the page between the line that begins at ``last`` and this one."""
    middle = min(cell.middle for cell in row)
    wide = rules.across[(rules.across[:, 2] - rules.across[:, 1]) > 100.0, 0]
    return bool(((wide > last + 2) & (wide < middle)).any())
