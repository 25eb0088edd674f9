"""The Windows side against a stand-in for its kernel: what it would ask for, and how endings come back.

Nothing here shows that a real Windows does what it is asked for.
"""

import ctypes
import subprocess

import pytest

from sekisho.inspection.model import File, Limits
from sekisho.inspection.worker import windows
from sekisho.inspection.worker.answers import Read, unpack
from sekisho.inspection.worker.child import Order
from sekisho.inspection.worker.endings import Ending

HOSTILE = "tests.unit.inspection.worker.hostile:read"


class Kernel:
    """Records what is asked of it; the handle of every job is 7."""

    def __init__(self) -> None:
        self.limits: list[windows._ExtendedLimits] = []
        self.closed: list[int] = []
        self.accepts = True

    def __getattr__(self, name: str) -> "Function":
        function = Function(self, name)
        setattr(self, name, function)
        return function


class Function:
    restype: object = None

    def __init__(self, kernel: Kernel, name: str) -> None:
        self.kernel, self.name = kernel, name

    def __call__(self, *arguments: object) -> int:
        if self.name == "SetInformationJobObject":
            limits = ctypes.cast(arguments[2], ctypes.POINTER(windows._ExtendedLimits)).contents  # type: ignore[arg-type]
            self.kernel.limits.append(windows._ExtendedLimits.from_buffer_copy(limits))
        if self.name == "CloseHandle":
            self.kernel.closed.append(arguments[0].value)  # type: ignore[attr-defined]
        return {"CreateJobObjectW": 7, "AssignProcessToJobObject": int(self.kernel.accepts)}.get(self.name, 1)


class Process(subprocess.Popen[bytes]):
    _handle = 5


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    kernel = Kernel()
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    monkeypatch.setattr(subprocess, "Popen", Process)
    return kernel


def ending(workers: windows.JobObjects, deed: bytes) -> Ending:
    workers.start(1, Order(File("a", deed), Limits(memory_bytes=500_000_000, seconds=3), HOSTILE))
    (found,) = workers.wait(30)
    workers.close()
    return found


def test_the_structure_is_as_large_as_windows_expects() -> None:
    assert ctypes.sizeof(windows._ExtendedLimits) == 144


def test_a_file_is_read_in_a_job_with_limits_that_is_closed_afterwards(kernel: Kernel) -> None:
    workers = windows.JobObjects()
    workers.warm(["a.xlsx"])
    found = ending(workers, b"good")
    answer = unpack(found.answer)
    assert isinstance(answer, Read)
    assert (found.number, found.cause) == (1, "")
    (limits,) = kernel.limits
    assert (limits.job_memory, limits.basic.job_time) == (500_000_000, 30_000_000)
    assert limits.basic.flags == 0x2000 | 0x200 | 0x4 | 0x400
    assert kernel.closed == [7]


def test_a_death_is_told(kernel: Kernel) -> None:
    assert ending(windows.JobObjects(), b"abort").cause == "died"


def test_a_process_that_cannot_be_put_into_a_job_reads_nothing(kernel: Kernel) -> None:
    kernel.accepts = False
    assert ending(windows.JobObjects(), b"good").cause == "died"


@pytest.mark.parametrize(("status", "cause"), [(0x718, "time"), (0xC0000017, "memory"), (0xC0000005, "died"), (0, "")])
def test_the_status_says_by_what_a_worker_was_ended(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch, status: int, cause: str
) -> None:
    class Ended:
        returncode = status

        def communicate(self, order: bytes) -> tuple[bytes, None]:
            return b"", None

    workers = windows.JobObjects()
    workers._attend(3, Ended(), 7, b"")  # type: ignore[arg-type]  only these two members are used
    assert [(one.number, one.cause) for one in workers.wait(1)] == [(3, cause)]


def test_a_worker_is_ended_on_demand_and_at_the_close(kernel: Kernel) -> None:
    workers = windows.JobObjects()
    workers.start(1, Order(File("a", b"sleep"), Limits(), HOSTILE))
    assert workers.wait(0.1) == []
    workers.end(1)
    assert [one.cause for one in workers.wait(20)] == ["died"]
    workers.start(2, Order(File("a", b"sleep"), Limits(), HOSTILE))
    workers.close()
    assert [one.cause for one in workers.wait(20)] == ["died"]
