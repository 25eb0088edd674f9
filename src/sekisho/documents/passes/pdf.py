"""A pass or a check sheet as a PDF: tagged, its fonts inside, and the same bytes for the same pass on every machine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sekisho.documents.passes import code
from sekisho.documents.passes.letters import FONTS, printable
from sekisho.documents.passes.model import Pass
from sekisho.documents.passes.writing import view

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): can be read aloud. Typst refuses to write a page that does not keep it."""
MOST_MISSING = 12
"""Letters without a glyph that are named on the paper."""


def pdf(told: Pass, lang: str = "ja") -> bytes:
    """Return a pass on A4, or a check sheet where it has not left yet; ``lang`` is ``ja`` or ``en``.

    One page; what does not fit on it (many files, long names) says so there and stands whole in an annex behind it.

    Raises:
        ValueError: there is nothing for the QR code to say, or too much.

    """
    import typst

    words, missing = _printable(asdict(view(told, lang)))
    inputs = {
        "page": json.dumps(words, ensure_ascii=False),
        "code": code.svg(told.code),
        "missing": _named(missing),
    }
    template = HERE / ("pass.typ" if told.has_left else "sheet.typ")
    compiler = typst.Compiler(template, root=HERE, font_paths=_fonts(), sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one run of bytes")
    return made


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _printable(value: Any) -> tuple[Any, list[str]]:  # noqa: ANN401  any value of JSON
    """Return a value with every string as the fonts can print it, and the letters that they cannot."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        pairs = {key: _printable(one) for key, one in value.items()}
        return {key: one for key, (one, _) in pairs.items()}, _flat(missing for _, missing in pairs.values())
    if isinstance(value, list | tuple):
        several = [_printable(one) for one in value]
        return [one for one, _ in several], _flat(missing for _, missing in several)
    return value, []


def _flat(lists: Iterable[list[str]]) -> list[str]:
    return [one for several in lists for one in several]


def _named(missing: Iterable[str]) -> str:
    """Return the letters by their numbers: there is no other way to print them."""
    ones = list(dict.fromkeys(missing))
    return "、".join(f"U+{ord(one):04X}" for one in ones[:MOST_MISSING]) + ("…" if len(ones) > MOST_MISSING else "")
