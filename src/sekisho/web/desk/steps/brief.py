"""事前共有: worker and approver go through the steps and the risks of this job, before any other step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.gate.commands import Brief
from sekisho.gate.naming import ROLES, kind_of
from sekisho.web.desk.steps.page import At, Page, Said
from sekisho.words import Titled


def context(at: At) -> Mapping[str, Any]:
    """Return each step with what it is for, and the incidents that brought it."""
    procedure = at.seen.state.procedure
    return {
        "told": [
            {
                "kind": kind_of(step, procedure),
                "title": Titled(step.title, step.title_en),
                "roles": [ROLES[role] for role in step.by],
                "because": step.because,
            }
            for step in procedure.steps
        ],
        "addressees": [at.seen.addressees[key] for key in at.keys],
    }


def command(said: Said) -> Brief:
    """Return that this person has gone through them."""
    return Brief(**said.base)


PAGE = Page("desk/steps/brief.html", command, context)
