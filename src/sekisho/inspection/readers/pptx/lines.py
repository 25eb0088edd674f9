"""Where the characters of a text box stand, near enough to say what lies under a bar that somebody drew over it.

No program lays out a slide for us: a full-width character is as wide as it is high, others half of that, a line is a
fifth higher than its font. That is right to about a character, and whoever covers a name covers all of it.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, child
from sekisho.inspection.readers.pptx.geometry import POINT, Box, number
from sekisho.inspection.readers.pptx.text import Paragraph

_LINE: Final = 1.2
_INSET_SIDE, _INSET_TOP = 91_440.0, 45_720.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, and from where to where each character reaches."""

    text: str
    edges: tuple[tuple[float, float], ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is placed in its box: ``anchor`` t, ctr or b; the margins; whether long lines are broken.

    ``upright``: written from top to bottom, whose lines are not followed.
    """

    anchor: str = "t"
    left: float = _INSET_SIDE
    top: float = _INSET_TOP
    right: float = _INSET_SIDE
    bottom: float = _INSET_TOP
    wraps: bool = True
    upright: bool = False


def layout_of(properties: tuple[etree._Element, ...]) -> Layout:
    """Return the layout that these ``bodyPr`` (the nearest first) come to."""

    def said(name: str) -> str:
        return next((value for one in properties if (value := attribute(one, name))), "")

    return Layout(
        said("anchor") or "t",
        number(said("lIns"), _INSET_SIDE),
        number(said("tIns"), _INSET_TOP),
        number(said("rIns"), _INSET_SIDE),
        number(said("bIns"), _INSET_TOP),
        said("wrap") != "none",
        said("vert") not in {"", "horz"},
    )


def cell_layout(properties: etree._Element | None) -> Layout:
    """Return the layout of a table cell by its ``tcPr``."""
    if properties is None:
        return Layout()
    return Layout(
        attribute(properties, "anchor") or "t",
        number(attribute(properties, "marL"), _INSET_SIDE),
        number(attribute(properties, "marT"), _INSET_TOP),
        number(attribute(properties, "marR"), _INSET_SIDE),
        number(attribute(properties, "marB"), _INSET_TOP),
        upright=attribute(properties, "vert") not in {"", "horz"},
    )


def body_properties(bodies: list[etree._Element | None]) -> tuple[etree._Element, ...]:
    """Return the ``bodyPr`` of each text."""
    found = (child(body, "bodyPr") for body in bodies if body is not None)
    return tuple(one for one in found if one is not None)


def lines_of(paragraphs: list[Paragraph], box: Box, layout: Layout) -> list[Line]:
    """Return the lines of a text in its box."""
    room = max(box.width - layout.left - layout.right, POINT)
    broken: list[_Broken] = []
    for paragraph in paragraphs:
        found = _broken(paragraph, room if layout.wraps else float("inf"))
        found[0].before = paragraph.before * POINT if broken else 0.0
        broken += found
    height = sum(line.before + line.height for line in broken)
    top = box.top + layout.top
    if layout.anchor == "ctr":
        top = (box.top + layout.top + box.bottom - layout.bottom - height) / 2
    elif layout.anchor == "b":
        top = box.bottom - layout.bottom - height
    lines: list[Line] = []
    for line in broken:
        wide = sum(line.widths)
        spare = room - wide
        left = box.left + layout.left + (spare / 2 if line.align == "ctr" else spare if line.align == "r" else 0.0)
        top += line.before
        edges = []
        for width in line.widths:
            edges.append((left, left + width))
            left += width
        lines.append(Line(line.text, tuple(edges), top, top + line.height))
        top += line.height
    return lines


@dataclass(slots=True)
class _Broken:
    text: str
    widths: list[float]
    height: float
    align: str
    before: float = 0.0


def _broken(paragraph: Paragraph, room: float) -> list[_Broken]:
    """Cut a paragraph into lines of at most ``room``."""
    usual = paragraph.size * paragraph.spacing * POINT * _LINE
    lines = [_Broken("", [], usual, paragraph.align)]
    used = 0.0
    for run in paragraph.runs:
        for char in run.text:
            width = _width(char) * run.size * POINT
            if char == "\n" or (used + width > room and lines[-1].text):
                lines.append(_Broken("", [], usual, paragraph.align))
                used = 0.0
            if char != "\n":
                lines[-1].text += char
                lines[-1].widths.append(width)
                used += width
    return lines


def _width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in {"W", "F", "A"} else 0.5
