"""How an office lays a table out: which heading stands over which value, which label beside it.

Title rows, headings in two rows and over merged cells, several tables on one
sheet, forms of labels and values, and 方眼紙, where every character has a cell
of its own: from the cells of a grid come lines of units, and from lines blocks
of records.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sekisho.bundle.columns import Header
from sekisho.inspection.model import Grid, Part
from sekisho.inspection.recognition.readings import header_of
from sekisho.inspection.recognition.stacked import is_heading

MANY = 10_000
"""Cells from which a grid is cut into rows as a column; below, loading what it takes would cost more."""
GRID_PAPER_COLUMNS = 25
"""From this many columns on, a sheet of single characters is 方眼紙 and two characters side by side are one word."""
_BETWEEN = frozenset("-－‐−ー/／.．・")
"""What has a cell of its own on 方眼紙 and still belongs to the date, the phone or the name around it."""


RELATIONS = frozenset(["父", "母", "世帯主", "保護者", "園"])
"""Headings of a column, and also what stands in a column 続柄: alone in a row they head nothing."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One value as a person reads it: a cell, a merged cell, or characters in a row of cells. Columns from 1."""

    cell: int
    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid with its units from left to right."""

    row: int
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading over the columns ``first`` to ``last``; up to ``reach`` no other heading begins.

    ``slot`` numbers the person of the row whom it speaks of, where a row holds several side by side.
    """

    first: int
    last: int
    reach: int
    label: str
    header: Header | None
    slot: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """One table, or one form: its number on the grid, its headings (none: unknown) and its lines."""

    number: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    form: bool = False


def lines_of(grid: Grid, rows: frozenset[int] | None = None) -> list[Line]:
    """Return the lines of a grid from top to bottom, or only those of ``rows``."""
    spans = {(top, left): right for top, left, _, right in grid.merges}
    lines: list[Line] = []
    starts: frozenset[int] = frozenset()
    fine = max(grid.columns, default=0) >= GRID_PAPER_COLUMNS and _mostly_single(grid)
    for start, end in row_slices(grid, rows):
        units = _units(grid, range(start, end), spans, starts, shortest=2 if fine else 3)
        if sum(is_heading(unit.text) for unit in units) > 1:
            starts = frozenset(unit.first for unit in units)
        lines.append(Line(grid.rows[start], tuple(units)))
    return _spread(lines) if grid.place.part is Part.PAGE else lines


def _spread(lines: list[Line]) -> list[Line]:
    """Let a heading that is printed in the middle over several others begin where the first of them does.

    A page has no merged cells that would say so.
    """
    for at, (line, below) in enumerate(itertools.pairwise(lines)):
        if len(below.units) > 1 and len(line.units) > 1 and all(is_heading(unit.text) for unit in below.units):
            units = tuple(_over_its_first(line, number, below) for number in range(len(line.units)))
            lines[at] = replace(line, units=units)
    return lines


def _over_its_first(line: Line, at: int, below: Line) -> Unit:
    """Return a unit of ``line``, begun where the first of ``below`` does that is its own: nothing else can head that."""
    unit = line.units[at]
    before = line.units[at - 1] if at else None
    if before and any(other.first <= before.last and before.first <= other.last for other in below.units):
        return unit
    left = before.last if before else 0
    right = line.units[at + 1].first if at + 1 < len(line.units) else below.units[-1].last + 1
    own = [other for other in below.units if left < other.first and other.last < right]
    return replace(unit, first=own[0].first) if own and own[0].first < unit.first <= own[-1].last else unit


def row_slices(grid: Grid, wanted: frozenset[int] | None = None) -> Iterator[tuple[int, int]]:
    """Yield for each row of a grid, or for each of ``wanted``, the positions of its cells: from, and up to but without."""
    if not grid.rows:
        return
    if len(grid.rows) < MANY:
        starts = [0, *(at for at, (a, b) in enumerate(itertools.pairwise(grid.rows), 1) if a != b)]
        slices = zip(starts, [*starts[1:], len(grid.rows)], strict=True)
        yield from (one for one in slices if wanted is None or grid.rows[one[0]] in wanted)
        return
    yield from _row_slices_of_many(grid, wanted)


def _row_slices_of_many(grid: Grid, wanted: frozenset[int] | None) -> Iterator[tuple[int, int]]:
    import numpy as np

    rows = np.frombuffer(grid.rows, dtype=f"u{grid.rows.itemsize}")
    edges = np.concatenate(([0], np.flatnonzero(np.diff(rows)) + 1, [len(rows)]))
    starts, ends = edges[:-1], edges[1:]
    if wanted is not None:
        kept = np.isin(rows[starts], np.fromiter(wanted, dtype=rows.dtype, count=len(wanted)))
        starts, ends = starts[kept], ends[kept]
    yield from zip(starts.tolist(), ends.tolist(), strict=True)


def _mostly_single(grid: Grid) -> bool:
    single = [len(text.strip()) == 1 for text in grid.strings]
    return 2 * sum(single[text] for text in grid.texts) > len(grid.texts)


def _units(
    grid: Grid, cells: Sequence[int], spans: dict[tuple[int, int], int], starts: frozenset[int], *, shortest: int
) -> list[Unit]:
    units: list[Unit] = []
    run: list[Unit] = []
    for cell in cells:
        text, first = grid.text_of(cell), grid.columns[cell]
        if not text.strip():
            continue
        unit = Unit(cell, first, spans.get((grid.rows[cell], first), first), text)
        goes_on = run and first - run[-1].last <= 2 and first not in starts
        joint = shortest == 2 and bool(run) and text.strip() in _BETWEEN
        single = len(text.strip()) == 1 and (text.strip().isalnum() or joint)
        if run and not (single and goes_on):
            units += _joined(run, shortest)
            run = []
        if single:
            run.append(unit)
        else:
            units.append(unit)
    return units + _joined(run, shortest)


def _joined(run: list[Unit], shortest: int) -> list[Unit]:
    if len(run) < shortest:
        return run
    return [Unit(run[0].cell, run[0].first, run[-1].last, "".join(unit.text.strip() for unit in run))]


def blocks_of(lines: Sequence[Line], says_fact: Callable[[str], bool]) -> Iterator[Block]:
    """Yield the tables and forms of a grid. ``says_fact`` tells a value about a person from a heading."""
    number, columns, kept = 0, (), []  # type: tuple[int, tuple[Column, ...], list[Line]]
    form: list[Line] = []
    for at, line in enumerate(lines):
        kind = _kind(line, lines[at + 1] if at + 1 < len(lines) else None, says_fact)
        if kind != "labels" and form and (kind == "heading" or line.row - form[-1].row > 1):
            yield Block(number, (), tuple(form), form=True)
            form, number = [], number + 1
        if kind == "labels" and not (columns and kept):
            form.append(line)
        elif kind == "heading":
            if kept:
                yield Block(number, columns, tuple(kept))
            if kept or not columns:
                number, columns = number + bool(kept), ()
            above = lines[at - 1] if at and line.row - lines[at - 1].row == 1 else None
            columns, kept = _columns(line, above, columns), []
        else:
            kept.append(line)
    if form:
        yield Block(number, (), tuple(form), form=True)
        number += 1
    if kept:
        yield Block(number, columns, tuple(kept))


def _kind(line: Line, following: Line | None, says_fact: Callable[[str], bool]) -> str:
    """Return ``heading``, ``labels`` or ``data``."""
    headers = [unit for unit in line.units if is_heading(unit.text)]
    if all(unit.text.strip() in RELATIONS for unit in headers):
        return "data"
    facts = [unit for unit in line.units if unit not in headers and says_fact(unit.text)]
    if facts:
        beside = any(a in headers and b in facts for a, b in zip(line.units, line.units[1:], strict=False))
        return "labels" if beside else "data"
    if len(headers) == 1 and len(line.units) > 1 and header_of(headers[0].text) == Header("serial", ""):
        return "data"
    if len(headers) == 1 and len(line.units) <= 2:
        units = following.units if following else ()
        below = [unit for unit in units if unit.first <= headers[0].last and unit.last >= headers[0].first]
        return "heading" if below and not is_heading(below[0].text) else "labels"
    return "heading"


def _columns(line: Line, above: Line | None, earlier: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the headings of ``line``, those of the row above it kept where nothing stands below them."""
    found = []
    for at, unit in enumerate(line.units):
        reach = line.units[at + 1].first - 1 if at + 1 < len(line.units) else unit.last + 1
        group = _over(above, unit) if above else ""
        header = header_of(unit.text)
        grouped = header_of(group.removesuffix("情報").removesuffix("欄") + unit.text) if group and header else None
        found.append(Column(unit.first, unit.last, max(reach, unit.last), unit.text, grouped or header))
    free = [c for c in earlier if not any(f.first <= c.last and f.last >= c.first for f in found)]
    merged = sorted([*found, *free], key=lambda column: column.first)
    limited = [
        replace(column, reach=min(column.reach, merged[at + 1].first - 1) if at + 1 < len(merged) else column.reach)
        for at, column in enumerate(merged)
    ]
    return _with_slots(limited)


def _over(above: Line, unit: Unit) -> str:
    """Return what stands over a unit in the row above: its own cell, or the last one that began to the left."""
    over = [other for other in above.units if other.first <= unit.first]
    return over[-1].text if over else ""


def _with_slots(columns: list[Column]) -> tuple[Column, ...]:
    """Number the persons of a row: a new one begins where a kind comes again, if names come again too."""
    names = [
        c.header for c in columns if c.header and c.header.column in {"name", "family_name"} and not c.header.whose
    ]
    if len(names) < 2:
        return tuple(columns)
    slot, seen, result = 0, set(), []  # type: tuple[int, set[Header], list[Column]]
    for column in columns:
        if column.header and column.header in seen:
            slot, seen = slot + 1, set()
        if column.header:
            seen.add(column.header)
        result.append(replace(column, slot=slot))
    return tuple(result)


def column_over(columns: Sequence[Column], unit: Unit) -> tuple[Column | None, bool]:
    """Return the heading over a unit, and whether it stands right over it (not merely to its left)."""
    for column in columns:
        if column.first <= unit.last and unit.first <= column.last:
            return column, True
    for column in columns:
        if column.first <= unit.first <= column.reach:
            return column, False
    return None, False
