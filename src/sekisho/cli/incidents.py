"""`sekisho incidents import`: what a past yearly report holds, read into incidents and measures."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption, OutOption
from sekisho.cli.output import write, write_reason
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.register.past.model import PastReport


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
    if not dry_run:
        return _refused(lang.value)
    try:
        return _shown(_read(file), form, out, lang.value)
    except BundleError as error:
        write_reason(error.sentence, lang.value)
        return 2


def _read(file: Path) -> PastReport:
    """Read a report in a process of its own.

    Raises:
        BundleError: there is no such file, or it may not be read.

    """
    from sekisho.inspection.worker.pool import Pool
    from sekisho.register.past.reading import READER, read_past_report

    try:
        data = file.read_bytes()
    except OSError as error:
        raise BundleError(
            say("{file}を読めません（{reason}）。場所と権限を確かめてください。", file=str(file), reason=error.strerror)
        ) from error
    with Pool(reader=READER) as pool:
        return read_past_report(file.name, data, pool)


def _shown(report: PastReport, form: ImportFormat, out: Path | None, lang: str) -> int:
    """Write what was read, and return the exit status.

    Raises:
        BundleError: it cannot be written.

    """
    from sekisho.register.past.telling import as_json, as_text

    if form is ImportFormat.JSON:
        write(as_json(report, lang), out, utf8=True)
    elif report.usable:
        write(as_text(report, lang), out)
    if not report.usable:
        for problem in report.problems:
            write_reason(problem.message, lang)
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
