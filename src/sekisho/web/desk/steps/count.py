"""枚数確認: printed − withdrawn + reprinted = enclosed, in pieces (通)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from sekisho.gate.commands import Count
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import At, Page, Said, StepForm
from sekisho.web.ui.language import shown
from sekisho.words import say

TWICE = say("同じ番号が二度あります。引き抜いた番号を一通に一行で書き直してください。")


class Counts(StepForm):
    """The four numbers. What was withdrawn is told by its numbers, one a line, and counted by the software."""

    printed = fields.number(say("印刷した通数"), focus=True)
    withdrawn = fields.lines(say("引き抜いた番号（一通に一行、なければ空のまま）"), required=False, rows=3)
    reprinted = fields.number(say("再作成した通数"))
    enclosed = fields.number(say("封入した通数"))

    def clean_withdrawn(self) -> tuple[str, ...]:
        """Return the numbers, folded; one that stands there twice is asked about."""
        numbers = fields.entries(self.cleaned_data["withdrawn"])
        if len(set(numbers)) != len(numbers):
            raise forms.ValidationError(shown(TWICE))
        return numbers


def context(at: At) -> Mapping[str, Any]:
    """Return whether a difference waits for the chief."""
    return {"differs": (at.step.id, at.unit) in at.seen.state.differences}


def command(said: Said) -> Count:
    """Return the counts, with the withdrawn numbers sealed."""
    typed = said.typed
    withdrawn = tuple(said.pen.mark(one) for one in typed["withdrawn"])
    return Count(
        **said.base,
        printed=typed["printed"],
        withdrawn=withdrawn,
        reprinted=typed["reprinted"],
        enclosed=typed["enclosed"],
    )


PAGE = Page("desk/steps/count.html", command, context, Counts)
