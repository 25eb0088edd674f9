"""A yearly report as it is to be set: every word in one language, in the order in which it stands there.

All forms that a person reads (PDF, HTML, xlsx, csv) take their words from here, so that they never say two things.
"""

from __future__ import annotations

from dataclasses import dataclass

PAGE, PAGES, LETTERS = "{page}", "{pages}", "{letters}"
"""Left open for whoever breaks the pages: which page it is, of how many; and which letters the fonts lack."""


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph with the mark that it hangs from, if it has one. ``heading``: the mark stands on a line of its own."""

    label: str
    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What was counted of a measure. ``state``: which of the four states, for its look; ``word``: the same in words."""

    label: str
    state: str
    word: str
    said: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the report. ``withheld``: the only thing that stands beside the number, where it is not empty.

    ``no_measures``, ``no_status``: said instead of an empty cell.
    """

    number: str
    department: str
    outline: str
    measures: tuple[Item, ...]
    status: tuple[Item, ...]
    results: tuple[Result, ...]
    no_measures: str
    no_status: str
    withheld: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the box on the edition: what, and one or several texts. ``strong``: the first text is set in bold."""

    label: str
    lines: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table behind that of the report. ``none``: said instead of a table without rows."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Single words and sentences of the page. Empty where there is nothing to say.

    ``document``: the title; ``short``: what stands at the foot of each page. ``preview``: across a report that nobody has
    published; ``inside``: on every page of one for the inside. ``continued``: beside a number whose row goes on.
    """

    document: str
    short: str
    lead: str
    city: str
    office: str
    kind: str
    results: str
    empty: str
    preview: str
    preview_note: str
    inside: str
    inside_note: str
    continued: str
    page: str
    table: str
    code: str
    code_label: str
    proof: str
    proof_note: str
    checkpoint: str
    contact_label: str
    contact: str
    missing: str
    to_main: str


@dataclass(frozen=True, slots=True)
class View:
    """A whole report. ``digest``: in groups of eight digits. ``code``: what the QR code holds, empty where there is none."""

    lang: str
    words: Words
    facts: tuple[Fact, ...]
    heads: tuple[str, ...]
    rows: tuple[RowView, ...]
    unanswered: Table | None
    evidence: Table | None
    digest: str
    checkpoint: tuple[str, ...]
    code: str
