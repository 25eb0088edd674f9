"""Writes the corpus: `python make.py [FOLDER]` makes `bundles/` and `expected/` there (default: `out` beside it)."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import sys
from collections import Counter
from pathlib import Path

import written
from written.bundle import CASES


def main(folder: Path) -> None:
    """Writes every bundle and prints how many there are of each kind."""
    for module in pkgutil.iter_modules(written.__path__):
        importlib.import_module(f"written.{module.name}")
    for part in ("bundles", "expected"):
        shutil.rmtree(folder / part, ignore_errors=True)
        (folder / part).mkdir(parents=True)
    kinds: Counter[tuple[str, str]] = Counter()
    names: set[str] = set()
    for make in CASES:
        for bundle in make():
            assert bundle.name not in names, bundle.name
            names.add(bundle.name)
            bundle.write(folder)
            kinds[bundle.kind, "broken" if bundle.exit == 2 else "honest" if bundle.honest else "planted"] += 1
    for (kind, what), number in sorted(kinds.items()):
        print(f"{kind:14} {what:8} {number:4}")
    for what in ("honest", "planted", "broken"):
        print(f"{'total':14} {what:8} {sum(n for (_, w), n in kinds.items() if w == what):4}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "out")
