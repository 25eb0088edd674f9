"""What is typed and brought at the desk."""

from __future__ import annotations

import unicodedata

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sekisho.web.installation import installation
from sekisho.web.ui.language import shown
from sekisho.words import say

_LONGEST = 200


class Upload(forms.Form):
    """A file for one parcel, and the password that opens it, where it has one."""

    parcel = forms.CharField(max_length=20, widget=forms.HiddenInput)
    file = forms.FileField(
        error_messages={
            "required": "",
            "empty": "",
        }
    )
    password = forms.CharField(required=False, max_length=200, strip=False, widget=forms.PasswordInput)

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]
        self.fields["file"].error_messages["required"] = shown(
            say("ファイルが選ばれていません。選んでから押してください。")
        )
        self.fields["file"].error_messages["empty"] = shown(
            say("ファイルが空（0バイト）です。元のファイルを開いて確かめ、保存し直してください。")
        )

    def clean_file(self) -> UploadedFile:
        """Return the file, where its name and size are fit."""
        brought: UploadedFile = self.cleaned_data["file"]
        name = brought.name or ""
        if (
            not name
            or len(name) > _LONGEST
            or any(unicodedata.category(one) in {"Cc", "Cf", "Co", "Cs"} for one in name)
        ):
            raise forms.ValidationError(
                shown(say("ファイルの名前に、使えない文字（制御文字）があるか、長すぎます。名前を付け直してください。"))
            )
        most = installation().options.upload_megabytes
        if (brought.size or 0) > most * 1_000_000:
            raise forms.ValidationError(
                shown(say("ファイルが大きすぎます（上限{most}MB）。分けるか、不要な画像を除いてください。", most=most))
            )
        return brought
