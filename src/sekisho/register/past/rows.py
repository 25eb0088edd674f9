"""Rows of a table, whatever it was read from: what stands in which column, and what a single cell can be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from sekisho.register.past.joining import begins_anew, ended
from sekisho.register.past.labels import SIGNS
from sekisho.register.past.model import Spot

_PAGE: Final = re.compile(
    r"[-－‐–―—ー─\s]*(?:p(?:age)?\.?\s*)?[0-9]{1,3}(?:\s*(?:/|of|／)\s*[0-9]{1,3})?(?:\s*(?:ページ|頁|枚目))?[-－‐–―—ー─\s]*(?:/\s*[0-9]{1,3}\s*(?:ページ|頁))?",
    re.IGNORECASE,
)
_MOST_NUMBER: Final = 15


@dataclass(slots=True)
class Row:
    """A row of a table, or a line of one: text by column. ``merged``: columns whose cell goes on from the row above.

    ``top``: it is the first of a page or a sheet. ``blank``: a blank line stands before it.
    """

    cells: dict[int, str]
    spot: Spot = field(default_factory=Spot)
    merged: frozenset[int] = frozenset()
    top: bool = False
    blank: bool = False
    spans: dict[int, int] = field(default_factory=dict)
    """By column: the last column that its cell reaches into."""


@dataclass(slots=True)
class Table:
    """Rows that belong together. ``soft``: its rows are lines of the layout, several of which make a row.

    ``wrapped``: a row is a row, but the lines inside of its cells are the layout's.
    """

    rows: list[Row]
    soft: bool = False
    wrapped: bool = False


def is_page_number(text: str) -> bool:
    """Tell whether a line is a page number: - 3 -, 3 / 5, 3ページ. A number alone may be one."""
    return bool(_PAGE.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def is_number(text: str) -> bool:
    """Tell whether a text can be the number of an incident: 1, （１）, No.1, R5-3, ①."""
    bare = unicodedata.normalize("NFKC", text).strip()
    return 0 < len(bare) <= _MOST_NUMBER and (
        any(char.isdigit() for char in bare)
        or text.strip()[:1] in SIGNS
        or bool(re.fullmatch(r"[一二三四五六七八九十]+", bare))
    )


def in_lines(rows: Sequence[Row]) -> bool:
    """Tell whether rows are lines: some have nothing in the first column and go on with what was not at its end."""
    return any(
        min(row.cells, default=1) > 1
        and any(
            at in above.cells
            and len(above.cells[at].strip()) > 7
            and not ended(above.cells[at].strip())
            and not begins_anew(above.cells[at].strip(), text)
            for at, text in row.cells.items()
        )
        for above, row in pairwise(rows)
    )
