"""`sekisho incidents import`: what a past yearly report holds, read into incidents and measures."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption, OutOption
from sekisho.cli.output import write, write_reason
from sekisho.words import say


class ImportFormat(StrEnum):
    """How what was found is shown."""

    TEXT = "text"
    JSON = "json"


def take_in(
    file: Annotated[
        Path,
        typer.Argument(
            help="過去の年度の報告（PDF、Excel、Word、HTML、CSV、文字だけのファイル）。", show_default=False
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まず、読み取った内容だけを示します。")] = False,
    form: Annotated[
        ImportFormat, typer.Option("--format", help="text（人が読む）か json（機械が読む）。")
    ] = ImportFormat.TEXT,
    out: OutOption = None,
    lang: LangOption = Lang.JA,
) -> int:
    """Show what a past report holds; 0 nothing is uncertain, 1 a person has to decide something, 2 the file cannot be used."""
    from sekisho.inspection.worker.pool import Pool
    from sekisho.register.past.reading import READER, read_past_report
    from sekisho.register.past.telling import as_json, as_text

    if not dry_run:
        return _refused(lang.value)
    try:
        data = file.read_bytes()
    except OSError as error:
        write_reason(
            say(
                "{file}を読めません（{reason}）。場所と権限を確かめてください。", file=str(file), reason=error.strerror
            ),
            lang.value,
        )
        return 2
    with Pool(reader=READER) as pool:
        report = read_past_report(file.name, data, pool)
    if not report.usable:
        for problem in report.problems:
            write_reason(problem.message, lang.value)
    told = as_json(report, lang.value) if form is ImportFormat.JSON else as_text(report, lang.value)
    if report.usable or form is ImportFormat.JSON:
        try:
            write(told, out, utf8=form is ImportFormat.JSON)
        except BundleError as error:
            write_reason(error.sentence, lang.value)
            return 2
    if not report.usable:
        return 2
    return 0 if report.certain else 1


def _refused(lang: str) -> int:
    """Refuse to write: what was read has to be seen and corrected by a person first, which is done on a page."""
    write_reason(
        say(
            "書き込みは、ウェブの「過去の報告を取り込む」で、内容を見て直してから行います。ここでは --dry-run を付けてください。"
        ),
        lang,
    )
    return 2
