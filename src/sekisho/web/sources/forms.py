"""What is typed about registered lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date

from django import forms

from sekisho.bundle.headers import allowed_columns
from sekisho.bundle.model import SourceKind
from sekisho.japan.dates import parse_date
from sekisho.web.sources.intake import Heading, IntakeError
from sekisho.web.sources.words import column_words
from sekisho.web.ui.language import shown
from sekisho.words import say

_NO_FILE = say("台帳のファイルを選んでください。")
_NO_DAY = say("何日の時点の台帳かを書いてください（例：2026-11-24、令和8年11月24日）。")
_NO_REASON = say("受け入れない理由を書いてください。出した人が読みます。")
_NO_COLUMN = say("この表にある名前から選んでください。")


class Upload(forms.Form):
    """A file, and of which day it is."""

    file = forms.FileField(allow_empty_file=True, max_length=None)
    as_of = forms.CharField(max_length=30)

    def clean_as_of(self) -> date:
        """Return the day, in any form that offices write."""
        day = parse_date(unicodedata.normalize("NFKC", self.cleaned_data["as_of"]).strip(), compact=True)
        if day is None:
            raise forms.ValidationError(shown(_NO_DAY))
        return day

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)  # type: ignore[arg-type]
        self.fields["file"].error_messages["required"] = shown(_NO_FILE)
        self.fields["file"].widget.attrs.update({"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"})
        self.fields["as_of"].error_messages["required"] = shown(_NO_DAY)
        self.fields["as_of"].error_messages["max_length"] = shown(_NO_DAY)
        self.fields["as_of"].widget.attrs.update({"autocomplete": "off"})


class Reason(forms.Form):
    """Why a list is not accepted."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)  # type: ignore[arg-type]
        self.fields["reason"].error_messages["required"] = shown(_NO_REASON)


class Columns(forms.Form):
    """Which column of the format each column of the file is; one select for each."""

    def __init__(self, kind: SourceKind, headings: tuple[Heading, ...], *args: object, **values: object) -> None:
        super().__init__(*args, **values)  # type: ignore[arg-type]
        choices = [("", shown(say("どれでもない")))]
        choices += [(column, shown(column_words(column))) for column in allowed_columns(kind)]
        for one in headings:
            field = forms.ChoiceField(choices=choices, required=False, initial=one.column)
            field.error_messages["invalid_choice"] = shown(_NO_COLUMN)
            field.widget.attrs["aria-labelledby"] = f"h-{one.place}"
            self.fields[field_of(one.place)] = field

    def chosen(self) -> Mapping[int, str]:
        """Return the chosen column by the place of the file's column."""
        return {int(name.removeprefix(_COLUMN)): value for name, value in self.cleaned_data.items()}


_COLUMN = "column-"


def field_of(place: int) -> str:
    """Return the name of the select for a column of the file."""
    return f"{_COLUMN}{place}"


def put_error(form: forms.Form, error: IntakeError) -> None:
    """Show what was wrong at the field that it is about."""
    name = field_of(error.field) if isinstance(error.field, int) else error.field
    form.add_error(name, shown(error.told))
