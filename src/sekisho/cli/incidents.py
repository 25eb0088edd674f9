"""`sekisho incidents import`: what a past yearly report holds, read into incidents and measures."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli import web
from sekisho.cli.options import Lang, LangOption, OutOption
from sekisho.cli.output import write, write_reason
from sekisho.cli.web import ConfigOption, PlaceOption
from sekisho.ledger.model import LedgerError
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
    data: PlaceOption = None,
    config: ConfigOption = None,
    lang: LangOption = Lang.JA,
) -> int:
    """Show what a past report holds, and save it where nobody has to decide anything, unless it is a dry run.

    0 nothing is uncertain, 1 a person has to decide something (and nothing was saved), 2 the file cannot be used.
    """
    try:
        report = _read(file)
        status = _shown(report, form, out, lang.value)
        return status if dry_run or not report.usable else _saved(file.name, report, config, data, lang.value)
    except (BundleError, LedgerError) as error:
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


def _saved(name: str, report: PastReport, config: Path | None, data: str | None, lang: str) -> int:
    """Save what was read, where nobody has to decide anything first; that is done on a page.

    Raises:
        BundleError: the settings cannot be used.
        LedgerError: the database or the key cannot be used.

    """
    options = web.options(config, {"data": data})
    web.web("running.preparing").prepare(options)
    year, faults = web.web("register.filing").file_report(name, report)
    for one in faults:
        write_reason(one, lang)
    if faults:
        write_reason(
            say(
                "登録していません。画面の「年度報告を取り込む」にこのファイルを入れ、内容を見て直してから登録してください。"
            ),
            lang,
        )
        return 1
    write_reason(say("{year}年度の事故{count}件を登録しました。", year=year, count=len(report.incidents)), lang)
    return 0
