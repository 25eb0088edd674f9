"""A pass or a check sheet as a PDF."""

from __future__ import annotations

from pathlib import Path

from sekisho.documents.passes.model import Pass
from sekisho.documents.passes.writing import view
from sekisho.documents.printing import code
from sekisho.documents.printing.paper import typeset

HERE = Path(__file__).parent


def pdf(told: Pass, lang: str = "ja") -> bytes:
    """Return a pass on A4, or a check sheet where it has not left yet; ``lang`` is ``ja`` or ``en``.

    One page; what does not fit on it (many files, long names) says so there and stands whole in an annex behind it.

    Raises:
        ValueError: there is nothing for the QR code to say, or too much.

    """
    template = HERE / ("pass.typ" if told.has_left else "sheet.typ")
    return typeset(template, view(told, lang), code=code.svg(told.code))
