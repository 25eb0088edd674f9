"""The invented residents of さくら野市: registers that always come out the same.

Postal codes begin with 000, telephone numbers with 0999 or 080-0, mail ends in example.jp: none of
them can belong to anybody.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from names import SURNAMES, Word, edits, fold, swapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")
TOWNS = (
    "中央", "本町", "若葉町", "桜台", "緑が丘", "川原町", "北野原", "南野原", "東山町", "西山町", "花見台", "学園町", "栄町",
    "旭町", "泉町", "大字上沢", "大字下沢", "小松原", "月見野", "柳町",
)  # fmt: skip
_ERAS = (
    (date(2019, 5, 1), "令和", "R", 2018),
    (date(1989, 1, 8), "平成", "H", 1988),
    (date(1926, 12, 25), "昭和", "S", 1925),
)


@dataclass(frozen=True, slots=True)
class Home:
    """A household: where its members live and the telephone they share."""

    id: str
    surname: Word
    town: str
    postal: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Resident:
    """A registered person; `lists` names the lists on which the person may stand."""

    id: str
    home: Home
    given: Word
    sex: str
    birth: date
    lists: frozenset[str] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """Surname and given name, parted by a full-width space."""
        return self.home.surname[0] + "　" + self.given[0]

    @property
    def kana(self) -> str:
        """The reading in full-width katakana, parted by a full-width space."""
        return self.home.surname[1] + "　" + self.given[1]


def era_long(day: date) -> str:
    """Return the day as 令和8年11月24日."""
    _, name, _, base = next(era for era in _ERAS if day >= era[0])
    return f"{name}{day.year - base}年{day.month}月{day.day}日"


def era_short(day: date) -> str:
    """Return the day as R8.11.24."""
    _, _, letter, base = next(era for era in _ERAS if day >= era[0])
    return f"{letter}{day.year - base}.{day.month}.{day.day}"


def age_on(birth: date, day: date) -> int:
    """Return the completed years of life on that day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def by_reading(people: Iterable[Resident]) -> list[Resident]:
    """Return the people in the order of their readings, as offices sort lists."""
    return sorted(people, key=lambda person: (person.kana, person.id))


@dataclass(slots=True)
class Dice:
    """Chance that is the same in every run and every version of Python: only `random()` is used."""

    source: random.Random

    @classmethod
    def thrown(cls, seed: int) -> Dice:
        """Return dice that fall as this seed says."""
        return cls(random.Random(seed))

    def below(self, limit: int) -> int:
        """Return a number from 0 up to, but not, the limit."""
        return int(self.source.random() * limit)

    def one(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def chance(self, share: float) -> bool:
        """Return true in that share of the throws."""
        return self.source.random() < share

    def day(self, first: date, last: date) -> date:
        """Return a day between the two, both included."""
        return first + timedelta(days=self.below((last - first).days + 1))

    def surname(self) -> Word:
        """Return a surname, frequent ones more often."""
        return SURNAMES[int(self.source.random() ** 1.6 * len(SURNAMES))]


def new_home(dice: Dice, number: int, taken: set[str], *, mobile: bool) -> Home:
    """Return a household at an address, and with a telephone, that no other one has."""
    while True:
        town = dice.one(TOWNS)
        place = (
            f"{100 + dice.below(1800)}番地{1 + dice.below(20)}"
            if town.startswith("大字")
            else f"{'一二三四五'[dice.below(5)]}丁目{1 + dice.below(30)}番{1 + dice.below(25)}号"
        )
        phone = (
            f"080-0{100 + dice.below(900)}-{dice.below(10_000):04}"
            if mobile
            else f"0999-{21 + dice.below(60)}-{dice.below(10_000):04}"
        )
        address = "さくら野市" + town + place
        if address not in taken and phone not in taken:
            break
    taken.update((address, phone))
    postal = f"000-{1000 + TOWNS.index(town) * 13:04}"
    return Home(f"H{number:05}", dice.surname(), town, postal, address, phone)


def too_alike(one: Resident, other: Resident) -> bool:
    """Tell whether a careful gate could ask which of the two is meant.

    Wider than the rule of the gate itself, so that a repaired bundle gives no occasion for a question.
    """
    left, right = fold(one.name), fold(other.name)
    same, reading = left == right, one.kana == other.kana
    # Twins, and neighbours of one age, are what the gate asks about; two letters of distance settle it.
    near = same or reading or swapped(left, right) or edits(left, right) <= 1
    if not near:
        return False
    days = abs((one.birth - other.birth).days)
    here = one.home.town == other.home.town
    return bool(
        one.home.id == other.home.id or days == 0 or (here and (same or days <= 400)) or one.lists & other.lists
    )


def admit(register: list[Resident], person: Resident) -> bool:
    """Append the person unless somebody registered is too alike; tell whether it was done."""
    if any(too_alike(person, other) for other in register):
        return False
    register.append(person)
    return True


def namesakes(register: Sequence[Resident]) -> list[tuple[Resident, Resident]]:
    """Return the pairs that share a name, variant forms made one."""
    seen: dict[str, Resident] = {}
    pairs = []
    for person in register:
        first = seen.setdefault(fold(person.name), person)
        if first is not person:
            pairs.append((first, person))
    return pairs
