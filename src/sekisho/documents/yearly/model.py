"""What stands in the yearly report (年度報告): plain data that somebody else has looked up and counted.

The five columns are those of the report that the project comes from: 番号, 部署, 事故の概要, 再発防止策,
再発防止策の実施状況（取組に対する評価等を含む）. Nothing is counted here; a text that somebody typed or that came from a past
report is printed letter for letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sekisho.register.counting import Count
from sekisho.register.model import State
from sekisho.words import Sentence


@dataclass(frozen=True, slots=True)
class Measured:
    """What the evidence says of a measure in the period.

    ``counts``: that of dispatches first, where there is one; empty where the state is ``words-only``. ``exceptions``: how
    often it was not kept. ``said``: the same in words that a citizen understands. ``since``: the first day that counts.

    Only inside of the office: ``runs``: what it is tied to; ``stops``: how often it stopped something; ``waived``;
    ``enforced`` and ``claimed``: of the counted, how many the software made sure of and how many a person stated;
    ``people``: by how many different people, never who; ``reasons``: why it was not kept, without names; ``drill``: when
    it was last drilled; ``similar``: incidents of the same kind since.
    """

    state: State
    counts: tuple[Count, ...] = ()
    exceptions: int = 0
    said: Sentence | str = ""
    since: date | None = None
    runs: tuple[Sentence | str, ...] = ()
    stops: int = 0
    waived: int = 0
    enforced: int = 0
    claimed: int = 0
    people: int = 0
    reasons: tuple[Sentence | str, ...] = ()
    drill: date | None = None
    similar: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: ``label`` (①) and ``text``; ``measured`` is ``None`` where nothing was to be counted for this report."""

    label: str
    text: str
    measured: Measured | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the state of implementation, in the order of the report.

    ``label``: the mark of the measures it speaks of, as it stands there (①, ①～③, （評価）), or empty; it is not in
    ``text`` again. ``heading``: the label stands on a line of its own, as （評価） does.
    """

    text: str
    label: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One incident.

    ``withheld``: why it is not told yet, by the policy on what is published; then nothing else is set but the number, so
    that the numbers of the report have no gap that nobody explains.
    """

    number: str
    department: str = ""
    outline: str = ""
    measures: tuple[Measure, ...] = ()
    status: tuple[Block, ...] = ()
    withheld: Sentence | str = ""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Departments that were asked whether a measure is theirs too (横展開) and have not answered: incident and measure."""

    number: str
    label: str
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition (年度版).

    ``number``: 0 for a preview that nobody has published. ``changes``: what it says otherwise than the one before, in words.
    ``digest``: SHA-256 of what it says, 64 hexadecimal digits. ``checkpoint``: the signed note of the ledger at that moment,
    as text; ``code``: what the QR code holds, the same in short.
    """

    number: int = 0
    published_on: date | None = None
    changes: tuple[str, ...] = ()
    digest: str = ""
    checkpoint: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A yearly report.

    ``year``: the fiscal year, from April of that year. ``measured_from`` and ``measured_until``: the days over which measures
    were counted. ``policy``: what is published and when, in force on which day, in words. ``internal``: with the evidence,
    for the inside; numbers are the same inside and outside. ``contact``: who answers questions of citizens.
    """

    city: str
    year: int
    rows: tuple[Row, ...]
    office: str = ""
    contact: str = ""
    measured_from: date | None = None
    measured_until: date | None = None
    policy: str = ""
    edition: Edition = Edition()
    internal: bool = False
    unanswered: tuple[Unanswered, ...] = ()
