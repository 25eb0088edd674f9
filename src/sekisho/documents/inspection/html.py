"""The report as one page to be read in a browser or printed on A4: nothing outside the file, and no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from sekisho.documents.inspection.view import MARKS, SEVERITY_NAMES, TITLES, VERDICTS, View, by_recipient
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.inspection.model import Finding, Severity

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The page may load nothing at all, whatever a name in it looks like."""


def render(view: View) -> str:
    """Return the report as an HTML document; every text in it is escaped."""
    return "\n".join(_page(view)) + "\n"


def _page(view: View) -> Iterator[str]:
    css = files("sekisho.documents.inspection").joinpath("report.css").read_text(encoding="utf-8")
    title = _text(view.title())
    yield f'<!DOCTYPE html>\n<html lang="{view.lang}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title} | {_text(view.words(say('関所の検査結果')))}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>"
    yield f'<header>\n<h1>{title}</h1>\n<p class="facts">{"　".join(map(_text, view.facts()))}</p>\n</header>'
    yield from _verdict(view)
    for parcel, of_files in by_recipient(view.report.findings):
        heading = view.recipient(parcel, [file for file, _ in of_files])
        yield f"<section>\n<h2>{_text(heading or view.words(say('指摘')))}</h2>"
        for file, runs in of_files:
            yield f"<h3>{_text(file)}</h3>" if file is not None else ""
            for run in runs:
                yield from _run(view, run)
        yield "</section>"
    if view.report.people is not None:
        yield from _people(view)
    yield from _checks(view)
    yield from _files(view)
    yield f"<footer>{_text(view.words(say('この紙は検査の結果です。送ってよいという決裁ではありません。')))}</footer>"
    yield "</main>\n</body>\n</html>"


def _verdict(view: View) -> Iterator[str]:
    verdict = view.report.verdict
    yield f'<div class="verdict {verdict}">\n<b>{_text(view.words(VERDICTS[verdict]))}</b>\n<ul class="counts">'
    for severity, count in view.counts():
        yield f"<li>{_mark(view, severity, f' {count}')}</li>"
    yield "</ul>\n</div>"


def _mark(view: View, severity: Severity, more: str = "") -> str:
    name = _text(view.words(SEVERITY_NAMES[severity]) + more)
    return f'<span class="mark {severity}"><i aria-hidden="true">{MARKS[severity]}</i>{name}</span>'


def _run(view: View, run: Sequence[Finding]) -> Iterator[str]:
    first = run[0]
    yield f'<div class="run {first.severity}">'
    yield _mark(view, first.severity, ("・" if view.lang == "ja" else ": ") + view.words(TITLES[first.check]))
    yield "<table><tbody>"
    for place, findings in groupby(run, key=lambda finding: view.place(finding.place)):
        messages = "<br>".join(_text(view.words(finding.message)) for finding in findings)
        yield f'<tr><th scope="row">{_text(place or view.words(view.whole(first)))}</th><td>{messages}</td></tr>'
    yield "</tbody></table>"
    yield f'<p class="do">{_text(view.words(first.advice))}</p>\n</div>'


def _people(view: View) -> Iterator[str]:
    yield f"<section>\n<h2>{_text(view.words(say('載っている人')))}</h2>\n<p>{_text(view.people_count())}</p>"
    for file, named in view.people():
        yield f"<h3>{_text(file)}</h3>\n<table><tbody>"
        for place, who in named:
            yield f'<tr><th scope="row">{_text(place)}</th><td>{_text(who)}</td></tr>'
        yield "</tbody></table>"
    yield "</section>"


def _checks(view: View) -> Iterator[str]:
    comma = "、" if view.lang == "ja" else ", "
    ran = comma.join(title for title, _, _ in view.checks(ran=True)) or view.words(say("なし"))
    yield f"<section>\n<h2>{_text(view.words(say('検査')))}</h2>"
    yield f'<table><tbody><tr><th scope="row">{_text(view.words(say("行った検査")))}</th><td>{_text(ran)}</td></tr>'
    for title, _, why in view.checks(ran=False):
        label = view.words(say("行っていない: {check}", check=title))
        yield f'<tr><th scope="row">{_text(label)}</th><td>{_text(why)}</td></tr>'
    yield "</tbody></table>\n</section>"


def _files(view: View) -> Iterator[str]:
    words = [view.words(word) for word in (say("ファイル"), say("読んだ範囲"), say("SHA-256"))]
    yield f"<section>\n<h2>{_text(view.words(say('読んだ範囲')))}</h2>\n<p>{_text(view.coverage())}</p>"
    yield (
        "<table><thead><tr>" + "".join(f'<th scope="col">{_text(word)}</th>' for word in words) + "</tr></thead><tbody>"
    )
    nested = {file.path for file in view.report.nested}
    for file in (*view.report.files, *view.report.nested):
        digest = "" if file.path in nested else f"{file.sha256[:32]}<wbr>{file.sha256[32:]}"
        amount = f"{file.coverage.read} / {file.coverage.parts}"
        yield f'<tr><td>{_text(file.path)}</td><td class="n">{amount}</td><td class="hash">{digest}</td></tr>'
    yield "</tbody></table>"
    missing = list(view.not_read())
    if missing:
        yield f"<h3>{_text(view.words(say('読んでいません')))}</h3>\n<table><tbody>"
        for path, part, why in missing:
            yield f'<tr><th scope="row">{_text(f"{path} › {part}" if part else path)}</th><td>{_text(why)}</td></tr>'
        yield "</tbody></table>"
    yield "</section>"


def _text(text: str) -> str:
    """Return a text for the page: escaped, and without characters that turn the direction of reading or cannot be seen."""
    shown = (char if char.isprintable() or char in "\u3000\n" else "\N{REPLACEMENT CHARACTER}" for char in text)
    return escape("".join(shown), quote=True)
