"""Several facts in one cell, one above the other: ふりがな over 氏名, 郵便番号 over 住所, each with its own heading.

The heading says it, or the value itself does: a line of kana above a line with kanji is a reading and a name,
whichever of the two the heading speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from sekisho.bundle.columns import Header
from sekisho.inspection.recognition.readings import header_of
from sekisho.japan.kana import is_kana

MOST = 4
"""Lines of a cell, or of a heading, that are looked at one by one."""
LONGEST = 40
"""Characters of a heading."""
_MARKS = frozenset("\n\r/／・（(")
_BORDERS = re.compile(r"[\n\r/／・]+")
_LINES = re.compile(r"[\n\r]+")
_BRACKETED = re.compile(r"([^（(]+)[（(]([^（()）]+)[）)]\s*(?:様|さま|殿)?\s*")
_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PARTS_OF_ONE = frozenset({"family_name", "given_name", "family_kana", "given_kana", "serial"})
_READ = {"name", "kana"}


@dataclass(frozen=True, slots=True)
class Part:
    """One fact of a cell. ``told``: the heading names this kind, so that a difference means something."""

    header: Header
    text: str
    told: bool = True


@lru_cache(4096)
def stacked_headers(label: str) -> tuple[Header, ...]:
    """Return what the parts of a heading say where each is one by itself, of another kind; else nothing.

    Of 氏名（フリガナ） the bracket is a part, of 電話番号（日中） it is none.
    """
    if len(label) > LONGEST:
        return ()
    pieces = [piece for piece in _BORDERS.split(label) if piece.strip()]
    bracket = _BRACKETED.fullmatch(label.strip())
    if bracket and len(pieces) == 1:
        pieces = [bracket[1], bracket[2]]
    if not 1 < len(pieces) <= MOST:
        return ()
    headers = [header for piece in pieces if (header := header_of(piece.strip()))]
    if len(headers) < len(pieces) or any(header.column in _PARTS_OF_ONE for header in headers):
        return ()
    if bracket and {header.column for header in headers} != _READ:
        return ()
    whose = next((header.whose for header in headers if header.column == "name"), "")
    said = tuple(replace(h, whose=whose) if h.column == "kana" and not h.whose else h for h in headers)
    return said if len(set(said)) == len(said) else ()


def is_heading(text: str) -> bool:
    """Return whether a text is a heading or label, of one fact or of several."""
    return header_of(text) is not None or (not _MARKS.isdisjoint(text) and bool(stacked_headers(text)))


def parts_of(label: str, header: Header | None, text: str) -> tuple[Part, ...]:
    """Return the facts of a cell with what each is, where it holds several, or where the heading leaves open which."""
    stack = stacked_headers(label) if label else ()
    lines = tuple(line.strip() for line in _LINES.split(text) if line.strip())
    headers = stack or ((header,) if header else ())
    said = {each.column: each for each in headers}
    if said and said.keys() <= _READ and len(said) == len(headers):
        found = _read_parts(said, lines, text, open_kind=len(said) == 2)
        if found:
            return found
    return tuple(map(Part, stack, lines)) if stack and len(stack) == len(lines) else ()


def _read_parts(headers: dict[str, Header], lines: tuple[str, ...], text: str, *, open_kind: bool) -> tuple[Part, ...]:
    """Return a reading and a name where both stand there; of one alone what it is, where the heading names both."""
    whose = next(iter(headers.values())).whose
    bracket = _BRACKETED.fullmatch(text.strip()) if open_kind and len(lines) == 1 else None
    pieces = (bracket[1].strip(), bracket[2].strip()) if bracket else lines
    kanas = [piece for piece in pieces if is_kana(piece)]
    names = [piece for piece in pieces if _KANJI.search(piece)]
    if len(pieces) == 2 and len(kanas) == len(names) == 1:
        # Under 氏名 alone a line of kana may be the name of a class or of a house as well.
        return (Part(Header("name", whose), names[0]), Part(Header("kana", whose), kanas[0], told="kana" in headers))
    if open_kind and len(pieces) == 1:
        return (Part(Header("kana" if kanas else "name", whose), pieces[0]),)
    return ()


def pieces_of(text: str) -> tuple[str, ...]:
    """Return what must be read by itself of a text: each of its few lines, and what stands before a bracket."""
    if "\n" not in text and "\r" not in text:
        bracket = _BRACKETED.fullmatch(text.strip()) if text[-1:] in ")）様殿ま" else None
        return (bracket[1].strip(), bracket[2].strip()) if bracket else ()
    lines = tuple(line.strip() for line in _LINES.split(text) if line.strip())
    return lines if 1 < len(lines) <= MOST else ()


def split_up(text: str) -> Iterator[str]:
    """Yield at least every text that ``parts_of`` makes of a cell, whatever its heading is."""
    bare = text.strip()
    if bare != text:
        yield bare
    if "\n" in text or "\r" in text:
        yield from (line.strip() for line in _LINES.split(text))
    elif "(" in text or "（" in text:
        bracket = _BRACKETED.fullmatch(bare)
        yield from (bracket[1].strip(), bracket[2].strip()) if bracket else ()
