"""The program that is tested, running as it does in a city hall."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from sekisho.web.options import Options

PATIENCE_SECONDS = 60.0
SEKISHO = (sys.executable, "-P", "-m", "sekisho")


def until(what: Callable[[], Any], patience: float = PATIENCE_SECONDS) -> Any:
    """Wait until something is so, and return it."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it has not happened")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def environment(options: Options) -> dict[str, str]:
    """The settings of an office as the environment says them."""
    told = {
        f"SEKISHO_{one.name.upper()}": str(getattr(options, one.name)).lower()
        if isinstance(one.default, bool)
        else str(getattr(options, one.name))
        for one in fields(Options)
        if getattr(options, one.name) != one.default
    }
    rest = {name: value for name, value in os.environ.items() if not name.startswith("SEKISHO_")}
    return {**rest, **told}


def run(*arguments: str, env: dict[str, str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SEKISHO, *arguments], env=env, cwd=cwd, capture_output=True, text=True, check=False, timeout=120
    )


class Served:
    """`sekisho serve`, in a process group of its own, as a terminal or a service manager starts it."""

    def __init__(self, options: Options) -> None:
        self.options = replace(options, port=free_port())
        self.process = subprocess.Popen(
            [*SEKISHO, "serve"],
            env=environment(self.options),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.options.port}"

    def wait_until_open(self) -> None:
        until(lambda: self.process.poll() is not None or self.health())
        assert self.process.poll() is None, self.process.communicate()[0]
        until(lambda: self.health().get("worker"))

    def health(self) -> dict[str, bool]:
        """What the health page says; nothing while nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz/", timeout=30) as answer:  # noqa: S310  our own
                return dict(json.load(answer)["checks"])
        except urllib.error.HTTPError as error:
            with error:
                return dict(json.load(error)["checks"])
        except OSError:
            return {}

    def worker(self) -> int:
        """The process of the worker beside the server."""
        return int(until(self._worker))

    def _worker(self) -> int | None:
        children = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        found = [int(one) for path in children for one in path.read_text().split()]
        ours = [one for one in found if b"sekisho.web.running.beside" in Path(f"/proc/{one}/cmdline").read_bytes()]
        return ours[0] if ours else None

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Tell the server to end; return its status and all that it said."""
        self.process.send_signal(number)
        said = self.process.communicate(timeout=PATIENCE_SECONDS)[0]
        return self.process.returncode, said

    def kill(self) -> None:
        """End the whole group, however it stands."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


def is_gone(process: int) -> bool:
    """Whether a process has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
    except FileNotFoundError:
        return True
