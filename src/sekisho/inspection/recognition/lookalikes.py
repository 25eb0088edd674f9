"""Who in the register can be confused with whom: pairs of people, by how alike they are and what they share.

Of a city of 430,000 nearly everybody has somebody alike. So likeness alone is not enough: two people count as a pair
only with something in common that a clerk would go by (a town, a birth date, a household), or where both are in the same
mailing. The likenesses, on folded names and readings:

    E  the same name          S  two neighbouring characters of the name swapped
    R  the same reading       G  one character of the name like another to the eye, the readings one edit apart at most
    D  one edit of the name (one character more, less, or another)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from sekisho.inspection.recognition.households import dwellings
from sekisho.inspection.recognition.register import FOLDS, Register
from sekisho.inspection.similarity import Similarity
from sekisho.japan.addresses import same_town
from sekisho.japan.similar import similar_kanji

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from sekisho.japan.addresses import Address

Likeness = Literal["E", "G", "S", "R", "D"]
"""In the order of how easily two people are taken for each other."""
ORDER: tuple[Likeness, ...] = ("E", "G", "S", "R", "D")
Shared = Literal["birth_date", "household", "town", "list"]
"""What two people have in common besides: from the nearest to the farthest."""
NO_TIES: Mapping[int, frozenset[str]] = MappingProxyType({})
SHARED: tuple[Shared, ...] = ("birth_date", "household", "town", "list")


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
    asked = set(people)
    found = list(_alike(register, sorted(asked)))
    facts = _facts(register, {at for person, other, _ in found for at in (person, other)}, ties)
    within = _counting(rows, similarity)
    near: list[Pair] = []
    for person, other, likeness in found:
        shared = _shared(facts[person], facts[other], likeness, similarity)
        if shared is None and likeness in within and other in asked:
            shared = "list"
        if shared is not None:
            near.append(Pair(person, other, likeness, shared))
    return _nearest(near)


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


def _alike(register: Register, asked: Sequence[int]) -> Iterator[tuple[int, int, Likeness]]:
    """Yield (person, other, likeness) for everybody in the register who is like one of those asked about."""
    import polars as pl

    if not asked:
        return
    frames = [_same(register, asked, "name", "E"), _same(register, asked, "kana", "R"), *_changed(register, asked)]
    alike = pl.concat([*frames, _one_edit_apart(register, asked)])
    yield from alike.filter(pl.col("person") != pl.col("other")).unique(maintain_order=True).iter_rows()


def _same(register: Register, asked: Sequence[int], kind: str, likeness: Likeness) -> pl.DataFrame:
    import polars as pl

    keys = register.keys(kind)
    own = keys.filter(pl.col("index").is_in(list(asked))).rename({"index": "person"})
    joined = keys.rename({"index": "other"}).join(own, on="key")  # what is at the right is hashed: a few, not a city
    return joined.select("person", "other", likeness=pl.lit(likeness))


def _changed(register: Register, asked: Sequence[int]) -> Iterator[pl.DataFrame]:
    """Yield the pairs of S and of G: the names of those asked about, changed, are looked up in the register."""
    import polars as pl

    keys = register.keys("name")
    names = keys.filter(pl.col("index").is_in(list(asked))).select("index", "key").rows()
    for likeness, change in (("S", swapped), ("G", retouched)):
        forms = [(index, form) for index, name in names for form in sorted(change(name))]
        own = pl.DataFrame(forms, schema={"person": pl.UInt32, "key": pl.String}, orient="row")
        joined = keys.rename({"index": "other"}).join(own, on="key")
        frame = joined.select("person", "other", likeness=pl.lit(likeness))
        yield _read_alike(register, frame) if likeness == "G" else frame


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


def _one_edit_apart(register: Register, asked: Sequence[int]) -> pl.DataFrame:
    """Return the pairs of D among those who are born on one day."""
    import polars as pl

    schema = {"person": pl.UInt32, "other": pl.UInt32, "likeness": pl.String}
    if not register.knows("birth_date"):
        return pl.DataFrame(schema=schema)
    born = register.frame.select("birth_date").with_row_index("other").drop_nulls()
    own = born.filter(pl.col("other").is_in(list(asked))).rename({"other": "person"})
    both = born.join(own, on="birth_date").filter(pl.col("person") != pl.col("other"))
    keys = register.keys("name")
    both = both.join(keys, left_on="person", right_on="index").join(
        keys, left_on="other", right_on="index", suffix="_other"
    )
    # With one edit the names keep their first or their last character, and are hardly of other lengths.
    first = pl.col("key").str.head(1) == pl.col("key_other").str.head(1)
    last = pl.col("key").str.tail(1) == pl.col("key_other").str.tail(1)
    lengths = (pl.col("key").str.len_chars().cast(pl.Int32) - pl.col("key_other").str.len_chars().cast(pl.Int32)).abs()
    both = both.filter((first | last) & (lengths <= 1) & (pl.col("key") != pl.col("key_other")))
    rows = [
        (person, other, "D")
        for person, other, name, name_other in both.select("person", "other", "key", "key_other").iter_rows()
        if one_edit(name, name_other)
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


# ---------------------------------------------------------------- what they share


@dataclass(frozen=True, slots=True)
class _Facts:
    """What tells whether two people have something in common."""

    born: date | None
    address: Address
    households: frozenset[str]


def _facts(register: Register, indices: Collection[int], ties: Mapping[int, frozenset[str]]) -> Mapping[int, _Facts]:
    homes = dwellings(register, indices)
    born: list[date | None] = [None] * len(homes)
    if register.knows("birth_date"):
        born = register.frame["birth_date"][list(homes)].to_list()
    return {
        at: _Facts(day, home.address, home.keys | ties.get(at, frozenset()))
        for (at, home), day in zip(homes.items(), born, strict=True)
    }


def _shared(one: _Facts, other: _Facts, likeness: Likeness, similarity: Similarity) -> Shared | None:
    """Return the nearest thing that two people who are alike have in common, as far as it counts for this likeness.

    A birth date or an address that is not known is in common with nobody.
    """
    days = abs((one.born - other.born).days) if one.born and other.born else None
    if days == 0:
        return "birth_date"
    if likeness == "D":
        return None
    if one.households & other.households:
        return "household"
    near = likeness == "E" or (days is not None and days <= similarity.days)
    return "town" if near and same_town(one.address, other.address) else None


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
