"""Tables written down cell by cell, for tests that say all of it themselves."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from tests.unit.register.past.reports import letters

from sekisho.register.past.model import PastReport


def book(
    rows: Sequence[Sequence[object]], *, merges: Sequence[str] = (), hidden: Sequence[int] = (), name: str = ""
) -> bytes:
    made = Workbook()
    sheet = made.active
    if name:
        sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    for row in hidden:
        sheet.row_dimensions[row].hidden = True
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def comma(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + "\n"


def codes(report: PastReport) -> set[str]:
    return {one.code for one in report.problems if one.asks}


def whole(report: PastReport) -> str:
    return "".join(map(letters, report.incidents))
