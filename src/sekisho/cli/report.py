"""`sekisho report`: the yearly report as a file, and whether a file is one that was published."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli import web
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write_reason
from sekisho.cli.web import ConfigOption, PlaceOption
from sekisho.ledger.model import LedgerError
from sekisho.words import Sentence, say


class ReportFormat(StrEnum):
    """Forms of the yearly report."""

    PDF = "pdf"
    HTML = "html"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


def command(  # noqa: PLR0917  typer calls it by name
    year: Annotated[int, typer.Argument(help="事故の年度（西暦）。", min=1989, max=9999)],
    form: Annotated[ReportFormat, typer.Option("--format", help="書き出す形。")] = ReportFormat.PDF,
    out: Annotated[Path | None, typer.Option("--out", dir_okay=False, help="書き出すファイル。")] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="庁内限り：証跡の数、例外の理由、人数なども入れます。")
    ] = False,
    edition: Annotated[
        int | None, typer.Option("--edition", help="公表した版の番号。無ければ、いまの中身（未公表）。", min=1)
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option(
            "--verify", dir_okay=False, help="このファイルが、公表した版のままかを確かめます（0: そのまま、1: 違う）。"
        ),
    ] = None,
    data: PlaceOption = None,
    config: ConfigOption = None,
    lang: LangOption = Lang.JA,
) -> int:
    """Write the report of a year, or check a file against what was published; 0 done, 1 it is another, 2 not usable."""
    if (out is None) == (verify is None):
        write_reason(
            say("--out（書き出すファイル）か --verify（確かめるファイル）の、どちらか一つを付けてください。"),
            lang.value,
        )
        return 2
    if internal and edition is not None:
        write_reason(say("--internal は、公表した版には付けられません。どちらかを外してください。"), lang.value)
        return 2
    try:
        options = web.options(config, {"data": data})
        web.web("running.preparing").prepare(options, create=False)
        filing = web.web("register.filing")
        if verify is not None:
            is_same, told = filing.check(year, _read(verify))
            write_reason(told, lang.value)
            return 0 if is_same else 1
        made = filing.written(year, form.value, internal=internal, number=edition, lang=lang.value)
        return _written(out, made, lang.value)
    except (BundleError, LedgerError) as error:
        write_reason(error.sentence, lang.value)
    except web.web("refusals").Refused as error:
        write_reason(error.refusal.why, lang.value)
    return 2


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BundleError(_reason(file, error)) from error


def _written(out: Path | None, made: bytes, lang: str) -> int:
    if out is None:
        raise AssertionError("a report without a place was asked for")
    try:
        out.write_bytes(made)
    except OSError as error:
        raise BundleError(_reason(out, error)) from error
    write_reason(say("{file}に書き出しました。", file=str(out)), lang)
    return 0


def _reason(file: Path, error: OSError) -> Sentence:
    return say(
        "{file}を読み書きできません（{reason}）。場所と権限を確かめてください。", file=str(file), reason=error.strerror
    )
