"""上司報告: the superior records that he or she was told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.gate.commands import Report
from sekisho.web.desk.queries.summary import done_before
from sekisho.web.desk.steps.page import At, Page, Said


def context(at: At) -> Mapping[str, Any]:
    """Return what was done before, by whom: what the superior is told."""
    return {"before": done_before(at.seen, at.step)}


def command(said: Said) -> Report:
    """Return that this person was told."""
    return Report(**said.base)


PAGE = Page("desk/steps/report.html", command, context)
