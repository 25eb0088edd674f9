"""確認（原本と読み合わせる）: each entry read aloud against what was written by the person concerned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.gate.commands import Confirm
from sekisho.web.desk.queries.summary import to_open
from sekisho.web.desk.steps.page import At, Page, Said


def context(at: At) -> Mapping[str, Any]:
    """Return the files that are read."""
    return {"files": to_open(at.seen, at.unit)}


def command(said: Said) -> Confirm:
    """Return that this person says so: the software did not see the originals."""
    return Confirm(**said.base)


PAGE = Page("desk/steps/read_against_source.html", command, context)
