"""How well one colour can be told from another.

Source: WCAG 2.2, relative luminance and contrast ratio.
"""

from functools import lru_cache


@lru_cache(4096)
def luminance(colour: str) -> float:
    """Return the relative luminance of ``RRGGBB``, 0 for black to 1 for white (WCAG 2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.03928 else float(((value + 0.055) / 1.055) ** 2.4)


@lru_cache(4096)
def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours ``RRGGBB``, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
