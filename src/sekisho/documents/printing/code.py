"""The QR code as one path: the same for paper and page."""

from __future__ import annotations

from itertools import groupby

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004, 6.3.8)."""


def path(text: str) -> tuple[int, str]:
    """Return the width of the code in modules, the white around it included, and the dark ones as an SVG path.

    A Micro QR code is never made: many readers do not know it.

    Raises:
        ValueError: the text is empty or too long for a code.

    """
    import segno

    if not text:
        raise ValueError("nothing to be said by a code")
    code = segno.make_qr(text, error="m", encoding="utf-8")
    drawn: list[str] = []
    for y, row in enumerate(code.matrix):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                drawn.append(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z")
            x += length
    return len(code.matrix) + 2 * QUIET, "".join(drawn)


def svg(text: str) -> str:
    """Return the code as a picture of its own."""
    size, dark = path(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
        f'shape-rendering="crispEdges"><path fill="#ffffff" d="M0 0h{size}v{size}H0z"/><path fill="#000000" d="{dark}"/></svg>'
    )
