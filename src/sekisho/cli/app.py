"""The commands under one name, with help in Japanese."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, NoReturn, ParamSpec

import typer

from sekisho import __version__
from sekisho.cli import (
    checks,
    demo,
    incidents,
    inspect,
    ledger,
    ledger_change_key,
    ledger_restored,
    procedure,
    report,
    report_check,
    report_key,
    serve,
    split,
    staff,
)

_app = typer.Typer(
    name="sekisho",
    help="関所: 市役所から出ていく情報を検査し、出てはならないものを止めます。",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"sekisho {__version__}")
        raise typer.Exit


@_app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版を表示します。")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


P = ParamSpec("P")


def _leaving(command: Callable[P, int]) -> Callable[P, NoReturn]:
    """Return the command so that the program leaves with the status that it returns."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> NoReturn:
        raise typer.Exit(command(*args, **kwargs))

    return wrapped


_app.command("inspect", help="送付物を検査して判定を出します（終了状態 0: 通過、1: 停止か要回答、2: 検査できない）。")(
    _leaving(inspect.command)
)
_app.command("split", help="名簿を宛先ごとのきれいなファイルに切り分け、送付物（bundle.toml）を作ります。")(
    _leaving(split.command)
)
_app.command("checks", help="検査の一覧を示します。ID を付けると、その検査を説明します。")(_leaving(checks.command))
_app.command("report-key", help="報告に署名する鍵の組（秘密鍵と公開鍵）を作ります。")(_leaving(report_key.command))
_app.command(
    "report-check",
    help="署名の付いた報告が変わっていないかを確かめます（終了状態 0: 正しい、1: 正しくない、2: 確かめられない）。",
)(_leaving(report_check.command))
_ledger = typer.Typer(
    help="証跡（何がいつ、だれによって行われたかの記録）を確かめ、書き出します。", no_args_is_help=True
)
_ledger.command(
    "verify",
    help="証跡が変わっていないかを確かめます（終了状態 0: 異常なし、1: 異常あり、2: 確かめられない）。",
)(_leaving(ledger.verify))
_ledger.command("export", help="証跡の全部を、データベースなしで確かめられる一つのファイルに書き出します。")(
    _leaving(ledger.export)
)
_ledger.command("checkpoint", help="今の証跡に署名した証跡点を、外の場所のファイルに書き足します。")(
    _leaving(ledger.checkpoint)
)
_ledger.command("restored", help="控えから戻したデータに、失われた証跡を書き、また記録できるようにします。")(
    _leaving(ledger_restored.command)
)
_ledger.command("change-key", help="証跡点に署名する鍵を、新しい鍵に替えます。古い鍵と新しい鍵の両方で署名します。")(
    _leaving(ledger_change_key.command)
)
_app.add_typer(_ledger, name="ledger")
_procedure = typer.Typer(no_args_is_help=True)
_procedure.command(
    "check", help="手順の誤りを行番号つきで示します（終了状態 0: 使える、1: 使えない、2: ファイルを読めない）。"
)(_leaving(procedure.check))
_procedure.command("show", help="手順の門を順に描きます（文字、絵、JSON）。")(_leaving(procedure.show))
_procedure.command("new", help="今ある手順を写して、新しい手順のファイルを作ります。")(_leaving(procedure.new))
_app.add_typer(_procedure, name="procedure", help="送るまでの手順を確かめ、描き、作ります。")
_app.command("serve", help="関所の画面を動かします。データベースの準備と、裏で働くワーカーもこれだけで動きます。")(
    _leaving(serve.command)
)
_app.command("worker", help="同じデータベースで、裏の仕事（検査と送信）をするワーカーをもう一つ動かします。")(
    _leaving(serve.worker)
)
_staff = typer.Typer(help="職員・役割・アカウントを登録します。", no_args_is_help=True)
_staff.command("import", help="職員の表（xlsxかCSV）から、課・職員・役割・アカウントのうち、まだ無いものを足します。")(
    _leaving(staff.fill)
)
_app.add_typer(_staff, name="staff")
_incidents = typer.Typer(help="事故と再発防止策の台帳。", no_args_is_help=True)
_incidents.command(
    "import",
    help="過去の年度の報告から、事故・再発防止策・実施状況を読み取ります"
    "（終了状態 0: 確かめるところなし、1: あり、2: 使えないファイル）。",
)(_leaving(incidents.take_in))
_app.add_typer(_incidents, name="incidents")
_app.command(
    "report",
    help="年度報告を書き出します（PDF・HTML・xlsx・CSV・JSON）。ファイルが公表した版のままかも確かめます。",
)(_leaving(report.command))
_app.command("demo", help="見本の市役所（さくら野市）の事故を検査にかけ、何がどこで止めたかを示します。")(
    _leaving(demo.command)
)


def app(arguments: list[str]) -> NoReturn:
    """Run the command in ``arguments`` and leave with its exit status; a wrong call is explained, and leaves with 2."""
    _app(arguments, prog_name="sekisho")
    raise AssertionError("typer leaves by itself")
