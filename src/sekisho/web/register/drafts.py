"""A past report that was read and waits for somebody to decide: what was found, and what a person corrected of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sekisho.register.past.model import PastIncident, PastReport, Problem, Spot
from sekisho.web.register import sheets
from sekisho.words import Sentence, say

KEEP, LEAVE = "keep", "leave"
MENDED, FINE = "mended", "fine"


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """A measure as it shall be saved."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A part of the status as it shall be saved. ``label``: of the one measure of which it speaks, or empty."""

    text: str
    label: str = ""
    evaluation: bool = False


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """An incident as it shall be saved. ``department``: code of a department of today, where it is one."""

    number: str
    section: str
    outline: str
    measures: tuple[MeasureDraft, ...]
    parts: tuple[PartDraft, ...]
    more: tuple[tuple[str, str], ...] = ()
    contractor: bool = False
    department: str = ""
    leave: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person decides, as it was said when the report was read. ``decided``: how; empty while nobody has."""

    code: str
    said: str
    where: str
    asks: bool
    decided: str = ""


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What was read of a past report. ``notes``: text outside of its table, which is not saved."""

    name: str
    title: str
    year: int | None
    incidents: tuple[IncidentDraft, ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[str, ...] = ()

    @property
    def open_doubts(self) -> int:
        """How many doubts nobody has decided yet."""
        return sum(one.asks and not one.decided for one in self.doubts)


def drafted(name: str, report: PastReport, departments: Mapping[str, str], lang: str = "ja") -> ReportDraft:
    """Return a report as a draft. ``departments``: names of those of today by their codes, to find them again."""
    codes = {called: code for code, called in departments.items()}
    return ReportDraft(
        name,
        report.title,
        report.year,
        tuple(_incident(one, codes) for one in report.incidents),
        tuple(_doubt(one, lang) for one in report.problems),
        report.notes,
    )


def written(draft: ReportDraft) -> str:
    """Return a draft as JSON."""
    return json.dumps(asdict(draft), ensure_ascii=False)


def read(text: str) -> ReportDraft:
    """Return the draft that `written` wrote."""
    told = json.loads(text)
    incidents = tuple(
        IncidentDraft(
            **{
                **one,
                "measures": tuple(MeasureDraft(**each) for each in one["measures"]),
                "parts": tuple(PartDraft(**each) for each in one["parts"]),
                "more": tuple((heading, cell) for heading, cell in one["more"]),
            }
        )
        for one in told["incidents"]
    )
    doubts = tuple(Doubt(**one) for one in told["doubts"])
    return ReportDraft(told["name"], told["title"], told["year"], incidents, doubts, tuple(told["notes"]))


def corrected(draft: ReportDraft, posted: Mapping[str, Any]) -> ReportDraft:
    """Return a draft with what a person wrote in the fields of its page; a field that was not sent stays as it was.

    Raises:
        TypedError: a text is too long or has a character in it that nobody sees.

    """
    year = str(posted.get("year", draft.year or ""))
    return replace(
        draft,
        year=int(year) if year.isascii() and year.isdigit() and len(year) == len("2023") else None,
        incidents=tuple(_corrected(one, f"i{place}", posted) for place, one in enumerate(draft.incidents)),
        doubts=tuple(
            replace(one, decided=_among(posted.get(f"d{place}", one.decided), (MENDED, FINE)))
            for place, one in enumerate(draft.doubts)
        ),
    )


def faults(draft: ReportDraft, taken: Iterable[str]) -> tuple[Sentence, ...]:
    """Return what hinders a draft from being saved. ``taken``: numbers of incidents that the year has already."""
    found: list[Sentence] = []
    if draft.year is None:
        found.append(say("年度が分かりません。何年度の事故の報告かを、西暦4桁で書いてください。"))
    kept = [one for one in draft.incidents if not one.leave]
    if not kept:
        found.append(say("取り込む事故がありません。"))
    seen, there = set[str](), set(taken)
    for one in kept:
        if not one.number:
            found.append(
                say("番号のない事故があります（{section}）。番号を書いてください。", section=one.section or "—")
            )
        elif one.number in seen:
            found.append(
                say(
                    "番号{number}の事故が二つあります。どちらかの番号を直すか、片方を取り込まないでください。",
                    number=one.number,
                )
            )
        elif one.number in there:
            found.append(
                say(
                    "この年度の番号{number}は、もう登録されています。取り込まないか、番号を確かめてください。",
                    number=one.number,
                )
            )
        seen.add(one.number)
        if not one.outline:
            found.append(say("番号{number}の事故の概要が空です。", number=one.number or "—"))
    if draft.open_doubts:
        found.append(say("どうするかを決めていない問いが{count}件あります。", count=draft.open_doubts))
    return tuple(found)


def _incident(one: PastIncident, codes: Mapping[str, str]) -> IncidentDraft:
    parts = tuple(
        PartDraft(part.text, part.labels[0] if len(part.labels) == 1 else "", part.evaluation) for part in one.parts
    )
    return IncidentDraft(
        one.number,
        one.department,
        one.outline,
        tuple(MeasureDraft(each.label, each.text) for each in one.measures),
        parts,
        one.extra,
        one.contractor,
        codes.get(one.department, ""),
    )


def _doubt(one: Problem, lang: str) -> Doubt:
    return Doubt(one.code, one.message.render(lang), _where(one.place).render(lang), one.asks)


def _where(place: Spot) -> Sentence:
    told = [
        say("番号{number}", number=place.incident) if place.incident else None,
        say("{page}ページ", page=place.page) if place.page else None,
        say("シート「{sheet}」", sheet=place.sheet) if place.sheet else None,
        say("{row}行目", row=place.row) if place.row else None,
        say("「{column}」の列", column=place.column) if place.column else None,
    ]
    found = say("ファイル全体")
    for place_told, one in enumerate(filter(None, told)):
        found = one if not place_told else say("{first} {second}", first=found, second=one)
    return found


def _corrected(one: IncidentDraft, key: str, posted: Mapping[str, Any]) -> IncidentDraft:
    def text(field: str, before: str) -> str:
        name = f"{key}-{field}"
        return sheets.optional(name, str(posted[name])) if name in posted else before

    return replace(
        one,
        number=text("number", one.number),
        section=text("section", one.section),
        department=text("department", one.department),
        outline=text("outline", one.outline),
        measures=tuple(
            MeasureDraft(text(f"m{place}-label", each.label), text(f"m{place}-text", each.text))
            for place, each in enumerate(one.measures)
        ),
        parts=tuple(
            PartDraft(
                text(f"p{place}-text", each.text),
                text(f"p{place}-label", each.label),
                text(f"p{place}-kind", "evaluation" if each.evaluation else "status") == "evaluation",
            )
            for place, each in enumerate(one.parts)
        ),
        more=tuple((heading, text(f"e{place}", cell)) for place, (heading, cell) in enumerate(one.more)),
        leave=text("take", LEAVE if one.leave else KEEP) == LEAVE,
    )


def _among(value: object, words: tuple[str, ...]) -> str:
    return str(value) if value in words else ""
