"""Who is meant: the signs of one record are held against every person whom one of them points to.

A name alone points to everyone of that name; what else stands in the row says
which of them, or that it is somebody else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sekisho.inspection.recognition.readings import address_of, day_of, kana_of, postal_of
from sekisho.inspection.recognition.records import Record, Sign
from sekisho.inspection.recognition.register import SEXES, Person
from sekisho.japan.addresses import address_keys, same_address
from sekisho.japan.kana import is_kana

POINTERS = ("subject_id", "number", "name", "email", "phone")
WEIGHT: Mapping[str, float] = {
    "subject_id": 8, "number": 8, "name": 6, "birth_date": 4, "email": 4, "kana": 3, "phone": 3, "address": 3, "postal_code": 1, "sex": 0.5,
}  # fmt: skip
"""How much a fact that agrees says. Only the order of sums matters: an identifier outweighs a name, a name with a
birth date outweighs an identifier, two people of one name are told apart by any one further fact."""
ENOUGH = 8.0
"""From here on a person is meant even where some other fact differs: an identifier, or a name and one more fact."""

_SILENT = re.compile(
    r"同上|同じ|同左|同右|〃|不明|非公開|非開示|秘匿|省略|該当なし|該当無し|未登録|未定|確認中|調査中|[市県町村区国都道府]外"
)
_NO = frozenset({"なし", "ナシ", "ﾅｼ", "無し", "無", "あり", "アリ", "有"})
_PLACE = re.compile(r"\d|[市区町村郡]..|.[町村]$")
"""What a folded address has that names a place: a number, or a town."""


@dataclass(frozen=True, slots=True)
class Held:
    """One sign of a record held against the person who is meant."""

    sign: Sign
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Settled:
    """Who a record means: ``candidates`` by position in the register, one where it is settled."""

    candidates: tuple[int, ...]
    held: tuple[Held, ...]
    contradicted: bool = False


def pointed_to(record: Record) -> set[int]:
    """Return everyone to whom a sign of the record points by itself."""
    signs = (sign for sign in (*record.signs, *record.loose) if sign.kind in POINTERS)
    return {owner for sign in signs if sign.sure or sign.kind == "name" for owner in sign.owners}


def agrees(sign: Sign, person: Person, persons: Mapping[int, Person]) -> bool | None:
    """Return whether a sign says of a person what the register says; None where it says nothing about them.

    A value without a heading can speak for a person, never against one, unless it identifies somebody else.
    """
    if sign.kind in POINTERS:
        return _points(sign, person, persons)
    return _compares(sign, person)


def _points(sign: Sign, person: Person, persons: Mapping[int, Person]) -> bool | None:
    if person.index in sign.owners:
        return True
    if not (sign.typed and person.has(sign.kind) and says_something(sign.kind, sign.text)):
        return None
    if sign.kind in {"phone", "email"} and any(same_home(persons[owner], person) for owner in sign.owners):
        return None
    return False


def says_something(kind: str, text: str) -> bool:
    """Return whether a value can contradict: 同上, 不明, a dash say nothing of anybody."""
    if _SILENT.search(text) or text.strip() in _NO:
        return False
    if kind == "name":
        return any(char.isalpha() for char in text)
    if kind == "kana":
        return is_kana(text) and any(char.isalpha() and char not in "ー－ｰ" for char in text)
    if kind == "address":
        return bool(_PLACE.search(address_of(text)))
    return any(char.isdigit() or char in "@＠" for char in text)


def same_home(one: Person, other: Person) -> bool:
    """Return whether two people live together: one household, or one address."""
    if one.household and one.household == other.household:
        return True
    return bool(one.address) and one.address == other.address


def _compares(sign: Sign, person: Person) -> bool | None:
    if sign.kind == "birth_date":
        day = day_of(sign.text)
        if day is None or person.birth_date is None:
            return None
        return day == person.birth_date or (False if sign.typed else None)
    if sign.kind == "kana":
        kana = kana_of(sign.text)
        against = sign.typed and person.has("kana") and says_something("kana", sign.text)
        return ("kana", kana) in person.keys or (False if against else None)
    if sign.kind == "address":
        return _same_place(sign, person)
    if sign.kind == "postal_code":
        code = postal_of(sign.text)
        return ("postal_code", code) in person.keys or (
            False if sign.typed and code and person.has("postal_code") else None
        )
    if sign.kind == "sex":
        sex = SEXES.get(sign.text.strip(), "")
        return ("sex", sex) in person.keys or (False if sign.typed and sex and person.has("sex") else None)
    return None


def _same_place(sign: Sign, person: Person) -> bool | None:
    if not person.address:
        return None
    folded = address_of(sign.text)
    if not folded:
        return None
    if sign.typed:
        same = stands_in(folded, person.address) or _same_address(folded, person)
        return same or (False if says_something("address", sign.text) else None)
    return True if stands_in(person.address, folded) or _same_address(folded, person) else None


def stands_in(part: str, whole: str) -> bool:
    """Return whether one folded address stands inside another as it is: 1-2-3 does not stand in 1-2-31."""
    end = whole.find(part) + len(part)
    return (
        part in whole
        and not re.match(r"-?\d", whole[end:])
        and not (part[0].isdigit() and re.search(r"[\d-]$", whole[: end - len(part)]))
    )


def _same_address(folded: str, person: Person) -> bool:
    key = _address_key(folded)
    if key and person.address_key and key != person.address_key:
        return False
    return same_address(folded, person.address)


@lru_cache(100_000)
def _address_key(folded: str) -> str:
    return address_keys([folded])[0]


def likely(record: Record) -> set[int]:
    """Return those to whom most signs of the record point, and whoever else is needed to hold the record against them."""
    pointing = [
        sign for sign in (*record.signs, *record.loose) if sign.kind in POINTERS and (sign.sure or sign.kind == "name")
    ]
    times = Counter(owner for sign in pointing for owner in set(sign.owners))
    most = max(times.values(), default=0)
    # Whose phone it is may live with the one who is meant.
    return {owner for owner, n in times.items() if n == most} | _contacts(record)


def _contacts(record: Record) -> set[int]:
    signs = (sign for sign in (*record.signs, *record.loose) if sign.kind in {"phone", "email"})
    return {owner for sign in signs for owner in sign.owners}


def settle_among_likely(record: Record, persons: Mapping[int, Person], extra: Iterable[int] = ()) -> Settled | None:
    """Return what ``settle`` returns where the likely ones tell it already; None where everyone must be looked at.

    Of five people of one name, the one whose number stands beside it is meant, if nothing else in the row could make up
    for the number. ``persons`` holds the likely ones.
    """
    pointed = pointed_to(record) | set(extra)
    among = likely(record) & pointed
    others = pointed - among
    if not among or not others:
        return settle(record, persons, extra) if among else None
    held = {index: _hold(record, persons[index], persons) for index in among}
    best = max(map(_score, held.values()))
    tops = tuple(sorted(index for index, signs in held.items() if _score(signs) == best))
    if _counts(held[tops[0]]) and all(_at_most(record, other) < best for other in others):
        return _settled(tops, held[tops[0]])
    return None


def _at_most(record: Record, index: int) -> float:
    """Return the score that a person cannot exceed, whatever the register says of them."""
    signs = (*record.signs, *record.loose)
    return sum(WEIGHT.get(kind, 0) for kind in {s.kind for s in signs if s.kind not in POINTERS or index in s.owners})


def settle(record: Record, persons: Mapping[int, Person], extra: Iterable[int] = ()) -> Settled | None:
    """Return who the record means, or None where it means nobody in the register.

    ``persons`` holds everyone to whom a sign points; ``extra``: further people to consider, found by a reading
    together with a birth date.
    """
    pointed = pointed_to(record) | set(extra)
    if not pointed:
        return None
    held = {index: _hold(record, persons[index], persons) for index in pointed}
    score = {index: _score(signs) for index, signs in held.items()}
    for best in sorted(set(score.values()), reverse=True):
        tops = tuple(sorted(index for index, value in score.items() if value == best))
        first = held[tops[0]]
        if _counts(first):
            return _settled(tops, first)
    return None


def _settled(tops: tuple[int, ...], held: Sequence[Held]) -> Settled:
    against = any(sign.agrees is False and sign.sign.typed for sign in held)
    return Settled(tops, tuple(held), contradicted=against and _support(held) < ENOUGH)


def _hold(record: Record, person: Person, persons: Mapping[int, Person]) -> list[Held]:
    return [Held(sign, agrees(sign, person, persons)) for sign in (*record.signs, *record.loose)]


def _support(held: Sequence[Held]) -> float:
    kinds = {item.sign.kind for item in held if item.agrees}
    return sum(WEIGHT.get(kind, 0) for kind in kinds)


def _score(held: Sequence[Held]) -> float:
    against = {item.sign.kind for item in held if item.agrees is False}
    return _support(held) - sum(WEIGHT.get(kind, 0) for kind in against) / 2


def _counts(held: Sequence[Held]) -> bool:
    """Return whether what agrees is enough to say that a registered person stands here at all."""
    agreeing = {item.sign.kind for item in held if item.agrees}
    if not agreeing & {"subject_id", "number", "name", "email", "phone"} and not {"kana", "birth_date"} <= agreeing:
        return False
    if agreeing & {"subject_id", "number"} or len(agreeing - {"sex", "postal_code"}) > 1:
        return True
    if agreeing <= {"phone", "email", "sex", "postal_code"}:
        # A phone is shared in a household: beside a name that is not its owner's it says nothing.
        return not any(item.sign.kind == "name" and item.agrees is False for item in held)
    return any(item.sign.sure for item in held if item.agrees and item.sign.kind == "name")


def days_of(record: Record) -> set[date]:
    """Return the dates that stand in a record together with a reading."""
    signs = (*record.signs, *record.loose)
    if not any(sign.kind == "kana" for sign in signs):
        return set()
    return {day for sign in signs if sign.kind == "birth_date" and (day := day_of(sign.text))}


def readings_of(record: Record) -> set[str]:
    """Return the readings in a record, folded."""
    return {kana_of(sign.text) for sign in (*record.signs, *record.loose) if sign.kind == "kana"}


def by_reading(record: Record, born: Mapping[date, tuple[int, ...]], persons: Mapping[int, Person]) -> set[int]:
    """Return the persons whom a reading and a birth date in the record give together."""
    kanas, days = readings_of(record), days_of(record)
    return {
        index
        for day in days
        for index in born.get(day, ())
        if any(("kana", kana) in persons[index].keys for kana in kanas)
    }
