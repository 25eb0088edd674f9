"""`sekisho split`: one office list in, a clean file per recipient and the bundle around them out."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write, write_reason
from sekisho.inspection.workbooks import read_master, read_workbook
from sekisho.words import say


class Channel(StrEnum):
    """How the files will leave; never to the public, which is one recipient."""

    EMAIL = "email"
    TRANSFER = "transfer"
    POST = "post"
    HANDOVER = "handover"


def command(
    master: Annotated[Path, typer.Argument(help="切り分ける名簿（xlsxかcsv）。", show_default=False)],
    by: Annotated[str, typer.Option("--by", help="宛先の書いてある列の見出し。", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="書き出す新しいフォルダ。", show_default=False)],
    recipients: Annotated[
        Path | None, typer.Option("--recipients", help="列の言葉を宛先に結び付ける、宛先の一覧。")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="送付案件の名前。", show_default="名簿の名前")] = "",
    channel: Annotated[Channel, typer.Option("--channel", help="送付の方法。")] = Channel.EMAIL,
    lang: LangOption = Lang.JA,
) -> int:
    """Cut a list, and print how many rows went where."""
    from sekisho.bundle.split import split
    from sekisho.inspection.worker.pool import Pool

    try:
        with Pool() as pool:
            result = split(
                master,
                by=by,
                out=out,
                read_workbook=partial(read_workbook, reader=pool),
                read_master=read_master,
                title=title or master.stem,
                today=date.today(),  # noqa: DTZ011  the day of the office, where the machine stands
                channel=channel.value,
                recipients=recipients,
            )
    except BundleError as error:
        write_reason(error.sentence, lang.value)
        return 2
    lines = [say("{file}  {rows}行", file=file, rows=rows) for file, rows in result.counts.items()]
    lines.append(say("合計 {rows}行を {files}ファイルに切り分けました。", rows=result.rows, files=len(result.counts)))
    if result.left_out:
        lines.append(say("使わなかったシート: {sheets}", sheets=result.left_out))
    write("".join(line.render(lang.value) + "\n" for line in lines), None)
    return 0
