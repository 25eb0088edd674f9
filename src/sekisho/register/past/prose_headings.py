"""The headings of a table of which only the text is left: one line with all of them, or a line for each, or broken ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sekisho.register.past.columns import Column, columns_of, kind_of_heading, worth_of
from sekisho.register.past.dividing import Stretch, as_department
from sekisho.register.past.headings import is_text
from sekisho.register.past.model import Kind

BEGINS: Final = re.compile(
    r"\s*(?P<number>(?:No\.?|NO\.?|№|第)?\s*(?:[0-9０-９]{1,3}|[（(][0-9０-９]{1,3}[）)])(?:号|件(?=[\s\u3000]+\S))?)(?:\s*[.．、:：]?(?:[\s\u3000]+|$))(?P<rest>.*)$"
)
"""A line that begins an incident: its number, and what stands behind it."""
_YEAR_APART: Final = re.compile(
    r"(?:令[ \u3000]*和|平[ \u3000]*成)[ \u3000]*(?:[0-9０-９]+|元)[ \u3000]*年[ \u3000]*度?"
)
"""A year as a PDF gives it back, with blanks around its digits: not three headings."""
_MOST_HEADING: Final = 14
"""Lines over which a heading may be spread."""
_LOOKED_AT: Final = 400
"""Lines in which a heading is looked for: a report begins with one."""


def heading_of(lines: Sequence[str]) -> tuple[int, int, list[Column]] | None:
    """Return the first line of the heading, how many lines it has, and the columns.

    A title above may hold the same words: the heading is what says most in the fewest lines.
    """
    found: list[tuple[tuple[int, int], int, int, list[Column]]] = []
    for at in range(min(len(lines), _LOOKED_AT)):
        if found and at > found[0][1] + _MOST_HEADING:
            break
        for size in range(1, min(_MOST_HEADING, len(lines) - at) + 1):
            tokens = _tokens(lines[at : at + size])
            if any("。" in token or len(token) > 40 or _is_cell(token) for token in tokens) or BEGINS.match(
                lines[at + size - 1]
            ):
                break
            columns = columns_of(enumerate(tokens, start=1))
            if columns is not None:
                found.append((worth_of(tokens), at, size, columns))
    if not found:
        return None
    _, at, size, columns = min(found, key=lambda one: (one[0], one[2], one[1]))
    return at, size, columns


def _is_cell(token: str) -> bool:
    """Tell whether a word below the headings is a cell of the first row: a department, a date, a count, a text."""
    if kind_of_heading(token) != (Kind.EXTRA, False):
        return False
    return as_department(token) or (Stretch.short(token) and bool(re.search(r"[0-9０-９]", token))) or is_text(token)


def _tokens(lines: Sequence[str]) -> list[str]:
    """Return the headings in some lines: parted by blanks, but not inside brackets, nor between letters set wide apart."""
    tokens: list[str] = []
    for piece in re.split(r"[\s\u3000]+", _YEAR_APART.sub(_without_blanks, "\n".join(_unwrapped(lines))).strip()):
        last = tokens[-1] if tokens else ""
        inside = last.count("（") + last.count("(") > last.count("）") + last.count(")")
        spread = (
            len(piece) == 1 and last and (len(last) == 1 or kind_of_heading(last)[0] is Kind.EXTRA) and len(last) < 4
        )
        if tokens and (inside or spread or piece.startswith(("（", "("))):
            tokens[-1] += piece
        else:
            tokens.append(piece)
    return tokens


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Join a heading that is broken in a narrow column: 影響 / 人数, where only the whole says something."""
    result: list[str] = []
    for line in lines:
        before, own = (result[-1].split() if result else []), line.split()
        if before and own and _says_only_together(before[-1], own[0]):
            result[-1] = result[-1].rstrip() + line.lstrip()
        else:
            result.append(line)
    return result


def _says_only_together(upper: str, lower: str) -> bool:
    return kind_of_heading(upper) == (Kind.EXTRA, False) and kind_of_heading(upper + lower) == (Kind.EXTRA, True)


def _without_blanks(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", found[0])
