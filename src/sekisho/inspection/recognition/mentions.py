"""What recognition gives to the checks: which registered person stands where, and on what evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from sekisho.inspection.model import Grid, Hiding, Place


@dataclass(frozen=True, slots=True)
class Fact:
    """One value beside a mention: its kind is a column of the subjects (``name``, ``birth_date`` …).

    ``agrees``: whether the register says the same of the mention's person; None where it cannot be said.
    ``owners``: the ``subject_id`` of everyone whom the value alone identifies. ``typed``: a heading or label says of
    what kind the value is, so that a difference means something.
    """

    kind: str
    place: Place
    text: str
    agrees: bool | None
    owners: tuple[str, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class RowFacts(Sequence[Fact]):
    """The facts of a row in which all agree, made only when somebody reads them: most rows of a long list are such."""

    grid: Grid
    start: int
    end: int
    kinds: Mapping[int, str]
    """Column (from 1) -> what its heading says it is; the cells of other columns are no facts."""
    unknown: frozenset[str] = frozenset()
    """The kinds of which the register knows nothing, so that nothing agrees or differs."""

    def __len__(self) -> int:
        """Return the number of facts."""
        return sum(1 for _ in self)

    @overload
    def __getitem__(self, at: int) -> Fact: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Fact]: ...
    def __getitem__(self, at: int | slice) -> Fact | Sequence[Fact]:
        """Return one fact, or some."""
        return list(self)[at]

    def agreeing(self) -> Iterator[str]:
        """Yield the kind of each fact that agrees, without making the facts."""
        for column in self.grid.columns[self.start : self.end]:
            kind = self.kinds.get(column)
            if kind is not None and kind not in self.unknown:
                yield kind

    def __iter__(self) -> Iterator[Fact]:
        """Make the facts from left to right."""
        for cell in range(self.start, self.end):
            kind = self.kinds.get(self.grid.columns[cell])
            if kind is not None:
                agrees = None if kind in self.unknown else True
                yield Fact(kind, self.grid.place_of(cell), self.grid.text_of(cell), agrees, typed=True)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a registered person stands.

    ``candidates``: the ``subject_id`` of everyone it could be; one where it is settled. ``contradicted``: no candidate
    fits all that stands beside it, and nothing but one fact speaks for any: it may be somebody else.
    ``table``: the number of the table in its file, None in running text. ``listed``: a heading makes the row an entry
    about this person; False for a guardian, a name in a remark, a title.
    """

    place: Place
    hidden: Hiding
    candidates: tuple[str, ...]
    facts: Sequence[Fact] = ()
    contradicted: bool = False
    table: int | None = None
    row: int | None = None
    """The row of its table, also where the place has none: a line of a PDF page."""
    listed: bool = False
    clean: bool = False
    """Everything beside the person that a heading names agrees with the register."""

    @property
    def settled(self) -> str | None:
        """The one person meant, or None."""
        return self.candidates[0] if len(self.candidates) == 1 and not self.contradicted else None

    def agreeing(self) -> Iterator[str]:
        """Yield the kind of each fact that agrees; of a clean row without making its facts: long lists have many."""
        if isinstance(self.facts, RowFacts):
            yield from self.facts.agreeing()
        else:
            yield from (fact.kind for fact in self.facts if fact.agrees)

    @property
    def strays(self) -> tuple[Fact, ...]:
        """The facts that identify somebody else than the mention's person."""
        return () if self.clean else tuple(fact for fact in self.facts if fact.agrees is False and fact.owners)
