"""What the words of a yearly report are called, how its days are written, and what a citizen is told of a measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sekisho.documents.yearly.model import Measured, Report
from sekisho.japan.dates import era_text
from sekisho.register.counting import Count
from sekisho.register.model import State
from sekisho.words import Sentence, Titled, say

HEADS = (
    say("番号"),
    say("部署"),
    say("事故の概要"),
    say("再発防止策"),
    say("再発防止策の実施状況（取組に対する評価等を含む）"),
)
"""The five columns, in the words of the report that the project comes from."""
STATES: Mapping[State, Sentence] = {
    "words-only": say("根拠なし"),
    "no-occasion": say("対象なし＝未確認"),
    "done": say("実施"),
    "exceptions": say("例外あり"),
}
UNITS: Mapping[str, Sentence] = {"dispatch": say("送付"), "person": say("職員"), "time": say("行事")}
_ERAS = {"明治": "Meiji", "大正": "Taisho", "昭和": "Showa", "平成": "Heisei", "令和": "Reiwa"}


def shown(text: Sentence | str, lang: str) -> str:
    """Return a text in a language, ``ja`` or ``en``; what somebody typed stays as it is."""
    return text.render(lang) if isinstance(text, Sentence) else text


def title(year: int) -> Sentence:
    """Return the title of the report of a fiscal year."""
    return say("{year}年度（{era}年度）情報セキュリティ事故の再発防止策の実施状況", year=year, era=era_year(year))


def era_year(year: int) -> Titled:
    """Return the year of the era that a fiscal year is called by: 令和5.

    That of the first of May: the fiscal year 2019 is 令和元年度 as a whole (改元に伴う元号による年表示の取扱いについて,
    2019), and the others changed later in their year or before it.
    """
    told = era_text(date(year, 5, 1)).split("年", 1)[0]
    name, count = told[:2], told[2:]
    return Titled(told, f"{_ERAS[name]} {1 if count == '元' else count}") if name in _ERAS else Titled(told, told)


def day(on: date, lang: str) -> str:
    """Return a day as a document quotes it: 令和8年（2026年）11月20日; 2026-11-20 in English."""
    if lang == "en":
        return on.isoformat()
    era, rest = era_text(on).split("年", 1)
    return f"{era}年（{on.year}年）{rest}" if not era.isdigit() else era_text(on)


def period(report: Report, lang: str) -> str:
    """Return the days over which measures were counted, or nothing."""
    first, last = report.measured_from, report.measured_until
    if first is not None and last is not None:
        told = say("{first}から{last}まで", first=day(first, lang), last=day(last, lang))
    elif first is not None:
        told = say("{first}から", first=day(first, lang))
    elif last is not None:
        told = say("{last}まで", last=day(last, lang))
    else:
        return ""
    return told.render(lang)


# ---------------------------------------------------------------- the state of a measure


def state_of(measured: Measured) -> Sentence:
    """Return the state in one word with its denominator: 実施 38/38; 例外あり 2/3・例外1."""
    word = STATES[measured.state]
    if measured.state in {"words-only", "no-occasion"}:
        return word
    if measured.counts:
        word = say("{state} {done}/{of}", state=word, done=measured.counts[0].done, of=measured.counts[0].of)
    if measured.state == "exceptions" and measured.exceptions:
        word = say("{state}・例外{count}", state=word, count=measured.exceptions)
    return word


def said_of(measured: Measured) -> Sentence:
    """Return what a citizen is told of a measure, made of its counts alone: nobody's reason, nobody's name.

    The exceptions are told with the first count. A count with the denominator 0 is not called kept.
    """
    said = list(_said(measured))
    if measured.since is not None and measured.state in {"done", "exceptions"}:
        told = Titled(day(measured.since, "ja"), day(measured.since, "en"))
        said.append(say("{day}の分から数えています。", day=told))
    return _in_a_row(said)


def _said(measured: Measured) -> Iterable[Sentence]:
    told = [count for count in measured.counts if count.of]
    if measured.state == "words-only":
        yield say("確かめる方法がまだ決まっていません。")
    elif measured.state == "no-occasion" or (measured.counts and not told):
        yield _nothing(measured.counts)
    elif told:
        yield from (_counted(count, measured.exceptions if place == 0 else 0) for place, count in enumerate(told))
    elif measured.exceptions:
        yield say("理由を確かめて例外としたことが{count}回あります。", count=measured.exceptions)
    else:
        yield say("行ったことを確かめました。") if measured.state == "done" else say("行わなかったことがあります。")


def _nothing(counts: tuple[Count, ...]) -> Sentence:
    match counts[0].unit if counts else None:
        case "dispatch":
            return say("対象となる送付がまだなく、確かめられていません。")
        case "person":
            return say("対象となる職員がまだなく、確かめられていません。")
        case "time":
            return say("対象となる行事がまだなく、確かめられていません。")
        case _:
            return say("対象となることがまだなく、確かめられていません。")


def _counted(count: Count, exceptions: int) -> Sentence:
    done, of = count.done, count.of
    rest = of - done - exceptions
    if count.unit == "person":
        first = (
            say("対象の職員{of}人の全員が行いました。", of=of)
            if done == of
            else say("対象の職員{of}人のうち{done}人が行いました。", of=of, done=done)
        )
    elif count.unit == "time":
        first = (
            say("対象の行事{of}回のすべてで行いました。", of=of)
            if done == of
            else say("対象の行事{of}回のうち{done}回で行いました。", of=of, done=done)
        )
    elif done == of:
        first = say("送付{of}件のすべてで行いました。", of=of)
    elif exceptions and not rest:
        return say(
            "送付{of}件のうち{done}件で行い、{exceptions}件は理由を確かめて例外としました。",
            of=of,
            done=done,
            exceptions=exceptions,
        )
    else:
        first = say("送付{of}件のうち{done}件で行いました。", of=of, done=done)
    if exceptions:
        return _in_a_row((first, say("理由を確かめて例外としたことが{count}回あります。", count=exceptions)))
    return first


def _in_a_row(sentences: Iterable[Sentence]) -> Sentence:
    first, *others = sentences
    for other in others:
        first = say("{sentence}{next}", sentence=first, next=other)
    return first
