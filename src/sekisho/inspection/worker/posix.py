"""Worker processes on POSIX: the pool's side of the fork server."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import send_handle

from sekisho.inspection.worker.child import Order
from sekisho.inspection.worker.endings import Cause, Ending

_PROGRAM = "import sys; sys.path[:] = sys.argv[2:]; from sekisho.inspection.worker.server import serve; serve(int(sys.argv[1]))"
_BLOCK = 1 << 20
_WORKER = "sekisho.inspection.reading"
_CHEAP = {f".{kind}": kind for kind in ("csv", "docx", "eml", "html", "ods", "pdf", "pptx", "xls", "xlsb", "zip")} | {
    ".tsv": "csv",
    ".txt": "csv",
    ".pptm": "pptx",
    ".mht": "eml",
    ".htm": "html",
}


@dataclass(slots=True)
class _Running:
    pipe: Connection
    room: int
    seconds: int
    blocks: list[bytes] = field(default_factory=list)
    size: int = 0
    open: bool = True
    status: int | None = None
    used: float = 0.0


class ForkServer:
    """Starts workers by a fork server, which is started at once and warms up while others work."""

    def __init__(self) -> None:
        self._running: dict[int, _Running] = {}
        self._launch()

    def _launch(self) -> None:
        self._control, theirs = Pipe()
        with theirs:
            handle = theirs.fileno()
            arguments = [sys.executable, "-I", "-c", _PROGRAM, str(handle), *sys.path]
            # Its own session: an interrupt from the terminal is for the pool, which then ends the workers in order.
            self._process = subprocess.Popen(  # noqa: S603  this very interpreter
                arguments, pass_fds=(handle,), stdin=subprocess.DEVNULL, start_new_session=True
            )

    def warm(self, names: list[str]) -> None:
        """Let the server load the readers for files of these names, before the first of them is there."""
        self._tell((None, sorted({module for name in names for module in modules_for(name)})))

    def start(self, number: int, order: Order) -> None:
        """Begin to read a file; ``number`` comes back with its ending."""
        ours, theirs = Pipe()
        self._running[number] = _Running(ours, order.limits.memory_bytes, order.seconds)
        with theirs, contextlib.suppress(OSError):  # a dead server, or a dead worker, shows when it is waited for
            self._control.send((number, modules_for(order.file.path)))
            send_handle(self._control, theirs.fileno(), self._process.pid)
        with contextlib.suppress(OSError):
            ours.send_bytes(order.pack())

    def wait(self, timeout: float) -> list[Ending]:
        """Return the endings of the next ``timeout`` seconds, as soon as there is one."""
        pipes = {running.pipe.fileno(): running for running in self._running.values() if running.open}
        ready = wait([self._control, *pipes], timeout)
        for pipe in ready:
            if isinstance(pipe, int):
                self._take(pipes[pipe])
        if self._control in ready:
            self._hear()
        ended = [number for number, running in self._running.items() if not running.open and running.status is not None]
        return [_ending(number, self._running.pop(number)) for number in ended]

    def end(self, number: int) -> None:
        """End a worker at once; its ending comes as any other."""
        self._tell((number, None))

    def close(self) -> None:
        """End all workers, and leave nothing behind."""
        self._control.close()
        for running in self._running.values():
            running.pipe.close()
        self._running.clear()
        self._process.wait()

    def _tell(self, message: tuple[int | None, list[str] | None]) -> None:
        with contextlib.suppress(OSError):
            self._control.send(message)

    def _take(self, running: _Running) -> None:
        """Take what a worker has written so far. A pipe that is closed, or says too much, is closed here too."""
        try:
            block = os.read(running.pipe.fileno(), _BLOCK)
        except ConnectionError:
            block = b""
        running.blocks.append(block)
        running.size += len(block)
        if not block or running.size > running.room:
            running.open = False
            running.pipe.close()

    def _hear(self) -> None:
        """Take the status of a worker from the server. With a server all its workers are gone; a new one takes over."""
        try:
            number, status, seconds = self._control.recv()
        except (EOFError, OSError):
            self._control.close()
            self._process.wait()
            for running in self._running.values():
                running.open = False
                running.status = signal.SIGKILL if running.status is None else running.status
                running.pipe.close()
            self._launch()
            return
        self._running[number].status = status
        self._running[number].used = seconds


def modules_for(name: str) -> list[str]:
    """Return what a file of this name will probably need; content decides, this only warms up."""
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122  a name, not a path on this machine
    return [_WORKER, f"sekisho.inspection.readers.{_CHEAP.get(suffix, 'xlsx')}"]


def _ending(number: int, running: _Running) -> Ending:
    status = running.status or 0
    cause: Cause = ""
    detail = ""
    if running.size > running.room:
        cause = "memory"
    elif os.WIFSIGNALED(status):
        which = os.WTERMSIG(status)
        # A worker that is deaf to the first signal is killed by the second one.
        cause = "time" if which == signal.SIGXCPU or running.used > running.seconds else "died"
        detail = signal.Signals(which).name if which in set(signal.Signals) else str(which)
    elif status:
        cause, detail = "died", f"exit {os.WEXITSTATUS(status)}"
    return Ending(number, b"".join(running.blocks), cause, detail)
