"""The last part of `sekisho demo`: the city to sign in to, with its accounts, and what to try first."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from sekisho.bundle.model import BundleError
from sekisho.cli.output import write, write_reason
from sekisho.cli.web import web
from sekisho.gate.naming import ROLES
from sekisho.ledger.model import LedgerError
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.web.demo.running import Built

_WIDTH = 100


def open_city(examples: Path, keep: Path | None, port: int, report: Path, lang: str, *, keep_on: bool) -> int:
    """Build the demo city, write its yearly report, and serve it where ``keep_on``; 0, or 2 where that could not be done.

    ``keep``: the folder of the ledger, beside which the city is kept; None: it is taken away at the end.
    """
    try:
        running = web("demo.running")
    except BundleError as error:
        write_reason(error.sentence, lang)
        return 2 if keep_on else 0
    with ExitStack() as stack:
        folder = keep.with_name(f"{keep.name}-city") if keep else Path(stack.enter_context(_passing()))
        try:
            running.run(
                examples,
                folder,
                port,
                report,
                lambda built, mails, address: write(_told(running.staff, built, mails, address, report, lang), None),
                keep_on=keep_on,
            )
        except (LedgerError, running.OptionsError) as error:
            write_reason(error.sentence, lang)
            return 2
        except running.DemoError:
            write_reason(
                say(
                    "見本の市役所（{folder}）を作れませんでした。フォルダを消して、もう一度行ってください。",
                    folder=str(folder),
                ),
                lang,
            )
            return 2
        except OSError as error:
            write_reason(
                say(
                    "{file}に書き出せません（{reason}）。場所と権限を確かめてください。",
                    file=str(folder),
                    reason=error.strerror,
                ),
                lang,
            )
            return 2
    return 0


def _passing() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sekisho-demo-")


def _told(staff: ModuleType, built: Built, mails: Path, address: str, report: Path, lang: str) -> str:
    """Return who may sign in, and what to try first; ``address`` is empty where nothing is served."""
    published = say(
        "{year}年度の年度報告（事故6件、再発防止策14件）を取り込み、工程に結び付けて公表し、{file}に書き出しました。",
        year=built.year,
        file=str(report),
    )
    if not address:
        words = say("見本の市役所「{city}」を作りました。開いて試すには --no-serve を外してください。", city=staff.CITY)
        return f"\n{published.render(lang)}\n{words.render(lang)}\n"
    lines = [
        "",
        say("見本の市役所「{city}」ができました（人も組織も架空です）。", city=staff.CITY).render(lang),
        _accounts(staff, lang).rstrip(),
        say(
            "パスワードは全員 {password}、共用端末の暗証番号は {pin} です。", password=staff.PASSWORD, pin=staff.PIN
        ).render(lang),
        say("メールは外へ出ません。送ったものは {folder} にファイルとして残ります。", folder=str(mails)).render(lang),
        published.render(lang),
        "",
        say(
            "まず saeki でサインインして {url} を開き、何がどこで止まったかを見てください。",
            url=f"{address}/d/{built.stopped}/",
        ).render(lang),
        say(
            "次に kawai でサインインして {url} を開き、二人目の確認をしてください。",
            url=f"{address}/d/{built.waiting}/",
        ).render(lang),
        say(
            "ishi でサインインして {url} を開くと、再発防止策が何に支えられているかを見られます。市民が読む年度報告は {report} です。",
            url=f"{address}/register/?year={built.year}",
            report=f"{address}/report/{built.year}/",
        ).render(lang),
        say("止めるには Ctrl+C。").render(lang),
    ]
    return "\n".join(lines) + "\n"


def _accounts(staff: ModuleType, lang: str) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for heading in (say("サインイン"), say("氏名"), say("課"), say("役割")):
        table.add_column(heading.render(lang))
    for one in staff.STAFF:
        roles = "・".join(ROLES[role].render(lang) for role in one.roles)
        table.add_row(one.login, one.name, staff.DEPARTMENTS[one.department][0], roles)
    console = Console(width=_WIDTH, markup=False, highlight=False, emoji=False, color_system=None)
    with console.capture() as captured:
        console.print(table)
    return captured.get()
