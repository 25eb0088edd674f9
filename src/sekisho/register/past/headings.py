"""Where the heading of a table is, and what its columns are: one row, or several where it is parted or wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.register.past.columns import Column, columns_of, kind_of_heading, plain, worth_of
from sekisho.register.past.labels import label_at
from sekisho.register.past.model import Kind
from sekisho.register.past.rows import Row, Table, is_number

_LONGEST_UNKNOWN: Final = 14
"""Characters of a heading that says nothing known."""


@dataclass(slots=True)
class Heading:
    """A heading: its columns, how many rows it takes, and which column each column of the table belongs to."""

    columns: list[Column]
    rows: int
    owner: dict[int, Column]


def heading_at(table: Table, at: int) -> Heading | None:
    """Return the heading that begins in row ``at``: one row, or two or three where a heading is parted."""
    rows, row = table.rows, table.rows[at]
    texts = {index: text for index, text in row.cells.items() if text.strip()}
    if any("。" in text for text in texts.values()) or not any(map(_may_be_heading, texts.values())):
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
                return Heading(columns, 1 + more, _owners(columns, spans))
    return None


def _may_be_heading(text: str) -> bool:
    """Tell quickly whether a cell can be a heading or the beginning of one: 番 / 号."""
    return kind_of_heading(text)[0] is not Kind.EXTRA or len(text.strip()) <= 4


def _soft_heading(rows: Sequence[Row], at: int) -> Heading | None:
    """Return the heading whose first line is ``at``, None where it has none or begins further below.

    Its cells may have several lines, in the middle of their height: what says most in the fewest lines is it.
    """
    found: list[tuple[tuple[int, int], bool, int, int, list[Column]]] = []
    for start in range(at, min(at + 4, len(rows))):
        if _is_title(rows[start]):
            continue
        for lines in range(1, 5):
            part = rows[start : start + lines]
            if len(part) < lines or (lines > 1 and (part[-1].blank or any("。" in t for t in part[-1].cells.values()))):
                break
            if any(map(is_text, part[-1].cells.values())):
                break
            columns = columns_of(sorted(_stacked(part).items()))
            if columns is not None:
                goes_on = not all(row.blank for row in rows[start + lines : start + lines + 1])
                found.append((worth_of([column.heading for column in columns]), goes_on, lines, start, columns))
    if not found:
        return None
    _, _, lines, start, columns = min(found, key=lambda one: one[:4])
    return Heading(columns, lines, _owners(columns, {})) if start == at else None


def _is_title(row: Row) -> bool:
    """Tell whether a line is the title above a heading, whatever words it holds: it stands alone, and is long."""
    texts = [text.strip() for text in row.cells.values() if text.strip()]
    return len(texts) == 1 and len(texts[0]) > _LONGEST_UNKNOWN


def is_text(piece: str) -> bool:
    """Tell whether a piece of a line is that of a text rather than of a heading: a mark, a comma, more than headings say."""
    bare = piece.strip()
    if kind_of_heading(bare) != (Kind.EXTRA, False):
        return False
    return bool(label_at(bare)) or "、" in bare or len(bare) > _LONGEST_UNKNOWN


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
