"""The yearly report as a page: its main part for the office's frame, and a whole page that stands alone.

Every text in it is escaped, and it is well-formed XML too. The main part needs the office's style sheet and brings no style
of its own, no script, and no address but those it is given. The whole page has its style inside and may load nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from sekisho.documents.printing import code
from sekisho.documents.printing.markup import escaped, escaped_lines
from sekisho.documents.yearly import view as v
from sekisho.documents.yearly.model import Report
from sekisho.documents.yearly.naming import shown
from sekisho.documents.yearly.writing import view
from sekisho.words import Sentence, say

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_ADDRESS = re.compile(r"(?:https?://|/(?!/)|\./|\.\./|#|[\w-]+(?:[./#?]|$))[!-~]*")
"""An address of the web, or one of the same place; never one that runs something (javascript:, data:)."""
_GATE = (
    '<svg viewBox="0 0 56 46" width="34" height="28" aria-hidden="true"><path class="f-pale3" d="M13 17 20 21V46H13zM43 17 36 21V46H43z"/>'
    '<path class="f-indigo-deep" d="M8 3H13V46H8zM43 3H48V46H43z"/><path class="f-indigo-deep" d="M1 8H55V13.5H1z"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says, and where it leads: an address of the web or a path.

    Raises:
        ValueError: ``href`` is neither.

    """

    label: Sentence | str
    href: str

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.href):
            raise ValueError("no address to be linked to")


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around a report. ``formats``: the same in other forms (PDF（A4横・3ページ・310KB）). ``editions``: the other ones.

    ``newest``: the newest edition, where this is not it. ``check``: how anybody checks the digest.
    """

    formats: tuple[Link, ...] = ()
    editions: tuple[Link, ...] = ()
    newest: Link | None = None
    check: Link | None = None


NOTHING = Around()


def main(report: Report, lang: str = "ja", around: Around = NOTHING) -> str:
    """Return what stands in the ``main`` of a page, from ``h1`` on; ``lang`` is ``ja`` or ``en``.

    Raises:
        ValueError: the QR code has too much to say.

    """
    return "\n".join(filter(None, _Page(view(report, lang), around).main())) + "\n"


def page(report: Report, lang: str = "ja", around: Around = NOTHING) -> str:
    """Return a whole page that stands alone, as :func:`main` with a frame.

    Raises:
        ValueError: the QR code has too much to say.

    """
    shown_ = view(report, lang)
    w = shown_.words
    css = files("sekisho.documents.yearly").joinpath("report.css").read_text(encoding="utf-8")
    office = f'<div class="who"><span class="quiet">{escaped(w.office)}</span></div>' if w.office else ""
    head = (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8"/>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{escaped(w.document)}｜{escaped(w.city)}</title>\n<style>\n{css}</style>\n</head>\n"
        f'<body class="pub">\n<a class="skip" href="#main">{escaped(w.to_main)}</a>\n<header class="top"><div class="top-in">'
        f'<span class="brand">{_GATE}<b>{escaped(w.city)}</b><span>{escaped(w.kind)}</span></span>{office}</div></header>\n'
        '<main id="main">'
    )
    foot = "　".join(filter(None, (w.city, w.office)))
    told = "\n".join(filter(None, _Page(shown_, around).main()))
    return f'{head}\n{told}\n</main>\n<footer class="foot"><div><span>{escaped(foot)}</span></div></footer>\n</body>\n</html>\n'


class _Page:
    """Writes one report as a page."""

    def __init__(self, told: v.View, around: Around) -> None:
        self.told, self.w, self.around = told, told.words, around

    def words(self, sentence: Sentence) -> str:
        return escaped(sentence.render(self.told.lang))

    def main(self) -> Iterator[str]:
        told, w = self.told, self.w
        yield from self.notices()
        yield f"<h1>{escaped(w.document)}</h1>"
        yield f'<p class="after-t">{escaped(w.lead)}</p>' if w.lead else ""
        yield from self.edition()
        yield from self.table() if told.rows else (f'<p class="rep-none">{escaped(w.empty)}</p>',)
        yield from self.behind("answers", told.unanswered)
        yield from self.proof()
        yield from self.contact()
        yield from self.editions()
        yield from self.behind("evidence", told.evidence)

    def link(self, link: Link) -> str:
        return f'<a href="{escaped(link.href)}">{escaped(shown(link.label, self.told.lang))}</a>'

    # ------------------------------------------------------------ above the table

    def notices(self) -> Iterator[str]:
        if self.around.newest is not None:
            yield f'<p class="rep-note"><b>{self.words(say("古い版です。"))}</b> {self.words(say("新しい版があります："))}{self.link(self.around.newest)}</p>'
        for word, note in ((self.w.preview, self.w.preview_note), (self.w.inside, self.w.inside_note)):
            if word:
                yield f'<p class="rep-note"><b>{escaped(word)}</b>　{escaped(note)}</p>'

    def edition(self) -> Iterator[str]:
        yield '<div class="edition"><dl>'
        for fact in self.told.facts:
            lines = "<br/>".join(map(escaped_lines, fact.lines))
            yield f"<dt>{escaped(fact.label)}</dt><dd>{f'<b>{lines}</b>' if fact.strong else lines}</dd>"
        if self.around.formats:
            links = "　".join(map(self.link, self.around.formats))
            yield f"<dt>{self.words(say('ほかの形'))}</dt><dd>{links}</dd>"
        yield "</dl>"
        if self.told.code:
            size, dark = code.path(self.told.code)
            yield (
                f'<div class="qr"><svg viewBox="0 0 {size} {size}" role="img" aria-label="{escaped(self.w.code)}" '
                f'shape-rendering="crispEdges"><path class="f-white" d="M0 0h{size}v{size}H0z"/><path class="f-black" d="{dark}"/></svg>'
                f"<p>{escaped(self.w.code_label)}</p></div>"
            )
        yield "</div>"

    # ------------------------------------------------------------ the five columns

    def table(self) -> Iterator[str]:
        heads = "".join(f'<th scope="col" role="columnheader">{escaped(one)}</th>' for one in self.told.heads)
        yield f'<table class="rep" role="table"><caption class="sr">{escaped(self.w.table)}</caption>'
        yield '<colgroup><col class="w3-75"/><col class="w8"/><col class="w20p"/><col class="w28p"/><col/></colgroup>'
        yield f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">'
        for row in self.told.rows:
            yield f'<tr role="row"><th scope="row" role="rowheader" class="r-no">{escaped(row.number)}</th>'
            yield from self.cells(row)
            yield "</tr>"
        yield "</tbody></table>"

    def cells(self, row: v.RowView) -> Iterator[str]:
        if row.withheld:
            yield f'<td role="cell" colspan="4"><p class="quiet">{escaped_lines(row.withheld)}</p></td>'
            return
        measures = "".join(_items(row.measures)) or _quiet(row.no_measures)
        status = ("".join(_items(row.status)) or _quiet(row.no_status)) + self.results(row.results)
        department = f"<b>{escaped_lines(row.department)}</b>"
        texts = (department, escaped_lines(row.outline), measures, status)
        for head, one in zip(self.told.heads[1:], texts, strict=True):
            yield f'<td role="cell" data-h="{escaped(head)}">{one}</td>'

    def results(self, results: Iterable[v.Result]) -> str:
        lines = [
            f'<li><b class="is-{one.state}">{escaped(one.label)}　{escaped(one.word)}</b>　{escaped_lines(one.said)}</li>'
            for one in results
        ]
        return f'<div class="counted"><p>{escaped(self.w.results)}</p><ol>{"".join(lines)}</ol></div>' if lines else ""

    # ------------------------------------------------------------ behind it

    def behind(self, name: str, table: v.Table | None) -> Iterator[str]:
        if table is None:
            return
        yield f'<section aria-labelledby="{name}"><h2 id="{name}">{escaped(table.title)}</h2><p class="measure">{escaped(table.note)}</p>'
        if table.rows:
            heads = "".join(f'<th scope="col" role="columnheader">{escaped(one)}</th>' for one in table.heads)
            yield f'<table class="rep more" role="table" aria-labelledby="{name}"><thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">'
            for number, *cells in table.rows:
                told = "".join(
                    f'<td role="cell" data-h="{escaped(head)}">{escaped_lines(one)}</td>'
                    for head, one in zip(table.heads[1:], cells, strict=True)
                )
                yield f'<tr role="row"><th scope="row" role="rowheader" class="r-no">{escaped(number)}</th>{told}</tr>'
            yield "</tbody></table>"
        else:
            yield f"<p>{escaped(table.none)}</p>"
        yield "</section>"

    def proof(self) -> Iterator[str]:
        w = self.w
        if not w.proof:
            return
        check = self.link(self.around.check) if self.around.check is not None else ""
        yield f'<section aria-labelledby="proof"><h2 id="proof">{escaped(w.proof)}</h2><p class="measure">{escaped(w.proof_note)}{check}</p>'
        if self.told.checkpoint:
            lines = "<br/>".join(map(escaped, self.told.checkpoint))
            yield f'<p class="quiet after-t">{escaped(w.checkpoint)}</p><p class="measure note-c">{lines}</p>'
        yield "</section>"

    def contact(self) -> Iterator[str]:
        if self.w.contact:
            yield f'<section aria-labelledby="contact"><h2 id="contact">{escaped(self.w.contact_label)}</h2>'
            yield f"<p>{escaped_lines(self.w.contact)}</p></section>"

    def editions(self) -> Iterator[str]:
        if self.around.editions:
            links = "".join(f"<li>{self.link(one)}</li>" for one in self.around.editions)
            yield f'<section aria-labelledby="editions"><h2 id="editions">{self.words(say("ほかの版"))}</h2><ul class="rep-editions">{links}</ul></section>'


def _items(items: Iterable[v.Item]) -> Iterator[str]:
    """Give paragraphs, and lists where several stand together that hang from a mark."""
    inside = False
    for one in items:
        hangs = len(one.label) == 1 and not one.heading
        if hangs != inside:
            yield "<ol>" if hangs else "</ol>"
            inside = hangs
        mark, text = escaped_lines(one.label), escaped_lines(one.text)
        if hangs:
            yield f"<li>{mark}{text}</li>"
        else:
            yield f"<p>{mark}</p><p>{text}</p>" if one.heading else f"<p>{mark}{text}</p>"
    if inside:
        yield "</ol>"


def _quiet(words: str) -> str:
    return f'<p class="quiet">{escaped(words)}</p>'
