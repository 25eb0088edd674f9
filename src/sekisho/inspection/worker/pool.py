"""Reads many files, each in a process of its own, and the files inside them; whatever happens, each gets a document."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from types import TracebackType
from typing import Self

from sekisho.inspection.model import Child, Coverage, Document, File, Limits, Unread
from sekisho.inspection.worker.child import Order
from sekisho.inspection.worker.endings import Ending, Workers, document_of
from sekisho.words import Personal, Sentence, say

READER = "sekisho.inspection.reading:read_file"
INSIDE = "!/"
_PATIENCE = 3
_MOST_AT_A_TIME = 8
"""Wall seconds granted for a second of processor time: the machine has other work."""
_SPARE = 20.0


@dataclass(slots=True)
class _Tree:
    """One file that leaves, with all that is inside it: what is in them together counts against the limits."""

    members: int = 0
    inflated: int = 0


@dataclass(frozen=True, slots=True)
class _Task:
    file: File
    tree: _Tree
    depth: int = 0


@dataclass(slots=True)
class _Started:
    task: _Task
    until: float
    late: bool = False


@dataclass(slots=True)
class Pool:
    """Worker processes for the time of a ``with``: ``jobs`` at a time, each within ``limits``.

    ``reader`` is ``module:function``, called with the file, the limits and ``jobs=``.
    """

    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    reader: str = READER
    _workers: Workers | None = field(default=None, init=False)
    _count: int = field(default=0, init=False)
    _begun: dict[int, File] = field(default_factory=dict, init=False)
    """Files that are being read although nobody has asked for them yet."""
    _early: list[Ending] = field(default_factory=list, init=False)
    """Endings of theirs that came while other files were read."""

    def __enter__(self) -> Self:
        """Start warming up at once; nothing waits for it."""
        self._workers = start_workers()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End whatever still runs."""
        self._open().close()
        self._workers = None
        self._begun.clear()
        self._early.clear()

    def warm(self, names: Iterable[str]) -> None:
        """Let the readers be loaded that files of these names will probably need."""
        self._open().warm(list(names))

    def begin(self, files: Iterable[File]) -> None:
        """Begin to read the first of ``files``, as many as there are workers, while their caller does something else.

        Whoever asks ``read`` for the same file with the same bytes later gets what was begun here.
        """
        for file in islice(files, max(0, self.jobs - len(self._begun))):
            self._send(file, 0, len(self._begun))
            self._begun[self._count] = file

    def read(self, files: Iterable[File], *, taken: Iterable[str] = ()) -> Iterator[tuple[File, Document]]:
        """Yield every file and every file inside it with its document, as they are done.

        A file inside another comes after it, as ``outer.path + "!/" + child.name``; the children in a document bear
        these names, unique and never one of ``taken``, and have no data any more. Files are taken one by one, as
        workers become free.
        """
        workers = self._open()
        names = set(taken)
        waiting: deque[_Task] = deque()
        outer = iter(files)
        running: dict[int, _Started] = {}
        try:
            while True:
                while len(running) < self.jobs and (task := _next(waiting, outer)):
                    self._start(task, running)
                if not running:
                    return
                for ending in self._early_of(running) or workers.wait(_patience(running)):
                    if ending.number in self._begun:
                        self._early.append(ending)
                    elif started := running.pop(ending.number, None):  # else: of a reading that was given up
                        document = document_of(ending, started.task.file.path, late=started.late)
                        document, inside = _opened(started.task, document, self.limits, names)
                        waiting.extendleft(reversed(inside))
                        yield started.task.file, document
                self._end_the_late(running)
        finally:
            for number in running:
                workers.end(number)

    def _early_of(self, running: dict[int, _Started]) -> list[Ending]:
        """Take the endings that came before anybody asked for them, and now somebody has."""
        found = [ending for ending in self._early if ending.number in running]
        self._early = [ending for ending in self._early if ending.number not in running]
        return found

    def _open(self) -> Workers:
        if self._workers is None:
            raise RuntimeError("the pool is closed; use it in a `with`")
        return self._workers

    def _start(self, task: _Task, running: dict[int, _Started]) -> None:
        number = next((number for number, file in self._begun.items() if file == task.file), None)
        if number is None:
            seconds = self._send(task.file, task.depth, len(running))
            number = self._count
        else:
            seconds = self._order(self._begun.pop(number)).seconds
        running[number] = _Started(task, time.monotonic() + _PATIENCE * seconds + _SPARE)

    def _send(self, file: File, depth: int, busy: int = 0) -> int:
        """Let a worker read a file; return the seconds of processor time that it may take."""
        order = self._order(file, self.jobs - busy if depth == 0 else 1)
        self._count += 1
        self._open().start(self._count, order)
        return order.seconds

    def _order(self, file: File, jobs: int = 1) -> Order:
        return Order(file, self.limits, self.reader, max(1, jobs))

    def _end_the_late(self, running: dict[int, _Started]) -> None:
        now = time.monotonic()
        for number, started in running.items():
            if started.until < now and not started.late:
                started.late = True
                self._open().end(number)


def processors(spare: int = 0) -> int:
    """Return how many files may be read at a time where nobody says otherwise; ``spare``: processors that do something else."""
    here = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(here - spare, _MOST_AT_A_TIME))


def start_workers() -> Workers:
    """Start what starts workers on this system."""
    if sys.platform == "win32":
        from sekisho.inspection.worker.windows import JobObjects

        return JobObjects()
    from sekisho.inspection.worker.posix import ForkServer

    return ForkServer()


def _next(waiting: deque[_Task], outer: Iterator[File]) -> _Task | None:
    """Return what is to be read next: what is inside a file that is done first, so that little waits in memory."""
    if waiting:
        return waiting.popleft()
    file = next(outer, None)
    return None if file is None else _Task(file, _Tree())


def _patience(running: dict[int, _Started]) -> float:
    now = time.monotonic()
    return max(0.0, min((started.until - now for started in running.values() if not started.late), default=_SPARE))


def _opened(task: _Task, document: Document, limits: Limits, names: set[str]) -> tuple[Document, list[_Task]]:
    """Return the document with its children named, and what is to be read of them."""
    if not document.children:
        return document, []
    tree = task.tree
    children: list[Child] = []
    inside: list[_Task] = []
    refused: list[Unread] = []
    for child in document.children:
        tree.members += 1
        tree.inflated += len(child.data)
        if why := _refusal(task, child, limits):
            refused.append(Unread(child.name, why, child.place))
            continue
        name = _named(task.file.path, child.name, names)
        children.append(replace(child, name=name, data=b""))
        inside.append(_Task(File(task.file.path + INSIDE + name, child.data, task.file.password), tree, task.depth + 1))
    coverage = document.coverage
    covered = Coverage(coverage.parts + len(refused), coverage.read, (*coverage.not_read, *refused))
    return replace(document, children=tuple(children), coverage=covered), inside


def _refusal(task: _Task, child: Child, limits: Limits) -> Sentence | None:
    path = task.file.path
    if task.depth >= limits.depth:
        return say(
            "{file}の中の{name}は、ファイルの中のファイルの深さの上限（{depth}）を超えるため、検査できませんでした。",
            file=path,
            name=Personal(child.name),
            depth=limits.depth,
        )
    if task.tree.members > limits.members or task.tree.inflated > limits.inflated_bytes:
        return say(
            "{file}の中の{name}は、一つのファイルに入れてよい数か大きさの上限を超えるため、検査できませんでした。",
            file=path,
            name=Personal(child.name),
        )
    return None


def _named(outer: str, wanted: str, names: set[str]) -> str:
    """Return the name of a file inside ``outer``: as it is there, but never one that stands for another file."""
    wanted = wanted.replace(INSIDE, "! /") or "?"
    stem, dot, suffix = wanted.rpartition(".")
    stem, suffix = (stem, dot + suffix) if stem and "/" not in suffix else (wanted, "")
    name, count = wanted, 1
    while outer + INSIDE + name in names:
        count += 1
        name = f"{stem} ({count}){suffix}"
    names.add(outer + INSIDE + name)
    return name
