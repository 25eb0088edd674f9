"""A presentation as LibreOffice draws it itself: flat XML, from which it makes the other formats."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

_NAMES = (
    "office",
    "style",
    "text",
    "table",
    "drawing:draw",
    "presentation",
    "svg-compatible:svg",
    "xsl-fo-compatible:fo",
)
_SPACES = " ".join(
    f'xmlns:{name.rpartition(":")[2]}="urn:oasis:names:tc:opendocument:xmlns:{name.partition(":")[0]}:1.0"'
    for name in _NAMES
)
_STYLES = """
<office:automatic-styles>
 <style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout>
 <style:style style:name="away" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="plain" style:page-layout-name="A4"/></office:master-styles>
"""


def box(text: str, top: int) -> str:
    place = f'svg:x="2cm" svg:y="{top}cm" svg:width="24cm" svg:height="2cm"'
    return f"<draw:frame {place}><draw:text-box><text:p>{escape(text)}</text:p></draw:text-box></draw:frame>"


def grid(rows: Sequence[Sequence[str]], top: int) -> str:
    place = f'svg:x="2cm" svg:y="{top}cm" svg:width="24cm" svg:height="{len(rows)}cm"'
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{escape(value)}</text:p></table:table-cell>" for value in row)
        + "</table:table-row>"
        for row in rows
    )
    columns = "<table:table-column/>" * len(rows[0])
    return f"<draw:frame {place}><table:table>{columns}{cells}</table:table></draw:frame>"


def slide(number: int, *shapes: str, notes: str = "", hidden: bool = False) -> str:
    style = ' draw:style-name="away"' if hidden else ""
    spoken = f"<presentation:notes>{box(notes, 12)}</presentation:notes>" if notes else ""
    name = f'draw:name="page{number}" draw:master-page-name="plain"'
    return f"<draw:page {name}{style}>{''.join(shapes)}{spoken}</draw:page>"


def write(path: Path, *slides: str) -> None:
    """Write a presentation of these slides."""
    kind = "application/vnd.oasis.opendocument.presentation"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3" office:mimetype="{kind}">'
        f"{_STYLES}<office:body><office:presentation>{''.join(slides)}</office:presentation></office:body></office:document>",
        encoding="utf-8",
    )
