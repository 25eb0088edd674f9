"""The fork server: a small process that has the readers loaded and forks a worker for each file (POSIX).

To fork the inspecting process itself would be unsafe (polars has threads) and slow (its memory); to start a Python for
each file costs a tenth of a second. The server never looks at a file: it hands the worker the pipe of its order.

On the control connection stand, from the pool: ``(None, modules)`` to load modules, ``(number, modules)`` followed by
the worker's pipe to start a worker, ``(number, None)`` to end one. To the pool: ``(number, status, seconds)``: how it ended, and the
processor time it took.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import signal
import sys
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import recv_handle
from typing import NoReturn

from sekisho.inspection.worker.child import Order, carry_out

BROKEN = 70
"""Exit status of a worker that was left by anything but its answer."""
GRACE = 2
"""Seconds of processor time between the signal that ends a worker and the one that cannot be ignored."""
_PR_SET_PDEATHSIG = 1


def serve(control: int) -> None:
    """Fork workers as the pool asks, until the pool is gone; then end whatever still runs."""
    os.putenv("OPENBLAS_NUM_THREADS", "1")  # a process with threads is none to fork
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = Connection(control)
    woken, waker = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(waker, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    running: dict[int, int] = {}
    try:
        while True:
            ready = wait([connection, woken])
            if woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(woken, 4096)
                _report(connection, running)
            if connection in ready:
                _obey(connection, running, (woken, waker))
    except (EOFError, ConnectionError):
        pass  # the pool is gone
    finally:
        for worker in running:
            _end(worker)


def _report(connection: Connection, running: dict[int, int]) -> None:
    for worker in list(running):
        process, status, used = os.wait4(worker, os.WNOHANG)
        if process:
            _end(worker)  # whatever it has started itself goes with it
            connection.send((running.pop(worker), status, used.ru_utime + used.ru_stime))


def _obey(connection: Connection, running: dict[int, int], own: tuple[int, ...]) -> None:
    number, modules = connection.recv()
    if modules is None:
        for worker, its in running.items():
            if its == number:
                _end(worker)
        return
    for name in modules:
        with contextlib.suppress(ImportError):  # then the worker will say so
            importlib.import_module(name)
    if number is not None:
        running[_fork(connection, own)] = number


def _fork(connection: Connection, own: tuple[int, ...]) -> int:
    handle = recv_handle(connection)
    server = os.getpid()
    gc.freeze()  # what is loaded stays: the collector of a worker need not touch, and so copy, its pages
    worker = os.fork()
    if worker == 0:
        connection.close()
        _become_worker(handle, own, server)
    os.close(handle)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(worker, worker)
    return worker


def _become_worker(handle: int, own: tuple[int, ...], server: int) -> NoReturn:
    status = BROKEN
    try:
        os.setpgid(0, 0)
        _die_with(server)
        signal.set_wakeup_fd(-1)
        for name in (signal.SIGINT, signal.SIGCHLD):
            signal.signal(name, signal.SIG_DFL)
        for descriptor in own:
            os.close(descriptor)
        pipe = Connection(handle)
        order = Order.unpack(pipe.recv_bytes())
        _limit(order)
        answer = carry_out(order)
        with open(pipe.fileno(), "wb", buffering=0, closefd=False) as out:
            rest = memoryview(answer)
            while rest:
                rest = rest[out.write(rest) :]
        status = 0
    finally:
        os._exit(status)  # no handler, no buffer of the server may run in a worker


def _die_with(server: int) -> None:
    """Let this worker end with the server, also where that is killed: nobody else knows of it (Linux alone can do so)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != server:  # it was killed before this was asked for
            os._exit(BROKEN)


def _limit(order: Order) -> None:
    """Put the limits of ``order`` on this process: memory, processor time, no core file."""
    _lower(resource.RLIMIT_CPU, order.seconds, order.seconds + GRACE)
    _lower(resource.RLIMIT_CORE, 0, 0)
    if sys.platform == "linux":  # elsewhere the limit is not kept, or the space in use cannot be told
        room = _address_space() + order.limits.memory_bytes
        _lower(resource.RLIMIT_AS, room, room)


def _lower(what: int, soft: int, hard: int) -> None:
    """Set a limit, but never above one that is there already."""
    _, highest = resource.getrlimit(what)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(what, (soft, hard))


def _address_space() -> int:
    """Return the bytes of address space in use before the file is looked at: libraries, and the file's own bytes."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  pathlib is not needed for anything else here
        return int(file.read().split()[0]) * resource.getpagesize()


def _end(worker: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(worker, signal.SIGKILL)
