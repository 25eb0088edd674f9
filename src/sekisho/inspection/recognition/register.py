"""The register's index: from what can stand in a file to the registered persons whom it identifies.

A register has up to 430,000 persons, a file a few thousand texts. So the texts
are joined against one key column at a time, in bulk, and persons are taken out
of the frame only where a text has met them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sekisho.japan.addresses import address_keys, fold_addresses, fold_postal
from sekisho.japan.identifiers import fold_identifiers, strip_zeros
from sekisho.japan.kana import fold_kanas
from sekisho.japan.mail import fold_email
from sekisho.japan.names import alternates, fold_names
from sekisho.japan.phones import fold_phones

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from sekisho.bundle.model import Source

SEXES = {
    "男": "M",
    "男性": "M",
    "男子": "M",
    "M": "M",
    "女": "F",
    "女性": "F",
    "女子": "F",
    "F": "F",
    "1": "M",
    "2": "F",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A registered person with every fact folded to the form in which facts are compared; absent facts are empty."""

    index: int
    subject_id: str
    name: str
    keys: frozenset[tuple[str, str]]
    """(kind, folded value) for subject_id, number, name (every spelling), kana, phone, email, postal_code, sex."""
    birth_date: date | None
    address: str
    address_key: str
    """Town and number: two addresses that differ in it are not the same (see ``japan.addresses.address_keys``)."""
    moved_from: str
    household: str

    def has(self, kind: str) -> bool:
        """Return whether the register knows this kind of fact about the person."""
        if kind == "birth_date":
            return self.birth_date is not None
        if kind == "address":
            return bool(self.address)
        return any(known == kind for known, _ in self.keys)


class Register:
    """The subjects of a bundle, indexed. Every answer is in positions of ``frame`` (0 is the first person)."""

    def __init__(self, source: Source) -> None:
        self.frame: pl.DataFrame = source.frame
        self._keys: dict[str, pl.DataFrame] = {}
        self._persons: dict[int, Person] = {}

    def __len__(self) -> int:
        """Return the number of persons."""
        return self.frame.height

    @cached_property
    def ids(self) -> list[str]:
        """The ``subject_id`` of every person, by position."""
        return self.frame["subject_id"].to_list()

    @cached_property
    def position(self) -> dict[str, int]:
        """The position of every ``subject_id``."""
        return {subject_id: index for index, subject_id in enumerate(self.ids)}

    def positions(self, subject_ids: Iterable[str]) -> dict[str, int]:
        """Return the positions of a few people; those whom the register does not have are left out."""
        import polars as pl

        wanted = pl.DataFrame({"subject_id": pl.Series(list(set(subject_ids)), dtype=pl.String)})
        rows = self.frame.select("subject_id").with_row_index("index").join(wanted, on="subject_id", how="semi")
        return {subject_id: index for index, subject_id in rows.iter_rows()}

    def prepare(self) -> None:
        """Make now what nearly every file asks for; a call makes nothing that would not be made later."""
        for kind in ("subject_id", "number", "name"):
            self.keys(kind)
        self.heads  # noqa: B018  made on being asked for

    def knows(self, kind: str) -> bool:
        """Return whether the register has this column at all."""
        return kind in self.frame.columns

    def keys(self, kind: str) -> pl.DataFrame:
        """Return the frame (``key``: String, ``index``: UInt32) of one kind of fact, without empty keys."""
        if kind not in self._keys:
            self._keys[kind] = self._build(kind)
        return self._keys[kind]

    def _build(self, kind: str) -> pl.DataFrame:
        import polars as pl

        empty = pl.DataFrame(schema={"key": pl.String, "index": pl.UInt32})
        if not self.knows(kind):
            return empty
        if kind == "number" and self.knows("subject_id") and self.frame[kind].equals(self.frame["subject_id"]):
            return self.keys("subject_id")  # 宛名番号 stands in both columns
        column = self.frame[kind].fill_null("")
        frame = pl.DataFrame({"key": _folded(kind, column)}).with_row_index("index").select("key", "index")
        frame = frame.filter(pl.col("key") != "")
        if kind == "name":
            frame = pl.concat([frame, self._spellings(column)])
        if kind in {"subject_id", "number"}:
            frame = pl.concat([frame, _without_zeros(frame)])
        return frame

    @cached_property
    def heads(self) -> dict[str, tuple[int, ...]]:
        """For the first two characters of every name key: the lengths of the keys that begin so, for running text."""
        import polars as pl

        keys = self.keys("name").select(pl.col("key").unique()).filter(pl.col("key").str.len_chars() > 1)
        heads = keys.group_by(pl.col("key").str.slice(0, 2).alias("head")).agg(
            pl.col("key").str.len_chars().unique().sort(descending=True).alias("lengths")
        )
        return {head: tuple(lengths) for head, lengths in heads.iter_rows()}

    def _spellings(self, names: pl.Series) -> pl.DataFrame:
        """Return the further keys of names with a character that stands for several in the standard set."""
        import polars as pl

        chars = names.str.split("").explode().unique().drop_nulls().to_list()
        several = [char for char in chars if char and alternates(char)]
        rows: list[tuple[str, int]] = []
        if several:
            found = names.to_frame("name").with_row_index("index").filter(pl.col("name").str.contains_any(several))
            rows = [(key, index) for index, name in found.iter_rows() for key in alternates(name)]
        return pl.DataFrame(rows, schema={"key": pl.String, "index": pl.UInt32}, orient="row")

    def owners(self, kind: str, keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Return, for each of ``keys`` (folded) that the register knows, the persons it belongs to."""
        import polars as pl

        wanted = pl.DataFrame({"key": pl.Series(list(set(keys) - {""}), dtype=pl.String)})
        if not wanted.height:
            return {}
        found = self.keys(kind).join(wanted, on="key", how="semi").group_by("key").agg(pl.col("index").unique().sort())
        return {key: tuple(indices) for key, indices in found.iter_rows()}

    def born_on(self, days: Iterable[date], readings: Collection[str] | None = None) -> dict[date, tuple[int, ...]]:
        """Return, for each of ``days``, the persons born on it; only those of one of ``readings`` (folded), if given."""
        import polars as pl

        if not self.knows("birth_date"):
            return {}
        born = self.frame.select("birth_date").with_row_index("index")
        wanted = pl.DataFrame({"birth_date": pl.Series(list(set(days)), dtype=pl.Date)})
        found = born.join(wanted, on="birth_date", how="semi")
        if readings is not None:
            # On the days of a long list half a city was born.
            kanas = self.frame["kana"].gather(found["index"]).fill_null("").to_list() if self.knows("kana") else []
            found = found.filter([kana in readings for kana in fold_kanas(kanas)]) if kanas else found.clear()
        found = found.group_by("birth_date").agg("index")
        return {day: tuple(indices) for day, indices in found.iter_rows()}

    def owners_among(
        self, values: Collection[tuple[str, object]], among: Iterable[int]
    ) -> dict[tuple[str, object], int]:
        """Return whose each value (kind, folded) is, where it is one person's alone among the people given."""
        people = sorted(set(among))
        rows = self.frame[people]
        result: dict[tuple[str, object], int] = {}
        for kind in {kind for kind, _ in values if self.knows(kind)}:
            column: list[object] = rows[kind].to_list()
            if kind != "birth_date":
                texts = [str(text or "") for text in column]
                column = [*(fold_addresses(texts) if kind == "address" else FOLDS[kind](texts))]
            once = {value for value, times in Counter(column).items() if times == 1 and value}
            wanted = {value for other, value in values if other == kind} & once
            result.update(((kind, value), people[at]) for at, value in enumerate(column) if value in wanted)
        return result

    def persons(self, indices: Iterable[int]) -> dict[int, Person]:
        """Return the persons at ``indices``, made in bulk and kept."""
        missing = sorted(set(indices) - self._persons.keys())
        if missing:
            self._persons.update(zip(missing, _make(self.frame[missing], missing), strict=True))
        return self._persons


def _emails(texts: Sequence[str]) -> list[str]:
    return [fold_email(text) if text else "" for text in texts]


def _postals(texts: Sequence[str]) -> list[str]:
    return [fold_postal(text) if text else "" for text in texts]


def _sexes(texts: Sequence[str]) -> list[str]:
    return [SEXES.get(text.strip(), "") for text in texts]


FOLDS: dict[str, Callable[[Sequence[str]], list[str]]] = {
    "subject_id": fold_identifiers,
    "number": fold_identifiers,
    "name": fold_names,
    "kana": fold_kanas,
    "phone": fold_phones,
    "email": _emails,
    "postal_code": _postals,
    "sex": _sexes,
}
"""How each kind of fact is folded, a whole column at a time; "" where a text is no such fact."""


def _folded(kind: str, column: pl.Series) -> pl.Series:
    """Return a column folded, each different text once; numbers as most registers write them are folded already."""
    import polars as pl

    if kind in {"subject_id", "number"} and column.str.contains(r"^[0-9A-Z]*$").all():
        return column.alias("key")
    texts = column.unique()
    keys = pl.Series(FOLDS[kind](texts.to_list()), dtype=pl.String)
    return column.replace_strict(texts, keys, return_dtype=pl.String).alias("key")


def _without_zeros(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the keys as a spreadsheet shows them after it has taken their leading zeros."""
    import polars as pl

    # What ``strip_zeros`` does, at the speed of a column.
    with_zeros = frame.filter(pl.col("key").str.starts_with("0"))
    core = pl.col("key").str.replace(r"^([0-9]+)\.0+$", "${1}")
    bare = core.str.strip_chars_start("0").replace("", "0")
    return with_zeros.with_columns(
        pl.when(core.str.contains("^[0-9]+$")).then(bare).otherwise(pl.col("key")).alias("key")
    )


def _make(rows: pl.DataFrame, indices: Sequence[int]) -> list[Person]:
    height = len(indices)

    def column(kind: str) -> list[str]:
        return [text or "" for text in rows[kind].to_list()] if kind in rows.columns else [""] * height

    folded = {kind: fold(column(kind)) for kind, fold in FOLDS.items()}
    names, ids = column("name"), column("subject_id")
    births = rows["birth_date"].to_list() if "birth_date" in rows.columns else [None] * height
    addresses, moved = fold_addresses(column("address")), fold_addresses(column("moved_from"))
    households, places = column("household_id"), address_keys(addresses)
    persons = []
    for at, index in enumerate(indices):
        keys = {(kind, values[at]) for kind, values in folded.items() if values[at]}
        keys |= {("name", key) for key in alternates(names[at])}
        keys |= {(kind, strip_zeros(folded[kind][at])) for kind in ("subject_id", "number") if folded[kind][at]}
        persons.append(
            Person(
                index,
                ids[at],
                names[at],
                frozenset(keys),
                births[at],
                addresses[at],
                places[at],
                moved[at],
                households[at],
            )
        )
    return persons
