"""A procedure as people look at it: the path from its first gate to its last, as text and as a picture.

The picture is one SVG that needs nothing else: no font, style sheet, script or address. It shows the way and nobody's
progress on it, so its gates have no doors, and nothing in it has the colours that stand for a state. Only a procedure
that has passed its lint can be drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from sekisho.gate.lettering import wrapped
from sekisho.gate.naming import CHANNELS, METHODS, ROLES, UNITS, WAYS, kind_of
from sekisho.gate.procedure import Procedure, Step
from sekisho.words import Sentence, say

INK, QUIET, ROAD, WASH = "#1a1a1a", "#4d4d4d", "#949494", "#f2f2f2"
FONT = "'BIZ UDPGothic', 'BIZ UDGothic', 'Noto Sans JP', sans-serif"
SHORT = 8
"""Gates that stand in one row; more stand in rows of :data:`ROW`."""
_NO_DEPUTY = say("代決はできない")
_COMMA = {"ja": "、", "en": ", "}
ROW = 6
WIDE, INNER, SIDE, LEAD = 184, 168, 24, 20
"""Width of a gate's column and of the words in it, margin of the picture, and height of a line; in pixels."""


# ---------------------------------------------------------------- what is said of a step


def about(procedure: Procedure) -> tuple[Sentence, ...]:
    """Return what is said of the whole procedure, in one phrase each."""
    said = [
        say("送り方：{channel}", channel=CHANNELS[procedure.channel]),
        say("係の人数：課長のほか{count}人から", count=procedure.smallest_section),
    ]
    if procedure.escalates_to:
        said.append(say("より厳しい手順：{name}", name=procedure.escalates_to))
    return tuple(said)


def doers(step: Step, lang: str) -> str:
    """Return who does a step."""
    return _COMMA[lang].join(ROLES[role].render(lang) for role in step.by)


def notes(step: Step, procedure: Procedure) -> tuple[Sentence, ...]:
    """Return what else is asked of a step, in one phrase each: how, after which steps, by whom not."""
    return (*_how(step), *_when(step, procedure), *_who(step, procedure))


def terms(step: Step, procedure: Procedure) -> tuple[Sentence, ...]:
    """Return how and when a step is done, for a table that says who does it, and in which training, in columns of its own."""
    alone = () if step.deputy else (_NO_DEPUTY,)
    return (*_how(step), *_when(step, procedure), *alone)


def _how(step: Step) -> Iterator[Sentence]:
    if step.method == "trace_sample":
        yield say("{count}行を抜き出してたどる", count=step.sample)
    elif step.method:
        yield METHODS[step.method]
    if step.blind:
        yield say("前の人の答えを見ない")
    if step.standing:
        yield say("年度ごとの決裁でもよい")
    if step.ways:
        yield say("方法：{ways}", ways=[WAYS[way] for way in step.ways])
    if step.paper:
        yield say("紙でもよい")


def _when(step: Step, procedure: Procedure) -> Iterator[Sentence]:
    if not _follows(step, procedure):
        needs = _numbers(step.needs, procedure)
        yield say("{numbers}のあと", numbers=needs) if needs else say("いつでも始められる")
    if step.after_days:
        yield say("{days}日後にも", days=[str(one) for one in step.after_days])


def _who(step: Step, procedure: Procedure) -> Iterator[Sentence]:
    place = procedure.steps.index(step)
    earlier = [one.id for one in procedure.steps[:place] if one.id in procedure.apart[step.id]]
    if earlier:
        yield say("{numbers}とは別の人", numbers=_numbers(earlier, procedure))
    if step.training:
        yield say("研修：{courses}", courses=step.training)
    if not step.deputy:
        yield _NO_DEPUTY


def _numbers(ids: Sequence[str], procedure: Procedure) -> list[str]:
    """Return by which numbers steps are drawn."""
    return [str(number) for number, one in enumerate(procedure.steps, 1) if one.id in ids]


def _follows(step: Step, procedure: Procedure) -> bool:
    """Return whether a step stands on the one above it and on nothing else, as one reads it."""
    number = procedure.steps.index(step)
    return step.needs == ((procedure.steps[number - 1].id,) if number else ())


def _reasons(step: Step, lang: str) -> Iterator[str]:
    """Give what brought a step, the measures of one incident together: 2023-2-②、③."""
    for incident, ones in groupby(step.because, lambda one: "-".join(one.split("-")[:2])):
        measures = [mark for one in ones if (mark := one.removeprefix(incident).removeprefix("-"))]
        yield "-".join(filter(None, (incident.removeprefix("FY"), _COMMA[lang].join(measures))))


def _title(step: Step | Procedure, lang: str) -> str:
    return step.title_en or step.title if lang == "en" else step.title


def _heading(procedure: Procedure, lang: str) -> str:
    return f"{_title(procedure, lang)}  {procedure.name}"


# ---------------------------------------------------------------- as text


def text(procedure: Procedure, lang: str = "ja") -> str:
    """Return the path as lines of text, one gate after another; ``lang`` is ``ja`` or ``en``."""
    return "\n".join((_heading(procedure, lang), *_subtitle(procedure, lang), "", *_gates(procedure, lang))) + "\n"


def _subtitle(procedure: Procedure, lang: str) -> Iterator[str]:
    yield "  ".join(one.render(lang) for one in about(procedure))


def _gates(procedure: Procedure, lang: str) -> Iterator[str]:
    for number, step in enumerate(procedure.steps, 1):
        single = step.id in procedure.one_at_a_time
        if single and step.id == procedure.one_at_a_time[0]:
            yield " ║  " + say("ここから一つずつ").render(lang)
        road = " ║  " if single else " │  "
        gate = " ╬═ " if step.kind == "release" else " ╫─ " if single else " ├─ "
        kind, unit = kind_of(step, procedure).render(lang), UNITS[step.per].render(lang)
        yield f"{gate}{number:>2}  {kind}  {doers(step, lang)}  {unit}"
        yield f"{road}    {_title(step, lang)}"
        more = [one.render(lang) for one in notes(step, procedure)]
        more += [_COMMA[lang].join(step.because)] if step.because else []
        if more:
            yield f"{road}    " + " ・ ".join(more)
        if single and step.id == procedure.one_at_a_time[-1]:
            yield " ║  " + say("ここまで済んだら、次を開く").render(lang)


# ---------------------------------------------------------------- as a picture


@dataclass(frozen=True, slots=True)
class _Cell:
    """A gate in its place: ``heads`` and ``lines`` are wrapped to the width of its column."""

    step: Step
    number: int
    heads: tuple[str, ...]
    doers: tuple[str, ...]
    title: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        return _BELOW + LEAD * (len(self.doers) + len(self.title) + len(self.lines)) + 20


_GATE = 74  # from the top of a cell to the top of its gate, 46 high
_BELOW = _GATE + 46 + 14


def svg(procedure: Procedure, lang: str = "ja") -> str:
    """Return the path as an SVG picture of its own; ``lang`` is ``ja`` or ``en``."""
    columns = len(procedure.steps) if len(procedure.steps) <= SHORT else ROW
    cells = [_cell(procedure, number, lang) for number in range(len(procedure.steps))]
    rows = [cells[first : first + columns] for first in range(0, len(cells), columns)]
    width = 2 * SIDE + max(columns, 4) * WIDE
    top = 2 * SIDE + 64
    drawn: list[str] = []
    for row in rows:
        drawn += _row(procedure, row, top, lang)
        top += max(cell.height for cell in row) + SIDE + LEAD
    heading = [
        _text(SIDE, SIDE + 20, _title(procedure, lang), size=20, bold=True, anchor="start"),
        _text(SIDE, SIDE + 46, "　".join(one.render(lang) for one in about(procedure)), anchor="start", fill=QUIET),
    ]
    return "\n".join([*_opening(procedure, lang, width, top - LEAD), *heading, *drawn, "</svg>"]) + "\n"


def _opening(procedure: Procedure, lang: str, width: int, height: int) -> Iterator[str]:
    said = ". " if lang == "en" else "。"
    path = said.join(
        f"{number} {kind_of(step, procedure).render(lang)} ({doers(step, lang)})"
        for number, step in enumerate(procedure.steps, 1)
    )
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" lang="{lang}" aria-labelledby="{procedure.name}-title {procedure.name}-path" '
        f'font-family="{FONT}" font-size="14" fill="{INK}" text-anchor="middle">'
    )
    yield f'<title id="{procedure.name}-title">{escape(_title(procedure, lang))}</title>'
    yield f'<desc id="{procedure.name}-path">{escape(path)}</desc>'
    yield f'<path fill="#ffffff" d="M0 0H{width}V{height}H0z"/>'


def _cell(procedure: Procedure, index: int, lang: str) -> _Cell:
    step = procedure.steps[index]
    said = (
        UNITS[step.per].render(lang),
        *(note.render(lang) for note in notes(step, procedure)),
        *_reasons(step, lang),
    )
    return _Cell(
        step,
        index + 1,
        wrapped(kind_of(step, procedure).render(lang), INNER, 17),
        wrapped(doers(step, lang), INNER, 14),
        wrapped(_title(step, lang), INNER, 14),
        tuple(line for one in said for line in wrapped(one, INNER, 14)),
    )


def _row(procedure: Procedure, row: list[_Cell], top: int, lang: str) -> Iterator[str]:
    tall = max(cell.height for cell in row)
    for single, run in groupby(enumerate(row), lambda one: one[1].step.id in procedure.one_at_a_time):
        if single:
            places = [column for column, _ in run]
            left, right = SIDE + places[0] * WIDE, SIDE + (places[-1] + 1) * WIDE
            yield f'<path fill="{WASH}" d="M{left} {top - LEAD}H{right}V{top + tall}H{left}z"/>'
            yield _text(left + 8, top - 2, say("一つずつ").render(lang), anchor="start", fill=QUIET)
    ground = top + _GATE + 44
    for column, cell in enumerate(row):
        middle = SIDE + column * WIDE + WIDE // 2
        before = procedure.steps[cell.number - 2].id if cell.number > 1 else ""
        if before in cell.step.needs:
            start = middle - WIDE if column else SIDE
            yield (
                f'<path stroke="{ROAD}" stroke-width="4" stroke-dasharray="4 5" '
                f'd="M{start + (28 if column else 0)} {ground}H{middle - 28}"/>'
            )
        yield from _gate(cell, middle, top)


def _gate(cell: _Cell, middle: int, top: int) -> Iterator[str]:
    """Give a 冠木門 (two posts and a beam) with its number and name above it, and what is asked below."""
    yield _text(middle, top + 18, str(cell.number), fill=QUIET)
    first = top + 52 if len(cell.heads) == 1 else top + 40
    for number, line in enumerate(cell.heads[:2]):
        yield _text(middle, first + 21 * number, line, size=17, bold=True)
    x, y = middle - 28, top + _GATE
    beam, posts = "M1 8H55V13.5H1z", "M8 3H13V46H8zM43 3H48V46H43z"
    sign = f'<path fill="#ffffff" stroke="{INK}" stroke-width="1.5" d="M17 20H39V42H17z"/>' + _text(
        28, 36.5, "出", size=15, bold=True
    )
    yield f'<g transform="translate({x} {y})"><path d="{posts}{beam}"/>{sign if cell.step.kind == "release" else ""}</g>'
    place = top + _BELOW + 10
    for said, bold, fill in (
        *((one, True, "") for one in cell.doers),
        *((one, False, "") for one in cell.title),
        *((one, False, QUIET) for one in cell.lines),
    ):
        yield _text(middle, place, said, bold=bold, fill=fill)
        place += LEAD


def _text(
    x: float, y: float, said: str, *, size: int = 14, bold: bool = False, anchor: str = "", fill: str = ""
) -> str:
    more = f' font-size="{size}"' if size != 14 else ""
    more += ' font-weight="700"' if bold else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    more += f' fill="{fill}"' if fill else ""
    return f'<text x="{x:g}" y="{y:g}"{more}>{escape(said)}</text>'
