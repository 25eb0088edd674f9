"""What belongs to the paper of a text and not to its table: page numbers, what a browser prints around a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sekisho.register.past.dividing import as_department
from sekisho.register.past.drafts import Found
from sekisho.register.past.model import Spot

Numbered = tuple[str, Spot]
_UNIT: Final = re.compile(r"(?:名|人|件|世帯|通|枚|社|か所|箇所)$")
_PAPER: Final = re.compile(
    r"\s*(?:(?:https?|file)://\S+(?:\s+[0-9]+/[0-9]+)?|[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}[,、]?\s+[0-9]{1,2}:[0-9]{2}(?:\s*[AP]M)?(?:\s.*)?)\s*$"
)
"""What a browser prints above and below a page: when, the title, the address."""


def ends_page(lines: Sequence[Numbered], at: int, found: Found) -> bool:
    """Tell whether a line is the bare number of a page: what follows begins a page, and is no department."""
    text = lines[at][0].strip()
    if not (text.isdecimal() and len(text) < 4):
        return False
    after = next((one for one, _ in lines[at + 1 :] if one.strip()), "")
    if not after.startswith("\f") or as_department(after.strip()):
        return False
    found.furniture.append(text)
    return True


def without_paper(lines: Sequence[Numbered]) -> tuple[list[Numbered], list[str]]:
    """Return the lines without what a browser prints around a page, and that; a count is put to its unit (42 / 名)."""
    printed = [text for text, _ in lines if _PAPER.match(text)] if any("://" in text for text, _ in lines) else []
    result: list[Numbered] = []
    for text, spot in lines:
        if text in printed:
            continue
        if result and _UNIT.match(text.strip()) and result[-1][0].strip().isdecimal():
            result[-1] = (result[-1][0].rstrip() + text.strip(), result[-1][1])
        else:
            result.append((text, spot))
    return result, printed
