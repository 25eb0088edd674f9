"""A pass as it is to be set: every word in one language, every table with a short and a whole form of its rows.

Both ways onto paper (:mod:`~sekisho.documents.passes.pdf`) and onto a page (:mod:`~sekisho.documents.passes.html`) take
their words from here, so that they never say two things.
"""

from __future__ import annotations

from dataclasses import dataclass

COUNT, PAGE, PAGES = "{count}", "{page}", "{pages}"
"""Left open for whoever breaks the pages: how many rows are left out, which page it is, of how many."""


@dataclass(frozen=True, slots=True)
class StampView:
    """A date stamp; sizes of letters in units of a ring that is 68 across."""

    section: str
    section_size: float
    day: str
    surname: str
    surname_size: float
    void: bool
    label: str


@dataclass(frozen=True, slots=True)
class DeedView:
    """Who did a step, when, with which evidence; ``stamp`` is ``None`` where Sekisho did it.

    ``clock``: when, beside a stamp, which has the day.
    """

    who: str
    when: str
    clock: str
    marks: str
    stamp: StampView | None
    void: bool


@dataclass(frozen=True, slots=True)
class StageView:
    """A step: as a gate that was passed, and as a row to be filled in (``boxes``: whose hand goes into each)."""

    number: str
    kind: str
    title: str
    how: str
    deeds: tuple[DeedView, ...]
    more: str
    boxes: tuple[str, ...]
    screen: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row in its short form for the first page, and whole for the annex."""

    short: tuple[str, ...]
    whole: tuple[str, ...]

    @property
    def cut(self) -> bool:
        """Whether the short form leaves something out."""
        return self.short != self.whole


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of a page. ``none``: said instead of an empty one. ``annex``: its title where it continues."""

    title: str
    annex: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    none: str = ""


@dataclass(frozen=True, slots=True)
class PartyView:
    """One end of the way."""

    label: str
    name: str
    more: str


@dataclass(frozen=True, slots=True)
class CountView:
    """The equation: a label and a number (empty: to be filled in) for each place, with the signs between them."""

    title: str
    labels: tuple[str, ...]
    signs: tuple[str, ...]
    numbers: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the frame.

    ``foot``: beside the code, each with a label or none. ``gap``: between two sentences. ``missing``: with ``{letters}`` open.
    """

    document: str
    under: str
    number: str
    parcel: str
    when: str
    title: str
    more: str
    page: str
    left_after: tuple[str, ...]
    wrapper: str
    gates: str
    gates_note: str
    continues: str
    found_after: tuple[str, ...]
    basis: str
    basis_lines: tuple[str, ...]
    code: str
    foot: tuple[tuple[str, str], ...]
    void: str
    void_reason: str
    drill: str
    drill_reason: str
    steps: str
    how: str
    heads: tuple[str, ...]
    odd: str
    ticks: tuple[str, ...]
    on_screen: str
    unit: str
    gap: str
    missing: str


@dataclass(frozen=True, slots=True)
class View:
    """A page. ``long``: values that the first page shortens, whole, each with what it is."""

    lang: str
    has_left: bool
    words: Words
    ends: tuple[PartyView, PartyView]
    left: TableView
    stages: tuple[StageView, ...]
    steps: TableView
    counts: CountView | None
    found: TableView
    long: TableView
    code: str
