"""Where shapes lie on a slide, in English metric units (914,400 to an inch).

Source: ECMA-376 Part 1, 20.1.7.5 and 20.1.7.6 (transforms of groups and shapes).
"""

import math
from dataclasses import dataclass
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, child

POINT: Final = 12_700
_TURN: Final = 60_000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.bottom - self.top

    def shared(self, other: "Box") -> float:
        """Return which share of this box the other one lies over, 0 to 1."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        area = self.width * self.height
        return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0

    def apart(self, other: "Box") -> bool:
        """Tell whether the two have nothing in common."""
        return (
            self.right <= other.left or self.left >= other.right or self.bottom <= other.top or self.top >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """How the inside of a group lies on the slide: moved and stretched. ``turned``: by an angle, so that nobody knows."""

    x: float = 0.0
    y: float = 0.0
    wide: float = 1.0
    high: float = 1.0
    turned: bool = False

    def inside(self, properties: etree._Element | None) -> "Frame":
        """Return the frame inside a group with these properties (``grpSpPr``)."""
        transform = child(properties, "xfrm") if properties is not None else None
        if transform is None:
            return self
        outer, inner = _rectangle(transform, "off", "ext"), _rectangle(transform, "chOff", "chExt")
        if outer is None or inner is None or not inner[2] or not inner[3]:
            return self
        wide, high = outer[2] / inner[2], outer[3] / inner[3]
        return Frame(
            self.x + self.wide * (outer[0] - inner[0] * wide),
            self.y + self.high * (outer[1] - inner[1] * high),
            self.wide * wide,
            self.high * high,
            self.turned or bool(_angle(transform)),
        )

    def box(self, transform: etree._Element | None) -> Box | None:
        """Return where a shape lies, None where it does not say so, or is turned by an odd angle."""
        placed = _rectangle(transform, "off", "ext") if transform is not None else None
        if transform is None or placed is None or self.turned:
            return None
        left, top, wide, high = placed
        angle = _angle(transform)
        if angle in {90, 270}:
            left, top, wide, high = left + (wide - high) / 2, top + (high - wide) / 2, high, wide
        elif angle not in {0, 180}:
            return None
        x, y = self.x + left * self.wide, self.y + top * self.high
        return Box(x, y, x + wide * self.wide, y + high * self.high)


def transform_of(properties: etree._Element | None) -> etree._Element | None:
    """Return the transform that shape properties hold."""
    return child(properties, "xfrm") if properties is not None else None


def _angle(transform: etree._Element) -> int:
    """Return by how many degrees a shape is turned; a few degrees from a right angle are a hand that trembled."""
    degrees = number(attribute(transform, "rot")) / _TURN % 360
    return round(degrees / 90) * 90 % 360 if abs(degrees - round(degrees / 90) * 90) <= 3 else int(degrees) or 1


def _rectangle(transform: etree._Element, start: str, size: str) -> tuple[float, float, float, float] | None:
    offset, extent = child(transform, start), child(transform, size)
    if offset is None or extent is None:
        return None
    return (
        number(attribute(offset, "x")),
        number(attribute(offset, "y")),
        number(attribute(extent, "cx")),
        number(attribute(extent, "cy")),
    )


def number(text: str, default: float = 0.0) -> float:
    """Return a number of the file; what is none, or has no end, counts as ``default``."""
    try:
        value = float(text)
    except ValueError:
        return default
    return value if math.isfinite(value) else default
