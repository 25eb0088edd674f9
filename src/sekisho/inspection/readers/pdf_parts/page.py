"""One page -> its lines, paragraphs, what is hidden in it, and what of it could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sekisho.inspection.model import Covered, Grid, Hiding, Part, Place, Text, Unread
from sekisho.inspection.readers.pdf_parts.columns import make_grid
from sekisho.inspection.readers.pdf_parts.glyphs import Floats, Glyphs, read_glyphs, reading_frame, view_of
from sekisho.inspection.readers.pdf_parts.ink import judge
from sekisho.inspection.readers.pdf_parts.legible import unread_fonts, unread_pictures
from sekisho.inspection.readers.pdf_parts.lines import CELL_GAP, UPRIGHT_GAP, Segment, lay_out
from sekisho.inspection.readers.pdf_parts.marks import marks_of
from sekisho.inspection.readers.pdf_parts.objects import things_of
from sekisho.inspection.readers.pdf_parts.pdfium import IMAGE, PdfPage, text_of
from sekisho.inspection.readers.pdf_parts.prose import paragraphs
from sekisho.inspection.readers.pdf_parts.reasons import HIDINGS, SEEN, Labels
from sekisho.inspection.readers.pdf_parts.ruled import Page, starts_of, with_starts
from sekisho.inspection.readers.pdf_parts.rules import Rules, in_boxes, rules_of
from sekisho.inspection.readers.pdf_parts.spoken import only_printed, unspoken
from sekisho.inspection.readers.pdf_parts.upright import VERTICAL
from sekisho.words import say


@dataclass(frozen=True, slots=True)
class PageContent:
    """What one page holds. ``unread`` is empty where the page was read."""

    texts: tuple[Text, ...] = ()
    grids: tuple[Grid, ...] = ()
    covered: tuple[Covered, ...] = ()
    unread: tuple[Unread, ...] = ()
    pictures: int = 0


def lines_of(glyphs: Glyphs, which: NDArray[np.int64], rules: Rules | None = None) -> list[list[Segment]]:
    """Return the lines of the characters ``which``, those of the most common direction first."""
    walls = _walls(rules) if rules is not None and rules.boxes else {}
    rows: list[list[Segment]] = []
    angles = glyphs.angle[which]
    found, counts = np.unique(angles, return_counts=True)
    for angle in found[np.argsort(-counts, kind="stable")].tolist():
        chosen = which[angles == angle]
        frame = reading_frame(glyphs, chosen, angle)
        space = UPRIGHT_GAP if 2 * np.count_nonzero(glyphs.upright[chosen]) > len(chosen) else CELL_GAP
        rows += lay_out(glyphs.codes[chosen], frame, glyphs.em[chosen], len(rows), walls.get(angle), space)
    return rows


def _walls(rules: Rules) -> dict[int, Floats]:
    """Return the drawn lines across the reading direction, in the frame of that direction."""
    return {0: rules.down, VERTICAL: np.column_stack([rules.across[:, 0], -rules.across[:, 2], -rules.across[:, 1]])}


def page_text(page: PdfPage) -> list[list[Segment]]:
    """Return the lines of a page, whatever hides them."""
    with text_of(page) as text:
        glyphs = read_glyphs(text, view_of(page))
    return lines_of(glyphs, np.arange(len(glyphs)))


@dataclass(frozen=True, slots=True)
class Seen:
    """The characters ``which`` are seen on a page, and what is drawn around them."""

    glyphs: Glyphs
    which: NDArray[np.int64]
    rules: Rules
    place: Place


def seen_on(page: PdfPage, place: Place) -> Seen:
    """Return what is seen on a page, for whoever reads its table."""
    view = view_of(page)
    with text_of(page) as text:
        glyphs = read_glyphs(text, view)
        things = things_of(page)
        labels = judge(page, glyphs, view, things, marks_of(page, view), None)
    which = np.arange(len(glyphs)) if labels is None else np.flatnonzero(labels == SEEN)
    return Seen(glyphs, which, rules_of(things, view), place)


def laid_out(pages: Sequence[Seen]) -> list[Page]:
    """Return the lines of pages; where lines of a column begin is known from all of them together."""
    starts = starts_of(row for one in pages for row in lines_of(one.glyphs, one.which, one.rules))
    return [
        Page(lines_of(one.glyphs, one.which, with_starts(one.rules, starts)), one.rules, one.place) for one in pages
    ]


def read_page(page: PdfPage, number: int, layers: PdfPage | None, bad_fonts: frozenset[str]) -> PageContent:
    """Read page ``number`` (from 1).

    ``layers``: the same page in a copy in which no layer is switched off, where the file has layers.
    ``bad_fonts``: names of fonts whose characters mean nothing to anybody but the font.
    """
    view = view_of(page)
    with text_of(page) as text:
        glyphs = read_glyphs(text, view)
        things = things_of(page)
        rules = rules_of(things, view)
        labels = judge(page, glyphs, view, things, marks_of(page, view), layers)
        seen = labels if labels is not None else np.zeros(len(glyphs), dtype=np.int8)
        unread = unread_fonts(glyphs, things, number, bad_fonts) or unread_pictures(glyphs, seen, things, view, number)
    if labels is None:
        why = say("紙面が大きすぎて、文字が見えるかどうかを確かめられません。")
        unread += (Unread(f"page {number}", why, Place(Part.PAGE, page=number), asks=True),)
    content = _content(glyphs, rules, seen, number, unread, sum(thing.kind == IMAGE for thing in things))
    if not unspoken(things):
        return content
    printed = only_printed(page_text(page), lines_of(glyphs, np.arange(len(glyphs))))
    return (
        replace(content, grids=(*content.grids, make_grid(Place(Part.PAGE, page=number), printed)))
        if printed
        else content
    )


def _content(
    glyphs: Glyphs, rules: Rules, labels: Labels, number: int, unread: tuple[Unread, ...], pictures: int
) -> PageContent:
    texts: list[Text] = []
    grids: list[Grid] = []
    covered: list[Covered] = []
    for label in np.unique(labels).tolist():
        hiding = HIDINGS[label]
        place = Place(Part.LAYER if hiding is Hiding.LAYER_OFF else Part.PAGE, page=number)
        rows = lines_of(glyphs, np.flatnonzero(labels == label), rules)
        if rows:
            grids.append(make_grid(place, in_boxes(rows, rules), hiding))
            texts += [Text(place, text, hiding) for text in paragraphs(rows)]
        if hiding is Hiding.COVERED:
            covered += [Covered(place, cell.text) for row in rows for cell in row]
    return PageContent(tuple(texts), tuple(grids), tuple(covered), unread, pictures)
