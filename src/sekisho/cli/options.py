"""The words that options of several commands may have."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Lang(StrEnum):
    """In which language a report speaks."""

    JA = "ja"
    EN = "en"


LangOption = Annotated[Lang, typer.Option("--lang", help="言語: ja（日本語）か en（英語）。")]
MaskOption = Annotated[bool, typer.Option("--mask", help="人の名前を伏せます。")]
OutOption = Annotated[
    Path | None, typer.Option("--out", dir_okay=False, help="画面の代わりに、このファイルへ書き出します。")
]
