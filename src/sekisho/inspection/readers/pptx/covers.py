"""What lies over a text: a box, bar or picture that was put on top, and under which the text can still be copied.

Source: ECMA-376 Part 1, 20.1.10.56 (preset shapes).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, child, elements
from sekisho.inspection.containers.pictures import is_opaque
from sekisho.inspection.readers.pptx.geometry import POINT, Box
from sekisho.inspection.readers.pptx.lines import Layout, Line, lines_of
from sekisho.inspection.readers.pptx.shapes import Shape
from sekisho.inspection.readers.pptx.text import Paragraph

_SOLID: Final = re.compile(
    r"rect|.*[rR]ound.*Rect.*|snip.*Rect|ellipse|flowChart(?:Alternate)?Process|flowChartTerminator|plaque|.*Rect"
)
"""Shapes that fill their box, or nearly so; arrows, lines and stars do not."""
_LOWEST, _NARROWEST = 6 * POINT, 12 * POINT
"""A bar that is lower is a line, one that is narrower a mark."""
_MOST: Final = 0.9
_HALF: Final = 0.5
_WORD_END: Final = re.compile(r"[\s、，,：:；;（）()「」／/・|｜]")


@dataclass(frozen=True, slots=True)
class Cover:
    """Something opaque. ``texts``: it bears a text of its own, as a button does."""

    box: Box
    texts: bool


def cover_of(shape: Shape, picture: bytes | None, moving: frozenset[str]) -> Cover | None:
    """Return a shape as something that hides what lies below it, None where it does not; ``moving``: what is animated.

    ``picture`` is the content of the picture that it shows.
    """
    if shape.box is None or shape.hidden or shape.again or shape.id in moving:
        return None
    if shape.box.height < _LOWEST or shape.box.width < _NARROWEST:
        return None
    if shape.kind == "pic":
        return Cover(shape.box, texts=False) if picture is not None and _is_opaque(picture, shape.element) else None
    if shape.kind != "sp" or not shape.fill.opaque or not _fills_its_box(shape.element):
        return None
    body = shape.body
    texts = body is not None and any((one.text or "").strip() for one in elements(body, "t"))
    return Cover(shape.box, texts)


def moving_shapes(root: etree._Element) -> frozenset[str]:
    """Return the numbers of the shapes that come or go while the slide is shown: what they hide is seen before or after."""
    found: set[str] = set()
    for node in elements(root, "cTn"):
        if attribute(node, "presetClass") in {"exit", "entr", "path"}:
            found |= {attribute(one, "spid") for one in elements(node, "spTgt")}
    return frozenset(found)


def words_under(paragraphs: list[Paragraph], box: Box, layout: Layout, covers: Sequence[Cover]) -> list[str]:
    """Return what of a text in its box lies under covers: whole words, line by line; all of it where it stands upright."""
    if layout.upright:
        whole = any(box.shared(cover.box) >= _MOST for cover in covers)
        return ["\n".join(one.text for one in paragraphs)] if whole else []
    lines = lines_of(paragraphs, box, layout)
    total = sum(1 for line in lines for char in line.text if not char.isspace())
    found: list[str] = []
    for cover in covers:
        hit = [(line, _under(line, cover.box)) for line in lines]
        count = sum(1 for line, numbers in hit for number in numbers if not line.text[number].isspace())
        # A box with a text of its own is an element of the slide: only where it hides all of the other one is it a cover.
        if count < (_MOST * total if cover.texts else min(2, total)) or count == 0:
            continue
        found += [word for line, numbers in hit if (word := _words(line.text, numbers))]
    return list(dict.fromkeys(found))


def _under(line: Line, box: Box) -> list[int]:
    high = min(line.bottom, box.bottom) - max(line.top, box.top)
    if high < _HALF * (line.bottom - line.top):
        return []
    return [at for at, (left, right) in enumerate(line.edges) if box.left <= (left + right) / 2 <= box.right]


def _words(text: str, numbers: list[int]) -> str:
    """Return the words that some of the characters belong to: the place of each is only known nearly."""
    numbers = [number for number in numbers if not _WORD_END.match(text[number])]
    if not numbers:
        return ""
    start, end = numbers[0], numbers[-1] + 1
    while start > 0 and not _WORD_END.match(text[start - 1]):
        start -= 1
    while end < len(text) and not _WORD_END.match(text[end]):
        end += 1
    return text[start:end].strip()


def _fills_its_box(element: etree._Element) -> bool:
    properties = child(element, "spPr")
    geometry = child(properties, "prstGeom") if properties is not None else None
    if geometry is None:
        # A text box or placeholder without a word about its shape is a rectangle; one that was drawn by hand is not.
        return properties is not None and child(properties, "custGeom") is None
    return bool(_SOLID.fullmatch(attribute(geometry, "prst")))


def _is_opaque(data: bytes, element: etree._Element) -> bool:
    """Tell whether a picture lets nothing through: a photograph, or a drawing without a transparent colour."""
    if any(True for _ in elements(element, "alphaModFix", "clrChange")):
        return False
    return is_opaque(data)
