r"""What is found in a past report: every character of its table once, at the incident or the measure it belongs to.

Texts are as the report writes them, widths and marks included; only line breaks of the layout are taken out, and a real
paragraph break is one ``\n``.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sekisho.words import Sentence


class Kind(StrEnum):
    """What a column of the table holds; each ``EXTRA`` column keeps its own heading."""

    NUMBER = "number"
    DEPARTMENT = "department"
    OUTLINE = "outline"
    MEASURES = "measures"
    STATUS = "status"
    EVALUATION = "evaluation"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a report something is, as far as it is known: ``page`` and ``row`` count from 1, ``row`` is a text's line.

    ``column`` is the heading, ``incident`` the number as the report writes it.
    """

    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not certain (``asks``: a person decides), or that is worth knowing. ``code`` stays when it is reworded.

    ``unusable``: nothing could be taken from the file.
    """

    code: str
    message: Sentence
    place: Spot = Spot()
    asks: bool = True
    unusable: bool = False


@dataclass(frozen=True, slots=True)
class PastMeasure:
    """A measure: its label as written (``①``, ``(1)``, empty where it has none), its text without the label.

    ``status``: the part of the status that the text marks as this measure's, with its mark. ``shared``: a part of the
    incident's status names this measure together with others (``①～③``).
    """

    label: str
    text: str
    status: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class StatusPart:
    """A stretch of the status: which labels its mark names (none: unmarked), and whether it is an evaluation."""

    text: str
    labels: tuple[str, ...] = ()
    evaluation: bool = False


@dataclass(frozen=True, slots=True)
class PastIncident:
    """An incident as a past report tells it.

    ``status`` is what no measure has for its own, ``parts`` all of the status in reading order. ``extra``: heading and
    text of every column that has no field here. ``contractor``: the text says that it happened at a contractor's.
    ``dates``: the days that its texts name, each once, in the order of reading.
    """

    number: str
    department: str
    outline: str
    measures: tuple[PastMeasure, ...]
    status: str
    evaluation: str
    dates: tuple[date, ...]
    contractor: bool
    extra: tuple[tuple[str, str], ...] = ()
    parts: tuple[StatusPart, ...] = ()
    place: Spot = Spot()


@dataclass(frozen=True, slots=True)
class PastReport:
    """A report: ``year`` is the fiscal year it is about. ``headings``: those of its table, in their order.

    ``notes``: text outside of the table. ``furniture``: page numbers and repeated headings, which belong to the paper.
    """

    title: str
    year: int | None
    incidents: tuple[PastIncident, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    furniture: tuple[str, ...] = field(default=(), repr=False)
    headings: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Tell whether anything could be taken from the file."""
        return not any(problem.unusable for problem in self.problems)

    @property
    def certain(self) -> bool:
        """Tell whether nothing waits for a decision."""
        return self.usable and not any(problem.asks for problem in self.problems)
