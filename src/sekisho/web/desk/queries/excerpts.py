"""The rows of a file around a finding: the offending one open, its neighbours masked before they leave the server."""

from __future__ import annotations

from sekisho.inspection.model import Place, column_letters
from sekisho.inspection.showing.excerpt import Line, excerpt
from sekisho.inspection.showing.model import Shown
from sekisho.web.desk.queries.findings import FindingView
from sekisho.web.desk.showing import shown
from sekisho.web.ui.parts import Cell, Excerpt, Row
from sekisho.words import say

_COLUMNS = 40


def of_finding(finding: FindingView) -> Excerpt | None:
    """Return what stands around a finding; nothing where it is in no table, or in a file inside the file."""
    file = finding.file
    if file is None or not file.shown or finding.inner or finding.place.row is None:
        return None
    part = _part(shown(file.shown).parts, finding.place)
    if part is None:
        return None
    found = excerpt(part, finding.place)
    if not found.lines:
        return None
    columns = min(max(part.columns, 1), _COLUMNS)
    rows, before = [], None
    for line in found.lines:
        gap = before is not None and line.position > before + 1
        rows.append(_row(line, columns, finding.place.column, gap=gap))
        before = line.position
    told = (say("全{count}行のうち", count=found.of), say("ほかの行は伏せています"))
    return Excerpt(part.title, told, tuple(column_letters(number) for number in range(1, columns + 1)), tuple(rows))


def _part(parts: tuple[Shown, ...], place: Place) -> Shown | None:
    """Return the sheet or page on which a place is."""
    if place.page is not None:
        return next((one for one in parts if one.number == place.page), None)
    named = [one for one in parts if one.title == place.sheet]
    return named[0] if named else (parts[0] if place.sheet is None and parts else None)


def _row(line: Line, columns: int, column: str | None, *, gap: bool) -> Row:
    there = {cell.column: cell.text for cell in line.row.cells}
    kind = {"hit": "hit", "near": "masked", "heading": "header"}[line.role]
    cells = tuple(
        Cell(
            there.get(number, ""),
            hit=line.role == "hit" and column_letters(number) == column,
            masked=line.role == "near" and bool(there.get(number)),
        )
        for number in range(1, columns + 1)
    )
    return Row(str(line.row.number), cells, kind, gap)  # type: ignore[arg-type]  # the words of both are told above
