"""The rows below a heading -> which of them are one incident, and which are none: sums, remarks, page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sekisho.register.past.columns import Column
from sekisho.register.past.drafts import Found
from sekisho.register.past.joining import ended
from sekisho.register.past.model import Kind, Problem
from sekisho.register.past.rows import Row, is_number, is_page_number
from sekisho.words import say

_NOTE: Final = re.compile(r"[※＊*]|[（(〔【]?注|備考[：:]|出典|以上$|合?計$|小計|総計")

_SECTION: Final = re.compile(r"[ぁ-ん]|年度$|[一-龥]{4}|^[^\s\w]?[0-9０-９]{1,2}[）).．、\s]+[^\W0-9０-９]")
"""What stands alone in its row and is no number of an incident, but a heading of a part: ２　令和５年度に発生した事案."""


@dataclass(slots=True)
class Section:
    """Rows under one heading, over as many pages and sheets as repeat it; columns count from 1 in its order."""

    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    owner: dict[int, int] = field(default_factory=dict)
    """By column of the last table: its place under the heading."""
    soft: bool = False
    wrapped: bool = False

    def of(self, kind: Kind) -> list[Column]:
        """Return the columns that hold ``kind``."""
        return [column for column in self.columns if column.kind is kind]


@dataclass(slots=True)
class Group:
    """The rows of one incident. ``unsure``: rows that were put to it although nothing says so."""

    rows: list[Row]
    unsure: list[Row] = field(default_factory=list)
    numbered: bool = True
    carried: list[str] = field(default_factory=list)
    """What a cell that is merged over several incidents says for this one too."""


def groups_of(section: Section, found: Found) -> list[Group]:
    """Return the rows of a section incident by incident; what is no row of it goes to the notes of ``found``."""
    groups: list[Group] = []
    standing: dict[int, str] = {}
    rows = [row for row in section.rows if not _set_aside(section, row, found)]
    blocks = _blocks(section, rows)
    for row in rows:
        if blocks is None:
            _place(section, row, groups)
        elif id(row) in blocks or not groups:
            groups.append(Group([row]))
        else:
            groups[-1].rows.append(row)
        standing = {i: text for i, text in standing.items() if i in row.merged} | row.cells
        if groups[-1].rows[0] is row:
            groups[-1].carried = [
                standing[column.index]
                for column in section.of(Kind.DEPARTMENT)
                if column.index in row.merged and column.index in standing
            ]
    return groups


def _set_aside(section: Section, row: Row, found: Found) -> bool:
    """Tell whether a row is none of the table, and keep it where it belongs."""
    number = text_of(section, row, Kind.NUMBER)
    told = any(text_of(section, row, kind) for kind in (Kind.DEPARTMENT, Kind.OUTLINE, Kind.MEASURES))
    alone = len(row.cells) == 1 and _is_note(section, row, *next(iter(row.cells.items())))
    summed = bool(_NOTE.match(number)) and not is_number(number) and not text_of(section, row, Kind.MEASURES)
    if row.cells and not alone and not summed and (told or not number or is_number(number)):
        return False
    below = section.rows[section.rows.index(row) + 1 :]
    if any("。" in text for text in row.cells.values()) and any(len(one.cells) > 1 for one in below):
        message = say("表の中に、どの事故のものか分からない文があります。表の外の文として残しました。")
        found.problems.append(Problem("stray_text", message, row.spot))
    for text in row.cells.values():
        (found.furniture if is_page_number(text) else found.notes).append(text)
    return True


def _blocks(section: Section, rows: Sequence[Row]) -> set[int] | None:
    """Return the rows that begin an incident in a table of lines, by the gaps between its rows.

    Only where every stretch between two gaps has one number at most: the number may stand in the middle of its row.
    """
    numbers = section.of(Kind.NUMBER)
    if not section.soft or not numbers:
        return None
    begins: set[int] = set()
    first: Row | None = None
    seen = 0
    for row in rows:
        if row.blank or row.top or first is None:
            first, seen = row, 0
        if text_of(section, row, Kind.NUMBER):
            seen += 1
            begins.add(id(first))
        if seen > 1:
            return None
    return begins if any(row.blank for row in rows[1:]) else None


def _is_note(section: Section, row: Row, index: int, text: str) -> bool:
    """Tell whether a row with one cell alone is no row of the table: a remark below it, a page number, a sum."""
    if index > len(section.columns):
        return False
    if row.spans.get(index, index) >= len(section.columns) > index:
        return True
    column, bare = section.columns[index - 1], text.strip()
    if column.kind is Kind.NUMBER:
        paged = is_page_number(text) and not bare.isdecimal()
        return paged or not is_number(text) or bool(_NOTE.match(bare) or _SECTION.search(bare))
    if is_page_number(text) and column.kind is not Kind.EXTRA:
        return True
    return bool(index == 1 and _NOTE.match(bare))


def text_of(section: Section, row: Row, kind: Kind) -> str:
    """Return what a row has in the columns of ``kind``."""
    return "".join(row.cells.get(column.index, "") for column in section.of(kind)).strip()


def _place(section: Section, row: Row, groups: list[Group]) -> None:
    """Begin a new incident with a row, or put it to the last one."""
    number, department, outline = (text_of(section, row, kind) for kind in (Kind.NUMBER, Kind.DEPARTMENT, Kind.OUTLINE))
    numbers = section.of(Kind.NUMBER)
    if numbers:
        if number or not groups:
            groups.append(Group([row], numbered=bool(number)))
            return
        inside = any(column.index in row.merged for column in numbers)
        if department and outline and not section.soft and not inside:
            groups.append(Group([row], numbered=False))
            return
        groups[-1].rows.append(row)
        if (department or outline) and not section.soft and not inside and not row.top:
            groups[-1].unsure.append(row)
        return
    whose = section.of(Kind.DEPARTMENT)
    inside = any(column.index in row.merged for column in (section.of(Kind.OUTLINE) or whose))
    starts = outline or department if not section.soft else _starts(section, groups, department or outline)
    if not groups or (starts and not inside and not (row.top and not department)):
        groups.append(Group([row]))
    else:
        groups[-1].rows.append(row)


def _starts(section: Section, groups: Sequence[Group], text: str) -> bool:
    """Tell whether, in a table of lines without numbers, a line begins an incident: what came before has come to its end."""
    if not text or not groups:
        return bool(text)
    last = [one for row in groups[-1].rows for one in [text_of(section, row, Kind.OUTLINE)] if one]
    return bool(last) and ended(last[-1])
