"""The bar on a terminal: a pseudo-terminal stands for the one in front of a person."""

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src"
PROGRAM = """
import sys, time
from sekisho.cli.progress import progress
with progress("en") as show:
    if show is None:
        sys.exit(3)
    {work}
"""


def shown(work: str, *, terminal: bool = True) -> tuple[int, str]:
    """Return the status, and what stood on standard error, of some work under the bar."""
    here, there = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(work=work)],
        stderr=there if terminal else subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(there)
    text = b""
    try:
        while part := os.read(here, 65536):
            text += part
    except OSError:  # nobody holds the other end any more
        pass
    finally:
        os.close(here)
    return process.wait(), text.decode()


def test_short_work_shows_nothing() -> None:
    assert shown("show(1, 2); show(2, 2)") == (0, "")


def test_where_nobody_watches_there_is_no_bar() -> None:
    assert shown("time.sleep(1.5)", terminal=False) == (3, "")


def test_one_long_file_shows_a_bar_before_it_is_done() -> None:
    status, text = shown("time.sleep(2.5)")
    assert status == 0
    assert "reading" in text
    assert "0:00:01" in text


def test_what_was_done_before_the_bar_came_stands_on_it_and_what_comes_after_too() -> None:
    status, text = shown("show(1, 3); time.sleep(2.5); show(2, 3); time.sleep(0.5)")
    assert status == 0
    assert "1/3" in text
    assert "2/3" in text


def test_an_error_in_the_work_ends_the_bar() -> None:
    status, text = shown("time.sleep(2); sys.exit(4)")
    assert status == 4
    assert "\x1b[?25h" in text  # the cursor is back
