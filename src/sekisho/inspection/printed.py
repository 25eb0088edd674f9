"""What is printed on the pages of a print file: lines, k／n, matching numbers."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sekisho.inspection.model import Document, Hiding, Part
from sekisho.japan.identifiers import fold_identifier

_OF = re.compile(
    r"[\-－‐―—–(\[<〔【]*\s*(?:page|p\.?|ページ|頁|no\.?)?\s*([1-9]\d{0,2})\s*(?:枚目|ページ目|頁目|ページ|頁|枚)?\s*"
    r"(?:/|of|中の)\s*(?:全)?\s*([1-9]\d{0,2})\s*(?:枚中|ページ中|頁中|ページ|頁|枚|pages?)?\s*[\-－‐―—–)\]>〕】]*",
    re.IGNORECASE,
)
"""A printed k／n that stands alone on its line."""
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-]*")


@dataclass(frozen=True, slots=True)
class Page:
    """What one page says: its lines, and its k／n where it prints one."""

    number: int
    lines: tuple[str, ...]
    of: tuple[int, int] | None


def pages_of(document: Document) -> Mapping[int, Page]:
    """Return what the eye sees on each page of a print file, by number from 1; blank pages too."""
    lines: dict[int, list[str]] = defaultdict(list)
    for grid in document.grids:
        if grid.place.page is not None and not grid.hidden:
            by_row: dict[int, list[str]] = defaultdict(list)
            for cell, row in enumerate(grid.rows):
                by_row[row].append(grid.text_of(cell))
            for texts in by_row.values():
                lines[grid.place.page] += [*texts, " ".join(texts)]
    for text in document.texts:
        if text.place.part is Part.PAGE and text.place.page is not None and text.hidden is Hiding.SEEN:
            lines[text.place.page] += text.text.split("\n")
    count = max(document.pages or 0, *lines, 0) if lines else document.pages or 0
    return {number: _page(number, lines[number]) for number in range(1, count + 1)}


def _page(number: int, lines: Iterable[str]) -> Page:
    folded = tuple(dict.fromkeys(unicodedata.normalize("NFKC", line).strip() for line in lines))
    marks = [(int(match[1]), int(match[2])) for line in folded if (match := _OF.fullmatch(line))]
    inside = [mark for mark in marks if mark[0] <= mark[1]]
    return Page(number, folded, inside[0] if inside else None)


def numbers_on(page: Page, known: Mapping[str, object]) -> set[str]:
    """Return which of the ``known`` numbers (folded) stand on a page."""
    words = {word for line in page.lines for word in (*_WORD.findall(line), line)}
    return {key for word in words if (key := fold_identifier(word)) in known}
