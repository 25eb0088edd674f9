"""決裁: the approver has opened every file, and seen every finding with its answer or exception."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from sekisho.gate.commands import Approve
from sekisho.web.desk.actions.standing_approvals import use
from sekisho.web.desk.queries import looks
from sekisho.web.desk.queries.findings import on_unit
from sekisho.web.desk.queries.standing_approvals import covering
from sekisho.web.desk.queries.summary import done_before, to_open
from sekisho.web.desk.steps.page import At, Page, Said, StepForm


class Findings(StepForm):
    """The ids of the findings that stood on the page; or the approval given beforehand on which this one is to rest."""

    seen = forms.CharField(required=False, max_length=1_000_000, widget=forms.HiddenInput)
    standing = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)


def context(at: At) -> Mapping[str, Any]:
    """Return the files with who opened them, the findings with what was said to them, and the stamps so far."""
    files = to_open(at.seen, at.unit)
    findings = on_unit(at.seen, at.unit)
    return {
        "files": files,
        "left": sum(one.left for one in files),
        "findings": findings,
        "seen_ids": " ".join(sorted({one.id for one in findings})),
        "looks": looks.on_parcels(at.seen, at.seen.state.parcels(at.unit)),
        "before": done_before(at.seen, at.step),
        "given": covering(at.seen, at.step, at.unit),
        "send_back": at.seen.state.procedure.of_kind("attach")[0].id,
    }


def before(at: At, base: Mapping[str, Any], typed: Mapping[str, Any], now: datetime) -> bool:
    """Rest the approval on one given beforehand, where that was chosen."""
    if not typed["standing"]:
        return False
    use(at.seen.number, str(typed["standing"]), base, by=at.seen.actor, at=now)
    return True


def command(said: Said) -> Approve:
    """Return the approval of what stood on the page."""
    return Approve(**said.base, seen=frozenset(str(said.typed["seen"]).split()))


PAGE = Page("desk/steps/approve.html", command, context, Findings, before)
