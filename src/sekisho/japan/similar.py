"""Which kanji are mistaken for each other at a glance: 裕 and 祐, 待 and 侍, 土 and 士.

The table beside this file was made by drawing every kanji and comparing the strokes (`scripts/similar_kanji.py`),
and was put right by hand where drawing and people disagree. It says nothing about readings or meanings.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files

from sekisho.japan.names import fold_name

_FILE = "similar_kanji.txt"
SECTIONS = ("added", "apart", "drawn")


def read_table(text: str) -> dict[str, frozenset[frozenset[str]]]:
    """Return the pairs of each section: `added` and `apart` are by hand, `drawn` is measured.

    Lines begin with `#` (a remark), are `[section]`, or hold groups of kanji: the first is like each of the rest.

    Raises:
        KeyError: a section that is none of `SECTIONS`.

    """
    pairs: dict[str, set[frozenset[str]]] = {name: set() for name in SECTIONS}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            for group in line.split():
                pairs[section].update(frozenset((group[0], other)) for other in group[1:])
    return {name: frozenset(found) for name, found in pairs.items()}


def table_text() -> str:
    """Return the table as it is shipped."""
    return files(__package__).joinpath(_FILE).read_text(encoding="utf-8")


@cache
def _neighbours() -> dict[str, frozenset[str]]:
    """Return for each folded kanji those that look like it; both ways, none like itself."""
    sections = read_table(table_text())
    found: defaultdict[str, set[str]] = defaultdict(set)
    for pair in (sections["drawn"] | sections["added"]) - sections["apart"]:
        for one, other in itertools.permutations(pair, 2):
            found[one].add(other)
    return {one: frozenset(others) for one, others in found.items()}


@lru_cache(maxsize=1 << 14)
def similar_kanji(char: str) -> frozenset[str]:
    """Return the kanji that look like `char`, as folding leaves them; empty for most that are no kanji of JIS X 0208.

    `char` is folded first, so 髙 has the answer of 高. Neither of them is in it: spellings of one kanji are the same,
    not similar. If b is in the answer for a, then a, folded, is in the answer for b.
    """
    return _neighbours().get(fold_name(char), frozenset())


def are_similar(a: str, b: str) -> bool:
    """Return whether two characters look alike and are not the same after folding."""
    return fold_name(b) in similar_kanji(a)
