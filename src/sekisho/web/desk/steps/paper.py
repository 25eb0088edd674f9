"""What was done on paper: by whom and when, entered by another person."""

from __future__ import annotations

from datetime import datetime

from django import forms

from sekisho.gate.commands import Paper
from sekisho.gate.procedure import Step
from sekisho.web.clock import JAPAN
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.people import queries as people
from sekisho.web.ui.language import later
from sekisho.words import say

WHO = say("紙で行った人")
WHEN = say("行った日時")
NOBODY = say("チェックシートに押印した人を選んでください。")
NO_TIME = say("チェックシートに書かれた日時を入れてください（例：2026-11-24 14:20）。")
_FORMS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"]


class OnPaper(forms.Form):
    """Who did it and when. Offered are those who hold a role of the step today, but for whoever enters it."""

    paper_by = forms.ChoiceField(label=later(WHO), error_messages={"required": later(NOBODY)})
    paper_at = forms.DateTimeField(
        label=later(WHEN),
        input_formats=_FORMS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_FORMS[0]),
        error_messages={"required": later(NO_TIME), "invalid": later(NO_TIME)},
    )

    def __init__(self, *values: object, seen: Seen, step: Step) -> None:
        super().__init__(*values)  # type: ignore[arg-type]
        on, department = seen.on, seen.state.department
        who = {one.alias: one.name for role in step.by for one in people.holders(role, department, on)}
        who.pop(seen.actor.person, None)
        self.fields["paper_by"].choices = [("", "—"), *who.items()]  # type: ignore[attr-defined]
        self.fields["paper_by"].error_messages["invalid_choice"] = later(NOBODY)

    @property
    def paper(self) -> Paper:
        """What was typed, once it has been found valid."""
        at: datetime = self.cleaned_data["paper_at"]
        at = at.astimezone(JAPAN) if at.tzinfo else at.replace(tzinfo=JAPAN)
        return Paper(people.actor(self.cleaned_data["paper_by"]), at)
