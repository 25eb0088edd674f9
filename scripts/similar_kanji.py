"""The table of kanji that look alike: draws every kanji in two typefaces and compares the strokes.

similar_kanji.py           draw, compare, write src/sekisho/japan/similar_kanji.txt
similar_kanji.py --check   change nothing; exit status 1 where the table is not what drawing gives
similar_kanji.py --report  measure the table as it stands against the pairs that people mix up

Drawn are the kanji of JIS X 0208 and 人名用漢字, as far as folding leaves them. A kanji is described by how much of
its strokes runs in each of four directions in each cell of a grid of 16 by 16; the likeness of two descriptions is
their correlation, the mean of both typefaces. Five windows are looked at (whole, right, left, top, bottom), and what
stands right of the emptiest column, stretched to one size. From each likeness is taken what is usual around the two
kanji: the mean of their fifteen nearest. So a shared radical, which dozens of kanji have, counts for little, and a
shared rest for much. The best window decides; a kanji that is rare in names has to be more alike.

Sums are of whole numbers and each result is rounded to one, so that another machine gives the same table. It takes
20 seconds of a processor and 1.7 GB. How good the table is: docs/dev/similar-kanji.md.
"""

import argparse
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from sekisho.japan.similar import read_table, similar_kanji, table_text
from sekisho.japan.variants import fold_kanji

Ints = NDArray[np.int32]

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src" / "sekisho" / "japan" / "similar_kanji.txt"
MIXED_UP = ROOT / "tests" / "unit" / "japan" / "mixed_up_kanji.txt"
FONTS = (
    "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf",
    "/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf",
)
# 人名用漢字 beyond JIS level 1: Ordinance for Enforcement of the Family Register Act, appended table 2.
NAME_KANJI = "侑俐凰勁奎崚巫已彗徠惺昊昴晏晨晟暉栞梛椰橙櫂毬洸洵渾滉漱澪煌燎燿珈珀琥瑶皓眸稟穹笙絆綺綸羚翔脩苺茉莉菫蕾蘓詢諄譁赳迪逞釉頌颯驍麒黎堯凜熙繡"

SIZE = 64  # pixels of a drawing
GRID = 16  # cells of a drawing, each way
PART = 32  # pixels of a part that was cut out and stretched
NARROW = 10  # cells that a window keeps of sixteen
NEAREST = 15  # how many neighbours say what is usual
RARE = 600  # by how much more alike a rare kanji must be, in ten-thousandths of a correlation
THRESHOLD = 300  # how much more alike than usual, in the same unit
MOST = 12  # similar kanji of one kanji

WINDOWS = {
    "whole": np.s_[:, :, :, :],
    "right": np.s_[:, :, :, GRID - NARROW :],
    "left": np.s_[:, :, :, :NARROW],
    "bottom": np.s_[:, :, GRID - NARROW :, :],
    "top": np.s_[:, :, :NARROW, :],
}


def kanji() -> str:
    """Return the kanji that are drawn, those of JIS level 1 first, each in the order of JIS."""
    jis = [bytes((row, cell)).decode("euc_jp", "ignore") for row in range(0xB0, 0xF5) for cell in range(0xA1, 0xFF)]
    return "".join(dict.fromkeys(char for char in (*jis, *NAME_KANJI) if len(char) == 1 and fold_kanji(char) == char))


def is_rare(char: str) -> bool:
    """Return whether `char` is neither in JIS level 1 nor among the kanji for given names."""
    return char.encode("euc_jisx0213") >= b"\xd0" and char not in NAME_KANJI


def drawings(chars: str, font: str) -> Ints:
    """Return the ink of each of `chars`, 0 … 255, shape (kanji, SIZE, SIZE)."""
    face = ImageFont.truetype(font, SIZE)
    drawn = np.zeros((len(chars), SIZE, SIZE), np.int32)
    for number, char in enumerate(chars):
        paper = Image.new("L", (SIZE, SIZE))
        ImageDraw.Draw(paper).text((SIZE / 2, SIZE / 2), char, fill=255, font=face, anchor="mm")
        drawn[number] = np.asarray(paper)
    return drawn


def stretched(ink: Ints) -> Ints:
    """Return `ink` without its margin at PART by PART pixels; what is thinner than 1 : 2 keeps a margin."""
    rows, columns = np.flatnonzero(ink.max(1) > SIZE), np.flatnonzero(ink.max(0) > SIZE)
    if not len(rows) or not len(columns):
        return np.zeros((PART, PART), np.int32)
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    lacking = [max(0, max(ink.shape) // 2 - side) for side in ink.shape]
    ink = np.pad(ink, [(short // 2, short - short // 2) for short in lacking])
    return np.asarray(Image.fromarray(ink.astype(np.uint8)).resize((PART, PART), Image.Resampling.BOX), np.int32)


def right_parts(drawn: Ints) -> Ints:
    """Return what stands right of the emptiest column in the middle, stretched; shape (kanji, PART, PART)."""
    first, after = SIZE // 4, SIZE * 13 // 20
    columns = smoothed(drawn.sum(1)[:, None, :], (2,))[:, 0, first:after]
    return np.stack([stretched(ink[:, first + cut :]) for ink, cut in zip(drawn, columns.argmin(1), strict=True)])


def smoothed(values: Ints, axes: tuple[int, ...]) -> Ints:
    """Return `values` with each mixed 1 : 2 : 1 with its neighbours along `axes`, four times as large for each."""
    for axis in axes:
        wide = np.pad(values, [(1, 1) if axis == one else (0, 0) for one in range(values.ndim)])
        low, mid, high = (np.take(wide, range(start, start + values.shape[axis]), axis) for start in range(3))
        values = low + 2 * mid + high
    return values


def directions(drawn: Ints, cells: int) -> Ints:
    """Return how much of the strokes runs in each direction, 0 … 63, shape (kanji, 4, cells, cells).

    The slope of the ink is split over the two nearest of four directions by the rule of the parallelogram. The root
    keeps one heavy stroke from outweighing the rest.
    """
    ink = smoothed(smoothed(drawn, (1, 2)), (1, 2)) // 256
    down, across = np.zeros_like(ink), np.zeros_like(ink)
    down[:, 1:-1] = ink[:, 2:] - ink[:, :-2]
    across[:, :, 1:-1] = ink[:, :, 2:] - ink[:, :, :-2]
    straight, slant = abs(abs(down) - abs(across)), np.minimum(abs(down), abs(across)) * 7 // 5
    steep, falling = abs(down) > abs(across), (down > 0) == (across > 0)
    split = (straight * steep, straight * ~steep, slant * falling, slant * ~falling)
    side = drawn.shape[1] // cells
    sums = np.stack([one.reshape(len(drawn), cells, side, cells, side).sum((2, 4)) for one in split], 1)
    root = np.sqrt(smoothed(sums, (2, 3)).astype(np.float64))
    found: Ints = np.floor(root * 63 / root.max()).astype(np.int32)
    return found


def likeness(described: Ints) -> Ints:
    """Return the correlation of each two descriptions in ten-thousandths, shape (kanji, kanji)."""
    flat = described.reshape(len(described), -1).astype(np.float32)
    count = flat.shape[1]
    # Sums of whole numbers below 2**24: exact in any order, so the same on every machine.
    products = (flat @ flat.T).astype(np.float64)
    sums = described.reshape(len(described), -1).sum(1).astype(np.float64)
    spread = np.sqrt(count * products.diagonal() - sums**2)
    spread[spread == 0] = np.inf
    products *= count
    products -= sums[:, None] * sums
    products /= spread[:, None]
    products /= spread
    found: Ints = np.rint(10_000 * products).astype(np.int32)
    return found


def mean_likeness(gothic: Ints, mincho: Ints) -> Ints:
    """Return the mean of the likeness in both typefaces."""
    return (likeness(gothic) + likeness(mincho)) // 2


def beyond_usual(alike: Ints) -> Ints:
    """Return `alike` less what is usual around the two: the mean likeness of the nearest of each, half and half."""
    np.fill_diagonal(alike, -10_000)
    usual = np.partition(alike, -NEAREST, axis=1)[:, -NEAREST:].sum(1)
    found: Ints = alike - ((usual[:, None] + usual) // (2 * NEAREST)).astype(np.int32)
    return found


def scores(chars: str) -> Ints:
    """Return how much more alike than usual each two kanji are, in the window that shows it best."""
    gothic, mincho = (drawings(chars, font) for font in FONTS)
    parts = [directions(right_parts(ink), GRID // 2) for ink in (gothic, mincho)]
    whole = [directions(ink, GRID) for ink in (gothic, mincho)]
    best = beyond_usual(mean_likeness(*parts))
    for window in WINDOWS.values():
        np.maximum(best, beyond_usual(mean_likeness(*(one[window] for one in whole))), out=best)
    rare = np.array([RARE if is_rare(char) else 0 for char in chars], np.int32)
    return best - rare[:, None] - rare


def drawn_pairs() -> Iterator[tuple[str, str]]:
    """Yield the pairs above the threshold that are among the `MOST` best of both, in the order of `kanji`."""
    chars = kanji()
    best = scores(chars)
    # Equal scores: the kanji that comes first.
    ranks = np.argsort(np.argsort(-best, axis=1, kind="stable"), axis=1, kind="stable")
    kept = (best >= THRESHOLD) & (ranks < MOST) & (ranks.T < MOST)
    for one, other in np.argwhere(np.triu(kept, 1)):
        yield chars[one], chars[other]


def lines(pairs: Iterator[tuple[str, str]]) -> str:
    """Return one line per kanji: the kanji, and those after it that it is like."""
    grouped = itertools.groupby(pairs, key=lambda pair: pair[0])
    return "".join(one + "".join(other for _, other in group) + "\n" for one, group in grouped)


def made() -> str:
    """Return the table: what stands in it by hand, then what drawing gives."""
    by_hand, _, _ = table_text().partition("[drawn]\n")
    return by_hand + "[drawn]\n" + lines(drawn_pairs())


def people(path: Path = MIXED_UP) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Return the pairs that people mix up, and those that they do not."""
    mixed_up: set[frozenset[str]] = set()
    apart: set[frozenset[str]] = set()
    section = mixed_up
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = apart if line.startswith("[not ") else mixed_up
        elif not line.startswith("#"):
            for group in line.split():
                section.update(map(frozenset, itertools.combinations(group, 2)))
    return mixed_up, apart


def report() -> str:
    """Return how well the table does, before and after what was put right by hand."""
    mixed_up, apart = people()
    table = read_table(table_text())
    drawn = table["drawn"]
    counts = [len(similar_kanji(char)) for char in kanji()]
    common = [len(similar_kanji(char)) for char in kanji() if not is_rare(char)]
    mend = (drawn | table["added"]) - table["apart"]
    return "\n".join(
        (
            f"mixed up: {len(mixed_up)} pairs, drawn {len(mixed_up & drawn)}, with hand {len(mixed_up & mend)}",
            f"not mixed up: {len(apart)} pairs, drawn {len(apart & drawn)}, with hand {len(apart & mend)}",
            f"similar kanji of one: mean {sum(counts) / len(counts):.1f}, most {max(counts)}, of {len(counts)}",
            f"of one that is not rare: mean {sum(common) / len(common):.1f}, most {max(common)}, of {len(common)}",
            f"with no similar kanji: {counts.count(0)}, of them not rare {common.count(0)}",
            "not drawn: " + " ".join(sorted("".join(sorted(pair)) for pair in mixed_up - drawn)),
            "drawn, and not mixed up: " + " ".join(sorted("".join(sorted(pair)) for pair in apart & drawn)),
        )
    )


def main() -> int:
    """Make the table, or check or measure it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    if options.report:
        print(report())
        return 0
    table = made()
    if not options.check:
        TABLE.write_text(table, encoding="utf-8")
        return 0
    if TABLE.read_text(encoding="utf-8") != table:
        print(f"{TABLE.relative_to(ROOT)}: not what drawing gives; scripts/similar_kanji.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
