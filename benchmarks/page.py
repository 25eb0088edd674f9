"""The tables that benchmarks print, and put between their marks in README.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

README = Path(__file__).resolve().parent / "README.md"


def machine() -> str:
    """Return in a few words on what was measured."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a table in Markdown; the first one is the head."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * (lines[0].count("|") - 1), *lines[1:]])


def write(name: str, text: str) -> None:
    """Put a text between the marks of that name in README.md."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    page = README.read_text(encoding="utf-8")
    before, _, rest = page.partition(begin)
    _, _, behind = rest.partition(end)
    README.write_text(f"{before}{begin}\n{text}\n{end}{behind}", encoding="utf-8")
