"""A bar on standard error, where there is a terminal and the work is long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LONG = 1.0
"""Seconds after which work is long."""


@contextmanager
def progress(lang: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to be called with what is done and what is known; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar("読んでいます" if lang == "ja" else "reading")
    try:
        yield bar
    finally:
        bar.stop()


class _Bar:
    def __init__(self, words: str) -> None:
        self._words = words
        self._since = time.monotonic()
        self._stop: Callable[[], None] | None = None
        self._show: Callable[[int, int], None] | None = None

    def __call__(self, done: int, known: int) -> None:
        if self._show is None and time.monotonic() - self._since > _LONG and done < known:
            self._begin()
        if self._show:
            self._show(done, known)

    def stop(self) -> None:
        if self._stop:
            self._stop()

    def _begin(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        shown = Progress(*columns, console=Console(stderr=True), transient=True)
        task = shown.add_task(self._words)
        self._show = lambda done, known: shown.update(task, completed=done, total=known)
        self._stop = shown.stop
        shown.start()
