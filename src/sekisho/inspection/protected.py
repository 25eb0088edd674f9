"""People under 支援措置, and where their addresses stand in a file.

Source: 住民基本台帳事務処理要領 第5-10 (ドメスティック・バイオレンス等の被害者の保護のための措置).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sekisho.japan.addresses import fold_addresses

if TYPE_CHECKING:
    from sekisho.bundle.model import Source
    from sekisho.inspection.case import Inspected
    from sekisho.inspection.model import Document, Place

_LIKE_AN_ADDRESS = r"\p{Han}.*[0-9０-９一二三四五六七八九十]"
SHORTEST = 4
"""Characters of a folded address from which it can be looked for in running text."""


def protected_addresses(subjects: Source | None) -> Mapping[str, str]:
    """Return subject_id → folded address of everyone whose address must not become known."""
    import polars as pl

    if subjects is None or not {"protected", "address"} <= set(subjects.frame.columns):
        return {}
    rows = subjects.frame.filter(pl.col("protected").is_not_null() & pl.col("address").is_not_null())
    folded = fold_addresses(rows["address"].to_list())
    return {who: address for who, address in zip(rows["subject_id"], folded, strict=True) if len(address) >= SHORTEST}


def standing_in(file: Inspected, addresses: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Yield (place, subject_id) for every protected address in a file, beside a name or alone.

    Not where it is the registered address of somebody else who is named beside it.
    """
    for mention in file.mentions.of(addresses.keys()):
        for who in addresses.keys() & set(mention.candidates):
            for fact in mention.facts:
                if fact.kind == "address" and fact.agrees:
                    yield fact.place, who
    owners: dict[str, str] = {}
    for who, address in addresses.items():
        owners.setdefault(address, who)
    for place, address in _alone(file.document, list(owners)):
        beside = (
            file.mentions.by_row.get((place.sheet, place.row), ())
            if place.row
            else file.mentions.by_place.get(place, ())
        )
        at_home = any(fact.kind == "address" and fact.agrees for mention in beside for fact in mention.facts)
        if not at_home:
            yield place, owners[address]


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
        whole = [address for address in several or () if _ends_there(text, address)]
        if whole:
            found[at] = max(whole, key=len)
    return found


def _ends_there(text: str, address: str) -> bool:
    """Return whether an address ends where it seems to: 中央1-2-3 does not stand in 中央1-2-31."""
    return re.search(f"{re.escape(address)}(?![0-9]|-[0-9])", text) is not None
