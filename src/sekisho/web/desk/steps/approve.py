"""決裁: the approver has opened every file, and seen every finding with its answer or exception."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from sekisho.gate.commands import Approve
from sekisho.web.desk.queries.findings import on_unit
from sekisho.web.desk.queries.summary import done_before, to_open
from sekisho.web.desk.steps.page import At, Page, Said, StepForm


class Findings(StepForm):
    """The ids of the findings that stood on the page."""

    seen = forms.CharField(required=False, max_length=1_000_000, widget=forms.HiddenInput)


def context(at: At) -> Mapping[str, Any]:
    """Return the files with who opened them, the findings with what was said to them, and the stamps so far."""
    files = to_open(at.seen, at.unit)
    findings = on_unit(at.seen, at.unit)
    return {
        "files": files,
        "left": sum(one.left for one in files),
        "findings": findings,
        "seen_ids": " ".join(sorted({one.id for one in findings})),
        "before": done_before(at.seen, at.step),
        "send_back": at.seen.state.procedure.of_kind("attach")[0].id,
    }


def command(said: Said) -> Approve:
    """Return the approval of what stood on the page."""
    return Approve(**said.base, seen=frozenset(str(said.typed["seen"]).split()))


PAGE = Page("desk/steps/approve.html", command, context, Findings)
