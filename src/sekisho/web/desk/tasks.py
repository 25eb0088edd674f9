"""What is done in the background. A task knows numbers alone, so that nothing personal lies in the queue.

A worker that dies leaves its tasks: inspections, readings and cuts are queued again, sendings never.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from sekisho.web import clock
from sekisho.web.desk.actions import cutting, files, inspecting, releasing
from sekisho.web.desk.models import CutRow, FileRow, InspectionRow, Sending
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused
from sekisho.words import LANGUAGES, say

_FAILED = say("関所に問題が起きて、開けませんでした。外して、取り込み直してください。")


@task()
def inspect(inspection: int) -> None:
    """Inspect a dispatch."""
    inspecting.run_inspection(inspection, at=clock.now())


@task()
def read(file: str) -> None:
    """Open a file that was brought, for the viewer and to count its sheets and pages."""
    from sekisho.web.desk.showing import open_file

    open_file(file)


@task()
def send(sending: int) -> None:
    """Send a unit."""
    from sekisho.web.desk.sending import send_once

    send_once(sending, at=clock.now())


@task()
def list_columns(cut: str) -> None:
    """Find the columns of a list that is to be cut."""
    from sekisho.web.desk.cutting import list_columns as found

    found(cut)


@task()
def cut(cut: str) -> None:
    """Cut a list into one file for each recipient."""
    from sekisho.web.desk.cutting import cut_list

    cut_list(cut, today=clock.now().date())


def again(live: Collection[str], *, at: datetime) -> None:
    """Take up what workers left that are gone. ``live``: those that are not.

    Their inspections, readings and cuts are queued again. Of a sending that had begun nobody knows how it ended; one that had
    not is recorded as failed, so that a person begins it anew or does not.
    """
    with installation().store.transaction():
        for left in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
            if left.worker_ids[-1] not in live:
                left.status = TaskResultStatus.FAILED
                left.finished_at = at
                left.save(update_fields=["status", "finished_at"])
        held = {(one.task_path, one.args_kwargs["args"][0]) for one in DBTaskResult.objects.filter(status__in=_TO_DO)}
        _queue(held)
        for sending, state in Sending.objects.filter(state__in=("queued", "sending")).values_list("pk", "state"):
            if (send.module_path, sending) not in held:
                _end(sending, _ENDED[state], at)


def _queue(held: Collection[tuple[str, object]]) -> None:
    """Queue what waits for a worker and is held by no task."""
    for number in InspectionRow.objects.filter(state__in=inspecting.LIVE).values_list("pk", flat=True):
        if (inspect.module_path, number) not in held:
            inspect.enqueue(number)
    for file in FileRow.objects.filter(state="reading").values_list("pk", flat=True):
        if (read.module_path, file) not in held:
            read.enqueue(file)
    for row, state in CutRow.objects.filter(state__in=_CUTTING).values_list("pk", "state"):
        if (_CUTTING[state].module_path, row) not in held:
            _CUTTING[state].enqueue(row)


_TO_DO = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
_CUTTING = {"reading": list_columns, "cutting": cut}
_ENDED = {
    "queued": releasing.Ended("failed", problem="worker_gone"),
    "sending": releasing.Ended("unknown", problem="worker_gone"),
}


def unsure(*, at: datetime) -> int:
    """Record of every sending that a backup has as not ended that nobody knows how it ended; return how many there were.

    It may have been carried out after the backup was made, so it is never begun again by itself.
    """
    numbers = list(Sending.objects.filter(state__in=_ENDED).values_list("pk", flat=True))
    for number in numbers:
        _end(number, releasing.Ended("unknown", problem="restored"), at)
    return len(numbers)


def gave_up(path: str, about: int | str, *, at: datetime) -> None:
    """Record that a task failed in a way that nobody foresaw: what it was about must not wait for ever."""
    with installation().store.transaction():
        if path == inspect.module_path:
            inspecting.broke_off(int(about), at=at)
        elif path == read.module_path:
            files.not_opened(str(about), {lang: _FAILED.render(lang) for lang in LANGUAGES})
        elif path in {list_columns.module_path, cut.module_path}:
            cutting.failed(str(about), _FAILED)
        elif path == send.module_path:
            row = Sending.objects.filter(pk=about, state__in=_ENDED).first()
            if row is not None:
                _end(row.pk, replace(_ENDED[row.state], problem="broke_off"), at)


def _end(sending: int, ended: releasing.Ended, at: datetime) -> None:
    try:
        releasing.finish(sending, ended, at=at)
    except Refused:
        # The dispatch knows already how it ended; the row alone was left behind, and must not be asked about for ever.
        Sending.objects.filter(pk=sending).update(state=ended.outcome, ended_at=at, problem=ended.problem)
