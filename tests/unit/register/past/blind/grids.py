"""A report before it has a form: titles, tables of cells that may span, notes, and what is true of it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.unit.register.past.blind.incidents import INCIDENTS, Incident, Said

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


@dataclass(frozen=True)
class Cell:
    """A cell of a table; ``None`` in a row stands for a place that another cell covers."""

    text: str
    down: int = 1
    across: int = 1


@dataclass(frozen=True)
class Table:
    """A table: a line above it, rows of headings, rows of cells."""

    above: str
    header: list[list[Cell | None]]
    body: list[list[Cell | None]]


@dataclass(frozen=True)
class Measure:
    """What a reader makes of a measure."""

    label: str
    text: str
    status: str


@dataclass(frozen=True)
class Truth:
    """What a reader makes of an incident. ``known``: which fields the report has a column for."""

    number: str
    department: str
    outline: str
    measures: list[Measure]
    status: str
    evaluation: str
    extra: dict[str, str]
    dates: frozenset[date]
    contractor: bool


@dataclass(frozen=True)
class Report:
    """A report and what is true of it."""

    name: str
    titles: list[str]
    tables: list[Table]
    notes: list[str]
    truth: list[Truth]
    year: int | None
    options: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Labels:
    """A way to number measures, in their cell, in statuses and in sentences. ``range``: how several at once are named."""

    one: Callable[[int], str]
    after: str = ""
    range: Callable[[Sequence[int]], str] = lambda ns: ""
    refer: Callable[[int], str] | None = None
    marks: bool = True


def _span(one: Callable[[int], str]) -> Callable[[Sequence[int]], str]:
    def told(ns: Sequence[int]) -> str:
        if len(ns) > 2 and list(ns) == list(range(ns[0], ns[-1] + 1)):
            return f"{one(ns[0])}～{one(ns[-1])}"
        return "、".join(one(n) for n in ns) if len(ns) != 2 else f"{one(ns[0])}・{one(ns[1])}"

    return told


def _circled(n: int) -> str:
    return CIRCLED[n - 1]


def _wide(n: int) -> str:
    return str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


LABELS = {
    "circled": Labels(_circled, range=_span(_circled), refer=_circled),
    "circled-space": Labels(_circled, "　", range=_span(_circled), refer=_circled),
    "brackets": Labels(lambda n: f"({n})", " ", range=_span(lambda n: f"({n})"), refer=lambda n: f"({n})"),
    "wide-brackets": Labels(
        lambda n: f"（{_wide(n)}）", range=_span(lambda n: f"（{_wide(n)}）"), refer=lambda n: f"（{_wide(n)}）"
    ),
    "point": Labels(lambda n: f"{n}.", " ", range=_span(lambda n: f"{n}."), refer=lambda n: f"{n}."),
    "wide-point": Labels(lambda n: f"{_wide(n)}．", range=_span(lambda n: f"{_wide(n)}．"), refer=None),
    "wide-blank": Labels(_wide, "　", range=_span(_wide), refer=None),
    "half-bracket": Labels(lambda n: f"{n})", " ", range=_span(lambda n: f"{n})"), refer=lambda n: f"{n})"),
    "kana": Labels(lambda n: "アイウエオ"[n - 1], "　", range=_span(lambda n: "アイウエオ"[n - 1]), refer=None),
    "kana-bracket": Labels(
        lambda n: f"（{'アイウエオ'[n - 1]}）",
        range=_span(lambda n: f"（{'アイウエオ'[n - 1]}）"),
        refer=lambda n: f"（{'アイウエオ'[n - 1]}）",
    ),
    "dot": Labels(lambda n: "・", marks=False),
    "circle": Labels(lambda n: "○", marks=False),
    "none": Labels(lambda n: "", marks=False),
}


def dates_of(*texts: str) -> frozenset[date]:
    """Return the whole days in texts (with a year), by an own reading of them."""
    found: set[date] = set()
    for text in texts:
        plain = unicodedata.normalize("NFKC", text)
        for era, year, month, day in re.findall(r"(令和|R|平成|H)(\d+|元)[年.](\d+)[月.](\d+)日?", plain):
            base = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}[era]
            found.add(date(base + (1 if year == "元" else int(year)), int(month), int(day)))
        for year, month, day in re.findall(r"(20\d\d)[年/.-](\d+)[月/.-](\d+)", plain):
            found.add(date(int(year), int(month), int(day)))
    return frozenset(found)


# ---------------------------------------------------------------- cells and what is true of them


def _refer(text: str, labels: Labels) -> str:
    return re.sub(r"\{(\d)\}", lambda m: (labels.refer or str)(int(m[1])), text)


def measures_of(one: Incident, labels: Labels) -> list[tuple[str, str]]:
    return [(labels.one(n), _refer(text, labels)) for n, text in enumerate(one.measures, 1)]


def mark_of(said: Said, labels: Labels) -> str:
    if not said.of:
        return ""
    if not labels.marks:
        return labels.one(1)
    return labels.range(said.of) if len(said.of) > 1 else labels.one(said.of[0]) + labels.after


def statuses_of(one: Incident, labels: Labels) -> list[str]:
    return [f"{mark_of(said, labels)}{_refer(said.text, labels)}" for said in one.statuses]


def truth_of(one: Incident, labels: Labels, number: str, columns: Sequence[tuple[str, str]]) -> Truth:
    """Return what a reader makes of an incident whose measures stand in one cell and whose statuses in another."""
    keys = [key for key, _ in columns]
    told = statuses_of(one, labels) if "status" in keys else []
    own: dict[int, list[str]] = {}
    rest: list[str] = []
    for said, text in zip(one.statuses, told, strict=False):
        if len(said.of) == 1 and labels.marks:
            own.setdefault(said.of[0], []).append(text)
        else:
            rest.append(text)
    measures = [
        Measure(label, text, "".join(own.get(n, []))) for n, (label, text) in enumerate(measures_of(one, labels), 1)
    ]
    evaluation = _refer(one.evaluation, labels)
    if "evaluation" not in keys:
        evaluation = f"（評価）\n{evaluation}" if evaluation and "status" in keys else ""
    values = cells_of(one, labels, number, columns)
    department = "".join(values[at] for at, key in enumerate(keys) if key in ("bureau", "section"))
    extra = {heading: values[at] for at, (key, heading) in enumerate(columns) if key in EXTRAS}
    outline = values[keys.index("outline")] if "outline" in keys else ""
    return Truth(
        number if "number" in keys else "",
        department,
        outline,
        measures if "measures" in keys else [],
        "".join(rest),
        evaluation,
        extra,
        dates_of(*values),
        one.contractor,
    )


EXTRAS = ("occurred", "found", "published", "subject", "people", "cause", "remarks")


def cells_of(one: Incident, labels: Labels, number: str, columns: Sequence[tuple[str, str]]) -> list[str]:
    keys = [key for key, _ in columns]
    values = []
    for key in keys:
        if key == "number":
            values.append(number)
        elif key == "measures":
            values.append("\n".join(f"{label}{labels.after}{text}" for label, text in measures_of(one, labels)))
        elif key == "status":
            lines = statuses_of(one, labels)
            if one.evaluation and "evaluation" not in keys:
                lines.append(f"（評価）\n{_refer(one.evaluation, labels)}")
            values.append("\n".join(lines))
        else:
            values.append(_refer(str(getattr(one, key)), labels))
    return values


# ---------------------------------------------------------------- layouts


def plain_table(
    chosen: Sequence[str], columns: Sequence[tuple[str, str]], labels: Labels, numbers: Sequence[str], above: str = ""
) -> tuple[Table, list[Truth]]:
    """A table of one row for each incident."""
    ones = [INCIDENTS[name] for name in chosen]
    header: list[list[Cell | None]] = [[Cell(heading) for _, heading in columns]]
    body: list[list[Cell | None]] = [
        [Cell(text) for text in cells_of(one, labels, number, columns)]
        for one, number in zip(ones, numbers, strict=True)
    ]
    return Table(above, header, body), [truth_of(one, labels, n, columns) for one, n in zip(ones, numbers, strict=True)]


def measure_rows(
    chosen: Sequence[str],
    columns: Sequence[tuple[str, str]],
    labels: Labels,
    numbers: Sequence[str],
    *,
    one_status: bool = False,
) -> tuple[Table, list[Truth]]:
    """A table with one row for each measure, the rest of the incident merged over them.

    ``one_status``: the statuses stand in one merged cell; else each stands beside its measure (only of incidents whose
    every status is of one measure).
    """
    header: list[list[Cell | None]] = [[Cell(heading) for _, heading in columns]]
    body: list[list[Cell | None]] = []
    truth = []
    for name, number in zip(chosen, numbers, strict=True):
        one = INCIDENTS[name]
        count = len(one.measures)
        values = cells_of(one, labels, number, columns)
        beside = {said.of[0]: _refer(said.text, labels) for said in one.statuses} if not one_status else {}
        for n, (label, text) in enumerate(measures_of(one, labels), 1):
            row: list[Cell | None] = []
            for (key, _), value in zip(columns, values, strict=True):
                if key == "measures":
                    row.append(Cell(f"{label}{labels.after}{text}"))
                elif key == "status" and not one_status:
                    row.append(Cell(beside.get(n, "")))
                else:
                    row.append(Cell(value, down=count) if n == 1 else None)
            body.append(row)
        true = truth_of(one, labels, number, columns)
        if not one_status:
            measures = [Measure(m.label, m.text, beside.get(n, "")) for n, m in enumerate(true.measures, 1)]
            told = true.evaluation if any(key == "evaluation" for key, _ in columns) else ""
            true = Truth(
                true.number,
                true.department,
                true.outline,
                measures,
                "",
                told,
                true.extra,
                _days(values, beside, columns),
                true.contractor,
            )
        truth.append(true)
    return Table("", header, body), truth


def _days(values: Sequence[str], beside: dict[int, str], columns: Sequence[tuple[str, str]]) -> frozenset[date]:
    others = (value for value, (key, _) in zip(values, columns, strict=True) if key != "status")
    return dates_of(*others, *beside.values())
