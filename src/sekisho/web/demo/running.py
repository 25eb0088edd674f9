"""The demo: the city is built where it is not there yet, and then served until it is told to end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sekisho.web.demo import staff
from sekisho.web.demo.mailbox import mailbox
from sekisho.web.options import Options, OptionsError
from sekisho.web.running.preparing import prepare

__all__ = ["DemoError", "OptionsError", "run", "staff"]


@dataclass(frozen=True, slots=True)
class Built:
    """The numbers of the two dispatches: the one that a finding stops, and the one that waits for the second person.

    ``year``: the fiscal year of the report that was published.
    """

    stopped: str
    waiting: str
    year: int


class DemoError(Exception):
    """The demo city could not be built: what was to be done in the background failed, or half of one is there."""


def run(
    examples: Path, folder: Path, port: int, report: Path, tell: Callable[[Built, Path, str], None], *, keep_on: bool
) -> None:
    """Build the demo city in a folder, tell what is there, and where ``keep_on`` serve it on a port of this machine alone.

    ``report``: where the yearly report is written. ``tell`` is given the numbers of the dispatches, the folder of the mails, and the address, where it can be opened by then.

    Raises:
        DemoError: the city could not be built.
        LedgerError: the folder cannot be used.
        OptionsError: the port cannot be used.

    """
    mails, address = folder / "demo-mail", f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        smtp = stack.enter_context(mailbox(mails))
        here = prepare(_options(folder, port, address, smtp))
        # Here, since what has tables can be imported only now.
        from sekisho.web.demo.city import build, built
        from sekisho.web.demo.register import newest
        from sekisho.web.running.serving import serve

        there = built() or build(examples)
        report.write_bytes(newest(there.year))
        if keep_on:
            serve(here, lambda: tell(there, mails, address))
        else:
            tell(there, mails, "")


def _options(folder: Path, port: int, address: str, smtp: int) -> Options:
    checkpoints = folder / "checkpoints"
    checkpoints.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Options(
        organisation=staff.CITY,
        data=str(folder / "data"),
        key_file=str(folder / "key" / "data.key"),
        checkpoints=str(checkpoints),
        port=port,
        address=address,
        smtp_host="127.0.0.1",
        smtp_port=smtp,
        smtp_security="none",
        mail_from="kansho@sakurano.example",
        notify_by_mail=True,
        report_office="総務部 情報政策課",
        report_contact="電話 000-000-0000（平日 8時30分から17時15分まで）",
    )
