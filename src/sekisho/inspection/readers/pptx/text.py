"""Paragraphs of a shape: how large and in which colour each piece is written, after all that it inherits.

Source: ECMA-376 Part 1, 21.1.2 (text bodies, runs and list styles).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from sekisho.inspection.containers.colours import contrast, luminance
from sekisho.inspection.containers.opc import attribute, child, local_name
from sekisho.inspection.model import Hiding
from sekisho.inspection.readers.pptx.geometry import number
from sekisho.inspection.readers.pptx.palette import Palette, is_clear
from sekisho.inspection.readers.pptx.shapes import Backdrop, Shape, text_style

_LEVELS: Final = frozenset("012345678")
_USUAL: Final = 18.0
_SMALLEST: Final = 0.1
_TINY: Final = 2.0
"""Points: a line of dust."""
_PALE, _DIM, _DARK = 1.2, 1.5, 0.1
"""As for Word: contrasts below which light and dark grounds hide a text, and what a dark ground is."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; ``size`` in points. ``mark`` is the highlight behind it; ``inkless``: it is not drawn at all."""

    text: str
    size: float = _USUAL
    colour: str | None = None
    mark: str | None = None
    inkless: bool = False
    kind: str = "r"

    def hiding(self, ground: str | None, *, on_fill: bool) -> Hiding:
        """Return by what it is hidden on ``ground``; ``on_fill``: a shape or cell was filled behind it."""
        if self.size <= _TINY:
            return Hiding.TINY_FONT
        if self.inkless:
            return Hiding.NO_INK
        behind = self.mark or ground
        if self.colour is None or behind is None:
            return Hiding.SEEN
        difference = contrast(self.colour, behind)
        if luminance(behind) > _DARK:
            return Hiding.FONT_COLOUR if difference < _PALE else Hiding.SEEN
        if difference >= _DIM:
            return Hiding.SEEN
        return Hiding.COVERED if on_fill or self.mark else Hiding.FONT_COLOUR


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``align`` is ``l``, ``ctr``, ``r`` …. ``before``: points above it; ``spacing``: of its lines, 1 is single."""

    runs: tuple[Run, ...]
    align: str = "l"
    before: float = 0.0
    spacing: float = 1.0

    @property
    def size(self) -> float:
        """Return the size of its largest piece in points."""
        return max((run.size for run in self.runs), default=_USUAL)

    @property
    def text(self) -> str:
        """Return all of its text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Styles:
    """What counts for a text where its runs say nothing: list styles, the nearest first; then ``colour``; then defaults.

    ``colour`` is what the style of the shape or of the table gives.
    """

    lists: tuple[etree._Element, ...] = ()
    colour: str | None = None
    defaults: etree._Element | None = None


def styles_of(shape: Shape, backdrop: Backdrop) -> Styles:
    """Return the styles that count for a shape."""
    bodies = (child(one, "txBody") for one in (shape.element, *shape.parents))
    lists = (*(child(body, "lstStyle") for body in bodies if body is not None), text_style(shape, backdrop))
    style = child(shape.element, "style")
    colour = backdrop.palette.colour(child(style, "fontRef"))[0] if style is not None else None
    return Styles(tuple(one for one in lists if one is not None), colour, backdrop.defaults)


def paragraphs_of(body: etree._Element, styles: Styles, palette: Palette) -> list[Paragraph]:
    """Return the paragraphs of a text."""
    scale = _scale(body)
    return [_paragraph(one, styles, palette, scale) for one in body if local_name(one) == "p"]


def _scale(body: etree._Element) -> float:
    properties = child(body, "bodyPr")
    fit = child(properties, "normAutofit") if properties is not None else None
    return number(attribute(fit, "fontScale"), 100_000) / 100_000 if fit is not None else 1.0


def _paragraph(element: etree._Element, styles: Styles, palette: Palette, scale: float) -> Paragraph:
    properties = child(element, "pPr")
    level = attribute(properties, "lvl") if properties is not None else ""
    name = f"lvl{int(level) + 1 if level in _LEVELS else 1}pPr"
    levels = [
        one
        for style in (*styles.lists, styles.defaults)
        if style is not None and (one := child(style, name)) is not None
    ]
    looks = [one for level_ in levels if (one := child(level_, "defRPr")) is not None]
    last = child(styles.defaults, name) if styles.defaults is not None else None
    default = child(last, "defRPr") if last is not None else None
    given = (attribute(one, "algn") for one in (properties, *levels) if one is not None)
    setting = _Setting([one for one in looks if one is not default], default, styles.colour, palette, scale)
    plain = Paragraph(tuple(_runs(element, setting)), next((one for one in given if one), "l"))
    above = [one for one in (properties, *levels) if one is not None]
    before = _space(above, "spcBef", plain.size, 0.0) + _space(above, "spcAft", plain.size, 0.0)
    return replace(plain, before=before, spacing=_space(above, "lnSpc", plain.size, plain.size) / plain.size)


def _space(properties: list[etree._Element], name: str, size: float, default: float) -> float:
    """Return a space in points; it is written in points, or as a share of the font's size."""
    told = next((one for element in properties if (one := child(element, name)) is not None), None)
    for one in told if told is not None else ():
        value = number(attribute(one, "val").removesuffix("%"))
        if local_name(one) == "spcPts":
            return value / 100
        return value / (100 if attribute(one, "val").endswith("%") else 100_000) * size
    return default


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the runs of one paragraph inherit."""

    looks: list[etree._Element]
    default: etree._Element | None
    colour: str | None
    palette: Palette
    scale: float


def _runs(element: etree._Element, setting: _Setting) -> Iterator[Run]:
    for one in element.iter(etree.Element):
        name = local_name(one)
        if name == "br":
            yield Run("\n")
        elif name in {"r", "fld"}:
            text = child(one, "t")
            if text is not None and text.text:
                yield _run(text.text, attribute(one, "type") if name == "fld" else "r", child(one, "rPr"), setting)
        elif name == "t" and one.text and local_name(_above(one)) not in {"r", "fld"}:
            yield Run(one.text)  # a formula


def _above(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _run(text: str, kind: str, properties: etree._Element | None, setting: _Setting) -> Run:
    looks = [one for one in (properties, *setting.looks) if one is not None]
    everywhere = [*looks, *([setting.default] if setting.default is not None else [])]
    sizes = (number(attribute(look, "sz")) / 100 for look in everywhere)
    size = max(_SMALLEST, next((one for one in sizes if one), _USUAL) * setting.scale)
    marked = child(properties, "highlight") if properties is not None else None
    mark, _ = setting.palette.colour(marked)
    colour, inkless = _ink(looks, setting)
    return Run(text, size, colour, mark, inkless=inkless, kind=kind)


def _ink(looks: list[etree._Element], setting: _Setting) -> tuple[str | None, bool]:
    """Return the colour of a run (None where it is not one, or not known), and whether it is written without ink."""
    for look in looks:
        for fill in look:
            name = local_name(fill)
            if name == "noFill":
                return None, child(look, "ln") is None
            if name == "solidFill":
                colour, alpha = setting.palette.colour(fill)
                return colour, is_clear(alpha)
            if name in {"gradFill", "blipFill", "pattFill"}:
                return None, False
    if setting.colour is not None or setting.default is None:
        return setting.colour, False
    return setting.palette.colour(child(setting.default, "solidFill"))[0], False
