"""Whether a cell's font keeps it from the eye: the same rule for every kind of spreadsheet."""

from dataclasses import dataclass

from sekisho.inspection.model import Hiding
from sekisho.inspection.sheets.formats import PLAIN, Format

TINY = 2.0
"""Points at or below which nobody reads a font."""
NEAR = 10
"""How far apart two colours may be in each channel (of 255) and still look the same."""
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """How cells of one style look. ``bare``: the font is hidden by the paper's white alone, with no fill of its own."""

    form: Format = PLAIN
    hiding: Hiding = Hiding.SEEN
    bare: bool = False


PLAIN_LOOK = Look()


def look_of(form: Format, ink: Colour, points: float, paper: Colour | None, *, filled: bool) -> Look:
    """Return the look of a style; ``paper`` is None where a pattern or a gradient lies behind the text."""
    if points <= TINY:
        return Look(form, Hiding.TINY_FONT)
    if paper is not None and all(abs(a - b) <= NEAR for a, b in zip(ink, paper, strict=True)):
        return Look(form, Hiding.FONT_COLOUR, bare=not filled)
    return Look(form)
