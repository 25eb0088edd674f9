"""確認（全部を開く）: every sheet and page was served to this person by the viewer; a click is not it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.gate.commands import Confirm
from sekisho.web.desk.queries.summary import to_open
from sekisho.web.desk.steps.page import At, Page, Said


def context(at: At) -> Mapping[str, Any]:
    """Return every file of the unit, and what of it this person has not opened yet."""
    files = to_open(at.seen, at.unit)
    return {"files": files, "left": sum(one.left for one in files)}


def command(said: Said) -> Confirm:
    """Return that this person has looked at everything."""
    return Confirm(**said.base)


PAGE = Page("desk/steps/open_files.html", command, context)
