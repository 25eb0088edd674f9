"""How a text of a page looks, as far as that decides whether it can be seen."""

import re
from dataclasses import dataclass, replace
from typing import Final

from sekisho.inspection.containers.colours import contrast, luminance
from sekisho.inspection.model import Hiding
from sekisho.inspection.readers.html.styles import Declarations

_BLACK: Final = "000000"
_WHITE: Final = "FFFFFF"
_NAMED: Final = {
    "black": _BLACK, "white": _WHITE, "red": "FF0000", "lime": "00FF00", "blue": "0000FF", "yellow": "FFFF00",
    "aqua": "00FFFF", "cyan": "00FFFF", "fuchsia": "FF00FF", "magenta": "FF00FF", "silver": "C0C0C0", "gray": "808080",
    "grey": "808080", "maroon": "800000", "olive": "808000", "green": "008000", "purple": "800080", "teal": "008080",
    "navy": "000080", "orange": "FFA500", "pink": "FFC0CB", "gold": "FFD700", "brown": "A52A2A", "ivory": "FFFFF0",
    "snow": "FFFAFA", "whitesmoke": "F5F5F5", "lightgray": "D3D3D3", "lightgrey": "D3D3D3", "darkgray": "A9A9A9",
    "darkgrey": "A9A9A9", "lightyellow": "FFFFE0", "lightblue": "ADD8E6", "lightgreen": "90EE90", "darkblue": "00008B",
    "darkgreen": "006400", "darkred": "8B0000", "windowtext": _BLACK, "window": _WHITE, "canvastext": _BLACK,
    "canvas": _WHITE,
}  # fmt: skip
_LENGTH: Final = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|%|cm|mm|in|vw|vh|)")
_PIXELS: Final = {
    "px": 1.0,
    "": 1.0,
    "pt": 4 / 3,
    "cm": 37.8,
    "mm": 3.78,
    "in": 96.0,
    "rem": 16.0,
    "vw": 12.0,
    "vh": 8.0,
}
_RGB: Final = re.compile(r"rgba?\(\s*(\d{1,4}%?)[\s,]+(\d{1,4}%?)[\s,]+(\d{1,4}%?)(?:[\s,/]+([\d.]+%?))?\s*\)")
_FONT_SIZES: Final = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0}
_TINY: Final = 2.7
"""Pixels: two points are a line of dust."""
_FAR: Final = -500.0
_PALE, _DIM, _DARK = 1.2, 1.5, 0.1
"""As for documents: contrasts below which light and dark grounds hide a text, and what a dark ground is."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an element inherits: ``hiding`` is what hides everything in it. Colours are None where nobody knows them."""

    hiding: Hiding = Hiding.SEEN
    invisible: bool = False
    inkless: bool = False
    colour: str | None = _BLACK
    ground: str | None = _WHITE
    size: float = 16.0

    @property
    def way(self) -> Hiding:
        """Return by what a text of this look is hidden."""
        if self.hiding:
            return self.hiding
        if self.invisible:
            return Hiding.VANISH
        if self.inkless:
            return Hiding.NO_INK
        if self.size < _TINY:
            return Hiding.TINY_FONT
        if self.colour is None or self.ground is None:
            return Hiding.SEEN
        difference = contrast(self.colour, self.ground)
        if luminance(self.ground) <= _DARK:
            return Hiding.COVERED if difference < _DIM else Hiding.SEEN
        return Hiding.FONT_COLOUR if difference < _PALE else Hiding.SEEN


UNSURE: Final = Look(colour=None, ground=None)
"""The look of a page whose style sheet lies elsewhere."""


def changed(look: Look, said: Declarations) -> Look:
    """Return ``look`` with what an element says itself."""
    if not said:
        return look
    size = _font_size(said, look.size)
    colour, inkless = _ink(said, look)
    visibility = said.get("visibility", "")
    return replace(
        look,
        hiding=look.hiding or _hiding(said, size),
        invisible=visibility in {"hidden", "collapse"} or (look.invisible and visibility != "visible"),
        inkless=inkless,
        colour=colour,
        ground=_ground(said, look.ground),
        size=size,
    )


def _hiding(said: Declarations, size: float) -> Hiding:
    if said.get("display") == "none" or said.get("mso-hide") == "all":
        return Hiding.VANISH
    if _number(said.get("opacity", "1"), 1.0) <= 0.05:
        return Hiding.NO_INK
    if _is_off(said, size):
        return Hiding.OFF_PAGE
    return Hiding.VANISH if _is_empty(said, size) else Hiding.SEEN


def _is_off(said: Declarations, size: float) -> bool:
    placed = said.get("position") in {"absolute", "fixed", "relative"}
    names = ("left", "right", "top", "bottom") if placed else ()
    return any(
        _length(said.get(name, ""), size) <= _FAR for name in (*names, "text-indent", "margin-left", "margin-top")
    )


def _is_empty(said: Declarations, size: float) -> bool:
    """Tell whether an element is a box of nothing, or cut down to it."""
    clip = said.get("clip", "") + said.get("clip-path", "")
    if re.search(
        r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?|inset\(\s*(?:50|100)%", clip
    ):
        return True
    if "scale(0" in said.get("transform", "").replace(" ", "") and "scale(0." not in said["transform"].replace(" ", ""):
        return True
    if not said.get("overflow", said.get("overflow-y", "")).startswith(("hidden", "clip")):
        return False
    sides = [said[name] for name in ("height", "max-height", "width", "max-width") if name in said]
    # One per cent of a height that nobody knows is how old pages clear their columns.
    return any(0 <= _length(side, size, -1.0) <= 1 for side in sides if not side.endswith("%") or side == "0%")


def _ink(said: Declarations, look: Look) -> tuple[str | None, bool]:
    value = said.get("color", "")
    if not value or value in {"inherit", "unset", "currentcolor"}:
        return look.colour, look.inkless
    if _is_clear(value):
        return look.colour, True
    return colour_of(value), False


def _ground(said: Declarations, before: str | None) -> str | None:
    value = said.get("background-color") or said.get("background", "")
    if "url(" in value or "gradient(" in value or "url(" in said.get("background-image", ""):
        return None
    for word in re.findall(r"[a-z]+\([^)]*\)|[^\s]+", value):
        if _is_clear(word):
            return before
        if word.startswith(("#", "rgb", "hsl")) or word in _NAMED:
            return colour_of(word)
    return before


def _is_clear(value: str) -> bool:
    match = _RGB.fullmatch(value)
    alpha = match.group(4) if match else None
    return value == "transparent" or (
        alpha is not None and _number(alpha.rstrip("%"), 1.0) <= (5 if "%" in alpha else 0.05)
    )


def colour_of(value: str) -> str | None:
    """Return a colour as ``RRGGBB``; None where it is written in a way that is not followed."""
    value = value.strip().lower()
    digits = value.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{6}(?:[0-9a-f]{2})?", digits):
        return digits[:6].upper()
    if re.fullmatch(r"[0-9a-f]{3,4}", digits) and value.startswith("#"):
        return "".join(2 * digit for digit in digits[:3]).upper()
    match = _RGB.fullmatch(value)
    if match:
        parts = (min(255, round(float(p.rstrip("%")) * (2.55 if "%" in p else 1))) for p in match.group(1, 2, 3))
        return "".join(f"{part:02X}" for part in parts)
    return _NAMED.get(value)


def _font_size(said: Declarations, before: float) -> float:
    value = said.get("font-size", "")
    if not value and "font" in said:
        match = re.search(r"(?<![\w.-])\d*\.?\d+(?:px|pt|em|rem|%)", said["font"])
        value = match.group() if match else ""
    if value in _FONT_SIZES:
        return _FONT_SIZES[value]
    match = _LENGTH.fullmatch(value)
    return max(0.0, _length(value, before, before)) if match else before


def _length(value: str, size: float, default: float = 0.0) -> float:
    """Return a length in pixels; a share is one of the font's size, which is right for fonts alone."""
    match = _LENGTH.fullmatch(value.strip())
    if not match:
        return default
    number, unit = float(match.group(1)), match.group(2)
    if unit == "%":
        return number / 100 * size
    return number * (size if unit == "em" else size / 2 if unit == "ex" else _PIXELS[unit])


def _number(value: str, default: float) -> float:
    try:
        return float(value)
    except ValueError:
        return default
