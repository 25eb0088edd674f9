"""The five columns as cells of a spreadsheet: what stands in one cell, of all forms alike."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.documents.yearly.view import Item, Result, RowView


def cells(row: RowView) -> tuple[str, str, str, str, str]:
    """Return number, department, outline, measures and status of a row; a line for each paragraph.

    Of a withheld row the outline says that it is withheld, and why.
    """
    if row.withheld:
        return row.number, "", row.withheld, "", ""
    return row.number, row.department, row.outline, _lines(row.measures), _lines(row.status)


def counted(results: Iterable[Result]) -> tuple[str, str]:
    """Return what was counted of the measures of a row, and the same in sentences; a line for each measure."""
    told = tuple(results)
    return "\n".join(f"{one.label}{one.word}" for one in told), "\n".join(f"{one.label}{one.said}" for one in told)


def _lines(items: Iterable[Item]) -> str:
    return "\n".join(f"{one.label}\n{one.text}" if one.heading else f"{one.label}{one.text}" for one in items)
