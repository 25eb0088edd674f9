"""Drawn shapes: what fills them, and whether one lies over the text of its paragraph.

Source: ECMA-376 Part 1, 20.4.2.3 (anchor), 20.1.8.54 (solidFill); Part 4, 19.1 (VML).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sekisho.inspection.containers.colours import luminance
from sekisho.inspection.containers.opc import attribute, child, elements, local_name
from sekisho.inspection.readers.docx.looks import WHITE, Ground

if TYPE_CHECKING:
    from lxml import etree

VML_SHAPES: Final = frozenset({"rect", "roundrect", "shape", "oval", "polyline", "line"})
_POINT: Final = 12700
"""English metric units in a point."""
_LOWEST, _NARROWEST = 8.0, 20.0
"""Points. Anything lower is a line under or beside the text, anything narrower a mark."""
_LINE_HEIGHT, _LINE_LENGTH = 20.0, 40
_DARK: Final = 0.1
_OPAQUE: Final = 90_000
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_UNITS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
_LENGTH = re.compile(r"(-?[0-9.]+)\s*(pt|in|cm|mm|px|)")
_NAMED: Final = {"black": "000000", "white": WHITE, "navy": "000080", "silver": "C0C0C0", "gray": "808080"}
_SCHEME: Final = {"tx1": "000000", "dk1": "000000", "bg1": WHITE, "lt1": WHITE}


def ground_of(box: etree._Element, page: Ground) -> Ground:
    """Return what lies behind the text of a text box: its fill, the page where it says that it has none, else unknown.

    Text in a box without a fill is mostly written over a picture, so white is not hidden there; and a shape gives its
    automatic text a colour that can be seen on it.
    """
    for shape in box.iterancestors():
        if local_name(shape) == "wsp":
            properties = child(shape, "spPr")
            fill = _solid(properties) if properties is not None else None
            return Ground((fill,)) if fill else Ground(())
        if local_name(shape) in VML_SHAPES:
            fill = _vml_fill(shape)
            return Ground((fill,)) if fill else Ground(())
    return page


def covers(drawing: etree._Element, text: str) -> bool:
    """Tell whether a dark, opaque, empty shape in front of the text lies over the paragraph that it is anchored in.

    Only a place given relative to the paragraph can be judged without laying out the page, and that is how Word anchors
    what somebody draws over a line.
    """
    if not text.strip():
        return False
    height = _LINE_HEIGHT * (1 + len(text) // _LINE_LENGTH + text.count("\n"))
    return any(_anchor_covers(one, height) for one in elements(drawing, "anchor")) or any(
        _vml_covers(one, height) for one in elements(drawing, *VML_SHAPES)
    )


def _anchor_covers(anchor: etree._Element, height: float) -> bool:
    shapes = list(elements(anchor, "wsp"))
    extent = child(anchor, "extent")
    if len(shapes) != 1 or extent is None or child(anchor, "wrapNone") is None:
        return False
    if attribute(anchor, "behindDoc") in {"1", "true", "on"} or _has_text(anchor):
        return False
    wide, high = _number(attribute(extent, "cx")) / _POINT, _number(attribute(extent, "cy")) / _POINT
    position = child(anchor, "positionV")
    if position is None or attribute(position, "relativeFrom") not in {"paragraph", "line"}:
        return False
    offset = child(position, "posOffset")
    top = _number(offset.text or "") / _POINT if offset is not None else 0.0
    return _large(wide, high) and -high < top < height and _is_dark(_shape_fill(shapes[0]))


def _vml_covers(shape: etree._Element, height: float) -> bool:
    style = _css(attribute(shape, "style"))
    if style.get("position") != "absolute" or style.get("z-index", "").startswith("-") or _has_text(shape):
        return False
    if style.get("mso-position-vertical-relative", "text") not in {"text", "line"}:
        return False
    wrap = child(shape, "wrap")
    if wrap is not None and attribute(wrap, "type") not in {"", "none"}:
        return False
    high, top = _length(style.get("height", "")), _length(style.get("margin-top", ""))
    return _large(_length(style.get("width", "")), high) and -high < top < height and _is_dark(_vml_fill(shape))


def _large(wide: float, high: float) -> bool:
    return wide >= _NARROWEST and high >= _LOWEST


def _is_dark(fill: str | None) -> bool:
    return fill is not None and luminance(fill) <= _DARK


def _has_text(shape: etree._Element) -> bool:
    return any((element.text or "").strip() for element in elements(shape, "t"))


def _shape_fill(shape: etree._Element) -> str | None:
    """Return the fill of a shape: its own, else the one of its style where that is black."""
    properties = child(shape, "spPr")
    own = _solid(properties) if properties is not None else None
    if own or (properties is not None and any(local_name(one).endswith("Fill") for one in properties)):
        return own
    style = child(shape, "style")
    reference = child(style, "fillRef") if style is not None else None
    if reference is None or attribute(reference, "idx") == "0":
        return None
    return _colour(reference)


def _solid(properties: etree._Element) -> str | None:
    """Return the colour of an opaque ``solidFill``, None where there is none or its colour is not known."""
    fill = child(properties, "solidFill")
    return _colour(fill) if fill is not None else None


def _colour(fill: etree._Element) -> str | None:
    for element in fill:
        name, value = local_name(element), attribute(element, "val")
        changes = {local_name(one): _number(attribute(one, "val")) for one in element}
        if changes.get("alpha", 100_000) < _OPAQUE:
            return None
        if name == "srgbClr" and _HEX.fullmatch(value):
            return value.upper()
        if name == "sysClr":
            last = attribute(element, "lastClr")
            return last.upper() if _HEX.fullmatch(last) else None
        if name == "prstClr":
            return _NAMED.get(value)
        if name == "schemeClr" and changes.get("lumOff", 0) < 20_000:
            return _SCHEME.get(value)
    return None


def _vml_fill(shape: etree._Element) -> str | None:
    if attribute(shape, "filled") in {"f", "false", "0"}:
        return None
    fill = child(shape, "fill")
    if fill is not None and not _opaque(attribute(fill, "opacity")):
        return None
    words = attribute(shape, "fillcolor").split()
    name = words[0] if words else ""
    if _HEX.fullmatch(name.removeprefix("#")):
        return name.removeprefix("#").upper()
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", name):
        return "".join(2 * digit for digit in name[1:]).upper()
    return _NAMED.get(name)


def _opaque(opacity: str) -> bool:
    """Tell whether a VML opacity (``.5``, or ``32768f`` of 65536) hides what lies below."""
    if opacity.endswith("f"):
        return _number(opacity[:-1]) >= 0.9 * 65536
    return not opacity or _number(opacity.removesuffix("%")) >= (90 if opacity.endswith("%") else 0.9)


def _css(style: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _length(value: str) -> float:
    match = _LENGTH.fullmatch(value)
    return _number(match.group(1)) * _UNITS[match.group(2)] if match else 0.0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
