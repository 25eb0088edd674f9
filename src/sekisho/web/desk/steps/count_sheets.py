"""確認（数える）: the sheets of a unit, counted by hand and typed; how many there ought to be stands nowhere."""

from __future__ import annotations

from sekisho.gate.commands import Confirm
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import Page, Said, StepForm
from sekisho.words import say


class Sheets(StepForm):
    """How many sheets were counted."""

    number = fields.number(say("数えた紙の枚数"), focus=True)


def command(said: Said) -> Confirm:
    """Return the count."""
    return Confirm(**said.base, number=said.typed["number"])


PAGE = Page("desk/steps/count_sheets.html", command, form=Sheets)
