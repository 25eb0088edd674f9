"""How a piece of text looks, as far as that decides whether it can be seen.

Source: ECMA-376 Part 1, 17.3.2 (run properties), 17.7 (styles), 17.18.78 (shading patterns), 17.18.40 (highlight).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final

from sekisho.inspection.containers.colours import contrast, luminance
from sekisho.inspection.containers.opc import attribute, child, elements, local_name
from sekisho.inspection.model import Hiding

if TYPE_CHECKING:
    from lxml import etree

WHITE: Final = "FFFFFF"
AUTO: Final = "auto"
_TINY: Final = 4
"""Half points. Two points are a line of dust."""
_PALE: Final = 1.2
"""Contrast (WCAG 2) below which text on a light ground is not seen; a light grey of 1.4 still is."""
_DIM: Final = 1.5
"""The same on a dark ground, where the eye tells less apart."""
_DARK: Final = 0.1
"""Luminance up to which a ground is dark enough to black out something."""
_BLACK: Final = 0.02
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_HIGHLIGHTS: Final = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "00008B", "darkCyan": "008B8B", "darkGreen": "006400",
    "darkMagenta": "8B008B", "darkRed": "8B0000", "darkYellow": "808000", "darkGray": "A9A9A9", "lightGray": "D3D3D3",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """Properties of a run, None where nothing is said. ``size`` in half points; ``none`` fills are empty."""

    vanish: bool | None = None
    colour: str | None = None
    size: int | None = None
    fill: str | None = None
    highlight: str | None = None
    inkless: bool | None = None

    def under(self, over: Look) -> Look:
        """Return this look with everything that ``over`` says."""
        if over == _PLAIN:
            return self
        values = {f.name: getattr(over, f.name) for f in fields(over)}
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        return Look(**{name: own[name] if value is None else value for name, value in values.items()})


_PLAIN: Final = Look()


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies behind a text: ``fills`` are the colours that it can be, empty where nobody knows.

    ``heading``: the first row of a table, whose automatic white text on black is a usual heading.
    """

    fills: tuple[str, ...] = (WHITE,)
    heading: bool = False
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    look: Look
    fill: str | None
    fills: tuple[str, ...] = ()


@dataclass(slots=True)
class Styles:
    """The styles of a document, resolved when they are asked for."""

    defaults: Look = _PLAIN
    default_paragraph: str = ""
    styles: dict[str, _Style] = field(default_factory=dict)

    def look(self, style: str) -> Look:
        """Return the look of a style with all that it is based on."""
        look = _PLAIN
        for one in reversed(self._chain(style)):
            look = look.under(one.look)
        return look

    def paragraph_fill(self, style: str) -> str | None:
        """Return the shading that a paragraph style gives, None where it says nothing."""
        return next((one.fill for one in self._chain(style) if one.fill is not None), None)

    def table_fills(self, style: str) -> tuple[str, ...]:
        """Return every shading that some row or column of a table of this style can have."""
        return tuple(dict.fromkeys(fill for one in self._chain(style) for fill in one.fills))

    def _chain(self, style: str) -> list[_Style]:
        found: list[_Style] = []
        while style in self.styles and self.styles[style] not in found:
            found.append(self.styles[style])
            style = self.styles[style].based_on
        return found


def read_styles(root: etree._Element) -> Styles:
    """Return the styles that ``word/styles.xml`` defines."""
    styles = Styles()
    defaults = next(elements(root, "rPrDefault"), None)
    if defaults is not None:
        styles.defaults = read_look(child(defaults, "rPr"))
    for element in elements(root, "style"):
        name = attribute(element, "styleId")
        based_on = child(element, "basedOn")
        paragraph = child(element, "pPr")
        fills = tuple(fill for shading in elements(element, "shd") if (fill := read_fill(shading)))
        styles.styles[name] = _Style(
            attribute(based_on, "val") if based_on is not None else "",
            read_look(child(element, "rPr")),
            read_fill(child(paragraph, "shd")) if paragraph is not None else None,
            fills,
        )
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in {"1", "true", "on"}:
            styles.default_paragraph = name
    return styles


def read_look(properties: etree._Element | None) -> Look:
    """Return what ``w:rPr`` says itself, without its style.

    ``webHidden`` hides on a web page alone: every table of contents has it, and prints all the same.
    """
    if properties is None:
        return _PLAIN
    values: dict[str, bool | int | str] = {}
    for element in properties:
        name, value = local_name(element), attribute(element, "val")
        if name == "vanish":
            values["vanish"] = value not in {"0", "false", "off"}
        elif name == "color":
            values["colour"] = value.upper() if _HEX.fullmatch(value) else AUTO
        elif name == "sz" and value.isdigit():
            values["size"] = int(value)
        elif name == "shd":
            values["fill"] = read_fill(element) or ""
        elif name == "highlight":
            values["highlight"] = _HIGHLIGHTS.get(value, "")
        elif name == "textFill":
            values["inkless"] = child(element, "noFill") is not None and child(properties, "textOutline") is None
    return Look(**values)  # type: ignore[arg-type]  # each name above is given the type of its field


def read_fill(shading: etree._Element | None) -> str | None:
    """Return the colour that a shading comes to (``RRGGBB``), empty for none, None where there is no shading at all."""
    if shading is None:
        return None
    pattern, fill, ink = attribute(shading, "val"), attribute(shading, "fill"), attribute(shading, "color")
    ground = fill.upper() if _HEX.fullmatch(fill) else ""
    front = ink.upper() if _HEX.fullmatch(ink) else "000000"
    if pattern == "solid":
        return front
    if pattern.startswith("pct") and pattern[3:].isdigit():
        return _mixed(front, ground or WHITE, min(int(pattern[3:]), 100) / 100)
    return ground


def hiding_of(look: Look, ground: Ground) -> Hiding:
    """Return by what the eye is kept from a text of this look on this ground."""
    if look.vanish:
        return Hiding.VANISH
    if look.size is not None and look.size <= _TINY:
        return Hiding.TINY_FONT
    if look.inkless:
        return Hiding.FONT_COLOUR
    own = look.highlight or look.fill
    if own:
        return _against(look.colour, own, automatic_is_black=True)
    if not ground.fills:
        return Hiding.SEEN
    ways = {
        _against(look.colour, fill, automatic_is_black=ground.shaded and not ground.heading) for fill in ground.fills
    }
    return ways.pop() if len(ways) == 1 else Hiding.SEEN


def _against(colour: str | None, fill: str, *, automatic_is_black: bool) -> Hiding:
    """Return how text of ``colour`` is hidden on ``fill``: blacked out on a dark one, written in its colour on a light one.

    Word makes automatic text white on a dark shading and other programs do not, so on black it is taken for black
    wherever somebody painted over a text; on a merely dark heading it is taken for white.
    """
    if colour in {None, AUTO}:
        return Hiding.COVERED if automatic_is_black and luminance(fill) <= _BLACK else Hiding.SEEN
    difference = contrast(colour or "", fill)
    if luminance(fill) <= _DARK:
        return Hiding.COVERED if difference < _DIM else Hiding.SEEN
    return Hiding.FONT_COLOUR if difference < _PALE else Hiding.SEEN


def _mixed(front: str, ground: str, share: float) -> str:
    pairs = ((int(front[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
