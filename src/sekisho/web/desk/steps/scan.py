"""確認（読み取る）: the codes on the papers of a unit, scanned one after the other."""

from __future__ import annotations

from typing import Any

from django import forms

from sekisho.gate.commands import Confirm
from sekisho.web.desk.codes import is_code
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import Page, Said, StepForm
from sekisho.web.ui.language import shown
from sekisho.words import say

CODES = say("文書の番号")
NOT_READ = say("番号として読めませんでした（検査数字が合いません）。もう一度読み取ってください。")


class Scanned(StepForm):
    """The codes, one a line: a scanner ends each with Enter."""

    def prepare(self) -> None:
        """Ask for one code, or for those of all parcels."""
        one = len(self.at.keys) == 1
        self.fields["codes"] = fields.text(CODES, focus=True) if one else fields.lines(CODES)

    def clean_codes(self) -> tuple[str, ...]:
        """Return the codes; what was not read without a mistake is asked for again, and is no mismatch."""
        read = fields.entries(self.cleaned_data["codes"])
        if not read or not all(map(is_code, read)):
            raise forms.ValidationError(shown(NOT_READ))
        return read


def command(said: Said) -> Confirm:
    """Return what was scanned."""
    codes: Any = said.typed["codes"]
    return Confirm(**said.base, typed=tuple(map(said.pen.mark, codes)))


PAGE = Page("desk/steps/scan.html", command, form=Scanned)
