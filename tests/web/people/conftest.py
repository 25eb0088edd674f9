"""What tests of people share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import pytest
import xlsxwriter


@pytest.fixture
def xlsx() -> Callable[[Sequence[Sequence[str]]], bytes]:
    """Make a workbook of rows."""

    def made(rows: Sequence[Sequence[str]]) -> bytes:
        buffer = BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            sheet = book.add_worksheet("異動")
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell)
        return buffer.getvalue()

    return made
