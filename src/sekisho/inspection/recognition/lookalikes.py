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
from typing import TYPE_CHECKING, Literal

from sekisho.inspection.recognition.register import FOLDS, Register
from sekisho.japan.addresses import split_address
from sekisho.japan.similar import similar_kanji

if TYPE_CHECKING:
    import polars as pl

Likeness = Literal["E", "G", "S", "R", "D"]
"""In the order of how easily two people are taken for each other."""
ORDER: tuple[Likeness, ...] = ("E", "G", "S", "R", "D")
Shared = Literal["birth_date", "household", "town", "list"]
"""What two people have in common besides: from the nearest to the farthest."""
SHARED: tuple[Shared, ...] = ("birth_date", "household", "town", "list")


@dataclass(frozen=True, slots=True)
class Similarity:
    """The thresholds of the rule. Days between two births; rows of a list up to which its own pairs count."""

    days: int = 365
    rows: int = 10_000
    rows_by_reading: int = 1_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody of whom is asked, and somebody with whom they can be confused (positions in the register)."""

    person: int
    other: int
    likeness: Likeness
    shared: Shared


def pairs(register: Register, people: Sequence[int], similarity: Similarity, *, rows: int | None = None) -> list[Pair]:
    """Return the pairs of ``people`` with anybody in the register, the nearest of each two, ordered by position.

    ``rows``: the length of the list in which ``people`` stand together, None where they stand in none.
    """
    import polars as pl

    asked = sorted(set(people))
    if not asked:
        return []
    alike = pl.concat(
        [_same(register, asked, "name", "E"), _same(register, asked, "kana", "R"), *_changed(register, asked)]
    )
    alike = alike.filter(pl.col("person") != pl.col("other")).unique()
    judged = _with_facts(register, alike)
    near = (pl.col("days") <= similarity.days).fill_null(value=False)
    exact = pl.col("likeness") == "E"
    found = [
        judged.filter(pl.col("days") == 0).with_columns(shared=pl.lit("birth_date")),
        judged.filter(pl.col("together")).with_columns(shared=pl.lit("household")),
        _in_one_town(register, judged.filter(exact | near)).with_columns(shared=pl.lit("town")),
        _one_edit_apart(register, asked),
    ]
    if rows is not None:
        found.append(_inside(judged, asked, rows, similarity).with_columns(shared=pl.lit("list")))
    columns = ["person", "other", "likeness", "shared"]
    return _nearest(pl.concat([frame.select(columns) for frame in found]))


def _nearest(frame: pl.DataFrame) -> list[Pair]:
    """Return each two people once: by the strongest likeness, then by the nearest thing in common."""
    best: dict[tuple[int, int], Pair] = {}
    for row in frame.iter_rows():
        pair = Pair(*row)
        earlier = best.get((pair.person, pair.other))
        if earlier is None or _rank(pair) < _rank(earlier):
            best[pair.person, pair.other] = pair
    return [best[key] for key in sorted(best)]


def _rank(pair: Pair) -> tuple[int, int]:
    return ORDER.index(pair.likeness), SHARED.index(pair.shared)


# ---------------------------------------------------------------- who is alike


def _same(register: Register, asked: Sequence[int], kind: str, likeness: Likeness) -> pl.DataFrame:
    import polars as pl

    keys = register.keys(kind)
    own = keys.filter(pl.col("index").is_in(list(asked))).rename({"index": "person"})
    joined = own.join(keys.rename({"index": "other"}), on="key")
    return joined.select("person", "other", likeness=pl.lit(likeness))


def _changed(register: Register, asked: Sequence[int]) -> Iterator[pl.DataFrame]:
    """Yield the pairs of S and of G: the names of those asked about, changed, are looked up in the register."""
    import polars as pl

    keys = register.keys("name")
    names = dict(keys.filter(pl.col("index").is_in(list(asked))).select("index", "key").iter_rows())
    for likeness, change in (("S", swapped), ("G", retouched)):
        forms = [(index, form) for index, name in names.items() for form in change(name)]
        own = pl.DataFrame(forms, schema={"person": pl.UInt32, "key": pl.String}, orient="row")
        joined = own.join(keys.rename({"index": "other"}), on="key")
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

    schema = {"person": pl.UInt32, "other": pl.UInt32, "likeness": pl.String, "shared": pl.String}
    if not register.knows("birth_date"):
        return pl.DataFrame(schema=schema)
    born = register.frame.select("birth_date").with_row_index("other").drop_nulls()
    own = born.filter(pl.col("other").is_in(list(asked))).rename({"other": "person"})
    both = own.join(born, on="birth_date").filter(pl.col("person") != pl.col("other"))
    keys = register.keys("name").unique("index")
    both = both.join(keys, left_on="person", right_on="index").join(
        keys, left_on="other", right_on="index", suffix="_other"
    )
    # With one edit the names keep their first or their last character, and are hardly of other lengths.
    first = pl.col("key").str.head(1) == pl.col("key_other").str.head(1)
    last = pl.col("key").str.tail(1) == pl.col("key_other").str.tail(1)
    lengths = (pl.col("key").str.len_chars().cast(pl.Int32) - pl.col("key_other").str.len_chars().cast(pl.Int32)).abs()
    both = both.filter((first | last) & (lengths <= 1) & (pl.col("key") != pl.col("key_other")))
    rows = [
        (person, other, "D", "birth_date")
        for person, other, name, name_other in both.select("person", "other", "key", "key_other").iter_rows()
        if one_edit(name, name_other)
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


# ---------------------------------------------------------------- what they share


def _with_facts(register: Register, alike: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs with ``days`` between the births (null where one is not known), and whether they live together."""
    import polars as pl

    frame = register.frame
    born = frame["birth_date"] if register.knows("birth_date") else pl.Series([None] * len(frame), dtype=pl.Date)
    days = (born.gather(alike["person"]) - born.gather(alike["other"])).dt.total_days().abs()
    together = pl.Series([False]).new_from_index(0, alike.height) if alike.height else pl.Series([], dtype=pl.Boolean)
    for kind in ("household_id", "address"):
        if register.knows(kind):
            same = frame[kind].gather(alike["person"]) == frame[kind].gather(alike["other"])
            together |= same.fill_null(value=False)
    return alike.with_columns(days=days, together=together)


def _in_one_town(register: Register, frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    towns = _towns(register, pl.concat([frame["person"], frame["other"]]).unique())
    same = [bool(towns.get(a)) and towns.get(a) == towns.get(b) for a, b in frame.select("person", "other").iter_rows()]
    return frame.filter(pl.Series(same, dtype=pl.Boolean))


def _towns(register: Register, indices: pl.Series) -> Mapping[int, str]:
    """Return the town (町字) of each person, folded; "" where no address is known or has none."""
    if not register.knows("address"):
        return {}
    addresses = register.frame["address"].gather(indices).to_list()
    return {at: split_address(text).town if text else "" for at, text in zip(indices.to_list(), addresses, strict=True)}


def _folded(register: Register, kind: str, indices: pl.Series) -> Mapping[int, str]:
    if not register.knows(kind):
        return {}
    texts = register.frame[kind].gather(indices).fill_null("").to_list()
    return dict(zip(indices.to_list(), FOLDS[kind](texts), strict=True))


def _inside(judged: pl.DataFrame, asked: Collection[int], rows: int, similarity: Similarity) -> pl.DataFrame:
    """Return the pairs of one list: by name up to so many rows, by reading up to fewer."""
    import polars as pl

    counting: list[Likeness] = []
    counting += ["E", "S", "G"] if rows <= similarity.rows else []
    counting += ["R"] if rows <= similarity.rows_by_reading else []
    both = pl.col("person").is_in(list(asked)) & pl.col("other").is_in(list(asked))
    return judged.filter(both & pl.col("likeness").is_in(counting))


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
