"""Whole processes with their time and memory, as the system counts them."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str]
_LOOK = 0.02
"""Seconds between two looks at a tree of processes."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process, with all that it started: seconds on the wall, seconds of processors, bytes of its largest one."""

    seconds: float
    processor: float
    largest: int
    status: int


def run(command: Command) -> Run:
    """Run a command to its end, its output thrown away."""
    began = time.perf_counter()
    process = _start(command)
    _, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - began
    # Linux counts the peak in kilobytes. It is that of the largest process, children that were waited for included.
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, os.waitstatus_to_exitcode(status))


def _start(command: Command, *actions: tuple[int, int, int]) -> int:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    actions = ((os.POSIX_SPAWN_DUP2, nowhere, 1), *actions)
    try:
        return os.posix_spawn(command[0], list(command), os.environ, file_actions=actions)
    finally:
        os.close(nowhere)


def on_terminal(command: Command) -> tuple[Run, float, str]:
    """Run a command with standard error on a terminal; return the run, its longest silence there in seconds, and what stood there.

    The end of the process counts as a sign too: a command that never says anything is silent as long as it runs.
    """
    here, there = os.openpty()
    began = time.perf_counter()
    process = _start(command, (os.POSIX_SPAWN_DUP2, there, 2))
    os.close(there)
    heard, silence, shown = began, 0.0, b""
    while part := _heard(here):
        silence, heard = max(silence, time.perf_counter() - heard), time.perf_counter()
        shown += part
    _, status, used = os.wait4(process, 0)
    ended = time.perf_counter()
    os.close(here)
    run = Run(ended - began, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, os.waitstatus_to_exitcode(status))
    return run, max(silence, ended - heard), shown.decode("utf-8", errors="replace")


def _heard(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # as Linux says that nobody holds the other end any more
        return b""


def in_turn(commands: Sequence[Command], times: int, *, status: int = 0) -> list[Run]:
    """Return the median run of each command. They take turns (A B A B), so that the machine's moods hit all alike.

    ``status``: how the first of them, which is ours, must end; the others must end in 0.

    Raises:
        RuntimeError: a command ended otherwise: what it did is not what was to be measured.

    """
    runs: list[list[Run]] = [[] for _ in commands]
    for _ in range(times):
        for command, of_command in zip(commands, runs, strict=True):
            of_command.append(run(command))
            if of_command[-1].status != (status if command is commands[0] else 0):
                raise RuntimeError(f"status {of_command[-1].status}: {' '.join(command)}")
    return [_median(of_command) for of_command in runs]


def _median(runs: Sequence[Run]) -> Run:
    return Run(
        statistics.median(one.seconds for one in runs),
        statistics.median(one.processor for one in runs),
        max(one.largest for one in runs),
        0,
    )


def peaks(command: Command) -> list[int]:
    """Return the peak (VmHWM, bytes) of every process of a run, the largest first.

    Pages that processes share after a fork are counted in each of them: the sum is an upper bound.
    """
    process = _start(command)
    found: dict[int, int] = {}
    while os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        for one in _tree(process):
            found[one] = max(found.get(one, 0), _peak(one))
        time.sleep(_LOOK)
    os.waitpid(process, 0)
    return sorted(found.values(), reverse=True)


def _tree(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has just ended
        return []
    return [process, *(one for child in children for one in _tree(int(child)))]


def _peak(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
