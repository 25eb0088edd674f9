"""A table of which only the text is left, cell after cell and line after line, as extraction from a PDF leaves it.

The heading tells the order of the columns. An incident begins at its number; inside of it each column is a stretch of
lines, and where one ends and the next begins is found by what lines look like: the best division of all is taken, and
where another one is nearly as good, that is a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from sekisho.register.past.columns import Column, plain
from sekisho.register.past.dividing import Division, Stretch, as_department, divide, widths_of
from sekisho.register.past.drafts import Block, Draft, Found
from sekisho.register.past.joining import Line, ended, full_width, join
from sekisho.register.past.labels import label_at
from sekisho.register.past.model import Kind, Problem, Spot
from sekisho.register.past.paper import ends_page, without_paper
from sekisho.register.past.prose_headings import BEGINS, heading_of
from sekisho.register.past.rows import is_page_number
from sekisho.words import say

_BESIDE: Final = re.compile(r"(?<=[。）)]) +(?=[^\s.。])")
_PART: Final = re.compile(
    r"[【〔\[][^】〕\]]{2,24}[】〕\]]$"
    r"|(?:[■□◆◇●○]|[0-9０-９]{1,2}[ \u3000.．、])[^。、]{0,20}(?:[^。、]{2}[部局]|年度(?:分|に発生した[^。、]{1,8})?)$"
)
_CLOSED: Final = re.compile(r"[。．）)】]$")
_NOTE: Final = re.compile(r"[※＊]|[（(〔【]?注[）)〕】0-9０-９：:]|[【（(]?お?問い?合わ?せ|以上$|出典|担当[：:]")
_USUAL: Final = 0.3
"""From which share of sentences on that a blank line cuts in two, blank lines are the layout's and say nothing."""

Numbered = tuple[str, Spot]


@dataclass(slots=True)
class _Piece:
    """The lines of one incident, and where in them a page ends."""

    number: str
    spot: Spot
    lines: list[Line] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)


def read_prose(lines: Sequence[Numbered]) -> Found:
    """Return the incidents that a text holds; none where it has no heading of such a table."""
    found = Found()
    lines = [(text.replace("\f", ""), spot) for at, (text, spot) in enumerate(lines) if not ends_page(lines, at, found)]
    lines, printed = without_paper(lines)
    found.furniture += printed
    bare = [(text, spot) for text, spot in lines if text.strip()]
    heading = heading_of([text for text, _ in bare])
    if heading is None:
        found.notes = [text for text, _ in bare]
        return found
    at, size, columns = heading
    found.notes = [text for text, _ in bare[:at] if not is_page_number(text)]
    found.headings = tuple(column.heading for column in columns)
    kinds = [column.kind for column in columns]
    found.has_number, found.has_measures = Kind.NUMBER in kinds, Kind.MEASURES in kinds
    repeated = [plain(text) for text, _ in bare[at : at + size]]
    pieces, stray = _pieces(_with_blanks(lines, bare[at][1]), size, repeated, columns, found)
    found.notes += stray
    if stray and pieces:
        message = say("見出しと最初の事故の間に、どの事故のものか分からない文があります。")
        found.problems.append(Problem("stray_text", message, Spot(row=pieces[0].spot.row)))
    _drop_notes(pieces, found)
    found.drafts = _drafts(pieces, columns)
    return found


# ---------------------------------------------------------------- incidents


def _with_blanks(lines: Sequence[Numbered], start: Spot) -> list[tuple[Line, Spot]]:
    """Return the lines from the heading on; where blank lines are the rule they say nothing."""
    result: list[tuple[Line, Spot]] = []
    blank, begun, blanks = False, False, 0
    for text, spot in lines:
        begun = begun or (spot == start and bool(text.strip()))
        if not begun:
            continue
        if not text.strip():
            blank = True
            continue
        result.append((Line(text, blank), spot))
        blanks += blank
        blank = False
    cut = [line.blank for (above, _), (line, _) in pairwise(result) if len(above.bare) > 9 and not ended(above.bare)]
    if sum(cut) > _USUAL * len(cut) or not blanks:
        return [(replace(line, blank=False), spot) for line, spot in result]
    return result


def _pieces(
    lines: Sequence[tuple[Line, Spot]], size: int, repeated: Sequence[str], columns: Sequence[Column], found: Found
) -> tuple[list[_Piece], list[str]]:
    pieces: list[_Piece] = []
    stray: list[str] = []
    at, page = size, False
    while at < len(lines):
        line, spot = lines[at]
        if [plain(one.text) for one, _ in lines[at : at + size]] == repeated:
            found.furniture += [one.text for one, _ in lines[at : at + size]]
            at, page = at + size, True
            if pieces and at < len(lines) and _number(lines, at, columns, pieces) is not None:
                found.notes += _part_heading(pieces[-1].lines)
            continue
        number = _number(lines, at, columns, pieces)
        if number is not None:
            pieces.append(_Piece(number[0], spot))
            pieces[-1].lines += [one for text in number[1] for one in _cells_of(Line(text))]
        elif is_page_number(line.text) and not line.bare.isdecimal():
            found.furniture.append(line.text)
        elif pieces:
            if line.bare.isdecimal() and _value(line.bare) == _value(pieces[-1].number) + 1:
                message = say(
                    "「{number}」だけの行が、次の事故の番号かもしれません。前の事故の文として読みました。",
                    number=line.bare,
                )
                found.problems.append(Problem("number_inside", message, spot))
            if page:
                pieces[-1].pages.append(len(pieces[-1].lines))
            pieces[-1].lines += _cells_of(line)
        else:
            stray.append(line.text)
        page = False
        at += 1
    return pieces, stray


def _part_heading(lines: list[Line]) -> list[str]:
    """Take the heading of a part of the report (【教育委員会】, ２　令和５年度) out of the end of the lines above its table."""
    if len(lines) < 2 or not _PART.match(lines[-1].bare) or ended(lines[-1].bare) or not _CLOSED.search(lines[-2].bare):
        return []
    return [lines.pop().bare]


def _cells_of(line: Line) -> list[Line]:
    """Part a line where two cells stand in it: a blank after the end of a sentence is none that Japanese has."""
    texts: list[str] = []
    for one in _BESIDE.split(line.text):
        label = label_at(texts[-1].strip()) if texts else None
        if label and label.end == len(texts[-1].strip()):
            texts[-1] += " " + one
        elif one.strip():
            texts.append(one)
    return [Line(text, line.blank and at == 0) for at, text in enumerate(texts)]


def _number(
    lines: Sequence[tuple[Line, Spot]], at: int, columns: Sequence[Column], pieces: Sequence[_Piece]
) -> tuple[str, list[str]] | None:
    """Return the number of the incident that begins in line ``at`` and what else stands in that line, piece by piece."""
    if Kind.NUMBER not in {column.kind for column in columns}:
        return _department(lines, at, columns, pieces)
    match = BEGINS.match(lines[at][0].text)
    if match is None:
        return None
    rest = match["rest"].strip()
    told = _parted(rest)
    after = [line.bare for line, _ in lines[at + 1 : at + 6]]
    place = next(i for i, column in enumerate(columns) if column.kind is Kind.NUMBER)
    between = [column.kind for column in columns[place + 1 :]]
    before_whose = between.index(Kind.DEPARTMENT) if Kind.DEPARTMENT in between else 0
    if pieces and not match["rest"].strip() and len(pieces[-1].lines) < before_whose:
        return None
    following = [column.kind for column in columns[place + 1 : place + 4]]
    whose = Kind.DEPARTMENT in following or place > 0
    expected = _value(pieces[-1].number) + 1 if pieces else 1
    value = _value(match["number"])
    named = _names_department(told, after)
    free = bool(between) and between[0] is Kind.EXTRA and not match["rest"].strip() and value == expected
    if whose and not named and not (free and (not pieces or ended(lines[at - 1][0].bare))):
        return None
    if not whose and value != expected:
        return None
    if pieces and value == _value(pieces[-1].number) and not ended(lines[at - 1][0].bare):
        return None
    return match["number"].strip(), told


def _department(
    lines: Sequence[tuple[Line, Spot]], at: int, columns: Sequence[Column], pieces: Sequence[_Piece]
) -> tuple[str, list[str]] | None:
    """Where there are no numbers, an incident begins with its department, at the end of a sentence."""
    if columns[0].kind is not Kind.DEPARTMENT:
        return None
    told = _parted(lines[at][0].bare)
    if not as_department(told[0]) or (pieces and not ended(lines[at - 1][0].bare)):
        return None
    return "", told


def _value(number: str) -> int:
    digits = re.sub(r"[^0-9]", "", number.translate({ord("０") + n: str(n) for n in range(10)}))
    return int(digits) if digits else 0


def _parted(rest: str) -> list[str]:
    """Part a department, a date or a number of people from what follows in the same line."""
    told: list[str] = []
    while rest:
        token, _, after = rest.partition(" ") if " " in rest.replace("\u3000", " ") else (rest, "", "")
        if "\u3000" in rest and (not after or rest.find("\u3000") < len(token)):
            token, _, after = rest.partition("\u3000")
        if not after or not (as_department(token) or Stretch.short(token)):
            return [*told, rest]
        told.append(token)
        rest = after.strip()
    return told


def _names_department(told: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether a department stands here, after dates and counts: in a piece, or wrapped over two or three lines."""
    texts = [piece for text in (*told, *after) for piece in _parted(text)]
    while texts and Stretch.short(texts[0]):
        del texts[0]
    return any(
        len(joined := "".join(texts[:count])) <= 20 and as_department(joined)
        for count in range(1, min(3, len(texts)) + 1)
    )


def _drop_notes(pieces: Sequence[_Piece], found: Found) -> None:
    """Take remarks below the table out of the last incident."""
    if not pieces:
        return
    lines = pieces[-1].lines
    first = next((at for at in range(1, len(lines)) if _NOTE.match(lines[at].bare) and ended(lines[at - 1].bare)), None)
    # A remark in the middle of the incident is its own; one with nothing but remarks below it is the table's.
    if (
        first is not None
        and len(lines) - first <= 6
        and not any(ended(one.bare) and not _NOTE.match(one.bare) for one in lines[first + 1 :])
    ):
        found.notes += [line.text for line in lines[first:]]
        del lines[first:]
    while lines and lines[-1].bare.isdecimal() and len(lines[-1].bare) < 4:
        last = lines.pop()
        found.furniture.append(last.text)
        message = say("最後の「{number}」をページ番号とみなしました。", number=last.bare)
        asks = _value(last.bare) == _value(pieces[-1].number) + 1
        found.problems.append(Problem("page_number", message, Spot(incident=pieces[-1].number or None), asks))


# ---------------------------------------------------------------- columns


def _drafts(pieces: Sequence[_Piece], columns: Sequence[Column]) -> list[Draft]:
    order = [column for column in columns if column.kind is not Kind.NUMBER]
    first = [_divided(piece, order, {}) for piece in pieces]
    widths = widths_of([division for one in first for division in one])
    divided = [_divided(piece, order, widths) for piece in pieces]
    # What is wider than its column moved in the second pass: the columns are known better now.
    widths = {
        column: max((full_width(division.lines_of(column)) for one in divided for division in one), default=0)
        for column in order
    }
    return [_draft(piece, order, one, widths) for piece, one in zip(pieces, divided, strict=True)]


def _divided(piece: _Piece, order: Sequence[Column], widths: dict[Column, float]) -> list[Division]:
    """Divide the lines of an incident; those of each page by themselves."""
    bounds = [0, *piece.pages, len(piece.lines)]
    parts = [piece.lines[a:b] for a, b in pairwise(bounds) if b > a]
    return [divide(part, order, widths, torn=number > 0) for number, part in enumerate(parts)]


def _draft(piece: _Piece, order: Sequence[Column], divided: Sequence[Division], widths: dict[Column, float]) -> Draft:
    def joined(column: Column) -> list[Line]:
        return [line for division in divided for line in division.lines_of(column)]

    texts = {column: join(joined(column), soft=True, width=widths.get(column, 0)) for column in order}
    draft = Draft(number=piece.number, spot=piece.spot, blocks=[Block()])
    for column, text in texts.items():
        if column.kind is Kind.DEPARTMENT:
            # A department is a name: where it is broken says nothing.
            name = "".join(line.bare for line in joined(column))
            draft.department += ("\n" if draft.department and name else "") + name
        elif column.kind is Kind.OUTLINE:
            draft.outline = text.text
        elif column.kind is Kind.MEASURES:
            draft.blocks[0].measures = text
        elif column.kind is Kind.STATUS:
            draft.blocks[0].status = text
        elif column.kind is Kind.EVALUATION:
            draft.evaluation = text.text
        elif text.text:
            draft.extra.append((column.heading, text.text))
    draft.problems = _doubts(piece, order, divided)
    return draft


def _doubts(piece: _Piece, order: Sequence[Column], divided: Sequence[Division]) -> list[Problem]:
    place = replace(piece.spot, incident=piece.number or None)
    problems = []
    if len(divided) > 1:
        problems.append(
            Problem("row_torn", say("ページをまたいだ行をつなぎました。つなぎ目を確かめてください。"), place)
        )
    doubtful = next((division.doubt for division in divided if division.doubt is not None), None)
    if doubtful is not None:
        message = say(
            "「{before}」と「{after}」の境目がはっきりしません。確かめてください。",
            before=doubtful[0],
            after=doubtful[1],
        )
        problems.append(Problem("unsure_border", message, replace(place, column=doubtful[1])))
    status = next((column for column in order if column.kind is Kind.STATUS), None)
    if status is not None and not any(division.lines_of(status) for division in divided):
        problems.append(
            Problem("no_status", say("実施状況が見つかりません。再発防止策に混ざっていないか確かめてください。"), place)
        )
    if any(_stranger(division) for division in divided):
        message = say(
            "この事故の中に、別の部署の名前のような行があります。二つの事故が混ざっていないか確かめてください。"
        )
        problems.append(Problem("two_departments", message, place))
    return problems


def _stranger(division: Division) -> bool:
    """Tell whether a department stands in the middle of other columns: the text is in another order than the heading."""
    lines = list(zip(division.lines, division.columns, strict=True))
    return any(
        column.kind is not Kind.DEPARTMENT and len(line.bare) < 14 and as_department(line.bare) and ended(above.bare)
        for (above, _), (line, column) in pairwise(lines)
    )
