"""When two people can be confused: the rule of the contract, written out plainly and slowly, for tests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sekisho.bundle.model import Bundle, Source, Sources
from sekisho.inspection.recognition.lookalikes import Pair
from sekisho.inspection.similarity import Similarity
from sekisho.inspection.worked import DAY, Row, people, source
from sekisho.japan.addresses import fold_address, split_address
from sekisho.japan.kana import fold_kana
from sekisho.japan.names import alternates, fold_name

ALIKE = ("末未", "土士", "大太", "祐裕", "美実")
"""A small table of similar kanji, so that these tests lean on no other."""


def similar(char: str) -> frozenset[str]:
    return frozenset(other for pair in ALIKE if char in pair for other in pair if other != char)


# Where the contract is silent, this and the search read it alike:
#   - a name has several folded forms where the official tables give a kanji several; two names are E, S, G or D where
#     any of their forms are;
#   - "born within a year" is 365 days; a birth date that is not known is near to none;
#   - G without a reading on one side: nothing speaks against it, so it counts; R without one: there is nothing equal;
#   - a 町字 is the address without its numbers, so 中央一丁目 and 中央二丁目 are one; a city that one of the two
#     addresses leaves out says nothing, two different cities are two towns;
#   - one household: the same number, or the same address (with its numbers), or by way of a guardian or a forwarding
#     address;
#   - "inside one parcel": both are asked about, and the limit counts all rows of the list;
#   - of two people the strongest likeness is told, in the order E G S R D, with the nearest thing they have in common.


@cache
def forms(name: str) -> set[str]:
    return {fold_name(name), *alternates(name)}


@cache
def edits(a: str, b: str) -> int:
    """The Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def is_swapped(a: str, b: str) -> bool:
    at = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    return len(a) == len(b) and len(at) == 2 and at[1] == at[0] + 1 and a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]]


def is_retouched(a: str, b: str) -> bool:
    at = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    return len(a) == len(b) and len(at) == 1 and b[at[0]] in similar(a[at[0]])


def likenesses(one: Row, other: Row) -> Iterator[str]:
    names = [(a, b) for a in forms(one["name"]) for b in forms(other["name"])]
    kana, kana2 = fold_kana(one.get("kana", "")), fold_kana(other.get("kana", ""))
    if any(a == b for a, b in names):
        yield "E"
    if any(is_retouched(a, b) for a, b in names) and (not kana or not kana2 or edits(kana, kana2) <= 1):
        yield "G"
    if any(is_swapped(a, b) for a, b in names):
        yield "S"
    if kana and kana == kana2:
        yield "R"
    if any(edits(a, b) == 1 for a, b in names):
        yield "D"


def days_between(one: Row, other: Row) -> int | None:
    if not one.get("birth_date") or not other.get("birth_date"):
        return None
    return abs((date.fromisoformat(one["birth_date"]) - date.fromisoformat(other["birth_date"])).days)


def in_one_town(one: Row, other: Row) -> bool:
    a, b = split_address(one.get("address", "")), split_address(other.get("address", ""))
    return bool(a.town) and a.town == b.town and (a.city == b.city or not a.city or not b.city)


def place(address: str) -> str:
    """Return an address folded; "" where it has no number: in a town alone live many."""
    return fold_address(address) if split_address(address).block else ""


@dataclass(frozen=True)
class City:
    people: Sequence[Row]
    guardians: Sequence[tuple[str, str]] = ()
    """(guardian, ward)"""
    forwarding: Sequence[tuple[str, str]] = ()
    """(person, address)"""

    def homes(self, who: Row) -> set[str]:
        found = {
            f"person {who['subject_id']}",
            "number " + who.get("household_id", ""),
            place(who.get("address", "")),
        }
        return found - {"number ", ""}

    def households(self, who: Row) -> set[str]:
        found = self.homes(who)
        for guardian, ward in self.guardians:
            if guardian == who["subject_id"]:
                found |= next(self.homes(one) for one in self.people if one["subject_id"] == ward)
        forwarded = {place(address) for person, address in self.forwarding if person == who["subject_id"]}
        return (found | forwarded) - {""}

    def in_common(self, one: Row, other: Row, likeness: str, similarity: Similarity) -> Iterator[str]:
        days = days_between(one, other)
        if days == 0:
            yield "birth_date"
        if likeness == "D":
            return
        if self.households(one) & self.households(other):
            yield "household"
        if in_one_town(one, other) and (likeness == "E" or (days is not None and days <= similarity.days)):
            yield "town"

    def pairs(self, asked: Sequence[int], similarity: Similarity, rows: int | None) -> list[Pair]:
        return [pair for at in sorted(set(asked)) for pair in self._of(at, set(asked), similarity, rows)]

    def _of(self, at: int, asked: set[int], similarity: Similarity, rows: int | None) -> Iterator[Pair]:
        one = self.people[at]
        limit = {"E": similarity.rows, "S": similarity.rows, "G": similarity.rows, "R": similarity.rows_by_reading}
        for number, other in enumerate(self.people):
            found = []
            for likeness in likenesses(one, other) if number != at else ():
                shared = list(self.in_common(one, other, likeness, similarity))
                if rows is not None and number in asked and rows <= limit.get(likeness, -1):
                    shared.append("list")
                found += [("EGSRD".index(likeness), likeness, what) for what in shared[:1]]
            if found:
                _, likeness, what = min(found)
                yield Pair(at, number, likeness, what)  # type: ignore[arg-type]  # plain strings

    @property
    def register(self) -> Source:
        return people(*self.people)

    @property
    def bundle(self) -> Bundle:
        recipients = [
            {"recipient_id": f"G{at}", "name": "保護者", "subject_id": who}
            for at, (who, _) in enumerate(self.guardians)
        ]
        recipients += [
            {"recipient_id": f"F{at}", "name": "送付先", "subject_id": who, "address": address}
            for at, (who, address) in enumerate(self.forwarding)
        ]
        scope = [{"recipient_id": f"G{at}", "subject_id": ward} for at, (_, ward) in enumerate(self.guardians)]
        scope.append({"recipient_id": "nobody", "subject_id": "nobody"})
        sources = Sources(
            subjects=self.register,
            scope=source("scope", scope),
            recipients=source("recipients", recipients or [{"recipient_id": "K01", "name": "園", "subject_id": ""}]),
        )
        return Bundle(Path(), "例", "post", DAY, "none", (), sources)
