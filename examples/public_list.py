"""The PDF that goes on the web, as a typesetter makes it, always with the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

FONTS = Path("/usr/share/fonts/truetype/bizud-gothic")
"""Where Debian's package fonts-morisawa-bizud-gothic puts BIZ UDGothic; `make setup` installs it."""

# The bar belongs to the last cell of its row, so that it is drawn over the text and after it: whoever marks the
# row with the mouse still copies what is under it. 142 mm lie between the second column and the last one's text.
_LAYOUT = r"""
#let list = json(bytes(sys.inputs.list))
#set document(title: list.title, author: "さくら野市住宅課", date: datetime(year: 2026, month: 11, day: 24))
#set page(
  paper: "a4", margin: (x: 16mm, top: 18mm, bottom: 16mm),
  footer: align(center, text(size: 8pt, context counter(page).display("1 / 1", both: true))),
)
#set text(font: "BIZ UDGothic", lang: "ja", size: 9pt, cjk-latin-spacing: none)
#let bar = place(top + left, dx: -142.1mm, dy: -1.5mm, rect(width: 168.5mm, height: 6.6mm, fill: black))
#for (number, rows) in list.pages.enumerate() {
  if number == 0 {
    align(center, text(size: 15pt, weight: "bold", list.title))
    align(right, list.day)
    list.lead
  } else { pagebreak() }
  table(
    columns: (9mm, 20mm, 29mm, 36mm, 42mm, 14mm, 28mm),
    rows: 7mm,
    inset: (x: 1.4mm, y: 1.7mm),
    stroke: 0.4pt + luma(90),
    fill: (_, y) => if y == 0 { luma(225) },
    align: (x, y) => if y == 0 or x in (0, 1, 5) { center + top } else { left + top },
    table.header(..list.head.map(title => strong(title))),
    ..for row in rows {
      let (.., last) = row.cells
      (..row.cells.slice(0, -1).map(cell => [#cell]), if row.covered [#last#bar] else [#last])
    },
  )
  if number == list.pages.len() - 1 { for note in list.notes { text(size: 8pt, note); linebreak() } }
}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of seven cells; `covered` draws a black bar over all but the first."""

    cells: tuple[str, ...]
    covered: bool = False


@dataclass(frozen=True, slots=True)
class PublicList:
    """What is printed, page by page."""

    title: str
    day: str
    lead: str
    head: tuple[str, ...]
    pages: tuple[tuple[Row, ...], ...]
    notes: tuple[str, ...]


def as_pdf(content: PublicList) -> bytes:
    """Return the list as an A4 PDF with its font embedded.

    Raises:
        FileNotFoundError: BIZ UDGothic is not installed.
    """
    if not FONTS.is_dir():
        raise FileNotFoundError(f"{FONTS}: install the package fonts-morisawa-bizud-gothic (make setup does)")
    words = json.dumps(asdict(content), ensure_ascii=False)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.compile(_LAYOUT.encode(), font_paths=fonts, sys_inputs={"list": words})
