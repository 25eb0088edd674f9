"""How a thread beside the main one tells the process to end."""

from __future__ import annotations

import _thread
import signal
import sys
import threading


def end_this_process() -> None:
    """Let the main thread end as by SIGTERM, also where it waits for something."""
    main = threading.main_thread().ident
    if sys.platform != "win32" and main is not None:
        signal.pthread_kill(main, signal.SIGTERM)
    else:
        _thread.interrupt_main(signal.SIGTERM)
