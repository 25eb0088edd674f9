"""The fields of which the forms of steps are made, with their errors in the words of the office."""

from __future__ import annotations

import unicodedata

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sekisho.japan.identifiers import fold_identifier
from sekisho.web.ui.language import later
from sekisho.words import Sentence, say

MOST = 1_000_000
EMPTY = say("まだ入力されていません。入力してから押してください。")
NO_NUMBER = say("0以上の整数で入力してください。")
NO_FILE = say("ファイルが選ばれていません。選んでから押してください。")
_LONGEST = 200


class NumberField(forms.IntegerField):
    """A number of pieces or sheets: typed as people type, in wide digits or as 1,248 too."""

    def to_python(self, value: object) -> int | None:
        """Return the number. A sign stays one: minus one is refused, and never taken for one."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip().replace(",", "")
        return super().to_python(value)


def number(label: Sentence, *, required: bool = True, focus: bool = False) -> forms.IntegerField:
    """Return a field for a count. Nothing stands in it beforehand, and no arrows change it by accident."""
    attrs = {"inputmode": "numeric", "autocomplete": "off"} | ({"autofocus": True} if focus else {})
    errors = {key: later(NO_NUMBER) for key in ("invalid", "min_value", "max_value")}
    return NumberField(
        label=later(label),
        min_value=0,
        max_value=MOST,
        required=required,
        widget=forms.TextInput(attrs=attrs),
        error_messages={**errors, "required": later(EMPTY)},
    )


def text(label: Sentence, *, required: bool = True, focus: bool = False) -> forms.CharField:
    """Return a field for what is typed from paper or scanned: nothing is remembered by the browser."""
    attrs = {"autocomplete": "off", "spellcheck": "false"} | ({"autofocus": True} if focus else {})
    return forms.CharField(
        label=later(label),
        max_length=_LONGEST,
        required=required,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": later(EMPTY), "max_length": later(EMPTY)},
    )


def lines(label: Sentence, *, required: bool = True, rows: int = 6) -> forms.CharField:
    """Return a field of one entry a line: a scanner ends each with Enter."""
    return forms.CharField(
        label=later(label),
        max_length=200_000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": later(EMPTY)},
    )


def reason(label: Sentence) -> forms.CharField:
    """Return a field for a reason that somebody will read later."""
    return forms.CharField(
        label=later(label),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": later(EMPTY)},
    )


def entries(typed: str) -> tuple[str, ...]:
    """Return the entries of a field of lines, folded; empty lines say nothing."""
    return tuple(folded for one in typed.splitlines() if (folded := fold_identifier(one)))


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = _Several

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        """Return the files."""
        brought = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(one, initial) for one in (brought or [None])]
        return [one for one in cleaned if one]  # nothing chosen is none, not one that is nothing


def files(label: Sentence, *, required: bool = True) -> FilesField:
    """Return a field for the files that are live, or were sent."""
    return FilesField(
        label=later(label),
        required=required,
        allow_empty_file=True,
        error_messages={"required": later(NO_FILE), "invalid": later(NO_FILE), "missing": later(NO_FILE)},
    )
