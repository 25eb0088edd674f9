"""Cell styles of a binary workbook: number formats, fonts and fills.

Source: MS-XLSB 2.4.656 (BrtFmt), 2.4.659 (BrtFont), 2.4.655 (BrtFill), 2.4.877 (BrtXF), 2.5.17 (BrtColor).
"""

import struct
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from sekisho.inspection.readers.xlsb.records import records, string
from sekisho.inspection.readers.xlsx.styles import Palette, Styles, palette_of
from sekisho.inspection.sheets.formats import Format, built_in, parse_format, whitens
from sekisho.inspection.sheets.looks import BLACK, WHITE, Colour, Look, look_of

_FMT, _FONT, _FILL, _XF, _BEGIN_XFS, _END_XFS = 44, 43, 45, 47, 617, 618
_INDEXED, _RGB, _THEME = 1, 2, 3
_TINTS: Final = 32_767
_SOLID: Final = 1


@dataclass(slots=True)
class _Found:
    codes: dict[int, str] = field(default_factory=dict)
    fonts: list[tuple[Colour, float]] = field(default_factory=list)
    fills: list[tuple[Colour | None, bool]] = field(default_factory=list)
    xfs: list[tuple[int, int, int]] = field(default_factory=list)


def read_styles(data: bytes, theme: etree._Element | None) -> Styles:
    """Return the looks of ``styles.bin`` with the theme's colours. Raises ``struct.error`` where it is damaged."""
    colours = palette_of(theme)
    found = _Found()
    cells = False
    for kind, body in records(data):
        if kind in {_BEGIN_XFS, _END_XFS}:
            cells = kind == _BEGIN_XFS
        elif kind == _FMT:
            found.codes[struct.unpack_from("<H", body)[0]] = string(body, 2)[0]
        elif kind == _FONT:
            found.fonts.append((_colour(body, 12, colours, BLACK), struct.unpack_from("<H", body)[0] / 20))
        elif kind == _FILL:
            found.fills.append(_fill(body, colours))
        elif kind == _XF and cells:
            _, *xf = struct.unpack_from("<4H", body)
            found.xfs.append((xf[0], xf[1], xf[2]))
    parsed: dict[str, Format] = {}
    return Styles(tuple(_look(found, xf, parsed) for xf in found.xfs))


def _look(found: _Found, xf: tuple[int, int, int], parsed: dict[str, Format]) -> Look:
    code = found.codes.get(xf[0]) or built_in(xf[0])
    form = parsed.setdefault(code, parse_format(code))
    ink, points = found.fonts[xf[1]] if xf[1] < len(found.fonts) else (BLACK, 11.0)
    paper, filled = found.fills[xf[2]] if xf[2] < len(found.fills) else (WHITE, False)
    return look_of(form, WHITE if whitens(code) else ink, points, paper, filled=filled)


def _fill(body: bytes, colours: Palette) -> tuple[Colour | None, bool]:
    (pattern,) = struct.unpack_from("<I", body)
    if pattern == 0:
        return WHITE, False
    return (_colour(body, 4, colours, BLACK) if pattern == _SOLID else None), True


def _colour(body: bytes, at: int, colours: Palette, automatic: Colour) -> Colour:
    """Return the colour in the eight bytes at ``at``: kind, number, tint, red, green, blue, alpha."""
    kind, number, tint, red, green, blue = struct.unpack_from("<BBhBBB", body, at)
    if kind >> 1 == _RGB:
        return (red, green, blue)
    if kind >> 1 == _THEME:
        return colours.themed(number, tint / _TINTS, automatic)
    return colours.by_index(number, tint / _TINTS, automatic) if kind >> 1 == _INDEXED else automatic
