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
    from sekisho.inspection.worker.pool import Pool
    from sekisho.register.past.reading import READER, read_past_report
    from sekisho.register.past.telling import as_json, as_text

    try:
        told = file.read_bytes()
    except OSError as error:
        write_reason(
            say(
                "{file}を読めません（{reason}）。場所と権限を確かめてください。", file=str(file), reason=error.strerror
            ),
            lang.value,
        )
        return 2
    with Pool(reader=READER) as pool:
        report = read_past_report(file.name, told, pool)
    if not report.usable:
        for problem in report.problems:
            write_reason(problem.message, lang.value)
    shown = as_json(report, lang.value) if form is ImportFormat.JSON else as_text(report, lang.value)
    if report.usable or form is ImportFormat.JSON:
        try:
            write(shown, out, utf8=form is ImportFormat.JSON)
        except BundleError as error:
            write_reason(error.sentence, lang.value)
            return 2
    if not report.usable:
        return 2
    if dry_run:
        return 0 if report.certain else 1
    return _saved(file.name, report, config, data, lang.value)


def _saved(name: str, report: PastReport, config: Path | None, data: str | None, lang: str) -> int:
    """Save what was read, where nobody has to decide anything first; that is done on a page."""
    try:
        options = web.options(config, {"data": data})
        web.web("running.preparing").prepare(options)
        year, faults = web.web("register.filing").file_report(name, report)
    except (BundleError, LedgerError) as error:
        write_reason(error.sentence, lang)
        return 2
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
