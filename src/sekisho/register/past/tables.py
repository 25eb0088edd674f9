"""A table of cells -> drafts of incidents: its heading, its rows, rows that go on, and what is no row of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sekisho.register.past.columns import Column, columns_of, kind_of_heading, plain
from sekisho.register.past.drafts import Block, Draft, Found
from sekisho.register.past.joining import Joined, Line, ended, join, width_of
from sekisho.register.past.labels import SIGNS, label_at
from sekisho.register.past.model import Kind, Problem, Spot
from sekisho.words import say

_NOTE: Final = re.compile(r"[※＊*]|[（(〔【]?注|備考[：:]|出典|以上$|合?計$|小計|総計")
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
    spot: Spot = Spot()
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


@dataclass(slots=True)
class _Heading:
    columns: list[Column]
    rows: int
    owner: dict[int, Column]

    def of(self, kind: Kind) -> list[Column]:
        return [column for column in self.columns if column.kind is kind]


def is_page_number(text: str) -> bool:
    """Tell whether a line is a page number: - 3 -, 3 / 5, 3ページ. A number alone may be one."""
    return bool(_PAGE.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def is_number(text: str) -> bool:
    """Tell whether a text can be the number of an incident: 1, （１）, No.1, R5-3, ①."""
    bare = unicodedata.normalize("NFKC", text).strip()
    return 0 < len(bare) <= _MOST_NUMBER and (
        any(char.isdigit() for char in bare) or text.strip()[:1] in SIGNS or bool(re.fullmatch(r"[一二三四五六七八九十]+", bare))
    )


def read_table(table: Table, before: Sequence[Column] | None = None) -> tuple[Found, list[Column] | None]:
    """Return what a table holds, and its columns. ``before``: those of the table that it may go on from, without a heading."""
    found, heading, body = Found(), None, []
    columns: list[Column] | None = list(before) if before else None
    at = 0
    while at < len(table.rows):
        new = _heading(table.rows, at)
        if new is not None:
            if body and heading is not None:
                found.add(_body(table, heading, body))
                body = []
            if heading is not None and _same(heading, new):
                found.furniture += [text for row in table.rows[at : at + new.rows] for text in row.cells.values()]
            at += new.rows
            heading, columns = new, new.columns
            if at < len(table.rows):
                table.rows[at].top = True
            continue
        if heading is None and columns and len({c for row in table.rows for c in row.cells}) <= len(columns):
            heading = _Heading(columns, 0, {column.index: column for column in columns})
        if heading is None:
            found.notes += [text for _, text in sorted(table.rows[at].cells.items())]
        else:
            body.append(table.rows[at])
        at += 1
    if heading is not None:
        found.add(_body(table, heading, body))
        found.headings = tuple(column.heading for column in heading.columns)
        found.has_number, found.has_measures = bool(heading.of(Kind.NUMBER)), bool(heading.of(Kind.MEASURES))
    return found, columns


# ---------------------------------------------------------------- heading


def _heading(rows: Sequence[Row], at: int) -> _Heading | None:
    """Return the heading that begins in row ``at``: one row, or two or three where a heading is parted."""
    row = rows[at]
    texts = {index: text for index, text in row.cells.items() if text.strip()}
    if len(texts) < 2 or any("。" in text for text in texts.values()):
        return None
    for more in (2, 1, 0):
        lower = rows[at + 1 : at + 1 + more]
        if len(lower) == more and all(_is_lower(one, row) for one in lower):
            joined, spans = _joined(row, lower)
            columns = columns_of(sorted(joined.items()))
            if columns is not None:
                return _Heading(columns, 1 + more, _owners(columns, spans))
    return None


def _is_lower(row: Row, upper: Row) -> bool:
    """Tell whether a row can be the lower part of a heading."""
    texts = [text for text in row.cells.values() if text.strip()]
    if not texts or len(texts) > len(upper.cells) + 6 or any("。" in t or len(t) > 24 or label_at(t.strip()) for t in texts):
        return False
    known = [kind_of_heading(text) for text in texts]
    goes_on = all(
        text.count("）") > text.count("（") or plain(text) in {"容", "況", "策", "課", "日"} for text in texts
    )
    return goes_on or (sum(kind is not Kind.EXTRA for kind, _ in known) >= 1 and not any(map(is_number, texts)) and len(texts) < len(upper.cells) + 4 and (bool(row.merged) or len(texts) < len(upper.cells)))


def _joined(row: Row, lower: Sequence[Row]) -> tuple[dict[int, str], dict[int, int]]:
    texts = {index: text for index, text in row.cells.items() if text.strip()}
    spans = dict(row.spans)
    for one in lower:
        for index, text in one.cells.items():
            upper = next((start for start in texts if start <= index <= spans.get(start, start)), None)
            parted = upper is not None and spans.get(upper, upper) > upper
            if index in texts and not parted:
                texts[index] += text
            elif upper is not None and parted:
                known = kind_of_heading(text)[0] is not Kind.EXTRA
                name = text if known or upper == index else f"{row.cells.get(upper, '')} {text}"
                texts[index] = name if index != upper or known else f"{texts[upper]} {text}"
            else:
                texts[index] = text
            spans[index] = one.spans.get(index, index)
    return texts, spans


def _owners(columns: Sequence[Column], spans: dict[int, int]) -> dict[int, Column]:
    owners = {column.index: column for column in columns}
    for column in columns:
        for index in range(column.index + 1, spans.get(column.index, column.index) + 1):
            owners.setdefault(index, column)
    return owners


def _same(one: _Heading, other: _Heading) -> bool:
    return [plain(c.heading) for c in one.columns] == [plain(c.heading) for c in other.columns]


# ---------------------------------------------------------------- rows


@dataclass(slots=True)
class _Group:
    """The rows of one incident. ``unsure``: rows that were put to it although nothing says so."""

    rows: list[Row]
    unsure: list[Row] = field(default_factory=list)
    numbered: bool = True
    carried: dict[int, str] = field(default_factory=dict)
    """What a cell that is merged over several incidents says for this one too."""


def _body(table: Table, heading: _Heading, rows: Iterable[Row]) -> Found:
    found = Found()
    groups: list[_Group] = []
    standing: dict[int, str] = {}
    for row in rows:
        cells = {index: text for index, text in row.cells.items() if text.strip()}
        if not cells:
            continue
        if len(cells) == 1 and _is_note(table, heading, row, next(iter(cells.items()))):
            text = next(iter(cells.values()))
            (found.furniture if is_page_number(text) else found.notes).append(text)
            continue
        _place(table, heading, row, groups)
        standing = {i: t for i, t in standing.items() if i in row.merged} | cells
        if groups[-1].rows[0] is row:
            groups[-1].carried = {
                index: text
                for index, text in standing.items()
                if index in row.merged and index in heading.owner and heading.owner[index].kind is Kind.DEPARTMENT
            }
    widths = _widths(heading, groups) if table.soft or table.wrapped else {}
    aligned = not table.soft and any(_aligned(heading, group) for group in groups)
    found.drafts = [_draft(table, heading, group, widths, aligned=aligned) for group in groups]
    return found


def _is_note(table: Table, heading: _Heading, row: Row, cell: tuple[int, str]) -> bool:
    """Tell whether a row with one cell alone is no row of the table: a remark below it, a page number, a sum."""
    index, text = cell
    bare = text.strip()
    first = heading.columns[0].index
    across = row.spans.get(index, index) >= heading.columns[-1].index > index
    if across or index not in heading.owner:
        return across
    column = heading.owner[index]
    if column.kind is Kind.NUMBER:
        return not is_number(text) or bool(_NOTE.match(bare))
    if is_page_number(text) and column.kind not in {Kind.EXTRA, Kind.NUMBER}:
        return True
    return bool(index == first and _NOTE.match(bare)) or (table.soft and row.top and is_page_number(text))


def _text(heading: _Heading, row: Row, kind: Kind) -> str:
    return "".join(
        text for index, text in row.cells.items() if index in heading.owner and heading.owner[index].kind is kind
    ).strip()


def _place(table: Table, heading: _Heading, row: Row, groups: list[_Group]) -> None:
    """Begin a new incident with a row, or put it to the last one."""
    number, department, outline = (_text(heading, row, kind) for kind in (Kind.NUMBER, Kind.DEPARTMENT, Kind.OUTLINE))
    numbers = heading.of(Kind.NUMBER)
    if numbers:
        if number or not groups:
            groups.append(_Group([row], numbered=bool(number)))
            return
        inside = any(column.index in row.merged for column in numbers)
        if department and outline and not table.soft and not inside:
            groups.append(_Group([row], numbered=False))
            return
        groups[-1].rows.append(row)
        if (department or outline) and not table.soft and not inside:
            groups[-1].unsure.append(row)
        return
    whose = heading.of(Kind.DEPARTMENT)
    inside = any(column.index in row.merged for column in (heading.of(Kind.OUTLINE) or whose))
    starts = outline or department if not table.soft else _starts(heading, groups, department or outline)
    if not groups or (starts and not inside and not (row.top and not department)):
        groups.append(_Group([row]))
    else:
        groups[-1].rows.append(row)


def _starts(heading: _Heading, groups: Sequence[_Group], text: str) -> bool:
    """Tell whether, in a table of lines without numbers, a line begins an incident: what came before has come to its end."""
    if not text or not groups:
        return bool(text)
    last = [one for row in groups[-1].rows for one in [_text(heading, row, Kind.OUTLINE)] if one]
    return bool(last) and ended(last[-1])


def _widths(heading: _Heading, groups: Sequence[_Group]) -> dict[Column, float]:
    widths: dict[Column, float] = {}
    for group in groups:
        for row in group.rows:
            for index, text in row.cells.items():
                column = heading.owner.get(index)
                if column is not None:
                    widths[column] = max(widths.get(column, 0), *(width_of(one.rstrip()) for one in text.split("\n")))
    return widths


def _lines(heading: _Heading, rows: Iterable[Row], column: Column, *, soft: bool) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        texts = [row.cells[index] for index in sorted(row.cells) if heading.owner.get(index) == column]
        texts = [text for text in texts if text.strip()]
        if not texts:
            continue
        if len(texts) > 1:
            texts = ["".join(texts) if all("\n" not in t for t in texts) else "\n".join(texts)]
        blank, fresh = row.blank, bool(lines) and not soft
        for text in texts[0].split("\n"):
            lines.append(Line(text, blank, fresh and not row.top))
            blank, fresh = not text.strip(), False
    return lines


def _labelled(heading: _Heading, row: Row) -> bool:
    return label_at(_text(heading, row, Kind.MEASURES)) is not None


def _aligned(heading: _Heading, group: _Group) -> bool:
    """Tell whether an incident's measures have a row each, with its status beside it."""
    rows = [row for row in group.rows if _text(heading, row, Kind.MEASURES)]
    if len(rows) < 2 or any(row.top for row in rows[1:]):
        return False
    heads = [_labelled(heading, row) for row in rows]
    with_status = [row for row in group.rows if _text(heading, row, Kind.STATUS)]
    return (all(heads) or not any(heads)) and len(with_status) > 1 and all(row in rows for row in with_status)


def _draft(
    table: Table, heading: _Heading, group: _Group, widths: dict[Column, float], *, aligned: bool
) -> Draft:
    def joined(column: Column, rows: Sequence[Row]) -> Joined:
        return join(_lines(heading, rows, column, soft=table.soft), soft=table.soft or table.wrapped, width=widths.get(column, 0))

    def whole(kind: Kind) -> list[str]:
        return [text for column in heading.of(kind) if (text := joined(column, group.rows).text)]

    draft = Draft(spot=group.rows[0].spot)
    draft.number = " ".join(whole(Kind.NUMBER))
    draft.department = "\n".join(whole(Kind.DEPARTMENT))
    if not draft.department and group.carried:
        draft.department = "\n".join(text.strip() for _, text in sorted(group.carried.items()))
    draft.outline = "\n".join(whole(Kind.OUTLINE))
    draft.evaluation = "\n".join(whole(Kind.EVALUATION))
    draft.extra = [
        (column.heading, text) for column in heading.of(Kind.EXTRA) if (text := joined(column, group.rows).text)
    ]
    draft.extra += _unheaded(heading, group)
    measures, status = ((heading.of(kind) or [None])[0] for kind in (Kind.MEASURES, Kind.STATUS))

    def block(rows: Sequence[Row], *, own: bool) -> Block:
        return Block(
            joined(measures, rows) if measures else Joined(""), joined(status, rows) if status else Joined(""), own
        )

    if aligned and (_aligned(heading, group) or len(group.rows) == 1):
        draft.blocks = [block(rows, own=True) for rows in _by_measure(heading, group.rows)]
    else:
        rows = [row for row in group.rows if _text(heading, row, Kind.MEASURES)]
        if len(rows) > 1 and not table.soft and not any(row.top or _labelled(heading, row) for row in rows):
            # A row each is as good as a label: only the status has none.
            draft.blocks = [Block(joined(measures, [row])) for row in rows if measures]
            draft.blocks.append(Block(status=block(group.rows, own=False).status))
        else:
            draft.blocks = [block(group.rows, own=False)]
    draft.problems = _doubts(group)
    return draft


def _by_measure(heading: _Heading, rows: Sequence[Row]) -> list[list[Row]]:
    result: list[list[Row]] = []
    for row in rows:
        if not result or _text(heading, row, Kind.MEASURES):
            result.append([row])
        else:
            result[-1].append(row)
    return result


def _unheaded(heading: _Heading, group: _Group) -> list[tuple[str, str]]:
    """Return what stands in columns without a heading, so that it is not lost."""
    columns = sorted({index for row in group.rows for index in row.cells if index not in heading.owner})
    texts = ((index, "\n".join(row.cells[index] for row in group.rows if index in row.cells)) for index in columns)
    return [(f"（{index}列目）", text.strip()) for index, text in texts if text.strip()]


def _doubts(group: _Group) -> list[Problem]:
    problems = []
    if not group.numbered:
        problems.append(
            Problem("no_number", say("番号のない行があります。一つの事故として読みました。"), group.rows[0].spot)
        )
    problems += [
        Problem("row_goes_on", say("番号のない行を、上の事故の続きとして読みました。確かめてください。"), replace(row.spot))
        for row in group.unsure
    ]
    torn = [row for row in group.rows[1:] if row.top]
    problems += [
        Problem("row_torn", say("ページをまたいだ行をつなぎました。"), row.spot, asks=False) for row in torn
    ]
    return problems
