"""確認（抜き出してたどる）: rows drawn at random, each traced to another source, and typed as that source says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from sekisho.gate.commands import Confirm
from sekisho.web.desk.actions.drawing import draw_rows, drawn, mark
from sekisho.web.desk.queries.seeing import FileView
from sekisho.web.desk.sampling import Candidate, folded
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import At, Page, Said, StepForm
from sekisho.web.ui.language import shown
from sekisho.words import Sentence, say

NO_DATE = say("日付として読めません。台帳のとおりに入力してください（例：平成27年5月3日、2015-05-03）。")
ASKED = {
    "birth_date": say("台帳に書いてある生年月日"),
    "number": say("台帳に書いてある番号"),
    "subject_id": say("台帳に書いてある本人の番号"),
}


@dataclass(frozen=True, slots=True)
class Traced:
    """One drawn row before somebody: where it stands, by what to look it up, and the field for what the source says."""

    row: Candidate
    file: FileView | None
    addressee: str
    asked: Sentence
    field: forms.BoundField


class Typed(StepForm):
    """One field for each drawn row; none before they are drawn."""

    rows: tuple[Candidate, ...] = ()

    def prepare(self) -> None:
        """Ask for each drawn row."""
        if (self.at.step.id, self.at.unit) not in self.at.seen.state.draws:
            return
        self.rows = drawn(self.at.seen.number, self.at.step.id, self.at.unit)
        for number, row in enumerate(self.rows):
            made = self.fields[f"row{number}"] = fields.text(ASKED[row.column], focus=number == 0)
            made.widget.attrs["form"] = "deed"  # it stands beside its row, outside the form

    @property
    def traced(self) -> list[Traced]:
        """The drawn rows with their fields, for the page."""
        at = self.at
        files = {one.id: one for key in at.keys for one in at.seen.files[key]}
        found = []
        for number, row in enumerate(self.rows):
            file = files.get(row.place.file)
            name = at.seen.addressees[file.parcel].name if file else ""
            found.append(Traced(row, file, name, ASKED[row.column], self[f"row{number}"]))
        return found

    def clean(self) -> dict[str, Any]:
        """Return what was typed, folded; what cannot be a date is asked for again, and is no mismatch."""
        found = {}
        for number, row in enumerate(self.rows):
            typed = self.cleaned_data.get(f"row{number}", "")
            found[f"row{number}"] = folded(row.column, typed)
            if typed and not found[f"row{number}"]:
                self.add_error(f"row{number}", shown(NO_DATE))
        return found


def context(at: At) -> Mapping[str, Any]:
    """Return whether rows were drawn, and how many will be."""
    is_drawn = (at.step.id, at.unit) in at.seen.state.draws
    return {"is_drawn": is_drawn, "sample": at.step.sample}


def before(at: At, base: Mapping[str, Any], _typed: Mapping[str, Any], now: datetime) -> bool:
    """Draw the rows, where they are not drawn yet."""
    if (at.step.id, at.unit) in at.seen.state.draws:
        return False
    draw_rows(at.seen.number, base, by=at.seen.actor, at=now)
    return True


def command(said: Said) -> Confirm:
    """Return what was typed, each bound to its row."""
    at = said.at
    rows = drawn(at.seen.number, at.step.id, at.unit)
    typed = [mark(said.pen, row.place, row.column, str(said.typed[f"row{n}"])) for n, row in enumerate(rows)]
    return Confirm(**said.base, typed=tuple(typed))


PAGE = Page("desk/steps/trace_sample.html", command, context, Typed, before)
