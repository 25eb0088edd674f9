"""Who in the register can be confused with whom: pairs of people, by how alike they are and what they share.

Of a city of 430,000 nearly everybody has somebody alike. So likeness alone is not enough: two people count as a pair
only with something in common that a clerk would go by (a town, a birth date, a household), or where both are in the same
mailing. The likenesses, on folded names and readings:

    E  the same name          S  two neighbouring characters of the name swapped
    R  the same reading       G  one character of the name like another to the eye, the readings one edit apart at most
    D  one edit of the name (one character more, less, or another)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from sekisho.inspection.recognition.ground import (
    SHARED,
    Ground,
    Shared,
    Sides,
    ground,
    in_one_list,
    of_one_birth_date,
    of_one_household,
    of_one_town,
)
from sekisho.inspection.recognition.register import FOLDS, Register
from sekisho.inspection.similarity import Similarity
from sekisho.japan.similar import similar_kanji

if TYPE_CHECKING:
    import polars as pl

Likeness = Literal["E", "G", "S", "R", "D"]
"""In the order of how easily two people are taken for each other."""
ORDER: tuple[Likeness, ...] = ("E", "G", "S", "R", "D")
NO_TIES: Mapping[int, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody of whom is asked, and somebody with whom they can be confused (positions in the register)."""

    person: int
    other: int
    likeness: Likeness
    shared: Shared


def pairs(
    register: Register,
    people: Sequence[int],
    similarity: Similarity,
    *,
    rows: int | None = None,
    ties: Mapping[int, frozenset[str]] = NO_TIES,
) -> list[Pair]:
    """Return the pairs of ``people`` with anybody in the register, the nearest of each two, ordered by position.

    ``rows``: the length of the list in which ``people`` stand together, None where they stand in none. ``ties``: the
    households to which somebody is counted besides the own one, see ``households.ties``.
    """
    asked = sorted(set(people))
    if not asked:
        return []
    within = _counting(rows, similarity)
    alike = list(_alike(register, asked))
    common = ground(register, _everybody(alike), ties)
    found = [
        Pair(person, other, likeness, shared)
        for likeness, sides in alike
        for shared, both in _sharing(sides, common, likeness, similarity, in_list=likeness in within)
        for person, other in _apart(register, both, likeness).iter_rows()
    ]
    found += [Pair(person, other, "D", "birth_date") for person, other in _one_edit_apart(register, asked)]
    return _nearest(found)


def _counting(rows: int | None, similarity: Similarity) -> frozenset[Likeness]:
    """Return the likenesses that count between the people of one list."""
    counting: frozenset[Likeness] = frozenset()
    if rows is not None and rows <= similarity.rows:
        counting |= {"E", "S", "G"}
    if rows is not None and rows <= similarity.rows_by_reading:
        counting |= {"R"}
    return counting


def _nearest(found: Iterable[Pair]) -> list[Pair]:
    """Return each two people once: by the strongest likeness, then by the nearest thing in common."""
    best: dict[tuple[int, int], Pair] = {}
    for pair in found:
        earlier = best.get((pair.person, pair.other))
        if earlier is None or _rank(pair) < _rank(earlier):
            best[pair.person, pair.other] = pair
    return [best[key] for key in sorted(best)]


def _rank(pair: Pair) -> tuple[int, int]:
    return ORDER.index(pair.likeness), SHARED.index(pair.shared)


# ---------------------------------------------------------------- who is alike


def _alike(register: Register, asked: Sequence[int]) -> Iterator[tuple[Likeness, Sides]]:
    """Yield the two sides of each likeness but D: who has a key of theirs, they or somebody else of the register."""
    import polars as pl

    names, readings = (register.keys(kind) for kind in ("name", "kana"))
    own_names, own_readings = (
        keys.filter(pl.col("index").is_in(asked)).select("key", person="index") for keys in (names, readings)
    )
    yield "E", _sides(names, own_names)
    yield "S", _sides(names, _changed(own_names, swapped))
    yield "G", _sides(names, _changed(own_names, retouched))
    yield "R", _sides(readings, own_readings)


def _changed(own: pl.DataFrame, change: Callable[[str], set[str]]) -> pl.DataFrame:
    """Return the names of those asked about in every changed form, to be looked up in the register."""
    import polars as pl

    forms = pl.Series([sorted(change(name)) for name in own["key"]], dtype=pl.List(pl.String))
    return own.with_columns(key=forms).explode("key").drop_nulls()  # a name without another form is a null


def _sides(keys: pl.DataFrame, own: pl.DataFrame) -> Sides:
    """Return both sides without the keys that are one person's alone: that is most of them."""
    import polars as pl

    found = keys.join(own, on="key", how="semi")  # what is at the right is hashed: a few, not a city
    both = pl.concat([found, own.select("key", index="person")])
    shared = both.group_by("key").agg(pl.col("index").n_unique() > 1).filter("index")
    return Sides(
        own.join(shared, on="key", how="semi"), found.join(shared, on="key", how="semi").rename({"index": "other"})
    )


def _everybody(alike: Iterable[tuple[Likeness, Sides]]) -> pl.Series:
    import polars as pl

    return pl.concat([sides.people() for _, sides in alike]).unique().sort()


def _sharing(
    sides: Sides, common: Ground, likeness: Likeness, similarity: Similarity, *, in_list: bool
) -> Iterator[tuple[Shared, pl.DataFrame]]:
    """Yield what counts for this likeness with those (``person``, ``other``) who have it in common.

    A birth date or an address that is not known is in common with nobody.
    """
    yield "birth_date", of_one_birth_date(sides, common)
    yield "household", of_one_household(sides, common)
    yield "town", of_one_town(sides, common, None if likeness == "E" else similarity.days)
    if in_list:
        yield "list", in_one_list(sides)


def _apart(register: Register, both: pl.DataFrame, likeness: Likeness) -> pl.DataFrame:
    """Return each two people once, nobody with themselves; in G only those who are read alike."""
    import polars as pl

    both = both.filter(pl.col("person") != pl.col("other")).unique()
    return _read_alike(register, both) if likeness == "G" else both


def swapped(name: str) -> set[str]:
    """Return a name with two neighbouring characters swapped, in every way that changes it."""
    forms = {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)}
    return forms - {name}


def retouched(name: str) -> set[str]:
    """Return a name with one character replaced by one that looks like it, in every way."""
    return {name[:at] + other + name[at + 1 :] for at, char in enumerate(name) for other in similar_kanji(char)}


def _read_alike(register: Register, frame: pl.DataFrame) -> pl.DataFrame:
    """Keep the pairs whose readings are one edit apart at most; where a reading is not known, it says nothing."""
    import polars as pl

    indices = pl.concat([frame["person"], frame["other"]]).unique()
    kana = _folded(register, "kana", indices)
    near = [one_edit(kana.get(a, ""), kana.get(b, "")) for a, b in frame.select("person", "other").iter_rows()]
    return frame.filter(pl.Series(near, dtype=pl.Boolean))


def one_edit(a: str, b: str) -> bool:
    """Return whether two texts are equal, or equal but for one character more, less or another; True where one is empty."""
    if a == b or not a or not b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    at = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return (
        a[at + 1 :] == b[at + 1 :] if len(a) == len(b) else a[at + (len(a) > len(b)) :] == b[at + (len(b) > len(a)) :]
    )


def _one_edit_apart(register: Register, asked: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of D among those who are born on one day."""
    import polars as pl

    if not register.knows("birth_date"):
        return
    born = register.frame.select("birth_date").with_row_index("index").drop_nulls()
    names = born.join(register.keys("name"), on="index")
    own = names.filter(pl.col("index").is_in(asked)).rename({"index": "person", "key": "own"})
    names = names.join(own.select(pl.col("birth_date").unique()), on="birth_date", how="semi").rename(
        {"index": "other"}
    )
    # With one edit the names keep their first or their last character, and are hardly of other lengths.
    lengths = (pl.col("key").str.len_chars().cast(pl.Int32) - pl.col("own").str.len_chars().cast(pl.Int32)).abs()
    likely = (pl.col("person") != pl.col("other")) & (pl.col("key") != pl.col("own")) & (lengths <= 1)
    ends = [
        names.with_columns(end=pl.col("key").str.slice(end, 1))
        .join(own.with_columns(end=pl.col("own").str.slice(end, 1)), on=["birth_date", "end"])
        .filter(likely)
        .select("person", "other", "own", "key")
        for end in (0, -1)
    ]
    for person, other, name, name_other in pl.concat(ends).unique().iter_rows():
        if one_edit(name, name_other):
            yield person, other


def _folded(register: Register, kind: str, indices: pl.Series) -> Mapping[int, str]:
    if not register.knows(kind):
        return {}
    texts = register.frame[kind].gather(indices).fill_null("").to_list()
    return dict(zip(indices.to_list(), FOLDS[kind](texts), strict=True))


def near_names(register: Register, names: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Return for each name (folded), which the register does not know, the people whose name is one edit away."""
    import polars as pl

    wanted = [name for name in dict.fromkeys(names) if len(name) > 1]
    if not wanted:
        return {}
    keys = register.keys("name")
    ends = {name[:1] for name in wanted} | {name[-1:] for name in wanted}
    likely = keys.filter(pl.col("key").str.head(1).is_in(list(ends)) | pl.col("key").str.tail(1).is_in(list(ends)))
    by_end: dict[str, list[tuple[str, int]]] = {}
    for key, index in likely.iter_rows():
        for end in {f"^{key[:1]}", f"{key[-1:]}$"}:
            by_end.setdefault(end, []).append((key, index))
    found = {}
    for name in wanted:
        near = {*by_end.get(f"^{name[:1]}", ()), *by_end.get(f"{name[-1:]}$", ())}
        found[name] = tuple(sorted(index for key, index in near if one_edit(name, key)))
    return {name: people for name, people in found.items() if people}
