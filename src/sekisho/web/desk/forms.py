"""What is typed and brought at the desk."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sekisho.web.desk import uploading
from sekisho.web.ui.language import shown
from sekisho.words import say

MOST_AT_ONCE, MOST_SHEETS = 500, 9999
HIDDEN = say("見えない文字（制御文字）が入っています。消してください。")
SHEETS = say("枚数を、1から{most}までの数で書いてください。", most=MOST_SHEETS)


class Upload(forms.Form):
    """A file for one parcel, and the password that opens it, where it has one."""

    parcel = forms.CharField(max_length=20, widget=forms.HiddenInput)
    file = forms.FileField(allow_empty_file=True, max_length=None)
    password = forms.CharField(required=False, max_length=200, strip=False, widget=forms.PasswordInput)

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]
        self.fields["file"].error_messages["required"] = shown(
            say("ファイルが選ばれていません。選んでから押してください。")
        )

    def clean_file(self) -> UploadedFile:
        """Return the file, where its name and size are fit."""
        brought: UploadedFile = self.cleaned_data["file"]
        wrong = uploading.fault(brought)
        if wrong is not None:
            raise forms.ValidationError(shown(wrong))
        return brought


class Several(forms.Form):
    """Several files at once, to be matched to parcels; and the password that opens them, where it is one."""

    password = forms.CharField(required=False, max_length=200, strip=False, widget=forms.PasswordInput)

    def clean(self) -> dict[str, Any]:
        """Look at every file: one that cannot be taken in keeps the others from it too."""
        told: dict[str, Any] = super().clean() or {}
        brought: list[UploadedFile] = self.files.getlist("files")
        if not brought:
            raise forms.ValidationError(shown(say("ファイルが選ばれていません。選んでから押してください。")))
        if len(brought) > MOST_AT_ONCE:
            raise forms.ValidationError(
                shown(say("一度に取り込めるのは{most}ファイルまでです。分けてください。", most=MOST_AT_ONCE))
            )
        faults = [wrong for one in brought if (wrong := uploading.fault(one)) is not None]
        if faults:
            raise forms.ValidationError([shown(one) for one in faults])
        told["files"] = brought
        return told


class PaperItem(forms.Form):
    """A paper item of a parcel: what it is, what is written on it to tell it, how many sheets."""

    parcel = forms.CharField(max_length=20, widget=forms.HiddenInput)
    kind = forms.CharField(max_length=40)
    code = forms.CharField(max_length=60, required=False)
    sheets = forms.CharField(max_length=6)

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]
        for name, field in self.fields.items():
            field.error_messages["null_characters_not_allowed"] = shown(HIDDEN)
            if name in {"kind", "code"}:
                most = 40 if name == "kind" else 60
                field.error_messages["max_length"] = shown(say("{most}文字までで書いてください。", most=most))
        self.fields["kind"].error_messages["required"] = shown(say("何の紙かを書いてください（例：手帳、証明書）。"))
        for code in ("required", "max_length"):
            self.fields["sheets"].error_messages[code] = shown(SHEETS)

    def clean_kind(self) -> str:
        """Return what it is."""
        return plain(self.cleaned_data["kind"])

    def clean_code(self) -> str:
        """Return what tells it."""
        return plain(self.cleaned_data["code"])

    def clean_sheets(self) -> int:
        """Return how many sheets."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["sheets"]).strip()
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_SHEETS):
            raise forms.ValidationError(shown(SHEETS))
        return int(text)


class About(forms.Form):
    """Whom a parcel is about: registered numbers, one on each line."""

    parcel = forms.CharField(max_length=20, widget=forms.HiddenInput)
    about = forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]
        self.fields["about"].error_messages["required"] = shown(
            say("だれについての書類か、本人の番号を書いてください。")
        )
        self.fields["about"].error_messages["null_characters_not_allowed"] = shown(HIDDEN)

    def numbers(self) -> tuple[str, ...]:
        """Return the numbers that were typed, each once."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["about"])
        return tuple(dict.fromkeys(one for one in re.split(r"[\s,、]+", text) if one))


def plain(text: str) -> str:
    """Return a text without spaces around it, where it has no hidden characters."""
    if any(unicodedata.category(one) in {"Cc", "Cf", "Co", "Cs"} for one in text):
        raise forms.ValidationError(shown(HIDDEN))
    return text.strip()
