"""The worker beside the server: its settings come in by its input, and when that closes the server is gone."""

from __future__ import annotations

import json
import sys
import threading

from sekisho.web.logs import keep_values_out
from sekisho.web.options import Options
from sekisho.web.running.ending import end_this_process
from sekisho.web.running.preparing import prepare


def main() -> None:
    """Work until the input closes, or a signal comes."""
    keep_values_out()
    told = json.loads(sys.stdin.readline())
    prepare(Options(**told["options"]), create=False)
    from sekisho.web.running.worker import Worker, work

    threading.Thread(target=_until_the_input_closes, daemon=True).start()
    work(Worker(told["worker"]))


def _until_the_input_closes() -> None:
    sys.stdin.read()
    end_this_process()


if __name__ == "__main__":
    main()
