"""The report for people at a terminal: by recipient, the place first, then why, then what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from sekisho.documents.inspection.view import MARKS, SEVERITY_NAMES, TITLES, VERDICTS, View, by_recipient
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.inspection.model import Finding

_COLOURS: Mapping[str, str] = {"stop": "1;31", "ask": "1;33", "note": "2", "pass": "1", "strong": "1", "quiet": "2"}
_INDENT = "  "
_MOST_PEOPLE = 50
"""Places of people that are listed on a terminal; a page and JSON have them all."""


def render(view: View, *, colour: bool = False) -> str:
    """Return the report as lines of text, with the terminal's colours where ``colour``."""
    return "\n".join(_lines(view, _Ink(colour=colour))) + "\n"


class _Ink:
    """Colours for a terminal, or none. A colour says nothing that the words do not say too."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self._colour and text else text


def _lines(view: View, ink: _Ink) -> Iterator[str]:
    report = view.report
    yield ink("strong", _clean(view.title()))
    yield ink("quiet", "  ".join(view.facts()))
    yield ""
    counts = "  ".join(f"{MARKS[name]} {view.words(SEVERITY_NAMES[name])} {count}" for name, count in view.counts())
    yield ink(report.verdict, view.words(VERDICTS[report.verdict]))
    yield counts
    for parcel, files in by_recipient(report.findings):
        yield ""
        if heading := view.recipient(parcel, [file for file, _ in files]):
            yield ink("strong", f"■ {_clean(heading)}")
        for file, runs in files:
            yield ""
            if file is not None:
                yield _INDENT + ink("strong", _clean(file))
            for run in runs:
                yield from _run(view, run, ink)
    yield ""
    if report.people is not None:
        yield from _people(view, ink)
    yield from _checks(view, ink)
    yield from _coverage(view, ink)


def _run(view: View, run: Sequence[Finding], ink: _Ink) -> Iterator[str]:
    first = run[0]
    join = "・" if view.lang == "ja" else ": "
    sign = (
        f"{MARKS[first.severity]} {view.words(SEVERITY_NAMES[first.severity])}{join}{view.words(TITLES[first.check])}"
    )
    for place, findings in groupby(run, key=lambda finding: (finding.file, view.place(finding.place))):
        yield _INDENT * 2 + (_clean(place[1]) or view.words(view.whole(first)))
        for finding in findings:
            yield _INDENT * 3 + ink(first.severity, sign) + _INDENT + _clean(view.words(finding.message))
    yield _INDENT * 3 + "→ " + _clean(view.words(first.advice))


def _people(view: View, ink: _Ink) -> Iterator[str]:
    yield ink("strong", view.words(say("載っている人")))
    yield _INDENT + view.people_count()
    for file, named in view.people(_MOST_PEOPLE):
        yield _INDENT + ink("strong", _clean(file))
        for place, who in named:
            yield f"{_INDENT * 2}{_clean(place)}: {_clean(who)}"
    more = len(view.report.people or ()) - _MOST_PEOPLE
    if more > 0:
        yield _INDENT + view.words(
            say("ほか {count}か所。全部を見るには --format html か json を使ってください。", count=more)
        )
    yield ""


def _checks(view: View, ink: _Ink) -> Iterator[str]:
    ran = [title for title, _, _ in view.checks(ran=True)]
    comma = "、" if view.lang == "ja" else ", "
    yield ink("strong", view.words(say("行った検査")))
    yield _INDENT + (comma.join(ran) or view.words(say("なし")))
    not_run = view.checks(ran=False)
    if not_run:
        yield ink("strong", view.words(say("行っていない検査")))
    for title, _, why in not_run:
        yield f"{_INDENT}{title}: {_clean(why)}"


def _coverage(view: View, ink: _Ink) -> Iterator[str]:
    yield ink("strong", view.words(say("読んだ範囲")))
    yield _INDENT + view.coverage()
    for file, part, why in view.not_read():
        where = f"{file} › {part}" if part else file
        yield f"{_INDENT}{view.words(say('読んでいません'))}: {_clean(where)}: {_clean(why)}"


def _clean(text: str) -> str:
    """Return a text on one line and without what a terminal takes for a command: names of files are a stranger's."""
    return "".join(char if char.isprintable() or char == "\u3000" else "\N{REPLACEMENT CHARACTER}" for char in text)
