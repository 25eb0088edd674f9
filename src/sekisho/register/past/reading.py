"""A past report, whatever it came as -> its incidents. The only door: web and command line read through it.

Every character of the table ends up once in an incident: what is not certain is asked for in a problem with its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from sekisho.inspection.model import Document, File
from sekisho.japan.numerals import kanji_number
from sekisho.register.past.assembling import assemble
from sekisho.register.past.columns import kind_of_heading
from sekisho.register.past.drafts import Found
from sekisho.register.past.layouts import tables_in
from sekisho.register.past.model import Kind, PastIncident, PastReport, Problem, Spot
from sekisho.register.past.prose import read_prose
from sekisho.register.past.sources import Source, source_of
from sekisho.register.past.suspicions import gaps_ask, suspicions
from sekisho.register.past.tables import read_tables
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from sekisho.inspection.gathering import Reader

READER: Final = "sekisho.inspection.worker.tables:read_tables"
"""How the pool is to read for this: a PDF's drawn tables as tables."""
_AS_TEXT: Final = frozenset({"md", "markdown", "text", "asc", "prn", "log"})
_YEAR: Final = re.compile(
    r"(?:(令和|平成|昭和|R|H)(元|[0-9一二三四五六七八九十]{1,3})|((?:19|20)[0-9]{2}))年度|FY((?:19|20)[0-9]{2})(?![0-9])"
)
_ERA_START: Final = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925}


def read_past_report(name: str, data: bytes, reader: Reader) -> PastReport:
    """Return what the report ``data`` holds. ``reader`` opens it, in a process of its own; ``READER`` is how.

    Never raises for what a file is: that is a problem of the report.
    """
    extension = PurePath(name).suffix.lstrip(".").lower()
    path = f"{name}.txt" if extension in _AS_TEXT else name
    _, document = next(iter(reader.read([File(path, data)])))
    return past_report_of(document, name)


def past_report_of(document: Document, name: str = "") -> PastReport:
    """Return what the report in ``document`` holds. ``name``: of the file, for the year where the text does not say it."""
    refused = _refused(document)
    if refused is not None:
        return PastReport("", None, (), (refused,))
    source = source_of(document)
    found = _found(source)
    found.furniture += source.furniture
    found.problems = [*_unread(document), *source.problems, *found.problems]
    if not found.drafts:
        found.problems.append(_nothing(document, source, found))
    return _report(found, name, source)


def _found(source: Source) -> Found:
    """Return what the tables hold; where none is one of incidents, what the text holds."""
    found = read_tables(source.tables)
    if found.drafts or not source.lines:
        found.notes += [line for line, _ in source.lines if line.strip()]
        return found
    lines = [*source.lines, *((note, Spot()) for note in found.notes)]
    tables, rest = tables_in(lines)
    drawn = read_tables(tables)
    drawn.notes = [*rest, *drawn.notes]
    found = drawn if drawn.drafts else read_prose(lines)
    found.guessed = found is not drawn or any(table.soft for table in tables)
    return found


# ---------------------------------------------------------------- what cannot be used


def _unusable(code: str, message: Sentence) -> Problem:
    return Problem(code, message, unusable=True)


def _refused(document: Document) -> Problem | None:
    """Return why nothing can be read from a file at all, None where something can."""
    if not document.protection.opened:
        return _unusable("protected", say("パスワードで保護されたファイルです。保護を外して渡してください。"))
    if document.format == "picture":
        return _unusable(
            "pictures_only",
            say("画像だけのファイルです。文字として読めません。文字のある元のファイルを使ってください。"),
        )
    if document.format == "zip":
        return _unusable(
            "container", say("いくつかのファイルをまとめたものです。報告のファイルを一つ取り出して渡してください。")
        )
    if document.format == "empty":
        return _unusable("empty", say("中身のないファイルです。"))
    if not document.coverage.read and not document.texts and not document.grids:
        why = next((unread.why for unread in document.coverage.not_read), say("理由は分かりません"))
        return _unusable("unreadable", say("読めないファイルです（{why}）。", why=why))
    return None


def _nothing(document: Document, source: Source, found: Found) -> Problem:
    if not any(row.cells for table in source.tables for row in table.rows) and not any(
        line.strip() for line, _ in source.lines
    ):
        if document.pictures or document.format == "pdf":
            return _unusable(
                "pictures_only",
                say("画像だけのファイルです。文字として読めません。文字のある元のファイルを使ってください。"),
            )
        return _unusable("empty", say("中身のないファイルです。"))
    if found.headings:
        return _unusable("no_rows", say("表の見出しはありますが、事故の行がありません。"))
    return _unusable(
        "no_columns",
        say(
            "事故の概要と再発防止策の表を見つけられません。見出しに「番号」「部署」「事故の概要」「再発防止策」「実施状況」などがある表を使ってください。"
        ),
    )


def _unread(document: Document) -> list[Problem]:
    return [
        Problem(
            "unread_part",
            say("読めない部分があります（{part}: {why}）。", part=one.part, why=one.why),
            Spot(one.place.page, one.place.sheet, one.place.row),
        )
        for one in document.coverage.not_read
    ]


# ---------------------------------------------------------------- the whole


def _report(found: Found, name: str, source: Source) -> PastReport:
    heading = next((h for h in found.headings if kind_of_heading(h)[0] is Kind.MEASURES), "")
    incidents: list[PastIncident] = []
    problems = list(found.problems)
    for draft in found.drafts:
        incident, doubts = assemble(draft, heading)
        incidents.append(incident)
        problems += doubts
    problems += _missing(found, incidents)
    problems += gaps_ask(found, _numbering(found, incidents))
    problems += suspicions(found, incidents)
    title, notes = _title(found)
    year = _year(title, *found.headings, *notes, *source.sheets, name)
    if incidents and year is None:
        problems.append(Problem("no_year", say("何年度の報告か、書かれていません。"), asks=False))
    return PastReport(
        title, year, tuple(incidents), tuple(problems), tuple(notes), tuple(found.furniture), found.headings
    )


def _missing(found: Found, incidents: Sequence[PastIncident]) -> list[Problem]:
    """Return what incidents lack that the table has a column for."""
    problems = []
    kinds = {kind_of_heading(heading)[0] for heading in found.headings}
    if incidents and not found.has_measures:
        problems.append(Problem("no_measures_column", say("再発防止策の列がありません。")))
    for one in incidents:
        place = Spot(one.place.page, one.place.sheet, one.place.row, None, one.number or None)
        if found.has_measures and not one.measures:
            problems.append(Problem("no_measures", say("再発防止策が空です。"), place))
        if Kind.OUTLINE in kinds and not one.outline:
            problems.append(Problem("no_outline", say("事故の概要が空です。"), place))
        if Kind.DEPARTMENT in kinds and not one.department:
            problems.append(Problem("no_department", say("部署が空です。"), place))
    return problems


def _numbering(found: Found, incidents: Sequence[PastIncident]) -> list[Problem]:
    if not incidents:
        return []
    if not found.has_number:
        return [Problem("no_number_column", say("番号の列がありません。並びの順に読みました。"), asks=False)]
    problems = []
    for number, count in Counter(one.number for one in incidents if one.number).items():
        if count > 1:
            place = Spot(incident=number)
            problems.append(
                Problem(
                    "number_twice", say("番号{number}の事故が{count}件あります。", number=number, count=count), place
                )
            )
    values = [value for one in incidents if (value := value_of(one.number)) is not None]
    if len(values) == len(incidents) and len(set(values)) == len(values):
        missing = sorted(set(range(min(values), max(values) + 1)) - set(values))
        if missing and len(missing) < 50:
            problems.append(Problem("number_gap", say("番号{missing}がありません。", missing=missing), asks=False))
    return problems


def value_of(number: str) -> int | None:
    """Return the last number in an incident's number as written: ３, No.3, R5-3, ③ are 3."""
    digits = re.findall(r"[0-9]+", unicodedata.normalize("NFKC", number))
    return int(digits[-1]) if digits and len(digits[-1]) < 7 else None


def _title(found: Found) -> tuple[str, list[str]]:
    """Return the title, and the other texts around the table."""
    notes = [note.strip() for note in found.notes if note.strip()]
    if found.title:
        return found.title, notes
    named = next(
        (note for note in notes if re.search(r"(?:年度|事故|事案|再発防止|漏えい)", note) and len(note) <= 80), ""
    )
    if named:
        notes.remove(named)
    return named, notes


def _year(*texts: str) -> int | None:
    """Return the fiscal year that the first text with one names, however wide its letters are set (令　和　５　年　度)."""
    for text in texts:
        match = _YEAR.search(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
        if match:
            return (
                int(match[3] or match[4])
                if match[3] or match[4]
                else _ERA_START[match[1]] + (1 if match[2] == "元" else kanji_number(match[2]) or 0)
            )
    return None
