"""Tables of cells -> drafts of incidents: the rows of all pages and sheets below the headings that they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sekisho.register.past.columns import Column, kind_of_heading, plain
from sekisho.register.past.drafting import drafts_of
from sekisho.register.past.drafts import Found
from sekisho.register.past.grouping import Section, groups_of
from sekisho.register.past.headings import heading_at
from sekisho.register.past.labels import label_at
from sekisho.register.past.model import Kind, Problem
from sekisho.register.past.rows import Row, Table
from sekisho.words import say


def read_tables(tables: Sequence[Table]) -> Found:
    """Return what tables hold. One without a heading goes on with the one before it, where it has as many columns."""
    found = Found()
    sections: list[Section] = []
    for table in tables:
        _sort(table, sections, found)
    for section in sections:
        _take_labels(section)
        found.drafts += drafts_of(section, groups_of(section, found))
    found.guessed = any(section.soft for section in sections)
    if sections:
        first = sections[0]
        found.headings = tuple(column.heading for column in first.columns)
        found.has_number, found.has_measures = bool(first.of(Kind.NUMBER)), bool(first.of(Kind.MEASURES))
    return found


def _sort(table: Table, sections: list[Section], found: Found) -> None:
    """Put the rows of a table below their headings."""
    at, owner, top = 0, _without_heading(table, sections), True
    while at < len(table.rows):
        new = heading_at(table, at)
        if new is not None:
            same = bool(sections) and _same(sections[-1].columns, new.columns)
            if same:
                found.furniture += [text for row in table.rows[at : at + new.rows] for text in row.cells.values()]
            else:
                if sections:
                    found.furniture += [column.heading for column in new.columns]
                sections.append(Section(_counted(new.columns)))
            owner = {index: new.columns.index(column) + 1 for index, column in new.owner.items()}
            sections[-1].owner = owner
            at, top = at + new.rows, same
            continue
        row = table.rows[at]
        if owner is None:
            found.notes += [text for _, text in sorted(row.cells.items())]
            if sections and len(row.cells) > 1:
                message = say("表の見出しの上に、どの事故のものか分からない文があります。表の外の文として残しました。")
                found.problems.append(Problem("stray_text", message, row.spot))
        else:
            sections[-1].rows.append(_placed(row, owner, len(sections[-1].columns), top=top))
            sections[-1].soft |= table.soft
            sections[-1].wrapped |= table.wrapped
            # A running head is no row: the one below it is the first of its page.
            top = (top or row.top) and len(row.cells) == 1 and len(row.spans) == 1
        at += 1


def _take_labels(section: Section) -> None:
    """Put the labels of measures that have a column of their own (No. | 再発防止策) in front of the measures."""
    measures = next(iter(section.of(Kind.MEASURES)), None)
    column = next((one for one in section.of(Kind.EXTRA) if measures and one.index == measures.index - 1), None)
    if measures is None or column is None or section.soft:
        return
    labelled = [row for row in section.rows if column.index in row.cells]
    numbers = kind_of_heading(column.heading)[0] is Kind.NUMBER
    if not labelled or not all(
        label_at(row.cells.get(measures.index, "①").strip()) is None
        and _is_label(row.cells[column.index])
        and (numbers or not row.cells[column.index].strip().isdecimal())
        for row in labelled
    ):
        return
    for row in labelled:
        label = row.cells.pop(column.index).strip()
        row.cells[measures.index] = f"{label}\u3000{row.cells[measures.index].lstrip()}"


def _is_label(text: str) -> bool:
    bare = text.strip()
    label = label_at(f"{bare}\u3000")
    return label is not None and label.end == len(bare)


def _counted(columns: Sequence[Column]) -> list[Column]:
    return [replace(column, index=place) for place, column in enumerate(columns, start=1)]


def _without_heading(table: Table, sections: Sequence[Section]) -> dict[int, int] | None:
    """Return how the columns of a table are to be counted that begins without a heading, None where it goes on with nothing."""
    below = next((at for at in range(min(len(table.rows), 8)) if heading_at(table, at)), None)
    rows = table.rows if below is None else table.rows[:below]
    own = sorted({index for row in rows for index in row.cells})
    if not sections or len(own) > len(sections[-1].columns):
        return None
    # A further heading on this page: above it is the end of the row that the page before has begun, or but a title.
    if below is not None and not (table.wrapped and any(len(row.cells) > 1 for row in rows)):
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


def _same(one: Sequence[Column], other: Sequence[Column]) -> bool:
    return [plain(column.heading) for column in one] == [plain(column.heading) for column in other]
