"""返送確認: what came back bears the number of what went out."""

from __future__ import annotations

from django import forms

from sekisho.gate.commands import MatchReturn
from sekisho.web.desk.codes import is_code, scanned
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import Page, Said, StepForm
from sekisho.web.desk.steps.scan import NOT_READ
from sekisho.web.ui.language import shown
from sekisho.words import say


class Returned(StepForm):
    """The code on what came back."""

    code = fields.text(say("返ってきたものの番号"), focus=True)

    def clean_code(self) -> str:
        """Return the code; what was not read without a mistake is asked for again, and is no mismatch."""
        read = scanned(self.cleaned_data["code"])
        if not is_code(read):
            raise forms.ValidationError(shown(NOT_READ))
        return read


def command(said: Said) -> MatchReturn:
    """Return what was scanned."""
    return MatchReturn(**said.base, code=said.pen.mark(said.typed["code"]))


PAGE = Page("desk/steps/match_return.html", command, form=Returned)
