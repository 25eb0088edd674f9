"""An office that is open: a web server, a worker and a mail server, each on a free port of this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

from tests.unit.web.servers import Box, mail_server

from sekisho.web.options import Options

SERVING = Path(__file__).with_name("serving.py")


@dataclass
class Office:
    """An open office. ``url``: where its pages are, without a slash at the end; ``post``: what its mail server was given."""

    url: str
    options: Options
    post: Box = field(default_factory=Box)

    def mails(self) -> list[tuple[list[str], EmailMessage]]:
        """Return what arrived: to whom the envelope went, and the mail."""
        read = BytesParser(policy=SMTP).parsebytes
        return [(one.rcpt_tos, read(one.content or b"")) for one in self.post.mails]  # type: ignore[misc]


@contextmanager
def opened(options: Options) -> Iterator[Office]:
    """Open the office of an installation until the block ends; its mail goes to a mail server of its own."""
    with _post() as post:
        told = Options(
            **{**asdict(options), "smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none"},
        )
        with _process("web", told) as web, _process("work", told):
            assert web.stdout
            port = web.stdout.readline().strip()
            assert port, "the web server did not start"
            yield Office(f"http://127.0.0.1:{port}", told, post)


def apart(work: Callable[[], object]) -> None:
    """Do something in a thread of its own: where a browser is driven, a loop runs that others do not work beside."""
    failed: list[BaseException] = []

    def tried() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  raised again where it is waited for
            failed.append(error)

    thread = threading.Thread(target=tried)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


@contextmanager
def _post() -> Iterator[Box]:
    box, begun, over = Box(), threading.Event(), threading.Event()

    def serve() -> None:
        with mail_server(box):
            begun.set()
            over.wait()

    thread = threading.Thread(target=serve)
    thread.start()
    assert begun.wait(20), "the mail server did not start"
    try:
        yield box
    finally:
        over.set()
        thread.join()


@contextmanager
def _process(which: str, options: Options) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-P", str(SERVING), which, json.dumps(asdict(options))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
