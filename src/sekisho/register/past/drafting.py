"""The rows of one incident -> its draft: the text of each column, and which status stands beside which measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sekisho.register.past.columns import Column
from sekisho.register.past.drafts import Block, Draft
from sekisho.register.past.grouping import Group, Section, text_of
from sekisho.register.past.joining import Joined, Line, full_width, join
from sekisho.register.past.labels import label_at
from sekisho.register.past.model import Kind, Problem
from sekisho.register.past.rows import Row
from sekisho.words import say


def drafts_of(section: Section, groups: Sequence[Group]) -> list[Draft]:
    """Return a draft of each incident of a section."""
    widths = _widths(section, groups) if section.soft or section.wrapped else {}
    aligned = not section.soft and any(_aligned(section, group) and _unmarked(section, group) for group in groups)
    return [_draft(section, group, widths, aligned=aligned) for group in groups]


def _widths(section: Section, groups: Sequence[Group]) -> dict[int, float]:
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


def _labelled(section: Section, row: Row) -> bool:
    return label_at(text_of(section, row, Kind.MEASURES)) is not None


def _a_row_each(section: Section, group: Group) -> bool:
    """Tell whether measures without labels have a row each, and the status is none of theirs."""
    rows = [row for row in group.rows if text_of(section, row, Kind.MEASURES)]
    return len(rows) > 1 and not section.soft and not any(row.top or _labelled(section, row) for row in rows)


def _aligned(section: Section, group: Group) -> bool:
    """Tell whether an incident's measures have a row each, with its status beside it."""
    rows = [row for row in group.rows if text_of(section, row, Kind.MEASURES)]
    if len(rows) < 2 or any(row.top for row in rows[1:]):
        return False
    heads = [_labelled(section, row) for row in rows]
    with_status = [row for row in group.rows if text_of(section, row, Kind.STATUS)]
    return (all(heads) or not any(heads)) and len(with_status) > 1 and all(row in rows for row in with_status)


def _draft(section: Section, group: Group, widths: dict[int, float], *, aligned: bool) -> Draft:
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

    if not section.soft and (_aligned(section, group) or (aligned and len(group.rows) == 1)):
        draft.blocks = [block(rows, own=True) for rows in _by_measure(section, group.rows)]
    elif _a_row_each(section, group):
        # A row each is as good as a label: only the status has none.
        draft.blocks = [Block(joined(measures, [row])) for row in group.rows]
        draft.blocks.append(Block(status=joined(status, group.rows)))
    else:
        draft.blocks = [block(group.rows, own=False)]
    draft.problems = _doubts(group)
    if aligned and len(group.rows) > 1 and not draft.blocks[0].own and text_of(section, group.rows[0], Kind.STATUS):
        message = say("どの策の実施状況か、行の並びから分かりません。事故の実施状況に残しました。")
        draft.problems.append(Problem("status_unaligned", message, group.rows[0].spot))
    return draft


def _unmarked(section: Section, group: Group) -> bool:
    """Tell whether a row alone says whose status stands in it: then it does so for an incident of one row too."""
    return any(text and label_at(text) is None for row in group.rows for text in [text_of(section, row, Kind.STATUS)])


def _by_measure(section: Section, rows: Sequence[Row]) -> list[list[Row]]:
    result: list[list[Row]] = []
    for row in rows:
        if not result or text_of(section, row, Kind.MEASURES):
            result.append([row])
        else:
            result[-1].append(row)
    return result


def _unheaded(section: Section, group: Group) -> list[tuple[str, str]]:
    """Return what stands in columns without a heading, so that it is not lost."""
    width = len(section.columns)
    places = sorted({index for row in group.rows for index in row.cells if index > width})
    texts = ((index, "\n".join(row.cells[index] for row in group.rows if index in row.cells)) for index in places)
    return [(f"（{index - width}列目）", text.strip()) for index, text in texts]


def _doubts(group: Group) -> list[Problem]:
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
