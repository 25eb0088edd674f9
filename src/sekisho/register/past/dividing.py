"""The lines of one incident -> its columns: the best division of the lines into stretches, in the order of the heading.

Each line is worth something in each column, each border costs something; the division with the highest sum is found
by dynamic programming, and so is the best one that differs from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from sekisho.japan.dates import parse_date
from sekisho.register.past.columns import Column
from sekisho.register.past.joining import Line, begins_anew, ended, full_width, width_of
from sekisho.register.past.labels import label_at, mark_at, spoken_of
from sekisho.register.past.model import Kind

_DEPARTMENT: Final = re.compile(
    r"(?:[課室局部署所係館園校院班隊寮場]|センター|事務所|委員会|チーム|グループ|担当|病院|学校|保育所|図書館|議会|本部|支所|出張所|公社|協会|財団)"
    r"(?:[（(][^（()）]{1,16}[）)])?(?:ほか|外|等|他)?$"
)
_LONGEST_DEPARTMENT: Final = 24
DONE: Final = re.compile(
    r"済み?[（(][^（()）]*[）)]$|継続中$|^引き続き|^実施済|発生なし$|(?:た|ている|ておる|ていく|ており|てきた|済み?|ました|ています|ております|である|なった|予定)[。．]?$|（実施済）"
)
TO_DO: Final = re.compile(r"(?:する|行う|図る|こと|努める|ます|設ける|定める|加える|める|ける|せる|れる|わせる)[。．]$")
_HAPPENED: Final = re.compile(r"(?:しまった|した|された|あった|判明した|漏えいした|ていた)[。．]$|[（(]委託先")
_EVALUATION: Final = re.compile(r"[（(【〔\[＜<■]?[^）)】〕。]{0,10}評価[^（(【〔。]{0,6}[）)】〕\]＞>：:]")
_COUNT: Final = re.compile(r"(?:約|延べ|のべ)?[0-9,]+(?:件|人|名|世帯|通|枚|社|者|団体|箇所|か所)?|なし|-|―|不明")
_MONTH: Final = re.compile(
    r"(?:令和|平成|R|H)?\s*[0-9元]+[年.]\s*[0-9]{1,2}月?(?:[0-9]{1,2}日?)?(?:\([月火水木金土日]\))?|[0-9]{1,2}月[0-9]{1,2}日"
)
_SURE: Final = 1.0
"""By how much the best division has to be better than any other."""
_TEXTS: Final = frozenset({Kind.OUTLINE, Kind.MEASURES, Kind.STATUS})
_NEVER: Final = -1e9


def as_department(text: str) -> bool:
    """Tell whether a text can be the name of a department."""
    bare = text.strip()
    return bool(
        0 < len(bare) <= _LONGEST_DEPARTMENT
        and _DEPARTMENT.search(bare)
        and not re.search(r"[。、を①-⑳]|した|する", bare)
    )


class Stretch:
    """What short cells look like."""

    @staticmethod
    def short(text: str) -> bool:
        """Tell whether a text is a date, a month or a count: a cell of its own in any report."""
        bare = unicodedata.normalize("NFKC", text).strip()
        return bool(_COUNT.fullmatch(bare) or _MONTH.fullmatch(bare)) or parse_date(bare) is not None


@dataclass(frozen=True, slots=True)
class Division:
    """Which column each line belongs to, and the headings between which the border is in doubt."""

    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    doubt: tuple[str, str] | None = None
    sure: bool = True

    def lines_of(self, column: Column) -> list[Line]:
        """Return the lines of one column."""
        return [line for line, own in zip(self.lines, self.columns, strict=True) if own == column]


class _Lines:
    """What is known of the lines of one incident, whatever column they are in."""

    def __init__(
        self, lines: Sequence[Line], order: Sequence[Column], widths: Mapping[Column, float], *, torn: bool
    ) -> None:
        self.lines = lines
        self.order = order
        self.widths = widths
        self.torn = torn
        self.bare = [line.bare for line in lines]
        self.measures_first = self._place(Kind.MEASURES) < self._place(Kind.STATUS)

    def _place(self, kind: Kind) -> int:
        return next((at for at, column in enumerate(self.order) if column.kind is kind), len(self.order))

    @cached_property
    def runs(self) -> list[int | None]:
        """Return for each line which run of labels its label belongs to (0 the first); None where it has none."""
        runs: list[int | None] = []
        run, last, style = -1, 0, ""
        for at, text in enumerate(self.bare):
            label = label_at(text)
            before = self.bare[at - 1] if at else ""
            listed = label is not None and label.ordinal in {1, last + 1} and not spoken_of(text, label.end)
            anew = begins_anew(before, text) or (listed and not self.sentences)
            if label is None or not anew or (style and label.style != style):
                runs.append(None)
                continue
            mark = mark_at(text)
            if mark is not None and len(mark.labels) > 1:
                runs.append(None)
                continue
            style = label.style
            if run < 0 or (label.ordinal and label.ordinal <= last):
                run += 1
            last = label.ordinal
            runs.append(run)
        return runs

    @cached_property
    def shared(self) -> list[bool]:
        """Tell for each line whether it begins with a mark of several measures: ①～③."""
        marks = [mark_at(text) for text in self.bare]
        return [mark is not None and len(mark.labels) > 1 for mark in marks]

    @cached_property
    def bulleted(self) -> list[bool]:
        """Tell for each line whether it begins with a bullet, which says nothing of whether the list began anew."""
        labels = [label_at(text) for text in self.bare]
        return [label is not None and not label.ordinal for label in labels]

    @cached_property
    def labelled(self) -> int | None:
        """Return the first line with a label."""
        return next((at for at, run in enumerate(self.runs) if run is not None), None)

    @cached_property
    def run_count(self) -> int:
        return len({run for run in self.runs if run is not None})

    def worth(self, at: int, column: Column) -> float:
        """Return what a line is worth in a column."""
        text, worth = self.bare[at], 0.0
        if column.kind is Kind.DEPARTMENT:
            worth = self._as_department(at)
        elif column.kind is Kind.OUTLINE:
            worth = -3.0 if self.runs[at] is not None else (1.0 if _HAPPENED.search(text) else 0.2)
            worth -= 1.5 * as_department(text) * (at == 0)
        elif column.kind is Kind.MEASURES:
            worth = self._as_measure(at)
        elif column.kind is Kind.STATUS:
            worth = self._as_status(at)
        elif column.kind is Kind.EVALUATION:
            worth = 1.0 if DONE.search(text) else 0.0
        else:
            worth = self._as_extra(at, column)
        widest = self.widths.get(column)
        if widest is not None and self.wide[at] > widest + 2:
            worth -= 6
        return worth

    def _as_department(self, at: int) -> float:
        text = self.bare[at]
        if as_department(text):
            return 6.0
        if at and len(text) <= 8 and not as_department(self.bare[at - 1]) and as_department(self.bare[at - 1] + text):
            return 6.0
        if len(text) <= 12 and at + 1 < len(self.bare) and not ended(text) and as_department(text + self.bare[at + 1]):
            return 2.0 if at == 0 else 0.5
        return -6.0

    def _as_measure(self, at: int) -> float:
        run, text = self.runs[at], self.bare[at]
        if self.bulleted[at]:
            return 2.0 - 1.5 * bool(DONE.search(text))
        wanted = 0 if self.measures_first or self.run_count < 2 else 1
        if run is not None:
            return 4.0 if run == wanted else -3.0
        if self.shared[at] or _EVALUATION.match(text):
            return -3.0
        worth = -1.0 if DONE.search(text) else (0.5 if TO_DO.search(text) else 0.0)
        return worth - 2.0 * (self.labelled is not None and at < self.labelled)

    def _as_status(self, at: int) -> float:
        run, text = self.runs[at], self.bare[at]
        if self.bulleted[at]:
            return 1.0 + 1.0 * bool(DONE.search(text))
        wanted = 1 if self.measures_first or self.run_count < 2 else 0
        if run is not None:
            return 4.0 if run == wanted else -3.0
        if self.shared[at] or _EVALUATION.match(text):
            return 4.0
        return 1.0 if DONE.search(text) else (-0.5 if TO_DO.search(text) else 0.0)

    def _as_extra(self, at: int, column: Column) -> float:
        text = unicodedata.normalize("NFKC", self.bare[at])
        short = Stretch.short(self.bare[at])
        if re.search(r"日$|年月|時期|日時|月$", column.heading):
            return 6.0 if _MONTH.fullmatch(text) or parse_date(text) else -4.0
        if re.search(r"件数|人数|件$|数$", column.heading):
            return 6.0 if _COUNT.fullmatch(text) else -4.0
        return -1.0 if short or self.runs[at] is not None else -0.2

    @cached_property
    def wide(self) -> list[int]:
        """Return how wide each line is."""
        return [width_of(text) for text in self.bare]

    @cached_property
    def sentences(self) -> bool:
        """Tell whether texts are sentences with a full stop, or nouns without."""
        return sum(map(ended, self.bare)) >= 0.1 * len(self.bare)

    @cached_property
    def spaced(self) -> bool:
        """Tell whether blank lines say something: there are some."""
        return any(line.blank for line in self.lines[1:])

    def crossing(self, at: int, before: int, after: int) -> float:
        """Return what it costs that line ``at`` is in column ``after`` and the one above it in ``before``."""
        above, text = self.lines[at - 1], self.bare[at]
        blank = self.lines[at].blank
        if before == after:
            return self._staying(at, self.order[before]) - (1.0 if blank else 0.0)
        cost = -sum(self.skipped(column) for column in self.order[before + 1 : after])
        cost += 0.0 if not self.spaced else (2.0 if blank else -2.0)
        from_short = self.order[before].kind in {Kind.DEPARTMENT, Kind.EXTRA}
        if ended(above.bare):
            return cost + (0.5 if self._ends_early(at - 1, self.order[before]) else -0.3)
        if from_short and (as_department(above.bare) or Stretch.short(above.bare) or len(above.bare) < 8):
            return cost
        if re.search(r"[）)]$", above.bare):
            return cost - 0.5
        if not self.sentences:
            return cost - (0.5 if self._ends_early(at - 1, self.order[before]) else 1.5)
        return cost - (1.0 if label_at(text) and begins_anew(above.bare, text) else 5.0)

    def _staying(self, at: int, column: Column) -> float:
        above = self.lines[at - 1]
        label = self.runs[at] is not None
        early = ended(above.bare) and self._ends_early(at - 1, column)
        if column.kind is Kind.MEASURES and early and not label:
            return -1.5
        return -0.4 if early and not label and column.kind is not Kind.STATUS else 0.0

    def _ends_early(self, at: int, column: Column) -> bool:
        widest = self.widths.get(column, 0) or max(self.wide)
        return self.wide[at] < widest - 4

    def skipped(self, column: Column) -> float:
        """Return what it costs that a column has nothing."""
        if self.torn:
            return 0.5
        return 3.0 if column.kind in {Kind.DEPARTMENT, Kind.OUTLINE, Kind.MEASURES} else 1.0


def divide(
    lines: Sequence[Line], order: Sequence[Column], widths: Mapping[Column, float], *, torn: bool = False
) -> Division:
    """Return the best division of ``lines`` into the columns ``order``; ``widths``: of columns, where they are known."""
    known = _Lines(lines, order, widths, torn=torn)
    count, size = len(lines), len(order)
    if not count:
        return Division((), ())
    worth = [[known.worth(at, column) for column in order] for at in range(count)]
    skips = [0.0]
    for column in order:
        skips.append(skips[-1] + known.skipped(column))
    forward = [[-skips[c] + worth[0][c] for c in range(size)]]
    chosen: list[list[int]] = []
    steps: list[list[list[float]]] = []
    for at in range(1, count):
        step = [[known.crossing(at, b, c) if b <= c else _NEVER for c in range(size)] for b in range(size)]
        last = forward[-1]
        best = [max((last[b] + step[b][c], -b) for b in range(c + 1)) for c in range(size)]
        forward.append([best[c][0] + worth[at][c] for c in range(size)])
        chosen.append([-place for _, place in best])
        steps.append(step)
    backward = [[-(skips[size] - skips[c + 1]) for c in range(size)]]
    for at in range(count - 1, 0, -1):
        step, later = steps[at - 1], backward[0]
        backward.insert(0, [max(step[b][c] + worth[at][c] + later[c] for c in range(b, size)) for b in range(size)])
    total = [[forward[at][c] + backward[at][c] for c in range(size)] for at in range(count)]
    place = max(range(size), key=lambda c: total[-1][c])
    path = [place]
    for before in reversed(chosen):
        place = before[place]
        path.insert(0, place)
    doubt = _doubt(total, path, order) or _bare_border(known, path)
    return Division(tuple(lines), tuple(order[c] for c in path), doubt, doubt is None and known.run_count > 1)


def _doubt(total: Sequence[Sequence[float]], path: Sequence[int], order: Sequence[Column]) -> tuple[str, str] | None:
    """Return the headings between which a line may as well stand on the other side."""
    for at, own in enumerate(path):
        others = [(worth, c) for c, worth in enumerate(total[at]) if c != own]
        worth, other = max(others, default=(_NEVER, own))
        if total[at][own] - worth < _SURE:
            first, second = sorted((own, other))
            return order[first].heading, order[second].heading
    return None


def _bare_border(known: _Lines, path: Sequence[int]) -> tuple[str, str] | None:
    """Return the headings of a border that nothing shows: no sentence ends, no label begins, no blank line stands there."""
    for at, (before, after) in enumerate(pairwise(path), start=1):
        left, right = known.order[before], known.order[after]
        if before == after or left.kind in {Kind.DEPARTMENT, Kind.EXTRA} or known.lines[at].blank:
            continue
        shown = ended(known.bare[at - 1]) or label_at(known.bare[at]) or _EVALUATION.match(known.bare[at])
        if not shown and not re.search(r"[）)]$", known.bare[at - 1]):
            return left.heading, right.heading
    return None


def widths_of(divisions: Sequence[Division]) -> dict[Column, float]:
    """Return how wide each column is, by the full lines that are surely in it; one in which no line was full is left out."""
    sure = [division for division in divisions if division.sure]
    columns = {column for division in sure for column in division.columns if column.kind in _TEXTS}
    widths = {column: max(full_width(one.lines_of(column)) for one in sure) for column in columns}
    return {column: width for column, width in widths.items() if width}
