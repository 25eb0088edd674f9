"""Words into a template, a template into a PDF: tagged, its fonts inside, and the same bytes on every machine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sekisho.documents.printing.letters import FONTS, printable, printable_lines

if TYPE_CHECKING:
    import typst

STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): can be read aloud. Typst refuses to write a page that does not keep it."""
MOST_MISSING = 12
"""Letters without a glyph that are named on the paper."""


def typeset(template: Path, words: object, *, lines: bool = False, **inputs: str) -> bytes:
    """Return a PDF of a template that finds its words as JSON in the input ``page``, and other inputs by their names.

    The input ``missing`` names the letters that the fonts do not have. ``lines``: a line break in a text is one on paper,
    and a tab is a space; otherwise both are letters that cannot be printed. No time is written into the file.
    """
    import typst

    told, missing = _printable(words, lines=lines)
    given: Mapping[str, str] = {"page": json.dumps(told, ensure_ascii=False), "missing": _named(missing), **inputs}
    compiler = typst.Compiler(template, root=template.parent, font_paths=_fonts(), sys_inputs=dict(given))
    made = compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one run of bytes")
    return made


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _printable(value: Any, *, lines: bool) -> tuple[Any, list[str]]:  # noqa: ANN401  any value of JSON
    """Return a value with every string as the fonts can print it, and the letters that they cannot."""
    if isinstance(value, str):
        return (printable_lines if lines else printable)(value)
    if is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, dict):
        pairs = {key: _printable(one, lines=lines) for key, one in value.items()}
        return {key: one for key, (one, _) in pairs.items()}, _flat(missing for _, missing in pairs.values())
    if isinstance(value, list | tuple):
        several = [_printable(one, lines=lines) for one in value]
        return [one for one, _ in several], _flat(missing for _, missing in several)
    return value, []


def _flat(lists: Iterable[list[str]]) -> list[str]:
    return [one for several in lists for one in several]


def _named(missing: Iterable[str]) -> str:
    """Return the letters by their numbers: there is no other way to print them."""
    ones = list(dict.fromkeys(missing))
    return "、".join(f"U+{ord(one):04X}" for one in ones[:MOST_MISSING]) + ("…" if len(ones) > MOST_MISSING else "")
