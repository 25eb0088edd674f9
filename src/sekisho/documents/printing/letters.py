"""Which letters the fonts of the project have: what they have not is printed as 〓 and said, never as an empty box."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parents[2] / "data" / "fonts"
FONT = "BIZUDPGothic-Regular.ttf"
GETA = "〓"
"""What printers set for a letter that they do not have."""


@cache
def known() -> frozenset[int]:
    """Return the code points of the font: its table ``cmap``, format 12 (ISO/IEC 14496-22, 5.2.1).

    Raises:
        ValueError: the font has no such table.

    """
    font = (FONTS / FONT).read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    for place in range(12, 12 + 16 * tables, 16):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, place)
        if tag == b"cmap":
            return frozenset(_points(font, start))
    raise ValueError("the font has no table of letters")


def _points(font: bytes, cmap: int) -> Iterable[int]:
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for number in range(count):
        *_, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)
        start = cmap + offset
        (form,) = struct.unpack_from(">H", font, start)
        if form == 12:
            (groups,) = struct.unpack_from(">I", font, start + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * group)
                yield from range(first, last + 1)
            return
    raise ValueError("the font's table of letters has no format 12")


def printable(text: str) -> tuple[str, list[str]]:
    """Return a text as it can be printed, and the letters that could not be.

    A letter that cannot be seen or turns the direction of reading is none that can be printed. A variation selector stays
    with its letter: where the font lacks the variant, the letter itself is set. A mark is set into its letter (が as some
    machines write it, in two); nothing else is normalised, since that would change 福 into 福.
    """
    if _plain().issuperset(text):
        return text, []
    out: list[str] = []
    missing: list[str] = []
    for letter in _joined(text):
        if _drawn(letter):
            out.append(letter)
        else:
            out.append(GETA)
            missing.append(letter)
    return "".join(out), missing


def printable_lines(text: str) -> tuple[str, list[str]]:
    """Return a text of several lines as it can be printed: a line break stays one, a tab is a space."""
    return (
        printable(text)
        if text.isprintable()
        else _together(map(printable, text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")))
    )


def _together(lines: Iterable[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    texts, missing = zip(*lines, strict=True)
    return "\n".join(texts), [letter for line in missing for letter in line]


@cache
def _plain() -> frozenset[str]:
    """Return the letters that are printed as they are, whatever stands beside them."""
    return frozenset(chr(code) for code in known() if _drawn(chr(code)) and not unicodedata.combining(chr(code)))


def _joined(text: str) -> list[str]:
    letters: list[str] = []
    for letter in text:
        joined = unicodedata.normalize("NFC", letters[-1] + letter) if letters and unicodedata.combining(letter) else ""
        if len(joined) == 1:
            letters[-1] = joined
        else:
            letters.append(letter)
    return letters


def _drawn(letter: str) -> bool:
    code = ord(letter)
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return True
    return code in known() and (letter.isprintable() or letter == "\u3000")
