"""Writes the corpus: `python make.py [FOLDER]` makes `bundles/` and `expected/` there (default: `out` beside it)."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import sys
from collections import Counter
from pathlib import Path

import written
from written.bundle import ALL, KINDS, Bundle


def main(folder: Path) -> None:
    """Writes every bundle and prints how many there are of each class."""
    for part in ("bundles", "expected"):
        shutil.rmtree(folder / part, ignore_errors=True)
        (folder / part).mkdir(parents=True)
    Bundle.folder = folder
    for module in pkgutil.iter_modules(written.__path__):
        if module.name.startswith("cases_"):
            importlib.import_module(f"written.{module.name}").run()
    names = Counter(bundle.name for bundle in ALL)
    assert len(names) == len(ALL), [name for name, times in names.items() if times > 1]
    made = Counter((bundle.kind, bundle.what) for bundle in ALL)
    for kind in (*KINDS.values(), "total"):
        for what in ("honest", "planted", "broken"):
            number = sum(n for (k, w), n in made.items() if w == what and kind in (k, "total"))
            if number:
                print(f"{kind:14} {what:8} {number:4}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "out")
