"""Cell styles: which number format a cell has, and whether its font keeps it from the eye.

Source: ECMA-376 Part 1, 18.8 (styles) and 18.8.19 (tint).
"""

import colorsys
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from sekisho.inspection.containers.opc import attribute, child, elements, local_name
from sekisho.inspection.sheets.formats import Format, built_in, parse_format, whitens
from sekisho.inspection.sheets.looks import BLACK, PLAIN_LOOK, WHITE, Colour, Look, look_of

_EIGHT = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_INDEXED = (
    *_EIGHT, *_EIGHT,
    "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080",
    "9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF",
    "000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080", "0000FF",
    "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99",
    "3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696",
    "003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333",
)  # fmt: skip
_SLOTS = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)
_DEFAULT_THEME = ("FFFFFF", "000000", "EEECE1", "1F497D", *("808080",) * 8)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Styles:
    """The looks of a workbook by style number."""

    looks: tuple[Look, ...] = ()

    def look(self, style: int) -> Look:
        """Return the look of style ``style``; a number without a style looks plain."""
        return self.looks[style] if 0 <= style < len(self.looks) else PLAIN_LOOK


def read_styles(root: etree._Element, theme: etree._Element | None) -> Styles:
    """Return the styles of ``styles.xml`` and the theme's colours."""
    palette = palette_of(theme, root)
    codes = {
        _number(attribute(one, "numFmtId")): attribute(one, "formatCode")
        for one in elements(root, "numFmt")
        if local_name_of_parent(one) == "numFmts"
    }
    fonts = [_font(one, palette) for one in _children(root, "fonts")]
    fills = [_fill(one, palette) for one in _children(root, "fills")]
    parsed: dict[str, Format] = {}
    looks = []
    for xf in _children(root, "cellXfs"):
        number = _number(attribute(xf, "numFmtId"))
        code = codes.get(number) or built_in(number)
        if code not in parsed:
            parsed[code] = parse_format(code)
        ink, points = _at(fonts, xf, "fontId", (BLACK, 11.0))
        paper, filled = _at(fills, xf, "fillId", (WHITE, False))
        looks.append(look_of(parsed[code], WHITE if whitens(code) else ink, points, paper, filled=filled))
    return Styles(tuple(looks))


def local_name_of_parent(element: etree._Element) -> str:
    """Return the local name of what an element stands in, empty for the root."""
    parent = element.getparent()
    return "" if parent is None else local_name(parent)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a workbook by their places in its theme and in its table of indexed ones, as six digits."""

    theme: tuple[str, ...]
    indexed: tuple[str, ...]

    def resolve(self, element: etree._Element | None, automatic: Colour) -> Colour:
        """Return the colour that ``element`` names: by theme, index or value, tinted; ``automatic`` otherwise."""
        if element is None:
            return automatic
        theme, indexed, rgb, tint = (attribute(element, name) for name in ("theme", "indexed", "rgb", "tint"))
        amount = _decimal(tint, 0.0)
        if theme and 0 <= _number(theme) < len(self.theme):
            return self.themed(_number(theme), amount, automatic)
        if rgb:
            return _tinted(_rgb(rgb, automatic), amount)
        return self.by_index(_number(indexed), amount, automatic) if indexed else _tinted(automatic, amount)

    def themed(self, number: int, tint: float, automatic: Colour) -> Colour:
        """Return a colour of the theme."""
        known = 0 <= number < len(self.theme)
        return _tinted(_rgb(self.theme[number], automatic) if known else automatic, tint)

    def by_index(self, number: int, tint: float, automatic: Colour) -> Colour:
        """Return an indexed colour; 64 and 65 are the window's text and background."""
        colour = {64: BLACK, 65: WHITE}.get(number, automatic)
        if 0 <= number < len(self.indexed):
            colour = _rgb(self.indexed[number], automatic)
        return _tinted(colour, tint)


def palette_of(theme: etree._Element | None, root: etree._Element | None = None) -> Palette:
    """Return the colours of a theme, and those that the styles in ``root`` number."""
    return Palette(_theme(theme), _INDEXED if root is None else _indexed(root))


def _rgb(text: str, automatic: Colour) -> Colour:
    digits = text[-6:]
    try:
        value = int(digits, 16)
    except ValueError:
        return automatic
    return (value >> 16 & 255, value >> 8 & 255, value & 255)


def _tinted(colour: Colour, amount: float) -> Colour:
    if amount == 0:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in colour))
    light = light * (1 + amount) if amount < 0 else light * (1 - amount) + amount
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return (round(red * 255), round(green * 255), round(blue * 255))


def _theme(theme: etree._Element | None) -> tuple[str, ...]:
    scheme = None if theme is None else next(elements(theme, "clrScheme"), None)
    if scheme is None:
        return _DEFAULT_THEME
    found: dict[str, str] = {}
    for slot in scheme.iterchildren(etree.Element):
        for colour in slot.iterchildren(etree.Element):
            found[local_name(slot)] = attribute(colour, "lastClr") or attribute(colour, "val")
    return tuple(found.get(slot, default) for slot, default in zip(_SLOTS, _DEFAULT_THEME, strict=True))


def _indexed(root: etree._Element) -> tuple[str, ...]:
    own = [attribute(one, "rgb") for one in elements(root, "rgbColor")]
    return (*own, *_INDEXED[len(own) :])


def _font(font: etree._Element, palette: Palette) -> tuple[Colour, float]:
    size = child(font, "sz")
    return palette.resolve(child(font, "color"), BLACK), _decimal("" if size is None else attribute(size, "val"), 11.0)


def _fill(fill: etree._Element, palette: Palette) -> tuple[Colour | None, bool]:
    """Return the colour behind the text and whether the style fills at all; None for patterns and gradients."""
    pattern = child(fill, "patternFill")
    if pattern is None:
        return (None, True) if len(fill) else (WHITE, False)
    kind = attribute(pattern, "patternType", "none")
    if kind == "none":
        return WHITE, False
    if kind == "solid":
        return palette.resolve(child(pattern, "fgColor"), BLACK), True
    return None, True


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    parent = child(root, name)
    return [] if parent is None else list(parent.iterchildren(etree.Element))


def _at(items: list[T], xf: etree._Element, name: str, default: T) -> T:
    index = _number(attribute(xf, name))
    return items[index] if 0 <= index < len(items) else default


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _decimal(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default
