"""Whether a column of numbers is the register's at all, or one of another kind under a like heading."""

import itertools
from dataclasses import dataclass, field

SELDOM = 0.3
MOSTLY = 0.8
LONGEST_SERIAL = 4
"""Digits up to which numbers that count upwards are taken for the numbers of the rows."""

SERIAL_ROWS = 3


@dataclass(slots=True)
class Tally:
    """What the rows with a known name say of one column: how many values are somebody's, and how many that person's."""

    rows: int = 0
    known: int = 0
    agreeing: int = 0
    values: list[str] = field(default_factory=list)

    def count(self, text: str, *, known: bool, agrees: bool) -> None:
        """Take one row into account."""
        self.rows += 1
        self.known += known
        self.agreeing += agrees
        self.values.append(text.strip())

    @property
    def is_of_another_kind(self) -> bool:
        """Return whether the numbers say nothing of the persons beside them.

        A 被保険者番号 is not an 宛名番号: its values are mostly nobody's. A 整理番号 that counts the rows is always
        somebody's in a register with short numbers, and hardly ever that person's. A column that was sorted alone
        holds the right people's numbers on the wrong rows, and stays.
        """
        return self.agreeing < SELDOM * self.rows and (self.known < MOSTLY * self.rows or self._counts_rows())

    def _counts_rows(self) -> bool:
        if not all(value.isdigit() and len(value) <= LONGEST_SERIAL for value in self.values):
            return False
        numbers = [int(value) for value in self.values]
        return len(numbers) >= SERIAL_ROWS and all(after - before == 1 for before, after in itertools.pairwise(numbers))
