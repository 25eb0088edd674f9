"""Print files of many mail pieces, as a print shop makes them, always with the same bytes.

Every sheet bears, at its foot, the matching number of its piece and k／n: the enclosing machine, and whoever looks
after it, count by them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import typst
from public_list import FONTS
from sheets import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGES = r"""
#let job = json(bytes(sys.inputs.job))
#set document(title: job.title, author: job.author, date: datetime(year: 2026, month: 11, day: 24))
#set text(font: "BIZ UDGothic", lang: "ja", size: 10pt, cjk-latin-spacing: none)
#set page(paper: "a4", margin: (x: 22mm, top: 20mm, bottom: 22mm))
#let titled(title) = align(center, text(size: 14pt, weight: "bold", title))
#let grid-of(columns, head, rows) = table(
  columns: columns, inset: (x: 1.6mm, y: 1.9mm), stroke: 0.4pt + luma(90),
  fill: (_, y) => if y == 0 { luma(228) },
  table.header(..head.map(title => strong(title))),
  ..rows.flatten(),
)
#let pairs-of(width, rows) = table(
  columns: (width, 1fr), inset: (x: 1.8mm, y: 2.1mm), stroke: 0.4pt + luma(90),
  fill: (x, _) => if x == 0 { luma(228) },
  ..rows.flatten(),
)
{layout}
#for sheet in job.sheets {
  page(
    footer: text(size: 8pt, grid(columns: (1fr, 3fr, 1fr), align: (left, center, right),
      sheet.matching_number, job.foot, str(sheet.number) + "／" + str(sheet.of))),
    layouts.at(sheet.kind)(sheet),
  )
}
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed page: which layout, its words, and what stands at its foot."""

    kind: str
    words: dict[str, object]
    matching_number: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One mail piece: for whom, its number, its matching number, and the sheets that lie in it."""

    id: str
    addressee: str
    matching_number: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A print job: how its sheets look (functions in `layouts`, by kind) and what stands at the foot of each."""

    title: str
    author: str
    foot: str
    layout: str


def numbered(piece: Piece) -> Piece:
    """Return the piece with its own matching number, and k／n, on every sheet."""
    of = len(piece.sheets)
    sheets = (
        replace(sheet, matching_number=piece.matching_number, number=number, of=of)
        for number, sheet in enumerate(piece.sheets, 1)
    )
    return replace(piece, sheets=tuple(sheets))


def first_pages(pieces: Sequence[Piece]) -> dict[str, int]:
    """Return on which page of the file each piece begins, by its number; pages count from 1."""
    first, page = {}, 1
    for piece in pieces:
        first[piece.id] = page
        page += len(piece.sheets)
    return first


def index(pieces: Sequence[Piece], addressee: str) -> bytes:
    """Return the print shop's index of the file; `addressee` is the heading over for whom each piece is."""
    first = first_pages(pieces)
    rows = [
        (piece.id, piece.addressee, str(first[piece.id]), str(first[piece.id] + len(piece.sheets) - 1),
         str(len(piece.sheets)), piece.matching_number)
        for piece in pieces
    ]  # fmt: skip
    return csv_bytes(("通番号", addressee, "開始ページ", "終了ページ", "枚数", "照合番号"), rows, "cp932", quoted=True)


def as_pdf(job: Job, pieces: Sequence[Piece]) -> bytes:
    """Return the print file: A4, one page per sheet, the font embedded.

    Raises:
        FileNotFoundError: BIZ UDGothic is not installed.
    """
    if not FONTS.is_dir():
        raise FileNotFoundError(f"{FONTS}: install the package fonts-morisawa-bizud-gothic (make setup does)")
    sheets = [{**asdict(sheet), **sheet.words} for piece in pieces for sheet in piece.sheets]
    words = json.dumps(
        {"title": job.title, "author": job.author, "foot": job.foot, "sheets": sheets}, ensure_ascii=False
    )
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    source = _PAGES.replace("{layout}", job.layout)
    # A print shop's composition has no structure for screen readers; it would be two thirds of the file.
    return typst.compile(source.encode(), font_paths=fonts, sys_inputs={"job": words}, pdf_tags=False)
