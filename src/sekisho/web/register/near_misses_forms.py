"""What is typed about near misses (ヒヤリ・ハット): what takes half a minute. Nobody is asked who it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from sekisho.gate.naming import CHANNELS
from sekisho.register.model import FAILURES
from sekisho.web.people.forms import Day, Typed
from sekisho.web.register.actions.near_misses import SHORT, Told
from sekisho.web.register.sheets import LONGEST
from sekisho.web.ui.language import shown
from sekisho.words import say


class NearMissForm(Typed):
    """What nearly happened."""

    failure = forms.ChoiceField(label=say("何が起きるところでしたか"), widget=forms.RadioSelect)  # type: ignore[arg-type]
    channel = forms.ChoiceField(label=say("送り方"), required=False)  # type: ignore[arg-type]
    text = forms.CharField(
        label=say("ひとこと"),  # type: ignore[arg-type]
        max_length=SHORT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=say("何に気づいて止まれたか。氏名は、自分のものもほかの人のものも書きません。"),  # type: ignore[arg-type]
    )
    on = Day(label=say("あった日"))
    department = forms.ChoiceField(label=say("課"), required=False)  # type: ignore[arg-type]

    def __init__(self, departments: Mapping[str, str], *values: Any, **named: Any) -> None:  # noqa: ANN401
        self._departments = departments
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Offer kinds of failure, ways to send, and the own departments; where there is but one, nothing is asked."""
        kinds = [(key, shown(words)) for key, words in FAILURES.items()]
        ways = [("", shown(say("決まっていない、わからない"))), *((key, shown(one)) for key, one in CHANNELS.items())]
        self.fields["failure"].choices = kinds  # type: ignore[attr-defined]
        self.fields["channel"].choices = ways  # type: ignore[attr-defined]
        self.fields["department"].choices = list(self._departments.items())  # type: ignore[attr-defined]
        if len(self._departments) == 1:
            self.fields["department"].widget = forms.HiddenInput()

    def told(self) -> Told:
        """Return what was typed."""
        return Told(**self.cleaned_data)


class AnswerForm(Typed):
    """What came of it."""

    text = forms.CharField(
        label=say("どうなったか"),  # type: ignore[arg-type]
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=say("書いた人が読みます。何を変えたか、変えないならなぜか。だれの話かは書きません。"),  # type: ignore[arg-type]
    )
