"""What stands in a log: when, where and of what kind. Never a value: the text of an error may hold somebody's name."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import TypeAlias

Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Bare(logging.Formatter):
    """Writes an error as its kind and the lines of the program it went through, and those of the errors before it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as text; another handler's text of the error is not taken over."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802  Python's
        """Return where an error came from."""
        return "\n".join(_lines(ei[1]))


def keep_values_out() -> None:
    """Let what nobody catches in this process be written in the same manner."""
    sys.excepthook = lambda _kind, error, _trace: print("\n".join(_lines(error)), file=sys.stderr)  # noqa: T201  there is no log any more
    threading.excepthook = lambda told: print("\n".join(_lines(told.exc_value)), file=sys.stderr)  # noqa: T201  the same


def _lines(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        trace = error.__traceback__
        while trace is not None:
            yield f"  {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
            trace = trace.tb_next
        error = error.__cause__ or error.__context__
