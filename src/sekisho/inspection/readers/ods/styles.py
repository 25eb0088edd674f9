"""Styles of an OpenDocument spreadsheet: which font keeps a cell from the eye, which sheet, row or column is not shown.

Source: OASIS ODF 1.3 Part 3, 16 (styles), 17.17 (table-cell properties), 20 (attributes).
"""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, child, elements
from sekisho.inspection.model import Hiding
from sekisho.inspection.sheets.formats import PLAIN
from sekisho.inspection.sheets.looks import BLACK, WHITE, Colour, look_of
from sekisho.inspection.sheets.table import NARROW

_LENGTH = re.compile(r"([0-9.]+)(cm|mm|in|pt|pc|px)\Z")
_MILLIMETRES: Final = {"cm": 10.0, "mm": 1.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96}
_CHARACTER: Final = 2.0
"""Millimetres that one character of the standard font takes."""
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None where its parent decides. ``small``: of a row or column, too small to be seen."""

    parent: str = ""
    ink: Colour | None = None
    paper: Colour | None = None
    points: float | None = None
    displayed: bool = True
    small: bool = False
    vanishing: bool = False


@dataclass(slots=True)
class Styles:
    """All styles of a spreadsheet by family and name."""

    _styles: dict[tuple[str, str], Style] = field(default_factory=dict)
    _hidings: dict[str, Hiding] = field(default_factory=dict)

    def add(self, root: etree._Element) -> None:
        """Take in the styles below ``root``; those of the same name that came before are replaced."""
        for element in elements(root, "style", "default-style"):
            family, name = attribute(element, "family"), attribute(element, "name")
            self._styles[family, name] = _style(element)
        self._hidings.clear()

    def hiding(self, name: str) -> Hiding:
        """Return by what a cell of style ``name`` is hidden."""
        if name not in self._hidings:
            chain = self._chain("table-cell", name)
            points = next((one.points for one in chain if one.points is not None), 10.0)
            ink = next((one.ink for one in chain if one.ink is not None), BLACK)
            paper = next((one.paper for one in chain if one.paper is not None), None)
            look = look_of(PLAIN, ink, points, paper or WHITE, filled=paper is not None)
            self._hidings[name] = look.hiding
        return self._hidings[name]

    def displayed(self, name: str) -> bool:
        """Tell whether a sheet of style ``name`` is shown."""
        return self._styles.get(("table", name), Style()).displayed

    def small(self, family: str, name: str) -> bool:
        """Tell whether a row or column of style ``name`` is too small to be seen."""
        return self._styles.get((family, name), Style()).small

    def vanishes(self, name: str) -> bool:
        """Tell whether letters of style ``name`` are not shown."""
        return any(one.vanishing for one in self._chain("text", name))

    def _chain(self, family: str, name: str) -> list[Style]:
        chain: list[Style] = []
        while (style := self._styles.get((family, name))) is not None and len(chain) < _DEEPEST:
            chain.append(style)
            name = style.parent
            if not name:
                break
        default = self._styles.get((family, ""))
        return [*chain, default] if default is not None else chain


def _style(element: etree._Element) -> Style:
    text, cell = child(element, "text-properties"), child(element, "table-cell-properties")
    table = child(element, "table-properties")
    row, column = child(element, "table-row-properties"), child(element, "table-column-properties")
    wide = None if column is None else millimetres(attribute(column, "column-width"))
    high = None if row is None else millimetres(attribute(row, "row-height"))
    return Style(
        parent=attribute(element, "parent-style-name"),
        ink=None if text is None else _colour(attribute(text, "color")),
        paper=None if cell is None else _colour(attribute(cell, "background-color")),
        points=None if text is None else _points(attribute(text, "font-size")),
        displayed=table is None or attribute(table, "display") != "false",
        small=(wide is not None and wide < NARROW * _CHARACTER) or (high is not None and high <= 0),
        vanishing=text is not None and attribute(text, "display") == "none",
    )


def _colour(text: str) -> Colour | None:
    if not re.fullmatch("#[0-9A-Fa-f]{6}", text):
        return None
    value = int(text[1:], 16)
    return (value >> 16, value >> 8 & 255, value & 255)


def _points(text: str) -> float | None:
    size = millimetres(text)
    return None if size is None else size * 72 / 25.4


def millimetres(text: str) -> float | None:
    """Return a length, None where it is none (a percentage, a word)."""
    found = _LENGTH.match(text)
    try:
        return float(found[1]) * _MILLIMETRES[found[2]] if found else None
    except ValueError:
        return None
