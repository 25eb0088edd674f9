"""The server of the pages, and beside it one worker, which is started again where it dies. Both end together."""

from __future__ import annotations

import json
import logging
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from types import FrameType
from typing import NoReturn

import waitress
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections

from sekisho.web.installation import Installation
from sekisho.web.logs import keep_values_out
from sekisho.web.options import Options, OptionsError
from sekisho.web.running import beats
from sekisho.words import say

_LOG = logging.getLogger("sekisho.serve")
_THREADS = 8
_WORKER = "sekisho.web.running.beside"
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_STEADY_SECONDS = 60.0
"""A worker that lived so long did not die of how it began: the next one is started at once again."""
_LEAST_BODY = 1 << 30


class Keeper:
    """Keeps one worker process running, until it is stopped.

    The worker reads its settings from its input, so that no password stands in a list of processes, and ends when that
    closes, however this process came to its end.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        """Start the worker."""
        self._thread.start()

    def stop(self) -> None:
        """End the worker: it is waited for while a mail of its may be on its way, and then ended in any case."""
        with self._lock:
            self._over.set()
            process = self._process
            if process is not None and process.stdin is not None:
                process.stdin.close()
        if process is not None:
            try:
                process.wait(timeout=self._options.smtp_timeout + 10)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join(timeout=10)

    def _keep(self) -> None:
        pause = _FIRST_PAUSE
        try:
            while True:
                worker = f"worker-{secrets.token_hex(12)}"
                process = self._begun(worker)
                if process is None:
                    return
                began = time.monotonic()
                process.wait()
                if self._over.is_set():
                    return
                _LOG.warning("the worker ended (%s) and is started again", process.returncode)
                _took_its_end(worker)
                pause = _FIRST_PAUSE if time.monotonic() - began > _STEADY_SECONDS else min(pause * 2, _LONGEST_PAUSE)
                self._over.wait(pause / 2)
        finally:
            connections.close_all()

    def _begun(self, worker: str) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._over.is_set():
                return None
            self._process = subprocess.Popen(  # noqa: S603  this very interpreter
                [sys.executable, "-P", "-m", _WORKER], stdin=subprocess.PIPE, text=True, encoding="utf-8"
            )
            stdin = self._process.stdin
            if stdin is not None:
                stdin.write(json.dumps({"worker": worker, "options": asdict(self._options)}) + "\n")
                stdin.flush()
            return self._process


def _took_its_end(worker: str) -> None:
    """Let the next worker know at once that this one is gone, where the database lets us; else it finds out by its silence."""
    try:
        beats.end(worker)
    except DatabaseError:
        _LOG.warning("the database did not take the end of a worker")


def serve(here: Installation, ready: Callable[[], None]) -> None:
    """Serve the pages of an installation until SIGTERM or SIGINT, with a worker beside. ``ready`` is called when it can be opened.

    Raises:
        OptionsError: the address or port cannot be used.

    """
    keep_values_out()
    options = here.options
    proxy = {
        "trusted_proxy": "*",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }
    try:
        server = waitress.create_server(
            get_wsgi_application(),
            host=options.host,
            port=options.port,
            threads=_THREADS,
            ident=None,
            max_request_body_size=max(_LEAST_BODY, 4 * options.upload_megabytes * 1_000_000),
            **(proxy if options.behind_proxy else {}),
        )
    except (OSError, ValueError) as error:
        raise OptionsError(
            say(
                "{host}:{port} で待ち受けられません。ほかのプログラムが使っていないか、host と port を確かめてください。",
                host=options.host,
                port=options.port,
            )
        ) from error
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    keeper = Keeper(options)
    keeper.start()
    try:
        ready()
        server.run()
    except SystemExit:
        server.close()
    finally:
        keeper.stop()


def _end(_signum: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
