"""What is done in the background. A task knows numbers alone, so that nothing personal lies in the queue.

A worker that dies leaves its tasks: at its next start inspections and readings are queued again, sendings never.
"""

from __future__ import annotations

from django_tasks import task

from sekisho.web import clock
from sekisho.web.desk.actions import inspecting, releasing
from sekisho.web.desk.models import FileRow, InspectionRow


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


def again() -> None:
    """Queue again what a worker left that is gone, and say of its sendings that nobody knows how they ended."""
    releasing.orphaned(at=clock.now())
    for number in InspectionRow.objects.filter(state__in=inspecting.LIVE).values_list("pk", flat=True):
        inspect.enqueue(number)
    for file in FileRow.objects.filter(state="reading").values_list("pk", flat=True):
        read.enqueue(file)
