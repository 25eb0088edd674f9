"""A table of cells -> drafts of incidents: its heading, its rows, rows that go on, and what is no row of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from sekisho.register.past.columns import Column, columns_of, kind_of_heading, plain, worth_of
from sekisho.register.past.drafts import Block, Draft, Found
from sekisho.register.past.joining import Joined, Line, begins_anew, ended, full_width, join
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


@dataclass(slots=True)
class _Heading:
    columns: list[Column]
    rows: int
    owner: dict[int, Column]


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


@dataclass(slots=True)
class _Section:
    """Rows under one heading, over as many pages and sheets as repeat it; columns count from 1 in its order."""

    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    owner: dict[int, int] = field(default_factory=dict)
    """By column of the last table: its place under the heading."""
    soft: bool = False
    wrapped: bool = False

    def of(self, kind: Kind) -> list[Column]:
        return [column for column in self.columns if column.kind is kind]


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


def read_tables(tables: Sequence[Table]) -> Found:
    """Return what tables hold. One without a heading goes on with the one before it, where it has as many columns."""
    found = Found()
    sections: list[_Section] = []
    for table in tables:
        _sort(table, sections, found)
    for section in sections:
        _read_section(section, found)
    if sections:
        first = sections[0]
        found.headings = tuple(column.heading for column in first.columns)
        found.has_number, found.has_measures = bool(first.of(Kind.NUMBER)), bool(first.of(Kind.MEASURES))
    return found


def _sort(table: Table, sections: list[_Section], found: Found) -> None:
    """Put the rows of a table below their headings."""
    at, owner, top = 0, _without_heading(table, sections), True
    while at < len(table.rows):
        new = _heading(table, at)
        if new is not None:
            same = bool(sections) and _same(sections[-1].columns, new.columns)
            if same:
                found.furniture += [text for row in table.rows[at : at + new.rows] for text in row.cells.values()]
            else:
                sections.append(_Section(_counted(new.columns)))
            owner = {index: new.columns.index(column) + 1 for index, column in new.owner.items()}
            sections[-1].owner = owner
            at, top = at + new.rows, same
            continue
        row = table.rows[at]
        if owner is None:
            found.notes += [text for _, text in sorted(row.cells.items())]
        else:
            sections[-1].rows.append(_placed(row, owner, len(sections[-1].columns), top=top))
            sections[-1].soft |= table.soft
            sections[-1].wrapped |= table.wrapped
            # A running head is no row: the one below it is the first of its page.
            top = (top or row.top) and len(row.cells) == 1 and len(row.spans) == 1
        at += 1


def _counted(columns: Sequence[Column]) -> list[Column]:
    return [replace(column, index=place) for place, column in enumerate(columns, start=1)]


def _without_heading(table: Table, sections: Sequence[_Section]) -> dict[int, int] | None:
    """Return how the columns of a table are to be counted that begins without a heading, None where it goes on with nothing."""
    own = sorted({index for row in table.rows for index in row.cells})
    if (
        not sections
        or len(own) > len(sections[-1].columns)
        or any(_heading(table, at) for at in range(min(len(table.rows), 8)))
    ):
        return None
    width = len(sections[-1].columns)
    if (table.wrapped or table.soft) and set(own) <= set(sections[-1].owner):
        return sections[-1].owner
    if len(own) == width:
        return {index: place for place, index in enumerate(own, start=1)}
    return {index: index for index in range(1, width + 1)} if own and own[-1] <= width and len(own) > 1 else None


def _placed(row: Row, owner: Mapping[int, int], width: int, *, top: bool) -> Row:
    """Return a row with its cells under their headings; what has none stands behind them all."""
    cells: dict[int, str] = {}
    for index, text in sorted(row.cells.items()):
        if not text.strip():
            continue
        place = owner.get(index, width + index)
        glue = "\n" if "\n" in cells.get(place, "") or "\n" in text else ""
        cells[place] = cells[place] + glue + text if place in cells else text
    merged = frozenset(owner[index] for index in row.merged if index in owner)
    spans = {owner[a]: owner[b] for a, b in row.spans.items() if a in owner and b in owner}
    return replace(row, cells=cells, merged=merged, top=row.top or top, spans=spans)


# ---------------------------------------------------------------- heading


def _heading(table: Table, at: int) -> _Heading | None:
    """Return the heading that begins in row ``at``: one row, or two or three where a heading is parted."""
    rows, row = table.rows, table.rows[at]
    texts = {index: text for index, text in row.cells.items() if text.strip()}
    if any("。" in text for text in texts.values()):
        return None
    if table.soft:
        return _soft_heading(rows, at)
    if len(texts) < 2:
        return None
    for more in (2, 1, 0):
        lower = rows[at + 1 : at + 1 + more]
        if len(lower) == more and all(_is_lower(one, row) for one in lower):
            joined, spans = _joined(row, lower)
            columns = columns_of(sorted(joined.items()))
            if columns is not None:
                return _Heading(columns, 1 + more, _owners(columns, spans))
    return None


def _soft_heading(rows: Sequence[Row], at: int) -> _Heading | None:
    """Return the heading whose first line is ``at``, None where it has none or begins further below.

    Its cells may have several lines, in the middle of their height: what says most in the fewest lines is it.
    """
    found: list[tuple[tuple[int, int], bool, int, int, list[Column]]] = []
    for start in range(at, min(at + 4, len(rows))):
        for lines in range(1, 5):
            part = rows[start : start + lines]
            if len(part) < lines or (lines > 1 and (part[-1].blank or any("。" in t for t in part[-1].cells.values()))):
                break
            columns = columns_of(sorted(_stacked(part).items()))
            if columns is not None:
                goes_on = not all(row.blank for row in rows[start + lines : start + lines + 1])
                found.append((worth_of([column.heading for column in columns]), goes_on, lines, start, columns))
    if not found:
        return None
    _, _, lines, start, columns = min(found, key=lambda one: one[:4])
    return _Heading(columns, lines, _owners(columns, {})) if start == at else None


def _stacked(rows: Sequence[Row]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for row in rows:
        for index, text in row.cells.items():
            texts[index] = texts.get(index, "") + text.strip()
    return texts


def _is_lower(row: Row, upper: Row) -> bool:
    """Tell whether a row can be the lower part of a heading."""
    texts = [text for text in row.cells.values() if text.strip()]
    if (
        not texts
        or len(texts) > len(upper.cells) + 6
        or any("。" in t or len(t) > 24 or label_at(t.strip()) for t in texts)
    ):
        return False
    known = [kind_of_heading(text) for text in texts]
    goes_on = all(
        text.count("）") > text.count("（") or plain(text) in {"容", "況", "策", "課", "日"} for text in texts
    )
    return goes_on or (
        sum(kind is not Kind.EXTRA for kind, _ in known) >= 1
        and not any(map(is_number, texts))
        and len(texts) < len(upper.cells) + 4
        and (bool(row.merged) or len(texts) < len(upper.cells))
    )


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
                texts[index] = _below(row.cells.get(upper, ""), text)
            else:
                texts[index] = text
            spans[index] = one.spans.get(index, index)
    return texts, spans


def _below(upper: str, lower: str) -> str:
    """Return the heading of a column whose heading stands below another one: 再発防止策 / 内容."""
    if kind_of_heading(lower)[0] in {Kind.STATUS, Kind.EVALUATION, Kind.MEASURES, Kind.DEPARTMENT, Kind.NUMBER}:
        return lower
    return f"{upper} {lower}"


def _owners(columns: Sequence[Column], spans: dict[int, int]) -> dict[int, Column]:
    owners = {column.index: column for column in columns}
    for column in columns:
        for index in range(column.index + 1, spans.get(column.index, column.index) + 1):
            owners.setdefault(index, column)
    return owners


def _same(one: Sequence[Column], other: Sequence[Column]) -> bool:
    return [plain(column.heading) for column in one] == [plain(column.heading) for column in other]


# ---------------------------------------------------------------- rows


@dataclass(slots=True)
class _Group:
    """The rows of one incident. ``unsure``: rows that were put to it although nothing says so."""

    rows: list[Row]
    unsure: list[Row] = field(default_factory=list)
    numbered: bool = True
    carried: list[str] = field(default_factory=list)
    """What a cell that is merged over several incidents says for this one too."""


def _read_section(section: _Section, found: Found) -> None:
    groups: list[_Group] = []
    standing: dict[int, str] = {}
    rows = [row for row in section.rows if not _set_aside(section, row, found)]
    blocks = _blocks(section, rows)
    for row in rows:
        if blocks is not None:
            if id(row) in blocks or not groups:
                groups.append(_Group([row]))
            else:
                groups[-1].rows.append(row)
        else:
            _place(section, row, groups)
        standing = {i: text for i, text in standing.items() if i in row.merged} | row.cells
        if groups[-1].rows[0] is row:
            groups[-1].carried = [
                standing[column.index]
                for column in section.of(Kind.DEPARTMENT)
                if column.index in row.merged and column.index in standing
            ]
    widths = _widths(section, groups) if section.soft or section.wrapped else {}
    aligned = not section.soft and any(_aligned(section, group) for group in groups)
    found.drafts += [_draft(section, group, widths, aligned=aligned) for group in groups]


def _set_aside(section: _Section, row: Row, found: Found) -> bool:
    """Tell whether a row is none of the table, and keep it where it belongs."""
    number = _text(section, row, Kind.NUMBER)
    told = any(_text(section, row, kind) for kind in (Kind.DEPARTMENT, Kind.OUTLINE, Kind.MEASURES))
    alone = len(row.cells) == 1 and _is_note(section, row, *next(iter(row.cells.items())))
    summed = bool(_NOTE.match(number)) and not is_number(number) and not _text(section, row, Kind.MEASURES)
    if row.cells and not alone and not summed and (told or not number or is_number(number)):
        return False
    if any("。" in text for text in row.cells.values()) and row is not section.rows[-1]:
        message = say("表の中に、どの事故のものか分からない文があります。表の外の文として残しました。")
        found.problems.append(Problem("stray_text", message, row.spot))
    for text in row.cells.values():
        (found.furniture if is_page_number(text) else found.notes).append(text)
    return True


def _blocks(section: _Section, rows: Sequence[Row]) -> set[int] | None:
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
        if _text(section, row, Kind.NUMBER):
            seen += 1
            begins.add(id(first))
        if seen > 1:
            return None
    return begins if any(row.blank for row in rows[1:]) else None


def _is_note(section: _Section, row: Row, index: int, text: str) -> bool:
    """Tell whether a row with one cell alone is no row of the table: a remark below it, a page number, a sum."""
    if index > len(section.columns):
        return False
    if row.spans.get(index, index) >= len(section.columns) > index:
        return True
    column, bare = section.columns[index - 1], text.strip()
    if column.kind is Kind.NUMBER:
        paged = is_page_number(text) and not bare.isdecimal()
        return paged or not is_number(text) or bool(_NOTE.match(bare))
    if is_page_number(text) and column.kind is not Kind.EXTRA:
        return True
    return bool(index == 1 and _NOTE.match(bare))


def _text(section: _Section, row: Row, kind: Kind) -> str:
    return "".join(row.cells.get(column.index, "") for column in section.of(kind)).strip()


def _place(section: _Section, row: Row, groups: list[_Group]) -> None:
    """Begin a new incident with a row, or put it to the last one."""
    number, department, outline = (_text(section, row, kind) for kind in (Kind.NUMBER, Kind.DEPARTMENT, Kind.OUTLINE))
    numbers = section.of(Kind.NUMBER)
    if numbers:
        if number or not groups:
            groups.append(_Group([row], numbered=bool(number)))
            return
        inside = any(column.index in row.merged for column in numbers)
        if department and outline and not section.soft and not inside:
            groups.append(_Group([row], numbered=False))
            return
        groups[-1].rows.append(row)
        if (department or outline) and not section.soft and not inside and not row.top:
            groups[-1].unsure.append(row)
        return
    whose = section.of(Kind.DEPARTMENT)
    inside = any(column.index in row.merged for column in (section.of(Kind.OUTLINE) or whose))
    starts = outline or department if not section.soft else _starts(section, groups, department or outline)
    if not groups or (starts and not inside and not (row.top and not department)):
        groups.append(_Group([row]))
    else:
        groups[-1].rows.append(row)


def _starts(section: _Section, groups: Sequence[_Group], text: str) -> bool:
    """Tell whether, in a table of lines without numbers, a line begins an incident: what came before has come to its end."""
    if not text or not groups:
        return bool(text)
    last = [one for row in groups[-1].rows for one in [_text(section, row, Kind.OUTLINE)] if one]
    return bool(last) and ended(last[-1])


def _widths(section: _Section, groups: Sequence[_Group]) -> dict[int, float]:
    """Return how wide each column is, by its full lines."""
    return {
        column.index: max(
            (full_width(_lines(group.rows, column.index, soft=section.soft)) for group in groups), default=0
        )
        for column in section.columns
    }


def _lines(rows: Iterable[Row], index: int, *, soft: bool) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        text = row.cells.get(index)
        if text is None:
            continue
        blank, fresh = row.blank, bool(lines) and not soft and not row.top
        for one in text.split("\n"):
            lines.append(Line(one, blank, fresh))
            blank, fresh = not one.strip(), False
    return lines


def _labelled(section: _Section, row: Row) -> bool:
    return label_at(_text(section, row, Kind.MEASURES)) is not None


def _a_row_each(section: _Section, group: _Group) -> bool:
    """Tell whether measures without labels have a row each, and the status is none of theirs."""
    rows = [row for row in group.rows if _text(section, row, Kind.MEASURES)]
    return len(rows) > 1 and not section.soft and not any(row.top or _labelled(section, row) for row in rows)


def _aligned(section: _Section, group: _Group) -> bool:
    """Tell whether an incident's measures have a row each, with its status beside it."""
    rows = [row for row in group.rows if _text(section, row, Kind.MEASURES)]
    if len(rows) < 2 or any(row.top for row in rows[1:]):
        return False
    heads = [_labelled(section, row) for row in rows]
    with_status = [row for row in group.rows if _text(section, row, Kind.STATUS)]
    return (all(heads) or not any(heads)) and len(with_status) > 1 and all(row in rows for row in with_status)


def _draft(section: _Section, group: _Group, widths: dict[int, float], *, aligned: bool) -> Draft:
    def joined(column: Column | None, rows: Sequence[Row]) -> Joined:
        if column is None:
            return Joined("")
        return join(
            _lines(rows, column.index, soft=section.soft),
            soft=section.soft or section.wrapped,
            width=widths.get(column.index, 0),
        )

    def whole(kind: Kind) -> list[str]:
        return [text for column in section.of(kind) if (text := joined(column, group.rows).text)]

    draft = Draft(spot=group.rows[0].spot)
    draft.number = " ".join(whole(Kind.NUMBER))
    draft.department = "\n".join(whole(Kind.DEPARTMENT))
    if not draft.department and group.carried:
        draft.department = "\n".join(text.strip() for text in group.carried)
    draft.outline = "\n".join(whole(Kind.OUTLINE))
    draft.evaluation = "\n".join(whole(Kind.EVALUATION))
    draft.extra = [
        (column.heading, text) for column in section.of(Kind.EXTRA) if (text := joined(column, group.rows).text)
    ]
    draft.extra += _unheaded(section, group)
    measures, status = (next(iter(section.of(kind)), None) for kind in (Kind.MEASURES, Kind.STATUS))

    def block(rows: Sequence[Row], *, own: bool) -> Block:
        return Block(joined(measures, rows), joined(status, rows), own)

    if aligned and (_aligned(section, group) or len(group.rows) == 1):
        draft.blocks = [block(rows, own=True) for rows in _by_measure(section, group.rows)]
    elif _a_row_each(section, group):
        # A row each is as good as a label: only the status has none.
        draft.blocks = [Block(joined(measures, [row])) for row in group.rows]
        draft.blocks.append(Block(status=joined(status, group.rows)))
    else:
        draft.blocks = [block(group.rows, own=False)]
    draft.problems = _doubts(group)
    return draft


def _by_measure(section: _Section, rows: Sequence[Row]) -> list[list[Row]]:
    result: list[list[Row]] = []
    for row in rows:
        if not result or _text(section, row, Kind.MEASURES):
            result.append([row])
        else:
            result[-1].append(row)
    return result


def _unheaded(section: _Section, group: _Group) -> list[tuple[str, str]]:
    """Return what stands in columns without a heading, so that it is not lost."""
    width = len(section.columns)
    places = sorted({index for row in group.rows for index in row.cells if index > width})
    texts = ((index, "\n".join(row.cells[index] for row in group.rows if index in row.cells)) for index in places)
    return [(f"（{index - width}列目）", text.strip()) for index, text in texts]


def _doubts(group: _Group) -> list[Problem]:
    problems = []
    if not group.numbered:
        problems.append(
            Problem("no_number", say("番号のない行があります。一つの事故として読みました。"), group.rows[0].spot)
        )
    problems += [
        Problem(
            "row_goes_on", say("番号のない行を、上の事故の続きとして読みました。確かめてください。"), replace(row.spot)
        )
        for row in group.unsure
    ]
    torn = [row for row in group.rows[1:] if row.top]
    problems += [Problem("row_torn", say("ページをまたいだ行をつなぎました。"), row.spot, asks=False) for row in torn]
    return problems
