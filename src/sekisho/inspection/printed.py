"""What is printed on the pages of a print file: lines, k／n, matching numbers."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sekisho.bundle.model import Bundle
from sekisho.inspection.model import Document, Hiding, Part
from sekisho.japan.identifiers import fold_identifier, strip_zeros
from sekisho.japan.names import fold_name

MOST = 0.5
"""Share of the pages, or pieces, that must bear a mark before one without it is wrong."""
_UNIT = r"(?:枚目?|ページ目?|頁目?|pages?|通?の)?"
_PAGE = r"(?:page|p\.?|no\.?|ページ|頁|第)?"
_K_OF_N = re.compile(
    rf"{_PAGE}\s*(?P<k>[1-9]\d{{0,2}})\s*{_UNIT}\s*(?:/|of|\()\s*(?:全|計)?\s*(?P<n>[1-9]\d{{0,2}})\s*{_UNIT}中?\)?"
    rf"|(?:全|計)?\s*(?P<n2>[1-9]\d{{0,2}})\s*{_UNIT}\s*(?:中の?|の内の?|のうちの?)\s*{_PAGE}\s*(?P<k2>[1-9]\d{{0,2}})\s*{_UNIT}",
    re.IGNORECASE,
)
_AROUND = "-－‐‑–—―()[]〔〕【】<>〈〉 "
_APART = re.compile(r"\s{2,}|\t")
_BEHIND_NUMBER = re.compile(r"(?<=\d{4})\s+(\S+)$")
_WORDED = re.compile(r"[^\d\s/()]")
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-]*")
_LABELLED = re.compile(
    r"(?:突合|照合|マッチング|封入|合)(?:番号?|コード|ナンバー|no\.?)\s*[:.]?\s*([0-9A-Za-z][0-9A-Za-z\- ]*)",
    re.IGNORECASE,
)
SURE = 5
"""Characters from which on a number counts wherever it stands; a shorter one stands alone on its line or has a label."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed k／n. ``worded``: written as 1ページ／2ページ, 1 of 2 … which is neither a date nor a fraction."""

    k: int
    n: int
    worded: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What one page says: its lines, and everything on it that could be its k／n."""

    number: int
    lines: tuple[str, ...]
    marks: tuple[Mark, ...]


def pages_of(document: Document) -> Mapping[int, Page]:
    """Return what the eye sees on each page of a print file, by number from 1; blank pages too."""
    lines: dict[int, list[str]] = defaultdict(list)
    for grid in document.grids:
        if grid.place.page is not None and not grid.hidden:
            by_row: dict[int, list[str]] = defaultdict(list)
            for cell, row in enumerate(grid.rows):
                by_row[row].append(grid.text_of(cell))
            for texts in by_row.values():
                lines[grid.place.page] += [*texts, "  ".join(texts)]
    for text in document.texts:
        if text.place.part is Part.PAGE and text.place.page is not None and text.hidden is Hiding.SEEN:
            lines[text.place.page] += text.text.split("\n")
    count = max(document.pages or 0, *lines, 0) if lines else document.pages or 0
    return {number: _page(number, lines[number]) for number in range(1, count + 1)}


def _page(number: int, lines: Iterable[str]) -> Page:
    folded = tuple(dict.fromkeys(unicodedata.normalize("NFKC", line).strip() for line in lines))
    return Page(number, folded, tuple(dict.fromkeys(mark for line in folded for mark in _marks(line))))


def _marks(line: str) -> Iterator[Mark]:
    """Yield the k／n that stand alone on a line, apart from what else is there, or behind a long number at its end."""
    behind = _BEHIND_NUMBER.search(line)
    for text in dict.fromkeys((line, *_APART.split(line), *([behind[1]] if behind else []))):
        match = _K_OF_N.fullmatch(text.strip(_AROUND))
        if match:
            k, n = int(match["k"] or match["k2"]), int(match["n"] or match["n2"])
            if k <= n:
                yield Mark(k, n, _WORDED.search(match[0]) is not None)


def counted(pages: Mapping[int, Page], pieces: Sequence[Sequence[int]]) -> Mapping[int, Mark]:
    """Return the k／n of each page of ``pieces`` (the pages of each, in order) that has one; none where none are printed.

    They are printed where most pages bear one, most pieces begin at 1, and some page is the last of its n or says in
    words what it counts: the date 1/15 and the share 1/2 on every letter do not.
    """
    found = {
        page: mark
        for own in pieces
        for position, page in enumerate(own, start=1)
        if (mark := _likeliest(pages[page].marks, position, len(own)))
    }
    starts = [found[own[0]].k == 1 for own in pieces if own and own[0] in found]
    most = len(found) >= MOST * sum(map(len, pieces)) and sum(starts) >= MOST * len(starts)
    return found if most and any(mark.worded or mark.k == mark.n for mark in found.values()) else {}


def _likeliest(marks: Sequence[Mark], position: int, length: int) -> Mark | None:
    """Return of several k／n on a page the one that fits best."""
    return min(marks, key=lambda mark: (mark.k != position, mark.n != length, not mark.worded), default=None)


def number_key(text: str) -> str:
    """Return the key of a matching number: spaces, hyphens, width and leading zeros make no difference."""
    return strip_zeros(fold_identifier(text))


def numbers_on(page: Page, known: Collection[str]) -> set[str]:
    """Return which of the ``known`` numbers (by ``number_key``) stand on a page."""
    words = {word for line in page.lines for word in _WORD.findall(line) if len(word) >= SURE}
    words.update(word for line in page.lines for word in (line, *_LABELLED.findall(line)))
    return {key for word in words if (key := number_key(word)) in known}


_TO = re.compile(r"(.+?)\s*(?:御中|様|殿|宛て?|行)")


def recipient_names(bundle: Bundle | None, recipients: Collection[str]) -> Mapping[str, str]:
    """Return the registered names of some recipients, folded, those left out that two of them share."""
    source = bundle.sources.recipients if bundle else None
    if source is None or not recipients:
        return {}
    rows = source.frame.select("recipient_id", "name").iter_rows()
    names = {recipient: fold_name(name) for recipient, name in rows if recipient in recipients}
    times = Counter(names.values())
    return {recipient: name for recipient, name in names.items() if name and times[name] == 1}


def addressed_to(page: Page, names: Mapping[str, str]) -> set[str]:
    """Return the recipients (id -> folded name) to whom a line of the page is addressed: さくら園　御中."""
    found = {fold_name(match[1]) for line in page.lines if (match := _TO.fullmatch(line))}
    return {recipient for recipient, name in names.items() if name in found}
