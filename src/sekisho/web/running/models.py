"""The table of workers: one row for each that lives, with its last heartbeat by the clock of the database."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """A worker. ``id``: what stands in the tasks that it holds."""

    id = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    class Meta:
        db_table = "running_worker"
