"""The rows of a file around a finding: the offending one open, its neighbours masked before they leave the server."""

from __future__ import annotations

from collections.abc import Sequence

from sekisho.inspection.model import column_letters
from sekisho.inspection.showing.excerpt import Line, excerpt
from sekisho.inspection.showing.model import part_at
from sekisho.web.desk.queries.findings import FindingView
from sekisho.web.desk.showing import shown
from sekisho.web.ui.parts import Cell, Excerpt, Row
from sekisho.words import say

_COLUMNS = 40


def of_finding(finding: FindingView) -> Excerpt | None:
    """Return what stands around a finding; nothing where no row of its file could be told to be it."""
    file = finding.file
    if file is None or not file.shown:
        return None
    whole = shown(file.shown)
    part = part_at(whole, f"{whole.path}!/{finding.inner}" if finding.inner else whole.path, finding.place)
    if part is None:
        return None
    found = excerpt(part, finding.place, naming=finding.naming)
    if not found.lines:
        return None
    columns = (part.used_columns or (1,))[:_COLUMNS]
    rows, before = [], None
    for line in found.lines:
        gap = before is not None and line.position > before + 1
        rows.append(_row(line, columns, finding.place.column, gap=gap))
        before = line.position
    told = (say("全{count}行のうち", count=found.of), say("ほかの行は伏せています"))
    return Excerpt(part.title, told, tuple(map(column_letters, columns)), tuple(rows))


def _row(line: Line, columns: Sequence[int], column: str | None, *, gap: bool) -> Row:
    there = {cell.column: cell.text for cell in line.row.cells}
    kind = {"hit": "hit", "near": "masked", "heading": "header"}[line.role]
    cells = tuple(
        Cell(
            there.get(number, ""),
            hit=line.role == "hit" and column_letters(number) == column,
            masked=line.role == "near" and bool(there.get(number)),
        )
        for number in columns
    )
    return Row(str(line.row.number or ""), cells, kind, gap)  # type: ignore[arg-type]  # the words of both are told above
