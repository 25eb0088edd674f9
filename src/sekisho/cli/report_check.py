"""`sekisho report-check`: whether a signed report, and the files that it is about, are still what they were. Needs no network."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write, write_reason
from sekisho.cli.signing import key_bytes
from sekisho.ledger.model import LedgerError
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.ledger.model import Checked, Compared


class CheckFormat(StrEnum):
    """How the outcome is written."""

    TEXT = "text"
    JSON = "json"


def command(
    report: Annotated[Path, typer.Argument(help="署名の付いた報告（JSON）。", show_default=False)],
    key: Annotated[
        Path | None, typer.Option("--key", help="署名した人から、報告とは別の方法で受け取った公開鍵。")
    ] = None,
    files: Annotated[
        Path | None, typer.Option("--files", help="報告のファイルがあるフォルダ。報告のときと同じかを比べます。")
    ] = None,
    form: Annotated[
        CheckFormat, typer.Option("--format", help="text（人が読む）、json（機械が読む）。")
    ] = CheckFormat.TEXT,
    lang: LangOption = Lang.JA,
) -> int:
    """Check, say what came of it, return 0 where all holds, 1 where anything does not, 2 where nothing could be checked."""
    from sekisho.documents.inspection.checked import is_good, render, render_json

    try:
        checked, compared = _checked(report, key, files)
    except (BundleError, LedgerError) as error:
        if form is CheckFormat.JSON:
            write(json.dumps({"error": error.sentence.render(lang.value)}, ensure_ascii=False) + "\n", None, utf8=True)
        write_reason(error.sentence, lang.value)
        return 2
    if form is CheckFormat.JSON:
        write(render_json(checked, compared), None, utf8=True)
    else:
        write(render(checked, compared, lang=lang.value, asked=files is not None), None)
    return 0 if is_good(checked, compared) else 1


def _checked(report: Path, key: Path | None, files: Path | None) -> tuple[Checked, tuple[Compared, ...] | None]:
    """Return what is to be said about the signature, and about the files: None where they were not compared.

    Raises:
        BundleError: the report, the key or the folder cannot be read.
        LedgerError: what was given is no report, or no key.

    """
    from sekisho.ledger.files import compare
    from sekisho.ledger.keys import public_key
    from sekisho.ledger.signed import check

    if files is not None and not files.is_dir():
        raise BundleError(
            say("{file}はフォルダではありません。報告のファイルがあるフォルダを指定してください。", file=str(files))
        )
    expected = public_key(key_bytes(key), name=key.name) if key else None
    try:
        data = report.read_bytes()
    except OSError as error:
        raise BundleError(
            say("報告（{file}）を読めません。場所と権限を確かめてください。", file=str(report))
        ) from error
    checked = check(data, expected, name=report.name)
    # The digests of a report that does not hold prove nothing.
    compared = compare(checked.content, files) if files is not None and checked.content is not None else None
    return checked, compared
