"""What is typed about occurrences (行事)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from sekisho.register.model import OCCASIONS, RHYTHMS
from sekisho.web.people.forms import Day, Typed, text
from sekisho.web.people.queries import PersonView
from sekisho.web.register.actions.occurrences import HeldPlan, SeriesPlan
from sekisho.web.register.sheets import LONGEST, SHORT
from sekisho.web.register.telling import HeldTold
from sekisho.web.ui.language import shown
from sekisho.words import say

_MOST_PEOPLE = 1_000_000
_PICK = say("選んでください")


class SeriesForm(Typed):
    """What is to be held, how often, and by whom."""

    title = text(say("行事の名前"), SHORT, help_text=say("例：封入作業の研修、委託先との定例会議。氏名は書きません。"))
    kind = forms.ChoiceField(label=say("種類"))  # type: ignore[arg-type]
    rhythm = forms.ChoiceField(label=say("どのくらいごとに"))  # type: ignore[arg-type]
    since = Day(label=say("いつから"), help_text=say("一度だけの行事は、いつまでに行うかを書きます。"))
    department = forms.ChoiceField(label=say("課"), required=False)  # type: ignore[arg-type]
    owner = forms.ChoiceField(
        label=say("担当者"),  # type: ignore[arg-type]
        required=False,
        help_text=say("期限の14日前と当日に、この人にお知らせします。決めないときは、課長に知らせます。"),  # type: ignore[arg-type]
    )
    contractor = text(say("委託先（あれば）"), SHORT, required=False)

    def __init__(
        self,
        departments: Mapping[str, str],
        people: Iterable[PersonView],
        *values: Any,  # noqa: ANN401  those of any form
        **named: Any,  # noqa: ANN401
    ) -> None:
        self._departments, self._people = departments, people
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Offer kinds, rhythms, departments and staff."""
        named = [(one.alias, f"{one.name}　{one.department}".strip()) for one in self._people]
        choices = {
            "kind": [("", shown(_PICK)), *((key, shown(words)) for key, words in OCCASIONS.items())],
            "rhythm": [("", shown(_PICK)), *((key, shown(words)) for key, words in RHYTHMS.items())],
            "department": list(self._departments.items()),
            "owner": [("", shown(say("決めない"))), *named],
        }
        for field, offered in choices.items():
            self.fields[field].choices = offered  # type: ignore[attr-defined]

    def plan(self) -> SeriesPlan:
        """Return what was typed."""
        return SeriesPlan(**self.cleaned_data)


class HeldForm(Typed):
    """That something was held."""

    on = Day(label=say("行った日"))
    people = forms.IntegerField(
        label=say("参加した人の数"),  # type: ignore[arg-type]
        min_value=0,
        max_value=_MOST_PEOPLE,
        required=False,
    )
    who = forms.CharField(
        label=say("参加した人（あれば）"),  # type: ignore[arg-type]
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=say("その課の職員と情報セキュリティ担当だけが読めます。"),  # type: ignore[arg-type]
    )
    contractor = text(say("委託先（あれば）"), SHORT, required=False)
    text = forms.CharField(
        label=say("記録"),  # type: ignore[arg-type]
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=say("何を伝え、何を決めたか。その課の職員と情報セキュリティ担当だけが読めます。"),  # type: ignore[arg-type]
    )

    def __init__(self, kind: str, *values: Any, **named: Any) -> None:  # noqa: ANN401  those of any form
        self._kind = kind
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Ask of training for heads alone."""
        if self._kind == "training":
            del self.fields["who"]
            self.fields["people"].required = True
            self.fields["people"].label = say("受けた人の数")  # type: ignore[assignment]

    def plan(self) -> HeldPlan:
        """Return what was typed."""
        told = self.cleaned_data
        return HeldPlan(told["on"], told["people"], HeldTold(told["text"], told.get("who", ""), told["contractor"]))


class EndForm(Typed):
    """The day with which a series ends."""

    on = Day(label=say("最後の日"), help_text=say("その後は、行うべきものとして数えません。"))
