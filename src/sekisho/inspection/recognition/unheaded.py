"""What a column without a heading holds, told from its content: so that a value in it can contradict.

Where nearly every value of a column is a fact of one of the people in the list, each once, and most of them stand in
the row of the person whose they are, the column is of that kind. School phones, dates of application, amounts and
classes are nobody's facts; the birth dates of parents and the phone of the next in the telephone chain are somebody's,
but hardly ever those of the row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from sekisho.inspection.model import Grid
from sekisho.inspection.recognition.readings import address_of, day_of, kana_of
from sekisho.inspection.recognition.records import Record, Sign
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.recognition.settle import Held, Settled
from sekisho.japan.addresses import address_keys

FEWEST, NEARLY_ALL, IN_THEIR_ROW = 3, 0.8, 0.5
"""A column tells its kind where it holds facts of so many different people of the list, these make up so much of what
stands in it, and so many rows hold their own person's."""
FEWEST_ALONE, ALL_ALONE = 5, 0.9
"""The same where the rows hardly agree: the column was sorted alone, if nothing else could be what it is beside."""
NAMESAKES = 5
"""Up to how many people a row may mean and still count."""
Table = tuple[int, int | None]


class Placed(Protocol):
    """A record's place: its document, grid (None in running text) and table, both by number."""

    @property
    def document(self) -> int: ...  # noqa: D102
    @property
    def grid(self) -> Grid | None: ...  # noqa: D102
    @property
    def table(self) -> int | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Key:
    """The values of one kind in a column, beside the names in another: a date may be the child's, not the father's."""

    table: Table
    names: int
    values: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A record with values of unknown kind, by position, and who is meant: namesakes, until such a value tells."""

    at: int
    table: Table
    grid: Grid
    record: Record
    settled: Settled

    @property
    def names(self) -> int:
        """The column of the name, 0 where none stands there."""
        named = (sign.cell for sign in self.record.signs if sign.kind == "name" and (sign.open or sign.typed))
        return next((self.grid.columns[cell] for cell in named), 0)

    def values(self) -> Iterator[tuple[_Key, Held]]:
        """Yield each value whose kind no heading tells."""
        for held in self.settled.held:
            if held.sign.open:
                yield _Key(self.table, self.names, self.grid.columns[held.sign.cell], held.sign.kind), held


@dataclass(slots=True)
class _Column:
    """In how many rows something stands in a column, in how many the row's own fact, and whose facts all these are."""

    rows: int = 0
    agreeing: int = 0
    people: set[int] = field(default_factory=set)

    @property
    def agrees(self) -> bool:
        return self.rows > 0 and self.agreeing >= IN_THEIR_ROW * self.rows

    def tells(self, *, alone: bool) -> bool:
        """Return whether the column is of the kind. ``alone``: no other column is, and it belongs to no other names."""
        if self.agrees:
            return len(self.people) >= max(FEWEST, NEARLY_ALL * self.rows)
        return alone and len(self.people) >= max(FEWEST_ALONE, ALL_ALONE * self.rows)


def told_by_columns(
    found: Sequence[Placed], records: Sequence[Record], settled: Sequence[Settled | None], register: Register
) -> dict[int, Record]:
    """Return by position the records that say more now that the columns without a heading are known by what they hold."""
    rows = [
        _Row(at, (item.document, item.table), item.grid, record, result)
        for at, (item, record, result) in enumerate(zip(found, records, settled, strict=True))
        if result
        and len(result.candidates) <= NAMESAKES
        and item.grid is not None
        and any(h.sign.open for h in result.held)
    ]
    columns = _columns(rows, register)
    telling = {key for key, column in columns.items() if column.tells(alone=_alone(key, columns))}
    told = {row.at: {held.sign for key, held in row.values() if key in telling} for row in rows} if telling else {}
    return {at: _typed(records[at], signs) for at, signs in told.items() if signs}


def _alone(key: _Key, columns: Mapping[_Key, _Column]) -> bool:
    return not any(
        column.agrees
        and other.table == key.table
        and (other.values == key.values or (other.names == key.names and other.kind == key.kind))
        for other, column in columns.items()
    )


def _typed(record: Record, told: set[Sign]) -> Record:
    signs, loose = (
        tuple(replace(sign, typed=True) if sign in told else sign for sign in some)
        for some in (record.signs, record.loose)
    )
    return replace(record, signs=signs, loose=loose)


def _columns(rows: Sequence[_Row], register: Register) -> dict[_Key, _Column]:
    people: dict[Table, set[int]] = defaultdict(set)
    lines: dict[tuple[Table, int], set[int]] = defaultdict(set)
    for row in rows:
        people[row.table].update(row.settled.candidates)
        lines[row.table, row.names].update(row.grid.rows[held.sign.cell] for _, held in row.values())
    owners = {table: _facts(register, among) for table, among in people.items() if len(among) >= FEWEST}
    filled = {row.table: row.grid for row in rows if row.table in owners}
    cells = {table: _filled(grid) for table, grid in filled.items()}
    columns: dict[_Key, _Column] = defaultdict(_Column)
    for row in rows:
        for key, held in row.values() if row.table in owners else ():
            column = columns[key]
            column.agreeing += held.agrees is True
            column.people |= (
                {row.settled.candidates[0]} if held.agrees else _owners(held.sign, owners[row.table], people[row.table])
            )
    for key, column in columns.items():
        column.rows = len(lines[key.table, key.names] & cells[key.table].get(key.values, set()))
    return columns


def _filled(grid: Grid) -> dict[int, set[int]]:
    """Return for each column the rows in which something stands in it; a dash is nothing."""
    says = [any(map(str.isalnum, text)) for text in grid.strings]
    rows: dict[int, set[int]] = defaultdict(set)
    for row, column, text in zip(grid.rows, grid.columns, grid.texts, strict=True):
        if says[text]:
            rows[column].add(row)
    return rows


Fact = tuple[str, Hashable]


def _facts(register: Register, among: set[int]) -> dict[Fact, set[int]]:
    """Return whose each fact is that identifies nobody by itself, among the people of a list."""
    owners: dict[Fact, set[int]] = defaultdict(set)
    persons = register.persons(among)
    for who in among:
        person = persons[who]
        owners["birth_date", person.birth_date].add(who)
        owners["address", person.address_key].add(who)
        for kind, value in person.keys:
            if kind == "kana":
                owners[kind, value].add(who)
    return owners


def _owners(sign: Sign, facts: Mapping[Fact, set[int]], among: set[int]) -> set[int]:
    """Return those people of a list whose fact a value is."""
    if sign.kind == "birth_date":
        return facts.get((sign.kind, day_of(sign.text)), set())
    if sign.kind == "kana":
        return facts.get((sign.kind, kana_of(sign.text)), set())
    if sign.kind == "address":
        key = address_keys([address_of(sign.text)])[0]
        return facts.get((sign.kind, key), set()) if key else set()
    return among.intersection(sign.owners)
