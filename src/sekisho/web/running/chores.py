"""What a worker does beside its tasks, each in its turn: heartbeat, what others left, checkpoints, notices, tidying."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import OperationalError, close_old_connections, connections

from sekisho.web import clock
from sekisho.web.desk import delivering, notifying, tasks
from sekisho.web.register import reminding
from sekisho.web.running import beats, tidying
from sekisho.web.running.checkpoints import Checkpoints
from sekisho.web.running.ending import end_this_process

_LOG = logging.getLogger("sekisho.worker")


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that is done again and again, ``every`` so many seconds."""

    do: Callable[[], None]
    every: float


class GoneError(Exception):
    """The other workers took this one for gone, and have taken up what it did: it must not go on."""


def _bring_notices() -> None:
    at = clock.now()
    notifying.note_lists(at)
    delivering.deliver_due(at)


def _remind() -> None:
    reminding.remind(clock.now())


class Chores:
    """Threads beside the tasks of one worker. Where one of them fails, the process is told to end, and another begins."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._over = threading.Event()
        checkpoints = Checkpoints()
        # Apart, since a mail server that does not answer must not silence the heart.
        self._threads = [
            threading.Thread(target=self._run, args=(chores,), name=name, daemon=True)
            for name, chores in {
                "heart": [Chore(self._beat, beats.EVERY_SECONDS)],
                "chores": [
                    Chore(self._take_up, beats.SILENT_SECONDS),
                    Chore(checkpoints.write_if_due, 2),
                    Chore(_bring_notices, 10),
                    Chore(tidying.tidy, 3600),
                    Chore(_remind, 3600),
                ],
            }.items()
        ]

    def start(self) -> None:
        """Begin."""
        for one in self._threads:
            one.start()

    def stop(self) -> None:
        """End, where anything has begun; what is being done is ended first, for a moment."""
        self._over.set()
        for one in self._threads:
            if one.is_alive():
                one.join(timeout=5)

    def _beat(self) -> None:
        if not beats.beat(self._worker):
            raise GoneError

    def _take_up(self) -> None:
        tasks.again(beats.live(self._worker), at=clock.now())

    def _run(self, chores: Sequence[Chore]) -> None:
        due = {chore: time.monotonic() for chore in chores}
        try:
            while not self._over.is_set():
                for chore in chores:
                    if due[chore] <= time.monotonic():
                        self._do(chore)
                        due[chore] = time.monotonic() + chore.every
                self._over.wait(max(0.0, min(due.values()) - time.monotonic()))
        except Exception:  # noqa: BLE001  the outermost frame of a thread: without it the worker would go on with no heart
            _LOG.exception("a worker cannot go on")
            end_this_process()
        finally:
            connections.close_all()

    def _do(self, chore: Chore) -> None:
        close_old_connections()
        try:
            chore.do()
        except OperationalError:
            # Locked, full or restarted: it is tried again, and who is silent for too long is taken for gone.
            _LOG.warning("the database did not answer a worker's chore")
