"""封緘確認: every envelope looked at, and how many were found sealed; how many there ought to be stands nowhere."""

from __future__ import annotations

from sekisho.gate.commands import Seal
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import Page, Said, StepForm
from sekisho.words import say


class Sealed(StepForm):
    """How many envelopes were found sealed."""

    sealed = fields.number(say("封がしてあった通数"), focus=True)


def command(said: Said) -> Seal:
    """Return the count."""
    return Seal(**said.base, sealed=said.typed["sealed"])


PAGE = Page("desk/steps/seal.html", command, form=Sealed)
