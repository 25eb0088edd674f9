"""Measures how many addressees `lookalike` asks about, and how long it takes, in a city of 430,000.

A question that comes too often is clicked away, so the share has a bound; status 1 where it is broken. It is of the
rule's pairs of people (`pairs`): what a mailing itself gets wrong, such as a misspelt row, is asked about besides.

    python -P benchmarks/lookalikes.py [--write]
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from sekisho.bundle.model import Source
from sekisho.inspection.recognition.lookalikes import Pair, pairs
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.similarity import Similarity

HERE = Path(__file__).resolve().parent
SHARE, SECONDS = 0.02, 60.0
SIZES = {300: 100, 1_000: 40, 3_000: 15, 10_000: 4, 100_000: 1}
"""Length of a list: how many of them are drawn, since of a short one alone a share says little."""
RANGED = 10
"""Of fewer lists than this no range is told; of fewer than forty it is that of all of them."""
UNKNOWN, UNKNOWN_SHARE = "フメイ", 0.01
"""The placeholder that stands for a reading, and in how many of the rows of the city with placeholders."""
PARTS = {
    "1a": "*E* in the town",
    "1b": "*R*, *S*, *G* in the town within a year",
    "1c": "one birth date",
    "1d": "one household",
    "2 ESG": "*E*, *S*, *G* in the list",
    "2 R": "*R* in the list",
}
ALL = "in all"


def part(pair: Pair) -> str:
    """Return which part of the rule a pair is asked about by; it names each two people by the nearest."""
    if pair.shared == "list":
        return "2 R" if pair.likeness == "R" else "2 ESG"
    if pair.shared == "town":
        return "1a" if pair.likeness == "E" else "1b"
    return {"birth_date": "1c", "household": "1d"}[pair.shared]


@dataclass(frozen=True, slots=True)
class Spread:
    """Of the shares of several lists: the mean, the range in which 95 % of the lists lie, and the worst."""

    mean: float
    low: float
    high: float
    worst: float

    @classmethod
    def of(cls, shares: Sequence[float]) -> Spread:
        """Return the spread of shares, at least one; the range leaves out as many at either end."""
        ordered = sorted(shares)
        out = round(len(ordered) * 0.025)
        return cls(statistics.mean(ordered), ordered[out], ordered[-1 - out], ordered[-1])


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of lists of one kind and length: shares of their people asked about, processor seconds and bytes of one list."""

    what: str
    rows: int
    lists: int
    by_part: Mapping[str, Spread]
    seconds: float
    peak: int
    bound: float
    """For the mean share."""

    @property
    def holds(self) -> bool:
        """Return whether the mean share and the time are within their bounds."""
        return self.by_part[ALL].mean <= self.bound and self.seconds <= SECONDS

    def cells(self) -> tuple[str, ...]:
        """Return the row of all parts together as texts."""
        share = self.by_part[ALL]
        several = self.lists >= RANGED
        ranges = (_range(share.low, share.high), _range(*by_chance(self.rows, share.mean))) if several else ("", "")
        state = ("holds" if self.bound < 1 else "time holds") if self.holds else "BROKEN"
        used = f"{self.peak / 1e6:.0f} MB"
        what = (self.what, f"{self.lists} × {self.rows:,}", percent(share.mean))
        return (*what, *ranges, percent(share.worst), f"{self.seconds:.2f} s", used, state)

    def cells_by_part(self) -> tuple[str, ...]:
        """Return the row of each part by itself as texts: mean, range, worst."""
        several = self.lists >= RANGED
        spreads = [self.by_part[one] for one in PARTS]
        texts = (
            f"{percent(one.mean)} ({_range(one.low, one.high)}; {percent(one.worst)})" if several else percent(one.mean)
            for one in spreads
        )
        return (self.what, f"{self.lists} × {self.rows:,}", *texts)


HEAD = (
    "list",
    "people",
    "mean",
    "95 % of the lists",
    "95 % by chance alone",
    "worst",
    "processor",
    "peak",
    f"mean ≤ {SHARE:.0%}, ≤ {SECONDS:.0f} s",
)
HEAD_BY_PART = ("mean (95 % of the lists; worst)", "people", *PARTS)


def percent(share: float) -> str:
    """Return a share as a text."""
    return f"{100 * share:.2f} %"


def _range(low: float, high: float) -> str:
    return f"{100 * low:.2f}–{percent(high)}"


def by_chance(rows: int, share: float) -> tuple[float, float]:
    """Return between which shares 95 % of the lists of one length lie, if everybody is asked about by lot (binomial)."""
    if not 0 < share < 1:
        return share, share
    below, low = 0.0, None
    for asked in range(rows + 1):
        ways = math.lgamma(rows + 1) - math.lgamma(asked + 1) - math.lgamma(rows - asked + 1)
        below += math.exp(ways + asked * math.log(share) + (rows - asked) * math.log1p(-share))
        low = asked if low is None and below > 0.025 else low
        if below > 0.975:
            return (low or 0) / rows, asked / rows
    return (low or 0) / rows, 1.0


def ask(register: Register, what: str, lists: Sequence[Sequence[int]], bound: float) -> Asked:
    """Return of how many people the rule asks in lists of one length."""
    shares: dict[str, list[float]] = {one: [] for one in (*PARTS, ALL)}
    seconds, peaks = [], []
    for people in lists:
        _forget_peak()
        start = time.process_time()
        found = pairs(register, people, Similarity(), rows=len(people))
        seconds.append(time.process_time() - start)
        peaks.append(_peak())
        by_part = Counter(one for one, _ in {(part(pair), pair.person) for pair in found})
        by_part[ALL] = len({pair.person for pair in found})
        for one, values in shares.items():
            values.append(by_part[one] / len(people))
    spreads = {one: Spread.of(values) for one, values in shares.items()}
    return Asked(what, len(lists[0]), len(lists), spreads, statistics.median(seconds), max(peaks), bound)


def _forget_peak() -> None:
    """Let the system count this process's peak anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> int:
    """Return the peak since it was forgotten, in bytes: of the whole process, the register too."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


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


Lists = Callable[[Register, int, random.Random], list[int]]
LISTS: Mapping[str, Lists] = {"random": at_random, "whole towns": by_town, "whole households": by_household}


def with_placeholders(frame: pl.DataFrame) -> tuple[Register, Mapping[str, Lists]]:
    """Return the city with one reading in the rows of very many people, and the lists to ask about in it.

    One kind of list is of the city as it is, in the other every second row is read so, as far as there are such rows.
    """
    height = len(frame)
    unknown = sorted(random.Random(1).sample(range(height), round(height * UNKNOWN_SHARE)))
    marks = pl.Series(unknown, dtype=pl.UInt32)
    kana = pl.when(pl.int_range(pl.len(), dtype=pl.UInt32).is_in(marks.implode())).then(pl.lit(UNKNOWN))
    changed = frame.with_columns(kana=kana.otherwise(pl.col("kana")))

    def half(_: Register, size: int, chance: random.Random) -> list[int]:
        first = chance.sample(unknown, min(size // 2, len(unknown)))
        return list(dict.fromkeys([*first, *chance.sample(range(height), size)]))[:size]

    lists = {
        f"random, {UNKNOWN} in {UNKNOWN_SHARE:.0%} of the rows": at_random,
        f"every second {UNKNOWN}": half,
    }
    return Register(Source("subjects", "register.csv", "", changed)), lists


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


def main() -> int:
    """Make the city, ask about every list, print the tables, and return 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    options = parser.parse_args()
    frame = pl.DataFrame(population.Population().rows, schema=population.HEADS, orient="row")
    frame = frame.with_columns(pl.col("birth_date").str.to_date())
    register = Register(Source("subjects", "register.csv", "", frame))
    city = [("of all people of the city", "measured"), *likeness(register)]
    for row in city:
        print(*row, sep="  ", flush=True)
    found = [*_measured(register, LISTS, SIZES, SHARE)]
    unknown, lists = with_placeholders(frame)
    # All of one reading in a short list are asked about, by the rule: here only the time has a bound.
    found += _measured(unknown, lists, {size: min(count, RANGED) for size, count in SIZES.items()}, 1.0)
    tables = (city, [HEAD, *(one.cells() for one in found)], [HEAD_BY_PART, *(one.cells_by_part() for one in found)])
    text = "\n\n".join([page.machine(), *map(page.table, tables)])
    print(f"\n{text}")
    if options.write:
        page.write("asked", text)
    return 0 if all(one.holds for one in found) else 1


def _measured(
    register: Register, kinds: Mapping[str, Lists], sizes: Mapping[int, int], bound: float
) -> Iterator[Asked]:
    for what, chosen in kinds.items():
        for size, count in sizes.items():
            lists = [chosen(register, size, random.Random(1_000_000 * size + at)) for at in range(count)]
            asked = ask(register, what, lists, bound)
            print(*asked.cells(), sep="  ", flush=True)
            yield asked


if __name__ == "__main__":
    # Behind the standard library: beside this script lies one called inspect.
    sys.path.append(str(HERE))
    import page
    import population

    sys.exit(main())
