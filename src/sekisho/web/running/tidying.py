"""Taking away what nobody needs any more: tasks that are done, sessions that are over, halves of files that a crash left."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sekisho.web import clock
from sekisho.web.desk.models import Notification
from sekisho.web.installation import installation

_KEPT = timedelta(days=7)
_LONGEST_UPLOAD = timedelta(days=1)
_NOTICES_KEPT = timedelta(days=90)
_OVER = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)


def tidy() -> None:
    """Take it away. What a task was about is kept elsewhere: its row says when it ran, and no more."""
    now = clock.now()
    DBTaskResult.objects.filter(status__in=_OVER, finished_at__lt=now - _KEPT).delete()
    Notification.objects.filter(at__lt=now - _NOTICES_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    installation().files.sweep(now - _LONGEST_UPLOAD)
