"""Colours of a presentation: of its theme, as the master maps them, and changed by their modifiers.

Source: ECMA-376 Part 1, 20.1.2.3 (colours and their transforms), 20.1.6.2 (colour scheme), 19.3.1.6 (colour map).
"""

import colorsys
import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, child, elements, local_name
from sekisho.inspection.readers.pptx.geometry import number

_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}")
_NAMED: Final = {
    "black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF", "yellow": "FFFF00",
    "navy": "000080", "gray": "808080", "silver": "C0C0C0", "dkGray": "A9A9A9", "ltGray": "D3D3D3", "dkBlue": "00008B",
}  # fmt: skip
_MAP: Final = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_SCHEME: Final = {"dk1": "000000", "lt1": "FFFFFF"}
_OPAQUE, _CLEAR = 0.9, 0.05
_FILLS: Final = frozenset({"noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"})


@dataclass(frozen=True, slots=True)
class Fill:
    """What fills a shape: nothing unless ``opaque``. ``colour`` is None where it is not one, or not known."""

    opaque: bool = False
    colour: str | None = None


NOTHING: Final = Fill()


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that a slide's words for colours mean."""

    scheme: dict[str, str] = field(default_factory=lambda: dict(_SCHEME))
    mapping: dict[str, str] = field(default_factory=lambda: dict(_MAP))

    def colour(self, holder: etree._Element | None) -> tuple[str | None, float]:
        """Return the colour that ``holder`` (a ``solidFill``, a ``fillRef`` …) names, and how opaque it is from 0 to 1."""
        for element in holder if holder is not None else ():
            base = self._base(local_name(element), element)
            changes = {local_name(one): _share(attribute(one, "val")) for one in element}
            return (_changed(base, changes) if base else None), changes.get("alpha", 1.0)
        return None, 1.0

    def fill(self, properties: etree._Element | None) -> Fill | None:
        """Return the fill that shape properties name, None where they say nothing of it."""
        if properties is None:
            return None
        for element in properties:
            name = local_name(element)
            if name == "solidFill":
                colour, alpha = self.colour(element)
                return Fill(opaque=True, colour=colour) if alpha >= _OPAQUE else NOTHING
            if name == "pattFill":
                return Fill(opaque=True)
            if name in {"gradFill", "blipFill"}:
                clear = any(
                    _share(attribute(one, "val") or attribute(one, "amt")) < _OPAQUE
                    for one in elements(element, "alpha", "alphaModFix")
                )
                return NOTHING if clear else Fill(opaque=True)
            if name in _FILLS:
                return NOTHING if name == "noFill" else None
        return None

    def _base(self, name: str, element: etree._Element) -> str | None:
        value = attribute(element, "val")
        if name == "srgbClr":
            return value.upper() if _HEX.fullmatch(value) else None
        if name == "sysClr":
            last = attribute(element, "lastClr")
            return last.upper() if _HEX.fullmatch(last) else None
        if name == "prstClr":
            return _NAMED.get(value)
        if name == "schemeClr":
            return self.scheme.get(self.mapping.get(value, value))
        return None


def is_clear(alpha: float) -> bool:
    """Tell whether an opacity leaves nothing to see."""
    return alpha <= _CLEAR


def read_palette(theme: etree._Element | None, master: etree._Element | None) -> Palette:
    """Return the colours of a theme, by the words that a master gives them."""
    scheme, mapping = dict(_SCHEME), dict(_MAP)
    for one in elements(theme, "clrScheme") if theme is not None else ():
        for element in one:
            colour, _ = Palette({}, {}).colour(element)
            if colour:
                scheme[local_name(element)] = colour
    told = child(master, "clrMap") if master is not None else None
    if told is not None:
        mapping.update({str(key): str(value) for key, value in told.items()})
    return Palette(scheme, mapping)


def _share(value: str) -> float:
    """Return a share that is written in thousandths of a per cent, or in per cent."""
    return number(value[:-1], 100.0) / 100 if value.endswith("%") else number(value, 100_000.0) / 100_000


def _changed(colour: str, changes: dict[str, float]) -> str:
    if not changes.keys() & {"lumMod", "lumOff", "tint", "shade"}:
        return colour
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * changes.get("lumMod", 1.0) + changes.get("lumOff", 0.0)
    light = light * changes.get("shade", 1.0)
    light = 1 - (1 - light) * changes["tint"] if "tint" in changes else light
    mixed = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
    return "".join(f"{round(part * 255):02X}" for part in mixed)
