"""A worker: does what is queued, says every few seconds that it lives, and takes up what others left that are gone."""

from __future__ import annotations

import logging
import secrets
import signal
import sys
import time
from types import FrameType
from typing import Any

from django.db import OperationalError
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from sekisho.web import clock
from sekisho.web.desk import tasks
from sekisho.web.installation import installation
from sekisho.web.running import beats
from sekisho.web.running.chores import Chores

_LOG = logging.getLogger("sekisho.worker")
_LOOK_EVERY_SECONDS = 0.5


class Worker(db_worker.Worker):
    """One worker.

    A signal ends it at once, unless a mail is on its way; whatever else it does is done again by another. Of a task that
    failed no values are kept, which may be somebody's name.
    """

    def __init__(self, worker_id: str = "", *, batch: bool = False) -> None:
        """``batch``: it ends where nothing is left to do."""
        super().__init__(
            queue_names=["*"],
            interval=0 if batch else _LOOK_EVERY_SECONDS,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id or f"worker-{secrets.token_hex(12)}",
            excluded_queue_names=[],
        )
        self._doing = ""

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Do a task, and record what came of it; where this process is told to end, nothing is recorded."""
        told = db_task_result
        self.running_task, self._doing = True, told.task_path
        try:
            told.task.call(*told.args_kwargs["args"], **told.args_kwargs["kwargs"])
        except OperationalError:
            raise  # the database is gone or full: this process ends, and the next one takes up what it left
        except Exception as error:  # noqa: BLE001  the outermost frame of a task: what one fails of must not end the others
            _LOG.exception("a task failed: %s", told.task_path)
            tasks.gave_up(told.task_path, told.args_kwargs["args"][0], at=clock.now())
            _fail(told, error)
        else:
            told.set_successful(None)
        finally:
            self.running_task, self._doing = False, ""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:  # noqa: ARG002  Django's
        """End at once, or where a mail is on its way as soon as its end is known."""
        self.running = False
        if self._doing != tasks.send.module_path:
            sys.exit(0)


def _fail(told: DBTaskResult[Any, Any], error: Exception) -> None:
    """Write down that a task failed, and by what kind of error: its text and its traceback may hold somebody's name."""
    told.status, told.finished_at = TaskResultStatus.FAILED, clock.now()
    told.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    told.save(update_fields=["status", "finished_at", "exception_class_path"])


def _wait_while_read_only(worker: Worker) -> None:
    """Do nothing of what a backup has queued, which may have been done since, before somebody has named what is lost."""
    while worker.running and installation().store.read_only():
        beats.beat(worker.worker_id)
        time.sleep(beats.EVERY_SECONDS)


def work(worker: Worker) -> None:
    """Let a worker work until it is told to end."""
    signal.signal(signal.SIGTERM, worker.shutdown)
    signal.signal(signal.SIGINT, worker.shutdown)
    beats.begin(worker.worker_id)
    chores = Chores(worker.worker_id)
    try:
        _wait_while_read_only(worker)
        tasks.again(beats.live(worker.worker_id), at=clock.now())
        chores.start()
        worker.run()
    finally:
        chores.stop()
        beats.end(worker.worker_id)
