"""What an uploaded file must be before anything is done with it. Every message names the file and says what to do."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from sekisho.bundle.tables import TEXTS, WORKBOOKS
from sekisho.web.installation import installation
from sekisho.words import Sentence, say

LONGEST = 200
FULL = say("サーバーのディスクがいっぱいで、取り込めませんでした。情報セキュリティ担当に連絡してください。")


def fault(file: UploadedFile) -> Sentence | None:
    """Return why a file cannot be taken in; nothing where it can."""
    name = file.name or ""
    if not name.strip() or any(unicodedata.category(one) in {"Cc", "Cf", "Co", "Cs"} for one in name):
        return say("ファイルの名前に、使えない文字（制御文字）があります。名前を付け直してください。")
    if len(name) > LONGEST:
        return say("ファイルの名前が長すぎます（{most}文字まで）。短い名前にしてください。", most=LONGEST)
    if not file.size:
        return say("「{file}」が空（0バイト）です。元のファイルを開いて確かめ、保存し直してください。", file=name)
    most = installation().options.upload_megabytes
    if file.size > most * 1_000_000:
        return too_large(name)
    return None


def too_large(name: str) -> Sentence:
    """Return why a file is too large, and what to do."""
    most = installation().options.upload_megabytes
    return say("「{file}」が大きすぎます（上限{most}MB）。分けるか、不要な画像を除いてください。", file=name, most=most)


def list_fault(file: UploadedFile) -> Sentence | None:
    """Return why a file cannot be cut as a list."""
    if Path(file.name or "").suffix.lower() not in WORKBOOKS | TEXTS:
        return say("「{file}」は切り分けられない形式です。xlsxかCSVで保存し直してください。", file=file.name or "")
    return fault(file)
