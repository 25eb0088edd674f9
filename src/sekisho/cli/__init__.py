"""The command line: one file per command. Machine output on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from typing import NoReturn

INTERRUPTED = 130
UNUSABLE = 2


def main() -> NoReturn:
    """Run the command that the arguments name, and leave with its exit status.

    0 fine, 1 a verdict of stop or ask, 2 unusable input or call, 130 interrupted.
    """
    import gc

    # A long list is a million objects that live to the end: the collector would look through them again and again.
    gc.set_threshold(1_000_000, 100, 100)
    try:
        # Here, since loading takes a while too: an interrupt in it is one, a failure in it is none that means "stop".
        from sekisho.cli.app import app

        app(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001  the outermost frame: a failure must not end in a status that means "stop"
        _say_where(error)
        sys.exit(UNUSABLE)


def _say_where(error: Exception) -> None:
    """Say what failed and where in the program. Never the error's own text: it may hold a person's data."""
    print(f"関所の内部エラーです / internal error: {type(error).__name__}", file=sys.stderr)
    trace = error.__traceback__
    while trace is not None:
        print(f"  {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}", file=sys.stderr)
        trace = trace.tb_next
