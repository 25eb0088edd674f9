"""鍵の別送: the password went another way than the file, and which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from sekisho.gate.commands import CarryKey
from sekisho.gate.naming import WAYS
from sekisho.web.desk.queries.sendings import last_sending
from sekisho.web.desk.steps.page import At, Page, Said, StepForm
from sekisho.web.ui.language import shown


class Way(StepForm):
    """Which way the password went: nothing is chosen beforehand."""

    def prepare(self) -> None:
        """Offer the ways of the step."""
        choices = [(one, shown(WAYS[one])) for one in self.at.step.ways]
        self.fields["way"] = forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def context(at: At) -> Mapping[str, Any]:
    """Return whether the password can still be shown, and to whom it goes."""
    return {
        "sending": last_sending(at.seen.number, at.unit),
        "addressees": [at.seen.addressees[key] for key in at.seen.state.on_its_way(at.unit)],
    }


def command(said: Said) -> CarryKey:
    """Return which way it went."""
    return CarryKey(**said.base, way=str(said.typed["way"]))


PAGE = Page("desk/steps/carry_key.html", command, context, Way)
