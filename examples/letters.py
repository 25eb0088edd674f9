"""Letters as an office writes them in Word, always with the same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from sheets import MADE

if TYPE_CHECKING:
    from collections.abc import Sequence

FONT = "ＭＳ 明朝"
_MADE = (1980, 1, 1, 0, 0, 0)  # what an archive says where it knows no time


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: to whom, from whom, what it says, and the facts under 記."""

    reference: str
    day: str
    addressee: tuple[str, ...]
    sender: str
    title: str
    body: str
    facts: tuple[tuple[str, str], ...]
    enclosed: str
    contact: tuple[str, ...]


def as_docx(letter: Letter, author: str) -> bytes:
    """Return the letter as a Word file with the properties that an office's Word writes."""
    document = docx.Document()
    _set_up(document, author, letter.title)
    _lines(document, (letter.reference, letter.day), WD_ALIGN_PARAGRAPH.RIGHT)
    document.add_paragraph()
    _lines(document, letter.addressee)
    document.add_paragraph()
    _lines(document, (letter.sender,), WD_ALIGN_PARAGRAPH.RIGHT)
    document.add_paragraph()
    (title,) = _lines(document, (letter.title,), WD_ALIGN_PARAGRAPH.CENTER)
    title.runs[0].font.size = Pt(13)
    document.add_paragraph()
    _lines(document, ("　" + letter.body,))
    _lines(document, ("記",), WD_ALIGN_PARAGRAPH.CENTER)
    _facts(document, letter.facts)
    document.add_paragraph()
    _lines(document, (letter.enclosed,))
    _lines(document, ("以上",), WD_ALIGN_PARAGRAPH.RIGHT)
    document.add_paragraph()
    _lines(document, letter.contact, WD_ALIGN_PARAGRAPH.RIGHT)
    memory = io.BytesIO()
    document.save(memory)
    return _timeless(memory.getvalue())


def _set_up(document: Any, author: str, title: str) -> None:  # noqa: ANN401  the library's document is a function
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.title, properties.comments, properties.revision = title, "", 1
    properties.created = properties.modified = MADE


def _lines(document: Any, lines: Sequence[str], alignment: WD_ALIGN_PARAGRAPH | None = None) -> list[Any]:  # noqa: ANN401
    paragraphs = []
    for line in lines:
        paragraph = document.add_paragraph(line)
        paragraph.alignment = alignment
        paragraphs.append(paragraph)
    return paragraphs


def _facts(document: Any, facts: Sequence[tuple[str, str]]) -> None:  # noqa: ANN401
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, value in facts:
        cells = table.add_row().cells
        for cell, text, width in zip(cells, (label, value), (Mm(48), Mm(112)), strict=True):
            cell.text, cell.width = text, width


def _timeless(package: bytes) -> bytes:
    """Return the same package with one fixed time on all of its parts: the library writes the clock's."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _MADE), old.read(part), zipfile.ZIP_DEFLATED)
    return memory.getvalue()
