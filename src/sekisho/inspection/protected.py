"""People under 支援措置, and where their addresses stand in a file.

Source: 住民基本台帳事務処理要領 第5-10 (ドメスティック・バイオレンス等の被害者の保護のための措置).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.inspection.numbered import line_of
from sekisho.japan.addresses import fold_addresses, split_address

if TYPE_CHECKING:
    from sekisho.bundle.model import Source
    from sekisho.inspection.case import Inspected
    from sekisho.inspection.model import Document, Place

_LIKE_AN_ADDRESS = r"\p{Han}.*[0-9０-９一二三四五六七八九十]"
_INSIDE_A_NAME = r"(?<![\u3400-\u9fff々](?<![市区町村郡県府都道]))"
SHORTEST = 4
"""Characters of a folded address from which it can be looked for in running text."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """An address that must not become known: whose it is, and who else lives there without being protected."""

    protected: tuple[str, ...]
    housemates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A guarded address in a file. ``housemate``: who stands beside it as somebody who lives there, None for nobody."""

    place: Place
    address: str
    subject_id: str
    housemate: str | None = None


def guarded_addresses(subjects: Source | None) -> Mapping[str, Guarded]:
    """Return, by folded address, the addresses of everyone whose address must not become known."""
    import polars as pl

    if subjects is None or not {"protected", "address"} <= set(subjects.frame.columns):
        return {}
    frame = subjects.frame
    rows = frame.filter(pl.col("protected").is_not_null() & pl.col("address").is_not_null())
    folded = fold_addresses(rows["address"].to_list())
    # Where no households are registered, whoever has the same address is taken to live there.
    key = "household_id" if "household_id" in frame.columns else "address"
    protected: dict[str, list[str]] = {}
    keys: dict[str, list[str]] = {}
    for who, group, address in zip(rows["subject_id"], rows[key], folded, strict=True):
        if len(address) >= SHORTEST:
            protected.setdefault(address, []).append(who)
            keys.setdefault(address, []).extend([group] if group else [])
    known = frame.filter(pl.col("protected").is_null() & pl.col(key).is_in([*rows[key].drop_nulls()]))
    members: dict[str, list[str]] = {}
    for who, group in known.select("subject_id", key).iter_rows():
        members.setdefault(group, []).append(who)
    return {
        address: Guarded(tuple(people), frozenset(who for group in keys[address] for who in members.get(group, ())))
        for address, people in protected.items()
    }


def standing_in(file: Inspected, guarded: Mapping[str, Guarded]) -> Iterator[Standing]:
    """Yield every guarded address in a file, beside a name or alone.

    Not where it is the registered address of somebody who is named beside it and belongs to another household: a
    neighbour in one building.
    """
    homes = {who: address for address, one in guarded.items() for who in one.protected}
    for mention in file.mentions.of(homes.keys()):
        for who in mention.candidates:
            for fact in mention.facts if who in homes else ():
                if fact.kind == "address" and fact.agrees:
                    yield Standing(fact.place, homes[who], who)
    for place, address in _alone(file.document, list(guarded)):
        one = guarded[address]
        there = _registered_there(file, place)
        if not there:
            yield Standing(place, address, one.protected[0])
        elif there & one.housemates:
            yield Standing(place, address, one.protected[0], min(there & one.housemates))


def _registered_there(file: Inspected, place: Place) -> set[str]:
    """Return who stands beside an address that the register knows as theirs."""
    beside = file.mentions.by_row.get(line_of(place), ()) if place.row else file.mentions.by_place.get(place, ())
    return {
        who
        for mention in beside
        if any(fact.kind == "address" and fact.agrees for fact in mention.facts)
        for who in mention.candidates
    }


def _alone(document: Document, addresses: list[str]) -> Iterator[tuple[Place, str]]:
    """Yield the places at which one of ``addresses`` (folded) stands, and which."""
    for grid in document.grids:
        found = _in_texts(grid.strings, addresses)
        if found:
            for cell, text in enumerate(grid.texts):
                if text in found:
                    yield grid.place_of(cell), found[text]
    found = _in_texts([text.text for text in document.texts], addresses)
    for at, address in found.items():
        yield document.texts[at].place, address


def _in_texts(texts: Sequence[str], addresses: list[str]) -> Mapping[int, str]:
    """Return for the position of each text that holds one of ``addresses`` which one."""
    import polars as pl

    column = pl.Series(texts, dtype=pl.String)
    likely = column.str.contains(_LIKE_AN_ADDRESS).arg_true().to_list() if addresses else []
    folded = fold_addresses([texts[at] for at in likely])
    held = pl.Series(folded, dtype=pl.String).str.extract_many(addresses, overlapping=True).to_list()
    found: dict[int, str] = {}
    for at, text, several in zip(likely, folded, held, strict=True):
        whole = [address for address in several or () if _stands_in(text, address)]
        if whole:
            found[at] = max(whole, key=len)
    return found


def _stands_in(text: str, address: str) -> bool:
    """Return whether an address begins and ends where it seems to.

    中央1-2-3 stands neither in 中央1-2-31 nor, where the register leaves the city out, in 東中央1-2-3.
    """
    before = "" if split_address(address).city else _INSIDE_A_NAME
    return re.search(f"{before}{re.escape(address)}(?![0-9]|-[0-9])", text) is not None
