"""Measures how many addressees `lookalike` asks about, and how long it takes, in a city of 430,000.

A question that comes too often is clicked away, so the share has a bound; status 1 where it is broken. It is of the
rule's pairs of people (`pairs`): what a mailing itself gets wrong, such as a misspelt row, is asked about besides.

    python -P benchmarks/lookalikes.py [--write]
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from sekisho.bundle.model import Source
from sekisho.inspection.recognition.lookalikes import Pair, pairs
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.similarity import Similarity

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
BEGIN, END = "<!-- asked: begin -->", "<!-- asked: end -->"
SHARE, SECONDS = 0.02, 60.0
SIZES = {300: 40, 1_000: 20, 3_000: 8, 10_000: 3, 100_000: 1}
"""Length of a list: how many of them are drawn, since of a short one alone a share says little."""
PARTS = {
    "1a": "*E* in the town",
    "1b": "*R*, *S*, *G* in the town within a year",
    "1c": "one birth date",
    "1d": "one household",
    "2 ESG": "*E*, *S*, *G* in the list",
    "2 R": "*R* in the list",
}


def part(pair: Pair) -> str:
    """Return which part of the rule a pair is asked about by; it names each two people by the nearest."""
    if pair.shared == "list":
        return "2 R" if pair.likeness == "R" else "2 ESG"
    if pair.shared == "town":
        return "1a" if pair.likeness == "E" else "1b"
    return {"birth_date": "1c", "household": "1d"}[pair.shared]


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of lists of one kind and length: shares of their people asked about, and seconds for one list."""

    what: str
    rows: int
    lists: int
    by_part: Mapping[str, float]
    share: float
    most: float
    seconds: float

    @property
    def holds(self) -> bool:
        """Return whether the share and the time are within their bounds."""
        return self.share <= SHARE and self.seconds <= SECONDS

    def cells(self) -> tuple[str, ...]:
        """Return the row as texts."""
        parts = (percent(self.by_part[one]) for one in PARTS)
        state = "holds" if self.holds else "BROKEN"
        lists = f"{self.lists} × {self.rows:,}"
        return (self.what, lists, *parts, percent(self.share), percent(self.most), f"{self.seconds:.2f} s", state)


HEAD = ("list", "people", *PARTS, "in all", "most of one list", "time", f"≤ {SHARE:.0%}, ≤ {SECONDS:.0f} s")


def percent(share: float) -> str:
    """Return a share as a text."""
    return f"{100 * share:.2f} %"


def ask(register: Register, what: str, lists: Sequence[Sequence[int]]) -> Asked:
    """Return of how many people the rule asks in lists of one length."""
    by_part: Counter[str] = Counter()
    shares, seconds = [], []
    for people in lists:
        start = time.perf_counter()
        found = pairs(register, people, Similarity(), rows=len(people))
        seconds.append(time.perf_counter() - start)
        by_part.update(one for one, _ in {(part(pair), pair.person) for pair in found})
        shares.append(len({pair.person for pair in found}) / len(people))
    total = sum(map(len, lists))
    return Asked(
        what,
        len(lists[0]),
        len(lists),
        {one: by_part[one] / total for one in PARTS},
        statistics.mean(shares),
        max(shares),
        statistics.median(seconds),
    )


# ---------------------------------------------------------------- lists


def at_random(register: Register, size: int, chance: random.Random) -> list[int]:
    """Return people drawn from the whole city."""
    return chance.sample(range(len(register)), size)


def by_town(register: Register, size: int, chance: random.Random) -> list[int]:
    """Return the people of whole towns, one after the other, as a mailing to a district has them."""
    towns = register.frame["address"].str.extract("市(.+?)[0-9]+丁目").to_list()
    return _grouped(towns, size, chance)


def by_household(register: Register, size: int, chance: random.Random) -> list[int]:
    """Return whole households from all over the city."""
    return _grouped(register.frame["household_id"].to_list(), size, chance)


def _grouped(keys: Sequence[str], size: int, chance: random.Random) -> list[int]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        groups[key].append(at)
    order = [*groups]
    chance.shuffle(order)
    return [*islice((at for key in order for at in groups[key]), size)]


LISTS = {"random": at_random, "whole towns": by_town, "whole households": by_household}


# ---------------------------------------------------------------- what the city is like


def likeness(register: Register) -> list[tuple[str, str]]:
    """Return how alike the people of the city are, as shares of all; of every further likeness nobody is asked."""
    height = len(register)
    names, readings = (Counter(register.keys(kind)["key"].to_list()) for kind in ("name", "kana"))
    return [
        ("has somebody one edit of the name away", percent(_near_somebody(names) / height)),
        ("shares the reading of the full name with somebody", percent(_shared(readings) / height)),
        ("shares the full name with somebody", percent(_shared(names) / height)),
        ("people of the same reading, on average", f"{_others(readings) / height:.2f}"),
        ("people of the same name, on average", f"{_others(names) / height:.2f}"),
    ]


def _shared(counts: Counter[str]) -> int:
    return sum(count for count in counts.values() if count > 1)


def _others(counts: Counter[str]) -> int:
    return sum(count * (count - 1) for count in counts.values())


def _near_somebody(names: Counter[str]) -> int:
    """Return how many have somebody whose name is another by one character more, less or other."""
    holes = Counter(hole for name in names for hole in _holes(name, "?"))
    shorter = {short for name in names for short in _holes(name, "")}
    near = (
        count
        for name, count in names.items()
        if name in shorter
        or any(holes[one] > 1 for one in _holes(name, "?"))
        or not names.keys().isdisjoint(_holes(name, ""))
    )
    return sum(near)


def _holes(name: str, mark: str) -> set[str]:
    return {name[:at] + mark + name[at + 1 :] for at in range(len(name))}


# ---------------------------------------------------------------- the report


def _table(rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * (lines[0].count("|") - 1), *lines[1:]])


def _write(text: str) -> None:
    page = README.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, behind = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{behind}", encoding="utf-8")


def main() -> int:
    """Make the city, ask about every list, print the tables, and return 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    options = parser.parse_args()
    people = population.Population().rows
    frame = pl.DataFrame(people, schema=population.HEADS, orient="row").with_columns(pl.col("birth_date").str.to_date())
    register = Register(Source("subjects", "register.csv", "", frame))
    city = [("of all people of the city", "measured"), *likeness(register)]
    for row in city:
        print(*row, sep="  ", flush=True)
    found = []
    for what, chosen in LISTS.items():
        for size, count in SIZES.items():
            lists = [chosen(register, size, random.Random(1_000_000 * size + at)) for at in range(count)]
            found.append(ask(register, what, lists))
            print(*found[-1].cells(), sep="  ", flush=True)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    text = f"{machine}\n\n{_table(city)}\n\n{_table([HEAD, *(one.cells() for one in found)])}"
    print(f"\n{text}")
    if options.write:
        _write(text)
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    # Behind the standard library: beside this script lies one called inspect.
    sys.path.append(str(HERE))
    import population

    sys.exit(main())
