"""An incident as the table has it, column by column, before its measures and its status are taken apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from sekisho.register.past.joining import Joined
from sekisho.register.past.model import Problem, Spot


@dataclass(slots=True)
class Block:
    """Measures and the status beside them. ``own``: the row of the table says that this status is of these measures."""

    measures: Joined = field(default_factory=Joined)
    status: Joined = field(default_factory=Joined)
    own: bool = False


@dataclass(slots=True)
class Draft:
    """One incident: its cells as joined texts."""

    number: str = ""
    department: str = ""
    outline: str = ""
    blocks: list[Block] = field(default_factory=list)
    evaluation: str = ""
    extra: list[tuple[str, str]] = field(default_factory=list)
    spot: Spot = field(default_factory=Spot)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """What one or several tables gave. ``headings`` are those of the first; ``measures_heading`` names a lead before ①."""

    drafts: list[Draft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    title: str = ""
    has_number: bool = True
    has_measures: bool = True
    guessed: bool = False
    """The columns were found by what lines look like and where they stand, not by a table of the file."""

    def add(self, other: Found) -> None:
        """Take in what a further table gave."""
        if not self.headings:
            self.headings, self.has_number, self.has_measures = other.headings, other.has_number, other.has_measures
        self.title = self.title or other.title
        self.drafts += other.drafts
        self.notes += other.notes
        self.furniture += other.furniture
        self.problems += other.problems
