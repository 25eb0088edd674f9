"""Worker processes on Windows: one new Python for each file, held by a job object. Not tried yet on a real Windows.

Windows has no fork and no resource limits. A job object limits memory and processor time, and ends every process in it
when its handle is closed, also where the inspecting process itself is ended.
Source: Win32 API, Job Objects, JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
"""

from __future__ import annotations

import ctypes
import queue
import subprocess
import sys
import threading
from ctypes import wintypes
from typing import TYPE_CHECKING, Any

from sekisho.inspection.worker.endings import Cause, Ending

if TYPE_CHECKING:
    from sekisho.inspection.worker.child import Order

_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from sekisho.inspection.worker.child import Order, carry_out; "
    "order = Order.unpack(sys.stdin.buffer.read()); sys.stdout.buffer.write(carry_out(order)); sys.stdout.flush()"
)
_EXTENDED_LIMITS = 9
_KILL_ON_CLOSE, _JOB_MEMORY, _JOB_TIME, _DIE_SILENTLY = 0x2000, 0x200, 0x4, 0x400
_TICKS = 10_000_000
"""Units of 100 ns in a second."""
_OUT_OF_QUOTA = {0xC0000017, 0xC000012D}
_TIME_IS_UP = 0x00000718
"""ERROR_NOT_ENOUGH_QUOTA: with this status a job ends its processes at the limit of processor time."""


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("smallest_working_set", ctypes.c_size_t),
        ("largest_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class JobObjects:
    """Starts each worker as a process of its own in a job object with the limits of its order."""

    def __init__(self) -> None:
        self._endings: queue.SimpleQueue[Ending] = queue.SimpleQueue()
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._kernel: Any = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009  absent elsewhere
        for name in ("CreateJobObjectW", "OpenProcess"):
            getattr(self._kernel, name).restype = wintypes.HANDLE

    def warm(self, names: list[str]) -> None:
        """Do nothing: a new Python cannot be warmed up."""

    def start(self, number: int, order: Order) -> None:
        """Begin to read a file; ``number`` comes back with its ending."""
        process = subprocess.Popen(  # noqa: S603  this very interpreter
            [sys.executable, "-I", "-c", _PROGRAM, *sys.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        job = self._job(order)
        # The process waits for its order, so it is in the job before it can touch the file.
        handle = int(getattr(process, "_handle"))  # noqa: B009  subprocess has it on Windows alone
        if not self._kernel.AssignProcessToJobObject(wintypes.HANDLE(job), wintypes.HANDLE(handle)):
            process.kill()
        self._running[number] = process
        threading.Thread(target=self._attend, args=(number, process, job, order.pack()), daemon=True).start()

    def wait(self, timeout: float) -> list[Ending]:
        """Return the endings of the next ``timeout`` seconds, as soon as there is one."""
        try:
            ending = self._endings.get(timeout=timeout)
        except queue.Empty:
            return []
        self._running.pop(ending.number, None)
        return [ending]

    def end(self, number: int) -> None:
        """End a worker at once; its ending comes as any other."""
        self._running[number].kill()

    def close(self) -> None:
        """End all workers, and leave nothing behind."""
        for process in self._running.values():
            process.kill()
        for process in self._running.values():
            process.wait()
        self._running.clear()

    def _attend(self, number: int, process: subprocess.Popen[bytes], job: int, order: bytes) -> None:
        answer, _ = process.communicate(order)
        self._kernel.CloseHandle(wintypes.HANDLE(job))
        status = process.returncode & 0xFFFFFFFF
        cause: Cause = "died" if status else ""
        if status == _TIME_IS_UP:
            cause = "time"
        elif status in _OUT_OF_QUOTA:
            cause = "memory"
        self._endings.put(Ending(number, answer, cause, f"0x{status:08X}"))

    def _job(self, order: Order) -> int:
        job: int = self._kernel.CreateJobObjectW(None, None)
        limits = _ExtendedLimits()
        limits.basic.flags = _KILL_ON_CLOSE | _JOB_MEMORY | _JOB_TIME | _DIE_SILENTLY
        limits.basic.job_time = order.seconds * _TICKS
        limits.job_memory = order.limits.memory_bytes
        self._kernel.SetInformationJobObject(
            wintypes.HANDLE(job), _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        return job
