"""鍵の別送: the password went another way than the file, and which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from sekisho.gate.commands import CarryKey
from sekisho.gate.naming import WAYS
from sekisho.web.desk.queries.sendings import last_sending
from sekisho.web.desk.steps.page import At, Page, Said
from sekisho.web.ui.language import shown


class Way(forms.Form):
    """Which way the password went: nothing is chosen beforehand."""

    def __init__(self, *values: Any, at: At | None = None, **named: Any) -> None:  # noqa: ANN401  those of any form
        super().__init__(*values, **named)
        ways = at.step.ways if at else ()
        self.fields["way"] = forms.ChoiceField(
            choices=[(one, shown(WAYS[one])) for one in ways], widget=forms.RadioSelect
        )


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
