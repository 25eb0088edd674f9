"""A past report as it was read, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sekisho.register.past.model import PastIncident, PastReport, Problem
from sekisho.words import Sentence, say


def as_json(report: PastReport, lang: str = "ja") -> str:
    """Return a report for machines: each incident's texts hold every character of its row once.

    ``number`` is a number where the report writes plain digits, else the text as written. ``contractor`` is true where
    the text says that it happened at a contractor's. ``extra``: the columns without a field of their own, by heading.
    """
    told = {
        "title": report.title,
        "year": report.year,
        "incidents": [_incident(one) for one in report.incidents],
        "problems": [_problem(one, lang) for one in report.problems],
        "notes": list(report.notes),
        "furniture": list(report.furniture),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _incident(one: PastIncident) -> dict[str, Any]:
    return {
        "number": _number(one.number),
        "department": one.department,
        "outline": one.outline,
        "measures": [{"label": each.label, "text": each.text, "status": each.status} for each in one.measures],
        "status": one.status,
        "evaluation": one.evaluation,
        "dates": [day.isoformat() for day in one.dates],
        "contractor": one.contractor,
        **({"extra": _extra(one)} if one.extra else {}),
    }


def _number(number: str) -> int | str:
    return int(number) if number.isascii() and number.isdigit() and str(int(number)) == number else number


def _extra(one: PastIncident) -> dict[str, str]:
    """Return the columns without a field by heading; two of one heading are told apart, so that neither is lost."""
    extra: dict[str, str] = {}
    for heading, text in one.extra:
        name, count = heading, 1
        while name in extra:
            count += 1
            name = f"{heading} ({count})"
        extra[name] = text
    return extra


def _problem(one: Problem, lang: str) -> dict[str, Any]:
    place = one.place
    told = {
        "page": place.page,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "incident": place.incident,
    }
    return {
        "code": one.code,
        "message": one.message.render(lang),
        "asks": one.asks,
        "place": {name: value for name, value in told.items() if value is not None},
    }


# ---------------------------------------------------------------- for people


def as_text(report: PastReport, lang: str = "ja") -> str:
    """Return a report for people: what was found, incident by incident, and what is not certain."""
    return "".join(f"{line}\n" for line in _told(report, lang))


def _told(report: PastReport, lang: str) -> Iterator[str]:
    if report.title:
        yield report.title
    measures = sum(len(one.measures) for one in report.incidents)
    if report.year is not None:
        yield say("年度: {year}", year=report.year).render(lang)
    yield say("事故 {incidents}件、再発防止策 {measures}件", incidents=len(report.incidents), measures=measures).render(
        lang
    )
    for one in report.incidents:
        yield ""
        yield from _incident_told(one, lang)
    if report.notes:
        yield ""
        yield say("表の外の文").render(lang)
        yield from (f"  {note}" for note in report.notes)
    yield ""
    if not report.problems:
        yield say("分からないところはありません。").render(lang)
        return
    yield say("確かめるところ {count}か所", count=len(report.problems)).render(lang)
    yield from (f"  {_with_place(one).render(lang)}" for one in report.problems)


def _incident_told(one: PastIncident, lang: str) -> Iterator[str]:
    yield f"{one.number or '-'}  {_flat(one.department)}"
    yield from _field(say("事故の概要"), one.outline, lang)
    for each in one.measures:
        yield f"  {each.label or '-'} {_flat(each.text)}"
        if each.status:
            yield f"      → {_flat(each.status)}"
        elif each.shared:
            yield f"      → {say('事故の実施状況にまとめて書かれています。').render(lang)}"
    yield from _field(say("実施状況"), one.status, lang)
    yield from _field(say("評価"), one.evaluation, lang)
    for heading, text in one.extra:
        yield f"  {heading}: {_flat(text)}"
    if one.dates:
        yield from _field(say("日付"), "、".join(day.isoformat() for day in one.dates), lang)
    if one.contractor:
        yield f"  {say('委託先で起こった事故').render(lang)}"


def _field(name: Sentence, text: str, lang: str) -> Iterator[str]:
    if text:
        yield f"  {name.render(lang)}: {_flat(text)}"


def _flat(text: str) -> str:
    return " / ".join(line.strip() for line in text.split("\n") if line.strip())


def _with_place(problem: Problem) -> Sentence:
    """Return a problem with its place in front."""
    place = problem.place
    named = [
        *([say("{page}ページ", page=place.page)] if place.page is not None else []),
        *([say("シート「{sheet}」", sheet=place.sheet)] if place.sheet else []),
        *([say("{row}行目", row=place.row)] if place.row is not None else []),
        *([say("番号{number}", number=place.incident)] if place.incident else []),
        *([say("「{column}」の列", column=place.column)] if place.column else []),
    ]
    told = say("要確認：{told}", told=problem.message) if problem.asks else problem.message
    return say("{place} — {told}", place=named, told=told) if named else told
