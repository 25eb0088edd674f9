"""What people of the register have in common besides a likeness: a birth date, a household, a town, or a list.

Everything is joined together with the name or the reading that two people share, so that the two never meet for it
alone: one reading that thousands have (不明 as フメイ) is millions of pairs, of which a birth date leaves a handful.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sekisho.inspection.recognition.households import dwellings
from sekisho.japan.addresses import same_towns

if TYPE_CHECKING:
    import polars as pl

    from sekisho.inspection.recognition.register import Register

Shared = Literal["birth_date", "household", "town", "list"]
"""What two people have in common besides: from the nearest to the farthest."""
SHARED: tuple[Shared, ...] = ("birth_date", "household", "town", "list")


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sides of one likeness: (``person``, ``key``) of those asked about, (``other``, ``key``) of the register."""

    person: pl.DataFrame
    other: pl.DataFrame

    def people(self) -> pl.Series:
        """Return the positions of everybody on either side."""
        import polars as pl

        return pl.concat([self.person["person"], self.other["other"]]).unique()


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of some people: each frame is (``index``, fact), without those of whom it is not known."""

    births: pl.DataFrame
    """``day``: days since 1970, Int32."""
    homes: pl.DataFrame
    """``home``: every key of a household to which the person belongs, see ``households``."""
    towns: pl.DataFrame
    """``town``: a number for each way in which a town is written."""
    alike: pl.DataFrame
    """(``town``, ``town_other``): the ways that are one town, each with itself too."""


def ground(register: Register, people: pl.Series, ties: Mapping[int, frozenset[str]]) -> Ground:
    """Return what the register knows of ``people`` (positions); ``ties``: see ``households.ties``."""
    import polars as pl

    homes = dwellings(register, people)
    keys = [(at, key) for at, home in homes.items() for key in home.keys | ties.get(at, frozenset())]
    places = {home.address.place: home.address for home in homes.values() if home.address.town}
    numbers = {place: number for number, place in enumerate(places)}
    towns = [(at, numbers[home.address.place]) for at, home in homes.items() if home.address.town]
    alike = list(same_towns(list(places.values())))
    index = {"index": pl.UInt32}
    return Ground(
        _births(register, people),
        pl.DataFrame(keys, schema={**index, "home": pl.String}, orient="row"),
        pl.DataFrame(towns, schema={**index, "town": pl.UInt32}, orient="row"),
        pl.DataFrame(alike, schema={"town": pl.UInt32, "town_other": pl.UInt32}, orient="row"),
    )


def _births(register: Register, people: pl.Series) -> pl.DataFrame:
    import polars as pl

    if not register.knows("birth_date"):
        return pl.DataFrame(schema={"index": pl.UInt32, "day": pl.Int32})
    days = register.frame["birth_date"].gather(people).cast(pl.Int32)
    return pl.DataFrame({"index": people, "day": days}).drop_nulls()


def of_one_birth_date(sides: Sides, ground: Ground) -> pl.DataFrame:
    """Return (``person``, ``other``) born on one day."""
    return _meet(*_with(sides, ground.births), "day")


def of_one_household(sides: Sides, ground: Ground) -> pl.DataFrame:
    """Return (``person``, ``other``) who have a key of a household in common."""
    return _meet(*_with(sides, ground.homes), "home")


def of_one_town(sides: Sides, ground: Ground, days: int | None) -> pl.DataFrame:
    """Return (``person``, ``other``) in one town; with ``days``, born within so many."""
    import polars as pl

    here, there = _with(sides, ground.towns)
    here = here.join(ground.alike, on="town").select("person", "key", town="town_other")
    if days is None:
        return _meet(here, there, "town")
    here, there = (
        here.join(ground.births, left_on="person", right_on="index"),
        there.join(ground.births, left_on="other", right_on="index"),
    )
    # Births that are near fall into one span of this length, or into two side by side.
    span = pl.col("day") // (days + 1)
    here = here.with_columns(span=pl.concat_list(span - 1, span, span + 1)).explode("span")
    there = there.with_columns(span=span).rename({"day": "day_other"})
    near = there.join(here, on=["key", "town", "span"]).filter((pl.col("day") - pl.col("day_other")).abs() <= days)
    return near.select("person", "other")


def in_one_list(sides: Sides) -> pl.DataFrame:
    """Return (``person``, ``other``) who are both asked about."""
    import polars as pl

    asked = sides.person.select(pl.col("person").unique())
    return _meet(sides.person, sides.other.join(asked, left_on="other", right_on="person", how="semi"))


def _with(sides: Sides, facts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return both sides with a fact of each person; who has several stands there several times, who has none is gone."""
    return (
        sides.person.join(facts, left_on="person", right_on="index"),
        sides.other.join(facts, left_on="other", right_on="index"),
    )


def _meet(here: pl.DataFrame, there: pl.DataFrame, *by: str) -> pl.DataFrame:
    return there.join(here, on=["key", *by]).select("person", "other")
