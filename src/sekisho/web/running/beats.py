"""Heartbeats of workers: who lives, who is gone. Measured by the database's clock alone: two machines differ in theirs."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from datetime import timedelta

from django.db.models.functions import Now

from sekisho.web.running.models import Worker

EVERY_SECONDS = 5
_PROBE = "probe"
"""The one row that is no worker."""
SILENT_SECONDS = 45
"""Who has not been heard of for so long is gone. A worker that waits for a database under load is silent for a while too."""


def begin(worker: str) -> None:
    """Enter a worker that begins."""
    Worker.objects.create(id=worker, host=platform.node()[:100], started_at=Now(), beat_at=Now())


def beat(worker: str) -> bool:
    """Say that a worker lives; False where the others took it for gone, so that it must not go on."""
    return Worker.objects.filter(pk=worker).update(beat_at=Now()) == 1


def end(worker: str) -> None:
    """Take a worker out that is gone, surely."""
    Worker.objects.filter(pk=worker).delete()


def live(but: str = "") -> frozenset[str]:
    """Return the workers that live, ``but`` among them whatever its row says, and take out those that are gone."""
    gone = {one for one, silent in _silences() if silent > timedelta(seconds=SILENT_SECONDS)} - {but}
    if gone:
        Worker.objects.filter(pk__in=gone).delete()
    return frozenset(Worker.objects.exclude(pk=_PROBE).values_list("pk", flat=True)) | ({but} if but else set())


def silent() -> timedelta | None:
    """Return how long ago a worker was last heard of, None where there is none."""
    return min((silent for _, silent in _silences()), default=None)


def is_idle() -> bool:
    """Return whether nobody does what waits in the background."""
    last = silent()
    return last is None or last > timedelta(seconds=SILENT_SECONDS)


def probe() -> None:
    """Write something that stays, of which nobody takes any notice.

    Raises:
        DatabaseError: it cannot be written.

    """
    Worker.objects.update_or_create(
        pk=_PROBE,
        defaults={"host": "", "beat_at": Now()},
        create_defaults={"host": "", "started_at": Now(), "beat_at": Now()},
    )


def _silences() -> Iterator[tuple[str, timedelta]]:
    for key, beat_at, now in Worker.objects.exclude(pk=_PROBE).annotate(now=Now()).values_list("pk", "beat_at", "now"):
        yield key, now - beat_at
