"""A bar on standard error, where there is a terminal and the work is long."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer

_LONG = 1.0
"""Seconds after which work is long."""


@contextmanager
def progress(lang: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to be called with what is done and what is known; None where nobody watches.

    The bar comes by the clock and not by the first file that is done: one long file would show nothing to its end.
    """
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar("読んでいます" if lang == "ja" else "reading")
    timer = Timer(_LONG, bar.begin)
    timer.daemon = True
    timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


class _Bar:
    def __init__(self, words: str) -> None:
        self._words = words
        self._lock = Lock()
        self._told: tuple[int, int | None] = (0, None)
        self._stop: Callable[[], None] | None = None
        self._show: Callable[[int, int | None], None] | None = None

    def __call__(self, done: int, known: int) -> None:
        with self._lock:
            self._told = (done, known)
            if self._show:
                self._show(done, known)

    def stop(self) -> None:
        if self._stop:
            self._stop()

    def begin(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        shown = Progress(*columns, console=Console(stderr=True), transient=True)
        with self._lock:
            done, known = self._told
            task = shown.add_task(self._words, completed=done, total=known)
            self._show = lambda done, known: shown.update(task, completed=done, total=known)
            self._stop = shown.stop
            shown.start()
