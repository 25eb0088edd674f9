"""What recognition gives to the checks: which registered person stands where, and on what evidence."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import overload

from sekisho.inspection.model import Grid, Hiding, Place
from sekisho.inspection.numbered import Line, line_of


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

    @property
    def strays(self) -> tuple[Fact, ...]:
        """The facts that identify somebody else than the mention's person."""
        return () if self.clean else tuple(fact for fact in self.facts if fact.agrees is False and fact.owners)


@dataclass(frozen=True, slots=True)
class CleanRows(Sequence[Mention]):
    """Rows of one table in which everything fits one registered person: columns, of which a mention is made on demand.

    Row *i* is ``subject_ids[i]``'s, whose name stands in cell ``anchors[i]``, and has the cells from ``starts[i]`` up to
    but without ``ends[i]``. ``kinds`` and ``unknown`` as in ``RowFacts``.
    """

    grid: Grid
    table: int
    subject_ids: Sequence[str]
    anchors: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    kinds: Mapping[int, str]
    unknown: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.subject_ids)

    @overload
    def __getitem__(self, at: int) -> Mention: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Mention]: ...
    def __getitem__(self, at: int | slice) -> Mention | Sequence[Mention]:
        """Return the mention of one row, or of some."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        anchor = self.anchors[at]
        return Mention(
            self.grid.place_of(anchor),
            self.grid.hiding_of(anchor),
            (self.subject_ids[at],),
            RowFacts(self.grid, self.starts[at], self.ends[at], self.kinds, self.unknown),
            table=self.table,
            row=self.grid.rows[anchor],
            listed=True,
            clean=True,
        )

    def agreeing(self) -> Counter[str]:
        """Return for each kind of fact how many rows have one that agrees."""
        columns: Counter[int] = Counter()
        for start, end in zip(self.starts, self.ends, strict=True):
            columns.update(self.grid.columns[start:end])
        return Counter({kind: columns[column] for column, kind in self.kinds.items() if kind not in self.unknown})


@dataclass(frozen=True)
class Mentions(Sequence[Mention]):
    """All mentions of one document: the clean rows of its long lists, and what was read sign by sign (``single``)."""

    single: tuple[Mention, ...] = ()
    clean: tuple[CleanRows, ...] = ()

    def __len__(self) -> int:
        """Return the number of mentions."""
        return sum(map(len, self.clean)) + len(self.single)

    @overload
    def __getitem__(self, at: int) -> Mention: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Mention]: ...
    def __getitem__(self, at: int | slice) -> Mention | Sequence[Mention]:
        """Return one mention, or some."""
        return list(self)[at]

    def __iter__(self) -> Iterator[Mention]:
        """Yield every mention; those of clean rows are made now."""
        return chain(*self.clean, self.single)

    def but(self, people: Collection[str]) -> Iterator[Mention]:
        """Yield every mention but the clean rows of ``people``: of most rows of a long list there is nothing to say."""
        for rows in self.clean:
            for at, subject_id in enumerate(rows.subject_ids):
                if subject_id not in people:
                    yield rows[at]
        yield from self.single

    def of(self, people: Collection[str]) -> Iterator[Mention]:
        """Yield the clean rows of ``people``, and every other mention."""
        for rows in self.clean:
            for at, subject_id in enumerate(rows.subject_ids):
                if subject_id in people:
                    yield rows[at]
        yield from self.single

    @property
    def people(self) -> set[str]:
        """The ``subject_id`` of everyone who could be meant."""
        found = {subject_id for mention in self.single for subject_id in mention.candidates}
        return found.union(*(rows.subject_ids for rows in self.clean))

    @cached_property
    def by_place(self) -> Mapping[Place, list[Mention]]:
        """The mentions at each place."""
        found: dict[Place, list[Mention]] = {}
        for mention in self:
            found.setdefault(mention.place, []).append(mention)
        return found

    @cached_property
    def by_row(self) -> Mapping[Line, list[Mention]]:
        """The mentions in each row, by ``line_of``."""
        found: dict[Line, list[Mention]] = {}
        for mention in self:
            found.setdefault(line_of(mention.place), []).append(mention)
        return found
